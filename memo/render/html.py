"""A memo as one HTML file: no script, no request outside, readable by screen readers, on small screens and on paper."""

from __future__ import annotations

from pathlib import Path

from ...reading.extras import needs
from ...reading.safe_text import shown
from ...showing.document import Document, Figure, Heading, spans, text_of
from ...showing.pictures.svg import svg

PAGES = Path(__file__).parent / "pages"


def html(memo: Document, *, for_print: bool = False) -> str:
    """The memo as a page. ``for_print`` leaves out what serves the screen only and puts pictures in as images, which
    a writer of PDF tags with their text alternatives. Raises ``BadInput`` where Jinja2 is missing."""
    with needs("documents", "Jinja2", "HTML", instead="Markdown needs nothing more."):
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup

    pages = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    names: dict[int, str] = {}

    def picture(figure: Figure) -> Markup:
        """The one place where markup is made outside the template; ``svg`` escapes all text."""
        name = names.setdefault(id(figure), f"figure-{len(names) + 1}")
        return Markup(_image(figure, name) if for_print else svg(figure.picture, name, figure.alternative))

    page = pages.get_template("memo.html").render(
        memo=memo,
        blocks=[(_kind(block), block) for block in memo.blocks],
        contents=[block for block in memo.blocks if isinstance(block, Heading) and block.level == 1],
        picture=picture,
        text_of=text_of,
        spans=spans,
        safe=shown,
        css=Markup((PAGES / "memo.css").read_text(encoding="utf-8")),
        for_print=for_print,
    )
    return page.lstrip()


def _kind(block: object) -> str:
    return type(block).__name__.lower()


def _image(figure: Figure, name: str) -> str:
    from base64 import b64encode
    from html import escape

    data = b64encode(svg(figure.picture, name, figure.alternative).encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alternative)}">'
