"""Planted errors: one report, one error, exactly the findings that it should give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from derogation.reading.document import read_file
from derogation.reports.check import CheckResult
from derogation.reports.checks import CHECKS
from derogation.reports.checks.grounds import letters
from derogation.reports.findings import SEVERITIES, catalogue
from derogation.reports.form import load_form

Plant = dict[tuple[str, ...], Any]


def a(field: str) -> tuple[str, str]:
    return ("answers", field)


def wiped(*prefixes: str) -> Plant:
    """Every field that begins with one of the prefixes, left empty."""
    return {a(name): None for name in load_form().fields if name.startswith(prefixes)}


HASH = {"id": "hash", "name": "hash matching", "detects": ["known"]}
KNOWN_ONLY: Plant = {
    ("technologies",): [HASH],
    **{
        a(row.id): {"absent": "not_applicable", "reason": "not looked for"}
        for row in load_form().fields.values()
        if row.material in ("new", "solicitation")
    },
}
TWO_HASHES = [HASH, {"id": "video", "name": "video hashes", "detects": ["known"]}]

PLANTED: dict[str, tuple[Plant, set[str]]] = {
    # presence
    "a point left out": (wiped("7."), {"point.unanswered"}),
    "a point withheld": (
        {a(name): "not disclosed" for name in load_form().fields if name.startswith("8.")},
        {"point.unanswered", "field.not_disclosed"},
    ),
    "a point all N/A": (
        {a(name): "N/A" for name in load_form().fields if name.startswith("9.")},
        {"point.only_not_applicable"},
    ),
    "an empty required field": (wiped("6.known.other"), {"field.unanswered"}),
    "an empty optional field": (wiped("5.known.items.time_internal"), set()),
    "empty fields on what is not looked for": (
        {**KNOWN_ONLY, **wiped("6.new.")},
        {"field.unanswered_outside"},
    ),
    "N/A with a reason on what is not looked for": (KNOWN_ONLY, set()),
    "a part left out": (
        {a("8.safeguards.access"): {"value": "yes", "parts": {"whether": "yes", "how": "on request"}}},
        {"field.part_unanswered"},
    ),
    "one answer withheld": ({a("8.safeguards.governance"): "not disclosed"}, {"field.not_disclosed"}),
    "no technologies stated": ({("technologies",): ...}, {"technologies.not_stated"}),
    # point (1)
    "no volume": (
        {
            **wiped("1.images", "1.videos", "1.other_files", "1.text"),
            ("answers", "1.metadata", "parts", "volume"): None,
        },
        {"volume.not_given", "field.unanswered", "field.part_unanswered"},
    ),
    "matches for volumes": (
        {("meanings", "processed"): "matched", a("1.images.eu"): 73, a("1.videos.eu"): 12},
        {"volume.matched_not_scanned"},
    ),
    "volume equals reports": ({a("1.images.eu"): 59}, {"volume.equals_matches"}),
    "audio among other files": (
        {a("1.other_files.eu"): {"value": 3, "parts": {"file_types": ["PDF", "audio files"]}}},
        {"volume.audio"},
    ),
    "audio named, but none counted": (
        {a("1.other_files.eu"): {"value": 0, "parts": {"file_types": ["audio files"]}}},
        set(),
    ),
    "a technology for audio": (
        {("technologies",): [{**HASH, "scans": ["audio"], "detects": ["known", "new", "solicitation"]}]},
        {"volume.audio_scanned"},
    ),
    "figures of all the world": ({("users",): "worldwide"}, {"volume.users_not_separated"}),
    "two services": ({a("1.service"): ["Mail", "Chat"]}, {"volume.services_bundled"}),
    # points (2) and (3)
    "no letter": (
        {a("2.gdpr_ground"): {"value": "the law", "parts": {"ground": ["our terms of use"]}}},
        {"ground.not_specific"},
    ),
    "a ground without its law": (
        {a("2.gdpr_ground"): {"value": "task", "parts": {"ground": ["Article 6(1)(e)"]}}},
        {"ground.law_not_named"},
    ),
    "a ground with its law": (
        {a("2.gdpr_ground"): {"value": "x", "parts": {"ground": ["6(1)(c)"], "law": "Harbour Act"}}},
        set(),
    ),
    "silence on transfers": ({a("3.transfers"): None}, {"transfers.unanswered"}),
    "no transfers, yet NCMEC": ({a("3.transfers"): "N/A"}, {"transfers.unanswered"}),
    "transfers without a ground": (
        {a("3.transfers"): {"value": "yes", "parts": {"cases": "reports", "purpose": "reporting"}}},
        {"transfers.no_ground", "field.part_unanswered"},
    ),
    # point (4)
    "solicitation not counted": (
        wiped("4.solicitation"),
        {"cases.not_differentiated", "field.unanswered"},
    ),
    "other number of reports": (
        {("elsewhere", "reports"): {"value": 55, "where": "page 2"}},
        {"cases.reports_differ"},
    ),
    "same number of reports": ({("elsewhere", "reports"): {"value": 54}}, set()),
    "other number of items": ({("elsewhere", "items"): 71}, {"cases.items_differ"}),
    "accounts known but N/A": (
        {
            **{a(n): "N/A" for n in load_form().fields if n.startswith("4.") and ".accounts_" in n},
            ("elsewhere", "accounts"): 12,
        },
        {"cases.accounts_withheld"},
    ),
    "more reported than processed": (
        {a("1.videos.eu"): 10, a("1.images.eu"): 1_000},
        {"cases.reported_exceed_processed"},
    ),
    "more reported than flagged": (
        {a("4.known.images"): 80, a("5.known.items.removed"): 90},
        {"cases.reported_exceed_flagged"},
    ),
    # scope
    "solicitation without a technology": (
        {("technologies",): [{**HASH, "detects": ["known", "new"]}]},
        {"scope.undeclared_material"},
    ),
    "text scanned without a technology": (
        {**KNOWN_ONLY, a("1.text_bytes.eu"): 5_000},
        {"scope.undeclared_material"},
    ),
    "a technology, but N/A": (
        {a("4.solicitation.reports"): "N/A", a("5.solicitation.accounts.suspended"): "N/A"},
        {"scope.figure_not_applicable"},
    ),
    "N/A on a measure": (
        {a("7.known.deployment.third_party_vetting"): "N/A"},
        {"scope.measure_not_applicable"},
    ),
    # point (5)
    "removals fall short": ({a("5.known.items.removed"): 20}, {"removal.differs_from_reports"}),
    "more restored than suspended": (
        {a("5.known.accounts.restored_judicial"): 31, a("5.known.accounts.complaints_judicial"): 31},
        {"removal.restored_exceed_removed"},
    ),
    "more restored than complained": (
        {a("5.known.items.restored_internal"): 3},
        {"complaint.restored_exceed_complaints"},
    ),
    "more complaints than suspensions": (
        {a("5.new.accounts.complaints_internal"): 6},
        {"complaint.exceed_removals"},
    ),
    # point (6)
    "no errors at all": (
        wiped("6.known.false_positives", "6.known.error_rate"),
        {"error.not_given", "field.unanswered"},
    ),
    "a rate without a count": (
        {a("6.known.false_positives"): "N/A"},
        {"error.rate_without_count"},
    ),
    "a count without a rate": ({a("6.known.error_rate"): {"absent": "not_applicable", "reason": "none"}},
                               {"error.count_without_rate"}),
    "more errors than flags": (
        {a("6.known.false_positives"): 71},
        {"error.wrong_exceed_flagged", "error.wrong_exceed_reviewed"},
    ),
    "more reviewed than flagged": ({a("6.new.human_reviewed"): 16}, {"error.reviewed_exceed_flagged"}),
    "more errors than reviews": (
        {a("6.new.human_reviewed"): 3, a("7.new.review.every_item"): "yes"},
        {"error.wrong_exceed_reviewed", "error.partial_review", "review.contradicts"},
    ),
    "a wrong rate": ({a("6.known.error_rate"): 1.5}, {"error.rate_differs"}),
    "a rate cut off": ({a("6.known.error_rate"): 2.85}, set()),
    "a rate as a fraction": ({a("6.known.error_rate"): 0.0286}, {"error.rate_differs"}),
    "a rounded zero beside errors": ({a("6.known.error_rate"): 0}, {"error.rate_differs"}),
    "a split that does not add up": (
        {
            a("6.known.flagged"): {"value": 70, "by_technology": {"hash": 60}},
        },
        {"error.split_differs"},
    ),
    "two technologies, one figure": (
        {**KNOWN_ONLY, ("technologies",): TWO_HASHES},
        {"error.not_by_technology"},
    ),
    "a rate from appeals": ({("meanings", "error_rate"): "appeals"}, {"error.appeal_rate"}),
    "a rate that looks like one from appeals": (
        {
            a("6.known.error_rate"): 6.67,
            a("5.known.accounts.restored_internal"): 2,
            a("5.known.accounts.suspended"): 30,
        },
        {"error.resembles_appeal_rate", "error.rate_differs"},
    ),
    "zero beside reversals": (
        {
            a("6.known.error_rate"): 0,
            a("6.known.false_positives"): 0,
            a("5.known.items.restored_internal"): 1,
        },
        {"error.zero_beside_reversals"},
    ),
    "part of it reviewed": (
        {a("6.known.human_reviewed"): 35, a("7.known.review.every_item"): "no"},
        {"error.partial_review"},
    ),
    "more flagged than processed": (
        {a("1.images.eu"): 50, a("1.images.non_eu"): 0, a("1.videos.eu"): 11, a("1.videos.non_eu"): 0,
         a("4.new.images"): 0, a("4.new.videos"): 0, a("5.new.items.removed"): 0,
         a("5.new.items.complaints_internal"): 0},
        {"error.flagged_exceed_processed", "volume.equals_matches", "cases.reports_without_files"},
    ),
    "matches and flags differ": (
        {("meanings", "processed"): "matched", a("1.images.eu"): 76, a("1.videos.eu"): 12},
        {"volume.matched_not_scanned", "error.matched_and_flagged_differ"},
    ),
    # measures
    "review that contradicts itself": (
        {a("6.known.human_reviewed"): 69},
        {"review.contradicts", "error.partial_review"},
    ),
    "solicitation reported unreviewed": (
        {a("7.solicitation.review.every_item"): "no"},
        {"review.no_prior_confirmation"},
    ),
    # retention
    "content for two years": ({a("8.retention.content"): "2 years"}, {"retention.content_beyond"}),
    "content for a year": ({a("8.retention.content"): "1 year"}, set()),
    "content for 365 days": ({a("8.retention.content"): "365 days"}, set()),
    "content for 13 months": ({a("8.retention.content"): "13 months"}, {"retention.content_beyond"}),
    "related data for two years": ({a("8.retention.non_content"): "24 months"}, {"retention.related_beyond"}),
    "no fixed period": ({a("8.retention.content"): "no fixed period"}, {"retention.no_length"}),
    "encryption N/A": (
        {a("8.safeguards.encryption_transit"): "N/A"},
        {"safeguard.encryption_not_applicable"},
    ),
    # point (9)
    "nobody named": ({a("9.ncmec"): "no", a("9.other"): "N/A"}, {"recipient.none_named"}),
    # time
    "never published": ({("published",): "never"}, {"time.never_done"}),
    "never submitted": ({("submitted", "commission"): "never"}, {"time.never_done"}),
    "one day late": ({("published",): date(2026, 2, 1)}, {"time.late"}),
    "on the last day, a Saturday": ({("published",): date(2026, 1, 31)}, set()),
    "submitted late": ({("submitted", "authority"): date(2026, 3, 1)}, {"time.late"}),
    "publication unknown": ({("published",): ...}, {"time.publication_unknown"}),
    "submission unknown": ({("submitted",): ...}, {"time.submission_unknown"}),
    "published too early": ({("published",): date(2025, 12, 31)}, {"time.published_before_end"}),
    "period unknown": ({("period", "from"): ...}, {"time.period_unknown"}),
    "half a year": ({("period", "from"): date(2025, 7, 1)}, {"time.period_not_a_year"}),
    "before the Regulation applied": (
        {("period",): {"from": date(2021, 1, 1), "to": date(2021, 12, 31)}, ("published",): date(2022, 2, 3),
         ("submitted",): {"authority": date(2022, 2, 3), "commission": date(2022, 2, 3)}},
        {"time.period_outside_law", "time.period_not_a_year"},
    ),
    "over the end of the Regulation": (
        {("period",): {"from": date(2026, 1, 1), "to": date(2026, 12, 31)}, ("published",): date(2027, 1, 20)},
        {"time.period_outside_law", "time.duty_not_confirmed"},
    ),
    "the last part of the Regulation's time": (
        {("period",): {"from": date(2026, 1, 1), "to": date(2026, 4, 3)}, ("published",): date(2026, 5, 1)},
        {"time.duty_not_confirmed"},
    ),
    # form
    "another form": ({("form",): "other"}, {"form.other"}),
    "form unknown": ({("form",): "not_stated"}, {"form.unknown"}),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_error_gives_exactly_its_findings(name: str, planted: Callable[[Plant], CheckResult]) -> None:
    """One error planted in a clean report gives exactly the expected findings, and no breach but its own."""
    changes, expected = PLANTED[name]
    result = planted(changes)
    assert {one.check for one in result.findings} == expected
    breaches = {one.check for one in result.findings if one.severity == "breach"}
    assert breaches <= {check for check in expected if catalogue()[check].severity == "breach"}


def test_every_check_of_the_catalogue_is_planted_once() -> None:
    """Catalogue, functions and the tables of planted errors name the same checks."""
    assert list(CHECKS) == list(catalogue())
    rows = read_file(Path(__file__).parent / "data" / "planted.yaml").data["rows"]
    elsewhere = {check for row in rows for check in row["finds"]}
    assert elsewhere.union(*(expected for _, expected in PLANTED.values())) == set(CHECKS)


def test_a_clean_report_has_no_findings(planted: Callable[[Plant], CheckResult]) -> None:
    """A report that answers everything consistently and in time is left alone."""
    result = planted({})
    assert result.findings == ()
    assert {point.status for point in result.points.values()} == {"given"}


def test_only_the_regulations_own_text_can_be_breached() -> None:
    """Every check that is a breach rests on a condition of Article 3(1), says so first, and has a
    counter-argument; a check by which a point is missing can be one."""
    for info in catalogue().values():
        assert info.severity in SEVERITIES
        assert info.means
        assert info.cure
        assert info.counter
        if info.severity == "breach":
            assert info.authority[0].startswith("Article 3(1)(")
        assert info.severity == "breach" or not info.missing


def test_content_kept_longer_under_another_law_is_only_a_doubt(
    planted: Callable[[Plant], CheckResult],
) -> None:
    """A duty to preserve data under other law, where the report names it, turns the breach into a doubt."""
    answer = {"value": "2 years", "legal_duty": "Harbour Preservation Act, section 4"}
    (found,) = planted({a("8.retention.content"): answer}).findings
    assert (found.check, found.severity) == ("retention.content_beyond", "doubt")
    assert "Harbour Preservation Act" in found.message


def test_a_refusal_with_a_reason_is_weighed_not_condemned(planted: Callable[[Plant], CheckResult]) -> None:
    """A provider that says why it has no error figures has explained itself: a doubt, and point (6) is
    open."""
    why = {"absent": "not_disclosed", "reason": "our systems do not count this"}
    result = planted({a("6.known.false_positives"): why, a("6.known.error_rate"): why})
    found = {one.check: one.severity for one in result.findings}
    assert found == {"error.not_given": "doubt", "field.not_disclosed": "defect"}
    assert result.points[6].status == "unknown"


def test_twelve_months_in_days_are_a_doubt_only_where_a_leap_day_would_have_to_help(
    planted: Callable[[Plant], CheckResult],
) -> None:
    """366 days exceed twelve months only where those hold no 29 February."""
    (found,) = planted({a("8.retention.content"): "366 days"}).findings
    assert found.severity == "doubt"
    (over,) = planted({a("8.retention.content"): "367 days"}).findings
    assert over.severity == "breach"


def test_the_form_is_not_held_against_a_report_from_before_it(
    planted: Callable[[Plant], CheckResult],
) -> None:
    """A report on 2022, published before the form existed, has no empty rows and at most doubts on
    definitions."""
    result = planted(
        {
            ("period",): {"from": date(2022, 1, 1), "to": date(2022, 12, 31)},
            ("published",): date(2023, 1, 31),
            ("submitted",): {"authority": date(2023, 1, 31), "commission": date(2023, 1, 31)},
            ("form",): "other",
            ("meanings", "error_rate"): "appeals",
            **wiped("6.known.other", "7.known.feedback"),
        }
    )
    assert [(one.check, one.severity) for one in result.findings] == [("error.appeal_rate", "doubt")]


def test_the_bounds_of_the_true_rate_are_worked_out(planted: Callable[[Plant], CheckResult]) -> None:
    """With 20 of 70 reviewed and 2 wrong, the true rate lies from 2.86 % to 74.29 %, and is 10 % of what
    was seen."""
    result = planted({a("6.known.human_reviewed"): 20, a("7.known.review.every_item"): "no"})
    (found,) = result.findings
    assert "from 2.86 % to 74.29 %" in found.message
    assert "10.00 %" in found.message


def test_a_rate_divided_by_the_wrong_number_is_recognised(planted: Callable[[Plant], CheckResult]) -> None:
    """A rate that is B / C, or a fraction instead of a percentage, is named as such."""
    by_review = planted({a("6.known.human_reviewed"): 40, a("6.known.error_rate"): 5})
    message = next(one.message for one in by_review.findings if one.check == "error.rate_differs")
    assert "B1 divided by C1" in message
    fraction = planted({a("6.known.error_rate"): 0.0286, a("6.known.human_reviewed"): 70})
    assert "a fraction where a percentage" in fraction.findings[0].message


def test_figures_split_by_technology_are_each_checked(planted: Callable[[Plant], CheckResult]) -> None:
    """With figures for each technology, the one whose rate is wrong is named."""
    result = planted(
        {
            ("technologies",): [
                *TWO_HASHES,
                {"id": "rest", "name": "rest", "detects": ["new", "solicitation"]},
            ],
            a("6.known.flagged"): {"by_technology": {"hash": 50, "video": 20}},
            a("6.known.false_positives"): {"by_technology": {"hash": 1, "video": 1}},
            a("6.known.error_rate"): {"by_technology": {"hash": 2, "video": 9}},
            a("6.known.human_reviewed"): {"by_technology": {"hash": 50, "video": 20}},
        }
    )
    (found,) = result.findings
    assert found.check == "error.rate_differs"
    assert "(video)" in found.message
    assert "5.00 %" in found.message


def test_findings_point_at_fields_of_the_form(planted: Callable[[Plant], CheckResult]) -> None:
    """Each finding's fields exist in the form, and what it saw is quoted from the report."""
    for changes, _ in (PLANTED["a wrong rate"], PLANTED["content for two years"]):
        (found,) = planted(changes).findings
        assert set(found.fields) <= set(load_form().fields)
        assert found.seen


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("Article 6(1)(f)", "f"),
        ("Article 6(1)(c) and (f) GDPR", "cf"),
        ("Article 6(1), points (a), (d) or (f)", "adf"),
        ("letter (e) of Article 6(1)", ""),
        ("Article 6(1)(c); Article 9(2)(a)", "c"),
        ("Art. 6 (1) lit. d, lit. (f)", "d"),
        ("Article 6(1)(d), Article 6(1)(f)", "df"),
    ],
)
def test_every_letter_of_the_ground_is_read(answer: str, named: str, planted: Callable[[Plant], CheckResult]) -> None:
    """Letters that follow the first belong to Article 6(1) as well; those of another article do not."""
    assert letters(planted({a("2.gdpr_ground"): answer}).report) == set(named)


def test_a_report_on_a_form_of_its_own_is_told_once_what_the_standard_form_asks_besides(
    planted: Callable[[Plant], CheckResult],
) -> None:
    """Rows of a form that was not used are not left empty one by one; what matters is that the form was not used."""
    plan = {**wiped("4.known.accounts", "7.known.review", "6.new"), ("form",): "other", ("technologies",): [HASH]}
    found = [one for one in planted(plan).findings if one.check.startswith("field.unanswered")]
    assert [one.check for one in found] == ["field.unanswered"]
    assert "6 fields that the standard form requires: 2 in category 4, 4 in category 7" in found[0].message
    assert "form.other" in {one.check for one in planted(plan).findings}


def test_the_organisations_are_named(planted: Callable[[Plant], CheckResult]) -> None:
    """Point (9) shows the names, and the fields that hold them."""
    point = planted({a("9.other"): ["Offlimits", "Harbour Hotline"]}).points[9]
    assert point.because == "Named: NCMEC; Offlimits; Harbour Hotline."
    assert point.fields == ("9.ncmec", "9.other")
