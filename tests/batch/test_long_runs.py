"""Long runs as they happen: killed at any moment and taken up again, and a hundred thousand lines, some malformed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_parity import differences, evaluated_row
from derogation import rulebook
from derogation.batch.columns import DAY, Layout, layout_of
from derogation.batch.run import Job, run
from derogation.batch.writing import write_profiles

pytestmark = pytest.mark.long


@cache
def layout() -> Layout:
    return layout_of(rulebook())


# --- killed ----------------------------------------------------------------------------------------------------------

#: The command, with segments so short that a run has two dozen.
COMMAND = "import derogation.batch.run as r; r.SEGMENT = 8_192; from derogation.cli import main; main()"
#: Rows, kills of each format, and every which kill waits for the joining at the end.
ROWS, KILLS, JOINING = 200_000, 20, 4


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Profiles of which one in a thousand is rejected."""
    path = tmp_path_factory.mktemp("killed") / "in.parquet"
    write_profiles(ROWS, 5, path, layout())
    table = pq.read_table(path)
    counts = table["technologies_count"].to_pylist()
    counts[::1000] = [9] * len(counts[::1000])
    at = table.schema.get_field_index("technologies_count")
    pq.write_table(table.set_column(at, "technologies_count", pa.array(counts, pa.int8())), path, row_group_size=4_096)
    return path


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv"])
def test_a_run_killed_twenty_times_ends_with_the_same_bytes(source: Path, tmp_path: Path, kind: str) -> None:
    """`kill -9` at random moments, twenty times, also while parts are joined, then `--resume`: the bytes of an
    undisturbed run, of answers and of rejects."""
    command = [sys.executable, "-c", COMMAND, "batch", str(source), "--resume", "-o"]
    whole, out = tmp_path / f"whole.{kind}", tmp_path / f"out.{kind}"
    begin = time.monotonic()
    subprocess.run([*command, str(whole)], check=True, stdout=subprocess.DEVNULL)
    lasted = time.monotonic() - begin
    chance, killed = random.Random(kind), list[str]()
    while len(killed) < KILLS:
        joining = len(killed) % JOINING == JOINING - 1
        started = time.time()
        process = subprocess.Popen([*command, str(out)], stdout=subprocess.DEVNULL)
        if joining:
            while process.poll() is None and not is_joining(out, started):
                time.sleep(0.0005)
            time.sleep(chance.uniform(0, 0.01))
        else:
            time.sleep(chance.uniform(0.02, lasted))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed.append(moment(out, started))
        assert process.wait() in (0, -signal.SIGKILL)
        if out.exists():
            assert same(out, whole)
            out.unlink()
    subprocess.run([*command, str(out)], check=True, stdout=subprocess.DEVNULL)
    assert same(out, whole)
    assert pq.read_metadata(out).num_rows == ROWS - ROWS // 1000 if kind == "parquet" else True
    spread = Counter(killed)
    print(f"\n{kind}: an undisturbed run took {lasted:.1f} s; killed {dict(spread)}")
    assert spread["joining"] >= 2
    assert spread["between segments"] >= 3


def is_joining(out: Path, started: float) -> bool:
    """Whether a run has begun to join its parts (a draft may also be left from a run before)."""
    try:
        return (Path(f"{out}.parts") / "output.draft").stat().st_mtime >= started
    except OSError:
        return out.exists()


def moment(out: Path, started: float) -> str:
    """Where a run stood when it was killed."""
    if is_joining(out, started):
        return "joining"
    parts = Path(f"{out}.parts")
    return "between segments" if list(parts.glob("0*.json")) else "before the first"


def same(out: Path, whole: Path) -> bool:
    """Whether answers and rejects have the same bytes."""
    rejects = [Path(f"{path}.rejects.ndjson").read_bytes() for path in (out, whole)]
    return out.read_bytes() == whole.read_bytes() and rejects[0] == rejects[1]


# --- malformed -------------------------------------------------------------------------------------------------------

Spoil = Callable[[dict[str, Any], bytes, random.Random], bytes]


def with_cell(name: str, *values: Any) -> Spoil:
    return lambda row, line, chance: json.dumps({**row, name: chance.choice(values)}).encode()


def cut(row: dict[str, Any], line: bytes, chance: random.Random) -> bytes:
    return line[: chance.randrange(1, len(line))].rstrip(b" ")


def replaced(old: bytes, new: bytes) -> Spoil:
    return lambda row, line, chance: line.replace(old, new, 1)


def days_out_of_order(row: dict[str, Any], line: bytes, chance: random.Random) -> bytes:
    use = "technologies_0_periods_of_use_0"
    return json.dumps({**row, f"{use}_since": "2023-01-01", f"{use}_until": "2022-12-31"}).encode()


