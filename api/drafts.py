"""Two drafts of a case compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ..cases.loader import Case
from ..cases.rulebook import rulebook
from ..engine.answer import ENGINES
from ..engine.why.results import Assessment
from .assessing import assess
from .measuring import party_of

if TYPE_CHECKING:
    from ..engine.case.facts import View
    from ..showing.diff_record import DiffRecord, OvertakenFinding


def compare_drafts(
    old: Mapping[str, Case],
    new: Mapping[str, Case],
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> tuple[DiffRecord, ...]:
    """What two drafts differ by and what that did, feature by feature, as :func:`load_cases` gives them.

    Both are assessed on ``on``, or each on its own day, by the evaluator alone, and so is all that lies between them.
    Raises :class:`BadInput` for a party, reading or choice that one of them does not have.
    """
    from ..engine.answer import derive
    from ..engine.case.standpoint import seen_from
    from ..engine.why.assessment import question_of
    from ..records.compare import compared
    from ..showing.diff_record import DiffRecord

    def measure(case: Case) -> Assessment:
        return assess(case, on, standpoint, on_the_record=on_the_record, readings=readings, engines=ENGINES[:1])

    def outcome_of(case: Case) -> str:
        facts, book = case.engine_facts(), rulebook()
        party = party_of(case, standpoint)
        view = seen_from(facts.entity, facts.parties, party, book.series)
        day = on or case.profile.assess_on or date.today()
        asked = question_of(book, facts, day, party, on_the_record=on_the_record, readings=readings)
        return derive(book, view, asked).outcome

    found: list[DiffRecord] = []
    for name in dict.fromkeys([*new, *old]):
        if name in old and name in new:
            found.append(compared(old[name], new[name], measure, outcome_of, name))
            continue
        case = new.get(name) or old[name]
        outcome = outcome_of(case)
        before, after = ("", outcome) if name in new else (outcome, "")
        found.append(DiffRecord(name, case.profile.name, before, after, (), ()))
    return tuple(found)


def overtaken_findings(old: Mapping[str, Case], new: Mapping[str, Case]) -> dict[str, tuple[OvertakenFinding, ...]]:
    """The findings of each feature (a profile is one, under ``""``) made before a fact on which they rest changed.

    They and their signatures are the same in both drafts, and such a fact is not. Nothing is assessed to learn it.
    What a later source overtakes within one draft, an assessment says itself (``overtaken_by`` of its ``findings``).
    """
    from ..engine.case.standpoint import seen_from
    from ..records.compare import overtaken_of

    book = rulebook()

    def view(case: Case) -> View:
        facts = case.engine_facts()
        return seen_from(facts.entity, facts.parties, None, book.series)

    return {name: tuple(overtaken_of(view(old[name]), view(new[name]), book)) for name in new if name in old}
