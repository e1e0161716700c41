"""What a person put into the form of one fact, as a document states it.

The fields: ``kind`` (``nothing``, ``known``, ``not_asked``, ``not_disclosed``, ``does_not_apply``, ``disputed``; in the
short form of a row also ``yes``, ``no`` and ``never``), ``value`` (once, or once for each member of a set), ``more`` (a
set may have more members), ``source``, ``note``, ``assumed``; of positions ``by``, ``said``, ``because``, ``said_in``
and ``inferred`` with a number behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Protocol

from ...engine.case.vocabulary import FactSpec
from ...interview.typed import NUMBERS
from ...reading import values
from ...reading.safe_text import hidden
from .documents import Data, refuse_missing, stated_at, with_fact
from .stated import ABSENT

LONGEST = 5_000


class Fields(Protocol):
    """What a form sent, as Django hands it over."""

    def __contains__(self, key: object, /) -> bool: ...
    def get(self, key: str, /) -> Any: ...
    def getlist(self, key: str, /) -> list[str]: ...


class Refused(Exception):
    """What was put into a form cannot be read; the message says what to write."""


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
