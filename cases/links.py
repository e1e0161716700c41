"""The shipped cases in the graph of the law: what became of each condition in them, and the facts that they state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..engine.answer import derive
from ..engine.case.standpoint import seen_from
from ..engine.law.rulebook import Rulebook
from ..engine.why.assessment import question_of
from ..engine.why.statuses import status_of
from ..rules.graph import Link, Node
from .catalogue import shipped
from .loader import Case, load_case


def case_parts(rulebook: Rulebook) -> tuple[list[Node], list[Link]]:
    """The shipped cases on their own days, nobody's side taken, by the evaluator alone."""
    nodes, links = list[Node](), list[Link]()
    for name, path in shipped().items():
        case = load_case(path)
        on = case.profile.assess_on or date.today()
        node = Node("case", name, case.profile.name, {"kind": case.profile.kind, "on": on.isoformat()})
        nodes.append(node)
        links += _of_case(node.id, case, on, rulebook)
    return nodes, links


def _of_case(source: str, case: Case, on: date, rulebook: Rulebook) -> Iterator[Link]:
    facts = case.engine_facts()
    view = seen_from(facts.entity, facts.parties, None, rulebook.series)
    derivation = derive(rulebook, view, question_of(rulebook, facts, on, None))
    for rule in rulebook.of_kind("condition"):
        if not rule.in_force_on(on):
            continue
        for unit in derivation.units if rulebook.about_unit(rule) else (None,):
            if unit is None or derivation.truth(rulebook.verdicts.in_use, unit) is not False:
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
