"""The search for the smallest sets of facts that make a term true: of an outcome, or of one condition alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from ...reading.errors import Impossible
from ..answer import Derivation, derive
from ..case.facts import View
from ..law import terms as t
from ..law.rulebook import Rulebook
from ..truth.evaluator import Evaluation, Question
from ..worlds.worlds import Worlds
from .gathered import Gathered
from .grounding import Ground
from .grown_cases import Route, grown, relaxed
from .mdd import TooLarge
from .proposals import FactChange, changed_case, fact_changes
from .smallest_sets import settling

#: New items of one list; of the units, two, of which one may pass and one fail.
MOST_NEW, MOST_NEW_UNITS = 7, 2


class Search:
    """The search for what makes a term true (of a unit, where it speaks of one), or with ``reached`` false, false.

    ``every_fact`` may change facts that are not proposed otherwise; ``earliest`` is the first day on which something
    can be done. ``complete`` turns false where the search was broken off.
    """

    def __init__(
        self,
        derivation: Derivation,
        term: t.Term,
        *,
        reached: bool = True,
        unit: View | None = None,
        every_fact: bool = False,
        earliest: date = date.min,
    ) -> None:
        self.derivation = derivation
        self.rulebook: Rulebook = derivation.machine.rulebook
        self.question = derivation.question
        self.term, self.reached, self.unit = term, reached, unit
        self.every_fact, self.earliest = every_fact, earliest
        self.complete = True

    def routes(self, *, everything: bool = False, every_fact: bool = False) -> list[Route]:
        """Sets without new items of the case's lists; where there are none, with as few new items as possible."""
        found: list[Route] = []
        for total in range(1 if everything else MOST_NEW + MOST_NEW_UNITS + 1):
            for counts in self._counts(total):
                route = self._route(counts, everything, every_fact or self.every_fact)
                if route is not None:
                    found.append(route)
            if found or not self.complete:  # cases with more items would be larger still
                break
        return found

    def _counts(self, total: int) -> Iterator[dict[str, int | None]]:
        """How many new items each list of the case gets, ``total`` in all; ``None`` leaves a list as it is."""
        lists: dict[str, list[int | None]] = {}
        quantified = [part for part in t.walk(self.term) if isinstance(part, t.Each | t.Some)]
        for term in quantified:
            if term.scope or term.list in self.rulebook.series or term.list in lists:
                continue
            complete = self.derivation.case.items(term.list).complete
            spec = self.rulebook.vocabulary.lists[term.list]
            units = term.list == self.rulebook.verdicts.units
            most = 0 if complete and (units or spec.closed) else MOST_NEW_UNITS if units else MOST_NEW
            lists[term.list] = [None, *([] if complete else [0]), *range(1, most + 1)]
        for chosen in product(*lists.values()):
            if sum(count or 0 for count in chosen) == total:
                yield dict(zip(lists, chosen, strict=True))

    def _route(self, counts: dict[str, int | None], everything: bool, every_fact: bool) -> Route | None:
        ground, given = grown(
            self.rulebook, self.derivation.case, self.question, counts,
            everything=everything, every_fact=every_fact, earliest=self.earliest,
        )  # fmt: skip
        if not self.question.on_the_record and not self._within_reach(ground):
            return None
        formula = ground.formula(self.term, self.reached, self._items(ground.case))
        try:
            found = settling(formula, ground.variables)
        except TooLarge:
            self.complete = False
            return None
        return Route(ground, given, formula, found) if found.sets else None

    def _items(self, case: View) -> dict[str, View]:
        return self.derivation.items(case.at(self.unit.address) if self.unit is not None else None)

    def _kleene(self, derivation: Derivation) -> t.Truth:
        """What the evaluator alone makes of the term."""
        return derivation.machine.evaluator.ask(self._named, derivation.run, **self._items(derivation.case)).truth

    @property
    def _named(self) -> t.Named:
        if isinstance(self.term, t.Named):
            return self.term
        return t.Named("sought", "What is searched for", self.term)

    def _within_reach(self, ground: Ground) -> bool:
        """Whether the goal could be reached if every fact that can be changed were unknown."""
        term = self.term if self.reached else t.Not(self.term)
        question = Question(self.question.assessed_on, self.question.readings)
        run = Evaluation(relaxed(ground), question)
        return Worlds(self.rulebook, self.derivation.machine.evaluator, run).may_be(term, items=self._items(run.case))

    def confirmed(self, case: View) -> bool:
        """Whether the evaluator, and a search of the worlds left, confirm that a case has what is searched for."""
        try:
            again = derive(self.rulebook, case, self.question, part_by_part=True)
            if self._kleene(again) is not self.reached and self.question.on_the_record:
                again = derive(self.rulebook, case, self.question)
        except Impossible:
            return False
        items = self._items(again.case)
        if self._kleene(again) is self.reached:
            return True
        return not again.worlds.may_be(self.term, sign=not self.reached, items=items) and not again.worlds.gave_up


def confirmed(found: Gathered, names: frozenset[str], search: Search) -> tuple[tuple[FactChange, ...], View] | None:
    """The facts of a set with their values and the case with them, if that is confirmed to be enough."""
    route, places = found.of(names)
    facts = fact_changes(route.ground, route.option(places))
    case = changed_case(route.ground, facts)
    return (facts, case) if case is not None and search.confirmed(case) else None
