"""The values of variables as far as a formula tells them apart, and what choosing a place, or not, makes of them.

Two values that no literal tells apart are one. Days that come in an order stand together in one cell, which has only
the combinations in that order; two values of such a day are one if no literal tells apart either them or the days that
they leave to others. What is chosen may take any value that it can be given; what is not has the value known or, where
none is, every value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from msgspec import Struct

from ..worlds.formula import Formula, Literal, Unless, parts_of
from .variables import Place, Variable

#: A value class of each variable of a cell, as masks.
Point = tuple[int, ...]


def choices(ranks: Sequence[int]) -> list[frozenset[int]]:
    """All ways to choose some of a few places, by their ranks, none first."""
    return [frozenset(few) for size in range(len(ranks) + 1) for few in combinations(ranks, size)]


class Way(Struct, frozen=True):
    """A choice of values: the numbers of the points that it leaves, and what is settled of each variable (0: open)."""

    points: tuple[int, ...]
    settled: Point


@dataclass(slots=True)
class Cell:
    """Variables whose values depend on each other by their order alone; most cells have one.

    ``ranks`` has the rank of the place of each (-1 where it cannot be chosen); ``told`` are the masks by which literals
    tell values of each apart; ``shown`` says whether some literals count only if they are settled.
    """

    numbers: tuple[int, ...]
    variables: tuple[Variable, ...]
    ranks: tuple[int, ...]
    told: tuple[tuple[int, ...], ...]
    shown: bool
    points: list[Point] = field(init=False)
    places: frozenset[int] = field(init=False)
    possible: dict[frozenset[int], list[Point]] = field(default_factory=dict[frozenset[int], list[Point]])
    _ways: dict[frozenset[int], list[Way]] = field(default_factory=dict[frozenset[int], list[Way]])
    _values: dict[tuple[int, int], list[Any]] = field(default_factory=dict[tuple[int, int], list[Any]])

    def __post_init__(self) -> None:
        self.places = frozenset(rank for rank in self.ranks if rank >= 0)
        self.points = [()]
        for classes in self._classes():
            self.points = [(*point, mask) for point in self.points for mask in classes if self._fits((*point, mask))]
        if len(self.variables) > 1 and not self.shown:
            self._thin_out()

    def _thin_out(self) -> None:
        """Keep the points that matter: of those that must all do, those that satisfy least; of those to choose from,
        those that no other betters."""
        marks = [self._mark(point) for point in self.points]
        thin: dict[frozenset[int], list[Way]] = {}
        for chosen in choices(sorted(self.places)):
            kept: dict[frozenset[int], Way] = {}
            self.possible[chosen] = [way.settled for way in self.ways(chosen)]
            for way in self.ways(chosen):
                found = {marks[number]: number for number in reversed(way.points)}
                least = frozenset(mark for mark in found if not any(o != mark and not o & ~mark for o in found))
                if not any(_betters(other, least) for other in kept):
                    kept = {other: its for other, its in kept.items() if not _betters(least, other)}
                    kept[least] = Way(tuple(sorted(found[mark] for mark in least)), way.settled)
            thin[chosen] = list(kept.values())
        numbers = sorted({number for ways in thin.values() for way in ways for number in way.points})
        to = {number: at for at, number in enumerate(numbers)}
        self.points = [self.points[number] for number in numbers]
        self._ways = {
            chosen: [Way(tuple(to[number] for number in way.points), way.settled) for way in ways]
            for chosen, ways in thin.items()
        }

    def _mark(self, point: Point) -> int:
        """Which literals a point satisfies, as bits."""
        mark = 0
        for value, told in zip(point, self.told, strict=True):
            for literal in told:
                mark = mark << 1 | bool(value & literal)
        return mark

    def all_settled(self, chosen: frozenset[int]) -> list[Point]:
        """What can be settled of the cell where these places are chosen, also by ways that others better."""
        return self.possible.get(chosen & self.places) or [way.settled for way in self.ways(chosen)]

    def _classes(self) -> Iterator[list[int]]:
        """The values of each variable, in classes of which nothing tells the members apart."""
        told = [self._told(at) for at in range(len(self.variables))]
        for at, variable in enumerate(self.variables):
            linked = [(follows, told[other]) for other, follows in self._linked(at)]
            found: dict[Any, int] = {}
            for place, value in enumerate(variable.values):
                left = [
                    frozenset(mark for day, mark in marks.items() if (day >= value if follows else day <= value))
                    for follows, marks in linked
                ]
                key = (told[at][value], *left)
                found[key] = found.get(key, 0) | 1 << place
            yield list(found.values())

    def _linked(self, at: int) -> Iterator[tuple[int, bool]]:
        """The other variables of the cell that an order links with one, and whether they come after it."""
        for other, variable in enumerate(self.variables):
            if self.numbers[at] in variable.after:
                yield other, True
            elif self.numbers[other] in self.variables[at].after:
                yield other, False

    def _told(self, at: int) -> dict[Any, tuple[int, ...]]:
        """What tells each value of a variable apart: literals, what is known and can be, days said of others."""
        variable = self.variables[at]
        apart = [*self.told[at], variable.allowed, variable.known, variable.said]
        for other, follows in self._linked(at):
            for said in self.variables[other].values_in(self.variables[other].said):
                apart.append(variable.mask_of(lambda day, s=said, f=follows: day <= s if f else day >= s))
        return {value: tuple(mask >> place & 1 for mask in apart) for place, value in enumerate(variable.values)}

    def _fits(self, point: Point) -> bool:
        """Whether the days of a point, as far as it goes, can be in order: each as soon as those before it allow."""
        first: dict[int, Any] = {}
        for at in sorted(range(len(point)), key=lambda at: len(self.variables[at].after)):
            variable = self.variables[at]
            bounds = [first[number] for number in variable.after if number in first]
            earliest = next((day for day in self._days(at, point[at]) if all(day >= bound for bound in bounds)), None)
            if earliest is None:
                return False
            first[self.numbers[at]] = earliest
        return True

    def _days(self, at: int, mask: int) -> list[Any]:
        """The values of a mask of a variable, kept: the same few masks are put together in many points."""
        if (at, mask) not in self._values:
            self._values[at, mask] = self.variables[at].values_in(mask)
        return self._values[at, mask]

    def ways(self, chosen: frozenset[int]) -> list[Way]:
        """What can be made of the cell where these places are chosen: a choice for what is chosen, every value for the
        rest that is unknown. Members of sets that stay as they are come first, then the widest choices."""
        here = chosen & self.places
        if here not in self._ways:
            groups: dict[Point, list[int]] = {}
            for number, point in enumerate(self.points):
                settled = self._settled(point, here)
                if settled is not None:
                    groups.setdefault(settled, []).append(number)
            ways = [Way(tuple(numbers), settled) for settled, numbers in groups.items() if self._keeps_order(settled)]
            self._ways[here] = sorted(ways, key=self._cost)
        return self._ways[here]

    def _cost(self, way: Way) -> tuple[int, int]:
        """What speaks against a way: members of a known set that would change, then how little it allows."""
        changed = sum(
            bool(variable.member and variable.known and mask and not mask & variable.known)
            for mask, variable in zip(way.settled, self.variables, strict=True)
        )
        return changed, -sum(mask.bit_count() for mask in way.settled)

    def _settled(self, point: Point, chosen: frozenset[int]) -> Point | None:
        """What a point settles of each variable (0 where it is open); ``None`` where it cannot be had."""
        settled: list[int] = []
        for mask, variable, rank in zip(point, self.variables, self.ranks, strict=True):
            can_be = variable.known | (variable.allowed if rank in chosen else 0)
            if can_be and not mask & can_be:
                return None
            settled.append(mask if can_be else 0)
        return tuple(settled)

    def _keeps_order(self, settled: Point) -> bool:
        """Whether what is settled keeps its order with days that the case gives without their counting."""
        return self._fits(
            tuple(
                mask or variable.said or variable.full for mask, variable in zip(settled, self.variables, strict=True)
            )
        )


def _betters(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether each mark of one way satisfies all that some mark of another does; the same way counts as better."""
    return one == other or all(any(not bad & ~good for bad in other) for good in one)


