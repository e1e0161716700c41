"""Facts that cannot be together: a row that says they are is refused, as a single case is by the loader.

Which facts those are is said once, in the vocabulary: a period of use does not end before it begins, a technology is
not first used after a period of use, and what follows from a fact is so. An order that follows from two others counts
as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from msgspec import Struct

from ..engine.case.address import Address
from ..engine.case.entailment import LATEST
from ..engine.case.facts import CASE, NEVER, Value
from ..engine.case.vocabulary import Condition, Consequence
from ..engine.case.vocabulary import Order as Declared
from .arrow import Array, pc
from .cells import BadCell
from .columns import Layout, places

#: Columns, each with a value.
Cells = tuple[tuple[str, Value], ...]


class Order(Struct, frozen=True):
    """Two columns of days: ``later`` cannot precede ``earlier`` where all cells of ``when`` are so, and of each group
    of ``unless`` some cell is otherwise.

    Where ``later`` has no word for a day that never comes, an unknown day of an item that is ``listed`` (the column of
    the number of items, and more than how many) is some day all the same.
    """

    earlier: str
    later: str
    wrong: str
    when: Cells = ()
    unless: tuple[Cells, ...] = ()
    listed: tuple[str, int] | None = None

    @property
    def columns(self) -> set[str]:
        """Every column that it reads."""
        cells = (*self.when, *(cell for group in self.unless for cell in group))
        return {self.earlier, self.later, *(name for name, _ in cells), *([self.listed[0]] if self.listed else [])}

    @property
    def sentence(self) -> str:
        """What to say of two days ``{earlier}`` and ``{later}`` that go against it."""
        return f"{self.later}: {self.wrong}; correct it, or {self.earlier}"

    def contradiction(self, first: date, second: date | None) -> str:
        """What to say of a row whose days are these; the second precedes the first."""
        earlier, later = ("never" if day == NEVER else day.isoformat() for day in (first, second or LATEST))
        return self.sentence.format(earlier=earlier, later=later if second else "some day")

    def counts(self, row: Mapping[str, Any]) -> bool:
        """Whether the order is there in a row."""
        if any(row.get(name) != value for name, value in self.when):
            return False
        return all(any(row.get(name) not in (None, value) for name, value in group) for group in self.unless)

    def days(self, row: Mapping[str, Any]) -> tuple[date | None, date | None]:
        """The two days of a row, as far as known."""
        second = row.get(self.later)
        if second is None and self.listed and (row.get(self.listed[0]) or 0) > self.listed[1]:
            return row.get(self.earlier), LATEST
        return row.get(self.earlier), second


class Following(Struct, frozen=True):
    """That a cell has a value where the cells of ``when`` have theirs."""

    when: Cells
    then: tuple[str, Value]
    because: str

    @property
    def columns(self) -> set[str]:
        """Every column that it reads."""
        return {self.then[0], *(name for name, _ in self.when)}

    def contradicted(self, row: Mapping[str, Any]) -> bool:
        """Whether a row goes against it."""
        name, value = self.then
        return row.get(name) not in (None, value) and all(row.get(at) == wanted for at, wanted in self.when)

    @property
    def contradiction(self) -> str:
        """What to say of a row that does."""
        return f"{self.then[0]}: against this: {self.because}"


@lru_cache(maxsize=8)
def following_of(layout: Layout) -> tuple[Following, ...]:
    """The consequences of a layout: one for each that the vocabulary declares, and each slot."""
    vocabulary = layout.vocabulary
    found: list[Following] = []
    for scope, slot in places(layout, "", CASE):
        for limit in vocabulary.limits:
            items = vocabulary.deepest(limit)
            if isinstance(limit, Consequence) and scope == (items[-1] if items else ""):
                column = _columns(layout, slot, items)
                when = tuple((column(path), value) for path, value in limit.when)
                found.append(Following(when, (column(limit.then[0]), limit.then[1]), limit.because))
    return tuple(found)


def limits_of(layout: Layout) -> tuple[Order | Following, ...]:
    """Everything that the cells of a row can only be together."""
    return (*orders_of(layout), *following_of(layout))


@lru_cache(maxsize=8)
def orders_of(layout: Layout) -> tuple[Order, ...]:
    """The orders of a layout: one for each that the vocabulary has, or that follows from two, and each slot."""
    found: list[Order] = []
    vocabulary = layout.vocabulary
    orders = [*_declared(vocabulary.before), *_following(vocabulary.before)]
    for scope, slot in places(layout, "", CASE):
        for earlier, later, order, unless in orders:
            items = max(
                (vocabulary.chain(vocabulary.split(path)[0]) for path in (*order.paths, earlier, later)), key=len
            )
            if scope != (items[-1] if items else ""):
                continue
            column = _columns(layout, slot, items)
            listed = None
            spec = vocabulary.facts[later]
            if (
                not spec.never
                and slot.steps
                and isinstance(slot.steps[-1].at, int)
                and vocabulary.split(later)[0] == scope
            ):
                listed = (f"{slot.parent.column}_count", slot.steps[-1].at)
            found.append(
                Order(
                    column(earlier),
                    column(later),
                    order.wrong,
                    tuple((column(path), value) for path, value in order.when),
                    tuple(tuple((column(path), value) for path, value in group) for group in unless),
                    listed,
                )
            )
    return tuple(found)


#: The earlier and the later day, an order with the conditions, and the groups of its exceptions.
_Pair = tuple[str, str, Declared, tuple[Condition, ...]]


def _declared(orders: Collection[Declared]) -> Iterator[_Pair]:
    for order in orders:
        yield order.earlier, order.later, order, (order.unless,) if order.unless else ()


def _following(orders: Collection[Declared]) -> Iterator[_Pair]:
    """Orders that follow from two declared ones, the later day of one being the earlier day of the other."""
    for one in orders:
        for other in orders:
            if one.later == other.earlier:
                both = Declared(one.earlier, other.later, one.because, one.wrong, (*one.when, *other.when))
                yield one.earlier, other.later, both, tuple(group for group in (one.unless, other.unless) if group)


def _columns(layout: Layout, slot: Address, items: tuple[str, ...]) -> Any:
    """The columns of facts of a slot and of those that hold it, by the paths that rules use."""
    things = {item: Address(slot.steps[: depth + 1]) for depth, item in enumerate(items)}

    def column(path: str) -> str:
        scope, key = layout.vocabulary.split(path)
        return things.get(scope, CASE).fact(key).column

    return column


def days_in_order(layout: Layout) -> set[str]:
    """The columns that every run reads, so that what is refused does not depend on the question."""
    return {name for limit in limits_of(layout) for name in limit.columns}


def check_row(row: Mapping[str, Any], limits: Collection[Order | Following]) -> None:
    """Raise :class:`BadCell` for a row whose facts contradict one another."""
    for limit in limits:
        wrong = _wrong(row, limit)
        if wrong is not None:
            raise BadCell(wrong)


def _wrong(row: Mapping[str, Any], limit: Order | Following) -> str | None:
    """What to say of a row that goes against a limit."""
    if isinstance(limit, Following):
        return limit.contradiction if limit.contradicted(row) else None
    first, second = limit.days(row)
    if first is not None and second is not None and second < first and limit.counts(row):
        return limit.contradiction(first, row.get(limit.later))
    return None


def check_columns(
    columns: Mapping[str, Array], limits: Collection[Order | Following], good: Any, reasons: dict[int, str]
) -> None:
    """Mark in ``good`` the rows whose facts contradict one another, with the reason; a row refused keeps its first."""
    for limit in limits:
        for index in _against(columns, limit) if isinstance(limit, Following) else _suspects(columns, limit):
            wrong = _wrong({name: columns[name][index].as_py() for name in limit.columns if name in columns}, limit)
            if wrong is not None:
                good[index] = False
                reasons.setdefault(index, wrong)


def _against(columns: Mapping[str, Array], limit: Following) -> list[int]:
    """The rows that go against a consequence."""
    if not limit.columns <= columns.keys():
        return []
    name, value = limit.then
    parts = [pc.not_equal(columns[name], value), *(pc.equal(columns[at], wanted) for at, wanted in limit.when)]
    found = [pc.fill_null(part, False).to_numpy(zero_copy_only=False) for part in parts]
    return np.flatnonzero(np.logical_and.reduce(found)).tolist()


def _suspects(columns: Mapping[str, Array], order: Order) -> list[int]:
    """The rows whose days are the wrong way round, whether or not the order is there in them."""
    first = columns.get(order.earlier)
    if first is None or first.null_count == len(first):
        return []
    found = np.zeros(len(first), bool)
    second = columns.get(order.later)
    if second is not None and second.null_count < len(second):
        found |= pc.fill_null(pc.less(second, first), False).to_numpy(zero_copy_only=False)
    if order.listed and order.listed[0] in columns:
        never = pc.fill_null(pc.equal(first, NEVER), False).to_numpy(zero_copy_only=False)
        if never.any():
            count = pc.fill_null(columns[order.listed[0]], 0).to_numpy(zero_copy_only=False)
            unknown = np.ones(len(first), bool) if second is None else pc.is_null(second).to_numpy(zero_copy_only=False)
            found |= never & unknown & (count > order.listed[1])
    return np.flatnonzero(found).tolist()
