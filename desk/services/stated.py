"""What a document states of one fact, as the fields of a page and in words."""

from __future__ import annotations

from typing import Any, cast

from msgspec import Struct

from ...engine.case.vocabulary import FactSpec
from ...engine.case.words import long_date
from ...reading import values
from ...showing.words import worded, wording
from .documents import STATED, Data

ABSENT = {"not_asked": "not asked", "not_disclosed": "not disclosed", "does_not_apply": "does not apply"}
#: Positions that a form has room for, those stated and some more.
ROOM = 3


class Position(Struct, frozen=True):
    """One party's statement, as fields."""

    by: str = ""
    value: str = ""
    because: str = ""
    source: str = ""
    inferred: bool = False


class Stated(Struct, frozen=True):
    """What a document states of a fact, as fields. ``chosen`` are the members of a set, else the one value.

    ``signed`` is who signed a finding, when, and why.
    """

    kind: str = "nothing"
    chosen: tuple[str, ...] = ()
    more: bool = False
    source: str = ""
    note: str = ""
    assumed: bool = False
    positions: tuple[Position, ...] = ()
    signed: tuple[str, str, str] | tuple[()] = ()

    @property
    def value(self) -> str:
        return self.chosen[0] if self.chosen else ""

    @property
    def bare(self) -> bool:
        """Whether nothing stands beside the value that a change of it alone would make untrue."""
        return not (self.source or self.note or self.assumed or self.positions or self.signed)

    @property
    def rows(self) -> tuple[Position, ...]:
        """The positions with room for more."""
        return (*self.positions, *(Position() for _ in range(ROOM)))


def fields_of(raw: Any) -> Stated:
    """What stands in a document as fields."""
    if raw is None:
        return Stated()
    if not isinstance(raw, dict) or not raw or not set(cast("Data", raw)) <= STATED:
        return Stated("known", _chosen(raw))
    data = cast("Data", raw)
    if {"known", "complete"} >= data.keys():
        return Stated("known", _chosen(data), more=True)
    source, note = str(data.get("source", "")), str(data.get("note", ""))
    if "positions" in data:
        found = tuple(
            Position(
                str(each.get("by", "")),
                ", ".join(_chosen(each.get("value"))),
                str(each.get("because", "")),
                str(each.get("source", "")),
                each.get("inferred") is True,
            )
            for each in cast("list[Data]", data["positions"])
        )
        return Stated("disputed", source=source, note=note, positions=found)
    if "unknown" in data:
        return Stated(str(data["unknown"]), source=source, note=note)
    value, assumed = data.get("value"), data.get("assumed") is True
    by = cast("Data", data.get("signed") or {})
    signed = (str(by.get("by", "")), str(by.get("on", "")), str(by.get("why", ""))) if by else ()
    return Stated("known", _chosen(value), isinstance(value, dict), source, note, assumed, signed=signed)


def _chosen(value: Any) -> tuple[str, ...]:
    if isinstance(value, dict):
        value = cast("Data", value).get("known", [])
    if isinstance(value, list):
        return tuple(map(str, cast("list[Any]", value)))
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return () if value is None else (str(value),)


def in_words(stated: Stated, spec: FactSpec) -> str:
    """What is stated, in a few words."""
    if stated.kind == "disputed":
        return "; ".join(f"{each.by} says {_word(each.value, spec)}" for each in stated.positions)
    if stated.kind != "known":
        return "" if stated.kind == "nothing" else f"unknown ({ABSENT.get(stated.kind, stated.kind)})"
    if spec.type == "set":
        members = ", ".join(_word(each, spec) for each in stated.chosen) or "none"
        return f"{members}, perhaps more" if stated.more else members
    return _word(stated.value, spec)


def _word(value: str, spec: FactSpec) -> str:
    if spec.type == "date":
        if value == "never":
            return spec.never or "never"
        try:
            found = values.day(value)
        except values.Unreadable:
            return value
        return long_date(found)
    if spec.type == "number":
        return worded(value, spec)
    return wording().members.get(value, value)
