"""Raw entries made into typed values, and back into the words that can be entered.

Every function here is pure. What cannot be read raises :class:`UnreadableError` with what is wrong and what
to do; the caller knows the file, the line and the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import cast

from ..reading.values import Unreadable
from ..reading.values import day as read_day
from .form import FieldType
from .model import Absence, Duration, TimeUnit, Value

MAX_DIGITS = 18
_TIME_UNITS: Mapping[str, TimeUnit] = {
    **dict.fromkeys(("h", "hour", "hours"), "hours"),
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("week", "weeks"), "weeks"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("y", "year", "years"), "years"),
}
_ABSENCES: Mapping[str, Absence] = {
    **dict.fromkeys(("", "-", "–", "—", "not answered", "not_answered"), "not_answered"),
    **dict.fromkeys(("n/a", "n/a.", "n.a.", "n.a", "na", "not applicable", "not_applicable"), "not_applicable"),
    **dict.fromkeys(("does not apply", "does_not_apply"), "does_not_apply"),
    **dict.fromkeys(("not disclosed", "not_disclosed"), "not_disclosed"),
}
_LENGTH = re.compile(
    r"(?:up to|at most|max(?:imum)?|no longer than)?\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]+)", re.IGNORECASE
)
_YES_NO = {"yes": "yes", "no": "no", "partly": "partly", "true": "yes", "false": "no"}


class UnreadableError(Exception):
    """An entry that cannot be read; ``message`` says what is wrong, ``hint`` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def absence(raw: object) -> Absence | None:
    """The kind of absence for which a plain entry stands: blank, a dash, ``N/A``, ``not disclosed``."""
    if raw is None:
        return "not_answered"
    return _ABSENCES.get(raw.strip().casefold()) if isinstance(raw, str) else None


def parse(raw: object, kind: FieldType) -> Value:
    """Read one entry as a value of the field's type. Raises :class:`UnreadableError`."""
    return _PARSERS[kind](raw)


def count(raw: object) -> int:
    """A whole number, zero or more; also written as text of digits."""
    hint = (
        'Write a whole number without separators, and the words beside it: 1604, or {value: 1604, note: "about"}. '
        "Where the report gives none: {absent: not_disclosed, reason: ...}."
    )
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, str) and re.fullmatch(r"[-+]?[0-9]+", raw.strip()):
        digits = raw.strip()
        if len(digits) > MAX_DIGITS:
            raise UnreadableError(f"a number of {len(digits)} digits is too long for a count", "Check the figure.")
        raw = int(digits)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise UnreadableError(f"{_quoted(raw)} is not a count", hint)
    if raw < 0:
        raise UnreadableError(f"a count cannot be negative ({raw})", "Check the figure.")
    if raw >= 10**MAX_DIGITS:
        raise UnreadableError(f"a number of more than {MAX_DIGITS} digits is too long for a count", "Check the figure.")
    return raw


def ratio(raw: object) -> Decimal:
    """A percentage from 0 to 100, as it was written (its decimals matter); a percent sign is allowed."""
    hint = (
        "Write a percentage from 0 to 100 with a decimal point, and the words beside it: 0.54, or "
        '{value: 0.1, note: "less than"}.'
    )
    text = str(raw).strip().removesuffix("%").strip()
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise UnreadableError(f"{_quoted(raw)} is not a ratio", hint)
    try:
        plain = len(text) <= 40 and re.fullmatch(r"[-+0-9.eE]+", text)
        number = Decimal(text) if plain else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise UnreadableError(f"{_quoted(raw)} is not a ratio", hint)
    if number < 0:
        raise UnreadableError(f"a ratio cannot be negative ({text})", "Check the figure.")
    if number > 100:
        raise UnreadableError(f"a part cannot exceed 100 percent of the whole ({text})", hint)
    return number


