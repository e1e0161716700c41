"""An exception as blocks of a document: limb by limb, reading by reading, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine.why.exceptions import ExceptionResult
from ..engine.why.results import Assessment, PositionResult, RuleResult
from ..rules.citation_styles import cited_together
from .document import Block, Heading, Listing, Paragraph, Table
from .words import of_reading

HOLDS = {True: "✓ yes", False: "✗ no", None: "? open"}


def exception_blocks(assessment: Assessment, exception: ExceptionResult) -> Iterator[Block]:
    """Limb by limb: on which reading it is needed, what the record offers, what is missing, what would settle it."""
    yield Heading(exception.term.title)
    reading = assessment.rulebook.readings.get(exception.reading)
    chosen = assessment.derivation.question.readings.get(exception.reading, "")
    state = {True: "It is made out", False: "It is not made out", None: "It is open"}[exception.truth]
    if exception.shown:
        state = "It is not made out: its bearer has not shown it"
    on = f" on the reading {exception.reading}={chosen}" if reading else ""
    yield Paragraph(f"{state}{on}.")
    choices = list(exception.limbs[0].needed)
    needed = (f"Needed on {of_reading(choice)}" if choice else "Needed" for choice in choices)
    header = ("Limb", *needed, "Answer", "On the record")
    rows = tuple(
        (
            limb.result.rule.title,
            *("✓ needed" if limb.needed[choice] else "– not needed" for choice in choices),
            "✗ not shown"
            if limb.result.not_shown
            else HOLDS[limb.result.proofs[1].truth if limb.result.proofs else None],
            _offered(limb.positions, limb.result),
        )
        for limb in exception.limbs
    )
    yield Table("The limbs of the exception", header, rows)
    if reading:
        yield Listing(
            tuple(
                f"Reading {choice.id}{' (default)' if choice is reading.choices[0] else ''}: {choice.title}. "
                f"{choice.argument} ({cited_together(choice.authority, assessment.rulebook.cite)})"
                for choice in reading.choices
            )
        )
    if exception.settling:
        yield Paragraph("What would settle it:")
        yield Listing(tuple(_settling(exception, chosen)))


def _offered(positions: Sequence[PositionResult], result: RuleResult) -> str:
    if positions:
        return "; ".join(position_text(position) for position in positions)
    known = [use for use in result.facts if use.value is not None]
    return (
        "; ".join(f"{use.text} ({use.standing}{f', {use.source}' if use.source else ''})" for use in known) or "nothing"
    )


def position_text(position: PositionResult) -> str:
    """What a party says, on what source, and whether it said so or it is inferred."""
    value = {True: "yes", False: "no"}[position.value] if isinstance(position.value, bool) else str(position.value)
    marks = ["by inference"] if position.inferred else []
    marks += [f"source: {position.source}"] if position.source else []
    behind = f" ({', '.join(marks)})" if marks else ""
    because = f": {position.because}" if position.because else ""
    return f"{position.by} says {value}{behind}{because}"


def _short(title: str) -> str:
    return title.partition(": ")[2] or title


def _settling(exception: ExceptionResult, chosen: str) -> Iterator[str]:
    settling = exception.settling
    if settling is None:
        return
    needed = [_short(limb.result.rule.title) for limb in exception.limbs if limb.needed.get(chosen)]
    yield (
        f"Any one of these answered no takes the exception away: {'; '.join(needed)}. "
        f"Then possible: {', '.join(settling.one_fails)}."
    )
    for choice, possible in settling.all_hold.items():
        limbs = [_short(limb.result.rule.title) for limb in exception.limbs if limb.needed[choice]]
        on = f" on the reading {exception.reading}={choice}" if exception.reading else ""
        yield f"All {len(limbs)} limbs needed{on} answered yes lead to: {', '.join(possible)}."
