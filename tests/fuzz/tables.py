"""Targets that are tables of profiles (Parquet, NDJSON, CSV): rows are taken or rejected; those taken can be."""

from __future__ import annotations

import atexit
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from derogation import rulebook
from derogation.batch.cells import Reckoning, Row, facts_of_row
from derogation.batch.columns import DAY, Layout, columns, layout_of
from derogation.batch.generate import profiles, schema_of
from derogation.batch.inputs import open_source
from derogation.batch.plan import Asked
from derogation.batch.sources import Reject
from derogation.batch.writing import write_profiles
from derogation.cases.catalogue import shipped
from derogation.engine.answer import derive
from derogation.engine.case.standpoint import Parties, seen_from
from derogation.engine.truth.evaluator import Question
from derogation.reading.errors import BadInput, Problem
from fuzz.mutate import mutated, one_in

#: Cells that mean something to some writer of tables, and so go wrong in the wrong column.
CELLS: tuple[Any, ...] = (
    *(True, False, 0, 1, 2, -1, 0.0, 1.0, 0.5, float("nan"), float("inf"), 10**18, "yes", "no", "never", "true", " "),
    *("", "None", "nan", "2024-01-01", "2024-01-01T00:00:00Z", "9999-12-31", "0001-01-01", "12000-01-01", "=1+1"),
    *(date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31), datetime(2024, 1, 1, 12), datetime(2024, 1, 1, tzinfo=UTC)),
    *([], ["images"], [{}], {}, {"known": [], "complete": False}, {"text": True}, b"\x00\xff", "x" * 5000, "\u202e"),
)


@cache
def _folder() -> Path:
    """A folder for the table that is being read, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def layout() -> Layout:
    return layout_of(rulebook())


@cache
def _reckoning() -> Reckoning:
    return Reckoning(rulebook(), Asked(None, {}, False), date(2024, 6, 3))


def reader(kind: str) -> Callable[[bytes], None]:
    """Reads a table of a kind: its rows are counted, and of those taken some are derived."""

    def read(data: bytes) -> None:
        file = _folder() / f"table.{kind}"
        file.write_bytes(data)
        source = open_source(file, layout(), _reckoning())
        taken, rejects = 0, list[Reject]()
        for chunk in source.chunks(source.available, None):
            assert all(len(array) == len(chunk.numbers) for array in chunk.columns.values()), "columns of two lengths"
            taken, rejects = taken + len(chunk.numbers), [*rejects, *chunk.rejects]
            if len(chunk.numbers) and one_in(25, data):
                names = list(chunk.columns)
                first = {name: chunk.columns[name][0].as_py() for name in names}
                _derived({name: cell for name, cell in first.items() if cell is not None})
        assert all(reject.reason for reject in rejects), "a reject that says nothing"
        if rejects and not taken:
            raise BadInput(Problem(rejects[0].reason, rejects[0].file, rejects[0].row))

    return read


def _derived(row: Row) -> None:
    """A row that was taken can be: a refusal (``Impossible``) would be of what was silently accepted."""
    day = row.pop(DAY, date(2024, 6, 3))
    entity, readings = facts_of_row(row, layout())
    book = rulebook()
    question = Question(day, {**book.default_readings, **readings}, False)
    try:
        derive(book, seen_from(entity, Parties(), None, book.series), question)
    except Exception as refused:
        raise AssertionError(f"taken, and refused when derived: {row}") from refused


def text_seeds(kind: str) -> list[bytes]:
    """Made-up profiles in wide columns; for lines also nested ones, and whole profiles."""
    file = _folder() / f"seed.{kind}"
    write_profiles(3, 11, file, layout())
    found = [file.read_bytes()]
    if kind == "csv":
        few = ["name", DAY, "service_users_in_union", "technologies_count", "technologies_0_scans_text"]
        return [*found, "\n".join([",".join(few), "a,2024-06-03,true,1,no", '"b, c",2022-01-01,no,0,']).encode()]
    import yaml

    texts = [yaml.safe_load(path.read_bytes()) for path in list(shipped().values())[:12]]
    nested = [{key: text[key] for key in ("service", "technologies") if key in text} for text in texts]
    return [*found, *(json.dumps(each, default=str).encode() + b"\n" for each in (*texts, *nested))]


def parquet_seeds() -> list[bytes]:
    """Made-up profiles in wide columns, few enough to be read quickly, and nested ones."""
    table = pa.Table.from_batches(list(profiles(4, 7, layout())), schema_of(layout()))
    kept = [name for name in table.schema.names if not name[-8:-6].isdigit()][:60]
    nested = pa.table({
        "name": ["a", "b"],
        "service": [{"users_in_union": True}, {"users_in_union": None}],
        "technologies": [[{"scans": {"text": True}}], []],
    })  # fmt: skip
    return [_bytes(table.select(kept)), _bytes(table.select(kept[:8])), _bytes(nested)]


def mutated_parquet(data: bytes, random: Random) -> bytes:
    """Another file: mostly a table with some column changed, as other programs write them; else changed bytes."""
    if random.random() < 0.25:
        return mutated(data, random)
    try:
        table = pq.read_table(io.BytesIO(data))
        for _ in range(random.choice((1, 1, 2, 3))):
            table = _column_changed(table, random)
        made = _bytes(table, use_deprecated_int96_timestamps=random.random() < 0.3)
    except Exception:  # a mixture that Arrow cannot write
        return mutated(data, random)
    return mutated(made, random) if random.random() < 0.1 else made


def _column_changed(table: pa.Table, random: Random) -> pa.Table:
    at = random.randrange(table.num_columns)
    name = table.schema.names[at]
    match random.randrange(5):
        case 0:
            return table.rename_columns([random.choice([*columns(layout()), "odd"]) if n == name else n
                                         for n in table.schema.names])  # fmt: skip
        case 1:
            return table.remove_column(at) if table.num_columns > 1 else table
        case 2:
            kinds = [pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.date64(), pa.timestamp("us", "UTC"),
                     pa.timestamp("ns"), pa.bool_(), pa.decimal128(20, 3), pa.large_string(), pa.int8()]  # fmt: skip
            return table.set_column(at, name, table.column(at).cast(random.choice(kinds), safe=False))
        case 3:
            cell = random.choice(CELLS)
            return table.set_column(at, name, pa.array([cell] * table.num_rows))
        case _:
            days = pa.array([random.choice((-(2**31), 2**31 - 1, -800000, 0, 19876, 3000000, 2932896))
                             for _ in range(table.num_rows)], pa.int32()).cast(pa.date32())  # fmt: skip
            return table.set_column(at, random.choice([DAY, name]), days)


def _bytes(table: pa.Table, **options: Any) -> bytes:
    into = io.BytesIO()
    pq.write_table(table, into, **options)
    return into.getvalue()
