"""Spark answers as the columnar engine does; needs the extra `spark` and a Java runtime, and takes minutes."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from derogation import rulebook
from derogation.batch.columns import layout_of
from derogation.batch.run import Job, run
from derogation.batch.spark import run_spark
from derogation.batch.writing import write_profiles

pytestmark = pytest.mark.long

#: Fewer slots than usual: Spark's time goes into planning, which grows with the number of columns.
SLOTS = {"technologies": 2}


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
