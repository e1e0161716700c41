from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from datalogic_py import DataHandle, Engine
from derogation.batch.graph import Cell, Flag, Known, Operand, Test

from ..formulas import Pieces, Style
from ..rows import NEVER_DAY, cells_read, given, literal_truths, tuples
from ..task import Task
from . import About, Ready

ABOUT = About(
    "JSONLogic (datalogic-py)", "datalogic-py", "rows", "adapter",
    "one rule, each layer bound by `map`; parsed handles, one `evaluate_batch`",
)  # fmt: skip

OPERATORS = {
    "is": "===", "before": "<", "from": ">=", "after": ">", "at_most": "<=", "at_least": ">=", "more_than": ">",
    "less_than": "<", "by": "<=",
}  # fmt: skip


def rule(task: Task, pieces: Pieces, own: bool) -> Any:
    """The plan as one JSONLogic rule. JSONLogic cannot bind names, but `map` over a list of one item makes it a scope:
    each layer is such an item, the list of its pieces. With ``own`` the rule decides the leaves, from a list of cells;
    else it is given a list of literals."""
    places = {cell: index for index, cell in enumerate(cells_read(task))}
    index = {number: place for layer in pieces.layers for place, number in enumerate(layer)}

    def style(depth: int) -> Style:
        def at(level: int, place: int) -> Any:
            up = depth - level
            return {"val": [[2 * up], place]} if up else {"val": [place]}

        def operand(value: Operand) -> Any:
            return at(0, places[value]) if isinstance(value, Cell) else given(value)

        def literal(number: int, truth: bool) -> Any:
            if not own:
                return at(0, 2 * number + truth)
            match task.formulas.leaves[number]:
                case Flag(column):
                    return {"===": [at(0, places[Cell(column)]), truth]}
                case Known(column):
                    return {"!==" if truth else "===": [at(0, places[Cell(column)]), None]}
                case Test(left, op, right):
                    known = [{"!==": [operand(one), None]} for one in (left, right) if isinstance(one, Cell)]
                    holds: Any = {OPERATORS[op]: [operand(left), operand(right)]}
                    if op == "by":
                        holds = {"and": [holds, {"!==": [operand(left), NEVER_DAY]}]}
                    return {"and": [*known, holds if truth else {"!": [holds]}]}

        return Style(
            literal,
            lambda number: at(pieces.layer[number] + 1, index[number]),
            lambda parts: {"and": parts},
            lambda parts: {"or": parts},
            lambda part: {"!": [part]},
        )

    inner: Any = [pieces.write(root, style(len(pieces.layers))) for root in task.roots]
    for depth in reversed(range(len(pieces.layers))):
        inner = {"map": [[[pieces.body(number, style(depth)) for number in pieces.layers[depth]]], inner]}
    return inner


def ready(task: Task, own: bool = False) -> Ready:
    """One compiled rule, in a session."""
    engine = Engine()
    pieces = Pieces(task.formulas, task.roots, 6, 100)
    compiled, session = engine.compile(rule(task, pieces, own)), engine.session()
    layers = len(pieces.layers)

    def take(path: Path, rows: int) -> list[DataHandle]:
        made = tuples(task, path, rows) if own else literal_truths(task, path, rows)
        return [DataHandle(list(row)) for row in made]

    def codes(found: list[str]) -> Any:
        answers = [json.loads(one) for one in found]
        for _ in range(layers):
            answers = [answer[0] for answer in answers]
        return task.codes(answers)

    return Ready(take, lambda handles: session.evaluate_batch(compiled, handles), codes)
