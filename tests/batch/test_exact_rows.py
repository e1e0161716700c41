"""`--exact`: a batch says of every row what `assess` says of the case, and its summary counts that."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_parity import default_row
from click.testing import CliRunner
from derogation import assess, load_profile, rulebook
from derogation.batch.cells import facts_of_row
from derogation.batch.columns import DAY, Layout, layout_of
from derogation.batch.exact import Search
from derogation.batch.run import Job, run
from derogation.batch.summary import summary_of, text
from derogation.batch.writing import write_profiles
from derogation.commands.group import derogation
from derogation.engine.why.assessment import Facts
from derogation.engine.why.assessment import assess as assess_facts
from derogation.reading.errors import EngineDisagreement

CASES = Path(str(sys.modules["derogation"].__file__)).parent / "cases"


@cache
def layout() -> Layout:
    return layout_of(rulebook())


def outcomes(row: dict[str, Any]) -> dict[str, Any]:
    """The outcomes of a row of answers, and of those of its technologies that count."""
    return {name: cell for name, cell in row.items() if (cell is not None and name.endswith("outcomes")) or
            (cell is not None and name.endswith("outcome"))}  # fmt: skip


def of_assessment(result: Any, units: dict[str, int]) -> dict[str, Any]:
    """What an assessment says, under the names of the columns; ``units`` gives the slot of each technology."""
    found = {"outcome": result.outcome, "possible_outcomes": "|".join(result.possible_outcomes)}
    for unit in result.units:
        found[f"technologies_{units[unit.id]}_outcome"] = unit.outcome
        found[f"technologies_{units[unit.id]}_possible_outcomes"] = "|".join(unit.possible_outcomes)
    return found


@pytest.mark.parametrize("each", [5, pytest.param(1, marks=pytest.mark.long)])
def test_exact_answers_are_those_of_assess_for_shipped_cases(tmp_path: Path, each: int) -> None:
    """`batch --exact` and `assess` say the same of a case and of every technology; in a short run of each fifth."""
    files = sorted(file for kind in ("library", "training") for file in (CASES / kind).glob("*.yaml"))[::each]
    (tmp_path / "in").mkdir()
    for file in files:
        (tmp_path / "in" / file.name).write_bytes(file.read_bytes())
    run(rulebook(), Job(tmp_path / "in", tmp_path / "out.parquet", exact=True))
    files.sort(key=lambda file: file.name)
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["row"] for row in rows] == list(range(1, len(files) + 1))
    for file, row in zip(files, rows, strict=True):
        case = load_profile(file)
        day = case.profile.assess_on or row["assessed_on"]
        known = case.profile.technologies.known if case.profile.technologies else ()
        units = {technology.id: index for index, technology in enumerate(known)}
        assert outcomes(row) == of_assessment(assess(case, day), units), file.name


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("exact") / "in.parquet"
    write_profiles(40, 31, source, layout())
    return source


@pytest.mark.parametrize("on_the_record", [False, True])
def test_exact_answers_are_those_of_assess_for_generated_profiles(
    generated: Path, tmp_path: Path, on_the_record: bool
) -> None:
    """For generated profiles too, by default and on the record; the summary counts what is then written."""
    plain = Job(generated, tmp_path / "plain.parquet", detail="full", on_the_record=on_the_record)
    exact = Job(generated, tmp_path / "exact.parquet", detail="full", on_the_record=on_the_record, exact=True)
    run(rulebook(), plain)
    result = run(rulebook(), exact)
    before, after = (pq.read_table(job.output).to_pylist() for job in (plain, exact))
    for facts, first, row in zip(pq.read_table(generated).to_pylist(), before, after, strict=True):
        if first["outcome"] == "undetermined":
            entity, readings = facts_of_row(facts, layout())
            given = Facts(facts["name"], entity, readings=readings)
            expected = assess_facts(rulebook(), given, facts[DAY], on_the_record=on_the_record)
            units = {unit.name: index for index, unit in enumerate(entity.lists["technologies"].known)}
            assert outcomes(row) == of_assessment(expected, units)
            assert set(row["missing_facts"]) == {fact.path for fact in expected.missing_facts}
        elif outcomes(row) == outcomes(first):
            assert row == first
        assert set(row["possible_outcomes"].split("|")) <= set(first["possible_outcomes"].split("|"))
        kept = {name: cell for name, cell in row.items() if "outcome" not in name and name != "missing_facts"}
        assert kept == {name: first[name] for name in kept}
    assert result.counts.outcomes == Counter(row["outcome"] for row in after)
    units = [
        row[name] for row in after for name in row if name.startswith("technologies_") and name.endswith("_outcome")
    ]
    assert result.counts.unit_outcomes == Counter(unit for unit in units if unit)
    assert result.counts.missing == Counter(fact for row in after for fact in row["missing_facts"])


def test_several_processes_say_what_one_says(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes of the answers do not depend on the number of processes."""
    monkeypatch.setattr("derogation.batch.exact.WORTH", 10)
    for workers in (1, 2):
        run(rulebook(), Job(generated, tmp_path / f"{workers}.parquet", exact=True, workers=workers))
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()


