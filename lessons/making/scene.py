"""Scenes: cases in which everything is known and every condition that applies is satisfied, in many shapes.

A scene is a shipped case with another name and with facts that vary within bounds in which no status changes; the
bounds are data (``scenes.yaml``), and tests hold them.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, cast

from msgspec import Struct

from ...cases.catalogue import shipped
from ...cases.places import put
from ...reading.document import read_file
from ...reading.errors import BadInput, BadRulebook, Problem

FILE = Path(__file__).parent / "scenes.yaml"
#: How far apart two shares of errors are.
STEP = 0.1
Bounds = Sequence[Any]


class Scene(Struct, frozen=True):
    """One scene: the ``data`` of its profile, and what varies in it within which bounds, by path."""

    id: str
    data: Mapping[str, Any]
    vary: Mapping[str, Bounds]


class Scenes(Struct, frozen=True):
    """All scenes, and what names their providers and features; ``marks`` are facts on which no condition rests,
    ``never_less`` pairs of numbers of which the first is at least the second, ``falls_away`` facts that are left out
    where another is no."""

    scenes: tuple[Scene, ...]
    marks: tuple[tuple[str, tuple[Any, ...]], ...]
    never_less: tuple[tuple[str, str], ...]
    falls_away: tuple[tuple[str, tuple[str, ...]], ...]
    features: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def different(self) -> int:
        """How many cases of one kind there are before the marks repeat."""
        number = 1
        for _, values in self.marks:
            number *= len(values)
        return number


@cache
def scenes() -> Scenes:
    """The scenes, read once."""
    data = read_file(FILE, error=BadRulebook).data
    described = cast("dict[str, dict[str, Any]]", data["scenes"])
    marks = tuple((path, _values(bounds)) for path, bounds in data["marks"].items())
    return Scenes(
        tuple(Scene(name, _base(each), _varied(described, each)) for name, each in described.items()),
        marks,
        tuple(data["never_less"].items()),
        tuple((path, tuple(others)) for path, others in data["falls_away"].items()),
        tuple(data["features"]),
        tuple(data["names"]),
    )


def _varied(described: Mapping[str, Any], scene: Mapping[str, Any]) -> dict[str, Bounds]:
    vary = cast("dict[str, Bounds]", {**(described[scene["like"]]["vary"] if "like" in scene else {}), **scene["vary"]})
    return {path: bounds for path, bounds in vary.items() if bounds}


def _base(scene: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a scene before anything varies; what its author says about the case it is made of is left out."""
    data = cast("dict[str, Any]", copy.deepcopy(read_file(shipped()[scene["case"]]).data))
    for key in ("summary", "lesson", "expect"):
        data.pop(key, None)
    for path, value in scene.get("with", {}).items():
        put(data, path, value)
    return data


def _values(bounds: Bounds) -> tuple[Any, ...]:
    """The values of a mark: those listed, or the shares from one to another."""
    if isinstance(bounds[0], float):
        low, high = (round(share / STEP) for share in bounds)
        return tuple(round(step * STEP, 1) for step in range(low, high + 1))
    return tuple(bounds)


def staged(scene: Scene, random: Random, number: int, seed: int) -> dict[str, Any]:
    """The data of a profile: the scene with facts that vary, as chance has it, and the marks of the ``number``-th case.

    ``number`` counts from 1; neighbouring numbers of one ``seed`` have different names. Raises :class:`BadInput` where
    there are not so many cases.
    """
    known = scenes()
    if not 1 <= number <= known.different:
        message = f"a seed gives cases 1 to {known.different:,} of a kind, and no case {number}"
        raise BadInput(Problem(message, hint="Take another seed for more."))
    data = cast("dict[str, Any]", copy.deepcopy(scene.data))
    for path, bounds in scene.vary.items():
        put(data, path, _one_of(bounds, random))
    place = number - 1
    for path, values in known.marks:
        place, at = divmod(place, len(values))
        put(data, path, values[at])
    names = Random(seed).sample(known.names, len(known.names))
    name, feature = names[number % len(names)], random.choice(known.features)
    data["provider"]["name"] = data["service"]["name"] = name
    data["service"]["feature"] = feature
    return {**data, "name": f"{name}, {feature}"}


def _one_of(bounds: Bounds, random: Random) -> Any:
    """A value within bounds: a day (as text) or a whole number between two, or one of several lists."""
    if isinstance(bounds[0], list):
        return random.choice(bounds)
    low, high = bounds
    if isinstance(low, int):
        return random.randint(low, high)
    first, last = date.fromisoformat(str(low)), date.fromisoformat(str(high))
    return (first + timedelta(random.randrange((last - first).days + 1))).isoformat()
