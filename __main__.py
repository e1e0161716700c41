"""``python -m derogation``."""

from .cli import main

main()
