"""The public functions: what the commands do, for a script or a service.

They may be called from several threads at once and in forked processes, change nothing that they are given, and may be
interrupted at any place without harm to later calls. A name's module is loaded when the name is first used, and modules
that a call needs are loaded by it, so that a command starts with no more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..cases.rulebook import rulebook as rulebook
    from ..interview.question import Question as Question
    from .answers import answer_json as answer_json
    from .answers import answer_record as answer_record
    from .answers import authorities_of as authorities_of
    from .answers import cited_as as cited_as
    from .answers import matter_json as matter_json
    from .answers import matter_record as matter_record
    from .asking import facts_beside as facts_beside
    from .asking import next_question as next_question
    from .asking import questions as questions
    from .asking import with_answer as with_answer
    from .assessing import assess as assess
    from .assessing import assess_matter as assess_matter
    from .bulk import batch as batch
    from .bulk import check_report as check_report
    from .days import SPAN as SPAN
    from .days import calendar as calendar
    from .days import timeline as timeline
    from .drafts import compare_drafts as compare_drafts
    from .drafts import overtaken_findings as overtaken_findings
    from .grading import Onward as Onward
    from .grading import diagnose_answers as diagnose_answers
    from .grading import grade_answer as grade_answer
    from .grading import next_lesson as next_lesson
    from .measuring import party_of as party_of
    from .measuring import subject_of as subject_of
    from .pages import matter_page_for_colleagues as matter_page_for_colleagues
    from .pages import page_for_colleagues as page_for_colleagues
    from .papers import letter as letter
    from .papers import memo as memo
    from .reading import load_cases as load_cases
    from .reading import load_matter as load_matter
    from .reading import load_profile as load_profile
    from .reading import matter_from as matter_from
    from .reading import read_profile as read_profile
    from .records import read_record as read_record
    from .records import record as record
    from .records import replay as replay
    from .records import verify_records as verify_records
    from .rulebooks import compare_rulebooks as compare_rulebooks
    from .rulebooks import law_graph as law_graph
    from .rulebooks import rulebook_in as rulebook_in
    from .signing import document_text as document_text
    from .signing import sign_finding as sign_finding
    from .supposed import assess_under as assess_under
    from .supposed import compare_laws as compare_laws
    from .supposed import law_comparer as law_comparer
    from .supposed import rulebook_under as rulebook_under
    from .teaching import assess_posed as assess_posed
    from .teaching import generate_case as generate_case
    from .teaching import hearing as hearing
    from .teaching import load_lesson as load_lesson
    from .teaching import mark_lesson as mark_lesson
    from .teaching import mark_sheet as mark_sheet
    from .teaching import pose_lesson as pose_lesson
    from .turning import change as change
    from .turning import change_json as change_json
    from .turning import divergence as divergence

_NAMES = {
    "..cases.rulebook": "rulebook",
    "..interview.question": "Question",
    ".answers": "answer_json answer_record authorities_of cited_as matter_json matter_record",
    ".asking": "facts_beside next_question questions with_answer",
    ".assessing": "assess assess_matter",
    ".bulk": "batch check_report",
    ".days": "SPAN calendar timeline",
    ".drafts": "compare_drafts overtaken_findings",
    ".grading": "Onward diagnose_answers grade_answer next_lesson",
    ".measuring": "party_of subject_of",
    ".pages": "matter_page_for_colleagues page_for_colleagues",
    ".papers": "letter memo",
    ".reading": "load_cases load_matter load_profile matter_from read_profile",
    ".records": "read_record record replay verify_records",
    ".rulebooks": "compare_rulebooks law_graph rulebook_in",
    ".signing": "document_text sign_finding",
    ".supposed": "assess_under compare_laws law_comparer rulebook_under",
    ".teaching": "assess_posed generate_case hearing load_lesson mark_lesson mark_sheet pose_lesson",
    ".turning": "change change_json divergence",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}


def __dir__() -> list[str]:
    return sorted((*globals(), *_HOMES))


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES[name], __name__), name)
    return found
