"""The patterns by which durable_rules derives an item true, and those by which it derives it false.

Strong Kleene logic by two derivations: a conjunction is true when all parts are true and false when one is false; where
neither pattern matches, its truth is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .layers import Item, Literal

#: Leaf tests in one ruleset; durable_rules fails when more than 64 match one fact.
MAX_TESTS = 48

#: The property that says that the burden of proof decides what is left open.
ON_THE_RECORD = "record"

#: A pattern that every fact matches.
ALWAYS: dict[str, Any] = {"on": True}


def batches(items: list[Item]) -> Iterator[list[Item]]:
    """Split items so that no ruleset has more leaf tests than one fact may match."""
    batch: list[Item] = []
    names: set[str] = set()
    for item in items:
        more = {part.name for part in item.parts} | {item.name if item.over[1] else "", *item.choices}
        if item.kind == "shown":
            more |= {f"u_{part.name}" for part in item.parts}
        if batch and len(names | more) > MAX_TESTS:
            yield batch
            batch, names = [], set()
        batch.append(item)
        names |= more
    yield batch


def pattern(item: Item, truth: bool) -> dict[str, Any] | None:
    """The pattern that derives an item true, or false; ``None`` where nothing can."""
    parts = [_wanted(part, truth) for part in item.parts]
    match item.kind:
        case "all":
            return _and(parts) if truth else _or(parts)
        case "any":
            return _or(parts) if truth else _and(parts)
        case "choose":
            return _or([_and([{f"r_{c}": True}, part]) for c, part in zip(item.choices, parts, strict=True)])
        case "shown":
            if truth is not item.otherwise:
                return parts[0]
            unknown = {f"u_{item.parts[0].name}": True} if item.parts[0].name else ALWAYS
            return _or([parts[0], _and([{ON_THE_RECORD: True}, unknown])])
        case _:
            part = item.parts[0]
            this = parts[0] if part.name else ({"real": True} if part.wanted is truth else None)
            so_far: dict[str, Any] = {f"a_{item.name}": truth}
            return _and([so_far, this]) if truth is (item.kind == "each") else _or([so_far, this])


def _wanted(part: Literal, truth: bool) -> dict[str, Any] | None:
    if part.name:
        return {part.name: part.wanted is truth}
    return ALWAYS if part.wanted is truth else None


def _and(parts: Sequence[dict[str, Any] | None]) -> dict[str, Any] | None:
    if any(part is None for part in parts):
        return None
    needed = [part for part in parts if part is not None and part != ALWAYS]
    return (needed[0] if len(needed) == 1 else {"$and": needed}) if needed else ALWAYS


def _or(parts: Sequence[dict[str, Any] | None]) -> dict[str, Any] | None:
    options = [part for part in parts if part is not None]
    if ALWAYS in options:
        return ALWAYS
    return (options[0] if len(options) == 1 else {"$or": options}) if options else None
