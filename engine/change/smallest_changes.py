"""What would change the outcome: the smallest sets of facts to change or establish, each confirmed by the evaluator.

A set is enough: with its values, the outcome is reached whatever the other unknown facts turn out to be. It is minimal:
no set within it is enough. The list is complete where ``complete`` says so. See ``docs/change.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

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
from .products import Factored, factored
from .proposals import FactChange, changed_case, fact_changes
from .smallest_sets import settling

#: New items of one list; of the units, two, of which one may pass and one fail.
MOST_NEW, MOST_NEW_UNITS = 7, 2

BROKEN_OFF = "the search was broken off before a set was found; there may be sets"
NOTHING_LEADS_THERE = "no facts lead there, whichever of them were changed"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Facts to change or establish together. ``case`` is the case with them: ``assess`` confirms what it reaches."""

    facts: tuple[FactChange, ...]
    case: View

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(fact.path for fact in self.facts)

    @property
    def establishes_only(self) -> bool:
        """Whether no known fact has to become another."""
        return all(fact.kind == "establish" for fact in self.facts)


#: Facts that a set takes together.
Choice = tuple[FactChange, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Sets that all have the facts ``common`` and take one choice of each of ``groups``, in any combination; ``number``
    is how many that makes. Values are those of one set in which a choice occurs;
    days may be others in another."""

    common: Choice
    groups: tuple[tuple[Choice, ...], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Changes:
    """The smallest sets that reach ``goal`` (or, with ``reached`` false, rule it out).

    Those that only establish what is unknown come first, then those that change known facts, each smallest first.

    ``number`` counts all sets, also those beyond the limit asked for; ``complete`` is false where there may be others.
    Where more sets exist than are shown, ``products`` has all of them in short.
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
    products: tuple[Product, ...] = ()


def changes(derivation: Derivation, goal: str, *, reached: bool = True, limit: int = 20) -> Changes:
    """Find the smallest sets that reach an outcome, or rule it out, from where a derivation stands."""
    if (derivation.possible == (goal,)) if reached else (goal not in derivation.possible):
        return Changes(goal, reached, (), 0, already=True)
    search = _Search(derivation, goal, reached)
    found = Gathered(search.routes())
    if found.number:
        shown, certain = _shown(found, search, limit)
        many = factored(found) if found.number > len(shown) else ()
        products = tuple(_with_values(found, each) for each in many)
        return Changes(goal, reached, shown, found.number, certain and search.complete, products=products)
    if not search.complete:
        return Changes(goal, reached, (), 0, complete=False, reasons=(BROKEN_OFF,))
    blocked, reasons = search.why_not()
    return Changes(goal, reached, (), 0, blocked=blocked, reasons=reasons)


def _with_values(found: Gathered, many: Factored) -> Product:
    """A product of sets with the values of its facts: of each choice, in the set that takes the first of all others."""
    first = [group[0] for group in many.groups]

    def facts(names: Sequence[str], at: int = -1, choice: frozenset[str] = frozenset()) -> Choice:
        taken = [choice if number == at else other for number, other in enumerate(first)]
        route, places = found.of(frozenset(many.common).union(*taken))
        made = {fact.path: fact for fact in fact_changes(route.ground, route.option(places))}
        return tuple(made[name] for name in names)

    groups = tuple(
        tuple(facts(sorted(choice, key=found.names.index), at, choice) for choice in group)
        for at, group in enumerate(many.groups)
    )
    return Product(facts(many.common), groups, many.number)


def _shown(found: Gathered, search: _Search, limit: int) -> tuple[tuple[ChangeSet, ...], bool]:
    """The first sets with their values, and whether the evaluator confirmed each."""
    shown: list[ChangeSet] = []
    certain = True
    for names in found.in_order():
        made = _confirmed(found, names, search)
        if made is None:
            certain = False
        else:
            shown.append(made)
        if len(shown) == limit:
            break
    return tuple(sorted(shown, key=lambda made: (not made.establishes_only, len(made.facts)))), certain


class _Search:
    """The search for one goal; ``complete`` turns false where it was broken off."""

    def __init__(self, derivation: Derivation, goal: str, reached: bool) -> None:
        self.derivation = derivation
        self.rulebook: Rulebook = derivation.machine.rulebook
        self.question = derivation.question
        self.goal, self.reached = goal, reached
        self.term = dict(derivation.machine.terms.case).get(goal, t.FALSE)
        self.complete = True

    def routes(self, *, everything: bool = False) -> list[Route]:
        """Sets without new items of the case's lists; where there are none, with as few new items as possible."""
        found: list[Route] = []
        for total in range(1 if everything else MOST_NEW + MOST_NEW_UNITS + 1):
            for counts in self._counts(total):
                route = self._route(counts, everything)
                if route is not None:
                    found.append(route)
            if found:
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

    def _route(self, counts: dict[str, int | None], everything: bool) -> Route | None:
        ground, given = grown(self.rulebook, self.derivation.case, self.question, counts, everything=everything)
        if not self.question.on_the_record and not self._within_reach(ground):
            return None
        formula = ground.formula(self.term, self.reached)
        try:
            found = settling(formula, ground.variables)
        except TooLarge:
            self.complete = False
            return None
        return Route(ground, given, formula, found) if found.sets else None

    def _within_reach(self, ground: Ground) -> bool:
        """Whether the goal could be reached if every fact that can be changed were unknown."""
        term = self.term if self.reached else t.Not(self.term)
        question = Question(self.question.assessed_on, self.question.readings)
        run = Evaluation(relaxed(ground), question)
        return Worlds(self.rulebook, self.derivation.machine.evaluator, run).may_be(term)

    # --- why nothing can be done -------------------------------------------------------------------------------------

    def why_not(self) -> tuple[tuple[FactChange, ...], tuple[str, ...]]:
        """The facts of a smallest set that nobody can change, or why no fact could."""
        found = Gathered(self.routes(everything=True))
        for names in found.in_order():
            route, places = found.of(names)
            facts = fact_changes(route.ground, route.option(places))
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


def _confirmed(found: Gathered, names: frozenset[str], search: _Search) -> ChangeSet | None:
    """A set with its values, if the evaluator confirms that they reach the goal."""
    route, places = found.of(names)
    facts = fact_changes(route.ground, route.option(places))
    case = changed_case(route.ground, facts)
    if case is None:
        return None
    again = derive(search.rulebook, case, search.question)
    confirmed = again.possible == (search.goal,) if search.reached else search.goal not in again.possible
    return ChangeSet(facts, case) if confirmed else None
