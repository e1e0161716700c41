"""Writes made-up profiles as a file: Parquet, NDJSON or CSV."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from ..engine.case.facts import NEVER
from ..reading.errors import DerogationError, Problem
from .arrow import RecordBatch, Schema, pa, pq
from .columns import Layout
from .generate import profiles, schema_of
from .sinks import format_of

#: Blocks of one row group.
GROUP = 8


def write_profiles(number: int, seed: int, path: Path, layout: Layout) -> None:
    """Write ``number`` profiles; the file appears when it is whole. Raises
    :class:`BadInput` for an unknown suffix, :class:`DerogationError` where it cannot be written."""
    kind = format_of(path)
    target = path.resolve()
    blocks = profiles(number, seed, layout)
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as stream:
            draft = Path(stream.name)
    except OSError as failure:
        raise DerogationError(Problem(f"cannot be written: {failure.strerror}", str(path))) from None
    try:
        draft.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        if kind == "parquet":
            _parquet(blocks, draft, schema_of(layout))
        else:
            with draft.open("w", encoding="utf-8", newline="") as text:
                _text(blocks, text, kind, schema_of(layout).names)
        draft.replace(target)
    except OSError as failure:
        hint = "make room or choose another place"
        raise DerogationError(Problem(f"cannot be written: {failure.strerror}", str(path), hint=hint)) from None
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    """The rights that new files of this process do not have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _parquet(blocks: Iterator[RecordBatch], path: Path, schema: Schema) -> None:
    with pq.ParquetWriter(path, schema, write_statistics=False) as writer:
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
