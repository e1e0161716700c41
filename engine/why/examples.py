"""Worlds as examples: what may still be, which ways satisfy a condition, which conditions fail between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..answer import Derivation
from ..case.facts import View
from ..case.vocabulary import Vocabulary
from ..case.words import plain, words
from ..law.rulebook import Rule, Rulebook, Status
from ..worlds.witness import Witness
from .relevance import Bearing
from .results import Blocking, RuleResult, RuleSubject, Supposed, Way, WitnessResult
from .statuses import blocking_sets

#: How a condition may be satisfied, in a clause.
WAYS: dict[Status, str] = {
    "not_applicable": "it does not apply",
    "met": "it is met",
    "relieved": "the relief lifts it",
}


def either_way(ways: tuple[Way, ...]) -> str:
    """The reason of a condition that is satisfied in every world by different ways: one clause for each way."""
    clauses = [
        f"{WAYS[way.status]}, for example if {said(way.example)}" if way.example else WAYS[way.status] for way in ways
    ]
    return f"Satisfied either way: {'; or '.join(clauses)}."


def said(facts: Iterable[Supposed], most: int = 3) -> str:
    """What a world supposes, in a line."""
    told = [f"“{fact.question.rstrip('?')}” is answered {fact.text}" for fact in facts]
    more = f" and {len(told) - most} more" if len(told) > most else ""
    return ", ".join(told[:most]) + more


def supposed(world: Witness, vocabulary: Vocabulary) -> tuple[Supposed, ...]:
    """What a world supposes of unknown facts, in the order of the vocabulary."""
    order = {path: at for at, path in enumerate(vocabulary.facts)}
    made: list[tuple[int, Supposed]] = []
    for address, value in world.facts.items():
        spec = vocabulary.facts[address.generic]
        text = words(value, spec, "supplied")
        made.append((order[address.generic], Supposed(address.text, plain(value), spec.question, text)))
    return tuple(each for _, each in sorted(made, key=lambda entry: (entry[0], entry[1].path)))


def witnesses_of(derivation: Derivation) -> Iterator[WitnessResult]:
    """For each outcome that is still possible, where there are several, a world that has it."""
    if derivation.determined:
        return
    for outcome in derivation.possible:
        world = derivation.witness(outcome)
        if world is not None:
            facts = supposed(world, derivation.machine.rulebook.vocabulary)
            yield WitnessResult(outcome, facts, world.opened)


def blocking_of(found: Bearing, conditions: Sequence[RuleResult]) -> Iterator[Blocking]:
    """Where a unit fails in every world and no condition fails in all of them: which conditions fail between them."""
    derivation = found.derivation
    rulebook = derivation.machine.rulebook
    if derivation.outcome != rulebook.verdicts.failed:
        return
    for unit in found.units:
        own = [result for result in conditions if result.subject == subject_of(result.rule, unit, rulebook)]
        shared = [result for result in conditions if not rulebook.about_unit(result.rule)]
        if any(result.blocking for result in (*own, *shared)):
            continue
        open_ = [(result.rule, unit if rulebook.about_unit(result.rule) else None)
                 for result in (*shared, *own) if result.status == "undetermined"]  # fmt: skip
        for each in blocking_sets(derivation, unit, open_):
            examples = {rule: supposed(world, rulebook.vocabulary) for rule, world in each.worlds.items()}
            yield Blocking(RuleSubject(rulebook.verdicts.unit, unit.name), each.rules, examples)


def subject_of(rule: Rule, unit: View | None, rulebook: Rulebook) -> RuleSubject:
    """What a rule is about: the unit, or the subject of the rule."""
    return RuleSubject(rulebook.verdicts.unit, unit.name) if unit is not None else RuleSubject(rule.subject)
