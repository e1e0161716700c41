"""Profiles as text: one JSON object a line, or CSV. Every row is checked on its own; a bad one spoils no other."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..reading.errors import BadInput, Problem
from .arrow import Array, Schema, pa
from .cells import BadCell, Reader, Row, readers, row_of_case
from .columns import Column, Layout, columns, sets_of
from .generate import schema_of
from .orders import Order, check_row, orders_of
from .sources import Chunk, Position, Reject, check_names

#: Rows of one chunk.
CHUNK = 16_384
#: Bytes of one line; a longer one is rejected.
LONGEST = 4_000_000
TOO_LONG = b"\x00too long"


class Rows:
    """Collects rows into columns; only columns that some row has take room."""

    def __init__(self, schema: Schema, needs: Collection[str], orders: Collection[Order]) -> None:
        self.schema = schema
        self.orders = orders
        self.needs = frozenset(needs)
        self.numbers: list[int] = []
        self.columns: dict[str, list[Any]] = {}
        self.rejects: list[Reject] = []

    def __len__(self) -> int:
        return len(self.numbers) + len(self.rejects)

    def add(self, number: int, row: Row) -> None:
        """Take a row; raises :class:`BadCell` where its days contradict one another."""
        check_row(row, self.orders)
        at = len(self.numbers)
        for name, value in row.items():
            if name in self.needs:
                column = self.columns.get(name)
                if column is None:
                    column = self.columns[name] = []
                if len(column) < at:
                    column.extend([None] * (at - len(column)))
                column.append(value)
        self.numbers.append(number)

    def chunk(self, after: Position | None) -> Chunk:
        size = len(self.numbers)
        arrays: dict[str, Array] = {}
        for name, values in self.columns.items():
            kind = self.schema.field(name).type
            kind = kind.value_type if pa.types.is_dictionary(kind) else kind
            arrays[name] = pa.array([*values, *[None] * (size - len(values))], kind)
        return Chunk(pa.array(self.numbers, pa.int64()), arrays, tuple(self.rejects), after)


class NdjsonSource:
    """One JSON object a line: wide columns, nested as in a profile, or a whole profile."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.files = (path,)
        self.layout = layout
        self.known = columns(layout)
        self.available = frozenset(self.known)
        self.ignored: tuple[str, ...] = ()
        self.orders = orders_of(layout)
        self.readers = readers(self.known, text=False)
        self.sets = sets_of(self.known)

    def total(self) -> int | None:
        return None

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]:
        schema, file = schema_of(self.layout), str(self.files[0])
        with self.files[0].open("rb") as stream:
            number = position["line"] if position else 0
            stream.seek(position["byte"] if position else 0)
            rows = Rows(schema, needs, self.orders)
            for line in _lines(stream):
                number += 1
                if not line.strip():
                    continue
                try:
                    rows.add(number, self.row(line))
                except BadCell as bad:
                    rows.rejects.append(Reject(file, number, str(bad)))
                if len(rows) == CHUNK:
                    yield rows.chunk({"line": number, "byte": stream.tell()})
                    rows = Rows(schema, needs, self.orders)
            if len(rows):
                yield rows.chunk({"line": number, "byte": stream.tell()})

    def row(self, line: bytes) -> Row:
        """A line as a row of cells; raises :class:`BadCell`."""
        data = _object(line)
        if "profile" in data:
            return self._profile(line)
        row: Row = {}
        found, of = self.readers, self.known
        for name, value in data.items():
            if value is None:
                continue
            reader = found.get(name)
            if reader is None or isinstance(value, dict | list):
                flatten(name, value, of, found, self.sets, row)
                continue
            try:
                row[name] = reader(value)
            except BadCell as bad:
                raise BadCell(f"{name}: {bad}") from None
        return row

    def _profile(self, line: bytes) -> Row:
        from ..cases.loader import case_of
        from ..reading.document import read_text

        try:
            return row_of_case(case_of(read_text(line, str(self.files[0])), self.files[0].parent), self.layout)
        except BadInput as bad:
            problem = bad.problems[0]
            raise BadCell(": ".join(part for part in (problem.path, problem.message) if part)) from None


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines one by one; of a line that is too long only the beginning, so that memory stays bounded."""
    while line := stream.readline(LONGEST):
        whole = line
        while not line.endswith(b"\n") and (line := stream.readline(LONGEST)):
            whole = TOO_LONG
        yield whole


def _object(line: bytes) -> dict[str, Any]:
    if line.startswith(TOO_LONG):
        raise BadCell(f"is longer than {LONGEST} bytes")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as failure:
        raise BadCell(f"is not UTF-8 at byte {failure.start + 1}") from None
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as failure:
        raise BadCell(f"is not JSON: {failure.msg} at column {failure.colno}") from None
    except RecursionError:
        raise BadCell("is not JSON that can be read: too deeply nested") from None
    except ValueError as failure:
        if isinstance(failure, BadCell):
            raise
        raise BadCell(f"is not JSON that can be read: {str(failure)[:80]}") from None
    if not isinstance(data, dict):
        raise BadCell("expects an object {...}")
    return cast("dict[str, Any]", data)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadCell(f"has the key {twice!r} twice")
    return found


Sets = Mapping[str, Mapping[str, str]]


def flatten(
    name: str, value: Any, known: Mapping[str, Column], into: Mapping[str, Reader], sets: Sets, row: Row
) -> None:
    """Put a nested value into the columns it stands for; raises :class:`BadCell`."""
    if value is None:
        return
    count = known.get(f"{name}_count")
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        if count is not None and set(parts) <= {"known", "complete"}:
            if "known" not in parts and parts.get("complete") is not False:
                raise BadCell(f"{name}: is said to be complete but lists nothing; write [] if there is none")
            flatten(name, parts.get("known", []), known, into, sets, row)
            flatten(f"{name}_complete", parts.get("complete"), known, into, sets, row)
            return
        if name in sets and set(parts) <= {"known", "complete"}:
            _set_in_part(name, parts, sets[name], row)
            return
        for key, part in parts.items():
            flatten(f"{name}_{key}", part, known, into, sets, row)
    elif isinstance(value, list):
        items = cast("list[Any]", value)
        if count is not None:
            if len(items) > count.most:
                raise BadCell(f"{name}: lists {len(items)} items, and there are {count.most} slots for it")
            row[count.name] = len(items)
            for index, item in enumerate(items):
                if not isinstance(item, dict):
                    raise BadCell(f"{name}: expects a list of objects")
                flatten(f"{name}_{index}", item, known, into, sets, row)
            return
        words = sets.get(name)
        if words is None:
            raise BadCell(f"{name}: a list cannot stand here")
        _check_members(name, items, words)
        row.update({column: word in items for word, column in words.items()})
    else:
        reader = into.get(name)
        if reader is None:
            raise BadCell(f"no column is called {name!r}"[:200])
        try:
            row[name] = reader(value)
        except BadCell as bad:
            raise BadCell(f"{name}: {bad}") from None


def _set_in_part(name: str, parts: Mapping[str, Any], words: Mapping[str, str], row: Row) -> None:
    """A set of which only some members are known, as a profile writes it; the others stay open."""
    items = parts.get("known")
    if not isinstance(items, list) or parts.get("complete") is not False:
        raise BadCell(f"{name}: is a list known in part only, so write `known: [...]` and `complete: false`")
    _check_members(name, cast("list[Any]", items), words)
    row.update({column: True for word, column in words.items() if word in items})


def _check_members(name: str, items: list[Any], words: Mapping[str, str]) -> None:
    wrong = [item for item in items if not isinstance(item, str) or item not in words]
    if wrong:
        raise BadCell(f"{name}: expects some of {', '.join(words)}, not {wrong[0]!r}"[:200])


class CsvSource:
    """CSV with a header line; an empty field is unknown."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.files = (path,)
        self.layout = layout
        self.known = columns(layout)
        with path.open("rb") as stream:
            try:
                self.header = _fields(stream.readline(LONGEST).removeprefix(b"\xef\xbb\xbf"))
            except BadCell as bad:
                raise BadInput(Problem(f"the header {bad}", str(path), 1)) from None
            self.start = stream.tell()
        twice = sorted({name for name in self.header if self.header.count(name) > 1})
        if twice:
            raise BadInput(Problem(f"has the column {twice[0]!r} twice", str(path), 1, hint="remove one"))
        self.ignored = check_names(self.header, layout, str(path))
        self.available = frozenset(name for name in self.header if name in self.known)
        self.orders = orders_of(layout)
        self.readers = readers(self.known, text=True)

    def total(self) -> int | None:
        return None

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]:
        schema, file = schema_of(self.layout), str(self.files[0])
        wanted = [(index, name, self.readers[name]) for index, name in enumerate(self.header) if name in self.known]
        with self.files[0].open("rb") as stream:
            number = position["line"] if position else 1
            stream.seek(position["byte"] if position else self.start)
            rows = Rows(schema, needs, self.orders)
            for line in _lines(stream):
                number += 1
                if not line.strip():
                    continue
                try:
                    rows.add(number, self._row(_fields(line), wanted))
                except BadCell as bad:
                    rows.rejects.append(Reject(file, number, str(bad)))
                if len(rows) == CHUNK:
                    yield rows.chunk({"line": number, "byte": stream.tell()})
                    rows = Rows(schema, needs, self.orders)
            if len(rows):
                yield rows.chunk({"line": number, "byte": stream.tell()})

    def _row(self, fields: list[str], wanted: list[tuple[int, str, Reader]]) -> Row:
        if len(fields) != len(self.header):
            raise BadCell(f"has {len(fields)} fields, and the header has {len(self.header)}")
        row: Row = {}
        for index, name, reader in wanted:
            if fields[index]:
                try:
                    row[name] = reader(fields[index])
                except BadCell as bad:
                    raise BadCell(f"{name}: {bad}") from None
        return row


def _fields(line: bytes) -> list[str]:
    """The fields of one line; a field does not run over lines, so that an open quotation mark costs one row."""
    if line.startswith(TOO_LONG):
        raise BadCell(f"is longer than {LONGEST} bytes")
    try:
        return next(csv.reader([line.decode("utf-8")], strict=True))
    except UnicodeDecodeError as failure:
        raise BadCell(f"is not UTF-8 at byte {failure.start + 1}") from None
    except csv.Error as failure:
        raise BadCell(f"is not CSV: {failure}") from None
