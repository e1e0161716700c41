"""Routes to a goal: each is the case with its lists grown in one way, and the smallest sets that lead there from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..case.facts import PartialSet, Value, View, Views, new_item
from ..case.vocabulary import FactSpec
from ..law.rulebook import Rulebook
from ..truth.evaluator import Question
from ..worlds.formula import Formula, Literal, Unless, parts_of
from .grounding import Ground
from .smallest_sets import Option, Settling, settled
from .variables import Place, Variable, inside


@dataclass(frozen=True, slots=True)
class Route:
    """The sets found with the lists of the case grown in one way; ``given`` are the lists that every set settles."""

    ground: Ground
    given: frozenset[Place]
    formula: Formula
    found: Settling

    def names(self) -> dict[str, Place]:
        """The places of its sets, by the path at which each stands in the case."""
        ranks = self.found.families.ranks(self.found.sets)
        places = [*self.given, *(self.found.places[rank] for rank in ranks)]
        return {self.ground.name(place): place for place in places}

    def changes_known(self, place: Place) -> bool:
        """Whether to choose a place changes a known fact, or adds to a list that is complete."""
        if place in self.ground.names:
            return self.ground.was_complete(place)
        return any(
            variable.place == place
            and variable.known
            and not self.ground.is_new(variable.scope)
            and not isinstance(variable.scope.values.get(variable.key), PartialSet)
            for variable in self.ground.variables
        )

    def has(self, places: frozenset[Place]) -> bool:
        """Whether these places are one of its sets."""
        ranks = self.found.ranks
        own = places - self.given
        if not self.given <= places or not own <= ranks.keys():
            return False
        return self.found.families.has(self.found.sets, [ranks[place] for place in own])

    def option(self, places: frozenset[Place]) -> Option:
        """One of its sets with values: as many of each variable as its literals allow, all of them enough."""
        variables = self.ground.variables
        picked = self.found.values(places - self.given)
        chosen = {at: mask for at, mask in picked.items() if variables[at].place in places}
        used, by_showing = _masks(self.formula), _by_showing(self.formula)
        masks = dict(chosen)
        for at, mask in chosen.items():
            if at in by_showing:  # several values together could count as not shown, which one of them is not
                continue
            variable = variables[at]
            needed = [literal for literal in used.get(at, ()) if not mask & ~literal]
            masks[at] = _within(variable, mask, needed)
        if not settled(self.formula, variables, masks, places):
            return Option(places, _in_order(variables, chosen))
        for at, mask in chosen.items():
            variable = variables[at]
            needed = [literal for literal in used.get(at, ()) if not mask & ~literal]
            for literal in list(needed) if variable.full > 3 and at not in by_showing else ():
                fewer = [other for other in needed if other != literal]
                wider = {**masks, at: _within(variable, mask, fewer)}
                if settled(self.formula, variables, wider, places):
                    needed, masks = fewer, wider
        return Option(places, _in_order(variables, masks))


def _within(variable: Variable, mask: int, needed: Sequence[int]) -> int:
    """The values that a variable can be given and that satisfy these literals."""
    values = variable.full
    for literal in needed:
        values &= literal
    return values & variable.allowed if mask & variable.allowed else mask


def _in_order(variables: Sequence[Variable], masks: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """Masks that say something, and of days in an order only those that keep it whichever is taken."""
    found = dict(masks)
    for number, variable in enumerate(variables):
        first = variable.after
        if first < 0 or not {number, first} & found.keys():
            continue
        early, late = variables[first], variable
        earlier = early.values_in(found.get(first, early.known))
        later = late.values_in(found.get(number, late.known))
        if earlier and later and max(earlier) > min(later):
            middle = max(day for day in earlier if day <= max(later))
            for at, days in ((first, early.mask_of(lambda day, m=middle: day <= m)),
                             (number, late.mask_of(lambda day, m=middle: day >= m))):  # fmt: skip
                if at in found:
                    found[at] &= days
    none_new = {
        variables[at].place for at, mask in found.items() if not isinstance(variables[at].spec, FactSpec) and mask == 1
    }
    return tuple(
        sorted(
            (at, mask)
            for at, mask in found.items()
            if mask != variables[at].full
            and (variables[at].place not in none_new or not isinstance(variables[at].spec, FactSpec))
        )
    )


def _by_showing(formula: Formula) -> set[int]:
    """The variables of which it counts whether something is shown, and not only what is so."""
    found: set[int] = set()
    seen: set[tuple[int, bool]] = set()
    waiting = [(formula, False)]
    while waiting:
        part, shown = waiting.pop()
        if isinstance(part, Literal):
            if shown:
                found.add(part.variable)
        elif not isinstance(part, bool) and (id(part), shown) not in seen:
            seen.add((id(part), shown))
            waiting += [(child, shown or isinstance(part, Unless)) for child in parts_of(part)]
    return found


def _masks(formula: Formula) -> dict[int, set[int]]:
    """The masks of the literals of each variable."""
    found: dict[int, set[int]] = {}
    seen: set[int] = set()
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Literal):
            found.setdefault(part.variable, set()).add(part.mask)
        elif not isinstance(part, bool) and id(part) not in seen:
            seen.add(id(part))
            waiting += parts_of(part)
    return found


def grown(
    rulebook: Rulebook,
    case: View,
    question: Question,
    counts: dict[str, int | None],
    *,
    everything: bool = False,
    every_fact: bool = False,
    earliest: date = date.min,
) -> tuple[Ground, frozenset[Place]]:
    """The case with some of its lists complete and new items in them, and the places of those lists."""
    lists = dict(case.lists)
    whole = replace(case, lists=lists)
    ground = Ground(rulebook, whole, question, everything=everything, every_fact=every_fact, earliest=earliest)
    given: set[Place] = set()
    for name, count in counts.items():
        if count is None:
            continue
        known, complete = (case.items(name).known, case.items(name).complete)
        item = rulebook.vocabulary.lists[name].item
        fresh = [
            new_item(case.items(name).other, case.address.member(name, item, len(known) + at), f"new-{item}-{at + 1}")
            for at in range(count)
        ]
        place = (ground.case.address, name)
        for at, scope in enumerate(fresh):
            for part in inside(scope):
                ground.within[part.address] = ((place, at + 1), part.entity.place.removeprefix(scope.entity.place))
                if complete:
                    ground.added.add(part.address)
        lists[name] = Views((*known, *fresh))
        ground.names[place] = name
        given.add(place)
    return ground, frozenset(given)


def relaxed(ground: Ground, scope: View | None = None, item: str = "") -> View:
    """The case with every fact unknown that a change may give another value, and every list open that may grow."""
    scope = ground.case if scope is None else scope
    vocabulary = ground.rulebook.vocabulary
    values: dict[str, Value | PartialSet] = {}
    for key, value in scope.values.items():
        spec = vocabulary.facts.get(f"{item}.{key}" if item else key)
        if spec is None or ground.keeps(scope, spec, value):
            values[key] = value
    lists: dict[str, Views] = {}
    for name, members in scope.lists.items():
        if not item and name in ground.rulebook.series:
            lists[name] = members
            continue
        inner = vocabulary.lists[scope.address.fact(name).generic].item
        known = tuple(relaxed(ground, part, inner) for part in members.known)
        lists[name] = Views(known, members.complete and not item, members.other)
    return View(scope.entity, values, scope.standings, lists)
