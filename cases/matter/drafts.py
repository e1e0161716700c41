"""The profile of a feature while it is put together: data, and where in the matter's file each part is from."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, cast

from msgspec import Struct, field
from msgspec.structs import replace

from ...reading.document import Document, Place, path_text
from ...reading.errors import Problem


class Draft(Struct):
    """Plain ``data`` of a profile; ``origins`` leads from each place in it to the place in ``matter`` it is from."""

    matter: Document
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    origins: dict[Place, Place] = field(default_factory=dict[Place, Place])

    def put(self, place: Place, value: Any, origin: Place) -> None:
        """Put a value at a place of the profile (maps on the way are made), and remember where it is from."""
        holder: Any = self.data
        for at, step in enumerate(place[:-1]):
            if not isinstance(step, int) and step not in holder:
                holder[step] = {}
                self.origins.setdefault(place[: at + 1], origin)
            holder = holder[step]
        holder[place[-1]] = copy.deepcopy(value)
        for rest in _places(value):
            self.origins[(*place, *rest)] = (*origin, *rest)

    def merge(self, place: Place, value: Any, origin: Place, leaves: frozenset[Place]) -> None:
        """Put a map into what is there, down to the ``leaves``, which are put whole."""
        if isinstance(value, dict) and place not in leaves and place:
            self.origins.setdefault(place, origin)
            holder = self.get(place)
            if holder is None:
                self.put(place, {}, origin)
            for key, inner in cast("dict[str, Any]", value).items():
                self.merge((*place, key), inner, (*origin, key), leaves)
            return
        self.put(place, value, origin)

    def get(self, place: Place) -> Any:
        """What stands at a place; ``None`` where nothing does."""
        return at(self.data, place)

    def document(self) -> Document:
        """The profile as a document whose lines are those of the matter's file."""
        found = {place: self.matter.line(origin) for place, origin in self.origins.items()}
        lines = {place: line for place, line in found.items() if line is not None}
        return Document(self.matter.file, self.data, {(): 1, **lines})

    def in_matter(self, problem: Problem) -> Problem:
        """A problem of the profile, with its path in the matter."""
        by_text = {path_text(place): origin for place, origin in self.origins.items()}
        path = problem.path
        while path and path not in by_text:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        if not path:
            return problem
        return replace(problem, path=path_text(by_text[path]) + problem.path[len(path) :])


def at(data: Any, place: Place) -> Any:
    """What stands at a place of plain data; ``None`` where nothing does."""
    for step in place:
        if isinstance(data, dict) and step in data:
            data = cast("dict[Any, Any]", data)[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(cast("list[Any]", data)):
            data = cast("list[Any]", data)[step]
        else:
            return None
    return data


def _places(value: Any) -> Iterator[Place]:
    """The places within a value, its own included."""
    yield ()
    entries = (
        cast("dict[str, Any]", value).items()
        if isinstance(value, dict)
        else enumerate(cast("list[Any]", value))
        if isinstance(value, list)
        else ()
    )
    for key, inner in entries:
        for rest in _places(inner):
            yield (key, *rest)
