"""Decision diagrams: functions of variables with few values each, so that equal functions are one and the same.

A function is a number: 0 is never true, 1 always; any other branches on the variable of its level, one function for
each of its values. Levels rise from the root down. Source: T. Kam et al., Multi-valued decision diagrams, 1998.
"""

from __future__ import annotations

NEVER_TRUE, ALWAYS_TRUE = 0, 1
#: The level of the two constants, below every variable.
BOTTOM = 1 << 30


class TooLarge(Exception):
    """The diagrams have more nodes than are allowed."""


class Diagrams:
    """Functions over the same levels, at most ``most`` of them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.level = [BOTTOM, BOTTOM]
        self.kids: list[tuple[int, ...]] = [(), ()]
        self._made: dict[tuple[int, tuple[int, ...]], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._one: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {}

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

    def both(self, one: int, two: int) -> int:
        """True where both are."""
        if one == two or two == ALWAYS_TRUE:
            return one
        if one == ALWAYS_TRUE:
            return two
        if not one or not two:
            return NEVER_TRUE
        if one > two:
            one, two = two, one
        found = self._both.get((one, two))
        if found is None:
            join, above, below = self.both, self.level[one], self.level[two]
            if above == below:
                kids = [join(left, right) for left, right in zip(self.kids[one], self.kids[two], strict=True)]
            elif above < below:
                kids = [join(kid, two) for kid in self.kids[one]]
            else:
                kids = [join(one, kid) for kid in self.kids[two]]
            found = self._both[one, two] = self.node(min(above, below), tuple(kids))
        return found

    def either(self, one: int, two: int) -> int:
        """True where one of them is."""
        if one == two or two == NEVER_TRUE:
            return one
        if one == NEVER_TRUE:
            return two
        if ALWAYS_TRUE in (one, two):
            return ALWAYS_TRUE
        if one > two:
            one, two = two, one
        found = self._one.get((one, two))
        if found is None:
            join, above, below = self.either, self.level[one], self.level[two]
            if above == below:
                kids = [join(left, right) for left, right in zip(self.kids[one], self.kids[two], strict=True)]
            elif above < below:
                kids = [join(kid, two) for kid in self.kids[one]]
            else:
                kids = [join(one, kid) for kid in self.kids[two]]
            found = self._one[one, two] = self.node(min(above, below), tuple(kids))
        return found

    def negated(self, one: int) -> int:
        """True where it is not."""
        if one < 2:
            return 1 - one
        if one not in self._not:
            self._not[one] = self.node(self.level[one], tuple([self.negated(kid) for kid in self.kids[one]]))
        return self._not[one]
