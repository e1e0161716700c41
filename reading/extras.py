"""Packages that only some outputs and inputs need, and the one sentence where they are missing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Literal

from .errors import MissingPackage, Problem

Extra = Literal["batch", "desk", "documents", "mcp", "records", "spark"]


@contextmanager
def needs(extra: Extra, package: str, what: str, *, instead: str = "") -> Generator[None]:
    """Turns an import that fails into :class:`MissingPackage` with the line to type.

    ``what`` is what cannot be done without ``package``, ``instead`` what can.
    """
    try:
        yield
    except ImportError:
        hint = f'Install it: pip install "derogation[{extra}]".'
    except OSError as error:
        hint = f"It is installed, but cannot load a library of the system: {error}."
    else:
        return
    raise MissingPackage(Problem(f"{what} needs the package {package}", hint=f"{hint} {instead}".rstrip()))


def require(extra: Extra, what: str, *packages: str) -> None:
    """Import the packages, which are named as they are imported. Raises :class:`MissingPackage`."""
    for package in packages:
        with needs(extra, package, what):
            import_module(package)
