"""What would cure each condition that fails: the smallest sets of facts that would satisfy that one condition.

A fact of a cure can still be changed, or nobody can change it any more. Cures that somebody can still bring about are
looked for first; where there are none, those are given that would have been enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from ..answer import Derivation
from ..case.facts import View
from ..law.rulebook import Rule
from ..truth.outcomes import satisfied
from .proposals import FactChange
from .search import Search, confirmed

#: Cures of one condition that are worked out with their values; all are counted.
MOST_CURES = 4


class Cure(Struct, frozen=True):
    """Facts that together satisfy one condition; ``case`` is the case with them."""

    facts: tuple[FactChange, ...]
    case: View

    @property
    def past(self) -> tuple[FactChange, ...]:
        """The facts of it that nobody can change any more."""
        return tuple(fact for fact in self.facts if fact.fixed)


class ConditionCures(Struct, frozen=True):
    """A condition that is not satisfied, for the unit (``None``: the case), and its smallest cures.

    ``number`` counts them all, also those not worked out. Either every cure can still be brought about, or none can.
    With no cure, no fact satisfies the condition on this day, or where ``complete`` is false none was found.
    """

    rule: Rule
    unit: View | None
    cures: tuple[Cure, ...]
    number: int
    complete: bool = True

    @property
    def is_past(self) -> bool:
        """Whether nobody can bring about any cure any more on the day assessed."""
        return all(cure.past for cure in self.cures)


def cures(derivation: Derivation, *, every_fact: bool = False, limit: int = MOST_CURES) -> tuple[ConditionCures, ...]:
    """The cures of every condition that fails, where conditions are asked for; none where a gate decides.

    Conditions on the case come first, then those on each unit in use that no gate takes out.
    """
    return tuple(
        cures_of(derivation, rule, unit, every_fact=every_fact, limit=limit) for rule, unit in failing(derivation)
    )


def failing(derivation: Derivation) -> Iterator[tuple[Rule, View | None]]:
    """The conditions that fail and count: no gate decides, and the unit is or may be in use."""
    terms, rulebook = derivation.machine.terms, derivation.machine.rulebook
    if any(derivation.truth(gate) is True for _, gate in terms.gates):
        return
    if derivation.truth(rulebook.verdicts.decided) is not True:
        return
    conditions: Sequence[Rule] = rulebook.of_kind("condition")
    yield from ((rule, None) for rule in conditions if not rulebook.about_unit(rule) and _fails(derivation, rule, None))
    for unit in derivation.units:
        gates = (gate for _, gate in terms.unit_gates)
        if derivation.truth(rulebook.verdicts.in_use, unit) is False:
            continue
        if any(derivation.truth(gate, unit) is True for gate in gates):
            continue
        yield from ((rule, unit) for rule in conditions if rulebook.about_unit(rule) and _fails(derivation, rule, unit))


def _fails(derivation: Derivation, rule: Rule, unit: View | None) -> bool:
    """Whether a condition fails in every world."""
    truth = derivation.truth(satisfied(rule), unit)
    if truth is None:
        return not derivation.worlds.may_be(satisfied(rule), items=derivation.items(unit))
    return truth is False


def cures_of(
    derivation: Derivation,
    rule: Rule,
    unit: View | None,
    *,
    every_fact: bool = False,
    earliest: date = date.min,
    limit: int = MOST_CURES,
    past: bool = True,
) -> ConditionCures:
    """The cures of one condition: those that can still be brought about, else, unless ``past`` is false, those that
    could have been."""
    search = Search(derivation, satisfied(rule), unit=unit, every_fact=every_fact, earliest=earliest)
    complete = True
    for everything in (False, True) if past else (False,):
        found = search.found(everything=everything)
        complete = complete and search.complete
        if found is None:
            continue
        made: list[Cure] = []
        for names in found.in_order():
            cure = confirmed(found, names, search)
            if cure is not None:
                made.append(Cure(*cure))
            if len(made) == limit:
                break
        if made:
            return ConditionCures(rule, unit, tuple(made), found.number, complete)
    return ConditionCures(rule, unit, (), 0, complete)
