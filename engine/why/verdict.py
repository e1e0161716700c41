"""What the outcomes left possible come to: covered or not, needed or not, and what decides it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from ..answer import Derivation, derive
from ..law.rulebook import STATUS_ORDER, Verdicts
from .answer_record import ConditionGroup, Covered, Needed
from .results import Assessment, RuleResult, RuleSubject


class Verdict(Struct, frozen=True):
    """``covered`` and ``needed`` from the standpoint taken; ``on_record`` where the burden of proof decides, with the
    outcomes that it leaves."""

    covered: Covered
    on_record: Covered
    needed: Needed
    record_outcomes: tuple[str, ...]


def verdict_of(assessment: Assessment) -> Verdict:
    """The verdict of an assessment; where it is open, the case is also derived on the record, and where what its bearer
    has not shown decides, also without that."""
    verdicts = assessment.rulebook.verdicts
    derivation = assessment.derivation
    covered = _covered(assessment.possible_outcomes, verdicts)
    record = assessment.possible_outcomes
    if assessment.on_the_record:
        if covered == "no" and _covered(_outcomes(derivation, on_the_record=False), verdicts) != "no":
            covered = "not_shown"
        on_record = covered
    elif covered == "open":
        record = _outcomes(derivation, on_the_record=True)
        on_record = _covered(record, verdicts)
        on_record = "not_shown" if on_record == "no" else on_record
    else:
        on_record = covered
    return Verdict(covered, on_record, _needed(assessment.possible_outcomes, verdicts), record)


def _outcomes(derivation: Derivation, *, on_the_record: bool) -> tuple[str, ...]:
    question = replace(derivation.question, on_the_record=on_the_record)
    return derive(derivation.machine.rulebook, derivation.case, question).possible


def _covered(possible: tuple[str, ...], verdicts: Verdicts) -> Covered:
    """A case that no completion covers is not covered, whatever else is open."""
    if set(possible) == {verdicts.passed}:
        return "yes"
    if set(possible) == {verdicts.mixed}:
        return "in_part"
    return "open" if {verdicts.passed, verdicts.mixed} & set(possible) else "no"


def _needed(possible: tuple[str, ...], verdicts: Verdicts) -> Needed:
    unneeded = [outcome in verdicts.unneeded for outcome in possible]
    return "no" if all(unneeded) else "open" if any(unneeded) else "yes"


def conditions_count(assessment: Assessment) -> bool:
    """Whether no gate has decided the case, and some unit is, or may be, neither excluded nor out of use."""
    reached = _reached(assessment)
    return bool(reached & set(assessment.possible_outcomes)) and (
        not assessment.units or len(units_left_out(assessment)) < len(assessment.units)
    )


def _reached(assessment: Assessment) -> set[str]:
    """The outcomes to which conditions lead."""
    verdicts = assessment.rulebook.verdicts
    return {verdicts.passed, verdicts.failed, verdicts.mixed}


def units_left_out(assessment: Assessment) -> frozenset[str]:
    """The units that no condition reaches, since a gate of their own has decided them or they are not in use."""
    reached = _reached(assessment)
    return frozenset(unit.id for unit in assessment.units if not reached & set(unit.possible_outcomes))


def deciding_gates(assessment: Assessment) -> tuple[RuleResult, ...]:
    """The gates that hold and lead to an outcome that is left."""
    left = {
        *assessment.possible_outcomes,
        *(outcome for unit in assessment.units for outcome in unit.possible_outcomes),
    }
    return tuple(
        result
        for result in assessment.other_rules
        if result.kind == "gate"
        and result.proofs is not None
        and result.proofs[1].truth is True
        and result.rule.outcome in left
    )


def open_gates(assessment: Assessment) -> tuple[RuleResult, ...]:
    """The gates that are open while no gate has decided."""
    return tuple(
        result
        for result in assessment.other_rules
        if result.kind == "gate" and result.proofs is not None and result.proofs[1].truth is None
    )


def condition_groups(assessment: Assessment) -> tuple[ConditionGroup, ...]:
    """Every condition once, by status; units apart only where they differ. Empty where no condition counts."""
    return tuple(_groups(assessment)) if conditions_count(assessment) else ()


def _groups(assessment: Assessment) -> Iterator[ConditionGroup]:
    left_out = units_left_out(assessment)
    units = dict.fromkeys(each.subject for each in assessment.conditions if each.subject.unit)
    by_rule: dict[str, dict[RuleSubject, RuleResult]] = {}
    for result in assessment.conditions:
        if result.subject.unit not in left_out:
            by_rule.setdefault(result.rule.id, {})[result.subject] = result
    for status in STATUS_ORDER:
        common: list[str] = []
        apart: dict[RuleSubject, list[str]] = {}
        for results in by_rule.values():
            having = [subject for subject, result in results.items() if result.status == status]
            provision = next(iter(results.values())).rule.provision
            alone = bool(left_out) and any(subject.unit for subject in results)  # then each is named
            if len(having) == len(results) and not alone:
                common.append(provision)
            else:
                for subject in having:
                    apart.setdefault(subject, []).append(provision)
        if common:
            yield ConditionGroup(status, "", tuple(dict.fromkeys(common)))
        for subject in units:
            if subject in apart:
                yield ConditionGroup(status, subject.unit, tuple(dict.fromkeys(apart[subject])))
