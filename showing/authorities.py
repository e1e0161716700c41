"""Authorities as data of the contract ``derogation/assessment/1``, and as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..engine.case.words import long_date
from ..rules.authorities import Authority
from ..rules.cited import Cited

SIDE_WORDS = {"for": "for", "against": "against", "bears_on": "bears on"}
GRADE_WORDS = {
    "primary": "read in the original",
    "fragment": "a fragment of the official text, its hash compared",
    "official_summary": "an official summary was read",
    "secondary": "known at second hand",
    "derived": "derived",
    "": "grade not stated",
}


def authorities_data(cited: Iterable[Cited]) -> list[dict[str, Any]]:
    """One row for each point of an authority on one side of one target, in the order given."""
    return [
        {
            "side": each.side,
            "target": each.target,
            "target_kind": each.kind,
            **authority_data(each.authority),
            "at": each.point.at,
            "holds": each.point.holds,
            "later": each.later,
        }
        for each in cited
    ]


def authority_data(authority: Authority) -> dict[str, Any]:
    """An authority without its points; ``on`` is a day, a month, a year or "" (not known)."""
    return {
        "id": authority.id,
        "kind": authority.kind,
        "name": authority.name,
        "by": authority.by,
        "on": authority.on,
        "reference": authority.reference,
        "ecli": authority.ecli,
        "celex": authority.celex,
        "grade": authority.grade,
        "second_hand": authority.grade == "secondary",
        "source": authority.source,
        "analogy": authority.analogy,
        "note": authority.note,
        "own": authority.own,
    }


def cite(authority: Authority) -> str:
    """``C-142/18, Skype Communications (Court of Justice, 5 June 2019, ECLI:EU:C:2019:460)``."""
    name = f", {authority.name}" if authority.name else ""
    first = authority.first_day
    when = "undated" if first is None else long_date(first) if first == authority.last_day else authority.on
    reference = "" if authority.reference in authority.id else authority.reference
    number = authority.ecli or reference
    return f"{authority.id}{name} ({', '.join(part for part in (authority.by, when, number) if part)})"


def marks(authority: Authority, later: bool | None = False) -> tuple[str, ...]:
    """What a reader must know of its weight: later, by analogy only, second-hand, the user's own."""
    found = {
        "later than the day assessed": later is True,
        "not known whether earlier than the day assessed": later is None,
        "by analogy only": authority.analogy,
        GRADE_WORDS[authority.grade]: authority.grade != "primary",
        "your own": authority.own,
    }
    return tuple(words for words, so in found.items() if so)


def line(each: Cited) -> str:
    """One cited point in a line: side, citation, place, what it holds, and what limits its weight."""
    at = f", {each.point.at}" if each.point.at else ""
    limits = "; ".join(marks(each.authority, each.later))
    return f"{SIDE_WORDS[each.side]}: {cite(each.authority)}{at}: {each.point.holds.strip()}" + (
        f" [{limits}]" if limits else ""
    )


def authority_lines(authority: Authority, later: bool | None = False) -> Iterator[tuple[int, str]]:
    """An authority with all its points as indented lines: (depth, text)."""
    limits = "; ".join(marks(authority, later))
    yield 0, cite(authority) + (f" [{limits}]" if limits else "")
    for point in authority.points:
        yield 1, f"{point.at}: {point.holds.strip()}" if point.at else point.holds.strip()
        for side, targets in point.targets.items():
            if targets:
                yield 2, f"{SIDE_WORDS[side]} {', '.join(targets)}"
    if authority.note:
        yield 1, f"Weight: {authority.note.strip()}"
    if authority.source:
        yield 1, f"Read: {authority.source.strip()}"
