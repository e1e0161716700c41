"""When a report is due, and for which period.

Article 3(1)(g)(vii) of Regulation (EU) 2021/1232: by 3 February 2022, and by 31 January of every year after.
The text fixes no period; a report is taken to cover the processing since the last one, which is the calendar
year. "By" includes the day; a fixed day does not move for a weekend (Regulation 1182/71, Article 5 with
3(4)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: Regulation (EU) 2021/1232 applied from and until (both days included; Article 10, as amended by 2024/1307).
APPLIED_FROM = date(2021, 8, 2)
APPLIED_UNTIL = date(2026, 4, 3)
#: Regulation (EU) 2026/1881 is in force from this day; its reporting dates are not confirmed here.
SUCCESSOR_FROM = date(2026, 7, 31)
FIRST_DUE = date(2022, 2, 3)


@dataclass(frozen=True, slots=True)
class Duty:
    """One report due: the last day, the period that it covers, and whether the law for it is confirmed."""

    due: date
    period_from: date
    period_to: date
    confirmed: bool


def duty_for_year(year: int) -> Duty:
    """The report on the processing of ``year``. Raises ``ValueError`` for a year before 2021."""
    if year < APPLIED_FROM.year:
        raise ValueError(f"no report is due for {year}: the Regulation applied from {APPLIED_FROM}")
    first = year == APPLIED_FROM.year
    return Duty(
        due=FIRST_DUE if first else date(year + 1, 1, 31),
        period_from=APPLIED_FROM if first else date(year, 1, 1),
        period_to=date(year, 12, 31),
        confirmed=year < APPLIED_UNTIL.year,
    )


def duty_for_period(end: date) -> Duty | None:
    """The report whose year holds the last day of a period; ``None`` before the Regulation applied."""
    return duty_for_year(end.year) if end >= APPLIED_FROM else None
