"""Facts as stated in a case, and as they count from one standpoint.

An :class:`Entity` holds what the case states, with evidence and positions. A :class:`View` is the same thing seen from
one standpoint (the default, or *as* a party): only values, unknown ones absent. Neither ever changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from .address import Address

Value = bool | date | float | int | str | frozenset[str]

#: The address of the case itself.
CASE = Address()

#: A date that has not come and never will ("never completed", "still in use").
NEVER = date.max

Standing = Literal[
    "supplied",  # stated by the author of the case
    "assumed",  # the author takes it as notorious
    "agreed",  # parties of opposed interest, or a source not the party's own, say the same
    "claimed",  # the position of the party whose standpoint is taken
    "admitted",  # a party says so against itself, and nobody contests it
    "own_word",  # a party says so of its own conduct, and nobody contests it
    "uncorroborated",  # an interested party alone says so: it does not count
    "disputed",  # parties differ
    "not_asked",
    "not_disclosed",
    "does_not_apply",
    "entailed",  # follows from other facts
]


class PartialSet(Struct, frozen=True):
    """A set known in part: ``has`` is true of ``known``, false of ``absent``, and open of all others.

    A profile can only say what is in a set; a row of a table, which has a cell for each member, also what is not.
    """

    known: frozenset[str]
    absent: frozenset[str] = frozenset()


class Position(Struct, frozen=True):
    """What one party says of a fact. ``inferred`` marks what is drawn from its conduct or words, not said."""

    by: str
    value: Value | PartialSet
    because: str = ""
    source: str = ""
    inferred: bool = False


class Signature(Struct, frozen=True):
    """Who made a finding, on which day, and why."""

    by: str
    on: date
    why: str = ""


class Statement(Struct, frozen=True):
    """One fact as a case states it.

    ``path`` is the place in the file where it is stated, for people to find it; several items may share one statement
    (``every_technology.scans.text``), so it is no address. ``stated_on`` is the day on which it was said, where that is
    not the day of its source; ``signed`` by whom it was found, where it is a judgement.
    """

    path: str
    value: Value | PartialSet | None = None
    standing: Standing = "not_asked"
    source: str = ""
    note: str = ""
    positions: tuple[Position, ...] = ()
    stated_on: date | None = None
    signed: Signature | None = None


class Items(Struct, frozen=True):
    """A list of entities; ``complete`` is false where more may exist than are known.

    ``other`` holds what is known of items that are not listed.
    """

    known: tuple[Entity, ...] = ()
    complete: bool = True
    other: Entity | None = None


class Entity(Struct, frozen=True):
    """A thing that facts are about: the case itself or an item of a list, at its ``address``.

    ``statements`` is keyed by the path of the fact without the item's name, ``lists`` by the list's name in the item;
    a list that is absent is unknown. ``stated_at`` is its place in the file where that is not its address: what is
    said of every technology stands once, and is a thing of each.
    """

    address: Address = CASE
    name: str = ""
    statements: Mapping[str, Statement] = field(default_factory=dict[str, Statement])
    lists: Mapping[str, Items] = field(default_factory=dict[str, Items])
    stated_at: str = ""

    @property
    def place(self) -> str:
        """Its place in the file, for people to find it."""
        return self.stated_at or self.address.text

    def walk(self) -> Iterator[Entity]:
        """This thing and all things in its lists, with what stands for items that are not listed."""
        yield self
        for items in self.lists.values():
            for item in (*items.known, *([items.other] if items.other is not None else [])):
                yield from item.walk()


class Offer(Struct, frozen=True):
    """What one party expressly says, contested by nobody, and the interest that it declares."""

    value: Value
    interest: str


class Entailed(Struct, frozen=True):
    """What other facts entail of one: that it lies between ``low`` and ``high``, or where these are the same, a value.

    ``because`` is the limit of the vocabulary by which it follows, ``rests_on`` are the stated facts it follows from.
    """

    low: Value
    high: Value
    because: str = ""
    rests_on: tuple[Address, ...] = ()

    @property
    def value(self) -> Value | None:
        return self.low if self.low == self.high else None


class View(Struct, frozen=True, eq=False):
    """A thing from one standpoint: ``values`` has only what is known there, ``standings`` how it came to count.

    ``entailed`` is what these facts entail of others (:mod:`.entailment`); it falls away with every change.

    A view never changes; :meth:`with_values` and :meth:`with_items` make the case anew with something changed. Within
    one case a thing is told apart from others by its ``address``. ``offers`` are facts that do not count by themselves,
    but may as admissions (:mod:`engine.truth.admissions`).
    """

    entity: Entity
    values: Mapping[str, Value | PartialSet] = field(default_factory=dict[str, Value | PartialSet])
    standings: Mapping[str, Standing] = field(default_factory=dict[str, Standing])
    lists: Mapping[str, Views] = field(default_factory=dict[str, "Views"])
    offers: Mapping[str, Offer] = field(default_factory=dict[str, Offer])
    entailed: Mapping[str, Entailed] = field(default_factory=dict[str, Entailed])

    @property
    def address(self) -> Address:
        return self.entity.address

    @property
    def name(self) -> str:
        return self.entity.name

    def value(self, key: str) -> Value | PartialSet | None:
        """What is known of a fact, or follows from others; ``None`` where it is unknown."""
        found = self.values.get(key)
        if found is None and key in self.entailed:
            return self.entailed[key].value
        return found

    def statement(self, key: str) -> Statement:
        """The statement of a fact of this thing; one that says *not asked* where the case is silent."""
        found = self.entity.statements.get(key)
        if found is not None:
            return found
        return Statement(path=f"{self.entity.place}.{key}" if self.address.steps else key)

    def items(self, key: str) -> Views:
        """The items of a list; an absent list is unknown."""
        return self.lists.get(key, UNKNOWN_LIST)

    def at(self, address: Address) -> View:
        """The thing at (or holding what is at) an address, seen from the case. Raises ``LookupError``."""
        view = self
        for step in address.steps:
            members = view.items(step.list)
            candidates = (*members.known, *([members.other] if members.other is not None else []))
            view = next((member for member in candidates if member.address.steps[-1] == step), None)  # pyright: ignore[reportAssignmentType]
            if view is None:
                raise LookupError(address.text)
        return view

    def walk(self) -> Iterator[View]:
        """This thing and all things in its lists, with what stands for items that are not listed."""
        yield self
        for members in self.lists.values():
            for member in (*members.known, *([members.other] if members.other is not None else [])):
                yield from member.walk()

    def with_values(self, changes: Mapping[Address, Value | PartialSet | None]) -> View:
        """The case with facts at these addresses having other values; ``None`` makes a fact unknown.

        Everything that no change touches is shared with this view.

        >>> case = View(Entity(), {"lit": True})
        >>> dict(case.with_values({Address(key="lit"): None, Address(key="tall"): 40}).values)
        {'tall': 40}
        """
        own = {address.key: value for address, value in changes.items() if address.steps == self.address.steps}
        inner = {address: value for address, value in changes.items() if len(address.steps) > len(self.address.steps)}
        values = self.values
        if own:
            values = {key: value for key, value in {**self.values, **own}.items() if value is not None}
        lists = self.lists
        touched = {address.steps[len(self.address.steps)].list for address in inner}
        if touched:
            lists = {
                key: members.each(lambda member: member._with_inner(inner)) if key in touched else members
                for key, members in self.lists.items()
            }
        return replace(self, values=values, lists=lists)

    def with_standings(self, changes: Mapping[Address, Standing]) -> View:
        """The case with facts at these addresses having come to count in another way."""
        own: dict[str, Standing] = {
            address.key: to for address, to in changes.items() if address.steps == self.address.steps
        }
        inner: dict[Address, Standing] = {
            address: to for address, to in changes.items() if address.steps != self.address.steps
        }
        lists = self.lists
        if inner:
            lists = {key: members.each(lambda member: member.with_standings(inner)) for key, members in lists.items()}
        standings: dict[str, Standing] = {**self.standings, **own}
        return replace(self, standings=standings, lists=lists)

    def _with_inner(self, changes: Mapping[Address, Value | PartialSet | None]) -> View:
        depth = len(self.address.steps)
        inner = {address: value for address, value in changes.items() if address.steps[:depth] == self.address.steps}
        return self.with_values(inner) if inner else self

    def with_items(self, changes: Mapping[Address, Views]) -> View:
        """The case with other items in the lists at these addresses."""
        own = {address.key: members for address, members in changes.items() if address.steps == self.address.steps}
        inner = {address: members for address, members in changes.items() if address.steps != self.address.steps}
        lists = {
            key: members.each(lambda member: member.with_items(inner)) if inner else members
            for key, members in {**self.lists, **own}.items()
        }
        return replace(self, lists=lists)


class Views(Struct, frozen=True):
    """The items known of a list, whether there are no others, and what is known of those not listed."""

    known: tuple[View, ...] = ()
    complete: bool = True
    other: View | None = None

    def each(self, change: Callable[[View], View]) -> Views:
        """The same list with every item changed."""
        other = change(self.other) if self.other is not None else None
        return Views(tuple(change(member) for member in self.known), self.complete, other)


#: A list of which nothing is known.
UNKNOWN_LIST = Views((), complete=False)


def new_item(base: View | None, address: Address, name: str) -> View:
    """A new item: it has what is known of items that are not listed (``base``)."""
    if base is None:
        return View(Entity(address, name))

    def moved(view: View, to: Address) -> View:
        lists = {
            key: Views(
                tuple(
                    moved(member, to.member(key, member.address.item, member.address.steps[-1].at))
                    for member in members.known
                ),
                members.complete,
                members.other,
            )
            for key, members in view.lists.items()
        }
        return replace(view, entity=Entity(to, name, view.entity.statements), lists=lists, entailed={})

    return moved(base, address)
