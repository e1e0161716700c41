"""The JSON form of what would change the outcome, the contract ``derogation/change/1``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.answer import Derivation
from ..engine.change.proposals import FactChange
from ..engine.change.smallest_changes import Changes
from ..engine.law.rulebook import Rulebook
from .contract import Day, Digest, Outcome, Possible, Reading, Shape, Value, closed, schema_of

SCHEMA = "derogation/change/1"


@closed
class WantedJson(TypedDict):
    """A fact, and the values that will do."""

    path: str
    """Its place in the profile; a new item of a list has the next free index."""
    wanted: str
    """In words, which values will do."""


@closed
class FactChangeJson(TypedDict):
    """A fact to establish or to change."""

    path: str
    """Its place in the profile; a new item of a list has the next free index."""
    kind: Literal["establish", "change", "add"]
    """Whether it is unknown, known, or an item of a list that is known to be complete."""
    question: str
    """What would have to be asked."""
    provisions: list[str]
    """The provisions for which it matters."""
    who: str
    """Who can supply it."""
    before: str
    """What it is now, in words."""
    wanted: str
    """In words, which values will do."""
    value: Value | list[dict[str, Any]]
    """One of them; for a list, the items that it then has besides those known."""


@closed
class SetJson(TypedDict):
    """Facts that together are enough; no part of them is."""

    establishes_only: bool
    """Whether no known fact has to become another."""
    facts: list[FactChangeJson]
    """The facts."""


@closed
class SetsJson(TypedDict):
    """Many sets in short: all have the facts in common and take one choice of each group, in any combination."""

    number: Annotated[int, Shape(minimum=1)]
    """How many sets that makes."""
    common: list[WantedJson]
    """The facts that all of them have."""
    one_of_each: list[list[list[WantedJson]]]
    """Groups of choices, each choice the facts that it takes together."""


@closed
class GoalJson(TypedDict):
    """The smallest sets that reach an outcome, or rule it out."""

    goal: Outcome
    """The outcome."""
    reached: bool
    """Whether it is to be reached; else it is to be ruled out."""
    already: bool
    """Whether nothing has to change."""
    number: Annotated[int, Shape(minimum=0)]
    """How many sets there are, those not shown included."""
    complete: bool
    """Whether there are no others."""
    sets: list[SetJson]
    """The sets shown: those that only establish facts first, then the others, each smallest first."""
    all_sets: list[SetsJson]
    """All sets in short, where more exist than are shown."""
    blocked_by: list[FactChangeJson]
    """Where nothing can be done: facts that nobody can change any more."""
    reasons: list[str]
    """Where nothing can be done: reasons in the law."""


#: ``as`` is a word of Python and cannot be a key in the body of a class.
_As = TypedDict("_As", {"as": Annotated[str | None, Shape(description="The party whose positions are taken.")]})


@closed
class ChangeJson(_As):
    """What would change the outcome of one case on one day, from one standpoint. Days are written 2021-09-02."""

    schema: Literal["derogation/change/1"]
    """The name of this contract."""
    case: str
    """The case's name."""
    on: Day
    """The day assessed."""
    on_the_record: bool
    """Whether what its bearer has not shown counts against it."""
    readings: dict[Reading, str]
    """The choice taken of every reading."""
    outcome: Outcome
    """The outcome on the facts as they are."""
    possible_outcomes: list[Possible]
    """The outcomes that some completion of the unknown facts leads to."""
    goals: list[GoalJson]
    """The goals asked for, or those worth asking for."""
    rulebook_digest: Digest
    """SHA-256 of the rules."""


def change_data(case: str, derivation: Derivation, found: Sequence[Changes], party: str | None) -> ChangeJson:
    """What was found for each goal as plain data, keys in a fixed order."""
    rulebook = derivation.machine.rulebook
    return {
        "schema": SCHEMA,
        "case": case,
        "on": derivation.question.assessed_on.isoformat(),
        "as": party,
        "on_the_record": derivation.question.on_the_record,
        "readings": dict(derivation.question.readings),
        "outcome": derivation.outcome,
        "possible_outcomes": list(derivation.possible),
        "goals": [_goal(one) for one in found],
        "rulebook_digest": rulebook.digest,
    }


def _goal(one: Changes) -> GoalJson:
    return {
        "goal": one.goal,
        "reached": one.reached,
        "already": one.already,
        "number": one.number,
        "complete": one.complete,
        "sets": [
            {"establishes_only": each.establishes_only, "facts": [_fact(fact) for fact in each.facts]}
            for each in one.sets
        ],
        "all_sets": [
            {
                "number": many.number,
                "common": [_wanted(fact) for fact in many.common],
                "one_of_each": [[[_wanted(fact) for fact in choice] for choice in group] for group in many.groups],
            }
            for many in one.products
        ],
        "blocked_by": [_fact(fact) for fact in one.blocked],
        "reasons": list(one.reasons),
    }


def _wanted(fact: FactChange) -> WantedJson:
    return {"path": fact.path, "wanted": fact.wanted}


def _fact(fact: FactChange) -> FactChangeJson:
    return {
        "path": fact.path,
        "kind": fact.kind,
        "question": fact.question,
        "provisions": list(fact.provisions),
        "who": fact.who,
        "before": fact.before,
        "wanted": fact.wanted,
        "value": fact.value,
    }


def change_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what ``change`` prints, under a rulebook."""
    return schema_of(ChangeJson, SCHEMA, "What would change the outcome", rulebook)
