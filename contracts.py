"""The JSON that is promised, by name: what gives it, and the function that makes its schema of the rulebook."""

from __future__ import annotations

from importlib import import_module
from typing import Any

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
    "proposed": ("what REST gives a key that may state no findings", "showing.proposed_json", "proposed_schema"),
    "question": ("what REST gives as the next question", "showing.proposed_json", "question_schema"),
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
    from .cases.rulebook import rulebook

    _, module, function = CONTRACTS[name]
    make = getattr(import_module(f".{module}", __package__), function)
    return make() if module.startswith("reports") else make(rulebook())
