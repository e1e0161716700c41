"""The plan printed as SQL says what the bit planes say: run here on SQLite, layer by layer; on Spark in a long test."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from batch_parity import columnar, engine
from derogation import rulebook
from derogation.batch.answers import answers_of
from derogation.batch.columns import DAY, columns, layout_of
from derogation.batch.generate import profiles
from derogation.batch.graph import Cell, Flag, Given, Known, Test
from derogation.batch.plan import Asked, Plan
from derogation.batch.sql import Query, leaf_sql, query_of
from derogation.engine.truth.comparisons import months_later

#: Few slots, so that all layers fit the columns that SQLite gives a table.
SLOTS = {"technologies": 2, "reports": 3, "technology.periods_of_use": 1, "technology.suspicions.recorded": 1}


def for_sqlite(text: str) -> str:
    """SQL as SQLite takes it: days as text, which compares as days do."""
    return text.replace("DATE '", "'")


def add_months(day: str | None, months: int) -> str | None:
    return months_later(date.fromisoformat(day), months).isoformat() if day else None


def joined(separator: str, *words: str | None) -> str:
    return separator.join(word for word in words if word is not None)


def answered(query: Query, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Run a query on SQLite, one table for each layer."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.create_function("add_months", 2, add_months, deterministic=True)
        base.create_function("concat_ws", -1, joined, deterministic=True)
        names = list(rows[0])
        base.execute(f"CREATE TABLE t0 ({', '.join(names)})")
        cells = [[cell.isoformat() if isinstance(cell, date) else cell for cell in row.values()] for row in rows]
        base.executemany(f"INSERT INTO t0 VALUES ({', '.join('?' * len(names))})", cells)
        for number, layer in enumerate(query.layers):
            made = ", ".join(f"{for_sqlite(text)} AS {name}" for name, text in layer.items())
            base.execute(f"CREATE TABLE t{number + 1} AS SELECT *, {made} FROM t{number}")
        outputs = ", ".join(f"{for_sqlite(text)} AS {name}" for name, text in query.outputs.items())
        found = base.execute(f"SELECT {outputs} FROM t{len(query.layers)}")
        return [dict(zip(query.outputs, row, strict=True)) for row in found]


def without_arrays(text: str) -> str:
    """The list of missing facts as words with a bar behind each; SQLite has no lists."""
    inner = text.removeprefix("array_compact(array(").removesuffix("))")
    return "coalesce(" + inner.replace(" END, CASE", " END || '|', '') || coalesce(CASE") + " || '|', '')"


@pytest.mark.parametrize("on_the_record", [False, True])
@pytest.mark.parametrize("day", [None, date(2022, 2, 3)])
def test_sql_says_what_bit_planes_say(day: date | None, on_the_record: bool) -> None:
    """Every outcome, possible outcome, status and missing fact of 100 profiles, by SQL and by bit planes."""
    layout = layout_of(rulebook(), SLOTS)
    batch = next(profiles(100, 12, layout))
    rows = batch.to_pylist()
    plan = Plan(rulebook(), layout, [*columns(layout)], Asked(day, {}, on_the_record))
    query = query_of(answers_of(plan), "full", named=True)
    query.outputs["missing_facts"] = without_arrays(query.outputs["missing_facts"])
    found = answered(query, rows)
    table = {name: batch.column(name) for name in batch.schema.names}
    expected = columnar(engine(rulebook(), layout, day, on_the_record=on_the_record), table)
    assert [row["name"] for row in found] == [row["name"] for row in rows]
    assert {row["assessed_on"] for row in found} == {str(day or row[DAY]) for row in rows}
    for ours, theirs in zip(found, expected, strict=True):
        missing = set(ours.pop("missing_facts").split("|")) - {""}
        kept = {n: cell for n, cell in ours.items() if cell is not None and n not in ("name", "assessed_on")}
        assert {**kept, "missing_facts": missing} == theirs


def test_the_query_is_one_select_over_its_layers() -> None:
    """The text given to Spark nests one SELECT for each layer, the table innermost."""
    text = Query([{"n1": "a AND b"}, {"n2": "n1 OR c"}], {"x": "n2", "y": "n1"}).text("profiles")
    assert text == (
        "SELECT n2 AS x, n1 AS y FROM (SELECT *, n1 OR c AS n2 FROM (SELECT *, a AND b AS n1 FROM profiles) AS t) AS t"
    )


@pytest.mark.parametrize(
    ("leaf", "text"),
    [
        (Flag("a"), "a"),
        (Known("a"), "(a IS NOT NULL)"),
        (Test(Cell("a"), "is", Given("it's")), "(a = 'it''s')"),
        (Test(Cell("a"), "more_than", Given(3)), "(a > 3)"),
        (Test(Cell("a"), "by", Cell("b")), "(a <= b AND a <> DATE '9999-12-31')"),
        (Test(Cell("a"), "before", Given(date(2022, 4, 3))), "(a < DATE '2022-04-03')"),
    ],
)
def test_a_leaf_is_null_where_it_is_unknown(leaf: Flag | Known | Test, text: str) -> None:
    """Leaves are plain comparisons, so that a null cell makes them null; a word is quoted."""
    assert leaf_sql(leaf) == text
