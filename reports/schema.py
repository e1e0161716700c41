"""The JSON Schemas of ``report check`` and ``report compare``: ``derogation/report-check/1``, ``report-compare/1``.

Written out, since the form decides which keys there are; a change to them should be seen as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from .check import ANSWERS
from .compare import Verdict
from .findings import MATERIALITIES, SEVERITIES, catalogue
from .form import Material, load_form
from .model import ErrorRate, FormUsed, Processed, Scanned, Standing, TechnologyKind, UsersCovered
from .points import Given
from .render import CHECK_SCHEMA, COMPARE_SCHEMA

_TEXT: dict[str, Any] = {"type": "string"}
_DIGEST: dict[str, Any] = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 0}
_FIELD: dict[str, Any] = {"$ref": "#/$defs/field"}
_DATE: dict[str, Any] = {"type": ["string", "null"], "format": "date", "description": "null: not stated"}
_DAY: dict[str, Any] = {
    "description": "a day, never, or null: not stated",
    "anyOf": [{"type": "string", "format": "date"}, {"const": "never"}, {"type": "null"}],
}


def check_schema() -> dict[str, Any]:
    """The JSON Schema of what ``report check --format json`` prints."""
    seen = _object({"at": _text("a field of the form, or an entry of the report's header"), "value": _TEXT})
    finding = _object(
        {
            "check": _enum(catalogue()),
            "severity": _enum(SEVERITIES),
            "materiality": _enum(MATERIALITIES),
            "title": _TEXT,
            "message": _text("what was found, in a sentence or more"),
            "fields": _list(_FIELD),
            "seen": _list(seen),
            "authority": _list(_text("a provision, a row of the form or a recital")),
            "means": _TEXT,
            "cure": _text("what would remove the finding"),
            "counter": _text("what can be said against it"),
            "missing": {"type": "boolean", "description": "whether a point is not given by it; a doubt: not certainly"},
        }
    )
    point = _object(
        {
            "point": {"type": "integer", "minimum": 1, "maximum": 9},
            "provision": _TEXT,
            "status": _enum(get_args(Given)),
            "because": _TEXT,
            "fields": _list(_FIELD),
        }
    )
    return _document(
        CHECK_SCHEMA,
        "A check of an annual report",
        {
            "report": _report(),
            "answers": _counts(ANSWERS, "how many fields of the form are answered, or why not"),
            "summary": _counts(SEVERITIES, "how many findings there are of each severity"),
            "points": {**_list(point), "minItems": 9, "maxItems": 9},
            "findings": _list(finding),
            "report_digest": _DIGEST,
            "checks_digest": _DIGEST,
        },
    )


def compare_schema() -> dict[str, Any]:
    """The JSON Schema of what ``report compare --format json`` prints."""
    verdict = _enum(get_args(Verdict))
    figure = _object(
        {
            "field": _FIELD,
            "label": _TEXT,
            "values": _list(_text("the figure as people write it, or why there is none; in the order of reports")),
            "verdict": verdict,
            "reasons": _list(_object({"verdict": verdict, "text": _TEXT})),
        }
    )
    report = _report()
    report["properties"] = {"name": _text("by which reasons call the report"), **report["properties"]}
    report["required"] = ["name", *report["required"]]
    return _document(
        COMPARE_SCHEMA,
        "A comparison of annual reports",
        {"reports": {**_list(report), "minItems": 2}, "figures": _list(figure)},
    )


def _report() -> dict[str, Any]:
    """The header of a report."""
    technology = _object(
        {
            "id": _TEXT,
            "name": _TEXT,
            "kind": _enum(get_args(TechnologyKind)),
            "detects": _list(_enum(get_args(Material))),
            "scans": _list(_enum(get_args(Scanned))),
        }
    )
    meanings = _object(
        {
            "processed": _enum(get_args(Processed)),
            "processed_where": _TEXT,
            "error_rate": _enum(get_args(ErrorRate)),
            "error_rate_where": _TEXT,
        }
    )
    return _object(
        {
            "file": _TEXT,
            "provider": _TEXT,
            "document": _TEXT,
            "url": _TEXT,
            "source": _object({"standing": _enum(get_args(Standing)), "note": _TEXT}),
            "period_from": _DATE,
            "period_to": _DATE,
            "published": _DAY,
            "submitted_authority": _DAY,
            "submitted_commission": _DAY,
            "form": _enum(get_args(FormUsed)),
            "users": _enum(get_args(UsersCovered)),
            "technologies": {"anyOf": [_list(technology), {"type": "null"}], "description": "null: not stated"},
            "meanings": meanings,
        }
    )


def _document(identity: str, title: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identity,
        "title": title,
        **_object({"schema": {"const": identity}, "version": _TEXT, **properties}),
        "$defs": {"field": {"enum": list(load_form().fields), "description": "a field of the standard form"}},
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _counts(keys: Iterable[str], description: str) -> dict[str, Any]:
    return {**_object(dict.fromkeys(keys, _NUMBER)), "description": description}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _enum(names: Iterable[str]) -> dict[str, Any]:
    return {"enum": list(names)}


def _text(description: str) -> dict[str, Any]:
    return {**_TEXT, "description": description}
