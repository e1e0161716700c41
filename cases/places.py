"""Places in a profile's plain data, by the paths that the program shows: ``technologies[0].scans.text``.

A list known in part is entered as if it were plain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from ..engine.case.vocabulary import Vocabulary
from ..reading.document import path_steps

EVERYONE = "every_technology"
UNITS = "technologies"

_UNIT = re.compile(rf"{UNITS}\[([^\]]*)\]\.(.*)")

Data = dict[str, Any]


def get(data: Mapping[str, Any], path: str) -> Any:
    """What stands at a path, ``None`` where nothing does."""
    here: Any = data
    for step in path_steps(path):
        if isinstance(step, int):
            items = members(here)
            here = items[step] if step < len(items) else None
        else:
            here = cast("Data", here).get(step) if isinstance(here, dict) else None
        if here is None:
            return None
    return here


def put(data: Data, path: str, value: Any) -> None:
    """Set what stands at a path, making the maps on the way.

    Raises ``LookupError`` for an item of a list that is not there.
    """
    *way, last = path_steps(path)
    here: Any = data
    for step in way:
        if isinstance(step, int):
            here = members(here)[step]
        else:
            if not isinstance(here.get(step), dict | list):
                here[step] = {}
            here = here[step]
    here[str(last)] = value


def drop(data: Data, path: str) -> None:
    """Take what stands at a path away, if anything does; nothing else is touched."""
    way, _, last = path.rpartition(".")
    holder: Any = get(data, way) if way else data
    if isinstance(holder, dict):
        cast("Data", holder).pop(last, None)


def members(stated: Any) -> list[Any]:
    """The items of a list as stated: plain, or known in part."""
    if isinstance(stated, dict):
        return cast("list[Any]", cast("Data", stated).get("known", []))
    return cast("list[Any]", stated) if isinstance(stated, list) else []


def complete(stated: Any) -> bool:
    """Whether a list as stated holds all there is."""
    if isinstance(stated, dict):
        return cast("Data", stated).get("complete", True) is not False
    return isinstance(stated, list)


def for_everyone(path: str) -> str | None:
    """The path under ``every_technology`` of a fact of one technology; ``None`` for other facts."""
    named = of_unit(path)
    return f"{EVERYONE}.{named[1]}" if named is not None else None


def of_unit(path: str) -> tuple[str, str] | None:
    """How a path names a technology, by its place or its id, and the fact of it; ``None`` for other facts.

    >>> of_unit("technologies[hashes].scans.text"), of_unit("service.users_in_union")
    (('hashes', 'scans.text'), None)
    """
    match = _UNIT.fullmatch(path)
    return (match[1], match[2]) if match is not None else None


def generic(path: str, vocabulary: Vocabulary) -> str:
    """The path by which the vocabulary knows a fact or list: ``technologies[0].scans.text`` -> its technology's.

    Empty where the path speaks of no fact or list.
    """
    named = of_unit(path)  # a technology may be spoken of by its name
    if named is not None:
        path = f"{EVERYONE}.{named[1]}"
    try:
        return vocabulary.address(path).generic
    except LookupError:
        return ""
