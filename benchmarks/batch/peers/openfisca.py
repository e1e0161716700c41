from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from derogation.batch.graph import Cell, Flag, Given, Known, Operand, Test
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import MONTH, period
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from ..arrays import choices_of, groups
from ..days import NEVER, later
from ..formulas import Pieces, Style, ordered
from ..rows import cell_name, cells_read
from ..task import Task
from . import About, Ready
from .python import OPERATORS

ABOUT = About(
    "OpenFisca", "OpenFisca-Core", "table", "own",
    "a variable for each column, literal and piece, all vectorised; a simulation for each row group of the file",
    warm=1000,
)  # fmt: skip

MONTH_ASKED = period("2024-01")


def _sources(task: Task, pieces: Pieces) -> dict[str, str]:
    """The formula of every variable that is worked out, by name; ``v`` asks for another one."""

    def operand(value: Operand) -> str:
        if isinstance(value, Cell):
            return f"v('{cell_name(value)}')"
        return f"datetime64('{value.value}')" if isinstance(value.value, date) else repr(value.value)

    def literal(number: int, truth: bool) -> str:
        match task.formulas.leaves[number]:
            case Known(column):
                return f"v('{column}__known')" if truth else f"~v('{column}__known')"
            case Flag(column):
                return f"v('{column}__known') * {'' if truth else '~'}v('{column}')"
            case Test(left, op, right):
                known = " * ".join(f"v('{one.column}__known')" for one in (left, right) if isinstance(one, Cell))
                if isinstance(right, Given) and isinstance(right.value, str):
                    assert isinstance(left, Cell)
                    place = task_choices[left.column].index(right.value)
                    holds = f"(v('{left.column}').view(ndarray) == {place})"
                else:
                    holds = f"({operand(left)} {OPERATORS[op]} {operand(right)})"
                if op == "by":
                    holds = f"({holds} * ({operand(left)} != NEVER))"
                return f"{known} * {'' if truth else '~'}{holds}"

    task_choices = choices_of(task)
    found = {cell_name(cell): f"later(v('{cell.column}'), {cell.months})" for cell in cells_read(task) if cell.months}
    style = Style(
        lambda leaf, truth: f"v('a{leaf}_{truth}')",
        lambda number: f"v('n{number}')",
        lambda parts: f"({' * '.join(parts)})",
        lambda parts: f"({' + '.join(parts)})",
        lambda part: f"~{part}",
    )
    order, _ = ordered(task.formulas, task.roots)
    for node in (task.formulas.nodes[number] for number in order):
        if node.kind == "leaf":
            found[f"a{node.leaf}_{node.truth}"] = literal(node.leaf, node.truth)
    found.update({f"n{number}": pieces.body(number, style) for layer in pieces.layers for number in layer})
    found.update({f"root{place}": pieces.write(root, style) for place, root in enumerate(task.roots)})
    return found


def _formula(source: str) -> Callable[..., Any]:
    """A formula as OpenFisca wants it: a function of persons and period."""
    names = {"datetime64": np.datetime64, "later": later, "NEVER": NEVER, "ndarray": np.ndarray}
    inner = eval(compile(f"lambda v: {source}", "<generated>", "eval"), names)
    return lambda profiles, when: inner(lambda name: profiles(name, when))


def ready(task: Task) -> Ready:
    """A tax-benefit system in which columns are input variables and everything else is worked out."""
    profile = build_entity("profile", "profiles", "A profile", is_person=True)
    system = TaxBenefitSystem([profile])

    def add(name: str, kind: Any, **more: Any) -> None:
        body = {"value_type": kind, "entity": profile, "definition_period": MONTH, "label": name, **more}
        system.add_variable(type(name, (Variable,), body))

    kinds = {"bool": bool, "date": date, "number": float, "count": int, "text": str}
    described = {column.name: column for column in _columns(task)}
    enums = {name: Enum(f"choice_{name}", {word: word for word in words}) for name, words in choices_of(task).items()}
    for name in task.columns():
        if name in enums:
            add(name, Enum, possible_values=enums[name], default_value=next(iter(enums[name])))
        else:
            add(name, kinds[described[name].kind])
        add(f"{name}__known", bool)
    for name, text in _sources(task, Pieces(task.formulas, task.roots, 3, 48)).items():
        add(name, date if "__" in name else bool, formula=_formula(text))

    def answer(given: Any) -> list[list[Any]]:
        found = []
        for rows, arrays in given:
            simulation = SimulationBuilder().build_default_simulation(system, rows)
            for name, (says, known) in arrays.items():
                given = EnumArray(says, enums[name]) if name in enums else says
                simulation.set_input(name, MONTH_ASKED, given)
                simulation.set_input(f"{name}__known", MONTH_ASKED, known)
            found.append([simulation.calculate(f"root{place}", MONTH_ASKED) for place in range(len(task.roots))])
        return found

    def codes(found: list[list[Any]]) -> Any:
        return np.concatenate([task.codes(np.column_stack(group)) for group in found])

    return Ready(lambda path, rows: list(groups(task, path)), answer, codes, lambda path: groups(task, path))


def _columns(task: Task) -> Any:
    from derogation.batch.columns import columns

    return columns(task.plan.layout).values()
