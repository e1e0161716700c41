"""Reports as CSV, with commas or semicolons, in UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ..reading.document import MAX_BYTES
from ..reading.errors import BadInput, Problem
from ..reading.formulas import guarded, unguarded
from ..reading.safe_text import NOT_IN_TEXT
from .reading import Tree
from .tables import Row, columns, tree_of


def read_csv(raw: bytes, file: str) -> Tree:
    """The report in a CSV file. Raises ``BadInput`` with file and line."""
    if len(raw) > MAX_BYTES:
        raise BadInput(Problem(f"the table has more than {MAX_BYTES:,} bytes", file, hint="Is this the right file?"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = raw.count(b"\n", 0, failure.start) + 1
        hint = 'Save it as "CSV UTF-8" in your spreadsheet.'
        raise BadInput(Problem("the table is not UTF-8", file, line, hint=hint)) from None
    if (match := NOT_IN_TEXT.search(text)) is not None:
        line = text.count("\n", 0, match.start()) + 1
        raise BadInput(Problem(f"there is a control character (U+{ord(match[0]):04X})", file, line, hint="Delete it."))
    csv.field_size_limit(MAX_BYTES)
    first, _, _ = text.partition("\n")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        header = columns(next(reader, [""]), file, 1)
        line = reader.line_num
        for cells in reader:
            rows.append(_row(cells, header, file, line + 1))
            line = reader.line_num
    except csv.Error as failure:
        hint = "Is a quotation mark left open?"
        raise BadInput(Problem(f"the table cannot be read ({failure})", file, reader.line_num, hint=hint)) from None
    return tree_of(rows, file)


def _row(cells: Sequence[str], header: dict[int, str], file: str, line: int) -> Row:
    extra = [cell for position, cell in enumerate(cells) if position not in header and cell.strip()]
    if extra:
        hint = "Put text that contains the separator into quotation marks."
        raise BadInput(Problem("this row has more cells than the table has columns", file, line, hint=hint))
    found = {key: unguarded(cells[position]) for position, key in header.items() if position < len(cells)}
    return Row(found, file, line)


def write_csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV text; cells that a spreadsheet would take for a formula begin with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()
