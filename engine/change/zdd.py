"""Families of sets, kept as diagrams: millions of sets in few nodes, counted exactly and listed smallest first.

A family is a number: 0 has no set, 1 has the empty set only; any other is split by its first member into the sets
without it and the sets with it. Sets are of whole numbers (ranks). Source: S. Minato, Zero-suppressed BDDs, 1993.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import count, groupby

from .trampoline import Call, run

NONE, EMPTY_SET = 0, 1

Sets = tuple[int, int, int]


class Families:
    """Families of sets of ranks."""

    def __init__(self) -> None:
        self.nodes: list[Sets] = [(-1, 0, 0), (-1, 0, 0)]
        self._made: dict[Sets, int] = {}
        self._smallest: dict[tuple[int, int], int] = {}
        self._joined: dict[tuple[int, int], int] = {}
        self._without: dict[tuple[int, int], int] = {}
        self._counts: dict[int, int] = {NONE: 0, EMPTY_SET: 1}
        self._order: dict[int, list[int]] = {}

    def node(self, rank: int, without: int, having: int) -> int:
        """The sets of ``without``, and those of ``having`` with this rank, which is below all of theirs."""
        if having == NONE:
            return without
        key = (rank, without, having)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = len(self.nodes)
            self.nodes.append(key)
        return found

    # --- put together ------------------------------------------------------------------------------------------------

    def smallest(self, one: int, two: int) -> int:
        """The smallest sets of two families, in each of which no set contains another."""
        if NONE in (one, two):
            return two if one == NONE else one
        return run(self._smallest_of(one, two))

    def _smallest_of(self, one: int, two: int) -> Call:
        if one == two or two == NONE:
            return one
        if one == NONE:
            return two
        if EMPTY_SET in (one, two):
            return EMPTY_SET
        if one > two:
            one, two = two, one
        found = self._smallest.get((one, two))
        if found is None:
            rank, low_one, high_one, low_two, high_two = self._split(one, two)
            low = yield self._smallest_of(low_one, low_two)
            high = yield self._smallest_of(high_one, high_two)
            found = self._smallest[one, two] = self.node(rank, low, (yield self._not_containing(high, low)))
        return found

    def joined(self, one: int, two: int) -> int:
        """The sets of both families."""
        return run(self._joined_of(one, two))

    def _joined_of(self, one: int, two: int) -> Call:
        if one == two or two == NONE:
            return one
        if one == NONE:
            return two
        if one > two:
            one, two = two, one
        found = self._joined.get((one, two))
        if found is None:
            rank, low_one, high_one, low_two, high_two = self._split(one, two)
            low = yield self._joined_of(low_one, low_two)
            found = self._joined[one, two] = self.node(rank, low, (yield self._joined_of(high_one, high_two)))
        return found

    def not_containing(self, family: int, others: int) -> int:
        """The sets of a family that contain no set of another."""
        return family if NONE in (family, others) else run(self._not_containing(family, others))

    def _not_containing(self, family: int, others: int) -> Call:
        if family in (NONE, others) or others == EMPTY_SET:
            return NONE
        if others == NONE or family == EMPTY_SET:
            return NONE if family == EMPTY_SET and self.has_empty(others) else family
        found = self._without.get((family, others))
        if found is None:
            rank, low, high, low_others, high_others = self._split(family, others)
            high = yield self._not_containing(high, high_others)
            high = yield self._not_containing(high, low_others)
            low = yield self._not_containing(low, low_others)
            found = self._without[family, others] = self.node(rank, low, high)
        return found

    def with_rank(self, rank: int, family: int) -> int:
        """Every set of a family with one more member, which none of them has yet."""
        return run(self._with_rank(rank, family, {}))

    def _with_rank(self, rank: int, family: int, done: dict[int, int]) -> Call:
        if family == NONE:
            return NONE
        first, without, having = self.nodes[family]
        if family == EMPTY_SET or rank < first:
            return self.node(rank, NONE, family)
        if family not in done:
            low = yield self._with_rank(rank, without, done)
            done[family] = self.node(first, low, (yield self._with_rank(rank, having, done)))
        return done[family]

    def _split(self, one: int, two: int) -> tuple[int, int, int, int, int]:
        """The first rank of two families, and the sets of each without it and with it."""
        first = self.nodes[one][0] if one > 1 else 1 << 30
        second = self.nodes[two][0] if two > 1 else 1 << 30
        rank = min(first, second)
        low_one, high_one = self.nodes[one][1:] if first == rank else (one, NONE)
        low_two, high_two = self.nodes[two][1:] if second == rank else (two, NONE)
        return rank, low_one, high_one, low_two, high_two

    # --- taken apart -------------------------------------------------------------------------------------------------

    def has_empty(self, family: int) -> bool:
        """Whether the empty set is in a family."""
        while family > 1:
            family = self.nodes[family][1]
        return family == EMPTY_SET

    def has(self, family: int, ranks: Sequence[int]) -> bool:
        """Whether a set is in a family; its ranks rise."""
        for rank in ranks:
            while family > 1 and self.nodes[family][0] < rank:
                family = self.nodes[family][1]
            if family < 2 or self.nodes[family][0] != rank:
                return False
            family = self.nodes[family][2]
        return self.has_empty(family)

    def number(self, family: int) -> int:
        """How many sets a family has."""
        if family not in self._counts:
            for node in reversed(self._downwards(family)):
                _, without, having = self.nodes[node]
                self._counts[node] = self._counts[without] + self._counts[having]
        return self._counts[family]

    def having(self, family: int) -> dict[int, int]:
        """How many sets have each member that some set has. Linear in the nodes."""
        self.number(family)
        return self._counted({family: 1}, self._downwards(family))

    def having_both(self, family: int) -> dict[int, dict[int, int]]:
        """For each member, how many of the sets that have it have each later one. Linear in nodes and members."""
        order, ways = self._downwards(family), {family: 1}
        self.number(family)
        self._counted(ways, order)
        found: dict[int, dict[int, int]] = {}
        for rank, places in groupby(range(len(order)), key=lambda at: self.nodes[order[at]][0]):
            after = 0
            start: dict[int, int] = {}
            for after in places:
                having = self.nodes[order[after]][2]
                start[having] = start.get(having, 0) + ways[order[after]]
            found[rank] = self._counted(start, order[after + 1 :])
        return found

    def _counted(self, ways: dict[int, int], order: Iterable[int]) -> dict[int, int]:
        """How many sets have each member, where so many ``ways`` lead to some nodes; those to nodes below are added."""
        found: dict[int, int] = {}
        for node in order:
            here = ways.get(node)
            if here:
                rank, without, having = self.nodes[node]
                ways[without] = ways.get(without, 0) + here
                ways[having] = ways.get(having, 0) + here
                found[rank] = found.get(rank, 0) + here * self._counts[having]
        return found

    def _downwards(self, family: int) -> list[int]:
        """The nodes of a family, each before those below it."""
        if family not in self._order:
            self._order[family] = sorted(self.below(family), key=lambda node: self.nodes[node][0])
        return self._order[family]

    def ranks(self, family: int) -> list[int]:
        """The members that some set has, in order."""
        return sorted({self.nodes[node][0] for node in self._downwards(family)})

    def below(self, family: int) -> set[int]:
        """The nodes of a family."""
        seen: set[int] = set()
        waiting = [family]
        while waiting:
            node = waiting.pop()
            if node > 1 and node not in seen:
                seen.add(node)
                waiting += self.nodes[node][1:]
        return seen

    def without_any(self, family: int, ranks: Collection[int]) -> int:
        """The sets that have none of these members."""
        return self._each(family, lambda rank, low, high: low if rank in ranks else self.node(rank, low, high))

    def only(self, family: int, ranks: Collection[int]) -> int:
        """What the sets have of these members; each such part once."""

        def part(rank: int, low: int, high: int) -> int:
            return self.node(rank, low, high) if rank in ranks else self.joined(low, high)

        return self._each(family, part)

    def _each(self, family: int, make: Callable[[int, int, int], int]) -> int:
        """A family made anew from below, each node by ``make`` from its rank and its two new parts."""
        done = {NONE: NONE, EMPTY_SET: EMPTY_SET}
        for node in reversed(self._downwards(family)):
            rank, without, having = self.nodes[node]
            done[node] = make(rank, done[without], done[having])
        return done[family]

    def rest(self, family: int, ranks: Collection[int]) -> int:
        """The sets that have at least one of these members."""
        done = {NONE: NONE, EMPTY_SET: NONE}
        for node in reversed(self._downwards(family)):
            rank, without, having = self.nodes[node]
            done[node] = self.node(rank, done[without], having if rank in ranks else done[having])
        return done[family]

    def moved(self, family: int, source: Families, to: dict[int, int]) -> int:
        """A family of other ``Families``, its ranks exchanged for others; no set may come to contain another."""
        done = {NONE: NONE, EMPTY_SET: EMPTY_SET}
        for node in reversed(source._downwards(family)):
            rank, without, having = source.nodes[node]
            done[node] = self.smallest(done[without], self.with_rank(to[rank], done[having]))
        return done[family]

    def in_order(self, family: int) -> Iterator[frozenset[int]]:
        """The sets, smallest first."""
        fewest: dict[int, int] = {NONE: 1 << 30, EMPTY_SET: 0}
        for node in reversed(self._downwards(family)):
            _, without, having = self.nodes[node]
            fewest[node] = min(fewest[without], 1 + fewest[having])
        ticket = count()
        queue: list[tuple[int, int, int, tuple[int, ...]]] = [(fewest[family], 0, family, ())] if family else []
        while queue:
            _, _, node, chosen = heapq.heappop(queue)
            if node == EMPTY_SET:
                yield frozenset(chosen)
                continue
            rank, without, having = self.nodes[node]
            if without != NONE:
                heapq.heappush(queue, (len(chosen) + fewest[without], next(ticket), without, chosen))
            heapq.heappush(queue, (len(chosen) + 1 + fewest[having], next(ticket), having, (*chosen, rank)))
