"""The end of the 12 months of point (i), put off to a working day, reckoned where a profile gives its start.

Source: Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c) (a period in months ends with the day that has the number
of the day from which it runs) and Article 3(4) (where that is a holiday, a Saturday or a Sunday, with the next working
day). A fact of the recorded case, and not a way of comparing days, since the holidays are facts of the profile.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TypeVar

from ..engine.truth.comparisons import months_later
from .fact import Date, Listed
from .model.technology import RecordedCase, TechnologyFacts
from .profile import Profile

MONTHS = 12
SATURDAY = 5

T = TypeVar("T", bound=TechnologyFacts)


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """The day itself, or the first after it that is no Saturday, Sunday or holiday."""
    while day.weekday() >= SATURDAY or day in holidays:
        day += timedelta(days=1)
    return day


def with_working_days(profile: Profile) -> Profile:
    """The profile with the end of the 12 months reckoned for each recorded case that does not state it itself."""
    holidays = frozenset(profile.law.holidays)
    update: dict[str, object] = {"every_technology": _of_technology(profile.every_technology, holidays)}
    if profile.technologies is not None:
        known = tuple(_of_technology(technology, holidays) for technology in profile.technologies.known)
        update["technologies"] = profile.technologies.model_copy(update={"known": known})
    return profile.model_copy(update=update)


def _of_technology(technology: T, holidays: Collection[date]) -> T:
    recorded = technology.suspicions.recorded
    if recorded is None or not recorded.known:
        return technology
    cases: Listed[RecordedCase] = recorded.model_copy(
        update={"known": tuple(_of_case(case, holidays) for case in recorded.known)}
    )
    suspicions = technology.suspicions.model_copy(update={"recorded": cases})
    return technology.model_copy(update={"suspicions": suspicions})


def _of_case(case: RecordedCase, holidays: Collection[date]) -> RecordedCase:
    reckoned = {
        "last_working_day": case.last_working_day or _end(case.identified_on, holidays),
        "last_working_day_from_detection": case.last_working_day_from_detection or _end(case.detected_on, holidays),
    }
    return case.model_copy(update=reckoned)


def _end(start: Date | None, holidays: Collection[date]) -> Date | None:
    """The last day, with the evidence of the day from which it is reckoned."""
    if start is None:
        return None
    if start.positions is not None:
        positions = tuple(
            position.model_copy(update={"value": _reckoned(position.value, holidays)}) for position in start.positions
        )
        return start.model_copy(update={"positions": positions})
    return start if start.value is None else start.model_copy(update={"value": _reckoned(start.value, holidays)})


def _reckoned(start: date, holidays: Collection[date]) -> date:
    return next_working_day(months_later(start, MONTHS), holidays)
