"""A case measured under one rulebook, whichever it is; what the arguments of a question must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from ..cases.loader import Case
from ..engine.answer import ENGINES
from ..engine.law.rulebook import Rulebook
from ..engine.why.assessment import assess as assess_facts
from ..engine.why.results import Assessment, Subject
from ..reading.errors import BadInput, Problem
from ..reading.values import Unreadable, day


def measured(
    book: Rulebook,
    case: Case,
    on: date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: Mapping[str, str] | None,
    engines: Sequence[str],
) -> Assessment:
    """A case under one rulebook, with whom and what it is about; raises :class:`BadInput` for days and engines."""
    check_engines(engines)
    check_days(on)
    found = assess_facts(
        book,
        case.engine_facts(),
        on or case.profile.assess_on or date.today(),
        party_of(case, standpoint),
        on_the_record=on_the_record,
        readings=readings,
        engines=engines,
    )
    return replace(found, subject=subject_of(case))


def party_of(case: Case, name: str | None) -> str | None:
    """The party that takes a position in a case under this name, in any case of letters; ``None`` for none.

    Raises :class:`BadInput` naming the parties that there are.
    """
    return None if name is None else case.engine_facts().party(name)


def subject_of(case: Case) -> Subject:
    """Whom and what a case is about, for the record."""
    service = case.profile.service
    named = ", ".join(part for part in (service.name, service.feature) if part)
    notes = tuple(" ".join(note.split()) for note in case.profile.notes)
    return Subject(case.profile.provider.name, named, case.digest, case.authorities, notes)


def check_days(*days: date | None) -> None:
    """The days that a profile and an option take; at the ends of Python's calendar no day comes before or after."""
    try:
        for each in days:
            if each is not None:
                day(each)
    except Unreadable as refused:
        raise BadInput(Problem(str(refused), hint=refused.cure)) from None


def check_engines(engines: Sequence[str]) -> None:
    if isinstance(engines, str) or ENGINES[0] not in engines or not set(engines) <= set(ENGINES):
        hint = f"Name a list of {' and '.join(ENGINES)}; the first is never left out."
        raise BadInput(Problem(f"{engines!r} is not a choice of engines", hint=hint))
