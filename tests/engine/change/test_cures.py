"""What would cure each condition that fails, by itself."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import derogation
import pytest
from derogation.cases.loader import load_profile
from derogation.engine.answer import Derivation, derive
from derogation.engine.case.standpoint import seen_from
from derogation.engine.change.cures import cures
from derogation.engine.change.smallest_changes import changes
from derogation.engine.truth.outcomes import satisfied
from derogation.engine.why.assessment import question_of

ROOT = Path(derogation.__file__).parent
SHIPPED = sorted([*ROOT.glob("cases/library/*.yaml"), *ROOT.glob("cases/training/*.yaml")])
QUAYLINE = ROOT / "docs" / "examples" / "quayline.yaml"


def derivation_of(file: Path) -> Derivation:
    case, rulebook = load_profile(file), derogation.rulebook()
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
    """Each cure satisfies its condition; and where one condition of the only unit has past cures alone, no set of
    facts that can still be changed reaches the outcome that needs it."""
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
    if past and (len(derivation.units) == 1 or any(each.unit is None for each in past)):
        passed = changes(derivation, rulebook.verdicts.passed, limit=1)
        used = rulebook.verdicts.unit
        assert all(any(used in fact.generic for fact in each.facts) for each in passed.sets)
