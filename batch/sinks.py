"""Where answers go: Parquet, NDJSON or CSV, written part by part and joined at the end into one file."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from ..reading.errors import BadInput, Problem
from ..reading.formulas import guarded
from .arrow import Array, RecordBatch, Schema, pa, pq
from .table import SEPARATOR

FORMATS = {".parquet": "parquet", ".pq": "parquet", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv"}


def format_of(path: Path) -> str:
    """The format that a file name asks for; raises :class:`BadInput`."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise BadInput(
            Problem("not a kind of table that is known", str(path), hint="name it .parquet, .ndjson, .jsonl or .csv")
        )
    return found


class Part:
    """One part of an output, to which batches are written; whole only when it has been closed without an error.

    Parquet is encoded in a thread of its own, one batch behind; an error there is raised by the next call.
    """

    def __init__(self, path: Path, kind: str, schema: Schema) -> None:
        self.kind = kind
        self.schema = schema
        self.stream = path.open("wb")
        self.parquet: Any = None
        self.thread = ThreadPoolExecutor(1)
        self.pending: Future[None] | None = None
        if kind == "parquet":
            self.parquet = _parquet(self.stream, schema)

    def __enter__(self) -> Part:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        try:
            self.thread.shutdown()
            self._written()
            if self.parquet is not None:
                self.parquet.close()
        finally:
            self.stream.close()

    def _written(self) -> None:
        pending, self.pending = self.pending, None
        if pending is not None:
            pending.result()

    def write(self, batch: RecordBatch) -> None:
        """Add the rows of ``batch``; in Parquet they are one row group."""
        if self.parquet is not None:
            self._written()
            if batch.num_rows:
                self.pending = self.thread.submit(self.parquet.write_batch, batch, row_group_size=batch.num_rows)
            return
        rows = zip(*(_plain(column, self.kind) for column in batch.columns), strict=True)
        text = _csv(rows) if self.kind == "csv" else _ndjson(batch.schema.names, rows)
        self.stream.write(text.encode())


def _plain(column: Array, kind: str) -> list[Any]:
    """The cells of a column as words, numbers and lists; in CSV a list is one cell, and text that a spreadsheet
    would take for a formula has an apostrophe before it."""
    if pa.types.is_list(column.type) and kind == "csv":
        return [SEPARATOR.join(cell) for cell in column.to_pylist()]
    if kind == "csv" and pa.types.is_string(column.type):
        return [cell and guarded(cell) for cell in column.to_pylist()]
    if pa.types.is_dictionary(column.type):
        words = [*column.dictionary.to_pylist(), None]
        indices = column.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)
        return [words[index] for index in indices.tolist()]
    return column.to_pylist()


def _csv(rows: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _ndjson(names: Sequence[str], rows: Any) -> str:
    def line(row: tuple[Any, ...]) -> str:
        filled = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
        return json.dumps(filled, ensure_ascii=False, default=date.isoformat)

    return "".join(f"{line(row)}\n" for row in rows)


def assemble(parts: Sequence[Path], into: Path, kind: str, schema: Schema) -> None:
    """Put the parts of an output together, in order. A Parquet output of one part is that part; several are read row
    group by row group and written as one file."""
    if kind == "parquet" and len(parts) == 1:
        shutil.copyfile(parts[0], into)
        return
    if kind == "parquet":
        with into.open("wb") as stream, _parquet(stream, schema) as writer:
            for part in parts:
                file = pq.ParquetFile(part)
                for group in range(file.num_row_groups):
                    writer.write_table(file.read_row_group(group), row_group_size=file.metadata.num_rows)
        return
    with into.open("wb") as stream:
        if kind == "csv":
            stream.write(_csv([schema.names]).encode())
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, stream, 1 << 20)


def rows_of(path: Path, kind: str) -> int:
    """How many rows a file holds that was written here."""
    if kind == "parquet":
        return pq.read_metadata(path).num_rows
    rows, open_ = -1 if kind == "csv" else 0, False
    with path.open("rb") as stream:
        for line in stream:
            if kind == "csv":  # a quoted name may run over lines
                open_ ^= line.count(b'"') % 2 == 1
            rows += not open_
    return rows


def _parquet(stream: BinaryIO, schema: Schema) -> Any:
    words = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    packed = {field.name: "none" if field.name in words else "zstd" for field in schema}
    coded = [*words, *(f"{field.name}.list.element" for field in schema if pa.types.is_list(field.type))]
    return pq.ParquetWriter(stream, schema, compression=packed, use_dictionary=coded, write_statistics=False)
