"""The covering letter to the provider says what is asked, by which law, and what may be answered."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from derogation.commands.report import report as command
from derogation.memo.formats import rendered
from derogation.reports.check import CheckResult
from derogation.reports.letter import Heads, letter_of
from derogation.showing.terminal import terminal

Plant = dict[tuple[str, ...], Any]
DATED = date(2026, 2, 1)


def letter(result: CheckResult, **heads: Any) -> str:
    return terminal(letter_of(result, Heads(DATED, **heads)), width=200, colour=False)


def test_each_finding_is_asked_once_with_its_cure_law_and_answer(planted: Callable[[Plant], CheckResult]) -> None:
    """Breaches first, then defects, then doubts, numbered through."""
    result = planted(
        {
            ("answers", "8.safeguards.redress"): "no",
            ("answers", "8.safeguards.encryption_transit"): "no",
            ("answers", "9.other"): ["Quayside Ltd"],
        }
    )
    text = letter(result, by=date(2026, 3, 1))
    places = [text.index(f"{number}. {one.title}") for number, one in enumerate(result.findings, 1)]
    assert places == sorted(places)
    for one in result.findings:
        assert all(text.count(words) == 1 for words in (one.cure, "; ".join(one.authority), one.counter))
    assert "numbered 1 to 3" in text
    assert "Please answer by 1 March 2026." in text


def test_a_report_in_order_is_asked_nothing(planted: Callable[[Plant], CheckResult]) -> None:
    """The letter on a clean report says so, and shows the nine points as given."""
    text = letter(planted({}))
    assert "We have nothing to ask of you." in text
    assert "Please" not in text
    assert text.count("✓ given") == 9


def test_of_a_report_known_second_hand_the_report_is_asked(planted: Callable[[Plant], CheckResult]) -> None:
    """Nobody is asked to put right what was left out by somebody else."""
    text = letter(planted({("source", "standing"): "second_hand", ("answers", "9.other"): None}))
    assert "Please send us the report itself" in text
    assert "PUT RIGHT" not in text


@pytest.mark.parametrize("ending", [".docx", ".html", ".md"])
def test_every_format_holds_every_request(ending: str, planted: Callable[[Plant], CheckResult]) -> None:
    """What is asked stands in each format."""
    result = planted({("answers", "8.safeguards.redress"): "no"})
    data = rendered(letter_of(result, Heads(DATED)), ending)
    if ending == ".docx":
        docx = pytest.importorskip("docx")
        text = "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)
    else:
        text = data.decode()
    assert "Establish a procedure for complaints and tell users of it." in text


def test_the_command_writes_the_letter_and_refuses_other_endings(tmp_path: Path) -> None:
    """Printed without -o; an ending that is no format is a usage error."""
    printed = CliRunner().invoke(command, ["letter", "google-2025", "--dated", "2026-02-01"])
    assert printed.exit_code == 0
    assert "Date: 1 February 2026" in printed.output
    assert CliRunner().invoke(command, ["letter", "google-2025", "-o", str(tmp_path / "l.md")]).exit_code == 0
    assert (tmp_path / "l.md").read_text().startswith("# Annual report of Google Ireland Limited")
    assert CliRunner().invoke(command, ["letter", "google-2025", "-o", str(tmp_path / "l.xyz")]).exit_code == 2
