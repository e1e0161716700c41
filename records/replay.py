"""Replays a record: the same facts, question and rules give the same bytes; else what changed is named."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..cases.loader import Case, case_of
from ..engine.law.rulebook import Rulebook
from ..reading.document import Document
from ..reading.errors import BadInput, Problem
from ..reading.write_whole import write_whole
from ..version import VERSION
from . import verify_record as v
from .make import law_digest, plain
from .rulebooks import changed_rules, recorded_rules

Data = dict[str, Any]
#: Derives the answer to a record's question anew, as JSON data.
Derive = Callable[[Case, Data, Rulebook], Mapping[str, Any]]


class Change(Struct, frozen=True):
    """Something that is not as it was: ``kind`` is program, law, rule or answer; ``before`` and ``after`` in words."""

    kind: str
    what: str
    before: str
    after: str


class Replayed(Struct, frozen=True):
    """What a replay found: whether the answer has the same bytes by the program's rules, and by the recorded ones."""

    same: bool
    same_by_recorded_rules: bool
    changes: tuple[Change, ...]


def replayed(record: Data, derive: Derive, rulebook: Rulebook) -> Replayed:
    """Derive the answer of a whole record anew, by the program's rules and, where these differ, by the recorded ones.

    Raises :class:`BadInput` for a record from which something is withheld, and what reading its facts raises.
    """
    if any("data" not in record[name] for name in v.PARTS):
        hint = "Replay the whole record; this one can be verified."
        raise BadInput(Problem("something is withheld from this record, so it cannot be replayed", hint=hint))
    body, before = record["body"], record["answer"]["data"]
    with _case(record["facts"]["data"]) as case, recorded_rules(body) as recorded:
        now = plain(derive(case, body["question"], rulebook))
        same_rules = recorded.digest == rulebook.digest
        then = now if same_rules else plain(derive(case, body["question"], recorded))
    changes = [*_versions(body), *_rules(recorded, rulebook), *_answers(before, now)]
    kept = {**then, "version": before.get("version")}  # another version may well derive the same by the same rules
    return Replayed(v.canonical(now) == v.canonical(before), v.canonical(kept) == v.canonical(before), tuple(changes))


@contextmanager
def _case(facts: Data) -> Generator[Case]:
    """The case of a record, with the report files that it names in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in facts["files"].items():
            target = Path(folder, name)
            if not target.resolve().is_relative_to(Path(folder).resolve()):
                raise BadInput(Problem(f"the record names a file outside its folder: {name!r}"))
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, base64.b64decode(content))
        yield case_of(Document("<record>", facts["profile"], {}), Path(folder))


def _versions(body: Data) -> list[Change]:
    found: list[Change] = []
    if body["program"]["version"] != VERSION:
        found.append(Change("program", "version", body["program"]["version"], VERSION))
    if body["law"]["digest"] != law_digest():
        found.append(Change("law", "the program's account of the law", body["law"]["digest"][:12], law_digest()[:12]))
    return found


def _rules(before: Rulebook, now: Rulebook) -> list[Change]:
    """Which rules, definitions, readings and series are not the same."""
    if before.digest == now.digest:
        return []
    found = [
        Change("rule", f"{each.kind} {each.name}", "" if each.happened == "added" else "as recorded", each.happened)
        for each in changed_rules(before, now)
    ]
    return found or [Change("rule", "words of the rules", before.digest[:12], now.digest[:12])]


def _answers(before: Data, now: Data) -> list[Change]:
    """The leaves of the answer that are not the same: what decides first."""
    old, new = dict(v.leaves(before)), dict(v.leaves(now))
    apart = [pointer for pointer in dict.fromkeys([*old, *new]) if old.get(pointer) != new.get(pointer)]
    first = ("/outcome", "/answer/covered", "/possible_outcomes", "/conditions")
    apart.sort(key=lambda pointer: next((at for at, lead in enumerate(first) if pointer.startswith(lead)), len(first)))
    return [Change("answer", pointer, _said(old.get(pointer)), _said(new.get(pointer))) for pointer in apart]


def _said(value: Any) -> str:
    return "" if value is None else str(value)
