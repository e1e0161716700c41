from __future__ import annotations

from pathlib import Path
from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings

from ..formulas import Pieces, Style, infix
from ..rows import literal_truths
from ..task import Task
from . import About, Ready

ABOUT = About(
    "CEL (Google C++)", "cel-expr-python", "rows", "adapter",
    "one compiled expression, each layer a list bound by `cel.bind`",
)  # fmt: skip


def source(task: Task) -> str:
    """The plan as one expression: each layer is a list of its pieces, bound to a name around what follows."""
    pieces = Pieces(task.formulas, task.roots)
    index = {number: place for layer in pieces.layers for place, number in enumerate(layer)}

    def name(number: int) -> str:
        return f"l{pieces.layer[number]}[{index[number]}]"

    style: Style = infix(lambda leaf, truth: f"a[{2 * leaf + truth}]", name, " && ", " || ", "!")
    text = f"[{', '.join(pieces.write(root, style) for root in task.roots)}]"
    for depth in reversed(range(len(pieces.layers))):
        layer = ", ".join(pieces.body(number, style) for number in pieces.layers[depth])
        text = f"cel.bind(l{depth}, [{layer}], {text})"
    return text


def ready(task: Task) -> Ready:
    """One checked expression."""
    environment = cel.NewEnv(variables={"a": cel.Type.List(cel.Type.BOOL)}, extensions=[ext_bindings.ExtBindings()])
    compiled = environment.compile(source(task))

    def take(path: Path, rows: int) -> list[dict[str, Any]]:
        return [{"a": literals} for literals in literal_truths(task, path, rows)]

    return Ready(take, lambda given: [compiled.eval(data=one).plain_value() for one in given], task.codes)
