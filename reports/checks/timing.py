"""The period, the day it was due, and the form, against the law in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..duties import applied_from, applied_until, duty_for_period, successor_from
from ..findings import Hit
from ..form import load_form
from ..model import Day, Report


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _acts(report: Report) -> tuple[tuple[str, Day], ...]:
    return (
        ("published", report.published),
        ("submitted to the supervisory authority", report.submitted_authority),
        ("submitted to the Commission", report.submitted_commission),
    )


def never_done(report: Report) -> Iterator[Hit]:
    """The header says that the report was never published, or never submitted."""
    for words, day in _acts(report):
        if day == "never":
            yield Hit((), f"The report was never {words}.", ((words, "never"),))


def late(report: Report) -> Iterator[Hit]:
    """Published or submitted after the day on which the report was due."""
    duty = duty_for_period(report.period_to) if report.period_to else None
    if duty is None or not duty.confirmed:
        return
    for words, day in _acts(report):
        if isinstance(day, date) and day > duty.due:
            days = (day - duty.due).days
            yield Hit(
                (),
                f"The report was {words} on {_day(day)}, {days} day{'s' * (days > 1)} after {_day(duty.due)}.",
                ((words, day.isoformat()), ("due by", duty.due.isoformat())),
            )


def publication_unknown(report: Report) -> Iterator[Hit]:
    """No day of publication."""
    if report.published is None:
        yield Hit((), "When the report was published is not stated, nor whether it was.")


def submission_unknown(report: Report) -> Iterator[Hit]:
    """Nothing shows that the report went to the authority and to the Commission."""
    missing = [words for words, day in _acts(report)[1:] if day is None]
    if missing:
        to = " and ".join(words.removeprefix("submitted ") for words in missing)
        yield Hit((), f"Nothing shows whether and when the report was submitted {to}.")


def published_before_end(report: Report) -> Iterator[Hit]:
    """Published before the period was over."""
    if isinstance(report.published, date) and report.period_to and report.published <= report.period_to:
        yield Hit(
            (),
            f"Published on {_day(report.published)}, before the period ended on {_day(report.period_to)}.",
            (("published", report.published.isoformat()), ("period to", report.period_to.isoformat())),
        )


def period_unknown(report: Report) -> Iterator[Hit]:
    """No period, so that no day on which the report was due."""
    if report.period_from is None or report.period_to is None:
        yield Hit((), "The period that the report covers is not stated in full.")


def period_not_a_year(report: Report) -> Iterator[Hit]:
    """A period that is not the year, or the first five months, between two days on which reports are due."""
    duty = duty_for_period(report.period_to) if report.period_to else None
    if duty is None or report.period_from is None or report.period_to is None:
        return
    # under an act that ends or begins within the year, its part of the year is the whole period
    year = duty.period_to.year
    starts = [duty.period_from, *([successor_from()] if year == successor_from().year else [])]
    ends = [duty.period_to, *([applied_until()] if year == applied_until().year else [])]
    if report.period_from not in starts or report.period_to not in ends:
        yield Hit(
            (),
            f"The report covers {_day(report.period_from)} to {_day(report.period_to)}; the report due by "
            f"{_day(duty.due)} is taken to cover {_day(duty.period_from)} to {_day(duty.period_to)}.",
            (("period", f"{report.period_from} to {report.period_to}"),),
        )


def period_outside_law(report: Report) -> Iterator[Hit]:
    """Days before the Regulation applied, or in the gap between its end and the act that followed it."""
    start, end = report.period_from, report.period_to
    if start is None or end is None:
        return
    if start < applied_from():
        yield Hit(
            (),
            f"The period begins on {_day(start)}; the derogation applied from {_day(applied_from())}.",
            (("period", f"{start} to {end}"),),
        )
    if end > applied_until() and start < successor_from():
        yield Hit(
            (),
            f"The period runs over {_day(applied_until())}, the last day of Regulation (EU) 2021/1232; no derogation "
            f"applied until {_day(successor_from())}.",
            (("period", f"{start} to {end}"),),
        )


def duty_not_confirmed(report: Report) -> Iterator[Hit]:
    """A report on 2026 or later: the duty under the new act is not confirmed here."""
    duty = duty_for_period(report.period_to) if report.period_to else None
    if duty is not None and not duty.confirmed:
        yield Hit(
            (),
            f"A report on {duty.period_to.year} would be due by {_day(duty.due)} if the rule of 2021/1232 went on; "
            "whether it does under Regulation (EU) 2026/1881 is not confirmed.",
            (("period to", duty.period_to.isoformat()),),
        )


def other_form(report: Report) -> Iterator[Hit]:
    """Another form than the standard form, from its first day."""
    first = load_form().in_force_from
    if report.form == "other" and isinstance(report.published, date) and report.published >= first:
        yield Hit(
            (),
            f"Published on {_day(report.published)} on a form of its own; the standard form is in force since "
            f"{_day(first)}.",
            (("form", report.form), ("published", report.published.isoformat())),
        )


def form_unknown(report: Report) -> Iterator[Hit]:
    """The form used is not stated, from the first day of the standard form."""
    first = load_form().in_force_from
    if report.form == "not_stated" and isinstance(report.published, date) and report.published >= first:
        yield Hit((), "Whether the standard form was used is not stated.", (("form", "not stated"),))


#: A year as part of a title or an address; numbers of acts (2021/1232, 2024/2916) hold none.
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])(?!/[0-9]{3,})")


def other_year(report: Report) -> Iterator[Hit]:
    """The title of the document, or else its address, speaks of other years only than the period."""
    if report.period_from is None or report.period_to is None:
        return
    covered = {str(year) for year in range(report.period_from.year, report.period_to.year + 1)}
    allowed = {*covered, *((str(report.published.year),) if isinstance(report.published, date) else ())}
    for entry, text in (("document", report.document), ("url", report.url)):
        years = set(_YEAR.findall(text))
        if years and not years & allowed:
            message = f"The {'title' if entry == 'document' else 'address'} of the document speaks of "
            message += f"{', '.join(sorted(years))}, the period is {report.period_from} to {report.period_to}."
            yield Hit((), message, ((entry, text),), mild=entry == "url")
            return
