"""A learner's answer is graded reason by reason, from the assessment and from nothing else."""

from __future__ import annotations

import json
from functools import cache

import derogation
import pytest
from derogation.cases.catalogue import shipped
from derogation.engine.why.results import Assessment, RuleResult
from derogation.lessons.answer import ConditionAnswer as Said
from derogation.lessons.answer import LessonAnswer, answer_data, read_answer
from derogation.lessons.grade import grade
from derogation.lessons.reasons import asked_facts, deciding, reads_of
from derogation.lessons.result import LessonResult, PointResult
from derogation.reading.errors import BadInput

#: Cases in which, between them, every condition is asked.
MODELS = ("model-messenger", "model-solicitation-detector")
CONDITIONS = [rule.id for rule in derogation.rulebook().of_kind("condition")]
STARTED = "technologies[0].prior_consultation.started_on"


@cache
def assessed(name: str) -> Assessment:
    return derogation.assess(derogation.load_profile(shipped()[name]))


def asked(result: Assessment) -> list[RuleResult]:
    gates = [each for each in result.other_rules if each.kind == "gate"]
    return [each for each in (*gates, *result.conditions) if not each.subject.unlisted or not result.units]


def deciding_facts(result: Assessment, each: RuleResult) -> tuple[str, ...]:
    assert each.proofs is not None
    parts = deciding(each.status, each.proofs)
    return tuple(dict.fromkeys(use.path for _, node in parts for use in asked_facts(node, result.rulebook)))


def unit(each: RuleResult) -> str:
    return "" if each.subject.unlisted else each.subject.unit


def point(graded: LessonResult, rule: str, technology: str = "") -> PointResult:
    return next(each for each in graded.points if each.rule == rule and technology in ("", each.technology))


def answered(name: str, *said: Said, outcome: str = "", readings: dict[str, str] | None = None) -> LessonResult:
    return grade(assessed(name), LessonAnswer(outcome=outcome, conditions=said, readings=readings or {}))


@pytest.mark.parametrize(
    "name", [*MODELS, "unknown-everything", "hash-passes-classifier-fails", "public-posts", "gmail"]
)
def test_whoever_names_all_the_facts_that_decide_is_right_for_the_right_reason(name: str) -> None:
    """Every status with the facts behind it, as the assessment has them, is right, and so is the outcome."""
    result = assessed(name)
    said = [
        Said(each.rule.id, each.status, unit(each), (each.rule.provision,), deciding_facts(result, each))
        for each in asked(result)
    ]
    graded = answered(name, *said, outcome=result.outcome)
    assert {each.kind for each in graded.points} == {"right"}
    assert graded.outcome.kind == "right"


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_fact_that_does_not_bear_on_a_condition_makes_a_wrong_reason(condition: str) -> None:
    """Planted for each condition: the right status, with the facts that decide and one that this rule does not read."""
    result = assessed(MODELS[0])
    each = next(each for each in result.conditions if each.rule.id == condition)
    idle = "service.internet_access"
    said = Said(condition, each.status, unit(each), (), (*deciding_facts(result, each), idle))
    found = point(answered(MODELS[0], said), condition)
    assert found.kind == "wrong_reason"
    assert [fact.path for fact in found.cited if not fact.bears] == [idle]
    assert f"{idle} does not bear on it" in found.sentence


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_limb_that_is_passed_over_makes_a_wrong_reason(condition: str) -> None:
    """Planted for each condition that rests on several limbs: naming the facts of one leaves the others overlooked."""
    name = MODELS[condition in ("solicitation_indicators", "report_back_on_advice", "human_confirmation")]
    result = assessed(name)
    each = next(each for each in result.conditions if each.rule.id == condition)
    facts = deciding_facts(result, each)
    kinds = {
        point(answered(name, Said(condition, each.status, unit(each), (), (fact,))), condition).kind for fact in facts
    }
    alone = point(answered(name, Said(condition, each.status, unit(each))), condition)
    assert alone.kind == "no_reason"
    if len(alone.overlooked) > 1:
        assert kinds == {"wrong_reason"}
        found = point(answered(name, Said(condition, each.status, unit(each), (), facts[:1])), condition)
        assert found.overlooked
        assert all(limb.title in found.sentence for limb in found.overlooked)
    else:
        assert "right" in kinds


