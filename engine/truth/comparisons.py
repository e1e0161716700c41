"""Comparisons: the truth of one atomic condition. Every engine decides its leaves here.

An absent (unknown) operand makes the comparison unknown. Days: *before D* leaves D out, *by D* includes it; a day that
never comes is after every day (Regulation (EEC, Euratom) No 1182/71, Articles 3 and 4, for what the words include).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from typing import cast

from ..case.facts import NEVER, PartialSet, Value, View
from ..law import terms as t

Env = Mapping[str, View]


def months_later(day: date, months: int) -> date:
    """The same-numbered day ``months`` later, or the last day of that month where it has no such day."""
    if day == NEVER:
        return NEVER
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > 9998:
        return NEVER
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def operand_value(operand: t.Operand, env: Env, assessed_on: date) -> Value | PartialSet | None:
    """The value of an operand, ``None`` where it is unknown."""
    match operand:
        case t.Fact():
            return env[operand.scope].value(operand.key)
        case t.Literally():
            return operand.value
        case t.AssessedOn():
            return assessed_on
        case t.Later():
            base = operand_value(operand.day, env, assessed_on)
            return None if base is None else months_later(cast("date", base), operand.months)


def holds(op: t.Op, left: Value | PartialSet, right: Value | PartialSet) -> t.Truth:
    """The truth of a comparison of two known values; open only for a member of a partly known set."""
    if op == "has":
        if isinstance(left, PartialSet):
            return True if right in left.known else False if right in left.absent else None
        return right in cast("frozenset[str]", left)
    if op == "is":
        return left == right
    if isinstance(left, date):
        other = cast("date", right)
        match op:
            case "before":
                return left < other
            case "by":
                return left <= other and left != NEVER
            case "from":
                return left >= other
            case _:
                return left > other
    number, limit = cast("float", left), cast("float", right)
    match op:
        case "at_most":
            return number <= limit
        case "at_least":
            return number >= limit
        case "more_than":
            return number > limit
        case _:
            return number < limit


def decide(term: t.Compare, env: Env, assessed_on: date) -> t.Truth:
    """The truth of an atomic condition where ``env`` binds the items that it speaks of.

    A day that is unknown may be known to lie between two others (what the facts entail); that decides where every day
    between them gives the same truth. A day that never comes may decide alone.
    """
    left = operand_value(term.left, env, assessed_on)
    right = operand_value(term.right, env, assessed_on)
    if left is not None and right is not None:
        return holds(term.op, left, right)
    if NEVER in (left, right) and (truth := decided_by_never(term.op, left=left == NEVER)) is not None:
        return truth
    if not any(env[fact.scope].entailed for side in (term.left, term.right) for fact in t.operand_facts(side)):
        return None
    ours, theirs = span(term.left, env, assessed_on), span(term.right, env, assessed_on)
    if ours is None or theirs is None:
        return None
    if term.op == "is":
        return False if ours[1] < theirs[0] or theirs[1] < ours[0] else None
    if term.op in ("before", "by"):  # the sooner the left day, and the later the right one, the sooner it is true
        surely, possibly = holds(term.op, ours[1], theirs[0]), holds(term.op, ours[0], theirs[1])
    else:
        surely, possibly = holds(term.op, ours[0], theirs[1]), holds(term.op, ours[1], theirs[0])
    return True if surely else None if possibly else False


def decided_by_never(op: t.Op, *, left: bool) -> t.Truth:
    """What a day that never comes decides whatever the other day is: it is before no day, and no day is after it."""
    return {"before": False, "by": False, "from": True}.get(op) if left else {"after": False}.get(op)


def span(operand: t.Operand, env: Env, assessed_on: date) -> tuple[date, date] | None:
    """The days between which the day of an operand lies, as far as known; ``None`` where nothing is known of it."""
    match operand:
        case t.Fact(scope, key):
            value = env[scope].values.get(key)
            if value is not None:
                return (value, value) if isinstance(value, date) else None
            found = env[scope].entailed.get(key)
            return (found.low, found.high) if found is not None and isinstance(found.low, date) else None  # pyright: ignore[reportReturnType]
        case t.Literally(value):
            return (value, value) if isinstance(value, date) else None
        case t.AssessedOn():
            return assessed_on, assessed_on
        case t.Later(day, months):
            base = span(day, env, assessed_on)
            return None if base is None else (months_later(base[0], months), months_later(base[1], months))
