"""A profile with some of its facts changed: what ``derogation change`` proposes, as a file that can be assessed."""

from __future__ import annotations

import copy
from typing import Any, cast

from ..engine.case.vocabulary import ListSpec
from ..engine.change.smallest_changes import ChangeSet
from .loader import Case
from .places import get, members, put
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


def _settle_list(data: dict[str, Any], path: str, generic: str, new: list[dict[str, Any]]) -> None:
    items = [dict(item) for item in new]
    spec: ListSpec = vocabulary().lists[generic]
    if spec.path == "technologies":
        items = [{"id": f"new-{at + 1}", **item} for at, item in enumerate(items)]
    put(data, path, [*members(get(data, path)), *items])
