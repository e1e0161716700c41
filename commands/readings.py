"""``derogation readings CASE``: where views of the law and of the facts part."""

from __future__ import annotations

import datetime

import click

from .common import checked_party, chosen_readings, load, show_json, standpoint_options


@click.command()
@click.argument("case")
@standpoint_options
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text")
def readings(
    case: str,
    on: datetime.date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
    format_: str,
) -> None:
    """The smallest sets of readings that turn the outcome of CASE, and the outcome by answers to its disputes."""
    from ..api import assess, divergence
    from ..showing.markdown import markdown
    from ..showing.readings_json import divergence_data
    from ..showing.readings_page import divergence_document
    from ..showing.terminal import terminal

    loaded = load(case)
    chosen = chosen_readings(readings)
    result = assess(loaded, on, checked_party(loaded, standpoint), on_the_record=on_the_record, readings=chosen)
    found = divergence(loaded, result, chosen)
    if format_ == "json":
        show_json(divergence_data(result, found))
        return
    document = divergence_document(result, found)
    click.echo(markdown(document) if format_ == "markdown" else terminal(document))
