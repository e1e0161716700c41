"""What every engine is asked: for each profile the possible outcomes of the case and of each technology.

The answer to a profile is one code for the case and one for each technology: bit ``i`` says that outcome ``i`` (in the
rulebook's order) is possible, the bit after the last outcome that the technology is there and may be in use. The
outcome follows: the only possible one, or *undetermined*.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from derogation import rulebook
from derogation.batch.answers import answers_of
from derogation.batch.columns import columns, layout_of
from derogation.batch.graph import Cell, Flag, Known, Leaf, Test
from derogation.batch.plan import Asked, Plan
from msgspec import Struct

from .formulas import Formulas


class Task(Struct, frozen=True):
    """``subjects`` are, for each code, the nodes of its bits, and (but for the case) the node of the last bit.

    ``wanted`` are the nodes, and ``roots`` the formulas, that are asked for: those that are no constants, each once.
    """

    plan: Plan
    answers: Any
    subjects: tuple[tuple[tuple[int, ...], int | None], ...]
    formulas: Formulas
    wanted: tuple[int, ...]
    roots: tuple[int, ...]

    def codes(self, truths: Any) -> Any:
        """Codes, a row for each profile, from truths, a row for each profile and a column for each of ``wanted``."""
        truths = np.asarray(truths, bool)
        found = np.zeros((len(truths), len(self.subjects)), np.uint16)
        for index, places in enumerate(self.places()):
            for bit, place in places.items():
                holds = np.uint16(1) if place is None else truths[:, place].astype(np.uint16)
                found[:, index] |= holds << np.uint16(bit)
            shown = self.subjects[index][1]
            if shown is not None:
                found[found[:, index] >> len(self.subjects[index][0]) == 0, index] = 0
        return found

    def places(self) -> list[dict[int, int | None]]:
        """For each code: its bits, each with the place of the node in ``wanted`` (``None``: always set)."""
        nodes, place = self.plan.graph.nodes, {node: index for index, node in enumerate(self.wanted)}
        found: list[dict[int, int | None]] = []
        for possible, shown in self.subjects:
            bits = [*possible, *([] if shown is None else [shown])]
            kept = {bit: place.get(node) for bit, node in enumerate(bits) if nodes[node].value is not False}
            found.append(kept)
        return found

    def columns(self) -> list[str]:
        """The columns that the leaves read."""
        return sorted({column for leaf in self.formulas.leaves for column in reads(leaf)})


def reads(leaf: Leaf) -> list[str]:
    """The columns that a leaf reads."""
    match leaf:
        case Flag(column) | Known(column):
            return [column]
        case Test(left, _, right):
            return [operand.column for operand in (left, right) if isinstance(operand, Cell)]


@cache
def task() -> Task:
    """The task for the real rulebook and the standard columns."""
    book = rulebook()
    layout = layout_of(book)
    plan = Plan(book, layout, columns(layout), Asked())
    answers = answers_of(plan, missing=False)
    subjects = (
        (answers.possible, None),
        *zip(answers.unit_possible, answers.unit_shown, strict=True),
    )
    asked = [node for possible, shown in subjects for node in (*possible, shown) if node is not None]
    wanted = tuple(dict.fromkeys(node for node in asked if plan.graph.nodes[node].kind != "const"))
    formulas = Formulas(plan.graph)
    roots = tuple(formulas.where(node) for node in wanted)
    return Task(plan, answers, subjects, formulas, wanted, roots)
