"""Which duties fall on which day, for whom, and on what they depend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from derogation import load_profile, rulebook
from derogation.cases.catalogue import find
from derogation.cases.loader import read_case
from derogation.duties.calendar import calendar_of
from derogation.duties.model import Calendar, Entry
from derogation.duties.render import data_of, document_of

SPAN = (date(2021, 1, 1), date(2028, 12, 31))
Made = Callable[..., Calendar]


@pytest.fixture
def made() -> Made:
    """The calendar of a profile's text, over the whole time of the derogations."""
    return lambda text, **options: calendar_of(
        rulebook(), read_case(f"profile: derogation/profile/1\nname: C\n{text}"), *SPAN, **options
    )


def shipped(name: str, **options: Any) -> Calendar:
    return calendar_of(rulebook(), load_profile(find(name)), *SPAN, **options)


def of(calendar: Calendar, category: str) -> list[Entry]:
    return [entry for entry in calendar.entries if entry.category == category]


USED = "technologies:\n  - id: h\n    scans: {images: true}\n    periods_of_use: [{since: %s, until: %s}]\n"


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        ("2021-08-02", "never", [2021, 2022, 2023, 2024, 2025]),
        ("2023-01-20", "never", [2023, 2024, 2025]),
        ("2023-03-01", "2023-12-31", [2023]),
        ("2020-01-01", "2021-08-01", []),
        ("2021-12-31", "2022-01-01", [2021, 2022]),
    ],
)
def test_reports_fall_due_for_the_periods_in_which_the_provider_processed(
    made: Made, since: str, until: str, years: list[int]
) -> None:
    """By 3 February 2022 for 2021, then by 31 January for the year before; no processing, no report."""
    found = of(made(USED % (since, until)), "report")
    assert [entry.key for entry in found] == [f"report {year}" for year in years]
    assert [entry.day for entry in found] == [date(2022, 2, 3) if y == 2021 else date(y + 1, 1, 31) for y in years]
    assert all(entry.depends == "" for entry in found)


def test_a_report_depends_on_processing_where_that_is_not_known(made: Made) -> None:
    """Nothing known of the technologies: every report may be due, and the entry says on what that depends."""
    calendar = made("")
    assert [entry.depends.startswith("whether the provider processed") for entry in of(calendar, "report")] == [
        True
    ] * 5
    assert any("No technology is on file" in remark for remark in calendar.remarks)


def test_the_entry_of_a_report_says_what_was_done() -> None:
    """The day of publication and of each submission, as the case has them."""
    first = of(shipped("hash-passes-classifier-fails"), "report")[0]
    assert first.done == (
        "published on 1 February 2022; submitted to the authority on 1 February 2022; "
        "submitted to the Commission on 1 February 2022"
    )


def test_the_standard_form_is_asked_for_from_the_report_of_2025() -> None:
    """The report due on 31 January 2025 is the first under the form."""
    found = of(shipped("hash-passes-classifier-fails"), "report")
    assert ["3(4)/1" in entry.provisions for entry in found] == [False, False, False, True, True]


CASES = USED % ("2021-08-02", "never") + (
    "    suspicions:\n      recorded:\n"
    "        - {id: a, identified_on: 2021-10-01, detected_on: 2021-09-01, deleted_on: never}\n"
    "        - {id: b, identified_on: 2024-02-29, deleted_on: 2024-03-01}\n"
    "        - {id: c, identified_on: 2024-02-29}\n"
    "        - {id: d, deleted_on: never}\n"
    "        - {id: e, identified_on: 2021-10-01, deleted_on: 2022-10-02}\n"
)


def test_every_open_case_has_its_last_day(made: Made) -> None:
    """Twelve months from identification, that day included; deleted in time, no entry; deleted late, said so."""
    calendar = made(CASES)
    found = {entry.key.rpartition(" ")[2]: entry for entry in of(calendar, "deletion")}
    assert sorted(found) == ["a", "c", "e"]
    assert found["a"].day == date(2022, 10, 1)
    assert found["c"].day == date(2025, 2, 28)
    assert found["c"].depends == "whether the data have been deleted"
    assert "after that day" in found["e"].done
    assert any("case d" in remark for remark in calendar.remarks)


def test_the_reading_of_recital_19_counts_from_detection(made: Made) -> None:
    """On that reading the limit of a case runs from the day of detection."""
    found = of(made(CASES, readings={"retention_start": "detection"}), "deletion")
    assert [(entry.key, entry.day) for entry in found] == [("deletion h a", date(2022, 9, 1))]


@pytest.mark.parametrize(
    ("reading", "day", "word"),
    [
        (
            "as_reckoned",
            date(2024, 3, 31),
            "Sunday, 31 March 2024 (on the reading period_end=next_working_day: 2",
        ),
        ("next_working_day", date(2024, 4, 2), "put off from Sunday, 31 March 2024, to the next working day"),
    ],
)
def test_twelve_months_end_as_the_reading_of_the_end_of_periods_has_it(reading: str, day: date, word: str) -> None:
    """A limit on a Sunday before a holiday: on its day by default, on the other reading on the next working day."""
    entry = of(shipped("twelve-months-to-a-sunday", readings={"period_end": reading}), "deletion")[0]
    assert entry.day == day
    assert word in entry.detail
    assert "1182/71 3(4)" in entry.provisions


