"""The search for the smallest sets of facts that make a term true: of an outcome, or of one condition alone."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from ...reading.errors import Impossible
from ..answer import Derivation, derive
from ..case.facts import PartialSet, Value, View, Views
from ..law import terms as t
from ..law.rulebook import Rulebook
from ..truth.evaluator import Evaluation, Question
from ..worlds.worlds import Worlds
from .changeables import MOST_NEW, MOST_NEW_UNITS, Changeables
from .found import Found
from .mdd import TooLarge
from .proposals import FactChange, changed_case, fact_changes
from .smallest_sets import MOST_STEPS, SmallestSets

#: How many times the steps of one try the next takes, which has one more new item; three to four were seen.
GROWTH = 2


class Search:
    """The search for what makes a term true (of a unit, where it speaks of one), or with ``reached`` false, false.

    ``every_fact`` may change facts that are not proposed otherwise; ``earliest`` is the first day on which something
    can be done; ``least`` is how many new items are needed at least. ``complete`` turns false where the search was
    broken off.
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
        least: int = 0,
    ) -> None:
        self.derivation = derivation
        self.rulebook: Rulebook = derivation.machine.rulebook
        self.question = derivation.question
        self.term, self.reached, self.unit = term, reached, unit
        self.every_fact, self.earliest, self.least = every_fact, earliest, least
        self.complete = True

    def found(self, *, everything: bool = False, every_fact: bool = False) -> Found | None:
        """Sets without new items of the case's lists; where there are none, with as few new items as possible."""
        most, steps = 0 if everything else MOST_NEW + MOST_NEW_UNITS, MOST_STEPS
        for new in range(self.least, most + 1):
            ground = self.ground(new, everything=everything, every_fact=every_fact)
            if new < 2 and not self.question.on_the_record and not self._within_reach(ground):
                if new:
                    return None
                continue
            formula = ground.formula(self.term, self.reached, self._items(ground.case))
            try:
                found = SmallestSets(formula, ground.variables, steps)
            except TooLarge:
                self.complete = False
                return None
            if found.sets:
                return Found(ground, found)
            if new and ground.new_items < new:
                return None
            steps -= found.diagrams.steps
            if 0 < new < most and steps < GROWTH * found.diagrams.steps:  # one more would not be done in what is left
                self.complete = False
                return None
        return None

    def ground(self, new: int = 0, *, everything: bool = False, every_fact: bool = False) -> Changeables:
        """The variables of the case, with so many new items."""
        every_fact = every_fact or self.every_fact
        return Changeables(
            self.rulebook, self.derivation.case, self.question, new,
            everything=everything, every_fact=every_fact, earliest=self.earliest,
        )  # fmt: skip

    def _items(self, case: View) -> dict[str, View]:
        return self.derivation.items(case.at(self.unit.address) if self.unit is not None else None)

    def _kleene(self, derivation: Derivation) -> t.Truth:
        """What the evaluator alone makes of the term."""
        return derivation.machine.evaluator.ask(self.term, derivation.run, **self._items(derivation.case)).truth

    def _within_reach(self, ground: Changeables) -> bool:
        """Whether the goal could be reached if every fact that can be changed were unknown, and every list open that
        may grow."""
        term = self.term if self.reached else t.Not(self.term)
        question = Question(self.question.assessed_on, self.question.readings)
        run = Evaluation(_relaxed(ground, ground.case), question)
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


def confirmed(found: Found, names: frozenset[str], search: Search) -> tuple[tuple[FactChange, ...], View] | None:
    """The facts of a set with their values and the case with them, if that is confirmed to be enough."""
    facts = fact_changes(found.ground, found.option(names))
    case = changed_case(found.ground, facts)
    return (facts, case) if case is not None and search.confirmed(case) else None


def _relaxed(ground: Changeables, scope: View) -> View:
    """A thing with every fact unknown that a change may give another value, and every list open that may grow."""
    vocabulary, item = ground.rulebook.vocabulary, scope.address.item
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
        spec = vocabulary.lists[scope.address.fact(name).generic]
        known = tuple(_relaxed(ground, part) for part in members.known)
        grows = ground.lengths(scope, spec, complete=members.complete)
        lists[name] = Views(known, members.complete and grows is None, members.other)
    return replace(scope, values=values, lists=lists, entailed={}, offers={})
