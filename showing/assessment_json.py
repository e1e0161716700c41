"""The JSON form of an assessment: the contract ``derogation/assessment/1``.

Lists are in the act's order, keys are stable, and the same inputs give the same bytes. New keys may be added; none
changes its meaning.
"""

from __future__ import annotations

from typing import Any

from ..engine.why.reasons import FactUse
from ..engine.why.results import Assessment, RuleResult

SCHEMA = "derogation/assessment/1"


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """The parts of the contract that follow from facts and rules alone, in the contract's order of keys."""
    verdicts = assessment.rulebook.verdicts
    return {
        "on": assessment.on.isoformat(),
        "standpoint": assessment.standpoint,
        "on_the_record": assessment.on_the_record,
        "outcome": assessment.outcome,
        "possible_outcomes": list(assessment.possible_outcomes),
        "possible_outcomes_exact": assessment.derivation.is_exact,
        verdicts.units: [
            {
                "id": unit.id,
                "outcome": unit.outcome,
                "possible_outcomes": list(unit.possible_outcomes),
                "in_use": unit.in_use,
            }
            for unit in assessment.units
        ],
        "conditions": [_condition(assessment, result) for result in assessment.conditions],
        "other_rules": [_other(assessment, result) for result in assessment.other_rules],
        "missing_facts": [
            {
                "path": missing.path,
                "question": missing.question,
                "provisions": list(missing.provisions),
                "who": missing.who,
                "standing": missing.standing,
            }
            for missing in assessment.missing_facts
        ],
        "disputed_facts": [
            {
                "path": disputed.path,
                "question": disputed.question,
                "positions": [
                    {
                        "by": position.by,
                        "value": position.value,
                        "because": position.because,
                        "source": position.source,
                        "inferred": position.inferred,
                    }
                    for position in disputed.positions
                ],
                "decisive": disputed.decisive,
                "standing": disputed.standing,
            }
            for disputed in assessment.disputed_facts
        ],
        "by_party": dict(sorted(assessment.by_party.items())),
        "readings": [
            {
                "id": reading.id,
                "chosen": reading.chosen,
                "by": reading.by,
                "turns_outcome": reading.turns_outcome,
                "others": reading.others,
            }
            for reading in assessment.readings
        ],
        "findings": [
            {
                "path": finding.path,
                "question": finding.question,
                "value": finding.value,
                "support": list(finding.support),
                "against": list(finding.against),
            }
            for finding in assessment.findings
        ],
        "notes": list(assessment.notes),
        "engines": list(assessment.engines),
        "rulebook_digest": assessment.rulebook.digest,
    }


def _fact(use: FactUse) -> dict[str, Any]:
    return {
        "path": use.path,
        "value": use.value,
        "standing": use.standing,
        "source": use.source,
        "note": use.note,
    }


def _condition(assessment: Assessment, result: RuleResult) -> dict[str, Any]:
    return {
        "rule": result.rule.id,
        "provision": result.rule.provision,
        "citation": assessment.rulebook.cite(result.rule.provision),
        "title": result.rule.title,
        "subject": result.subject,
        "status": result.status,
        "decisive": result.decisive,
        "because": result.because,
        "facts": [_fact(use) for use in result.facts],
        "reading": result.readings,
        "blocking": result.blocking,
        "not_shown": result.not_shown,
        "authority": [assessment.rulebook.cite(provision) for provision in result.rule.authority],
    }


def _other(assessment: Assessment, result: RuleResult) -> dict[str, Any]:
    """Gates, limbs, permitted purposes and notes: whether they hold, and why."""
    holds = result.proofs[1].truth if result.proofs else None
    return {
        "rule": result.rule.id,
        "kind": result.kind,
        "provision": result.rule.provision,
        "citation": assessment.rulebook.cite(result.rule.provision),
        "title": result.rule.title,
        "subject": result.subject,
        "holds": holds,
        "because": result.because,
        "facts": [_fact(use) for use in result.facts],
    }
