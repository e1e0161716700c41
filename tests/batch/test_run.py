"""A batch from file to file: formats, rejects, summaries, and runs that are interrupted."""

from __future__ import annotations

import csv
import json
import random
import sys
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_parity import differences, evaluated_row
from derogation import rulebook
from derogation.batch import run as runner
from derogation.batch.columns import DAY, Layout, layout_of
from derogation.batch.run import Job, run
from derogation.batch.sinks import assemble
from derogation.batch.summary import summary_of, svg, text
from derogation.batch.writing import write_profiles
from derogation.reading.errors import BadInput, DerogationError

FORMATS = ("parquet", "ndjson", "csv")


@cache
def layout() -> Layout:
    return layout_of(rulebook())


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same 300 profiles in every format."""
    folder = tmp_path_factory.mktemp("inputs")
    found = {kind: folder / f"profiles.{kind}" for kind in FORMATS}
    for path in found.values():
        write_profiles(300, 21, path, layout())
    return found


def answers(path: Path) -> list[dict[str, object]]:
    """The rows of an output, without their numbers, cells that are empty left out."""
    if path.suffix == ".parquet":
        rows = pq.read_table(path).to_pylist()
    elif path.suffix == ".csv":
        with path.open(newline="") as stream:
            rows = [dict(row) for row in csv.DictReader(stream)]
    else:
        rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row in rows:
        del row["row"]
        row["assessed_on"] = str(row["assessed_on"])
        missing = row.get("missing_facts")
        if isinstance(missing, list):
            row["missing_facts"] = "|".join(missing)
    return [{name: cell for name, cell in row.items() if cell not in (None, "")} for row in rows]


@pytest.fixture(scope="module")
def reference(inputs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that is answered about those profiles."""
    out = tmp_path_factory.mktemp("reference") / "out.parquet"
    run(rulebook(), Job(inputs["parquet"], out, detail="full"))
    return out


@pytest.mark.parametrize(("given", "wanted"), [("ndjson", "parquet"), ("csv", "ndjson"), ("parquet", "csv")])
def test_every_format_in_gives_the_same_answers_in_every_format_out(
    inputs: dict[str, Path], reference: Path, tmp_path: Path, given: str, wanted: str
) -> None:
    """The answers do not depend on the formats of input and output."""
    out = tmp_path / f"out.{wanted}"
    run(rulebook(), Job(inputs[given], out, detail="full"))
    assert answers(out) == answers(reference)
    assert len(answers(out)) == 300


def test_answers_of_a_file_are_those_of_the_evaluator(inputs: dict[str, Path], reference: Path) -> None:
    """What is written for a row is what the evaluator says of it; a hundred rows are asked."""
    written = pq.read_table(reference).to_pylist()
    rows = pq.read_table(inputs["parquet"]).to_pylist()
    ours = [
        {name: cell for name, cell in row.items() if cell is not None and name not in ("row", "name", "assessed_on")}
        | {"missing_facts": set(row["missing_facts"])}
        for row in written
    ]
    assert differences(ours[:100], [evaluated_row(rulebook(), layout(), row) for row in rows[:100]]) == []
    assert [row["name"] for row in written] == [row["name"] for row in rows]
    assert [row["assessed_on"] for row in written] == [row[DAY] for row in rows]


@pytest.mark.parametrize("detail", ["outcome", "conditions"])
def test_fewer_columns_are_a_part_of_all(inputs: dict[str, Path], reference: Path, tmp_path: Path, detail: str) -> None:
    """`outcome` and `conditions` give a part of the columns of `full`, with the same cells."""
    run(rulebook(), Job(inputs["parquet"], tmp_path / "some.parquet", detail=detail))
    some, all_ = pq.read_table(tmp_path / "some.parquet"), pq.read_table(reference)
    assert some.to_pylist() == all_.select(some.schema.names).to_pylist()
    assert ("human_oversight" in " ".join(some.schema.names)) == (detail == "conditions")


# --- rejects ----------------------------------------------------------------------------------------------------------

