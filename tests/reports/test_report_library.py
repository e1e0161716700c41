"""Two whole reports: Google's for 2025, which is real, and the free text of a fictional provider."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from derogation.reports.check import CheckResult, check_report
from derogation.reports.files import library, load_report
from derogation.reports.findings import Finding
from derogation.reports.form import load_form

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def google() -> CheckResult:
    return check_report(load_report("google-2025"))


def of(result: CheckResult, check: str) -> Finding:
    return next(one for one in result.findings if one.check == check)


def test_google_answers_52_of_147_fields(google: CheckResult) -> None:
    """The report answers 52 fields, calls 75 not applicable (one of them in words) and leaves 20 optional
    ones."""
    assert google.answers == {
        "given": 52, "noted": 0, "not_applicable": 74, "does_not_apply": 1, "not_answered": 20, "not_disclosed": 0,
    }  # fmt: skip
    empty = [name for name, row in load_form().fields.items() if not row.optional]
    assert all(google.report.answer(n).given or google.report.answer(n).absent for n in empty)


def test_google_is_read_from_its_own_report_and_says_so(google: CheckResult) -> None:
    """Provider, address, dates and the standing of the source are on record."""
    report = google.report
    assert report.source.standing == "read"
    assert report.published == date(2026, 1, 30)
    assert report.url.startswith("https://storage.googleapis.com/")


def test_google_has_no_breach(google: CheckResult) -> None:
    """Nothing in the report plainly misses the text of the Regulation."""
    assert google.count("breach") == 0


def test_google_does_not_give_scanned_volumes(google: CheckResult) -> None:
    """The volumes count what matched, by the report's own footnote: a defect of point (1)."""
    found = of(google, "volume.matched_not_scanned")
    assert found.severity == "defect"
    assert "1.images.eu" in found.fields
    assert "Article 3(1)(g)(vii)(1)" in found.authority
    assert "footnote 1" in found.message
    assert "scanned" in found.cure


def test_google_reports_no_errors_beside_six_reversals(google: CheckResult) -> None:
    """Rate 0, count N/A, six items restored, 335 of 1,604 reviewed: all in one finding, with what it would
    mean."""
    found = of(google, "error.zero_beside_reversals")
    assert found.severity == "doubt"
    assert {"6.known.error_rate", "6.known.false_positives", "5.known.items.restored_internal"} <= set(found.fields)
    assert "6 items and 7 accounts" in found.message
    assert "B1 is N/A" in found.message
    assert "0.37 %" in found.message
    assert "1.79 %" in found.message
    assert dict(found.seen)["6.known.human_reviewed"] == "335"
    assert of(google, "error.rate_without_count").severity == "defect"
    assert "20.9 %" in of(google, "error.partial_review").message


def test_google_keeps_related_data_for_two_years(google: CheckResult) -> None:
    """Two years for related data and three for complaints are doubts under (i), with recital 19 as the
    answer."""
    found = [one for one in google.findings if one.check == "retention.related_beyond"]
    assert [one.fields for one in found] == [("8.retention.non_content",), ("8.retention.complaints",)]
    assert all(one.severity == "doubt" and "Article 3(1)(i)" in one.authority for one in found)
    assert "2 years" in found[0].message
    assert "recital 19" in found[0].counter


def test_google_removes_fewer_items_than_it_reports(google: CheckResult) -> None:
    """483 removed against 1,511 reported, unexplained."""
    found = of(google, "removal.differs_from_reports")
    assert "483" in found.message
    assert "1,511" in found.message
    assert "no duty" in found.counter


def test_google_findings_are_all_known(google: CheckResult) -> None:
    """Nothing else is found: each finding was held against the report and the form's definitions."""
    assert [(one.severity, one.check) for one in google.findings] == [
        ("defect", "field.part_unanswered"),
        ("defect", "volume.matched_not_scanned"),
        ("defect", "cases.accounts_withheld"),
        ("defect", "error.rate_without_count"),
        ("doubt", "volume.equals_matches"),
        ("doubt", "volume.services_bundled"),
        ("doubt", "cases.reports_differ"),
        ("doubt", "scope.measure_not_applicable"),
        ("doubt", "removal.differs_from_reports"),
        ("doubt", "complaint.restored_exceed_complaints"),
        ("doubt", "complaint.exceed_removals"),
        ("doubt", "error.zero_beside_reversals"),
        ("doubt", "error.partial_review"),
        ("doubt", "retention.related_beyond"),
        ("doubt", "retention.related_beyond"),
        ("doubt", "safeguard.encryption_not_applicable"),
        ("doubt", "time.submission_unknown"),
        ("doubt", "cases.items_differ"),
        ("doubt", "error.matched_and_flagged_differ"),
    ]
    assert [one.check for one in google.findings if one.materiality == "minor"] == [
        "cases.items_differ", "error.matched_and_flagged_differ",
    ]  # fmt: skip


def test_google_points_for_an_assessment(google: CheckResult) -> None:
    """Points (1) and (6) are not certain, for reasons given; the others are given, with fields as
    evidence."""
    status = {number: point.status for number, point in google.points.items()}
    assert status == {n: "unknown" if n in (1, 6) else "given" for n in range(1, 10)}
    assert google.points[9].fields == ("9.ncmec",)
    assert "scanned is not given" in google.points[1].because


def test_every_report_of_the_library_is_sourced() -> None:
    """Each report that ships says how it was read and where it is published, or that it is fictional."""
    assert library()
    for name in library():
        report = load_report(name)
        assert report.source.standing == "fictional" or report.url


def test_a_free_text_report_of_a_fictional_provider_is_mapped_and_checked() -> None:
    """Lantern Chat's report on 2024: late, on its own form, errors from appeals, content for 18 months,
    and more."""
    result = check_report(load_report(DATA / "lantern-2024.yaml"))
    assert [(one.severity, one.check) for one in result.findings if not one.check.startswith("field.")] == [
        ("breach", "transfers.no_ground"),
        ("breach", "error.not_given"),
        ("breach", "retention.content_beyond"),
        ("breach", "time.late"),
        ("defect", "volume.users_not_separated"),
        ("defect", "ground.law_not_named"),
        ("defect", "error.rate_without_count"),
        ("defect", "error.rate_without_base"),
        ("defect", "error.appeal_rate"),
        ("defect", "retention.no_length"),
        ("defect", "form.other"),
        ("doubt", "volume.audio"),
        ("doubt", "time.submission_unknown"),
    ]
    assert "12 days after 31 January 2025" in of(result, "time.late").message
    assert of(result, "error.not_given").fields == ("6.solicitation.false_positives", "6.solicitation.error_rate")
    assert {n: p.status for n, p in result.points.items() if p.status != "given"} == {3: "not_given", 6: "not_given"}


def test_every_figure_of_the_mapping_stands_in_the_free_text() -> None:
    """No figure was invented on the way from the text to the fields."""
    text = (DATA / "lantern-2024.txt").read_text().replace(",", "")
    report = load_report(DATA / "lantern-2024.yaml")
    for name, answer in report.answers.items():
        if isinstance(answer.value, int | Decimal) and answer.value:
            assert re.search(rf"\b{answer.value}\b", text), name
