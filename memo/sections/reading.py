"""A question of interpretation on which the answer turns, as an issue: both arguments, both answers, who takes them."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.why.results import ReadingResult
from ...showing.document import Block, Inline, Paragraph, Span, inline
from ...showing.foreign import said
from ...showing.words import sentence
from ..dossier import Dossier


def reading_issue(dossier: Dossier, result: ReadingResult) -> Iterator[Block]:
    """A question of interpretation on which the answer turns."""
    assessment = dossier.assessment
    reading = assessment.rulebook.readings[result.id]
    chosen = next(choice for choice in reading.choices if choice.id == result.chosen)
    yield dossier.heading(2, reading.question)
    yield Paragraph(
        inline(
            Span("Rule. ", bold=True), _start(dossier.cites(reading.provisions)), " can be read in more than one way."
        )
    )
    by = {
        "default": "the reading preferred here",
        "case": "the reading of whoever made the file",
        "user": "the reading asked for",
    }.get(result.by)
    whose: Inline = inline(by) if by else inline("the reading of ", said(result.by))
    yield Paragraph(
        inline(
            Span("Application. ", bold=True),
            Span(chosen.title, italic=True),
            " (",
            whose,
            "): ",
            sentence(" ".join(chosen.argument.split())),
            " See ",
            dossier.cites(chosen.authority),
            f". Answer: {dossier.outcome_word(assessment.outcome)}.",
            *_takers(dossier, result.id, chosen.id),
        )
    )
    for choice in reading.choices:
        if choice.id != result.chosen:
            yield Paragraph(
                inline(
                    Span("Counter-argument. ", bold=True),
                    Span(choice.title, italic=True),
                    ": ",
                    sentence(" ".join(choice.argument.split())),
                    " See ",
                    dossier.cites(choice.authority),
                    f". Answer: {dossier.outcome_word(result.others[choice.id])}.",
                    *_takers(dossier, result.id, choice.id),
                )
            )
    yield Paragraph(
        inline(
            Span("Conclusion. ", bold=True),
            "The memo proceeds on the first reading. No authority on file settles the point; whoever "
            "relies on the answer should know that the other reading reverses it."
            if _reverses(assessment.outcome, result)
            else "The memo proceeds on the first reading; on the other the answer changes as stated.",
        )
    )


def _start(cited: Span) -> str:
    """A citation at the start of a sentence, closed by a comma where it has one inside."""
    return f"{cited.text[:1].upper()}{cited.text[1:]}{',' if ', ' in cited.text else ''}"


def _reverses(outcome: str, result: ReadingResult) -> bool:
    return any(
        outcome in ("eligible", "partly_eligible") and other == "not_eligible" for other in result.others.values()
    )


def _takers(dossier: Dossier, reading: str, choice: str) -> Iterator[str | Inline]:
    stated = dossier.profile.readings.get(reading)
    for position in stated.positions if stated is not None else ():
        if position.choice == choice:
            because = inline(": ", said(position.because.rstrip("."))) if position.because else inline()
            provisions = dossier.assessment.rulebook.readings[reading].provisions
            mark = dossier.exhibits.cite(position.source, provisions) if position.source else None
            how = " (by inference)" if position.inferred else ""
            yield inline(
                " ",
                said(position.by, limit=120),
                f" takes this reading{how}",
                because,
                *((" ", mark) if mark else ()),
                ".",
            )
