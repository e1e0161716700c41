"""Profiles as CSV. Every row is checked on its own; a bad one spoils no other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from ..reading.errors import BadInput, Problem
from .cells import BadCell, Reader, Row, readers
from .columns import Layout, columns
from .generate import schema_of
from .orders import limits_of
from .rows import CHUNK, LONGEST, MARK, Rows, lines, text_of
from .sources import Chunk, Position, Reject, check_names

#: Lines over which a quoted field may run.
MOST_LINES = 10
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class CsvSource:
    """CSV with a header line; an empty field is unknown."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.files = (path,)
        self.layout = layout
        self.known = columns(layout)
        with path.open("rb") as stream:
            head = stream.readline(LONGEST)
            self._check_ends(head, str(path))
            try:
                self.header = fields(head.removeprefix(MARK))
            except BadCell as bad:
                raise BadInput(Problem(f"the header {bad}", str(path), 1, hint=_cure(head))) from None
            self.start = stream.tell()
        self._check_separator(head, str(path))
        twice = sorted({name for name in self.header if self.header.count(name) > 1})
        if twice:
            raise BadInput(Problem(f"has the column {twice[0]!r} twice", str(path), 1, hint="remove one"))
        self.ignored = check_names(self.header, layout, str(path))
        self.skipped: tuple[str, ...] = ()
        self.available = frozenset(name for name in self.header if name in self.known)
        self.orders = limits_of(layout)
        self.readers = readers(self.known)

    def _check_ends(self, head: bytes, file: str) -> None:
        if b"\0" not in head and b"\r" in head.rstrip(b"\r\n"):  # UTF-16 has its ends of lines in two bytes
            hint = "save it with line feeds, or with both (Windows)"
            raise BadInput(Problem("the lines end in carriage returns alone", file, 1, hint=hint))

    def _check_separator(self, head: bytes, file: str) -> None:
        """Refuse a table whose fields are not parted by commas, and say by what they are."""
        first = head.removeprefix(MARK).decode("utf-8", "replace").strip()
        if re.fullmatch(r'"?sep=.?"?', first, re.IGNORECASE):
            hint = "remove the line; fields are parted by commas"
            raise BadInput(Problem(f"begins with {first!r}, which is for spreadsheets alone", file, 1, hint=hint))
        for sign, name in SEPARATORS.items():
            if len(self.header) == 1 and any(part.strip() in self.known for part in first.split(sign)[1:]):
                hint = "save it with commas (and with a point in numbers)"
                raise BadInput(Problem(f"its fields are parted by {name}, not by commas", file, 1, hint=hint))

    def total(self) -> int | None:
        return None

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]:
        schema, file = schema_of(self.layout), str(self.files[0])
        wanted = [(index, name, self.readers[name]) for index, name in enumerate(self.header) if name in self.known]
        with self.files[0].open("rb") as stream:
            number = position["line"] if position else 1
            stream.seek(position["byte"] if position else self.start)
            rows = Rows(schema, needs, self.orders)
            for taken, record in records(stream):
                number += 1
                try:
                    if taken > 1:
                        over = f"lines {number} to {number + taken - 1}"
                        raise BadCell(f"a field in quotation marks runs over {over}; write the row on one line")
                    cells = fields(record)
                    if any(cell.strip() for cell in cells):
                        rows.add(number, self._row(cells, wanted))
                except BadCell as bad:
                    rows.rejects.append(Reject(file, number, str(bad)))
                number += taken - 1
                if len(rows) == CHUNK:
                    yield rows.chunk({"line": number, "byte": stream.tell()})
                    rows = Rows(schema, needs, self.orders)
            if len(rows):
                yield rows.chunk({"line": number, "byte": stream.tell()})

    def _row(self, cells: list[str], wanted: list[tuple[int, str, Reader]]) -> Row:
        if len(cells) != len(self.header):
            raise BadCell(f"has {len(cells)} fields, and the header has {len(self.header)}")
        row: Row = {}
        for index, name, reader in wanted:
            given = cells[index] if self.known[name].kind == "text" else cells[index].strip()
            if given:
                try:
                    row[name] = reader(given)
                except BadCell as bad:
                    raise BadCell(f"{name}: {bad}") from None
        return row


def records(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each record, with the number of its lines: more than one where a quoted field runs over lines (RFC 4180).

    A quotation mark that is not closed within ``MOST_LINES`` costs its own line only: reading goes on behind that.
    """
    for first in lines(stream):
        behind, taken, record = stream.tell(), 1, first
        while record.count(b'"') % 2 and taken < MOST_LINES and len(record) < LONGEST:
            line = stream.readline(LONGEST)
            if not line:
                break
            taken, record = taken + 1, record + line
        if record.count(b'"') % 2:
            stream.seek(behind)
            taken, record = 1, first
        yield taken, record


def fields(record: bytes) -> list[str]:
    """The fields of one record; raises :class:`BadCell`."""
    try:
        found = list(csv.reader(io.StringIO(text_of(record), newline=""), strict=True))
    except csv.Error as failure:
        raise BadCell(f"is not CSV: {failure}") from None
    if len(found) > 1:
        raise BadCell("is not CSV: a line ends in a carriage return alone")
    return found[0] if found else []


def _cure(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "this looks like UTF-16; save it as UTF-8"
    return "save it as CSV in UTF-8"
