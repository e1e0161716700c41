"""Where views of the law or of the facts part: which choices of readings turn an outcome, and which disputes do.

Every choice of one reading or of two together is derived, and every combination of answers to the disputes that may
decide, as long as there are not too many, each on every choice of one reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from msgspec import Struct

from ...reading.errors import Impossible
from ..answer import Derivation, derive, derive_on, evaluation_on
from ..case.facts import PartialSet, Value, View
from ..case.words import Plain, plain
from .assessment import statements
from .relevance import readings_met
from .results import Assessment, DisputedFact

#: Readings that are chosen otherwise together, at most.
MOST_TOGETHER = 2
#: Combinations of disputed facts that are tabulated at most.
MOST_COMBINATIONS = 256


class TurningSet(Struct, frozen=True):
    """A smallest set of readings that, chosen otherwise, turns the outcome: no part of it does."""

    choices: tuple[tuple[str, str], ...]
    outcome: str
    possible_outcomes: tuple[str, ...]


class DisputeRow(Struct, frozen=True):
    """What the case comes to if the disputed facts are so; ``on_readings`` are choices of one reading (its name, the
    choice) on which it would come to another outcome."""

    values: tuple[tuple[str, Plain], ...]
    outcome: str
    possible_outcomes: tuple[str, ...]
    on_readings: tuple[tuple[tuple[str, str], str], ...] = ()


class PartyTurn(Struct, frozen=True):
    """A reading on which one party's case turns: its choice, and what each other choice makes of the outcome."""

    party: str
    outcome: str
    reading: str
    chosen: str
    others: tuple[tuple[str, str], ...]


class Divergence(Struct, frozen=True):
    """Where views part. ``left_out`` are decisive disputes that were too many to combine."""

    turning: tuple[TurningSet, ...]
    combinations: int
    disputes: tuple[DisputedFact, ...]
    rows: tuple[DisputeRow, ...]
    left_out: tuple[str, ...]
    parties: tuple[PartyTurn, ...] = ()


def divergence(assessment: Assessment, parties: Mapping[str, Assessment] | None = None) -> Divergence:
    """Find every smallest set of readings that turns the outcome, and tabulate the disputes that may decide.

    ``parties`` are the assessments from each party's standpoint, to say on which reading each party's case turns.
    """
    derivation = assessment.derivation
    turning = tuple(turning_sets(derivation))
    decisive = [fact for fact in assessment.disputed_facts if fact.decisive]
    tabulated: list[DisputedFact] = []
    size = 1
    for fact in decisive:
        options = len(_answers(fact, derivation.case))
        if options and size * options <= MOST_COMBINATIONS:
            tabulated.append(fact)
            size *= options
    others = [len(reading.choices) - 1 for reading in assessment.rulebook.readings.values()]
    count = 1 + sum(others) + sum(one * other for one, other in combinations(others, 2))
    return Divergence(
        turning=turning,
        combinations=count,
        disputes=tuple(tabulated),
        rows=tuple(_table(derivation, tabulated)),
        left_out=tuple(fact.path for fact in decisive if fact not in tabulated),
        parties=tuple(
            PartyTurn(party, seen.outcome, reading.id, reading.chosen, tuple(sorted(reading.others.items())))
            for party, seen in (parties or {}).items()
            for reading in seen.readings
            if reading.turns_outcome
        ),
    )


def turning_sets(derivation: Derivation) -> Iterator[TurningSet]:
    """Sets of one or two readings, smallest first, that turn the outcome, and of which no part does.

    All combinations of eighteen readings would be half a million derivations; those of two are a few hundred.
    """
    rulebook, question = derivation.machine.rulebook, derivation.question
    others = [
        (name, choice.id)
        for name, reading in rulebook.readings.items()
        for choice in reading.choices
        if choice.id != question.readings[name]
    ]
    found: list[frozenset[tuple[str, str]]] = []
    for size in range(1, MOST_TOGETHER + 1):
        for chosen in combinations(others, size):
            names = {name for name, _ in chosen}
            if len(names) < size or any(smaller <= set(chosen) for smaller in found):
                continue
            derived = derive_on(derivation, evaluation_on(derivation, {**question.readings, **dict(chosen)}))
            if derived.outcome != derivation.outcome:
                found.append(frozenset(chosen))
                yield TurningSet(chosen, derived.outcome, derived.possible)


def _answers(fact: DisputedFact, case: View) -> list[Value | PartialSet]:
    """The answers that a dispute is between: the parties' own, and for yes or no both."""
    statement = next((found for found in statements(case.entity) if found.path == fact.path), None)
    if statement is None:
        return []
    values: list[Value | PartialSet] = [position.value for position in statement.positions]
    if statement.value is not None:
        values.append(statement.value)
    if any(isinstance(value, bool) for value in values):
        return [True, False]
    return [value for index, value in enumerate(values) if value not in values[:index]]


def _table(derivation: Derivation, disputes: list[DisputedFact]) -> Iterator[DisputeRow]:
    if not disputes:
        return
    rulebook, question = derivation.machine.rulebook, derivation.question
    answers = [_answers(fact, derivation.case) for fact in disputes]
    for values in product(*answers):
        chosen = {fact.path: value for fact, value in zip(disputes, values, strict=True)}
        try:
            derived = derive(rulebook, _with_stated(derivation.case, chosen), question)
        except Impossible:
            continue  # answers that exclude one another
        shown = tuple((path, plain(value)) for path, value in chosen.items())
        turned = tuple(
            ((reading, choice), outcome)
            for reading, others in readings_met(derived, []).items()
            for choice, outcome in others.items()
            if outcome != derived.outcome
        )
        yield DisputeRow(shown, derived.outcome, derived.possible, turned)


def _with_stated(case: View, values: Mapping[str, Value | PartialSet]) -> View:
    """The case with other values for facts named by the place where they are stated; several facts may stand there."""
    return case.with_values(
        {
            view.address.fact(key): values[statement.path]
            for view in case.walk()
            for key, statement in view.entity.statements.items()
            if statement.path in values
        }
    )
