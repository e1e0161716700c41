from __future__ import annotations

from pathlib import Path
from typing import Any

import zen

from ..formulas import Pieces, infix
from ..rows import literal_truths
from ..task import Task
from . import About, Ready

ABOUT = About("ZEN", "zen-engine", "rows", "adapter", "one compiled expression with an assignment for each piece")


def ready(task: Task) -> Ready:
    """One expression: an assignment for each piece, then the list of what is asked for."""
    pieces = Pieces(task.formulas, task.roots, 30, 1 << 30)
    style = infix(lambda leaf, truth: f"a[{2 * leaf + truth}]", lambda number: f"n{number}", " and ", " or ", "not ")
    lines = [f"n{number} = {pieces.body(number, style)}" for layer in pieces.layers for number in layer]
    roots = ", ".join(pieces.write(root, style) for root in task.roots)
    compiled = zen.compile_expression("; ".join([*lines, f"[{roots}]"]))

    def take(path: Path, rows: int) -> list[dict[str, Any]]:
        return [{"a": literals} for literals in literal_truths(task, path, rows)]

    return Ready(take, lambda given: [compiled.evaluate(one) for one in given], task.codes)