def test_the_summary_says_that_open_rows_can_be_searched(generated: Path, tmp_path: Path) -> None:
    """Without the search the summary names the rows left open and the option; with it, it does not."""
    for exact in (False, True):
        job = Job(generated, tmp_path / "out.csv", exact=exact)
        result = run(rulebook(), job)
        said = text(summary_of(result, rulebook(), job))
        number = result.counts.outcomes["undetermined"]
        assert (f"{number:,} rows are open; --exact says which" in said) == (not exact)


def test_spark_does_not_search(generated: Path, tmp_path: Path) -> None:
    """On Spark the search is refused as a usage error that says what to do; nothing is written."""
    out = tmp_path / "out.parquet"
    command = ["batch", str(generated), "-o", str(out), "--exact", "--engine", "spark"]
    result = CliRunner().invoke(derogation, command)
    assert result.exit_code == 2
    assert "--exact does not run on Spark" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_names_alone_is_searched_too(tmp_path: Path) -> None:
    """Rows of which nothing is known keep every outcome that some facts could give them."""
    pq.write_table(pa.table({"name": ["a", "b"]}), tmp_path / "in.parquet")
    run(rulebook(), Job(tmp_path / "in.parquet", tmp_path / "out.parquet", date(2022, 6, 1), exact=True))
    for row in pq.read_table(tmp_path / "out.parquet").to_pylist():
        assert row["outcome"] == "undetermined"
        assert {"eligible", "not_eligible", "excluded", "not_needed"} <= set(row["possible_outcomes"].split("|"))


def test_what_the_columns_rule_out_stays_ruled_out(tmp_path: Path) -> None:
    """Of a set a row may say what is not in it, which a case cannot; the search never brings back an outcome."""
    case = load_profile(CASES / "training" / "audio-mixed-with-images.yaml")
    row = default_row(case, layout())
    open_sets = {name: cell for name, cell in row.items() if "_storage_purposes_" not in name or name.endswith("other")}
    assert len(open_sets) < len(row)
    pq.write_table(pa.Table.from_pylist([open_sets]), tmp_path / "in.parquet")
    run(rulebook(), Job(tmp_path / "in.parquet", tmp_path / "out.parquet", exact=True))
    answer = pq.read_table(tmp_path / "out.parquet").to_pylist()[0]
    assert answer["possible_outcomes"] == "excluded|eligible"


def test_a_row_that_the_search_decides_is_decided_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that is open in the columns and of which the search leaves one outcome has it, in answers and counts."""
    monkeypatch.setattr(Search, "row", lambda self, row, day: (("eligible",), (("eligible",),)))
    case = load_profile(CASES / "training" / "model-solicitation-detector.yaml")
    row = {**default_row(case, layout()), "technologies_0_prior_consultation_advice_issued_on": None}
    pq.write_table(pa.Table.from_pylist([row, default_row(case, layout()), row]), tmp_path / "in.parquet")
    for exact, outcomes_ in ((False, {"undetermined": 2, "eligible": 1}), (True, {"eligible": 3})):
        job = Job(tmp_path / "in.parquet", tmp_path / "out.parquet", detail="full", exact=exact)
        counts = run(rulebook(), job).counts
        assert counts.outcomes == counts.unit_outcomes == Counter(outcomes_)
        rows = pq.read_table(job.output).to_pylist()
        assert [bool(row["missing_facts"]) for row in rows] == ([False] * 3 if exact else [True, False, True])
        assert bool(counts.missing) == (not exact)
        assert {row["technologies_0_outcome"] for row in rows} == set(outcomes_)


def test_columns_and_search_that_contradict_each_other_end_the_run(
    generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they leave no outcome in common nothing is reported: no answer without a possible outcome."""
    monkeypatch.setattr(Search, "row", lambda self, row, day: (("eligible of another kind",), ()))
    with pytest.raises(EngineDisagreement, match="columns and search leave other outcomes"):
        run(rulebook(), Job(generated, tmp_path / "out.parquet", exact=True))
    assert not (tmp_path / "out.parquet").exists()
