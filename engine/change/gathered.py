"""The smallest sets of several routes together, by the names of their places: counted, listed, told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .grown_cases import Route
from .variables import Place
from .zdd import EMPTY_SET, NONE, Families


@dataclass(slots=True)
class Gathered:
    """All smallest sets of the routes to one goal: ``sets`` in ``families``, where rank n stands for ``names[n]``.

    New items of a list are alike, so of sets that differ only in which of them is which, one is kept.
    """

    routes: Sequence[Route]
    names: list[str] = field(default_factory=list[str])
    families: Families = field(default_factory=Families)
    sets: int = NONE
    _places: list[dict[str, Place]] = field(default_factory=list[dict[str, Place]])
    _changing: set[int] = field(default_factory=set[int])

    def __post_init__(self) -> None:
        self._places = [route.names() for route in self.routes]
        items = {name: self._item(route, place)
                 for route, places in zip(self.routes, self._places, strict=True)
                 for name, place in places.items()}  # fmt: skip
        kinds: dict[tuple[str, str], int] = {}
        for name, (of, _, inside) in items.items():
            kinds.setdefault((of, inside or name), len(kinds))
        order = {name: (kinds[of, inside or name], number) for name, (of, number, inside) in items.items()}
        self.names = sorted(order, key=lambda name: order[name])
        ranks = {name: rank for rank, name in enumerate(self.names)}
        for route, places in zip(self.routes, self._places, strict=True):
            self._add(route, places, ranks)
        alike: dict[tuple[str, str], dict[int, int]] = {}
        for name, (of, number, inside) in items.items():
            if of:
                alike.setdefault((of, inside), {})[number] = ranks[name]
        if any(number > 1 for numbers in alike.values() for number in numbers):
            self.sets = _Alike(self.families, alike).kept(self.sets)

    @staticmethod
    def _item(route: Route, place: Place) -> tuple[str, int, str]:
        """The list and number of the new item that a place belongs to, and the place inside it; else nothing."""
        for variable in route.ground.variables:
            if variable.place == place and variable.item is not None:
                of, number = variable.item
                return route.ground.names[of], number, f"{variable.inside}.{place[1]}"
        return "", 0, ""

    def _add(self, route: Route, places: dict[str, Place], ranks: dict[str, int]) -> None:
        by_place = {place: ranks[name] for name, place in places.items()}
        to = {rank: by_place[place] for rank, place in enumerate(route.found.places) if place in by_place}
        found = self.families.moved(route.found.sets, route.found.families, to)
        for place in route.given:
            found = self.families.with_rank(by_place[place], found)
        self.sets = self.families.smallest(self.sets, found)
        self._changing |= {by_place[place] for place in by_place if route.changes_known(place)}

    @property
    def number(self) -> int:
        """How many sets there are."""
        return self.families.number(self.sets)

    def in_order(self) -> Iterator[frozenset[str]]:
        """The sets: those that only establish what is unknown, then those that change known facts, smallest first."""
        for part in self.parts():
            for ranks in self.families.in_order(part):
                yield frozenset(self.names[rank] for rank in ranks)

    def parts(self) -> tuple[int, int]:
        """The sets that only establish what is unknown, and the others."""
        return (
            self.families.without_any(self.sets, self._changing),
            self.families.rest(self.sets, self._changing),
        )

    def of(self, names: frozenset[str]) -> tuple[Route, frozenset[Place]]:
        """A route that has a set, and the set's places there."""
        for route, places in zip(self.routes, self._places, strict=True):
            if names <= places.keys():
                chosen = frozenset(places[name] for name in names)
                if route.has(chosen):
                    return route, chosen
        raise KeyError(*sorted(names))


class _Alike:
    """Of sets that differ only by the numbers of new items, keeps the one that says most of the first items.

    ``groups`` has, for each place inside an item of a list, its rank for each number of the item; they follow each
    other in rank.
    """

    def __init__(self, families: Families, alike: dict[tuple[str, str], dict[int, int]]) -> None:
        self.families = families
        counts: dict[str, int] = {}
        for (of, _), numbers in alike.items():
            counts[of] = max(counts.get(of, 0), *numbers)
        self.pairs = frozenset((of, number) for of, count in counts.items() for number in range(2, count + 1))
        self.groups = [
            (of, [numbers.get(number) for number in range(1, counts[of] + 1)]) for (of, _), numbers in alike.items()
        ]
        self.group_of = {rank: at for at, (_, ranks) in enumerate(self.groups) for rank in ranks if rank is not None}
        self.done: dict[tuple[int, frozenset[tuple[str, int]]], int] = {}

    def kept(self, family: int, open_: frozenset[tuple[str, int]] | None = None) -> int:
        """The sets kept; ``open_`` are the items of which as much is said so far as of the one before."""
        open_ = self.pairs if open_ is None else open_
        if family in (NONE, EMPTY_SET) or not open_:
            return family
        if (family, open_) not in self.done:
            rank, without, having = self.families.nodes[family]
            if rank in self.group_of:
                made = self._item(family, self.group_of[rank], 0, False, open_)
            else:
                made = self.families.node(rank, self.kept(without, open_), self.kept(having, open_))
            self.done[family, open_] = made
        return self.done[family, open_]

    def _item(self, family: int, group: int, at: int, before: bool, open_: frozenset[tuple[str, int]]) -> int:
        of, ranks = self.groups[group]
        if at == len(ranks):
            return self.kept(family, open_)
        rank, pair = ranks[at], (of, at + 1)
        first, without, having = self.families.nodes[family]
        if family < 2 or first != rank:
            without, having = family, NONE
        undecided = pair in open_
        low = self._item(without, group, at + 1, False, open_ - {pair} if undecided and before else open_)
        if rank is None or having == NONE or (undecided and not before):
            return low
        return self.families.node(rank, low, self._item(having, group, at + 1, True, open_))
