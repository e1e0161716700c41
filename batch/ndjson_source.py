"""Profiles as NDJSON: one JSON object a line. Every row is checked on its own; a bad one spoils no other."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from ..reading.errors import BadInput
from .cells import BadCell, Reader, Reckoning, Row, readers, row_of_case
from .columns import Column, Layout, columns, groups_of, sets_of
from .generate import schema_of
from .orders import limits_of
from .rows import CHUNK, MARK, Rows, lines, text_of
from .sources import Chunk, Position, Reject

#: What to do about a line that is no object.
CURE = "write each profile as one object on a line of its own, without brackets and commas around them"


class NdjsonSource:
    """One JSON object a line: wide columns, nested as in a profile, or a whole profile."""

    def __init__(self, path: Path, layout: Layout, reckoning: Reckoning) -> None:
        self.files = (path,)
        self.reckoning = reckoning
        self.layout = layout
        self.known = columns(layout)
        self.available = frozenset(self.known)
        self.ignored: tuple[str, ...] = ()
        self.skipped: tuple[str, ...] = ()
        self.orders = limits_of(layout)
        self.readers = readers(self.known)
        self.sets = sets_of(self.known)

    def total(self) -> int | None:
        return None

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]:
        schema, file = schema_of(self.layout), str(self.files[0])
        with self.files[0].open("rb") as stream:
            number = position["line"] if position else 0
            stream.seek(position["byte"] if position else 0)
            rows = Rows(schema, needs, self.orders)
            for line in lines(stream):
                number += 1
                line = line.removeprefix(MARK) if number == 1 else line
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
        row, columns = Row(), _Columns(self.known, self.readers, self.sets, groups_of(self.layout))
        for name, value in data.items():
            if value is None:
                continue
            reader = self.readers.get(name)
            if reader is None or isinstance(value, dict | list):
                columns.put(row, name, value)
            elif name in row:
                raise said_twice(name)
            else:
                try:
                    row[name] = reader(value)
                except BadCell as bad:
                    raise BadCell(f"{name}: {bad}") from None
        return row

    def _profile(self, line: bytes) -> Row:
        from ..cases.loader import case_of
        from ..reading.document import read_text

        try:
            return row_of_case(case_of(read_text(line, str(self.files[0]))), self.layout, self.reckoning)
        except BadInput as bad:
            problem = bad.problems[0]
            raise BadCell(": ".join(part for part in (problem.path, problem.message) if part)) from None


def _object(line: bytes) -> dict[str, Any]:
    text = text_of(line)
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as failure:
        raise BadCell(f"is not JSON: {failure.msg} at column {failure.colno}; {CURE}") from None
    except RecursionError:
        raise BadCell("is not JSON that can be read: too deeply nested") from None
    except ValueError as failure:
        if isinstance(failure, BadCell):
            raise
        raise BadCell(f"is not JSON that can be read: {str(failure)[:80]}") from None
    if not isinstance(data, dict):
        raise BadCell(f"expects an object {{...}}; {CURE}")
    return cast("dict[str, Any]", data)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadCell(f"has the key {twice!r} twice")
    return found


def said_twice(name: str) -> BadCell:
    return BadCell(f"{name}: is said twice, in two spellings; keep one")


class _Columns(Struct, frozen=True):
    """Spreads nested values over columns. A list says its count and that it is complete, a set says every member."""

    known: Mapping[str, Column]
    readers: Mapping[str, Reader]
    sets: Mapping[str, Mapping[str, str]]
    groups: frozenset[str]

    def put(self, row: Row, name: str, value: Any) -> None:
        """Put a value into the columns it stands for; raises :class:`BadCell`, also for a column that is filled."""
        if value is None:
            return
        if isinstance(value, dict):
            self._group(row, name, cast("dict[str, Any]", value))
        elif isinstance(value, list):
            self._list(row, name, cast("list[Any]", value), complete=True)
        else:
            reader = self.readers.get(name)
            if reader is None:
                raise BadCell(f"no column is called {name!r}"[:200])
            try:
                self._say(row, name, reader(value))
            except BadCell as bad:
                raise bad if str(bad).startswith(f"{name}: ") else BadCell(f"{name}: {bad}") from None

    def _say(self, row: Row, name: str, cell: Any) -> None:
        if name in row:
            raise said_twice(name)
        row[name] = cell

    def _group(self, row: Row, name: str, parts: dict[str, Any]) -> None:
        listed = f"{name}_count" in self.known
        if (listed or name in self.sets) and parts.keys() <= {"known", "complete"}:
            complete, items = parts.get("complete"), parts.get("known")
            if listed and items is None and complete is not False:
                raise BadCell(f"{name}: is said to be complete but lists nothing; write [] if there is none")
            if name in self.sets and (not isinstance(items, list) or complete is not False):
                raise BadCell(f"{name}: is a list known in part only, so write `known: [...]` and `complete: false`")
            if complete not in (True, False, None):
                raise BadCell(f"{name}_complete: expects yes or no, not {complete!r}"[:200])
            self._list(row, name, [] if items is None else items, complete=complete is not False)
            return
        if not parts and name in self.known:
            raise BadCell(f"{name}: says nothing; write its value, or leave the fact out")
        if not parts and name not in self.groups:
            raise BadCell(f"no column is called {name!r}"[:200])
        for key, part in parts.items():
            self.put(row, f"{name}_{key}", part)

    def _list(self, row: Row, name: str, items: Any, *, complete: bool) -> None:
        if not isinstance(items, list):
            raise BadCell(f"{name}: expects a list")
        given = cast("list[Any]", items)
        words, count = self.sets.get(name), self.known.get(f"{name}_count")
        if count is not None:
            if len(given) > count.most:
                raise BadCell(f"{name}: lists {len(given)} items, and there are {count.most} slots for it")
            self._say(row, count.name, len(given))
            self._say(row, f"{name}_complete", complete)
            for index, item in enumerate(given):
                if not isinstance(item, dict):
                    raise BadCell(f"{name}: expects a list of objects")
                self.put(row, f"{name}_{index}", item)
        elif words is not None:
            wrong = [item for item in given if not isinstance(item, str) or item not in words]
            if wrong:
                raise BadCell(f"{name}: expects some of {', '.join(words)}, not {wrong[0]!r}"[:200])
            for word, column in words.items():
                self._say(row, column, True if word in given else False if complete else None)
        else:
            raise BadCell(f"{name}: a list cannot stand here")
