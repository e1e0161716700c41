"""A row group of a file as numpy arrays: what each column says, and where it is known. Words are numbers of choices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from derogation.batch.columns import columns

from .task import Task

Arrays = dict[str, tuple[Any, Any]]


def choices_of(task: Task) -> dict[str, tuple[str, ...]]:
    """The words that each column of words may hold."""
    return {name: column.choices for name, column in columns(task.plan.layout).items() if column.kind == "choice"}


def groups(task: Task, path: Path) -> Iterator[tuple[int, Arrays]]:
    """The rows and columns of each row group."""
    choices, names = choices_of(task), task.columns()
    reader = pq.ParquetFile(path, memory_map=True, read_dictionary=[name for name in names if name in choices])
    for group in range(reader.num_row_groups):
        table = reader.read_row_group(group, columns=names)
        arrays = {name: column.combine_chunks() for name, column in zip(names, table.columns, strict=True)}
        yield table.num_rows, {name: _numpy(array, choices.get(name, ())) for name, array in arrays.items()}


def _numpy(array: Any, choices: tuple[str, ...]) -> tuple[Any, Any]:
    """What stands where an array is null means nothing, so buffers are taken as they are."""
    rows = len(array)
    known = _bits(array.buffers()[0], array.offset, rows) if array.null_count else np.ones(rows, bool)
    if array.null_count == rows:
        kind = (
            "datetime64[D]" if pa.types.is_date32(array.type) else bool if pa.types.is_boolean(array.type) else np.int16
        )
        return np.zeros(rows, kind), known
    if choices:
        words: list[str] = array.dictionary.to_pylist()
        places = np.array([choices.index(word) for word in words], np.int16)
        return places[array.indices.fill_null(0).to_numpy()], known
    if pa.types.is_boolean(array.type):
        return _bits(array.buffers()[1], array.offset, rows), known
    kind = np.int32 if pa.types.is_date32(array.type) else array.type.to_pandas_dtype()
    found = np.frombuffer(array.buffers()[1], kind)[array.offset : array.offset + rows]
    return found.astype("datetime64[D]") if pa.types.is_date32(array.type) else found, known


def _bits(buffer: Any, offset: int, rows: int) -> Any:
    bits = np.unpackbits(np.frombuffer(buffer, np.uint8), count=offset + rows, bitorder="little")
    return bits[offset:].view(bool)
