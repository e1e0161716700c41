"""``derogation batch INPUT -o OUTPUT``."""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from ..reading.errors import BadInput
from .common import Choice, Day, chosen_readings, show_json

#: The exit code of a run that was interrupted by Ctrl-C, as shells have it.
INTERRUPTED = 130


class Slots(click.ParamType[tuple[str, int]]):
    """A list and its number of slots, written as LIST=N."""

    name = "LIST=N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        name, _, number = str(value).partition("=")
        if not name or not number.isdecimal():
            self.fail(f"{value!r} is not of the form LIST=N, for example technologies=8", param, ctx)
        return name, int(number)


@click.command()
@click.argument("input_", metavar="INPUT", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="*.parquet, *.ndjson or *.csv")
@click.option("--on", type=Day(), help="The day assessed (default: each row's assess_on, else today).")
@click.option(
    "--columns",
    "detail",
    type=click.Choice(["outcome", "conditions", "full"]),
    default="conditions",
    help="outcome; also the status of every condition (default); also of every other rule, and missing facts.",
)
@click.option("--on-the-record", is_flag=True, help="What its bearer has not shown counts against it.")
@click.option("--reading", "readings", type=Choice(), multiple=True, help="Take this reading of the law.")
@click.option(
    "--law", metavar="NAME|FILE", help="Under this draft or hypothesis instead (docs/variants.md): never law."
)
@click.option("--slots", type=Slots(), multiple=True, help="Room for so many items of a list (technologies=8).")
@click.option("--exact", is_flag=True, help="Rule out outcomes of open rows by search, as assess does; slow.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that search (default: one a core).")
@click.option("--zone", help="Instants of a Parquet table are midnights of this time zone (Europe/Brussels).")
@click.option("--fail-on-rejects", is_flag=True, help="End with 3 if any row was rejected.")
@click.option("--resume", is_flag=True, help="Take up a run that was interrupted.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Of the summary.")
@click.option("--engine", type=click.Choice(["planes", "spark"]), default="planes")
@click.option("--master", default="local[*]", help="The Spark master (with --engine spark).")
def batch(
    input_: Path,
    output: Path,
    on: datetime.date | None,
    detail: str,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
    law: str | None,
    slots: tuple[tuple[str, int], ...],
    exact: bool,
    workers: int | None,
    zone: str | None,
    fail_on_rejects: bool,
    resume: bool,
    format_: str,
    engine: str,
    master: str,
) -> None:
    """Assess every profile of INPUT: a Parquet, NDJSON or CSV file, or a folder of Parquet files or of cases.

    Rows that cannot be read go to OUTPUT.rejects.ndjson; a summary to OUTPUT.summary.json and OUTPUT.summary.svg.
    """  # fmt: skip
    from ..reading.extras import require

    require("batch", "batch", "numpy", "pyarrow")
    from ..api import rulebook, rulebook_under
    from ..batch.run import Job, checked_zone, run
    from ..batch.summary import summary_of, text, write_summary
    from ..rules.variants.model import load_variant

    if engine == "spark" and exact:
        raise click.UsageError("--exact does not run on Spark; run it without --engine spark, on the open rows alone")
    if law is not None and engine == "spark":
        raise click.UsageError("--law does not run on Spark")
    variant = load_variant(law) if law is not None else None
    book = rulebook_under(variant) if variant is not None else rulebook()
    job = Job(
        input_, output, on, detail, chosen_readings(readings, book), on_the_record, dict(slots), resume, exact,
        workers or os.cpu_count() or 1, checked_zone(zone),
    )  # fmt: skip
    if engine == "spark":
        require("spark", "--engine spark", "pyspark")
        from ..batch.spark import run_spark

        run_spark(book, job, master)
        return
    try:
        result = run(book, job, _progress() if sys.stderr.isatty() else None)
    except KeyboardInterrupt:
        click.echo("\ninterrupted; the same command with --resume goes on behind the last finished segment", err=True)
        sys.exit(INTERRUPTED)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    for name in result.ignored:
        click.echo(f"note: the column {name!r} is not a column of a profile and was ignored", err=True)
    for name in result.skipped:
        click.echo(f"note: the file {name!r} is neither a case nor a Parquet file and was not read", err=True)
    summary = summary_of(result, book, job, variant.label if variant is not None else "")
    write_summary(summary, job.parts.output)
    if format_ == "json":
        show_json(summary)
    else:
        click.echo(text(summary))
    if fail_on_rejects and result.counts.rejected:
        sys.exit(BadInput.exit_code)


def _progress() -> Callable[[int, int | None], None]:
    begin = last = time.monotonic()

    def show(done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 0.2:
            last = now
            of = f" of {total:,}" if total else ""
            click.echo(f"\r\033[K{done:,}{of} rows, {done / (now - begin):,.0f} a second", nl=False, err=True)

    return show
