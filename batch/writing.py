"""Writes made-up profiles as a file: Parquet, NDJSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from ..engine.case.facts import NEVER
from ..reading.write_whole import whole_file
from .arrow import RecordBatch, Schema, pa, pq
from .columns import Layout
from .generate import profiles, schema_of
from .sinks import format_of

#: Blocks of one row group.
GROUP = 8


def write_profiles(number: int, seed: int, path: Path, layout: Layout) -> None:
    """Write ``number`` profiles; the file appears when it is whole. Raises :class:`BadInput` for an unknown suffix, and
    :class:`CannotWrite`."""
    kind = format_of(path)
    blocks = profiles(number, seed, layout)
    with whole_file(path) as stream:
        if kind == "parquet":
            _parquet(blocks, stream, schema_of(layout))
        else:
            text = io.TextIOWrapper(stream, "utf-8", newline="")
            _text(blocks, text, kind, schema_of(layout).names)
            text.detach()


def _parquet(blocks: Iterator[RecordBatch], stream: BinaryIO, schema: Schema) -> None:
    with pq.ParquetWriter(stream, schema, write_statistics=False) as writer:
        group: list[RecordBatch] = []
        for block in blocks:
            group.append(block)
            if len(group) == GROUP:
                writer.write_table(pa.Table.from_batches(group))
                group = []
        if group:
            writer.write_table(pa.Table.from_batches(group))


def _text(blocks: Iterator[RecordBatch], stream: Any, kind: str, names: list[str]) -> None:
    lines = csv.writer(stream, lineterminator="\n")
    if kind == "csv":
        lines.writerow(names)
    for block in blocks:
        for cells in zip(*(column.to_pylist() for column in block.columns), strict=True):
            if kind == "csv":
                lines.writerow([_word(cell) for cell in cells])
            else:
                row = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
                stream.write(json.dumps(row, ensure_ascii=False, default=_word) + "\n")


def _word(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return "never" if cell == NEVER else cell.isoformat()
    return cell
