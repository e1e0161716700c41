"""Cells: what a value of a row may be, read from JSON or from text; and rows as facts of a case, both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..engine.case.address import UNLISTED, Address
from ..engine.case.facts import CASE, NEVER, Entity, Items, PartialSet, Statement, Value, View
from ..engine.case.standpoint import seen_from
from ..engine.law.rulebook import Rulebook
from ..engine.truth.admissions import admit
from ..engine.truth.comparisons import holds
from ..engine.truth.evaluator import Question
from ..reading import values
from ..reading.document import path_text
from ..reading.errors import BadInput, Problem
from ..reading.values import FIRST_YEAR, LAST_YEAR
from .columns import DAY, NAME, PERCENT, Column, Layout
from .plan import Asked

if TYPE_CHECKING:
    from ..cases.loader import Case

Row = dict[str, Any]
#: What no profile could hold: characters that steer a terminal, NUL, and halves of characters.
_NO_TEXT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
#: Days before and after these are slips of the pen, or another program's infinity.
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
#: The most characters of a text; the reader of CSV takes few more.
LONGEST_TEXT = 100_000
TOO_LONG = f"expects text of at most {LONGEST_TEXT:,} characters"
Reader = Callable[[Any], Any]


class BadCell(ValueError):
    """A value that its column cannot hold; the text says what it expects."""


def readers(columns: Mapping[str, Column]) -> dict[str, Reader]:
    """For each column what turns a JSON value or a word of CSV into a cell. They raise :class:`BadCell`."""
    return {name: _reader(column) for name, column in columns.items()}


def _reader(column: Column) -> Reader:
    match column.kind:
        case "bool":
            read: Reader = values.yes_or_no
        case "date":
            read = _day_or_never if column.never else values.day
        case "number":
            number = values.share if column.most == PERCENT else values.number
            read = lambda value: float(number(value))  # noqa: E731
        case "count":
            read = lambda value: values.whole(value, 0, column.most)  # noqa: E731
        case "choice":
            read = lambda value: values.choice(value, column.choices)  # noqa: E731
        case "text":
            return _text

    def cell(value: Any) -> Any:
        try:
            return read(value)
        except values.Unreadable as refused:
            raise BadCell(f"{refused}. {refused.cure}") from None

    return cell


def _day_or_never(value: Any) -> date:
    found = values.day_or_never(value)
    return NEVER if found == "never" else found


def expects_day(*, never: bool) -> str:
    """What a column of days expects."""
    also = ", or never (9999-12-31)" if never else ""
    return f"expects a day in the years {FIRST_YEAR} to {LAST_YEAR}{also}"


def expects_number(column: Column) -> str:
    """What a column of numbers expects."""
    return f"expects a number from 0 to {'100, in percent' if column.most == PERCENT else '10 to the power of 15'}"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadCell(f"expects text, not {value!r}"[:200])
    if len(value) > LONGEST_TEXT:
        raise BadCell(TOO_LONG)
    if not value.isprintable() and _NO_TEXT.search(value):
        raise BadCell(f"expects text without control characters, not {value!r}"[:200])
    return value


# --- cases as rows ---------------------------------------------------------------------------------------------------


class Reckoning(Struct, frozen=True):
    """What a case is made a row for: the law, the question, and the day where neither names one.

    What a party says against itself counts as fact, and which words those are depends on all three.
    """

    rulebook: Rulebook
    asked: Asked
    today: date


def row_of_case(case: Case, layout: Layout, reckoning: Reckoning) -> Row:
    """A case as it counts by default (what is disputed is unknown, admissions count), as a row.

    Raises :class:`BadCell` where a list of it is longer than the layout has slots, and :class:`BadInput` where it takes
    a reading that the rulebook does not have.
    """
    from ..cases.checks import unknown_readings

    problems = list(unknown_readings(case.profile, case.document, layout.readings))
    if case.profile.uses_elsewhere is not None:
        place = ("uses_elsewhere",)
        hint = "Assess it by itself; a row of a table is one feature of a provider that has no other."
        message = "a table has no columns for what ran on other features"
        problems.append(Problem(message, case.file, case.document.line(place), path_text(place), hint))
    if problems:
        raise BadInput(*problems)
    facts = case.engine_facts()
    book, asked = reckoning.rulebook, reckoning.asked
    day = asked.day or case.profile.assess_on or reckoning.today
    readings = {**book.default_readings, **facts.readings, **asked.readings}
    whole = seen_from(facts.entity, facts.parties, None, book.series)
    scope = admit(whole, book, Question(day, readings, asked.on_the_record))
    return row_of(scope, layout, case.profile.name, case.profile.assess_on, facts.readings)


def row_of(scope: View, layout: Layout, name: str, day: date | None, readings: Mapping[str, str]) -> Row:
    """Facts as they count, the day assessed and the readings taken, as a row. Raises :class:`BadCell`."""
    row: Row = {NAME: name}
    if day is not None:
        row[DAY] = day
    _fill(row, scope, layout, "", CASE)
    row.update({f"readings_{reading}": choice for reading, choice in readings.items()})
    return row


def _fill(row: Row, scope: View, layout: Layout, owner: str, slot: Address) -> None:
    for key, value in scope.values.items():
        column = slot.fact(key).column
        spec = layout.vocabulary.facts[f"{owner}.{key}" if owner else key]
        if spec.type == "set":
            for member in spec.choices:
                there = holds("has", value, member)  # type: ignore[arg-type]
                if there is not None:
                    row[f"{column}_{member}"] = there
        else:
            row[column] = float(value) if spec.type == "number" else value  # type: ignore[arg-type]
    for key, spec in layout.lists_of(owner):
        if key not in scope.lists:
            continue
        members = scope.items(key)
        items, complete = members.known, members.complete
        name = slot.fact(key).column
        if len(items) > layout.count(spec):
            raise BadCell(f"{slot.fact(key).text} lists {len(items)}, and there are {layout.count(spec)} slots for it")
        if spec.closed and not items and complete:
            continue
        row[f"{name}_count"] = len(items)
        if not complete:
            row[f"{name}_complete"] = False
        for index, item in enumerate(items):
            inner = slot.member(key, spec.item, index)
            if spec.path == layout.units:
                row[inner.fact("id").column] = item.entity.name
            _fill(row, item, layout, spec.item, inner)
        if members.other is not None:
            _fill(row, members.other, layout, spec.item, slot.member(key, spec.item, UNLISTED))


# --- rows as cases ---------------------------------------------------------------------------------------------------


def facts_of_row(row: Mapping[str, Any], layout: Layout) -> tuple[Entity, dict[str, str]]:
    """A row of valid cells as facts of a case, and the readings that it takes."""
    readings = {name: row[f"readings_{name}"] for name in layout.readings if row.get(f"readings_{name}") is not None}
    return _entity(row, layout, "", CASE, str(row.get(NAME) or "")), readings


def _entity(row: Mapping[str, Any], layout: Layout, owner: str, slot: Address, name: str) -> Entity:
    statements: dict[str, Statement] = {}
    lists: dict[str, Items] = {}
    for spec in layout.vocabulary.facts.values():
        scope, key = layout.vocabulary.split(spec.path)
        if scope != owner:
            continue
        value: Value | PartialSet | None = row.get(slot.fact(key).column)
        if spec.type == "set":
            value = _members({member: row.get(f"{slot.fact(key).column}_{member}") for member in spec.choices})
        if value is not None:
            statements[key] = Statement(slot.fact(key).text, value, "supplied")
    for key, spec in layout.lists_of(owner):
        column = slot.fact(key).column
        number = row.get(f"{column}_count")
        if number is None and not spec.closed and spec.path != layout.units:
            continue
        complete = row.get(f"{column}_complete") is not False and (number is not None or spec.closed)
        items = tuple(
            _entity(row, layout, spec.item, inner, str(row.get(inner.fact("id").column) or index + 1))
            for index in range(int(number or 0))
            for inner in [slot.member(key, spec.item, index)]
        )
        other = None
        if spec.path == layout.units and not complete:
            other = _entity(row, layout, spec.item, slot.member(key, spec.item, UNLISTED), "?")
        lists[key] = Items(items, complete, other)
    return Entity(slot, name, statements, lists)


def _members(says: Mapping[str, bool | None]) -> frozenset[str] | PartialSet | None:
    known = frozenset(member for member, there in says.items() if there)
    if all(there is not None for there in says.values()):
        return known
    absent = frozenset(member for member, there in says.items() if there is False)
    return PartialSet(known, absent) if known or absent else None
