"""``derogation calendar CASE``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from .common import Choice, Day, checked_party, chosen_readings, inputs_of, load, show_json

#: Thousands of events.
MOST_OF_A_CALENDAR = 10_000_000


@click.command()
@click.argument("case")
@click.option("--from", "first_day", type=Day(), default="2021-08-02", show_default=True, help="The first day.")
@click.option("--to", "last_day", type=Day(), default="2028-12-31", show_default=True, help="The last day, included.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write an iCalendar file (.ics).")
@click.option("--others", is_flag=True, help="Add the tasks of the Commission and of the Member States.")
@click.option("--as", "standpoint", metavar="PARTY", help="Take this party's positions.")
@click.option("--reading", "readings", type=Choice(), multiple=True, help="Take this reading of the law.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), help="Print the table (default without -o).")
def calendar(
    case: str,
    first_day: datetime.date,
    last_day: datetime.date,
    output: Path | None,
    others: bool,
    standpoint: str | None,
    readings: tuple[tuple[str, str], ...],
    format_: str | None,
) -> None:
    """The provider's duties in CASE with their days, as a table or as iCalendar.

    CASE is a profile file, - for standard input, or the name of a case that comes with the program. Reports are listed
    for the periods in which the provider processed, or may have.
    """
    if last_day < first_day:
        raise click.UsageError(f"--to {last_day} lies before --from {first_day}")
    if output is not None and output.suffix.lower() != ".ics":
        raise click.UsageError(f"{output.name!r} is no calendar file; end it in .ics")

    from ..api import calendar as calendar_of

    loaded = load(case)
    found = calendar_of(
        loaded,
        first_day,
        last_day,
        checked_party(loaded, standpoint),
        others=others,
        readings=chosen_readings(readings),
    )
    if output is not None:
        from ..duties.ics import ics
        from ..reading.document import read_bytes
        from ..reading.write_whole import check_writable, write_whole

        check_writable(output, inputs=inputs_of(case))
        before = read_bytes(output, MOST_OF_A_CALENDAR) if output.exists() else b""
        write_whole(output, ics(found, before, str(output)), inputs=inputs_of(case))
        click.echo(f"{output}: {len(found.entries)} entries", err=True)
    if format_ == "json":
        from ..duties.render import data_of

        show_json(data_of(found))
    elif format_ == "text" or output is None:
        from ..duties.render import document_of
        from ..showing.terminal import terminal

        click.echo(terminal(document_of(found)))
