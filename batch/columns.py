"""The columns of a table of profiles, one row a profile, generated from the vocabulary of facts.

A fact of the case is a column by its path (``service.users_in_union`` is ``service_users_in_union``). A list of things
takes a fixed number of slots, each with a column for every fact of an item (``technologies_0_scans_text``), and two
columns that say how much of it is known: ``technologies_count`` (items listed; null: the list is unknown, or, for a
list that records only what its author chose, empty) and ``technologies_complete`` (false: there may be more; null
counts as true). Where there may be more, ``technologies_other_...`` holds what is known of items that are not listed.
A set takes one yes-or-no column for each member; null there leaves that member open. Null is unknown throughout.

A date that never comes is the day 9999-12-31 in Parquet and the word ``never`` in NDJSON and CSV.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field

from ..engine.case.address import UNLISTED, Address
from ..engine.case.facts import CASE
from ..engine.case.vocabulary import FactSpec, ListSpec, Vocabulary
from ..engine.law.rulebook import Rulebook
from ..reading.errors import BadInput, Problem
from ..reading.values import MOST

Kind = Literal["bool", "date", "number", "text", "choice", "count"]

#: Columns that are not facts: who is meant, and the day assessed.
NAME, DAY = "name", "assess_on"
#: Slots of a list of the case, and of a list within an item, unless said otherwise.
TOP_SLOTS, NESTED_SLOTS = 5, 2
#: The largest part of a whole.
PERCENT = 100


class Column(Struct, frozen=True):
    """One column: its name, what its cells hold, the fact (by the path that rules use) and the question it answers.

    ``path`` is the place in a case: ``technologies[0].scans.text``, for the column that counts a list the list itself.
    ``choices`` are the permitted words of a *choice*; ``most`` is the largest permitted *count* or *number*;
    ``member`` the member of a set that a yes-or-no column stands for.
    """

    name: str
    kind: Kind
    fact: str = ""
    path: str = ""
    question: str = ""
    choices: tuple[str, ...] = ()
    never: bool = False
    most: int = 0
    member: str = ""


class Layout(Struct, frozen=True, eq=False):
    """Which columns there are: a vocabulary and the number of slots of each list, by the list's path.

    What follows from a layout is worked out once for each (by identity) and must not be changed.
    """

    vocabulary: Vocabulary
    slots: Mapping[str, int]
    units: str
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def count(self, spec: ListSpec) -> int:
        return self.slots[spec.path]

    def lists_of(self, scope: str) -> Iterator[tuple[str, ListSpec]]:
        """The lists of a scope (``""``: the case), each with its key there."""
        for spec in self.vocabulary.lists.values():
            if spec.path in self.slots:
                owner, key = self.vocabulary.split(spec.path)
                if owner == scope:
                    yield key, spec


def layout_of(rulebook: Rulebook, slots: Mapping[str, int] | None = None) -> Layout:
    """The layout for a rulebook; ``slots`` (by list path) override the defaults. Raises :class:`BadInput`.

    The same question gives the same layout, so that what follows from it is not worked out again.
    """
    return _layout(rulebook, frozenset((slots or {}).items()))


@lru_cache(maxsize=8)
def _layout(rulebook: Rulebook, slots: frozenset[tuple[str, int]]) -> Layout:
    lists = {path: spec for path, spec in rulebook.vocabulary.lists.items() if path not in rulebook.series}
    chosen = {path: NESTED_SLOTS if "." in path else TOP_SLOTS for path in lists}
    for path, number in sorted(slots):
        if path not in lists:
            raise BadInput(Problem(f"no list is called {path!r}", hint=f"one of {', '.join(lists)}"))
        if not 1 <= number <= 100:
            raise BadInput(Problem(f"{path} cannot have {number} slots", hint="from 1 to 100"))
        chosen[path] = number
    readings = {r.id: tuple(choice.id for choice in r.choices) for r in rulebook.readings.values()}
    return Layout(rulebook.vocabulary, chosen, rulebook.verdicts.units, readings)


@lru_cache(maxsize=8)
def columns(layout: Layout) -> Mapping[str, Column]:
    """Every column of a layout, by name, in order."""
    found = [
        Column(NAME, "text", question="Who or what is assessed?"),
        Column(DAY, "date", question="The day assessed; without it, the day of the run."),
        *_of_scope(layout, "", CASE),
        *(
            Column(f"readings_{name}", "choice", question="The reading of the law to take.", choices=choices)
            for name, choices in layout.readings.items()
        ),
    ]
    by_name = {column.name: column for column in found}
    assert len(by_name) == len(found), "two facts have one column name"
    return by_name


def columns_document(layout: Layout) -> dict[str, object]:
    """The columns as plain data, for ``derogation schema columns``: what each holds and the question it answers."""
    found: list[dict[str, object]] = []
    for column in columns(layout).values():
        entry: dict[str, object] = {"name": column.name, "type": column.kind, "fact": column.path}
        if column.choices:
            entry["choices"] = list(column.choices)
        if column.never:
            entry["may_never_come"] = True
        if column.kind == "count" or column.most == PERCENT:
            entry["at_most"] = column.most
        found.append({**entry, "question": column.question})
    return {"schema": "derogation/columns/1", "slots": dict(layout.slots), "columns": found}


def sets_of(columns: Mapping[str, Column]) -> dict[str, dict[str, str]]:
    """Every set: the name that its columns begin with, and the column of each member."""
    found: dict[str, dict[str, str]] = {}
    for column in columns.values():
        if column.member:
            found.setdefault(column.name.removesuffix(f"_{column.member}"), {})[column.member] = column.name
    return found


@lru_cache(maxsize=8)
def groups_of(layout: Layout) -> frozenset[str]:
    """The names under which a table would nest as a profile does: ``service``, ``technologies``, ``technologies_0``."""
    found: set[str] = set()
    for scope, slot in places(layout, "", CASE):
        found.add(slot.column)
        found.update(slot.fact(key).column for key, _ in layout.lists_of(scope))
        for spec in layout.vocabulary.facts.values():
            owner, key = layout.vocabulary.split(spec.path)
            if owner == scope:
                steps = key.split(".")
                found.update(slot.fact(".".join(steps[:number])).column for number in range(1, len(steps)))
                found.update([slot.fact(key).column] if spec.type == "set" else [])
    return frozenset(found - {""})


def places(layout: Layout, scope: str, slot: Address) -> Iterator[tuple[str, Address]]:
    """A slot and those within it, all that facts are stated of, each with the name of its kind (``""``: the case)."""
    yield scope, slot
    for key, spec in layout.lists_of(scope):
        for index in range(layout.count(spec)):
            yield from places(layout, spec.item, slot.member(key, spec.item, index))
        if spec.path == layout.units:
            yield from places(layout, spec.item, slot.member(key, spec.item, UNLISTED))


def _of_scope(layout: Layout, scope: str, slot: Address) -> Iterator[Column]:
    for spec in layout.vocabulary.facts.values():
        owner, key = layout.vocabulary.split(spec.path)
        if owner == scope:
            yield from _of_fact(spec, slot.fact(key).column, slot.fact(key).text)
    for key, spec in layout.lists_of(scope):
        name, most = slot.fact(key).column, layout.count(spec)
        yield Column(
            f"{name}_count", "count", spec.path, slot.fact(key).text, f"{spec.question} How many are listed?", most=most
        )
        yield Column(f"{name}_complete", "bool", spec.path, slot.fact(key).text, "Are there no others?")
        for index in range(most):
            item = slot.member(key, spec.item, index)
            if spec.path == layout.units:
                yield Column(item.fact("id").column, "text", spec.path, item.fact("id").text, "What is it called?")
            yield from _of_scope(layout, spec.item, item)
        if spec.path == layout.units:
            yield from _of_scope(layout, spec.item, slot.member(key, spec.item, UNLISTED))


def _of_fact(spec: FactSpec, name: str, path: str) -> Iterator[Column]:
    if spec.type == "set":
        for member in spec.choices:
            question = f"{spec.question} {member.replace('_', ' ')}?"
            yield Column(f"{name}_{member}", "bool", spec.path, path, question, member=member)
    else:
        most = 0 if spec.type != "number" else PERCENT if spec.unit == "percent" else MOST
        yield Column(name, spec.type, spec.path, path, spec.question, spec.choices, bool(spec.never), most)
