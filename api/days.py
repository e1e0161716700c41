"""What holds and what is owed on each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ..cases.loader import Case, check_readings
from ..cases.rulebook import rulebook
from .measuring import check_days, party_of

if TYPE_CHECKING:
    from ..duties.calendar import Calendar
    from ..engine.days.timeline import Timeline

#: The days that a timeline covers where nobody says which: from before the Code applied until after the last act known.
SPAN = (date(2019, 1, 1), date(2028, 12, 31))


def timeline(
    case: Case,
    first_day: date,
    last_day: date,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Timeline:
    """The outcome on every day from ``first_day`` to ``last_day``, both included, as intervals with their causes.

    Raises :class:`BadInput` for a party, reading or choice, in the profile or given, that does not exist.
    """
    from ..engine.days.timeline import timeline as derive_timeline
    from ..rules.law_on import eras

    check_days(first_day, last_day)
    check_readings(case, rulebook(), readings)
    return derive_timeline(
        rulebook(),
        case.engine_facts(),
        first_day,
        last_day,
        party_of(case, standpoint),
        on_the_record=on_the_record,
        readings=dict(readings or {}),
        eras=eras(),
    )


def calendar(
    case: Case,
    first_day: date,
    last_day: date,
    standpoint: str | None = None,
    *,
    others: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Calendar:
    """The duties of the provider in these days; ``others`` adds those of the Commission and of the Member States.

    Raises :class:`BadInput` for a party, reading or choice that does not exist.
    """
    from ..duties.calendar import calendar_of

    check_days(first_day, last_day)
    return calendar_of(
        rulebook(),
        case,
        first_day,
        last_day,
        others=others,
        standpoint=party_of(case, standpoint),
        readings=dict(readings or {}),
    )
