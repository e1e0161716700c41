"""One fact as a form and back: what a document states of it, in the fields of a page, and what a person put there.

The fields of a form: ``kind`` (``nothing``, ``known``, ``not_asked``, ``not_disclosed``, ``does_not_apply``,
``disputed``), ``value`` (once, or once for each member of a set), ``more`` (a set may have more members), ``source``,
``note``, ``assumed``; of positions ``by``, ``said``, ``because``, ``said_in`` and ``inferred`` with a number behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol, cast

from ...engine.case.vocabulary import FactSpec
from ...engine.case.words import long_date
from ...interview.typed import NUMBERS
from ...reading import values
from ...reading.safe_text import hidden
from ...showing.words import worded, wording
from .documents import STATED, Data, refuse_missing, stated_at, with_fact

ABSENT = {"not_asked": "not asked", "not_disclosed": "not disclosed", "does_not_apply": "does not apply"}
#: Positions that a form has room for, those stated and some more.
ROOM = 3
LONGEST = 5_000


class Fields(Protocol):
    """What a form sent, as Django hands it over."""

    def __contains__(self, key: object, /) -> bool: ...
    def get(self, key: str, /) -> Any: ...
    def getlist(self, key: str, /) -> list[str]: ...


class Refused(Exception):
    """What was put into a form cannot be read; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Position:
    """One party's statement, as fields."""

    by: str = ""
    value: str = ""
    because: str = ""
    source: str = ""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
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


def stated_by(form: Fields, spec: FactSpec) -> Any:
    """The statement of a form as a document holds it; ``None`` where nothing is stated. Raises :class:`Refused`."""
    kind = form.get("kind") or ("known" if form.get("value") else "nothing")
    if kind in ("yes", "no"):  # the short form of a row: one choice says kind and value
        return kind == "yes"
    if kind == "never":
        return "never"
    beside = {name: text for name in ("source", "note") if (text := _text(form.get(name)))}
    if kind == "disputed":
        found = list(_positions(form, spec))
        if not found:
            raise Refused("Say which party says what; or choose another answer.")
        return {"positions": found, **{name: text for name, text in beside.items() if name == "note"}}
    if kind in ABSENT:
        return {"unknown": kind, **beside} if beside or kind != "not_asked" else None
    if kind == "nothing":
        return None
    value = _value(form.getlist("value"), spec, more=bool(form.get("more")))
    assumed = {"assumed": True} if form.get("assumed") else {}
    return {"value": value, **assumed, **beside} if beside or assumed else value


def with_statement(data: Data, feature: str, path: str, stated: Any) -> Data:
    """The document with one fact stated anew. A signature stands only as long as nothing of what was signed changes."""
    refuse_missing(data, feature, path)
    before, _ = stated_at(data, feature, path)
    if isinstance(before, dict) and stated == {key: each for key, each in before.items() if key != "signed"}:  # pyright: ignore[reportUnknownVariableType]
        return data
    return with_fact(data, feature, path, stated)


def _positions(form: Fields, spec: FactSpec) -> Iterator[Data]:
    """The positions of a form, empty rows left out. Raises :class:`Refused`."""
    for number in count():
        if f"by{number}" not in form:
            return
        by, said = _text(form.get(f"by{number}")), _text(form.get(f"said{number}"))
        if not by and not said:
            continue
        if not by or not said:
            raise Refused(f"Say what {by} says." if by else "Name the party that says so.")
        position: Data = {"by": by, "value": _value(said.split(",") if spec.type == "set" else [said], spec)}
        position |= {key: text for key, name in _BESIDE if (text := _text(form.get(f"{name}{number}")))}
        yield position | ({"inferred": True} if form.get(f"inferred{number}") else {})


_BESIDE = (("because", "because"), ("source", "said_in"))


def _value(given: list[str], spec: FactSpec, *, more: bool = False) -> Any:
    """A value as a document holds it. Raises :class:`Refused`."""
    texts = [text for each in given if (text := _text(each))]
    first = texts[0] if texts else ""
    try:
        match spec.type:
            case "bool":
                return values.yes_or_no(first)
            case "date":
                found = values.day_or_never(first) if spec.never else values.day(first)
                return found if isinstance(found, str) else found.isoformat()
            case "number":
                return NUMBERS.get(spec.unit, values.number)(first)
            case "choice":
                return values.choice(first, spec.choices)
            case "set":
                members = [values.choice(text, spec.choices) for text in texts if text != "none"]
                found = list(dict.fromkeys(members))
                return {"known": found, "complete": False} if more else found
            case "text":
                return first
    except values.Unreadable as refused:
        message = f"{refused}. {refused.cure}"
        raise Refused(f"{message[:1].upper()}{message[1:]}") from None


def _text(given: str | None) -> str:
    """What was typed, without blanks around it. Raises :class:`Refused` for what no document can hold."""
    text = "\n".join(line.rstrip() for line in (given or "").replace("\r\n", "\n").split("\n")).strip()
    if len(text) > LONGEST:
        raise Refused(f"That is too long ({len(text):,} characters). Write at most {LONGEST:,}.")
    if unseen := hidden(text):
        raise Refused(f"That holds characters that cannot be seen ({', '.join(unseen)}). Write it without them.")
    return text


def clean(form: Mapping[str, Any], name: str) -> str:
    """One line of text of a form. Raises :class:`Refused`."""
    return " ".join(_text(str(form.get(name, ""))).split())
