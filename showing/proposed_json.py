"""The next question, and an answer beside which there are proposals: contracts of the web service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from .contract import Shape, closed, schema_of
from .proposed_record import WHY, Proposal, Reason

QUESTION, PROPOSED = "derogation/question/1", "derogation/proposed/1"


@closed
class OpenQuestionJson(TypedDict):
    """A question of the interview."""

    path: str
    """The place of the fact in the profile."""
    question: str
    """The question, in words."""
    type: str
    """The kind of answer: bool, date, number, choice, set, text or list."""
    provisions: list[str]
    """The provisions that it serves, as lawyers cite them."""
    finding: bool
    """Whether it asks for a legal judgement, which a person makes."""


@closed
class QuestionJson(TypedDict):
    """The question that can still change the outcome."""

    schema: Literal["derogation/question/1"]
    """The name of this contract."""
    question: OpenQuestionJson | None
    """The question; null where none is left."""


@closed
class ProposalJson(TypedDict):
    """Something that was said and does not count as a fact."""

    feature: str
    """The feature of a matter; empty for a case by itself."""
    path: str
    """The place of the fact."""
    question: str
    """Its question, in words."""
    stated: Any
    """What was said, as it was said."""
    because: Reason
    """Why it does not count, in a word."""
    why: str
    """Why it does not count."""


@closed
class ProposedJson(TypedDict):
    """An answer for which some of what was said did not count."""

    schema: Literal["derogation/proposed/1"]
    """The name of this contract."""
    proposals: Annotated[list[ProposalJson], Shape(minItems=1)]
    """What did not count: it is unknown in the answer."""
    answer: dict[str, Any]
    """The answer, in the contract that it names."""


def question_data(
    path: str, question: str, kind: str, provisions: Iterable[str], rulebook: Rulebook
) -> OpenQuestionJson:
    """A question as JSON."""
    spec = rulebook.vocabulary.facts.get(rulebook.vocabulary.address(path).generic)
    return {
        "path": path,
        "question": question,
        "type": kind,
        "provisions": [rulebook.cite(each) for each in provisions],
        "finding": spec is not None and spec.finding,
    }


def proposal_data(proposal: Proposal) -> ProposalJson:
    """A proposal as JSON."""
    return {
        "feature": proposal.feature,
        "path": proposal.path,
        "question": proposal.question,
        "stated": proposal.stated,
        "because": proposal.because,
        "why": WHY[proposal.because],
    }


def question_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of the next question."""
    return schema_of(QuestionJson, QUESTION, "The next question", rulebook)


def proposed_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of an answer beside which there are proposals."""
    return schema_of(ProposedJson, PROPOSED, "An answer, and what did not count for it", rulebook)
