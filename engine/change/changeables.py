"""What could be established or changed in a case: the ground (:mod:`..worlds.grounding`) of its changes.

Each fact becomes a variable (:mod:`.variables`), known or not, with the values that comparisons can tell apart
(:mod:`..worlds.cuts`). A list that may hold more, or to which something may be added, becomes a variable too: how many
new items it holds, or, of a list of the case that is not complete, that it is left open. New items have facts of their
own, which matter where the list holds so many; a new item of a list inside an item (a period of use) is stated as a
whole with its list.

What can be changed: an unknown fact can be established, whatever it turns out to be, and so can a list that may hold
more. A known fact can be changed unless the vocabulary marks it as fixed; a day that lies before the day assessed is
past, and a day that does not can only become one that is not past either. To a complete list one can add what begins
on the day assessed or later, unless the list records what its author chose to record, or is the list of units.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise, product
from typing import Any, cast

from ..case.address import Address
from ..case.entailment import closed
from ..case.facts import NEVER, Entailed, View, new_item
from ..case.vocabulary import ROOT, FactSpec, ListSpec
from ..law import terms as t
from ..law.rulebook import Rulebook
from ..truth.comparisons import holds
from ..truth.evaluator import Question
from ..worlds.cuts import Cuts
from ..worlds.formula import Formula, Literal, Related, Unless, either, every
from ..worlds.grounding import NO_OR_YES, Env, Side, grounded
from ..worlds.worlds import groups
from .variables import ANY_LENGTH, Place, Variable, inside

#: New items of one list of the case; of the units, two, of which one may pass and one fail.
MOST_NEW, MOST_NEW_UNITS = 7, 2


@dataclass
class Changeables:
    """The variables of one case and question, and formulas over them.

    The lists of the case get at most ``new`` new items, all together. ``everything`` lets facts be changed that nobody
    can change any more, to see what stands in the way; ``every_fact`` those too that are not proposed. ``earliest`` is
    the first day on which something can be done, the day assessed unless a later one is asked about.

    ``fresh`` has the new items of each list; ``within`` says of those of the case's lists to which list they belong,
    their number, and the place inside, ``whole`` of others the list with which they are stated; ``added`` are the items
    of lists that were complete.
    """

    rulebook: Rulebook
    case: View
    question: Question
    new: int = 0
    everything: bool = False
    every_fact: bool = False
    earliest: date = date.min
    variables: list[Variable] = field(default_factory=list[Variable])
    full: list[int] = field(default_factory=list[int])
    fresh: dict[Place, list[View]] = field(default_factory=dict[Place, list[View]])
    within: dict[Address, tuple[tuple[Place, int], str]] = field(
        default_factory=dict[Address, tuple[tuple[Place, int], str]]
    )
    whole: dict[Address, Place] = field(default_factory=dict[Address, Place])
    added: set[Address] = field(default_factory=set[Address])
    readings: Mapping[str, str] = field(init=False)
    made: dict[tuple[Hashable, ...], Formula] = field(default_factory=dict[tuple[Hashable, ...], Formula])
    masks: dict[Hashable, int] = field(default_factory=dict[Hashable, int])
    _cuts: Cuts = field(init=False)
    _index: dict[tuple[Address, str, str], int] = field(default_factory=dict[tuple[Address, str, str], int])
    _first: dict[str, View] = field(default_factory=dict[str, View])
    _values: dict[str, tuple[Any, ...]] = field(default_factory=dict[str, tuple[Any, ...]])

    def __post_init__(self) -> None:
        if self.earliest == date.min:
            self.earliest = self.question.assessed_on
        self.readings = self.question.readings
        self._cuts = Cuts(groups(self.rulebook), self.case, self.question.assessed_on, self.earliest)

    @cached_property
    def _bounds(self) -> Mapping[Place, Entailed]:
        """What known facts entail of unknown ones where whatever makes an order of days hold is so, if it may be: the
        same set of changes may make it so."""
        vocabulary = self.rulebook.vocabulary
        when = dict(pair for order in (*vocabulary.before, *vocabulary.presumed) for pair in order.when)
        so = {
            view.address.fact(key): value
            for view in self.case.walk()
            for scope, key, value in ((*vocabulary.split(path), value) for path, value in when.items())
            if scope == view.address.item and view.value(key) is None
        }
        whole, excluded = closed(self.case.with_values(so), vocabulary)
        views = (self.case if excluded else whole).walk()
        return {(view.address, key): entailed for view in views for key, entailed in view.entailed.items()}

    def formula(self, term: t.Term, sign: bool, items: Env | None = None) -> Formula:
        """The formula that a term is true, or with ``sign`` false that it is false, for the items bound, with no more
        new items than there may be."""
        made = grounded(term, {ROOT: self.case, **(items or {})}, sign, self)
        return every([*self._few_enough(), made], self.full)

    @property
    def new_items(self) -> int:
        """How many new items the lists of the case could get, were there no limit on all together."""
        return sum(len(items) for (holder, _), items in self.fresh.items() if not holder.steps)

    def _few_enough(self) -> Iterator[Formula]:
        """That the lists of the case together get no more new items than there may be."""
        counts = [at for at, variable in enumerate(self.variables) if variable.is_root_list]
        most = [max(self.variables[at].values) for at in counts]
        for numbers in product(*(range(number + 1) for number in most)):
            if sum(numbers) == self.new + 1:
                more = [(at, number) for at, number in zip(counts, numbers, strict=True) if number]
                yield self.either(self.literal(at, self._fewer(at, number)) for at, number in more)

    def _fewer(self, count: int, number: int) -> int:
        """The lengths of a list with which it does not have its new item of this number."""
        return self.variables[count].mask_of(lambda length: length < number)

    # --- what a term is grounded in ----------------------------------------------------------------------------------

    def known(self, term: t.Named | t.Compare, env: Env) -> t.Truth:
        return None  # what is known may be changed

    def side(self, operand: t.Operand, env: Env, member: str = "") -> Side:
        match operand:
            case t.Fact():
                if any(env[operand.scope].address.within(name) for name in self.rulebook.series):
                    return None, env[operand.scope].values[operand.key]
                return self._fact(operand, env, member), None
            case t.Literally(value):
                return None, value
            case _:
                return None, self.question.assessed_on

    def values(self, at: int) -> tuple[Any, ...]:
        return self.variables[at].values

    def literal(self, at: int, mask: int) -> Formula:
        variable = self.variables[at]
        if not variable.allowed and variable.known:
            return bool(variable.known & mask)
        if mask == variable.full and self.question.on_the_record:
            return Literal(at, mask)
        return Literal(at, mask) if 0 < mask < variable.full else bool(mask)

    def related(self, relation: Related) -> Formula:
        """For each value of the right variable, either another value or a left one that goes with it."""
        left, right, limit = relation.left, relation.right, relation.limit
        clauses = (
            [self.literal(right, self.full[right] & ~(1 << place)), self.literal(left, self.full[left] & limit(place))]
            for place in range(len(self.values(right)))
        )
        return every(map(self.either, clauses), self.full)

    def either(self, parts: Iterable[Formula]) -> Formula:
        """A disjunction. On the record it counts what is settled, so two sides of one fact are not simply true."""
        return either(parts, self.full, simply=not self.question.on_the_record)

    def others(self, term: t.Each | t.Some, env: Env, sign: bool) -> Iterator[Formula]:
        holder, each = env[term.scope], isinstance(term, t.Each) is sign
        count = self._list(holder, term)
        if count is None:
            if each and not holder.items(term.list).complete:
                yield False
            return
        variable = self.variables[count]
        for number, item in enumerate(self.fresh[variable.place], 1):
            part = grounded(term.child, {**env, term.item: item}, sign, self)
            fewer = self._fewer(count, number)
            if each:
                yield self.either([self.literal(count, fewer), part])
            else:
                yield every([self.literal(count, variable.full & ~fewer), part], self.full)
        if each:
            yield self.literal(count, variable.mask_of(lambda length: length != ANY_LENGTH))

    def shown(self, term: t.Shown, env: Env, sign: bool) -> Formula:
        """On the record, what is not settled counts as it does for whoever bears the burden."""
        settled = grounded(term.child, env, sign, self)
        if not self.question.on_the_record:
            return settled
        if term.otherwise is not sign:
            return settled if isinstance(settled, bool) else Unless(shown=True, needed=settled)
        return Unless(grounded(term.child, env, not sign, self), settled)

    def opened(self, term: t.Const, env: Env, sign: bool) -> Formula:
        return False  # no fact answers what the law leaves open

    # --- variables ---------------------------------------------------------------------------------------------------

    def _fact(self, fact: t.Fact, env: Env, member: str = "") -> int:
        scope = self.stated(env[fact.scope])
        key = (scope.address, fact.key, member)
        if key not in self._index:
            spec = self.rulebook.vocabulary.facts[fact.path]
            place = self.whole.get(scope.address, (scope.address, fact.key))
            values = (
                NO_OR_YES
                if member
                else self._values.get(spec.path) or self._values.setdefault(spec.path, self._values_of(spec))
            )
            variable = self._variable(place, scope, spec, values, fact.key, member)
            value = scope.values.get(fact.key)
            if value is not None and member:
                value = holds("has", value, member)
            if value is not None:
                variable.known = variable.mask_of(lambda other: other == value)
            variable.allowed = self._allowed(variable, spec, value)
            self._add(key, variable)
            self._in_order(fact, env)
        return self._index[key]

    def _variable(
        self, place: Place, scope: View, spec: FactSpec | ListSpec, values: tuple[Any, ...], key: str, member: str = ""
    ) -> Variable:
        item, within = self.within.get(scope.address, (None, ""))
        return Variable(place, scope, spec, values, key, member, item=item, inside=within, is_new=self.is_new(scope))

    def _in_order(self, fact: t.Fact, env: Env) -> None:
        """Note which day another cannot precede; both become variables."""
        split = self.rulebook.vocabulary.split
        for order in self.rulebook.vocabulary.orders:
            if fact.path in order:
                first, second = (self._fact(t.Fact(fact.scope, split(path)[1]), env) for path in order)
                later = self.variables[second]
                if first not in later.after:
                    later.after = (*later.after, first)
                for variable in (self.variables[first], later):
                    said = variable.scope.statement(variable.key).value
                    if not variable.known and isinstance(said, date):
                        variable.said = variable.mask_of(lambda day, said=said: day == said)

    def stated(self, scope: View) -> View:
        """Where what is known of a thing is stated: several units may share one statement of a period of use."""
        return self._first.setdefault(scope.entity.place, scope) if scope.address.steps else scope

    def _values_of(self, spec: FactSpec) -> tuple[Any, ...]:
        if spec.type == "bool":
            return NO_OR_YES
        if spec.type == "number":
            named = self._cuts.named_numbers(spec.path)
            between = [(low + high) / 2 for low, high in pairwise(named)]
            return tuple(sorted({*named, *between, named[-1] + 1}))
        if spec.type != "date":
            return spec.choices
        days = self._cuts.near(spec.path)
        return (*days, NEVER) if spec.never else days

    def _allowed(self, variable: Variable, spec: FactSpec, value: Any) -> int:
        """The values that a fact can be given: any, where it is unknown or about something new."""
        if self.is_new(variable.scope):
            return self._still_to_come(variable, spec) if variable.scope.address in self.added else variable.full
        if value is None:
            return self._within(variable) or variable.full
        if self.keeps(variable.scope, spec, value):
            return 0
        return variable.full & ~variable.known if self.everything else self.can_become(variable, spec, value)

    def _within(self, variable: Variable) -> int:
        """The values of an unknown fact that known facts do not exclude: no others can be established."""
        entailed = self._bounds.get((variable.scope.address, variable.key))
        if entailed is None or variable.member:
            return variable.full
        low, high = entailed.low, entailed.high
        if isinstance(low, date) and isinstance(high, date):
            return variable.mask_of(lambda day: low <= day <= high)
        return variable.mask_of(lambda value: value == low)

    def _still_to_come(self, variable: Variable, spec: FactSpec) -> int:
        return variable.mask_of(lambda day: day >= self.earliest) if spec.type == "date" else variable.full

    def can_become(self, variable: Variable, spec: FactSpec, value: object) -> int:
        """The values that a known fact can still be changed to."""
        return 0 if self.fixed(variable.scope, spec, value) else self._still_to_come(variable, spec) & ~variable.known

    def fixed(self, scope: View, spec: FactSpec, value: object) -> bool:
        """Whether nobody can change a known fact any more: it is fixed, or a day that is past."""
        past = isinstance(value, date) and value < self.earliest
        return (spec.fixed or past) and not self.is_new(scope)

    def proposed(self, scope: View, spec: FactSpec) -> bool:
        """Whether to propose that a known fact be changed: not where it says what the thing assessed is, or is taken
        as notorious."""
        key = self.rulebook.vocabulary.split(spec.path)[1]
        standing = scope.standings.get(key, scope.statement(key).standing)
        return not spec.nature and standing != "assumed"

    def keeps(self, scope: View, spec: FactSpec, value: object) -> bool:
        """Whether a known fact is left as it is."""
        if self.is_new(scope) or (self.every_fact and self.everything):
            return False
        if not self.every_fact and not self.proposed(scope, spec):
            return True
        return not self.everything and self.fixed(scope, spec, value)

    def _list(self, holder: View, term: t.Each | t.Some) -> int | None:
        """The variable for the new items of a list; ``None`` where there can be none."""
        key = (holder.address, term.list, "")
        if key not in self._index:
            members = holder.items(term.list)
            spec = self.rulebook.vocabulary.lists[holder.address.fact(term.list).generic]
            lengths = self.lengths(holder, spec, complete=members.complete)
            if lengths is None:
                return None
            variable = self._variable((holder.address, term.list), holder, spec, lengths, term.list)
            left_as_it_is = 0 if members.complete else ANY_LENGTH
            variable.known = variable.mask_of(lambda length: length == left_as_it_is)
            variable.allowed = variable.full & ~variable.known
            self._add(key, variable)
            self.fresh[variable.place] = [
                self._fresh(variable, members.complete, len(members.known), number)
                for number in range(1, max(lengths) + 1)
            ]
        return self._index[key]

    def lengths(self, holder: View, spec: ListSpec, *, complete: bool) -> tuple[int, ...] | None:
        """How many new items a list may get; of a list inside an item, one, which is stated with it."""
        if holder.address.steps:
            new = holder.address in self.within
            return None if (spec.closed and (complete or new)) or (complete and new) else (0, 1)
        if spec.path in self.rulebook.series:
            return None
        units = spec.path == self.rulebook.verdicts.units
        most = 0 if complete and (units or spec.closed) else min(self.new, MOST_NEW_UNITS if units else MOST_NEW)
        if complete:
            return tuple(range(most + 1)) if most else None
        return (*range(most + 1), ANY_LENGTH)

    def _fresh(self, variable: Variable, complete: bool, known: int, number: int) -> View:
        """A new item of a list, the things in it noted."""
        holder, spec = variable.scope, cast("ListSpec", variable.spec)
        own = bool(holder.address.steps)
        at = holder.address.member(variable.key, spec.item, f"+{number}" if own else known + number - 1)
        name = f"new {spec.item}" if own else f"new-{spec.item}-{number}"
        item = new_item(holder.items(variable.key).other, at, name)
        for scope in inside(item):
            if own:
                self.whole[scope.address] = variable.place
                if variable.item is not None:
                    self.within[scope.address] = (variable.item, scope.entity.place)
            else:
                within = scope.entity.place.removeprefix(item.entity.place)
                self.within[scope.address] = ((variable.place, number), within)
            if complete or holder.address in self.added:
                self.added.add(scope.address)
        return item

    def is_new(self, scope: View) -> bool:
        """Whether a scope is an item that a change adds."""
        return scope.address in self.within or scope.address in self.whole

    def _add(self, key: tuple[Address, str, str], variable: Variable) -> int:
        self._index[key] = len(self.variables)
        self.variables.append(variable)
        self.full.append(variable.full)
        return self._index[key]
