"""The values of variables as far as a formula tells them apart, and what choosing a place, or not, makes of them.

Two values that no literal tells apart are one. Days that come in an order stand together in one cell, which has only
the combinations in that order. What is chosen may take any value that it can be given; what is not has the value known
or, where none is, every value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from ..worlds.formula import Formula, Literal, Unless, parts_of
from .variables import Place, Variable

#: Choices and points up to which those are looked for that are worse than others; more are all kept.
MOST_COMPARED = 400

#: Literals of a block from which on it may come before those that the formula names earlier.
OFTEN = 20

#: A value class of each variable of a cell, as masks.
Point = tuple[int, ...]


def choices(places: Sequence[Place]) -> list[frozenset[Place]]:
    """All ways to choose some of a few places, none first."""
    return [frozenset(few) for size in range(len(places) + 1) for few in combinations(places, size)]


@dataclass(frozen=True, slots=True)
class Way:
    """A choice of values: the numbers of the points that it leaves, and what is settled of each variable (0: open)."""

    points: tuple[int, ...]
    settled: Point


@dataclass(slots=True)
class Cell:
    """Variables whose values depend on each other by their order alone; most cells have one.

    ``used`` are the masks that literals have of each, ``shown`` those of literals that count only if they are settled.
    """

    numbers: tuple[int, ...]
    variables: tuple[Variable, ...]
    used: tuple[tuple[int, ...], ...]
    shown: tuple[tuple[int, ...], ...]
    points: list[Point] = field(default_factory=list[Point])
    _marks: list[int] = field(default_factory=list[int])
    _ways: dict[frozenset[Place], list[Way]] = field(default_factory=dict[frozenset[Place], list[Way]])

    def __post_init__(self) -> None:
        classes = self._runs() if len(self.variables) > 1 else [self._classes()]
        pools = product(*classes)
        self.points = [tuple(mask for _, mask in pool) for pool in pools if self._ordered([at for at, _ in pool])]
        self._marks = [self._mark(point) for point in self.points]
        self._thin_out()

    def _thin_out(self) -> None:
        """Work out the ways for every choice, and keep the points that some way has."""
        ways = {chosen: self._all_ways(chosen) for chosen in choices(self.places)}
        kept = sorted({at for found in ways.values() for way in found for at in way.points})
        number = {at: new for new, at in enumerate(kept)}
        self.points = [self.points[at] for at in kept]
        self._ways = {
            chosen: [Way(tuple(number[at] for at in way.points), way.settled) for way in found]
            for chosen, found in ways.items()
        }

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that can be chosen."""
        return tuple(dict.fromkeys(variable.place for variable in self.variables if variable.allowed))

    def _classes(self) -> list[tuple[int, int]]:
        """The values of the only variable, in classes that nothing tells apart."""
        (variable,) = self.variables
        apart = [*self.used[0], *self.shown[0], variable.allowed, variable.known]
        found: dict[tuple[int, ...], int] = {}
        for at in range(len(variable.values)):
            told = tuple(mask >> at & 1 for mask in apart)
            found[told] = found.get(told, 0) | 1 << at
        return [(0, mask) for mask in found.values()]

    def _runs(self) -> list[list[tuple[int, int]]]:
        """The values of each variable in runs that nothing tells apart, numbered in their order."""
        axis = sorted({value for variable in self.variables for value in variable.values})
        places = [{value: at for at, value in enumerate(variable.values)} for variable in self.variables]
        found: list[dict[int, int]] = [{} for _ in self.variables]
        run, before = -1, None
        for value in axis:
            told: list[Any] = []
            for variable, used, shown, place in zip(self.variables, self.used, self.shown, places, strict=True):
                at = place.get(value)
                apart = [*used, *shown, variable.allowed, variable.known, variable.said]
                told.append(None if at is None else tuple(mask >> at & 1 for mask in apart))
            if told != before:
                run, before = run + 1, told
            for runs, place in zip(found, places, strict=True):
                if value in place:
                    runs[run] = runs.get(run, 0) | 1 << place[value]
        return [list(runs.items()) for runs in found]

    def _ordered(self, runs: Sequence[int]) -> bool:
        """Whether no variable precedes one that it cannot precede; ``after`` names it by its number."""
        at = dict(zip(self.numbers, runs, strict=True))
        return all(
            at[number] >= at[variable.after]
            for number, variable in zip(self.numbers, self.variables, strict=True)
            if variable.after in at
        )

    def _mark(self, point: Point) -> int:
        """Which literals a point satisfies, as bits."""
        mark = 0
        for mask, used in zip(point, self.used, strict=True):
            for literal in used:
                mark = mark << 1 | bool(mask & literal)
        return mark

    def ways(self, chosen: Collection[Place]) -> list[Way]:
        """What can be made of the cell where these places are chosen: a choice for what is chosen, every value for the
        rest that is unknown. Values that can only do worse, and choices that no better one lacks, are left out."""
        return self._ways[frozenset(place for place in self.places if place in chosen)]

    def _all_ways(self, chosen: Collection[Place]) -> list[Way]:
        groups: dict[Point, list[int]] = {}
        for number, point in enumerate(self.points):
            settled = self._settled(point, chosen)
            if settled is not None:
                groups.setdefault(settled, []).append(number)
        found = [(self._worst(numbers), settled) for settled, numbers in groups.items() if self._keeps_order(settled)]
        if not any(self.shown):
            found = self._best(found)
        size = {settled: sum(mask.bit_count() for mask in settled) for _, settled in found}
        return [Way(tuple(points), settled) for points, settled in sorted(found, key=lambda way: -size[way[1]])]

    def _settled(self, point: Point, chosen: Collection[Place]) -> Point | None:
        """What a point settles of each variable (0 where it is open); ``None`` where it cannot be had."""
        settled: list[int] = []
        for mask, variable in zip(point, self.variables, strict=True):
            if variable.place in chosen:
                if not mask & (variable.allowed | variable.known):
                    return None
                settled.append(mask)
            elif variable.known:
                if not mask & variable.known:
                    return None
                settled.append(mask)
            else:
                settled.append(0)
        return tuple(settled)

    def _keeps_order(self, settled: Point) -> bool:
        """Whether what is settled keeps its order with days that the case gives without their counting."""
        day = {
            number: (mask or variable.said).bit_length() and variable.values[(mask or variable.said).bit_length() - 1]
            for number, mask, variable in zip(self.numbers, settled, self.variables, strict=True)
        }
        return all(
            not (day[variable.after] and day[number]) or day[variable.after] <= day[number]
            for number, variable in zip(self.numbers, self.variables, strict=True)
            if variable.after in day
        )

    def _worst(self, numbers: Sequence[int]) -> list[int]:
        """Of points that must all do, those that satisfy least."""
        marks: dict[int, int] = {}
        for number in numbers:
            marks.setdefault(self._marks[number], number)
        if len(marks) > MOST_COMPARED:
            return list(marks.values())
        return [number for mark, number in marks.items() if not any(o != mark and not o & ~mark for o in marks)]

    def _best(self, ways: list[tuple[list[int], Point]]) -> list[tuple[list[int], Point]]:
        """Choices without those that satisfy no more than another: that would do as well."""
        kept: list[tuple[list[int], Point]] = []
        if len(ways) > MOST_COMPARED:
            return ways
        for points, settled in ways:
            if any(self._as_good(other, points) for other, _ in kept):
                continue
            kept = [way for way in kept if not self._as_good(points, way[0])]
            kept.append((points, settled))
        return kept

    def _as_good(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether each point of one choice satisfies all that some point of the other does."""
        return all(any(not self._marks[bad] & ~self._marks[good] for bad in other) for good in one)


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that share a place, or places that share a cell; they are chosen together, in any combination."""

    places: tuple[Place, ...]
    cells: tuple[Cell, ...]


def blocks_of(formula: Formula, variables: Sequence[Variable], *, often_first: bool = False) -> list[Block]:
    """The variables of a formula, in blocks, in the order in which the formula first names them.

    With ``often_first``, those that many parts of the formula name come before the rest.
    """
    used: dict[int, set[int]] = {}
    shown: dict[int, set[int]] = {}
    _literals(formula, (used, set()), (shown, set()))
    named = dict.fromkeys(
        partner for number in list(dict.fromkeys([*used, *shown])) for partner in (number, *_bound(number, variables))
    )
    linked = _linked(named, variables)
    cells = [
        Cell(
            numbers := tuple(sorted(group)),
            tuple(variables[number] for number in numbers),
            tuple(tuple(sorted(used.get(number, ()))) for number in numbers),
            tuple(tuple(sorted(shown.get(number, ()))) for number in numbers),
        )
        for group in linked
    ]
    where = {number: at for at, cell in enumerate(cells) for number in cell.numbers}
    first: dict[Place, int] = {}
    joined = {at: at for at in range(len(cells))}

    def top(at: int) -> int:
        while joined[at] != at:
            at = joined[at]
        return at

    for number in named:
        at = first.setdefault(variables[number].place, where[number])
        one, two = sorted((top(at), top(where[number])))
        joined[two] = one
    grouped: dict[int, list[int]] = {}
    for number in named:
        at = where[number]
        members = grouped.setdefault(top(at), [])
        if at not in members:
            members.append(at)
    blocks = [
        Block(
            tuple(dict.fromkeys(place for at in members for place in cells[at].places)),
            tuple(cells[at] for at in members),
        )
        for members in grouped.values()
    ]
    return _often_first(blocks, formula) if often_first else blocks


def _often_first(blocks: Sequence[Block], formula: Formula) -> list[Block]:
    counted: Counter[int] = Counter()
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Literal):
            counted[part.variable] += 1
        elif not isinstance(part, bool):
            waiting += parts_of(part)
    often = [sum(counted[number] for cell in block.cells for number in cell.numbers) for block in blocks]
    order = sorted(range(len(blocks)), key=lambda at: -often[at] if often[at] >= OFTEN else 0)
    return [blocks[at] for at in order]


def _bound(number: int, variables: Sequence[Variable]) -> Iterator[int]:
    """Known days that a day cannot precede, or that cannot precede it."""
    for other, variable in enumerate(variables):
        if (variable.after == number or variables[number].after == other) and variable.known:
            yield other


def _linked(numbers: Iterable[int], variables: Sequence[Variable]) -> list[list[int]]:
    """Variables in groups that an order links with each other."""
    groups: list[list[int]] = []
    for number in numbers:
        after = variables[number].after
        near = [group for group in groups if any(o == after or variables[o].after == number for o in group)]
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
