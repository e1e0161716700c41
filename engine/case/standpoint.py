"""From whose standpoint facts count: by default only what is not in dispute; *as* a party, what it says.

By default a disputed fact is unknown, and so is a fact that an interested party alone asserts, until a party of
opposed interest or a source not its own confirms it. *As* P: P's positions count, others' are ignored, and where P is
silent the default stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .facts import Entity, Items, PartialSet, Standing, Statement, Value, View, Views


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part, with which interest, and who wrote which source.

    A party without a declared interest is of its own interest.
    """

    interests: Mapping[str, str] = field(default_factory=dict[str, str])
    authors: Mapping[str, str] = field(default_factory=dict[str, str])

    def interest(self, party: str) -> str:
        return self.interests.get(party) or party

    def confirmed(self, statement: Statement) -> bool:
        """Whether positions that agree come from opposed interests, or rest on a source that is not the party's."""
        if len({self.interest(position.by) for position in statement.positions}) > 1:
            return True
        return any(
            (author := self.authors.get(position.source, "")) and self.interest(author) != self.interest(position.by)
            for position in statement.positions
        )


def count(statement: Statement, parties: Parties, standpoint: str | None) -> tuple[Value | PartialSet | None, Standing]:
    """The value of a statement from a standpoint (``None`` is the default one), and how it came to count."""
    if statement.positions:
        if standpoint is not None:
            for position in statement.positions:
                if position.by == standpoint:
                    return position.value, "claimed"
        first = statement.positions[0].value
        if all(position.value == first for position in statement.positions) and parties.confirmed(statement):
            return first, "agreed"
        return None, "disputed"
    author = parties.authors.get(statement.source, "")
    if statement.standing == "supplied" and author in parties.interests:
        if standpoint == author:
            return statement.value, "claimed"
        return None, "disputed"
    return statement.value, statement.standing


def seen_from(
    entity: Entity, parties: Parties, standpoint: str | None = None, series: Mapping[str, Items] | None = None
) -> View:
    """All facts of an entity and its lists from one standpoint; ``series`` adds the constant lists of a rulebook."""
    counted = {key: count(statement, parties, standpoint) for key, statement in entity.statements.items()}

    def members(items: Items) -> Views:
        other = seen_from(items.other, parties, standpoint) if items.other is not None else None
        return Views(tuple(seen_from(item, parties, standpoint) for item in items.known), items.complete, other)

    return View(
        entity,
        {key: value for key, (value, _) in counted.items() if value is not None},
        {key: standing for key, (_, standing) in counted.items()},
        {name: members(items) for name, items in [*entity.lists.items(), *(series or {}).items()]},
    )
