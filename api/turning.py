"""What turns an outcome: readings of the law, disputes, and the facts that would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..cases.loader import Case
from ..cases.rulebook import rulebook
from ..engine.answer import ENGINES
from ..engine.why.results import Assessment
from ..reading.errors import BadInput, Problem
from .assessing import assess
from .measuring import party_of

if TYPE_CHECKING:
    from ..engine.change.answers import Answer as ChangeAnswer
    from ..engine.why.readings import Divergence
    from ..showing.change_json import ChangeJson


def divergence(case: Case, result: Assessment, readings: Mapping[str, str] | None = None) -> Divergence:
    """Which readings of the law, and which disputes, turn the outcome of an assessment of this case.

    ``readings`` are those that the assessment was made on, where some were chosen.
    """
    from ..engine.why.readings import divergence as divergence_of

    parties = {
        party: assess(case, result.on, party, on_the_record=result.on_the_record, readings=readings)
        for party in result.by_party
    }
    return divergence_of(result, parties)


def change(
    case: Case,
    goals: Sequence[tuple[str, bool]],
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    limit: int = 10,
    every_fact: bool = False,
) -> ChangeAnswer:
    """What cures each failing condition, from which day on the case could pass, and the smallest sets for each goal.

    A goal is an outcome with true (to be reached) or false (to be ruled out). ``limit`` sets of each are given in full;
    ``every_fact`` also proposes to change what the service is. Raises :class:`BadInput` for an outcome, party, reading
    or choice that does not exist.
    """
    from ..engine.change.answers import answer

    _check(goals)
    result = assess(case, on, standpoint, on_the_record=on_the_record, readings=readings, engines=ENGINES[:1])
    return answer(result.derivation, goals, limit=limit, every_fact=every_fact)


def change_json(
    case: Case,
    goals: Sequence[tuple[str, bool]] = (),
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    limit: int = 10,
    every_fact: bool = False,
) -> ChangeJson:
    """What :func:`change` finds as the JSON contract ``derogation/change/1``; without goals what is worth asking: each
    way to settle an open case, else the other side of it. Raises as :func:`change` does."""
    from ..engine.change.answers import answer, worth_asking
    from ..showing.change_json import change_data

    _check(goals)
    party = party_of(case, standpoint)
    result = assess(case, on, party, on_the_record=on_the_record, readings=readings, engines=ENGINES[:1])
    wanted = goals or worth_asking(result.derivation)
    found = answer(result.derivation, wanted, limit=limit, every_fact=every_fact)
    return change_data(case.profile.name, result.derivation, found, party)


def _check(goals: Sequence[tuple[str, bool]]) -> None:
    for outcome, _ in goals:
        if outcome not in rulebook().verdicts.order:
            known = ", ".join(rulebook().verdicts.order)
            raise BadInput(Problem(f"no outcome is called {outcome!r}", hint=f"Outcomes: {known}."))
