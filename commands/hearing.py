"""``derogation hearing CASE``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from .common import Choice, Day, checked_party, chosen_readings, load
from .lessons import DOCUMENT, show_document


@click.command()
@click.argument("case")
@click.option("--on", "on", type=Day(), help="The day assessed (default: the case's own, else today).")
@click.option("--between", nargs=2, metavar="PARTY PARTY", help="Who argues (default: the provider and one opposed).")
@click.option("--reading", "readings", type=Choice(), multiple=True, help="Take this reading of the law.")
@click.option("--solution", is_flag=True, help="With what the bench should find.")
@DOCUMENT
def hearing(
    case: str,
    on: datetime.date | None,
    between: tuple[str, str] | None,
    readings: tuple[tuple[str, str], ...],
    solution: bool,
    output: Path | None,
) -> None:
    """Prepare a mock hearing of CASE: two sides argue it; what each has to show, and what the record shows.

    For each matter in issue: who bears the burden, its status as each side states the facts, as the file stands and on
    the record, and each fact with what either says. Then a brief for each side.
    """
    from ..api import hearing as prepared

    loaded = load(case)
    names = [checked_party(loaded, name) for name in between or ()]
    chosen = (str(names[0]), str(names[1])) if names else None
    document = prepared(loaded, on, chosen, readings=chosen_readings(readings), solution=solution)
    show_document(document, output, case)
