"""The suite of cases for other engines: large, whole, plain, and answered alike by every engine here."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import derogation
import pytest
from click.testing import CliRunner
from derogation.cases.catalogue import find
from derogation.cases.conformance import plain_facts, profile_of
from derogation.cases.loader import load_case
from derogation.commands.group import derogation as program
from derogation.commands.schema import contract_schema
from derogation.showing.conformance_json import conformance_data
from jsonschema import Draft202012Validator


@cache
def exported() -> dict[str, Any]:
    printed = CliRunner().invoke(program, ["cases", "export"])
    assert printed.exit_code == 0, printed.output
    return json.loads(printed.stdout)


def test_facts_are_plain_and_say_what_the_case_says() -> None:
    """A case's facts without its evidence are a profile with the same outcome; what is disputed is unknown."""
    case = load_case(find("model-messenger"))
    facts = plain_facts(case, derogation.rulebook())
    again = profile_of("again", facts)
    assert plain_facts(again, derogation.rulebook()) == facts
    assert facts["technologies"][0]["first_use"] == {
        "by_provider_on": "2019-05-06",
        "by_anyone_in_union_on": "2015-03-01",
    }
    assert derogation.assess(again, date(2022, 6, 1)).outcome == "eligible"
    tiktok = plain_facts(load_case(find("tiktok-direct-messages")), derogation.rulebook())
    assert "minor" not in tiktok["service"].get("ancillary_exception", {})


def test_the_suite_explains_itself_to_who_has_no_rules() -> None:
    """Every outcome in its order, every choice of every reading, and each order and consequence among facts."""
    book = derogation.rulebook()
    data = conformance_data((), book, ["evaluator"])
    assert list(data["outcomes"])[: len(book.verdicts.order)] == list(book.verdicts.order)
    defaults = {name: next(iter(each["choices"])) for name, each in data["readings_explained"].items()}
    assert defaults == data["readings"]
    assert len(data["entailed"]) == len(book.vocabulary.limits)
    completed = "technology.prior_consultation.completed_on"
    consultation = next(each for each in data["entailed"] if each["later"] == completed)
    assert (consultation["kind"], consultation["earlier"]) == ("order", "technology.prior_consultation.started_on")
    left = next(each for each in data["entailed"] if each["then"] == {"report.data_left_union": False})
    assert left["when"] == {"provider.transfers_outside_union": False}
    named = {name for each in data["entailed"] for key in ("when", "unless", "then") for name in each[key]}
    assert named <= set(book.vocabulary.facts)


@pytest.mark.long
def test_the_suite_is_large_and_whole() -> None:
    """A thousand cases and more, every outcome, every status of every condition, every choice of every reading."""
    data, book = exported(), derogation.rulebook()
    assert list(Draft202012Validator(contract_schema("conformance")).iter_errors(data)) == []
    cases = data["cases"]
    assert data["engines"] == ["evaluator", "durable_rules"]
    assert len({case["id"] for case in cases}) == len(cases) > 1_000
    assert {case["outcome"] for case in cases} == {*book.verdicts.order, book.verdicts.open}
    found = {(rule, status) for case in cases for each in case["statuses"].values() for rule, status in each.items()}
    for rule in book.of_kind("condition"):
        assert {"met", "not_met", "undetermined"} <= {status for name, status in found if name == rule.id}, rule.id
    assert {name for name, status in found if status == "relieved"} == {
        "impact_assessment_and_consultation",
        "report_back_on_advice",
    }
    taken = {pair for case in cases for pair in case["readings"].items()}
    assert taken == {(r.id, c.id) for r in book.readings.values() for c in r.choices[1:]}
    days = Counter(case["on"] for case in cases)
    for day in ("2020-12-20", "2020-12-21", "2021-08-01", "2021-08-02", "2022-04-03", "2022-04-04", "2026-07-31"):
        assert days[day] >= 4, day


@pytest.mark.long
def test_columns_answer_the_suite_alike(tmp_path: Path) -> None:
    """The same profiles as a table, on the default readings, have the same outcomes; what is open is searched."""
    folder = tmp_path / "cases"
    folder.mkdir()
    expected: dict[str, str] = {}
    for case in exported()["cases"]:
        if not case["readings"]:
            profile = {"profile": "derogation/profile/1", "name": case["id"], "assess_on": case["on"], **case["facts"]}
            (folder / f"{case['id']}.json").write_text(json.dumps(profile), encoding="utf-8")
            expected[case["id"]] = case["outcome"]
    output = tmp_path / "found.ndjson"
    done = CliRunner().invoke(program, ["batch", str(folder), "-o", str(output), "--exact", "--workers", "1"])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    found = dict(zip(sorted(expected), (row["outcome"] for row in rows), strict=True))
    assert {name: (expected[name], found[name]) for name in expected if expected[name] != found[name]} == {}
