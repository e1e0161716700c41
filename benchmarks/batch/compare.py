"""Outcomes of the real rulebook for one Parquet file, by the columnar engine and by SQL engines on the same plan.

    python benchmarks/batch/compare.py 100000 [ROUNDS]

Needs the extra `batch`, and duckdb and datafusion, which users never need. Every engine reads the file and gives the
outcome and possible outcomes of every profile and technology; answers are checked equal. Engines take turns, so that
ratios come from the same rounds. The floor is reading the same columns and doing nothing with them.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import datafusion
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from derogation import rulebook
from derogation.batch.answers import answers_of
from derogation.batch.columns import DAY, NAME, columns, layout_of
from derogation.batch.parquet_source import ParquetSource
from derogation.batch.plan import Asked, Plan
from derogation.batch.planes import compile_engine
from derogation.batch.sql import query_of
from derogation.batch.table import answer
from derogation.batch.writing import write_profiles

ADD_MONTHS = "CREATE MACRO add_months(d, m) AS CAST(d + to_months(m) AS DATE)"


def digest(table: pa.Table) -> str:
    """A digest of all answers, whatever types an engine gives them."""
    found = hashlib.sha256()
    for name in sorted(name for name in table.column_names if name.endswith(("outcome", "outcomes"))):
        for cell in table[name].combine_chunks().cast(pa.string()).to_pylist():
            found.update(repr(cell).encode())
    return found.hexdigest()[:16]


def main() -> None:
    number, rounds = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    layout = layout_of(rulebook())
    folder = Path(tempfile.mkdtemp())
    path = folder / "profiles.parquet"
    write_profiles(number, 1, path, layout)
    plan = Plan(rulebook(), layout, columns(layout), Asked())
    query = query_of(answers_of(plan, missing=False), "outcome", named=True)
    needs = sorted({*compile_engine(rulebook(), layout, columns(layout), Asked(), "outcome").needs, NAME, DAY})

    def floor() -> None:
        reader = pq.ParquetFile(path, memory_map=True)
        for group in range(reader.num_row_groups):
            reader.read_row_group(group, columns=needs)

    def planes() -> pa.Table:
        source = ParquetSource((path,), layout)
        engine = compile_engine(rulebook(), layout, source.available, Asked(), "outcome")
        found = []
        for chunk in source.chunks(needs, None):
            masks = engine.run(len(chunk.numbers), chunk.columns)
            found.append(answer(engine, masks, chunk.numbers, chunk.columns, chunk.columns[DAY])[0])
        return pa.Table.from_batches(found)

    def duck() -> pa.Table:
        with duckdb.connect() as connection:
            connection.execute(ADD_MONTHS)
            return connection.execute(query.text(f"read_parquet('{path}')")).to_arrow_table()

    def fusion() -> pa.Table:
        context = datafusion.SessionContext()
        context.register_parquet("profiles", str(path))
        text = query.text("profiles").replace("add_months(", "(").replace(", 12)", " + INTERVAL '12 months')")
        return context.sql(text).to_arrow_table()

    engines: dict[str, Callable[[], pa.Table | None]] = {
        "floor (reading only)": floor, "bit planes": planes, "DuckDB": duck, "DataFusion": fusion,
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in engines}
    digests: dict[str, str] = {}
    for _ in range(rounds):
        for name, run in list(engines.items()):
            begin = time.perf_counter()
            try:
                found = run()
            except Exception as failure:  # an engine that cannot run the plan is reported and left out
                print(f"{name}: {str(failure)[:200]}")
                del engines[name]
                continue
            times[name].append(time.perf_counter() - begin)
            if found is not None and name not in digests:
                digests[name] = digest(found)
    print(f"{number:,} profiles, {rounds} rounds; answers equal: {len(set(digests.values())) == 1} {digests}")
    base = times["floor (reading only)"]
    for name, taken in times.items():
        if taken:
            ratios = [one / other for one, other in zip(taken, base, strict=False)]
            middle = statistics.median(taken)
            print(
                f"{name:24} median {middle:8.2f} s  {number / middle:12,.0f} rows/s  "
                f"times the floor {statistics.median(ratios):6.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
                flush=True,
            )


if __name__ == "__main__":
    main()
