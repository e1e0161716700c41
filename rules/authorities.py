"""Authorities: what courts, regulators, institutions, advisers and writers say of the law, and for or against what.

Those that come with the program stand in ``law/authorities.yaml``, whose head explains each field; a user's own come
from a profile (``authorities:``) or a file. They inform people and never enter an outcome.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct

from ..engine.law.rulebook import Rulebook
from ..reading.document import Document, path_text, read_file
from ..reading.errors import BadInput, BadRulebook, Problem
from ..reading.rows import Row, row_at
from .citations import parse_citation
from .law_files import GRADES, read_law

FILE = "authorities.yaml"
KINDS = frozenset(
    {"judgment", "national_decision", "regulator", "institution", "opinion", "proposal", "legislation", "doctrine"}
)
Side = Literal["for", "against", "bears_on"]
SIDES: tuple[Side, ...] = ("for", "against", "bears_on")
_POINT = ("at", "holds", *SIDES)


class Point(Struct, frozen=True):
    """One thing that an authority holds: where, what in our words, and the targets on each side as they are written."""

    at: str
    holds: str
    targets: Mapping[Side, tuple[str, ...]]
    file: str
    line: int | None
    path: str


class Authority(Struct, frozen=True):
    """One authority. ``first_day`` to ``last_day`` is when it was given: one day, or the month or year that is known;
    both ``None`` where nothing is. ``on`` is that as written. ``own`` marks a user's own; ``grade`` is "" where a user
    gave none."""

    id: str
    kind: str
    name: str
    by: str
    on: str
    first_day: date | None
    last_day: date | None
    reference: str
    ecli: str
    celex: str
    grade: str
    source: str
    analogy: bool
    note: str
    points: tuple[Point, ...]
    own: bool = False

    def later_than(self, day: date) -> bool | None:
        """Whether it is later than a day; ``None`` where its date is not known well enough to say."""
        if self.first_day is None or self.last_day is None:
            return None
        return True if self.first_day > day else False if self.last_day <= day else None


@cache
def load_authorities() -> tuple[Authority, ...]:
    """The authorities that come with the program, in the order of their file; raises :class:`BadRulebook`."""
    return _read(read_law(FILE), own=False)


def own_authorities(document: Document) -> tuple[Authority, ...]:
    """The authorities that a user's profile or file lists under ``authorities:``; raises :class:`BadInput`."""
    data: object = document.data
    if not isinstance(data, dict) or "authorities" not in data:
        return ()
    try:
        return _read(row_at(document, (), cast("object", data)), own=True)
    except BadRulebook as error:
        raise BadInput(*error.problems) from None


def read_own_authorities(path: str | Path) -> tuple[Authority, ...]:
    """The authorities in a file of a user's own; raises :class:`BadInput` for one that lists none."""
    document = read_file(path)
    found = own_authorities(document)
    if not found:
        hint = "Begin with `authorities:` and list each with id, kind, by, holds and for, against or bears_on."
        raise BadInput(Problem("lists no authorities", document.file, document.line(()) or 1, hint=hint))
    return found


def resolve(target: str, rulebook: Rulebook) -> tuple[str, ...]:
    """What a target means: reading choices, rule ids or fact paths that exist; empty where it names nothing.

    A provision (``3(1)(e)``, "Article 3(1), point (e)") means every rule of that provision.
    """
    name, equals, choice = target.partition("=")
    if equals:
        reading = rulebook.readings.get(name)
        return (target,) if reading and choice in [each.id for each in reading.choices] else ()
    if target in rulebook.by_id or target in rulebook.vocabulary.facts:
        return (target,)
    try:
        provision = parse_citation(target)
    except ValueError:
        return ()
    return tuple(dict.fromkeys(rule.id for rule in rulebook.rules if rule.provision == provision))


def unattached(authorities: tuple[Authority, ...], rulebook: Rulebook) -> Iterator[Problem]:
    """Every target that names nothing in the rulebook, and every point without a target, with place and cure."""
    choices = [f"{reading.id}={choice.id}" for reading in rulebook.readings.values() for choice in reading.choices]
    known = [*choices, *rulebook.by_id, *rulebook.vocabulary.facts]
    for authority in authorities:
        for point in authority.points:
            targets = [target for side in SIDES for target in point.targets[side]]
            if not targets:
                hint = "Say for, against or on what it is used: a reading's choice, a rule, a provision or a fact."
                yield Problem(f"{authority.id} is attached to nothing", point.file, point.line, point.path, hint)
            for target in targets:
                if not resolve(target, rulebook):
                    near = get_close_matches(target, known, n=1)
                    hint = f"Did you mean {near[0]!r}?" if near else _WHAT
                    message = f"{authority.id} is attached to {target!r}, which does not exist"
                    yield Problem(message, point.file, point.line, point.path, hint)


_WHAT = "Name a reading's choice (ancillary_test=article), a rule (`derogation rules list`), a provision or a fact."


def refuse_unattached(authorities: tuple[Authority, ...], rulebook: Rulebook) -> None:
    """Refuse a user's authorities of which one names nothing that exists; raises :class:`BadInput`."""
    if problems := list(unattached(authorities, rulebook)):
        raise BadInput(*problems)


def _read(file: Row, *, own: bool) -> tuple[Authority, ...]:
    found = file.each("authorities", lambda row: _authority(row, own=own))
    ids = [each.id for each in found]
    if twice := next((each for at, each in enumerate(ids) if each in ids[:at]), None):
        file.refuse(f"{twice} is listed twice; give its points in one entry", "authorities")
    return found


def _authority(row: Row, *, own: bool) -> Authority:
    row.only(
        *("id", "kind", "name", "by", "on", "reference", "ecli", "celex", "grade", "source", "analogy", "note"),
        *("points", *_POINT),
    )
    points = row.each("points", _point)
    if bool(points) == ("holds" in row.data):
        row.refuse("say what it holds, here (`holds:`) or under `points:`, and not in both places", "holds")
    first_day, last_day = _span(row)
    return Authority(
        id=row.text("id"),
        kind=row.text("kind", among=KINDS),
        name=row.text("name", ""),
        by=row.text("by"),
        on=str(row.data.get("on") or ""),
        first_day=first_day,
        last_day=last_day,
        reference=row.text("reference", ""),
        ecli=row.text("ecli", ""),
        celex=row.text("celex", ""),
        grade=row.text("grade", "" if own else None, among=GRADES),
        source=row.text("source", ""),
        analogy="analogy" in row.data and row.flag("analogy"),
        note=row.text("note", ""),
        points=points or (_point(row, alone=True),),
        own=own,
    )


def _point(row: Row, *, alone: bool = False) -> Point:
    if not alone:
        row.only(*_POINT)
    return Point(
        at=row.text("at", ""),
        holds=row.text("holds"),
        targets={side: row.texts(side) for side in SIDES},
        file=row.document.file,
        line=row.document.line(row.place),
        path=path_text(row.place),
    )


def _span(row: Row) -> tuple[date | None, date | None]:
    """The first and last day on which an authority may have been given: a day, a month (2025-06) or a year."""
    on = row.data.get("on")
    if on is None or isinstance(on, date):
        return on, on
    parts = str(on).split("-")
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else None
        if len(parts) > 2 or len(parts[0]) != 4:
            raise ValueError
        last = calendar.monthrange(year, month or 12)[1]
        return date(year, month or 1, 1), date(year, month or 12, last)
    except (ValueError, calendar.IllegalMonthError):
        row.refuse("write the day as 2021-09-02, or the month or year alone as 2025-06 or '2025'", "on")
