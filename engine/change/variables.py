"""Variables: what a fact, a member of a set or the length of a list may be, as finitely many values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from ..case.address import Address
from ..case.facts import PartialSet, View
from ..case.vocabulary import FactSpec, ListSpec

#: What can be established or changed as one: a fact (its thing, its key) or a list (its holder, its name).
Place = tuple[Address, str]

#: The length of a list that is left open: any.
ANY_LENGTH = -1


class Variable(Struct):
    """A fact, a member of a set, or the number of new items of a list, with its possible values.

    ``known`` is the value that it has, as a mask (0 where it is unknown), ``allowed`` those that it can be given. What
    is about a new item of a list of the case names the list and its number in ``item``, and the place within it in
    ``inside``. ``after`` are the numbers of the variables whose day this one cannot precede, ``said`` the day that the
    case gives without its counting (the word of one party), as a mask: a day chosen beside it keeps the order with it
    too. ``is_new`` is true of a fact of a new item, and of a list that is complete as it stands false.
    """

    place: Place
    scope: View
    spec: FactSpec | ListSpec
    values: tuple[Any, ...]
    key: str
    member: str = ""
    known: int = 0
    allowed: int = 0
    item: tuple[Place, int] | None = None
    inside: str = ""
    after: tuple[int, ...] = ()
    said: int = 0
    is_new: bool = False

    @property
    def full(self) -> int:
        return (1 << len(self.values)) - 1

    @property
    def path(self) -> str:
        return f"{self.scope.entity.place}.{self.key}" if self.scope.address.steps else self.key

    @property
    def is_root_list(self) -> bool:
        """Whether it is the number of new items of a list of the case."""
        return isinstance(self.spec, ListSpec) and not self.scope.address.steps

    @property
    def changes_known(self) -> bool:
        """Whether another value changes what is known: a fact, a list that is complete."""
        if self.is_new or not self.known:
            return False
        if isinstance(self.spec, ListSpec):
            return self.values_in(self.known) != [ANY_LENGTH]
        return not isinstance(self.scope.values.get(self.key), PartialSet)

    def values_in(self, mask: int) -> list[Any]:
        """The values of a mask, in order."""
        return [value for at, value in enumerate(self.values) if mask >> at & 1]

    def mask_of(self, wanted: Callable[[Any], bool]) -> int:
        """The mask of the values for which ``wanted`` holds."""
        return sum(1 << at for at, value in enumerate(self.values) if wanted(value))


def inside(scope: View) -> Iterator[View]:
    """A thing and those in its lists that are listed."""
    yield scope
    for members in scope.lists.values():
        for item in members.known:
            yield from inside(item)
