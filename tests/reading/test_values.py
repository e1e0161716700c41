"""One reading of values: what a profile takes, every other input takes, and what it refuses they refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import click
import pytest
from derogation.cases.loader import read_case
from derogation.cases.vocabulary import vocabulary
from derogation.commands.common import Day
from derogation.interview import typed
from derogation.interview.answer import Refused
from derogation.reading import values
from derogation.reading.errors import BadInput
from derogation.reading.values import Unreadable

YES_NO = [True, "yes", "Yes", "TRUE", " true ", "no", "False", False]
NOT_YES_NO = [1, 0, "1", "0", "y", "WAHR", "N/A", "", "-", None, Decimal(1), 1.0, ["yes"]]
DAYS = ["2021-09-02", " 2021-09-02 ", date(2021, 9, 2)]
NOT_DAYS = [
    *("2024-W23-1", "20240603", "2024-6-3", "03/06/2024", "２０２４-01-01", "2024-02-30", "0202-06-14", "2202-06-14"),
    *("0001-01-01", "9999-12-31", "never", "2024-06-03T00:00:00", "2024-06-03 10:00", "45292", 45292, True, None),
    *(datetime(2024, 6, 3), date(203, 6, 14), date.min, date.max, "0000-00-00"),
]
NUMBERS = [
    ("12", 12),
    (" 12 ", 12),
    ("12.0", 12.0),
    ("1e1", 10.0),
    ("+12", 12),
    (".5", 0.5),
    (0, 0),
    (Decimal("0.54"), 0.54),
]
NOT_NUMBERS = [
    *(
        "1_000",
        "1,000",
        "1,5",
        "١٢",
        "１２",
        "0x0c",
        "007",
        "12.",
        "nan",
        ".nan",
        "inf",
        "-.inf",
        "1e400",
        "-3",
        "",
        "12 months",
    ),
    *(True, None, float("nan"), float("inf"), -1, Decimal("NaN"), 10**16, "9" * 5000, [1]),
]


@pytest.mark.parametrize("value", YES_NO)
def test_yes_and_no_are_words_in_any_case_of_letters(value: object) -> None:
    """Typed, or as yes, no, true and false, in quotation marks or not."""
    assert values.yes_or_no(value) is (str(value).strip().lower() in ("true", "yes"))


@pytest.mark.parametrize("value", NOT_YES_NO)
def test_nothing_else_is_yes_or_no(value: object) -> None:
    """Figures least of all, since a program that has nothing writes 0; and no absence turns into a no."""
    with pytest.raises(Unreadable, match="expects yes or no, not"):
        values.yes_or_no(value)


@pytest.mark.parametrize("value", DAYS)
def test_a_day_has_one_spelling(value: object) -> None:
    """Year, month and day with dashes."""
    assert values.day(value) == date(2021, 9, 2)


@pytest.mark.parametrize("value", NOT_DAYS)
def test_no_other_day_is_taken(value: object) -> None:
    """Weeks, serial numbers, other orders and digits, times of day, days that there are not, slips of the century."""
    with pytest.raises(Unreadable) as refused:
        values.day(value)
    assert refused.value.cure


@pytest.mark.parametrize("value", ["never", "Never", " never", "9999-12-31", date.max])
def test_never_is_a_word_or_the_last_day_of_tables(value: object) -> None:
    """Where a day need not come, tables write the last of all days."""
    assert values.day_or_never(value) == "never"


@pytest.mark.parametrize(("value", "number"), NUMBERS)
def test_a_number_has_a_point_and_no_separators(value: object, number: float) -> None:
    """Text is read as a profile would read it unquoted; whole numbers stay whole."""
    found = values.number(value)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_no_other_number_is_taken(value: object) -> None:
    """Separators, other digits, other bases, leading zeros, negatives, and what is no number."""
    with pytest.raises(Unreadable) as refused:
        values.number(value)
    assert refused.value.cure


@pytest.mark.parametrize("value", [203, 23, 2023.5, "2023.5", 20230, 1899])
def test_a_year_with_a_slip_is_refused(value: object) -> None:
    """Three digits, five, a part of a year."""
    with pytest.raises(Unreadable, match="whole number from 1900 to 2099"):
        values.year(value)


def test_a_choice_is_written_as_it_is_listed() -> None:
    """Blanks around it do not matter; the nearest is proposed for anything else."""
    assert values.choice(" none", ("none", "all")) == "none"
    with pytest.raises(Unreadable) as refused:
        values.choice("None", ("none", "all"))
    assert refused.value.cure == "Did you mean 'none'?"


HEAD = "profile: derogation/profile/1\nname: x\n"


def _stated(value: str) -> object:
    case = read_case(f"{HEAD}service: {{users_in_union: {value!r}}}")
    return case.facts.statements["service.users_in_union"].value


def _assessed_on(value: str) -> object:
    return read_case(f"{HEAD}assess_on: {value!r}").profile.assess_on


def _typed(path: str) -> Callable[[str], object]:
    return lambda value: typed.value(typed.clean(value), vocabulary().facts[path])


@pytest.mark.parametrize("value", [value for value in YES_NO if isinstance(value, str)])
def test_every_door_takes_the_same_yes_and_no(value: str) -> None:
    """Profile and interview agree with the one reading."""
    assert [door(value) for door in (_stated, _typed("service.users_in_union"))] == [values.yes_or_no(value)] * 2


@pytest.mark.parametrize("value", [value for value in NOT_DAYS if isinstance(value, str)])
def test_every_door_refuses_the_same_days(value: str) -> None:
    """Profile, prompt and option agree with the one reading."""
    for door in (_assessed_on, _typed("use.since"), lambda value: Day().convert(value, None, None)):
        with pytest.raises((Refused, BadInput, click.BadParameter)):
            door(value)
