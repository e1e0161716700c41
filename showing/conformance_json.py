"""The JSON form of the suite of cases for other engines: ``derogation/conformance/1``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.case.vocabulary import Consequence, Limit, Order
from ..engine.case.words import plain
from ..engine.law.rulebook import Rulebook, Status
from .conformance_record import ConformanceCase
from .contract import Day, Digest, Outcome, Possible, Shape, closed, schema_of

CONFORMANCE = "derogation/conformance/1"


@closed
class RuleNamedJson(TypedDict):
    """A condition."""

    rule: str
    """Its name."""
    provision: str
    """Where it stands, as lawyers write it."""
    subject: str
    """What it is measured on: a technology, or else the case as a whole."""


@closed
class ReadingNamedJson(TypedDict):
    """A question on which the law can be read in more than one way."""

    question: str
    """The question."""
    provisions: list[str]
    """What it reads, as lawyers write it."""
    choices: dict[str, str]
    """The ways to read it, by name, in short; the default first."""


@closed
class EntailedJson(TypedDict):
    """What facts can be together: an order of two days, or a fact that follows from others.

    The facts belong to one thing (the case, a technology, a report, a period of use), or the one to a thing and the
    other to an item in a list of it; then it is so for each item.
    """

    kind: Literal["order", "consequence"]
    """An order: `later` is not before `earlier`; both may be the same day, and never is after every day."""
    because: str
    """Why, in a sentence."""
    earlier: str | None
    """Of an order: the day that comes first, or is the same."""
    later: str | None
    """Of an order: the day that comes last, or is the same."""
    when: dict[str, Any]
    """Facts that must all have these values for it to be so; none of them: always."""
    unless: dict[str, Any]
    """It is not so where all of these facts have these values; none of them: no exception."""
    then: dict[str, Any]
    """Of a consequence: the fact that follows, and its value."""


@closed
class ConformanceCaseJson(TypedDict):
    """A case with its answers."""

    id: str
    """Its name."""
    why: str
    """Why it is in the suite."""
    on: Day
    """The day assessed."""
    readings: dict[str, str]
    """Readings taken in place of the defaults."""
    facts: dict[str, Any]
    """Plain facts, as a profile states them; what is absent is unknown."""
    outcome: Outcome
    """The outcome."""
    possible_outcomes: list[Possible]
    """The outcomes that some completion of the unknown facts leads to."""
    technologies: dict[str, Outcome]
    """The outcome of each technology that is or may be in use."""
    statuses: dict[str, dict[str, Status]]
    """The status of each condition, by technology (empty name: the case as a whole) and rule."""


@closed
class ConformanceJson(TypedDict):
    """The suite."""

    schema: Literal["derogation/conformance/1"]
    """The name of this contract."""
    rulebook: Digest
    """The digest of the rules."""
    engines: list[str]
    """The engines that agree on every answer."""
    readings: dict[str, str]
    """The default choice of each reading."""
    conditions: list[RuleNamedJson]
    """The conditions that statuses name."""
    outcomes: dict[str, str]
    """Every outcome by name, in short; gates first, in the order in which they decide."""
    readings_explained: dict[str, ReadingNamedJson]
    """Each reading with its choices."""
    entailed: list[EntailedJson]
    """What the facts entail of one another, whatever the law."""
    cases: Annotated[list[ConformanceCaseJson], Shape(minItems=1)]
    """The cases."""


def conformance_data(found: Sequence[ConformanceCase], rulebook: Rulebook, engines: Sequence[str]) -> ConformanceJson:
    """The suite, as its contract has it."""
    conditions: list[RuleNamedJson] = [
        {"rule": rule.id, "provision": rulebook.cite(rule.provision), "subject": rule.subject}
        for rule in rulebook.of_kind("condition")
    ]
    cases: list[ConformanceCaseJson] = [
        {
            "id": each.id,
            "why": each.why,
            "on": each.on.isoformat(),
            "readings": dict(each.readings),
            "facts": each.facts,
            "outcome": each.outcome,
            "possible_outcomes": list(each.possible_outcomes),
            "technologies": dict(each.technologies),
            "statuses": {unit: dict(statuses) for unit, statuses in each.statuses.items()},
        }
        for each in found
    ]
    return {
        "schema": "derogation/conformance/1",
        "rulebook": rulebook.digest,
        "engines": list(engines),
        "readings": rulebook.default_readings,
        "conditions": conditions,
        "outcomes": dict(rulebook.verdicts.titles),
        "readings_explained": {
            name: {
                "question": reading.question,
                "provisions": [rulebook.cite(path) for path in reading.provisions],
                "choices": {choice.id: choice.title for choice in reading.choices},
            }
            for name, reading in rulebook.readings.items()
        },
        "entailed": [_entailed(limit) for limit in rulebook.vocabulary.limits],
        "cases": cases,
    }


def _entailed(limit: Limit) -> EntailedJson:
    order = limit if isinstance(limit, Order) else None
    return {
        "kind": "order" if order is not None else "consequence",
        "because": limit.because,
        "earlier": order.earlier if order is not None else None,
        "later": order.later if order is not None else None,
        "when": {path: plain(value) for path, value in limit.when},
        "unless": {path: plain(value) for path, value in order.unless} if order is not None else {},
        "then": {limit.then[0]: plain(limit.then[1])} if isinstance(limit, Consequence) else {},
    }


def conformance_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of ``derogation/conformance/1``; the facts of a case are those of ``derogation/profile/1``."""
    return schema_of(ConformanceJson, CONFORMANCE, "Cases for other engines", rulebook)
