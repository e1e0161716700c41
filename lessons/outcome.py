"""The outcome that a learner states, and which gates and conditions it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from ..engine.why.results import Assessment
from . import words
from .answer import DONT_KNOW, LessonAnswer
from .result import Kind, OutcomeResult, PointResult, on_reading

RIGHT = ("right", "right_on_reading", "no_reason")


def matters(assessment: Assessment) -> frozenset[tuple[str, str]]:
    """The gates and conditions on which the outcome rests, by rule and unit.

    A gate that holds decides alone. Of an outcome that fails, the conditions that fail, or those of which one must; of
    one that passes all that apply; of an open one those that may still turn it.
    """
    verdicts, rulebook = assessment.rulebook.verdicts, assessment.rulebook
    gates = [each for each in assessment.other_rules if each.kind == "gate"]
    of_case = [each for each in gates if not rulebook.about_unit(each.rule) and each.status == "met"]
    first = next((each.rule.outcome for each in of_case), "")
    if first:
        return frozenset((each.rule.id, "") for each in of_case if each.rule.outcome == first)
    found = {(each.rule.id, each.subject.unit) for each in gates if each.status == "met"}
    kept_out = {unit for _, unit in found}
    conditions = [each for each in assessment.conditions if each.subject.unit not in kept_out - {""}]
    if assessment.outcome in (verdicts.failed, verdicts.mixed):
        found |= {(each.rule.id, each.subject.unit) for each in conditions if each.blocking or each.status == "not_met"}
        if assessment.outcome == verdicts.failed:
            for blocking in assessment.blocking_sets:
                found |= {
                    (rule.id, blocking.subject.unit if rulebook.about_unit(rule) else "") for rule in blocking.rules
                }
    if assessment.outcome in (verdicts.passed, verdicts.mixed):
        found |= {(each.rule.id, each.subject.unit) for each in conditions if each.status != "not_applicable"}
    if assessment.outcome == verdicts.open:
        found |= {(each.rule.id, each.subject.unit) for each in gates if each.status == "undetermined"}
        found |= {(each.rule.id, each.subject.unit) for each in conditions if each.decisive}
    return frozenset(found)


def outcome_result(assessment: Assessment, answer: LessonAnswer, points: Sequence[PointResult]) -> OutcomeResult:
    """Grade the outcome: right for the right reason where one of the points that decide it alone, or each of those that
    it needs together, was seen rightly."""
    said, outcome, rulebook = answer.outcome, assessment.outcome, assessment.rulebook
    if not said or said == DONT_KNOW:
        kind: Kind = "dont_know" if said else "not_asked"
        return OutcomeResult(said, outcome, kind, words.outcome_open(kind))
    if said != outcome:
        for met in assessment.readings:
            choice = next((choice for choice, other in met.others.items() if other == said), None)
            if choice is not None:
                on = on_reading(rulebook, met.id, choice, named=answer.readings.get(met.id) == choice)
                return OutcomeResult(said, outcome, "right_on_reading", words.outcome_on_reading(on, rulebook), (), on)
        decisive = [point for point in points if point.matters]
        missed = tuple(point.key for point in decisive if point.kind not in RIGHT)
        return OutcomeResult(said, outcome, "wrong", words.outcome_wrong(assessment, said, decisive), missed)
    decisive = [point for point in points if point.matters]
    missed = [point for point in decisive if point.kind not in RIGHT]
    any_of_them = outcome not in (rulebook.verdicts.passed, rulebook.verdicts.mixed)
    wrong = any(point.kind in ("wrong", "wrong_reason") for point in missed)
    seen = len(missed) < len(decisive) and (any_of_them or not wrong)
    if not decisive or seen:
        return OutcomeResult(
            said, outcome, "right", words.outcome_right(missed, rulebook), tuple(p.key for p in missed)
        )
    answered = [point for point in points if point.said]
    kind = "wrong_reason" if answered else "no_reason"
    return OutcomeResult(
        said, outcome, kind, words.outcome_reason(kind, missed, rulebook), tuple(p.key for p in missed)
    )
