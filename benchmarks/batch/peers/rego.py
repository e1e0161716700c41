from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hobofan_regorus import Engine

from ..formulas import Pieces
from ..rows import literal_truths
from ..task import Task
from . import About, Ready

ABOUT = About(
    "Rego (regorus)", "hobofan-regorus", "rows", "adapter", "one module, `set_input_json`, one query a profile"
)


def module(task: Task) -> str:
    """A rule for each piece, once for each of its clauses; a literal is a place in the input."""
    pieces = Pieces(task.formulas, task.roots, 3, rules=True)

    def atom(number: int, wanted: bool, leaf: bool) -> str:
        if leaf:
            return f"input[{2 * number + wanted}]"
        return f"n{number}" if wanted else f"not n{number}"

    rules = [
        f"n{number} if {{ {'; '.join(atom(*part) for part in clause)} }}"
        for layer in pieces.layers
        for number in layer
        for clause in pieces.clauses(number)
    ]
    answers = [f"answer contains {place} if n{root}" for place, root in enumerate(task.roots)]
    return "\n".join(["package derogation", "import rego.v1", *rules, *answers])


def ready(task: Task) -> Ready:
    """One module; the answer is the set of the places of what holds."""
    engine = Engine()
    engine.add_policy("derogation.rego", module(task))

    def take(path: Path, rows: int) -> list[str]:
        return [json.dumps(literals) for literals in literal_truths(task, path, rows)]

    def answer(given: list[str]) -> list[Any]:
        found = []
        for one in given:
            engine.set_input_json(one)
            found.append(engine.eval_rule("data.derogation.answer"))
        return found

    def codes(found: list[Any]) -> Any:
        return task.codes([[place in holds for place in range(len(task.roots))] for holds in found])

    return Ready(take, answer, codes)
