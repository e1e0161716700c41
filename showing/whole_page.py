"""An answer with all that it rests on, as one document whose parts open: the page that is handed to a colleague.

First the answer as on the page of one side, then the exception limb by limb, every condition and gate down to evidence,
proof and law, the readings with both arguments, the answer over time, authorities, sources, and the state of the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from ..engine.why.exceptions import exceptions_of
from ..engine.why.results import Assessment, RuleResult, RuleSubject
from ..version import VERSION
from .answer_page import ALL, COVERED, page_blocks, title_of
from .assessment_page import consistency, disputes, failing_together, findings, marks_explained, missing, opening
from .document import (
    About,
    Block,
    Document,
    Fold,
    Heading,
    Listing,
    Paragraph,
    Span,
    Table,
    Text,
    inline,
)
from .exception_page import exception_blocks
from .matter_page import document_of as matter_document
from .matter_record import MatterRecord
from .rule_folds import Around, folds, mark_of
from .whole_closing import authorities, law, notes, over_time, sources
from .whole_record import Whole


def whole_document(whole: Whole) -> Document:
    """The page of one case."""
    assessment = whole.assessment
    about = About(
        subject="Temporary derogation under Regulation (EU) 2021/1232",
        author=f"derogation {VERSION}",
        dated=assessment.on,
    )
    return Document(title_of(assessment, whole.answer), tuple(_blocks(whole)), about)


def whole_matter(matter: MatterRecord, found: Mapping[str, Whole]) -> Document:
    """The page of a matter: its features in a table, then each as a part that opens."""
    assessments = {name: whole.assessment for name, whole in found.items()}
    answers = {name: whole.answer for name, whole in found.items()}
    short = matter_document(matter, assessments, answers)
    before = short.blocks[: next(at for at, block in enumerate(short.blocks) if isinstance(block, Heading))]
    linked = tuple(_linked(block, list(found)) if isinstance(block, Table) else block for block in before)
    parts = tuple(
        Fold(
            inline(Span(name, bold=True), f": covered: {COVERED[whole.answer.covered]}; needed: {whole.answer.needed}"),
            (Paragraph(title_of(whole.assessment, whole.answer)), *_deeper(_blocks(whole, f"f{at}-"))),
            f"f{at}",
        )
        for at, (name, whole) in enumerate(found.items(), 1)
    )
    first = next(iter(assessments.values()))
    about = About(subject="Temporary derogation under Regulation (EU) 2021/1232", author=f"derogation {VERSION}")
    return Document(
        short.title, (*linked, Heading("Features", anchor="features"), *parts), replace(about, dated=first.on)
    )


def _linked(table: Table, names: list[str]) -> Table:
    rows = tuple((inline(Span(names[at], target=f"f{at + 1}")), *row[1:]) for at, row in enumerate(table.rows))
    return replace(table, caption="The features", rows=rows)


def _deeper(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks whose headings stand one level lower."""
    for block in blocks:
        match block:
            case Heading(_, level):
                yield replace(block, level=level + 1)
            case Fold(_, within):
                yield replace(block, blocks=tuple(_deeper(within)))
            case _:
                yield block


def _blocks(whole: Whole, prefix: str = "") -> Iterator[Block]:
    assessment = whole.assessment
    anchors = {each.key: f"{prefix}source-{at}" for at, each in enumerate(whole.sources, 1)}
    around = Around(assessment, whole.cited, anchors, prefix)
    limits = replace(ALL, ask=6, elsewhere="under What is missing")
    yield from page_blocks(assessment, whole.answer, limits)
    sections: tuple[tuple[str, str, Iterable[Block]], ...] = (
        ("exception", "The exception", _exceptions(assessment)),
        ("conditions", "Conditions", _conditions(around)),
        ("gates", "Before the conditions", _gates(around)),
        ("missing", "What is missing", _without_heading(missing(assessment))),
        ("words", "What rests on the word of parties", _without_heading(disputes(assessment))),
        ("findings", "Findings and facts that do not fit", _findings(assessment)),
        ("readings", "Readings of the law", _readings(around)),
        ("time", "The answer over time", over_time(whole)),
        ("authorities", "Authorities", authorities(whole)),
        ("sources", "Sources on file", sources(whole, anchors)),
        ("notes", "Notes", notes(assessment)),
        ("law", "The law and this answer", law(whole)),
    )
    for name, title, blocks in sections:
        within = tuple(blocks)
        if within:
            yield Heading(title, anchor=f"{prefix}{name}")
            yield from within


