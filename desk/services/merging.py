"""Changes of a document put together: two people's, place by place; and a signature that a change has overtaken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from msgspec import Struct

from .documents import STATED, Data


class Conflict(Struct, frozen=True):
    """A place that two people changed in different ways, with what stood there and what each put."""

    path: str
    base: Any
    mine: Any
    theirs: Any


def without_overtaken_signatures(before: Any, after: Any) -> Any:
    """What stands after a change, less each signature that stood there before under another value: nobody has signed
    what it says now."""
    if isinstance(before, list) and _has_ids(before) and _has_ids(after):
        old = _by_id(before)
        return [without_overtaken_signatures(old.get(item["id"]), item) for item in after]
    if not isinstance(before, dict) or not isinstance(after, dict):
        return after
    was, now = cast("Data", before), cast("Data", after)
    kept = {key: without_overtaken_signatures(was.get(key), value) for key, value in now.items()}
    if "signed" in kept and was.get("signed") == kept["signed"] and was.get("value") != kept.get("value"):
        del kept["signed"]
    return kept


def merged(base: Data, mine: Data, theirs: Data, decided: Mapping[str, str]) -> tuple[Data, tuple[Conflict, ...]]:
    """Both changes of a document in one, and where they exclude each other and ``decided`` says neither ``mine`` nor
    ``theirs`` of the place.

    A fact with its evidence is one thing; items with an ``id`` are told apart by it; other lists are one thing each.
    """
    conflicts: list[Conflict] = []

    def walk(path: str, base: Any, mine: Any, theirs: Any) -> Any:
        if mine in (theirs, base):
            return theirs
        if theirs == base:
            return mine
        if _is_map(mine) and _is_map(theirs) and (base is _NONE or _is_map(base)):
            before: Data = {} if base is _NONE else base
            parts = {
                key: walk(f"{path}.{key}".lstrip("."), *(each.get(key, _NONE) for each in (before, mine, theirs)))
                for key in dict.fromkeys([*theirs, *mine])
            }
            return {key: value for key, value in parts.items() if value is not _NONE}
        if _has_ids(mine) and _has_ids(theirs) and (base is _NONE or _has_ids(base)):
            before, ours, others = (_by_id(each) for each in (base, mine, theirs))
            items = [
                walk(f"{path}[{name}]", *(each.get(name, _NONE) for each in (before, ours, others)))
                for name in dict.fromkeys([*others, *ours])
            ]
            return [item for item in items if item is not _NONE]
        if path not in decided:
            conflicts.append(Conflict(path, *(None if each is _NONE else each for each in (base, mine, theirs))))
        return mine if decided.get(path) == "mine" else theirs

    return walk("", base, mine, theirs), tuple(conflicts)


_NONE = object()


def _by_id(items: Any) -> dict[str, Any]:
    return {} if items is _NONE else {item["id"]: item for item in cast("list[Data]", items)}


def _is_map(value: Any) -> bool:
    return isinstance(value, dict) and not (value and set(cast("Data", value)) <= STATED)


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) and "id" in each for each in cast("list[Any]", value))
