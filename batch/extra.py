"""Packages that only some users need, and what to say where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from ..reading.errors import DerogationError, Problem

EXTRAS = {"batch": ("numpy", "pyarrow"), "spark": ("pyspark",)}


def require(extra: str) -> None:
    """Raise :class:`DerogationError` with the line to type where a package of an extra is not installed."""
    missing = [package for package in EXTRAS[extra] if find_spec(package) is None]
    if missing:
        raise DerogationError(Problem(f"this needs {' and '.join(missing)}", hint=f"pip install 'derogation[{extra}]'"))
