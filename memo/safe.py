"""Words of a case made fit to be shown: control and direction marks become visible, and very long notes are cut."""

from __future__ import annotations

import re
import unicodedata

from ..showing.render import plain
from .model import Span

#: The longest text taken over from a case in one place; what is cut is said, and stands in the profile.
LONGEST = 1_500

_SPACES = re.compile(r"[\t\n\r\f\v\u0085\u2028\u2029 ]+")
_NOT_TEXT = re.compile("[\ufdd0-\ufdef]|[\ufffe\uffff]")
_FEW_MARKS = 4


def visible(text: str, limit: int = LONGEST) -> str:
    """``text`` in one line, fit for every format: what cannot be seen or printed is written as an escape.

    More than four combining marks on one letter are escaped too, since they would run over the lines around.
    """
    text = _SPACES.sub(" ", text).strip()
    left = len(text) - limit
    shown = _NOT_TEXT.sub(lambda match: f"\\u{ord(match[0]):04x}", plain(text[:limit] if left > 0 else text))
    shown = _without_piles(shown)
    return f"{shown}… [{left:,} more characters in the file]" if left > 0 else shown


def said(text: str, *, limit: int = LONGEST, italic: bool = False, bold: bool = False) -> Span:
    """Words of a case as a span."""
    return Span(visible(text, limit), foreign=True, italic=italic, bold=bold)


def _without_piles(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        kept.append(f"\\u{ord(char):04x}" if marks > _FEW_MARKS else char)
    return "".join(kept)
