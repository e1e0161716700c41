"""Profiles one by one, for engines that take one profile at a time; made before the clock starts.

Days are numbers since 1970 and words are words; what is unknown is absent (``None`` in a tuple). A day some months
later is a cell of its own, under the name that :func:`cell_name` gives.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from derogation.batch.graph import Cell, Flag, Given, Known, Leaf, Operand, Test
from derogation.engine.case.facts import NEVER
from derogation.engine.truth.comparisons import months_later

from .task import Task

EPOCH = date(1970, 1, 1).toordinal()
NEVER_DAY = NEVER.toordinal() - EPOCH

COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq, "before": operator.lt, "from": operator.ge, "after": operator.gt, "at_most": operator.le,
    "at_least": operator.ge, "more_than": operator.gt, "less_than": operator.lt,
    "by": lambda left, right: left <= right and left != NEVER_DAY,
}  # fmt: skip


def cell_name(cell: Cell) -> str:
    """The name of a cell."""
    return f"{cell.column}__{cell.months}" if cell.months else cell.column


def given(operand: Given) -> Any:
    """A constant as cells are: days as numbers."""
    return operand.value.toordinal() - EPOCH if isinstance(operand.value, date) else operand.value


def cells_read(task: Task) -> list[Cell]:
    """The cells that the leaves read, months added included."""
    found: dict[Cell, None] = {}
    for leaf in task.formulas.leaves:
        match leaf:
            case Flag(column) | Known(column):
                found[Cell(column)] = None
            case Test(left, _, right):
                found.update({operand: None for operand in (left, right) if isinstance(operand, Cell)})
    return sorted(found, key=cell_name)


def tuples(task: Task, path: Path, number: int) -> list[tuple[Any, ...]]:
    """The first profiles of a file, each a tuple of the cells of :func:`cells_read`."""
    return list(islice(_tuples(task, path), number))


def _tuples(task: Task, path: Path) -> Iterator[tuple[Any, ...]]:
    cells = cells_read(task)
    for batch in pq.ParquetFile(path).iter_batches(8192, columns=task.columns()):
        lists = []
        for cell in cells:
            column = batch.column(cell.column)
            values = (column.cast(pa.int32()) if pa.types.is_date32(column.type) else column).to_pylist()
            lists.append([_later(value, cell.months) for value in values] if cell.months else values)
        yield from zip(*lists, strict=True)


@cache
def _later(day: int | None, months: int) -> int | None:
    if day is None:
        return None
    return months_later(date.fromordinal(day + EPOCH), months).toordinal() - EPOCH


def dicts(task: Task, path: Path, number: int) -> list[dict[str, Any]]:
    """The first profiles of a file, each a mapping of the names of its known cells to their values."""
    names = [cell_name(cell) for cell in cells_read(task)]
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in tuples(task, path, number)
    ]


def leaf_name(number: int) -> str:
    """The name under which the truth of a leaf is posted."""
    return f"a{number}"


def leaf_truths(task: Task, path: Path, number: int) -> list[dict[str, bool]]:
    """The first profiles of a file, each a mapping of the names of its known leaves to their truth: the help that
    engines get which cannot compare, or do so more slowly."""
    places = {cell: index for index, cell in enumerate(cells_read(task))}
    tests = [(leaf_name(number), _test(leaf, places)) for number, leaf in enumerate(task.formulas.leaves)]
    found: list[dict[str, bool]] = []
    for row in tuples(task, path, number):
        truths = {name: test(row) for name, test in tests}
        found.append({name: truth for name, truth in truths.items() if truth is not None})
    return found


def _test(leaf: Leaf, places: dict[Cell, int]) -> Callable[[tuple[Any, ...]], bool | None]:
    match leaf:
        case Flag(column):
            return operator.itemgetter(places[Cell(column)])
        case Known(column):
            place = places[Cell(column)]
            return lambda row: row[place] is not None
        case Test(left, op, right):
            one, other, compare = _value(left, places), _value(right, places), COMPARES[op]

            def test(row: tuple[Any, ...]) -> bool | None:
                first, second = one(row), other(row)
                return None if first is None or second is None else compare(first, second)

            return test


def _value(operand: Operand, places: dict[Cell, int]) -> Callable[[tuple[Any, ...]], Any]:
    if isinstance(operand, Given):
        value = given(operand)
        return lambda row: value
    return operator.itemgetter(places[operand])


def literal_truths(task: Task, path: Path, number: int) -> list[list[bool]]:
    """The first profiles of a file, each a list: at twice a leaf's number, whether it is false; after it, whether it is
    true. For engines that find a place in a list sooner than a name, and need not test for what is absent."""
    names = [leaf_name(number) for number in range(len(task.formulas.leaves))]
    return [
        [truths.get(name) is truth for name in names for truth in (False, True)]
        for truths in leaf_truths(task, path, number)
    ]
