"""Which outcomes are possible: each with a witness, a completion of the unknown facts that leads to it, or disproved.

The evaluator leaves more outcomes than are possible where one fact serves two rules: it does not see that the same
fact cannot be both. Here every outcome that it leaves is searched for (:mod:`.tableau`); what is not found is
impossible. See ``docs/decisions/exact-outcomes.md`` for why both answers can be relied on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from ..case.address import Address
from ..case.facts import PartialSet, Value, View, Views
from ..law.rulebook import Rulebook
from ..truth.evaluator import Evaluation, Evaluator
from ..truth.outcomes import OutcomeTerms
from . import bounds as b
from .search import Tableau
from .unknowns import Exhausted

#: Parts of terms taken apart in search of one outcome before the search is given up.
BUDGET = 40_000


@dataclass(frozen=True, slots=True)
class Witness:
    """A completion that leads to an outcome.

    ``facts`` are the unknown facts that it settles, by path (an item ``technologies[+1]`` is new); ``scope`` is the
    case with them, where lists hold nothing more and other unknown facts stay unknown, since nothing turns on them.
    ``opened`` says which questions that the law leaves open it takes to be answered, and how.
    """

    outcome: str
    facts: Mapping[str, Value | PartialSet]
    scope: View
    opened: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Exact:
    """The outcomes that are possible, in the order asked; ``exact`` is false where a search was given up, and then
    the outcomes that it was for are among the possible ones without a witness."""

    possible: tuple[str, ...]
    witnesses: Mapping[str, Witness] = field(default_factory=dict[str, Witness])
    exact: bool = True


class Completions:
    """Completions of one case for one question; ``budget`` bounds the search for each."""

    def __init__(
        self,
        rulebook: Rulebook,
        terms: OutcomeTerms,
        evaluator: Evaluator,
        run: Evaluation,
        budget: int = BUDGET,
    ) -> None:
        self.case_terms = dict(terms.case)
        self.unit_terms = dict(terms.unit)
        self.unit_item = rulebook.verdicts.unit
        self.tableau = Tableau(rulebook, evaluator, run, budget)

    def witness(self, outcome: str) -> Witness | None:
        """A completion under which the case has this outcome, or ``None``: there is none.

        Raises :class:`Exhausted`.
        """
        term = self.case_terms.get(outcome)
        if term is None or not self.tableau.find(term, {}):
            return None
        return _witness(outcome, self.tableau)

    def possible(self, candidates: Iterable[str], *, enough: int | None = None) -> Exact:
        """Which of these outcomes the case may have; stops when ``enough`` have been found."""
        found: list[str] = []
        witnesses: dict[str, Witness] = {}
        exact = True
        for outcome in candidates:
            if enough is not None and len(found) >= enough:
                break
            try:
                witness = self.witness(outcome)
            except Exhausted:
                exact = False
                found.append(outcome)
                continue
            if witness is not None:
                found.append(outcome)
                witnesses[outcome] = witness
        return Exact(tuple(found), witnesses, exact)

    def possible_for_unit(self, unit: View, candidates: Iterable[str]) -> Exact:
        """Which of these outcomes a unit may have, without witnesses; one whose search is given up is kept."""
        found: list[str] = []
        exact = True
        for outcome in candidates:
            term = self.unit_terms.get(outcome)
            if term is None:
                continue
            try:
                if self.tableau.find(term, {self.unit_item: unit}):
                    found.append(outcome)
            except Exhausted:
                exact = False
                found.append(outcome)
        return Exact(tuple(found), exact=exact)


# --- what the search found, as facts ----------------------------------------------------------------------------------


def _witness(outcome: str, tableau: Tableau) -> Witness:
    """Give every fact that the search narrowed a value, and put the values into a copy of the case."""
    values = _values(tableau)
    facts: dict[str, Value | PartialSet] = {}
    by_scope: dict[Address, dict[str, Value | PartialSet]] = {}
    for (_, key), (scope, value) in values.items():
        by_scope.setdefault(scope.address, {})[key] = value
        facts[scope.address.fact(key).text] = value
    opened = tuple(
        (term.why, next(iter(left)))
        for key, term in tableau.unknowns.opens.items()
        for left in [tableau.store.finite[key][0]]
        if len(left) == 1
    )
    return Witness(outcome, facts, _completed(tableau.case, by_scope, tableau), opened)


def _completed(scope: View, values: Mapping[Address, Mapping[str, Value | PartialSet]], tableau: Tableau) -> View:
    """A copy of a scope with new values and new items, whose lists hold nothing more."""
    lists: dict[str, Views] = {}
    vocabulary = tableau.rulebook.vocabulary
    known_lists = (vocabulary.split(spec.path) for spec in vocabulary.lists.values())
    names = [*scope.lists, *(name for owner, name in known_lists if owner == scope.address.item)]
    for name in dict.fromkeys(names):
        members = scope.items(name)
        place = (scope.address, name)
        new = () if members.complete else tableau.spare.get(place, [])[: tableau.used.get(place, 0)]
        lists[name] = Views(tuple(_completed(item, values, tableau) for item in (*members.known, *new)))
    told = {**scope.values, **values.get(scope.address, {})}
    return View(scope.entity, told, scope.standings, lists)


def _values(tableau: Tableau) -> dict[tuple[Address, str], tuple[View, Value | PartialSet]]:
    """A value for every fact that the search narrowed, by the address of its thing and its key."""
    store = tableau.store
    mark = len(store.trail)
    found: dict[tuple[Address, str], tuple[View, Value | PartialSet]] = {}
    for key, (scope, spec, member) in tableau.unknowns.facts.items():
        scope_key = cast("tuple[Address, str, str]", key)[1]
        place = (scope.address, scope_key)
        if member:
            left, _ = store.finite[key]
            if len(left) == 1:
                known = found.get(place, (scope, scope.values.get(scope_key, PartialSet(frozenset()))))[1]
                members = known.known if isinstance(known, PartialSet) else cast("frozenset[str]", known)
                found[place] = (scope, frozenset({*members, member} if True in left else members))
        elif spec.type in ("date", "number"):
            if _narrowed(key, spec.never, tableau) and scope_key not in scope.values:
                found[place] = (scope, _pick(key, tableau))
        else:
            left, _ = store.finite[key]
            whole = frozenset(spec.choices) if spec.type == "choice" else frozenset({True, False})
            if left != whole:
                found[place] = (scope, _first(left, spec.choices))
    store.undo(mark)
    return found


def _first(left: frozenset[Any], order: tuple[str, ...]) -> Value:
    return next((choice for choice in order if choice in left), next(iter(left)))


def _narrowed(key: b.Key, never: str, tableau: Tableau) -> bool:
    """Whether the search rests on this day or number."""
    low, high = tableau.store.low[key][0], tableau.store.high[key][0]
    at_first = ((0.0, 0), b.NO_NUMBER) if isinstance(low, tuple) else (1, b.NEVER_POINT if never else b.LAST_DAY)
    return (low, high) != at_first or bool(tableau.store.relations.get(key))


def _pick(key: b.Key, tableau: Tableau) -> Value:
    """A plain value within the bounds, fixed so that related facts follow: the day assessed, or a day at an end."""
    store = tableau.store
    low, high = store.low[key][0], store.high[key][0]
    if isinstance(low, tuple):
        number = _number_between(cast("tuple[float, int]", low), cast("tuple[float, int]", high))
        store.at_least(key, (number, 0), 0)
        store.at_most(key, (number, 0), 0)
        return int(number) if number == int(number) else number
    top = cast("int", high)
    today = tableau.question.assessed_on.toordinal()
    options = [point for point in (today, b.NEVER_POINT, top, low) if low <= point <= top]
    for point in options:
        mark = len(store.trail)
        if store.at_least(key, point, 0) is None and store.at_most(key, point, 0) is None:
            return date.fromordinal(point)
        store.undo(mark)
    raise AssertionError("bounds without a value")


def _number_between(low: tuple[float, int], high: tuple[float, int]) -> float:
    """A number between two bounds, whole where there is one."""
    whole = float(int(low[0])) if (int(low[0]), 0) >= low else float(int(low[0]) + 1)
    if (whole, 0) <= high:
        return whole
    if low[1] <= 0:
        return low[0]
    return (low[0] + high[0]) / 2
