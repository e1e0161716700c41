from __future__ import annotations

import operator
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from derogation.batch.graph import Flag, Given, Known, Leaf, Operand, Test
from derogation.engine.case.facts import NEVER

from ..layers import layers
from ..task import Task
from . import About, Ready

ABOUT = About("Polars", "polars", "table", "own", "lazy, `with_columns` for each layer; its default engine", warm=1000)

COMPARES = {
    "is": operator.eq, "before": operator.lt, "from": operator.ge, "after": operator.gt, "at_most": operator.le,
    "at_least": operator.ge, "more_than": operator.gt, "less_than": operator.lt, "by": operator.le,
}  # fmt: skip


def _operand(operand: Operand) -> pl.Expr:
    if isinstance(operand, Given):
        return pl.lit(operand.value)
    cell = pl.col(operand.column)
    if not operand.months:
        return cell
    past = pl.lit(date(9999 - (operand.months + 11) // 12, 1, 1))
    later = pl.when(cell < past).then(cell).dt.offset_by(f"{operand.months}mo")
    return pl.when(cell >= past).then(pl.lit(NEVER)).otherwise(later)


def _leaf(leaf: Leaf) -> pl.Expr:
    match leaf:
        case Flag(column):
            return pl.col(column)
        case Known(column):
            return pl.col(column).is_not_null()
        case Test(left, op, right):
            one, other = _operand(left), _operand(right)
            holds = COMPARES[op](one, other)
            return holds & (one != pl.lit(NEVER)) if op == "by" else holds


def ready(task: Task) -> Ready:
    """The plan as expressions; null is unknown, as in Polars."""
    named = [[int(name[1:]) for name in layer] for layer in layers(task, 0, 4).layers]
    names = {number for layer in named for number in layer}
    nodes = task.plan.graph.nodes

    def write(number: int) -> pl.Expr:
        return pl.col(f"n{number}") if number in names else body(number)

    def body(number: int) -> pl.Expr:
        node = nodes[number]
        if node.kind == "const":
            return pl.lit(node.value, dtype=pl.Boolean)
        if node.leaf is not None:
            return _leaf(node.leaf)
        parts = [write(part) for part in node.parts]
        if node.kind == "not":
            return ~parts[0]
        if node.kind == "sure":
            return parts[0].fill_null(False)
        return reduce(operator.and_ if node.kind == "and" else operator.or_, parts)

    steps = [[body(number).alias(f"n{number}") for number in layer] for layer in named]
    outputs: list[pl.Expr] = []
    for index, places in enumerate(task.places()):
        bits = {
            bit: pl.lit(True) if place is None else write(task.wanted[place]).fill_null(False)
            for bit, place in places.items()
        }
        code = reduce(operator.or_, [holds.cast(pl.UInt16) * (1 << bit) for bit, holds in bits.items()])
        if task.subjects[index][1] is not None:
            code = pl.when(bits[len(task.subjects[index][0])]).then(code).otherwise(pl.lit(0, dtype=pl.UInt16))
        outputs.append(code.cast(pl.UInt16).alias(f"o{index}"))

    def answer(frame: pl.LazyFrame) -> pl.DataFrame:
        for step in steps:
            frame = frame.with_columns(step)
        return frame.select(outputs).collect()

    def take(path: Path, rows: int) -> pl.LazyFrame:
        return pl.read_parquet(path, columns=task.columns()).head(rows).lazy()

    def codes(found: pl.DataFrame) -> Any:
        return np.column_stack([column.to_numpy() for column in found])

    return Ready(take, answer, codes, pl.scan_parquet)
