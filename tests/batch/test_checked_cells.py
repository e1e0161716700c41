"""Cells and files that are checked: each defect is found where it is, and costs what it spoils and nothing else."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from derogation import rulebook
from derogation.batch import run as runner
from derogation.batch.columns import Layout, layout_of
from derogation.batch.generate import profiles
from derogation.batch.run import Job, run
from derogation.batch.writing import write_profiles
from derogation.reading.errors import BadInput

MONTHS = "technologies_0_suspicions_longest_months"
SINCE = "technologies_0_periods_of_use_0_since"


@cache
def layout() -> Layout:
    return layout_of(rulebook())


def rejected(source: Path, **options: Any) -> dict[int, str]:
    """The reasons by row."""
    run(rulebook(), Job(source, source.parent / "out.csv", **options))
    file = source.parent / "out.csv.rejects.ndjson"
    return (
        {row["row"]: row["reason"] for row in map(json.loads, file.read_text().splitlines())} if file.exists() else {}
    )


@pytest.mark.parametrize(
    ("name", "cells", "wrong", "reason"),
    [
        (MONTHS, [3.0, float("nan"), float("inf"), -1.0, None, 0.0], [2, 3, 4], "a number from 0 to"),
        (MONTHS, [3, -1, None, 400], [2], "a number from 0 to"),
        (MONTHS, [3.0, 2.0**63, 1e15], [2], "a number from 0 to"),
        ("technologies_count", [1.0, 1.5, float("nan"), 6.0, -1.0, None, 5.0], [2, 3, 4, 5], "from 0 to 5"),
        ("technologies_count", [1, 6, -1, None, 100], [2, 3, 5], "from 0 to 5"),
        (SINCE, [date(2021, 9, 1), date.max, None], [2], "expects a day in the years 1900 to 2099"),
        (SINCE, [datetime(2021, 9, 1, 12), datetime(2021, 9, 1), None], [1], "and no time of day"),
        ("technologies_0_end_to_end_encryption", ["none", "mostly", None], [2], "expects one of none, some, all"),
        ("service_users_in_union", [None, None], [], ""),
    ],
)
def test_a_cell_of_parquet_that_its_column_cannot_hold_costs_its_row(
    tmp_path: Path, name: str, cells: list[Any], wrong: list[int], reason: str
) -> None:
    """Numbers, counts, days and words out of range are found in Parquet, of whatever type that can hold them."""
    table = pa.Table.from_batches([next(profiles(len(cells), 1, layout()))])
    table = table.set_column(table.schema.get_field_index(name), name, pa.array(cells))
    if name == SINCE:
        others = ("periods_of_use_0_until", "first_use_by_provider_on", "first_use_by_anyone_in_union_on")
        table = table.drop_columns([f"technologies_0_{other}" for other in others])
    pq.write_table(table, tmp_path / "in.parquet")
    found = rejected(tmp_path / "in.parquet")
    assert list(found) == wrong
    assert all(said.startswith(f"{name}: ") and reason in said for said in found.values())


def test_a_row_group_too_large_is_read_bit_by_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers do not depend on the size of row groups."""
    write_profiles(500, 4, tmp_path / "in.parquet", layout())
    run(rulebook(), Job(tmp_path / "in.parquet", tmp_path / "one.ndjson"))
    monkeypatch.setattr("derogation.batch.parquet_source.LARGEST", 100)
    monkeypatch.setattr("derogation.batch.parquet_source.CHUNK", 64)
    run(rulebook(), Job(tmp_path / "in.parquet", tmp_path / "two.ndjson"))
    assert (tmp_path / "one.ndjson").read_bytes() == (tmp_path / "two.ndjson").read_bytes()


class Interrupted(Exception):
    pass


