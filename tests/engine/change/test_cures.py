"""What would cure each condition that fails, by itself."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import derogation
import pytest
from derogation.engine.answer import Derivation, derive
from derogation.engine.case.standpoint import seen_from
from derogation.engine.change.answers import answer
from derogation.engine.change.cures import cures
from derogation.engine.change.smallest_changes import changes
from derogation.engine.truth.outcomes import satisfied
from derogation.engine.why.assessment import question_of
from msgspec.structs import replace

ROOT = Path(derogation.__file__).parent
SHIPPED = sorted([*ROOT.glob("cases/library/*.yaml"), *ROOT.glob("cases/training/*.yaml")])
QUAYLINE = ROOT / "docs" / "examples" / "quayline.yaml"


def derivation_of(file: Path) -> Derivation:
    case, rulebook = derogation.load_profile(file), derogation.rulebook()
    facts = case.engine_facts()
    day: date = case.profile.assess_on or datetime.now().astimezone().date()
    question = question_of(rulebook, facts, day, None, on_the_record=False, readings={})
    return derive(rulebook, seen_from(facts.entity, facts.parties, None, rulebook.series), question)


def test_a_cure_that_lies_in_the_past_says_so() -> None:
    """A consultation not completed before the day assessed is the one cure, and nobody can bring it about."""
    (found,) = cures(derivation_of(QUAYLINE))
    assert found.rule.id == "impact_assessment_and_consultation"
    (cure,) = found.cures
    assert [fact.path for fact in cure.facts] == ["technologies[0].prior_consultation.completed_on"]
    assert found.is_past
    assert cure.past == cure.facts
    assert cure.facts[0].wanted == "from 5 February 2024 by 2 June 2024"


@pytest.mark.parametrize("file", [QUAYLINE, *SHIPPED], ids=lambda file: file.stem)
def test_cures_satisfy_their_condition_and_agree_with_the_sets(file: Path) -> None:
    """Each cure satisfies its condition; and where a condition has past cures alone, which the memo tells, no set that
    somebody can still bring about reaches the outcome that needs it, and the past facts are what stands in the way."""
    derivation = derivation_of(file)
    rulebook = derivation.machine.rulebook
    found = cures(derivation)
    for each in found:
        for cure in each.cures:
            again = derive(rulebook, cure.case, derivation.question)
            unit = again.case.at(each.unit.address) if each.unit is not None else None
            assert again.truth(satisfied(each.rule), unit) is True
            assert bool(cure.past) == each.is_past
    past = [each for each in found if each.cures and each.is_past]
    if past:
        told = answer(derivation, [(rulebook.verdicts.passed, True)])
        assert told.cures == found or [each.rule for each in told.cures] == [each.rule for each in found]
        assert not told.goals[0].sets
        blocked = {fact.path for fact in told.goals[0].blocked}
        assert blocked <= {fact.path for each in past for cure in each.cures for fact in cure.past}
        assert told.plan is not None
        assert [each.rule for each in told.plan.past] == [each.rule for each in found if each.is_past]


def test_a_plan_says_from_which_day_on() -> None:
    """What is past for the day assessed can be had for the next: a consultation completed on that day covers from the
    day after, and the evaluator agrees once the act is there."""
    derivation = derivation_of(QUAYLINE)
    plan = answer(derivation, []).plan
    assert plan is not None
    assert (plan.day, plan.last_act) == (date(2024, 6, 4), date(2024, 6, 3))
    (act,) = plan.acts
    assert act.path == "technologies[0].prior_consultation.completed_on"
    assert not act.fixed
    changed = derivation.case.with_values({scope.fact(key): value for scope, key, value in act.values})
    rulebook = derivation.machine.rulebook
    later = replace(derivation.question, assessed_on=date(2024, 6, 4))
    assert rulebook.verdicts.passed in derive(rulebook, changed, later).possible
    assert derive(rulebook, changed, derivation.question).possible == (rulebook.verdicts.failed,)


def test_what_the_service_is_is_not_proposed_unless_asked_for() -> None:
    """A known fact that says what the service is stays as it is, unless every fact may be changed."""
    derivation = derivation_of(ROOT / "cases" / "training" / "no-users-in-the-union.yaml")
    failed = derivation.machine.rulebook.verdicts.failed
    assert not changes(derivation, failed, limit=1).sets
    found = changes(derivation, failed, limit=1, every_fact=True)
    assert any(fact.path == "service.users_in_union" for each in found.sets for fact in each.facts)
