"""A matter on one page: a table of its features with answer and deciding provision, then the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..engine.case.words import long_date
from ..engine.law.rulebook import Status
from ..engine.why.answer_record import Answer
from ..engine.why.results import Assessment, RuleResult
from ..engine.why.verdict import conditions_count, deciding_gates, open_gates
from ..rules.citation_styles import pinpoints
from .answer_page import COVERED, STATUS_LABELS
from .assessment_page import document_of as page_of_one
from .document import Block, Document, Heading, Listing, Paragraph, Table, Terms
from .matter_record import MatterRecord
from .words import wording


def document_of(
    matter: MatterRecord,
    found: Mapping[str, Assessment],
    answers: Mapping[str, Answer],
    *,
    full: bool = False,
    proof: bool = False,
) -> Document:
    """The matter as a document; ``full`` and ``proof`` add to the page of each feature what they add to a case's."""
    first = next(iter(found.values()))
    title = f"{matter.name}, {long_date(first.on)}: {len(found)} feature{'s' if len(found) > 1 else ''}."
    return Document(title, tuple(_blocks(matter, found, answers, full=full, proof=proof)))


def _blocks(
    matter: MatterRecord, found: Mapping[str, Assessment], answers: Mapping[str, Answer], *, full: bool, proof: bool
) -> Iterator[Block]:
    if matter.summary:
        yield Paragraph(" ".join(matter.summary.split()))
    short = wording().outcomes
    rows = tuple(
        (name, COVERED[answers[name].covered], answers[name].needed, short[each.outcome].short, decided_by(each))
        for name, each in found.items()
    )
    yield Table("", ("Feature", "Covered", "Needed", "Outcome", "Decided by"), rows)
    conditions = tuple(_provider(found))
    if conditions:
        yield Paragraph("The provider's conditions, decided once over all features:")
        yield Terms(conditions)
    if matter.overrides:
        yield Paragraph("Shared facts that a feature overrides:")
        yield Listing(
            tuple(
                f"{each.path}: for the matter {each.shared}; on {each.feature} {each.own}, because: {each.because}"
                for each in matter.overrides
            )
        )
    for name, each in found.items():
        page = page_of_one(each, answers[name], full=full, proof=proof)
        yield Heading(name)
        yield Paragraph(page.title, "lead")
        yield from page.blocks


def decided_by(assessment: Assessment) -> str:
    """The provisions that decide a feature, or those that it is open on: gates, else conditions that fail."""
    rulebook = assessment.rulebook
    order = [rule.provision for rule in rulebook.of_kind("condition")]

    def cited(results: tuple[RuleResult, ...]) -> str:
        return pinpoints([each.rule.provision for each in results], order, cite=rulebook.cite)

    gates = tuple(each for each in deciding_gates(assessment) if each.rule.outcome == assessment.outcome)
    if gates:
        return cited(gates)
    failing = tuple(each for each in assessment.conditions if each.blocking)
    if failing:
        return cited(failing)
    if assessment.blocking_sets:
        return "one of " + ", ".join(
            pinpoints([rule.provision for rule in each.rules], order, cite=rulebook.cite)
            for each in assessment.blocking_sets
        )
    if assessment.outcome == rulebook.verdicts.open:
        doubtful = tuple(each for each in open_gates(assessment) if not each.subject.unlisted)
        opened = doubtful or tuple(each for each in assessment.conditions if each.status == "undetermined")
        return f"open: {cited(opened)}" if opened else "open"
    return rulebook.cite("3(1)")


def provider_conditions(found: Mapping[str, Assessment]) -> tuple[RuleResult, ...]:
    """The conditions on the provider, as the first feature that reaches them has them: they rest on what is shared."""
    for each in found.values():
        if conditions_count(each):
            return tuple(result for result in each.conditions if not result.subject.unit)
    return ()


def _provider(found: Mapping[str, Assessment]) -> Iterator[tuple[str, str]]:
    results = provider_conditions(found)
    if not results:
        return
    rulebook = next(iter(found.values())).rulebook
    order = [rule.provision for rule in rulebook.of_kind("condition")]
    by_status: dict[Status, list[str]] = {}
    for result in results:
        by_status.setdefault(result.status, []).append(result.rule.provision)
    for status, label in STATUS_LABELS.items():
        if status in by_status:
            yield label, pinpoints(by_status[status], order, cite=rulebook.cite)
