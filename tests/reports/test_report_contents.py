"""What a report says is weighed, and what it does not say is never taken for a statement."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from derogation.reading.document import read_file
from derogation.reading.errors import BadInput
from derogation.reports.check import CheckResult, check_report
from derogation.reports.findings import Finding, catalogue
from derogation.reports.form import load_form
from derogation.reports.model import Report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Plant = dict[tuple[str, ...], Any]
ROWS: list[dict[str, Any]] = read_file(Path(__file__).parent / "data" / "planted.yaml").data["rows"]


def plan(row: dict[str, Any]) -> Plant:
    filled = {
        ("answers", name): value
        for start, value in row.get("fill", {}).items()
        for name in load_form().fields
        if name.startswith(start)
    }
    answers = {**filled, **{("answers", name): value for name, value in row.get("answers", {}).items()}}
    return {**answers, **{(key,): value for key, value in row.get("header", {}).items()}}


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_planted_content_gives_exactly_its_findings(
    row: dict[str, Any], planted: Callable[[Plant], CheckResult]
) -> None:
    """Each planted content gives exactly its findings at their severity, and exactly its points are not given."""
    result = planted(plan(row))
    assert {one.check: one.severity for one in result.findings} == row["finds"]
    others = {str(number): point.status for number, point in result.points.items() if point.status != "given"}
    assert others == row.get("points", {})


#: Entries that a row may hold, whatever its type; those that it cannot hold are left out.
ENTRIES: list[Any] = [
    None, "-", "N/A", "n.a.", "not disclosed", "none", "no", "No.", "yes", "Yes, see annex", "unknown", "described",
    "We do not disclose this", "Article 6(1)(f)", "this Regulation", "Article 46 GDPR", "consent", 0, 3, 5000,
    "12 months",
    "2 years", "no fixed period", {"note": "604 in all"}, {"absent": "not_disclosed", "reason": "a reason"},
    {"absent": "does_not_apply", "reason": "a reason"}, {"absent": "not_disclosed", "note": "about 12"},
]  # fmt: skip
HEADERS: list[Plant] = [
    {}, {("technologies",): []}, {("technologies",): ...}, {("source", "standing"): "second_hand"},
    {("meanings", "error_rate"): "appeals"}, {("meanings", "processed"): "matched"}, {("form",): "other"},
    {("elsewhere",): {"reports": 5, "complaints": 604}}, {("remarks",): ["604 complaints"]},
    {("published",): "2023-01-31", ("period",): {"from": "2022-01-01", "to": "2022-12-31"}, ("form",): "other"},
]  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_points_and_findings_never_differ(
    data: st.DataObject, clean: dict[str, Any], make: Callable[[dict[str, Any]], Report]
) -> None:
    """A point is not given exactly where a breach says so; given or not applicable, no finding doubts it."""
    plant: Plant = {}
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(
            st.sampled_from([*load_form().fields, *(f"{n}." for n in range(1, 10)), "6.known", "9.", "3."])
        )
        entry = data.draw(st.sampled_from(ENTRIES))
        plant |= {("answers", name): entry for name in load_form().fields if name.startswith(start)}
    plant |= data.draw(st.sampled_from(HEADERS))
    result = check_report(readable(plant, clean, make))
    for number, point in result.points.items():
        missing = [one for one in result.findings if one.missing and category(one) == number]
        breaches = [one for one in missing if one.severity == "breach"]
        assert (point.status == "not_given") == bool(breaches), (number, point, missing)
        if point.status in ("given", "not_applicable"):
            assert not missing
        if result.report.source.standing == "second_hand":
            assert point.status != "not_given" or not catalogue()[breaches[0].check].silence


def category(one: Finding) -> int:
    return load_form().fields[one.fields[0]].category


def readable(plant: Plant, clean: dict[str, Any], make: Callable[[dict[str, Any]], Report]) -> Report:
    """The clean report with what of the plant its rows can hold."""
    data = copy.deepcopy(clean)
    for path, value in plant.items():
        place = data
        for step in path[:-1]:
            place = place.setdefault(step, {})
        before = place.get(path[-1], ...)
        if value is ...:
            place.pop(path[-1], None)
            continue
        place[path[-1]] = value
        try:
            make(data)
        except BadInput:
            place[path[-1]] = before
    return make(data)


SECOND_HAND: Plant = {("source", "standing"): "second_hand"}


@pytest.mark.parametrize("number", range(1, 10))
def test_a_second_hand_account_is_in_breach_of_nothing_by_its_silence(
    number: int, planted: Callable[[Plant], CheckResult]
) -> None:
    """Whatever point a second-hand account leaves out, the point is open and no breach or defect follows."""
    names = [name for name in load_form().fields if name.startswith(f"{number}.")]
    result = planted({**SECOND_HAND, **{("answers", name): None for name in names}})
    assert result.points[number].status == "unknown"
    assert result.count("breach") == 0
    assert {one.check for one in result.findings if one.severity == "defect"} == set()


def test_a_second_hand_account_can_still_tell_of_a_breach(planted: Callable[[Plant], CheckResult]) -> None:
    """What a second-hand account says, not what it leaves out, counts as before."""
    (found,) = planted({**SECOND_HAND, ("answers", "8.retention.content"): "2 years"}).findings
    assert (found.check, found.severity) == ("retention.content_beyond", "breach")


def test_none_is_never_printed_for_what_is_not_there(planted: Callable[[Plant], CheckResult]) -> None:
    """A finding on a rate whose base is empty shows that it is empty, not the word none."""
    result = planted({("answers", "6.known.flagged"): None, ("answers", "6.known.false_positives"): None})
    seen = {at: value for one in result.findings for at, value in one.seen}
    assert seen["6.known.flagged"] == "not answered"


def test_the_counter_argument_fits_the_rate(planted: Callable[[Plant], CheckResult]) -> None:
    """That zero implies zero is said of a rate of zero only."""
    for rate, fits in ((0, True), (2.86, False)):
        plant = {("answers", "6.known.false_positives"): "N/A", ("answers", "6.known.error_rate"): rate}
        found = next(one for one in planted(plant).findings if one.check == "error.rate_without_count")
        assert ("implies that B is zero" in found.counter) == fits


def test_a_figure_that_differs_by_less_than_a_hundredth_is_minor(planted: Callable[[Plant], CheckResult]) -> None:
    """Weight follows the size of the difference: 70 of 70 reported against 71 is plain, 1,500 against 1,501 minor."""
    close = planted(plan(next(row for row in ROWS if row["name"] == "a slip of one item")))
    assert [one.materiality for one in close.findings] == ["minor"]
    far = planted({("answers", "5.known.items.removed"): 20})
    assert [one.materiality for one in far.findings] == ["plain"]
