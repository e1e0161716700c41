"""Decision diagrams: functions of variables with few values each, so that equal functions are one and the same.

A function is a number: 0 is never true, 1 always; any other branches on the variable of its level, one function for
each of its values. Levels rise from the root down. To join two functions, the pairs of functions are gathered that meet
on the way down, and then made from the lowest level up; so time is linear in their number, at most the product of the
sizes. Source: T. Kam et al., Multi-valued decision diagrams, 1998.

    >>> diagrams = Diagrams(100)
    >>> lit, red = diagrams.node(0, (0, 1)), diagrams.node(2, (0, 1, 1))
    >>> both = diagrams.both(lit, red)
    >>> diagrams.kids[both] == (0, red), diagrams.both(both, diagrams.negated(red))
    (True, 0)
"""

from __future__ import annotations

from collections.abc import Iterable

NEVER_TRUE, ALWAYS_TRUE = 0, 1
#: The level of the two constants, below every variable.
BOTTOM = 1 << 30

#: Functions that are joined, each once, in order.
Parts = tuple[int, ...]


class TooLarge(Exception):
    """The diagrams have more nodes, or joining them takes more steps, than are allowed."""


class Diagrams:
    """Functions over the same levels, at most ``most`` of them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.level = [BOTTOM, BOTTOM]
        self.kids: list[tuple[int, ...]] = [(), ()]
        self._made: dict[tuple[int, tuple[int, ...]], int] = {}
        self.steps = 0
        self._every: dict[Parts, int] = {}
        self._either: dict[Parts, int] = {}
        self._not: dict[int, int] = {NEVER_TRUE: ALWAYS_TRUE, ALWAYS_TRUE: NEVER_TRUE}

    def node(self, level: int, kids: tuple[int, ...]) -> int:
        """The function that is ``kids[n]`` where the variable of this level has its value number n.

        Raises :class:`TooLarge`.
        """
        first = kids[0]
        if kids.count(first) == len(kids):
            return first
        found = self._made.get((level, kids))
        if found is None:
            found = self._made[level, kids] = len(self.level)
            if found > self.most:
                raise TooLarge
            self.level.append(level)
            self.kids.append(kids)
        return found

    def every(self, parts: Iterable[int]) -> int:
        """True where all parts are."""
        return self._joined(parts, self._every, NEVER_TRUE)

    def either(self, parts: Iterable[int]) -> int:
        """True where one of the parts is."""
        return self._joined(parts, self._either, ALWAYS_TRUE)

    def _joined(self, parts: Iterable[int], memo: dict[Parts, int], ruling: int) -> int:
        """Functions joined; where one of them is the constant ``ruling``, so is the whole."""
        level, kids = self.level, self.kids
        start = _remaining(tuple(parts), (), ruling)
        if len(start) == 1:
            return start[0]
        waiting, met = [start], dict[Parts, tuple[int, list[Parts]]]()
        while waiting:
            state = waiting.pop()
            if state in met or state in memo:
                continue
            top = min([level[part] for part in state])
            rest = [part for part in state if level[part] != top]
            columns = list(zip(*[kids[part] for part in state if level[part] == top], strict=True))
            left = dict[Parts, Parts]()
            for column in columns:
                if column not in left:
                    left[column] = remaining = _remaining(column, rest, ruling)
                    if len(remaining) > 1:
                        waiting.append(remaining)
            met[state] = top, [left[column] for column in columns]
            self.steps += 1
            if self.steps > self.most:
                raise TooLarge
        for state in sorted(met, key=lambda state: -met[state][0]):
            top, below = met[state]
            memo[state] = self.node(top, tuple([each[0] if len(each) == 1 else memo[each] for each in below]))
        return memo[start]

    def negated(self, one: int) -> int:
        """True where it is not."""
        below, waiting = set[int](), [one]
        while waiting:
            node = waiting.pop()
            if node not in self._not and node not in below:
                below.add(node)
                waiting += self.kids[node]
        for node in sorted(below, key=lambda node: -self.level[node]):
            self._not[node] = self.node(self.level[node], tuple([self._not[kid] for kid in self.kids[node]]))
        return self._not[one]


def _remaining(parts: Parts, rest: Iterable[int], ruling: int) -> Parts:
    """What remains to be joined: the ruling constant alone where there is one; never the other, unless alone."""
    if ruling in parts:
        return (ruling,)
    left = {*parts, *rest}
    left.discard(1 - ruling)
    return tuple(sorted(left)) if left else (1 - ruling,)
