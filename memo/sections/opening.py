"""The heading block, the question presented and the brief answer."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.case.words import long_date
from ...engine.why.exceptions import ExceptionResult
from ...rules.law_on import law_on
from ...showing.document import Block, Figure, Inline, Listing, Paragraph, Span, Table, Terms, inline, joined
from ...showing.words import listed, lower_first, number, sentence, wording
from ..dossier import Dossier
from ..pictures.matrix import matrix_picture
from ..safe import said
from .exception import claims_of, short_limb

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
    """The answer in a sentence, why, technology by technology, how it varies, and the conditions at a glance."""
    assessment = dossier.assessment
    yield dossier.heading(1, "Brief answer")
    yield Paragraph(inline(Span(wording().outcomes[assessment.outcome].answer, bold=True)), "lead")
    for result in dossier.gate_results():
        if result.proofs is not None and result.proofs[1].truth is True and result.rule.outcome == assessment.outcome:
            yield Paragraph(inline(sentence(result.rule.title), " See ", dossier.cite(result.rule.provision), "."))
    for exception in dossier.exceptions:
        yield from _on_exception(dossier, exception)
    if dossier.gates_pass:
        yield from _by_unit(dossier)
        yield from _conditions_in_brief(dossier)
    yield from _views(dossier)
    if dossier.gates_pass and assessment.conditions:
        picture = matrix_picture(dossier)
        yield Figure(
            picture.picture,
            "Figure: the conditions at a glance. A tick: met; a cross: not met; waves: relieved; a dash: not "
            "applicable; a question mark on stripes: open.",
            picture.alternative,
        )


def _on_exception(dossier: Dossier, exception: ExceptionResult) -> Iterator[Block]:
    """The exception in brief: whether everything turns on it, and what the claim rests on."""
    name = lower_first(exception.term.title)
    if exception.truth is True:
        yield Paragraph(
            inline(
                f"{sentence(exception.term.title)[:-1]} is made out on the view taken, so that the service is "
                "no interpersonal communications service."
            )
        )
        return
    if exception.truth is None and not exception.shown:
        otherwise = (
            "every condition of Article 3(1) has to be shown"
            if not dossier.assessment.units
            else "the conditions of Article 3(1) decide"
        )
        first = next((each for each in exception.settling.all_hold.values()), ()) if exception.settling else ()
        leads = dossier.outcome_words(first) if first else "no derogation needed"
        yield Paragraph(
            inline(
                f"The answer turns first on {name} (",
                dossier.cite("EECC 2(5)"),
                f"). If it applies: {leads}. If it does not, {otherwise}. Where the burden of proof decides, it is "
                "not made out.",
            )
        )
    elif exception.shown:
        yield Paragraph(
            inline(
                f"{sentence(exception.term.title)[:-1]} (",
                dossier.cite("EECC 2(5)"),
                ") has not been shown "
                "by the provider, who bears the burden, and so does not take the service out of "
                "the protection.",
            )
        )
    claims = claims_of(exception)
    for who, inferred, limbs in claims:
        how = ", as is inferred from its words" if inferred else ""
        yield Paragraph(
            inline(
                said(who),
                f" claims {number(len(limbs))} of the exception's {number(len(exception.limbs))} limbs{how}. ",
                _silence(exception),
            )
        )


def _silence(exception: ExceptionResult) -> str:
    silent = [
        short_limb(limb.result.rule.title)
        for limb in exception.limbs
        if not limb.positions and limb.result.proofs and limb.result.proofs[1].truth is None
    ]
    return f"Nothing on file speaks to the others: {listed(f'that {limb}' for limb in silent)}." if silent else ""


def _by_unit(dossier: Dossier) -> Iterator[Block]:
    """Each technology with its outcome and the conditions that it fails."""
    units = dossier.assessment.units
    if not units:
        if dossier.assessment.possible_outcomes != (dossier.assessment.outcome,):
            yield Paragraph(
                inline(
                    "No technology is on file. Which technologies ran in the service, if any, has to be found out next."
                )
            )
        return
    points: list[Inline] = []
    for unit in units:
        own = [each for each in dossier.assessment.conditions if each.subject.endswith(f":{unit.id}")]
        failing = [each.rule.provision for each in own if each.status == "not_met"]
        is_open = [each.rule.provision for each in own if each.status == "undetermined"]
        why: Inline = inline()
        if unit.outcome == "not_eligible" and failing:
            why = inline("; not met: ", dossier.cites(failing))
        elif unit.outcome == "undetermined" and is_open:
            some = "all" if len(is_open) == len(own) else f"{number(len(is_open))} of"
            missed = f", {number(len(failing))} not met" if failing else ""
            why = inline(f"; {some} {number(len(own))} conditions on it open{missed}")
        points.append(
            inline(dossier.unit_name(unit.id), ": ", Span(dossier.outcome_word(unit.outcome), bold=True), why, ".")
        )
    yield Listing(tuple(points))


def _conditions_in_brief(dossier: Dossier) -> Iterator[Block]:
    units = {f":{unit.id}" for unit in dossier.assessment.units}
    common = [each for each in dossier.assessment.conditions if ":" not in each.subject]
    failing = [each for each in common if each.status == "not_met"]
    if failing:
        yield Paragraph(
            inline(
                "The provider fails ",
                dossier.cites(each.rule.provision for each in failing),
                ", which bears on every technology.",
            )
        )
    is_open = [each for each in common if each.status == "undetermined"]
    if is_open and units:
        some = "All" if len(is_open) == len(common) else f"{sentence(number(len(is_open)))[:-1]} of the"
        yield Paragraph(inline(f"{some} {number(len(common))} conditions on the provider itself are open."))


def _views(dossier: Dossier) -> Iterator[Block]:
    """How the answer varies with the standpoint and with the readings on which it turns."""
    assessment = dossier.assessment
    record, record_word = dossier.on_the_record, "What the provider has not shown counts against it"
    possible = assessment.possible_outcomes
    here = f": {dossier.outcome_words(possible)}" if len(possible) > 1 else ""
    rows: list[tuple[Inline, Inline]] = [(inline("This memo"), inline(dossier.outcome_word(assessment.outcome), here))]
    for party, outcome in sorted(assessment.by_party.items()):
        if party != assessment.standpoint:
            rows.append((inline("As ", said(party, limit=120), " sees it"), inline(dossier.outcome_word(outcome))))
    if not assessment.on_the_record:
        open_to = record.possible_outcomes if len(record.possible_outcomes) > 1 else ()
        rows.append(
            (
                inline(record_word),
                inline(dossier.outcome_word(record.outcome), f": {dossier.outcome_words(open_to)}" if open_to else ""),
            )
        )
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
