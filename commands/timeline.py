"""``derogation timeline CASE``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import Choice, Day, checked_party, chosen_readings, inputs_of, load, show

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("case")
@click.option("--from", "first_day", type=Day(), default="2019-01-01", show_default=True, help="The first day.")
@click.option("--to", "last_day", type=Day(), default="2028-12-31", show_default=True, help="The last day, included.")
@click.option("--as", "standpoint", metavar="PARTY", help="Take this party's positions.")
@click.option("--on-the-record", is_flag=True, help="What its bearer has not shown counts against it.")
@click.option("--reading", "readings", type=Choice(), multiple=True, help="Take this reading of the law.")
@click.option("--format", "format_", type=click.Choice(["text", "json", "svg"]), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def timeline(
    case: str,
    first_day: datetime.date,
    last_day: datetime.date,
    standpoint: str | None,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
    format_: str,
    output: Path | None,
) -> None:
    """The outcome of CASE on every day, as intervals, and why it changes.

    CASE is a profile file, - for standard input, or the name of a case that comes with the program.
    """
    if last_day < first_day:
        raise click.UsageError(f"the span ends ({last_day}) before it begins ({first_day}); exchange --from and --to")
    from ..api import timeline as timeline_of_case

    loaded = load(case)
    found = timeline_of_case(
        loaded,
        first_day,
        last_day,
        checked_party(loaded, standpoint),
        on_the_record=on_the_record,
        readings=chosen_readings(readings),
    )
    if format_ == "json":
        from ..api import subject_of
        from ..showing.contract import json_text
        from ..showing.timeline_json import timeline_data

        text = json_text(timeline_data(found, subject_of(loaded))) + "\n"
    elif format_ == "svg":
        from ..showing.pictures.timeline import timeline_svg

        text = timeline_svg(found)
    else:
        from ..showing.terminal import terminal
        from ..showing.timeline_page import timeline_document

        text = terminal(timeline_document(found)) + "\n"
    show(text, output, inputs_of(case), words=format_ == "text")