class Block(Struct, frozen=True):
    """Cells that share a place, or places that share a cell; they are chosen together, in any combination."""

    ranks: tuple[int, ...]
    cells: tuple[Cell, ...]


def blocks_of(formula: Formula, variables: Sequence[Variable]) -> tuple[list[Block], list[Place]]:
    """The variables of a formula, in blocks: the lists of the case, then in the order in which the formula first names
    them. And the places that can be chosen, by rank."""
    used: dict[int, set[int]] = {}
    shown: dict[int, set[int]] = {}
    _literals(formula, (used, set()), (shown, set()))
    named = dict.fromkeys(
        partner for number in list(dict.fromkeys([*used, *shown])) for partner in (number, *_bound(number, variables))
    )
    places: dict[Place, int] = {}
    blocks: list[Block] = []
    for groups in sorted(_blocks(named, variables), key=lambda groups: not variables[min(groups[0])].is_root_list):
        cells = [
            Cell(
                numbers := tuple(sorted(group)),
                own := tuple(variables[number] for number in numbers),
                tuple(places.setdefault(each.place, len(places)) if each.allowed else -1 for each in own),
                tuple((*used.get(number, ()), *shown.get(number, ())) for number in numbers),
                any(number in shown for number in numbers),
            )
            for group in groups
        ]
        blocks.append(Block(tuple(sorted(frozenset[int]().union(*(cell.places for cell in cells)))), tuple(cells)))
    return blocks, list(places)


