"""A case with some facts stated otherwise: for probes, and for the case one fact away from a mistake."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from ..cases.loader import Case, case_of
from ..cases.places import drop, get, members, put
from ..reading.document import Document

#: What a case says of itself that would give the answer away, or would not be so of a variant.
SAID_OF_ITSELF = ("expect", "lesson", "notes", "summary")


def varied(case: Case, changes: Mapping[str, Any], on: date | None = None, name: str = "") -> Case:
    """The case with other facts at these places (``None``: not stated), on another day, under another name.

    What the case says of itself is left out. Raises :class:`BadInput` where no profile can be so.
    """
    data = cast("dict[str, Any]", copy.deepcopy(case.document.data))
    for key in SAID_OF_ITSELF:
        data.pop(key, None)
    for path, value in changes.items():
        _state(data, path, copy.deepcopy(value))
    if on is not None:
        data["assess_on"] = on.isoformat()
    if name:
        provider = name.partition(",")[0]
        data["name"] = name
        data["provider"] = {**data.get("provider", {}), "name": provider}
        data["service"] = {**data.get("service", {}), "name": provider}
    data["summary"] = "A variant of a training case; provider and service are fictional."
    return case_of(Document(name or case.profile.name, data, {}))


def _state(data: dict[str, Any], path: str, value: Any) -> None:
    """State something at a place of a profile; the item after the last of a list is added to it."""
    if value is None:
        drop(data, path)
    elif path.endswith("]"):
        place = path[: path.rindex("[")]
        stated = get(data, place)
        items = [*members(stated), value]
        put(data, place, {**stated, "known": items} if isinstance(stated, dict) else items)
    else:
        put(data, path, value)