def duration(raw: object) -> Duration:
    """A number and a unit (``12 months``), or ``no fixed period``."""
    hint = 'Write a number and a unit, such as "12 months", or "no fixed period"; put the rest in the note.'
    text = str(raw).strip() if isinstance(raw, str) else ""
    if text.casefold() == "no fixed period":
        return Duration(amount=None)
    match = _LENGTH.fullmatch(text)
    if not match or len(match[1]) > MAX_DIGITS:
        raise UnreadableError(f"{_quoted(raw)} is not a length of time", hint)
    unit = _TIME_UNITS.get(match[2].casefold())
    if unit is None:
        raise UnreadableError(f'"{match[2]}" is not a unit of time', "Use days, weeks, months or years.")
    return Duration(amount=Decimal(match[1]), unit=unit)


def lengths(words: str) -> list[Duration]:
    """Every length of time that stands in a text."""
    return [
        Duration(amount=Decimal(match[1]), unit=_TIME_UNITS[match[2].casefold()])
        for match in _LENGTH.finditer(words)
        if match[2].casefold() in _TIME_UNITS and len(match[1]) <= MAX_DIGITS
    ]


def yes_no(raw: object) -> str:
    """``yes``, ``no`` or ``partly``; ``true`` and ``false`` are taken as well."""
    answer = _YES_NO.get(str(raw).strip().casefold()) if isinstance(raw, bool | str) else None
    if answer is None:
        raise UnreadableError(
            f"{_quoted(raw)} is not an answer to a yes or no question",
            "Write yes, no or partly; put the explanation in the note.",
        )
    return answer


def text(raw: object) -> str:
    """Text; a list of texts is joined, a number is taken as written, true and false are yes and no."""
    if isinstance(raw, list):
        return "; ".join(names(cast("list[object]", raw)))
    if isinstance(raw, bool):  # yes and no, as an ordinary YAML library writes them down
        return "yes" if raw else "no"
    if not isinstance(raw, str | int | float | date):
        raise UnreadableError(f"{_quoted(raw)} is not text", "Write text, in quotation marks if need be.")
    return raw.isoformat() if isinstance(raw, date) else str(raw).strip()


def names(raw: object) -> tuple[str, ...]:
    """A list of texts; in one cell, entries stand on lines of their own or are parted by semicolons."""
    if isinstance(raw, str):
        raw = raw.splitlines() if "\n" in raw else raw.split(";")
    if not isinstance(raw, list):
        raise UnreadableError(f"{_quoted(raw)} is not a list", "Write a list of texts.")
    entries = cast("list[object]", raw)
    if not all(isinstance(entry, str | int | float) for entry in entries):
        raise UnreadableError("the list holds something other than text", "Write a list of texts.")
    if not entries:
        raise UnreadableError("an empty list says neither none nor nothing", "Write none, or leave the entry empty.")
    return tuple(entry for entry in (text(one) for one in entries) if entry)


def day(raw: object) -> date:
    """A day, as everywhere (:func:`derogation.reading.values.day`); midnight is how a spreadsheet stores one."""
    if isinstance(raw, datetime) and raw.tzinfo is None and raw.time() == time():
        return raw.date()
    try:
        return read_day(raw)
    except Unreadable as refused:
        raise UnreadableError(str(refused), refused.cure) from None


def written(value: Value) -> str:
    """A value as one cell of text that :func:`parse` reads back as the same value."""
    if isinstance(value, tuple):
        several = any(";" in entry for entry in value)
        # A line break at the end keeps a single entry with semicolons from being parted.
        return "\n".join((*value, "")) if several else "; ".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _quoted(raw: object) -> str:
    shown = str(raw)
    return f'"{shown if len(shown) <= 60 else shown[:57] + "..."}"'


_PARSERS: Mapping[FieldType, Callable[[object], Value]] = {
    "count": count,
    "ratio": ratio,
    "text": text,
    "yes_no": yes_no,
    "duration": duration,
    "list": names,
}
