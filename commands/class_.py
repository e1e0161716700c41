"""``derogation class``: what a class made of its lessons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import show, show_json, show_table

if TYPE_CHECKING:
    from ..lessons.class_tables import By


@click.command("class")
@click.argument("results", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--by",
    type=click.Choice(["learner", "condition", "answer"]),
    default="learner",
    show_default=True,
    help="One row for each learner and lesson, for each condition, or for each answer (text and CSV; JSON has all).",
)
@click.option("--anonymous", is_flag=True, help="Numbers in place of names.")
@click.option("--format", "format_", type=click.Choice(["text", "csv", "json"]), default="text")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def class_(results: tuple[Path, ...], by: By, anonymous: bool, format_: str, output: Path | None) -> None:
    """Tables of what a class made of its lessons, from RESULTS: files and folders of lessons taken.

    CSV is safe to open in a spreadsheet. Results come from the learners' machines: for an examination grade their
    answers yourself (`lessons grade`).
    """
    from ..lessons.class_results import class_results, read_taken
    from ..lessons.class_tables import class_data, csv_of, table_of
    from ..showing.contract import json_text

    found = class_results(read_taken(results), anonymous=anonymous)
    if format_ == "csv":
        show(csv_of(found, by), output, results)
    elif format_ == "json" and output is None:
        show_json(class_data(found))
    elif format_ == "json":
        show(json_text(class_data(found)) + "\n", output, results)
    elif output is not None:
        raise click.UsageError("a file is written as --format csv or json")
    else:
        header, rows = table_of(found, by)
        show_table(header, list(rows))
