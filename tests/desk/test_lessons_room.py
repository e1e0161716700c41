"""The lessons room: a class entered by a code, answered by choosing from the file, graded with its reasons."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from derogation.desk.models import CaseAnswer, Learner, LessonClass
from derogation.desk.services import classes, learning
from derogation.lessons.lesson_file import course
from django.core.files.uploadedfile import SimpleUploadedFile

OWN = """lesson: derogation/lesson/1
title: One case of my own
aim: See the relief.
reading:
  - {text: The relief ends., provisions: ["3(2)"]}
tasks:
  - {case: relief-missed-by-a-day, ask: [impact_assessment_and_consultation]}
"""
#: The fact on which the answer rests.
STARTED = "technologies[0].prior_consultation.started_on"


@pytest.fixture
def own(team: Any) -> tuple[Any, Any, LessonClass]:
    """A trainer, a learner, and a class with one case in which the learner is."""
    tess, lou = team("tess", "author"), team("lou")
    made = classes.begin(tess.user, "own", OWN, alone=False)
    assert lou.post("/lessons/enter", {"code": f" {made.code.lower()} "}).status_code == 302
    return tess, lou, made


def page(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def answered(lou: Any, made: LessonClass, status: str, facts: list[str]) -> str:
    """The one point answered and graded; what the learner then sees."""
    number = re.search(r"/point/(\d+)/", page(lou, f"/lessons/taken/{made.id}/1/"))
    assert number is not None
    place = f"/lessons/taken/{made.id}/1"
    sent = lou.post(f"{place}/point/{number[1]}/said", {"status": status, "fact": facts, "do": "keep"})
    assert sent.status_code == 302
    lou.post(f"{place}/graded", {"outcome": "not_eligible", "do": "grade"})
    return page(lou, f"{place}/")


def test_a_case_is_graded_with_its_reasons_and_then_stays(own: Any) -> None:
    _, lou, made = own
    before = page(lou, f"/lessons/taken/{made.id}/1/")
    assert "points right" not in before
    assert "not met" not in before
    shown = answered(lou, made, "not_met", [STARTED, "assess_on"])
    assert "Graded: 1 of 1 points right" in shown or "right, wrong reason" in shown
    kept = CaseAnswer.objects.get()
    assert (kept.asked, kept.outcome_right) == (1, True)
    answered_again = lou.get(f"/lessons/taken/{made.id}/1/point/1/")
    assert answered_again.status_code == 404


def test_a_right_status_for_a_wrong_reason_is_not_a_point(own: Any) -> None:
    _, lou, made = own
    shown = answered(lou, made, "not_met", ["service.users_in_union"])
    assert "Graded: 0 of 1 points right" in shown
    assert "wrong reason" in shown


def test_the_case_one_fact_away_from_a_mistake_follows(own: Any) -> None:
    _, lou, made = own
    shown = answered(lou, made, "met", [])
    assert "✗ wrong" in shown
    assert "one fact away" in shown


def test_a_case_of_which_nothing_is_said_is_not_graded(own: Any) -> None:
    _, lou, made = own
    place = f"/lessons/taken/{made.id}/1"
    shown = lou.post(f"{place}/graded", {"do": "grade"}, follow=True).content.decode()
    assert "Nothing is answered yet" in shown
    assert not CaseAnswer.objects.exists()


def test_a_hint_is_kept_and_counted(own: Any) -> None:
    _, lou, made = own
    number = re.search(r"/point/(\d+)/", page(lou, f"/lessons/taken/{made.id}/1/"))
    assert number is not None
    place = f"/lessons/taken/{made.id}/1/point/{number[1]}/"
    for given in (1, 2):
        lou.post(f"{place}said", {"do": "hint"})
        assert f"{given} of 3" in page(lou, place)
    assert json.loads(CaseAnswer.objects.get().answer)["conditions"][0]["hints"] == 2


def test_the_trainer_sees_where_everybody_is_and_any_answer_again(own: Any) -> None:
    tess, lou, made = own
    assert "not begun" in page(tess, f"/lessons/led/{made.id}/")
    answered(lou, made, "not_met", ["service.users_in_union"])
    assert "0 of 1" in page(tess, f"/lessons/led/{made.id}/")
    assert "wrong reason" in page(tess, f"/lessons/led/{made.id}/1/1/")
    table = page(tess, f"/lessons/led/{made.id}/by-learner.csv")
    assert table.splitlines()[1].startswith("lou,own,1,no,0,1")
    assert json.loads(page(tess, f"/lessons/led/{made.id}/by-class.json"))["learners"][0]["learner"] == "lou"


def test_without_names_a_table_has_numbers(team: Any) -> None:
    tess, lou = team("tess", "author"), team("lou")
    made = classes.begin(tess.user, "own", OWN, alone=False, anonymous=True)
    classes.enter(lou.user, made.code)
    assert "lou" not in page(tess, f"/lessons/led/{made.id}/by-learner.csv")
    assert ">lou<" not in page(tess, f"/lessons/led/{made.id}/")


def test_nobody_comes_into_a_class_that_is_closed_or_by_a_wrong_code(own: Any, team: Any) -> None:
    tess, _, made = own
    eve = team("eve")
    for code in ("", "AAAAAAAA", "%"):
        answer = eve.post("/lessons/enter", {"code": code})
        assert answer.status_code == 404
        assert "No class that is open has this code" in answer.content.decode()
    tess.post(f"/lessons/led/{made.id}/steer", {"do": "close"})
    assert eve.post("/lessons/enter", {"code": made.code}).status_code == 404
    assert Learner.objects.filter(of=made).count() == 1


def test_another_learner_s_answers_are_not_there(own: Any, team: Any) -> None:
    _, lou, made = own
    answered(lou, made, "not_met", [STARTED, "assess_on"])
    kim = team("kim")
    classes.enter(kim.user, made.code)
    assert "points right" not in page(kim, f"/lessons/taken/{made.id}/1/")
    page(kim, f"/lessons/led/{made.id}/1/1/", 404)


def test_a_lesson_of_one_s_own_with_a_defect_says_what_and_where(team: Any) -> None:
    tess = team("tess", "author")
    sent = SimpleUploadedFile("mine.yaml", OWN.replace("relief-missed-by-a-day", "nonesuch").encode())
    answer = tess.post("/lessons/new", {"own": sent})
    assert answer.status_code == 422
    assert "nonesuch" in answer.content.decode()
    assert not LessonClass.objects.exists()


#: A lesson of shipped cases with every run; those with made-up cases take seconds each.
LESSONS = [each if each == "exception" else pytest.param(each, marks=pytest.mark.long) for each in sorted(course())]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_of_the_course_can_be_taken_alone(local: Any, lesson: str) -> None:
    begun = local.post("/lessons/new", {"lesson": lesson, "alone": "yes"})
    shown = page(local, begun.headers["Location"])
    assert "<h2>Cases</h2>" in shown
    assert "What the law asks" in page(local, f"{begun.headers['Location']}1/")


def test_what_answers_suggest_is_told_to_the_learner_and_to_the_trainer_and_to_nobody_else(own: Any, team: Any) -> None:
    tess, lou, made = own
    answered(lou, made, "met", [])
    for client, address in ((tess, f"/lessons/led/{made.id}/1/"), (lou, f"/lessons/taken/{made.id}/suggested")):
        shown = page(client, address)
        assert "What the answers suggest" in shown
        assert "From 1 answer to 1 case" in shown
    assert f"/lessons/taken/{made.id}/suggested" in page(lou, f"/lessons/taken/{made.id}/")
    kim = team("kim")
    classes.enter(kim.user, made.code)
    page(kim, f"/lessons/led/{made.id}/1/", 404)


def test_an_answer_to_a_case_put_on_the_record_is_no_sign_of_a_misconception(team: Any) -> None:
    tess, lou = team("tess", "author"), team("lou")
    asked = "ask: [impact_assessment_and_consultation]"
    made = classes.begin(tess.user, "own", OWN.replace(asked, f"on_the_record: true, {asked}"), alone=False)
    classes.enter(lou.user, made.code)
    assert "1 points right" in answered(lou, made, "met", [])
    assert "From 0 answers to 0 cases" in page(lou, f"/lessons/taken/{made.id}/suggested")


def test_the_made_up_cases_of_a_learner_are_handed_out_as_that_learner_has_them(team: Any) -> None:
    tess, lou = team("tess", "author"), team("lou")
    shipped = "case: relief-missed-by-a-day, ask: [impact_assessment_and_consultation]"
    drawn = OWN.replace(shipped, "generate: impact_assessment_and_consultation, status: not_met")
    made = classes.begin(tess.user, "own", drawn, alone=False)
    classes.enter(lou.user, made.code)
    ours = learning.cases_of(made, 1)[0].case.profile.name
    paper = page(tess, f"/lessons/led/{made.id}/handout.md?number=1")
    assert ours in paper
    assert ours not in page(tess, f"/lessons/led/{made.id}/handout.md?number=2")
    assert "not met" in page(tess, f"/lessons/led/{made.id}/handout.md?number=1&solution=yes")
    page(tess, f"/lessons/led/{made.id}/handout.md?number=x", 422)
    page(lou, f"/lessons/led/{made.id}/handout.md", 404)


def test_a_hearing_and_a_hand_out_are_handed_out(local: Any) -> None:
    assert "TikTok" in page(local, "/lessons/hearing?case=tiktok-direct-messages")
    assert local.get("/lessons/of/exception/handout.md").content
    page(local, "/lessons/of/exception/handout.exe", 404)
    page(local, "/lessons/of/none/", 404)
