"""The JSON Schema of a profile file, for editors and validators: draft 2020-12, closed, each key described.

An editor reads a file as YAML 1.2 does (``yes`` and ``2024-06-03`` are text there), a program may hand over JSON: both
are held to what :mod:`derogation.reading.values` reads. Days have a pattern instead of ``format: date``, of which
validators disagree whether it is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from pydantic import BaseModel

from ..rules.authorities import KINDS, SIDES
from ..rules.law_files import GRADES
from .matter.model import MATTER_FORMAT, MatterFile
from .profile import PROFILE_FORMAT, Profile

#: What keys mean that stand in many places, or whose name says it to who knows the format.
_KEYS = {
    "kind": "real: a service that there is; training: a constructed one, for learners; own: your own case",
    "summary": "The case in a few sentences, for people",
    "sources": "The documents that facts rest on, by key",
    "parties": "Who takes part, by name",
    "readings": "Which reading of the law the author takes, or parties take, by the reading's name",
    "notes": "Whatever else readers should know",
    "note": "What readers should know of it, in your words",
    "source": "Key of the source, as listed under `sources`",
    "assumed": "Taken as known to everybody, without a source",
    "unknown": "Why it is not known: not asked, not disclosed, or it does not apply",
    "positions": "What each party says, where it is disputed",
    "value": "What is stated",
    "stated_on": "The day on which it was said or learned; without it, the day of its source",
    "signed": "Of a finding: who made it, when, and why",
    "known": "Those that are known",
    "complete": "Whether that is all of them",
    "by": "Who wrote it, or says it",
    "choice": "The choice between the readings",
    "because": "The reason given",
    "inferred": "Drawn from its words or conduct, not said by it",
    "title": "What it is called",
    "description": "What it is, for people",
    "name": "Its name",
    "feature": "The part of the service that is assessed",
    "on": "Its day",
    "reference": "Where it is found: number, page, paragraph",
    "url": "Where it is found on the web",
    "grade": "How near it stands to the original",
    "id": "A short name of its own",
    "possible_outcomes": "The outcomes that are possible",
    "outcome": "The outcome expected",
    "technologies": "By technology",
    "by_party": "The outcome as each party",
    "on_the_record": "The outcome on the record",
    "conditions": "Statuses by provision or by the rule's name; for several technologies, by technology",
    "on_dates": "The outcome on other days",
    "missing": "Facts that must be among those missing",
    "why": "The reasons, for a learner",
    "expect": "What the author expects; `derogation cases test` compares",
    "interest": "What it stands for",
}


def profile_json_schema() -> dict[str, Any]:
    """The schema, with each fact's question, provisions and unit under ``x-fact``."""
    return _schema(Profile, PROFILE_FORMAT, "Profile of a service, for Regulation (EU) 2021/1232")


def matter_json_schema() -> dict[str, Any]:
    """The schema of a matter file: one provider, what its features share, and the features."""
    return _schema(MatterFile, MATTER_FORMAT, "Matter of several features of a provider, for Regulation (EU) 2021/1232")


def _schema(model: type[BaseModel], identity: str, title: str) -> dict[str, Any]:
    schema = model.model_json_schema()
    renamed = dict(_names(schema["$defs"]))
    schema = _tidied(schema, renamed)
    schema["properties"]["authorities"]["items"] = _authority()
    top = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": identity, "title": title}
    return {**top, **schema}


#: Kinds of what is stated, by what pydantic's name for the type holds.
_KINDS = {
    "age_difference": "Factors", "reporting": "Purposes", "some": "Choice", "never": "DayOrNever", "date": "Day",
    "bool": "YesNo", "float": "Number", "int": "Year",
}  # fmt: skip


def _names(defs: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A name for each definition of a generic type: of a statement by what is stated, not by the type that reads it."""
    taken = set(defs)
    for name in defs:
        generic = re.search(r"(StatedPosition|Stated|PartlyKnown|Listed)_(.*)", name)
        if generic is None:
            continue
        kind = next((kind for mark, kind in _KINDS.items() if mark in generic[2]), generic[2].strip("_"))
        if "Annotated" in kind:  # words that are trimmed before they are compared: one of them, or several
            kind = "Words" if "uple" in generic[2] else "Word"
        found, at = f"{generic[1]}{kind}", 2
        while found in taken:
            found, at = f"{generic[1]}{kind}{at}", at + 1
        taken.add(found)
        yield name, found


def _tidied(part: Any, renamed: dict[str, str], within: str = "") -> Any:
    """Without the titles and names that only pydantic knows, and with a description of every key."""
    if isinstance(part, list):
        return [_tidied(each, renamed) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    found: dict[str, Any] = {}
    for key, value in cast("dict[str, Any]", part).items():
        if within == "properties":
            found[key] = _described(key, _tidied(value, renamed))
        elif within == "$defs":
            found[renamed.get(key, key)] = _tidied(value, renamed)
        elif key == "title" and isinstance(value, str):
            continue
        elif key == "$ref":
            target = str(value).removeprefix("#/$defs/")
            found[key] = f"#/$defs/{renamed.get(target, target)}"
        elif key == "x-fact":
            found[key] = value
        else:
            found[key] = _tidied(value, renamed, key)
    return found


def _described(key: str, schema: dict[str, Any]) -> dict[str, Any]:
    if "description" in schema or "$ref" in schema or key not in _KEYS:
        return schema
    return {**schema, "description": _KEYS[key]}


def _authority() -> dict[str, Any]:
    """One authority of the author's own; what is in it is checked when it is read (``rules/authorities.py``)."""
    text = {"type": "string"}
    point: dict[str, Any] = {
        "at": {**text, "description": "The paragraph or page"},
        "holds": {**text, "description": "What it holds, in your words"},
        **{
            side: {"type": "array", "items": text, "description": f"What it is {side} (docs/authorities.md)"}
            for side in SIDES
        },
    }
    points = {"type": "object", "properties": point, "required": ["holds"], "additionalProperties": False}
    return {
        "type": "object",
        "description": "An authority of your own",
        "properties": {
            "id": {**text, "description": "A short name of its own"},
            "kind": {"enum": sorted(KINDS), "description": "What kind of document"},
            "name": {**text, "description": "What it is called"},
            "by": {**text, "description": "The court, body or author"},
            "on": {"type": ["string", "integer"], "description": "Its day, month or year"},
            "reference": {**text, "description": "Where it is found"},
            "ecli": {**text, "description": "European Case Law Identifier"},
            "celex": {**text, "description": "CELEX number"},
            "grade": {"enum": sorted(GRADES), "description": "How well it is known"},
            "source": {**text, "description": "Where it was read"},
            "analogy": {"type": "boolean", "description": "Whether it speaks of another law"},
            "note": {**text, "description": _KEYS["note"]},
            "points": {"type": "array", "items": points, "description": "Several things that it holds"},
            **point,
        },
        "required": ["id", "kind", "by"],
        "additionalProperties": False,
    }
