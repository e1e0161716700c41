from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from ..layers import query
from ..task import Task
from . import About, Ready

ABOUT = About("DuckDB", "duckdb", "table", "own", "one SELECT in layers; all its threads", warm=1000)

ADD_MONTHS = "CREATE MACRO add_months(d, m) AS CAST(d + to_months(m) AS DATE)"


def ready(task: Task) -> Ready:
    """The plan as SQL, over the file or over a table of the database."""
    connection = duckdb.connect()
    connection.execute(ADD_MONTHS)
    columns = ", ".join(task.columns())
    text = query(task, "{}", 0, 1000, "USMALLINT")

    def take(path: Path, rows: int) -> str:
        connection.execute(f"CREATE OR REPLACE TABLE profiles AS SELECT {columns} FROM '{path}' LIMIT {rows}")
        return "profiles"

    def answer(table: str) -> Any:
        return connection.execute(text.replace("{}", table, 1)).fetchnumpy()

    return Ready(take, answer, lambda found: np.column_stack(list(found.values())), lambda path: f"'{path}'")
