"""The acts in their versions, and which regime governs which day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from msgspec import Struct

from ..reading.rows import Row
from .law_files import GRADES, read_law

FILE = "acts.yaml"


class ActDate(Struct, frozen=True):
    """One date of an act, such as "in_force" or "applies_until" (the last day), and how well it is known."""

    event: str
    date: date
    grade: str
    note: str = ""


class Seen(Struct, frozen=True):
    """What is known of one provision of an act whose text was not read."""

    provision: str
    gist: str
    grade: str


class ActVersion(Struct, frozen=True):
    """One act in one version, by its key in ``load_acts``.

    ``version`` names the version ("as adopted") of an act that grants a derogation. Where ``verified`` is false the
    text was not read, and ``seen`` and ``not_seen`` say what of it is known.
    """

    key: str
    name: str
    title: str
    celex: str
    eli: str
    oj: str
    verified: bool
    dates: tuple[ActDate, ...]
    version: str = ""
    amended_by: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()
    not_seen: tuple[str, ...] = ()
    note: str = ""


class Period(Struct, frozen=True):
    """Days under one regime, first and last included; ``None`` is open.

    ``act`` is the key in ``load_acts`` of the version that derogates, "" where none does. ``name`` is short, for
    pictures; ``begins`` says what happens on the first day, and ``provision`` where that is laid down.
    """

    first_day: date | None
    last_day: date | None
    regime: str
    derogation: bool
    act: str
    note: str
    name: str = ""
    begins: str = ""
    provision: str = ""

    def __contains__(self, day: date) -> bool:
        return (self.first_day or date.min) <= day <= (self.last_day or date.max)


@cache
def load_acts() -> Mapping[str, ActVersion]:
    """Acts in their versions, by key ("2021/1232", "2021/1232@2024-05-15", ...), in order of time."""
    return {act.key: act for act in read_law(FILE).each("acts", _act)}


@cache
def load_periods() -> tuple[Period, ...]:
    """Which regime governs which day: every day lies in exactly one period."""
    file, acts = read_law(FILE), load_acts()
    periods = file.each("periods", _period)
    if not periods or periods[0].first_day or periods[-1].last_day:
        file.refuse("the first period must begin, and the last end, with null", "periods")
    for before, after in pairwise(periods):
        _check_order(file, before, after)
    for period in periods:
        if period.derogation != bool(period.act) or (period.act and period.act not in acts):
            file.refuse(f"{period.regime} must name an act listed above if, and only if, it derogates", "periods")
        if period.act:
            _check_dates(file, period, acts[period.act])
    return periods


def _check_order(file: Row, before: Period, after: Period) -> None:
    """Neighbours neither overlap nor leave a day open; a time without a derogation is a period of its own."""
    end, start = before.last_day, after.first_day
    if end is not None and start == end + timedelta(days=1):
        return
    if end is None or start is None or start <= end:
        what = "the two overlap"
    else:
        what = f"nothing governs {end + timedelta(days=1)} to {start - timedelta(days=1)}"
    file.refuse(f"{after.regime} does not begin on the day after {before.regime} ends: {what}", "periods")


def _check_dates(file: Row, period: Period, act: ActVersion) -> None:
    """A derogation governs no day outside the days that its act gives itself."""
    dates = {each.event: each.date for each in act.dates}
    starts, ends = dates.get("in_force"), dates.get("applies_until")
    if not act.version or starts is None or ends is None:
        file.refuse(f"{act.key} grants a derogation, so it needs a version, in_force and applies_until", "acts")
    if period.first_day is None or period.last_day is None or period.last_day < period.first_day:
        file.refuse(f"{period.regime} derogates, so it needs a first day, and a last day not before it", "periods")
    if period.first_day < starts or period.last_day > ends:
        file.refuse(f"{period.regime} reaches past the days of {act.key}, {starts} to {ends}", "periods")


def day_of(act: str, event: str) -> date:
    """The day of an act's event: ``day_of("2021/1232", "in_force")``. Raises ``KeyError`` for what is not listed."""
    return {each.event: each.date for each in load_acts()[act].dates}[event]


def period_on(day: date) -> Period:
    """The period in which a day lies."""
    return next(period for period in load_periods() if day in period)


def _act(row: Row) -> ActVersion:
    row.only(
        *("act", "name", "title", "version", "celex", "eli", "oj", "verified", "dates"),
        *("amended_by", "seen", "not_seen", "note"),
    )
    return ActVersion(
        key=row.text("act"),
        name=row.text("name"),
        title=row.text("title"),
        celex=row.text("celex"),
        eli=row.text("eli"),
        oj=row.text("oj"),
        verified=row.flag("verified"),
        dates=tuple(_act_date(event, entry) for event, entry in row.items("dates")),
        version=row.text("version", ""),
        amended_by=row.texts("amended_by"),
        seen=row.each("seen", _seen),
        not_seen=row.texts("not_seen"),
        note=row.text("note", ""),
    )


def _act_date(event: str, row: Row) -> ActDate:
    row.only("date", "grade", "note")
    return ActDate(event, row.required_day("date"), row.text("grade", among=GRADES), row.text("note", ""))


def _seen(row: Row) -> Seen:
    row.only("provision", "grade", "gist")
    return Seen(row.text("provision"), row.text("gist"), row.text("grade", among=GRADES))


def _period(row: Row) -> Period:
    row.only("from", "to", "regime", "name", "begins", "provision", "derogation", "act", "note")
    return Period(
        first_day=row.day("from"),
        last_day=row.day("to"),
        regime=row.text("regime"),
        derogation=row.flag("derogation"),
        act=row.text("act", ""),
        note=row.text("note"),
        name=row.text("name", ""),
        begins=row.text("begins", ""),
        provision=row.text("provision", ""),
    )
