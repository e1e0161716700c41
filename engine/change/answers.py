"""All that is said of what would change an outcome, as one record: cures, a plan, the smallest sets of each goal."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..answer import Derivation
from ..law import terms as t
from .cures import ConditionCures, cures
from .plan import Plan, plan
from .proposals import FactChange
from .search import Search
from .smallest_changes import Changes, changes


class Answer(Struct, frozen=True):
    """What would cure each failing condition, from which later day on the case could pass (``None``: nothing is past),
    and the smallest sets that reach, or rule out, each goal."""

    cures: tuple[ConditionCures, ...]
    plan: Plan | None
    goals: tuple[Changes, ...]


def answer(
    derivation: Derivation, goals: Sequence[tuple[str, bool]], *, limit: int = 20, every_fact: bool = False
) -> Answer:
    """What would change the outcome; each goal is an outcome and whether it is to be reached or ruled out."""
    cured = cures(derivation, every_fact=every_fact)
    past = _out_of_reach(derivation, cured)
    passed = (derivation.machine.rulebook.verdicts.passed, True)
    found = [
        Changes(goal, reached, (), 0, blocked=past)
        if past and (goal, reached) == passed
        else changes(derivation, goal, reached=reached, limit=limit, every_fact=every_fact)
        for goal, reached in goals
    ]
    return Answer(cured, plan(derivation, cured, every_fact=every_fact), tuple(found))


def worth_asking(derivation: Derivation) -> list[tuple[str, bool]]:
    """The goals worth asking for where nobody names one: every way to settle an open case, else the other side of it.

    That some units pass and others fail is left out where fewer than two are listed.
    """
    verdicts = derivation.machine.rulebook.verdicts
    several = len(derivation.units) > 1
    if not derivation.determined:
        gates = [outcome for outcome, _ in derivation.machine.terms.gates if outcome in derivation.possible]
        settled = [outcome for outcome in derivation.possible if outcome != verdicts.mixed or several]
        return [*((outcome, False) for outcome in gates), *((outcome, True) for outcome in settled)]
    other = verdicts.failed if derivation.outcome == verdicts.passed else verdicts.passed
    return [(other, True), *([(verdicts.mixed, True)] if several and derivation.outcome != verdicts.mixed else [])]


def _out_of_reach(derivation: Derivation, found: Sequence[ConditionCures]) -> tuple[FactChange, ...]:
    """The past facts without which the case cannot pass: those of conditions that nobody can cure any more, on the case
    or on a unit that nobody can take out of use on the day assessed. Empty where there are none."""
    facts: list[FactChange] = []
    out_of_use = t.Not(derivation.machine.rulebook.verdicts.in_use)
    for each in found:
        past = each.cures and each.is_past and each.complete
        if past and (each.unit is None or Search(derivation, out_of_use, unit=each.unit).found() is None):
            facts += each.cures[0].past
    return tuple({fact.path: fact for fact in facts}.values())
