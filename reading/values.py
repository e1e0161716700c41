"""How a day, a number, a yes or no and a choice may be written, wherever a user writes one.

A profile, a row of a table, an answer typed in an interview, an annual report and an option of the command line are all
read by these functions, so that what one takes no other refuses. A value comes typed (from YAML, JSON, Parquet) or as
text (from CSV, a prompt, an option, quotation marks). Text means what it would mean unquoted in a profile
(:func:`plain_value`), blanks around it left out. Beyond that:

- yes and no are also written as words, in any case of letters; 1 and 0 are not taken: programs write 0 for nothing;
- a day is written 2021-09-02, lies in the years 1900 to 2099 (others are slips of the pen), and has no time of day;
- ``never`` is written in any case of letters; 9999-12-31 is how tables write it;
- numbers have a decimal point, no separators, and are not negative.

Every function raises :class:`Unreadable`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from itertools import islice
from typing import Literal

from .scalars import ScalarError, plain_value

#: How a table writes a day that never comes.
NEVER_DAY = date.max
FIRST_YEAR, LAST_YEAR = 1900, 2099
#: Up to here every whole number is a floating-point number too.
MOST = 10**15
#: How a number is written in text, as a regular expression.
FIGURE = r"\+?((0|[1-9][0-9]*)(\.[0-9]+)?|\.[0-9]+)([eE][-+]?[0-9]+)?|-0"
_DIGITS = "Write digits with a decimal point, such as 12 or 0.5."
_WORDS = {"yes": True, "true": True, "no": False, "false": False}


class Unreadable(ValueError):
    """A value of another kind than asked for: what is expected and what stands there, and what to do (``cure``)."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.cure = cure


def yes_or_no(value: object) -> bool:
    """``yes``, ``no``, ``true`` or ``false``, typed or as words."""
    if value is True or value is False:
        return value
    found = _WORDS.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise Unreadable(f"expects yes or no, not {shown(value)}", "Write yes or no.")
    return found


def day(value: object) -> date:
    """A day of the years 1900 to 2099, written 2021-09-02."""
    return _day(value, "expects a day written as 2021-09-02", "Write year-month-day, such as 2021-09-02.")


def day_or_never(value: object) -> date | Literal["never"]:
    """A day, or ``never`` for one that does not come; 9999-12-31 stands for it too."""
    if value == NEVER_DAY or (isinstance(value, str) and value.strip().lower() in ("never", "9999-12-31")):
        return "never"
    expected = "expects a day written as 2021-09-02, or never"
    return _day(value, expected, "Write year-month-day, such as 2021-09-02, or never.")


def number(value: object) -> int | float:
    """A number from 0 to 10 to the power of 15."""
    given = _unquoted(value) if isinstance(value, str) else value
    found = float(given) if isinstance(given, Decimal) else given
    fits = isinstance(found, int) or (isinstance(found, float) and math.isfinite(found))
    if isinstance(found, bool) or not isinstance(found, int | float) or not fits:
        raise Unreadable(f"expects a number, not {shown(value)}", _DIGITS)
    if found < 0:
        raise Unreadable(f"cannot be negative ({shown(value)})", "Correct the figure.")
    if found > MOST:
        raise Unreadable(f"{shown(value)} is too large", "Correct the figure.")
    return found


def whole(value: object, least: int = 0, most: int = MOST) -> int:
    """A whole number from ``least`` to ``most``."""
    found = number(value)
    if found != int(found) or not least <= found <= most:
        upper = f" to {most}" if most < MOST else " or more"
        raise Unreadable(f"expects a whole number from {least}{upper}, not {shown(value)}", "Correct the figure.")
    return int(found)


def year(value: object) -> int:
    """A year from 1900 to 2099."""
    return whole(value, FIRST_YEAR, LAST_YEAR)


def share(value: object) -> int | float:
    """A part of a whole in percent, from 0 to 100, without a percent sign."""
    found = number(value)
    if found > 100:
        raise Unreadable(f"a part cannot exceed 100 percent of the whole ({shown(value)})", "Correct the figure.")
    return found


def choice(value: object, choices: Collection[str]) -> str:
    """One of ``choices``, as it is written there."""
    word = value.strip() if isinstance(value, str) else value
    if isinstance(word, str) and word in choices:
        return word
    near = did_you_mean(word.casefold(), choices) if isinstance(word, str) else ""
    raise Unreadable(f"{shown(value)} is none of the answers provided for", near or f"Write {or_list(choices)}.")


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The nearest of the first thousand known words as a hint; empty where none is near."""
    among = [each for each in islice(known, 1000) if len(each) <= 200]
    close = get_close_matches(word[:200], among, n=1, cutoff=cutoff)
    return f"Did you mean {close[0]!r}?" if close else ""


def or_list(words: Iterable[str]) -> str:
    """``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def shown(value: object) -> str:
    """A value as its author wrote it, cut short."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dict():
            return "a map"
        case list() | tuple():
            return "a list"
        case str():
            return repr(value if len(value) <= 60 else f"{value[:57]}...")
        case date():
            return f"the day {value}"
        case _:
            return str(value)[:60]


def _day(value: object, expected: str, cure: str) -> date:
    if isinstance(value, str):
        try:
            found = plain_value(value.strip())
        except ScalarError as refused:
            raise Unreadable(refused.args[0], cure) from None
    else:
        found = value
    if isinstance(found, datetime):
        raise Unreadable(f"expects a day without a time of day, not {found.isoformat()}", cure)
    if not isinstance(found, date):
        raise Unreadable(f"{expected}, not {shown(value)}", cure)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unreadable(f"{found} lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "Correct the year.")
    return found


def _unquoted(text: str) -> object:
    try:
        return plain_value(text.strip())
    except ScalarError as refused:
        raise Unreadable(refused.args[0], _DIGITS) from None
