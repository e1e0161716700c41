from __future__ import annotations

from pathlib import Path
from typing import Any

from business_rules import run_all
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_NUMERIC
from business_rules.variables import BaseVariables, boolean_rule_variable

from ..formulas import Pieces, Style
from ..rows import literal_truths
from ..task import Task
from . import About, Ready

ABOUT = About(
    "business-rules", "business-rules", "rows", "adapter",
    "a rule for each piece, in order; its action notes that the piece holds",
    warm=10,
)  # fmt: skip


class Actions(BaseActions):
    """What rules may do: note that a piece holds."""

    def __init__(self, found: set[int]) -> None:
        self.found = found

    @rule_action(params={"number": FIELD_NUMERIC})
    def note(self, number: int) -> None:
        """A piece holds."""
        self.found.add(number)


def _literal(place: int) -> Any:
    def says(self: Any) -> bool:
        return self.literals[place]

    says.__name__ = f"a{place}"
    return boolean_rule_variable(says)


def _piece(number: int) -> Any:
    def says(self: Any) -> bool:
        return number in self.found

    says.__name__ = f"n{number}"
    return boolean_rule_variable(says)


def ready(task: Task) -> Ready:
    """One list of rules; a class of variables with a method for each literal and piece."""
    pieces = Pieces(task.formulas, task.roots, rules=True)

    def test(name: str, truth: bool = True) -> dict[str, Any]:
        return {"name": name, "operator": "is_true" if truth else "is_false", "value": True}

    style = Style(
        lambda leaf, truth: test(f"a{2 * leaf + truth}"),
        lambda number: test(f"n{number}"),
        lambda parts: {"all": parts},
        lambda parts: {"any": parts},
        lambda part: test(part["name"], False),
    )
    numbers = [number for layer in pieces.layers for number in layer]
    rules = [
        {"conditions": pieces.body(number, style), "actions": [{"name": "note", "params": {"number": number}}]}
        for number in numbers
    ]
    methods: dict[str, Any] = {f"a{place}": _literal(place) for place in range(2 * len(task.formulas.leaves))}
    methods.update({f"n{number}": _piece(number) for number in numbers})

    def start(self: Any, literals: list[bool], found: set[int]) -> None:
        self.literals, self.found = literals, found

    variables = type("Variables", (BaseVariables,), {**methods, "__init__": start})

    def answer(given: list[list[bool]]) -> list[set[int]]:
        answers = []
        for literals in given:
            found: set[int] = set()
            run_all(rules, variables(literals, found), Actions(found))
            answers.append(found)
        return answers

    def take(path: Path, rows: int) -> list[list[bool]]:
        return literal_truths(task, path, rows)

    def codes(found: list[set[int]]) -> Any:
        return task.codes([[root in holds for root in task.roots] for holds in found])

    return Ready(take, answer, codes)
