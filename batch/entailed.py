"""Comparisons of days as far as the order of days decides them: a day that cannot precede a known day is not before it.

The columns' counterpart of what :func:`derogation.engine.truth.comparisons.decide` makes of entailed days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from msgspec.structs import replace

from ..engine.case.address import Address
from ..engine.case.facts import NEVER, Entity
from ..engine.case.vocabulary import ROOT, Consequence, Limit, Order
from ..engine.law import terms as t
from ..engine.law.rulebook import Rulebook
from ..engine.truth.comparisons import decided_by_never
from .graph import Graph

#: The slot of a table, or a row of a series, by the name of its kind.
Bound = Mapping[str, Address | Entity]


class Plan(Protocol):
    """What lays out terms over the slots of a table, as far as it is needed here."""

    rulebook: Rulebook
    graph: Graph

    def cells(self, term: t.Compare, bound: Bound) -> int: ...
    def slots(self, owner: Address, path: str) -> tuple[list[tuple[int, Address | Entity]], int]: ...


#: Words that are the truer the sooner their left day comes.
SOONER = ("before", "by")


def comparison(plan: Plan, term: t.Compare, bound: Bound) -> int:
    """The node of a comparison: what the cells say, or what days that cannot come in another order say, or a day that
    never comes."""
    graph, soon = plan.graph, term.op in SOONER
    true, false = list(_by_never(plan, term, bound, truth=True)), list(_by_never(plan, term, bound, truth=False))
    for when, other, inner in _others(plan, term, bound, later=soon):
        so = graph.any([graph.sure(plan.cells(other, inner)), *_by_never(plan, other, inner, truth=True)])
        true.append(graph.all([when, so]))
    for when, other, inner in _others(plan, term, bound, later=not soon):
        so = graph.any([graph.never(plan.cells(other, inner)), *_by_never(plan, other, inner, truth=False)])
        false.append(graph.all([when, so]))
    return graph.all([graph.any([plan.cells(term, bound), *true]), *(graph.negate(part) for part in false)])


def _by_never(plan: Plan, term: t.Compare, bound: Bound, *, truth: bool) -> Iterator[int]:
    """Where a day that never comes gives a comparison of two days this truth alone, whatever the other is."""
    right = term.right.day if isinstance(term.right, t.Later) else term.right
    if isinstance(term.left, t.Fact) and isinstance(right, t.Fact):
        for side, left in ((term.left, True), (right, False)):
            may_be = plan.rulebook.vocabulary.facts[side.path].never
            if may_be and decided_by_never(term.op, left=left) is truth:
                yield plan.graph.sure(plan.cells(t.Compare(side, "is", t.Literally(NEVER)), bound))


def flag(plan: Plan, fact: t.Fact, bound: Bound) -> int:
    """The node of a fact that is true or not: what its cell says, or what follows from others."""
    graph, vocabulary = plan.graph, plan.rulebook.vocabulary
    sides: dict[bool, list[int]] = {True: [], False: []}
    for limit in vocabulary.limits_on(fact.path):
        if not isinstance(limit, Consequence):
            continue
        path, value = limit.then
        for there, inner in _bindings(plan, limit, _own(plan, fact, bound)):
            if path == fact.path and isinstance(value, bool):
                sides[value].append(graph.all([there, *(graph.sure(_so(plan, *each, inner)) for each in limit.when)]))
                continue
            others = [graph.sure(_so(plan, *each, inner)) for each in limit.when if each[0] != fact.path]
            for at, wanted in limit.when:
                if at == fact.path and isinstance(wanted, bool):
                    sides[not wanted].append(graph.all([there, graph.never(_so(plan, path, value, inner)), *others]))
    plain = plan.cells(t.Compare(fact, "is", t.Literally(True)), bound)
    return graph.all([graph.any([plain, *sides[True]]), *(graph.negate(part) for part in sides[False])])


def _others(plan: Plan, term: t.Compare, bound: Bound, *, later: bool) -> Iterator[tuple[int, t.Compare, Bound]]:
    """Comparisons that decide one: of days at the left that are no earlier (or with ``later`` false, no later), with
    days at the right that are no later (no earlier)."""
    lefts = list(_beside(plan, term.left, bound, later=later))
    rights = list(_beside(plan, term.right, bound, later=not later))
    for left_when, left, left_bound in lefts:
        for right_when, right, right_bound in rights:
            alike = all(right_bound.get(item, at) == at for item, at in left_bound.items())
            if alike and (left, right) != (term.left, term.right):
                both = plan.graph.all([left_when, right_when])
                yield both, replace(term, left=left, right=right), {**left_bound, **right_bound}


def _beside(plan: Plan, operand: t.Operand, bound: Bound, *, later: bool) -> Iterator[tuple[int, t.Operand, Bound]]:
    """An operand, and days that cannot precede it (or that it cannot precede), each where that order is there."""
    fact = operand.day if isinstance(operand, t.Later) else operand
    own = _own(plan, fact, bound) if isinstance(fact, t.Fact) else {ROOT: bound[ROOT]}
    waiting: list[tuple[int, t.Operand, Bound]] = [(plan.graph.const(True), operand, own)]
    while waiting:
        when, day, inner = waiting.pop(0)
        yield when, day, inner
        fact = day.day if isinstance(day, t.Later) else day
        if not isinstance(fact, t.Fact):
            continue
        for order in plan.rulebook.vocabulary.before:
            here, there = (order.earlier, order.later) if later else (order.later, order.earlier)
            if here != fact.path:
                continue
            other = t.Fact(*plan.rulebook.vocabulary.split(there))
            for more, around in _bindings(plan, order, inner):
                found = t.Later(other, day.months) if isinstance(day, t.Later) else other
                ordered = plan.graph.all([when, more, _counts(plan, order, around)])
                waiting.append((ordered, found, _own(plan, other, around)))


def _own(plan: Plan, fact: t.Fact, bound: Bound) -> Bound:
    """The thing that a fact is of and those that hold it, of what is bound: of what they hold in turn any will do."""
    chain = plan.rulebook.vocabulary.chain(fact.scope)
    return {item: at for item, at in bound.items() if item == ROOT or item in chain}


def _bindings(plan: Plan, order: Limit, bound: Bound) -> Iterator[tuple[int, Bound]]:
    """The slots that an order speaks of, beyond those bound, each with whether it is taken."""
    vocabulary = plan.rulebook.vocabulary
    found: list[tuple[int, Bound]] = [(plan.graph.const(True), bound)]
    for item in vocabulary.deepest(order):
        if item not in bound:
            path = vocabulary.items[item].path
            holder = vocabulary.split(path)[0] or ROOT
            found = [
                (plan.graph.all([when, taken]), {**inner, item: slot})
                for when, inner in found
                for owner in [inner[holder]]
                if isinstance(owner, Address)
                for taken, slot in plan.slots(owner, path)[0]
            ]
    yield from found


def _counts(plan: Plan, order: Order, bound: Bound) -> int:
    """Whether an order is there, as far as known; never unknown."""
    graph = plan.graph
    parts = [graph.sure(_so(plan, path, value, bound)) for path, value in order.when]
    if order.unless:
        parts.append(graph.any(graph.never(_so(plan, path, value, bound)) for path, value in order.unless))
    return graph.all(parts)


def _so(plan: Plan, path: str, value: object, bound: Bound) -> int:
    """That a cell has a value."""
    fact = t.Fact(*plan.rulebook.vocabulary.split(path))
    return plan.cells(t.Compare(fact, "is", t.Literally(value)), bound)  # pyright: ignore[reportArgumentType]
