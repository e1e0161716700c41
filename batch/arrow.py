"""Arrow, which comes without types: named here once as *any*, so that the rest can be checked strictly."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

pa: Any = import_module("pyarrow")
pc: Any = import_module("pyarrow.compute")
pq: Any = import_module("pyarrow.parquet")


def dataset(file: Path) -> Any:
    """A file to be read by columns and rows; what that needs is loaded only where it is asked for."""
    return import_module("pyarrow.dataset").dataset(file)


#: What pyarrow calls Array, RecordBatch, Schema, DataType and ParquetFile.
Array = Any
RecordBatch = Any
Schema = Any
DataType = Any
ParquetFile = Any
