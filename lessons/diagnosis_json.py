"""The JSON form of what is suspected of a learner: the contract ``derogation/lesson-diagnosis/1``."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..showing.contract import closed, schema_of
from .diagnose import Diagnosis, Suspicion

SCHEMA = "derogation/lesson-diagnosis/1"


@closed
class EvidenceJson(TypedDict):
    """One answer that a misconception explains, and the law does not."""

    case: str
    """The case."""
    rule: str
    """The rule's name."""
    provision: str
    """Its provision, as rules write it."""
    technology: str
    """The technology's id; empty where the rule is not about one."""
    said: str
    """The status that was said."""
    status: str
    """The status as the law has it."""


@closed
class SuspicionJson(TypedDict):
    """A misconception that explains answers."""

    misconception: str
    """Its name in the catalogue."""
    belief: str
    """What is believed."""
    wrong: str
    """Why that is wrong."""
    authority: list[str]
    """On what authority, as rules write it."""
    probability: float
    """How probable it is on these answers, from 0 to 1, to two places."""
    evidence: list[EvidenceJson]
    """The answers that it explains."""


@closed
class LessonDiagnosisJson(TypedDict):
    """What the answers to several cases say of a learner."""

    schema: Literal["derogation/lesson-diagnosis/1"]
    """The name of this contract."""
    learner: str
    """Whoever answered, as the answers say; may be empty."""
    verdict: Literal["found", "none", "undecided"]
    """Whether misconceptions were found, none explains the answers better than the law, or it cannot be told."""
    why: str
    """Why it cannot be told, or that there may be more; may be empty."""
    named: list[SuspicionJson]
    """The misconceptions found: nearly certain, and shown in two cases at least."""
    suspected: list[SuspicionJson]
    """Those that may be, and are not certain."""
    cases: int
    """How many cases were answered."""
    answers: int
    """How many answers count."""
    slips: int
    """How many of them are explained neither by the law nor by what is named."""
    next_case: str | None
    """The case, not yet answered, that would tell most; null where none would."""


def diagnosis_data(found: Diagnosis, rulebook: Rulebook, learner: str, onward: str | None) -> LessonDiagnosisJson:
    """A diagnosis as plain data."""
    return {
        "schema": SCHEMA,
        "learner": learner,
        "verdict": found.verdict,
        "why": found.why,
        "named": [_suspicion(each, rulebook) for each in found.named],
        "suspected": [_suspicion(each, rulebook) for each in found.suspected],
        "cases": found.cases,
        "answers": found.answers,
        "slips": found.slips,
        "next_case": onward,
    }


def _suspicion(each: Suspicion, rulebook: Rulebook) -> SuspicionJson:
    return {
        "misconception": each.misconception.id,
        "belief": each.misconception.belief,
        "wrong": each.misconception.wrong,
        "authority": list(each.misconception.authority),
        "probability": round(each.probability, 2),
        "evidence": [
            {
                "case": seen.case,
                "rule": seen.rule,
                "provision": rulebook.by_id[seen.rule].provision,
                "technology": seen.technology,
                "said": seen.said,
                "status": seen.status,
            }
            for seen in each.evidence
        ],
    }


def diagnosis_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of the contract."""
    return schema_of(LessonDiagnosisJson, SCHEMA, "What the answers to several cases say of a learner", rulebook)
