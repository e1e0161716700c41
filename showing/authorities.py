"""Authorities as data of the contract ``derogation/assessment/1``, and as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from typing_extensions import TypedDict

from ..engine.case.words import long_date
from ..rules.authorities import Authority, Side
from ..rules.cited import Cited
from .contract import Shape, closed

SIDE_WORDS = {"for": "for", "against": "against", "bears_on": "bears on"}
GRADE_WORDS = {
    "primary": "read in the original",
    "fragment": "a fragment of the official text, its hash compared",
    "official_summary": "an official summary was read",
    "secondary": "known at second hand",
    "derived": "derived",
    "": "grade not stated",
}


@closed
class CitedJson(TypedDict):
    """One point of an authority on one side of one target."""

    id: str
    """Its name or number."""
    kind: Annotated[str, Shape(enum="kinds_of_authority")]
    """What it is."""
    name: str
    """What lawyers call it."""
    by: str
    """Whose it is."""
    on: str
    """A day, a month (2025-06), a year, or empty where it is not known."""
    reference: str
    """Where it is published."""
    ecli: str
    """European Case Law Identifier."""
    celex: str
    """CELEX number."""
    grade: str
    """How well it is known: primary, fragment, official_summary, secondary, derived, or empty where not stated."""
    second_hand: bool
    """Whether the text itself was not read."""
    source: str
    """What was read."""
    analogy: bool
    """Whether it bears by analogy only."""
    note: str
    """What limits its weight."""
    own: bool
    """Whether the user brought it."""
    side: Side
    """For, against, or bearing on it."""
    target: str
    """A reading's choice (ID=CHOICE), a rule's id or a fact's path."""
    target_kind: Annotated[str, Shape(enum=["reading", "rule", "fact"])]
    """Which of them."""
    at: str
    """The paragraph or page."""
    holds: str
    """What it says there, in short."""
    later: bool | None
    """Whether it is later than the day assessed; null where that is not known."""


def authorities_data(cited: Iterable[Cited]) -> list[CitedJson]:
    """One row for each point of an authority on one side of one target, in the order given."""
    return [
        {
            "id": each.authority.id,
            "kind": each.authority.kind,
            "name": each.authority.name,
            "by": each.authority.by,
            "on": each.authority.on,
            "reference": each.authority.reference,
            "ecli": each.authority.ecli,
            "celex": each.authority.celex,
            "grade": each.authority.grade,
            "second_hand": each.authority.grade == "secondary",
            "source": each.authority.source,
            "analogy": each.authority.analogy,
            "note": each.authority.note,
            "own": each.authority.own,
            "side": each.side,
            "target": each.target,
            "target_kind": each.kind,
            "at": each.point.at,
            "holds": each.point.holds,
            "later": each.later,
        }
        for each in cited
    ]


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
