"""The calendar of a case: what falls on which day, from one day to another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from ..cases.loader import Case
from ..cases.working_days import SATURDAY
from ..engine.case.words import long_date
from ..engine.law.rulebook import Rulebook
from ..reports.duties import applied_until, duty_for_year
from .model import CATEGORIES, Calendar, Entry
from .of_others import law, tasks
from .of_provider import deletions, derivation_of, of_the_regulation, reports, undated


def calendar_of(
    rulebook: Rulebook,
    case: Case,
    first_day: date,
    last_day: date,
    *,
    others: bool = False,
    standpoint: str | None = None,
    readings: dict[str, str] | None = None,
) -> Calendar:
    """The provider's duties and the law's own days from ``first_day`` to ``last_day``; ``others`` adds the tasks of
    the Commission and the Member States. ``standpoint`` takes a party's facts. Raises ``ValueError`` where the span
    ends before it begins."""
    if last_day < first_day:
        raise ValueError(f"the calendar ends ({last_day}) before it begins ({first_day})")
    derivation = derivation_of(rulebook, case, last_day, standpoint, readings)

    def all_entries() -> Iterator[Entry]:
        yield from reports(derivation)
        yield from deletions(derivation)
        yield from of_the_regulation(derivation)
        yield from law()
        if others:
            yield from tasks()

    found = [_on_free_day(entry) for entry in all_entries() if first_day <= entry.day <= last_day]
    found.sort(key=lambda entry: (entry.day, CATEGORIES.index(entry.category), entry.key))
    remarks = list(undated(derivation))
    if not derivation.units and not derivation.case.items(rulebook.verdicts.units).complete:
        remarks.append("No technology is on file, so every report depends on whether there was any processing.")
    ended = applied_until()
    if last_day >= (unseen := duty_for_year(ended.year).due):
        remarks.append(
            f"No report of {long_date(unseen)} is listed: Regulation (EU) 2021/1232 ended on {long_date(ended)}, and "
            "the reporting day of Regulation (EU) 2026/1881 has not been seen."
        )
    return Calendar(case.profile.name, case.profile.provider.name, first_day, last_day, tuple(found), tuple(remarks))


def _on_free_day(entry: Entry) -> Entry:
    """The entry with a word on a day of duty that the act names and that is a Saturday or a Sunday."""
    if entry.category not in ("report", "list", "relief", "task") or entry.day.weekday() < SATURDAY:
        return entry
    name = "Saturday" if entry.day.weekday() == SATURDAY else "Sunday"
    told = f"It is a {name}: a day that the act names does not move, unlike the end of a period (Regulation 1182/71)."
    return replace(entry, detail=f"{entry.detail} {told}")