def test_a_folder_of_parquet_is_taken_up_in_the_middle_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run over several files goes on at the row group where it stopped, with the numbers of the rows."""
    monkeypatch.setattr(runner, "SEGMENT", 100)
    (tmp_path / "in").mkdir()
    for number in range(2):
        write_profiles(200, number, tmp_path / f"{number}.parquet", layout())
        table = pq.read_table(tmp_path / f"{number}.parquet")
        pq.write_table(table, tmp_path / "in" / f"{number}.parquet", row_group_size=60)
    run(rulebook(), Job(tmp_path / "in", tmp_path / "whole.parquet"))

    def stop(done: int, total: int | None) -> None:
        assert total == 400
        if done >= 310:
            raise Interrupted

    with pytest.raises(Interrupted):
        run(rulebook(), Job(tmp_path / "in", tmp_path / "out.parquet"), stop)
    assert run(rulebook(), Job(tmp_path / "in", tmp_path / "out.parquet", resume=True)).taken_up > 200
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_words_of_csv_that_are_no_cells_cost_their_row(tmp_path: Path) -> None:
    """A number that is none, a letter that is no UTF-8 and a count with a comma are rejected, each with its line."""
    head = b"name,reports_0_year,reports_count,service_users_in_union\n"
    lines = [b"a,three,1,true", b"\xff,3,1,true", b"b,3,0x1,true", b"c,3,1,TRUE", b"d,1e999,1,", b"", b"e,3,1,1"]
    (tmp_path / "in.csv").write_bytes(b"\xef\xbb\xbf" + head + b"\n".join(lines) + b"\n")
    found = rejected(tmp_path / "in.csv")
    assert list(found) == [2, 3, 4, 6, 8]
    assert "expects a number, not 'three'" in found[2]
    assert "is not UTF-8 at byte 1" in found[3]
    assert "expects yes or no, not '1'" in found[8]


@pytest.mark.parametrize("content", [b"na\xffme\nx\n", b'"name\nx\n'])
def test_a_header_that_cannot_be_read_refuses_the_table(tmp_path: Path, content: bytes) -> None:
    """Without a header nothing can be read."""
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(BadInput, match="the header is not"):
        run(rulebook(), Job(tmp_path / "in.csv", tmp_path / "out.csv"))


def test_a_case_with_more_items_than_slots_is_rejected(tmp_path: Path) -> None:
    """In a folder of cases, one that does not fit is rejected by its file; readings that do not exist too."""
    library = Path(str(sys.modules["derogation"].__file__)).parent / "cases"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "two.yaml").write_text((library / "training/hash-passes-classifier-fails.yaml").read_text())
    reading = "profile: derogation/profile/1\nname: x\nreadings: {numbering: {choice: both}}\n"
    (tmp_path / "in" / "reading.yaml").write_text(reading)
    run(rulebook(), Job(tmp_path / "in", tmp_path / "out.csv", slots={"technologies": 1}))
    rows = [json.loads(line) for line in (tmp_path / "out.csv.rejects.ndjson").read_text().splitlines()]
    assert [Path(row["file"]).name for row in rows] == ["reading.yaml", "two.yaml"]
    assert "no choice 'both'" in rows[0]["reason"]
    assert "technologies lists 2, and there are 1 slots" in rows[1]["reason"]


def test_a_manifest_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A manifest that something else has overwritten is not taken for one."""
    (tmp_path / "in.ndjson").write_text("{}\n")
    (tmp_path / "out.csv.parts").mkdir()
    (tmp_path / "out.csv.parts" / "manifest.json").write_text("{")
    with pytest.raises(BadInput, match="is not a manifest"):
        run(rulebook(), Job(tmp_path / "in.ndjson", tmp_path / "out.csv", resume=True))
    assert run(rulebook(), Job(tmp_path / "in.ndjson", tmp_path / "out.csv")).counts.rows == 1


def test_more_rows_than_a_row_group_are_written(tmp_path: Path) -> None:
    """Made-up profiles are written in as many row groups as they need, and are the same however many are asked for."""
    small = layout_of(rulebook(), {"technologies": 1, "reports": 1})
    write_profiles(140_000, 2, tmp_path / "many.parquet", small)
    write_profiles(10, 2, tmp_path / "few.parquet", small)
    assert pq.read_metadata(tmp_path / "many.parquet").num_row_groups == 2
    many = pq.ParquetFile(tmp_path / "many.parquet")
    assert many.metadata.num_rows == 140_000
    assert next(many.iter_batches(10)).to_pylist() == pq.read_table(tmp_path / "few.parquet").to_pylist()
