"""The smallest sets of places (facts and lists) that settle a formula, whatever everything else turns out to be.

A set is enough if its places can be given values with which the formula is true for every value of what is unknown.
The formula becomes a decision diagram, and is taken apart place by place. A place that is not chosen keeps its value
or, where that is unknown, has every value: what is left must be true for all of them at once. A place that is chosen
has one of its values: what is left must be settled for that one. So the smallest sets of a diagram are those of what
is left without the place, and, where they contain none of these, those with it. Equal remainders are one diagram and
are worked out once. Source: O. Coudert and J. C. Madre, Implicit and incremental computation of primes, 1992.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from ..worlds.formula import Either, Every, Formula, Literal, Unless
from .mdd import ALWAYS_TRUE, BOTTOM, NEVER_TRUE, Diagrams
from .trampoline import Call, run
from .value_classes import Block, Cell, Point, Way, blocks_of, choices
from .variables import Place, Variable
from .zdd import EMPTY_SET, NONE, Families

#: Steps that the diagrams of one search may take; where sets of a shipped case are found, it took less than that.
MOST_STEPS = 160_000


class SmallestSets:
    """The smallest sets of one formula: ``sets`` in ``families``, where rank n stands for ``places[n]``.

    Raises :class:`.mdd.TooLarge`.
    """

    def __init__(self, formula: Formula, variables: Sequence[Variable], most: int) -> None:
        self.blocks, self.places = blocks_of(formula, variables)
        self.ranks = {place: rank for rank, place in enumerate(self.places)}
        self.families = Families()
        self.diagrams = Diagrams(most)
        cells = [(block, cell) for block in self.blocks for cell in block.cells]
        self.cell_of = {number: at for at, (_, cell) in enumerate(cells) for number in cell.numbers}
        self.block_of = [self.blocks.index(block) for block, _ in cells]
        self._states: list[dict[Point, int]] = [self._shown_states(cell) for _, cell in cells]
        self.cells = [cell for _, cell in cells]
        self._kept = [cell.ways(frozenset()) for cell in self.cells]
        self._choices: dict[tuple[int, frozenset[int]], list[tuple[int, int, dict[int, Way]]]] = {}
        self._translated: dict[tuple[int, bool], tuple[Formula, int]] = {}
        self._passed: dict[tuple[int, Point], int] = {}
        self._found: dict[int, int] = {NEVER_TRUE: NONE, ALWAYS_TRUE: EMPTY_SET}
        self._fixed: dict[int, int] = {}
        self.root = self._split(formula, 0)
        self.sets = run(self._smallest(self.root))

    # --- the diagram -------------------------------------------------------------------------------------------------

    def _shown_states(self, cell: Cell) -> dict[Point, int]:
        """What may be settled of a cell some of whose literals count only if they are settled; else nothing."""
        if not cell.shown:
            return {}
        ways = chain.from_iterable(cell.ways(chosen) for chosen in choices(sorted(cell.places)))
        return {settled: at for at, settled in enumerate(dict.fromkeys(way.settled for way in ways))}

    def _split(self, formula: Formula, at: int) -> int:
        """The diagram of a formula, taken apart by how many new items the lists of the case get, which come first; so
        no part of it is worked out for more of them than there may be together."""
        if at == len(self.cells) or not self.cells[at].variables[0].is_root_list:
            self._translated.clear()
            return self._diagram(formula, shown=False)
        (number,) = self.cells[at].numbers
        made: list[int] = []
        for (mask,) in self.cells[at].points:
            self._fixed[number] = mask
            made.append(self._split(formula, at + 1))
        return self.diagrams.node(2 * at, tuple(made))

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
            return self.diagrams.either([self.diagrams.negated(told), self._diagram(formula.needed, shown=True)])
        if not isinstance(formula, Every | Either):
            raise TypeError("relations of days and lists that grow are grounded away before a diagram is made")
        every = isinstance(formula, Every)
        ruling = NEVER_TRUE if every else ALWAYS_TRUE
        parts: list[int] = []
        for part in formula.parts:
            parts.append(self._diagram(part, shown=shown))
            if parts[-1] == ruling:
                return ruling
        return self.diagrams.every(parts) if every else self.diagrams.either(parts)

    def _literal(self, literal: Literal, *, shown: bool) -> int:
        if literal.variable in self._fixed:
            return int(bool(self._fixed[literal.variable] & literal.mask))
        at = self.cell_of[literal.variable]
        cell = self.cells[at]
        which = cell.numbers.index(literal.variable)
        if shown:
            kids = tuple(int(state[which] != 0 and not state[which] & ~literal.mask) for state in self._states[at])
            return self.diagrams.node(2 * at + 1, kids)
        return self.diagrams.node(2 * at, tuple(int(bool(point[which] & literal.mask)) for point in cell.points))

    # --- its smallest sets -------------------------------------------------------------------------------------------

    def _smallest(self, diagram: int) -> Call:
        if diagram not in self._found:
            families, found = self.families, NONE
            block = self._block(diagram)
            for chosen in choices(block.ranks):
                if found == EMPTY_SET:
                    break
                with_these = NONE
                for left in {left for left, _ in self._left(diagram, block, chosen)}:
                    known = self._found.get(left)
                    more = (yield self._smallest(left)) if known is None else known
                    with_these = families.smallest(with_these, more)
                for rank in sorted(chosen, reverse=True):
                    with_these = families.node(rank, NONE, with_these)
                found = families.smallest(found, families.not_containing(with_these, found))
            self._found[diagram] = found
        return self._found[diagram]

    def _block(self, diagram: int) -> Block:
        return self.blocks[self.block_of[self.diagrams.level[diagram] // 2]]

    def _left(
        self, diagram: int, block: Block, chosen: frozenset[int]
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
        if diagrams.level[diagram] // 2 != at:
            return diagram
        key = (diagram, way.settled)
        if key not in self._passed:
            if diagrams.level[diagram] == 2 * at:
                diagram = diagrams.every(diagrams.kids[diagram][point] for point in way.points)
            if diagrams.level[diagram] == 2 * at + 1:
                diagram = diagrams.kids[diagram][self._states[at][way.settled]]
            self._passed[key] = diagram
        return self._passed[key]

    # --- the values of a set -----------------------------------------------------------------------------------------

    def values(self, chosen: frozenset[Place]) -> dict[int, int]:
        """Values with which the places of one of the smallest sets settle the formula, as masks by variable: any of
        them will do, with any of the others (days in an order only as far as they keep it).

        From values of one choice, those of one cell after the other are added with which what is left is still true.
        """
        ranks = frozenset(self.ranks[place] for place in chosen)
        taken = self._one_choice(ranks)
        kept = [taken.get(at, ways[0]) for at, ways in enumerate(self._kept)]
        sure = {NEVER_TRUE: False, ALWAYS_TRUE: True}
        found: dict[int, int] = {}
        nodes, level = {self.root}, self.diagrams.level
        while (top := min(level[node] for node in nodes)) != BOTTOM:
            at = top // 2
            here = {node for node in nodes if level[node] // 2 == at}
            cell, ways = self.cells[at], self._kept[at]
            if not ranks.isdisjoint(cell.places):
                ways = cell.ways(ranks)
                settled, one = cell.all_settled(ranks), taken.get(at)
                fitting = {
                    way.settled
                    for way in (ways if len(settled) > 1 else ())
                    if way is one  # what is taken leads there
                    or all(self._holds(self._after(node, at, way), kept, sure) for node in here)
                }
                one = kept[at] = one or ways[0]
                box = _box(cell, settled, fitting, one.settled)
                found |= {number: sum(masks) for number, masks in zip(cell.numbers, box, strict=True)}
                ways = [way for way in ways if all(m in masks for m, masks in zip(way.settled, box, strict=True))]
            nodes = (nodes - here) | {self._after(node, at, way) for node in here for way in ways}
        return {number: mask for number, mask in found.items() if mask}

    def _one_choice(self, chosen: frozenset[int]) -> dict[int, Way]:
        """Ways of cells with which the places of one of the smallest sets settle the formula."""
        taken: dict[int, Way] = {}
        diagram, rest = self.root, sorted(chosen)
        while diagram != ALWAYS_TRUE:
            block = self._block(diagram)
            here = chosen.intersection(block.ranks)
            rest = [rank for rank in rest if rank not in here]
            left = self._sets_left(diagram, block, here)
            fits = (each for each in left if len(left) == 1 or self.families.has(each[0], rest))
            _, diagram, ways = next(fits)
            taken |= ways
        return taken

    def _sets_left(self, diagram: int, block: Block, chosen: frozenset[int]) -> list[tuple[int, int, dict[int, Way]]]:
        """What each way of choosing these places of a block leaves, with its smallest sets; remembered, since the sets
        whose values are sought differ in few places."""
        key = (diagram, chosen)
        if key not in self._choices:
            self._choices[key] = [
                (run(self._smallest(left)), left, dict(ways)) for left, ways in self._left(diagram, block, chosen)
            ]
        return self._choices[key]

    def _holds(self, diagram: int, ways: Sequence[Way], sure: dict[int, bool]) -> bool:
        """Whether a diagram is true with these ways of all cells; ``sure`` remembers."""
        passed: list[int] = []
        while diagram not in sure:
            passed.append(diagram)
            at = self.diagrams.level[diagram] // 2
            diagram = self._after(diagram, at, ways[at])
        sure |= dict.fromkeys(passed, sure[diagram])
        return sure[diagram]


def _box(cell: Cell, ways: Sequence[Point], fitting: set[Point], one: Point) -> list[set[int]]:
    """Value classes of each variable of a cell, around those of one way, of which all combinations fit."""
    box = [{mask} for mask in one]
    if len(ways) == 1:
        return box
    for at, variable in enumerate(cell.variables):
        for mask in dict.fromkeys(way[at] for way in ways):
            with_it = [
                way
                for way in ways
                if way[at] == mask and all(way[o] in masks for o, masks in enumerate(box) if o != at)
            ]
            if (
                with_it
                and fitting.issuperset(with_it)
                and bool(mask & variable.allowed) is bool(one[at] & variable.allowed)
            ):
                box[at].add(mask)
    return box
