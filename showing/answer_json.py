"""The answer as part of the JSON contract of an assessment."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import to_builtins
from typing_extensions import TypedDict

from ..engine.case.facts import Standing
from ..engine.law.rulebook import Status
from ..engine.why.answer_record import Answer, Argument, Asked, Covered, LimbAnswer, Needed, Reason, SigningState
from .contract import Day, Shape, closed


@closed
class ConditionGroupJson(TypedDict):
    """The conditions of one status."""

    status: Status
    """What became of them."""
    subject: str
    """The technology where technologies differ; empty where they do not; ? for any that is not listed."""
    provisions: list[str]
    """Their provisions, as rules write them, in the act's order."""


@closed
class ReasonJson(TypedDict):
    """Why a gate or a condition is as it is, beyond what the sentence says."""

    provision: str
    """Its provision, as rules write it."""
    subject: str
    """The technology; empty where it is the service or the provider."""
    status: Literal["holds", "finding", "met", "not_met", "relieved", "not_applicable", "undetermined"]
    """What became of it; holds: a gate that decides; finding: a finding that stands against plain facts."""
    text: str
    """The reason, in clauses."""


@closed
class LimbJson(TypedDict):
    """One limb of an exception."""

    title: str
    """The limb in a word or two."""
    provision: str
    """Its provision, as rules write it."""
    needed: dict[str, bool]
    """Whether it is needed, by choice of the reading."""
    holds: bool | None
    """Whether it is so; null where that is open."""
    said: str
    """Who says what of it."""
    indicators: str
    """How many plain facts on file point where."""


@closed
class ExceptionJson(TypedDict):
    """An exception on which the answer turns."""

    title: str
    """The exception."""
    reading: str
    """The reading on which its limbs depend; empty where there is none."""
    chosen: str
    """The choice taken."""
    limbs: list[LimbJson]
    """Its limbs."""
    indicators: str
    """The plain facts on file, in words."""


@closed
class ArgumentJson(TypedDict):
    """An argument on one side."""

    authority: str
    """What it stands on."""
    text: str
    """The argument."""
    limits: list[str]
    """What lessens its weight."""


@closed
class AskedJson(TypedDict):
    """A question that somebody can answer."""

    question: str
    """The question."""
    who: str
    """Whom to ask."""
    path: str
    """The place of the fact in the profile; of several alike, the first."""
    finding: bool
    """Whether it asks for a legal judgement."""
    note: str
    """What the file says about it so far."""


@closed
class RestingJson(TypedDict):
    """What rests on the word of parties."""

    standing: Standing
    """How it stands."""
    by: list[str]
    """The parties."""
    text: str
    """What they say."""
    paths: list[str]
    """The places of the facts in the profile."""


@closed
class SigningJson(TypedDict):
    """Findings that the answer rests on, of one state and signature."""

    state: SigningState
    """unsigned: nobody has signed them; overtaken: a fact that one rests on is of a later day than its signature."""
    by: str
    """Who signed them; empty where nobody has."""
    on: Day | None
    """The day of the signature."""
    text: str
    """The findings, in a word or two each, and what overtakes them."""
    paths: list[str]
    """Their places in the profile."""


#: ``for`` is no name in Python, hence the other way to write a typed dictionary.
_Sides = TypedDict(
    "_Sides",
    {
        "for": Annotated[
            list[ArgumentJson], Shape(description="The strongest arguments of whoever runs the processing.")
        ]
    },
)


@closed
class AnswerJson(_Sides):
    """The answer to the client's question."""

    covered: Covered
    """Whether the processing is covered; not_shown: no, because its bearer has not shown it."""
    covered_on_record: Covered
    """The same where what its bearer has not shown counts against it."""
    needed: Needed
    """Whether anything here needs the derogation."""
    sentence: str
    """The answer in a sentence, with the deciding provisions."""
    consequence: str
    """What follows."""
    conditions: list[ConditionGroupJson]
    """Every condition once, by status."""
    because: list[ReasonJson]
    """Why, where something on file bears on it."""
    exceptions: list[ExceptionJson]
    """The exceptions on which it turns."""
    against: list[ArgumentJson]
    """The strongest arguments on the other side."""
    ask: list[AskedJson]
    """What to ask whom, most decisive first."""
    rests_on: list[RestingJson]
    """What rests on parties' words."""
    findings: list[SigningJson]
    """The findings that it rests on, by who signed them; overtaken ones first."""
    split: list[str]
    """What the profile takes in and should be a case of its own."""


def answer_data(answer: Answer) -> AnswerJson:
    """An answer as plain data."""
    return {
        "covered": answer.covered,
        "covered_on_record": answer.covered_on_record,
        "needed": answer.needed,
        "sentence": answer.sentence,
        "consequence": answer.consequence,
        "conditions": [
            {"status": each.status, "subject": each.subject, "provisions": list(each.provisions)}
            for each in answer.conditions
        ],
        "because": [_plain(each) for each in answer.because],
        "exceptions": [
            {
                "title": each.title,
                "reading": each.reading,
                "chosen": each.chosen,
                "limbs": [_plain(limb) for limb in each.limbs],
                "indicators": each.indicators,
            }
            for each in answer.exceptions
        ],
        "for": [_argument(each) for each in answer.arguments_for],
        "against": [_argument(each) for each in answer.arguments_against],
        "ask": [_plain(each) for each in answer.ask],
        "rests_on": [
            {"standing": each.standing, "by": list(each.by), "text": each.text, "paths": list(each.paths)}
            for each in answer.rests_on
        ],
        "findings": [
            {
                "state": each.state,
                "by": each.by,
                "on": each.on.isoformat() if each.on else None,
                "text": each.text,
                "paths": list(each.paths),
            }
            for each in answer.findings
        ],
        "split": list(answer.split),
    }


def _argument(each: Argument) -> ArgumentJson:
    return {"authority": each.authority, "text": each.text, "limits": list(each.limits)}


def _plain(each: Asked | LimbAnswer | Reason) -> Any:
    """A record whose fields are the keys of its JSON form."""
    return to_builtins(each)
