"""Profiles in Parquet: wide columns as they are; structs and lists of structs are spread over the wide columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np

from ..reading.errors import BadInput, Problem
from .arrow import Array, ParquetFile, RecordBatch, pa, pq
from .columns import Layout, columns, sets_of
from .nested import SaidTwiceError, Spread, wide_columns
from .orders import check_columns, limits_of
from .parquet_cells import cells, fits, marked
from .sources import Chunk, Position, Reject, check_names

#: What Arrow raises for a file that is damaged: names that are no text among it.
BROKEN = (pa.ArrowException, OSError, UnicodeDecodeError)
#: Rows of one chunk: what is worked on at once stays in the processor's cache.
CHUNK = 131_072
#: Rows of the largest row group that is read at once.
LARGEST = 1 << 20


class ParquetSource:
    """Parquet files with the same columns, read in turn; reading can be taken up at any row group."""

    def __init__(
        self, files: tuple[Path, ...], layout: Layout, zone: str | None = None, skipped: tuple[str, ...] = ()
    ) -> None:
        self.files = files
        self.layout = layout
        self.zone = zone
        self.skipped = skipped
        self.known = columns(layout)
        self.orders = limits_of(layout)
        self.sets = sets_of(self.known)
        words = [name for name, column in self.known.items() if column.kind == "choice"]
        self.readers = [_open(file, words) for file in files]
        self.instants = [_int96(reader) for reader in self.readers]
        self.roots = [self._roots(file, reader) for file, reader in zip(files, self.readers, strict=True)]
        self.ignored = check_names(list(self.roots[0]), layout, str(files[0]))
        for file, roots in zip(files, self.roots, strict=True):
            odd = sorted(roots.keys() ^ self.roots[0].keys())
            if odd:
                raise BadInput(
                    Problem(f"the files differ in their columns: {odd[0]!r}", str(file), hint="convert them alike")
                )
        self.available = frozenset(name for name in self.roots[0] if name in self.known)

    def _roots(self, file: Path, reader: ParquetFile) -> dict[str, str]:
        """The wide columns of a file, each with the column of the file that it is read from."""
        try:
            wide = list(wide_columns(reader.schema_arrow, self.known))
        except SaidTwiceError as twice:
            raise BadInput(Problem(f"has the column {str(twice)!r} twice", str(file), hint="remove one")) from None
        problems = [
            Problem(f"the column {name!r} holds {kind}, not {self.known[name].kind}", str(file), hint="convert it")
            for name, _, kind in wide
            if name in self.known and not fits(kind, self.known[name])
        ]
        if problems:
            raise BadInput(*problems)
        return {name: root for name, root, _ in wide}

    def total(self) -> int:
        return sum(reader.metadata.num_rows for reader in self.readers)

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]:
        start_file, start_group = (position["file"], position["group"]) if position else (0, 0)
        before = sum(reader.metadata.num_rows for reader in self.readers[:start_file])
        for number in range(start_file, len(self.readers)):
            reader, roots = self.readers[number], self.roots[number]
            read = list(dict.fromkeys(root for name, root in roots.items() if name in needs))
            row = 0
            for group in range(reader.num_row_groups):
                rows = reader.metadata.row_group(group).num_rows
                if number == start_file and group < start_group:
                    row += rows
                    continue
                done = 0
                last = {"file": number, "group": group + 1}
                for batch in _batches(reader, group, rows, read, self.files[number]):
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
            instants = self.zone is not None and name in self.instants[file]
            spread.add(name, array.cast(pa.timestamp("us", "UTC")) if instants else array)
        good, reasons, taken = np.ones(size, bool), dict[int, str](), dict[str, Array]()
        for name, array in spread.columns.items():
            if name not in needs:
                continue
            taken[name], wrong = cells(array, self.known[name], self.zone)
            for index, reason in marked(wrong) if wrong is not None else ():
                good[index] = False
                reasons.setdefault(index, f"{name}: {reason}")
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


def _batches(reader: ParquetFile, group: int, rows: int, columns: list[str], file: Path) -> Iterator[RecordBatch]:
    """The rows of one row group in chunks. Reading a group at once is faster; a very large one is read bit by bit."""
    try:
        if rows > LARGEST:
            yield from reader.iter_batches(CHUNK, row_groups=[group], columns=columns, use_threads=True)
        else:
            table = reader.read_row_group(group, columns=columns, use_threads=True).combine_chunks()
            yield from table.to_batches(CHUNK)
    except BROKEN as failure:
        raise _unreadable(file, failure) from None


def _open(file: Path, words: list[str]) -> ParquetFile:
    try:
        schema = pq.read_metadata(file).schema
        leaves = {schema.column(number).path for number in range(len(schema))}
        coded = [word for word in words if word in leaves]
        # INT96 counts nanoseconds, which Arrow would cut to the years 1677 to 2262: 9999 came out as 1816.
        return pq.ParquetFile(file, read_dictionary=coded, coerce_int96_timestamp_unit="us")
    except BROKEN as failure:
        raise _unreadable(file, failure) from None


def _int96(reader: ParquetFile) -> frozenset[str]:
    """The columns stored as INT96: Spark writes instants so, and Arrow takes them for readings of a clock."""
    leaves = (reader.schema.column(number) for number in range(len(reader.schema)))
    return frozenset(leaf.path for leaf in leaves if leaf.physical_type == "INT96")


def _unreadable(file: Path, failure: Exception) -> BadInput:
    said = (str(failure).splitlines() or ["it is damaged"])[0]
    return BadInput(Problem(f"cannot be read as Parquet: {said}", str(file), hint="write it anew"))
