"""Nothing lost, nothing mixed: folders, outputs beside inputs, runs that meet, and what a table may not say."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from derogation import rulebook
from derogation.batch.columns import Layout, layout_of
from derogation.batch.parts import Parts
from derogation.batch.run import Job, run
from derogation.batch.writing import write_profiles
from derogation.reading.errors import BadInput, CannotWrite

ROW = '{"name": "a", "service_users_in_union": false}\n'
CASE = "profile: derogation/profile/1\nname: x\nservice:\n  users_in_union: no\n"


@cache
def layout() -> Layout:
    return layout_of(rulebook())


def said(source: Path, **asked: Any) -> list[str]:
    """The reasons of the rows rejected, in order; those assessed are ``ok``."""
    out = source.parent / "said.ndjson"
    run(rulebook(), Job(source, out, detail="outcome", **asked))
    rejects = Path(f"{out}.rejects.ndjson")
    found = {json.loads(line)["row"]: "ok" for line in out.read_text().splitlines()}
    lines = rejects.read_text().splitlines() if rejects.exists() else []
    found.update({row["row"]: row["reason"] for row in map(json.loads, lines)})
    return [found[row] for row in sorted(found)]


@pytest.mark.parametrize(
    "row",
    [
        {"service": {"users_in_union": False}, "service_users_in_union": True},
        {"technologies": [{"scans": {"text": True}}], "technologies_0_scans_text": False},
        {"technologies": [], "technologies_count": 2},
        {"technologies": [], "technologies_complete": False},
        {"technologies_0": {"scans": {"text": True}}, "technologies_0_scans": {"text": False}, "technologies_count": 1},
        {
            "technologies": [{"suspicions": {"storage_purposes": ["reporting"]}}],
            "technologies_0_suspicions_storage_purposes_other": True,
        },
    ],
)
def test_a_fact_said_twice_costs_its_row_whatever_the_order_of_keys(tmp_path: Path, row: dict[str, Any]) -> None:
    """Two spellings of one fact in one line are refused, also where they agree and whichever comes first."""
    turned = dict(reversed(row.items()))
    (tmp_path / "in.ndjson").write_text(f"{json.dumps(row)}\n{json.dumps(turned)}\n{ROW}")
    first, second, third = said(tmp_path / "in.ndjson")
    assert "is said twice" in first
    assert "is said twice" in second
    assert third == "ok"


def test_days_beyond_the_calendar_and_instants_cost_their_row(tmp_path: Path) -> None:
    """Infinity, years 12000 and 0, and an instant that is no midnight are rejected; a stated zone makes it a day."""
    days = pa.array([2**31 - 1, -(2**31), 3_700_000, -800_000, 19_000], pa.int32()).cast(pa.date32())
    pq.write_table(pa.table({"assess_on": days, "service_users_in_union": [False] * 5}), tmp_path / "in.parquet")
    assert [reason == "ok" for reason in said(tmp_path / "in.parquet")] == [False] * 4 + [True]
    moments = [
        datetime(2024, 4, 3, 22, tzinfo=UTC),
        datetime(2024, 4, 4, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ]
    column = "technologies_0_impact_assessment_completed_on"
    table = pa.table({column: pa.array(moments, pa.timestamp("us", "UTC")), "technologies_count": [1] * 3})
    pq.write_table(table, tmp_path / "in.parquet")
    first, *others = said(tmp_path / "in.parquet")
    assert "--zone" in first
    assert others == ["ok", "ok"]
    first, second, never = said(tmp_path / "in.parquet", zone="Europe/Brussels")
    assert (first, never) == ("ok", "ok")
    assert "midnight of Europe/Brussels" in second


def test_a_group_of_facts_in_another_type_is_refused(tmp_path: Path) -> None:
    """A map, or a number, where a group of facts belongs is refused by name, not left out."""
    for service in (pa.array([[("users_in_union", True)]], pa.map_(pa.string(), pa.bool_())), pa.array([1])):
        pq.write_table(pa.table({"name": ["a"], "service": service}), tmp_path / "in.parquet")
        with pytest.raises(BadInput, match="'service' stands for a group of facts"):
            said(tmp_path / "in.parquet")


def test_lists_of_a_fixed_size_are_lists(tmp_path: Path) -> None:
    """Lists and sets that Parquet stores with a fixed size are read as any other."""
    kind = pa.struct([("suspicions", pa.struct([("storage_purposes", pa.list_(pa.string(), 1))]))])
    rows = [[{"suspicions": {"storage_purposes": ["reporting"]}}], [{"suspicions": {"storage_purposes": ["sale"]}}]]
    pq.write_table(pa.table({"technologies": pa.array(rows, pa.list_(kind, 1))}), tmp_path / "in.parquet")
    first, second = said(tmp_path / "in.parquet")
    assert first == "ok"
    assert "storage_purposes: expects some of" in second


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("name;service_users_in_union\n", "parted by semicolons"),
        ("name\tservice_users_in_union\n", "parted by tabs"),
        ("sep=,\nname\n", "begins with 'sep=,'"),
        ("name\rservice_users_in_union\r", "carriage return"),
    ],
)
def test_what_parts_the_fields_is_named(tmp_path: Path, head: str, message: str) -> None:
    """A table with other separators is refused, and the refusal says which they are."""
    (tmp_path / "in.csv").write_bytes(head.encode())
    with pytest.raises(BadInput, match=message):
        said(tmp_path / "in.csv")


def test_odd_rows_of_csv(tmp_path: Path) -> None:
    """Rows of commas are none, a name over two lines is one reject, and a name is no formula in the answers."""
    lines = 'name,service_users_in_union\n,\n"a\nb",true\n" ",\n"=1+1",No\n'
    (tmp_path / "in.csv").write_text("\ufeff" + lines, encoding="utf-8")
    result = run(rulebook(), Job(tmp_path / "in.csv", tmp_path / "out.csv", detail="outcome"))
    assert (result.counts.rows, result.counts.rejected) == (1, 1)
    assert "runs over lines 3 to 4; write the row on one line" in (tmp_path / "out.csv.rejects.ndjson").read_text()
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("6,'=1+1,")


def test_a_mark_before_the_first_line_is_no_part_of_it(tmp_path: Path) -> None:
    """NDJSON that begins with a byte order mark keeps its first row."""
    (tmp_path / "in.ndjson").write_bytes(b"\xef\xbb\xbf" + ROW.encode() * 2)
    assert said(tmp_path / "in.ndjson") == ["ok", "ok"]


def test_a_folder_is_read_whole_or_says_what_it_left_out(tmp_path: Path) -> None:
    """Suffixes count in any case and folders within; what is no case is named; mixed kinds are refused."""
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    for name in ("a.yaml", "B.YML", "b/c.Yaml"):
        (folder / name).write_text(CASE)
    (folder / "notes.txt").write_text("x")
    (folder / "_SUCCESS").write_text("")
    result = run(rulebook(), Job(folder, tmp_path / "out.csv"))
    assert (result.counts.rows, result.skipped) == (3, ("notes.txt",))
    write_profiles(3, 1, folder / "d.PQ", layout())
    with pytest.raises(BadInput, match=r"holds cases \(B.YML\) and Parquet files \(d.PQ\)"):
        run(rulebook(), Job(folder, tmp_path / "out.csv"))


def test_partitions_named_by_folders_are_not_lost(tmp_path: Path) -> None:
    """Parquet files in folders within are read; a column that only the names of folders say is refused by name."""
    for key, number in (("year=2023", 2), ("year=2024", 3)):
        (tmp_path / "in" / key).mkdir(parents=True)
        write_profiles(number, 1, tmp_path / "in" / key / "part.parquet", layout())
    assert run(rulebook(), Job(tmp_path / "in", tmp_path / "out.csv")).counts.rows == 5
    (tmp_path / "in" / "year=2023").rename(tmp_path / "in" / "assess_on=2023-01-01")
    with pytest.raises(BadInput, match="says 'assess_on' in the names of its folders"):
        run(rulebook(), Job(tmp_path / "in", tmp_path / "out.csv"))


def test_an_output_is_never_its_input(tmp_path: Path) -> None:
    """An output over the input, by name or by link, or inside the folder that is read, is refused before any work."""
    source = tmp_path / "in.ndjson"
    source.write_text(ROW)
    (tmp_path / "link.ndjson").symlink_to(source)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.yaml").write_text(CASE)
    for input_, output in (
        (source, source), (source, tmp_path / "link.ndjson"), (tmp_path / "cases", tmp_path / "cases" / "out.csv"),
    ):  # fmt: skip
        with pytest.raises(CannotWrite):
            run(rulebook(), Job(input_, output))
    assert source.read_text() == ROW
    assert [path.name for path in (tmp_path / "cases").iterdir()] == ["a.yaml"]


def test_a_second_run_on_one_output_is_refused(tmp_path: Path) -> None:
    """While one run has an output no other begins, and what the first has done stays as it is."""
    (tmp_path / "in.ndjson").write_text(ROW)
    job = Job(tmp_path / "in.ndjson", tmp_path / "out.ndjson")
    with Parts(tmp_path / "out.ndjson").held():
        for resume in (False, True):
            with pytest.raises(BadInput, match="another run is writing this output"):
                run(rulebook(), Job(job.input, job.output, resume=resume))
    assert run(rulebook(), job).counts.rows == 1


def test_rows_are_counted_before_the_output_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers that are fewer than the rows read are not given their name."""
    (tmp_path / "in.ndjson").write_text(ROW * 3)
    monkeypatch.setattr("derogation.batch.parts.rows_of", lambda path, kind: 2)
    with pytest.raises(CannotWrite, match="2 answers and 2 rejects were written, and 3 and 0 are due"):
        run(rulebook(), Job(tmp_path / "in.ndjson", tmp_path / "out.ndjson"))
    assert not (tmp_path / "out.ndjson").exists()


