"""The same plan on Spark, as native column expressions: no Python runs on the executors.

Input and output are those of the columnar engine, but for the row's number, which a distributed table does not have.
Text is read as words and converted here, so that a bad cell costs one row, which goes to the rejects with its reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from ..engine.case.entailment import LATEST
from ..engine.case.facts import NEVER
from ..engine.law.rulebook import Rulebook
from ..reading.errors import BadInput, Problem
from ..reading.values import FIGURE, FIRST_YEAR, LAST_YEAR
from .answers import answers_of
from .cells import expects_number
from .columns import DAY, NAME, Column, columns, layout_of
from .graph import Cell, Flag, Known, Test
from .orders import Following, Order, days_in_order, limits_of
from .plan import Asked, Plan
from .run import Job
from .sinks import format_of
from .sources import check_names
from .sql import literal, query_of

#: What Spark calls the types of cells.
TYPES = {
    "bool": "BOOLEAN", "date": "DATE", "number": "DOUBLE", "count": "INT", "text": "STRING", "choice": "STRING",
}  # fmt: skip
#: How days and numbers are written in text; the signs around it that do not count.
DAYS = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBERS = f"^({FIGURE})$".replace("\\", "\\\\")
BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
CORRUPT = "_corrupt_record"

Frame = Any


def session(master: str) -> Any:
    """A Spark session; quiet, and without its web page."""
    sql: Any = import_module("pyspark.sql")
    builder: Any = sql.SparkSession.builder.master(master).appName("derogation")
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def run_spark(rulebook: Rulebook, job: Job, master: str) -> None:
    """Assess a table on Spark; the output is a folder of parts, as Spark writes it, and so are the rejects."""
    spark = session(master)
    try:
        answered, rejected = frames(spark, rulebook, job)
        _write(answered, job.output, format_of(job.output))
        _write(rejected, job.parts.rejects, "ndjson")
    finally:
        spark.stop()


def frames(spark: Any, rulebook: Rulebook, job: Job) -> tuple[Frame, Frame]:
    """The answers and the rejects as data frames; nothing is worked out before they are written or collected."""
    layout = layout_of(rulebook, job.slots)
    known = columns(layout)
    table = _read(spark, job.input, known)
    nested = [name for name, kind in table.dtypes if kind.startswith(("struct", "array", "map"))]
    if nested:
        hint = "spread it over wide columns, or run without --engine spark"
        raise BadInput(
            Problem(f"the column {nested[0]!r} is nested, which Spark is not given", str(job.input), hint=hint)
        )
    shapes = _roots(known) & {*table.columns}
    names = [name for name in table.columns if name != CORRUPT and name not in shapes]
    check_names(names, layout, str(job.input))
    available = frozenset(name for name in names if name in known)
    plan = Plan(rulebook, layout, {*available, DAY}, Asked(job.on, job.readings, job.on_the_record))
    query = query_of(answers_of(plan, missing=job.detail == "full"), job.detail, named=NAME in available)
    needed = {NAME, DAY, *_read_by(plan), *days_in_order(layout)} & available
    checked = _checked(table, {name: known[name] for name in names if name in needed}, limits_of(layout), shapes)
    good, bad = checked.where("rejected IS NULL"), checked.where("rejected IS NOT NULL")
    today = literal(datetime.date.today())
    day = f"coalesce({DAY}, {today}) AS {DAY}" if DAY in available else f"{today} AS {DAY}"
    good.selectExpr(*(name for name in sorted(needed) if name != DAY), day).createOrReplaceTempView("profiles")
    return spark.sql(query.text("profiles")), bad.selectExpr("rejected AS reason", *({NAME} & available))


def _read_by(plan: Plan) -> set[str]:
    """The columns that the leaves of a plan read."""
    found: set[str] = set()
    for node in plan.graph.nodes:
        match node.leaf:
            case Flag(column) | Known(column):
                found.add(column)
            case Test(left, _, right):
                found |= {operand.column for operand in (left, right) if isinstance(operand, Cell)}
            case None:
                pass
    return found


def _read(spark: Any, path: Path, known: Mapping[str, Column]) -> Frame:
    """The table; text as words, with what is no row at all in a column of its own.

    A cell of a CSV that has nothing but blanks says nothing.
    """
    if path.is_dir() or path.suffix in (".parquet", ".pq"):
        return spark.read.parquet(str(path))
    reader = spark.read.option("mode", "PERMISSIVE").option("columnNameOfCorruptRecord", CORRUPT)
    if path.suffix == ".csv":
        with path.open(encoding="utf-8") as stream:
            header = stream.readline().strip().split(",")
        schema = ", ".join(f"{name} STRING" for name in (*header, CORRUPT))
        frame = reader.option("header", True).schema(schema).csv(str(path))
        blank = {name for name in header if name in known and known[name].kind != "text"}
        return frame.selectExpr(
            *(f"nullif({_bare(name)}, '') AS {name}" if name in blank else f"`{name}`" for name in frame.columns)
        )
    if path.suffix in (".ndjson", ".jsonl"):
        schema = ", ".join(f"{name} STRING" for name in (*known, *sorted(_roots(known)), CORRUPT))
        return reader.option("primitivesAsString", True).schema(schema).json(str(path))
    raise BadInput(Problem("not a kind of table that Spark is given", str(path), hint="use Parquet, NDJSON or CSV"))


def _roots(known: Mapping[str, Column]) -> set[str]:
    """The keys under which a row would nest as a profile does; such rows are refused, not read as saying nothing."""
    found = {column.path.partition(".")[0].partition("[")[0] for column in known.values() if column.path}
    return {*found, "profile", "readings"} - {*known}


def _out_of_order(order: Order, cells: Mapping[str, str]) -> str:
    """That two days of a row are the wrong way round, where their order is there."""
    later = f"({cells[order.later]})"
    if order.listed and order.listed[0] in cells:
        count, index = order.listed
        later = f"coalesce({later}, CASE WHEN ({cells[count]}) > {index} THEN DATE'{LATEST}' END)"
    parts = [f"{later} < ({cells[order.earlier]})"]
    parts += [f"({cells[name]}) = {_said(value)}" if name in cells else "false" for name, value in order.when]
    for group in order.unless:
        some = [f"({cells[name]}) != {_said(value)}" for name, value in group if name in cells]
        parts.append(
            f"coalesce({' OR '.join(f'coalesce({each}, false)' for each in some)}, false)" if some else "false"
        )
    return " AND ".join(parts)


def _day(cell: str) -> str:
    """A day as it stands in a sentence that is put together in SQL."""
    return f"', CASE WHEN {cell} = {literal(NEVER)} THEN 'never' ELSE coalesce(string({cell}), 'some day') END, '"


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"


def _checked(table: Frame, known: Mapping[str, Column], orders: Iterable[Order | Following], shapes: set[str]) -> Frame:
    """The table with typed cells and, in ``rejected``, why a row cannot be assessed."""
    kinds = dict(table.dtypes)
    cells = [f"{_cell(name, column, kinds[name])} AS {name}" for name, column in known.items()]
    reasons = [
        f"WHEN {wrong} THEN '{name}: {reason}'"
        for name, column in known.items()
        for wrong, reason in _wrongs(name, column, kinds[name])
    ]
    for order in orders:
        if isinstance(order, Following):
            if order.columns <= known.keys():
                said = {name: f"({_cell(name, known[name], kinds[name])})" for name in order.columns}
                wrong = [f"{said[order.then[0]]} != {_said(order.then[1])}"]
                wrong += [f"{said[name]} = {_said(value)}" for name, value in order.when]
                reasons.append(f"WHEN {' AND '.join(wrong)} THEN '{order.contradiction}'")
        elif order.earlier in known and order.later in known:
            days = {name: f"({_cell(name, known[name], kinds[name])})" for name in order.columns & {*known}}
            said = order.sentence.format(earlier=_day(days[order.earlier]), later=_day(days[order.later]))
            reasons.append(f"WHEN {_out_of_order(order, days)} THEN concat('{said}')")
    reasons += [
        f"WHEN {name} IS NOT NULL THEN '{name}: is nested, which Spark is not given'" for name in sorted(shapes)
    ]
    if CORRUPT in kinds:
        reasons.insert(0, f"WHEN {CORRUPT} IS NOT NULL THEN 'is not a row that can be read'")
    rejected = f"CASE {' '.join(reasons)} END" if reasons else "CAST(NULL AS STRING)"
    return table.selectExpr(*cells, f"{rejected} AS rejected")


def _cell(name: str, column: Column, kind: str) -> str:
    """The value of a cell; null for what does not write one as :mod:`derogation.reading.values` takes it."""
    text, wanted = _bare(name), TYPES[column.kind]
    if column.kind == "count":
        number = _number(text) if kind == "string" else f"CAST({name} AS DOUBLE)"
        fits = f"({number}) BETWEEN 0 AND {column.most} AND ({number}) = floor({number})"
        return f"CASE WHEN {fits} THEN CAST({number} AS INT) END"
    if kind == "string" and column.kind != "text":
        return _written(text, column)
    if kind == wanted.lower():
        return name
    return (
        f"CASE {name} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END" if column.kind == "bool" else f"CAST({name} AS {wanted})"
    )


def _bare(name: str) -> str:
    """A text without the blanks around it."""
    return f"trim(BOTH '{BLANKS}' FROM {name})"


def _written(text: str, column: Column) -> str:
    """What a text without blanks around it says."""
    if column.kind == "bool":
        yes, no = (f"lower({text}) IN ({words})" for words in ("'true', 'yes'", "'false', 'no'"))
        return f"CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END"
    if column.kind == "date":
        never = f"WHEN lower({text}) = 'never' THEN {literal(NEVER)} " if column.never else ""
        return f"CASE {never}WHEN {text} RLIKE '{DAYS}' THEN try_cast({text} AS DATE) END"
    return _number(text) if column.kind == "number" else text


def _number(text: str) -> str:
    return f"CASE WHEN {text} RLIKE '{NUMBERS}' THEN try_cast({text} AS DOUBLE) END"


def _wrongs(name: str, column: Column, kind: str) -> list[tuple[str, str]]:
    """The conditions under which a cell is refused, each with what the column expects."""
    found: list[tuple[str, str]] = []
    cell = _cell(name, column, kind)
    expected = {"bool": "yes or no", "date": "a day written as 2021-09-02", "number": "a number"}
    expected["count"] = f"a whole number from 0 to {column.most}"
    if column.kind in expected:
        found.append((f"{name} IS NOT NULL AND ({cell}) IS NULL", f"expects {expected[column.kind]}"))
    if column.kind == "number":
        found.append((f"({cell}) < 0 OR isnan({cell}) OR ({cell}) > {column.most}", expects_number(column)))
    if column.kind == "choice":
        words = ", ".join(literal(choice) for choice in column.choices)
        found.append((f"({cell}) NOT IN ({words})", f"expects one of {', '.join(column.choices)}"))
    if column.kind == "date":
        if not column.never:
            found.append((f"({cell}) = {literal(NEVER)}", "expects a day, not one that never comes"))
        outside = f"year({cell}) NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR} AND ({cell}) != {literal(NEVER)}"
        found.append((outside, f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}"))
    return found


def _write(frame: Frame, path: Path, kind: str) -> None:
    writer = frame.write.mode("overwrite")
    if kind == "parquet":
        writer.parquet(str(path))
    elif kind == "ndjson":
        writer.json(str(path))
    else:
        writer.option("header", True).csv(str(path))
