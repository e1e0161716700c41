"""The JSON form of what would change the outcome, the contract ``derogation/change/1``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.answer import Derivation
from ..engine.change.answers import Answer
from ..engine.change.cures import ConditionCures
from ..engine.change.plan import Plan
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
    changeable: bool
    """Whether somebody can still bring it about; false for a fact that nobody can change any more."""


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
    """All sets in short, where more exist than are shown; or the first kinds of them, as `kinds` says."""
    kinds: Annotated[int, Shape(minimum=0)]
    """How many kinds of sets there are in short; of more than six, the values of the first six are worked out."""
    blocked_by: list[FactChangeJson]
    """Where nothing can be done: facts that nobody can change any more."""
    reasons: list[str]
    """Where nothing can be done: reasons in the law."""


@closed
class CuresJson(TypedDict):
    """A condition that fails, and the smallest sets of facts that would satisfy it."""

    rule: str
    """The name of the rule."""
    provision: str
    """The provision, as it is cited."""
    subject: str
    """The technology, by its place in the profile; empty where the condition is about the provider or the service."""
    number: Annotated[int, Shape(minimum=0)]
    """How many cures there are; 0 where no fact satisfies the condition on this day."""
    complete: bool
    """Whether there are no others."""
    changeable: bool
    """Whether somebody can still bring a cure about; else each needs a fact that nobody can change any more."""
    cures: list[list[FactChangeJson]]
    """The first of them, each the facts that it takes together."""


@closed
class PlanJson(TypedDict):
    """How a case could still come under an outcome on a later day, where what the day assessed needs is past."""

    goal: Outcome
    """The outcome."""
    day: Day | None
    """The first later day found on which it could be reached; null where none was found."""
    last_act: Day | None
    """The day of the last act that has one."""
    open: bool
    """Whether it then still depends on facts that are unknown."""
    acts: list[FactChangeJson]
    """What to do, in order."""
    past: list[str]
    """The provisions for which nothing can be had back for the day assessed."""


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
    cures: list[CuresJson]
    """What would cure each condition that fails."""
    plan: PlanJson | None
    """From which later day on the case could pass, where nothing can be had back for the day assessed; else null."""
    goals: list[GoalJson]
    """The goals asked for, or those worth asking for."""
    rulebook_digest: Digest
    """SHA-256 of the rules."""


def change_data(case: str, derivation: Derivation, answer: Answer, party: str | None) -> ChangeJson:
    """What was found as plain data, keys in a fixed order."""
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
        "cures": [_cures(each, rulebook) for each in answer.cures],
        "plan": _plan(answer.plan, rulebook) if answer.plan is not None else None,
        "goals": [_goal(one) for one in answer.goals],
        "rulebook_digest": rulebook.digest,
    }


def _cures(each: ConditionCures, rulebook: Rulebook) -> CuresJson:
    return {
        "rule": each.rule.id,
        "provision": rulebook.cite(each.rule.provision),
        "subject": each.unit.address.text if each.unit is not None else "",
        "number": each.number,
        "complete": each.complete,
        "changeable": not each.is_past,
        "cures": [[_fact(fact) for fact in cure.facts] for cure in each.cures],
    }


def _plan(plan: Plan, rulebook: Rulebook) -> PlanJson:
    return {
        "goal": plan.goal,
        "day": plan.day.isoformat() if plan.day is not None else None,
        "last_act": plan.last_act.isoformat() if plan.last_act is not None else None,
        "open": plan.open,
        "acts": [_fact(fact) for fact in plan.acts],
        "past": list(dict.fromkeys(rulebook.cite(each.rule.provision) for each in plan.past)),
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
        "kinds": one.kinds,
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
        "changeable": not fact.fixed,
    }


def change_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what ``change`` prints, under a rulebook."""
    return schema_of(ChangeJson, SCHEMA, "What would change the outcome", rulebook)
