"""The header of a report: who, for which period, published when, on which form, with which technologies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast, get_args

from ..reading.document import Place
from . import values
from .form import Material
from .model import (
    ELSEWHERE,
    Elsewhere,
    ErrorRate,
    FormUsed,
    Meanings,
    Processed,
    Remark,
    Scanned,
    Source,
    Standing,
    Technology,
    TechnologyKind,
    UsersCovered,
)
from .reading import Reading, clip


def read_header(reading: Reading, data: Mapping[str, Any]) -> dict[str, Any]:
    """Every entry of the header but the technologies, by the names of :class:`Report`."""
    provider = reading.text(data.get("provider"), ("provider",))
    if not provider:
        reading.wrong(("provider",), "the provider is missing", "Add: provider: name of the provider")
    if not isinstance(data.get("answers"), dict):
        reading.wrong(("answers",), "the answers are missing", "Add: answers: and under it the fields of the form.")
    period = reading.mapping(data.get("period"), ("period",), ("from", "to"))
    start = reading.read(period.get("from"), ("period", "from"), values.day)
    end = reading.read(period.get("to"), ("period", "to"), values.day)
    if start and end and end < start:
        reading.wrong(("period", "to"), f"the period ends ({end}) before it begins ({start})", "Check both days.")
    submitted = reading.mapping(data.get("submitted"), ("submitted",), ("authority", "commission"))
    measures = reading.read(data.get("new_measures"), ("new_measures",), values.yes_no)
    return {
        "provider": provider,
        "document": reading.text(data.get("document"), ("document",)),
        "url": reading.text(data.get("url"), ("url",)),
        "source": _source(reading, data.get("source")),
        "period_from": start,
        "period_to": end,
        "published": _day(reading, data.get("published"), ("published",)),
        "submitted_authority": _day(reading, submitted.get("authority"), ("submitted", "authority")),
        "submitted_commission": _day(reading, submitted.get("commission"), ("submitted", "commission")),
        "form": reading.choice(data.get("form"), ("form",), get_args(FormUsed), "not_stated"),
        "users": reading.choice(data.get("users"), ("users",), get_args(UsersCovered), "not_stated"),
        "new_measures": None if measures is None else measures != "no",
        "meanings": _meanings(reading, data.get("meanings")),
        "elsewhere": _elsewhere(reading, data.get("elsewhere")),
        "remarks": _remarks(reading, data.get("remarks")),
    }


def _day(reading: Reading, raw: object, path: Place) -> date | str | None:
    return "never" if raw == "never" else reading.read(raw, path, values.day)


def _source(reading: Reading, raw: object) -> Source | None:
    entry = reading.mapping(raw, ("source",), ("standing", "note"))
    standing = reading.choice(entry.get("standing"), ("source", "standing"), get_args(Standing))
    if raw is None:
        hint = "Add source: {standing: read} (the report itself was read), second_hand or fictional."
        reading.wrong(("source",), "where the data comes from is missing", hint)
    return Source(standing=standing or "read", note=reading.text(entry.get("note"), ("source", "note")))


def _meanings(reading: Reading, raw: object) -> Meanings:
    entries = reading.mapping(raw, ("meanings",), ("processed", "error_rate"))
    found: dict[str, str] = {}
    for key, allowed in (("processed", get_args(Processed)), ("error_rate", get_args(ErrorRate))):
        entry, path = entries.get(key), ("meanings", key)
        if not isinstance(entry, dict):
            entry = {"means": entry}
        entry = reading.mapping(cast("object", entry), path, ("means", "where"))
        found[key] = reading.choice(entry.get("means"), (*path, "means"), allowed, "not_stated")
        found[f"{key}_where"] = reading.text(entry.get("where"), (*path, "where"))
    return Meanings.model_validate(found)


def _elsewhere(reading: Reading, raw: object) -> dict[str, Elsewhere]:
    found: dict[str, Elsewhere] = {}
    for key, entry in reading.mapping(raw, ("elsewhere",), tuple(ELSEWHERE)).items():
        path = ("elsewhere", key)
        if not isinstance(entry, dict):
            entry = {"value": entry}
        entry = reading.mapping(cast("object", entry), path, ("value", "where"))
        number = reading.read(entry.get("value"), (*path, "value"), values.count)
        where = reading.text(entry.get("where"), (*path, "where"))
        if number is not None:
            found[key] = Elsewhere(value=number, where=where)
    return {key: found[key] for key in ELSEWHERE if key in found}


def _remarks(reading: Reading, raw: object) -> tuple[Remark, ...]:
    found: list[Remark] = []
    for number, entry in enumerate(reading.entries(raw, ("remarks",))):
        path = ("remarks", number)
        if isinstance(entry, str):
            entry = {"text": entry}
        entry = reading.mapping(cast("object", entry), path, ("text", "where"))
        text, where = (reading.text(entry.get(key), (*path, key)) for key in ("text", "where"))
        found.append(Remark(text=text, where=where))
    return tuple(found)


def read_technologies(reading: Reading, raw: object) -> tuple[Technology, ...] | None:
    """The technologies declared; ``None`` where the report does not state them."""
    if raw is None:
        return None
    found: list[Technology] = []
    for number, item in enumerate(reading.entries(raw, ("technologies",))):
        path = ("technologies", number)
        entry = reading.mapping(item, path, ("id", "name", "kind", "detects", "scans"))
        identity = reading.text(entry.get("id"), (*path, "id"))
        if not identity:
            reading.wrong(path, "the technology has no id", "Add: id: a short name, such as hash_matching")
        elif any(identity == other.id for other in found):
            reading.wrong((*path, "id"), f'the id "{clip(identity)}" stands twice', "Give each its own id.")
        lists: dict[str, list[str]] = {}
        for key, allowed in (("detects", get_args(Material)), ("scans", get_args(Scanned))):
            entries = reading.read(entry.get(key), (*path, key), values.names, ())
            lists[key] = [one for one in entries if reading.choice(one, (*path, key), allowed)]
        kind = reading.choice(entry.get("kind"), (*path, "kind"), get_args(TechnologyKind), "other")
        name = reading.text(entry.get("name"), (*path, "name")) or identity
        found.append(Technology.model_validate({"id": identity, "name": name, "kind": kind, **lists}))
    return tuple(found)
