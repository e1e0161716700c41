"""Words of a case as spans of a memo: fit to be shown, and very long notes cut."""

from __future__ import annotations

from ..reading.safe_text import LONGEST, one_line
from ..showing.document import Span


def said(text: str, *, limit: int = LONGEST, italic: bool = False, bold: bool = False) -> Span:
    """Words of a case as a span."""
    return Span(one_line(text, limit), foreign=True, italic=italic, bold=bold)
