"""Tables of all shapes mean the same: nested or wide, in parts, without names, with columns that nobody knows."""

from __future__ import annotations

import json
import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from derogation import rulebook
from derogation.batch.columns import Layout, layout_of
from derogation.batch.run import Job, run
from derogation.batch.writing import write_profiles
from derogation.commands.group import derogation
from derogation.reading.errors import BadInput

ON = date(2022, 6, 1)


@cache
def layout() -> Layout:
    return layout_of(rulebook())


def answered(source: Path, **options: Any) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """The answers to an input, all columns, and the reason of each rejected row."""
    out = source.with_name(f"{source.name}.out.ndjson")
    run(rulebook(), Job(source, out, options.pop("on", ON), "full", **options))
    rejects = Path(f"{out}.rejects.ndjson")
    lines = rejects.read_text().splitlines() if rejects.exists() else []
    return [json.loads(line) for line in out.read_text().splitlines()], {
        reject["row"]: reject["reason"] for reject in map(json.loads, lines)
    }


def profile(chance: random.Random, number: int) -> dict[str, Any]:
    """A made-up profile, nested as a profile is."""

    def maybe(value: Any) -> Any:
        return value if chance.random() < 0.8 else None

    def yes() -> bool | None:
        return maybe(chance.random() < 0.7)

    def technology() -> dict[str, Any]:
        uses = [{"since": "2021-09-01", "until": chance.choice(["never", "2022-01-01", None])} for _ in "xy"]
        words = ["reporting", "blocking", "hashing", "redress", "authority_requests", "other"]
        return {
            "scans": {"text": yes(), "audio": yes(), "images": yes()},
            "detects": {"known_material": yes(), "solicitation": yes()},
            "end_to_end_encryption": maybe(chance.choice(["none", "some", "all"])),
            "periods_of_use": maybe(uses[: chance.randrange(3)]),
            "suspicions": {
                "longest_months": maybe(chance.randrange(20)),
                "storage_purposes": maybe(chance.sample(words, chance.randrange(4))),
            },
        }

    return {
        "name": f"p{number}",
        "service": {"users_in_union": yes(), "publicly_available": yes(), "numbering": {"connects": yes()}},
        "technologies": maybe([technology() for _ in range(chance.randrange(4))]),
    }


def for_arrow(value: Any) -> Any:
    """Days as days."""
    if isinstance(value, dict):
        return {name: for_arrow(part) for name, part in value.items()}
    if isinstance(value, list):
        return [for_arrow(part) for part in value]
    if value == "never":
        return date.max
    return date.fromisoformat(value) if isinstance(value, str) and value[:2] == "20" else value


