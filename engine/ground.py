"""A case as variables, and a goal as a formula over them: every fact that serves the goal, known or not.

Each fact becomes a variable with finitely many values. Of days and numbers these are the ones at which some comparison
may change its truth (those written in rules, stated in the case, or the day assessed, and months apart from them),
with their neighbours. A list that may hold more, or to which something may be added, becomes a variable too: how many
new items it holds. New items have facts of their own; a new item of a list inside an item (a period of use) is stated
as a whole with its list.

What can be changed: an unknown fact can be established, whatever it turns out to be, and so can a list that may hold
more. A known fact can be changed unless the vocabulary marks it as fixed; a day that lies before the day assessed is
past, and a day that does not can only become one that is not past either. To a complete list one can add what begins
on the day assessed or later, unless the list records what its author chose to record, or is the list of units.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from . import terms as t
from .evaluator import Question
from .facts import NEVER, PartialSet, Scope
from .formula import Formula, Literal, Unless, either, every
from .leaves import holds, months_later
from .rulebook import Rulebook
from .tableau import new_scope
from .unknowns import Env
from .vocabulary import ROOT, FactSpec, ListSpec

NO_OR_YES = (False, True)

#: What can be established or changed as one: a fact (identity of its scope, key) or a list (its holder, its name).
Place = tuple[int, str]


@dataclass(slots=True)
class Variable:
    """A fact, a member of a set, or the number of new items of a list, with its possible values.

    ``known`` is the value that it has, as a mask (0 where it is unknown), ``allowed`` those that it can be given.
    ``needs`` are the variables of lists that must have certain values for this variable to be about anything. What is
    about a new item names its list and its number in ``item``, and the place within it in ``inside``.
    """

    place: Place
    scope: Scope
    spec: FactSpec | ListSpec
    values: tuple[Any, ...]
    key: str
    member: str = ""
    known: int = 0
    allowed: int = 0
    needs: tuple[tuple[int, int], ...] = ()
    item: tuple[Place, int] | None = None
    inside: str = ""

    @property
    def full(self) -> int:
        return (1 << len(self.values)) - 1

    @property
    def path(self) -> str:
        return f"{self.scope.path}.{self.key}" if self.scope.path else self.key

    def values_in(self, mask: int) -> list[Any]:
        """The values of a mask, in order."""
        return [value for at, value in enumerate(self.values) if mask >> at & 1]

    def mask_of(self, wanted: Callable[[Any], bool]) -> int:
        """The mask of the values for which ``wanted`` holds."""
        return sum(1 << at for at, value in enumerate(self.values) if wanted(value))


@dataclass(slots=True)
class Ground:
    """The variables of one case and question, and formulas over them.

    ``new`` are the items that a change adds to lists of the case, each with its list and number, ``added`` those added
    to a list that was complete. ``everything`` lets every fact be changed, to see what stands in the way. ``related``
    says that two facts that can both be changed are compared with each other.
    """

    rulebook: Rulebook
    case: Scope
    question: Question
    within: dict[int, tuple[tuple[Place, int], str]] = field(default_factory=dict[int, tuple[tuple[Place, int], str]])
    added: set[int] = field(default_factory=set[int])
    everything: bool = False
    variables: list[Variable] = field(default_factory=list[Variable])
    full: list[int] = field(default_factory=list[int])
    index: dict[tuple[int, str, str], int] = field(default_factory=dict[tuple[int, str, str], int])
    made: dict[Any, Formula] = field(default_factory=dict[Any, Formula])
    fresh: dict[Place, Scope] = field(default_factory=dict[Place, Scope])
    needs: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict[int, tuple[tuple[int, int], ...]])
    names: dict[Place, str] = field(default_factory=dict[Place, str])
    whole: dict[int, Place] = field(default_factory=dict[int, Place])
    days: tuple[date, ...] = ()
    days_or_never: tuple[date, ...] = ()
    numbers: tuple[float, ...] = ()
    masks: dict[Any, int] = field(default_factory=dict[Any, int])
    related: bool = False

    def formula(self, term: t.Term, sign: bool) -> Formula:
        """The formula that a term is true, or with ``sign`` false that it is false."""
        if not self.days:
            self.days, self.numbers = critical_values(term, self.case, self.question.assessed_on)
            self.days_or_never = (*self.days, NEVER)
        return self._of(term, {ROOT: self.case}, sign)

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
                key = (term.name, sign, *(id(env[item]) for item in term.about))
                if key not in self.made:
                    self.made[key] = self._of(term.child, {item: env[item] for item in (ROOT, *term.about)}, sign)
                return self.made[key]
            case t.All() | t.Any():
                group = every if isinstance(term, t.All) is sign else either
                return group([self._of(child, env, sign) for child in term.children], self.full)
            case t.Each() | t.Some():
                return self._items(term, env, sign)

    def _shown(self, term: t.Shown, env: Env, sign: bool) -> Formula:
        """On the record, what is not settled counts as it does for whoever bears the burden."""
        settled = self._of(term.child, env, sign)
        if not self.question.on_the_record or term.otherwise is not sign:
            return settled
        return Unless(self._of(term.child, env, not sign), settled)

    def _items(self, term: t.Each | t.Some, env: Env, sign: bool) -> Formula:
        holder = env[term.scope]
        known, complete = holder.lists.get(term.list, ((), False))
        parts = [self._of(term.child, {**env, term.item: item}, sign) for item in known]
        each = isinstance(term, t.Each) is sign
        count = self._list(holder, term) if term.scope else None
        if count is not None:
            item = self.fresh[id(holder), term.list]
            part = self._of(term.child, {**env, term.item: item}, sign)
            here = self._literal(count, 1 if each else 2)
            parts.append((either if each else every)([here, part], self.full))
        elif each and not complete:
            return False
        return (every if each else either)(parts, self.full)

    # --- comparisons -------------------------------------------------------------------------------------------------

    def _comparison(self, term: t.Compare, env: Env, sign: bool) -> Formula:
        if term.op == "has":
            member = str(cast("t.Literally", term.right).value)
            return self._about(self._fact(cast("t.Fact", term.left), env, member), lambda value: value is sign, sign)
        right, months = (term.right.day, term.right.months) if isinstance(term.right, t.Later) else (term.right, 0)
        left_at, left = self._operand(term.left, env)
        right_at, other = self._operand(right, env)

        def true(one: Any, two: Any) -> bool:
            return holds(term.op, one, months_later(two, months) if months else two) is sign

        if left_at is None and right_at is None:
            return true(left, other)
        if right_at is None:
            return self._about(left_at, lambda value: true(value, other), (term.op, other, months, sign))
        if left_at is None:
            return self._about(right_at, lambda value: true(left, value), (left, term.op, months, sign))
        return self._relation(left_at, right_at, true)

    def _relation(self, left: int, right: int, true: Callable[[Any, Any], bool]) -> Formula:
        """A relation of two variables: for each value of the right one, either another value or a fitting left one."""
        self.related = True
        if left == right:
            variable = self.variables[left]
            return self._literal(left, variable.mask_of(lambda value: true(value, value)))
        one, two = self.variables[left], self.variables[right]
        return every(
            [
                either(
                    [
                        self._literal(right, two.full & ~(1 << at)),
                        self._literal(left, one.mask_of(lambda first, value=value: true(first, value))),
                    ],
                    self.full,
                )
                for at, value in enumerate(two.values)
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
        return Literal(at, mask) if 0 < mask < variable.full else bool(mask)

    def _operand(self, operand: t.Operand, env: Env) -> tuple[int | None, Any]:
        """The variable of an operand, or its value where it has none."""
        match operand:
            case t.Fact():
                if env[operand.scope].path.partition("[")[0] in self.rulebook.series:
                    return None, env[operand.scope].values[operand.key]
                return self._fact(operand, env), None
            case t.Literally(value):
                return None, value
            case _:
                return None, self.question.assessed_on

    # --- variables ---------------------------------------------------------------------------------------------------

    def _fact(self, fact: t.Fact, env: Env, member: str = "") -> int:
        scope = env[fact.scope]
        key = (id(scope), fact.key, member)
        if key not in self.index:
            spec = self.rulebook.vocabulary.facts[fact.path]
            place = self.whole.get(id(scope), (id(scope), fact.key))
            variable = Variable(place, scope, spec, self._values(spec, member), fact.key, member)
            variable.needs = self.needs.get(id(scope), ())
            variable.item, variable.inside = self.within.get(id(scope), (None, ""))
            value = scope.values.get(fact.key)
            if isinstance(value, PartialSet):
                value = True if member in value.known else None
            elif value is not None and member:
                value = member in cast("frozenset[str]", value)
            if value is not None:
                variable.known = variable.mask_of(lambda other: other == value)
            variable.allowed = self._allowed(variable, spec, value)
            self._add(key, variable)
        return self.index[key]

    def _values(self, spec: FactSpec, member: str) -> tuple[Any, ...]:
        if member or spec.type == "bool":
            return NO_OR_YES
        if spec.type == "date":
            return self.days_or_never if spec.never else self.days
        return self.numbers if spec.type == "number" else spec.choices

    def _allowed(self, variable: Variable, spec: FactSpec, value: Any) -> int:
        """The values that a fact can be given: any, where it is unknown or about something new."""
        if self.is_new(variable.scope):
            return self._still_to_come(variable, spec) if id(variable.scope) in self.added else variable.full
        if value is None or self.everything:
            return variable.full & ~variable.known
        return self.can_become(variable, spec, value)

    def _still_to_come(self, variable: Variable, spec: FactSpec) -> int:
        today = self.question.assessed_on
        return variable.mask_of(lambda day: day >= today) if spec.type == "date" else variable.full

    def can_become(self, variable: Variable, spec: FactSpec, value: object) -> int:
        """The values that a known fact can still be changed to."""
        return 0 if self.fixed(variable.scope, spec, value) else self._still_to_come(variable, spec) & ~variable.known

    def fixed(self, scope: Scope, spec: FactSpec, value: object) -> bool:
        """Whether nobody can change a known fact any more: it is fixed, or a day that is past."""
        past = isinstance(value, date) and value < self.question.assessed_on
        return (spec.fixed or past) and not self.is_new(scope)

    def open(self) -> frozenset[int]:
        """The variables whose value may stay unknown: not those of an item that is only there if a change adds it."""
        return frozenset(
            at
            for at, variable in enumerate(self.variables)
            if not variable.known and not any(self.variables[need].known for need, _ in variable.needs)
        )

    def name(self, place: Place) -> str:
        """Where a place stands in the case."""
        if place in self.names:
            return self.names[place]
        return next(
            variable.path for variable in self.variables if variable.place == place and variable.key == place[1]
        )

    def was_complete(self, place: Place) -> bool:
        """Whether a list to which a change adds was complete before."""
        return any(id(item) in self.added for item in self.case.lists[self.names[place]][0])

    def _list(self, holder: Scope, term: t.Each | t.Some) -> int | None:
        """The variable for a list inside an item: no new item, or one. ``None`` where there can be none."""
        key = (id(holder), term.list, "")
        if key in self.index:
            return self.index[key]
        spec = self.rulebook.vocabulary.lists[f"{term.scope}.{term.list}"]
        _, complete = holder.lists.get(term.list, ((), False))
        new = id(holder) in self.within
        if (spec.closed and (complete or new)) or (complete and new):
            return None
        variable = Variable((id(holder), term.list), holder, spec, (0, 1), term.list)
        variable.needs = self.needs.get(id(holder), ())
        variable.item, variable.inside = self.within.get(id(holder), (None, ""))
        variable.known = 1 if complete else 0
        variable.allowed = variable.full & ~variable.known
        at = self._add(key, variable)
        item = new_scope(holder.others.get(term.list), f"{holder.path}.{term.list}[+1]", f"new {spec.item}")
        self.fresh[id(holder), term.list] = item
        for scope in inside(item):
            self.needs[id(scope)] = (*variable.needs, (at, 2))
            self.whole[id(scope)] = variable.place
            if variable.item is not None:
                self.within[id(scope)] = (variable.item, scope.path)
            if complete or id(holder) in self.added:
                self.added.add(id(scope))
        return at

    def is_new(self, scope: Scope) -> bool:
        """Whether a scope is an item that a change adds."""
        return id(scope) in self.within or id(scope) in self.whole

    def _add(self, key: tuple[int, str, str], variable: Variable) -> int:
        self.index[key] = len(self.variables)
        self.variables.append(variable)
        self.full.append(variable.full)
        return self.index[key]


def inside(scope: Scope) -> Iterator[Scope]:
    yield scope
    for items, _ in scope.lists.values():
        for item in items:
            yield from inside(item)


def _everywhere(scope: Scope) -> Iterator[Scope]:
    """A scope, the items of its lists, and what is known of items that are not listed."""
    for part in inside(scope):
        yield part
        for other in part.others.values():
            yield from inside(other)


# --- the values that matter -------------------------------------------------------------------------------------------


def critical_values(term: t.Term, case: Scope, today: date) -> tuple[tuple[date, ...], tuple[float, ...]]:
    """The days and numbers at which comparisons in a term may change their truth, with their neighbours."""
    days, numbers, months = {today}, {0.0}, {0}
    for part in t.walk(term):
        if isinstance(part, t.Compare):
            operand = part.right
            if isinstance(operand, t.Later):
                months.add(operand.months)
            elif isinstance(operand, t.Literally):
                _sort_in(operand.value, days, numbers)
    for scope in _everywhere(case):
        for value in scope.values.values():
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
