"""Days that cannot come in another order: a row that says they did is refused, as a single case is by the loader.

Which days those are is said in the vocabulary (``not_before``): a period of use does not end before it begins.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ..engine.case.facts import CASE, NEVER
from .arrow import Array, pc
from .cells import BadCell
from .columns import Layout, places


@dataclass(frozen=True, slots=True)
class Order:
    """Two columns of days: ``later`` cannot precede ``earlier``."""

    earlier: str
    later: str

    def contradiction(self, first: date, second: date) -> str:
        """What to say of a row whose days are these; the second precedes the first."""
        began = "never comes" if first == NEVER else f"is {first}"
        return f"{self.later}: is {second}, which is before {self.earlier} ({began}); correct one of the two days"


def orders_of(layout: Layout) -> tuple[Order, ...]:
    """The orders of a layout: one for each declared in the vocabulary and each slot that has both days."""
    vocabulary = layout.vocabulary
    found: list[Order] = []
    for scope, slot in places(layout, "", CASE):
        for one, other in vocabulary.orders:
            (owner, earlier), (_, later) = vocabulary.split(one), vocabulary.split(other)
            if owner == scope:
                found.append(Order(slot.fact(earlier).column, slot.fact(later).column))
    return tuple(found)


def days_in_order(layout: Layout) -> set[str]:
    """The columns that every run reads, so that what is refused does not depend on the question."""
    return {name for order in orders_of(layout) for name in (order.earlier, order.later)}


def check_row(row: Mapping[str, Any], orders: Collection[Order]) -> None:
    """Raise :class:`BadCell` for a row whose days contradict one another."""
    for order in orders:
        second = row.get(order.later)
        if second is not None and (first := row.get(order.earlier)) is not None and second < first:
            raise BadCell(order.contradiction(first, second))


def check_columns(columns: Mapping[str, Array], orders: Collection[Order], good: Any, reasons: dict[int, str]) -> None:
    """Mark in ``good`` the rows whose days contradict one another, with the reason; a row refused keeps its first."""
    for order in orders:
        first, second = columns.get(order.earlier), columns.get(order.later)
        if first is None or second is None or first.null_count == len(first) or second.null_count == len(second):
            continue
        wrong = pc.less(second, first)
        if not pc.any(wrong).as_py():
            continue
        for index in np.flatnonzero(pc.fill_null(wrong, False).to_numpy(zero_copy_only=False)).tolist():
            good[index] = False
            reasons.setdefault(index, order.contradiction(first[index].as_py(), second[index].as_py()))
