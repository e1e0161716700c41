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


#: The JSON that commands print: by name, what prints it, and the function that makes its schema of the rulebook.
CONTRACTS = {
    "assessment": ("what `assess` prints", "showing.assessment_json", "assessment_schema"),
    "assessment-under": ("what `assess --law` prints", "showing.variants_json", "under_schema"),
    "batch-summary": ("the summary that `batch` writes", "batch.summary", "summary_schema"),
    "calendar": ("what `calendar` prints", "duties.render", "calendar_schema"),
    "change": ("what `change` prints", "showing.change_json", "change_schema"),
    "class": ("what `class` prints", "lessons.class_tables", "class_schema"),
    "conformance": ("what `cases export` writes", "showing.conformance_json", "conformance_schema"),
    "diff": ("what `diff` prints", "showing.diff_json", "diff_schema"),
    "error": ("what a command that fails prints on standard error", "showing.error_json", "error_schema"),
    "facts": ("what `facts` prints", "showing.lists_json", "facts_schema"),
    "graph": ("what `rules graph` prints", "showing.graph_json", "graph_schema"),
    "law-compare": ("what `law compare` prints", "showing.variants_json", "compare_schema"),
    "lesson-diagnosis": ("what `teach --diagnose` prints", "lessons.diagnosis_json", "diagnosis_schema"),
    "lesson-taken": ("what `lessons grade` keeps of a lesson taken", "lessons.taken_json", "taken_schema"),
    "lesson-result": ("what `teach` prints of an answer", "lessons.result_json", "result_schema"),
    "matter-assessment": ("what `assess` prints of a matter", "showing.matter_json", "matter_schema"),
    "readings": ("what `readings` prints", "showing.readings_json", "readings_schema"),
    "record-replay": ("what `record replay` prints", "showing.record_json", "replayed_schema"),
    "record-show": ("what `record show` prints", "showing.record_json", "shown_schema"),
    "record-verify": ("what `record verify` and `record chain` print", "showing.record_json", "verified_schema"),
    "report-check": ("what `report check` prints", "reports.schema", "check_schema"),
    "report-compare": ("what `report compare` prints", "reports.schema", "compare_schema"),
    "rulebook-diff": ("what `rules diff` prints", "showing.rulebooks_page", "rulebooks_schema"),
    "rules": ("what `rules list` prints", "showing.lists_json", "rules_schema"),
    "prove": ("what `rules prove` prints", "showing.prove_page", "prove_schema"),
    "timeline": ("what `timeline` prints", "showing.timeline_json", "timeline_schema"),
}


def contract_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a contract, by its name in :data:`CONTRACTS`."""
    from .. import rulebook

    _, module, function = CONTRACTS[name]
    make = getattr(import_module(f"..{module}", __package__), function)
    return make() if module.startswith("reports") else make(rulebook())


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
