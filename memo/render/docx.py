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
from ...reading.safe_text import shown
from ...showing.document import (
    Document,
    Figure,
    Flat,
    Heading,
    Listing,
    Paragraph,
    Proof,
    Table,
    Terms,
    Text,
    spans,
    unfolded,
)
from .docx_style import house_styles, styled
from .docx_template import opened
from .docx_xml import add_page_numbers, add_run, bookmark, describe_picture, mark_table, no_repair, set_language


def docx(memo: Document, template: Path | None = None) -> bytes:
    """The memo as .docx. Raises ``BadInput`` for a template that is no Word document, ``MissingPackage`` where
    python-docx is not installed."""
    with needs("documents", "python-docx", "Word", instead="Markdown needs nothing more."):
        import docx as python_docx

    document: Any = opened(template) if template is not None else python_docx.Document()
    if template is None:
        house_styles(document)
    _describe(document, memo)
    set_language(document, memo.about.language)
    writer = _Writer(document)
    writer.paragraph("Title").add_run(shown(memo.title))
    for block in unfolded(memo.blocks):
        writer.block(block)
    add_page_numbers(document)
    no_repair(document)
    stream = io.BytesIO()
    document.save(stream)
    return _settled(stream.getvalue(), memo.about.dated)


def _settled(data: bytes, dated: datetime.date) -> bytes:
    """The package with every part dated alike, so that the same memo gives the same bytes."""
    stamp = (max(dated.year, 1980), dated.month, dated.day, 0, 0, 0)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            copy.writestr(zipfile.ZipInfo(part.filename, stamp), source.read(part), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _describe(document: Any, memo: Document) -> None:
    properties = document.core_properties
    dated = datetime.datetime.combine(memo.about.dated, datetime.time())
    properties.title, properties.subject, properties.author = (
        memo.title[:255],
        memo.about.subject[:255],
        memo.about.author[:255],
    )
    properties.keywords, properties.language = ", ".join(memo.about.keywords), memo.about.language
    properties.comments, properties.last_modified_by = "", memo.about.author[:255]
    properties.created = properties.modified = dated
    properties.revision = 1


#: How far a step of a proof stands in for each step above it, in the units of Word (914,400 to the inch).
INDENT = 180_000


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

    def block(self, block: Flat) -> None:
        match block:
            case Heading(text, level, number, anchor):
                paragraph = self.paragraph(f"Heading {level}")
                if anchor:
                    bookmark(paragraph, anchor, next(self.ids))
                if number and (not number[0].isdigit() or not _numbered(self.style(f"Heading {level}"))):
                    paragraph.add_run(f"{number}  ")
                self.run(paragraph, text)
            case Paragraph(text, kind):
                names = {"lead": "Memo Lead", "small": "Memo Small"}
                self.run(self.paragraph(names.get(kind, "Normal")), text)
            case Listing(items, ordered):
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
            case Table():
                self.table(block)
            case Proof(lines):
                for depth, text in lines:
                    paragraph = self.paragraph("Normal")
                    paragraph.paragraph_format.left_indent = depth * INDENT
                    paragraph.add_run(shown(text))

    def run(self, paragraph: Any, text: Text) -> None:
        """A run of spans as runs of the paragraph; links as fields that Word follows."""
        for span in spans(text):
            add_run(paragraph, span)

    def figure(self, figure: Figure) -> None:
        from ...showing.pictures.png import png

        paragraph = self.paragraph("Normal")
        width = min(round(self.width * 0.98), round(figure.picture.width * 9525))
        paragraph.add_run().add_picture(io.BytesIO(png(figure.picture)), width=width)
        describe_picture(paragraph, figure.alternative, figure.caption)
        caption = self.paragraph("Caption")
        caption.add_run(figure.caption)

    def table(self, given: Table) -> None:
        caption = self.paragraph("Caption")
        caption.add_run(given.caption)
        caption.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1 + len(given.rows), cols=len(given.header))
        table.style = self.style("Table Grid")
        widths = [round(self.width * share) for share in given.widths or [1 / len(given.header)] * len(given.header)]
        mark_table(table, given.caption, widths)
        cells = table._cells  # row.cells counts all cells anew each time
        small = self.style("Memo Cell").style_id
        columns = len(given.header)
        for number, row in enumerate((given.header, *given.rows)):
            for column, text in enumerate(row):
                cell = cells[number * columns + column]
                cell.width = widths[column]
                paragraph = cell.paragraphs[0]
                paragraph._p.style = small
                if number and column == 0 and number - 1 < len(given.anchors) and given.anchors[number - 1]:
                    bookmark(paragraph, given.anchors[number - 1], next(self.ids))
                self.run(paragraph, text)
                if number == 0:
                    for run in paragraph.runs:
                        run.bold = True
        after = self.paragraph("Memo Cell")
        after.paragraph_format.space_after = 0


def _numbered(style: Any) -> bool:
    """Whether a style, or one it is based on, numbers its paragraphs by itself."""
    while style is not None:
        properties = style.element.pPr
        if properties is not None and properties.numPr is not None:
            return True
        style = style.base_style
    return False
