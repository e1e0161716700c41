"""Every shipped case gives one and the same answer, byte for byte, whatever table it lies in; in a short run each
fifth does."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_parity import default_row
from derogation import rulebook
from derogation.batch.cells import Row
from derogation.batch.columns import Column, Layout, columns, layout_of
from derogation.batch.generate import schema_of
from derogation.batch.run import Job, run
from derogation.cases.catalogue import shipped
from derogation.cases.loader import load_case
from derogation.engine.case.facts import NEVER

SLOTS = {"technologies": 10, "reports": 8, "technology.periods_of_use": 4, "technology.recorded_cases": 4}


@cache
def layout() -> Layout:
    return layout_of(rulebook(), slots())


def slots() -> dict[str, int]:
    return {path: number for path, number in SLOTS.items() if path in layout_of(rulebook()).slots}


@cache
def rows(each: int = 1) -> tuple[Row, ...]:
    """Each such shipped case as a row, by the names of the cases."""
    files = sorted(shipped().items())[::each]
    found = [{**default_row(load_case(path), layout()), "name": name} for name, path in files]
    return tuple({**row, "assess_on": row.get("assess_on", date(2024, 6, 3))} for row in found)


def table(change: Callable[[Column, list[Any]], pa.Array | None], each: int) -> pa.Table:
    """The cases in wide columns; ``change`` gives a column of its own, or none for the usual one."""
    known, arrays = columns(layout()), dict[str, pa.Array]()
    for field in schema_of(layout()):
        cells = [row.get(field.name) for row in rows(each)]
        if any(cell is not None for cell in cells):
            kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
            made = change(known[field.name], cells)
            arrays[field.name] = pa.array(cells, kind) if made is None else made
    return pa.table(arrays)


def answer(source: Path, folder: Path, zone: str | None = None) -> bytes:
    """The answers, full, as CSV; no row is rejected."""
    result = run(rulebook(), Job(source, folder / "answers.csv", detail="full", slots=slots(), zone=zone))
    assert result.counts.rejected == 0, (folder / "answers.csv.rejects.ndjson").read_text()[:500]
    return (folder / "answers.csv").read_bytes()


@pytest.fixture(scope="module", params=[5, pytest.param(1, marks=pytest.mark.long)])
def each(request: pytest.FixtureRequest) -> int:
    """Which of the shipped cases take part."""
    return request.param


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, each: int) -> bytes:
    """The answers to plain NDJSON in wide columns."""
    folder = tmp_path_factory.mktemp("expected")
    lines = (json.dumps(row, default=_day) for row in rows(each))
    (folder / "in.ndjson").write_text("\n".join(lines) + "\n")
    return answer(folder / "in.ndjson", folder)


def moments(zone: ZoneInfo | None) -> Callable[[Column, list[Any]], pa.Array | None]:
    """Days as midnights: of a clock, or of a zone, stored as instants of UTC."""

    def change(column: Column, cells: list[Any]) -> pa.Array | None:
        if column.kind != "date":
            return None
        days = [
            cell and datetime(cell.year, cell.month, cell.day, tzinfo=UTC if cell == NEVER else zone) for cell in cells
        ]
        return pa.array(days, pa.timestamp("us", "UTC" if zone else None))

    return change


def of_kind(kind: str, type_: pa.DataType) -> Callable[[Column, list[Any]], pa.Array | None]:
    return lambda column, cells: pa.array(cells, pa.date32()).cast(type_) if column.kind == kind else None


BRUSSELS = ZoneInfo("Europe/Brussels")
KINDS: dict[str, tuple[Callable[[Column, list[Any]], pa.Array | None], dict[str, Any], str | None]] = {
    "date32": (lambda column, cells: None, {}, None),
    "date64": (of_kind("date", pa.date64()), {}, None),
    "timestamp-s": (of_kind("date", pa.timestamp("ms")), {}, None),
    "timestamp-us": (moments(None), {}, None),
    "int96": (moments(None), {"use_deprecated_int96_timestamps": True}, None),
    "zone-named": (lambda column, cells: _zoned(column, cells), {}, None),
    "zone-stated": (moments(BRUSSELS), {}, "Europe/Brussels"),
    "int96-zone-stated": (moments(BRUSSELS), {"use_deprecated_int96_timestamps": True}, "Europe/Brussels"),
    "dictionary": (
        lambda column, cells: pa.array(cells).dictionary_encode() if column.kind in ("choice", "text") else None,
        {}, None,
    ),
    "bits": (
        lambda column, cells: pa.array([None if cell is None else int(cell) for cell in cells], pa.int8())
        if column.kind == "bool" else None, {}, None,
    ),
    "floats": (
        lambda column, cells: pa.array([None if cell is None else float(cell) for cell in cells])
        if column.kind in ("bool", "count") else None, {}, None,
    ),
    "decimals": (
        lambda column, cells: pa.array(cells, pa.float64()).cast(pa.decimal128(12, 3))
        if column.kind in ("number", "count") else None, {}, None,
    ),
}  # fmt: skip


def _zoned(column: Column, cells: list[Any]) -> pa.Array | None:
    made = moments(BRUSSELS)(column, cells)
    return None if made is None else made.cast(pa.timestamp("us", "Europe/Brussels"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_case_in_every_type_of_parquet_gives_one_answer(
    tmp_path: Path, expected: bytes, each: int, kind: str
) -> None:
    """Days as dates, as midnights of a clock or of a zone; yes and no as numbers; decimals; words by code."""
    change, options, zone = KINDS[kind]
    pq.write_table(table(change, each), tmp_path / "in.parquet", **options)
    assert answer(tmp_path / "in.parquet", tmp_path, zone) == expected


def test_every_shipped_case_as_a_file_as_csv_and_as_a_whole_profile_gives_one_answer(
    tmp_path: Path, expected: bytes, each: int
) -> None:
    """Cases in a folder, in YAML and in JSON, and CSV with CRLF, yes and no, and a mark before its first line."""
    known = columns(layout())
    names = [name for name in known if any(name in row for row in rows(each))]

    def word(cell: Any) -> str:
        if isinstance(cell, bool):
            return "Yes" if cell else "no"
        return "never" if cell == NEVER else "" if cell is None else str(cell)

    with (tmp_path / "in.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([names, *([word(row.get(name)) for name in names] for row in rows(each))])
    (tmp_path / "csv").mkdir()
    assert _unnumbered(answer(tmp_path / "in.csv", tmp_path / "csv")) == _unnumbered(expected)

    (tmp_path / "cases").mkdir()
    for name, path in sorted(shipped().items())[::each]:
        shutil.copy(path, tmp_path / "cases" / f"{name}{path.suffix.upper()}")
        for beside in path.parent.glob("*.csv"):
            shutil.copy(beside, tmp_path / "cases" / f"_{beside.name}")
    job = Job(tmp_path / "cases", tmp_path / "answers.csv", detail="full", slots=slots(), on=date(2024, 6, 3))
    assert run(rulebook(), job).counts.rejected == 0
    lines = [json.dumps({**row, "assess_on": None}, default=_day) for row in rows(each)]
    (tmp_path / "in.ndjson").write_text("\n".join(lines) + "\n")
    again = Job(tmp_path / "in.ndjson", tmp_path / "again.csv", detail="full", slots=slots(), on=date(2024, 6, 3))
    assert run(rulebook(), again).counts.rejected == 0
    files = sorted(path.name for path in (tmp_path / "cases").glob("*.YAML"))
    read = csv.DictReader((tmp_path / "answers.csv").read_text().splitlines())
    found = {files[int(line["row"]) - 1].removesuffix(".YAML"): {**line, "row": "", "name": ""} for line in read}
    wanted = csv.DictReader((tmp_path / "again.csv").read_text().splitlines())
    assert found == {line["name"]: {**line, "row": "", "name": ""} for line in wanted}


def _day(day: date) -> str:
    return "never" if day == NEVER else day.isoformat()


def _unnumbered(answers: bytes) -> list[list[str]]:
    """Answers without the numbers of their rows, which in CSV begin behind the header."""
    return [line[1:] for line in csv.reader(answers.decode().splitlines())]


def _nested() -> list[dict[str, Any]]:
    """The cases with their facts in groups and lists, as a profile has them."""
    known = columns(layout())
    found: list[dict[str, Any]] = []
    for row in rows():
        tree: dict[str, Any] = {name: row[name] for name in row if not known[name].path}
        for name, cell in row.items():
            column = known[name]
            wide = column.kind == "count" or column.member or "[?]" in column.path or name.endswith("_complete")
            if column.path and not wide:
                _set(tree, column.path, cell)
        found.append(tree)
    return found


def _set(tree: dict[str, Any], path: str, cell: Any) -> None:
    *groups, last = path.split(".")
    for group in groups:
        name, _, index = group.rstrip("]").partition("[")
        if index:
            items = tree.setdefault(name, [])
            while len(items) <= int(index):
                items.append({})
            tree = items[int(index)]
        else:
            tree = tree.setdefault(name, {})
    tree[last] = cell


@pytest.mark.long
def test_groups_and_lists_mean_one_thing_in_lines_and_in_parquet(tmp_path: Path) -> None:
    """Facts that nest as in a profile are answered alike in NDJSON and in Parquet, lists of whatever kind."""
    nested = _nested()
    lines = (json.dumps(row, default=_day) for row in nested)
    (tmp_path / "in.ndjson").write_text("\n".join(lines) + "\n")
    names = list(dict.fromkeys(name for row in nested for name in row))
    pq.write_table(pa.table({name: [row.get(name) for row in nested] for name in names}), tmp_path / "in.parquet")
    found = pq.read_table(tmp_path / "in.parquet")
    index = found.schema.get_field_index("technologies")
    large = found.column("technologies").cast(pa.large_list(found.schema.field("technologies").type.value_type))
    pq.write_table(found.set_column(index, "technologies", large), tmp_path / "large.parquet")
    answers = [answer(tmp_path / name, tmp_path) for name in ("in.ndjson", "in.parquet", "large.parquet")]
    assert answers[0] == answers[1] == answers[2]


def _duckdb(source: Path, to: Path) -> None:
    duckdb: Any = pytest.importorskip("duckdb", reason="DuckDB is not installed (extra `peers`)")
    kind = {"ndjson": "json"}.get(to.suffix[1:], to.suffix[1:])
    duckdb.sql(f"COPY (SELECT * FROM '{source}') TO '{to}' (FORMAT {kind})")


def _polars(source: Path, to: Path) -> None:
    polars: Any = pytest.importorskip("polars", reason="Polars is not installed (extra `peers`)")
    getattr(polars.read_parquet(source), f"write_{to.suffix[1:]}")(to)


def _pandas(source: Path, to: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed (extra `peers`)")
    frame: Any = pq.read_table(source).to_pandas()
    if to.suffix == ".parquet":
        frame.to_parquet(to)
    elif to.suffix == ".csv":
        frame.to_csv(to, index=False)
    else:  # it writes days as moments, so they are given to it as words
        days = [name for name, column in columns(layout()).items() if column.kind == "date" and name in frame]
        words = {name: frame[name].map(lambda day: None if day is None else str(day)) for name in days}
        frame.assign(**words).to_json(to, orient="records", lines=True)


WRITERS = {"duckdb": _duckdb, "polars": _polars, "pandas": _pandas}


@pytest.mark.parametrize("kind", ["parquet", "csv", "ndjson"])
@pytest.mark.parametrize("program", WRITERS)
def test_tables_of_other_programs_give_one_answer(
    tmp_path: Path, expected: bytes, each: int, program: str, kind: str
) -> None:
    """DuckDB, Polars and pandas write the cases as Parquet, CSV and NDJSON of their own, each in its own types."""
    pq.write_table(table(lambda column, cells: None, each), tmp_path / "in.parquet")
    to = tmp_path / f"{program}.{kind}"
    WRITERS[program](tmp_path / "in.parquet", to)
    assert _unnumbered(answer(to, tmp_path)) == _unnumbered(expected)


@pytest.mark.long
@pytest.mark.parametrize("program", ["duckdb", "polars", "pandas"])
def test_nested_tables_of_other_programs_give_one_answer(tmp_path: Path, program: str) -> None:
    """Structs and lists of structs, as each program writes them again."""
    nested = _nested()
    names = list(dict.fromkeys(name for row in nested for name in row))
    pq.write_table(pa.table({name: [row.get(name) for row in nested] for name in names}), tmp_path / "in.parquet")
    to = tmp_path / f"{program}.parquet"
    WRITERS[program](tmp_path / "in.parquet", to)
    assert answer(to, tmp_path) == answer(tmp_path / "in.parquet", tmp_path)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_tables_that_spark_writes_give_one_answer(tmp_path: Path, expected: bytes, each: int) -> None:
    """Days as dates and as INT96 and other moments of its own zone; CSV and lines of JSON; a folder of parts."""
    session: Any = pytest.importorskip("pyspark.sql", reason="pyspark is not installed (extra `spark`)").SparkSession
    if shutil.which("java") is None:
        pytest.skip("there is no Java runtime")
    pq.write_table(table(lambda column, cells: None, each), tmp_path / "in.parquet")
    spark = (
        session.builder.master("local[1]").config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC").getOrCreate()
    )  # fmt: skip
    try:
        from pyspark.sql.functions import col, to_timestamp

        frame = spark.read.parquet(str(tmp_path / "in.parquet")).coalesce(1)
        days = [name for name, column in columns(layout()).items() if column.kind == "date" and name in frame.columns]
        moments_ = frame.select(*(to_timestamp(col(n)).alias(n) if n in days else col(n) for n in frame.columns))
        frame.write.parquet(str(tmp_path / "dates"))
        for stored in ("INT96", "TIMESTAMP_MICROS"):
            spark.conf.set("spark.sql.parquet.outputTimestampType", stored)
            moments_.write.parquet(str(tmp_path / stored))
        frame.write.option("header", True).csv(str(tmp_path / "csv"))
        frame.write.json(str(tmp_path / "json"))
    finally:
        spark.stop()
    for name in ("dates", "INT96", "TIMESTAMP_MICROS"):
        assert answer(tmp_path / name, tmp_path) == expected, name
    for name, ending in (("csv", "csv"), ("json", "ndjson")):
        (part,) = (tmp_path / name).glob("part-*")
        part.rename(tmp_path / f"spark.{ending}")
        assert _unnumbered(answer(tmp_path / f"spark.{ending}", tmp_path)) == _unnumbered(expected), name
