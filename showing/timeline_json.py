"""The JSON form of a timeline, the contract ``derogation/timeline/1``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.days.causes import Cause
from ..engine.days.law_period import Era
from ..engine.days.timeline import Interval, Timeline, UnitState
from ..engine.law.rulebook import Rulebook
from ..engine.why.results import Subject
from ..version import VERSION
from .contract import Day, Digest, Outcome, Possible, Reading, Shape, closed, schema_of

SCHEMA = "derogation/timeline/1"


@closed
class EraJson(TypedDict):
    """A period of the law."""

    first_day: Day | None
    """Its first day; null where it has none."""
    last_day: Day | None
    """Its last day, included; null where it has none."""
    name: str
    """What it is called."""
    in_force: bool
    """Whether a derogation applies."""
    second_hand: bool
    """Whether the official text was not read."""
    note: str
    """What is to be known of it."""


@closed
class UnitStateJson(TypedDict):
    """One technology in an interval."""

    id: str
    """Its name in the profile."""
    in_use: bool | None
    """Whether it is in use; null where that is open."""
    outcome: Outcome | None
    """Its outcome; null while it is not in use."""
    possible_outcomes: list[Possible]
    """The outcomes that some completion of the unknown facts leads to."""


@closed
class CauseJson(TypedDict):
    """Why an interval begins."""

    kind: Annotated[str, Shape(enum="kinds_of_cause")]
    """A fact, the law or the passing of time."""
    text: str
    """The cause in a sentence."""
    path: str | None
    """The fact, if it is one."""
    value: str | None
    """The fact's value."""
    provisions: list[str]
    """The provisions through which it acts."""
    rules: list[str]
    """The rules whose answer changes."""
    technologies: list[str]
    """The technologies whose answer changes."""
    second_hand: bool
    """Whether it rests on law that was not read."""


@closed
class IntervalJson(TypedDict):
    """Days with one answer."""

    first_day: Day
    """The first of them."""
    last_day: Day
    """The last of them, included."""
    days: Annotated[int, Shape(minimum=1)]
    """How many they are."""
    outcome: Outcome
    """The outcome of the case."""
    possible_outcomes: list[Possible]
    """The outcomes that some completion of the unknown facts leads to."""
    technologies: list[UnitStateJson]
    """Each technology's outcome."""
    causes: list[CauseJson]
    """Why it begins; empty for the first interval."""


@closed
class TimelineJson(TypedDict):
    """The outcome of one case on every day of a span. Days are written 2021-09-02."""

    schema: Literal["derogation/timeline/1"]
    """The name of this contract."""
    version: str
    """The version of the program."""
    case: str
    """The case's name."""
    provider: str
    """The provider's name; empty where the profile gives none."""
    service: str
    """The service and its feature; empty where the profile gives none."""
    first_day: Day
    """The first day of the span."""
    last_day: Day
    """The last day of the span, included."""
    standpoint: str | None
    """The party whose positions are taken."""
    on_the_record: bool
    """Whether what its bearer has not shown counts against it."""
    readings: dict[Reading, str]
    """The choice taken of every reading."""
    law: list[EraJson]
    """The periods of the law that meet the span."""
    intervals: Annotated[list[IntervalJson], Shape(minItems=1)]
    """The span without gap or overlap; neighbours differ."""
    rulebook_digest: Digest
    """SHA-256 of the rules."""
    profile_digest: str
    """SHA-256 of what the profile says."""


def timeline_data(timeline: Timeline, subject: Subject) -> TimelineJson:
    """A timeline, and whose it is, as plain data, keys in a fixed order."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "case": timeline.case,
        "provider": subject.provider,
        "service": subject.service,
        "first_day": timeline.first_day.isoformat(),
        "last_day": timeline.last_day.isoformat(),
        "standpoint": timeline.standpoint,
        "on_the_record": timeline.on_the_record,
        "readings": dict(timeline.readings),
        "law": [_era(era) for era in timeline.eras],
        "intervals": [_interval(interval) for interval in timeline.intervals],
        "rulebook_digest": timeline.rulebook.digest,
        "profile_digest": subject.digest,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _era(era: Era) -> EraJson:
    return {
        "first_day": _day(era.first_day),
        "last_day": _day(era.last_day),
        "name": era.name,
        "in_force": era.in_force,
        "second_hand": era.second_hand,
        "note": era.note,
    }


def _interval(interval: Interval) -> IntervalJson:
    return {
        "first_day": interval.first_day.isoformat(),
        "last_day": interval.last_day.isoformat(),
        "days": interval.days,
        "outcome": interval.state.outcome,
        "possible_outcomes": list(interval.state.possible_outcomes),
        "technologies": [_unit(unit) for unit in interval.state.units],
        "causes": [_cause(cause) for cause in interval.causes],
    }


def _unit(unit: UnitState) -> UnitStateJson:
    return {
        "id": unit.id,
        "in_use": unit.in_use,
        "outcome": unit.outcome or None,
        "possible_outcomes": list(unit.possible_outcomes),
    }


def _cause(cause: Cause) -> CauseJson:
    return {
        "kind": cause.kind,
        "text": cause.text,
        "path": cause.path or None,
        "value": cause.value or None,
        "provisions": list(cause.provisions),
        "rules": list(cause.rules),
        "technologies": list(cause.units),
        "second_hand": cause.second_hand,
    }


def timeline_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of a timeline under a rulebook."""
    return schema_of(TimelineJson, SCHEMA, "A timeline", rulebook)
