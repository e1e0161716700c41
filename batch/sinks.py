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
from .arrow import Array, RecordBatch, Schema, pa, pq
from .joining import join
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
            words = [field.name for field in schema if pa.types.is_dictionary(field.type)]
            packed = {field.name: "none" if field.name in words else "zstd" for field in schema}
            coded = [*words, *(f"{field.name}.list.element" for field in schema if pa.types.is_list(field.type))]
            self.parquet = pq.ParquetWriter(
                self.stream, schema, compression=packed, use_dictionary=coded, write_statistics=False
            )

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
    """The cells of a column as words, numbers and lists; in CSV a list is one cell."""
    if pa.types.is_list(column.type) and kind == "csv":
        return [SEPARATOR.join(cell) for cell in column.to_pylist()]
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


def assemble(parts: Sequence[Path], into: BinaryIO, kind: str, schema: Schema) -> None:
    """Join the parts of an output, in order."""
    if kind == "parquet":
        join(parts, into)
        return
    if kind == "csv":
        into.write(_csv([schema.names]).encode())
    for part in parts:
        with part.open("rb") as stream:
            shutil.copyfileobj(stream, into, 1 << 20)
