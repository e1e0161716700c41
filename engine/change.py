"""What would change the outcome: the smallest sets of facts to change or establish, each confirmed by the evaluator.

A set is enough: with its values, the outcome is reached whatever the other unknown facts turn out to be. It is minimal:
no set within it is enough. The list is complete where ``complete`` says so. See ``docs/change.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from . import terms as t
from .completion import BUDGET
from .derive import Derivation, derive
from .evaluator import Question
from .facts import PartialSet, Scope, Value
from .formula import Shape
from .ground import Ground, Place, inside
from .rulebook import Rulebook
from .settle import Option, Plan, Settler, number_of
from .tableau import Tableau, new_scope
from .unknowns import Exhausted
from .values import FactChange, changed_case, fact_changes

#: States looked at for one goal, and for one way in which lists may turn out.
MOST_STATES, MOST_STATES_EACH = 1_600, 800
#: New items of one list; of the units, two, of which one may pass and one fail.
MOST_NEW = 5
#: Sets that are compared with each other, so that none contains another.
MOST_COMPARED = 4_000

#: Sets shown where the search was broken off; each is tried again without each of its facts, which takes time.
MOST_UNCERTAIN = 3

BROKEN_OFF = "the search was broken off before a set was found; there may be sets"
NOTHING_LEADS_THERE = "no facts lead there, whichever of them were changed"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Facts to change or establish together. ``case`` is the case with them: ``assess`` confirms what it reaches."""

    facts: tuple[FactChange, ...]
    case: Scope

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(fact.path for fact in self.facts)

    @property
    def establishes_only(self) -> bool:
        """Whether no known fact has to become another."""
        return all(fact.kind == "establish" for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Changes:
    """The smallest sets that reach ``goal`` (or, with ``reached`` false, rule it out).

    Those that only establish what is unknown come first, then those that change known facts, each smallest first.

    ``number`` counts all sets, also those beyond the limit asked for; ``complete`` is false where there may be others.
    ``already`` says that nothing has to change. Where nothing can be done, ``blocked`` says why: facts that nobody can
    change any more, or reasons in the law.
    """

    goal: str
    reached: bool
    sets: tuple[ChangeSet, ...]
    number: int
    complete: bool = True
    already: bool = False
    blocked: tuple[FactChange, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Route:
    """Plans found with lists as one way of counting their items has them."""

    ground: Ground
    given: frozenset[Place]
    plans: tuple[Plan, ...]

    def names(self, option: Option) -> frozenset[str]:
        return frozenset(self.ground.name(place) for place in option.places)

    def changes_known(self, option: Option) -> bool:
        """Whether a set changes a known fact, or adds to a list that is complete."""
        known = {found.place for found in self.ground.variables if found.known and not self.ground.is_new(found.scope)}
        return bool(option.places & known) or any(
            place in self.ground.names and self.ground.was_complete(place) for place in option.places
        )


def changes(derivation: Derivation, goal: str, *, reached: bool = True, limit: int = 20) -> Changes:
    """Find the smallest sets that reach an outcome, or rule it out, from where a derivation stands."""
    if (derivation.possible == (goal,)) if reached else (goal not in derivation.possible):
        return Changes(goal, reached, (), 0, already=True)
    search = _Search(derivation, goal, reached)
    routes = search.routes()
    found, number, certain = _smallest(routes, search, limit)
    if found:
        return Changes(goal, reached, tuple(found), number, certain and search.complete)
    if not search.complete:
        return Changes(goal, reached, (), 0, complete=False, reasons=(BROKEN_OFF,))
    blocked, reasons = search.why_not()
    return Changes(goal, reached, (), 0, search.complete, blocked=blocked, reasons=reasons)


class _Search:
    """The search for one goal; ``complete`` turns false where it was broken off."""

    def __init__(self, derivation: Derivation, goal: str, reached: bool) -> None:
        self.derivation = derivation
        self.rulebook: Rulebook = derivation.machine.rulebook
        self.question = derivation.question
        self.goal, self.reached = goal, reached
        self.term = dict(derivation.machine.terms.case).get(goal, t.FALSE)
        self.left = MOST_STATES
        self.complete = True

    def routes(self, *, everything: bool = False) -> list[_Route]:
        """Sets without new items of the case's lists; where there are none, with as few new items as possible."""
        found = [route for counts in self._counts(0) for route in self._route(counts, everything)]
        most = MOST_NEW
        for total in range(1, most + 1):
            if found or everything:
                break
            found = [route for counts in self._counts(total) for route in self._route(counts, everything)]
        return found

    def _counts(self, total: int) -> Iterator[dict[str, int | None]]:
        """How many new items each list of the case gets, ``total`` in all; ``None`` leaves a list as it is."""
        lists: dict[str, list[int | None]] = {}
        quantified = [part for part in t.walk(self.term) if isinstance(part, t.Each | t.Some)]
        for term in quantified:
            if term.scope or term.list in self.rulebook.series or term.list in lists:
                continue
            _, complete = self.derivation.case.lists.get(term.list, ((), False))
            spec = self.rulebook.vocabulary.lists[term.list]
            units = term.list == self.rulebook.verdicts.units
            most = 0 if complete and (units or spec.closed) else 2 if units else MOST_NEW
            lists[term.list] = [None, *([] if complete else [0]), *range(1, most + 1)]
        for chosen in product(*lists.values()):
            if sum(count or 0 for count in chosen) == total:
                yield dict(zip(lists, chosen, strict=True))

    def _route(self, counts: dict[str, int | None], everything: bool) -> Iterator[_Route]:
        if self.left <= 0:
            self.complete = False
            return
        ground, given = grown(self.rulebook, self.derivation.case, self.question, counts, everything=everything)
        if not self.question.on_the_record and not self._within_reach(ground):
            return
        formula = ground.formula(self.term, self.reached)
        shape = Shape(ground.full, ground.open())
        if not self.question.on_the_record:
            by_parts = shape.settled_by_parts(formula)
            formula = by_parts if shape.whole else formula
        budget = min(self.left, MOST_STATES_EACH)
        settler = Settler(ground.variables, shape, budget)
        plans = settler.plans(formula, given)
        self.left -= budget - max(settler.steps, 0)
        self.complete = self.complete and settler.complete and shape.whole
        if plans:
            yield _Route(ground, given, tuple(plans))

    def _within_reach(self, ground: Ground) -> bool:
        """Whether the goal could be reached if every fact that can be changed were unknown."""
        term = self.term if self.reached else t.Not(self.term)
        question = Question(self.question.assessed_on, self.question.readings)
        search = Tableau(self.rulebook, self.derivation.machine.evaluator, relaxed(ground), question, BUDGET)
        try:
            return search.find(term, {})
        except Exhausted:
            return True

    # --- why nothing can be done -------------------------------------------------------------------------------------

    def why_not(self) -> tuple[tuple[FactChange, ...], tuple[str, ...]]:
        """The facts of a smallest set that nobody can change, or why no fact could."""
        self.left = MOST_STATES_EACH
        for route in self.routes(everything=True):
            for plan in route.plans:
                option = next(plan.sets())
                facts = fact_changes(route.ground, option)
                return tuple(fact for fact in facts if fact.fixed), ()
        return (), tuple(self._reasons()) or (NOTHING_LEADS_THERE,)

    def _reasons(self) -> Iterator[str]:
        verdicts, terms = self.rulebook.verdicts, self.derivation.machine.terms
        ground, _ = grown(self.rulebook, self.derivation.case, self.question, {}, everything=True)
        holding = [gate for gate, term in terms.gates if ground.formula(term, sign=True) is True and gate != self.goal]
        if holding:
            yield f"{verdicts.titles[holding[0]]}, whatever the facts"
        elif self.goal in dict(terms.gates) and ground.formula(dict(terms.gates)[self.goal], sign=True) is False:
            yield f"on this day no fact leads there: {verdicts.titles[self.goal]}"
        elif self.derivation.truth(verdicts.decided) is False:
            yield "the law of this day does not decide here, whatever the facts"


def grown(
    rulebook: Rulebook,
    case: Scope,
    question: Question,
    counts: dict[str, int | None],
    *,
    everything: bool = False,
) -> tuple[Ground, frozenset[Place]]:
    """The case with some of its lists complete and new items in them, and the places of those lists."""
    lists = dict(case.lists)
    ground = Ground(rulebook, replace(case, lists=lists), question, everything=everything)
    given: set[Place] = set()
    for name, count in counts.items():
        if count is None:
            continue
        known, complete = case.lists.get(name, ((), False))
        item = rulebook.vocabulary.lists[name].item
        fresh = [
            new_scope(case.others.get(name), f"{name}[{len(known) + at}]", f"new-{item}-{at + 1}")
            for at in range(count)
        ]
        place = (id(ground.case), name)
        for at, scope in enumerate(fresh):
            for part in inside(scope):
                ground.within[id(part)] = ((place, at + 1), part.path.removeprefix(scope.path))
                if complete:
                    ground.added.add(id(part))
        lists[name] = ((*known, *fresh), True)
        ground.names[place] = name
        given.add(place)
    return ground, frozenset(given)


def relaxed(ground: Ground, scope: Scope | None = None, item: str = "") -> Scope:
    """The case with every fact unknown that a change may give another value, and every list open that may grow."""
    scope = ground.case if scope is None else scope
    vocabulary = ground.rulebook.vocabulary
    values: dict[str, Value | PartialSet] = {}
    for key, value in scope.values.items():
        spec = vocabulary.facts.get(f"{item}.{key}" if item else key)
        if spec is None or (not ground.everything and ground.fixed(scope, spec, value)):
            values[key] = value
    lists: dict[str, tuple[tuple[Scope, ...], bool]] = {}
    for name, (items, complete) in scope.lists.items():
        if not item and name in ground.rulebook.series:
            lists[name] = (items, complete)
            continue
        inner = vocabulary.lists[f"{item}.{name}" if item else name].item
        lists[name] = (tuple(relaxed(ground, part, inner) for part in items), complete and not item)
    return Scope(scope.entity, values, scope.standings, lists, scope.others)


def _smallest(routes: Sequence[_Route], search: _Search, limit: int) -> tuple[list[ChangeSet], int, bool]:
    """The smallest sets of all routes, none of which contains another; how many there are; whether that is certain."""
    total = sum(number_of(route.plans) for route in routes)
    comparable = total <= MOST_COMPARED
    if not comparable:
        total = max(number_of(route.plans) for route in routes)
    offered = sorted(
        ((len(option.places), at, number, option) for at, route in enumerate(routes)
         for number, option in enumerate(_first(route, MOST_COMPARED))),
        key=lambda entry: entry[:3],
    )  # fmt: skip
    kept: list[tuple[frozenset[str], int, Option]] = []
    for _, at, _, option in offered:
        names = routes[at].names(option)
        if not any(other <= names for other, _, _ in kept):
            kept.append((names, at, option))
            if not comparable and len(kept) >= 4 * limit:
                break
    kept.sort(key=lambda entry: (routes[entry[1]].changes_known(entry[2]), len(entry[0])))
    found: list[ChangeSet] = []
    certain = True
    limit = limit if search.complete else min(limit, MOST_UNCERTAIN)
    for _, at, option in kept:
        if len(found) == limit:
            break
        made = _confirmed(routes[at].ground, option, search)
        if made is None:
            certain = False
        elif made.paths not in [other.paths for other in found]:
            found.append(made)
    found.sort(key=lambda made: (not made.establishes_only, len(made.facts)))
    return found, len(kept) if comparable else total, certain


def _first(route: _Route, most: int) -> Iterator[Option]:
    """The sets of a route, smallest first, at most so many of each plan."""
    for plan in route.plans:
        for _, option in zip(range(most), plan.sets(), strict=False):
            yield option


def _confirmed(ground: Ground, option: Option, search: _Search) -> ChangeSet | None:
    """A set with its values, if the evaluator confirms that they reach the goal.

    Where the search was broken off, facts that turn out not to be needed are left out again.
    """
    facts = fact_changes(ground, option)
    case = _reaching(ground, facts, search)
    if case is None:
        return None
    for fact in facts if not search.complete else ():
        fewer = tuple(other for other in facts if other is not fact)
        if fact in facts and not any(other.path.startswith(fact.path) for other in fewer):
            without = _reaching(ground, fewer, search)
            if without is not None:
                facts, case = fewer, without
    return ChangeSet(facts, case)


def _reaching(ground: Ground, facts: tuple[FactChange, ...], search: _Search) -> Scope | None:
    """The case with these facts, where it reaches the goal."""
    case = changed_case(ground, facts)
    if case is None:
        return None
    asked = search.question
    again = derive(search.rulebook, case, Question(asked.assessed_on, asked.readings, asked.on_the_record))
    if search.reached:
        return case if again.possible == (search.goal,) else None
    return case if search.goal not in again.possible else None
