"""Questionnaires as files: Excel and Word by openpyxl and python-docx, HTML by the standard library."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from ..reading.document import decoded, read_bytes
from ..reading.errors import BadInput, DerogationError, Problem
from ..reading.extras import require
from ..reading.package import Refused, Told, look_through
from .questionnaire import HEADER, HELP, PRIVILEGE, Asked
from .questionnaire_answers import Filled

MOST = MOST_UNPACKED = 20_000_000
MOST_SPANNED = 20_000  # columns that cells of Word's tables say they span, all together
FORMATS = (".docx", ".xlsx", ".html")
WIDTHS = (30, 60, 30, 34, 24, 24, 30)
STYLE = """<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; } table { border-collapse: collapse; }
td, th { border: 1px solid #888; padding: .3em .5em; text-align: left; vertical-align: top; }
th { background: #eee; } td:first-child { font-size: 75%; color: #555; overflow-wrap: anywhere; min-width: 12em; }
td:nth-child(n+5) { min-width: 9em; background: #fffbe6; }
</style>"""
IN_A_BROWSER = "In a browser, type into the last three columns and save the whole page."
EDITABLE = "<script>document.querySelectorAll('td:nth-child(n+5)').forEach(c => c.contentEditable = true)</script>"


def written(title: str, asked: Sequence[Asked], file: Path) -> bytes:
    """A questionnaire in the format of the file's name. Raises :class:`BadInput` for another format."""
    rows: list[tuple[str, ...]] = [HEADER]
    subject = ""
    for each in asked:
        if each.subject != subject:
            rows.append(("", each.subject))
            subject = each.subject
        rows.append(each.cells)
    match _format(file):
        case ".xlsx":
            return _xlsx(title, rows)
        case ".docx":
            return _docx(title, rows)
        case _:
            return _html(title, rows)


def filled(file: Path) -> tuple[Filled, ...]:
    """The rows of a questionnaire that came back. Raises :class:`BadInput` where it cannot be read as one."""
    raw, kind = read_bytes(file, MOST), _format(file)
    try:
        rows = READERS[kind](raw, str(file))
    except DerogationError:
        raise
    except Exception as failure:  # what the libraries raise for a damaged file is not documented
        hint = "Open it, and save it again in its own format."
        problem = Problem(f"this cannot be read as a {kind} file ({type(failure).__name__})", str(file), hint=hint)
        raise BadInput(problem) from None
    return tuple(Filled(number, row) for number, row in enumerate(rows, 1))


def _format(file: Path) -> str:
    kind = file.suffix.lower()
    if kind not in FORMATS:
        raise BadInput(Problem("this is no format of questionnaires", str(file), hint=f"Use {', '.join(FORMATS)}."))
    return kind


# --- Excel -----------------------------------------------------------------------------------------------------------


def _xlsx(title: str, rows: Sequence[tuple[str, ...]]) -> bytes:
    require("documents", "Questionnaires in Excel", "openpyxl")
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Questions"
    for line in ((PRIVILEGE,), (title,), (HELP,), *rows):
        sheet.append([f"'{cell}" if cell[:1] in "=+-@" and cell else cell for cell in line])
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=not row[0].value or row[0].value == HEADER[0])
            cell.number_format = "@"
    sheet.freeze_panes = "A5"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_rows(raw: bytes, file: str) -> list[tuple[str, ...]]:
    require("documents", "Questionnaires in Excel", "openpyxl")
    from ..reports.xlsx_read import sheets

    _, _, grid = sheets(raw, file, computed=True)[0]
    return [tuple(_cell(cell.value) for cell in row) for row in grid]


def _cell(content: Any) -> str:
    """A cell as it would be typed, whatever a spreadsheet made of it."""
    if isinstance(content, bool):
        return "yes" if content else "no"
    if isinstance(content, datetime.datetime):
        return content.date().isoformat()
    if isinstance(content, float) and content.is_integer():
        return str(int(content))
    return "" if content is None else str(content)


# --- Word ------------------------------------------------------------------------------------------------------------


def _docx(title: str, rows: Sequence[tuple[str, ...]]) -> bytes:
    require("documents", "Questionnaires in Word", "docx")
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType]
    from docx.shared import Cm, Pt

    document: Any = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph(PRIVILEGE)
    document.add_heading(title, 1)
    document.add_paragraph(HELP)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(1.5))
    table = document.add_table(rows=0, cols=len(HEADER))
    table.style, table.autofit = "Table Grid", False
    room = section.page_width - section.left_margin - section.right_margin
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = int(room * width / sum(WIDTHS))
    for row in rows:
        line = table.add_row()
        heads = row == HEADER or not row[0]
        for place, (cell, text) in enumerate(zip(line.cells, (*row, *[""] * len(HEADER)), strict=False)):
            run = cell.paragraphs[0].add_run(text)
            run.bold, run.font.size = heads, Pt(8 if heads or place else 6)
        marks = line._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if row == HEADER:  # repeated on every page
            marks.append(OxmlElement("w:tblHeader"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_rows(raw: bytes, file: str) -> list[tuple[str, ...]]:
    require("documents", "Questionnaires in Word", "docx")
    from docx import Document

    narrow = _narrow()
    look_through(raw, file, MOST_UNPACKED, "a Word document (.docx)", lambda part: narrow)
    document: Any = Document(io.BytesIO(raw))
    return [tuple(cell.text for cell in row.cells) for table in document.tables for row in table.rows]


def _narrow() -> Told:
    """Raises :class:`Refused` where cells say that they span very many columns, one or all together: each is made."""
    spanned = 0

    def told(name: str, attributes: dict[str, str]) -> None:
        nonlocal spanned
        if name == "gridSpan":
            value = next((value for key, value in attributes.items() if key.endswith("val")), "")
            spanned += int(value) if value.isascii() and value.isdigit() and len(value) < 3 else MOST_SPANNED + 1
            if spanned > MOST_SPANNED:
                raise Refused("cells of its tables span more columns than a questionnaire has")

    return told


# --- HTML ------------------------------------------------------------------------------------------------------------


def _html(title: str, rows: Sequence[tuple[str, ...]]) -> bytes:
    body: list[str] = []
    for row in rows:
        tag = "th" if row == HEADER or not row[0] else "td"
        cells = (*row, *[""] * (len(HEADER) - len(row)))
        body.append(f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>")
    head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{STYLE}</head>'
    lead = f"<p>{escape(PRIVILEGE)}</p><h1>{escape(title)}</h1><p>{escape(HELP)} {IN_A_BROWSER}</p>"
    return f'{head}<body>{lead}<table border="1">\n{chr(10).join(body)}\n</table>{EDITABLE}</body></html>\n'.encode()


class _Rows(HTMLParser):
    """Collects the text of the cells of all tables."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.within = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.within = False

    def handle_data(self, data: str) -> None:
        if self.within:
            self.rows[-1][-1] += data


def _html_rows(raw: bytes, file: str) -> list[tuple[str, ...]]:
    parser = _Rows()
    parser.feed(decoded(raw, file))
    return [tuple(row) for row in parser.rows]


#: Readers of a file's rows, by the ending of its name.
READERS = {".xlsx": _xlsx_rows, ".docx": _docx_rows, ".html": _html_rows}
