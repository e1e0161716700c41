"""The smallest sets of places (facts and lists) that settle a formula, whatever everything else turns out to be.

A set is enough if its places can be given values with which the formula is true for every value of what is unknown.
The formula becomes a decision diagram, and is taken apart place by place. A place that is not chosen keeps its value
or, where that is unknown, has every value: what is left must be true for all of them at once. A place that is chosen
has one of its values: what is left must be settled for that one. So the smallest sets of a diagram are those of what
is left without the place, and, where they contain none of these, those with it. Equal remainders are one diagram and
are worked out once. Source: O. Coudert and J. C. Madre, Implicit and incremental computation of primes, 1992.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

from ..worlds.formula import Either, Every, Formula, Literal, Unless
from .mdd import ALWAYS_TRUE, BOTTOM, NEVER_TRUE, Diagrams, TooLarge
from .value_classes import Block, Cell, Point, Way, blocks_of, choices
from .variables import Place, Variable
from .zdd import EMPTY_SET, NONE, Families

#: Nodes of diagrams made for one formula; and with a first order of its places, before another is tried.
MOST_NODES, MOST_AT_FIRST = 300_000, 100_000


@dataclass(frozen=True, slots=True)
class Option:
    """Places and the values that their variables must have."""

    places: frozenset[Place]
    masks: tuple[tuple[int, int], ...]


class Settling:
    """The smallest sets of one formula: ``sets`` in ``families``, where rank n stands for ``places[n]``.

    Raises :class:`.diagram.TooLarge`.
    """

    def __init__(
        self, formula: Formula, variables: Sequence[Variable], most: int = MOST_NODES, *, often_first: bool = False
    ) -> None:
        self.blocks = blocks_of(formula, variables, often_first=often_first)
        self.places = [place for block in self.blocks for place in block.places]
        self.ranks = {place: rank for rank, place in enumerate(self.places)}
        self.families = Families()
        self.diagrams = Diagrams(most)
        cells = [(block, cell) for block in self.blocks for cell in block.cells]
        self.cell_of = {number: at for at, (_, cell) in enumerate(cells) for number in cell.numbers}
        self.block_of = [self.blocks.index(block) for block, _ in cells]
        self._states: list[dict[Point, int]] = [self._shown_states(cell) for _, cell in cells]
        self.cells = [cell for _, cell in cells]
        self._translated: dict[tuple[int, bool], tuple[Formula, int]] = {}
        self._found: dict[int, int] = {NEVER_TRUE: NONE, ALWAYS_TRUE: EMPTY_SET}
        with _deep():
            self.root = self._diagram(formula, shown=False)
            self.sets = self._smallest(self.root)

    # --- the diagram -------------------------------------------------------------------------------------------------

    def _shown_states(self, cell: Cell) -> dict[Point, int]:
        """What may be settled of a cell some of whose literals count only if they are settled; else nothing."""
        if not any(cell.shown):
            return {}
        ways = chain.from_iterable(cell.ways(chosen) for chosen in choices(cell.places))
        return {settled: at for at, settled in enumerate(dict.fromkeys(way.settled for way in ways))}

    def _diagram(self, formula: Formula, *, shown: bool) -> int:
        """The diagram of a formula; with ``shown``, of its being settled by what is known and chosen."""
        if isinstance(formula, bool):
            return ALWAYS_TRUE if formula else NEVER_TRUE
        key = (id(formula), shown)
        if key not in self._translated:
            self._translated[key] = (formula, self._translate(formula, shown=shown))
        return self._translated[key][1]

    def _translate(self, formula: Formula, *, shown: bool) -> int:
        if isinstance(formula, Literal):
            return self._literal(formula, shown=shown)
        if isinstance(formula, Unless):
            told = self._diagram(formula.shown, shown=True)
            return self.diagrams.either(self.diagrams.negated(told), self._diagram(formula.needed, shown=True))
        if not isinstance(formula, Every | Either):
            raise TypeError("relations of days and lists that grow are grounded away before a diagram is made")
        level = self.diagrams.level
        parts = sorted((self._diagram(part, shown=shown) for part in formula.parts), key=lambda part: -level[part])
        join = self.diagrams.both if isinstance(formula, Every) else self.diagrams.either
        made = parts[0]
        for part in parts[1:]:
            made = join(made, part)
        return made

    def _literal(self, literal: Literal, *, shown: bool) -> int:
        at = self.cell_of[literal.variable]
        cell = self.cells[at]
        which = cell.numbers.index(literal.variable)
        if shown:
            kids = tuple(int(state[which] != 0 and not state[which] & ~literal.mask) for state in self._states[at])
            return self.diagrams.node(2 * at + 1, kids)
        return self.diagrams.node(2 * at, tuple(int(bool(point[which] & literal.mask)) for point in cell.points))

    # --- its smallest sets -------------------------------------------------------------------------------------------

    def _smallest(self, diagram: int) -> int:
        found = self._found.get(diagram)
        if found is None:
            found = NONE
            block = self._block(diagram)
            for chosen in choices(block.places):
                if found != EMPTY_SET:
                    found = self.families.smallest(found, self._with(diagram, block, chosen, found))
            self._found[diagram] = found
        return found

    def _with(self, diagram: int, block: Block, chosen: frozenset[Place], fewer: int) -> int:
        """The smallest sets that choose these places of a block, and no other; none contains one of ``fewer``."""
        left = {left for left, _ in self._left(diagram, block, chosen)}
        if ALWAYS_TRUE in left:
            left = {ALWAYS_TRUE}
        found = NONE
        for each in left:
            found = self.families.smallest(found, self._smallest(each))
        for rank in sorted((self.ranks[place] for place in chosen), reverse=True):
            found = self.families.node(rank, NONE, found)
        return self.families.not_containing(found, fewer) if chosen else found

    def _block(self, diagram: int) -> Block:
        return self.blocks[self.block_of[self.diagrams.level[diagram] // 2]]

    def _left(
        self, diagram: int, block: Block, chosen: frozenset[Place]
    ) -> Iterator[tuple[int, tuple[tuple[int, Way], ...]]]:
        """What each way of choosing these places of a block leaves, with the ways of its cells."""
        level = self.diagrams.level[diagram]
        if level == BOTTOM or self.blocks[self.block_of[level // 2]] is not block:
            yield diagram, ()
            return
        at = level // 2
        seen: set[int] = set()
        for way in self.cells[at].ways(chosen):
            after = self._after(diagram, at, way)
            if after not in seen:
                seen.add(after)
                for left, ways in self._left(after, block, chosen):
                    yield left, ((at, way), *ways)

    def _after(self, diagram: int, at: int, way: Way) -> int:
        """A diagram with the values of a cell as they are chosen: true for every value that is left."""
        diagrams = self.diagrams
        if diagrams.level[diagram] == 2 * at:
            kids = {diagrams.kids[diagram][point] for point in way.points}
            diagram = ALWAYS_TRUE
            for kid in sorted(kids, key=lambda kid: -diagrams.level[kid]):
                diagram = diagrams.both(diagram, kid)
        if diagrams.level[diagram] == 2 * at + 1:
            diagram = diagrams.kids[diagram][self._states[at][way.settled]]
        return diagram

    # --- the values of a set -----------------------------------------------------------------------------------------

    def values(self, chosen: frozenset[Place]) -> dict[int, int]:
        """Values with which the places of one of the smallest sets settle the formula, as masks by variable."""
        with _deep():
            found: dict[int, int] = {}
            diagram, rest = self.root, {self.ranks[place] for place in chosen}
            while diagram != ALWAYS_TRUE:
                block = self._block(diagram)
                here = frozenset(place for place in block.places if place in chosen)
                rest -= {self.ranks[place] for place in here}
                diagram, ways = next(
                    (left, ways)
                    for left, ways in self._left(diagram, block, here)
                    if self.families.has(self._smallest(left), rest)
                )
                for at, way in ways:
                    found |= dict(zip(self.cells[at].numbers, way.settled, strict=True))
            return {number: mask for number, mask in found.items() if mask}


def settling(formula: Formula, variables: Sequence[Variable]) -> Settling:
    """The smallest sets of a formula, its places in the order that the formula names them or, where that makes too
    large a diagram, those first that many parts of it name. Raises :class:`.diagram.TooLarge`."""
    try:
        return Settling(formula, variables, MOST_AT_FIRST)
    except TooLarge:
        return Settling(formula, variables, often_first=True)


@contextmanager
def _deep() -> Generator[None]:
    """Diagrams are as deep as a case has facts, and are walked down by functions that call themselves."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 50_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def settled(formula: Formula, variables: Sequence[Variable], masks: dict[int, int], places: Collection[Place]) -> bool:
    """Whether a formula is true by what is known and by these values of these places, looked at part by part."""
    match formula:
        case bool():
            return formula
        case Literal(number, mask):
            variable = variables[number]
            now = masks.get(number, variable.allowed | variable.known) if variable.place in places else variable.known
            return not (now or variable.full) & ~mask
        case Every():
            return all(settled(part, variables, masks, places) for part in formula.parts)
        case Either():
            return any(settled(part, variables, masks, places) for part in formula.parts)
        case Unless():
            return not settled(formula.shown, variables, masks, places) or settled(
                formula.needed, variables, masks, places
            )
        case _:
            raise TypeError("relations of days and lists that grow are grounded away before sets are sought")
