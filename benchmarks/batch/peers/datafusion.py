from __future__ import annotations

from pathlib import Path
from typing import Any

import datafusion
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from derogation.batch.columns import NAME

from ..layers import query
from ..task import Task
from . import About, Ready

ABOUT = About("DataFusion", "datafusion", "table", "own",
    "one SELECT in layers, all its threads; as it keeps no order, it also returns each profile's name",
    warm=1000,
)  # fmt: skip


def ready(task: Task) -> Ready:
    """The plan as SQL, over the file or over record batches in memory."""
    text = query(task, "profiles", 3, 48, "SMALLINT", NAME)
    text = text.replace("add_months(", "(").replace(", 12)", " + INTERVAL '12 months')")

    def take(path: Path, rows: int) -> Any:
        context = datafusion.SessionContext()
        table = pq.read_table(path, columns=[NAME, *task.columns()]).slice(0, rows)
        context.register_record_batches("profiles", [table.to_batches()])
        return context

    def read(path: Path) -> Any:
        context = datafusion.SessionContext()
        context.register_parquet("profiles", str(path))
        return context

    def answer(context: Any) -> pa.Table:
        return context.sql(text).to_arrow_table()

    def codes(found: pa.Table) -> Any:
        rows = np.array([int(name.rpartition("-")[2]) for name in found[NAME].to_pylist()])
        return np.column_stack([column.to_numpy() for column in found.columns[1:]])[np.argsort(rows)]

    return Ready(take, answer, codes, read)