def _blocks(named: Iterable[int], variables: Sequence[Variable]) -> list[list[list[int]]]:
    """Groups of variables that an order links with each other, together where they share a place."""
    groups = _linked(named, variables)
    where = {number: at for at, group in enumerate(groups) for number in group}
    first: dict[Place, int] = {}
    joined = list(range(len(groups)))
    for number in named:
        at = first.setdefault(variables[number].place, where[number])
        one, two = sorted((joined[at], joined[where[number]]))
        joined = [one if top == two else top for top in joined]
    found: dict[int, dict[int, list[int]]] = {}
    for number in named:
        at = where[number]
        found.setdefault(joined[at], {})[at] = groups[at]
    return [list(block.values()) for block in found.values()]


def _bound(number: int, variables: Sequence[Variable]) -> Iterator[int]:
    """Known days that a day cannot precede, or that cannot precede it."""
    for other, variable in enumerate(variables):
        if variable.known and (number in variable.after or other in variables[number].after):
            yield other


def _linked(numbers: Iterable[int], variables: Sequence[Variable]) -> list[list[int]]:
    """Variables in groups that an order links with each other."""
    groups: list[list[int]] = []
    for number in numbers:
        after = variables[number].after
        near = [group for group in groups if any(o in after or number in variables[o].after for o in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(member for group in near for member in group), number])
    return groups


#: The masks found of each variable, and the formulas looked through.
Found = tuple[dict[int, set[int]], set[int]]


def _literals(formula: Formula, used: Found, shown: Found) -> None:
    """The masks of the literals of each variable: where every value counts, and where being settled does."""
    masks, seen = used
    if isinstance(formula, bool) or id(formula) in seen:
        return
    if isinstance(formula, Literal):
        masks.setdefault(formula.variable, set()).add(formula.mask)
        return
    seen.add(id(formula))
    if isinstance(formula, Unless):
        _literals(formula.shown, shown, shown)
        _literals(formula.needed, shown, shown)
        return
    for part in parts_of(formula):
        _literals(part, used, shown)
