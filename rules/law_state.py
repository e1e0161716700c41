"""The state of the law on a day: acts, versions, the gap, what was read, and what an answer on that day rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from ..engine.law.rulebook import Rule, Rulebook
from .acts import ActVersion, Period, day_of, load_acts, load_periods, period_on
from .anchors import load_anchors, load_sentences
from .citations import ACTS
from .law_on import law_on


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date of an act, how well it is known, and the hash of the official sentence that gives it, "" if unknown."""

    event: str
    day: date
    grade: str
    sentence_sha256: str
    note: str


@dataclass(frozen=True, slots=True)
class ActState:
    """An act, or a version of one, on the day: ``state`` is to_come, in_force, ended or replaced."""

    act: str
    version: str
    celex: str
    eli: str
    state: str
    read: bool
    dates: tuple[KnownDate, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Resting:
    """The rules in force on the day that rest on one act: how many, of which grade, and how many of their quotations
    stand in a sentence whose hash is known."""

    act: str
    grade: str
    rules: tuple[str, ...]
    quotes: int
    hashed: int


@dataclass(frozen=True, slots=True)
class LawState:
    """The state of the law on a day. ``conditions_decide`` is false where the conditions of that day were not read."""

    on: date
    regime: str
    first_day: date | None
    last_day: date | None
    begins: str
    note: str
    derogation: bool
    measured: str
    conditions_decide: bool
    next_change: date | None
    next_begins: str
    acts: tuple[ActState, ...]
    not_read: tuple[str, ...]
    relayed: tuple[str, ...]
    rests_on: tuple[Resting, ...]


def state_on(day: date, rulebook: Rulebook) -> LawState:
    """The state of the law on any day, as the rulebook knows it."""
    period, law = period_on(day), law_on(day)
    following = _following(period)
    return LawState(
        on=day,
        regime=period.name or period.regime,
        first_day=period.first_day,
        last_day=period.last_day,
        begins=period.begins,
        note=period.note,
        derogation=period.derogation,
        measured=" ".join(part for part in (law.act, law.version) if part),
        conditions_decide=not law.second_hand,
        next_change=following.first_day if following is not None else None,
        next_begins=following.begins if following is not None else "",
        acts=tuple(_act(act, day) for act in load_acts().values()),
        not_read=law.unseen,
        relayed=tuple(f"{rulebook.cite(each.provision)}: {each.gist} [{each.grade}]" for each in law.seen),
        rests_on=tuple(_resting(day, rulebook)),
    )


def days_of_change() -> tuple[date, ...]:
    """The first day of every period but the first."""
    return tuple(period.first_day for period in load_periods() if period.first_day is not None)


def grade_of(rule: Rule) -> str:
    """How well the text behind a rule is known: primary for an act that was read; what is relayed of one that was not
    has the grade under which it is relayed."""
    short = rule.provision.rpartition(" ")[0]
    for act in load_acts().values():
        if act.key == short and not act.verified:
            return next((each.grade for each in act.seen if each.provision == rule.provision), "secondary")
    return "primary"


def _following(period: Period) -> Period | None:
    return period_on(period.last_day + timedelta(days=1)) if period.last_day is not None else None


def _act(act: ActVersion, day: date) -> ActState:
    sentences = [each for known in load_anchors().values() for each in known.sentences]
    hashes = {each.event: each.sha256 for each in sentences if each.of == act.celex and each.event}
    days = {each.event: each.date for each in act.dates}
    begins, ends = days.get("applies_from", days.get("in_force")), days.get("applies_until")
    if begins is not None and day < begins:
        state = "to_come"
    elif any(_replaces(other, act, day) for other in load_acts().values()):
        state = "replaced"
    else:
        state = "ended" if ends is not None and day > ends else "in_force"
    return ActState(
        act=act.name,
        version=act.version,
        celex=act.celex,
        eli=act.eli,
        state=state,
        read=act.verified,
        dates=tuple(
            KnownDate(each.event, each.date, each.grade, hashes.get(each.event, ""), each.note) for each in act.dates
        ),
        note=act.note,
    )


def _replaces(later: ActVersion, act: ActVersion, day: date) -> bool:
    """Whether a later version of the same act has begun by a day."""
    if later.name != act.name or later.key == act.key:
        return False
    return day_of(act.key, "in_force") < day_of(later.key, "in_force") <= day


def _resting(day: date, rulebook: Rulebook) -> list[Resting]:
    """By act and grade, in the order in which the rules name them."""
    hashed = load_sentences()
    groups: dict[tuple[str, str], list[Rule]] = {}
    for rule in rulebook.rules:
        if rule.in_force_on(day):
            short = rule.provision.rpartition(" ")[0]
            groups.setdefault((ACTS[short].name, grade_of(rule)), []).append(rule)
    found: list[Resting] = []
    for (act, grade), rules in groups.items():
        count = Counter((rule.provision, quote) in hashed for rule in rules for quote in rule.quotes)
        found.append(Resting(act, grade, tuple(rule.id for rule in rules), count.total(), count[True]))
    return found
