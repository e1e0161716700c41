"""A memo as a Word document: real heading styles, marked header rows, language, alternative texts, page numbers.

``--template`` takes a firm's own document: its styles, margins, headers and footers are used; what its body holds (a
letterhead, say) stays in front.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

from ...reading.extras import needs
from ..model import Block, Figure, Grid, Heading, Inline, Memo, Para, Points, Terms
from .docx_style import house_styles, styled
from .docx_template import opened
from .docx_xml import add_page_numbers, add_run, bookmark, describe_picture, mark_table, no_repair, set_language


def docx(memo: Memo, template: Path | None = None) -> bytes:
    """The memo as .docx. Raises ``BadInput`` for a template that is no Word document, ``MissingPackage`` where
    python-docx is not installed."""
    with needs("documents", "python-docx", "Word", instead="Markdown needs nothing more."):
        import docx as python_docx

    document: Any = opened(template) if template is not None else python_docx.Document()
    if template is None:
        house_styles(document)
    _describe(document, memo)
    set_language(document, memo.language)
    writer = _Writer(document)
    writer.paragraph("Title").add_run(memo.title)
    for block in memo.blocks:
        writer.block(block)
    add_page_numbers(document)
    no_repair(document)
    stream = io.BytesIO()
    document.save(stream)
    return _settled(stream.getvalue(), memo.dated)


def _settled(data: bytes, dated: datetime.date) -> bytes:
    """The package with every part dated alike, so that the same memo gives the same bytes."""
    stamp = (max(dated.year, 1980), dated.month, dated.day, 0, 0, 0)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            copy.writestr(zipfile.ZipInfo(part.filename, stamp), source.read(part), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _describe(document: Any, memo: Memo) -> None:
    properties = document.core_properties
    dated = datetime.datetime.combine(memo.dated, datetime.time())
    properties.title, properties.subject, properties.author = memo.title[:255], memo.subject[:255], memo.author[:255]
    properties.keywords, properties.language = ", ".join(memo.keywords), memo.language
    properties.comments, properties.last_modified_by = "", memo.author[:255]
    properties.created = properties.modified = dated
    properties.revision = 1


class _Writer:
    """Writes blocks into a document, one after the other."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.ids = iter(range(1, 1_000_000))
        self.styles: dict[str, Any] = {}
        section = document.sections[-1]
        self.width = (section.page_width or 7560310) - (section.left_margin or 0) - (section.right_margin or 0)

    def style(self, name: str) -> Any:
        """A style by name, looked up once."""
        if name not in self.styles:
            self.styles[name] = styled(self.document, name)
        return self.styles[name]

    def paragraph(self, name: str) -> Any:
        """A new paragraph in a style, set by its id: python-docx searches all styles for every paragraph."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self.style(name).style_id
        return paragraph

    def block(self, block: Block) -> None:
        match block:
            case Heading(text, level, number, anchor):
                paragraph = self.paragraph(f"Heading {level}")
                bookmark(paragraph, anchor, next(self.ids))
                if not _numbered(self.style(f"Heading {level}")):
                    paragraph.add_run(f"{number}  ")
                self.run(paragraph, text)
            case Para(text, kind):
                names = {"lead": "Memo Lead", "small": "Memo Small"}
                self.run(self.paragraph(names.get(kind, "Normal")), text)
            case Points(items, ordered):
                for item in items:
                    name = "List Number" if ordered else "List Bullet"
                    self.run(self.paragraph(name), item)
            case Terms(entries):
                for label, text in entries:
                    paragraph = self.paragraph("Memo Terms")
                    paragraph.add_run(f"{label}:\t").bold = True
                    self.run(paragraph, text)
            case Figure():
                self.figure(block)
            case Grid():
                self.grid(block)

    def run(self, paragraph: Any, text: Inline) -> None:
        """A run of spans as runs of the paragraph; links as fields that Word follows."""
        for span in text:
            add_run(paragraph, span)

    def figure(self, figure: Figure) -> None:
        from ..pictures.png import png

        paragraph = self.paragraph("Normal")
        width = min(round(self.width * 0.98), round(figure.picture.width * 9525))
        paragraph.add_run().add_picture(io.BytesIO(png(figure.picture)), width=width)
        describe_picture(paragraph, figure.alternative, figure.caption)
        caption = self.paragraph("Caption")
        caption.add_run(figure.caption)

    def grid(self, grid: Grid) -> None:
        caption = self.paragraph("Caption")
        caption.add_run(grid.caption)
        caption.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1 + len(grid.rows), cols=len(grid.header))
        table.style = self.style("Table Grid")
        widths = [round(self.width * share) for share in grid.widths]
        mark_table(table, grid.caption, widths)
        cells = table._cells  # row.cells counts all cells anew each time
        small = self.style("Memo Cell").style_id
        columns = len(grid.header)
        for number, row in enumerate(((_plain(cell) for cell in grid.header), *grid.rows)):
            for column, text in enumerate(row):
                cell = cells[number * columns + column]
                cell.width = widths[column]
                paragraph = cell.paragraphs[0]
                paragraph._p.style = small
                if number and column == 0 and number - 1 < len(grid.anchors) and grid.anchors[number - 1]:
                    bookmark(paragraph, grid.anchors[number - 1], next(self.ids))
                self.run(paragraph, text)
                if number == 0:
                    for run in paragraph.runs:
                        run.bold = True
        after = self.paragraph("Memo Cell")
        after.paragraph_format.space_after = 0


def _plain(text: str) -> Inline:
    from ..model import Span

    return (Span(text),)


def _numbered(style: Any) -> bool:
    """Whether a style, or one it is based on, numbers its paragraphs by itself."""
    while style is not None:
        properties = style.element.pPr
        if properties is not None and properties.numPr is not None:
            return True
        style = style.base_style
    return False
