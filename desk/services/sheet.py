"""The facts of one feature as they stand on the working page: by subject and topic, findings apart, and its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from ...cases.places import EVERYONE, UNITS, complete, members
from ...cases.vocabulary import vocabulary
from ...showing.words import topic
from .rows import Filed, Row
from .standing import EXCEPTION, anchor, generic


class Item(Struct, frozen=True):
    """An item of a list, with its facts."""

    path: str
    title: str
    rows: tuple[Row, ...]


class Listed(Struct, frozen=True):
    """A list: its question, its items, and whether these are all (``None``: nobody said that there is a list)."""

    path: str
    question: str
    item: str
    items: tuple[Item, ...]
    complete: bool | None

    @property
    def anchor(self) -> str:
        return anchor(self.path)


class Topic(Struct, frozen=True):
    """The facts of one topic, findings apart, and its lists."""

    title: str
    rows: tuple[Row, ...]
    findings: tuple[Row, ...] = ()
    lists: tuple[Listed, ...] = ()

    @property
    def anchor(self) -> str:
        return f"topic-{anchor(self.title.casefold())}"


def subjects(filed: Filed) -> tuple[tuple[str, str], ...]:
    """The subjects of the page, each by its key and title."""
    units = members(filed.at(UNITS))
    named = [(f"technology-{at}", str(each.get("title") or each.get("id"))) for at, each in enumerate(units)]
    return (
        ("next", "Asked next"),
        ("about", "The file"),
        ("service", "The service"),
        ("exception", "The exception"),
        ("provider", "The provider"),
        *named,
        ("technologies", "Technologies"),
        ("reports", "Annual reports"),
        ("parties", "Sources and parties"),
    )


def topics(filed: Filed, subject: str) -> tuple[Topic, ...]:
    """The topics of a subject; of ``all``, of every one."""
    if subject == "next":
        return _next(filed)
    if subject == "all":
        names = [name for name, _ in subjects(filed) if name not in ("next", "about", "parties")]
        return tuple(each for name in names for each in topics(filed, name))
    if subject in ("service", "exception"):
        inside = subject == "exception"
        return _by_topic(filed, [path for path in _of("service") if path.startswith(EXCEPTION) is inside])
    if subject == "provider":
        return _by_topic(filed, (*_of("provider"), *_of("law")))
    if subject == "technologies":
        every = _by_topic(filed, [f"{EVERYONE}.{path.partition('.')[2]}" for path in _of("technology")])
        said = tuple(Topic(f"Every technology: {each.title.lower()}", each.rows, each.findings) for each in every)
        return (Topic("Which technologies", (), lists=(_list(filed, UNITS),)), *said)
    if subject == "reports":
        return (Topic("Annual reports", (), lists=(_list(filed, "reports"),)),)
    one = re.fullmatch(r"technology-([0-9]{1,4})", subject)
    return _technology(filed, int(one[1])) if one else ()


def sought(filed: Filed, words: str) -> tuple[Topic, ...]:
    """The facts whose question, place or answer has these words."""
    wanted = words.casefold().split()

    def fits(row: Row) -> bool:
        text = f"{row.spec.question} {row.path} {row.text} {row.stated.note}".casefold()
        return all(word in text for word in wanted)

    found = (
        replace(each, rows=tuple(filter(fits, each.rows)), findings=tuple(filter(fits, each.findings)), lists=())
        for each in topics(filed, "all")
    )
    return tuple(each for each in found if each.rows or each.findings)


def _technology(filed: Filed, at: int) -> tuple[Topic, ...]:
    if at >= len(members(filed.at(UNITS))):
        return ()
    here = f"{UNITS}[{at}]"
    found = _by_topic(filed, [f"{here}.{path.partition('.')[2]}" for path in _of("technology")])
    use = Topic("Periods of use", (), lists=(_list(filed, f"{here}.periods_of_use"),))
    cases = Topic("Recorded cases", (), lists=(_list(filed, f"{here}.suspicions.recorded"),))
    return (found[0], use, *found[1:], cases)


def _next(filed: Filed) -> tuple[Topic, ...]:
    """What the answer asks for, most decisive first, plain facts before findings."""
    if filed.found is None:
        return ()
    rows: list[Row] = []
    lists: list[Listed] = []
    for asked in filed.found.answer.ask:
        path = asked.path.replace(f"{UNITS}[?].", f"{EVERYONE}.")
        if path in vocabulary().lists or path.partition("].")[2] == "periods_of_use":
            lists.append(_list(filed, path))
        elif (row := filed.row(path)) is not None:
            rows.append(row)
    plain = [row for row in rows if not row.spec.finding]
    judged = [row for row in rows if row.spec.finding]
    return (Topic("", tuple(plain[:10]), tuple(judged[:6]), tuple(lists[:2])),) if rows or lists else ()


def _by_topic(filed: Filed, paths: Sequence[str]) -> tuple[Topic, ...]:
    found: dict[str, list[Row]] = {}
    for path in paths:
        row = filed.row(path)
        if row is not None:
            found.setdefault(topic(row.spec.path), []).append(row)
    return tuple(
        Topic(
            title,
            tuple(row for row in rows if not row.spec.finding),
            tuple(row for row in rows if row.spec.finding),
        )
        for title, rows in found.items()
    )


def _list(filed: Filed, path: str) -> Listed:
    """A list with its items; what is known of the technologies stands on pages of their own."""
    spec = vocabulary().lists[generic(path)]
    raw = filed.at(path)
    keys = () if path == UNITS else tuple(each.partition(".")[2] for each in _of(spec.item))
    items: list[Item] = []
    for at, each in enumerate(cast("list[Mapping[str, Any]]", members(raw))):
        here = f"{path}[{at}]"
        rows = (filed.row(f"{here}.{key}") for key in keys)
        title = str(each.get("title") or each.get("id") or f"{spec.item.replace('_', ' ')} {at + 1}")
        items.append(Item(here, title, tuple(row for row in rows if row is not None)))
    whole = None if raw is None and not spec.closed else complete(raw) if raw is not None else True
    return Listed(path, spec.question, spec.item, tuple(items), whole)


def _of(scope: str) -> Iterator[str]:
    """The facts of a scope, by the paths that rules use."""
    return (path for path in vocabulary().facts if path.split(".")[0] == scope)
