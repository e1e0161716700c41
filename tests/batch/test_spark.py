"""Spark answers as the columnar engine does; needs the extra `spark` and a Java runtime, and takes minutes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from derogation import rulebook
from derogation.batch.columns import layout_of
from derogation.batch.run import Job, run
from derogation.batch.spark import run_spark
from derogation.batch.writing import write_profiles
from derogation.reading.errors import BadInput

pytestmark = pytest.mark.long

#: Fewer slots than usual: Spark's time goes into planning, which grows with the number of columns.
SLOTS = {"technologies": 2}
ON = date(2022, 6, 1)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["parquet", "ndjson"])
def test_spark_answers_twenty_thousand_profiles_as_the_bit_planes_do(tmp_path: Path, kind: str) -> None:
    """Spark in local mode gives every outcome, possible outcome and status that the columnar engine gives."""
    layout = layout_of(rulebook(), SLOTS)
    source = tmp_path / f"in.{kind}"
    write_profiles(20_000, 77, source, layout)
    run_spark(rulebook(), Job(source, tmp_path / "spark.parquet", slots=SLOTS), "local[2]")
    run(rulebook(), Job(source, tmp_path / "planes.parquet", slots=SLOTS))
    theirs = {row["name"]: row for row in pq.read_table(tmp_path / "spark.parquet").to_pylist()}
    ours = {row["name"]: row for row in pq.read_table(tmp_path / "planes.parquet").to_pylist()}
    assert len(ours) == 20_000
    for row in ours.values():
        del row["row"]
    assert theirs == ours


#: Lines that are rejected, on Spark as elsewhere, each with a word of the reason.
BAD_LINES = [
    ({"service_users_in_union": "perhaps"}, "expects yes or no"),
    ({"assess_on": "1021-09-01"}, "outside the years"),
    ({"technologies_0_suspicions_longest_months": "12d"}, "expects a number"),
    ({"assess_on": "2021-13-01"}, "expects a day"),
    ({"assess_on": "2021-1-5"}, "expects a day"),
    ({"technologies_count": 2}, "expects a whole number from 0 to 1"),
    ({"technologies_0_end_to_end_encryption": "mostly"}, "expects one of"),
    ({"technologies_0_suspicions_longest_months": "Infinity"}, "expects a number"),
    ({"technologies_0_suspicions_longest_months": -1}, "expects a number"),
    ({"technologies_0_prior_consultation_started_on": "2021-09-01",
      "technologies_0_prior_consultation_completed_on": "2021-08-01"}, "before it is started (2021-09-01)"),
    ({"technologies": [{"scans": {"text": True}}]}, "technologies: is nested"),
    ({"profile": "derogation/profile/1"}, "profile: is nested"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
def test_spark_rejects_what_cannot_be_and_answers_the_rest(tmp_path: Path) -> None:
    """Wrong cells, days out of order and nested rows go to the rejects with a reason, all other rows are answered."""
    slots = {"technologies": 1, "reports": 1, "technology.periods_of_use": 1}
    source = tmp_path / "in.ndjson"
    write_profiles(200, 7, source, layout_of(rulebook(), slots))
    bad = [json.dumps({"name": str(index), **line}) for index, (line, _) in enumerate(BAD_LINES)]
    with source.open("a", encoding="utf-8") as stream:
        stream.write("\n".join([*bad, "{"]) + "\n")
    nested = tmp_path / "nested.parquet"
    pq.write_table(pa.Table.from_pylist([{"name": "a", "technologies": [{"scans": {"text": True}}]}]), nested)
    with pytest.raises(BadInput, match="'technologies' is nested"):
        run_spark(rulebook(), Job(nested, tmp_path / "nested.out.parquet", slots=slots), "local[2]")
    run_spark(rulebook(), Job(source, tmp_path / "out.parquet", detail="outcome", slots=slots), "local[2]")
    files = (tmp_path / "out.parquet.rejects.ndjson").glob("part-*")
    rejects = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    reasons = {reject.get("name"): reject["reason"] for reject in rejects}
    assert len(rejects) == len(BAD_LINES) + 1
    assert all(reason in reasons[str(index)] for index, (_, reason) in enumerate(BAD_LINES))
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 200


@pytest.mark.filterwarnings("ignore")
def test_spark_reads_text_as_every_other_reader_does(tmp_path: Path) -> None:
    """Yes, no and never in any case, blanks around values and decimal points mean on Spark what they mean elsewhere."""
    slots = {"technologies": 1, "reports": 1, "technology.periods_of_use": 1}
    source = tmp_path / "in.csv"
    source.write_text(
        "name,assess_on,service_users_in_union,technologies_count,technologies_0_end_to_end_encryption,"
        "technologies_0_prior_consultation_completed_on,technologies_0_suspicions_longest_months\n"
        "a, 2022-06-01,YES,1.0, all ,2021-09-01,.5\nb,2022-06-01 ,no,1e0,none,Never,1e1\n"
        "c,\t2022-06-01,Yes\t,1,\u00a0some,,12.0\nd,,,,,,010\ne,,,,,,5.\nf,,,1.5,,,\ng,,,,,,-1\n"
        "h,2022-06-01,  ,1,\t,,\n"
    )
    run_spark(rulebook(), Job(source, tmp_path / "spark.parquet", slots=slots), "local[2]")
    run(rulebook(), Job(source, tmp_path / "planes.parquet", slots=slots))
    theirs = {row["name"]: row for row in pq.read_table(tmp_path / "spark.parquet").to_pylist()}
    ours = {row["name"]: row for row in pq.read_table(tmp_path / "planes.parquet").to_pylist()}
    for row in ours.values():
        del row["row"]
    assert [*ours] == ["a", "b", "c", "h"]
    assert theirs == ours


@pytest.mark.filterwarnings("ignore")
def test_spark_takes_numbers_of_a_parquet_file_for_what_they_are(tmp_path: Path) -> None:
    """A count of 1.0 is one and one of 0.5 none; 1 and 0 are yes and no, and 2 is neither."""
    slots = {"technologies": 1, "reports": 1, "technology.periods_of_use": 1}
    rows = [("a", 1.0, 1), ("b", 0.5, 1), ("c", 0.0, 0), ("d", 1.0, 2)]
    table = pa.Table.from_pylist(
        [{"name": name, "technologies_count": count, "service_users_in_union": yes} for name, count, yes in rows]
    )
    pq.write_table(table, tmp_path / "in.parquet")
    job = Job(tmp_path / "in.parquet", tmp_path / "spark.parquet", detail="outcome", slots=slots, on=ON)
    run_spark(rulebook(), job, "local[2]")
    assert {row["name"] for row in pq.read_table(tmp_path / "spark.parquet").to_pylist()} == {"a", "c"}
