"""The JSON forms of what is derived from drafts and hypotheses: ``derogation/assessment-under/1``, ``law-compare/1``.

Each names its label before anything else: nothing of it is law.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..rules.variants.answered import Basis, VariantAnswer
from ..rules.variants.applied import would_be
from ..rules.variants.compared import Comparison, Side
from ..rules.variants.model import GRADES
from .contract import Day, Outcome, Shape, Would, closed, schema_of

UNDER, COMPARE = "derogation/assessment-under/1", "derogation/law-compare/1"
Grade = Annotated[str, Shape(enum=list(GRADES))]
AnyOutcome = Outcome | Would


@closed
class BasisJson(TypedDict):
    """A rule as a draft or hypothesis has it."""

    rule: str
    """Its name."""
    provision: str
    """Where it stands, as lawyers write it; empty for the days of application."""
    title: str
    """The rule in short."""
    change: str
    """What is different from the act; none where the act's own rule stands in."""
    grade: Grade
    """How well that is known."""
    gist: str
    """The sentence behind it."""
    source: str
    """Where that sentence is from."""


@closed
class UnitJson(TypedDict):
    """One technology."""

    id: str
    """Its name."""
    outcome: Would
    """What its outcome would be."""


@closed
class ConditionJson(TypedDict):
    """A condition as it would be."""

    rule: str
    """Its name."""
    provision: str
    """Where it stands, as lawyers write it."""
    title: str
    """The condition in short."""
    subject: str
    """What it is measured on."""
    status: Literal["met", "not_met", "relieved", "not_applicable", "undetermined"]
    """What would become of it."""
    because: str
    """Why."""
    change: str
    """What is different from the act."""
    grade: Grade
    """How well that is known."""


@closed
class UnderJson(TypedDict):
    """An outcome under a draft or hypothesis: never law."""

    schema: Literal["derogation/assessment-under/1"]
    """The name of this contract."""
    label: str
    """That this is no law; to be shown wherever anything of this is."""
    kind: Literal["draft", "hypothesis"]
    """Which of the two."""
    law: str
    """The draft or hypothesis, by name."""
    case: str
    """The case."""
    on: Day
    """The day assessed."""
    in_own_days: bool
    """Whether it would have applied on that day by its own terms."""
    outcome: Would
    """What the outcome would be."""
    possible_outcomes: list[Would]
    """The outcomes that would be possible."""
    grade: Grade
    """The weakest grade on which the outcome rests."""
    decided_by: list[BasisJson]
    """The rules that decide it."""
    technologies: list[UnitJson]
    """Each technology in use."""
    conditions: list[ConditionJson]
    """Every condition."""
    left_out: list[str]
    """What is said of the draft and was not taken up."""
    engines: list[str]
    """The engines that derived it and agree."""
    rulebook: str
    """Digest of the rules supposed."""


@closed
class SideJson(TypedDict):
    """One law's answer."""

    law: str
    """The law: act, or the name of a draft or hypothesis."""
    label: str
    """What it is."""
    outcome: AnyOutcome
    """Its outcome; would_be_ before it under a draft or hypothesis."""
    possible_outcomes: list[AnyOutcome]
    """The outcomes possible under it."""
    in_own_days: bool
    """Whether it applies, or would have applied, on that day by its own terms."""


@closed
class RuleDifferenceJson(TypedDict):
    """A rule whose status differs."""

    rule: str
    """Its name."""
    provision: str
    """Where it stands, as lawyers write it."""
    title: str
    """The rule in short."""
    subject: str
    """What it is measured on."""
    before: str
    """Its status under the first law; absent where it has no such rule."""
    after: str
    """Its status under the second law."""


