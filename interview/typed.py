"""What is typed at a question: read by the kind of fact asked for, and refused with a reason."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Any, Literal, TypeVar

from ..cases.checks import INTERESTS
from ..engine.case.vocabulary import FactSpec
from ..reading import values
from ..reading.safe_text import hidden
from .answer import DOES_NOT_APPLY, NOT_DISCLOSED, UNKNOWN, Command, Refused

T = TypeVar("T")

#: More than any answer needs.
LONGEST = 5_000
NUMBERS: dict[str, Callable[[object], int | float]] = {"year": values.year, "percent": values.share}
COMMANDS: dict[str, Command] = {
    "b": "back",
    "back": "back",
    "q": "quit",
    "quit": "quit",
    "w": "why",
    "why": "why",
    "p": "progress",
    "progress": "progress",
    "?": "help",
    "h": "help",
    "help": "help",
}
ABSENCES = {
    "u": UNKNOWN,
    "unknown": UNKNOWN,
    "nd": NOT_DISCLOSED,
    "not disclosed": NOT_DISCLOSED,
    "na": DOES_NOT_APPLY,
    "does not apply": DOES_NOT_APPLY,
}
_PARTY = re.compile(rf"\s*([^;]+?)\s*:\s*({'|'.join(INTERESTS)})\s*(?:[,;]|$)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[;,]\s*")


def clean(text: str) -> str:
    """A line as typed, without the blanks around it. Raises :class:`Refused` for what no profile can hold."""
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > LONGEST:
        raise Refused(f"That is too long ({len(text):,} characters). Write at most {LONGEST:,}.")
    if unseen := hidden(text):
        raise Refused(f"That holds characters that cannot be seen ({', '.join(unseen)}). Write it without them.")
    return text


def value(text: str, spec: FactSpec) -> Any:
    """The value of a fact as a profile writes it. Raises :class:`Refused`, saying what may be written."""
    try:
        return _value(text, spec)
    except Refused as refused:
        raise Refused(f"{refused} Where it is not known, write u.") from None


def _value(text: str, spec: FactSpec) -> Any:
    match spec.type:
        case "bool":
            return yes_or_no(text)
        case "date":
            return "never" if spec.never and text.casefold() == spec.never.casefold() else day(text, bool(spec.never))
        case "number":
            return number(text, spec)
        case "choice":
            return _choice(text, spec)
        case "set":
            return _members(text, spec)
        case "text":
            if not text:
                raise Refused("Write a few words.")
            return text


def read(reader: Callable[[object], T], text: object) -> T:
    """A value as every other input reads it. Raises :class:`Refused`."""
    try:
        return reader(text)
    except values.Unreadable as refused:
        message = f"{refused}. {refused.cure}"
        raise Refused(f"{message[:1].upper()}{message[1:]}") from None


def yes_or_no(text: str, default: bool | None = None) -> bool:
    """Yes or no, ``y`` and ``n`` too; an empty line is the default. Raises :class:`Refused`."""
    if not text and default is not None:
        return default
    return read(values.yes_or_no, {"y": "yes", "n": "no"}.get(text.casefold(), text))


def day(text: str, never: bool = False) -> datetime.date | Literal["never"]:
    """A day, ``today`` too; ``never`` says whether it need not come. Raises :class:`Refused`."""
    if text.casefold() == "today":
        return datetime.date.today()
    return read(values.day_or_never if never else values.day, text)


def number(text: str, spec: FactSpec) -> int | float:
    """A number, with or without its unit. Raises :class:`Refused`."""
    digits = text.removesuffix("%" if spec.unit == "percent" else spec.unit).strip()
    return read(NUMBERS.get(spec.unit, values.number), digits)


def _choice(text: str, spec: FactSpec) -> str:
    """A choice by its word or its number in the list shown."""
    if text.isdecimal() and text.isascii() and 1 <= int(text[:9]) <= len(spec.choices):
        return spec.choices[int(text) - 1]
    return read(lambda word: values.choice(word, spec.choices), text.casefold().replace(" ", "_"))


def _members(text: str, spec: FactSpec) -> Any:
    """Members by name or number; ``none`` for none; a last ``...`` says that there may be more."""
    text, more = (text[:-3].rstrip(" ,;"), True) if text.endswith("...") else (text, False)
    names = [] if text.casefold() in ("none", "") else [part for part in _SEPARATOR.split(text) if part]
    found = list(dict.fromkeys(_choice(name, spec) for name in names))
    if not found and text.casefold() != "none" and not more:
        raise Refused("Write one or more of the answers, with commas between them, or none.")
    return {"known": found, "complete": False} if more else found


def parties(text: str) -> dict[str, dict[str, str]]:
    """Parties as typed in one line, each with what it stands for. Raises :class:`Refused`.

    >>> parties("Acme, Inc: provider; Data Protection Commission: authority")
    {'Acme, Inc': {'interest': 'provider'}, 'Data Protection Commission': {'interest': 'authority'}}
    """
    found: dict[str, dict[str, str]] = {}
    left = text
    while left and (match := _PARTY.match(left)) is not None:
        found[match[1]] = {"interest": match[2].casefold()}
        left = left[match.end() :]
    if left or not found:
        example = "Acme: provider, Data Protection Commission: authority"
        raise Refused(f"Write each with what it stands for ({', '.join(INTERESTS)}), such as: {example}.")
    return found


# --- lists ------------------------------------------------------------------------------------------------------------


def rows(text: str, path: str) -> list[dict[str, Any]]:
    """The items of a list as typed in one line, with commas between them. Raises :class:`Refused`."""
    if text.casefold() == "none":
        return []
    parts = [part for part in _SEPARATOR.split(text) if part]
    if not parts:
        raise Refused("Write them with commas between them, none where there is none, or u where it is not known.")
    match path:
        case "technologies":
            return _technologies(parts)
        case "reports":
            return [_report(part) for part in parts]
        case "technology.periods_of_use":
            return [_period(part, ("since", "until")) for part in parts]
        case _:
            return [_period(part, ("identified_on", "deleted_on")) for part in parts]


def _technologies(parts: list[str]) -> list[dict[str, Any]]:
    if len(parts) == 1 and parts[0].isdigit():
        count = int(parts[0])
        if not 0 < count <= 50:
            raise Refused("Write how many technologies there are, from 1 to 50, or a short name for each.")
        return [{"id": f"technology_{number}"} for number in range(1, count + 1)]
    found: list[dict[str, Any]] = []
    for part in parts:
        name = re.sub(r"[^a-z0-9]+", "_", part.casefold()).strip("_")
        if not name:
            raise Refused(f"{part!r} makes no short name. Use letters a to z and digits, such as hash_matching.")
        if any(row["id"] == name for row in found):
            raise Refused(f"Two technologies would be called {name!r}. Give each a name of its own.")
        found.append({"id": name} if name == part else {"id": name, "title": part})
    return found


def _report(part: str) -> dict[str, Any]:
    year = read(values.year, part)
    return {"id": f"for-{year}", "year": year}


def _period(part: str, names: tuple[str, str]) -> dict[str, Any]:
    """``2021-08-02 to never``; the second day may be left out, or be ``u``: it is then unknown."""
    first, _, last = part.partition(" to ")
    row: dict[str, Any] = {names[0]: day(first.strip())}
    last = last.strip()
    if last.casefold() in ("never", "now"):
        row[names[1]] = "never"
    elif last and last.casefold() not in ABSENCES:
        row[names[1]] = day(last, never=True)
    return row
