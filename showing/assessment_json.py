"""The JSON form of an assessment: the contract ``derogation/assessment/1``.

Lists are in the act's order, keys are stable, and the same inputs give the same bytes. New keys may be added; none
changes its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.case.facts import Standing
from ..engine.law.rulebook import Rulebook, Status
from ..engine.why.reasons import FactUse
from ..engine.why.results import Assessment, DisputedFact, MissingFact, RuleResult, Supposed
from ..rules.cited import Cited
from ..version import VERSION
from .answer_json import AnswerJson, answer_data
from .answer_record import answer_of
from .authorities import CitedJson, authorities_data
from .contract import Day, Digest, Outcome, Possible, Reading, Shape, Value, closed, schema_of
from .findings_json import FindingJson, findings_data

SCHEMA = "derogation/assessment/1"
Subject = Annotated[
    str, Shape(description="service, provider or technology:ID; technology:? is one that is not listed")
]


@closed
class LawJson(TypedDict):
    """The derogation measured on the day; between derogations, the one that has ended."""

    act: str
    """Name of the act."""
    celex: str
    """CELEX number of the version."""
    eli: str
    """European Legislation Identifier."""
    version: str
    """Which version: as adopted, as amended."""
    in_force: bool
    """Whether it derogates on the day."""
    provisional: bool
    """Whether other conditions than its own are measured, since its own were not read."""
    second_hand: bool
    """Whether the official text was not read."""
    unseen: list[str]
    """What nobody here has read of it."""
    note: str
    """What is to be known of this period of the law."""


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
class UnitJson(TypedDict):
    """One technology that is, or may be, in use on the day."""

    id: str
    """Its name in the profile."""
    outcome: Outcome
    """Its outcome."""
    possible_outcomes: list[Possible]
    """The outcomes that some completion of the unknown facts leads to."""
    in_use: bool | None
    """Whether it is in use; null where that is open."""


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
class BlockingJson(TypedDict):
    """Conditions none of which fails for certain, but of which at least one fails whatever the open facts."""

    subject: Subject
    conditions: list[str]
    """The rules' names; none can be left out."""
    examples: dict[str, list[SupposedJson]]
    """By rule, unknown facts with which it is the one that fails."""


@closed
class OpenedJson(TypedDict):
    """A question that the law leaves open, as a world takes it to be answered."""

    question: str
    """Why it is open."""
    answer: bool
    """The answer taken."""


@closed
class WitnessJson(TypedDict):
    """A world that has an outcome that is still possible."""

    outcome: Outcome
    """The outcome."""
    facts: list[SupposedJson]
    """Unknown facts that would lead to it."""
    opened: list[OpenedJson]
    """Open questions of law that would be answered so."""


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


@closed
class MissingJson(TypedDict):
    """An unknown fact on which the outcome may turn."""

    path: str
    """Its place in the profile."""
    question: str
    """What would have to be asked."""
    provisions: list[str]
    """The provisions for which it matters."""
    who: str
    """Who can supply it."""
    standing: Standing
    """Why it is not known."""


@closed
class PositionJson(TypedDict):
    """What one party says of a disputed fact."""

    by: str
    """The party."""
    value: Value
    """The value that it gives."""
    because: str
    """Its reason."""
    source: str
    """The source that the profile names for it."""
    inferred: bool
    """Whether the author of the profile infers it from what the party says."""


@closed
class DisputedJson(TypedDict):
    """A fact that parties contest, or that rests on one party's word."""

    path: str
    """Its place in the profile."""
    question: str
    """The question in dispute."""
    positions: list[PositionJson]
    """Who says what."""
    decisive: bool
    """Whether the outcome may turn on it."""
    standing: Standing
    """What the positions come to."""


@closed
class ReadingJson(TypedDict):
    """A reading of the law that the assessment met."""

    id: Reading
    """Its name."""
    chosen: str
    """The choice taken."""
    by: str
    """Who took it: a party, the profile, the command or the default."""
    turns_outcome: bool
    """Whether another choice, alone, leads to another outcome."""
    others: dict[str, Outcome]
    """The outcome on each other choice."""


@closed
class AssessmentJson(TypedDict):
    """The assessment of one case on one day, from one standpoint. Days are written 2021-09-02."""

    schema: Literal["derogation/assessment/1"]
    """The name of this contract."""
    version: str
    """The version of the program."""
    case: str
    """The case's name."""
    provider: str
    """The provider's name; empty where the profile gives none."""
    service: str
    """The service and its feature; empty where the profile gives none."""
    law: LawJson
    """The law measured on the day."""
    on: Day
    """The day assessed."""
    standpoint: str | None
    """The party whose positions are taken."""
    on_the_record: bool
    """Whether what its bearer has not shown counts against it."""
    outcome: Outcome
    """The outcome of the case."""
    possible_outcomes: list[Possible]
    """The outcomes that some completion of the unknown facts leads to."""
    possible_outcomes_exact: bool
    """Whether each other outcome is disproved."""
    technologies: list[UnitJson]
    """Each technology's outcome."""
    conditions: list[ConditionJson]
    """Every condition for every subject, in the act's order."""
    other_rules: list[OtherRuleJson]
    """Gates, limbs, permitted purposes and notes."""
    blocking_sets: list[BlockingJson]
    """Where it fails whatever the open facts though no condition does for certain: which fail between them."""
    witnesses: list[WitnessJson]
    """For each outcome still possible, where there are several, a world that has it."""
    missing_facts: list[MissingJson]
    """What is missing, most decisive first."""
    disputed_facts: list[DisputedJson]
    """What rests on what parties say."""
    by_party: dict[str, Outcome]
    """The outcome as each party sees it."""
    contradicted: dict[str, str]
    """Parties whose statements, with what else is on file, exclude one another, and which these are."""
    readings: list[ReadingJson]
    """The readings that the assessment met."""
    findings: list[FindingJson]
    """The findings that the profile states."""
    consistency: list[DoubtJson]
    """Facts that do not fit together; they are measured as stated."""
    answer: AnswerJson
    """The answer to the client's question: what the page says."""
    notes: list[str]
    """What else is to be known: law beside the conditions, what was left out."""
    authorities: list[CitedJson]
    """The authorities on what the assessment turns on."""
    engines: list[str]
    """The engines that derived it; two of them agree."""
    rulebook_digest: Digest
    """SHA-256 of the rules."""
    profile_digest: str
    """SHA-256 of what the profile says; empty where the case came from no profile."""


