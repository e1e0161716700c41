"""The JSON forms of lessons: an answer (``derogation/lesson-answer/1``) and what is said of it
(``derogation/lesson-result/1``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, NotRequired

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..engine.why.reasons import FactUse
from ..showing.contract import Day, Reading, Shape, Value, closed, schema_of
from .answer import ANSWER_FORMAT, Said, outcomes
from .neighbour import Neighbour
from .result import Kind, LessonResult, Limb, OnReading, PointResult

SCHEMA = "derogation/lesson-result/1"


@closed
class FactJson(TypedDict):
    """A fact on which something rests."""

    path: str
    """Its place in the case's file."""
    question: str
    """What it answers."""
    value: Value
    """Its value; null where it is unknown."""
    text: str
    """Its value in words."""


@closed
class CitedJson(TypedDict):
    """A fact, or a group of facts, that the learner names."""

    path: str
    """Its place in the case's file."""
    question: str
    """What it answers; empty for a group."""
    text: str
    """Its value in words; empty for a group."""
    bears: bool
    """Whether the rule reads it."""
    decides: bool
    """Whether the status rests on it."""
    indicates: str
    """The question of the finding for or against which it only speaks; empty for others."""
    of: str
    """The provision whose rule does read it, where this one does not; empty elsewhere."""


@closed
class LimbJson(TypedDict):
    """A part of a rule on which its status rests."""

    part: Literal["applies", "holds", "relief"]
    """Whether it is about the rule applying, being met, or being lifted by a relief."""
    title: str
    """The limb in words."""
    provision: str
    """Its provision, where it has one besides the rule's own."""
    truth: bool | None
    """Whether it is so on the file; null where that is open."""
    facts: list[FactJson]
    """The facts behind that."""
    question: str
    """The limb as something to ask of the file."""


@closed
class OnReadingJson(TypedDict):
    """A reading, not the default, on which what the learner says is right."""

    reading: Reading
    """The reading's name."""
    question: str
    """The question of interpretation."""
    choice: str
    """The choice on which it is right."""
    title: str
    """That choice in words."""
    default: str
    """The default choice."""
    default_title: str
    """The default choice in words."""
    argument: str
    """The argument for the default."""
    authority: list[str]
    """The authorities of that argument, as rules write them."""
    named: bool
    """Whether the learner named the reading."""


@closed
class PointJson(TypedDict):
    """What becomes of what the learner says of one gate or condition."""

    rule: str
    """The rule's name."""
    kind_of_rule: Annotated[str, Shape(enum="kinds")]
    """Of a gate, met says that it holds, and its outcome follows."""
    provision: str
    """Its provision, as rules write it."""
    citation: str
    """Its provision, as lawyers write it."""
    title: str
    """The rule in short."""
    subject: str
    """What it is measured of: provider, service, technology:ID."""
    technology: str
    """The technology's id; empty where the rule is not about one."""
    said: Said | Literal[""]
    """What the learner says; empty where nothing."""
    status: Literal["met", "not_met", "relieved", "not_applicable", "undetermined"]
    """The status as assessed."""
    kind: Kind
    """The grade."""
    matters: bool
    """Whether the outcome rests on it."""
    sentence: str
    """The grade in words, to the learner."""
    because: str
    """The assessment's own reason."""
    rests_on: list[FactJson]
    """The facts on which the status rests."""
    cited: list[CitedJson]
    """The facts that the learner names."""
    foreign: list[str]
    """The provisions named on which it does not rest."""
    overlooked: list[LimbJson]
    """The limbs to which nothing named speaks."""
    parted: LimbJson | None
    """Where the status is wrong: the step of the proof at which the learner parts from it."""
    on_reading: OnReadingJson | None
    """Where the status is right on another reading: that reading."""
    hints: int
    """How many of the three hints were taken."""


@closed
class PointNameJson(TypedDict):
    """A gate or condition of the case."""

    rule: str
    """The rule's name."""
    technology: str
    """The technology's id; empty where the rule is not about one."""


@closed
class OutcomeGradeJson(TypedDict):
    """What becomes of the outcome that the learner states."""

    said: Annotated[str, Shape(enum="said_outcomes")]
    """What the learner says; empty where nothing."""
    outcome: Annotated[str, Shape(enum="outcomes")]
    """The outcome as assessed."""
    kind: Kind
    """The grade."""
    sentence: str
    """The grade in words, to the learner."""
    points: list[PointNameJson]
    """What decides the outcome and was not seen rightly."""
    on_reading: OnReadingJson | None
    """Where the outcome is right on another reading: that reading."""


@closed
class CountsJson(TypedDict):
    """How many points there are of each kind."""

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
class OnwardJson(TypedDict):
    """A case one fact away: the same with one fact stated otherwise, so that a status turns."""

    path: str
    """The fact's place in the file."""
    question: str
    """What it answers."""
    old: str
    """What the file says, in words."""
    new: str
    """What it would say, in words."""
    value: Value
    """What it would say, as a profile writes it."""
    rule: str
    """The rule whose status turns."""
    technology: str
    """The technology's id; empty where the rule is not about one."""
    before: str
    """The status in this case."""
    after: str
    """The status in that one."""
    sentence: str
    """What is changed, in words; not what that does."""


@closed
class LessonResultJson(TypedDict):
    """A graded answer."""

    schema: Literal["derogation/lesson-result/1"]
    """The name of this contract."""
    case: str
    """The case's name."""
    learner: str
    """Whoever answered, as the answer says; may be empty."""
    on: Day
    """The day assessed."""
    outcome: OutcomeGradeJson
    """The outcome."""
    counts: CountsJson
    """How many of the points below are of which kind."""
    points: list[PointJson]
    """Each gate and condition of the case, in the order in which they are asked."""
    next: OnwardJson | None
    """The case one fact away from the mistake; null where there is no mistake, or no one fact turns the status."""
    next_case: str | None
    """A shipped case to go on with, by name, where there is none one fact away; null elsewhere."""


