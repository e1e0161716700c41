"""Profiles in Parquet: wide columns as they are; structs and lists of structs are spread over the wide columns."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..engine.case.facts import NEVER
from ..reading.errors import BadInput, Problem
from .arrow import Array, DataType, ParquetFile, RecordBatch, pa, pc, pq
from .columns import Column, Layout, columns, sets_of
from .masks import NEVER_DAY, raw
from .nested import Spread, wide_columns
from .orders import check_columns, orders_of
from .sources import Chunk, Position, Reject, check_count, check_names

#: Rows of one chunk: what is worked on at once stays in the processor's cache.
CHUNK = 131_072
#: Rows of the largest row group that is read at once.
LARGEST = 1 << 20

NEVER_DATE = pa.scalar(NEVER, pa.date32())

_KINDS: dict[str, Callable[[DataType], bool]] = {
    "bool": pa.types.is_boolean,
    "date": lambda kind: pa.types.is_date(kind) or pa.types.is_timestamp(kind),
    "number": lambda kind: pa.types.is_integer(kind) or pa.types.is_floating(kind),
    "count": lambda kind: pa.types.is_integer(kind) or pa.types.is_floating(kind),
}


class ParquetSource:
    """Parquet files with the same columns, read in turn; reading can be taken up at any row group."""

    def __init__(self, files: tuple[Path, ...], layout: Layout) -> None:
        self.files = files
        self.layout = layout
        self.known = columns(layout)
        self.orders = orders_of(layout)
        self.sets = sets_of(self.known)
        words = [name for name, column in self.known.items() if column.kind == "choice"]
        self.readers = [_open(file, words) for file in files]
        self.roots: dict[str, str] = {}
        for file, reader in zip(files, self.readers, strict=True):
            wide = list(wide_columns(reader.schema_arrow, self.known))
            spread = {name: root for name, root, _ in wide}
            if len(spread) < len(wide):
                names = [name for name, _, _ in wide]
                twice = next(name for name in names if names.count(name) > 1)
                raise BadInput(Problem(f"has the column {twice!r} twice", str(file), hint="remove one"))
            self._check_types({name: kind for name, _, kind in wide}, str(file))
            if not self.roots:
                self.roots = spread
                self.ignored = check_names(list(spread), layout, str(file))
            elif set(spread) != set(self.roots):
                odd = sorted(set(spread) ^ set(self.roots))
                raise BadInput(
                    Problem(f"the files differ in their columns: {odd[0]!r}", str(file), hint="convert them alike")
                )
        self.available = frozenset(name for name in self.roots if name in self.known)

    def total(self) -> int:
        return sum(reader.metadata.num_rows for reader in self.readers)

    def _check_types(self, kinds: Mapping[str, DataType], file: str) -> None:
        problems: list[Problem] = []
        for name, kind in kinds.items():
            column = self.known.get(name)
            if column is None:
                continue
            fits = _KINDS.get(column.kind, _is_text)
            if not fits(kind) and not pa.types.is_null(kind):
                problems.append(
                    Problem(f"the column {name!r} holds {kind}, not {column.kind}", file, hint="convert it")
                )
        if problems:
            raise BadInput(*problems)

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]:
        start_file, start_group = (position["file"], position["group"]) if position else (0, 0)
        roots = list(dict.fromkeys(self.roots[name] for name in self.roots if name in needs))
        before = sum(reader.metadata.num_rows for reader in self.readers[:start_file])
        for number in range(start_file, len(self.readers)):
            reader = self.readers[number]
            row = 0
            for group in range(reader.num_row_groups):
                rows = reader.metadata.row_group(group).num_rows
                if number == start_file and group < start_group:
                    row += rows
                    continue
                done = 0
                last = {"file": number, "group": group + 1}
                for batch in _batches(reader, group, rows, roots):
                    done += batch.num_rows
                    end = last if done == rows else None
                    yield self._chunk(batch, needs, number, row, before, end)
                    row += batch.num_rows
            before += row

    def _chunk(
        self, batch: RecordBatch, needs: Collection[str], file: int, row: int, before: int, end: Position | None
    ) -> Chunk:
        size = batch.num_rows
        spread = Spread(self.known, self.sets)
        for name, array in zip(batch.schema.names, batch.columns, strict=True):
            spread.add(name, array)
        taken = {name: _plain(array, self.known[name]) for name, array in spread.columns.items() if name in needs}
        good, reasons = np.ones(size, bool), dict[int, str]()
        for name, array in taken.items():
            _check(array, self.known[name], good, reasons)
        check_columns(taken, self.orders, good, reasons)
        for reason, where in spread.wrong:
            for index in np.flatnonzero(where).tolist():
                good[index] = False
                reasons.setdefault(index, reason)
        numbers = np.arange(row + before + 1, row + before + 1 + size, dtype=np.int64)
        if not reasons:
            return Chunk(pa.array(numbers), taken, (), end)
        keep = pa.array(good)
        rejects = tuple(Reject(str(self.files[file]), row + index + 1, reasons[index]) for index in sorted(reasons))
        return Chunk(pa.array(numbers[good]), {n: a.filter(keep) for n, a in taken.items()}, rejects, end)


def _batches(reader: ParquetFile, group: int, rows: int, columns: list[str]) -> Iterator[RecordBatch]:
    """The rows of one row group in chunks. Reading a group at once is faster; a very large one is read bit by bit."""
    if rows > LARGEST:
        yield from reader.iter_batches(CHUNK, row_groups=[group], columns=columns, use_threads=True)
    else:
        table = reader.read_row_group(group, columns=columns, use_threads=True).combine_chunks()
        yield from table.to_batches(CHUNK)


def _open(file: Path, words: list[str]) -> ParquetFile:
    try:
        names = set(pq.read_schema(file).names)
        return pq.ParquetFile(file, read_dictionary=[word for word in words if word in names])
    except (pa.ArrowInvalid, OSError) as failure:
        raise BadInput(
            Problem(f"cannot be read as Parquet: {str(failure).splitlines()[0]}", str(file), hint="write it anew")
        ) from None


def _is_text(kind: DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _plain(array: Array, column: Column) -> Array:
    """The array in the one type that the engine works on."""
    match column.kind:
        case "bool":
            wanted = pa.bool_()
        case "date":
            wanted = pa.date32()
        case "number" | "count":
            wanted = pa.float64() if column.kind == "number" else array.type
        case _:
            if pa.types.is_dictionary(array.type) and column.kind == "choice":
                return array
            wanted = pa.string()
    if pa.types.is_null(array.type):
        return pa.nulls(len(array), pa.int8() if column.kind == "count" else wanted)
    return array if array.type == wanted else array.cast(wanted, safe=False)


def _check(array: Array, column: Column, good: Any, reasons: dict[int, str]) -> None:
    """Mark the rows whose cell the column cannot hold."""
    if array.null_count == len(array) or _fits(array, column):
        return
    if column.kind == "count":
        wrong = pc.or_(pc.less(array, 0), pc.greater(array, column.most))
        if pa.types.is_floating(array.type):
            wrong = pc.or_(pc.or_(wrong, pc.not_equal(pc.floor(array), array)), pc.is_nan(array))
        reason = check_count(column)
    elif column.kind == "number":
        wrong = pc.invert(pc.and_(pc.is_finite(array), pc.greater_equal(array, 0)))
        reason = "expects a number that is not negative"
    elif column.kind == "choice":
        words = array.cast(pa.string())
        wrong = pc.and_(pc.invert(pc.is_in(words, value_set=pa.array(column.choices, pa.string()))), pc.is_valid(array))
        reason = f"expects one of {', '.join(column.choices)}"
    else:
        wrong, reason = pc.equal(array, NEVER_DATE), "expects a day, not one that never comes"
    for index in np.flatnonzero(pc.fill_null(wrong, False).to_numpy(zero_copy_only=False)):
        good[index] = False
        reasons.setdefault(int(index), f"{column.name}: {reason}, not {array[int(index)].as_py()!r}")


def _fits(array: Array, column: Column) -> bool:
    """Whether every cell of an array is surely one that the column can hold; quickly, as mostly all are.

    What lies under a null is looked at as well: at worst a column is checked cell by cell for nothing.
    """
    if column.kind in ("bool", "text") or (column.kind == "date" and column.never):
        return True
    if column.kind == "choice":
        return pa.types.is_dictionary(array.type) and set(array.dictionary.to_pylist()) <= set(column.choices)
    cells = raw(array)
    if column.kind == "date":
        return int(cells.max()) < NEVER_DAY
    most = column.most if column.kind == "count" else sys.float_info.max
    return bool(cells.min() >= 0 and cells.max() <= most) and (column.kind == "number" or cells.dtype.kind in "iu")
