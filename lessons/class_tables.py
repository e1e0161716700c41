"""The results of a class as tables, as CSV and as the JSON contract ``derogation/class/1``."""

from __future__ import annotations

import csv
import io
from typing import Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..reading.formulas import guarded
from ..showing.contract import closed, schema_of
from .class_results import Answer, ClassResults, ConditionRow, Counts, LearnerRow
from .result import KINDS, Kind

SCHEMA = "derogation/class/1"
By = Literal["learner", "condition", "answer"]
BY: tuple[By, ...] = ("learner", "condition", "answer")
Rows = tuple[tuple[str, ...], ...]

HEADERS: dict[By, tuple[str, ...]] = {
    "learner": (
        "learner", "lesson", "attempt", "passed", "points_right", "points_asked", "outcomes_right", "outcomes_asked",
        *KINDS,
    ),
    "condition": ("provision", "rule", "title", "learners", "asked", *KINDS),
    "answer": (
        "learner", "lesson", "attempt", "case", "made_up", "provision", "rule", "technology", "said", "status", "grade",
    ),
}  # fmt: skip


def table_of(results: ClassResults, by: By) -> tuple[tuple[str, ...], Rows]:
    """The header and the rows of one table."""
    if by == "learner":
        return HEADERS[by], tuple(map(_learner, results.learners))
    if by == "condition":
        return HEADERS[by], tuple(map(_condition, results.conditions))
    return HEADERS[by], tuple(map(_answer, results.answers))


def csv_of(results: ClassResults, by: By) -> str:
    """One table as CSV (RFC 4180), no cell of which a spreadsheet takes for a formula."""
    header, rows = table_of(results, by)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _learner(row: LearnerRow) -> tuple[str, ...]:
    points, outcomes = (tuple(map(str, counted)) for counted in (row.points, row.outcomes))
    passed = "yes" if row.passed else "no"
    return row.learner, row.lesson, str(row.attempt), passed, *points, *outcomes, *map(str, row.counts)


def _condition(row: ConditionRow) -> tuple[str, ...]:
    return row.provision, row.rule, row.title, str(row.learners), str(row.asked), *map(str, row.counts)


def _answer(row: Answer) -> tuple[str, ...]:
    place = (row.learner, row.lesson, str(row.attempt), str(row.case), "yes" if row.made_up else "no")
    return *place, row.provision, row.rule, row.technology, row.said, row.status, row.kind


# --- JSON ------------------------------------------------------------------------------------------------------------


@closed
class GradesJson(TypedDict):
    """How many points there are of each grade."""

    right: int
    """Right, for the right reason."""
    right_on_reading: int
    """Right on another shipped reading."""
    no_reason: int
    """Right, without a reason."""
    wrong_reason: int
    """Right, for a wrong reason or one that is not whole."""
    wrong: int
    """Wrong on every reading."""
    dont_know: int
    """The learner does not know."""
    not_asked: int
    """The learner says nothing of it."""


@closed
class LearnerJson(TypedDict):
    """What one learner made of one lesson."""

    learner: str
    """The learner; a number where names are left out."""
    lesson: str
    """The lesson's name."""
    attempt: int
    """How often the learner took the lesson so far."""
    passed: bool
    """Whether it was passed."""
    points_right: int
    """How many points are right."""
    points_asked: int
    """Of how many."""
    outcomes_right: int
    """How many outcomes are right."""
    outcomes_asked: int
    """Of how many."""
    grades: GradesJson
    """The grades of the points."""


@closed
class ConditionJson(TypedDict):
    """What the class made of one condition or gate."""

    rule: str
    """The rule's name."""
    provision: str
    """Its provision, as rules write it."""
    title: str
    """The rule in short."""
    learners: int
    """Of how many learners it was asked."""
    asked: int
    """How often it was asked."""
    grades: GradesJson
    """The grades."""


@closed
class AnswerJson(TypedDict):
    """What one learner said of one condition or gate in one case."""

    learner: str
    """The learner; a number where names are left out."""
    lesson: str
    """The lesson's name."""
    attempt: int
    """How often the learner took the lesson so far."""
    case: int
    """The number of the case in the lesson."""
    made_up: bool
    """Whether the case was made up for this learner."""
    rule: str
    """The rule's name."""
    provision: str
    """Its provision, as rules write it."""
    technology: str
    """The technology's id; empty where the rule is not about one."""
    said: str
    """What the learner said; empty where nothing."""
    status: str
    """The status as assessed."""
    grade: Kind
    """The grade."""


@closed
class ClassJson(TypedDict):
    """The results of a class."""

    schema: Literal["derogation/class/1"]
    """The name of this contract."""
    anonymous: bool
    """Whether names are left out."""
    learners: list[LearnerJson]
    """By learner and lesson."""
    conditions: list[ConditionJson]
    """By condition, those that go wrong most first."""
    answers: list[AnswerJson]
    """Answer by answer."""


def class_data(results: ClassResults) -> ClassJson:
    """The results of a class as plain data."""
    return {
        "schema": SCHEMA,
        "anonymous": results.anonymous,
        "learners": [
            {
                "learner": row.learner,
                "lesson": row.lesson,
                "attempt": row.attempt,
                "passed": row.passed,
                "points_right": row.points[0],
                "points_asked": row.points[1],
                "outcomes_right": row.outcomes[0],
                "outcomes_asked": row.outcomes[1],
                "grades": _grades(row.counts),
            }
            for row in results.learners
        ],
        "conditions": [
            {
                "rule": row.rule,
                "provision": row.provision,
                "title": row.title,
                "learners": row.learners,
                "asked": row.asked,
                "grades": _grades(row.counts),
            }
            for row in results.conditions
        ],
        "answers": [
            {
                "learner": each.learner,
                "lesson": each.lesson,
                "attempt": each.attempt,
                "case": each.case,
                "made_up": each.made_up,
                "rule": each.rule,
                "provision": each.provision,
                "technology": each.technology,
                "said": each.said,
                "status": each.status,
                "grade": each.kind,
            }
            for each in results.answers
        ],
    }


def _grades(counts: Counts) -> GradesJson:
    right, on_reading, no_reason, wrong_reason, wrong, dont_know, not_asked = counts
    return {
        "right": right,
        "right_on_reading": on_reading,
        "no_reason": no_reason,
        "wrong_reason": wrong_reason,
        "wrong": wrong,
        "dont_know": dont_know,
        "not_asked": not_asked,
    }


def class_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of the results of a class."""
    return schema_of(ClassJson, SCHEMA, "The results of a class", rulebook)
