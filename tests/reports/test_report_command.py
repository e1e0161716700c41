"""``derogation report`` from outside: output, files, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from derogation.commands.report import report

LANTERN = str(Path(__file__).parent / "data/lantern-2024.yaml")


def run(*arguments: str, stdin: str | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(report, arguments, input=stdin, env=env, catch_exceptions=False)


def test_report_is_a_group_of_four() -> None:
    """`check`, `template`, `letter` and `compare`."""
    assert isinstance(report, click.Group)
    assert set(report.commands) == {"check", "template", "letter", "compare"}


@pytest.mark.parametrize("name", ["form.yaml", "form.csv", "form.xlsx"])
def test_an_empty_form_never_replaces_what_was_filled_in(tmp_path: Path, name: str) -> None:
    """A form that was filled in, or another file, stands; an empty form is made anew."""
    file = str(tmp_path / name)
    assert [run("template", "--year", year, "-o", file).exit_code for year in ("2024", "2025")] == [0, 0]
    assert run("template", "--year", "2025", "--fill", LANTERN, "-o", file).exit_code == 0
    filled = Path(file).read_bytes()
    refused = run("template", "--year", "2025", "-o", file)
    assert (refused.exit_code, Path(file).read_bytes()) == (6, filled)
    assert "an empty form would replace what stands here" in refused.output


def test_check_prints_text_without_colour_codes() -> None:
    """A library report by name; nothing in the output hangs on colour, with NO_COLOR or without."""
    plain, without = run("check", "google-2025"), run("check", "google-2025", env={"NO_COLOR": "1"})
    assert plain.exit_code == 0
    assert plain.output == without.output
    assert "\x1b" not in plain.output
    assert "DEFECTS" in plain.output


@pytest.mark.parametrize(
    ("name", "require", "code"),
    [
        ("google-2025", "no-breach", 0),
        ("google-2025", "no-defect", 1),
        ("google-2025", "none", 1),
        (LANTERN, "no-breach", 1),
    ],
)
def test_require_sets_the_exit_code(name: str, require: str, code: int) -> None:
    """1 where there is a finding that the requirement excludes; the result is printed all the same."""
    result = run("check", name, "--require", require)
    assert result.exit_code == code
    assert "Points of Article 3(1)(g)(vii)" in result.output


def test_check_reads_standard_input_and_writes_json() -> None:
    """`-` is standard input."""
    result = run("check", "-", "--format", "json", stdin=Path(LANTERN).read_text())
    assert result.exit_code == 0
    assert json.loads(result.output)["summary"]["breach"] == 4


def test_check_writes_html_to_a_file(tmp_path: Path) -> None:
    """-o writes the page and prints nothing."""
    file = tmp_path / "check.html"
    result = run("check", "google-2025", "--format", "html", "-o", str(file))
    assert (result.exit_code, result.output) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_bad_input_ends_with_3_and_says_where(tmp_path: Path) -> None:
    """File, line, field and a hint on standard error; no traceback."""
    file = tmp_path / "bad.yaml"
    file.write_text(Path(LANTERN).read_text().replace("6.known.error_rate", "6.known.eror_rate"))
    result = run("check", str(file))
    assert result.exit_code == 3
    assert "bad.yaml:" in result.stderr
    assert "Did you mean 6.known.error_rate?" in result.stderr
    assert run("check", "no-such-report").exit_code == 2


def test_usage_errors_end_with_2(tmp_path: Path) -> None:
    """Wrong options, a single report to compare, a spreadsheet without a file, years before the
    Regulation."""
    assert run("check", "google-2025", "--format", "pdf").exit_code == 2
    assert run("compare", "google-2025").exit_code == 2
    assert run("template", "--year", "2025", "--format", "xlsx").exit_code == 2
    assert run("template", "--year", "2020").exit_code == 2
    assert run("template", "--year", "2025", "-o", str(tmp_path / "form.doc")).exit_code == 2


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx"])
def test_a_template_is_checked_from_outside(form: str, tmp_path: Path) -> None:
    """The format follows the file's name; the file is read back by `check`, filled or empty."""
    empty, filled = tmp_path / f"empty.{form}", tmp_path / f"filled.{form}"
    assert run("template", "--year", "2025", "-o", str(empty)).exit_code == 0
    assert run("check", str(empty)).exit_code == 0
    assert run("template", "--year", "2025", "--fill", "google-2025", "-o", str(filled)).exit_code == 0
    found = json.loads(run("check", str(filled), "--format", "json").output)
    assert found["summary"] == {"breach": 0, "defect": 4, "doubt": 15}


def test_a_template_goes_to_standard_output() -> None:
    """YAML is the default; every field stands in it with label and unit, optional ones marked."""
    text = run("template", "--year", "2026").output
    assert "not confirmed" in text
    assert "  6.known.flagged:" in text
    assert "count, items; required" in text
    assert "; optional]" in text


def test_compare_gives_text_and_json() -> None:
    """Both outputs name the reports and what is not comparable."""
    text = run("compare", "google-2025", LANTERN)
    assert text.exit_code == 0
    assert "NOT COMPARABLE" in text.output
    data = json.loads(run("compare", "google-2025", LANTERN, "--format", "json").output)
    assert [one["name"] for one in data["reports"]] == [
        "Google Ireland Limited, 2025",
        "Lantern Chat Ltd (fictional), 2024",
    ]
    assert {"field", "label", "values", "verdict", "reasons"} == set(data["figures"][0])


@pytest.mark.parametrize(("package", "arguments"), [
    ("jinja2", ("check", "google-2025", "--format", "html")),
    ("openpyxl", ("template", "--year", "2025", "-o", "form.xlsx")),
])  # fmt: skip
def test_a_missing_package_is_named(
    package: str, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without the extra `documents` the message says what to install."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(__import__("sys").modules, package, None)
    result = run(*arguments)
    assert result.exit_code == 6
    assert "derogation[documents]" in result.stderr
