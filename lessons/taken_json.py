"""The JSON form of a lesson taken, ``derogation/lesson-taken/1``: what is kept, and what classes are made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..rules.variants.applied import would_be
from ..showing.contract import Day, Shape, closed, schema_of
from .answer import outcomes
from .result_json import LessonResultJson, result_data
from .taken import Marked, Taken

SCHEMA = "derogation/lesson-taken/1"


@closed
class CountedJson(TypedDict):
    """How many are right."""

    right: int
    """How many count as right."""
    asked: int
    """Of how many asked about."""
    needed: Annotated[int, Shape(minimum=0, maximum=100)]
    """The share that the lesson asks for, in percent."""


@closed
class LessonNameJson(TypedDict):
    """A lesson by its names."""

    id: str
    """Its name: that of its file."""
    title: str
    """Its title."""


@closed
class MarkedJson(TypedDict):
    """One case of the lesson, graded."""

    at: int
    """Its number in the lesson, from 1."""
    case: str
    """The case's name."""
    made_up: bool
    """Whether it was made up for this learner."""
    on: Day
    """The day assessed."""
    standpoint: str | None
    """The party whose standpoint is taken; null for none."""
    on_the_record: bool
    """Whether the burden of proof is applied."""
    readings: dict[str, str]
    """The readings on which it is assessed, where they are not the default."""
    under: str
    """The draft or hypothesis under which it is assessed, which is never law; empty for the law."""
    asked: list[str]
    """The names of the rules asked about."""
    right: int
    """How many of these points count as right."""
    outcome_right: bool | None
    """Whether the outcome is right; null where it was not asked for."""
    result: LessonResultJson
    """The graded answer."""


@closed
class LessonTakenJson(TypedDict):
    """A lesson taken by one learner."""

    schema: Literal["derogation/lesson-taken/1"]
    """The name of this contract."""
    lesson: LessonNameJson
    """The lesson."""
    learner: str
    """Whoever took it; may be empty."""
    seed: int
    """The seed of the class."""
    number: int
    """The learner's number in the class, from 1."""
    passed: bool
    """Whether it was passed."""
    points: CountedJson
    """Conditions and gates."""
    outcomes: CountedJson
    """Outcomes."""
    cases: list[MarkedJson]
    """The cases, in order."""


def taken_data(taken: Taken) -> LessonTakenJson:
    """A lesson taken, as plain data."""
    needed = taken.lesson.passed
    return {
        "schema": SCHEMA,
        "lesson": {"id": taken.lesson.id, "title": taken.lesson.title},
        "learner": taken.learner,
        "seed": taken.seed,
        "number": taken.number,
        "passed": taken.passed,
        "points": _counted(taken.points, needed.points),
        "outcomes": _counted(taken.outcomes, needed.outcomes),
        "cases": [_marked(each) for each in taken.cases],
    }


def _counted(counted: tuple[int, int], needed: int) -> CountedJson:
    right, asked = counted
    return {"right": right, "asked": asked, "needed": needed}


def _marked(marked: Marked) -> MarkedJson:
    posed = marked.posed
    return {
        "at": posed.at,
        "case": posed.case.profile.name,
        "made_up": posed.made_up,
        "on": marked.assessment.on.isoformat(),
        "standpoint": posed.standpoint,
        "on_the_record": posed.on_the_record,
        "readings": dict(posed.readings),
        "under": posed.under,
        "asked": [point.rule for point in marked.points],
        "right": marked.right,
        "outcome_right": marked.outcome,
        "result": result_data(marked.result, marked.assessment.rulebook),
    }


def taken_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of a lesson taken; under a draft, outcomes have names of their own."""
    known = list(outcomes(rulebook))
    drafts = [would_be(each) for each in (*rulebook.verdicts.order, rulebook.verdicts.open)]
    words = {"outcomes": [*known, *drafts], "said_outcomes": ["", *known, *drafts]}
    return schema_of(LessonTakenJson, SCHEMA, "A lesson taken by one learner", rulebook, **words)
