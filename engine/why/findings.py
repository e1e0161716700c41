"""Findings held against their indicators, their signatures, and what has come since. A finding is a person's judgement;
the program never makes one.

A finding is overtaken where a plain fact that it rests on is of a later day than its signature: what whoever signed it
had before them was not what is on file now. Whether it still holds they must say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from ..case.facts import Signature, Statement, View
from ..case.vocabulary import ROOT, FactSpec
from ..case.words import Plain
from ..law.rulebook import Rulebook
from .indicators import known_indicator, rests_on
from .reasons import FactUse, fact_use
from .results import FindingResult, LaterFact


def findings_of(case: View, rulebook: Rulebook, source_days: Mapping[str, date]) -> Iterator[FindingResult]:
    """Every finding that the case states, with what speaks for and against it; an element that is no finding where some
    indicator is known or somebody has signed it. ``source_days`` are the days of sources, by key."""
    units = case.items(rulebook.verdicts.units).known
    for spec in rulebook.vocabulary.facts.values():
        if not (spec.finding or spec.indicators):
            continue
        scope, key = rulebook.vocabulary.split(spec.path)
        for holder in (case,) if scope == ROOT else units if scope == rulebook.verdicts.unit else ():
            if isinstance(holder.values.get(key), bool):
                found = _finding(holder, key, spec, case, rulebook, source_days)
                if spec.finding or found.support or found.against or found.signed:
                    yield found


def _finding(
    holder: View, key: str, spec: FactSpec, case: View, rulebook: Rulebook, source_days: Mapping[str, date]
) -> FindingResult:
    statement, value = holder.statement(key), holder.values.get(key)
    support: list[str] = []
    against: list[str] = []
    for indicator in spec.indicators:
        use = known_indicator(indicator, holder, case, rulebook)
        if use is not None:
            text = f"{use.question} {use.text[:1].upper()}{use.text[1:]}."
            (support if indicator.supports is value else against).append(text)
    finding, signed = fact_use(holder, key, spec), statement.signed
    return FindingResult(
        finding.path,
        spec.question,
        finding.value,
        tuple(support),
        tuple(against),
        fact=spec.path,
        unit="" if holder is case else holder.entity.name,
        signed=signed,
        unsigned=awaits_signature(spec, statement),
        overtaken_by=tuple(_later(signed, holder, spec, case, rulebook, source_days)) if signed else (),
    )


def awaits_signature(spec: FactSpec, statement: Statement) -> bool:
    """Whether a statement is a judgement of the case's author that nobody has signed; a party's word has its author
    already, and what is assumed is taken as notorious, not judged."""
    return spec.finding and statement.signed is None and not statement.positions and statement.standing != "assumed"


def _later(
    signed: Signature, holder: View, spec: FactSpec, case: View, rulebook: Rulebook, source_days: Mapping[str, date]
) -> Iterator[LaterFact]:
    """What the finding rests on and is of a later day than its signature."""
    for where, key, described in rests_on(spec, holder, case, rulebook):
        statement = where.statement(key)
        day = day_of(statement, source_days) if statement.value is not None or statement.positions else None
        if day is not None and day > signed.on:
            yield LaterFact(fact_use(where, key, described), day)


class Overtaken(Struct, frozen=True):
    """A finding that stands as it stood in an earlier draft, though plain facts that it rests on are others now."""

    path: str
    fact: str
    unit: str
    value: Plain
    signed: Signature | None
    facts: tuple[FactUse, ...]


def overtaken_between(before: View, after: View, rulebook: Rulebook) -> Iterator[Overtaken]:
    """The findings of a case that were made before a fact on which they rest changed: between two drafts of it the
    finding and its signature are the same, and such a fact is not."""
    old_units = {unit.entity.name: unit for unit in before.items(rulebook.verdicts.units).known}
    new_units = after.items(rulebook.verdicts.units).known
    seen: set[str] = set()
    for spec in rulebook.vocabulary.facts.values():
        if not (spec.finding or spec.indicators):
            continue
        scope, key = rulebook.vocabulary.split(spec.path)
        units = [(old_units[unit.entity.name], unit) for unit in new_units if unit.entity.name in old_units]
        for old, new in [(before, after)] if scope == ROOT else units if scope == rulebook.verdicts.unit else []:
            was, is_now = old.statement(key), new.statement(key)
            value = new.values.get(key)
            if not isinstance(value, bool) or was.value != is_now.value or was.signed != is_now.signed:
                continue
            then, now = (list(rests_on(spec, *each, rulebook)) for each in ((old, before), (new, after)))
            changed = tuple(
                fact_use(where, name, described)
                for (earlier, _, _), (where, name, described) in zip(then, now, strict=True)
                if earlier.values.get(name) != where.values.get(name)
            )
            if changed and is_now.path not in seen:
                seen.add(is_now.path)
                unit = "" if new is after else new.entity.name
                yield Overtaken(is_now.path, spec.path, unit, value, is_now.signed, changed)


def day_of(statement: Statement, source_days: Mapping[str, date]) -> date | None:
    """The day from which a statement is: its own, else the latest of its sources; ``None`` where no day is known."""
    if statement.stated_on is not None:
        return statement.stated_on
    keys = (statement.source, *(position.source for position in statement.positions))
    return max((source_days[key] for key in keys if key in source_days), default=None)
