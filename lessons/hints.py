"""Hints in three steps: the provision, the fact to look at, the question to ask. None says the answer."""

from __future__ import annotations

from ..engine.law.rulebook import Rulebook
from ..engine.why.results import RuleResult
from .answer import HINTS
from .reasons import asked_facts, deciding, limb_of, uncovered

QUOTES = 2


def hints(result: RuleResult, rulebook: Rulebook) -> tuple[str, ...]:
    """The three hints for one gate or condition as assessed, in order."""
    rule = result.rule
    quoted = "; ".join(f"“{' '.join(quote.split())}”" for quote in rule.quotes[:QUOTES])
    first = f"{rulebook.cite(rule.provision)}: {rule.title}.{f' Its words: {quoted}.' if quoted else ''}"
    assert result.proofs is not None
    limbs = [
        limb_of(part, node, rule, rulebook)
        for part, whole in deciding(result.status, result.proofs)
        for node in uncovered(whole, lambda _: False, rulebook)
    ]
    facts = [use for limb in limbs for use in limb.facts]
    facts = facts or [use for node in result.proofs for use in asked_facts(node, rulebook)]
    if not facts:
        nothing = "No fact of the file decides it: look at the day assessed, and at what the law says of that day."
        return first, nothing, "Does the rule ask for anything on that day?"
    at = facts[0]
    second = f"Look at {at.path}: {at.question}"
    asked = next((limb for limb in limbs if limb.facts and limb.facts[0].path == at.path), None)
    where = {"applies": "Before anything else: does the rule apply?", "relief": "Is there a relief, and on what terms?"}
    begin = f"{where[asked.part]} " if asked is not None and asked.part in where else ""
    cited = f" ({rulebook.cite(asked.provision)})" if asked is not None and asked.provision else ""
    third = f"{begin}{asked.question if asked is not None else at.question}{cited}"
    return (first, second, third)[:HINTS]
