"""Which readings and disputes turn the outcome, as a document."""

from __future__ import annotations

from ..engine.why.readings import Divergence, PartyTurn
from ..engine.why.results import Assessment
from ..rules.citation_styles import cited_together
from .assessment_page import title_of
from .document import Block, Document, Heading, Listing, Paragraph, Table


def divergence_document(assessment: Assessment, found: Divergence) -> Document:
    """The readings taken, the smallest sets that turn the outcome, and the outcome by answers to the disputes."""
    blocks: list[Block] = [Heading("Readings")]
    readings, taken = assessment.rulebook.readings, assessment.derivation.question.readings
    if found.turning:
        blocks.append(Paragraph("Any one of these smallest sets of choices turns the outcome:"))
        blocks.append(
            Listing(
                tuple(
                    f"{' and '.join(f'{name}={choice}' for name, choice in turning.choices)}: {turning.outcome}"
                    + (
                        f" (possible: {', '.join(turning.possible_outcomes)})"
                        if len(turning.possible_outcomes) > 1
                        else ""
                    )
                    for turning in found.turning
                )
            )
        )
        named = dict.fromkeys(name for turning in found.turning for name, _ in turning.choices)
        for name in named:
            blocks.append(Heading(f"{name}: {readings[name].question}", 2))
            blocks.append(
                Listing(
                    tuple(
                        f"{choice.id}{' (taken)' if choice.id == taken[name] else ''}: "
                        f"{choice.title}. {choice.argument} "
                        f"({cited_together(choice.authority, assessment.rulebook.cite)})"
                        for choice in readings[name].choices
                    )
                )
            )
    else:
        blocks.append(
            Paragraph(f"No reading turns the outcome, alone or two together: all {found.combinations} choices agree.")
        )
    if found.parties:
        blocks.append(Heading("What each party's case turns on"))
        blocks.append(Listing(tuple(_party(turn) for turn in found.parties)))
    blocks.append(Heading("Disputed facts"))
    if found.rows:
        turning = list(dict.fromkeys(choice for row in found.rows for choice, _ in row.on_readings))
        on = [f"On {name}={choice}" for name, choice in turning]
        header = (*(_short(fact.path) for fact in found.disputes), "Outcome", "Still possible", *on)
        rows = tuple(
            (
                *(_shown(value) for _, value in row.values),
                row.outcome,
                ", ".join(row.possible_outcomes),
                *(dict(row.on_readings).get(choice, "the same") for choice in turning),
            )
            for row in found.rows
        )
        blocks.append(Table("The outcome by answers to the disputes that may decide, and by readings", header, rows))
    else:
        blocks.append(Paragraph("No dispute may decide."))
    if found.left_out:
        blocks.append(Paragraph(f"Too many to combine, left open: {', '.join(found.left_out)}."))
    return Document(title_of(assessment), tuple(blocks))


def _party(turn: PartyTurn) -> str:
    others = "; ".join(f"on {choice}: {outcome}" for choice, outcome in turn.others)
    return f"As {turn.party} ({turn.outcome}): {turn.reading}={turn.chosen}; {others}."


def _short(path: str) -> str:
    """A path for the head of a column: its last step, words apart."""
    return path.rpartition(".")[2].replace("_", " ")


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
