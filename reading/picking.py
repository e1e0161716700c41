"""Picks the values of a document that people write by hand, and gathers what is wrong with it: every defect at once,
each with its file, line, place and cure. What is wrong is read as if it were not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from msgspec import Struct, field

from .document import Document, Place, path_text
from .errors import Problem
from .values import Unreadable, choice, day, did_you_mean, shown, yes_or_no


class Picker(Struct):
    """Picks from one document; ``problems`` are what was wrong so far.

    A value is named by its place (``("tasks", 0, "case")``) and the map that holds it.
    """

    document: Document
    problems: list[Problem] = field(default_factory=list[Problem])

    def wrong(self, place: Place, message: str, hint: str) -> None:
        """Note a defect."""
        self.problems.append(Problem(message, self.document.file, self.document.line(place), path_text(place), hint))

    def map(self, place: Place, data: object, *keys: str) -> dict[str, Any]:
        """A map with some of these keys."""
        if not isinstance(data, dict):
            self.wrong(place, f"expects a map of keys to values, not {shown(data)}", f"Its keys are {', '.join(keys)}.")
            return {}
        found = cast("dict[str, Any]", data)
        for key in found:
            if key not in keys:
                hint = did_you_mean(key, keys) or f"Keys: {', '.join(keys)}."
                self.wrong((*place, key), f"unknown key {key!r}", hint)
        return found

    def list(self, place: Place, data: object) -> Sequence[object]:
        """A list; empty where nothing is said."""
        if data is None or isinstance(data, list):
            return cast("list[object]", data or [])
        self.wrong(place, f"expects a list, not {shown(data)}", "Begin each entry with `- `.")
        return []

    def text(self, place: Place, data: dict[str, Any], *, needed: str = "") -> str:
        """A text, or a number as text; ``needed`` says what to do where it is missing, if it must be there."""
        value = data.get(str(place[-1]), "")
        if not isinstance(value, str | int) or isinstance(value, bool):
            self.wrong(place, f"expects text, not {shown(value)}", "Put it in quotation marks.")
            return ""
        found = str(value).strip()
        if needed and not found:
            self.wrong(place, f"the key {place[-1]!r} is missing" if value == "" else "is empty", needed)
        return found

    def texts(self, place: Place, data: dict[str, Any]) -> tuple[str, ...]:
        """A list of texts."""
        key = str(place[-1])
        return tuple(
            self.text((*place, at), {str(at): each}) for at, each in enumerate(self.list(place, data.get(key)))
        )

    def among(self, place: Place, data: dict[str, Any], words: Sequence[str]) -> str:
        """A word of a list; nothing where none is given."""
        value = data.get(str(place[-1]))
        try:
            return choice(value, words) if value is not None else ""
        except Unreadable as refused:
            self.wrong(place, str(refused), refused.cure)
            return ""

    def day(self, place: Place, data: dict[str, Any]) -> date | None:
        """A day; ``None`` where none is given."""
        value = data.get(str(place[-1]))
        try:
            return day(value) if value is not None else None
        except Unreadable as refused:
            self.wrong(place, str(refused), refused.cure)
            return None

    def flag(self, place: Place, data: dict[str, Any], default: bool) -> bool:
        """Yes or no; ``default`` where nothing is said."""
        value = data.get(str(place[-1]))
        try:
            found = yes_or_no(value) if value is not None else default
        except Unreadable as refused:
            self.wrong(place, str(refused), refused.cure)
            return default
        return bool(found)

    def whole(self, place: Place, data: dict[str, Any], low: int, high: int, default: int) -> int:
        """A whole number between two, both included; ``default`` where none is given."""
        value = data.get(str(place[-1]), default)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        message = f"expects a whole number from {low} to {high}, not {shown(value)}"
        self.wrong(place, message, f"Write one, such as {low}.")
        return default
