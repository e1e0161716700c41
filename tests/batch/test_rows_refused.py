"""What is refused of a single case is refused of a row too, whatever the input: days out of order, odd cells."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from derogation import rulebook
from derogation.batch.columns import Layout, layout_of
from derogation.batch.generate import profiles
from derogation.batch.orders import orders_of
from derogation.batch.run import Job, run
from derogation.reading.errors import BadInput

NEVER = "never"
USE = "technologies_0_periods_of_use_0"
CONSULTATION = "technologies_0_prior_consultation"

#: Days of rows, whether they are refused, and the column that is named as wrong.
DAYS: list[tuple[dict[str, str], str]] = [
    ({f"{USE}_since": "2022-01-01", f"{USE}_until": "2021-12-31"}, f"{USE}_until"),
    ({f"{USE}_since": "2022-01-01", f"{USE}_until": "2022-01-01"}, ""),
    ({f"{USE}_since": "2022-01-01", f"{USE}_until": NEVER}, ""),
    ({f"{USE}_since": "2022-01-01"}, ""),
    ({f"{CONSULTATION}_started_on": "2021-09-01", f"{CONSULTATION}_completed_on": "2021-08-01"},
     f"{CONSULTATION}_completed_on"),
    ({f"{CONSULTATION}_started_on": NEVER, f"{CONSULTATION}_completed_on": "2021-08-01"},
     f"{CONSULTATION}_completed_on"),
    ({f"{CONSULTATION}_started_on": NEVER, f"{CONSULTATION}_completed_on": NEVER}, ""),
    ({f"{CONSULTATION}_completed_on": "2021-08-01"}, ""),
    ({"technologies_other_prior_consultation_started_on": "2021-09-01",
      "technologies_other_prior_consultation_completed_on": "2021-08-01"},
     "technologies_other_prior_consultation_completed_on"),
]  # fmt: skip
COUNTS = {"technologies_count": 1, "technologies_complete": False, "technologies_0_periods_of_use_count": 1}


@cache
def layout() -> Layout:
    return layout_of(rulebook())


def as_file(kind: str, path: Path) -> Path:
    """The rows of ``DAYS`` as a file of a kind."""
    rows: list[dict[str, Any]] = [{"name": str(index), **COUNTS, **days} for index, (days, _) in enumerate(DAYS)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if kind == "ndjson":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    elif kind == "csv":
        with path.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, names)
            writer.writeheader()
            writer.writerows(rows)
    else:

        def cell(name: str, value: Any) -> Any:
            if not isinstance(value, str) or name == "name":
                return value
            return date.max if value == NEVER else date.fromisoformat(value)

        pq.write_table(pa.table({name: [cell(name, row.get(name)) for row in rows] for name in names}), path)
    return path


def rejects(output: Path) -> list[dict[str, Any]]:
    file = Path(f"{output}.rejects.ndjson")
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv"])
def test_days_that_contradict_one_another_are_refused_in_every_format(tmp_path: Path, kind: str) -> None:
    """A row whose days cannot come in that order is rejected, both columns named; all other rows are answered."""
    source = as_file(kind, tmp_path / f"in.{kind}")
    result = run(rulebook(), Job(source, tmp_path / "out.ndjson", date(2022, 6, 1)))
    first = 2 if kind == "csv" else 1
    found = {reject["row"] - first: reject["reason"] for reject in rejects(tmp_path / "out.ndjson")}
    expected = {index: column for index, (_, column) in enumerate(DAYS) if column}
    assert found.keys() == expected.keys()
    for index, reason in found.items():
        assert reason.startswith(f"{expected[index]}: ")
        assert set(DAYS[index][0]) <= set(re.split(r"\W+", reason))
    assert (result.counts.rows, result.counts.rejected) == (len(DAYS) - len(expected), len(expected))


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv"])
def test_facts_that_exclude_one_another_are_refused_in_every_format(tmp_path: Path, kind: str) -> None:
    """Who chooses the recipients is not alone with the provider: rejected as in a single case, in every format."""
    alone = "service_communications_with_provider_alone"
    rows = [{"name": "a", "service_communications_recipients_chosen": True, alone: True}, {"name": "b", alone: True}]
    path = tmp_path / f"in.{kind}"
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif kind == "ndjson":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        path.write_text(f"name,service_communications_recipients_chosen,{alone}\na,true,true\nb,,true\n")
    result = run(rulebook(), Job(path, tmp_path / "out.csv", date(2024, 6, 3)))
    assert (result.counts.rows, result.counts.rejected) == (1, 1)
    assert rejects(tmp_path / "out.csv")[0]["reason"].startswith(f"{alone}: against this: ")


@pytest.mark.parametrize("kind", ["parquet", "ndjson"])
def test_a_text_beyond_measure_costs_its_row(tmp_path: Path, kind: str) -> None:
    """A name of many megabytes is no name, whatever brings it."""
    rows = [{"name": "x" * 100_001}, {"name": "\x07"}, {"name": "x" * 100_000}]
    path = tmp_path / f"in.{kind}"
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run(rulebook(), Job(path, tmp_path / "out.csv", date(2024, 6, 3))).counts.rows == 1
    first, second = (reject["reason"] for reject in rejects(tmp_path / "out.csv"))
    assert first == "name: expects text of at most 100,000 characters"
    assert "control characters" in second


@pytest.mark.parametrize("dictionary", [True, False])
def test_bytes_that_are_no_text_cost_their_row_in_parquet(tmp_path: Path, dictionary: bool) -> None:
    """Old writers put Latin-1 into columns of text; such a cell is no text, and no reason to give up the table."""

    def column(*cells: bytes) -> pa.Array:
        raw = pa.array(cells, pa.binary())
        return pa.StringArray.from_buffers(len(cells), raw.buffers()[1], raw.buffers()[2])

    encrypted = column(b"none", b"all", b"\xcd")
    rows = {"name": column(b"a", b"caf\xe9", b"c"), "technologies_0_end_to_end_encryption": encrypted}
    table = pa.table({"technologies_count": [1, 1, 1], **rows})
    pq.write_table(table, tmp_path / "in.parquet", use_dictionary=dictionary)
    result = run(rulebook(), Job(tmp_path / "in.parquet", tmp_path / "out.csv", date(2026, 8, 3)))
    assert (result.counts.rows, result.counts.rejected) == (1, 2)
    assert all("expects text, not bytes that are no UTF-8" in each["reason"] for each in rejects(tmp_path / "out.csv"))


def test_what_is_no_table_at_all_is_told_with_the_cure(tmp_path: Path) -> None:
    """Lines that end as on old Macs, an array in place of lines, objects over several lines, another encoding."""
    (tmp_path / "mac.csv").write_bytes(b"name,service_users_in_union\ra,true\r")
    with pytest.raises(BadInput, match=r"carriage returns alone\n.*line feeds"):
        run(rulebook(), Job(tmp_path / "mac.csv", tmp_path / "out.csv"))
    for text in (b'[{"name": "a"}]\n', b'{\n"name": "a"\n}\n', b'{"name": "\xe9"}\n'):
        (tmp_path / "in.ndjson").write_bytes(text)
        run(rulebook(), Job(tmp_path / "in.ndjson", tmp_path / "out.csv"))
        reason = rejects(tmp_path / "out.csv")[0]["reason"]
        assert "one object on a line of its own" in reason or "save the file in UTF-8" in reason


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_what_is_refused_does_not_depend_on_the_question(tmp_path: Path, kind: str) -> None:
    """A row whose days contradict one another is rejected also on a day on which the law asks for neither of them."""
    source = as_file(kind, tmp_path / f"in.{kind}")
    for index, day in enumerate((date(2019, 1, 1), date(2022, 3, 1), date(2026, 7, 31))):
        run(rulebook(), Job(source, tmp_path / f"out{index}.ndjson", day, detail="full"))
    texts = {Path(f"{tmp_path / f'out{index}.ndjson'}.rejects.ndjson").read_text() for index in range(3)}
    assert len(texts) == 1


def test_generated_profiles_keep_the_order_of_days() -> None:
    """No profile that the program makes up has days that it would refuse."""
    batch = next(profiles(16_384, 3, layout()))
    seen = 0
    for order in orders_of(layout()):
        pairs = zip(batch.column(order.earlier).to_pylist(), batch.column(order.later).to_pylist(), strict=True)
        known = [(first, second) for first, second in pairs if first and second]
        assert all(first <= second for first, second in known)
        seen += len(known)
    assert seen > 10_000


ODD_LINES = [
    (rb'{"name": "\ud800"}', "name: expects text"),
    (rb'{"name": "a\u0000b"}', "name: expects text"),
    (b'{"name": "a\x00b"}', "is not JSON"),
    (b'{"assess_on": "2021-W01-1"}', "assess_on: expects a day written as 2021-09-02"),
    (b'{"assess_on": "9999-12-31"}', "assess_on: 9999-12-31 lies outside the years"),
    (b'{"technologies": [{"suspicions": {"storage_purposes": [{}]}}]}', "expects some of"),
    (b'{"technologies": [{"suspicions": {"storage_purposes": {"known": ["reporting"]}}}]}', "known in part only"),
    (b'{"technologies": {"complete": true}}', "said to be complete but lists nothing"),
    (b'{"technologies": [1]}', "technologies: expects a list of objects"),
    (b'{"name": ' + b'"x' * 3 + b"}", "is not JSON"),
    (
        b'{"profile": "derogation/profile/1", "name": "x", "readings": {"numbering": {"choice": "both"}}}',
        "no choice 'both'",
    ),
    (
        b'{"profile": "derogation/profile/1", "name": "x", "readings": {"numbring": {"choice": "either"}}}',
        "no reading is called",
    ),
    (rb'{"profile": "derogation/profile/1", "name": "\ud800"}', ""),
    (b"\xef\xbb\xbf{}", "is not JSON"),
    (b'{"technologies_0_suspicions_longest_months": 1' + b"0" * 5000 + b"}", "is not JSON that can be read"),
    (b'{"technologies_0_suspicions_longest_months": 1' + b"0" * 400 + b"}", "is too large"),
]


def test_odd_lines_cost_one_row_each(tmp_path: Path) -> None:
    """Halves of characters, NUL, weekday dates and contradictions of form are rejected one by one, with a reason."""
    source = tmp_path / "in.ndjson"
    source.write_bytes(b"".join(line + b"\n{}\n" for line, _ in ODD_LINES))
    result = run(rulebook(), Job(source, tmp_path / "out.csv"))
    found = rejects(tmp_path / "out.csv")
    assert [reject["row"] for reject in found] == [2 * index + 1 for index in range(len(ODD_LINES))]
    for reject, (_, reason) in zip(found, ODD_LINES, strict=True):
        assert reason in reject["reason"]
    assert result.counts.rows == len(ODD_LINES)


def test_a_set_known_in_part_leaves_its_other_members_open(tmp_path: Path) -> None:
    """Nested as in a profile, a set known in part says nothing of the members that it does not name."""
    part = {"known": ["reporting"], "complete": False}
    nested = {"name": "n", "technologies": [{"id": "a", "suspicions": {"storage_purposes": part}}]}
    wide = {"name": "n", "technologies_count": 1, "technologies_0_id": "a",
            "technologies_0_suspicions_storage_purposes_reporting": True}  # fmt: skip
    source = tmp_path / "in.ndjson"
    source.write_text("".join(json.dumps(row) + "\n" for row in (nested, wide)))
    run(rulebook(), Job(source, tmp_path / "out.ndjson", date(2022, 6, 1), detail="full"))
    first, second = (json.loads(line) for line in (tmp_path / "out.ndjson").read_text().splitlines())
    assert {**first, "row": 0} == {**second, "row": 0}


def test_a_line_too_long_is_rejected_without_being_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond the limit costs one row, of NDJSON and of CSV, and the next line is read as usual."""
    monkeypatch.setattr("derogation.batch.rows.LONGEST", 1_000)
    (tmp_path / "in.ndjson").write_text(f'{{"name": "{"x" * 5_000}"}}\n{{"name": "y"}}\n')
    (tmp_path / "in.csv").write_text(f"name\n{'x' * 5_000}\ny\n")
    for kind in ("ndjson", "csv"):
        result = run(rulebook(), Job(tmp_path / f"in.{kind}", tmp_path / f"out.{kind}"))
        assert [reject["reason"] for reject in rejects(tmp_path / f"out.{kind}")] == ["is longer than 1000 bytes"]
        assert result.counts.rows == 1


def test_a_table_in_utf_16_is_called_that(tmp_path: Path) -> None:
    """Two bytes a character, with Windows' ends of lines, are no lines that end in carriage returns alone."""
    (tmp_path / "in.csv").write_bytes("name,assess_on\r\nChat,2022-06-01\r\n".encode("utf-16"))
    with pytest.raises(BadInput, match="UTF-16; save it as UTF-8"):
        run(rulebook(), Job(tmp_path / "in.csv", tmp_path / "out.csv"))
