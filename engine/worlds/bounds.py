"""What unknown facts may still be: narrowed by one comparison after the other, undone when a search turns back.

A fact of few values (true or false, a choice, a member of a set) has the values left to it. A day or a number has a
lowest and a highest value, and relations to other days and numbers (*not after*, *12 months after*, ...). Every
relation here bounds one side by a function of the other that never falls when that other rises. The solutions of such
relations are closed under minimum and maximum, so narrowing bounds until nothing moves decides whether there is one:
if bounds remain, all facts at their highest value are a solution.

Days are ordinals, of which the last stands for *never*. Numbers are pairs of a value and a count of steps beside it
that are smaller than any number, so that *less than 12* is ``(12, -1)``. Each narrowing keeps, as a bit mask, the
decisions of the search that it rests on; a contradiction is reported as the decisions that cannot stand together.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal

from ..case.facts import NEVER, Value
from ..truth.comparisons import months_later

Key = Hashable
#: An ordinal of a day (``int``), or a number with steps beside it (a pair). Only points of one kind are ever compared.
Point = Any
Side = Literal["le", "lt", "ge", "gt", "by", "not_by"]

NEVER_POINT = NEVER.toordinal()
LAST_DAY = NEVER_POINT - 1
NO_NUMBER = (float("inf"), 0)


def point_of(value: Value) -> Point:
    """A day or a number as a point."""
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, int | float):
        return (float(value), 0)
    raise TypeError(f"neither a day nor a number: {value!r}")


def beside(point: Point, steps: int) -> Point:
    """The point ``steps`` further: the next day, or a number that is greater by less than any number."""
    return point + steps if isinstance(point, int) else (point[0], point[1] + steps)


@cache
def shifted(point: int, months: int) -> int:
    """The day some months later, as a point."""
    return months_later(date.fromordinal(point), months).toordinal() if months else point


@cache
def _first_reaching(target: int, months: int) -> int:
    """The first day that is, some months later, ``target`` or after it."""
    low, high = 1, NEVER_POINT
    while low < high:
        middle = (low + high) // 2
        if shifted(middle, months) >= target:
            high = middle
        else:
            low = middle + 1
    return low


@dataclass(frozen=True, slots=True)
class Relation:
    """``left side right``, where ``right`` counts some months later; ``why`` are the decisions it rests on."""

    left: Key
    side: Side
    right: Key
    months: int
    why: int


@dataclass(slots=True)
class Store:
    """What each unknown fact may still be. ``mark`` and ``undo`` go back in time."""

    finite: dict[Key, tuple[frozenset[Any], int]] = field(default_factory=dict[Key, tuple[frozenset[Any], int]])
    low: dict[Key, tuple[Point, int]] = field(default_factory=dict[Key, tuple[Point, int]])
    high: dict[Key, tuple[Point, int]] = field(default_factory=dict[Key, tuple[Point, int]])
    relations: dict[Key, tuple[Relation, ...]] = field(default_factory=dict[Key, tuple[Relation, ...]])
    trail: list[tuple[dict[Any, Any], Any, Any]] = field(default_factory=list[tuple[dict[Any, Any], Any, Any]])

    def put(self, mapping: dict[Any, Any], key: Any, value: Any) -> None:
        """Set an entry so that ``undo`` takes it back."""
        self.trail.append((mapping, key, mapping.get(key)))
        mapping[key] = value

    def undo(self, mark: int) -> None:
        """Take back everything set since the trail had this length."""
        while len(self.trail) > mark:
            mapping, key, old = self.trail.pop()
            if old is None:
                del mapping[key]
            else:
                mapping[key] = old

    # --- narrowing: each returns ``None``, or the decisions that contradict each other -------------------------------

    def keep(self, key: Key, allowed: frozenset[Any], why: int) -> int | None:
        """Keep only these of the values left to a fact of few values."""
        left, because = self.finite[key]
        kept = left & allowed
        if kept == left:
            return None
        if not kept:
            return why | because
        self.put(self.finite, key, (kept, why | because))
        return None

    def at_least(self, key: Key, point: Point, why: int) -> int | None:
        """Raise the lowest value of a day or number."""
        return self._settle([key]) if self._raise(key, point, why) else self._clash(key, point, why, self.high, 1)

    def at_most(self, key: Key, point: Point, why: int) -> int | None:
        """Lower the highest value of a day or number."""
        return self._settle([key]) if self._lower(key, point, why) else self._clash(key, point, why, self.low, -1)

    def relate(self, relation: Relation) -> int | None:
        """Add a relation between two unknown days or numbers."""
        if relation.left == relation.right:
            return self._relate_to_itself(relation)
        for key in (relation.left, relation.right):
            self.put(self.relations, key, (*self.relations.get(key, ()), relation))
        return self._settle([relation.left, relation.right])

    def _relate_to_itself(self, relation: Relation) -> int | None:
        """A day compared with itself, or with itself some months later, is decided by the calendar alone."""
        side, later = relation.side, relation.months > 0
        if side == "gt" or (side == "lt" and not later):
            return relation.why
        if side == "by" or side == "lt":
            return self.at_most(relation.left, LAST_DAY, relation.why)
        if side == "not_by" or (side == "ge" and later):
            return self.at_least(relation.left, NEVER_POINT, relation.why)
        return None

    def _clash(
        self, key: Key, point: Point, why: int, other: dict[Key, tuple[Point, int]], direction: int
    ) -> int | None:
        limit, because = other[key]
        beyond: bool = point > limit if direction > 0 else point < limit
        return why | because if beyond else None

    def _raise(self, key: Key, point: Point, why: int) -> bool:
        """Whether the lowest value moved (and the fact still has a value)."""
        if point <= self.low[key][0] or point > self.high[key][0]:
            return False
        self.put(self.low, key, (point, why))
        return True

    def _lower(self, key: Key, point: Point, why: int) -> bool:
        if point >= self.high[key][0] or point < self.low[key][0]:
            return False
        self.put(self.high, key, (point, why))
        return True

    def _settle(self, keys: list[Key]) -> int | None:
        """Carry what moved over to related facts until nothing moves."""
        while keys:
            key = keys.pop()
            for relation in self.relations.get(key, ()):
                for moved, point, why, up in _consequences(relation, self):
                    if point is None:
                        continue
                    change = self._raise if up else self._lower
                    if change(moved, point, why):
                        keys.append(moved)
                    elif (
                        clash := self._clash(moved, point, why, self.high if up else self.low, 1 if up else -1)
                    ) is not None:
                        return clash
        return None


def _consequences(relation: Relation, store: Store) -> list[tuple[Key, Point | None, int, bool]]:
    """What a relation says of the bounds of both sides: which fact, the bound, why, whether it is a lowest value."""
    left, right, months = relation.left, relation.right, relation.months
    left_low, why_low = store.low[left]
    left_high, why_high = store.high[left]
    right_low, why_right_low = store.low[right]
    right_high, why_right_high = store.high[right]
    if relation.side in ("le", "lt", "by"):
        top = reach(right_high, relation.side, months)
        bottom = least_reaching(left_low, relation.side, months)
        return [
            (left, top, relation.why | why_right_high, False),
            (right, bottom, relation.why | why_low, True),
        ]
    bottom = reach(right_low, relation.side, months)
    top = greatest_within(left_high, relation.side, months)
    return [
        (left, bottom, relation.why | why_right_low, True),
        (right, top, relation.why | why_high, False),
    ]


def reach(right: Point, side: Side, months: int) -> Point:
    """The bound that the right side gives the left one."""
    point = shifted(right, months) if isinstance(right, int) else right
    match side:
        case "le" | "ge":
            return point
        case "lt":
            return beside(point, -1)
        case "gt":
            return beside(point, 1)
        case "by":
            return min(point, LAST_DAY)
        case "not_by":
            return min(beside(point, 1), NEVER_POINT)


def least_reaching(left: Point, side: Side, months: int) -> Point | None:
    """The lowest right side under which the left one may have this value (sides ``le``, ``lt`` and ``by``)."""
    wanted = beside(left, 1) if side == "lt" else left
    if isinstance(wanted, int) and months:
        return _first_reaching(wanted, months) if wanted <= NEVER_POINT else wanted
    return wanted


def greatest_within(left: Point, side: Side, months: int) -> Point | None:
    """The highest right side over which the left one may have this value; ``None`` where any will do."""
    if side == "not_by" and left == NEVER_POINT:
        return None
    wanted = left if side == "ge" else beside(left, -1)
    if isinstance(wanted, int) and months:
        return NEVER_POINT if wanted >= NEVER_POINT else _first_reaching(wanted + 1, months) - 1
    return wanted
