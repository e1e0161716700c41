"""What the facts of a case entail, by the limits that the vocabulary declares, and where they exclude one another.

    >>> A procedure started on 20 August 2021 was not completed before that day; one never started was never completed.

The closure is bounds propagation over orders (as in a simple temporal network without durations; R. Dechter, I. Meiri
and J. Pearl, Temporal constraint networks, 1991) and unit propagation over consequences, until nothing moves. It only
adds: what is stated stays as stated. A day that is not known may have come to lie between two days; that is entailed
too, and decides comparisons. Linear in the limits for each round, and a round for each link of the longest chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from msgspec import Struct, field
from msgspec.structs import replace

from .address import Address
from .facts import NEVER, Entailed, Value, View, Views
from .vocabulary import ROOT, Consequence, FactSpec, Limit, Order, Vocabulary

EARLIEST, LATEST = date.min, date.fromordinal(NEVER.toordinal() - 1)
#: Where a fact stands in one case: the thing that has it, and its key.
Place = tuple[View, str]


class Exclusion(Struct, frozen=True):
    """Stated facts (by their addresses) that go against a limit; of an order, with the two ``days`` that are the wrong
    way round."""

    limit: Limit
    facts: tuple[Address, ...]
    days: tuple[date, date] | None = None

    @property
    def text(self) -> str:
        """What is wrong, in a clause: ``the period ends (2021-01-01) before it begins (2022-01-01)``."""
        if not isinstance(self.limit, Order) or self.days is None:
            return f"against this: {self.limit.because}"
        earlier, later = ("never" if day == NEVER else day.isoformat() for day in self.days)
        return self.limit.wrong.format(earlier=earlier, later=later)


class _Closure(Struct):
    vocabulary: Vocabulary
    found: dict[Address, Entailed] = field(default_factory=dict[Address, Entailed])
    excluded: list[Exclusion] = field(default_factory=list[Exclusion])
    moved: bool = False

    def known(self, place: Place) -> Entailed | None:
        """What is known of a fact: its value, or what is entailed of it."""
        view, key = place
        value = view.values.get(key)
        if value is not None:
            return Entailed(cast("Value", value), cast("Value", value))
        return self.found.get(view.address.fact(key))

    def span(self, place: Place, spec: FactSpec) -> tuple[date, date]:
        found = self.known(place)
        if found is not None:
            return cast("date", found.low), cast("date", found.high)
        return EARLIEST, NEVER if spec.never else LATEST

    def add(self, place: Place, low: Value, high: Value, limit: Limit, sources: list[Place]) -> None:
        view, key = place
        self.moved = True
        rests_on = [source for each in sources for source in self._grounds(each)]
        self.found[view.address.fact(key)] = Entailed(low, high, limit.because, tuple(dict.fromkeys(rests_on)))

    def _grounds(self, place: Place) -> Iterator[Address]:
        """The stated facts behind one that is known."""
        view, key = place
        entailed = self.found.get(view.address.fact(key)) if key not in view.values else None
        if entailed is not None:
            yield from entailed.rests_on
        elif key in view.values:
            yield view.address.fact(key)

    # --- limits ------------------------------------------------------------------------------------------------------

    def apply(self, limit: Limit, bound: Mapping[str, View]) -> None:
        places = {path: self._place(path, bound) for path in limit.paths}
        applying = True
        for path, wanted in limit.when:
            found = self.known(places[path])
            if found is None or found.value is None:
                applying = False
            elif found.value != wanted:
                return
        reasons = [places[path] for path, _ in limit.when]
        if isinstance(limit, Order):
            if limit.unless:
                against = self._against(limit, places)
                applying = applying and against is not None
                reasons += [against] if against is not None else []
            if applying:
                self._order(limit, places, reasons)
        else:
            self._consequence(limit, places, reasons, applying=applying)

    def _against(self, limit: Order, places: Mapping[str, Place]) -> Place | None:
        """A fact that keeps an order there: one that is not as its exception has it."""
        for path, wanted in limit.unless:
            found = self.known(places[path])
            if found is not None and found.value is not None and found.value != wanted:
                return places[path]
        return None

    def _place(self, path: str, bound: Mapping[str, View]) -> Place:
        scope, key = self.vocabulary.split(path)
        return bound[scope], key

    def _order(self, limit: Order, places: Mapping[str, Place], reasons: list[Place]) -> None:
        first, second = places[limit.earlier], places[limit.later]
        specs = self.vocabulary.facts
        (low, early), (late, high) = self.span(first, specs[limit.earlier]), self.span(second, specs[limit.later])
        if low > high:
            self._exclude(limit, [*reasons, first, second], (low, high))
            return
        if low > late and second[1] not in second[0].values:
            self.add(second, low, high, limit, [first, *reasons])
        if high < early and first[1] not in first[0].values:
            self.add(first, low, high, limit, [second, *reasons])

    def _consequence(
        self, limit: Consequence, places: Mapping[str, Place], reasons: list[Place], *, applying: bool
    ) -> None:
        path, value = limit.then
        found = self.known(places[path])
        if applying:
            if found is None or found.value is None:
                self.add(places[path], value, value, limit, reasons)
            elif found.value != value:
                self._exclude(limit, [*reasons, places[path]])
        elif found is not None and found.value is not None and found.value != value:
            open_ = [
                (at, wanted) for at, wanted in limit.when if (k := self.known(places[at])) is None or k.value is None
            ]
            (at, wanted), *more = open_
            if not more and isinstance(wanted, bool):
                others = [places[other] for other, _ in limit.when if other != at]
                self.add(places[at], not wanted, not wanted, limit, [places[path], *others])

    def _exclude(self, limit: Limit, places: list[Place], days: tuple[date, date] | None = None) -> None:
        facts = dict.fromkeys(ground for place in places for ground in self._grounds(place))
        found = Exclusion(limit, tuple(facts), days)
        if found not in self.excluded:
            self.excluded.append(found)


def closed(case: View, vocabulary: Vocabulary) -> tuple[View, tuple[Exclusion, ...]]:
    """The case with what its facts entail, and those of its facts that cannot be together."""
    closure = _closure(case, vocabulary)
    by_thing: dict[Address, dict[str, Entailed]] = {}
    for address, entailed in closure.found.items():
        by_thing.setdefault(address.thing, {})[address.key] = entailed
    return _with(case, by_thing) if by_thing else case, tuple(closure.excluded)


def instances(items: tuple[str, ...], case: View, vocabulary: Vocabulary) -> list[dict[str, View]]:
    """The things that a limit speaks of, bound by the names that rules use: a binding for each of the innermost."""
    found = [{ROOT: case}]
    for item in items:
        holder, name = vocabulary.split(vocabulary.items[item].path)
        found = [
            {**bound, item: each}
            for bound in found
            for members in [bound[holder].items(name)]
            for each in (*members.known, *([members.other] if members.other is not None else []))
        ]
    return found


def _closure(case: View, vocabulary: Vocabulary) -> _Closure:
    closure = _Closure(vocabulary)
    innermost = {vocabulary.deepest(limit) for limit in vocabulary.limits}
    things = {items: instances(items, case, vocabulary) for items in innermost}
    bindings = [(limit, bound) for limit in vocabulary.limits for bound in things[vocabulary.deepest(limit)]]
    closure.moved = bool(bindings)
    while closure.moved:
        closure.moved = False
        for limit, bound in bindings:
            closure.apply(limit, bound)
    return closure


def _with(view: View, found: Mapping[Address, dict[str, Entailed]]) -> View:
    lists: dict[str, Views] = {}
    for key, members in view.lists.items():
        lists[key] = members.each(lambda member: _with(member, found))
    return replace(view, lists=lists, entailed=found.get(view.address, {}))
