"""The standard form as data, and the days on which reports are due."""

from __future__ import annotations

from datetime import date

import pytest
from derogation.reports.duties import duty_for_period, duty_for_year
from derogation.reports.form import load_form


def test_the_form_has_147_fields_in_nine_categories() -> None:
    """147 rows expect an answer; each category serves the point of the same number; 20 rows are optional."""
    form = load_form()
    assert [len(category.fields) for category in form.categories] == [12, 1, 1, 15, 45, 15, 42, 13, 3]
    assert [row.order for row in form.fields.values()] == list(range(1, 148))
    assert sum(row.optional for row in form.fields.values()) == 20
    for category in form.categories:
        assert category.provision == f"3(1)(g)(vii)({category.number})"
        assert all(row.id.startswith(f"{category.number}.") for row in category.fields)


def test_only_reasons_and_average_times_are_optional() -> None:
    """The form marks nothing else as optional."""
    optional = [row.id for row in load_form().fields.values() if row.optional]
    assert all(".reasons_" in name or ".time_" in name for name in optional)


def test_labels_tell_fields_apart() -> None:
    """No two fields have the same label."""
    labels = [row.label for row in load_form().fields.values()]
    assert len(set(labels)) == len(labels)


def test_symbols_follow_the_forms_formula() -> None:
    """A, B, B/A and C for each material; accounts, not items, for solicitation."""
    fields = load_form().fields
    assert fields["6.new.error_rate"].symbol == "B2/A2"
    assert fields["6.known.human_reviewed"].symbol == "C1"
    assert fields["6.solicitation.flagged"].unit == "accounts"
    assert fields["6.known.flagged"].unit == "items"


@pytest.mark.parametrize(
    ("year", "due", "start", "confirmed"),
    [
        (2021, date(2022, 2, 3), date(2021, 8, 2), True),
        (2022, date(2023, 1, 31), date(2022, 1, 1), True),
        (2025, date(2026, 1, 31), date(2025, 1, 1), True),
        (2026, date(2027, 1, 31), date(2026, 1, 1), False),
    ],
)
def test_reports_are_due_by_31_january_and_the_first_by_3_february(
    year: int, due: date, start: date, confirmed: bool
) -> None:
    """The first report covers 2 August to 31 December 2021; Saturdays and Sundays move nothing; 2026 is
    open."""
    duty = duty_for_year(year)
    assert (duty.due, duty.period_from, duty.confirmed) == (due, start, confirmed)
    assert duty.period_to == date(year, 12, 31)


def test_no_report_is_due_for_the_time_before_the_regulation() -> None:
    """Before 2 August 2021 there is no duty."""
    assert duty_for_period(date(2021, 8, 1)) is None
    with pytest.raises(ValueError, match="applied from 2021-08-02"):
        duty_for_year(2020)
