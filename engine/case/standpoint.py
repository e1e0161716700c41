"""From whose standpoint facts count: by default only what is not in dispute; *as* a party, what it says.

By default a disputed fact is unknown, and so is what an interested party alone asserts, until a party of declared
opposed interest, or a source not its own, says the same. What a party says expressly and alone is kept as an *offer*:
it may count as an admission (:mod:`engine.truth.admissions`). *As* P: P's positions count, others' are ignored, and
where P is silent the default stands.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from .facts import Entity, Items, Offer, PartialSet, Position, Standing, Statement, Value, View, Views


class Parties(Struct, frozen=True):
    """Who takes part, with which interest, and who wrote which source.

    A party that declares no interest is of nobody's known interest: it corroborates nobody.
    """

    interests: Mapping[str, str] = field(default_factory=dict[str, str])
    authors: Mapping[str, str] = field(default_factory=dict[str, str])

    def positions(self, statement: Statement) -> tuple[Position, ...]:
        """The positions taken on a fact; a plain fact whose source an interested party wrote is that party's word."""
        author = self.authors.get(statement.source, "")
        if not statement.positions and statement.standing == "supplied" and author in self.interests:
            assert statement.value is not None
            return (Position(author, statement.value, statement.note, statement.source),)
        return statement.positions

    def confirmed(self, positions: tuple[Position, ...]) -> bool:
        """Whether positions that agree come from declared interests that differ, or rest on a source of nobody's who
        takes them."""
        declared = {interest for position in positions if (interest := self.interests.get(position.by))}
        if len(declared) > 1:
            return True
        makers = {position.by for position in positions}
        authors = {self.authors.get(position.source, "") for position in positions} - {"", *makers}
        return any(self.interests.get(author, author) not in declared for author in authors)

    def offer(self, positions: tuple[Position, ...]) -> Offer | None:
        """What one interest alone says expressly; ``None`` where parties differ, or it is drawn by inference."""
        interests = {self.interests.get(position.by, "") for position in positions}
        value = positions[0].value
        if len(interests) > 1 or "" in interests or any(position.inferred for position in positions):
            return None
        if isinstance(value, PartialSet) or any(position.value != value for position in positions):
            return None
        return Offer(value, interests.pop())


def count(statement: Statement, parties: Parties, standpoint: str | None) -> tuple[Value | PartialSet | None, Standing]:
    """The value of a statement from a standpoint (``None`` is the default one), and how it came to count."""
    positions = parties.positions(statement)
    if not positions:
        return statement.value, statement.standing
    for position in positions:
        if standpoint is not None and position.by == standpoint:
            return position.value, "claimed"
    first = positions[0].value
    if any(position.value != first for position in positions):
        return None, "disputed"
    if parties.confirmed(positions):
        return first, "agreed"
    return None, "uncorroborated"


def seen_from(
    entity: Entity, parties: Parties, standpoint: str | None = None, series: Mapping[str, Items] | None = None
) -> View:
    """All facts of an entity and its lists from one standpoint.

    ``series`` adds the constant lists of a rulebook; a case that has a list of that name has its own.
    """
    counted = {key: count(statement, parties, standpoint) for key, statement in entity.statements.items()}

    def members(items: Items) -> Views:
        other = seen_from(items.other, parties, standpoint) if items.other is not None else None
        return Views(tuple(seen_from(item, parties, standpoint) for item in items.known), items.complete, other)

    alone = (key for key, (_, standing) in counted.items() if standing == "uncorroborated")
    offered = ((key, parties.offer(parties.positions(entity.statements[key]))) for key in alone)
    return View(
        entity,
        {key: value for key, (value, _) in counted.items() if value is not None},
        {key: standing for key, (_, standing) in counted.items()},
        {name: members(items) for name, items in {**entity.lists, **(series or {}), **entity.lists}.items()},
        {key: offer for key, offer in offered if offer is not None},
    )