def test_a_wrong_status_is_shown_the_step_at_which_it_parts_from_the_proof() -> None:
    """Whoever takes a procedure started on 3 September for one started before it parts at that limb of the relief."""
    said = Said("3(1)(c)", "relieved", "", ("3(2)(b)",), (STARTED,))
    found = point(answered("relief-missed-by-a-day", said), "impact_assessment_and_consultation")
    assert (found.kind, found.parted and found.parted.part) == ("wrong", "relief")
    assert found.parted is not None
    assert found.parted.provision == "3(2)(b)"
    assert "was started on 3 September 2021" in found.sentence


def test_what_the_file_leaves_open_is_neither_yes_nor_no() -> None:
    """Unknown taken for no is wrong, and the limb left open is named."""
    found = point(answered("relief-missed-by-a-day", Said("3(1)(e)", "not_met")), "sufficiently_reliable")
    assert found.kind == "wrong"
    assert found.parted is not None
    assert found.parted.truth is None
    assert "neither yes nor no" in found.sentence


def test_an_answer_that_another_reading_supports_is_right_on_it_and_told_the_default() -> None:
    """A late report that never mends the breach is one of the readings; the default and its argument are named."""
    result = assessed("late-report")
    other = next(each for each in result.conditions if each.rule.id == "annual_report")
    assert other.status == "met"
    facts = ("reports", "technologies[0].periods_of_use", "technologies[0].scans")
    said = Said("3(1)(g)(vii)", "not_met", "", (), facts)
    found = point(answered("late-report", said, readings={"late_report": "never"}), "annual_report")
    assert found.kind == "right_on_reading"
    assert found.on_reading is not None
    assert (found.on_reading.choice, found.on_reading.default, found.on_reading.named) == ("never", "cures", True)
    assert "the default is cures" in found.sentence
    assert "because: The condition asks" in found.sentence


def test_an_indicator_is_not_taken_for_the_finding() -> None:
    """Of a fact that only speaks for or against a finding, just that is said."""
    place = "service.ancillary_exception.indicators.users_share"
    indicator = "service.ancillary_exception.indicators.stand_alone_app"
    said = Said("kind_of_service_not_protected", "undetermined", "", (), (indicator, place))
    found = point(answered("in-game-chat-undecided", said), "kind_of_service_not_protected")
    assert found.kind == "wrong_reason"
    assert next(fact for fact in found.cited if fact.path == indicator).indicates.startswith("Is the interpersonal")
    assert "an indicator and no more" in found.sentence


def test_an_outcome_is_right_for_the_wrong_reason_where_nothing_that_decides_it_was_seen() -> None:
    """Not eligible is right, but not because of point (e), which the file leaves open."""
    wrong = answered("relief-missed-by-a-day", Said("3(1)(e)", "not_met"), outcome="not_eligible")
    assert wrong.outcome.kind == "wrong_reason"
    assert ("impact_assessment_and_consultation", "image_hashes") in wrong.outcome.points
    right = answered("relief-missed-by-a-day", Said("3(1)(c)", "not_met"), outcome="not_eligible")
    assert right.outcome.kind == "right"


def test_provisions_on_which_a_condition_does_not_rest_are_named() -> None:
    """The provision of another condition is foreign; that of a limb, a reading or the paragraph above is not."""
    said = Said("3(1)(c)", "not_met", "", ("3(2)(b)", "3(2)", "rec.31", "3(1)(f)"), (STARTED,))
    assert point(answered("relief-missed-by-a-day", said), "impact_assessment_and_consultation").foreign == ("3(1)(f)",)


