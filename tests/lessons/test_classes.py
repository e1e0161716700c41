"""Lessons taken, as files, and the tables of a class."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import cast

import jsonschema
import pytest
from click.testing import CliRunner
from derogation.api import load_lesson, mark_lesson, mark_sheet, pose_lesson, rulebook
from derogation.commands.group import derogation
from derogation.lessons.answer import ConditionAnswer, LessonAnswer
from derogation.lessons.class_results import class_results, read_taken
from derogation.lessons.class_tables import class_data, class_schema, csv_of
from derogation.lessons.taken_json import LessonTakenJson, taken_data, taken_schema
from derogation.reading.document import read_text
from derogation.reading.errors import BadInput

LESSON = """lesson: derogation/lesson/1
title: Two cases
aim: Tell them apart.
tasks:
  - {case: skypeout, ask: [not_number_independent]}
  - {case: relief-missed-by-a-day, ask: [3(1)(c)]}
  - {case: used-elsewhere-new-here, ask: [well_established_technology], under: com-2020-568}
"""
STARTED = ("technologies[0].prior_consultation.started_on", "technologies[0].prior_consultation.completed_on")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lesson."""
    made = tmp_path_factory.mktemp("class")
    (made / "two.yaml").write_text(LESSON)
    return made


@pytest.fixture(scope="module")
def taken(folder: Path) -> list[LessonTakenJson]:
    """What three learners made of it: one right, one right for a wrong reason, one with a name that is a formula."""
    lesson = load_lesson(folder / "two.yaml")
    cases = pose_lesson(lesson)

    def of(learner: str, number: int, status: str, *facts: str) -> LessonTakenJson:
        answers = {
            1: LessonAnswer(outcome="not_available"),
            2: LessonAnswer(outcome="not_eligible", conditions=(ConditionAnswer("3(1)(c)", status, facts=facts),)),  # pyright: ignore[reportArgumentType]
            3: LessonAnswer(
                outcome="would_be_not_eligible", conditions=(ConditionAnswer("well_established_technology", "not_met"),)
            ),
        }
        return taken_data(mark_lesson(lesson, answers, learner=learner, number=number, cases=cases))

    return [
        of("Ana", 1, "not_met", *STARTED),
        of("Ben", 2, "not_met", "technologies[0].scans.images"),
        of("=HYPERLINK(1)", 3, "met", *STARTED),
    ]


def test_a_lesson_taken_keeps_its_contract(taken: list[LessonTakenJson]) -> None:
    """Outcomes under a draft with names of their own included."""
    jsonschema.validate(taken[0], taken_schema(rulebook()))
    assert taken[0]["cases"][2]["result"]["outcome"]["outcome"] == "would_be_not_eligible"
    assert taken[0]["cases"][2]["under"] == "com-2020-568"


def test_a_class_by_learner_by_condition_and_by_answer(taken: list[LessonTakenJson]) -> None:
    """What was right for a wrong reason stands apart from what was right, and what goes wrong most comes first."""
    found = class_results(taken)
    jsonschema.validate(class_data(found), class_schema(rulebook()))
    by_name = {row.learner: row for row in found.learners}
    assert [answer.kind for answer in found.answers if answer.rule == "impact_assessment_and_consultation"] == [
        "wrong",
        "right",
        "wrong_reason",
    ]
    assert by_name["Ana"].points == (1, 3)
    assert by_name["Ben"].points == (0, 3)
    assert found.conditions[0].learners == 3
    assert found.conditions[-1].rule == "impact_assessment_and_consultation"


def test_no_cell_of_a_table_is_a_formula(taken: list[LessonTakenJson]) -> None:
    """A learner's name comes from outside, and is opened in a spreadsheet."""
    rows = list(csv.reader(io.StringIO(csv_of(class_results(taken), "learner"))))
    assert {row[0] for row in rows[1:]} == {"Ana", "Ben", "'=HYPERLINK(1)"}
    assert rows[0][:4] == ["learner", "lesson", "attempt", "passed"]


def test_without_names_nothing_tells_who_is_who(taken: list[LessonTakenJson]) -> None:
    """Numbers that follow neither the names nor the order of the class; one learner keeps one number."""
    found = class_results([*taken, taken[0]], anonymous=True)
    text = json.dumps(class_data(found))
    assert "Ana" not in text
    assert "Ben" not in text
    assert sorted({row.learner for row in found.learners}) == ["learner 1", "learner 2", "learner 3"]
    assert sorted(row.attempt for row in found.learners) == [1, 1, 1, 2]


def test_numbers_cannot_be_made_from_the_names_alone(taken: list[LessonTakenJson]) -> None:
    """Classes of the same names with other results have their numbers in other orders; the same results the same."""

    def passing(seed: int) -> tuple[tuple[str, bool], ...]:
        marked = [{**each, "seed": seed, "passed": at == 0} for at, each in enumerate(taken)]
        rows = class_results(cast("list[LessonTakenJson]", marked), anonymous=True).learners
        return tuple((row.learner, row.passed) for row in rows)

    assert passing(1) == passing(1)
    assert len({passing(seed) for seed in range(20)}) == 3


def test_a_sheet_filled_in_is_graded_and_goes_into_the_class(folder: Path) -> None:
    """From an empty sheet to a table, at the terminal."""
    run = CliRunner().invoke

    def command(*words: str) -> str:
        result = run(derogation, words)
        assert result.exit_code == 0, result.output
        return result.stdout

    sheet, results = folder / "ana.yaml", folder / "results"
    command("lessons", "sheet", str(folder / "two.yaml"), "--learner", "Ana", "-o", str(sheet))
    text = sheet.read_text().replace(f"lesson: {folder}/two.yaml", "lesson: two.yaml")
    text = text.replace("outcome:\n", "outcome: not_eligible\n", 2).replace("status: dont_know", "status: not_met")
    sheet.write_text(text)
    said = command("lessons", "grade", str(sheet), "-o", str(results))
    assert "Not passed yet" in said
    assert "Article 3(1), point (c)" in said
    table = command("class", str(results))
    assert table.splitlines()[1].split("\t")[:4] == ["Ana", "two", "1", "no"]


def test_a_sheet_says_where_it_is_wrong(folder: Path) -> None:
    """With the line in the sheet, though each case is read as an answer of its own."""
    sheet = (
        "answers: derogation/lesson-answers/1\nlesson: two.yaml\ncases:\n  - case: 2\n    conditions:\n"
        "      - {condition: 3(1)(c), status: notmet}\n  - case: 9\n"
    )
    with pytest.raises(BadInput) as caught:
        mark_sheet(read_text(sheet, "ana.yaml"), folder)
    text = str(caught.value)
    assert "ana.yaml:6: cases[0].conditions[0].status" in text
    assert "ana.yaml:7: cases[1].case: expects a whole number from 1 to 3, not 9" in text


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    """A learner's file is held against the contract."""
    (tmp_path / "a.json").write_text('{"schema": "derogation/lesson-taken/1", "learner": 3}')
    with pytest.raises(BadInput, match="lesson-taken"):
        read_taken([tmp_path])
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(BadInput, match="this is no result of a lesson"):
        read_taken([tmp_path])
