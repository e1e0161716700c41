"""Points of law: what a rule, definition or limb says on each side of each of its limits, written by hand.

They are the tests of the rules that a lawyer can read, and what holds each word of a rule where no case does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from ...engine.case.facts import NEVER, Value
from ...engine.law.rulebook import Rule, Rulebook
from ...engine.why.statuses import kleene_status
from ...reading.document import read_file
from ...reading.errors import BadRulebook
from ...reading.rows import Row, row_at
from .worlds import World

FILE = Path(__file__).with_name("points.yaml")
WORDS = {True: "true", False: "false", None: "open"}


class Point(Struct, frozen=True):
    """What is asked of a rule or definition in one world, and the answer: a condition's status, else a truth."""

    ask: str
    on: date
    facts: Mapping[str, Value]
    lists: Mapping[str, Sequence[Mapping[str, Value]]]
    readings: Mapping[str, str]
    on_the_record: bool
    others: Sequence[Mapping[str, Value]]
    expected: str
    why: str
    line: int | None


def load_points() -> tuple[Point, ...]:
    """The points of ``points.yaml``; raises :class:`BadRulebook`."""
    document = read_file(FILE, error=BadRulebook, name="rules/proofs/points.yaml")
    found: list[Point] = []
    for group in row_at(document, (), document.data).each("points", lambda row: row):
        group.only("ask", "why", "on", "facts", "lists", "readings", "record", "others", "says")
        for row in group.each("says", lambda row: row):
            row.only("it", "on", "facts", "lists", "readings", "record", "others", "why", "each", "without")
            alone = [{path: value} for path, value in row.mapping("each").items()]
            absent = row.texts("without")
            found += [_point(group, row, changed, "") for changed in alone]
            found += [_point(group, row, {}, gone) for gone in absent]
            if not (alone or absent):
                found.append(_point(group, row, {}, ""))
    return tuple(found)


def _point(group: Row, row: Row, changed: Mapping[str, Any], gone: str) -> Point:
    def both(key: str) -> dict[str, Any]:
        found = {**group.mapping(key), **row.mapping(key)}
        if key == "facts":
            found |= changed
        return {path: value for path, value in found.items() if path != gone}

    on = row.day("on") or group.day("on") or date(2023, 3, 1)
    word = row.data.get("it")
    expected = WORDS[word] if isinstance(word, bool) else row.text("it")
    lists = {path: [_values(each) for each in _rows(rows)] for path, rows in both("lists").items()}
    record = bool(row.data.get("record", group.data.get("record", False)))
    return Point(
        ask=group.text("ask"),
        on=on,
        facts=_values(both("facts")),
        lists=lists,
        readings=both("readings"),
        on_the_record=record,
        others=(row if "others" in row.data else group).each("others", lambda other: _values(other.data)),
        expected=expected,
        why=row.text("why", group.text("why", "")),
        line=row.document.line(row.place),
    )


def _rows(rows: object) -> Iterator[Mapping[str, Any]]:
    yield from cast("list[dict[str, Any]]", rows)


def _values(facts: Mapping[str, Any]) -> dict[str, Value]:
    """Facts as rules compare them: a day that never came, a set of words."""
    found: dict[str, Value] = {}
    for path, value in facts.items():
        if isinstance(value, list):
            found[path] = frozenset(cast("list[str]", value))
        else:
            found[path] = NEVER if value == "never" else cast("Value", value)
    return found


def answer(rulebook: Rulebook, point: Point) -> str:
    """What a rulebook says to a point; *absent* where it has no such rule in force."""
    world = World(rulebook, point.on, point.facts, point.lists, point.readings, point.on_the_record, point.others)
    if point.ask in rulebook.definitions and point.ask not in rulebook.by_id:
        return WORDS[world.defined(point.ask)]
    rules = [rule for rule in rulebook.rules if rule.id == point.ask and rule.in_force_on(point.on)]
    if not rules:
        return "absent"
    return _of_rule(world, rules[0])


def _of_rule(world: World, rule: Rule) -> str:
    applies, holds, relief = (world.truth(part) for part in (rule.applies, rule.holds, rule.relief))
    if rule.kind == "condition":
        return kleene_status(applies, holds, relief, world.truth(rule.satisfied))
    if relief is True:
        return "silent"  # a note or a rule of consistency that its `unless` silences
    return WORDS[holds]


def failing(rulebook: Rulebook, points: Iterable[Point]) -> Iterator[str]:
    """The points that a rulebook answers otherwise than written, each in a line."""
    for point in points:
        try:
            found = answer(rulebook, point)
        except KeyError as gone:
            found = f"nothing ({gone} is not there)"
        if found != point.expected:
            yield f"{FILE.name}:{point.line}: {point.ask} says {found}, not {point.expected}"
