from __future__ import annotations

from typing import Any

from derogation.batch.graph import Cell, Flag, Known, Operand, Test

from ..formulas import Pieces, Style
from ..rows import NEVER_DAY, cells_read, given, tuples
from ..task import Task
from . import About, Ready

ABOUT = About("generated Python", "", "rows", "own", "one function, compiled once; a profile is a tuple of its cells")

OPERATORS = {
    "is": "==", "before": "<", "from": ">=", "after": ">", "at_most": "<=", "at_least": ">=", "more_than": ">",
    "less_than": "<", "by": "<=",
}  # fmt: skip


def source(task: Task) -> str:
    """A Python function of a profile's cells that returns the truth of each root."""
    places = {cell: f"c{index}" for index, cell in enumerate(cells_read(task))}

    def operand(value: Operand) -> str:
        return places[value] if isinstance(value, Cell) else repr(given(value))

    def literal(number: int, truth: bool) -> str:
        match task.formulas.leaves[number]:
            case Flag(column):
                return f"{places[Cell(column)]} is {truth}"
            case Known(column):
                return f"{places[Cell(column)]} is {'not ' if truth else ''}None"
            case Test(left, op, right):
                known = [f"{operand(one)} is not None" for one in (left, right) if isinstance(one, Cell)]
                holds = f"{operand(left)} {OPERATORS[op]} {operand(right)}"
                if op == "by":
                    holds = f"{holds} and {operand(left)} != {NEVER_DAY}"
                return f"({' and '.join(known)} and {holds if truth else f'not ({holds})'})"

    style = Style(
        literal,
        lambda number: f"n{number}",
        lambda parts: f"({' and '.join(parts)})",
        lambda parts: f"({' or '.join(parts)})",
        lambda part: f"(not {part})",
    )
    pieces = Pieces(task.formulas, task.roots)
    lines = [f"n{number} = {pieces.body(number, style)}" for layer in pieces.layers for number in layer]
    results = ", ".join(pieces.write(root, style) for root in task.roots)
    body = "\n    ".join([f"({', '.join(places.values())},) = row", *lines, f"return ({results},)"])
    return f"def answer(row):\n    {body}\n"


def ready(task: Task) -> Ready:
    """One function for the whole plan."""
    made: dict[str, Any] = {}
    exec(compile(source(task), "<generated>", "exec"), made)
    function = made["answer"]
    return Ready(
        lambda path, rows: tuples(task, path, rows), lambda found: [function(row) for row in found], task.codes
    )
