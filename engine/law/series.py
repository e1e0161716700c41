"""Series: lists of constants in a rule file, such as due dates, over which rules quantify as over any list.

A series without rows names its columns instead: its rows come with a case, and there are none where a case has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ...reading.document import Place
from ..case.address import Address
from ..case.facts import CASE, Entity, Items, Statement
from ..case.vocabulary import FactSpec, FactType, ListSpec, Vocabulary
from ..case.words import long_date

Complain = Callable[[Place, str, str], None]
Rows = list[dict[str, Any]]

KINDS: dict[type, tuple[FactType, str]] = {
    bool: ("bool", "true or false"),
    date: ("date", "a day"),
    int: ("number", "a number"),
    float: ("number", "a number"),
}
"""The type of the fact that a column becomes, and its name in messages."""

#: What a series without rows says of a column: the type of the fact, and the wording of a day that never comes.
COLUMNS: dict[str, tuple[FactType, str]] = {
    "day": ("date", ""),
    "day or never": ("date", "never"),
    "number": ("number", ""),
    "yes or no": ("bool", ""),
}

HINT = "add `item:`, and `rows:` or `columns:`"


def read_series(
    series: Mapping[str, dict[str, Any]], vocabulary: Vocabulary, complain: Complain
) -> tuple[Vocabulary, dict[str, Items]]:
    """The rows of each series, and the vocabulary with their columns as facts; tells ``complain`` every defect."""
    facts, lists = dict(vocabulary.facts), dict(vocabulary.lists)
    found: dict[str, Items] = {}
    for name, data in series.items():
        place: Place = ("series", name)
        item, rows = data.get("item", ""), data.get("rows", [])
        named: dict[str, str] = data.get("columns", {})
        if not item or bool(rows) is bool(named):
            complain(place, "a series has an item name and rows, or the columns of rows that a case gives", HINT)
            continue
        if name in lists:
            complain(place, f"the name {name!r} is taken by a list", "choose another name")
        taken = {spec.item for spec in lists.values()} | {path.partition(".")[0] for path in facts}
        if item in taken:
            complain((*place, "item"), f"the name {item!r} is taken", "choose another name")
        wrong = [column for column, kind in named.items() if kind not in COLUMNS]
        for column in wrong:
            complain(
                (*place, "columns", column), f"{named[column]!r} is no kind of column", f"kinds: {', '.join(COLUMNS)}"
            )
        if wrong or (rows and not _same_columns(rows, (*place, "rows"), complain)):
            continue
        lists[name] = ListSpec(name, item, str(data.get("title", "")), closed=True)
        for column, value in (rows[0] if rows else dict[str, Any]()).items():
            path = f"{item}.{column}"
            facts[path] = FactSpec(path, KINDS[type(value)][0], path, fixed=True)
        for column, kind in named.items():
            path = f"{item}.{column}"
            facts[path] = FactSpec(path, COLUMNS[kind][0], path, never=COLUMNS[kind][1], fixed=True)
        label = data.get("label", "{}")
        found[name] = Items(tuple(_row(CASE.member(name, item, at), row, label) for at, row in enumerate(rows)))
    return Vocabulary(facts, lists, vocabulary.declared, vocabulary.presumed), found


def _same_columns(rows: Rows, place: Place, complain: Complain) -> bool:
    """Whether all rows have the columns of the first, with values of one kind in each column."""
    good, first = True, rows[0]
    columns = f"its columns are {', '.join(first)}"
    for at, row in enumerate(rows):
        if row.keys() != first.keys() or not row:
            complain((*place, at), "the columns of this row are not those of the first", columns)
            good = False
            continue
        for column, value in row.items():
            hint = "give a column one kind of value in every row"
            if type(value) not in KINDS:
                complain((*place, at, column), f"{column!r} is neither a day, a number, true nor false", hint)
                good = False
            elif type(first[column]) in KINDS and KINDS[type(value)] != KINDS[type(first[column])]:
                ours, theirs = KINDS[type(value)][1], KINDS[type(first[column])][1]
                complain((*place, at, column), f"{column!r} is {ours} here and {theirs} in the first row", hint)
                good = False
    return good


def _row(address: Address, row: dict[str, Any], label: str) -> Entity:
    """One row as an entity, named by the pattern ``label`` with its first value, days written out."""
    first = next(iter(row.values()))
    shown = label.replace("{}", long_date(first) if isinstance(first, date) else str(first))
    statements = {column: Statement(address.fact(column).text, value, "supplied") for column, value in row.items()}
    return Entity(address, shown, statements)
