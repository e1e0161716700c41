"""``derogation proposals``: what an assistant proposed, for a person to sign."""

from __future__ import annotations

import datetime
from pathlib import Path

import click
from msgspec.structs import asdict

from .common import Day, show, show_json, show_table

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def proposals() -> None:
    """What an assistant proposed over MCP: nothing of it counts until a person states or signs it."""


@proposals.command("list")
@click.argument("folder", type=FOLDER)
@click.argument("case", default="")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def list_(folder: Path, case: str, format_: str) -> None:
    """List what was proposed for the cases in FOLDER, or for CASE of it."""
    from ..assistant.kept import proposed

    found = proposed(folder, case)
    if format_ == "json":
        show_json([asdict(each) for each in found])
        return
    rows = [(each.case, each.path, str(each.stated), each.because, each.at[:10]) for each in found]
    show_table(("Case", "Fact", "Proposed", "Why it does not count", "On"), rows)


@proposals.command()
@click.argument("folder", type=FOLDER)
@click.argument("case")
@click.argument("path")
@click.option("--by", required=True, help="Who makes the finding.")
@click.option("--why", required=True, help="Why it is so.")
@click.option("--on", "on", type=Day(), help="The day of the signature (default: today).")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not print.")
def sign(folder: Path, case: str, path: str, by: str, why: str, on: datetime.date | None, output: Path | None) -> None:
    """Make a finding of what was proposed for CASE at PATH: the case with it, signed, as a profile."""
    from ..assistant.kept import signed

    file, text = signed(folder, case, path, by, why, on or datetime.date.today())
    show(text, output, [file])
