"""Reports filled in on the spreadsheet that :mod:`.xlsx_write` makes.

Every sheet, whatever its name, is read from the row that names the columns ``field`` and ``value``; it need not be the
first. A sheet without such a row is left alone unless fields stand in it. Hidden rows, columns and sheets count like
others. Needs openpyxl, which comes with the extra ``documents``.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from ..reading.errors import BadInput, Problem
from ..reading.extras import needs
from ..reading.safe_text import NOT_IN_TEXT
from .form import load_form
from .number_format import shows_percent
from .reading import Tree
from .tables import COLUMNS, HEADER_ENTRIES, Row, columns, tree_of
from .xlsx_scan import MAX_ROWS, Layout, layouts

#: Columns beyond these, and rows before the header beyond these, are not looked at.
MAX_COLUMNS, MAX_ABOVE = 40, 20
#: A control character as the format writes it; openpyxl leaves some of them so.
_ESCAPED_CONTROL = re.compile(r"_x00[01][0-9A-Fa-f]_")


def read_xlsx(raw: bytes, file: str) -> Tree:
    """The report in an XLSX file. Raises ``BadInput`` with sheet and row."""
    with needs("documents", "openpyxl", "XLSX", instead="YAML and CSV need nothing more."):
        pass  # pyright: ignore[reportUnusedImport]
    try:
        grids = sheets(raw, file, computed=False)
    except BadInput:
        raise
    except Exception as failure:  # openpyxl raises whatever its parsers raise
        reason = type(failure).__name__
        raise BadInput(
            Problem(f"the spreadsheet cannot be read ({reason})", file, hint="Open it and save it again.")
        ) from None
    rows = [row for title, layout, grid in grids for row in _rows(grid, layout or Layout(), f"{file} [{title}]")]
    if not rows:
        hint = "Start from `report template --format xlsx`."
        raise BadInput(Problem("no sheet has the columns field and value", file, hint=hint))
    return tree_of(rows, file)


def sheets(raw: bytes, file: str, *, computed: bool) -> list[tuple[str, Layout | None, list[tuple[Any, ...]]]]:
    """Every sheet of a workbook with its layout and its cells; where ``computed``, of a formula what it came to.

    Raises ``BadInput``, and for a damaged file whatever openpyxl's parsers raise.
    """
    import openpyxl

    parts = layouts(raw, file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not know of a sheet does not touch its cells
        book: Any = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=computed, keep_links=False)
        return [
            (sheet.title, parts.get(sheet._worksheet_path), _grid_of(sheet, parts, file)) for sheet in book.worksheets
        ]


def _grid_of(sheet: Any, parts: Mapping[str, Layout], file: str) -> list[tuple[Any, ...]]:
    """The cells of a sheet, row by row, as far as anything stands in them."""
    place = f"{file} [{sheet.title}]"
    if (layout := parts.get(sheet._worksheet_path)) is None:
        raise BadInput(Problem("the sheet stands in a part of an unknown kind", place, hint="Save it again as .xlsx."))
    if layout.last_row > MAX_ROWS:
        hint = f"Something stands in row {layout.last_row:,}: delete it."
        raise BadInput(Problem(f"the sheet has more than {MAX_ROWS:,} rows", place, hint=hint))
    sheet.reset_dimensions()  # what the file says of its size need not be so
    return list(sheet.iter_rows(max_row=layout.last_row, max_col=MAX_COLUMNS)) if layout.last_row else []


def _rows(grid: Sequence[Sequence[Any]], layout: Layout, place: str) -> Iterator[Row]:
    at = next((line for line, cells in enumerate(grid[:MAX_ABOVE]) if _names_columns(cells)), None)
    above = grid if at is None else grid[:at]
    for line, cells in enumerate(above, start=1):
        for cell in cells:
            if isinstance(cell.value, str) and cell.value.strip() in _fields():
                hint = "Put the row with the names of the columns (field, value ...) above it."
                message = (
                    f"cell {cell.coordinate} holds the field {cell.value.strip()}, but no row above names the columns"
                )
                raise BadInput(Problem(message, place, line, hint=hint))
    if at is None:
        return
    header = columns([cell.value for cell in grid[at]], place, at + 1)
    read = {position for position, name in header.items() if name in COLUMNS}
    for one in layout.merged:
        if one.bottom > at and any(one.left <= position + 1 <= one.right for position in read):
            hint = "Part the cells, and give each row its own answer."
            raise BadInput(Problem(f"the cells {one.ref} are merged", place, one.top, hint=hint))
    for line, cells in enumerate(grid[at + 1 :], start=at + 2):
        name = next(
            (str(cells[p].value or "").strip() for p, n in header.items() if n == "field" and p < len(cells)), ""
        )
        found = {
            header[position]: _value(cell, place, line, name, header[position])
            for position, cell in enumerate(cells)
            if position in read
        }
        yield Row(found, place, line)


def _fields() -> set[str]:
    return {*load_form().fields, *HEADER_ENTRIES}


def _names_columns(cells: Sequence[Any]) -> bool:
    return {"field", "value"} <= {str(cell.value).strip().casefold() for cell in cells}


def _value(cell: Any, place: str, line: int, name: str, column: str) -> object:
    value: object = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        hint = "Replace it by its value (copy, then paste as values)."
        raise BadInput(Problem(f"cell {cell.coordinate} holds a formula", place, line, hint=hint))
    if cell.data_type == "e":
        raise BadInput(Problem(f"cell {cell.coordinate} holds the error {value}", place, line, hint="Correct it."))
    if isinstance(value, str) and (NOT_IN_TEXT.search(value) or _ESCAPED_CONTROL.search(value)):
        raise BadInput(Problem(f"cell {cell.coordinate} holds a control character", place, line, hint="Delete it."))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    percent = shows_percent(str(cell.number_format))
    if percent is False:
        return value
    row = load_form().fields.get(name)
    if percent is None or column != "value" or row is None or row.type != "ratio":
        message = f"cell {cell.coordinate} is formatted as a percentage"
        what = " for some values only" if percent is None else f", but {name} asks for no percentage" if name else ""
        raise BadInput(
            Problem(message + what, place, line, hint="Format the cell as a plain number and enter it again.")
        )
    return round(value * 100, 10)  # a cell formatted as a percentage stores 1.14 % as 0.0114
