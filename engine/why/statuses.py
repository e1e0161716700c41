"""The status of a rule: what it is in every world, and where conditions fail only together, which.

What the evaluator decides is final; only a rule that it leaves open is put to the worlds of the case. A condition may
be satisfied in every world though none of its ways is (the advice was answered, or none was issued): then it is met,
and says by which ways. An outcome may fail in every world though no condition does: then there are smallest sets of
conditions of which at least one fails in every world.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from ..answer import Derivation
from ..case.facts import View
from ..law import terms as t
from ..law.rulebook import Kind, Rule, Status
from ..truth.outcomes import satisfied
from ..worlds.witness import Witness

#: Smallest sets of conditions that are listed for one unit.
MOST_SETS = 8


def kleene_status(applies: t.Truth, holds: t.Truth, relief: t.Truth, satisfied: t.Truth) -> Status:
    """The status of a rule as far as its parts are known: the first that fits. ``satisfied`` is what becomes of it as a
    whole, the burden of proof included."""
    if applies is False:
        return "not_applicable"
    if holds is True:
        return "met"
    if relief is True:
        return "relieved"
    return "not_met" if satisfied is False else "undetermined"


def ruled(
    derivation: Derivation, *kinds: Kind, units: Sequence[View] | None = None
) -> Iterator[tuple[Rule, View | None]]:
    """The rules of these kinds in force on the day of the question, each with everything that it is about: every unit
    in use or perhaps in use (of ``units``, in place of those of the case), or ``None``, the case."""
    rulebook, day = derivation.machine.rulebook, derivation.question.assessed_on
    counted = [
        unit
        for unit in (derivation.units if units is None else units)
        if derivation.truth(rulebook.verdicts.in_use, unit) is not False
    ]
    for rule in rulebook.of_kind(*kinds):
        if rule.in_force_on(day):
            yield from ((rule, unit) for unit in (counted if rulebook.about_unit(rule) else (None,)))


def status_of(
    derivation: Derivation, rule: Rule, unit: View | None
) -> tuple[Status, tuple[tuple[Status, Witness], ...]]:
    """The status of a rule for a unit (``None``: the case), and where it is satisfied in every world by different ways,
    these ways, each with a world."""
    applies, holds, relief, whole = (
        derivation.truth(term, unit) for term in (rule.applies, rule.holds, rule.relief, rule.satisfied)
    )
    status = kleene_status(applies, holds, relief, whole)
    if status != "undetermined":
        return status, ()
    worlds, items = derivation.worlds, derivation.items(unit)
    if whole is None:
        whole = worlds.truth(rule.satisfied, items)
    if not whole:
        return ("undetermined" if whole is None else "not_met"), ()
    ways: list[tuple[Status, Witness]] = []
    before: list[t.Term] = []
    parts: tuple[tuple[Status, t.Term], ...] = (
        ("not_applicable", t.Not(rule.applies)), ("met", rule.holds), ("relieved", rule.relief)
    )  # fmt: skip
    for way, term in parts:  # the first that fits, in each world
        if (world := worlds.witness(*before, term, items=items)) is not None:
            ways.append((way, world))
        before.append(t.Not(term))
    return (ways[0][0], ()) if len(ways) == 1 else ("met", tuple(ways))


class BlockingSet(Struct, frozen=True):
    """Conditions of which at least one fails in every world, and none can be left out; ``worlds`` has for each a world
    in which it is the one that fails."""

    unit: View | None
    rules: tuple[Rule, ...]
    worlds: Mapping[str, Witness]


def blocking_sets(
    derivation: Derivation, unit: View | None, rules: Sequence[tuple[Rule, View | None]]
) -> Iterator[BlockingSet]:
    """The smallest sets of these open conditions that cannot all be satisfied where they decide.

    Minimal unsatisfiable subsets, by leaving out one condition after the other, all of them by the tree of hitting sets
    (R. Reiter, A theory of diagnosis from first principles, 1987).
    """
    worlds, terms = derivation.worlds, derivation.machine.terms
    items = derivation.items(unit)
    verdicts = derivation.machine.rulebook.verdicts
    let_in: list[t.Term] = [t.Not(gate) for _, gate in terms.gates]
    if unit is not None:
        let_in += [verdicts.in_use, *(t.Not(gate) for _, gate in terms.unit_gates)]

    def together(chosen: Sequence[int], *more: t.Term) -> bool:
        return worlds.may_be(*let_in, *(satisfied(rules[at][0]) for at in chosen), *more, items=items)

    found: list[tuple[int, ...]] = []
    waiting: list[frozenset[int]] = [frozenset()]
    tried: set[frozenset[int]] = set()
    while waiting and len(found) < MOST_SETS:
        without = waiting.pop(0)
        if without in tried:
            continue
        tried.add(without)
        smallest = next((each for each in found if not without & set(each)), None)
        if smallest is None:
            left = [at for at in range(len(rules)) if at not in without]
            if together(left):
                continue
            for at in list(left):
                fewer = [other for other in left if other != at]
                if not together(fewer):
                    left = fewer
            smallest = tuple(left)
            found.append(smallest)
        waiting += [without | {at} for at in smallest]
    for chosen in found:
        examples: dict[str, Witness] = {}
        for at in chosen:
            others = [satisfied(rules[other][0]) for other in chosen if other != at]
            world = worlds.witness(*let_in, *others, t.Not(satisfied(rules[at][0])), items=items)
            if world is not None:
                examples[rules[at][0].id] = world
        yield BlockingSet(unit, tuple(rules[at][0] for at in chosen), examples)
