"""A term as a formula over variables of few values, whoever asks: for the worlds of a case, or for its changes.

Terms are taken apart here once. Which facts are variables, what the items of a list are besides those known, and what
an open question comes to, the :class:`Ground` says: :mod:`.unknowns` for what the unknown facts may still be,
``change`` for what could be established or made otherwise.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Protocol

from ..case.facts import NEVER, View
from ..law import terms as t
from ..truth.comparisons import holds, months_later
from .formula import Formula, Related, every

NO_OR_YES = (False, True)
Env = Mapping[str, View]
#: Comparisons as an order: whether the left side is at most the right one, and strictly.
AT_MOST = {"before": (True, True), "by": (True, False), "at_most": (True, False), "less_than": (True, True)}
AT_LEAST = {"from": (False, False), "after": (False, True), "at_least": (False, False), "more_than": (False, True)}
SIDES = {**AT_MOST, **AT_LEAST}
#: One side of a comparison: the number of its variable, or ``None`` and its value.
Side = tuple[int | None, Any]


class Ground(Protocol):
    """What a term is grounded in. Variables go by their numbers; ``full`` has the mask of all values of each, ``made``
    and ``masks`` remember what was made of a term and a comparison."""

    readings: Mapping[str, str]
    full: list[int]
    made: dict[tuple[Hashable, ...], Formula]
    masks: dict[Hashable, int]

    def values(self, at: int) -> Sequence[Any]:
        """The values of a variable."""
        ...

    def known(self, term: t.Named | t.Compare, env: Env) -> t.Truth:
        """What is certain already of a term."""
        ...

    def side(self, operand: t.Operand, env: Env, member: str = "") -> Side:
        """One side of a comparison that is not certain (of a day some months later, that day), or whether a set has a
        member."""
        ...

    def literal(self, at: int, mask: int) -> Formula:
        """That a variable has one of some values."""
        ...

    def related(self, relation: Related) -> Formula:
        """That two variables stand in an order."""
        ...

    def either(self, parts: Iterable[Formula]) -> Formula:
        """A disjunction."""
        ...

    def others(self, term: t.Each | t.Some, env: Env, sign: bool) -> Iterable[Formula]:
        """What items besides those known add to *each item* or *some item* of a list."""
        ...

    def shown(self, term: t.Shown, env: Env, sign: bool) -> Formula:
        """That a matter of burden is so."""
        ...

    def opened(self, term: t.Const, env: Env, sign: bool) -> Formula:
        """That a question which the law leaves open is answered so."""
        ...


def grounded(term: t.Term, env: Env, sign: bool, ground: Ground) -> Formula:
    """The formula that a term is true, or with ``sign`` false that it is false, for the items bound."""
    match term:
        case t.Compare():
            truth = ground.known(term, env)
            return _comparison(term, env, sign, ground) if truth is None else truth is sign
        case t.Named():
            key = (term.name, sign, *[env[item].address for item in term.about])
            if key not in ground.made:
                truth = ground.known(term, env)
                bound = {item: env[item] for item in ("", *term.about)}
                ground.made[key] = grounded(term.child, bound, sign, ground) if truth is None else truth is sign
            return ground.made[key]
        case t.Not():
            return grounded(term.child, env, not sign, ground)
        case t.All() | t.Any():
            parts = (grounded(child, env, sign, ground) for child in term.children)
            return _joined(parts, isinstance(term, t.All) is sign, ground)
        case t.Each() | t.Some():
            known = env[term.scope].items(term.list).known
            parts = [grounded(term.child, {**env, term.item: item}, sign, ground) for item in known]
            parts += ground.others(term, env, sign)
            return _joined(parts, isinstance(term, t.Each) is sign, ground)
        case t.Choose():
            return grounded(dict(term.branches)[ground.readings[term.reading]], env, sign, ground)
        case t.Shown():
            return ground.shown(term, env, sign)
        case t.Const():
            return ground.opened(term, env, sign) if term.value is None else term.value is sign


def _joined(parts: Iterable[Formula], conjunction: bool, ground: Ground) -> Formula:
    return every(parts, ground.full) if conjunction else ground.either(parts)


def _comparison(term: t.Compare, env: Env, sign: bool, ground: Ground) -> Formula:
    months, base = (term.right.months, term.right.day) if isinstance(term.right, t.Later) else (0, term.right)
    if term.op == "has":
        member = str(ground.side(base, env)[1])
        at, known = ground.side(term.left, env, member)
        return holds("has", known, member) is sign if at is None else ground.literal(at, 0b10 if sign else 0b01)
    (one, value), (other, limit) = ground.side(term.left, env), ground.side(base, env)
    if one is not None and other is not None:
        return _relation(term.op, one, other, months, sign, ground)

    def fits(left: Any, right: Any) -> bool:
        return holds(term.op, left, months_later(right, months) if months else right) is sign

    if one is not None:
        at, fact = one, term.left
    elif other is not None:
        at, fact = other, base
    else:
        return fits(value, limit)
    key = (fact, term.op, months, value, limit, sign)
    if key not in ground.masks:
        ground.masks[key] = _mask(
            ground.values(at),
            lambda each: fits(each, limit) if other is None else fits(value, each),
            in_order=term.op in SIDES,
        )
    return ground.literal(at, ground.masks[key])


def _mask(values: Sequence[Any], fits: Callable[[Any], bool], *, in_order: bool) -> int:
    """The mask of the values that fit; ``in_order``, what fits changes once along them."""
    if not in_order:
        return sum(1 << place for place, value in enumerate(values) if fits(value))
    first = fits(values[0])
    upto = (1 << bisect_left(values, True, key=lambda value: fits(value) is not first)) - 1
    return upto if first else (1 << len(values)) - 1 & ~upto


def _relation(op: t.Op, left: int, right: int, months: int, sign: bool, ground: Ground) -> Formula:
    """That two variables stand in a relation, the right one counted some months later."""
    ours, theirs = ground.values(left), ground.values(right)
    if op != "is":
        at_most, strictly = SIDES[op]
        formula = _order(left, right, months, at_most is sign, strictly is sign, ground)
        if op != "by" or ours[-1] != NEVER:
            return formula
        never = 1 << len(ours) - 1  # a day that never comes is by no day, itself included
        return _joined([formula, ground.literal(left, ground.full[left] & ~never if sign else never)], sign, ground)
    if isinstance(ours[0], date | float):
        orders = (_order(left, right, months, at_most, not sign, ground) for at_most in (True, False))
        return _joined(orders, sign, ground)
    pairs = [(a, b) for a, one in enumerate(ours) for b, other in enumerate(theirs) if (one == other) is sign]
    return ground.either(
        every([ground.literal(left, 1 << a), ground.literal(right, 1 << b)], ground.full) for a, b in pairs
    )


def _order(left: int, right: int, months: int, at_most: bool, strictly: bool, ground: Ground) -> Formula:
    """That one variable is at most (or at least) another, or strictly less (or more)."""
    ours, theirs = ground.values(left), ground.values(right)
    cut = bisect_left if at_most is strictly else bisect_right

    @cache  # asked again and again while a search halves
    def limit(place: int) -> int:
        """The values that go with one of the right side: those up to (or from) it."""
        upto = (1 << cut(ours, months_later(theirs[place], months) if months else theirs[place])) - 1
        return upto if at_most else ~upto

    if left == right:
        return ground.literal(left, sum(1 << place for place in range(len(ours)) if limit(place) >> place & 1))
    return ground.related(Related(left, right, at_most, limit))
