"""Lowers a plan to SQL: every answer as an expression over the columns of a table, in layers of SELECT.

Null is unknown, and SQL's AND, OR and NOT are strong Kleene logic, so nodes become expressions as they are. What is
used again and again, and what grows too large for one expression, becomes a column of an earlier layer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from ..engine.case.facts import NEVER
from .answers import STATUSES, Answers, StatusNodes
from .columns import DAY, NAME
from .graph import Flag, Given, Graph, Known, Leaf, Node, Operand, Test
from .table import SEPARATOR

#: Leaves of one expression, above which a part that is used more than once, or any part, becomes a column.
SHARED, LARGE = 3, 48

_OPERATORS = {
    "is": "=", "before": "<", "from": ">=", "after": ">", "at_most": "<=", "at_least": ">=", "more_than": ">",
    "less_than": "<",
}  # fmt: skip


def literal(value: object) -> str:
    """A constant in SQL."""
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        quoted = value.replace("'", "''")
        return f"'{quoted}'"
    return str(value)


def leaf_sql(leaf: Leaf) -> str:
    """A leaf as a SQL expression that is null where it is unknown."""
    match leaf:
        case Flag(column):
            return column
        case Known(column):
            return f"({column} IS NOT NULL)"
        case Test(left, op, right):
            one, other = _operand(left), _operand(right)
            if op == "by":
                return f"({one} <= {other} AND {one} <> {literal(NEVER)})"
            return f"({one} {_OPERATORS[op]} {other})"


def _operand(operand: Operand) -> str:
    if isinstance(operand, Given):
        return literal(operand.value)
    if not operand.months:
        return operand.column
    later, never = f"add_months({operand.column}, {operand.months})", literal(NEVER)
    past = literal(date(9999 - (operand.months + 11) // 12, 1, 1))
    return f"(CASE WHEN {operand.column} >= {past} THEN {never} ELSE {later} END)"


class Layers(Struct):
    """Expressions of nodes, and the layers of columns that they rest on: ``layers[i]`` maps names to expressions."""

    graph: Graph
    wanted: Sequence[int]
    layers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    made: dict[int, tuple[str, int, int]] = field(default_factory=dict[int, tuple[str, int, int]])

    def __post_init__(self) -> None:
        uses: dict[int, int] = {}
        order: list[int] = []
        for number in self.wanted:
            uses[number] = uses.get(number, 0) + 1
            self._count(number, uses, order)
        for number in order:
            text, size, layer = self._expression(self.graph.nodes[number])
            if size > LARGE or (size > SHARED and uses[number] > 1):
                while len(self.layers) <= layer:
                    self.layers.append({})
                self.layers[layer][f"n{number}"] = text
                text, size, layer = f"n{number}", 1, layer + 1
            self.made[number] = (text, size, layer)

    def of(self, number: int) -> str:
        """The expression of a node, over the columns of the table and of all layers."""
        return self.made[number][0]

    def _count(self, start: int, uses: dict[int, int], order: list[int]) -> None:
        done = set(order)
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
            for part in self.graph.nodes[number].parts:
                uses[part] = uses.get(part, 0) + 1
                if part not in done:
                    stack.append((part, False))

    def _expression(self, node: Node) -> tuple[str, int, int]:
        if node.kind == "const":
            return {True: "TRUE", False: "FALSE", None: "CAST(NULL AS BOOLEAN)"}[node.value], 1, 0
        if node.leaf is not None:
            return leaf_sql(node.leaf), 1, 0
        parts = [self.made[part] for part in node.parts]
        size, layer = sum(part[1] for part in parts), max(part[2] for part in parts)
        if node.kind == "not":
            return f"(NOT {parts[0][0]})", size, layer
        if node.kind == "sure":
            return f"({parts[0][0]} IS TRUE)", size, layer
        return "(" + f" {node.kind.upper()} ".join(part[0] for part in parts) + ")", size, layer


class Query(Struct):
    """``layers`` of helper columns, then the ``outputs``, by name, each an expression."""

    layers: list[dict[str, str]]
    outputs: dict[str, str]

    def text(self, table: str) -> str:
        """The whole as one SELECT over ``table``."""
        inner = table
        for layer in self.layers:
            columns = ", ".join(f"{text} AS {name}" for name, text in layer.items())
            inner = f"(SELECT *, {columns} FROM {inner}) AS t"
        outputs = ", ".join(f"{text} AS {name}" for name, text in self.outputs.items())
        return f"SELECT {outputs} FROM {inner}"


def query_of(answers: Answers, detail: str, *, named: bool) -> Query:
    """Everything that is answered, in the columns that the columnar engine writes (but for the row's number)."""
    statuses = [
        s for s in answers.statuses if detail == "full" or (detail == "conditions" and s.rule.kind == "condition")
    ]
    wanted = [
        *answers.possible,
        *(number for possible in answers.unit_possible for number in possible),
        *answers.unit_shown,
        *(number for status in statuses for number in (*status.statuses, status.shown)),
        *(answers.missing.values() if detail == "full" else ()),
    ]
    layers = Layers(answers.plan.graph, wanted)
    verdicts = answers.plan.rulebook.verdicts
    day = answers.plan.asked.day
    outputs: dict[str, str] = {NAME: NAME} if named else {}
    outputs["assessed_on"] = literal(day) if day is not None else DAY
    outputs.update(_outcome("", layers, answers.possible, verdicts.order, verdicts.open, None))
    for unit, possible, shown in zip(answers.units, answers.unit_possible, answers.unit_shown, strict=True):
        prefix = f"{unit.slot.column}_"
        outputs.update(_outcome(prefix, layers, possible, verdicts.order, verdicts.open, shown))
    for status in statuses:
        outputs[status.column] = _status(layers, status)
    if detail == "full":
        outputs["missing_facts"] = _missing(layers, answers.missing)
    return Query(layers.layers, outputs)


def _outcome(
    prefix: str, layers: Layers, possible: Sequence[int], order: Sequence[str], open_: str, shown: int | None
) -> dict[str, str]:
    words = ", ".join(
        f"CASE WHEN {layers.of(number)} THEN '{word}' END" for word, number in zip(order, possible, strict=True)
    )
    joined = f"concat_ws('{SEPARATOR}', {words})"
    single = " + ".join(f"CAST({layers.of(number)} AS INT)" for number in possible)
    first = " ".join(f"WHEN {layers.of(n)} THEN '{word}'" for word, n in zip(order, possible, strict=True))
    one = f"CASE WHEN {single} > 1 THEN '{open_}' {first} END"
    if shown is not None:
        there = layers.of(shown)
        one, joined = f"CASE WHEN {there} THEN {one} END", f"CASE WHEN {there} THEN {joined} END"
    return {f"{prefix}outcome": one, f"{prefix}possible_outcomes": joined}


def _status(layers: Layers, status: StatusNodes) -> str:
    cases = " ".join(
        f"WHEN {layers.of(number)} THEN '{word}'" for word, number in zip(STATUSES, status.statuses, strict=True)
    )
    return f"CASE WHEN NOT {layers.of(status.shown)} THEN NULL {cases} END"


def _missing(layers: Layers, missing: Mapping[str, int]) -> str:
    cases = ", ".join(f"CASE WHEN {layers.of(number)} THEN '{path}' END" for path, number in missing.items())
    return f"array_compact(array({cases}))"
