"""The JSON form of an assessment: the contract ``derogation/assessment/1``.

Lists are in the act's order, keys are stable, and the same inputs give the same bytes. New keys may be added; none
changes its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..engine.why.results import Assessment
from ..rules.cited import Cited
from ..version import VERSION
from .answer_json import AnswerJson, answer_data
from .answer_record import answer_of
from .authorities import CitedJson, authorities_data
from .contract import Day, Digest, Outcome, Possible, Reading, closed, schema_of
from .findings_json import FindingJson, findings_data
from .open_facts_json import DisputedJson, MissingJson, disputed_data, missing_data
from .rule_json import (
    ConditionJson,
    DoubtJson,
    OtherRuleJson,
    Subject,
    SupposedJson,
    condition_data,
    doubt_data,
    other_rule_data,
    supposed_data,
)

SCHEMA = "derogation/assessment/1"


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
        "conditions": [condition_data(assessment, result) for result in assessment.conditions],
        "other_rules": [other_rule_data(assessment, result) for result in assessment.other_rules],
        "blocking_sets": [
            {
                "subject": str(found.subject),
                "conditions": [rule.id for rule in found.rules],
                "examples": {rule: supposed_data(facts) for rule, facts in found.examples.items()},
            }
            for found in assessment.blocking_sets
        ],
        "witnesses": [
            {
                "outcome": witness.outcome,
                "facts": supposed_data(witness.facts),
                "opened": [{"question": question, "answer": answer} for question, answer in witness.opened],
            }
            for witness in assessment.witnesses
        ],
        "missing_facts": [missing_data(missing) for missing in assessment.missing_facts],
        "disputed_facts": [disputed_data(disputed) for disputed in assessment.disputed_facts],
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
        "consistency": [doubt_data(assessment, result) for result in assessment.consistency],
        "answer": answer_data(answer_of(assessment, found)),
        "notes": list(assessment.notes),
        "authorities": authorities_data(found),
        "engines": list(assessment.engines),
        "rulebook_digest": assessment.rulebook.digest,
        "profile_digest": assessment.subject.digest,
    }


def assessment_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of an assessment under a rulebook."""
    return schema_of(AssessmentJson, SCHEMA, "An assessment", rulebook)
