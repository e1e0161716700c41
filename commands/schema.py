"""``derogation schema``: the published JSON Schemas."""

from __future__ import annotations

import click

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
def assessment() -> None:
    """The schema of an assessment (derogation/assessment/1)."""
    from .. import rulebook
    from ..showing.assessment_schema import assessment_schema

    show_json(assessment_schema(rulebook()))


@schema.command("report-check")
def report_check() -> None:
    """The schema of what `report check` prints as JSON (derogation/report-check/1)."""
    from ..reports.schema import check_schema

    show_json(check_schema())


@schema.command("report-compare")
def report_compare() -> None:
    """The schema of what `report compare` prints as JSON (derogation/report-compare/1)."""
    from ..reports.schema import compare_schema

    show_json(compare_schema())


@schema.command()
def timeline() -> None:
    """The schema of what `timeline` prints as JSON (derogation/timeline/1)."""
    from .. import rulebook
    from ..showing.timeline_json import timeline_schema

    show_json(timeline_schema(rulebook().verdicts))


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
