"""What an unquoted scalar means: YAML 1.2, not 1.1, with days; what could be read in two ways is refused."""

from __future__ import annotations

import re
from datetime import date

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]*)?)?"
    r"(?:[ \t]*(?:Z|z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?"
)
_NOT_A_NUMBER = re.compile(r"[-+]?\.inf|\.nan", re.IGNORECASE)
_QUOTE_HINT = "Quote it if it is text."


class ScalarError(Exception):
    """An unquoted scalar that is refused; its arguments are the message and the hint."""


def plain_value(text: str) -> str | int | float | bool | date | None:
    """The meaning of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "0123456789+-.":
        return text
    if _INTEGER.fullmatch(text):
        try:
            return int(text)
        except ValueError:  # Python itself bounds the digits, since converting them takes quadratic time
            raise ScalarError(f"a number of {len(text):,} digits is too long", _QUOTE_HINT) from None
    if _FLOAT.fullmatch(text):
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise ScalarError(f"the number {short(text)} is too large", _QUOTE_HINT)
        return number
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            hint = "Correct the date (year-month-day), or quote it if it is text."
            raise ScalarError(f"there is no such day as {text}", hint) from None
    if _DATE_TIME.fullmatch(text):
        hint = "Write the day only (year-month-day), or quote it if it is text."
        raise ScalarError(f'"{text}" is a time of day, and facts are dated by day', hint)
    if _NOT_A_NUMBER.fullmatch(text):
        raise ScalarError(f'"{text}" is not a number that can be measured', "Write a number, or null.")
    return text


def short(text: str) -> str:
    """Text cut to what fits a message."""
    return text if len(text) <= 60 else text[:57] + "..."
