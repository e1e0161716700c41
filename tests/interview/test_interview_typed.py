"""What is typed: read by the kind of fact, and refused with a reason that says what to write."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from derogation.cases.vocabulary import vocabulary
from derogation.interview import typed
from derogation.interview.answer import Refused

YES_NO = "service.users_in_union"
NEVER = "technology.prior_consultation.completed_on"
SINCE = "use.since"
MONTHS = "technology.suspicions.longest_months"
SHARE, YEAR = "technology.quality.error_rate", "report.year"
ENCRYPTION = "technology.end_to_end_encryption"
PURPOSES = "technology.suspicions.storage_purposes"


@pytest.mark.parametrize(
    ("fact", "line", "value"),
    [
        (YES_NO, "Yes", True),
        (YES_NO, "n", False),
        (NEVER, "2021-09-02", date(2021, 9, 2)),
        (NEVER, "never", "never"),
        (NEVER, "Not completed", "never"),
        (MONTHS, "12", 12),
        (MONTHS, "0.5", 0.5),
        (MONTHS, "9 months", 9),
        (ENCRYPTION, "some", "some"),
        (ENCRYPTION, "3", "all"),
        (PURPOSES, "reporting, redress", ["reporting", "redress"]),
        (PURPOSES, "none", []),
        (PURPOSES, "6 ...", {"known": ["other"], "complete": False}),
    ],
)
def test_an_answer_is_read_by_the_kind_of_fact(fact: str, line: str, value: Any) -> None:
    """Words, days, numbers with or without unit, choices by name or number, sets known in part."""
    assert typed.value(line, vocabulary().facts[fact]) == value


@pytest.mark.parametrize(
    ("fact", "line", "reason"),
    [
        (YES_NO, "maybe", "Expects yes or no, not 'maybe'. Write yes or no. Where it is not known, write u."),
        (NEVER, "2021-02-30", "no such day"),
        (NEVER, "2 Sept 2021", "such as 2021-09-02, or never"),
        (SINCE, "never", "Expects a day written as 2021-09-02, not 'never'"),
        (MONTHS, "-3", "Cannot be negative"),
        (MONTHS, "1,000", "Expects a number, not '1,000'"),
        (YEAR, "203", "whole number from 1900 to 2099"),
        (SHARE, "250 %", "cannot exceed 100 percent"),
        (ENCRYPTION, "4", "'4' is none of the answers"),
        (PURPOSES, "reporting, fun", "'fun' is none of the answers"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(fact: str, line: str, reason: str) -> None:
    """The reason says what is wrong and what may be written."""
    with pytest.raises(Refused, match=reason):
        typed.value(line, vocabulary().facts[fact])


@pytest.mark.parametrize("line", ["a\x1b[2Jb", "a\u202eb", "a\udcffb", "x" * 5001, "a\u2028b"])
def test_what_cannot_be_seen_or_kept_is_refused(line: str) -> None:
    """Escape sequences, marks that turn text round, bytes that are no text, and floods do not get in."""
    with pytest.raises(Refused):
        typed.clean(line)


@pytest.mark.parametrize(
    ("path", "line", "rows"),
    [
        ("technologies", "hashes, Text model", [{"id": "hashes"}, {"id": "text_model", "title": "Text model"}]),
        ("technologies", "2", [{"id": "technology_1"}, {"id": "technology_2"}]),
        ("technologies", "none", []),
        ("reports", "2021; 2022", [{"id": "for-2021", "year": 2021}, {"id": "for-2022", "year": 2022}]),
        ("technology.periods_of_use", "2021-08-02 to never", [{"since": date(2021, 8, 2), "until": "never"}]),
        ("technology.periods_of_use", "2021-08-02", [{"since": date(2021, 8, 2)}]),
        (
            "technology.suspicions.recorded",
            "2022-01-01 to 2022-05-01",
            [{"identified_on": date(2022, 1, 1), "deleted_on": date(2022, 5, 1)}],
        ),
    ],
)  # fmt: skip
def test_a_list_is_typed_in_one_line(path: str, line: str, rows: list[Any]) -> None:
    """Names or a count, years, periods."""
    assert typed.rows(line, path) == rows


@pytest.mark.parametrize(
    ("path", "line"),
    [("technologies", "a, A"), ("technologies", "900"), ("technologies", "!!"), ("reports", "21"), ("reports", "")],
)
def test_a_list_that_cannot_be_read_is_refused(path: str, line: str) -> None:
    """Two of one name, floods, nothing that could be a name."""
    with pytest.raises(Refused):
        typed.rows(line, path)
