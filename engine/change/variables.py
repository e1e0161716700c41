"""Variables: what a fact, a member of a set or the length of a list may be, as finitely many values.

Of days and numbers these are the ones at which some comparison may change its truth (those written in rules, stated in
the case, or the day assessed, and months apart from them), with their neighbours.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..case.address import Address
from ..case.facts import NEVER, View
from ..case.vocabulary import FactSpec, ListSpec
from ..law import terms as t
from ..truth.comparisons import months_later

#: What can be established or changed as one: a fact (identity of its scope, key) or a list (its holder, its name).
Place = tuple[Address, str]


@dataclass(slots=True)
class Variable:
    """A fact, a member of a set, or the number of new items of a list, with its possible values.

    ``known`` is the value that it has, as a mask (0 where it is unknown), ``allowed`` those that it can be given.
    ``needs`` are the variables of lists that must have certain values for this variable to be about anything. What is
    about a new item names its list and its number in ``item``, and the place within it in ``inside``. ``after`` is the
    number of the variable whose day this one cannot precede (-1: none), ``said`` the day that the case gives without
    its counting (the word of one party), as a mask: a day chosen beside it keeps the order with it too.
    """

    place: Place
    scope: View
    spec: FactSpec | ListSpec
    values: tuple[Any, ...]
    key: str
    member: str = ""
    known: int = 0
    allowed: int = 0
    needs: tuple[tuple[int, int], ...] = ()
    item: tuple[Place, int] | None = None
    inside: str = ""
    after: int = -1
    said: int = 0

    @property
    def full(self) -> int:
        return (1 << len(self.values)) - 1

    @property
    def path(self) -> str:
        return f"{self.scope.entity.place}.{self.key}" if self.scope.address.steps else self.key

    def values_in(self, mask: int) -> list[Any]:
        """The values of a mask, in order."""
        return [value for at, value in enumerate(self.values) if mask >> at & 1]

    def mask_of(self, wanted: Callable[[Any], bool]) -> int:
        """The mask of the values for which ``wanted`` holds."""
        return sum(1 << at for at, value in enumerate(self.values) if wanted(value))


def inside(scope: View) -> Iterator[View]:
    yield scope
    for members in scope.lists.values():
        for item in members.known:
            yield from inside(item)


def critical_values(
    term: t.Term, case: View, orders: Collection[tuple[str, str]], *anchors: date
) -> tuple[tuple[date, ...], tuple[float, ...]]:
    """The days and numbers at which comparisons in a term may change their truth, with their neighbours; ``anchors``
    are the day assessed and the first day on which something can be done."""
    days, numbers, months = set(anchors), {0.0}, {0}
    compared: set[str] = set()
    for part in t.walk(term):
        if isinstance(part, t.Compare):
            operand = part.right
            compared |= {fact.path for side in (part.left, part.right) for fact in t.operand_facts(side)}
            if isinstance(operand, t.Later):
                months.add(operand.months)
            elif isinstance(operand, t.Literally):
                _sort_in(operand.value, days, numbers)
    compared |= {path for pair in orders if compared & set(pair) for path in pair}
    for scope in case.walk():
        item = scope.address.item
        for key, value in (
            *scope.values.items(),
            *((key, stated.value) for key, stated in scope.entity.statements.items()),
        ):
            if (f"{item}.{key}" if item else key) in compared:
                _sort_in(value, days, numbers)
    shifted = {day for day in days for step in months for day in (months_later(day, step), _months_before(day, step))}
    near = {day + timedelta(step) for day in shifted if day.year < 9000 for step in (-2, -1, 0, 1, 2)}
    ordered = sorted(numbers)
    between = [(low + high) / 2 for low, high in itertools.pairwise(ordered)]
    return tuple(sorted(near)), tuple(sorted({*ordered, *between, ordered[-1] + 1}))


def _sort_in(value: object, days: set[date], numbers: set[float]) -> None:
    if isinstance(value, date):
        if value != NEVER:
            days.add(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        numbers.add(float(value))


def _months_before(day: date, months: int) -> date:
    """About the day that is ``months`` before another: its neighbours are tried as well."""
    earlier = date(day.year - 1 - months // 12, day.month, 1)
    return months_later(earlier, 12 - months % 12).replace(day=min(day.day, 28))
