"""Lowers a graph of Kleene logic to plain bit masks: for every node one mask of where it is true, one of where false.

*And* is true where all parts are true and false where one is false; *not* swaps the two masks and costs nothing;
*sure* keeps the first and takes its complement as the second. What nobody asks for is never worked out.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .graph import Cell, Flag, Graph, Known, Leaf, Node, Test

Gate = Literal["const", "load", "and", "or", "not"]


class Load(Struct, frozen=True):
    """A mask read off the data: ``data`` (the bits of a truth column, whatever they say where it is null), ``known``
    (where a column is not null) or ``test`` (where a comparison holds, whatever it says where a cell is null)."""

    what: Literal["data", "known", "test"]
    column: str
    test: Test | None = None


class Mask(Struct, frozen=True):
    gate: Gate
    parts: tuple[int, ...] = ()
    load: Load | None = None
    value: bool = False


class Circuit(Struct):
    """Masks by number; ``true_of`` and ``false_of`` are those already lowered of each node of the graph."""

    graph: Graph
    masks: list[Mask] = field(default_factory=list[Mask])
    numbers: dict[Mask, int] = field(default_factory=dict[Mask, int])
    lowered: dict[tuple[int, bool], int] = field(default_factory=dict[tuple[int, bool], int])

    def where(self, node: int, truth: bool = True) -> int:
        """The mask of where a node is true (or false)."""
        key = (node, truth)
        if key not in self.lowered:
            self.lowered[key] = self._lower(self.graph.nodes[node], truth)
        return self.lowered[key]

    def _lower(self, node: Node, truth: bool) -> int:
        match node.kind:
            case "const":
                return self._number(Mask("const", value=node.value is truth))
            case "not":
                return self.where(node.parts[0], not truth)
            case "sure":
                inner = self.where(node.parts[0])
                return inner if truth else self._not(inner)
            case "leaf":
                assert node.leaf is not None
                return self._leaf(node.leaf, truth)
            case _:
                every = (node.kind == "and") is truth
                return self._group("and" if every else "or", [self.where(part, truth) for part in node.parts])

    def _leaf(self, leaf: Leaf, truth: bool) -> int:
        match leaf:
            case Known(column):
                known = self._load(Load("known", column))
                return known if truth else self._not(known)
            case Flag(column):
                says, needs = self._load(Load("data", column)), [column]
            case Test(left, _, right):
                needs = [operand.column for operand in (left, right) if isinstance(operand, Cell)]
                says = self._load(Load("test", needs[0], leaf))
        parts = [self._load(Load("known", column)) for column in dict.fromkeys(needs)]
        return self._group("and", [*parts, says if truth else self._not(says)])

    def _load(self, load: Load) -> int:
        return self._number(Mask("load", load=load))

    def _not(self, part: int) -> int:
        mask = self.masks[part]
        if mask.gate == "not":
            return mask.parts[0]
        if mask.gate == "const":
            return self._number(Mask("const", value=not mask.value))
        return self._number(Mask("not", (part,)))

    def _group(self, gate: Literal["and", "or"], parts: list[int]) -> int:
        neutral = gate == "and"
        kept: dict[int, None] = {}
        for part in parts:
            mask = self.masks[part]
            if mask.gate == "const":
                if mask.value is not neutral:
                    return part
                continue
            if mask.gate == "not" and mask.parts[0] in kept:
                return self._number(Mask("const", value=not neutral))
            kept[part] = None
        if not kept:
            return self._number(Mask("const", value=neutral))
        return next(iter(kept)) if len(kept) == 1 else self._number(Mask(gate, tuple(kept)))

    def _number(self, mask: Mask) -> int:
        number = self.numbers.get(mask)
        if number is None:
            number = self.numbers[mask] = len(self.masks)
            self.masks.append(mask)
        return number


class Step(Struct):
    """One step of a program: registers ``parts`` are combined (or ``load`` is read) into register ``into``."""

    gate: Gate
    into: int
    parts: tuple[int, ...] = ()
    load: Load | None = None
    value: bool = False


class Program(Struct):
    """Steps in order; ``registers`` are how many arrays they need; ``results`` gives the register of each mask asked
    for. A register is used again once nothing needs what it holds."""

    steps: list[Step]
    registers: int
    results: dict[int, int]
    loads: list[Load]


def program_of(circuit: Circuit, wanted: list[int]) -> Program:
    """Order the masks that ``wanted`` rest on, and give them registers."""
    order = _ordered(circuit, wanted)
    last: dict[int, int] = {}
    for index, number in enumerate(order):
        for part in circuit.masks[number].parts:
            last[part] = index
    kept = set(wanted)
    free: list[int] = []
    held: dict[int, int] = {}
    steps: list[Step] = []
    registers = 0
    for index, number in enumerate(order):
        mask = circuit.masks[number]
        if free:
            into = free.pop()
        else:
            into, registers = registers, registers + 1
        held[number] = into
        steps.append(Step(mask.gate, into, tuple(held[part] for part in mask.parts), mask.load, mask.value))
        for part in dict.fromkeys(mask.parts):
            if last[part] == index and part not in kept:
                free.append(held[part])
    loads = [step.load for step in steps if step.load is not None]
    return Program(steps, registers, {number: held[number] for number in kept}, loads)


def _ordered(circuit: Circuit, wanted: list[int]) -> list[int]:
    """Masks, each after what it rests on, in the order of a walk from each wanted one."""
    order: list[int] = []
    done: set[int] = set()
    for start in wanted:
        stack = [(start, False)]
        while stack:
            number, ready = stack.pop()
            if number in done:
                continue
            if ready:
                done.add(number)
                order.append(number)
                continue
            stack.append((number, True))
            stack.extend((part, False) for part in reversed(circuit.masks[number].parts) if part not in done)
    return order
