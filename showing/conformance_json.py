"""The JSON form of the suite of cases for other engines: ``derogation/conformance/1``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..cases.conformance import ConformanceCase
from ..engine.law.rulebook import Rulebook, Status
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
        "cases": cases,
    }


def conformance_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of ``derogation/conformance/1``; the facts of a case are those of ``derogation/profile/1``."""
    return schema_of(ConformanceJson, CONFORMANCE, "Cases for other engines", rulebook)
