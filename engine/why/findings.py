"""Findings held against their indicators. A finding is a person's judgement; the program never makes one."""

from __future__ import annotations

from collections.abc import Iterator

from ..case.facts import View
from ..case.vocabulary import ROOT, FactSpec
from ..law.rulebook import Rulebook
from .indicators import known_indicator
from .reasons import fact_use
from .results import FindingResult


def findings_of(case: View, rulebook: Rulebook) -> Iterator[FindingResult]:
    """Every finding that the case states and that has indicators, with what speaks for and against it; an element that
    is no finding where some indicator is known."""
    units = case.items(rulebook.verdicts.units).known
    for spec in rulebook.vocabulary.facts.values():
        if not spec.indicators:
            continue
        scope, key = rulebook.vocabulary.split(spec.path)
        for holder in (case,) if scope == ROOT else units if scope == rulebook.verdicts.unit else ():
            value = holder.values.get(key)
            if isinstance(value, bool):
                found = _finding(holder, key, spec, value, case, rulebook)
                if spec.finding or found.support or found.against:
                    yield found


def _finding(holder: View, key: str, spec: FactSpec, value: bool, case: View, rulebook: Rulebook) -> FindingResult:
    support: list[str] = []
    against: list[str] = []
    for indicator in spec.indicators:
        use = known_indicator(indicator, holder, case, rulebook)
        if use is not None:
            text = f"{use.question} {use.text[:1].upper()}{use.text[1:]}."
            (support if indicator.supports is value else against).append(text)
    return FindingResult(fact_use(holder, key, spec).path, spec.question, value, tuple(support), tuple(against))
