"""What a record holds, for whoever looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import verify_record as v


def summary(record: dict[str, Any]) -> dict[str, Any]:
    """The question, the outcome and the facts of a record, and how much is withheld; it is not verified."""
    body, question = record["body"], record["body"]["question"]
    parts = {name: v.disclosed(record[name], name) for name in v.PARTS}
    answer = {leaf[0]: leaf[1] for leaf in parts["answer"] if not isinstance(leaf, str)}
    return {
        "recorded_at": body["recorded_at"],
        "version": body["program"]["version"],
        "on": question["on"],
        "standpoint": question["standpoint"],
        "on_the_record": question["on_the_record"],
        "readings": question["readings"],
        "engines": question["engines"],
        "outcome": answer.get("/outcome"),
        "sentence": answer.get("/answer/sentence"),
        "rulebook_digest": body["rulebook"]["digest"],
        "law_digest": body["law"]["digest"],
        "key": record["signature"]["key"],
        "index": body["chain"]["index"],
        "previous": body["chain"]["previous"],
        "hash": v.hash_of(record),
        "withheld": {name: sum(isinstance(leaf, str) for leaf in found) for name, found in parts.items()},
        "facts": [{"path": path, "value": value} for path, value in stated(parts["facts"])],
    }


def stated(leaves: list[tuple[str, Any, str] | str]) -> Iterator[tuple[str, Any]]:
    """The leaves of a profile that are not withheld, by path."""
    for leaf in leaves:
        if not isinstance(leaf, str) and leaf[0].startswith("/profile/"):
            text = ""
            for step in leaf[0].split("/")[2:]:
                text += f"[{step}]" if step.isdigit() else f".{step}" if text else step
            yield text, leaf[1]