def test_a_private_output_stays_private_and_a_link_a_link(tmp_path: Path) -> None:
    """What replaces a private file is private, rejects too, and an output that is a link is written where it points."""
    (tmp_path / "in.ndjson").write_text(f"{ROW}x\n")
    (tmp_path / "real.csv").write_text("")
    (tmp_path / "real.csv").chmod(0o600)
    (tmp_path / "out.csv").symlink_to(tmp_path / "real.csv")
    run(rulebook(), Job(tmp_path / "in.ndjson", tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").is_symlink()
    for name in ("real.csv", "real.csv.rejects.ndjson"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "derogation", "batch", *arguments]


def test_exit_codes_of_rejects_and_of_damaged_tables(tmp_path: Path) -> None:
    """A row rejected ends with 3 only if that was asked for; a damaged Parquet file is bad input, and named."""
    (tmp_path / "in.ndjson").write_text(f"{ROW}x\n")
    asked = [str(tmp_path / "in.ndjson"), "-o", str(tmp_path / "out.csv"), "--columns", "outcome"]
    assert subprocess.run(command(*asked), check=False, capture_output=True).returncode == 0
    assert subprocess.run(command(*asked, "--fail-on-rejects"), check=False, capture_output=True).returncode == 3
    write_profiles(500, 1, tmp_path / "bad.parquet", layout())
    raw = bytearray((tmp_path / "bad.parquet").read_bytes())
    raw[4:2000] = b"\xff" * 1996
    (tmp_path / "bad.parquet").write_bytes(raw)
    with pytest.raises(BadInput, match=r"bad\.parquet: cannot be read as Parquet"):
        run(rulebook(), Job(tmp_path / "bad.parquet", tmp_path / "x.csv"))
    assert not (tmp_path / "x.csv.parts").exists()


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
def test_processes_that_search_end_with_their_parent(tmp_path: Path) -> None:
    """Killed outright, ``batch --exact`` leaves no process behind."""
    write_profiles(12_000, 3, tmp_path / "in.parquet", layout())
    asked = command(str(tmp_path / "in.parquet"), "-o", str(tmp_path / "o.csv"), "--exact", "--workers", "2")
    process = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children = _wait(lambda: found if len(found := _children(process.pid)) >= 3 else None, 120)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    assert children
    assert _wait(lambda: not any(Path(f"/proc/{child}/status").exists() for child in children) or None, 60)


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []


def _wait(look: Any, seconds: float) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    return None