def test_nothing_said_and_not_known_are_kept_apart() -> None:
    """Neither is wrong; what the outcome rests on is said of what was passed over."""
    graded = answered("relief-missed-by-a-day", Said("3(1)(e)", "dont_know"))
    assert point(graded, "sufficiently_reliable").kind == "dont_know"
    silent = point(graded, "impact_assessment_and_consultation")
    assert (silent.kind, silent.matters) == ("not_asked", True)
    assert "the outcome rests on it" in silent.sentence


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        (Said("3(1)(g)(i)", "met", "hashes"), "not asked of a technology", "leave `technology` out"),
        (Said("3(1)(e)", "met", "nobody"), "no technology 'nobody' is in use", "hash_matching"),
        (Said("3(1)(e)", "met"), "asked of several technologies", "hash_matching"),
        (Said("3(1)(g)(i)", "met", "", (), ("provider.nam",)), "no fact at 'provider.nam'", ""),
        (Said("3(1)(g)(i)", "met", "", ("three",)), "'three' is no provision", "3(1)(c)"),
        (Said("2026/1881 1(3)", "met"), "not measured in this case on this day", ""),
    ],
)
def test_what_a_case_does_not_have_is_refused_with_a_way_out(said: Said, message: str, hint: str) -> None:
    """A technology, fact, provision or condition that is not there is named, with what there is."""
    name = "hash-passes-classifier-fails"
    units = [each.id for each in assessed(name).units]
    with pytest.raises(BadInput) as refused:
        answered(name, said)
    (problem, *_) = refused.value.problems
    assert message in problem.message
    assert hint.replace("hash_matching", units[0]) in problem.hint


def test_an_answer_is_read_and_written_alike() -> None:
    """What a file says of an answer comes back from it."""
    text = """
answer: derogation/lesson-answer/1
case: gmail
learner: "7"
on: 2021-09-02
outcome: undetermined
conditions:
  - {condition: 3(1)(c), status: dont_know, facts: [assess_on], provisions: [3(2)(b)], technology: a}
readings: {late_report: never}
"""
    read = read_answer(text, derogation.rulebook())
    assert read_answer(json.dumps(answer_data(read)), derogation.rulebook()) == read


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("outcome: eligble", "none of the answers", "'eligible'"),
        ("conditions: [{condition: 3(1)(z), status: met}]", "no condition and no gate", "3(1)"),
        ("conditions: [{condition: 3(1)(c)}]", "states no status", "not_met"),
        ("conditions: [{condition: 3(1)(c), status: met}, {condition: 3(1)(c), status: met}]", "answered twice", "one"),
        ("conditions: [{condition: 3(1)(c), statsu: met}]", "unknown key 'statsu'", "'status'"),
        ("readings: {late_report: perhaps}", "none of the answers", "cures or never"),
        ("readings: {late: never}", "unknown key 'late'", ""),
        ("on: tomorrow", "expects a day", "2021-09-02"),
        ("conditions: {}", "expects a list", "- "),
    ],
)
def test_a_defect_of_an_answer_is_named_with_its_line_and_its_cure(line: str, message: str, hint: str) -> None:
    """Line 2 of the file, what is wrong there, and what to write."""
    with pytest.raises(BadInput) as refused:
        read_answer(f"answer: derogation/lesson-answer/1\n{line}\n", derogation.rulebook(), "a.yaml")
    assert any(
        message in problem.message and problem.line == 2 and hint in problem.hint for problem in refused.value.problems
    ), refused.value.problems


def test_whoever_names_a_whole_technology_has_named_nothing() -> None:
    """A group is as good as its facts; one that takes in everything is beside the point, and is said to be."""
    group = ("technologies[0].prior_consultation", "technologies[0].impact_assessment")
    said = Said("3(1)(c)", "met", "", (), group)
    assert point(answered("model-messenger", said), "impact_assessment_and_consultation").kind == "right"
    found = point(
        answered("model-messenger", Said("3(1)(c)", "met", "", (), ("technologies[0]",))),
        "impact_assessment_and_consultation",
    )
    assert found.kind == "wrong_reason"
    assert "takes in too much" in found.sentence


def test_what_a_rule_reads_is_more_than_what_decided() -> None:
    """The facts of other readings and of parts not reached bear on a rule as well."""
    rule = derogation.rulebook().by_id["impact_assessment_and_consultation"]
    found = reads_of(rule)
    assert {"technology.impact_assessment.high_risk", "technology.first_use.by_provider_on"} <= found.facts
    assert found.the_day