def _without_heading(blocks: Iterable[Block]) -> Iterator[Block]:
    return (block for block in blocks if not isinstance(block, Heading))


def _exceptions(assessment: Assessment) -> Iterator[Block]:
    for exception in exceptions_of(assessment):
        if exception.truth is not False or any(limb.positions for limb in exception.limbs):
            yield from _deeper(exception_blocks(assessment, exception))


def _conditions(around: Around) -> Iterator[Block]:
    """A matrix whose cells lead to the conditions below it."""
    assessment = around.assessment
    if not assessment.conditions:
        return
    if assessment.law.provisional:
        yield Paragraph("Provisional: these are the conditions of the act before; they do not decide.")
    subjects = list(dict.fromkeys(result.subject for result in assessment.conditions))
    units = [subject for subject in subjects if subject.unit]
    whole = [subject for subject in subjects if not subject.unit]
    by_rule: dict[str, dict[RuleSubject, RuleResult]] = {}
    for result in assessment.conditions:
        by_rule.setdefault(result.rule.id, {})[result.subject] = result
    unit_word = assessment.rulebook.verdicts.unit
    heads = [f"any {unit_word}" if each.unlisted else each.unit for each in units] + (["provider"] if whole else [])
    rows: list[tuple[Text, ...]] = []
    for results in by_rule.values():
        rule = next(iter(results.values())).rule
        cells = [results.get(unit) for unit in units]
        cells += [next((results[each] for each in whole if each in results), None)] if whole else []
        rows.append(
            (inline(f"{rule.provision.removeprefix('3(1)')} {rule.title}"), *(_cell(around, cell) for cell in cells))
        )
    yield Table("Every condition of Article 3(1); a cell leads to its reason", ("Condition", *heads), tuple(rows))
    yield from marks_explained(assessment)
    yield from failing_together(assessment)
    yield from folds(around, assessment.conditions)


def _cell(around: Around, result: RuleResult | None) -> Text:
    if result is None:
        return ""
    turns = result.decisive and result.status in ("not_met", "undetermined")
    marks = f"{' †' if result.blocking else ''}{' *' if turns else ''}"
    return inline(Span(f"{mark_of(result)}{marks}", target=around.anchor(result)))


def _gates(around: Around) -> Iterator[Block]:
    """What is possible, and each gate with its proof."""
    yield from opening(around.assessment, ())
    results = around.assessment.other_rules
    yield from folds(around, (each for each in results if each.kind == "gate" and each.proofs))


def _findings(assessment: Assessment) -> Iterator[Block]:
    yield from _without_heading(findings(assessment))
    yield from _without_heading(consistency(assessment))


def _readings(around: Around) -> Iterator[Block]:
    """Every reading met, with both arguments and their authorities; those that turn the outcome first."""
    book = around.assessment.rulebook
    for met in sorted(around.assessment.readings, key=lambda each: not each.turns_outcome):
        described = book.readings[met.id]
        turns = "turns the outcome" if met.turns_outcome else "does not turn the outcome"
        blocks: list[Block] = []
        if met.others:
            blocks.append(
                Paragraph("Otherwise: " + "; ".join(f"{choice}: {out}" for choice, out in met.others.items()) + ".")
            )
        for choice in described.choices:
            taken = " (taken)" if choice.id == met.chosen else ""
            blocks.append(Heading(f"{choice.id}{taken}: {choice.title}", 2))
            cited = f" ({', '.join(map(book.cite, choice.authority))})" if choice.authority else ""
            blocks.append(Paragraph(f"{choice.argument}{cited}"))
            found = tuple(around.on(f"{met.id}={choice.id}"))
            if found:
                blocks.append(Listing(found))
        yield Fold(
            inline(Span(met.id, bold=True), f": {described.question} Taken: {met.chosen} ({met.by}); {turns}."),
            tuple(blocks),
            f"{around.prefix}reading-{met.id}",
        )
