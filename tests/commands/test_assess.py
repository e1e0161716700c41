"""The command line of assess: formats, standpoints, exit codes, errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from derogation import rulebook
from derogation.commands import group
from derogation.commands.assess import _show
from derogation.reading.errors import Unsatisfied
from derogation.showing.assessment_json import assessment_schema
from jsonschema import Draft202012Validator

CASE = "tiktok-direct-messages"


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(group.derogation, list(arguments), input=text)


def answer(*arguments: str) -> dict[str, object]:
    result = run("assess", *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_tiktok_is_undetermined_and_not_needed_is_among_the_possible() -> None:
    """TikTok's direct messages cannot be decided by default; not_needed and something else stay possible."""
    data = answer(CASE)
    assert data["outcome"] == "undetermined"
    assert "not_needed" in data["possible_outcomes"]
    assert len(data["possible_outcomes"]) > 1
    assert data["by_party"] == {"TikTok": "not_needed"}


def test_as_tiktok_the_derogation_is_not_needed() -> None:
    """With TikTok's positions and its reading, the exception is made out."""
    data = answer(CASE, "--as", "TikTok")
    assert data["outcome"] == "not_needed"
    assert {
        fact["standing"]
        for rule in data["other_rules"]
        if rule["kind"] == "exception"
        for fact in rule["facts"]
        if fact["value"]
    } == {"claimed"}


def test_on_the_record_the_exception_is_not_made_out() -> None:
    """On the record the claim is not shown, and the outcome is not that the derogation is not needed."""
    data = answer(CASE, "--on-the-record")
    assert "not_needed" not in data["possible_outcomes"]
    text = " ".join(run("assess", CASE, "--on-the-record").output.split())
    assert "Not shown to be covered, whatever else is found." in text
    assert data["answer"]["covered"] == "not_shown"
    assert "every limb ✗ not shown" in text


def test_the_page_names_each_limb_under_both_readings_and_what_is_missing() -> None:
    """The page has the six limbs, both readings, what the e-mail offers, an argument each way and what to ask."""
    text = " ".join(run("assess", CASE).output.split())
    for words in (
        "Limb On recital 17 On article Said Indicators",
        "minor needed needed TikTok: yes (inferred) none",
        "purely ancillary needed – silence none",
        "technically inseparable needed – silence none",
        "For: COM(2022) 209",
        "Against: recital 17 of Directive (EU) 2018/1972",
        "C-142/18, Skype Communications (by analogy)",
        "Ask TikTok: (1)",
    ):
        assert words in text, words


def test_full_adds_every_condition_and_what_would_settle_the_exception() -> None:
    """--full has the limbs with both arguments, the matrix, and every question after the page."""
    text = " ".join(run("assess", CASE, "--full").output.split())
    for words in (
        "limb 6",
        "Needed on recital 17",
        "by inference",
        "What would settle it",
        "WHAT IS MISSING",
        "? undetermined",
    ):
        assert words in text, words


@pytest.mark.parametrize("standpoint", [[], ["--as", "TikTok"], ["--on-the-record"], ["--on", "2026-08-01"]])
@pytest.mark.parametrize(
    "case",
    [CASE, "hash-passes-classifier-fails", "unknown-everything"]
    + [pytest.param(name, marks=pytest.mark.long) for name in ("gmail", "google-2025")],
)
def test_json_follows_the_published_schema(case: str, standpoint: list[str]) -> None:
    """What assess prints as JSON validates against the schema that `schema assessment` prints."""
    if "--as" in standpoint and case != CASE:
        standpoint = []
    published = json.loads(run("schema", "assessment").output)
    assert published == json.loads(json.dumps(assessment_schema(rulebook())))
    Draft202012Validator(published).validate(answer(case, *standpoint))


def test_the_same_inputs_give_the_same_bytes_whatever_the_order_of_keys(tmp_path: Path) -> None:
    """JSON output is byte-identical across runs and across the order of the profile's keys."""
    import yaml
    from derogation.cases.catalogue import shipped

    data = yaml.safe_load(shipped()["hash-passes-classifier-fails"].read_text("utf-8"))

    def turned(value: object) -> object:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(list(value))}
        return [turned(item) for item in value] if isinstance(value, list) else value

    outputs: set[str] = set()
    for number, version in enumerate((data, turned(data), data)):
        path = tmp_path / f"case{number}.json"
        path.write_text(json.dumps(version, default=str), "utf-8")
        outputs.add(run("assess", str(path), "--format", "json").output)
    assert len(outputs) == 1


def test_standard_input_is_read_with_a_dash() -> None:
    """A profile may come on standard input."""
    result = run("assess", "-", "--on", "2022-01-01", text="profile: derogation/profile/1\nname: Nothing known\n")
    assert result.exit_code == 0
    assert "cannot be said yet" in result.output


