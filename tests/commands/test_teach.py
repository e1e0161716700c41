"""A case answered at the terminal and from files: facts first, solution after, and where to go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from derogation.commands.group import derogation as program
from derogation.reading.errors import BadInput

CASE = "relief-missed-by-a-day"
RELIEVED = """
answer: derogation/lesson-answer/1
case: relief-missed-by-a-day
learner: "7"
outcome: not_eligible
conditions:
  - {condition: 3(1)(c), status: relieved, provisions: [3(2)(b)],
     facts: ["technologies[0].prior_consultation.started_on"]}
"""


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(program, ["teach", *arguments], input=typed, catch_exceptions=False)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answer.yaml"
    file.write_text(RELIEVED, encoding="utf-8")
    return file


def test_the_facts_are_shown_by_number_and_the_solution_is_not() -> None:
    """Whoever leaves without being graded has seen neither what the case expects nor what it teaches."""
    output = run(CASE, typed="q\n").output
    assert "the prior consultation of the supervisory authority was started on 3 September 2021" in output
    assert "13 3(1)(c)  Impact assessment and prior consultation are complete" in output
    assert "Left without being graded." in output
    assert "not_eligible" not in output
    assert "excludes that day" not in output


def test_a_case_is_answered_by_number_in_any_order_with_hints_and_graded_with_reasons(tmp_path: Path) -> None:
    """A relief taken for missed by a day: told the step, and given the case of the day before, which is then right."""
    typed = "h 13\nh 13\nh 13\n13\n3\n24-26\n\no\n6\n15\nb\n15\n6\ng\ny\n13\n3\n24-26\n\ng\nn\n"
    output = run(CASE, "--keep", str(tmp_path / "kept"), typed=typed).output
    assert "1 of 3: Article 3(1), point (c)" in output
    assert "2 of 3: Look at fact" in output
    assert "Given up" in output
    assert "You part from the proof" not in output.partition("POINT BY POINT")[0]
    assert "Consultation" in output.partition("POINT BY POINT")[2]
    assert "was started on 2\nSeptember 2021 (before: 3 September 2021" in output
    assert "Dunlin, one fact away" in output
    kept = sorted(file.name for file in (tmp_path / "kept").iterdir())
    assert kept == [f"001-{CASE}.json", "002-dunlin-one-fact-away.case.yaml", "002-dunlin-one-fact-away.json"]
    first = json.loads((tmp_path / "kept" / kept[0]).read_text(encoding="utf-8"))
    assert first["conditions"][0]["hints"] == 3
    again = run("--answers", str(tmp_path / "kept"), "--diagnose", "--format", "json")
    assert json.loads(again.stdout)["cases"] == 2


def test_an_answer_in_a_file_is_graded_in_words_and_as_data(answers: Path) -> None:
    """The same grades both ways, with the case one fact away."""
    text = run("--answers", str(answers)).output
    assert "✗ wrong" in text
    assert "NEXT: ONE FACT AWAY" in text
    data = json.loads(run("--answers", str(answers), "--format", "json").stdout)
    assert data["counts"]["wrong"] == 1
    assert (data["next"]["new"], data["next"]["after"]) == ("2 September 2021", "relieved")
    assert data["learner"] == "7"


def test_answers_to_several_cases_show_which_rule_is_misread(tmp_path: Path) -> None:
    """Twice a day taken in that *before* excludes: named, with the answers that show it, and the next case to ask."""
    for number, name in enumerate((CASE, "third-of-september", "third-of-september-again")):
        text = f'{{"answer": "derogation/lesson-answer/1", "case": "{name}", "conditions": [{{"condition": "3(1)(c)", '
        (tmp_path / f"{number}.json").write_text(f'{text}"status": "relieved"}}]}}', encoding="utf-8")
    data = json.loads(run("--answers", str(tmp_path), "--diagnose", "--format", "json").stdout)
    assert next(each["misconception"] for each in (*data["named"], *data["suspected"])) == "before_as_by"
    assert data["cases"] == 3
    assert data["next_case"]
    assert "3 September 2021" in run("--answers", str(tmp_path), "--diagnose").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a case to answer"),
        ((CASE, "--format", "json"), "go with --answers"),
        ((CASE, "--diagnose"), "go with --answers"),
    ],
)
def test_what_does_not_go_together_is_said(arguments: tuple[str, ...], said: str) -> None:
    """Usage errors say what to add."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_folder_without_answers_and_an_answer_without_a_case_are_refused(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(BadInput, match="holds no answers"):
        run("--answers", str(tmp_path))
    file = tmp_path / "a.yaml"
    file.write_text("answer: derogation/lesson-answer/1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="does not say which case"):
        run("--answers", str(file))


def test_a_closed_input_ends_the_lesson_without_a_fuss() -> None:
    """What was answered so far is not graded, and nothing is wrong with the program."""
    result = run(CASE, typed="13\n3\n")
    assert result.exit_code == 0
    assert "Stopped." in result.output
