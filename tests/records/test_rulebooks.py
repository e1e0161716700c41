"""Two versions of the rulebook: the rules that say something else, and the cases in which that shows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from derogation import api, rulebook
from derogation.cases.catalogue import shipped
from derogation.commands.group import derogation as program
from derogation.records.rulebooks import changed_rules
from derogation.rules import rule_files
from msgspec.structs import replace

CASES = {name: api.load_profile(shipped()[name]) for name in ("late-report", "skypeout", "deleted-too-late")}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's rules with ten months for twelve in point (i), a line more, and a reworded note."""
    folder = tmp_path_factory.mktemp("rules")
    for path in rule_files():
        shutil.copy(path, folder)
    file = folder / "05-suspicions.yaml"
    text = file.read_text("utf-8")
    assert "suspicions.identified" in text
    changed = text.replace("- technology.suspicions.no_longer_than_necessary", "- not technology.scans.text", 1)
    assert changed != text
    file.write_text(f"# a line more\n{changed}", "utf-8")
    return folder


def test_rules_that_only_moved_or_were_read_anew_are_not_changed(tmp_path: Path) -> None:
    """The same rules from other files, with lines added, are the same rules."""
    for path in rule_files():
        (tmp_path / path.name).write_text(f"# moved\n\n{path.read_text('utf-8')}", "utf-8")
    assert changed_rules(api.rulebook_in(tmp_path), rulebook()) == ()


def test_the_rule_that_changed_is_named_with_what_of_it_and_where_it_shows(edited: Path) -> None:
    """One rule, that part of it, and the case whose condition it turns; other cases are counted and not named."""
    found = api.compare_rulebooks(rulebook(), api.rulebook_in(edited), CASES)
    (change,) = found.changes
    assert (change.provision, change.happened, change.what) == ("3(1)(i)", "changed", ("when it holds",))
    assert found.looked_at == 3
    for case in found.cases:
        assert case.by == (change.name,)
        assert {status[0] for status in case.statuses} <= {"3(1)(i)"}


def test_a_rule_that_is_gone_shows_where_it_decided() -> None:
    """Without the gate for numbers SkypeOut comes out otherwise; without point (i) its status is gone."""
    new = rulebook()
    for gone, name, status in (
        ("not_number_independent", "skypeout", None),
        ("stored_no_longer_than_twelve_months", "deleted-too-late", ("3(1)(i)", "image_hashes", "not_met", "")),
    ):
        less = replace(new, rules=tuple(rule for rule in new.rules if rule.id != gone))
        found = api.compare_rulebooks(new, less, {name: CASES[name]})
        assert [(each.name, each.happened) for each in found.changes] == [(gone, "gone")]
        (case,) = found.cases
        assert case.by == (gone,)
        assert status in case.statuses if status else case.before == "not_available" != case.after


def test_the_command_compares_folders_and_records_with_the_rules_of_the_program(edited: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(program, ["rules", "diff", str(edited), "--case", "skypeout", "--format", "json"])
    assert done.exit_code == 0, done.output
    data = json.loads(done.output)
    assert [each["provision"] for each in data["changes"]] == ["3(1)(i)"]
    assert data["cases"] == []
    from derogation.records.keys import new_key

    new_key(tmp_path / "k")
    case = CASES["skypeout"]
    record = tmp_path / "r.json"
    record.write_bytes(api.record(case, api.assess(case, engines=["evaluator"]), tmp_path / "k"))
    same = CliRunner().invoke(program, ["rules", "diff", str(record), "--case", "skypeout"])
    assert "The rules are the same." in same.output
