"""What an outcome under a variant rests on, and how well that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from ...engine.law.rulebook import Rule
from ...engine.why.results import Assessment
from ..law_state import grade_of
from .model import GRADES, PERIOD, Variant

UNCHANGED = "presumed as adopted"


class Basis(Struct, frozen=True):
    """A rule as a variant has it: what was changed, how well that is known, and where from."""

    rule: str
    provision: str
    title: str
    change: str
    grade: str
    gist: str
    source: str


class VariantAnswer(Struct, frozen=True):
    """An outcome under a variant. ``grade`` is the weakest on which it rests, ``decided_by`` the rules that decide it;
    ``in_own_days`` whether the variant would have applied on the day."""

    variant: Variant
    assessment: Assessment
    in_own_days: bool
    grade: str
    decided_by: tuple[Basis, ...]


def answer_under(variant: Variant, assessment: Assessment) -> VariantAnswer:
    """What the outcome of an assessment by the variant's rulebook rests on."""
    decided = tuple(_deciding(assessment))
    bases = tuple(basis_of(variant, rule, assessment.rulebook.cite(rule.provision)) for rule in decided)
    verdicts = assessment.rulebook.verdicts
    grades = [basis.grade for basis in bases]
    if assessment.outcome == verdicts.failed:
        grades = [min(grades, key=GRADES.index)] if grades else []  # any one of them suffices
    elif assessment.outcome in (verdicts.passed, verdicts.mixed):
        grades += [change.grade for change in variant.changes.values()]
    period = [variant.grade] if _needs_period(assessment) else []
    return VariantAnswer(variant, assessment, assessment.on in variant, weakest([*grades, *period]), bases)


def basis_of(variant: Variant, rule: Rule, provision: str) -> Basis:
    """A rule as a variant has it."""
    change = variant.changes.get(rule.id)
    if change is not None:
        return Basis(rule.id, provision, rule.title, change.change, change.grade, change.gist, change.source)
    if rule.id in period_rules():
        title = "The days on which it would have applied"
        return Basis(rule.id, provision, title, PERIOD, variant.grade, days_of(variant), variant.source)
    foreign = " " in rule.provision  # the law of another act, which the variant leaves as it is
    grade, gist = (grade_of(rule), "law as it stands") if foreign else ("presumed", UNCHANGED)
    return Basis(rule.id, provision, rule.title, "none", grade, gist, "")


def days_of(variant: Variant) -> str:
    """The days of a variant in words."""
    first, last = variant.first_day, variant.last_day
    if first is not None and last is not None:
        return f"From {first} to {last}."
    return f"From {first}." if first is not None else f"To {last}." if last is not None else "No days are named."


def weakest(grades: Iterable[str]) -> str:
    """The weakest of some grades; *presumed* where there is none."""
    return max(grades, key=GRADES.index, default="presumed")


def period_rules() -> Mapping[str, str]:
    """The rules of the program that a variant changes by its days alone."""
    return {"outside_period_of_application": "derogation_in_force"}


def _needs_period(assessment: Assessment) -> bool:
    """Whether the outcome needs a derogation to be in force: it does wherever gates of the service let through."""
    return any(result.rule.id in period_rules() for result in assessment.other_rules) and not any(
        result.status == "met" and result.rule.kind == "gate" and not assessment.rulebook.about_unit(result.rule)
        for result in assessment.other_rules
    )


def _deciding(assessment: Assessment) -> list[Rule]:
    """The rules on which the outcome rests: a gate that holds, conditions that fail, those open, or all."""
    verdicts = assessment.rulebook.verdicts
    gates = [each for each in assessment.other_rules if each.rule.kind == "gate"]
    case_gates = [each.rule for each in gates if each.status == "met" and not assessment.rulebook.about_unit(each.rule)]
    if case_gates:
        return case_gates[:1]
    unit_gates = [each.rule for each in gates if each.status == "met"]
    failing = [each.rule for each in assessment.conditions if each.status == "not_met"]
    everything = [each.rule for each in assessment.conditions if each.status != "not_applicable"]
    if assessment.outcome == verdicts.failed:
        found = failing
    elif assessment.outcome in (verdicts.passed, verdicts.mixed):
        found = [*unit_gates, *everything]
    elif assessment.outcome == verdicts.open:
        found = [each.rule for each in (*gates, *assessment.conditions) if each.status == "undetermined"]
    else:
        found = unit_gates
    return list({rule.id: rule for rule in found}.values())
