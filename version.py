"""The version of the program, as ``pyproject.toml`` has it, for the modules that print it."""

VERSION = "0.1.0"
