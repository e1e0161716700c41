"""Facts as stated in a case, and as they count from one standpoint.

A :class:`Entity` holds what the case states, with evidence and positions; it never changes. A :class:`Scope` is the
same thing seen from one standpoint (the default, or *as* a party): only values, unknown ones absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Value = bool | date | float | int | str | frozenset[str]

#: A date that has not come and never will ("never completed", "still in use").
NEVER = date.max

Standing = Literal[
    "supplied",  # stated by the author of the case
    "assumed",  # the author takes it as notorious
    "agreed",  # parties of opposed interest, or a source not the party's own, say the same
    "claimed",  # the position of the party whose standpoint is taken
    "disputed",  # parties differ, or an interested party alone says so
    "not_asked",
    "not_disclosed",
    "does_not_apply",
]


@dataclass(frozen=True, slots=True)
class PartialSet:
    """A set of which some members are known: ``has`` is true for those, and open for all others."""

    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Position:
    """What one party says of a fact. ``inferred`` marks what is drawn from its conduct or words, not said."""

    by: str
    value: Value | PartialSet
    because: str = ""
    source: str = ""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact as a case states it. ``path`` is the place in the case: ``technologies[0].scans.text``."""

    path: str
    value: Value | PartialSet | None = None
    standing: Standing = "not_asked"
    source: str = ""
    note: str = ""
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of entities; ``complete`` is false where more may exist than are known.

    ``other`` holds what is known of items that are not listed.
    """

    known: tuple[Entity, ...] = ()
    complete: bool = True
    other: Entity | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that facts are about: the case itself (``path`` empty) or an item of a list.

    ``statements`` is keyed by the path of the fact without the item's name, ``lists`` by the list's name in the item;
    a list that is absent is unknown.
    """

    path: str = ""
    name: str = ""
    statements: Mapping[str, Statement] = field(default_factory=dict[str, Statement])
    lists: Mapping[str, Items] = field(default_factory=dict[str, Items])


@dataclass(slots=True)
class Scope:
    """An entity from one standpoint: ``values`` has only what is known there, ``standings`` how it came to count.

    ``lists`` gives the items known of each list and whether there are no others; ``others`` what is known of those.
    """

    entity: Entity
    values: dict[str, Value | PartialSet]
    standings: dict[str, Standing]
    lists: dict[str, tuple[tuple[Scope, ...], bool]]
    others: dict[str, Scope]

    @property
    def path(self) -> str:
        return self.entity.path

    def statement(self, key: str) -> Statement:
        """The statement of a fact of this entity; one that says *not asked* where the case is silent."""
        found = self.entity.statements.get(key)
        if found is not None:
            return found
        return Statement(path=f"{self.path}.{key}" if self.path else key)
