"""Why the relief from a condition fails: the limb, and the facts on file that defeat it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..engine.law import terms as t
from ..engine.truth.evaluator import Node
from ..engine.why.reasons import FactUse, facts_read, leaves
from ..engine.why.results import Assessment, RuleResult


def defeated_relief(assessment: Assessment, result: RuleResult) -> tuple[str, list[FactUse]]:
    """The provision of the first limb of a relief that facts on file defeat, with these; nothing where there is no
    relief, where it has run out by the day alone, or where the limb is merely not shown."""
    if result.proofs is None or result.proofs[2].truth is not False:
        return "", []
    limbs = {rule.id: rule for rule in assessment.rulebook.of_kind("relief")}
    found: list[tuple[str, list[FactUse]]] = []
    for name, node in _failing(result.proofs[2], limbs.keys()):
        uses = [use for _, use in facts_read(leaves(node), assessment.rulebook.vocabulary)]
        if not uses:
            return "", []
        found.append((limbs[name].provision, [use for use in uses if use.value is not None]))
    return next((each for each in found if each[1]), ("", list[FactUse]()))


def _failing(node: Node, names: Collection[str]) -> Iterator[tuple[str, Node]]:
    """The named parts that account for a false node."""
    if node.truth is not False:
        return
    if isinstance(node.term, t.Named) and node.term.name in names:
        yield node.term.name, node
        return
    for child in node.children:
        yield from _failing(child, names)