def test_a_case_deleted_by_the_working_day_is_no_duty_on_that_reading(made: Made) -> None:
    """1 February 2025 is a Saturday: deleted on the Monday is late by default, and in time on the other reading."""
    recorded = "[{id: a, identified_on: 2024-02-01, deleted_on: 2025-02-03}]"
    text = USED % ("2023-04-02", "never") + f"    suspicions: {{recorded: {recorded}}}\n"
    late = of(made(text), "deletion")
    assert [entry.done for entry in late] == ["deleted on 3 February 2025, after that day"]
    assert of(made(text, readings={"period_end": "next_working_day"}), "deletion") == []


def test_a_day_that_the_act_names_stays_on_a_weekend(made: Made) -> None:
    """31 January 2026 is a Saturday, 31 January 2025 a Friday; no reading moves either."""
    for reading in ("as_reckoned", "next_working_day"):
        found = {entry.day: entry for entry in of(made("", readings={"period_end": reading}), "report")}
        assert "It is a Saturday: a day that the act names does not move" in found[date(2026, 1, 31)].detail
        assert "does not move" not in found[date(2025, 1, 31)].detail


def test_the_list_and_the_reliefs_have_their_days(made: Made) -> None:
    """By 3 September 2021 includes the day; before 3 September 2021 does not; until 3 April 2022 does."""
    calendar = made("")
    assert of(calendar, "list")[0].day == date(2021, 9, 3)
    assert [(entry.key, entry.day) for entry in of(calendar, "relief")] == [
        ("relief 3(2) start", date(2021, 9, 2)), ("relief 3(3) start", date(2021, 9, 2)),
        ("relief 3(2) end", date(2022, 4, 3)), ("relief 3(3) end", date(2022, 4, 3)),
    ]  # fmt: skip


def test_a_provider_that_began_later_has_no_relief(made: Made) -> None:
    """Reliefs are for technology in use before 2 August 2021; known to be later, none is listed."""
    text = USED % ("2022-01-01", "never") + "    first_use: {by_provider_on: 2022-01-01}\n"
    assert of(made(text), "relief") == []


def test_the_law_has_its_last_days_its_gap_and_what_is_second_hand(made: Made) -> None:
    """3 April 2026, nothing from the day after, the new act from 31 July 2026, known at second hand."""
    found = {entry.day: entry for entry in of(made(""), "law")}
    assert found[date(2026, 4, 3)].title == "Last day of the derogation of Regulation (EU) 2021/1232"
    assert "ceased to apply" in found[date(2026, 4, 4)].title
    assert found[date(2026, 7, 31)].second_hand
    assert found[date(2028, 4, 3)].second_hand
    assert not found[date(2024, 5, 15)].second_hand


def test_tasks_of_others_come_on_request_and_as_the_law_stood(made: Made) -> None:
    """The Commission and the Member States; the date of Article 9(1) in each version that reached it."""
    assert of(made(""), "task") == []
    found = of(made("", others=True), "task")
    assert {entry.whose for entry in found} == {"Commission", "Member States"}
    assert [entry.day for entry in found if entry.provisions == ("9(1)",)] == [date(2023, 8, 3), date(2025, 9, 4)]


def test_a_span_is_kept_and_in_order(made: Made) -> None:
    """Only days of the span, both ends included, in order."""
    case = read_case("profile: derogation/profile/1\nname: C\n")
    found = calendar_of(rulebook(), case, date(2021, 9, 3), date(2022, 2, 3)).entries
    assert (found[0].day, found[-1].day) == (date(2021, 9, 3), date(2022, 2, 3))
    days = [entry.day for entry in made("", others=True).entries]
    assert days == sorted(days)
    with pytest.raises(ValueError, match="before it begins"):
        calendar_of(rulebook(), case, date(2022, 1, 2), date(2022, 1, 1))


def test_a_partys_facts_count_on_request() -> None:
    """What Google says of its use counts as Google."""
    calendar = shipped("google-2025", standpoint="Google")
    assert all(entry.depends == "" for entry in of(calendar, "report"))


def test_table_and_data_have_every_entry(made: Made) -> None:
    """A row and a record for each, with citations in the Official Journal's form."""
    calendar = made("", others=True)
    table = document_of(calendar).blocks[0]
    data = data_of(calendar)
    assert len(table.rows) == len(data["entries"]) == len(calendar.entries)  # pyright: ignore
    assert data["entries"][0]["day"] == "2021-08-02"
    report = next(entry for entry in data["entries"] if entry["key"] == "report 2021")
    assert report["citations"] == ["Article 3(1), point (g)(vii)"]
    assert report["eli"] == ["http://data.europa.eu/eli/reg/2021/1232/art_3/par_1/pnt_g/oj"]


def test_keys_are_unique() -> None:
    """Two entries of one calendar never share a key."""
    keys = [entry.key for entry in shipped("hash-passes-classifier-fails", others=True).entries]
    assert len(keys) == len(set(keys))
