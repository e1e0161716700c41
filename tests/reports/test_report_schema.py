"""The published JSON Schemas of checks and comparisons: what is printed follows them, and what is wrong does not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from derogation.commands.report import report
from derogation.commands.schema import schema
from derogation.reports.check import CheckResult, check_report
from derogation.reports.compare import compare
from derogation.reports.files import load_report
from derogation.reports.model import Report
from derogation.reports.render import check_json, compare_json
from derogation.reports.schema import check_schema, compare_schema
from jsonschema import Draft202012Validator

Make = Callable[[dict[str, Any]], Report]


def errors(document: str, published: dict[str, Any]) -> list[str]:
    Draft202012Validator.check_schema(published)
    return [error.message for error in Draft202012Validator(published).iter_errors(json.loads(document))]


def closed(published: dict[str, Any]) -> dict[str, Any]:
    """The schema with every object closed to keys that it does not name."""
    text = json.dumps(published).replace('"additionalProperties": true', '"additionalProperties": false')
    return json.loads(text)


def bare(clean: dict[str, Any]) -> dict[str, Any]:
    """A report with as little in its header as can be read."""
    return {key: clean[key] for key in ("report", "provider", "source")} | {"answers": {}}


@pytest.mark.parametrize("command", ["report-check", "report-compare"])
def test_the_command_prints_the_schema(command: str) -> None:
    """`schema report-check` and `schema report-compare` print what the functions give."""
    printed = json.loads(CliRunner().invoke(schema, [command]).output)
    assert printed == {"report-check": check_schema(), "report-compare": compare_schema()}[command]
    assert printed["$id"] == f"derogation/{command}/1"


@pytest.mark.parametrize("name", ["google", "clean", "bare", "without technologies"])
def test_a_check_follows_its_schema_and_the_schema_names_every_key(
    name: str, clean: dict[str, Any], make: Make
) -> None:
    """Real, faultless, empty: each check validates, even with no key allowed that the schema does not name."""
    reports = {
        "google": lambda: load_report("google-2025"),
        "clean": lambda: make(clean),
        "bare": lambda: make(bare(clean)),
        "without technologies": lambda: make({**clean, "technologies": [], "published": "never"}),
    }
    document = check_json(check_report(reports[name]()))
    assert errors(document, check_schema()) == []
    assert errors(document, closed(check_schema())) == []


def test_every_kind_of_finding_follows_the_schema(
    planted: Callable[[dict[tuple[str, ...], Any]], CheckResult],
) -> None:
    """Breaches, defects and doubts with fields and what was seen there."""
    changes: dict[tuple[str, ...], Any] = {
        ("answers", "2.gdpr_ground"): None,
        ("answers", "8.retention.content"): "3 years",
        ("answers", "6.known.error_rate"): 50,
    }
    result = planted(changes)
    assert {one.severity for one in result.findings} >= {"breach", "defect"}
    assert errors(check_json(result), closed(check_schema())) == []


def test_a_comparison_follows_its_schema(clean: dict[str, Any], make: Make) -> None:
    """Two reports and more, with figures of every verdict or with none at all."""
    for reports in (
        [load_report("google-2025"), make(clean), make(bare(clean))],
        [make(bare(clean)), make(bare(clean))],
    ):
        document = compare_json(reports, compare(reports))
        assert errors(document, compare_schema()) == []
        assert errors(document, closed(compare_schema())) == []


def test_what_the_command_line_prints_follows_the_schemas() -> None:
    """From the shell as from Python."""
    runner = CliRunner()
    checked = runner.invoke(report, ["check", "google-2025", "--format", "json"]).output
    compared = runner.invoke(report, ["compare", "google-2025", "google-2025", "--format", "json"]).output
    assert errors(checked, check_schema()) == []
    assert errors(compared, compare_schema()) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "derogation/report-check/2"),
        (("findings", 0, "severity"), "error"),
        (("findings", 0, "check"), "unheard.of"),
        (("findings", 0, "fields"), ["6.known.errors"]),
        (("points", 0, "status"), "maybe"),
        (("points",), []),
        (("summary", "breach"), -1),
        (("report_digest",), "abc"),
        (("report", "form"), None),
        (("report", "technologies"), "hashes"),
    ],
)
def test_a_document_that_breaks_the_promise_is_refused(path: tuple[str | int, ...], value: Any) -> None:
    """The schema would notice a renamed status, an unknown check, a field that the form does not have."""
    document = json.loads(check_json(check_report(load_report("google-2025"))))
    broken = copy.deepcopy(document)
    place = broken
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert errors(json.dumps(document), check_schema()) == []
    assert errors(json.dumps(broken), check_schema()) != []
