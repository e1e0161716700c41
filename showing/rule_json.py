"""A rule with what became of it, as JSON: condition, gate, other rule or doubt, and the facts that it rests on."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from ..engine.case.facts import Standing
from ..engine.law.rulebook import Status
from ..engine.why.reasons import FactUse
from ..engine.why.results import Assessment, RuleResult, Supposed
from .contract import Reading, Shape, Value, closed

Subject = Annotated[
    str, Shape(description="service, provider or technology:ID; technology:? is one that is not listed")
]


@closed
class FactJson(TypedDict):
    """A fact as a rule used it."""

    path: str
    """Its place in the profile."""
    value: Value
    """yes/no, number, text, a day (2021-09-02 or never), a list of words; null where unknown."""
    standing: Standing
    """How it is known, or why not."""
    source: str
    """The source that the profile names for it."""
    note: str
    """What the profile says about it."""


@closed
class SupposedJson(TypedDict):
    """What a world supposes of an unknown fact."""

    path: str
    """Its place in the profile; an item such as technologies[+1] is one that the profile does not list."""
    value: Value
    """The value supposed."""


@closed
class WayJson(TypedDict):
    """One way in which a condition may be satisfied."""

    way: Status
    """What becomes of the condition that way."""
    example: list[SupposedJson]
    """Unknown facts that would make it so."""


@closed
class ConditionJson(TypedDict):
    """What became of one condition for one subject."""

    rule: str
    """The rule's name."""
    provision: str
    """Its provision, as rules write it."""
    citation: str
    """Its provision, as lawyers write it."""
    title: str
    """The condition in short."""
    subject: Subject
    status: Status
    """What became of it."""
    decisive: bool
    """Whether some value of this condition, with the other unknowns completed somehow, changes the outcome."""
    because: str
    """The reason, in a sentence or more."""
    facts: list[FactJson]
    """The facts that account for it."""
    reading: dict[Reading, str]
    """The readings that it was measured on, with the choice taken."""
    blocking: bool
    """Whether it fails in a case that fails."""
    not_shown: bool
    """Whether it fails because the burden of proof was not met."""
    authority: list[str]
    """Recitals and decisions that bear on it."""
    satisfied_by: list[WayJson]
    """Where it is satisfied whatever the open facts turn out to be, the ways by which it may be."""


@closed
class OtherRuleJson(TypedDict):
    """What became of a gate, a limb, a permitted purpose or a note for one subject."""

    rule: str
    """The rule's name."""
    kind: Annotated[str, Shape(enum="kinds")]
    """What kind of rule it is."""
    provision: str
    """Its provision, as rules write it."""
    citation: str
    """Its provision, as lawyers write it."""
    title: str
    """The rule in short."""
    subject: Subject
    holds: bool | None
    """Whether it holds; null where that is open."""
    because: str
    """The reason, in a sentence or more."""
    facts: list[FactJson]
    """The facts that account for it."""


@closed
class DoubtJson(TypedDict):
    """Facts that do not fit together."""

    rule: str
    """The rule's name."""
    provision: str
    """The provision for which it matters, as rules write it."""
    citation: str
    """That provision, as lawyers write it."""
    title: str
    """What does not fit together."""
    subject: Subject
    note: str
    """What to do."""
    facts: list[FactJson]
    """The facts."""


def supposed_data(facts: tuple[Supposed, ...]) -> list[SupposedJson]:
    """Facts as they are supposed."""
    return [{"path": fact.path, "value": fact.value} for fact in facts]


def _fact(use: FactUse) -> FactJson:
    return {
        "path": use.path,
        "value": use.value,
        "standing": use.standing,
        "source": use.source,
        "note": use.note,
    }


def condition_data(assessment: Assessment, result: RuleResult) -> ConditionJson:
    """A condition with what became of it."""
    return {
        "rule": result.rule.id,
        "provision": result.rule.provision,
        "citation": assessment.rulebook.cite(result.rule.provision),
        "title": result.rule.title,
        "subject": str(result.subject),
        "status": result.status,
        "decisive": result.decisive,
        "because": result.because,
        "facts": [_fact(use) for use in result.facts],
        "reading": result.readings,
        "blocking": result.blocking,
        "not_shown": result.not_shown,
        "authority": [assessment.rulebook.cite(provision) for provision in result.rule.authority],
        "satisfied_by": [{"way": way.status, "example": supposed_data(way.example)} for way in result.satisfied_by],
    }


def doubt_data(assessment: Assessment, result: RuleResult) -> DoubtJson:
    """What in the file does not fit together, by the rule that says so."""
    return {
        "rule": result.rule.id,
        "provision": result.rule.provision,
        "citation": assessment.rulebook.cite(result.rule.provision),
        "title": result.rule.title,
        "subject": str(result.subject),
        "note": result.rule.note,
        "facts": [_fact(use) for use in result.facts],
    }


def other_rule_data(assessment: Assessment, result: RuleResult) -> OtherRuleJson:
    """A rule that is no condition: whether it holds, and why."""
    return {
        "rule": result.rule.id,
        "kind": result.kind,
        "provision": result.rule.provision,
        "citation": assessment.rulebook.cite(result.rule.provision),
        "title": result.rule.title,
        "subject": str(result.subject),
        "holds": {"met": True, "not_met": False}.get(result.status),
        "because": result.because,
        "facts": [_fact(use) for use in result.facts],
    }
