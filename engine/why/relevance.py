"""What an outcome turns on: conditions that can change it, unknown facts worth asking for, readings that differ."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from ..answer import Derivation, derive_on, evaluation_on, roots
from ..case.address import Address
from ..case.facts import View
from ..law import terms as t
from ..law.rulebook import Rule
from ..truth.evaluator import Node
from ..truth.outcomes import satisfied
from .reasons import FactUse, facts_read, leaves

#: How much an unknown fact weighs by where it stands: what decides for the whole case comes first.
GATE, LIST, IN_USE, UNIT_GATE, CONDITION = 10_000, 5_000, 2_000, 1_000, 1


class Bearing(Struct):
    """Which conditions may still change the outcome, by rule and unit (``None``: the case)."""

    derivation: Derivation
    open_gates: tuple[t.Named, ...] = ()
    reached: bool = False
    units: tuple[View, ...] = ()
    decisive: set[tuple[str, Address | None]] = field(default_factory=set[tuple[str, Address | None]])


def truth_of(derivation: Derivation, rule: Rule, unit: View | None) -> t.Truth:
    """Whether a condition is satisfied."""
    return derivation.truth(satisfied(rule), unit)


def bearing(derivation: Derivation) -> Bearing:
    """Find what the outcome turns on: sound for conditions that share no fact, and never silent about one that may."""
    terms, rulebook = derivation.machine.terms, derivation.machine.rulebook
    found = Bearing(derivation)
    open_gates: list[t.Named] = []
    for _, gate in terms.gates:
        truth = derivation.truth(gate)
        if truth is None:
            open_gates.append(gate)
        if truth is True:
            found.open_gates = tuple(open_gates)
            return found
    found.open_gates = tuple(open_gates)
    found.reached = True
    units = [*derivation.units, *([derivation.other] if derivation.other else [])]
    found.units = tuple(
        unit
        for unit in units
        if derivation.truth(rulebook.verdicts.in_use, unit) is not False
        and all(derivation.truth(gate, unit) is not True for _, gate in terms.unit_gates)
    )
    if derivation.truth(rulebook.verdicts.decided) is False:
        return found
    active = [rule for rule in rulebook.of_kind("condition") if rule.in_force_on(derivation.question.assessed_on)]
    common = {rule.id: truth_of(derivation, rule, None) for rule in active if not rulebook.about_unit(rule)}
    own = {
        unit.address: {rule.id: truth_of(derivation, rule, unit) for rule in active if rulebook.about_unit(rule)}
        for unit in found.units
    }
    for unit in found.units:
        if all(truth is not False for truth in common.values()):
            found.decisive |= {(rule, unit.address) for rule in _may_decide(own[unit.address])}
    if any(all(truth is not False for truth in truths.values()) for truths in own.values()):
        found.decisive |= {(rule, None) for rule in _may_decide(common)}
    return found


def _may_decide(truths: dict[str, t.Truth]) -> Iterator[str]:
    """The conditions that decide if all others were satisfied, where those others may be."""
    failing = [rule for rule, truth in truths.items() if truth is False]
    if len(failing) <= 1:
        yield from failing or truths


def unknown_facts(found: Bearing) -> dict[str, tuple[FactUse, int]]:
    """The unknown facts on which the outcome may turn, each with its weight, heaviest first, if it is open."""
    derivation = found.derivation
    rulebook, terms = derivation.machine.rulebook, derivation.machine.terms
    verdicts = rulebook.verdicts
    weighed: dict[str, tuple[FactUse, int]] = {}
    if derivation.outcome != verdicts.open:
        return weighed

    def weigh(node: Node, weight: int) -> None:
        if node.truth is not None:
            return
        for _, use in facts_read(leaves(node), rulebook.vocabulary):
            if use.value is None or isinstance(use.value, list):  # an open leaf reads only sets known in part
                earlier = weighed.get(use.path, (use, 0))[1]
                weighed[use.path] = (use, earlier + weight)

    for gate in found.open_gates:
        weigh(derivation.node(gate), GATE)
    if not found.reached:
        return _heaviest(weighed)
    if derivation.other is not None:
        spec = rulebook.vocabulary.lists[verdicts.units]
        weighed[verdicts.units] = (FactUse(verdicts.units, None, "not_asked", "", spec.question, fact=spec.path), LIST)
    for unit in derivation.units:  # those that a gate keeps out as well: whether they are in use may decide
        if derivation.truth(verdicts.in_use, unit) is False:
            continue
        weigh(derivation.node(verdicts.in_use, unit), IN_USE)
        for _, gate in terms.unit_gates:
            weigh(derivation.node(gate, unit), UNIT_GATE)
            if derivation.truth(gate, unit) is True:
                break
    if found.units:
        weigh(derivation.node(verdicts.decided), GATE)
    listed = [unit for unit in found.units if unit in derivation.units]
    for rule in rulebook.of_kind("condition"):
        for unit in listed if rulebook.about_unit(rule) else [None]:
            if (rule.id, unit.address if unit is not None else None) not in found.decisive:
                continue
            if truth_of(derivation, rule, unit) is None:
                for part in (rule.applies, rule.holds, rule.relief):
                    weigh(derivation.node(part, unit), CONDITION)
    return _heaviest(weighed)


def _heaviest(weighed: dict[str, tuple[FactUse, int]]) -> dict[str, tuple[FactUse, int]]:
    return dict(sorted(weighed.items(), key=lambda entry: -entry[1][1]))


def readings_met(derivation: Derivation, nodes: list[Node]) -> dict[str, dict[str, str]]:
    """The readings that the proofs met, and those behind the outcome, each with what every other choice would lead to.

    A choice that gives the same truth wherever it was met cannot change the outcome and is not derived again.
    """
    rulebook, evaluator = derivation.machine.rulebook, derivation.machine.evaluator
    met: dict[str, list[Node]] = {}
    seen: set[int] = set()
    stack = [*nodes, *(derivation.node(term, unit) for term, unit in roots(derivation))]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node.term, t.Choose):
            met.setdefault(node.term.reading, []).append(node)
        stack.extend(node.children)
    joint = rulebook.verdicts.joint
    if joint is not None and (len(derivation.units) > 1 or derivation.other is not None):
        met.setdefault(joint[0], [])
    found: dict[str, dict[str, str]] = {}
    for name in rulebook.readings:
        if name not in met:
            continue
        found[name] = {}
        for choice in rulebook.readings[name].choices:
            if choice.id == derivation.question.readings[name]:
                continue
            elsewhere = evaluation_on(derivation, {**derivation.question.readings, name: choice.id})
            differs = (joint is not None and name == joint[0]) or any(
                evaluator.branches[id(node.term)][choice.id](node.bound, elsewhere).truth is not node.truth
                for node in met[name]
            )
            derived = derive_on(derivation, elsewhere, shared=True) if differs else derivation
            found[name][choice.id] = derived.outcome
    return found
