"""What the commands print as JSON is what the published schemas promise, and a promise changes only in sight."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import derogation
import pytest
from click.testing import CliRunner
from derogation.cases.catalogue import shipped
from derogation.commands.group import derogation as program
from derogation.commands.schema import CONTRACTS
from derogation.reading.errors import Problem
from derogation.showing.error_json import error_data
from derogation.version import VERSION
from jsonschema import Draft202012Validator

SNAPSHOTS = Path(__file__).parent / "schemas"
QUAYLINE = str(Path(__file__).parents[2] / "docs" / "examples" / "quayline.yaml")
LESSON = str(Path(__file__).parents[2] / "docs" / "examples" / "answer.yaml")
RULES = str(Path(__file__).parents[2] / "rules" / "act")
TIKTOK = "tiktok-direct-messages"
#: For each contract, commands that print it.
PRINTED = {
    "assessment": [["assess", name] for name in (QUAYLINE, TIKTOK, "gmail", "google-2025", "unknown-everything")]
    + [
        ["assess", TIKTOK, "--as", "TikTok"],
        ["assess", TIKTOK, "--on-the-record"],
        ["assess", "gmail", "--on", "2026-09-01"],
    ],
    "assessment-under": [
        ["assess", QUAYLINE, "--law", "com-2020-568"],
        ["assess", TIKTOK, "--as", "TikTok", "--law", "act-2026-if-carried-over", "--on", "2026-09-01"],
    ],
    "law-compare": [
        ["law", "compare", QUAYLINE, "--law", "libe-a9-0258-2020"],
        ["law", "compare", "audio-only", "gmail", "--law", "com-2020-568", "--law", "ep-2026-t10-0070", "--own-days"],
    ],
    "calendar": [["calendar", QUAYLINE], ["calendar", "unknown-everything", "--others"]],
    "change": [["change", QUAYLINE], ["change", "hash-passes-classifier-fails"], ["change", TIKTOK, "--as", "TikTok"]],
    "diff": [["diff", "skypeout", "skype-in-app"], ["diff", "skype", "imessage"]],
    "facts": [["facts"], ["facts", "--findings"]],
    "graph": [["rules", "graph", "human_oversight"], ["rules", "graph"]],
    "lesson-diagnosis": [["teach", "--answers", LESSON, "--diagnose"]],
    "lesson-result": [["teach", "--answers", LESSON]],
    "matter-assessment": [["assess", "skype"], ["assess", "imessage", "--on-the-record"]],
    "readings": [["readings", QUAYLINE], ["readings", TIKTOK]],
    "report-check": [["report", "check", "google-2025"]],
    "report-compare": [["report", "compare", "google-2025", "google-2025"]],
    "rulebook-diff": [["rules", "diff", RULES, "--case", "gmail"]],
    "rules": [["rules", "list"]],
    "timeline": [["timeline", QUAYLINE], ["timeline", TIKTOK, "--on-the-record"]],
}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(program, arguments)
    assert result.exit_code == 0, (arguments, result.output, result.exception)
    return result.stdout


def published(name: str) -> dict[str, Any]:
    return json.loads(run("schema", name))


def validator(name: str) -> Draft202012Validator:
    """Strict: with formats."""
    schema = published(name)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def parts(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within a schema, with its place."""
    if isinstance(schema, dict):
        yield at, schema
        for key, value in schema.items():
            if key in ("properties", "$defs"):
                for name, inner in value.items():
                    yield from parts(inner, f"{at}/{name}")
            else:
                yield from parts(value, at)
    elif isinstance(schema, list):
        for inner in schema:
            yield from parts(inner, at)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_promise_changes_only_in_sight(name: str) -> None:
    """The schema is the one committed; `derogation schema NAME > tests/showing/schemas/NAME.json` after one meant."""
    assert published(name) == json.loads((SNAPSHOTS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_schema_is_closed_and_says_what_each_key_means(name: str) -> None:
    """No object takes a key that it does not name, no key goes without a word, and no name of Python's shows."""
    schema = published(name)
    assert schema["$id"] == f"derogation/{name}/1"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for at, part in parts(schema):
        if "properties" in part:
            assert part.get("additionalProperties") is False, at
            assert set(part["required"]) == set(part["properties"]), at
        assert at == "" or "title" not in part, at
    if not name.startswith("report"):
        words = [inner for _, part in parts(schema) for inner in part.get("properties", {}).values()]
        assert all("description" in inner for inner in words)


@pytest.mark.parametrize(
    ("name", "command"),
    [(name, command) for name, commands in PRINTED.items() for command in commands],
    ids=lambda value: " ".join(value)[-60:] if isinstance(value, list) else value,
)
def test_what_a_command_prints_is_what_is_promised(name: str, command: list[str]) -> None:
    """Each command's JSON validates against its schema, formats included, and names its contract."""
    data = json.loads(run(*command, "--format", "json"))
    assert isinstance(data, list) or data["schema"] == f"derogation/{name}/1"
    problems = [f"{error.json_path}: {error.message}"[:300] for error in validator(name).iter_errors(data)]
    assert problems == []


@pytest.mark.long
def test_what_is_proved_is_what_is_promised() -> None:
    """The proofs' JSON validates against its schema."""
    assert list(validator("prove").iter_errors(json.loads(run("rules", "prove", "--format", "json")))) == []


@pytest.mark.parametrize("each", [4, pytest.param(1, marks=pytest.mark.long)])
def test_every_shipped_case_keeps_the_promise(each: int) -> None:
    """The assessment of every shipped case (in a short run of each fourth) validates, formats included."""
    strict = validator("assessment")
    for path in [*shipped().values()][::each]:
        data = json.loads(json.dumps(derogation.answer_json(derogation.assess(derogation.load_profile(path)))))
        assert [f"{path.stem} {error.json_path}: {error.message}"[:300] for error in strict.iter_errors(data)] == []


def test_an_unknown_key_or_a_wrong_word_is_no_assessment() -> None:
    """The schema refuses what is not promised."""
    strict = validator("assessment")
    data: dict[str, Any] = json.loads(run("assess", "gmail", "--format", "json"))
    for change in ({"extra": 1}, {"outcome": "perhaps"}, {"on": "yesterday"}, {"technologies": None}):
        assert list(strict.iter_errors({**data, **change})), change
    assert list(strict.iter_errors({key: value for key, value in data.items() if key != "law"}))


def test_a_failure_is_what_is_promised() -> None:
    """A failure with a place, and one with nothing but words, validate."""
    for problems in ([Problem("wrong", "a.yaml", 3, "service", "Write it.")], [Problem("wrong"), Problem("too")]):
        assert list(validator("error").iter_errors(json.loads(json.dumps(error_data(3, problems))))) == []


def test_a_record_knows_its_law_and_its_subject() -> None:
    """An assessment names the act, the provider and the profile without the case beside it."""
    case = derogation.load_profile(QUAYLINE)
    result = derogation.assess(case)
    assert (result.law.celex, result.law.in_force) == ("02021R1232-20240515", True) or result.law.celex
    assert result.subject.provider == case.profile.provider.name
    assert result.subject.digest == case.digest


def test_there_is_one_version() -> None:
    """The package and what it prints say the same."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION == derogation.__version__
