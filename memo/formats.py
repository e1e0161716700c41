"""A memo in the format that the ending of a file says."""

from __future__ import annotations

from pathlib import Path

from ..showing.document import Document

FORMATS = (".docx", ".html", ".pdf", ".md")


def rendered(memo: Document, ending: str, template: Path | None = None) -> bytes:
    """The memo in the format that a file ending names, one of ``FORMATS``; ``template`` is for Word only.

    Raises :class:`MissingPackage`, and :class:`BadInput` for a template that is no Word document.
    """
    match ending:
        case ".docx":
            from .render.docx import docx

            return docx(memo, template)
        case ".html":
            from .render.html import html

            return html(memo).encode()
        case ".pdf":
            from .render.pdf import pdf

            return pdf(memo)
        case ".md":
            from ..showing.markdown import markdown

            return markdown(memo).encode()
        case _:
            raise ValueError(f"{ending!r} is none of {', '.join(FORMATS)}")