BAD_LINES = [
    (b"{", "is not JSON"),
    (b"[1, 2]", "expects an object"),
    (b"\xff\xfe{}", "is not UTF-8"),
    (
        b'{"service_users_in_union": "maybe"}',
        "service_users_in_union: expects yes or no, not 'maybe'",
    ),
    (b'{"service_users_in_unoin": true}', "no column is called 'service_users_in_unoin'"),
    (
        b'{"assess_on": "2021-13-01"}',
        "assess_on: there is no such day as 2021-13-01",
    ),
    (b'{"assess_on": "never"}', "assess_on: expects a day"),
    (b'{"technologies_count": 6}', "technologies_count: expects a whole number from 0 to 5"),
    (b'{"technologies_count": 1.5}', "technologies_count: expects a whole number"),
    (b'{"technologies": [{}, {}, {}, {}, {}, {}]}', "technologies: lists 6 items"),
    (b'{"technologies_0_suspicions_longest_months": -1}', "cannot be negative (-1)"),
    (b'{"technologies_0_suspicions_longest_months": NaN}', "expects a number, not nan"),
    (b'{"technologies_0_suspicions_longest_months": 1e999}', "expects a number, not inf"),
    (b'{"technologies_0_end_to_end_encryption": "mostly"}', "'mostly' is none of the answers provided for"),
    (
        b'{"service_users_in_union": true, "service_users_in_union": false}',
        "has the key 'service_users_in_union' twice",
    ),
    (b'{"service_users_in_union": {}}', "service_users_in_union: says nothing; write its value"),
    (b'{"service": {"publicly_availabel": {}}}', "no column is called 'service_publicly_availabel'"),
    (b'{"technologies_0_quality_error_rate": 150}', "a part cannot exceed 100 percent of the whole (150)"),
    (b'{"readings_numbering": "both"}', "'both' is none of the answers provided for"),
    (b'{"profile": "derogation/profile/1", "name": "x", "serivce": {}}', "serivce: unknown key 'serivce'"),
    (b"[" * 100_000, "is not JSON"),
    (b'{"service_users_in_union": [true]}', "service_users_in_union: a list cannot stand here"),
    (b'{"technologies": [{"suspicions": {"storage_purposes": ["sale"]}}]}', "not 'sale'"),
]


def test_every_malformed_line_is_rejected_with_line_and_reason(inputs: dict[str, Path], tmp_path: Path) -> None:
    """Malformed lines go to the rejects, each with its line and reason, and all other rows are answered as before."""
    good = inputs["ndjson"].read_bytes().splitlines()
    chance = random.Random(4)
    lines = list(good)
    for bad, _ in BAD_LINES:
        lines.insert(chance.randrange(len(lines) + 1), bad)
    source = tmp_path / "mixed.ndjson"
    source.write_bytes(b"\n".join(lines) + b"\n")
    result = run(rulebook(), Job(source, tmp_path / "out.ndjson"))
    rejects = [json.loads(line) for line in (tmp_path / "out.ndjson.rejects.ndjson").read_text().splitlines()]
    reasons = dict(BAD_LINES)
    assert [reject["row"] for reject in rejects] == [n for n, line in enumerate(lines, 1) if line in reasons]
    for reject in rejects:
        assert reasons[lines[reject["row"] - 1]] in reject["reason"]
        assert reject["file"] == str(source)
    run(rulebook(), Job(inputs["ndjson"], tmp_path / "clean.ndjson"))
    assert answers(tmp_path / "out.ndjson") == answers(tmp_path / "clean.ndjson")
    assert (result.counts.rows, result.counts.rejected) == (300, len(BAD_LINES))
    assert sum(result.counts.outcomes.values()) == 300


def test_a_malformed_csv_line_costs_one_row(inputs: dict[str, Path], tmp_path: Path) -> None:
    """A missing field, an open quotation mark and a wrong word each cost one row of CSV, and no other."""
    lines = inputs["csv"].read_bytes().splitlines()
    lines[3] = b"too,few"
    lines[7] = b'"open quotation mark' + b"," * lines[0].count(b",")
    lines[9] = b"name,2021-01-01,maybe" + b"," * (lines[0].count(b",") - 2)
    source = tmp_path / "mixed.csv"
    source.write_bytes(b"\n".join(lines) + b"\n")
    result = run(rulebook(), Job(source, tmp_path / "out.csv"))
    rejects = [json.loads(line) for line in (tmp_path / "out.csv.rejects.ndjson").read_text().splitlines()]
    assert [reject["row"] for reject in rejects] == [4, 8, 10]
    assert (result.counts.rows, result.counts.rejected) == (297, 3)
    assert [row["name"] for row in answers(tmp_path / "out.csv")][:4] == [
        "profile-1",
        "profile-2",
        "profile-4",
        "profile-5",
    ]


