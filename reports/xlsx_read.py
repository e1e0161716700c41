"""Reports filled in on the spreadsheet that :mod:`.xlsx_write` makes.

Every sheet whose first row names the columns ``field`` and ``value`` is read; others are left alone. Needs
openpyxl, which comes with the extra ``documents``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ..reading.errors import BadInput, Problem
from ..reading.extras import needs
from ..reading.safe_text import NOT_IN_TEXT
from .reading import Tree
from .tables import COLUMNS, Row, columns, tree_of

MAX_FILE = 10_000_000
MAX_UNPACKED = 60_000_000
MAX_ROWS = 5_000
#: A control character as the format writes it; openpyxl leaves some of them so.
_ESCAPED_CONTROL = re.compile(r"_x00[01][0-9A-Fa-f]_")


def read_xlsx(raw: bytes, file: str) -> Tree:
    """The report in an XLSX file. Raises ``BadInput`` with sheet and row."""
    _look_inside(raw, file)
    with needs("documents", "openpyxl", "XLSX", instead="YAML and CSV need nothing more."):
        import openpyxl
    try:
        book: Any = openpyxl.load_workbook(BytesIO(raw), read_only=False, data_only=False, keep_links=False)
        sheets: list[Any] = list(book.worksheets)
    except Exception as failure:  # openpyxl raises whatever its parsers raise
        reason = type(failure).__name__
        raise BadInput(
            Problem(f"the spreadsheet cannot be read ({reason})", file, hint="Open it and save it again.")
        ) from None
    rows = [row for sheet in sheets for row in _rows(sheet, file)]
    if not rows:
        hint = "Start from `report template --format xlsx`."
        raise BadInput(Problem("no sheet has the columns field and value", file, hint=hint))
    return tree_of(rows, file)


def _look_inside(raw: bytes, file: str) -> None:
    """Refuse what is no spreadsheet, unpacks to too much, or brings XML declarations of its own."""
    hint = "Is this really an .xlsx file? Open it and save it again."
    if len(raw) > MAX_FILE:
        raise BadInput(Problem(f"the spreadsheet has more than {MAX_FILE:,} bytes", file, hint=hint))
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > 500 or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise BadInput(Problem("the spreadsheet unpacks to too much", file, hint=hint))
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as stream:
                        if b"<!" in stream.read(4096).replace(b"<!--", b""):
                            raise BadInput(Problem("the spreadsheet declares XML entities, which are not read", file))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise BadInput(Problem("this is not a spreadsheet", file, hint=hint)) from None


def _rows(sheet: Any, file: str) -> Iterator[Row]:
    place = f"{file} [{sheet.title}]"
    if sheet.max_row > MAX_ROWS:
        raise BadInput(Problem(f"the sheet has more than {MAX_ROWS:,} rows", place, hint="Delete empty rows."))
    grid: Iterator[Any] = sheet.iter_rows(max_col=min(sheet.max_column, 40))
    first = next(grid, ())
    names = [cell.value for cell in first]
    if not {"field", "value"} <= {str(name).strip().casefold() for name in names}:
        return
    header = columns(names, place, 1)
    for line, cells in enumerate(grid, start=2):
        found = {
            header[position]: _value(cell, place, line)
            for position, cell in enumerate(cells)
            if position in header and header[position] in COLUMNS
        }
        yield Row(found, place, line)


def _value(cell: Any, place: str, line: int) -> object:
    value: object = cell.value
    if cell.data_type == "f":
        hint = "Replace it by its value (copy, then paste as values)."
        raise BadInput(Problem(f"cell {cell.coordinate} holds a formula", place, line, hint=hint))
    if cell.data_type == "e":
        raise BadInput(Problem(f"cell {cell.coordinate} holds the error {value}", place, line, hint="Correct it."))
    if isinstance(value, str) and (NOT_IN_TEXT.search(value) or _ESCAPED_CONTROL.search(value)):
        raise BadInput(Problem(f"cell {cell.coordinate} holds a control character", place, line, hint="Delete it."))
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return round(value * 100, 10)  # a cell formatted as a percentage stores 1.14 % as 0.0114
    return value
