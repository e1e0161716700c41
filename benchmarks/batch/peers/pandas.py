from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from derogation.batch.graph import Cell, Flag, Known, Operand, Test

from ..days import NEVER as NEVER_DAY
from ..days import later
from ..formulas import Pieces, infix, ordered
from ..rows import cells_read
from ..task import Task, reads
from . import About, Ready
from .python import OPERATORS

NEVER = pd.Timestamp(NEVER_DAY.astype("datetime64[s]"))

ABOUT = About(
    "pandas", "pandas", "table", "own",
    "comparisons by Series, each leaf as two masks (true, false), combined by numpy; by row group",
    warm=1000,
)  # fmt: skip


def source(task: Task) -> str:
    """A Python function of a data frame that returns a mask for each root."""
    names = {cell: f"c{index}" for index, cell in enumerate(cells_read(task))}
    pieces = Pieces(task.formulas, task.roots)

    def operand(value: Operand) -> str:
        if isinstance(value, Cell):
            return names[value]
        return repr(value.value) if not hasattr(value.value, "isoformat") else f"date({value.value.isoformat()!r})"

    lines = [
        f"{name} = {f'later(d[{cell.column!r}], {cell.months})' if cell.months else f'd[{cell.column!r}]'}"
        for cell, name in names.items()
    ]
    known_as = {column: f"k{index}" for index, column in enumerate(task.columns())}
    lines += [f"{name} = d[{column!r}].notna().to_numpy()" for column, name in known_as.items()]
    order, _ = ordered(task.formulas, task.roots)
    wanted = {(node.leaf, node.truth) for node in (task.formulas.nodes[n] for n in order) if node.kind == "leaf"}
    for number, leaf in enumerate(task.formulas.leaves):
        known = " & ".join(known_as[column] for column in reads(leaf))
        match leaf:
            case Flag(column):
                holds = f"{names[Cell(column)]}.fillna(False)"
            case Known(column):
                holds = f"{names[Cell(column)]}.notna()"
            case Test(left, op, right):
                holds = f"({operand(left)} {OPERATORS[op]} {operand(right)})"
                holds = f"({holds} & ({operand(left)} != NEVER))" if op == "by" else holds
        lines.append(f"a{number}_True = {holds}.to_numpy(bool)")
        if (number, False) in wanted:
            lines.append(f"a{number}_False = {f'{known} & ' if not isinstance(leaf, Known) else ''}~a{number}_True")
    style = infix(lambda leaf, truth: f"a{leaf}_{truth}", lambda number: f"n{number}", " & ", " | ", "~")
    lines += [f"n{number} = {pieces.body(number, style)}" for layer in pieces.layers for number in layer]
    roots = ", ".join(pieces.write(root, style) for root in task.roots)
    body = "\n    ".join([*lines, f"return ({roots},)"])
    return f"def answer(d):\n    {body}\n"


def _later(days: pd.Series, months: int) -> pd.Series:
    known = days.notna()
    moved = later(days.fillna(NEVER).to_numpy("datetime64[D]"), months)
    return pd.Series(moved.astype(days.dtype), index=days.index).where(known)


def ready(task: Task) -> Ready:
    """One function of a data frame."""
    made: dict[str, Any] = {"later": _later, "NEVER": NEVER, "date": pd.Timestamp}
    exec(compile(source(task), "<generated>", "exec"), made)
    function, columns = made["answer"], task.columns()

    def read(path: Path) -> Iterator[pd.DataFrame]:
        reader = pq.ParquetFile(path)
        for group in range(reader.num_row_groups):
            yield reader.read_row_group(group, columns=columns).to_pandas(
                types_mapper={pa.bool_(): pd.BooleanDtype()}.get, date_as_object=False
            )

    def codes(found: list[Any]) -> Any:
        return np.concatenate([task.codes(np.column_stack(group)) for group in found])

    return Ready(lambda path, rows: list(read(path)), lambda frames: [function(frame) for frame in frames], codes, read)
