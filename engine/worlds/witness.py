"""A world that a search has found, as facts: which unknown facts it settles, and the case with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from msgspec import Struct, field
from msgspec.structs import replace

from ..case.address import Address
from ..case.facts import NEVER, PartialSet, Value, View, Views
from ..case.vocabulary import Vocabulary
from .encoding import Encoding
from .formula import Formula
from .unknowns import Variable

Stated = Value | PartialSet


class Witness(Struct, frozen=True):
    """A world.

    ``facts`` are the unknown facts on which it rests, with their values (an item ``technologies[+1]`` is new); others
    may be anything. ``case`` is the case with them, whose lists hold nothing more. ``opened`` says which questions that
    the law leaves open it takes to be answered, and how.
    """

    facts: Mapping[Address, Stated]
    case: View
    opened: tuple[tuple[str, bool], ...] = field(default=())


def witness_of(encoding: Encoding, formulas: Iterable[Formula], case: View, vocabulary: Vocabulary) -> Witness:
    """The world in which a search has just found formulas to be true; each fact on which they rest takes one value that
    fits all others."""
    unknowns = encoding.unknowns
    matter = encoding.support(*formulas)
    facts: dict[Address, Stated] = {}
    opened: list[tuple[str, bool]] = []
    new: set[Address] = set()
    for at, variable in enumerate(unknowns.variables):
        if at not in matter:
            continue
        value = _pick(encoding, at, variable, unknowns.assessed_on)
        if variable.question:
            opened.append((variable.question, value))
        elif variable.spec is None:
            if value:
                new.add(variable.address)
        elif variable.member:
            facts[variable.address] = _member(facts.get(variable.address), variable, value, case)
        else:
            facts[variable.address] = value
    facts = {address: value for address, value in facts.items() if _there(address, new)}
    items = {view.address: view for view in unknowns.new_items.values() if view.address in new}
    return Witness(facts, _completed(case, facts, items, vocabulary), tuple(opened))


def _pick(encoding: Encoding, at: int, variable: Variable, today: date) -> Any:
    """A value for a variable, fixed so that others follow: of days the day assessed, *never*, or the nearest that fits
    (of days and numbers in relations, the last one left always fits)."""
    left = encoding.left(at)
    values = variable.values
    places = [place for place in range(len(values)) if left >> place & 1]
    if isinstance(values[0], date):
        places.sort(key=lambda place: (values[place] != today, values[place] != NEVER, abs(values[place] - today)))
    for place in places:
        if encoding.narrow(at, 1 << place):
            return values[place]
    raise AssertionError("values that fit no other")


def _member(so_far: Stated | None, variable: Variable, value: bool, case: View) -> Stated:
    """A set with one more member known to be in it, or known not to be."""
    known = so_far
    if known is None:
        try:
            known = case.at(variable.address.thing).values.get(variable.address.key)
        except LookupError:
            known = None
    members = known.known if isinstance(known, PartialSet) else cast("frozenset[str]", known or frozenset[str]())
    return frozenset({*members, variable.member}) if value else members


def _there(address: Address, new: set[Address]) -> bool:
    """Whether the thing that has a fact is in the world: one of the case, or one of its new items."""
    things = (Address(address.steps[: depth + 1]) for depth in range(len(address.steps)))
    return all(thing.given or thing in new for thing in things)


def _completed(
    view: View, facts: Mapping[Address, Stated], new: Mapping[Address, View], vocabulary: Vocabulary
) -> View:
    """A thing with these facts and new items, whose lists hold nothing more."""
    own = {address.key: value for address, value in facts.items() if address.thing == view.address}
    lists: dict[str, Views] = {}
    names = list(view.lists)
    for spec in vocabulary.lists.values():
        holder, name = vocabulary.split(spec.path)
        if holder == view.address.item and name not in view.lists:
            names.append(name)
    for name in names:
        members = view.items(name)
        added = [item for at, item in new.items() if at.parent == view.address.fact(name)]
        known = members.known if members.complete else (*members.known, *added)
        lists[name] = Views(tuple(_completed(item, facts, new, vocabulary) for item in known), complete=True)
    return replace(view, values={**view.values, **own}, lists=lists, entailed={})
