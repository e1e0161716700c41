"""The JSON forms of the lists of facts and of rules: ``derogation/facts/1`` and ``derogation/rules/1``.

They are lists and so do not name their contract themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.case.vocabulary import FactSpec
from ..engine.law import terms as t
from ..engine.law.rulebook import Rule, Rulebook
from ..engine.why.rule_text import term_lines
from ..rules.citation_styles import citation
from ..rules.cited import Cited
from .authorities import CitedJson, authorities_data
from .contract import Day, Outcome, Reading, Shape, closed, schema_of

FACTS, RULES = "derogation/facts/1", "derogation/rules/1"


@closed
class IndicatorJson(TypedDict):
    """A plain fact that speaks for or against a finding."""

    fact: str
    """The fact."""
    value: Any
    """The value that speaks."""
    supports: bool
    """Whether it speaks for the finding; else against it."""


@closed
class FactSpecJson(TypedDict):
    """A fact that a profile may state."""

    path: str
    """The path by which rules name it."""
    type: Literal["bool", "date", "number", "choice", "set", "text"]
    """The type of its value."""
    question: str
    """The question to ask for it."""
    provisions: list[str]
    """The provisions for which it matters, as rules write them."""
    citations: list[str]
    """The provisions for which it matters, as lawyers write them."""
    unit: str | None
    """The unit of a number."""
    choices: list[str]
    """The values of a choice, or the members of a set."""
    never: str | None
    """What it means that a day never came, where that may be said."""
    finding: bool
    """Whether it is a legal judgement."""
    fixed: bool
    """Whether nobody can change it any more."""
    who: str
    """Who can supply it."""
    plain: bool
    """Whether a client can answer it: neither a judgement nor anything else that only a lawyer can say."""
    indicators: list[IndicatorJson]
    """The plain facts that speak for or against a finding."""
    rests_on: list[str]
    """Other plain facts that bear on a finding: where one is of a later day than its signature, it is overtaken."""


@closed
class RuleJson(TypedDict):
    """A rule of the rulebook."""

    rule: str
    """Its name."""
    kind: Annotated[str, Shape(enum="kinds")]
    """What kind of rule it is."""
    provision: str
    """Its provision, as rules write it."""
    citation: str
    """Its provision, as lawyers write it."""
    title: str
    """The rule in short."""
    subject: str
    """What it is measured on."""
    outcome: Outcome | Literal[""]
    """The outcome that a gate leads to."""
    burden: str
    """Who has to show it."""
    readings: list[Reading]
    """The readings of the law on which it depends."""
    quotes: list[str]
    """Short phrases of the official text."""
    authority: list[str]
    """Recitals and decisions that bear on it."""
    valid_from: Day | None
    """The first day on which it is measured; null: from the beginning."""
    valid_until: Day | None
    """The last day on which it is measured; null: without end."""
    conditions: dict[str, list[str]]
    """When it applies, holds and is lifted, as indented lines."""
    note: str
    """What else is to be known."""
    authorities: list[CitedJson]
    """The authorities on it and on the choices of its readings."""


def facts_data(specs: Iterable[FactSpec]) -> list[FactSpecJson]:
    """Facts of the vocabulary as plain data."""
    return [
        {
            "path": spec.path,
            "type": spec.type,
            "question": spec.question,
            "provisions": list(spec.provisions),
            "citations": [citation(provision) for provision in spec.provisions],
            "unit": spec.unit or None,
            "choices": list(spec.choices),
            "never": spec.never or None,
            "finding": spec.finding,
            "fixed": spec.fixed,
            "who": spec.who,
            "plain": spec.plain,
            "indicators": [{"fact": i.fact, "value": i.value, "supports": i.supports} for i in spec.indicators],
            "rests_on": list(spec.rests_on),
        }
        for spec in specs
    ]


def rule_data(rule: Rule, book: Rulebook, cited: Iterable[Cited]) -> RuleJson:
    """A rule, and the authorities on it, as plain data."""
    return {
        "rule": rule.id,
        "kind": rule.kind,
        "provision": rule.provision,
        "citation": book.cite(rule.provision),
        "title": rule.title,
        "subject": rule.subject,
        "outcome": rule.outcome,
        "burden": rule.burden,
        "readings": list(rule.readings),
        "quotes": list(rule.quotes),
        "authority": list(rule.authority),
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "valid_until": rule.valid_until.isoformat() if rule.valid_until else None,
        "conditions": {name: ["  " * depth + text for depth, text in lines] for name, lines in parts_of(rule).items()},
        "note": rule.note,
        "authorities": authorities_data(cited),
    }


def parts_of(rule: Rule) -> dict[str, tuple[tuple[int, str], ...]]:
    """When a rule applies, holds and is lifted, as lines with their depth; parts that are always so are left out."""
    parts = {"applies when": rule.applies, "holds when": rule.holds, "is lifted when": rule.relief}
    return {name: tuple(term_lines(part.child)) for name, part in parts.items() if not isinstance(part.child, t.Const)}


def facts_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what ``facts`` prints."""
    return schema_of(list[FactSpecJson], FACTS, "The facts that a profile may state", rulebook)


def rules_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what ``rules list`` prints."""
    return schema_of(list[RuleJson], RULES, "The rules", rulebook)
