"""Text for tables that spreadsheets open: none of it may be taken for a formula."""

from __future__ import annotations

#: Beginnings that a spreadsheet takes for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Text for a CSV cell that no spreadsheet takes for a formula; an apostrophe of its own is doubled."""
    return f"'{text}" if text.startswith((*FORMULA_STARTS, "'")) else text


def unguarded(text: str) -> str:
    """The text that :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA_STARTS, "'")) else text