def test_require_sets_the_exit_code() -> None:
    """--require exits with 0 where the outcome is the one required and with 1 where it is not."""
    assert run("assess", CASE, "--require", "undetermined").exit_code == 0
    failed = run("assess", CASE, "--require", "eligible")
    assert isinstance(failed.exception, Unsatisfied)
    assert str(failed.exception) == "required eligible, found undetermined"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["assess", CASE, "--on", "2021-2-3"], "Write year-month-day, such as 2021-09-02"),
        (["assess", CASE, "--as", "Nobody"], "parties: TikTok"),
        (["assess", CASE, "--reading", "ancillary_tests=article"], "did you mean 'ancillary_test'"),
        (["assess", CASE, "--reading", "ancillary_test=none"], "choices: recital17, article"),
        (["assess", CASE, "--reading", "article"], "ID=CHOICE"),
        (["assess", CASE, "--require", "maybe"], "no outcome is called"),
        (["assess"], "Missing argument"),
        (["rules", "show", "99(9)"], "99(9)"),
        (["facts", "nothing"], "no fact begins with"),
    ],
)
def test_usage_errors_exit_with_two_and_say_what_to_write(arguments: list[str], words: str) -> None:
    """A wrong call exits with 2 and names the remedy."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert words in result.output


def test_what_cannot_be_read_ends_with_two_or_three_without_a_traceback(tmp_path: Path) -> None:
    """A missing file and an unknown case end with 2, a malformed profile with 3, each with place and remedy."""
    import subprocess
    import sys

    bad = tmp_path / "bad.yaml"
    bad.write_text("profile: derogation/profile/1\nname: x\nservice:\n  users_in_unoin: true\n", "utf-8")
    for argument, words, code in (
        (str(tmp_path / "none.yaml"), "no such file", 2),
        ("tiktok-direct-message", "tiktok-direct-messages", 2),
        (str(bad), "bad.yaml:4", 3),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "derogation", "assess", argument], capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        assert words in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_without_durable_rules_the_assessment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where durable_rules cannot be imported the evaluator answers alone, and the answer names it alone."""
    from derogation.engine import answer as derive

    full = answer("gmail")
    monkeypatch.setattr(derive, "available", lambda: False)
    derive.machine.cache_clear()
    try:
        alone = answer("gmail")
    finally:
        derive.machine.cache_clear()
    assert alone["engines"] == ["evaluator"]
    assert {**alone, "engines": full["engines"]} == full


def test_engines_that_disagree_report_nothing_and_exit_with_five(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disagreement of the engines is an error with its own exit code, and no answer is printed."""
    from derogation.engine import answer as derive
    from derogation.engine.truth.forward import chaining as forward
    from derogation.reading.errors import EngineDisagreement

    if not derive.available():
        assert answer("gmail")["engines"] == ["evaluator"]
        return
    truth = forward.Derived.truth
    monkeypatch.setattr(
        forward.Derived,
        "truth",
        lambda self, term, items: (
            not truth(self, term, items) if term.name == "proportionate.holds" else truth(self, term, items)
        ),
    )
    result = run("assess", "hash-passes-classifier-fails")
    assert isinstance(result.exception, EngineDisagreement)
    assert result.exception.exit_code == 5
    assert "proportionate.holds" in str(result.exception)
    assert result.output == ""


def test_markdown_and_text_say_the_same_verdict_and_escape_markup(tmp_path: Path) -> None:
    """Markup, control characters and marks that turn text around are shown as text in every format."""
    hostile = "<b>x</b> | *y* \\u202eabc \\u0007"
    path = tmp_path / "hostile.yaml"
    path.write_text(
        f'profile: derogation/profile/1\nname: "{hostile.replace(chr(92) + "u0007", "")}"\nassess_on: 2022-01-01\n',
        "utf-8",
    )
    result = run("assess", str(path), "--format", "markdown")
    if result.exit_code == 0:
        assert "<b>" not in result.output
        assert "\u202e" not in result.output
    else:
        assert result.exception is not None
        assert "\u202e" not in str(result.exception)


def test_the_proof_is_printed_on_request() -> None:
    """--proof adds every step with its truth and the facts at its leaves."""
    text = run("assess", "hash-passes-classifier-fails", "--proof").output
    assert "PROOF" in text
    assert "✗ false" in text
    assert "[technologies[1].quality" in text


def test_a_format_that_nobody_makes_is_refused_and_none_stands_in_for_it() -> None:
    """Where a format is offered before it is made, nothing is shown in its name."""

    def made() -> Any:
        raise AssertionError

    with pytest.raises(click.UsageError, match="no csv is made of this answer; formats: text"):
        _show("csv", None, "gmail", page=made, data=made, document=made)
