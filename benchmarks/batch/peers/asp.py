from __future__ import annotations

from pathlib import Path
from typing import Any

import clingo

from ..formulas import Pieces
from ..rows import literal_truths
from ..task import Task
from . import About, Ready

ABOUT = About(
    "clingo", "clingo", "rows", "adapter",
    "grounded once, literals are externals, of which those are set that differ from the profile before",
)  # fmt: skip


def program(task: Task) -> str:
    """A rule for each clause of each piece; a literal is an external atom."""
    pieces = Pieces(task.formulas, task.roots, rules=True)

    def atom(number: int, wanted: bool, leaf: bool) -> str:
        if leaf:
            return f"a({2 * number + wanted})"
        return f"n({number})" if wanted else f"not n({number})"

    lines = [f"#external a(0..{2 * len(task.formulas.leaves) - 1})."]
    lines += [
        f"n({number}) :- {', '.join(atom(*part) for part in clause)}."
        for layer in pieces.layers
        for number in layer
        for clause in pieces.clauses(number)
    ]
    lines += [f"r({place}) :- n({root})." for place, root in enumerate(task.roots)]
    return "\n".join([*lines, "#show r/1."])


def ready(task: Task) -> Ready:
    """One grounded program, solved once for each profile."""
    control = clingo.Control(["--warn=none"])
    control.add("base", [], program(task))
    control.ground([("base", [])])
    symbols = [clingo.Function("a", [clingo.Number(n)]) for n in range(2 * len(task.formulas.leaves))]
    atoms = [control.symbolic_atoms[symbol].literal for symbol in symbols]  # type: ignore[union-attr]
    held = [False] * len(atoms)

    def answer(given: list[list[bool]]) -> list[list[int]]:
        found = []
        for literals in given:
            for place, truth in enumerate(literals):
                if truth is not held[place]:
                    control.assign_external(atoms[place], truth)
                    held[place] = truth
            with control.solve(yield_=True) as handle:
                model = handle.model()
                found.append([symbol.arguments[0].number for symbol in model.symbols(shown=True)])  # type: ignore[union-attr]
        return found

    def take(path: Path, rows: int) -> list[list[bool]]:
        return literal_truths(task, path, rows)

    def codes(found: list[list[int]]) -> Any:
        return task.codes([[place in set(holds) for place in range(len(task.roots))] for holds in found])

    return Ready(take, answer, codes)