def test_a_parquet_row_out_of_range_is_rejected(inputs: dict[str, Path], tmp_path: Path) -> None:
    """A count without slots and an unknown word are rejected from Parquet, by row."""
    table = pq.read_table(inputs["parquet"])
    for name, row, value in (("technologies_count", 10, 9), ("technologies_0_end_to_end_encryption", 20, "mostly")):
        cells = table[name].to_pylist()
        cells[row] = value
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(cells))
    pq.write_table(table, tmp_path / "in.parquet")
    result = run(rulebook(), Job(tmp_path / "in.parquet", tmp_path / "out.ndjson"))
    rejects = [json.loads(line) for line in (tmp_path / "out.ndjson.rejects.ndjson").read_text().splitlines()]
    assert [(reject["row"], reject["reason"].split(":")[0]) for reject in rejects] == [
        (11, "technologies_count"),
        (21, "technologies_0_end_to_end_encryption"),
    ]
    assert result.counts.rows == 298


# --- shapes of input --------------------------------------------------------------------------------------------------


def test_nested_json_and_whole_profiles_mean_what_wide_columns_mean(tmp_path: Path) -> None:
    """A line may hold wide columns, nest them as a profile does, or be a whole profile."""
    nested = {
        "name": "n", "assess_on": "2022-06-01", "service": {"users_in_union": True},
        "technologies": [
            {"id": "a", "scans": {"text": True}, "suspicions": {"storage_purposes": ["reporting", "other"]},
             "periods_of_use": {"known": [{"since": "2021-09-01", "until": "never"}], "complete": False}},
        ],
    }  # fmt: skip
    wide = {
        "name": "n", "assess_on": "2022-06-01", "service_users_in_union": True, "technologies_count": 1,
        "technologies_0_id": "a", "technologies_0_scans_text": True,
        **{f"technologies_0_suspicions_storage_purposes_{word}": word in ("reporting", "other")
           for word in ("reporting", "blocking", "hashing", "redress", "authority_requests", "other")},
        "technologies_0_periods_of_use_count": 1, "technologies_0_periods_of_use_complete": False,
        "technologies_0_periods_of_use_0_since": "2021-09-01", "technologies_0_periods_of_use_0_until": "never",
    }  # fmt: skip
    whole = {"profile": "derogation/profile/1", **nested}
    source = tmp_path / "in.ndjson"
    source.write_text("".join(json.dumps(row) + "\n" for row in (nested, wide, whole)))
    run(rulebook(), Job(source, tmp_path / "out.ndjson", detail="full"))
    first, second, third = answers(tmp_path / "out.ndjson")
    assert first == second == third
    assert first["technologies_0_stored_securely_for_permitted_purposes"] == "not_met" or "missing_facts" in first