#: Ways of spoiling a line, each with what the reason of its rejection says.
SPOILT: dict[str, tuple[Spoil, str]] = {
    "truncated": (cut, "is not JSON"),
    "a colon missing": (replaced(b": ", b" "), "is not JSON"),
    "two objects": (lambda row, line, chance: line + line, "is not JSON"),
    "not an object": (lambda row, line, chance: chance.choice([b"[]", b"1", b'"x"', b"null", b"true"]), "an object"),
    "wrong type": (with_cell("service_users_in_union", "perhaps", 1, 0.5, "1"), "expects yes or no"),
    "a list": (with_cell("service_users_in_union", [True], []), "a list cannot stand here"),
    "an object": (with_cell("service_users_in_union", {"value": True}), "no column is called"),
    "unknown choice": (with_cell("technologies_0_end_to_end_encryption", "mostly", "", "None"), "none of the answers"),
    "impossible day": (with_cell(DAY, "2022-02-30", "2022-13-01", "22-01-01", "", "never", 20220101), "assess_on: "),
    "days out of order": (days_out_of_order, "ends (2022-12-31) before it begins"),
    "not UTF-8": (replaced(b"profile-", b"profile-\xff"), "is not UTF-8 at byte"),
    "NUL": (replaced(b"profile-", b"profile-\x00"), "is not JSON"),
    "NUL in text": (with_cell("name", "a\x00b"), "name: expects text"),
    "half a character": (replaced(b"profile-", b"\\ud83d"), "name: expects text"),
    "a key twice": (replaced(b"{", b'{"name": "x", '), "has the key 'name' twice"),
    "no number": (with_cell("technologies_0_suspicions_longest_months", float("nan"), float("inf")), "a number, not"),
    "negative": (with_cell("technologies_0_suspicions_longest_months", -1, -0.5), "cannot be negative"),
    "out of range": (with_cell("technologies_0_suspicions_longest_months", 10**400), "is too large"),
    "too many": (with_cell("technologies_count", 6, 100), "expects a whole number from 0 to 5"),
    "half an item": (with_cell("technologies_count", 1.5), "expects a whole number from 0 to 5"),
    "unknown key": (with_cell("service_users_in_unoin", True), "no column is called 'service_users_in_unoin'"),
    "unknown reading": (with_cell("readings_numbering", "both"), "none of the answers"),
    "too deep": (lambda row, line, chance: b'{"a":' * 50_000, "is not JSON"),
}  # fmt: skip


def test_a_hundred_thousand_lines_of_which_one_in_a_hundred_is_malformed(tmp_path: Path) -> None:
    """Of 100,000 lines 1,000 are malformed in many ways: each is rejected with its line and reason, all others are
    answered as they are without them and as the evaluator answers them; lines left empty are counted, not read."""
    clean, mixed = tmp_path / "clean.ndjson", tmp_path / "mixed.ndjson"
    write_profiles(99_000, 2, clean, layout())
    chance, wrong, ways, number = random.Random(3), dict[int, str](), list(SPOILT), 0
    bad_at = set(chance.sample(range(100_000), 1_000))
    with clean.open("rb") as good, mixed.open("wb") as into:
        line = b"{}\n"
        for index in range(100_000):
            if chance.random() < 0.002:
                into.write(chance.choice([b"\n", b"  \n", b"\t\r\n"]))
                number += 1
            number += 1
            if index in bad_at:
                spoil, reason = SPOILT[ways[len(wrong) % len(ways)]]
                into.write(spoil(json.loads(line), line.rstrip(b"\n"), chance) + b"\n")
                wrong[number] = reason
            else:
                line = good.readline()
                into.write(line)
    result = run(rulebook(), Job(mixed, tmp_path / "mixed.ndjson.out.parquet"))
    run(rulebook(), Job(clean, tmp_path / "clean.ndjson.out.parquet"))
    rejects = [
        json.loads(line) for line in (tmp_path / "mixed.ndjson.out.parquet.rejects.ndjson").read_text().splitlines()
    ]
    assert [reject["row"] for reject in rejects] == sorted(wrong)
    assert [reject for reject in rejects if wrong[reject["row"]] not in reject["reason"]] == []
    assert {reject["file"] for reject in rejects} == {str(mixed)}
    assert (result.counts.rows, result.counts.rejected) == (99_000, 1_000)
    ours, theirs = (words(pq.read_table(tmp_path / f"{name}.ndjson.out.parquet")) for name in ("mixed", "clean"))
    assert ours.drop_columns("row").equals(theirs.drop_columns("row"))
    sampled = sorted(chance.sample(range(99_000), 500))
    write_profiles(99_000, 2, tmp_path / "clean.parquet", layout())
    rows = pq.read_table(tmp_path / "clean.parquet").take(sampled).to_pylist()
    found = [
        {name: cell for name, cell in row.items() if cell is not None and name not in ("row", "name", "assessed_on")}
        for row in ours.take(sampled).to_pylist()
    ]
    expected = [evaluated_row(rulebook(), layout(), row, missing=False) for row in rows]
    asked = [{name: cell for name, cell in row.items() if name in ours.schema.names} for row in expected]
    assert differences(found, asked, missing=False) == []


def words(table: pa.Table) -> pa.Table:
    """A table with words in place of codes."""
    kinds = [field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema(list(zip(table.schema.names, kinds, strict=True))))
