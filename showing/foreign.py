"""Words of a case as spans of a document: fit to be shown, and very long notes cut."""

from __future__ import annotations

from ..reading.safe_text import LONGEST, one_line
from .document import Span


def said(text: str, *, limit: int = LONGEST, italic: bool = False, bold: bool = False) -> Span:
    """Words of a case as a span."""
    return Span(one_line(text, limit), foreign=True, italic=italic, bold=bold)


def web_link(url: str) -> Span:
    """An address of the case: a link if it is one of the web, else text."""
    shown = said(url, limit=400)
    is_web = (
        url.startswith(("https://", "http://")) and shown.text == url and not any(char in url for char in " <>\"'\\")
    )
    return Span(shown.text, foreign=True, href=url) if is_web else shown
