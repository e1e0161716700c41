"""What each answer to a question would decide: the case is derived again with it, and what is settled then is told."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..engine.answer import Derivation, derive
from ..engine.case.address import Address
from ..engine.case.facts import Value, View
from ..engine.case.vocabulary import FactSpec
from ..engine.law import terms as t
from ..engine.law.rulebook import Rule
from ..engine.why.answer_record import Asked
from ..engine.why.results import Assessment
from ..reading.errors import Impossible
from ..rules.citation_styles import cited_together, style_of
from ..showing.words import clause, listed, lower_first, wording

#: Kinds of rule of which something is said where an answer settles them.
TOLD = ("gate", "exception", "condition")


class Decided(Struct, frozen=True):
    """What one answer decides: ``answer`` in a word, ``what`` in clauses; empty where it settles nothing by itself."""

    answer: str
    what: str


def decides(assessment: Assessment, asked: Asked) -> tuple[Decided, ...]:
    """For each answer that a question of yes and no, or of a choice, may have, what it would decide."""
    book = assessment.rulebook
    address = book.vocabulary.address(asked.path)
    spec = book.vocabulary.facts.get(address.generic)
    if spec is None:
        return ()
    values: dict[str, Value] = {"yes": True, "no": False} if spec.type == "bool" else {}
    values |= {choice: choice for choice in spec.choices} if spec.type == "choice" else {}
    found = [Decided(word, _what(assessment, spec, address, value)) for word, value in values.items()]
    return tuple(each for each in found if each.what)


def bears_on(assessment: Assessment, asked: Asked) -> str:
    """The provisions for which a question matters, those of one paragraph together."""
    book = assessment.rulebook
    generic = book.vocabulary.address(asked.path).generic
    spec = book.vocabulary.facts.get(generic) or book.vocabulary.lists.get(generic)
    provisions = spec.provisions if spec is not None else ()
    return style_of(book.cite).listed(provisions) if provisions else ""


def _what(assessment: Assessment, spec: FactSpec, address: Address, value: Value) -> str:
    """What is settled with the answer and was not without."""
    before = assessment.derivation
    try:
        case = before.case.with_values({address: value})
        after = derive(assessment.rulebook, case, before.question)
    except (LookupError, Impossible):
        return ""
    if len(after.sound) == 1 and len(before.sound) > 1:
        return wording().outcomes[after.sound[0]].clause
    parts = list(_settled(assessment, before, after)) or list(_pointed(assessment, spec, value))
    return "; ".join(parts)


def _settled(assessment: Assessment, before: Derivation, after: Derivation) -> Iterator[str]:
    """The rules that were open and are not any more: gates and limbs by title, conditions by pinpoint."""
    book = assessment.rulebook
    points: dict[tuple[str, str], list[str]] = {}
    for rule in book.of_kind(*TOLD):
        if not rule.in_force_on(assessment.on):
            continue
        for unit in before.units if book.about_unit(rule) else (None,):
            truths = [_truth(run, rule, unit) for run in (before, after)]
            if truths[0] is not None or truths[1] is None:
                continue
            if rule.kind == "condition":
                name = f" for {unit.name}" if unit is not None and len(before.units) > 1 else ""
                points.setdefault(("satisfied" if truths[1] else "not satisfied", name), []).append(rule.provision)
            else:
                title = f"“{lower_first(rule.title)}”"
                yield f"{title} ({book.cite(rule.provision)}) is {'made out' if truths[1] else 'not made out'}"
    for (known, name), provisions in points.items():
        yield f"{cited_together(provisions, book.cite)} {'is' if len(provisions) == 1 else 'are'} {known}{name}"


def _truth(run: Derivation, rule: Rule, unit: View | None) -> t.Truth:
    """Whether a rule holds; of a condition, whether it is satisfied. Units are looked up anew in each derivation."""
    where = None if unit is None else next((each for each in run.units if each.address == unit.address), None)
    term = rule.satisfied if rule.kind == "condition" else rule.holds
    return run.truth(term, where)


def _pointed(assessment: Assessment, spec: FactSpec, value: Value) -> Iterator[str]:
    """What an indicator points to, where it settles nothing by itself."""
    findings: dict[bool, list[str]] = {}
    for finding in assessment.rulebook.vocabulary.facts.values():
        for indicator in finding.indicators:
            if indicator.fact == spec.path and indicator.value == value:
                findings.setdefault(indicator.supports, []).append(f"that {clause(finding, True)}")
    for supports, words in findings.items():
        yield f"that speaks {'for' if supports else 'against'} the finding {listed(words, 'or')}"
