"""Cases with facts left out, for tests of what unknown facts do."""

from __future__ import annotations

import copy
from typing import Any

from derogation.cases.defects import fact_at


def stated(node: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all facts that a profile states."""
    spec = fact_at(place) if place and place[0] not in ("sources", "parties") else None
    if spec is not None:
        return [place]
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [found for key, value in inner for found in stated(value, (*place, key))]


def without(data: dict[str, Any], places: list[tuple[Any, ...]]) -> dict[str, Any]:
    data = copy.deepcopy(data)
    for place in places:
        here: Any = data
        for step in place[:-1]:
            here = here[step]
        here.pop(place[-1], None)
    return data
