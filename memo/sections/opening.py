"""The heading block, the question presented and the brief answer."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ...engine.case.words import long_date
from ...engine.why.answer_record import Answer
from ...reading.safe_text import shown
from ...rules.law_on import law_on
from ...showing.answer_page import ALL, page_blocks
from ...showing.document import Block, Figure, Inline, Paragraph, Span, Table, Terms, Text, inline, joined, text_of
from ...showing.foreign import said
from ...showing.words import lower_first, number
from ..dossier import Dossier
from ..pictures.matrix import matrix_picture

DEFAULT_TO = "The file"
DEFAULT_MARKING = "Confidential working draft"
DISCLAIMER = "Structured working material, not legal advice."


def heading_block(dossier: Dossier) -> Terms:
    """To, from, date, subject, the day assessed, the law and the standpoint."""
    heads, assessment = dossier.heads, dossier.assessment
    law = law_on(assessment.on)
    sender = said(heads.sender) if heads.sender else Span(f"Prepared with derogation {heads.version}, for review")
    entries: list[tuple[str, Inline]] = [
        ("To", inline(said(heads.to) if heads.to else DEFAULT_TO)),
        ("From", inline(sender)),
        ("Date", inline(long_date(heads.dated))),
    ]
    if heads.reference:
        entries.append(("Reference", inline(said(heads.reference))))
    entries += [
        ("Subject", inline(_about(dossier), " – temporary derogation of Regulation (EU) 2021/1232")),
        ("Assessed as of", inline(long_date(assessment.on))),
        ("Law", inline(f"{law.act}, {law.version}", "" if law.in_force else " (not in force on that day)")),
        ("Standpoint", _standpoint(dossier)),
        ("Status", inline(said(heads.marking) if heads.marking else DEFAULT_MARKING, ". ", DISCLAIMER)),
    ]
    if heads.signed:
        entries.append(("Signed", inline(said(heads.signed))))
    return Terms(tuple(entries))


def _about(dossier: Dossier) -> Inline:
    """Provider and service, the provider once where the service bears its name."""
    provider, service = dossier.provider, dossier.service
    if provider.text in service.text:
        return inline(Span(service.text[:1].upper() + service.text[1:], foreign=True))
    return inline(provider, ": ", service)


def _standpoint(dossier: Dossier) -> Inline:
    assessment = dossier.assessment
    if assessment.standpoint:
        view = inline("As ", said(assessment.standpoint), " sees it")
    else:
        view = inline("No party's; what is in dispute counts as not known")
    return inline(view, "; what the provider has not shown counts against it") if assessment.on_the_record else view


def question(dossier: Dossier) -> Iterator[Block]:
    """The question presented, with the technologies where they are known."""
    assessment = dossier.assessment
    verb = "Was" if assessment.on < dossier.heads.dated else "Is" if assessment.on == dossier.heads.dated else "Will"
    be = " be" if verb == "Will" else ""
    yield dossier.heading(1, "Question presented")
    names = [dossier.quoted(unit.id) for unit in assessment.units]
    by = inline(" by ", joined(names, ", ", " and ")) if 0 < len(names) <= 4 else inline()
    many = inline(f" by {number(len(names))} technologies") if len(names) > 4 else by
    processing = "the" if names else "any"
    yield Paragraph(
        inline(
            f"{verb} {processing} processing",
            many,
            " by which ",
            dossier.provider,
            " seeks to detect online child sexual abuse in ",
            dossier.service,
            f"{be} covered on {long_date(assessment.on)} by the temporary derogation "
            "of Regulation (EU) 2021/1232 from Articles 5(1) and 6(1) of Directive 2002/58/EC?",
        )
    )


def brief_answer(dossier: Dossier) -> Iterator[Block]:
    """The answer as its page gives it, how it varies, and the conditions at a glance where something is decided."""
    assessment = dossier.assessment
    yield dossier.heading(1, "Brief answer")
    for provision in _named(dossier.answer):
        dossier.cite(provision)
    yield from map(_safe, page_blocks(assessment, dossier.answer, ALL))
    yield from _views(dossier)
    if dossier.gates_pass and any(each.status in ("met", "not_met", "relieved") for each in assessment.conditions):
        picture = matrix_picture(dossier)
        yield Figure(
            picture.picture,
            "Figure: the conditions at a glance. A tick: met; a cross: not met; waves: relieved; a dash: not "
            "applicable; a question mark on stripes: open.",
            picture.alternative,
        )


def _safe(block: Block) -> Block:
    """A block of the page, whose texts quote the file, as a memo may carry it."""

    def clean(text: Text) -> str:
        return shown(text_of(text))

    match block:
        case Paragraph(text, kind):
            return Paragraph(clean(text), kind)
        case Terms(entries):
            return Terms(tuple((clean(label), clean(text)) for label, text in entries))
        case Table():
            rows = tuple(tuple(clean(cell) for cell in row) for row in block.rows)
            return replace(block, caption=clean(block.caption), header=tuple(map(clean, block.header)), rows=rows)
        case _:
            return block


def _named(answer: Answer) -> Iterator[str]:
    """The provisions that the page names for what they decide; the table of authorities lists them."""
    for group in answer.conditions:
        if group.status in ("not_met", "relieved"):
            yield from group.provisions
    yield from (reason.provision for reason in answer.because if reason.provision)
    yield from (limb.provision for exception in answer.exceptions for limb in exception.limbs)


def _views(dossier: Dossier) -> Iterator[Block]:
    """How the answer varies with the standpoint and with the readings on which it turns."""
    assessment = dossier.assessment
    record, record_word = dossier.on_the_record, "What the provider has not shown counts against it"
    possible = assessment.possible_outcomes
    here = f": {dossier.outcome_words(possible)}" if len(possible) > 1 else ""
    word = "not shown" if dossier.answer.covered == "not_shown" else dossier.outcome_word(assessment.outcome)
    rows: list[tuple[Inline, Inline]] = [(inline("This memo"), inline(word, here))]
    for party, outcome in sorted(assessment.by_party.items()):
        if party != assessment.standpoint:
            rows.append((inline("On the word of ", said(party, limit=120)), inline(dossier.outcome_word(outcome))))
    if not assessment.on_the_record:
        left = dossier.outcome_words(record.possible_outcomes)
        word = "not shown" if dossier.answer.covered_on_record == "not_shown" else dossier.outcome_word(record.outcome)
        rows.append((inline(record_word), inline(word, f": {left}" if word != left else "")))
    for reading in assessment.readings:
        if reading.turns_outcome:
            described = assessment.rulebook.readings[reading.id]
            for choice in described.choices:
                if choice.id in reading.others:
                    rows.append(
                        (
                            inline(
                                "On the other reading of ",
                                dossier.cites(described.provisions[:1]),
                                f": {lower_first(choice.title)}",
                            ),
                            inline(dossier.outcome_word(reading.others[choice.id])),
                        )
                    )
    if len(rows) > 1:
        yield Table("How the answer varies", ("View", "Answer"), tuple(rows), (0.6, 0.4))
