"""What the unknown facts of a case may be: the ground (:mod:`.grounding`) of its worlds.

Every unknown fact that a term reads becomes a variable with the values that comparisons can tell apart (:mod:`.cuts`),
every member of a set and every question that the law leaves open one of *no* and *yes*. What is known is decided as the
formula is made. A list that may hold more gets a new item, which may be there or not, for each *some item* that is
asked of it: if a world makes *some item* true by an item that the case does not list, then so does that new item with
the same facts, and whatever is asked of each item is asked of it too. So finitely many new items stand for all
(T. Skolem, 1920). What is asked of a new item is stated once a search takes it to be there (:meth:`realise`).

What the vocabulary says cannot be (orders and consequences) is in ``given``: each formula there holds in every world.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping
from copy import copy
from typing import Any

from msgspec import Struct, field

from ..case.address import Address
from ..case.facts import Value, View, new_item
from ..case.vocabulary import ROOT, FactSpec, Limit, Order, Vocabulary
from ..law import terms as t
from ..truth.comparisons import decide, operand_value, span
from .cuts import Cuts
from .formula import Either, Every, Formula, Growing, Literal, Related, either
from .grounding import NO_OR_YES, Env, Side, grounded
from .solver import Exhausted

#: New items of one list; more are never needed by any act seen, and might not end.
MOST_NEW_ITEMS = 200


class Variable(Struct, frozen=True):
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


class Seen(Struct, frozen=True):
    """What is known on some readings: ``truth`` says what is certain already of a named term for the items bound;
    ``shown``, on the record, what the burden of proof makes of a matter. ``made`` are the formulas made of it."""

    readings: Mapping[str, str]
    truth: Callable[[t.Named, Env], t.Truth]
    shown: Callable[[t.Shown, Env], t.Truth] | None
    made: dict[tuple[Hashable, ...], Formula]


class Asked(Struct, frozen=True):
    """What is asked of items of a list, on some readings, each under the name ``item``: another part of ``growing`` for
    each new item."""

    growing: Growing
    term: t.Term
    env: Env
    item: str
    sign: bool
    seen: Seen


class List(Struct):
    """A list that may hold more than is known: the variables that say whether its new items are there, and what is
    asked of each item of it."""

    new: list[int] = field(default_factory=list[int])
    asked: list[Asked] = field(default_factory=list[Asked])


class Unknowns:
    """The variables of one case on one day, and formulas over them, on some readings (:class:`Seen`)."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        cuts: Cuts,
        case: View,
        readings: Mapping[str, str],
        truth: Callable[[t.Named, Env], t.Truth] = lambda term, env: None,
        shown: Callable[[t.Shown, Env], t.Truth] | None = None,
    ) -> None:
        self.vocabulary, self.cuts, self.case = vocabulary, cuts, case
        self._see(Seen(readings, truth, shown, {}))
        self.most_new = MOST_NEW_ITEMS
        self.assessed_on = cuts.assessed_on
        self.variables: list[Variable] = []
        self.full: list[int] = []
        self.given: list[Formula] = []
        self.lists: dict[Address, List] = {}
        self._numbers: dict[Hashable, int] = {}
        self.masks: dict[Hashable, int] = {}
        self.new_items: dict[int, View] = {}  # items, by the variables that say whether they are there
        self._added: dict[Address, View] = {}
        self._limited: set[tuple[Limit, Address]] = set()
        self.asked_of: dict[int, Growing] = {}  # of a new item, by the variable that says whether it is there
        self.waiting: dict[int, list[Asked]] = {}

    def _see(self, seen: Seen) -> None:
        self.seen, self.readings, self.made = seen, seen.readings, seen.made

    def on(self, seen: Seen) -> Unknowns:
        """The same variables, on other readings."""
        if seen is self.seen:
            return self
        other = copy(self)
        other._see(seen)
        other.most_new = MOST_NEW_ITEMS // 2  # the rest is kept for those to whom they belong
        return other

    def formula(self, term: t.Term, items: Env | None = None, *, sign: bool = True) -> Formula:
        """The formula that a term is true, or with ``sign`` false that it is false, for the items bound."""
        return grounded(term, {ROOT: self.case, **(items or {})}, sign, self)

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

    def realise(self, there: int, asked: Container[Growing]) -> int:
        """State what is ``asked`` of a new item if it is there; put off until a search
        takes it to be so, which few ever are. Returns how much there was to state."""
        now = [each for each in self.waiting[there] if each.growing in asked]
        for each in now:
            env = {**each.env, each.item: self.new_items[there]}
            formula = grounded(each.term, env, each.sign, self.on(each.seen))
            each.growing.parts.append(self.either([Literal(there, 0b01), formula]))
            # only then: what could not be stated, since too many items were needed, is still to be stated
            self.waiting[there] = [other for other in self.waiting[there] if other is not each]
            each.growing.waiting.discard(there)
        return len(now)

    # --- what a term is grounded in ----------------------------------------------------------------------------------

    def known(self, term: t.Named | t.Compare, env: Env) -> t.Truth:
        return decide(term, env, self.assessed_on) if isinstance(term, t.Compare) else self.seen.truth(term, env)

    def side(self, operand: t.Operand, env: Env, member: str = "") -> Side:
        value = None if member else operand_value(operand, env, self.assessed_on)
        if value is None and isinstance(operand, t.Fact):
            return self._fact(operand, env[operand.scope], member), None
        return None, value

    def values(self, at: int) -> tuple[Any, ...]:
        return self.variables[at].values

    def literal(self, at: int, mask: int) -> Formula:
        return Literal(at, mask) if 0 < mask < self.full[at] else bool(mask)

    def either(self, parts: Iterable[Formula]) -> Formula:
        return either(parts, self.full)

    def related(self, relation: Related) -> Formula:
        return relation

    def opened(self, term: t.Const, env: Env, sign: bool) -> Formula:
        """What is open whatever the facts may be answered either way, once for each thing that it is asked of."""
        bound = tuple(sorted(view.address.text for item, view in env.items() if item != ROOT))
        asked = ("open", id(term), bound)  # two questions may be in the same words
        at = self._number(asked, lambda: Variable(NO_OR_YES, Address(), question=term.why))
        return Literal(at, 0b10 if sign else 0b01)

    def shown(self, term: t.Shown, env: Env, sign: bool) -> Formula:
        truth = self.seen.shown(term, env) if self.seen.shown is not None else None
        return grounded(term.child, env, sign, self) if truth is None else truth is sign

    def others(self, term: t.Each | t.Some, env: Env, sign: bool) -> Iterable[Formula]:
        new = self._some_new if isinstance(term, t.Some) is sign else self._each_new
        return () if env[term.scope].items(term.list).complete else (new(term, env, sign),)

    # --- lists -------------------------------------------------------------------------------------------------------

    def _some_new(self, term: t.Each | t.Some, env: Env, sign: bool) -> Formula:
        """That the case has one more item, of which this is so."""
        holder = env[term.scope]
        address = holder.address.fact(term.list)
        entry = self.lists.setdefault(address, List())
        number = len(entry.new) + 1
        if number > self.most_new:
            raise Exhausted(f"more than {self.most_new} new items of {address.text}")
        at = holder.address.member(term.list, term.item, f"+{number}")
        item = new_item(holder.items(term.list).other, at, f"new {term.item} {number}")
        there = self._number(at, lambda: Variable(NO_OR_YES, at))
        entry.new.append(there)
        self.new_items[there] = item
        self._added.update((each.address, each) for each in item.walk())
        of_it = self.asked_of[there] = Growing(waiting={there})
        self.given.append(of_it)
        self.waiting[there] = [Asked(of_it, term.child, env, term.item, sign, self.seen), *entry.asked]
        for each in entry.asked:
            each.growing.waiting.add(there)
        return Literal(there, 0b10)

    def _each_new(self, term: t.Each | t.Some, env: Env, sign: bool) -> Formula:
        """That this is so of each new item, of those made later too."""
        entry = self.lists.setdefault(env[term.scope].address.fact(term.list), List())
        each = Asked(Growing(waiting={*entry.new}), term.child, env, term.item, sign, self.seen)
        entry.asked.append(each)
        for there in entry.new:
            self.waiting[there].append(each)
        return each.growing

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
            within = (bounds[0] <= day <= bounds[1] for day in self.variables[at].values)
            self.given.append(self.literal(at, sum(1 << place for place, fits in enumerate(within) if fits)))
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
        formula = grounded(_term(limit, self.vocabulary), env, True, self)
        there = self._numbers.get(deepest.address)
        self.given.append(formula if there is None else self.either([Literal(there, 0b01), formula]))

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
