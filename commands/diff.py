"""``derogation diff OLD NEW``."""

from __future__ import annotations

import datetime

import click

from .common import Day, load_drafts, show_json


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--on", "on", type=Day(), help="Assess both on this day, not each on its own.")
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text")
def diff(old: str, new: str, on: datetime.date | None, format_: str) -> None:
    """What changed between two drafts, and what that did: for the outcome and each status that is another, the fewest
    changes that turn it.

    OLD and NEW are profiles, matters, decision records, or cases of the program.
    """
    from .. import rulebook
    from ..api import compare_drafts
    from ..showing.diff_json import diff_data
    from ..showing.diff_page import diff_document
    from ..showing.markdown import markdown
    from ..showing.terminal import terminal

    found = compare_drafts(load_drafts(old), load_drafts(new), on)
    if format_ == "json":
        show_json(diff_data(old, new, found))
        return
    document = diff_document(old, new, found, rulebook())
    click.echo(markdown(document) if format_ == "markdown" else terminal(document))
