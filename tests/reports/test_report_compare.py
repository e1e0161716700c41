"""Which figures can stand side by side, and why others cannot."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from derogation.reports.compare import Comparison, compare, names
from derogation.reports.files import load_report
from derogation.reports.model import Report

Make = Callable[[dict[str, Any]], Report]


def of(found: list[Comparison], field: str) -> Comparison:
    return next(one for one in found if one.field == field)


def texts(one: Comparison) -> str:
    return " ".join(reason.text for reason in one.reasons)


@pytest.fixture
def pair(clean: dict[str, Any], make: Make) -> Callable[..., list[Comparison]]:
    """Compare the clean report with a copy for the year before that differs in the entries given."""

    def comparing(**changes: Any) -> list[Comparison]:
        other = copy.deepcopy(clean)
        other["period"] = {"from": date(2024, 1, 1), "to": date(2024, 12, 31)}
        answers = changes.pop("answers", {})
        other |= changes
        other["answers"] |= answers
        return compare([make(clean), make(other)])

    return comparing


def test_years_of_one_provider_on_one_form_are_comparable(pair: Callable[..., list[Comparison]]) -> None:
    """Same services, users, technologies, meanings and form: the reports of category 4 can stand side by
    side."""
    found = of(pair(), "4.known.reports")
    assert found.verdict == "comparable"
    assert found.values == ("40", "40")
    assert found.reasons == ()


def test_error_rates_from_review_and_from_appeals_are_not_comparable(
    pair: Callable[..., list[Comparison]],
) -> None:
    """One rate counts what review found, the other what appeals turned over."""
    found = of(pair(meanings={"processed": "scanned", "error_rate": "appeals"}), "6.known.error_rate")
    assert found.verdict == "not_comparable"
    assert "human review: Harbour Mail (fictional), 2025; appeals: Harbour Mail (fictional), 2024" in texts(found)


def test_two_rates_from_appeals_are_still_no_error_rates(clean: dict[str, Any], make: Make) -> None:
    """That both providers mistake the figure does not make it an error rate."""
    clean["meanings"]["error_rate"] = "appeals"
    found = of(compare([make(clean), make({**clean, "provider": "Other"})]), "6.known.error_rate")
    assert found.verdict == "not_comparable"
    assert "successful appeals" in texts(found)


def test_rates_on_different_shares_of_review_need_care(pair: Callable[..., list[Comparison]]) -> None:
    """A rate with 20 % reviewed is a lower bound; the share stands beside it."""
    found = of(pair(answers={"6.known.human_reviewed": 14}), "6.known.error_rate")
    assert found.verdict == "with_care"
    assert found.values[1] == "2.86 % (20.0 % reviewed)"
    assert "lower bounds" in texts(found)


def test_scanned_and_matched_volumes_are_not_comparable(pair: Callable[..., list[Comparison]]) -> None:
    """Processed read as scanned cannot stand beside processed read as matched."""
    found = of(pair(meanings={"processed": "matched", "error_rate": "human_review"}), "1.images.eu")
    assert found.verdict == "not_comparable"
    assert "scanned: " in texts(found)


def test_figures_of_the_world_and_of_the_union_are_not_comparable(
    pair: Callable[..., list[Comparison]],
) -> None:
    """Counts over different users cannot stand side by side; retention periods can, with care."""
    found = pair(users="worldwide")
    assert of(found, "4.known.reports").verdict == "not_comparable"
    assert of(found, "8.retention.content").verdict == "with_care"


def test_bundled_services_and_short_periods_need_care(pair: Callable[..., list[Comparison]]) -> None:
    """Other services or five months against a year are named as reasons."""
    found = pair(
        answers={"1.service": ["Harbour Mail", "Harbour Chat"]},
        period={"from": date(2021, 8, 2), "to": date(2021, 12, 31)},
    )
    assert of(found, "4.known.reports").verdict == "with_care"
    assert "152 days" in texts(of(found, "4.known.reports"))
    assert "Harbour Chat" in texts(of(found, "4.known.reports"))


def test_a_figure_that_one_report_lacks_is_not_comparable(pair: Callable[..., list[Comparison]]) -> None:
    """Who gives no figure, and of what kind the absence is, stands in the reason."""
    found = of(pair(answers={"4.known.reports": "N/A"}), "4.known.reports")
    assert found.verdict == "not_comparable"
    assert "N/A: Harbour Mail (fictional), 2024" in texts(found)


def test_google_and_lantern_have_no_comparable_error_rate() -> None:
    """Across providers: matched against scanned, review against appeals, the Union against the world."""
    lantern = load_report(Path(__file__).parent / "data/lantern-2024.yaml")
    found = compare([load_report("google-2025"), lantern])
    for field in ("1.images.eu", "6.known.error_rate", "4.known.reports"):
        assert of(found, field).verdict == "not_comparable", field
    assert not [one for one in found if one.verdict == "comparable"]


def test_reports_of_one_name_are_told_apart(clean: dict[str, Any], make: Make) -> None:
    """Where provider and year are the same, the file is named too."""
    report = make(clean)
    assert names([report, report]) == ["Harbour Mail (fictional), 2025 (test.yaml)"] * 2
    with pytest.raises(ValueError, match="two reports"):
        compare([report])
