"""A case as variables of few values, and a term as a formula over them: what the unknown facts may still be.

Every unknown fact that a term reads becomes a variable with the values that comparisons can tell apart (:mod:`.cuts`),
every member of a set and every question that the law leaves open one of *no* and *yes*. What is known is decided as the
formula is made. A list that may hold more gets a new item, which may be there or not, for each *some item* that is
asked of it: if a world makes *some item* true by an item that the case does not list, then so does that new item with
the same facts, and whatever is asked of each item is asked of it too. So finitely many new items stand for all
(T. Skolem, 1920). What is asked of a new item is stated once a search takes it to be there (:meth:`realise`).

What the vocabulary says cannot be (orders and consequences) is in ``given``: each formula there holds in every world.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ..case.address import Address
from ..case.facts import NEVER, Value, View, new_item
from ..case.vocabulary import ROOT, FactSpec, Limit, Order, Vocabulary
from ..law import terms as t
from ..truth.comparisons import decide, holds, months_later, operand_value, span
from .cuts import Cuts
from .formula import Either, Every, Formula, Growing, Literal, Related, either, every
from .solver import Exhausted

#: New items of one list; more are never needed by any act seen, and might not end.
MOST_NEW_ITEMS = 200

NO_OR_YES = (False, True)
Env = Mapping[str, View]
#: The truth of a comparison turned round, as an order: whether the left side is at most the right one, and strictly.
AT_MOST = {"before": (True, True), "by": (True, False), "at_most": (True, False), "less_than": (True, True)}
AT_LEAST = {"from": (False, False), "after": (False, True), "at_least": (False, False), "more_than": (False, True)}
SIDES = {**AT_MOST, **AT_LEAST}


@dataclass(frozen=True, slots=True)
class Variable:
    """What a fact, a member of a set, the presence of a new item, or the answer to an open question may be.

    ``address`` is that of the fact or of the new item; ``question`` is what the law leaves open.
    """

    values: tuple[Any, ...]
    address: Address
    spec: FactSpec | None = None
    member: str = ""
    question: str = ""

    @property
    def full(self) -> int:
        return (1 << len(self.values)) - 1


@dataclass(slots=True)
class List:
    """A list that may hold more than is known: its new items, each with the variable that says whether it is there,
    and what is asked of each item of it."""

    new: list[tuple[int, View]] = field(default_factory=list[tuple[int, View]])
    asked: list[tuple[Growing, t.Each | t.Some, Env, bool]] = field(
        default_factory=list[tuple[Growing, "t.Each | t.Some", Env, bool]]
    )


class Grounding:
    """The variables of one case on one day, and formulas over them.

    ``truth`` says what is certain already of a named term for the items bound; ``shown``, on the record, what the
    burden of proof makes of a matter.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        cuts: Cuts,
        case: View,
        readings: Mapping[str, str],
        truth: Callable[[t.Named, Env], t.Truth] = lambda term, env: None,
        shown: Callable[[t.Shown, Env], t.Truth] | None = None,
    ) -> None:
        self.vocabulary, self.cuts, self.case, self.readings = vocabulary, cuts, case, readings
        self.truth, self.shown = truth, shown
        self.assessed_on = cuts.assessed_on
        self.variables: list[Variable] = []
        self.full: list[int] = []
        self.given: list[Formula] = []
        self.lists: dict[Address, List] = {}
        self._numbers: dict[Hashable, int] = {}
        self._made: dict[Hashable, Formula] = {}
        self._masks: dict[Hashable, int] = {}
        self._added: dict[Address, View] = {}
        self._limited: set[tuple[Limit, Address]] = set()
        self.asked_of: dict[int, Growing] = {}  # of a new item, by the variable that says whether it is there
        self.waiting: dict[int, list[tuple[Growing, t.Term, Env, bool]]] = {}

    def formula(self, term: t.Term, items: Env | None = None, *, sign: bool = True) -> Formula:
        """The formula that a term is true, or with ``sign`` false that it is false, for the items bound."""
        return self._of(term, {ROOT: self.case, **(items or {})}, sign)

    def is_free(self, term: t.Term, items: Env) -> bool:
        """Whether an open term is plainly true in some world and false in another: it reads each unknown fact once, and
        none that is limited by others. (What is not found free may be so all the same.)"""
        seen: set[int] = set()
        waiting = [self.formula(term, items)]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Every | Either):
                waiting.extend(part.parts)
            elif not isinstance(part, Literal) or part.variable in seen or self._is_limited(part.variable):
                return False
            else:
                seen.add(part.variable)
        return True

    def _is_limited(self, variable: int) -> bool:
        spec = self.variables[variable].spec
        if spec is None:
            return not self.variables[variable].question
        return bool(self.vocabulary.limits_on(spec.path) or self.vocabulary.presumed_on(spec.path))

    def realise(self, there: int, asked: Container[int]) -> int:
        """State what is ``asked`` (by the identity of what grows) of a new item if it is there; put off until a search
        takes it to be so, which few ever are. Returns how much there was to state."""
        now = [entry for entry in self.waiting[there] if id(entry[0]) in asked]
        self.waiting[there] = [entry for entry in self.waiting[there] if id(entry[0]) not in asked]
        for growing, term, env, sign in now:
            growing.parts.append(either([Literal(there, 0b01), self._of(term, env, sign)], self.full))
        return len(now)

    # --- terms -------------------------------------------------------------------------------------------------------

    def _of(self, term: t.Term, env: Env, sign: bool) -> Formula:
        match term:
            case t.Compare():
                truth = decide(term, env, self.assessed_on)
                return self._comparison(term, env, sign) if truth is None else truth is sign
            case t.Named():
                return self._named(term, env, sign)
            case t.Not():
                return self._of(term.child, env, not sign)
            case t.All() | t.Any():
                parts = (self._of(child, env, sign) for child in term.children)
                return every(parts, self.full) if isinstance(term, t.All) is sign else either(parts, self.full)
            case t.Each() | t.Some():
                return self._items(term, env, sign)
            case t.Choose():
                return self._of(dict(term.branches)[self.readings[term.reading]], env, sign)
            case t.Shown():
                truth = self.shown(term, env) if self.shown is not None else None
                return self._of(term.child, env, sign) if truth is None else truth is sign
            case t.Const():
                return self._open(term, env, sign) if term.value is None else term.value is sign

    def _named(self, term: t.Named, env: Env, sign: bool) -> Formula:
        key = (term.name, sign, *[env[item] for item in term.about])
        if key not in self._made:
            truth = self.truth(term, env)
            self._made[key] = self._of(term.child, env, sign) if truth is None else truth is sign
        return self._made[key]

    def _open(self, term: t.Const, env: Env, sign: bool) -> Formula:
        """What is open whatever the facts may be answered either way, once for each thing that it is asked of."""
        bound = tuple(sorted(view.address.text for item, view in env.items() if item != ROOT))
        asked = ("open", id(term), bound)  # two questions may be in the same words
        at = self._number(asked, lambda: Variable(NO_OR_YES, Address(), question=term.why))
        return Literal(at, 0b10 if sign else 0b01)

    def _items(self, term: t.Each | t.Some, env: Env, sign: bool) -> Formula:
        holder = env[term.scope]
        members = holder.items(term.list)
        parts = [self._of(term.child, {**env, term.item: item}, sign) for item in members.known]
        some = isinstance(term, t.Some) is sign
        if not members.complete:
            parts.append(self._some_new(term, env, sign) if some else self._each_new(term, env, sign))
        return either(parts, self.full) if some else every(parts, self.full)

    def _some_new(self, term: t.Each | t.Some, env: Env, sign: bool) -> Formula:
        """That the case has one more item, of which this is so."""
        holder = env[term.scope]
        address = holder.address.fact(term.list)
        entry = self.lists.setdefault(address, List())
        number = len(entry.new) + 1
        if number > MOST_NEW_ITEMS:
            raise Exhausted(f"more than {MOST_NEW_ITEMS} new items of {address.text}")
        at = holder.address.member(term.list, term.item, f"+{number}")
        item = new_item(holder.items(term.list).other, at, f"new {term.item} {number}")
        there = self._number(at, lambda: Variable(NO_OR_YES, at))
        entry.new.append((there, item))
        self._added.update((each.address, each) for each in item.walk())
        of_it = self.asked_of[there] = Growing([])
        self.given.append(of_it)
        self.waiting[there] = [(of_it, term.child, {**env, term.item: item}, sign)]
        for growing, asked, bound, truth in entry.asked:
            self.waiting[there].append((growing, asked.child, {**bound, asked.item: item}, truth))
        return Literal(there, 0b10)

    def _each_new(self, term: t.Each | t.Some, env: Env, sign: bool) -> Formula:
        """That this is so of each new item, of those made later too."""
        entry = self.lists.setdefault(env[term.scope].address.fact(term.list), List())
        growing = Growing([])
        entry.asked.append((growing, term, env, sign))
        for there, item in entry.new:
            self.waiting.setdefault(there, []).append((growing, term.child, {**env, term.item: item}, sign))
        return growing

    # --- comparisons -------------------------------------------------------------------------------------------------

    def _comparison(self, term: t.Compare, env: Env, sign: bool) -> Formula:
        left, right = term.left, term.right
        if term.op == "has":
            member = str(cast("t.Literally", right).value)
            return Literal(
                self._fact(cast("t.Fact", left), env[cast("t.Fact", left).scope], member), 0b10 if sign else 0b01
            )
        months = right.months if isinstance(right, t.Later) else 0
        base = right.day if isinstance(right, t.Later) else right
        one, other = operand_value(left, env, self.assessed_on), operand_value(base, env, self.assessed_on)
        if one is None and other is None:
            return self._related(term.op, cast("t.Fact", left), cast("t.Fact", base), months, env, sign)
        unknown = cast("t.Fact", left if one is None else base)
        at = self._fact(unknown, env[unknown.scope])
        return self._literal(at, self._fitting(at, term.op, one, other, months, sign))

    def _fitting(self, at: int, op: t.Op, one: Any, other: Any, months: int, sign: bool) -> int:
        """The values of a variable with which a comparison has the truth ``sign``, the other side being known."""
        values = self.variables[at].values
        key = (id(values), op, one, other, months, sign)
        mask = self._masks.get(key)
        if mask is None:
            mask = 0
            limit: Any = months_later(other, months) if months and other is not None else other
            for place, value in enumerate(values):
                if one is None:
                    fits = holds(op, value, limit)
                else:
                    fits = holds(op, one, months_later(value, months) if months else value)
                mask |= (fits is sign) << place
            self._masks[key] = mask
        return mask

    def _literal(self, at: int, mask: int) -> Formula:
        return Literal(at, mask) if 0 < mask < self.full[at] else bool(mask)

    def _related(self, op: t.Op, one: t.Fact, other: t.Fact, months: int, env: Env, sign: bool) -> Formula:
        """That two unknown facts stand in a relation, the right one counted some months later."""
        left, right = self._fact(one, env[one.scope]), self._fact(other, env[other.scope])
        if self.vocabulary.facts[one.path].type not in ("date", "number"):
            pairs = [
                every([self._literal(left, 1 << a), self._literal(right, 1 << b)], self.full)
                for a, value in enumerate(self.variables[left].values)
                for b, limit in enumerate(self.variables[right].values)
                if holds(op, value, limit) is sign
            ]
            return either(pairs, self.full)
        if op == "is":
            if sign:
                return every([self._order(left, right, months, most, False) for most in (True, False)], self.full)
            return either([self._order(left, right, months, most, True) for most in (True, False)], self.full)
        at_most, strictly = SIDES[op]
        formula = self._order(left, right, months, at_most is sign, strictly is sign)
        if op == "by":  # a day that never comes is by no day, itself included
            never = self._literal(left, self._fitting(left, "is", None, NEVER, 0, not sign))
            return every([formula, never], self.full) if sign else either([formula, never], self.full)
        return formula

    def _order(self, left: int, right: int, months: int, at_most: bool, strictly: bool) -> Formula:
        """That one variable is at most (or at least) another, or strictly less (or more)."""
        values, others = self.variables[left].values, self.variables[right].values
        if left == right:
            return self._literal(left, sum(
                1 << at for at, value in enumerate(values)
                for limit in [months_later(value, months) if months else value]
                if (not strictly and value == limit) or (value < limit if at_most else value > limit)
            ))  # fmt: skip
        cut = bisect_left if at_most is strictly else bisect_right

        def limit(place: int) -> int:
            """The values that go with one of the right side: those up to (or from) it."""
            value = others[place]
            upto = (1 << cut(values, months_later(value, months) if months else value)) - 1
            return upto if at_most else ~upto

        return Related(left, right, at_most, limit)

    # --- variables ---------------------------------------------------------------------------------------------------

    def _number(self, key: Hashable, make: Callable[[], Variable]) -> int:
        found = self._numbers.get(key)
        if found is None:
            variable = make()
            found = self._numbers[key] = len(self.variables)
            self.variables.append(variable)
            self.full.append(variable.full)
        return found

    def _fact(self, fact: t.Fact, view: View, member: str = "") -> int:
        address = view.address.fact(fact.key)
        known = self._numbers.get((address, member))
        if known is not None:
            return known
        spec = self.vocabulary.facts[fact.path]
        at = self._number((address, member), lambda: Variable(self._values(spec, member), address, spec, member))
        bounds = span(fact, {fact.scope: view}, self.assessed_on) if spec.type == "date" else None
        if bounds is not None:
            self.given.append(self._literal(at, self._fitting(at, "from", None, bounds[0], 0, True)))
            self.given.append(self._literal(at, self._fitting(at, "after", None, bounds[1], 0, False)))
        for limit in self.vocabulary.limits_on(spec.path):
            for env in self._instances(limit, view):
                self._limit(limit, env)
        for order in self.vocabulary.presumed_on(spec.path):
            for env in self._instances(order, view):
                self._limit(order, env)
        return at

    def _instances(self, limit: Limit, view: View) -> Iterator[dict[str, View]]:
        """The things that a limit speaks of, one of which is ``view``: those that hold it and, where the limit speaks
        of items in its lists, each of these that the case lists."""
        steps = view.address.steps
        holders = [Address(steps[: depth + 1]) for depth in range(len(steps))]
        bound = {ROOT: self.case}
        for at in holders:
            bound[at.item] = self._added.get(at) or (view if at == view.address else self.case.at(at))
        found = [bound]
        for item in self.vocabulary.deepest(limit):
            if item not in bound:
                holder, name = self.vocabulary.split(self.vocabulary.items[item].path)
                found = [{**env, item: each} for env in found for each in env[holder].items(name).known]
        yield from found

    def _limit(self, limit: Limit, env: dict[str, View]) -> None:
        """Add to ``given`` what cannot be, for the items bound; of a new item only if it is there."""
        deepest = env[self.vocabulary.deepest(limit)[-1]] if self.vocabulary.deepest(limit) else self.case
        if (limit, deepest.address) in self._limited:
            return
        self._limited.add((limit, deepest.address))
        formula = self._of(_term(limit, self.vocabulary), env, True)
        there = self._numbers.get(deepest.address)
        self.given.append(formula if there is None else either([Literal(there, 0b01), formula], self.full))

    def _values(self, spec: FactSpec, member: str) -> tuple[Any, ...]:
        if member or spec.type == "bool":
            return NO_OR_YES
        if spec.type == "date":
            days = self.cuts.days(spec.path)
            return days if spec.never else days[:-1]
        return self.cuts.numbers(spec.path) if spec.type == "number" else spec.choices


def _term(limit: Limit, vocabulary: Vocabulary) -> t.Term:
    """What facts can only be together, as a term that is true in every world."""

    def is_so(path: str, value: Value) -> t.Term:
        return t.Compare(t.Fact(*vocabulary.split(path)), "is", t.Literally(value))

    unless = tuple(t.Not(is_so(path, value)) for path, value in limit.when)
    if isinstance(limit, Order):
        earlier, later = (t.Fact(*vocabulary.split(path)) for path in (limit.earlier, limit.later))
        excepted = (t.All(tuple(is_so(path, value) for path, value in limit.unless)),) if limit.unless else ()
        return t.Any((*unless, *excepted, t.Not(t.Compare(later, "before", earlier))))
    return t.Any((*unless, is_so(*limit.then)))
