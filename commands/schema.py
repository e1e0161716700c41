"""``derogation schema``: the published JSON Schemas."""

from __future__ import annotations

import click

from ..contracts import CONTRACTS, contract_schema
from .common import show_json, show_table


@click.group()
def schema() -> None:
    """Print a JSON Schema: of a profile file, or of the JSON that a command prints."""


@schema.command()
def profile() -> None:
    """The schema of a profile file (derogation/profile/1)."""
    from ..cases.schema import profile_json_schema

    show_json(profile_json_schema())


@schema.command()
def matter() -> None:
    """The schema of a matter file (derogation/matter/1)."""
    from ..cases.schema import matter_json_schema

    show_json(matter_json_schema())


@schema.command("lesson-answer")
def lesson_answer() -> None:
    """The schema of a learner's answer to a case (derogation/lesson-answer/1)."""
    from .. import rulebook
    from ..lessons.result_json import answer_schema

    show_json(answer_schema(rulebook()))


def _command(name: str) -> click.Command:
    def show() -> None:
        show_json(contract_schema(name))

    return click.Command(name, callback=show, help=f"The schema of {CONTRACTS[name][0]} (derogation/{name}/1).")


for _name in CONTRACTS:
    schema.add_command(_command(_name))


@schema.command("law-status")
def law_status() -> None:
    """The schema of what `law status` prints as JSON (derogation/law-status/1)."""
    from ..showing.law_page import STATUS, law_schema

    show_json(law_schema(STATUS))


@schema.command("law-verify")
def law_verify() -> None:
    """The schema of what `law verify` prints as JSON (derogation/law-verify/1)."""
    from ..showing.law_page import VERIFY, law_schema

    show_json(law_schema(VERIFY))


@schema.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def columns(format_: str) -> None:
    """The columns of a table of profiles, as `batch` reads and `generate` writes them."""
    from .. import rulebook
    from ..batch.columns import columns as all_columns
    from ..batch.columns import columns_document, layout_of

    layout = layout_of(rulebook())
    if format_ == "json":
        show_json(columns_document(layout))
        return
    rows = [(column.name, column.kind, column.question) for column in all_columns(layout).values()]
    show_table(("Column", "Kind", "Question"), rows)
