"""Hints lead step by step and never say the answer; the next case is one fact away, and its status is assessed."""

from __future__ import annotations

import json
from pathlib import Path

import derogation
import pytest
from click.testing import CliRunner
from derogation import api
from derogation.cases.catalogue import shipped
from derogation.commands.group import derogation as program
from derogation.engine.why.results import Assessment
from derogation.lessons.answer import ConditionAnswer, LessonAnswer, Said, answer_data
from derogation.lessons.grade import grade
from derogation.lessons.hints import hints
from derogation.lessons.neighbour import mistake, neighbour, shipped_with
from derogation.lessons.words import STATUSES
from jsonschema import Draft202012Validator


def graded(name: str, condition: str, said: Said, *facts: str) -> tuple[derogation.Case, Assessment, LessonAnswer]:
    case = derogation.load_profile(shipped()[name])
    answer = LessonAnswer(name, conditions=(ConditionAnswer(condition, said, facts=facts),))
    return case, derogation.assess(case), answer


@pytest.mark.parametrize(
    ("name", "condition", "said", "path", "after"),
    [
        ("relief-missed-by-a-day", "3(1)(c)", "relieved", "technologies[0].prior_consultation.started_on", "relieved"),
        ("relief-missed-by-a-day", "3(1)(e)", "not_met", "technologies[0].quality.errors_limited", "not_met"),
        ("model-messenger", "3(1)(f)", "met", "technologies[0].detects.solicitation", "undetermined"),
        ("model-messenger", "3(1)(i)", "not_met", "technologies[0].suspicions.no_longer_than_necessary", "not_met"),
        ("late-report", "3(1)(g)(vii)", "not_applicable", "", ""),
    ],
)
def test_one_fact_turns_the_status_as_assessed(name: str, condition: str, said: Said, path: str, after: str) -> None:
    """The case has one fact stated otherwise and nothing else; both engines give the condition the status promised."""
    case, result, answer = graded(name, condition, said)
    at = mistake(grade(result, answer))
    assert at is not None
    found = neighbour(case, result, at)
    assert found is not None
    assert path in ("", found.path)
    turned = derogation.assess(found.case)
    status = next(
        each.status
        for each in turned.conditions
        if each.rule.id == found.rule and each.subject.unit in ("", found.technology)
    )
    assert status == found.after != found.before == at.status
    assert after in ("", status)
    before = {use.path: use.value for each in result.conditions for use in each.facts}
    now = {use.path: use.value for each in turned.conditions for use in each.facts}
    assert {place for place in before.keys() & now.keys() if before[place] != now[place]} <= {found.path}
    assert found.new in found.sentence or found.value in (True, False)


def test_a_boundary_is_approached_from_its_other_side() -> None:
    """A day missed by one becomes the last day that would have done."""
    case, result, answer = graded("relief-missed-by-a-day", "3(1)(c)", "relieved")
    at = mistake(grade(result, answer))
    assert at is not None
    found = neighbour(case, result, at)
    assert found is not None
    assert (found.old, found.new) == ("3 September 2021", "2 September 2021")


def test_where_no_one_fact_turns_it_a_shipped_case_is_named() -> None:
    """Nothing is made up: a case in which the same condition is as the learner said."""
    case, result, answer = graded("model-messenger", "3(1)(d)", "met")
    at = mistake(grade(result, answer))
    assert at is not None
    assert neighbour(case, result, at) is None
    other = shipped_with(at)
    assert other is not None
    assert api.next_lesson(case, answer, grade(result, answer)).case == other
    told = derogation.assess(derogation.load_profile(shipped()[other]))
    assert "met" in {each.status for each in told.conditions if each.rule.id == "report_back_on_advice"}


def test_whoever_is_right_needs_no_other_case() -> None:
    """No mistake, nothing to go on from."""
    case, result, answer = graded(
        "model-messenger", "3(1)(f)", "not_applicable", "technologies[0].detects.solicitation"
    )
    assert mistake(grade(result, answer)) is None
    assert api.next_lesson(case, answer, grade(result, answer)) == api.Onward()


@pytest.mark.parametrize("name", ["model-messenger", "relief-missed-by-a-day", "public-posts"])
def test_hints_name_provision_fact_and_question_and_never_the_status(name: str) -> None:
    """Three for each condition and gate; none has the value of the fact, nor the status."""
    result = derogation.assess(derogation.load_profile(shipped()[name]))
    for each in (*result.conditions, *(rule for rule in result.other_rules if rule.kind == "gate")):
        first, second, third = hints(each, result.rulebook)
        assert first.startswith(result.rulebook.cite(each.rule.provision))
        assert second.startswith(("Look at ", "No fact of the file"))
        assert third.endswith(("?", ")"))
        for status in STATUSES.values():
            assert f"It is {status}" not in f"{first} {second} {third}"


def test_an_answer_keeps_to_its_published_schema() -> None:
    """What is written of an answer validates, and what is not promised is refused; the schema changes only in sight."""
    kept = Path(__file__).parents[1] / "showing" / "schemas" / "lesson-answer.json"
    shown = CliRunner().invoke(program, ["schema", "lesson-answer"])
    schema = json.loads(shown.stdout)
    assert schema == json.loads(kept.read_text(encoding="utf-8"))
    strict = Draft202012Validator(schema)
    said = ConditionAnswer("3(1)(c)", "dont_know", "hashes", ("3(2)(b)",), ("assess_on",), 2)
    data = answer_data(LessonAnswer("gmail", "7", None, "undetermined", (said,), {"late_report": "never"}))
    assert list(strict.iter_errors(data)) == []
    assert list(strict.iter_errors({**data, "grade": "A"}))
    assert list(strict.iter_errors({**data, "outcome": "perhaps"}))
