"""What is typed at a question: read by the kind of fact asked for, and refused with a reason."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

from ..engine.case.vocabulary import FactSpec
from ..reading.safe_text import hidden
from .answer import DOES_NOT_APPLY, NOT_DISCLOSED, UNKNOWN, Command, Refused

#: More than any answer needs.
LONGEST = 5_000
YES, NO = ("yes", "y", "true"), ("no", "n", "false")
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
    word = text.casefold()
    match spec.type:
        case "bool":
            if word in YES or word in NO:
                return word in YES
            raise Refused(f"{text!r} is neither yes nor no. Write yes or no, or u where it is not known.")
        case "date":
            if spec.never and word in ("never", spec.never.casefold()):
                return "never"
            if word == "never":
                raise Refused("That day must have come. Write it as 2021-09-02, or u where it is not known.")
            return day(text, "never" if spec.never else "")
        case "number":
            return number(text, spec)
        case "choice":
            return _choice(text, spec)
        case "set":
            return _members(text, spec)
        case "text":
            if not text:
                raise Refused("Write a few words, or u where it is not known.")
            return text


def yes_or_no(text: str, default: bool | None = None) -> bool:
    """Yes or no; an empty line is the default. Raises :class:`Refused`."""
    word = text.casefold()
    if not word and default is not None:
        return default
    if word not in (*YES, *NO):
        raise Refused(f"{text!r} is neither yes nor no.")
    return word in YES


def day(text: str, also: str = "") -> datetime.date:
    """A day; ``today`` is one. Raises :class:`Refused`."""
    if text.casefold() == "today":
        return datetime.date.today()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise Refused(f"There is no such day as {text}.") from None
    raise Refused(f"{text!r} is not a day. Write it as 2021-09-02{f', or {also}' if also else ''}.")


def number(text: str, spec: FactSpec) -> int | float:
    """A number that is not negative, with a point or a comma. Raises :class:`Refused`."""
    digits = text.replace(",", ".").removesuffix("%").removesuffix(spec.unit).strip()
    if re.fullmatch(r"[0-9]{1,12}", digits):
        return int(digits)
    if re.fullmatch(r"[0-9]{1,12}\.[0-9]{1,6}", digits):
        return float(digits)
    unit = f" of {spec.unit}" if spec.unit and spec.unit != "year" else ""
    raise Refused(f"{text!r} is not a number{unit}. Write digits, such as 12 or 0.5; it cannot be negative.")


def _choice(text: str, spec: FactSpec) -> str:
    word = text.casefold().replace(" ", "_")
    if word.isdigit() and 1 <= int(word) <= len(spec.choices):
        return spec.choices[int(word) - 1]
    if word in spec.choices:
        return word
    raise Refused(f"{text!r} is not one of the answers. Write one of {', '.join(spec.choices)}, or its number.")


def _members(text: str, spec: FactSpec) -> Any:
    """Members by name or number; ``none`` for none; a last ``...`` says that there may be more."""
    text, more = (text[:-3].rstrip(" ,;"), True) if text.endswith("...") else (text, False)
    names = [] if text.casefold() in ("none", "") else [part for part in _SEPARATOR.split(text) if part]
    found = list(dict.fromkeys(_choice(name, spec) for name in names))
    if not found and text.casefold() != "none" and not more:
        raise Refused("Write one or more of the answers, with commas between them, or none.")
    return {"known": found, "complete": False} if more else found


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
    if not re.fullmatch(r"20[0-9]{2}", part):
        raise Refused(f"{part!r} is not a year. Write the years that the reports cover, such as 2021, 2022.")
    return {"id": f"for-{part}", "year": int(part)}


def _period(part: str, names: tuple[str, str]) -> dict[str, Any]:
    """``2021-08-02 to never``; the second day may be left out, or be ``u``: it is then unknown."""
    first, _, last = part.partition(" to ")
    row: dict[str, Any] = {names[0]: day(first.strip())}
    last = last.strip()
    if last.casefold() in ("never", "now"):
        row[names[1]] = "never"
    elif last and last.casefold() not in ABSENCES:
        row[names[1]] = day(last, "never")
    return row
