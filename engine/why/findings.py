"""Findings held against their indicators. A finding is a person's judgement; the program never makes one."""

from __future__ import annotations

from collections.abc import Iterator

from ..case.facts import PartialSet, View
from ..case.vocabulary import ROOT, FactSpec, Indicator
from ..law.rulebook import Rulebook
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
        use = _known(indicator, holder, case, rulebook)
        if use is not None:
            (support if indicator.supports is value else against).append(use)
    return FindingResult(fact_use(holder, key, spec).path, spec.question, value, tuple(support), tuple(against))


def _known(indicator: Indicator, holder: View, case: View, rulebook: Rulebook) -> str | None:
    """The indicator in words where its fact is known and is as the indicator says."""
    scope, key = rulebook.vocabulary.split(indicator.fact)
    where = case if scope == ROOT else holder
    value = where.values.get(key)
    if isinstance(value, PartialSet | frozenset):
        members = value.known if isinstance(value, PartialSet) else value
        matches = indicator.value in members
    else:
        matches = value is not None and value == indicator.value
    if not matches:
        return None
    use = fact_use(where, key, rulebook.vocabulary.facts[indicator.fact])
    return f"{use.question} {use.text[:1].upper()}{use.text[1:]}."
