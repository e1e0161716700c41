"""The shape of rule files: which keys stand where, and what kind of value each holds.

Checked before anything is read from a file, so that what reads it can rely on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Literal, cast

from msgspec import Struct, field

from ...reading.document import Document, Place, path_text
from ...reading.errors import Problem

STATUSES = ("met", "not_met", "relieved", "not_applicable", "undetermined")


class Map(Struct, frozen=True):
    """A map with these keys, each with the kind of its value."""

    keys: Mapping[str, Kind]


class MapOf(Struct, frozen=True):
    """A map whose keys the author chooses, and whose values are of one kind."""

    value: Kind


class ListOf(Struct, frozen=True):
    """A list whose entries are of one kind."""

    entry: Kind


Kind = Literal["anything", "text", "texts", "day"] | Map | MapOf | ListOf

VERDICTS = Map(
    {
        **dict.fromkeys(("in_use", "decided_when"), "anything"),
        **dict.fromkeys(("units", "passed", "failed", "mixed", "none", "open"), "text"),
        "jointly": MapOf("text"),
        "outcomes": MapOf("text"),
        "unneeded": "texts",
        "consequences": MapOf("text"),
    }
)
SERIES = Map(
    {
        **dict.fromkeys(("title", "item", "label"), "text"),
        "columns": MapOf("text"),
        "rows": ListOf(MapOf("anything")),
    }
)
DEFINITION = Map({"define": "text", "title": "text", "is": "anything", "provision": "text", "note": "text"})
RULE = Map(
    {
        **dict.fromkeys(("rule", "kind", "provision", "title", "subject", "outcome", "burden", "note"), "text"),
        **dict.fromkeys(("applies", "holds", "relief", "unless"), "anything"),
        **dict.fromkeys(("quotes", "authority"), "texts"),
        "because": Map(dict.fromkeys(STATUSES, "text")),
        "valid": Map({"from": "day", "until": "day"}),
    }
)
CHOICE = Map({"title": "text", "argument": "text", "authority": "texts"})
READING = Map({"reading": "text", "question": "text", "provisions": "texts", "choices": MapOf(CHOICE)})
FILE = Map(
    {
        "act": "text",
        "title": "text",
        "verdicts": VERDICTS,
        "series": MapOf(SERIES),
        "definitions": ListOf(DEFINITION),
        "rules": ListOf(RULE),
        "readings": ListOf(READING),
    }
)

_EXPECTED = {
    Map: ("a map of keys to values", "indent its keys below it, one `key: value` a line"),
    MapOf: ("a map of keys to values", "indent its keys below it, one `key: value` a line"),
    ListOf: ("a list", "begin each entry with `- `"),
    "text": ("text", "put it in quotation marks"),
    "texts": ("a list of texts", "write it as [...], each text in quotation marks"),
    "day": ("a day", "write it as 2021-08-02"),
}


def misshapen(document: Document) -> list[Problem]:
    """Everything in a rule file that is not of the kind that its place asks for."""
    checker = _Checker(document)
    if not isinstance(document.data, dict):
        checker.complain((), "a rule file is a map of keys to values", f"keys: {', '.join(sorted(FILE.keys))}")
    else:
        checker.check((), cast("object", document.data), FILE)
    return checker.problems


class _Checker(Struct):
    document: Document
    problems: list[Problem] = field(default_factory=list[Problem])

    def complain(self, place: Place, message: str, hint: str) -> None:
        rule = self._rule(place)
        line = self.document.line(place)
        self.problems.append(Problem(f"{rule}{message}", self.document.file, line, path_text(place), hint))

    def _rule(self, place: Place) -> str:
        """The name of the rule in which a place lies, for messages."""
        if len(place) < 2 or place[0] != "rules":
            return ""
        entry = self.document.data["rules"][place[1]]
        name = cast("dict[str, object]", entry).get("rule") if isinstance(entry, dict) else None
        return f"rule {name!r}: " if isinstance(name, str) else ""

    def check(self, place: Place, value: object, kind: Kind) -> None:
        match kind:
            case Map(keys) if isinstance(value, dict):
                for key, inner in cast("dict[str, object]", value).items():
                    if key in keys:
                        self.check((*place, key), inner, keys[key])
                    else:
                        close = get_close_matches(key, keys, n=1, cutoff=0.5)
                        hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(sorted(keys))}"
                        self.complain((*place, key), f"unknown key {key!r}", hint)
            case MapOf(inner_kind) if isinstance(value, dict):
                for key, inner in cast("dict[str, object]", value).items():
                    self.check((*place, key), inner, inner_kind)
            case ListOf(entry) if isinstance(value, list):
                for index, inner in enumerate(cast("list[object]", value)):
                    self.check((*place, index), inner, entry)
            case "anything":
                pass
            case "text" if isinstance(value, str):
                pass
            case "day" if isinstance(value, date):
                pass
            case "texts" if isinstance(value, list) and all(isinstance(x, str) for x in cast("list[object]", value)):
                pass
            case _:
                what, hint = _EXPECTED[kind if isinstance(kind, str) else type(kind)]
                name = f"an entry of {place[-2]!r}" if isinstance(place[-1], int) else repr(place[-1])
                self.complain(place, f"{name} expects {what}", hint)
