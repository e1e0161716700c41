"""A graph of strong Kleene logic over columns: every node once, constants folded away.

Nodes are numbers. Besides *and*, *or* and *not* there is *sure*: true where its argument is true, false where that is
false or unknown. What is *sure* is never unknown, so that whole answers (statuses, possible outcomes) are nodes too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct, field

from ..engine.law.terms import Op, Truth


class Cell(Struct, frozen=True):
    """A cell of a column, ``months`` later where it is a day."""

    column: str
    months: int = 0


class Given(Struct, frozen=True):
    """A constant: a day, number, word or truth value."""

    value: date | float | int | str | bool


Operand = Cell | Given


class Flag(Struct, frozen=True):
    """What a column of truth values says; unknown where it is null."""

    column: str


class Known(Struct, frozen=True):
    """That a column is not null; never unknown."""

    column: str


class Test(Struct, frozen=True):
    """A comparison, unknown where an operand is null; at least one operand is a cell."""

    __test__ = False
    left: Operand
    op: Op
    right: Operand


Leaf = Flag | Known | Test
Kind = Literal["const", "leaf", "and", "or", "not", "sure"]


class Node(Struct, frozen=True):
    kind: Kind
    parts: tuple[int, ...] = ()
    leaf: Leaf | None = None
    value: Truth = None


class Graph(Struct):
    """Nodes by number; ``sure_nodes`` are those that are never unknown."""

    nodes: list[Node] = field(default_factory=list[Node])
    numbers: dict[Node, int] = field(default_factory=dict[Node, int])
    sure_nodes: set[int] = field(default_factory=set[int])

    def const(self, value: Truth) -> int:
        return self._number(Node("const", value=value), value is not None)

    def leaf(self, leaf: Leaf) -> int:
        return self._number(Node("leaf", leaf=leaf), isinstance(leaf, Known))

    def all(self, parts: Iterable[int]) -> int:
        return self._group("and", parts, True)

    def any(self, parts: Iterable[int]) -> int:
        return self._group("or", parts, False)

    def negate(self, part: int) -> int:
        node = self.nodes[part]
        if node.kind == "not":
            return node.parts[0]
        if node.kind == "const":
            return self.const(None if node.value is None else not node.value)
        return self._number(Node("not", (part,)), part in self.sure_nodes)

    def sure(self, part: int) -> int:
        """True where ``part`` is true, else false."""
        node = self.nodes[part]
        if part in self.sure_nodes:
            return part
        if node.kind == "const":
            return self.const(False)
        return self._number(Node("sure", (part,)), True)

    def never(self, part: int) -> int:
        """True where ``part`` is known to be false, else false."""
        return self.sure(self.negate(part))

    def may(self, part: int) -> int:
        """True where ``part`` is true or unknown, else false."""
        return self.negate(self.never(part))

    def open(self, part: int) -> int:
        """True where ``part`` is unknown, else false."""
        if part in self.sure_nodes:
            return self.const(False)
        return self.all([self.negate(self.sure(part)), self.may(part)])

    def pick(self, choices: Iterable[tuple[int, int]]) -> int:
        """The value of that pair whose first, which is never unknown, holds; pairs exclude one another."""
        return self.any(self.all(pair) for pair in choices)

    def _group(self, kind: Literal["and", "or"], parts: Iterable[int], neutral: bool) -> int:
        kept: dict[int, None] = {}
        for part in parts:
            node = self.nodes[part]
            if node.kind == "const" and node.value is neutral:
                continue
            if node.kind == "const" and node.value is (not neutral):
                return part
            kept[part] = None
        for part in kept:
            if part in self.sure_nodes and self.negate(part) in kept:
                return self.const(not neutral)
        if len(kept) < 2:
            return next(iter(kept), None) if kept else self.const(neutral)  # pyright: ignore[reportReturnType]
        return self._number(Node(kind, tuple(kept)), all(part in self.sure_nodes for part in kept))

    def _number(self, node: Node, never_unknown: bool) -> int:
        number = self.numbers.get(node)
        if number is None:
            number = self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
            if never_unknown:
                self.sure_nodes.add(number)
        return number
