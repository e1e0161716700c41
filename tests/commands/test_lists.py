"""The commands that list facts, rules, cases and schemas, and their checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from derogation import rulebook
from derogation.commands import group


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group.derogation, list(arguments))


def test_every_command_has_help_and_is_listed() -> None:
    """Each command explains itself, and the overview lists it."""
    overview = run("--help").output
    for name in group.COMMANDS:
        assert name in overview
        command = group.derogation.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.help, name


def test_facts_come_with_question_type_and_provision() -> None:
    """The list of facts carries all that an interview or a form needs."""
    facts = json.loads(run("facts", "--format", "json").output)
    by_path = {fact["path"]: fact for fact in facts}
    assert by_path["service.ancillary_exception.minor"]["finding"] is True
    assert by_path["technology.suspicions.longest_months"]["unit"] == "months"
    assert by_path["technology.end_to_end_encryption"]["choices"] == ["none", "some", "all"]
    assert all(fact["question"].endswith("?") and fact["citations"] for fact in facts)


@pytest.mark.parametrize("way", ["3(1)(g)(vii)(6)", "Article 3(1), point (g)(vii)(6)", "report_errors"])
def test_a_rule_is_found_by_either_citation_style_or_name(way: str) -> None:
    """rules show takes the newer and the older citation style, and a rule's name."""
    result = run("rules", "show", way)
    assert result.exit_code == 0
    assert "report_errors" in result.output
    assert "Article 3(1), point (g)(vii)(6)" in result.output


def test_the_ledger_says_of_every_provision_which_rule_carries_it_or_why_none() -> None:
    """No provision is without a rule or a reason."""
    entries = json.loads(run("rules", "ledger", "--format", "json").output)
    ruled = {rule.provision for rule in rulebook().rules}
    assert len(entries) == 80
    assert all(entry["reason"] or entry["provision"] in ruled for entry in entries)


@pytest.mark.long  # the README's own line is the same, in every run
def test_the_rulebook_has_no_defect_on_its_own_cases() -> None:
    """rules check finds nothing: every provision ruled, every condition met and not met by some case."""
    result = run("rules", "check")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("No defect")


def test_a_quote_that_is_not_in_the_text_is_a_defect(tmp_path: Path) -> None:
    """Given a text without the quoted words, rules check names the quotes and exits with 4."""
    text = tmp_path / "law.txt"
    text.write_text("Article 1\nNothing to see.\n", "utf-8")
    result = run("rules", "check", "--text", str(text))
    assert result.exit_code == 4
    assert "quote not in the text: rule strictly_necessary_for_sole_purpose" in result.output


def test_missing_rules_provisions_and_cases_are_defects() -> None:
    """A provision whose rule is gone, a rule without a provision, and a condition without cases are all found."""
    from derogation.rules.check import defects
    from derogation.rules.ledger import load_ledger
    from msgspec.structs import replace

    book = rulebook()
    lost = [rule for rule in book.rules if rule.id != "proportionate"]
    strayed = [replace(rule, provision="3(9)") if rule.id == "human_oversight" else rule for rule in lost]
    found = {(d.check, d.where) for d in defects(replace(book, rules=tuple(strayed)), load_ledger(), statuses={})}
    assert ("provision without a rule", "3(1)(a)(ii)") in found
    assert any(check == "rule without a provision" for check, _ in found)
    assert ("no case where not met", "3(1)(i)") in found


def test_rule_files_of_ones_own_are_checked_and_a_bad_one_exits_with_four(tmp_path: Path) -> None:
    """An edited copy of the rules can be checked; a fact misspelt in it is named with file, line, rule and remedy."""
    import shutil
    import subprocess
    import sys

    from derogation.rules import rule_files

    for file in rule_files():
        shutil.copy(file, tmp_path / file.name)
    assert run("rules", "check", "--rules", str(tmp_path)).exit_code == 0
    bad = tmp_path / "03-provider.yaml"
    bad.write_text(
        bad.read_text("utf-8").replace("provider.redress.established", "provider.redress.estalished"), "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "derogation", "rules", "check", "--rules", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "03-provider.yaml:" in done.stderr
    assert "complaint_procedures" in done.stderr
    assert "did you mean 'provider.redress.established'" in done.stderr
    assert "Traceback" not in done.stderr


def test_cases_are_listed_shown_without_their_solution_and_tested() -> None:
    """A learner sees a case without what it expects; the solution is shown on request; all cases pass."""
    names = [case["case"] for case in json.loads(run("cases", "list", "--format", "json").output)]
    assert {"tiktok-direct-messages", "gmail", "skypeout", "relief-under-3-2"} <= set(names)
    shown = run("cases", "show", "relief-under-3-2").output
    assert "expect:" not in shown
    assert "lesson:" not in shown
    assert "expect:" in run("cases", "show", "relief-under-3-2", "--solution").output
    assert run("cases", "test", "gmail", "skypeout").exit_code == 0


def test_a_case_that_expects_something_else_is_reported_with_both_values(tmp_path: Path) -> None:
    """cases test exits with 1 and says what was expected and what was found."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        "profile: derogation/profile/1\nname: Mine\nassess_on: 2022-01-01\nexpect: {outcome: eligible}\n", "utf-8"
    )
    result = run("cases", "test", str(tmp_path))
    assert result.exit_code == 1
    assert "Expected the outcome to be eligible, found undetermined" in result.output


def test_the_profile_schema_accepts_every_shipped_case() -> None:
    """The published schema of profiles agrees with what the loader accepts."""
    from derogation.cases.catalogue import shipped
    from derogation.reading.document import read_file
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(json.loads(run("schema", "profile").output))
    for path in shipped().values():
        data = json.loads(json.dumps(read_file(path).data, default=str))
        assert not list(validator.iter_errors(data)), path.name


def test_every_schema_is_printed() -> None:
    """Each schema that the program publishes can be printed, those of tables as a list of columns."""
    for name in ("profile", "assessment", "timeline", "report-check", "report-compare"):
        assert json.loads(run("schema", name).output)["$schema"].startswith("https://json-schema.org/")
    columns = json.loads(run("schema", "columns", "--format", "json").output)
    assert {"name", "assess_on", "technologies_0_scans_text"} <= {column["name"] for column in columns["columns"]}
