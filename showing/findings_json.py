"""The findings of an assessment as part of its JSON contract: what speaks for each, who signed it, what came later."""

from __future__ import annotations

from typing_extensions import TypedDict

from ..engine.why.results import Assessment, FindingResult
from .contract import Day, Value, closed


@closed
class SignatureJson(TypedDict):
    """By whom, when and why a finding was made."""

    by: str
    """Who made it."""
    on: Day
    """The day."""
    why: str
    """The reasons; empty where none are given."""


@closed
class LaterFactJson(TypedDict):
    """A plain fact of a later day than a finding that rests on it."""

    path: str
    """Its place in the profile."""
    question: str
    """The question that it answers."""
    text: str
    """What it is."""
    on: Day
    """The day of its source, or on which it was stated."""


@closed
class FindingJson(TypedDict):
    """A legal judgement stated in the profile, and the plain facts that bear on it."""

    path: str
    """Its place in the profile."""
    question: str
    """What is judged."""
    value: Value
    """The judgement."""
    support: list[str]
    """Plain facts that speak for it."""
    against: list[str]
    """Plain facts that speak against it."""
    signed: SignatureJson | None
    """Who made it; null where nobody has signed, or a party says so."""
    unsigned: bool
    """Whether it is a judgement of the file's author that nobody has signed."""
    overtaken_by: list[LaterFactJson]
    """Plain facts that it rests on and whose day is later than that of the signature."""


def findings_data(assessment: Assessment) -> list[FindingJson]:
    """The findings that the profile states, as plain data."""
    return [_finding(each) for each in assessment.findings]


def _finding(finding: FindingResult) -> FindingJson:
    signed = finding.signed
    return {
        "path": finding.path,
        "question": finding.question,
        "value": finding.value,
        "support": list(finding.support),
        "against": list(finding.against),
        "signed": {"by": signed.by, "on": signed.on.isoformat(), "why": signed.why} if signed else None,
        "unsigned": finding.unsigned,
        "overtaken_by": [
            {
                "path": each.use.path,
                "question": each.use.question,
                "text": each.use.text,
                "on": each.on.isoformat(),
            }
            for each in finding.overtaken_by
        ],
    }
