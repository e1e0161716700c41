"""What the shipped cases say about the law: in its graph what became of each condition in them and the facts that they
state, and which statuses of each condition some case reaches. By the evaluator alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..engine.answer import Derivation, derive
from ..engine.case.standpoint import seen_from
from ..engine.law.rulebook import Rulebook
from ..engine.why.assessment import Facts, question_of
from ..engine.why.statuses import ruled, status_of
from ..rules.graph import Link, Node
from .catalogue import shipped
from .loader import Case, load_case


def case_parts(rulebook: Rulebook) -> tuple[list[Node], list[Link]]:
    """The shipped cases on their own days, nobody's side taken."""
    nodes, links = list[Node](), list[Link]()
    for name, path in shipped().items():
        case = load_case(path)
        on = case.profile.assess_on or date.today()
        node = Node("case", name, case.profile.name, {"kind": case.profile.kind, "on": on.isoformat()})
        nodes.append(node)
        links += _of_case(node.id, case, on, rulebook)
    return nodes, links


def statuses_reached(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """The statuses of each condition by rule, on the days of the shipped cases and the other days that they speak of;
    and of each rule of consistency that speaks in one of them (a rule that says nothing anywhere is left out)."""
    found: dict[str, set[str]] = {}
    for path in shipped().values():
        case = load_case(path)
        facts = case.engine_facts()
        others = case.profile.expect.on_dates if case.profile.expect else ()
        for day in [*filter(None, [case.profile.assess_on]), *map(date.fromisoformat, others)]:
            derivation = _derived(facts, day, rulebook)
            for rule, unit in ruled(derivation, "condition"):
                found.setdefault(rule.id, set()).add(status_of(derivation, rule, unit)[0])
            for rule, unit in ruled(derivation, "consistency"):
                if derivation.truth(rule.holds, unit) and not derivation.truth(rule.relief, unit):
                    found.setdefault(rule.id, set()).add("met")
    return {rule: frozenset(statuses) for rule, statuses in found.items()}


def _derived(facts: Facts, on: date, rulebook: Rulebook) -> Derivation:
    view = seen_from(facts.entity, facts.parties, None, rulebook.series)
    return derive(rulebook, view, question_of(rulebook, facts, on, None))


def _of_case(source: str, case: Case, on: date, rulebook: Rulebook) -> Iterator[Link]:
    facts = case.engine_facts()
    derivation = _derived(facts, on, rulebook)
    for rule, unit in ruled(derivation, "condition"):
        said = unit.entity.name if unit is not None else ""
        yield Link(source, status_of(derivation, rule, unit)[0], f"rule:{rule.id}", said)
    stated = (
        entity.address.fact(key).generic
        for entity in facts.entity.walk()
        for key, statement in entity.statements.items()
        if statement.value is not None or statement.positions
    )
    for path in dict.fromkeys(stated):
        if path in rulebook.vocabulary.facts:
            yield Link(source, "states", f"fact:{path}")