@closed
class ComparisonJson(TypedDict):
    """Two laws on one case and day."""

    case: str
    """The case."""
    on: Day
    """The day."""
    a: SideJson
    """The first law."""
    b: SideJson
    """The second law."""
    same: bool
    """Whether the outcome is the same."""
    because: list[BasisJson]
    """The changed rules that make the difference."""
    alone: bool
    """Whether each of them suffices by itself; otherwise they are needed together."""
    grade: Grade | Literal[""]
    """The weakest grade on which the difference rests."""
    conditions: list[RuleDifferenceJson]
    """Every rule whose status differs."""


@closed
class CompareJson(TypedDict):
    """Two laws compared by outcome."""

    schema: Literal["derogation/law-compare/1"]
    """The name of this contract."""
    label: str
    """What of it is no law; to be shown wherever anything of this is."""
    own_days: bool
    """Whether drafts were taken to apply on their own days only."""
    engines: list[str]
    """The engine that derived it."""
    cases: list[ComparisonJson]
    """The cases, in order."""


def under_data(found: VariantAnswer) -> UnderJson:
    """An outcome under a variant, as its contract has it."""
    assessment, variant = found.assessment, found.variant
    cite = assessment.rulebook.cite
    conditions: list[ConditionJson] = []
    for each in assessment.conditions:
        change = variant.changes.get(each.rule.id)
        conditions.append(
            {
                "rule": each.rule.id,
                "provision": cite(each.rule.provision),
                "title": each.rule.title,
                "subject": str(each.subject),
                "status": each.status,
                "because": each.because,
                "change": change.change if change is not None else "none",
                "grade": change.grade if change is not None else "presumed",
            }
        )
    return {
        "schema": "derogation/assessment-under/1",
        "label": variant.label,
        "kind": variant.kind,
        "law": variant.id,
        "case": assessment.case,
        "on": assessment.on.isoformat(),
        "in_own_days": found.in_own_days,
        "outcome": assessment.outcome,
        "possible_outcomes": list(assessment.possible_outcomes),
        "grade": found.grade,
        "decided_by": [_basis(each) for each in found.decided_by],
        "technologies": [{"id": unit.id, "outcome": unit.outcome} for unit in assessment.units],
        "conditions": conditions,
        "left_out": [each.what for each in variant.left_out],
        "engines": list(assessment.engines),
        "rulebook": assessment.rulebook.digest,
    }


def compare_data(label: str, found: Sequence[Comparison], *, own_days: bool) -> CompareJson:
    """Comparisons, as their contract has them."""
    return {
        "schema": "derogation/law-compare/1",
        "label": label,
        "own_days": own_days,
        "engines": ["evaluator"],
        "cases": [_comparison(each) for each in found],
    }


def _comparison(each: Comparison) -> ComparisonJson:
    return {
        "case": each.case,
        "on": each.on.isoformat(),
        "a": _side(each.a),
        "b": _side(each.b),
        "same": each.same,
        "because": [_basis(basis) for basis in each.because],
        "alone": each.alone,
        "grade": each.grade,
        "conditions": [
            {
                "rule": rule.rule,
                "provision": rule.provision,
                "title": rule.title,
                "subject": rule.subject,
                "before": rule.before,
                "after": rule.after,
            }
            for rule in each.conditions
        ],
    }


def _side(side: Side) -> SideJson:
    return {
        "law": side.law,
        "label": side.label,
        "outcome": side.outcome,
        "possible_outcomes": list(side.possible_outcomes),
        "in_own_days": side.in_own_days,
    }


def _basis(basis: Basis) -> BasisJson:
    return {
        "rule": basis.rule,
        "provision": basis.provision,
        "title": basis.title,
        "change": basis.change,
        "grade": basis.grade,
        "gist": basis.gist,
        "source": basis.source,
    }


def under_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of ``derogation/assessment-under/1``."""
    found = schema_of(UnderJson, UNDER, "An outcome under a draft or hypothesis", rulebook)
    return {**found, "description": f"Outcomes are {', '.join(map(would_be, rulebook.verdicts.order))}. Never law."}


def compare_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of ``derogation/law-compare/1``."""
    return schema_of(CompareJson, COMPARE, "Two laws compared by outcome", rulebook)
