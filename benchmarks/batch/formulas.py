"""The plan lowered to plain two-valued formulas, which every engine can be given, and cut into named pieces.

Of each node of Kleene logic the formulas say where it is true and where it is false, down to *literals*: that a leaf is
true, that it is false (neither, where it is unknown). Nodes are shared; unrolled, the formulas would have millions of
literals. So shared nodes and large ones are given names, in layers: a piece speaks of literals and of pieces of
earlier layers only. Each engine renders the pieces in its own language, by a :class:`Style`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from derogation.batch.graph import Graph, Leaf, Node
from msgspec import Struct, field

Kind = Literal["const", "leaf", "and", "or", "not"]


class Formula(Struct, frozen=True):
    """A node: parts by number, or that leaf number ``leaf`` is ``truth``, or the constant ``truth``."""

    kind: Kind
    parts: tuple[int, ...] = ()
    leaf: int = -1
    truth: bool = True


class Formulas(Struct):
    """All formulas by number; ``leaves`` are those that literals speak of, by number. A conjunction or disjunction has
    at most ``widest`` parts; longer ones become groups of groups."""

    graph: Graph
    widest: int = 1 << 30
    nodes: list[Formula] = field(default_factory=list[Formula])
    leaves: list[Leaf] = field(default_factory=list[Leaf])
    _numbers: dict[Formula, int] = field(default_factory=dict[Formula, int])
    _lowered: dict[tuple[int, bool], int] = field(default_factory=dict[tuple[int, bool], int])
    _leaves: dict[Leaf, int] = field(default_factory=dict[Leaf, int])

    def where(self, node: int, truth: bool = True) -> int:
        """The formula of where a node of the graph is true (or false)."""
        key = (node, truth)
        if key not in self._lowered:
            self._lowered[key] = self._lower(self.graph.nodes[node], truth)
        return self._lowered[key]

    def _lower(self, node: Node, truth: bool) -> int:
        match node.kind:
            case "const":
                return self._number(Formula("const", truth=node.value is truth))
            case "leaf":
                assert node.leaf is not None
                if node.leaf not in self._leaves:
                    self._leaves[node.leaf] = len(self.leaves)
                    self.leaves.append(node.leaf)
                return self._number(Formula("leaf", leaf=self._leaves[node.leaf], truth=truth))
            case "not":
                return self.where(node.parts[0], not truth)
            case "sure":
                inner = self.where(node.parts[0])
                return inner if truth else self._negate(inner)
            case _:
                both = (node.kind == "and") is truth
                return self._group("and" if both else "or", [self.where(part, truth) for part in node.parts])

    def _negate(self, part: int) -> int:
        node = self.nodes[part]
        if node.kind == "not":
            return node.parts[0]
        if node.kind == "const":
            return self._number(Formula("const", truth=not node.truth))
        return self._number(Formula("not", (part,)))

    def _group(self, kind: Literal["and", "or"], parts: Iterable[int]) -> int:
        neutral = kind == "and"
        kept: dict[int, None] = {}
        for part in parts:
            node = self.nodes[part]
            if node.kind == "const":
                if node.truth is not neutral:
                    return part
            else:
                kept[part] = None
        if not kept:
            return self._number(Formula("const", truth=neutral))
        left = list(kept)
        while len(left) > self.widest:
            chunks = [left[start : start + self.widest] for start in range(0, len(left), self.widest)]
            left = [self._group(kind, chunk) for chunk in chunks]
        return left[0] if len(left) == 1 else self._number(Formula(kind, tuple(left)))

    def _number(self, formula: Formula) -> int:
        if formula not in self._numbers:
            self._numbers[formula] = len(self.nodes)
            self.nodes.append(formula)
        return self._numbers[formula]


class Style(Struct, frozen=True):
    """How an engine writes a formula: a literal (leaf number, truth), the name of a piece, and, or, not."""

    literal: Callable[[int, bool], Any]
    name: Callable[[int], Any]
    every: Callable[[list[Any]], Any]
    some: Callable[[list[Any]], Any]
    negate: Callable[[Any], Any]


class Pieces(Struct):
    """Formulas cut into named pieces. ``layers`` are numbers of formulas that are given names, in order; ``roots`` what
    is asked for, each either the name of a piece, a literal or a formula over names and literals.

    A formula is named if it has more than ``shared`` literals and is used more than once, or more than ``large``; with
    ``rules`` also if it is asked for or negated, or is a disjunction within a conjunction, as the body of a rule is a
    conjunction of names and literals, some negated.
    """

    formulas: Formulas
    roots: Sequence[int]
    shared: int = 1
    large: int = 48
    rules: bool = False
    layers: list[list[int]] = field(default_factory=list[list[int]])
    layer: dict[int, int] = field(default_factory=dict[int, int])
    size: dict[int, int] = field(default_factory=dict[int, int])

    def __post_init__(self) -> None:
        order, uses = ordered(self.formulas, self.roots)
        nodes = self.formulas.nodes
        forced: set[int] = set()
        if self.rules:
            forced = {part for n in order if nodes[n].kind == "not" for part in nodes[n].parts} | set(self.roots)
            within = (part for n in order if nodes[n].kind == "and" for part in nodes[n].parts)
            forced |= {part for part in within if nodes[part].kind == "or"}
        height: dict[int, int] = {}
        counted: dict[int, int] = {}
        for number in order:
            node = nodes[number]
            if node.kind == "leaf":
                counted[number], height[number] = 1, int(number in forced)
                if number in forced:
                    self._name(number, 0, 1)
                continue
            size, at = sum(counted[part] for part in node.parts), max(height[part] for part in node.parts)
            named = size > self.large or (size > self.shared and uses[number] > 1)
            if named or number in forced:
                self._name(number, at, size)
                size, at = 1, at + 1
            counted[number], height[number] = size, at

    def _name(self, number: int, at: int, size: int) -> None:
        while len(self.layers) <= at:
            self.layers.append([])
        self.layers[at].append(number)
        self.layer[number], self.size[number] = at, size

    def write(self, number: int, style: Style) -> Any:
        """A formula as an engine writes it, where pieces are spoken of by name."""
        return style.name(number) if number in self.layer else self.body(number, style)

    def body(self, number: int, style: Style) -> Any:
        """What stands behind the name of a piece."""
        node = self.formulas.nodes[number]
        if node.kind == "leaf":
            return style.literal(node.leaf, node.truth)
        parts = [self.write(part, style) for part in node.parts]
        if node.kind == "not":
            return style.negate(parts[0])
        return style.every(parts) if node.kind == "and" else style.some(parts)

    def clauses(self, number: int) -> list[list[tuple[int, bool, bool]]]:
        """The body of a piece as the bodies of rules, any of which derives it (with ``rules``). An atom is a leaf's
        number with the truth that is wanted, or a piece's with whether it must hold; the last says that it is a leaf.
        """
        style = Style(
            lambda leaf, truth: [[(leaf, truth, True)]],
            lambda piece: [[(piece, True, False)]],
            lambda parts: [[atom for part in parts for atom in part[0]]],
            lambda parts: [clause for part in parts for clause in part],
            lambda part: [[(part[0][0][0], False, False)]],
        )
        return self.body(number, style)

    def speaks_of(self, number: int) -> tuple[set[int], set[int]]:
        """The leaves and the pieces of which the body of a formula speaks."""
        leaves: set[int] = set()
        names: set[int] = set()

        def nothing(_: Any) -> None:
            return None

        self.body(number, Style(lambda leaf, truth: leaves.add(leaf), names.add, nothing, nothing, nothing))
        return leaves, names


def ordered(formulas: Formulas, roots: Sequence[int]) -> tuple[list[int], dict[int, int]]:
    """Formulas on which ``roots`` rest, each after its parts; and how often each is used."""
    order: list[int] = []
    done: set[int] = set()
    uses: dict[int, int] = {}
    for root in roots:
        uses[root] = uses.get(root, 0) + 1
        stack = [(root, False)]
        while stack:
            number, ready = stack.pop()
            if number in done:
                continue
            if ready:
                done.add(number)
                order.append(number)
                continue
            stack.append((number, True))
            for part in formulas.nodes[number].parts:
                uses[part] = uses.get(part, 0) + 1
                if part not in done:
                    stack.append((part, False))
    return order, uses


def infix(literal: Callable[[int, bool], str], name: Callable[[int], str], every: str, some: str, no: str) -> Style:
    """A style of text with operators between the parts."""
    return Style(
        literal,
        name,
        lambda parts: f"({every.join(parts)})",
        lambda parts: f"({some.join(parts)})",
        lambda part: f"{no}({part})",
    )
