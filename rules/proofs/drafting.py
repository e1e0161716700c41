"""What a drafting finding is: something that the wording of the law implies, with its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from ...engine.case.facts import Value
from ...engine.case.words import plain
from .worlds import World

Method = Literal["witness", "exhaustive"]
Plain = bool | int | float | str | list[str] | None


class Witness(Struct, frozen=True):
    """A world that shows the finding: its day, the facts that matter and the readings taken; ``shows`` says what."""

    shows: str
    on: date
    facts: Mapping[str, Plain]
    readings: Mapping[str, str]


class DraftingFinding(Struct, frozen=True):
    """Something that the law implies, and whether the program has proved it.

    ``method``: *exhaustive*, all worlds that the rules concerned can tell apart were tried (``over`` says which), and
    the witnesses only illustrate; *witness*, the worlds in ``witnesses`` are the proof. ``checked`` counts the worlds
    tried; ``holds`` is false where one contradicts the statement.
    """

    id: str
    statement: str
    provisions: tuple[str, ...]
    method: Method
    over: str
    witnesses: tuple[Witness, ...]
    checked: int
    holds: bool


def every(worlds: Iterable[World], agrees: Callable[[World], bool]) -> tuple[int, bool]:
    """How many worlds were tried, and whether each agrees; none tried proves nothing."""
    found = [agrees(world) for world in worlds]
    return len(found), bool(found) and all(found)


def witness(world: World, shows: str, *paths: str) -> Witness:
    """A world as a witness; ``paths`` are the facts to show, all where none is named."""
    facts: dict[str, Plain] = {path: plain(world.facts[path]) for path in (paths or world.facts)}
    for path, rows in world.lists.items():
        if not paths or path in paths:
            facts[path] = [", ".join(f"{key} {_word(value)}" for key, value in row.items()) for row in rows]
    return Witness(shows, world.day, facts, dict(world.readings))


def _word(value: Value) -> str:
    return str(plain(value))