@pytest.mark.parametrize("chunk", [7, 65_536])
def test_nested_parquet_and_nested_lines_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Lists of structs in lists of structs, sets as lists of words: read alike, wherever a chunk begins."""
    monkeypatch.setattr("derogation.batch.parquet_source.CHUNK", chunk)
    chance = random.Random(9)
    rows = [profile(chance, number) for number in range(200)]
    (tmp_path / "in.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows))
    pq.write_table(pa.Table.from_pylist([for_arrow(row) for row in rows]), tmp_path / "in.parquet")
    lines, parquet = answered(tmp_path / "in.ndjson"), answered(tmp_path / "in.parquet")
    assert lines == parquet
    assert len(lines[0]) == 200
    assert len({row["possible_outcomes"] for row in lines[0]}) > 3


def test_lists_and_sets_known_in_part_are_read_from_parquet(tmp_path: Path) -> None:
    """`{known: [...], complete: false}` means in Parquet what it means in a profile."""
    part = {"known": ["reporting"], "complete": False}
    rows: list[dict[str, Any]] = [
        {"name": "a", "technologies": {"known": [{"suspicions": {"storage_purposes": part}}], "complete": False}},
        {"name": "b", "technologies": {"known": [], "complete": True}},
        {"name": "c", "technologies": None},
    ]
    (tmp_path / "in.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows))
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    assert answered(tmp_path / "in.parquet") == answered(tmp_path / "in.ndjson")


def test_what_nested_parquet_cannot_hold_is_rejected_by_row(tmp_path: Path) -> None:
    """More items than slots, in a list or in a list of an item, and words that a set does not have cost their row."""
    good = {"periods_of_use": [{"since": date(2021, 9, 1)}], "suspicions": {"storage_purposes": ["reporting"]}}
    rows = [
        {"name": "a", "technologies": [good]},
        {"name": "b", "technologies": [good] * 6},
        {"name": "c", "technologies": [{**good, "periods_of_use": good["periods_of_use"] * 3}]},
        {"name": "d", "technologies": [{**good, "suspicions": {"storage_purposes": ["reporting", "sale"]}}]},
        {"name": "e", "technologies": [{**good, "suspicions": {"storage_purposes": [None]}}]},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    found, rejects = answered(tmp_path / "in.parquet")
    assert [row["name"] for row in found] == ["a"]
    assert rejects.keys() == {2, 3, 4, 5}
    assert "technologies_count: expects a whole number from 0 to 5" in rejects[2]
    assert "technologies_0_periods_of_use_count: expects a whole number from 0 to 2" in rejects[3]
    assert "technologies_0_suspicions_storage_purposes: expects some of" in rejects[4]
    assert rejects[5] == rejects[4]
    assert len(answered(tmp_path / "in.parquet", slots={"technologies": 6})[0]) == 2


TECHNOLOGIES = pa.array([[]], pa.list_(pa.struct([("scans", pa.struct([("text", pa.string())]))])))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"technologies": TECHNOLOGIES}, "'technologies_0_scans_text' holds string, not bool"),
        ({"service_users_in_union": pa.array(["yes"])}, "'service_users_in_union' holds string, not bool"),
        (
            {"technologies": pa.array([[]], pa.list_(pa.struct([("id", pa.string())]))), "technologies_count": [1]},
            "has the column 'technologies_count' twice",
        ),
    ],
)
def test_a_parquet_table_of_the_wrong_type_is_refused_whole(
    tmp_path: Path, table: dict[str, Any], message: str
) -> None:
    """A column of the wrong type, nested or not, or given in two ways is refused before any row is read."""
    pq.write_table(pa.table(table), tmp_path / "in.parquet")
    with pytest.raises(BadInput, match=message):
        run(rulebook(), Job(tmp_path / "in.parquet", tmp_path / "out.csv"))


def test_a_folder_of_parts_is_one_table(tmp_path: Path) -> None:
    """A folder of Parquet files is read in the order of their names, and rows are numbered through."""
    whole = tmp_path / "whole.parquet"
    write_profiles(300, 41, whole, layout())
    table = pq.read_table(whole)
    (tmp_path / "parts").mkdir()
    for number, start in enumerate((0, 120, 120, 250)):
        end = (120, 120, 250, 300)[number]
        pq.write_table(
            table.slice(start, end - start), tmp_path / "parts" / f"part-{number}.parquet", row_group_size=50
        )
    assert answered(tmp_path / "parts", on=None) == answered(whole, on=None)
    pq.write_table(table.drop_columns(["service_users_in_union"]), tmp_path / "parts" / "part-9.parquet")
    with pytest.raises(BadInput, match="differ in their columns: 'service_users_in_union'"):
        run(rulebook(), Job(tmp_path / "parts", tmp_path / "out.csv"))


def test_names_are_no_keys(tmp_path: Path) -> None:
    """Rows without a name column, or with the same name, are answered one by one all the same."""
    row = {"service_users_in_union": False}
    for name, rows in (("none", [row, row]), ("same", [{"name": "x", **row}] * 2)):
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / f"{name}.parquet")
        (tmp_path / f"{name}.ndjson").write_text("".join(json.dumps(each) + "\n" for each in rows))
        for kind in ("parquet", "ndjson"):
            found, rejects = answered(tmp_path / f"{name}.{kind}")
            assert [(each["row"], each.get("name"), each["outcome"]) for each in found] == [
                (number, rows[0].get("name"), "not_needed") for number in (1, 2)
            ]
            assert not rejects


def test_an_unknown_column_is_noted_once(tmp_path: Path) -> None:
    """A column that the program does not know, nested or not, is named once on standard error and changes nothing."""
    rows = [{"name": str(n), "service_users_in_union": False, "colour": "red", "tags": ["a"], "extra": {"a": 1}}
            for n in range(50)]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    result = CliRunner().invoke(derogation, ["batch", str(tmp_path / "in.parquet"), "-o", str(tmp_path / "out.csv")])
    assert result.exit_code == 0
    for name in ("colour", "tags", "extra_a"):
        assert result.stderr.count(f"the column {name!r} is not a column of a profile and was ignored") == 1


def test_empty_inputs_of_every_kind(tmp_path: Path) -> None:
    """No lines, blank lines, a header alone: whole answers without rows."""
    for name, content in (("a.ndjson", ""), ("b.ndjson", "\n\n"), ("c.csv", "name,service_users_in_union\n")):
        (tmp_path / name).write_text(content)
        assert answered(tmp_path / name) == ([], {})
    (tmp_path / "d.csv").write_text("")
    with pytest.raises(BadInput, match="none of the columns"):
        run(rulebook(), Job(tmp_path / "d.csv", tmp_path / "out.csv"))
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput, match="neither Parquet files nor cases"):
        run(rulebook(), Job(tmp_path / "folder", tmp_path / "out.csv"))
