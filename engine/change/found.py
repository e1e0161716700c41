"""The smallest sets that a search has found, by the paths of their places: counted, listed, with their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..case.vocabulary import FactSpec
from .changeables import Changeables
from .smallest_sets import SmallestSets
from .trampoline import Call, run
from .variables import Place, Variable
from .zdd import EMPTY_SET, NONE, Families


class Option(Struct, frozen=True):
    """Places and the values that their variables must have."""

    places: frozenset[Place]
    masks: tuple[tuple[int, int], ...]


class Found:
    """The smallest sets for one grounding: ``sets`` in ``families``, where rank n stands for ``names[n]``.

    New items of a list are alike, so of sets that differ only in which of them is which, one is kept.
    """

    def __init__(self, ground: Changeables, found: SmallestSets) -> None:
        self.ground, self._found = ground, found
        self._options: dict[frozenset[str], Option] = {}
        first: dict[Place, Variable] = {}
        for variable in ground.variables:
            if variable.place not in first or variable.key == variable.place[1]:
                first[variable.place] = variable
        used = [found.places[rank] for rank in found.families.ranks(found.sets)]
        kinds: dict[tuple[str, str], int] = {}
        order: dict[Place, tuple[int, int]] = {}
        alike: dict[tuple[str, str], dict[int, int]] = {}
        for place in used:
            of, number = _item(first[place])
            kind = (of, f"{first[place].inside}.{place[1]}" if of else first[place].path)
            order[place] = (kinds.setdefault(kind, len(kinds)), number)
        self._places = {first[place].path: place for place in sorted(used, key=lambda place: order[place])}
        self.names = list(self._places)
        ranks = {place: rank for rank, place in enumerate(self._places.values())}
        self.families = Families()
        self.sets = self.families.moved(
            found.sets, found.families, {found.ranks[place]: ranks[place] for place in used}
        )
        self._changing = {ranks[v.place] for v in ground.variables if v.place in ranks and v.changes_known}
        self._varied: dict[Place, list[int]] = {place: [] for place in used}
        for at, variable in enumerate(ground.variables):
            if variable.place in self._varied and isinstance(variable.spec, FactSpec) and variable.spec.type != "date":
                self._varied[variable.place].append(at)
        for place in used:
            of, number = _item(first[place])
            if of:
                alike.setdefault((of, f"{first[place].inside}.{place[1]}"), {})[number] = ranks[place]
        if any(number > 1 for numbers in alike.values() for number in numbers):
            self.sets = _Alike(self.families, alike).kept(self.sets)

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

    def option(self, names: frozenset[str]) -> Option:
        """A set with values: as many of each variable as will do with any of the others."""
        if names not in self._options:  # to say all sets in short, the same one is looked at several times
            places = self.places(names)
            self._options[names] = Option(places, self._in_order(self._found.values(places)))
        return self._options[names]

    def places(self, names: Iterable[str]) -> frozenset[Place]:
        """The places of facts, by their names."""
        return frozenset(self._places[name] for name in names)

    def said(self, names: frozenset[str]) -> dict[str, tuple[tuple[int, int], ...]]:
        """What the option of a set says of each of its facts, but for days."""
        masks = dict(self.option(names).masks)
        return {name: tuple((at, masks.get(at, 0)) for at in self._varied[self._places[name]]) for name in names}

    def varied(self, names: Iterable[str]) -> list[str]:
        """Those of some facts of which more can be said than yes or no, or a day."""
        return [
            name
            for name in names
            if len(ats := self._varied[self._places[name]]) > 1 or any(self.ground.variables[at].full > 3 for at in ats)
        ]

    def _in_order(self, masks: dict[int, int]) -> tuple[tuple[int, int], ...]:
        """Masks that say something, and of days in an order only those that keep it whichever is taken."""
        variables = self.ground.variables
        for number, late in enumerate(variables):
            for first in late.after:
                early = variables[first]
                earlier = early.values_in(masks.get(first, early.known))
                later = late.values_in(masks.get(number, late.known))
                if {number, first} & masks.keys() and earlier and later and max(earlier) > min(later):
                    middle = max(day for day in earlier if day <= max(later))
                    for at, days in ((first, early.mask_of(lambda day, m=middle: day <= m)),
                                     (number, late.mask_of(lambda day, m=middle: day >= m))):  # fmt: skip
                        if at in masks:
                            masks[at] &= days
        none_new = {variables[at].place for at, mask in masks.items()
                    if not isinstance(variables[at].spec, FactSpec) and mask == 1}  # fmt: skip
        return tuple(
            (at, mask)
            for at, mask in sorted(masks.items())
            if mask != variables[at].full
            and (variables[at].place not in none_new or not isinstance(variables[at].spec, FactSpec))
        )


def _item(variable: Variable) -> tuple[str, int]:
    """The list of the case and the number of the new item that a variable is about; else nothing."""
    if variable.item is None:
        return "", 0
    (_, name), number = variable.item
    return name, number


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

    def kept(self, family: int) -> int:
        """The sets kept."""
        return run(self._kept(family, self.pairs))

    def _kept(self, family: int, open_: frozenset[tuple[str, int]]) -> Call:
        """The sets kept; ``open_`` are the items of which as much is said so far as of the one before."""
        if family in (NONE, EMPTY_SET) or not open_:
            return family
        if (family, open_) not in self.done:
            rank, without, having = self.families.nodes[family]
            if rank in self.group_of:
                made = yield self._of_item(family, self.group_of[rank], 0, False, open_)
            else:
                low = yield self._kept(without, open_)
                made = self.families.node(rank, low, (yield self._kept(having, open_)))
            self.done[family, open_] = made
        return self.done[family, open_]

    def _of_item(self, family: int, group: int, at: int, before: bool, open_: frozenset[tuple[str, int]]) -> Call:
        of, ranks = self.groups[group]
        if at == len(ranks):
            return (yield self._kept(family, open_))
        rank, pair = ranks[at], (of, at + 1)
        first, without, having = self.families.nodes[family]
        if family < 2 or first != rank:
            without, having = family, NONE
        undecided = pair in open_
        still = open_ - {pair} if undecided and before else open_
        low = yield self._of_item(without, group, at + 1, False, still)
        if rank is None or having == NONE or (undecided and not before):
            return low
        return self.families.node(rank, low, (yield self._of_item(having, group, at + 1, True, open_)))