def test_lists_of_structs_in_parquet_mean_what_wide_columns_mean(tmp_path: Path) -> None:
    """Parquet with structs and lists of structs gives the answers of the same table in wide columns."""
    rows = [
        {"name": "a", "assess_on": None, "service": {"users_in_union": True},
         "technologies": [{"scans": {"text": True, "audio": None}}, {"scans": {"text": None, "audio": True}}]},
        {"name": "b", "assess_on": None, "service": {"users_in_union": None}, "technologies": []},
        {"name": "c", "assess_on": None, "service": None, "technologies": None},
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "nested.parquet")
    (tmp_path / "wide.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name in ("nested.parquet", "wide.ndjson"):
        run(rulebook(), Job(tmp_path / name, tmp_path / f"{name}.out.ndjson", detail="full"))
    assert answers(tmp_path / "nested.parquet.out.ndjson") == answers(tmp_path / "wide.ndjson.out.ndjson")


def test_a_folder_of_cases_is_a_table(tmp_path: Path) -> None:
    """A folder of cases is assessed file by file; a case that cannot be read is rejected with its line."""
    (tmp_path / "cases").mkdir()
    library = Path(str(sys.modules["derogation"].__file__)).parent / "cases" / "library"
    for name in ("tiktok-direct-messages.yaml", "skypeout.yaml"):
        (tmp_path / "cases" / name).write_text((library / name).read_text())
    (tmp_path / "cases" / "broken.yaml").write_text("profile: derogation/profile/1\nname: x\nserivce: {}\n")
    result = run(rulebook(), Job(tmp_path / "cases", tmp_path / "out.ndjson"))
    reject = json.loads((tmp_path / "out.ndjson.rejects.ndjson").read_text())
    assert (result.counts.rows, result.counts.rejected) == (2, 1)
    assert reject["file"].endswith("broken.yaml")
    assert reject["row"] == 3
    assert "serivce" in reject["reason"]
    assert {row["name"] for row in answers(tmp_path / "out.ndjson")} == {"SkypeOut", "TikTok direct messages"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.xlsx", "", "not a kind of table"),
        ("in.csv", "name,service_users_in_unoin\n", "did you mean 'service_users_in_union'"),
        ("in.csv", "colour,size\nred,1\n", "none of the columns"),
        ("in.csv", "name,technologies_0_scans_text\n", "add 'technologies_count'"),
        ("in.csv", "name,name\n", "twice"),
        ("in.parquet", "not parquet", "cannot be read as Parquet"),
    ],
)
def test_an_input_that_is_no_table_of_profiles_is_refused(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    """What cannot be a table of profiles is refused as a whole, with a remedy, and leaves no output."""
    (tmp_path / name).write_text(content)
    with pytest.raises(BadInput, match=message):
        run(rulebook(), Job(tmp_path / name, tmp_path / "out.csv"))
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_rows_without_a_day_are_assessed_on_the_day_of_the_run(tmp_path: Path) -> None:
    """A row that names no day is assessed on the day of the run, and the summary says how many there are."""
    (tmp_path / "in.ndjson").write_text('{"name": "x"}\n{"name": "y", "assess_on": "2021-09-02"}\n')
    job = Job(tmp_path / "in.ndjson", tmp_path / "out.ndjson")
    result = run(rulebook(), job)
    assert [row["assessed_on"] for row in answers(job.output)] == [result.today.isoformat(), "2021-09-02"]
    assert "1 row names no day and was assessed on" in text(summary_of(result, rulebook(), job))


def test_an_empty_table_gives_an_empty_answer(tmp_path: Path) -> None:
    """A table without rows is answered with a whole file without rows."""
    write_profiles(0, 0, tmp_path / "in.parquet", layout())
    for kind in FORMATS:
        result = run(rulebook(), Job(tmp_path / "in.parquet", tmp_path / f"out.{kind}"))
        assert result.counts.rows == 0
        assert answers(tmp_path / f"out.{kind}") == []


def test_the_summary_counts_what_was_written(inputs: dict[str, Path], tmp_path: Path) -> None:
    """Outcomes, failing conditions and missing facts of the summary are those of the rows; the chart shows them."""
    job = Job(inputs["parquet"], tmp_path / "out.parquet", detail="full")
    summary = summary_of(run(rulebook(), job), rulebook(), job)
    rows = answers(job.output)
    for outcome, number in summary["outcomes"].items():
        assert number == sum(row["outcome"] == outcome for row in rows)
    assert sum(summary["outcomes"].values()) == summary["rows"] == 300
    worst = summary["conditions_failing"][0]
    names = {name for row in rows for name in row if name == worst["rule"] or name.endswith(f"_{worst['rule']}")}
    assert worst["times"] == sum(row.get(name) == "not_met" for row in rows for name in names)
    fact = summary["unknown_facts"][0]
    assert fact["rows"] == sum(fact["fact"] in str(row.get("missing_facts", "")).split("|") for row in rows)
    chart = svg(summary)
    assert chart.startswith("<svg")
    assert "300 profiles assessed" in chart


# --- interrupted runs -------------------------------------------------------------------------------------------------


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of a hundred rows, chunks of fifty."""
    monkeypatch.setattr(runner, "SEGMENT", 100)
    for kind in ("ndjson", "csv"):
        monkeypatch.setattr(f"derogation.batch.{kind}_source.CHUNK", 50)


class Interrupted(Exception):
    pass


@pytest.mark.usefixtures("small_segments")
@pytest.mark.parametrize("kind", FORMATS)
def test_an_interrupted_run_is_taken_up_without_redoing_or_losing_a_row(
    inputs: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    """A run that stops half-way leaves no output; taken up, it gives the bytes of an undisturbed run."""
    source = tmp_path / "in.ndjson"
    lines = (inputs["ndjson"].read_text().splitlines() * 2)[:430]
    lines[7] = lines[303] = "{"
    source.write_text("\n".join(lines) + "\n")
    whole = tmp_path / f"whole.{kind}"
    run(rulebook(), Job(source, whole))

    def stop(done: int, total: int | None) -> None:
        if done >= 250:
            raise Interrupted

    out = tmp_path / f"out.{kind}"
    with pytest.raises(Interrupted):
        run(rulebook(), Job(source, out), stop)
    assert not out.exists()
    seen: list[int] = []
    result = run(rulebook(), Job(source, out, resume=True), lambda done, total: seen.append(done))
    assert result.taken_up == 200
    assert seen[0] == 250
    assert out.read_bytes() == whole.read_bytes()
    rejects = [Path(f"{path}.rejects.ndjson").read_bytes() for path in (out, whole)]
    assert rejects[0] == rejects[1]
    assert (result.counts.rows, result.counts.rejected) == (428, 2)
    assert not Path(f"{out}.parts").exists()


@pytest.mark.usefixtures("small_segments")
def test_a_run_is_not_taken_up_with_another_question(inputs: dict[str, Path], tmp_path: Path) -> None:
    """Parts of one question are not mixed with another."""
    source = inputs["ndjson"]

    def stop(done: int, total: int | None) -> None:
        if done >= 150:
            raise Interrupted

    with pytest.raises(Interrupted):
        run(rulebook(), Job(source, tmp_path / "out.csv"), stop)
    with pytest.raises(BadInput, match="differs in on_the_record"):
        run(rulebook(), Job(source, tmp_path / "out.csv", on_the_record=True, resume=True))


def test_a_full_disk_leaves_no_output_and_is_explained(
    inputs: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full the run stops with a remedy, and no file looks complete."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("derogation.batch.parts.assemble", full)
    with pytest.raises(DerogationError, match="No space left on device") as caught:
        run(rulebook(), Job(inputs["parquet"], tmp_path / "out.parquet"))
    assert "--resume" in str(caught.value)
    assert not (tmp_path / "out.parquet").exists()
    monkeypatch.undo()
    result = run(rulebook(), Job(inputs["parquet"], tmp_path / "out.parquet", resume=True))
    assert result.taken_up == 300
    assert len(answers(tmp_path / "out.parquet")) == 300


def test_parts_of_parquet_become_one_file(tmp_path: Path) -> None:
    """Parts put together keep every cell, and their row groups; one part alone is the output as it is."""
    tables = [
        pa.table({"a": pa.array(range(start, start + 1000)), "b": pa.array(["x", None] * 500).dictionary_encode()})
        for start in (0, 1000, 2000)
    ]
    paths = [tmp_path / f"{number}.parquet" for number in range(3)]
    for table, path in zip(tables, paths, strict=True):
        pq.write_table(table, path, row_group_size=300, compression="zstd")
    assemble(paths, tmp_path / "joined.parquet", "parquet", tables[0].schema)
    joined = pq.read_table(tmp_path / "joined.parquet")
    assert joined.schema == tables[0].schema
    assert joined.to_pylist() == pa.concat_tables(tables).to_pylist()
    assert pq.ParquetFile(tmp_path / "joined.parquet").num_row_groups == 12
    assemble(paths[:1], tmp_path / "one.parquet", "parquet", tables[0].schema)
    assert (tmp_path / "one.parquet").read_bytes() == paths[0].read_bytes()
