"""A profile with some of its facts changed: what ``derogation change`` proposes, as a file that can be assessed."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, cast

from ..engine.case.vocabulary import ListSpec
from ..engine.change.smallest_changes import ChangeSet
from ..reading.document import path_steps
from .loader import Case
from .vocabulary import vocabulary


def changed_profile(case: Case, change: ChangeSet) -> dict[str, Any]:
    """The data of a profile with the facts of a set; everything else, evidence included, stays as it is.

    What a list lacks is appended, and a list that is settled is complete. A new technology gets an id of its own.
    """
    data = cast("dict[str, Any]", copy.deepcopy(case.document.data))
    data.pop("expect", None)
    data["name"] = f"{case.profile.name}, changed"
    lists = {spec.path for spec in vocabulary().lists.values()}
    for fact in sorted(change.facts, key=lambda fact: fact.generic not in lists):
        if fact.generic in lists:
            _settle_list(data, fact.path, fact.generic, cast("list[dict[str, Any]]", fact.value))
        else:
            put(data, fact.path, fact.value)
    return data


def put(data: dict[str, Any], path: str, value: Any) -> None:
    """Write a value at a path (``technologies[0].scans.text``) into the data of a profile, whose items are there."""
    holder, key = _holder(data, path)
    holder[key] = value


def value_at(data: Mapping[str, Any], path: str) -> Any:
    """What a profile says at a path; ``None`` where it says nothing."""
    here: Any = data
    for step in path_steps(path):
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def drop(data: dict[str, Any], path: str) -> None:
    """Take what a profile says at a path out of its data, if it says anything there."""
    holder, key = _holder(data, path)
    holder.pop(key, None)


def _holder(data: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The map in which a path ends, made where it is missing, and the key there."""
    *steps, last = path_steps(path)
    here: Any = data
    for step, ahead in zip(steps, [*steps, last][1:], strict=True):
        here = (
            here[step]
            if isinstance(step, int)
            else _items(here, step)
            if isinstance(ahead, int)
            else here.setdefault(step, {})
        )
    return cast("dict[str, Any]", here), str(last)


def _items(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    stated = holder.get(name)
    if isinstance(stated, dict):
        return cast("dict[str, Any]", stated).setdefault("known", [])
    return cast("list[dict[str, Any]]", stated)


def _settle_list(data: dict[str, Any], path: str, generic: str, new: list[dict[str, Any]]) -> None:
    holder, name = _holder(data, path)
    known = list(_items(holder, name)) if holder.get(name) else []
    items = [dict(item) for item in new]
    spec: ListSpec = vocabulary().lists[generic]
    if spec.path == "technologies":
        items = [{"id": f"new-{at + 1}", **item} for at, item in enumerate(items)]
    holder[name] = [*known, *items]
