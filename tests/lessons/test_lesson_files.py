"""Lessons as files: those of the course, and what is said of one that a trainer got wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from derogation.api import assess_posed, load_lesson, mark_lesson, pose_lesson, rulebook
from derogation.engine.why.assessment import Facts
from derogation.lessons.answer import ConditionAnswer, LessonAnswer
from derogation.lessons.handout import asked_results
from derogation.lessons.lesson import Lesson
from derogation.lessons.lesson_file import course, lessons_in, read_lesson
from derogation.lessons.posed import Posed
from derogation.reading.errors import BadInput

HEAD = "lesson: derogation/lesson/1\ntitle: T\naim: A\n"


def refused(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_lesson(HEAD + text, rulebook(), "mine.yaml")
    return [str(problem) for problem in caught.value.problems]


def perfect(cases: tuple[Posed, ...]) -> dict[int, LessonAnswer]:
    """What a learner says who sees every status and names every fact behind it."""
    found: dict[int, LessonAnswer] = {}
    for posed in cases:
        assessment = assess_posed(posed)
        series = assessment.rulebook.series
        said = tuple(
            ConditionAnswer(
                each.rule.id,
                each.status,
                each.subject.unit,
                facts=tuple(use.path for use in each.facts if use.path.partition("[")[0] not in series),
            )
            for each in asked_results(posed, assessment)
        )
        found[posed.at] = LessonAnswer(outcome=assessment.outcome, conditions=said)
    return found


def test_the_course_has_eight_lessons_in_order() -> None:
    """Each with an aim, something to read that names its provisions, and cases both shipped and made up."""
    lessons = [load_lesson(name) for name in course()]
    assert len(lessons) == 8
    assert lessons[0].id == "scope"
    for lesson in lessons:
        assert lesson.aim
        assert all(passage.provisions for passage in lesson.reading)
        assert len(lesson.tasks) >= 5
    assert sum(bool(task.generate) for lesson in lessons for task in lesson.tasks) >= 12


def test_a_perfect_learner_passes_and_a_silent_one_does_not() -> None:
    """From every standpoint that the lesson on the exception takes."""
    lesson = load_lesson("exception")
    cases = pose_lesson(lesson)[-2:]
    best = mark_lesson(lesson, perfect(cases), cases=cases)
    assert best.passed
    assert best.points == best.outcomes == (2, 2)
    silent = mark_lesson(lesson, {}, cases=cases)
    assert not silent.passed
    assert silent.points == (0, 2)


@pytest.mark.long
@pytest.mark.parametrize("name", course())
def test_a_perfect_learner_passes_every_lesson(name: str) -> None:
    """Cases of drafts included, for two learners whose made-up cases differ."""
    lesson = load_lesson(name)
    seen: set[str] = set()
    for number in (1, 2):
        cases = pose_lesson(lesson, seed=15, number=number)
        taken = mark_lesson(lesson, perfect(cases), cases=cases)
        assert taken.points[0] == taken.points[1], name
        assert taken.outcomes[0] == taken.outcomes[1], name
        made = [posed.case.profile.summary for posed in cases if posed.made_up]
        assert not seen & set(made)
        seen |= set(made)


def test_everything_wrong_with_a_lesson_is_said_at_once() -> None:
    """With file, line, place and what to do, as for profiles."""
    problems = refused(
        "tasks:\n  - case: relief-missed-by-a-dya\n    ask: [3(1)(x)]\n  - generate: ePD 3(1)\n    status: met\n"
        "  - generate: 3(1)(e)\n    difficulty: 9\n  - {}\nreading:\n  - {text: R, provisions: ['3[1]']}\npased: 3\n"
    )
    assert problems[0].startswith("mine.yaml:5: tasks[0].case: no case is called 'relief-missed-by-a-dya'")
    assert "Did you mean 'relief-missed-by-a-day'?" in problems[0]
    told = "\n".join(problems)
    for part in (
        "tasks[0].ask[0]: no condition and no gate is called '3(1)(x)'",
        "tasks[1].generate: ePD 3(1) is the provision of several rules",
        "tasks[2]: says no status",
        "tasks[2].difficulty: expects a whole number from 1 to 5, not 9",
        "tasks[3]: poses no case, or two",
        "reading[0].provisions[0]: '3[1]' is no provision",
        "unknown key 'pased'",
    ):
        assert part in told, told


def test_what_is_no_lesson_is_said_to_be_none(tmp_path: Path) -> None:
    """A profile, an empty lesson, a name that there is not."""
    assert any("the lesson poses no case" in each for each in refused("tasks: []\n"))
    with pytest.raises(BadInput, match="this is no lesson"):
        read_lesson("profile: derogation/profile/1\nname: x\n", rulebook())
    with pytest.raises(BadInput, match="no lesson is called 'safegards'") as caught:
        load_lesson("safegards")
    assert "Did you mean 'safeguards'?" in str(caught.value)


def test_a_trainer_poses_cases_of_his_own(tmp_path: Path) -> None:
    """A file beside the lesson; what it expects is what is asked."""
    (tmp_path / "mine.yaml").write_text(
        "profile: derogation/profile/1\nname: Mine\nassess_on: 2022-06-01\nservice: {users_in_union: false}\n"
        "expect: {outcome: not_needed, conditions: {no_users_in_union: met}}\n"
    )
    (tmp_path / "lesson.yaml").write_text(HEAD + "tasks: [{case: mine.yaml}]\n")
    lesson: Lesson = load_lesson(tmp_path / "lesson.yaml")
    (posed,) = cases = pose_lesson(lesson)
    assert posed.asked == ("no_users_in_union",)
    assert mark_lesson(lesson, perfect(cases), cases=cases).passed
    assert isinstance(posed.case.engine_facts(), Facts)


def test_made_up_cases_differ_from_learner_to_learner_and_repeat_by_seed() -> None:
    """And within a learner's lesson none is like another."""
    text = "tasks: [{generate: no_users_in_union, status: [met, not_met], times: 2}]\n"
    lesson = read_lesson(HEAD + text, rulebook(), "l.yaml")
    first, again, second = (pose_lesson(lesson, seed=3, number=number) for number in (1, 1, 2))
    assert [each.case.digest for each in first] == [each.case.digest for each in again]
    assert len({each.case.digest for each in (*first, *second)}) == 4
    assert {each.case.profile.expect.conditions["no_users_in_union"] for each in first} <= {"met", "not_met"}  # pyright: ignore[reportOptionalMemberAccess]


def test_a_folder_is_checked_lesson_by_lesson(tmp_path: Path) -> None:
    """Files of a folder that are no lessons are passed over; a folder without lessons says so."""
    source = "docs/examples/lesson/confirmation.yaml"
    (tmp_path / "mine.yaml").write_bytes((Path(__file__).parents[2] / source).read_bytes())
    (tmp_path / "case.yaml").write_text("profile: derogation/profile/1\nname: X\n", "utf-8")
    assert lessons_in(str(tmp_path)) == [str(tmp_path / "mine.yaml")]
    assert lessons_in("exception") == ["exception"]
    (tmp_path / "mine.yaml").unlink()
    with pytest.raises(BadInput, match="this folder holds no lessons"):
        lessons_in(str(tmp_path))
