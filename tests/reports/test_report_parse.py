"""What cannot be read as a report is refused with file, line and field; what can is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from derogation.reading.errors import BadInput
from derogation.reports import values
from derogation.reports.files import digest, load_report
from derogation.reports.model import Duration, Report

HEAD = """report: derogation/report/1
provider: Harbour Mail
source: {standing: fictional}
answers:
"""

MALFORMED = {
    "a wrong mark": ("report: derogation/profile/1\nprovider: H\n", 1, "report", "not marked as a report"),
    "an empty mapping": ("{}", 1, "", "empty"),
    "no provider": (HEAD.replace("provider: Harbour Mail\n", ""), None, "provider", "provider is missing"),
    "no source": (HEAD.replace("source: {standing: fictional}\n", ""), None, "source", "where the data comes"),
    "an unknown source": (HEAD.replace("fictional", "rumour"), 3, "source.standing", '"rumour" is not one of'),
    "an unknown entry": (HEAD + "  1.content: yes\nperod: {}\n", 6, "perod", 'no entry "perod"'),
    "an unknown field": (HEAD + "  6.known.flaged: 3\n", 5, "answers.6.known.flaged", 'no field "6.known.flaged"'),
    "a negative count": (HEAD + "  6.known.flagged: -3\n", 5, "answers.6.known.flagged", "cannot be negative"),
    "half an item": (HEAD + "  6.known.flagged: 3.5\n", 5, "answers.6.known.flagged", '"3.5" is not a count'),
    "separators in a count": (HEAD + "  6.known.flagged: 1,604\n", 5, "answers.6.known.flagged", "not a count"),
    "true for a count": (HEAD + "  6.known.flagged: true\n", 5, "answers.6.known.flagged", "not a count"),
    "a huge count": (
        HEAD + f"  6.known.flagged: {'9' * 30}\n", 5, "answers.6.known.flagged", "too long for a count"
    ),
    "a rate above 100": (HEAD + "  6.known.error_rate: 101\n", 5, "answers.6.known.error_rate", "exceed 100"),
    "a negative rate": (HEAD + "  6.known.error_rate: -1\n", 5, "answers.6.known.error_rate", "negative"),
    "a decimal comma": (HEAD + '  6.known.error_rate: "0,5"\n', 5, "answers.6.known.error_rate", "not a ratio"),
    "a word for a rate": (HEAD + "  6.known.error_rate: low\n", 5, "answers.6.known.error_rate", "not a ratio"),
    "maybe for yes or no": (HEAD + "  9.ncmec: maybe\n", 5, "answers.9.ncmec", "yes or no question"),
    "a length without a unit": (
        HEAD + '  8.retention.content: "12"\n', 5, "answers.8.retention.content", "not a length of time"
    ),
    "an unknown unit": (HEAD + "  8.retention.content: 12 moons\n", 5, "answers.8.retention.content", '"moons"'),
    "a part that is none": (
        HEAD + "  3.transfers:\n    parts: {grund: [x]}\n", 6, "answers.3.transfers.parts.grund", '"grund"'
    ),
    "parts where there are none": (
        HEAD + "  9.ncmec: {value: yes, parts: {a: b}}\n", 5, "answers.9.ncmec.parts", "has no parts"
    ),
    "a value and its absence": (
        HEAD + "  9.ncmec: {value: yes, absent: not_disclosed}\n", 5, "answers.9.ncmec", "both a value"
    ),
    "an unknown absence": (
        HEAD + "  9.ncmec: {absent: gone}\n", 5, "answers.9.ncmec.absent", '"gone" is not one of'
    ),
    "two numbers for one": (
        HEAD + "  1.other_files.eu: {value: 3, parts: {number: 4}}\n",
        5, "answers.1.other_files.eu.parts.number", "differ",
    ),
    "N/A beside its part number": (
        HEAD + "  1.other_files.eu: {value: N/A, parts: {number: 4}}\n",
        5, "answers.1.other_files.eu.parts", "it is called N/A, and a figure is given",
    ),
    "an unknown technology": (
        HEAD + "  6.known.flagged: {by_technology: {hash: 3}}\n",
        5, "answers.6.known.flagged.by_technology.hash", "no technology",
    ),
    "a period backwards": (
        "period: {from: 2025-12-31, to: 2025-01-01}\n" + HEAD + "  9.ncmec: yes\n", 1, "period.to", "before it begins"
    ),
    "no such day": ("published: yesterday\n" + HEAD + "  9.ncmec: yes\n", 1, "published", "expects a day"),
    "a technology for nothing known": (
        "technologies:\n  - {id: h, detects: [hats]}\n" + HEAD + "  9.ncmec: yes\n",
        2, "technologies[0].detects", '"hats"',
    ),
    "a technology twice": (
        "technologies:\n  - {id: h}\n  - {id: h}\n" + HEAD + "  9.ncmec: yes\n", 3, "technologies[1].id", "twice"
    ),
    "a field twice": (HEAD + "  9.ncmec: yes\n  9.ncmec: no\n", 6, "answers.9.ncmec", "stands twice"),
    "a list for answers": (HEAD + "  - 9.ncmec\n", 4, "answers", "a mapping is expected"),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_report_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    """Each defect is named with the file, the line and the field."""
    text, line, path, message = MALFORMED[name]
    file = tmp_path / "bad.yaml"
    file.write_text(text)
    with pytest.raises(BadInput) as refused:
        load_report(file)
    matching = [problem for problem in refused.value.problems if message in problem.message]
    assert matching, refused.value
    assert matching[0].file == str(file)
    assert matching[0].path == path
    assert line is None or matching[0].line == line
    assert matching[0].hint
    assert refused.value.exit_code == 3


def test_the_order_of_entries_changes_nothing(tmp_path: Path) -> None:
    """The same answers give the same report and the same digest, whatever the order of fields, parts, technologies."""
    technologies = "technologies: [{id: a, kind: hash}, {id: b, kind: hash}]\n"
    one = "  1.other_files.eu: {parts: {number: 4, file_types: [text]}}\n"
    two = "  6.known.flagged: {by_technology: {a: 1, b: 2}}\n"
    other_one = "  1.other_files.eu: {parts: {file_types: [text], number: 4}}\n"
    other_two = "  6.known.flagged: {by_technology: {b: 2, a: 1}}\n"
    (tmp_path / "a.yaml").write_text(technologies + HEAD + one + two)
    (tmp_path / "b.yaml").write_text(technologies + HEAD + other_two + other_one)
    first, second = (load_report(tmp_path / name) for name in ("a.yaml", "b.yaml"))
    assert first.answer("1.other_files.eu").value == 4
    assert digest(first) == digest(second)


def test_a_misspelt_field_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """The message proposes the field that was probably meant."""
    file = tmp_path / "bad.yaml"
    file.write_text(HEAD + "  6.known.flaged: 3\n")
    with pytest.raises(BadInput, match=r"Did you mean 6\.known\.flagged\?"):
        load_report(file)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("  5.accounts.suspended: 3\n", "Did you mean 5.known.accounts.suspended or 5.new.accounts.suspended or"),
        ("  6.known.flagged: about 48 million\n", '{value: 1604, note: "about"}'),
        ("  6.known.flagged: 2 310\n", "without separators"),
        ("  1.text_bytes.eu: cannot give\n", "{absent: not_disclosed, reason: ...}"),
        ("  6.known.error_rate: less than 0.1 %\n", '{value: 0.1, note: "less than"}'),
        ("  8.retention.content: as long as useful\n", "no fixed period"),
    ],
)
def test_words_of_a_free_report_are_refused_with_the_way_to_write_them(written: str, said: str, tmp_path: Path) -> None:
    """Who copies from a report in prose is told how to keep its figure and its words, and which rows there are."""
    file = tmp_path / "bad.yaml"
    file.write_text(HEAD + written)
    with pytest.raises(BadInput) as refused:
        load_report(file)
    assert said in refused.value.problems[0].hint


def test_a_choice_in_capitals_is_answered_with_the_right_one(tmp_path: Path) -> None:
    """EEA is near eea; a word that is near nothing is answered with what to do."""
    file = tmp_path / "bad.yaml"
    file.write_text(HEAD.replace("answers:", "users: EEA\nform: pdf\nanswers:") + "  9.ncmec: yes\n")
    with pytest.raises(BadInput) as refused:
        load_report(file)
    assert [problem.hint for problem in refused.value.problems] == [
        "Did you mean eea?",
        "Write the one that fits best; the report's own words are a note.",
    ]


def test_problems_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    """A reader mends a file from top to bottom."""
    file = tmp_path / "bad.yaml"
    file.write_text(
        HEAD.replace("answers:", "published: soon\nanswers:") + "  9.ncmec: perhaps\n  6.known.flagged: -1\n"
    )
    with pytest.raises(BadInput) as refused:
        load_report(file)
    lines = [problem.line or 0 for problem in refused.value.problems]
    assert len(lines) == 3
    assert lines == sorted(lines)


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    """One run names every bad answer."""
    file = tmp_path / "bad.yaml"
    file.write_text(HEAD + "  6.known.flagged: -1\n  6.known.error_rate: 400\n  9.ncmec: perhaps\n")
    with pytest.raises(BadInput) as refused:
        load_report(file)
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("name", ["missing.yaml", "missing", "missing.csv", "missing.xlsx", "report.pdf"])
def test_a_report_that_is_not_there_is_bad_input(name: str, tmp_path: Path) -> None:
    """Unknown files, unknown library names and kinds of file that are not read are refused with a hint."""
    with pytest.raises(BadInput) as refused:
        load_report(tmp_path / name)
    assert refused.value.problems[0].hint


def test_the_four_absences_stay_apart(clean: dict[str, Any], make: Callable[[dict[str, Any]], Report]) -> None:
    """Empty, N/A, does not apply and not disclosed are four things; the entry as printed is kept."""
    clean["answers"] |= {
        "4.known.reports": None,
        "4.known.images": "-",
        "4.known.videos": "N/A",
        "4.new.reports": {"absent": "does_not_apply", "reason": "not looked for"},
        "4.new.images": "not disclosed",
    }
    report = make(clean)
    kinds = [report.answer(f"4.{name}").why_absent for name in
             ("known.reports", "known.images", "known.videos", "new.reports", "new.images")]  # fmt: skip
    assert kinds == ["not_answered", "not_answered", "not_applicable", "does_not_apply", "not_disclosed"]
    assert report.answer("4.known.images").raw == "-"
    assert report.answer("4.new.reports").reason == "not looked for"
    assert not any(report.answer(f"4.{name}").given for name in ("known.reports", "new.images"))


def test_values_are_typed() -> None:
    """Counts, ratios with their decimals, lengths of time, yes and no, and lists."""
    assert values.parse("1604", "count") == 1604
    assert values.parse(3.0, "count") == 3
    assert values.parse(0.5, "ratio") == Decimal("0.5")
    assert str(values.parse("1.10 %", "ratio")) == "1.10"
    assert values.parse("up to 2 years", "duration") == Duration(amount=Decimal(2), unit="years")
    assert values.parse("no fixed period", "duration") == Duration(amount=None)
    assert values.parse(True, "yes_no") == "yes"
    assert values.parse("a; b", "list") == ("a", "b")
    assert values.parse(["a", "b"], "text") == "a; b"
    assert values.day("2026-01-31") == date(2026, 1, 31)


@pytest.mark.parametrize("value", [("a", "b"), ("a; b",), ("one; two", "three"), ()])
def test_lists_survive_a_single_cell(value: tuple[str, ...]) -> None:
    """A list written into one cell reads back as the same list, semicolons included."""
    assert values.names(values.written(value)) == value


def test_a_split_by_technology_gives_the_total(clean: dict[str, Any], make: Callable[[dict[str, Any]], Report]) -> None:
    """A count given only for each technology counts as their sum."""
    clean["answers"]["6.known.flagged"] = {"by_technology": {"hash": 40, "image": 30}}
    assert make(clean).count("6.known.flagged") == 70


def test_json_reads_like_yaml(tmp_path: Path) -> None:
    """The same report as JSON gives the same answers."""
    file = tmp_path / "report.json"
    file.write_text('{"report": "derogation/report/1", "provider": "H", "source": {"standing": "read"}, '
                    '"answers": {"6.known.error_rate": 0.54, "9.ncmec": true}}')  # fmt: skip
    report = load_report(file)
    assert report.ratio("6.known.error_rate") == Decimal("0.54")
    assert report.says("9.ncmec") == "yes"


def test_the_example_of_the_documentation_is_a_report(tmp_path: Path) -> None:
    """What the documentation shows as YAML can be read as it stands."""
    page = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
    file = tmp_path / "example.yaml"
    file.write_text(page.partition("```yaml\n")[2].partition("```")[0])
    report = load_report(file)
    assert report.answer("8.retention.non_content").legal_duty
    assert report.answer("4.known.accounts_sending").absent == "not_applicable"
    assert report.meanings.processed == "matched"


def test_a_report_dumped_by_an_ordinary_yaml_library_is_read(clean: dict[str, Any], tmp_path: Path) -> None:
    """Libraries of YAML 1.1 turn yes into true; in rows of text, yes or no and lists alike it is yes."""
    clean["answers"] |= {
        "8.safeguards.governance": True,
        "8.safeguards.access": {"value": True, "parts": {"how": False}},
    }
    clean["answers"]["2.gdpr_ground"] = {"value": "Article 6(1)(f)", "parts": {"ground": [True, "Article 6(1)(f)"]}}
    path = tmp_path / "dumped.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(yaml.safe_dump(clean))))
    report = load_report(path)
    assert report.answer("8.safeguards.governance").value == "yes"
    assert report.answer("8.safeguards.access").parts["how"].value == "no"
    assert report.says("1.content") == "yes"
    assert report.published == date(2026, 1, 15)


@pytest.mark.parametrize("rate", ["1_0", "\u0661\u0662", "1,5", "1 0", "NaN", "Infinity", "0x1"])
def test_a_ratio_is_written_in_plain_digits(rate: str, clean: dict[str, Any], make: Callable[..., Report]) -> None:
    """Separators, other scripts' digits and words that some languages take for numbers are refused."""
    clean["answers"]["6.known.error_rate"] = rate
    with pytest.raises(BadInput, match="is not a ratio"):
        make(clean)


def test_an_empty_list_is_refused(clean: dict[str, Any], make: Callable[..., Report]) -> None:
    """Whether it means none or nothing cannot be told."""
    clean["answers"]["9.other"] = []
    with pytest.raises(BadInput, match="empty list"):
        make(clean)
