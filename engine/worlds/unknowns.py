"""What comparisons ask of unknown facts: each narrows what a fact may still be, or relates two of them.

A comparison of known values decides itself. One unknown fact of few values keeps those that fit; a day or a number is
bounded; two unknown days or numbers are related (:mod:`.bounds`). A question that the law leaves open whatever the
facts counts as a fact of its own for each thing that it is asked of, and may be answered either way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from ..case.facts import Value, View
from ..case.vocabulary import ROOT, FactSpec, Vocabulary
from ..law import terms as t
from ..truth.comparisons import holds, operand_value
from . import bounds as b

Env = dict[str, View]
#: A term, the items bound, and whether it is wanted true.
Wanted = tuple[t.Term, Env, bool]

BOTH = frozenset({True, False})
#: The truth of a comparison turned round.
SIDES: dict[str, tuple[b.Side, b.Side]] = {
    "before": ("lt", "ge"),
    "by": ("by", "not_by"),
    "from": ("ge", "lt"),
    "after": ("gt", "le"),
    "at_most": ("le", "gt"),
    "at_least": ("ge", "lt"),
    "more_than": ("gt", "le"),
    "less_than": ("lt", "ge"),
}


class Exhausted(Exception):
    """The search was given up: its budget is used up, or it asks for more new items than are allowed."""


@dataclass(slots=True)
class Unknowns:
    """The unknown facts that a search has met, by the identity of their scope, their key and (for sets) the member."""

    vocabulary: Vocabulary
    assessed_on: date
    store: b.Store = field(default_factory=b.Store)
    facts: dict[b.Key, tuple[View, FactSpec, str]] = field(default_factory=dict[b.Key, tuple[View, FactSpec, str]])
    opens: dict[b.Key, t.Const] = field(default_factory=dict[b.Key, t.Const])

    # --- comparisons -------------------------------------------------------------------------------------------------

    def compare(self, term: t.Compare, env: Env, sign: bool, why: int) -> int | tuple[Wanted, ...] | None:
        """Ask for the truth of a comparison: ``None``, the decisions that contradict each other, or comparisons of
        which one must hold (a number that is not 5 is less or more)."""
        left = operand_value(term.left, env, self.assessed_on)
        right = operand_value(term.right, env, self.assessed_on)
        if left is not None and right is not None:
            truth = holds(term.op, left, right)
            if truth is not None:
                return None if truth is sign else why
        if term.op == "has":
            member = cast("str", cast("t.Literally", term.right).value)
            return self.store.keep(self._fact(cast("t.Fact", term.left), env, member), frozenset({sign}), why)
        kind = self._type(term.left if isinstance(term.left, t.Fact) else term.right)
        if kind in ("date", "number"):
            return self._ordered(term, env, sign, why, left, right)
        if left is None and right is None:
            raise Exhausted("two unknown facts of few values are compared")
        operand, value = (term.left, right) if left is None else (term.right, left)
        key = self._fact(cast("t.Fact", operand), env)
        same = frozenset({value})
        return self.store.keep(key, same if sign else self._whole(key) - same, why)

    def _ordered(
        self, term: t.Compare, env: Env, sign: bool, why: int, left: Any, right: Any
    ) -> int | tuple[Wanted, ...] | None:
        if term.op == "is":
            if not sign:
                sides: tuple[t.Op, t.Op] = ("less_than", "more_than")
                return tuple((t.Compare(term.left, op, term.right), env, True) for op in sides)
            clash = self._bound("ge", term, env, why, left, right)
            return self._bound("le", term, env, why, left, right) if clash is None else clash
        return self._bound(SIDES[term.op][not sign], term, env, why, left, right)

    def _bound(self, side: b.Side, term: t.Compare, env: Env, why: int, left: Any, right: Any) -> int | None:
        if right is not None:
            point, key = b.point_of(right), self._fact(cast("t.Fact", term.left), env)
            bound = b.reach(point, side, 0)
            narrow = self.store.at_most if side in ("le", "lt", "by") else self.store.at_least
            return narrow(key, bound, why)
        fact, months = (term.right.day, term.right.months) if isinstance(term.right, t.Later) else (term.right, 0)
        key = self._fact(cast("t.Fact", fact), env)
        if left is not None:
            point = b.point_of(left)
            if side in ("le", "lt", "by"):
                if side == "by" and point == b.NEVER_POINT:
                    return why
                bound = b.least_reaching(point, side, months)
                return None if bound is None else self.store.at_least(key, bound, why)
            bound = b.greatest_within(point, side, months)
            return None if bound is None else self.store.at_most(key, bound, why)
        return self.store.relate(b.Relation(self._fact(cast("t.Fact", term.left), env), side, key, months, why))

    def peek(self, term: t.Compare, env: Env, sign: bool) -> tuple[t.Truth, int]:
        """Whether a comparison is satisfied or contradicted already, with the decisions that it rests on."""
        if isinstance(term.left, t.Fact) and term.op == "is":
            left_over = self.store.finite.get((env[term.left.scope].address, term.left.key, ""))
            if left_over is not None:
                return self._peek_values(left_over, cast("t.Literally", term.right).value, sign)
        left = operand_value(term.left, env, self.assessed_on)
        right = operand_value(term.right, env, self.assessed_on)
        if left is not None and right is not None:
            truth = holds(term.op, left, right)
            if truth is not None:
                return truth is sign, 0
        if term.op == "has":
            member = cast("str", cast("t.Literally", term.right).value)
            values, why = self.store.finite[self._fact(cast("t.Fact", term.left), env, member)]
            return (None, 0) if len(values) > 1 else (sign in values, why)
        if left is None and right is None:
            return None, 0
        operand = term.left if left is None else term.right
        kind = self._type(operand)
        if kind not in ("date", "number"):
            key = self._fact(cast("t.Fact", operand), env)
            return self._peek_values(self.store.finite[key], right if left is None else left, sign)
        if left is not None or not isinstance(operand, t.Fact):
            return None, 0
        return self._peek_bounds(term.op, self._fact(operand, env), b.point_of(cast("Value", right)), sign)

    def _peek_values(self, left_over: tuple[frozenset[Any], int], value: object, sign: bool) -> tuple[t.Truth, int]:
        values, why = left_over
        if value not in values:
            return not sign, why
        return (None, 0) if len(values) > 1 else (sign, why)

    def _peek_bounds(self, op: t.Op, key: b.Key, point: b.Point, sign: bool) -> tuple[t.Truth, int]:
        (low, why_low), (high, why_high) = self.store.low[key], self.store.high[key]
        if op == "is":
            if low == high == point:
                return sign, why_low | why_high
            if point < low or point > high:
                return not sign, why_low if point < low else why_high
            return None, 0
        for truth, side in zip((True, False), SIDES[op], strict=True):
            bound = b.reach(point, side, 0)
            if side in ("le", "lt", "by"):
                if high <= bound:
                    return truth is sign, why_high
            elif low >= bound:
                return truth is sign, why_low
        return None, 0

    # --- facts -------------------------------------------------------------------------------------------------------

    def _type(self, operand: t.Operand) -> str:
        fact = operand.day if isinstance(operand, t.Later) else operand
        return self.vocabulary.facts[fact.path].type if isinstance(fact, t.Fact) else "date"

    def answer(self, term: t.Const, env: Env, sign: bool, why: int) -> int | None:
        """Take what is open whatever the facts to be answered so."""
        return self.store.keep(self._open(term, env), frozenset({sign}), why)

    def peek_open(self, term: t.Const, env: Env, sign: bool) -> tuple[t.Truth, int]:
        """Whether it was taken to be answered so, or otherwise, already."""
        left, why = self.store.finite[self._open(term, env)]
        return (None, 0) if len(left) > 1 else (sign in left, why)

    def _open(self, term: t.Const, env: Env) -> b.Key:
        """What is open whatever the facts counts as a fact of its own, for the items bound."""
        key = (id(term), *sorted(scope.address.text for item, scope in env.items() if item != ROOT))
        if key not in self.store.finite:
            self.store.finite[key] = (BOTH, 0)
            self.opens[key] = term
        return key

    def _fact(self, fact: t.Fact, env: Env, member: str = "") -> b.Key:
        """The key of an unknown fact, with all the values that it may have on first use."""
        scope = env[fact.scope]
        key = (scope.address, fact.key, member)
        if key in self.facts:
            return key
        spec = self.vocabulary.facts[fact.path]
        self.facts[key] = (scope, spec, member)
        if spec.type in ("date", "number"):
            self._open_range(key, scope, fact, spec)
        else:
            self.store.finite[key] = (self._whole(key), 0)
        return key

    def _open_range(self, key: b.Key, scope: View, fact: t.Fact, spec: FactSpec) -> None:
        """The range of a day or number at the start; of two days in a fixed order, the one bounds the other."""
        store = self.store
        low, high = ((0.0, 0), b.NO_NUMBER) if spec.type == "number" else (1, b.LAST_DAY)
        store.low[key], store.high[key] = (low, 0), (b.NEVER_POINT if spec.never else high, 0)
        for pair in self.vocabulary.orders:
            if fact.path not in pair:
                continue
            earlier, later = (self.vocabulary.split(path)[1] for path in pair)
            other = later if fact.key == earlier else earlier
            value = scope.values.get(other)
            if value is not None:
                bounds = store.high if fact.key == earlier else store.low
                bounds[key] = (b.point_of(cast("Value", value)), 0)
            elif (scope.address, other, "") in self.facts:
                relation = b.Relation((scope.address, earlier, ""), "le", (scope.address, later, ""), 0, 0)
                for side in (relation.left, relation.right):
                    store.relations[side] = (*store.relations.get(side, ()), relation)

    def _whole(self, key: b.Key) -> frozenset[Any]:
        _, spec, _ = self.facts[key]
        return frozenset(spec.choices) if spec.type == "choice" else BOTH
