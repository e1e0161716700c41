"""The JSON form of what turns the outcome, the contract ``derogation/readings/1``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..engine.why.readings import Divergence
from ..engine.why.results import Assessment
from .contract import Day, Outcome, Possible, Reading, Shape, Value, closed, schema_of

SCHEMA = "derogation/readings/1"


@closed
class TurningJson(TypedDict):
    """A smallest set of choices that turns the outcome."""

    choices: dict[Reading, str]
    """The readings, each with the choice to take."""
    outcome: Outcome
    """The outcome then."""
    possible_outcomes: list[Possible]
    """The outcomes that some completion of the unknown facts then leads to."""


@closed
class OnReadingJson(TypedDict):
    """One choice of one reading, with the outcome on it."""

    reading: Reading
    """The reading."""
    choice: str
    """Its choice."""
    outcome: Outcome
    """The outcome then."""


class DisputeJson(TypedDict):
    """The outcome on one combination of answers to the disputes that may decide."""

    values: dict[str, Value]
    """The disputed facts, each with its value."""
    outcome: Outcome
    """The outcome then."""
    possible_outcomes: list[Possible]
    """The outcomes that some completion of the unknown facts then leads to."""
    on_readings: list[OnReadingJson]
    """The choices of readings on which it would be another."""


@closed
class PartyTurnJson(TypedDict):
    """A reading on which one party's case turns."""

    party: str
    """The party."""
    outcome: Outcome
    """The outcome as it sees the case."""
    reading: Reading
    """The reading."""
    chosen: str
    """The choice taken."""
    others: dict[str, Outcome]
    """The outcome on each other choice."""


@closed
class ReadingsJson(TypedDict):
    """Which readings of the law, and which disputes, turn the outcome of one case. Days are written 2021-09-02."""

    schema: Literal["derogation/readings/1"]
    """The name of this contract."""
    case: str
    """The case's name."""
    on: Day
    """The day assessed."""
    outcome: Outcome
    """The outcome on the choices taken."""
    readings: dict[Reading, str]
    """The choice taken of every reading."""
    combinations: Annotated[int, Shape(minimum=1)]
    """How many combinations of choices were tried."""
    turning_sets: list[TurningJson]
    """The smallest sets of choices that turn the outcome."""
    disputes: list[DisputeJson]
    """The outcome by answers to the disputes."""
    left_out: list[str]
    """Disputed facts that were too many to combine."""
    by_party: list[PartyTurnJson]
    """What each party's case turns on."""


def divergence_data(assessment: Assessment, found: Divergence) -> ReadingsJson:
    """What turns the outcome as plain data, keys in a fixed order."""
    return {
        "schema": SCHEMA,
        "case": assessment.case,
        "on": assessment.on.isoformat(),
        "outcome": assessment.outcome,
        "readings": dict(assessment.derivation.question.readings),
        "combinations": found.combinations,
        "turning_sets": [
            {
                "choices": dict(turning.choices),
                "outcome": turning.outcome,
                "possible_outcomes": list(turning.possible_outcomes),
            }
            for turning in found.turning
        ],
        "disputes": [
            {
                "values": dict(row.values),
                "outcome": row.outcome,
                "possible_outcomes": list(row.possible_outcomes),
                "on_readings": [
                    {"reading": reading, "choice": choice, "outcome": outcome}
                    for (reading, choice), outcome in row.on_readings
                ],
            }
            for row in found.rows
        ],
        "left_out": list(found.left_out),
        "by_party": [
            {
                "party": turn.party,
                "outcome": turn.outcome,
                "reading": turn.reading,
                "chosen": turn.chosen,
                "others": dict(turn.others),
            }
            for turn in found.parties
        ],
    }


def readings_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what ``readings`` prints, under a rulebook."""
    return schema_of(ReadingsJson, SCHEMA, "What turns the outcome", rulebook)
