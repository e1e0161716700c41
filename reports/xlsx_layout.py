"""How a sheet of the form looks on a screen and on paper: widths, heights, lines, what is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from .template import Line

FONT, SIZE = "Calibri", 9
#: Widths of columns, in digits of the spreadsheet's standard font.
WIDTHS: Mapping[str, int] = {
    "field": 33, "part": 11, "technology": 11, "question": 42, "value": 28, "absent": 14, "reason": 22, "note": 28,
    "raw": 14, "legal_duty": 14,
}  # fmt: skip
#: Columns that are printed only where something stands in them.
_SELDOM = ("raw", "legal_duty")
_LINE, _TALLEST = 12.5, 400.0  # points; the row of a spreadsheet has 409 at most
_PER_DIGIT = 1.12  # letters of this size that stand where one digit of the standard font stands


def lay_out(sheet: Any, columns: Sequence[str], found: Sequence[Line], title: str) -> None:
    """Set out a sheet that has one column for each of ``columns`` and, below their names, a row for each line."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    thin, strong = Side("hair", color="99A4B0"), Side("thin", color="44546A")
    to_fill, named = PatternFill("solid", fgColor="FFF8E1"), PatternFill("solid", fgColor="DDE6F0")
    plain, bold = Font(name=FONT, size=SIZE), Font(name=FONT, size=SIZE, bold=True)
    for position, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = WIDTHS[name]
        cell = sheet.cell(1, position)
        cell.font, cell.fill, cell.border = bold, named, Border(bottom=strong)
    block = ""
    for number, line in enumerate(found, start=2):
        mine = line.row.material if line.row is not None else line.name.partition(".")[0]
        edge = Border(top=strong if block not in ("", mine) else thin)
        block, tallest = mine, 1
        for position, name in enumerate(columns, start=1):
            cell = sheet.cell(number, position)
            cell.font, cell.border = plain, edge
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
            if name == "value":
                cell.fill = to_fill
            tallest = max(tallest, _lines(cell.value, WIDTHS[name]))
        sheet.row_dimensions[number].height = min(tallest * _LINE + 3, _TALLEST)
    last = max(position for position, name in enumerate(columns, 1) if name not in _SELDOM or _used(sheet, position))
    sheet.freeze_panes = sheet.cell(2, columns.index("value") + 1)
    _print(sheet, f"A1:{get_column_letter(last)}{len(found) + 1}", title)


def _lines(value: object, width: int) -> int:
    """How many lines a cell of a width needs, a little generously."""
    return sum(
        max(1, ceil(len(part) / (width * _PER_DIGIT))) for part in str("" if value is None else value).split("\n")
    )


def _used(sheet: Any, position: int) -> bool:
    return any(row[0].value is not None for row in sheet.iter_rows(min_row=2, min_col=position, max_col=position))


def _print(sheet: Any, area: str, title: str) -> None:
    """A4 across, as wide as the page, the names of the columns on each page."""
    sheet.print_area, sheet.print_title_rows = area, "1:1"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.7
    margins.header = margins.footer = 0.3
    sheet.oddHeader.left.text = title.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