def assessment_data(assessment: Assessment, cited: Iterable[Cited] = ()) -> AssessmentJson:
    """An assessment, and the authorities that bear on it, as plain data, keys in a fixed order."""
    law, found = assessment.law, tuple(cited)
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "case": assessment.case,
        "provider": assessment.subject.provider,
        "service": assessment.subject.service,
        "law": {
            "act": law.act,
            "celex": law.celex,
            "eli": law.eli,
            "version": law.version,
            "in_force": law.in_force,
            "provisional": law.provisional,
            "second_hand": law.second_hand,
            "unseen": list(law.unseen),
            "note": law.note,
        },
        "on": assessment.on.isoformat(),
        "standpoint": assessment.standpoint,
        "on_the_record": assessment.on_the_record,
        "outcome": assessment.outcome,
        "possible_outcomes": list(assessment.possible_outcomes),
        "possible_outcomes_exact": assessment.derivation.is_exact,
        "technologies": [
            {
                "id": unit.id,
                "outcome": unit.outcome,
                "possible_outcomes": list(unit.possible_outcomes),
                "in_use": unit.in_use,
            }
            for unit in assessment.units
        ],
        "conditions": [_condition(assessment, result) for result in assessment.conditions],
        "other_rules": [_other(assessment, result) for result in assessment.other_rules],
        "blocking_sets": [
            {
                "subject": str(found.subject),
                "conditions": [rule.id for rule in found.rules],
                "examples": {rule: _supposed(facts) for rule, facts in found.examples.items()},
            }
            for found in assessment.blocking_sets
        ],
        "witnesses": [
            {
                "outcome": witness.outcome,
                "facts": _supposed(witness.facts),
                "opened": [{"question": question, "answer": answer} for question, answer in witness.opened],
            }
            for witness in assessment.witnesses
        ],
        "missing_facts": [_missing(missing) for missing in assessment.missing_facts],
        "disputed_facts": [_disputed(disputed) for disputed in assessment.disputed_facts],
        "by_party": dict(sorted(assessment.by_party.items())),
        "contradicted": dict(sorted(assessment.contradicted.items())),
        "readings": [
            {
                "id": reading.id,
                "chosen": reading.chosen,
                "by": reading.by,
                "turns_outcome": reading.turns_outcome,
                "others": reading.others,
            }
            for reading in assessment.readings
        ],
        "findings": findings_data(assessment),
        "consistency": [_doubt(assessment, result) for result in assessment.consistency],
        "answer": answer_data(answer_of(assessment, found)),
        "notes": list(assessment.notes),
        "authorities": authorities_data(found),
        "engines": list(assessment.engines),
        "rulebook_digest": assessment.rulebook.digest,
        "profile_digest": assessment.subject.digest,
    }


def _supposed(facts: tuple[Supposed, ...]) -> list[SupposedJson]:
    return [{"path": fact.path, "value": fact.value} for fact in facts]


def _fact(use: FactUse) -> FactJson:
    return {
        "path": use.path,
        "value": use.value,
        "standing": use.standing,
        "source": use.source,
        "note": use.note,
    }


def _condition(assessment: Assessment, result: RuleResult) -> ConditionJson:
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
        "satisfied_by": [{"way": way.status, "example": _supposed(way.example)} for way in result.satisfied_by],
    }


def _doubt(assessment: Assessment, result: RuleResult) -> DoubtJson:
    return {
        "rule": result.rule.id,
        "provision": result.rule.provision,
        "citation": assessment.rulebook.cite(result.rule.provision),
        "title": result.rule.title,
        "subject": str(result.subject),
        "note": result.rule.note,
        "facts": [_fact(use) for use in result.facts],
    }


def _other(assessment: Assessment, result: RuleResult) -> OtherRuleJson:
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


def _missing(missing: MissingFact) -> MissingJson:
    return {
        "path": missing.path,
        "question": missing.question,
        "provisions": list(missing.provisions),
        "who": missing.who,
        "standing": missing.standing,
    }


def _disputed(disputed: DisputedFact) -> DisputedJson:
    return {
        "path": disputed.path,
        "question": disputed.question,
        "positions": [
            {
                "by": position.by,
                "value": position.value,
                "because": position.because,
                "source": position.source,
                "inferred": position.inferred,
            }
            for position in disputed.positions
        ],
        "decisive": disputed.decisive,
        "standing": disputed.standing,
    }


def assessment_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of an assessment under a rulebook."""
    return schema_of(AssessmentJson, SCHEMA, "An assessment", rulebook)
