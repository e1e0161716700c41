"""A case as variables, and a goal as a formula over them: every fact that serves the goal, known or not.

Each fact becomes a variable (:mod:`.variable`). A list that may hold more, or to which something may be added, becomes
a variable too: how many new items it holds. New items have facts of their own; a new item of a list inside an item
(a period of use) is stated as a whole with its list.

What can be changed: an unknown fact can be established, whatever it turns out to be, and so can a list that may hold
more. A known fact can be changed unless the vocabulary marks it as fixed; a day that lies before the day assessed is
past, and a day that does not can only become one that is not past either. To a complete list one can add what begins
on the day assessed or later, unless the list records what its author chose to record, or is the list of units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, cast

from ..case.address import Address
from ..case.facts import NEVER, View, new_item
from ..case.vocabulary import ROOT, FactSpec
from ..law import terms as t
from ..law.rulebook import Rulebook
from ..truth.comparisons import holds, months_later
from ..truth.evaluator import Question
from ..worlds.formula import Formula, Literal, Unless, either, every
from ..worlds.grounding import Env
from .variables import Place, Variable, critical_values, inside

NO_OR_YES = (False, True)


@dataclass(slots=True)
class Ground:
    """The variables of one case and question, and formulas over them.

    ``new`` are the items that a change adds to lists of the case, each with its list and number, ``added`` those added
    to a list that was complete. ``everything`` lets facts be changed that nobody can change any more, to see what
    stands in the way; ``every_fact`` those too that are not proposed. ``earliest`` is the first day on which something
    can be done, the day assessed unless a later one is asked about.
    """

    rulebook: Rulebook
    case: View
    question: Question
    within: dict[Address, tuple[tuple[Place, int], str]] = field(
        default_factory=dict[Address, tuple[tuple[Place, int], str]]
    )
    added: set[Address] = field(default_factory=set[Address])
    everything: bool = False
    every_fact: bool = False
    earliest: date = date.min
    variables: list[Variable] = field(default_factory=list[Variable])
    full: list[int] = field(default_factory=list[int])
    index: dict[tuple[Address, str, str], int] = field(default_factory=dict[tuple[Address, str, str], int])
    made: dict[Any, Formula] = field(default_factory=dict[Any, Formula])
    fresh: dict[Place, View] = field(default_factory=dict[Place, View])
    needs: dict[Address, tuple[tuple[int, int], ...]] = field(
        default_factory=dict[Address, tuple[tuple[int, int], ...]]
    )
    first: dict[str, View] = field(default_factory=dict[str, View])
    names: dict[Place, str] = field(default_factory=dict[Place, str])
    whole: dict[Address, Place] = field(default_factory=dict[Address, Place])
    days: tuple[date, ...] = ()
    days_or_never: tuple[date, ...] = ()
    numbers: tuple[float, ...] = ()
    masks: dict[Any, int] = field(default_factory=dict[Any, int])
    relations: dict[Any, list[int]] = field(default_factory=dict[Any, list[int]])

    def __post_init__(self) -> None:
        if self.earliest == date.min:
            self.earliest = self.question.assessed_on

    def formula(self, term: t.Term, sign: bool, items: Env | None = None) -> Formula:
        """The formula that a term is true, or with ``sign`` false that it is false, for the items bound."""
        if not self.days:
            self.days, self.numbers = critical_values(
                term, self.case, self.rulebook.vocabulary.orders, self.question.assessed_on, self.earliest
            )
            self.days_or_never = (*self.days, NEVER)
        return self._of(term, {ROOT: self.case, **(items or {})}, sign)

    # --- terms -------------------------------------------------------------------------------------------------------

    def _of(self, term: t.Term, env: Env, sign: bool) -> Formula:
        match term:
            case t.Const():
                return False if term.value is None else term.value is sign
            case t.Compare():
                return self._comparison(term, env, sign)
            case t.Not():
                return self._of(term.child, env, not sign)
            case t.Choose():
                choice = self.question.readings[term.reading]
                return self._of(dict(term.branches)[choice], env, sign)
            case t.Shown():
                return self._shown(term, env, sign)
            case t.Named():
                key = (term.name, sign, *(env[item].address for item in term.about))
                if key not in self.made:
                    self.made[key] = self._of(term.child, {item: env[item] for item in (ROOT, *term.about)}, sign)
                return self.made[key]
            case t.All() | t.Any():
                parts = [self._of(child, env, sign) for child in term.children]
                return every(parts, self.full) if isinstance(term, t.All) is sign else self._either(parts)
            case t.Each() | t.Some():
                return self._items(term, env, sign)

    def _shown(self, term: t.Shown, env: Env, sign: bool) -> Formula:
        """On the record, what is not settled counts as it does for whoever bears the burden."""
        settled = self._of(term.child, env, sign)
        if not self.question.on_the_record:
            return settled
        if term.otherwise is not sign:
            return settled if isinstance(settled, bool) else Unless(shown=True, needed=settled)
        return Unless(self._of(term.child, env, not sign), settled)

    def _items(self, term: t.Each | t.Some, env: Env, sign: bool) -> Formula:
        holder = env[term.scope]
        known, complete = (holder.items(term.list).known, holder.items(term.list).complete)
        parts = [self._of(term.child, {**env, term.item: item}, sign) for item in known]
        each = isinstance(term, t.Each) is sign
        count = self._list(holder, term) if term.scope else None
        if count is not None:
            item = self.fresh[holder.address, term.list]
            part = self._of(term.child, {**env, term.item: item}, sign)
            here = self._literal(count, 1 if each else 2)
            parts.append(self._either([here, part]) if each else every([here, part], self.full))
        elif each and not complete:
            return False
        return every(parts, self.full) if each else self._either(parts)

    def _either(self, parts: Iterable[Formula]) -> Formula:
        """A disjunction. On the record it counts what is settled, so two sides of one fact are not simply true."""
        return either(parts, self.full, simply=not self.question.on_the_record)

    # --- comparisons -------------------------------------------------------------------------------------------------

    def _comparison(self, term: t.Compare, env: Env, sign: bool) -> Formula:
        if term.op == "has":
            member = str(cast("t.Literally", term.right).value)
            return self._about(self._fact(cast("t.Fact", term.left), env, member), lambda value: value is sign, sign)
        right, months = (term.right.day, term.right.months) if isinstance(term.right, t.Later) else (term.right, 0)
        left_at, left = self._operand(term.left, env)
        right_at, other = self._operand(right, env)
        if left_at is not None and right_at is not None:
            return self._relation(left_at, right_at, (term.op, months, sign))
        if left_at is not None:
            other = months_later(other, months) if months else other
            return self._about(left_at, lambda value: holds(term.op, value, other) is sign, (term.op, other, sign))

        def fits(value: Any) -> bool:
            return holds(term.op, left, months_later(value, months) if months else value) is sign

        return self._about(right_at, fits, (left, term.op, months, sign)) if right_at is not None else fits(other)

    def _relation(self, left: int, right: int, wanted: tuple[t.Op, int, bool]) -> Formula:
        """A relation of two variables: for each value of the right one, either another value or a fitting left one."""
        one, two = self.variables[left], self.variables[right]
        key = (id(one.values), id(two.values), wanted)
        if key not in self.relations:
            op, months, sign = wanted
            shifted = [months_later(value, months) if months else value for value in two.values]
            self.relations[key] = [one.mask_of(partial(_fits, op, sign, limit)) for limit in shifted]
        fitting = self.relations[key]
        if left == right:
            return self._literal(left, sum(1 << at for at, mask in enumerate(fitting) if mask >> at & 1))
        return every(
            [
                self._either([self._literal(right, two.full & ~(1 << at)), self._literal(left, mask)])
                for at, mask in enumerate(fitting)
            ],
            self.full,
        )

    def _about(self, at: int | None, wanted: Callable[[Any], bool], key: Any) -> Formula:
        variable = self.variables[cast("int", at)]
        cached = (id(variable.values), key)
        if cached not in self.masks:
            self.masks[cached] = variable.mask_of(wanted)
        return self._literal(cast("int", at), self.masks[cached])

    def _literal(self, at: int, mask: int) -> Formula:
        variable = self.variables[at]
        if not variable.allowed and variable.known:
            return bool(variable.known & mask)
        if mask == variable.full and self.question.on_the_record:
            return Literal(at, mask)
        return Literal(at, mask) if 0 < mask < variable.full else bool(mask)

    def _operand(self, operand: t.Operand, env: Env) -> tuple[int | None, Any]:
        """The variable of an operand, or its value where it has none."""
        match operand:
            case t.Fact():
                if any(env[operand.scope].address.within(name) for name in self.rulebook.series):
                    return None, env[operand.scope].values[operand.key]
                return self._fact(operand, env), None
            case t.Literally(value):
                return None, value
            case _:
                return None, self.question.assessed_on

    # --- variables ---------------------------------------------------------------------------------------------------

    def _fact(self, fact: t.Fact, env: Env, member: str = "") -> int:
        scope = self.stated(env[fact.scope])
        key = (scope.address, fact.key, member)
        if key not in self.index:
            spec = self.rulebook.vocabulary.facts[fact.path]
            place = self.whole.get(scope.address, (scope.address, fact.key))
            variable = Variable(place, scope, spec, self._values(spec, member), fact.key, member)
            variable.needs = self.needs.get(scope.address, ())
            variable.item, variable.inside = self.within.get(scope.address, (None, ""))
            value = scope.values.get(fact.key)
            if value is not None and member:
                value = holds("has", value, member)
            if value is not None:
                variable.known = variable.mask_of(lambda other: other == value)
            variable.allowed = self._allowed(variable, spec, value)
            self._add(key, variable)
            self._in_order(fact, env)
        return self.index[key]

    def _in_order(self, fact: t.Fact, env: Env) -> None:
        """Note which day another cannot precede; both become variables.

        Of a day with several later ones the first order is followed: all combinations of three days would be too many.
        A set that breaks another order is refused when it is confirmed.
        """
        split = self.rulebook.vocabulary.split
        followed = dict(reversed(self.rulebook.vocabulary.orders))
        for earlier, later in followed.items():
            if fact.path in (earlier, later):
                first, second = (self._fact(t.Fact(fact.scope, split(path)[1]), env) for path in (earlier, later))
                self.variables[second].after = first
                for variable in (self.variables[first], self.variables[second]):
                    said = variable.scope.statement(variable.key).value
                    if not variable.known and isinstance(said, date):
                        variable.said = variable.mask_of(lambda day, said=said: day == said)

    def stated(self, scope: View) -> View:
        """Where what is known of a thing is stated: several units may share one statement of a period of use."""
        return self.first.setdefault(scope.entity.place, scope) if scope.address.steps else scope

    def _values(self, spec: FactSpec, member: str) -> tuple[Any, ...]:
        if member or spec.type == "bool":
            return NO_OR_YES
        if spec.type == "date":
            return self.days_or_never if spec.never else self.days
        return self.numbers if spec.type == "number" else spec.choices

    def _allowed(self, variable: Variable, spec: FactSpec, value: Any) -> int:
        """The values that a fact can be given: any, where it is unknown or about something new."""
        if self.is_new(variable.scope):
            return self._still_to_come(variable, spec) if variable.scope.address in self.added else variable.full
        if value is None:
            return variable.full
        if self.keeps(variable.scope, spec, value):
            return 0
        return variable.full & ~variable.known if self.everything else self.can_become(variable, spec, value)

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

    def name(self, place: Place) -> str:
        """Where a place stands in the case."""
        if place in self.names:
            return self.names[place]
        return next(
            variable.path for variable in self.variables if variable.place == place and variable.key == place[1]
        )

    def was_complete(self, place: Place) -> bool:
        """Whether a list to which a change adds was complete before."""
        return any(item.address in self.added for item in self.case.items(self.names[place]).known)

    def _list(self, holder: View, term: t.Each | t.Some) -> int | None:
        """The variable for a list inside an item: no new item, or one. ``None`` where there can be none."""
        key = (holder.address, term.list, "")
        if key in self.index:
            return self.index[key]
        spec = self.rulebook.vocabulary.lists[f"{term.scope}.{term.list}"]
        _, complete = (holder.items(term.list).known, holder.items(term.list).complete)
        new = holder.address in self.within
        if (spec.closed and (complete or new)) or (complete and new):
            return None
        variable = Variable((holder.address, term.list), holder, spec, (0, 1), term.list)
        variable.needs = self.needs.get(holder.address, ())
        variable.item, variable.inside = self.within.get(holder.address, (None, ""))
        variable.known = 1 if complete else 0
        variable.allowed = variable.full & ~variable.known
        at = self._add(key, variable)
        item = new_item(
            holder.items(term.list).other, holder.address.member(term.list, spec.item, "+1"), f"new {spec.item}"
        )
        self.fresh[holder.address, term.list] = item
        for scope in inside(item):
            self.needs[scope.address] = (*variable.needs, (at, 2))
            self.whole[scope.address] = variable.place
            if variable.item is not None:
                self.within[scope.address] = (variable.item, scope.entity.place)
            if complete or holder.address in self.added:
                self.added.add(scope.address)
        return at

    def is_new(self, scope: View) -> bool:
        """Whether a scope is an item that a change adds."""
        return scope.address in self.within or scope.address in self.whole

    def _add(self, key: tuple[Address, str, str], variable: Variable) -> int:
        self.index[key] = len(self.variables)
        self.variables.append(variable)
        self.full.append(variable.full)
        return self.index[key]


def _fits(op: t.Op, sign: bool, limit: Any, value: Any) -> bool:
    """Whether a comparison of a value with another has the truth wanted."""
    return holds(op, value, limit) is sign
