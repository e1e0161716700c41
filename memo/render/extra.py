"""Says which packages a format needs and how to install them, where they are missing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from ...reading.errors import BadInput, Problem

INSTALL = 'pip install "derogation[documents]"'


@contextmanager
def needed(formats: str, package: str) -> Generator[None]:
    """Turns the failed import of a package into :class:`BadInput` with the line that installs it."""
    try:
        yield
    except (ImportError, OSError) as error:  # OSError: a system library that the package loads is missing
        hint = f"Install the extra: {INSTALL}. Markdown needs nothing more."
        if isinstance(error, OSError):
            hint = f"It is installed, but cannot load a library of the system: {error}. Markdown needs nothing more."
        raise BadInput(Problem(f"{formats} needs the package {package}", hint=hint)) from None