def result_data(
    result: LessonResult, rulebook: Rulebook, onward: Neighbour | None = None, other: str | None = None
) -> LessonResultJson:
    """A graded answer as plain data; ``onward`` is the case one fact away from a mistake, ``other`` a shipped one."""
    outcome = result.outcome
    return {
        "schema": SCHEMA,
        "case": result.case,
        "learner": result.learner,
        "on": result.on.isoformat(),
        "outcome": {
            "said": outcome.said,
            "outcome": outcome.outcome,
            "kind": outcome.kind,
            "sentence": outcome.sentence,
            "points": [{"rule": rule, "technology": technology} for rule, technology in outcome.points],
            "on_reading": _reading(outcome.on_reading),
        },
        "counts": {
            "right": result.count("right"),
            "right_on_reading": result.count("right_on_reading"),
            "no_reason": result.count("no_reason"),
            "wrong_reason": result.count("wrong_reason"),
            "wrong": result.count("wrong"),
            "dont_know": result.count("dont_know"),
            "not_asked": result.count("not_asked"),
        },
        "points": [_point(point, rulebook) for point in result.points],
        "next": _onward(onward),
        "next_case": other,
    }


def _onward(onward: Neighbour | None) -> OnwardJson | None:
    if onward is None:
        return None
    return {
        "path": onward.path,
        "question": onward.question,
        "old": onward.old,
        "new": onward.new,
        "value": onward.value,
        "rule": onward.rule,
        "technology": onward.technology,
        "before": onward.before,
        "after": onward.after,
        "sentence": onward.sentence,
    }


def _point(point: PointResult, rulebook: Rulebook) -> PointJson:
    return {
        "rule": point.rule,
        "kind_of_rule": point.kind_of_rule,
        "provision": point.provision,
        "citation": rulebook.cite(point.provision),
        "title": point.title,
        "subject": point.subject,
        "technology": point.technology,
        "said": point.said,
        "status": point.status,
        "kind": point.kind,
        "matters": point.matters,
        "sentence": point.sentence,
        "because": point.because,
        "rests_on": _facts(point.rests_on),
        "cited": [
            {
                "path": each.path,
                "question": each.question,
                "text": each.text,
                "bears": each.bears,
                "decides": each.decides,
                "indicates": each.indicates,
                "of": each.of,
            }
            for each in point.cited
        ],
        "foreign": list(point.foreign),
        "overlooked": [_limb(limb) for limb in point.overlooked],
        "parted": _limb(point.parted) if point.parted is not None else None,
        "on_reading": _reading(point.on_reading),
        "hints": point.hints,
    }


def _facts(uses: Sequence[FactUse]) -> list[FactJson]:
    return [{"path": use.path, "question": use.question, "value": use.value, "text": use.text} for use in uses]


def _limb(limb: Limb) -> LimbJson:
    return {
        "part": limb.part,
        "title": limb.title,
        "provision": limb.provision,
        "truth": limb.truth,
        "facts": _facts(limb.facts),
        "question": limb.question,
    }


def _reading(on: OnReading | None) -> OnReadingJson | None:
    if on is None:
        return None
    return {
        "reading": on.reading,
        "question": on.question,
        "choice": on.choice,
        "title": on.title,
        "default": on.default,
        "default_title": on.default_title,
        "argument": " ".join(on.argument.split()),
        "authority": list(on.authority),
        "named": on.named,
    }


def result_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of a graded answer."""
    said = ["", *outcomes(rulebook)]
    return schema_of(LessonResultJson, SCHEMA, "A graded answer to a case", rulebook, said_outcomes=said)


# --- the answer ------------------------------------------------------------------------------------------------------


@closed
class ConditionAnswerJson(TypedDict):
    """What a learner says of one condition or gate."""

    condition: str
    """Its provision, as 3(1)(c), or the name of its rule."""
    technology: NotRequired[str]
    """The technology's id, where the condition is asked of several."""
    status: Said
    """What the learner says; of a gate, met says that it holds."""
    provisions: NotRequired[list[str]]
    """The provisions on which it rests, as 3(2)(b), rec.31 or EECC 2(5)."""
    facts: NotRequired[list[str]]
    """The facts on which it rests, by their places in the file; a group of facts by its own; assess_on for the day."""
    hints: NotRequired[int]
    """How many of the three hints were taken."""


@closed
class LessonAnswerJson(TypedDict):
    """A learner's answer to a case."""

    answer: Literal["derogation/lesson-answer/1"]
    """The file format."""
    case: NotRequired[str]
    """The case that is answered."""
    learner: NotRequired[str]
    """A name or number of whoever answers; may be left out."""
    on: NotRequired[Day]
    """The day assessed; without it, the case's own."""
    outcome: NotRequired[Annotated[str, Shape(enum="said_outcomes")]]
    """The outcome, or dont_know."""
    conditions: NotRequired[list[ConditionAnswerJson]]
    """What is said of conditions and gates, in any order."""
    readings: NotRequired[dict[Reading, str]]
    """Readings on which the answer is given, each with its choice."""


def answer_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of an answer's file."""
    said = list(outcomes(rulebook))
    return schema_of(LessonAnswerJson, ANSWER_FORMAT, "A learner's answer to a case", rulebook, said_outcomes=said)
