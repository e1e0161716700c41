"""The JSON Schema of the contract ``derogation/assessment/1``.

Written out rather than derived: it is a promise to other programs, and a change to it should be seen as one.
"""

from __future__ import annotations

from typing import Any

from ..engine.law.rulebook import KINDS, Rulebook
from ..rules.authorities import KINDS as KINDS_OF_AUTHORITY
from ..rules.authorities import SIDES
from .assessment_json import SCHEMA

TEXT: dict[str, Any] = {"type": "string"}
FLAG: dict[str, Any] = {"type": "boolean"}
TRUTH: dict[str, Any] = {"type": ["boolean", "null"], "description": "null: open"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
VALUE: dict[str, Any] = {
    "description": "yes/no, number, text, a day (2021-09-02 or never), a list of words; null: unknown",
    "anyOf": [{"type": ["boolean", "number", "string", "null"]}, TEXTS],
}
STANDINGS = [
    "supplied", "assumed", "agreed", "claimed", "admitted", "own_word", "uncorroborated", "disputed",
    "not_asked", "not_disclosed", "does_not_apply",
]  # fmt: skip
STATUSES = ["met", "not_met", "relieved", "not_applicable", "undetermined"]


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [key for key in properties if key not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": True}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


FACT = _object(
    {"path": TEXT, "value": VALUE, "standing": {"enum": STANDINGS}, "source": TEXT, "note": TEXT}, optional=("note",)
)
POSITION = _object({"by": TEXT, "value": VALUE, "because": TEXT, "source": TEXT, "inferred": FLAG})
AUTHORITY = _object(
    {
        "side": {"enum": list(SIDES)},
        "target": {"type": "string", "description": "a reading's choice (ID=CHOICE), a rule's id or a fact's path"},
        "target_kind": {"enum": ["reading", "rule", "fact"]},
        "id": TEXT, "kind": {"enum": sorted(KINDS_OF_AUTHORITY)}, "name": TEXT, "by": TEXT,
        "on": {"type": "string", "description": "a day, a month (2025-06), a year, or empty where it is not known"},
        "reference": TEXT, "ecli": TEXT, "celex": TEXT, "grade": TEXT, "second_hand": FLAG, "source": TEXT,
        "analogy": FLAG, "note": TEXT, "own": FLAG, "at": TEXT, "holds": TEXT,
        "later": {"type": ["boolean", "null"], "description": "later than the day assessed; null: not known"},
    }
)  # fmt: skip
LAW = _object({"act": TEXT, "celex": TEXT, "eli": TEXT, "version": TEXT, "in_force": FLAG, "provisional": FLAG})


def assessment_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The schema, with the outcomes and the name of the units that a rulebook gives. Other keys may be added."""
    verdicts = rulebook.verdicts
    outcome = {"enum": [*verdicts.order, verdicts.open]}
    outcomes = _list({"enum": list(verdicts.order)})
    subject = {
        "type": "string",
        "description": f"service, provider or {verdicts.unit}:ID; {verdicts.unit}:? is one that is not listed",
    }
    condition = _object(
        {
            "rule": TEXT, "provision": TEXT, "citation": TEXT, "title": TEXT, "subject": subject,
            "status": {"enum": STATUSES}, "decisive": FLAG, "because": TEXT, "facts": _list(FACT),
            "reading": {"type": "object", "additionalProperties": TEXT}, "blocking": FLAG, "not_shown": FLAG,
            "authority": TEXTS,
        }
    )  # fmt: skip
    other = _object(
        {
            "rule": TEXT, "kind": {"enum": [kind for kind in KINDS if kind != "condition"]}, "provision": TEXT,
            "citation": TEXT, "title": TEXT, "subject": subject, "holds": TRUTH, "because": TEXT,
            "facts": _list(FACT),
        }
    )  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "An assessment",
        **_object(
            {
                "schema": {"const": SCHEMA},
                "version": TEXT,
                "case": TEXT,
                "provider": TEXT,
                "service": TEXT,
                "law": LAW,
                "on": {"type": "string", "format": "date"},
                "standpoint": {"type": ["string", "null"]},
                "on_the_record": FLAG,
                "outcome": outcome,
                "possible_outcomes": outcomes,
                "possible_outcomes_exact": FLAG,
                verdicts.units: _list(
                    _object({"id": TEXT, "outcome": outcome, "possible_outcomes": outcomes, "in_use": TRUTH})
                ),
                "conditions": _list(condition),
                "other_rules": _list(other),
                "missing_facts": _list(
                    _object({"path": TEXT, "question": TEXT, "provisions": TEXTS, "who": TEXT, "standing": TEXT})
                ),
                "disputed_facts": _list(
                    _object(
                        {
                            "path": TEXT,
                            "question": TEXT,
                            "positions": _list(POSITION),
                            "decisive": FLAG,
                            "standing": {"enum": STANDINGS},
                        }
                    )
                ),
                "by_party": {"type": "object", "additionalProperties": outcome},
                "readings": _list(
                    _object(
                        {
                            "id": {"enum": list(rulebook.readings)}, "chosen": TEXT, "by": TEXT,
                            "turns_outcome": FLAG, "others": {"type": "object", "additionalProperties": outcome},
                        }
                    )
                ),
                "findings": _list(
                    _object({"path": TEXT, "question": TEXT, "value": VALUE, "support": TEXTS, "against": TEXTS})
                ),
                "notes": TEXTS,
                "authorities": _list(AUTHORITY),
                "engines": TEXTS,
                "rulebook_digest": TEXT,
                "profile_digest": TEXT,
            }
        ),
    }  # fmt: skip
