"""When a report is due, and for which period.

Article 3(1)(g)(vii) of Regulation (EU) 2021/1232: by 3 February 2022, and by 31 January of every year after.
The text fixes no period; a report is taken to cover the processing since the last one, which is the calendar
year. "By" includes the day; a fixed day does not move for a weekend (Regulation 1182/71, Article 5 with
3(4)). The days themselves are data, in ``rules/law``.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from msgspec import Struct

from ..rules.acts import day_of
from ..rules.ledger import Deadline, load_ledger

REPORT = "3(1)(g)(vii)"


class Duty(Struct, frozen=True):
    """One report due: the last day, the period that it covers, and whether the law for it is confirmed."""

    due: date
    period_from: date
    period_to: date
    confirmed: bool


def applied_from() -> date:
    """The first day of Regulation (EU) 2021/1232."""
    return day_of("2021/1232", "in_force")


def applied_until() -> date:
    """The last day of Regulation (EU) 2021/1232, as amended."""
    return day_of("2021/1232@2024-05-15", "applies_until")


def successor_from() -> date:
    """The first day of Regulation (EU) 2026/1881; its reporting days are not confirmed here."""
    return day_of("2026/1881", "in_force")


def duty_for_year(year: int) -> Duty:
    """The report on the processing of ``year``. Raises ``ValueError`` for a year before 2021."""
    start = applied_from()
    if year < start.year:
        raise ValueError(f"no report is due for {year}: the Regulation applied from {start}")
    first = year == start.year
    once, yearly = _deadlines()
    month, day = map(int, yearly.recurs.split("-"))
    return Duty(
        due=once.date if first else date(year + 1, month, day),
        period_from=start if first else date(year, 1, 1),
        period_to=date(year, 12, 31),
        confirmed=year < applied_until().year,
    )


def duty_for_period(end: date) -> Duty | None:
    """The report whose year holds the last day of a period; ``None`` before the Regulation applied."""
    return duty_for_year(end.year) if end >= applied_from() else None


@cache
def _deadlines() -> tuple[Deadline, Deadline]:
    """The day of the first report, and the day of every later year."""
    found = next(each.deadlines for each in load_ledger().provisions if each.path == REPORT)
    return (next(each for each in found if not each.recurs), next(each for each in found if each.recurs))
