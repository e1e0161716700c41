"""What a proof about the rulebook is, and the case of which nothing is known, on which most of them are carried out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from ...engine.answer import Derivation
from ...engine.case.words import plain
from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ...engine.truth.outcomes import named_terms
from ...engine.worlds.witness import Witness
from .worlds import World, critical


class Proof(Struct, frozen=True):
    """A statement about the rulebook and whether it holds.

    ``tried`` counts searches over all worlds (``over`` says of what), or worlds one by one; ``readings`` says on which
    readings. ``named`` are exceptions that the statement speaks of; ``not_proved`` is what it does not say. ``witness``
    shows in lines why it fails, where it does.
    """

    id: str
    statement: str
    holds: bool
    tried: int
    over: str
    readings: str
    named: tuple[str, ...] = ()
    not_proved: tuple[str, ...] = ()
    witness: tuple[str, ...] = ()


DEFAULTS = "the default of each"
GAVE_UP = "a search was given up: nothing is proved by it"


def nothing_known(rulebook: Rulebook, day: date, readings: Mapping[str, str] | None = None) -> Derivation:
    """A case with one technology, of which nothing else is known."""
    return World(rulebook, day, {}, {}, readings or {}).derivation()


def critical_days(rulebook: Rulebook, first: date, last: date) -> list[date]:
    """The days within bounds, both included, on, beside and between those with which a rule compares the day."""
    found: set[date] = set()
    for root in named_terms(rulebook):
        for part in t.walk(root):
            if (
                isinstance(part, t.Compare)
                and isinstance(part.left, t.AssessedOn)
                and isinstance(part.right, t.Literally)
            ):
                assert isinstance(part.right.value, date)
                found.add(part.right.value)
    for rule in rulebook.rules:
        found |= {day for day in (rule.valid_from, rule.valid_until and rule.valid_until + timedelta(1)) if day}
    for series in rulebook.series.values():
        for row in series.known:
            found |= {each.value for each in row.statements.values() if isinstance(each.value, date)}
    inside = [day for day in sorted(found) if first <= day <= last]
    return [day for day in critical(inside or [first]) if first <= day <= last]


def shown(witness: Witness, most: int = 12) -> tuple[str, ...]:
    """The facts of a world in lines, by the place where a profile states them."""
    lines = [f"{address.text}: {plain(value)}" for address, value in witness.facts.items()]
    left = len(lines) - most
    return (*lines[:most], *([f"and {left} more facts"] if left > 0 else []))


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)
