"""A memo as tagged PDF (PDF/UA-1), laid out by WeasyPrint from the same page as the HTML."""

from __future__ import annotations

from typing import Any

from ...reading.extras import needs
from ...showing.document import Document
from .html import html


def pdf(memo: Document) -> bytes:
    """The memo as PDF with tags, bookmarks, language and title. Raises ``BadInput`` where WeasyPrint is missing.

    Nothing is fetched: whatever the page might point to outside itself is refused.
    """
    page = html(memo, for_print=True)
    with needs("documents", "WeasyPrint", "PDF", instead="Markdown needs nothing more."):
        from weasyprint import HTML  # pyright: ignore[reportMissingTypeStubs]
        from weasyprint.urls import URLFetcher  # pyright: ignore[reportMissingTypeStubs]

    document: Any = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"derogation")
