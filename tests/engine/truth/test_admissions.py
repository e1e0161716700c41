"""What one party alone says counts where it says it against itself, or of its own plain conduct; never for itself."""

from __future__ import annotations

from datetime import date

import derogation
import pytest
from derogation.cases.loader import read_case
from derogation.engine.why.results import Assessment

DAY = date(2022, 6, 1)


def assessed(facts: str, *, record: bool = False, parties: str = "{Lanternfold: {interest: provider}}") -> Assessment:
    """A case that says this of its one technology, on a day."""
    text = f"""
profile: derogation/profile/1
name: A claim
parties: {parties}
sources:
  own: {{title: Own report, by: Lanternfold}}
  theirs: {{title: Audit, by: An auditor}}
technologies:
  - id: hashes
{facts}
"""
    return derogation.assess(read_case(text.encode(), "claim.yaml"), DAY, on_the_record=record)


def standing(result: Assessment, end: str) -> str:
    return next(fact.standing for fact in result.disputed_facts if fact.path.endswith(end))


def known(result: Assessment, key: str) -> object:
    (unit,) = result.derivation.case.items("technologies").known
    return unit.values.get(key)


SOLE = "    processing: {sole_purpose: {value: %s, source: own}}"


@pytest.mark.parametrize(("value", "counts", "how"), [("false", False, "admitted"), ("true", None, "uncorroborated")])
def test_a_provider_is_believed_against_itself_and_not_for_itself(value: str, counts: object, how: str) -> None:
    """That hits serve advertising counts when the provider says so; that they do not needs another's word."""
    result = assessed(SOLE % value)
    assert known(result, "processing.sole_purpose") is counts
    assert standing(result, "sole_purpose") == how


def test_an_admission_gives_the_reason_with_its_standing() -> None:
    """The condition fails by the admission, which is marked as one beside its source."""
    result = assessed(SOLE % "false")
    failing = next(c for c in result.conditions if c.rule.id == "strictly_necessary_for_sole_purpose")
    assert failing.status == "not_met"
    assert "(admitted)" in failing.because


def test_an_admission_that_another_party_contests_is_in_dispute() -> None:
    """A contested statement counts for nobody, whoever it helps."""
    facts = (
        "    processing:\n      sole_purpose:\n        positions:\n"
        "          - {by: Lanternfold, value: false}\n          - {by: Regulator, value: true}"
    )
    both = "{Lanternfold: {interest: provider}, Regulator: {interest: authority}}"
    result = assessed(facts, parties=both)
    assert known(result, "processing.sole_purpose") is None
    assert standing(result, "sole_purpose") == "disputed"


def test_what_is_drawn_by_inference_is_no_admission() -> None:
    """An admission is said expressly."""
    facts = (
        "    processing:\n      sole_purpose:\n        positions:\n"
        "          - {by: Lanternfold, value: false, inferred: true}"
    )
    result = assessed(facts)
    assert known(result, "processing.sole_purpose") is None
    assert standing(result, "sole_purpose") == "uncorroborated"


def test_a_party_of_undeclared_interest_corroborates_nobody() -> None:
    """Two parties agree, and one has declared no interest: their word is still one party's."""
    facts = (
        "    processing:\n      sole_purpose:\n        positions:\n"
        "          - {by: Lanternfold, value: true}\n          - {by: An affiliate, value: true}"
    )
    result = assessed(facts)
    assert known(result, "processing.sole_purpose") is None
    assert standing(result, "sole_purpose") == "uncorroborated"


def test_a_source_that_no_party_to_the_statement_wrote_corroborates() -> None:
    """An auditor's paper carries what the provider says."""
    facts = (
        "    processing:\n      sole_purpose:\n        positions:\n"
        "          - {by: Lanternfold, value: true, source: theirs}"
    )
    result = assessed(facts)
    assert known(result, "processing.sole_purpose") is True
    assert standing(result, "sole_purpose") == "agreed"


def test_what_a_provider_scans_counts_on_its_own_word_and_is_marked() -> None:
    """What it does to messages is known from the provider, whether or not a duty follows."""
    result = assessed("    scans: {images: {value: true, source: own}}")
    assert known(result, "scans.images") is True
    assert standing(result, "images") in ("own_word", "admitted")


def test_a_self_serving_day_does_not_count() -> None:
    """An early impact assessment helps its maker: the bare word for it leaves the matter open."""
    facts = "    impact_assessment: {completed_on: {value: 2021-06-14, source: own}}"
    result = assessed(facts)
    assert known(result, "impact_assessment.completed_on") is None
    assert standing(result, "completed_on") == "uncorroborated"


def test_what_the_service_is_in_law_never_counts_on_ones_own_word() -> None:
    """A claim that a limb of the exception holds stays a claim; that it does not hold is an admission."""
    for value, counts in (("true", None), ("false", False)):
        text = f"""
profile: derogation/profile/1
name: A claim
parties: {{Lanternfold: {{interest: provider}}}}
service:
  ancillary_exception: {{minor: {{positions: [{{by: Lanternfold, value: {value}}}]}}}}
"""
        result = derogation.assess(read_case(text.encode(), "claim.yaml"), DAY)
        assert result.derivation.case.values.get("service.ancillary_exception.minor") is counts
