"""The JSON form of a timeline, the contract ``derogation/timeline/1``, and its JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..engine.days.causes import KINDS, Cause
from ..engine.days.law_period import Era
from ..engine.days.timeline import Interval, Timeline, UnitState
from ..engine.law.rulebook import Verdicts

SCHEMA = "derogation/timeline/1"


def timeline_data(timeline: Timeline) -> dict[str, Any]:
    """The parts of the contract that follow from facts and rules alone; keys in a fixed order."""
    units = timeline.rulebook.verdicts.units
    return {
        "first_day": timeline.first_day.isoformat(),
        "last_day": timeline.last_day.isoformat(),
        "standpoint": timeline.standpoint,
        "on_the_record": timeline.on_the_record,
        "readings": dict(timeline.readings),
        "law": [_era(era) for era in timeline.eras],
        "intervals": [_interval(interval, units) for interval in timeline.intervals],
        "rulebook_digest": timeline.rulebook.digest,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _era(era: Era) -> dict[str, Any]:
    return {
        "first_day": _day(era.first_day),
        "last_day": _day(era.last_day),
        "name": era.name,
        "in_force": era.in_force,
        "second_hand": era.second_hand,
        "note": era.note,
    }


def _interval(interval: Interval, units: str) -> dict[str, Any]:
    return {
        "first_day": interval.first_day.isoformat(),
        "last_day": interval.last_day.isoformat(),
        "days": interval.days,
        "outcome": interval.state.outcome,
        "possible_outcomes": list(interval.state.possible_outcomes),
        units: [_unit(unit) for unit in interval.state.units],
        "causes": [_cause(cause, units) for cause in interval.causes],
    }


def _unit(unit: UnitState) -> dict[str, Any]:
    return {
        "id": unit.id,
        "in_use": unit.in_use,
        "outcome": unit.outcome or None,
        "possible_outcomes": list(unit.possible_outcomes),
    }


def _cause(cause: Cause, units: str) -> dict[str, Any]:
    return {
        "kind": cause.kind,
        "text": cause.text,
        "path": cause.path or None,
        "value": cause.value or None,
        "provisions": list(cause.provisions),
        "rules": list(cause.rules),
        units: list(cause.units),
        "second_hand": cause.second_hand,
    }


def timeline_schema(verdicts: Verdicts) -> dict[str, Any]:
    """The JSON Schema of a timeline under a rulebook with these verdicts."""
    day: dict[str, Any] = {"type": "string", "format": "date"}
    text: dict[str, Any] = {"type": "string"}
    texts: dict[str, Any] = {"type": "array", "items": text}
    flag: dict[str, Any] = {"type": "boolean"}
    outcome: dict[str, Any] = {"enum": list(dict.fromkeys((*verdicts.order, verdicts.open)))}
    possible: dict[str, Any] = {"type": "array", "items": {"enum": list(verdicts.order)}}
    cause = _object(
        {
            "kind": {"enum": list(KINDS)},
            "text": text,
            "path": _or_null(text),
            "value": _or_null(text),
            "provisions": texts,
            "rules": texts,
            verdicts.units: texts,
            "second_hand": flag,
        }
    )
    unit = _object(
        {
            "id": text,
            "in_use": _or_null(flag),
            "outcome": {**_or_null(outcome), "description": "null while it is not in use"},
            "possible_outcomes": possible,
        }
    )
    interval = _object(
        {
            "first_day": day,
            "last_day": {**day, "description": "included"},
            "days": {"type": "integer", "minimum": 1},
            "outcome": outcome,
            "possible_outcomes": possible,
            verdicts.units: {"type": "array", "items": unit},
            "causes": {"type": "array", "items": cause, "description": "why it begins; empty for the first interval"},
        }
    )
    era = _object(
        {
            "first_day": _or_null(day),
            "last_day": _or_null(day),
            "name": text,
            "in_force": flag,
            "second_hand": flag,
            "note": text,
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        **_object(
            {
                "schema": {"const": SCHEMA},
                "version": text,
                "case": text,
                "provider": text,
                "service": text,
                "first_day": day,
                "last_day": day,
                "standpoint": _or_null(text),
                "on_the_record": flag,
                "readings": {"type": "object", "additionalProperties": text},
                "law": {"type": "array", "items": era},
                "intervals": {"type": "array", "items": interval, "minItems": 1},
                "rulebook_digest": text,
                "profile_digest": text,
            }
        ),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
