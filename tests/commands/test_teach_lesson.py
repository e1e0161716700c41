"""A lesson taken at the terminal: what is read, its cases one by one, the result, and what is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from derogation.commands.group import derogation
from derogation.reading.errors import CannotWrite

LESSON = """lesson: derogation/lesson/1
title: Two cases
aim: Tell them apart.
reading: [{text: Read this., provisions: [2(1)]}]
tasks:
  - {case: skypeout, ask: [not_number_independent], think_about: Why?}
  - {case: audio-only, ask: [well_established_technology], under: com-2020-568}
passed: {points: 50, outcomes: 100, reasons: false}
remember: Remember that.
"""
#: The gate holds, without a reason, and the outcome is the second; under the draft the outcome is open.
ANSWERS = "1\n1\n\n\no\n2\ng\n1\n1\n\n\no\n9\ng\n"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    (tmp_path / "two.yaml").write_text(LESSON)
    return tmp_path / "two.yaml"


def teach(*arguments: str, typed: str) -> Result:
    return CliRunner().invoke(derogation, ["teach", *arguments], input=typed, catch_exceptions=False)


def test_a_lesson_is_read_answered_and_passed(lesson: Path) -> None:
    """Only what is asked stands there; each case is graded at once; the draft is called one; the result is kept."""
    kept = lesson.parent / "kept"
    output = teach(str(lesson), "--learner", "Ana", "--keep", str(kept), typed=ANSWERS).output
    assert "Read this. [Article 2, point (1)]" in output
    assert "Case 1 of 2" in output
    assert "Under: com-2020-568: a draft or hypothesis, never law" in output
    assert "Think about: Why?" in output
    assert "Passed: 2 of 2 points (50 % needed), 2 of 2 outcomes (100 % needed)." in output
    assert "Remember that." in output
    taken = json.loads((kept / "two-ana.json").read_text("utf-8"))
    assert (taken["learner"], taken["passed"], taken["cases"][1]["under"]) == ("Ana", True, "com-2020-568")
    teach(str(lesson), "--learner", "Ana", "--keep", str(kept), typed=ANSWERS)
    table = CliRunner().invoke(derogation, ["class", str(kept), "--anonymous"]).stdout
    assert [line.split("\t")[:4] for line in table.splitlines()[1:]] == [
        ["learner 1", "two", "1", "yes"],
        ["learner 1", "two", "2", "yes"],
    ]


def test_whoever_leaves_a_lesson_has_no_result(lesson: Path) -> None:
    """Nothing is kept, and nothing is said of passing."""
    kept = lesson.parent / "kept"
    output = teach(str(lesson), "--keep", str(kept), typed="q\n").output
    assert "nothing is kept of the lesson" in output
    assert "assed:" not in output
    assert not kept.exists()


def test_a_lesson_says_itself_on_which_day(lesson: Path) -> None:
    """An option that it would not follow is refused."""
    result = teach(str(lesson), "--on", "2022-01-01", typed="")
    assert result.exit_code == 2
    assert "a lesson says itself on which days its cases are assessed" in result.output


def test_where_answers_cannot_be_kept_nothing_is_asked(lesson: Path) -> None:
    """The folder is tried before the first question, so that nobody answers for nothing."""
    for what in (str(lesson), "skypeout"):
        done = CliRunner().invoke(derogation, ["teach", what, "--keep", str(lesson / "kept")], input=ANSWERS)
        assert isinstance(done.exception, CannotWrite)
        assert done.output == ""
