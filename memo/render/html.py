"""A memo as one HTML file: no script, no request outside, readable by screen readers, on small screens and on paper."""

from __future__ import annotations

from pathlib import Path

from ...showing.document import Document
from ...showing.html import html as page

STYLE = Path(__file__).parent / "pages" / "memo.css"


def html(memo: Document, *, for_print: bool = False) -> str:
    """The memo as a page in its own style; ``for_print`` is what a writer of PDF lays out."""
    return page(memo, STYLE.read_text(encoding="utf-8"), for_print=for_print)
