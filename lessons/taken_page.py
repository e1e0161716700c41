"""A lesson taken as a document for the learner: each case with its points, then whether it is passed."""

from __future__ import annotations

from ..reading.safe_text import one_line
from ..showing.document import Block, Document, Heading, Inline, Listing, Paragraph, Span, inline
from .taken import Marked, Taken


def taken_document(taken: Taken) -> Document:
    """What became of each outcome and each point, in the order of the lesson."""
    blocks: list[Block] = []
    for case in taken.cases:
        blocks += case_result(case)
    blocks += [Heading("Result"), Paragraph(summary(taken), "lead")]
    if taken.lesson.remember:
        blocks.append(Paragraph(taken.lesson.remember))
    who = f"{one_line(taken.learner)}: " if taken.learner else ""
    return Document(f"{who}{one_line(taken.lesson.title)}", tuple(blocks))


def summary(taken: Taken) -> str:
    """Whether a lesson is passed, with the figures."""
    right, asked = taken.points
    outcomes, of = taken.outcomes
    needed = taken.lesson.passed
    said = "Passed" if taken.passed else "Not passed yet"
    parts = [f"{right} of {asked} points ({needed.points} % needed)"] if asked else []
    parts += [f"{outcomes} of {of} outcomes ({needed.outcomes} % needed)"] if of else []
    return f"{said}: {', '.join(parts)}."


def case_result(case: Marked) -> tuple[Block, ...]:
    """One case: its outcome and its points, each with the sentence of its grade."""
    under = f" (under {case.posed.under}: a draft or hypothesis, never law)" if case.posed.under else ""
    lines: list[Inline] = []
    if case.outcome is not None:
        lines.append(_line(case.outcome, "The outcome", case.result.outcome.sentence))
    for point, counts in zip(case.points, case.counted, strict=True):
        of = f", {point.technology}" if point.technology and len(case.assessment.units) > 1 else ""
        cited = f"{case.assessment.rulebook.cite(point.provision)}{of}"
        lines.append(_line(counts, cited, point.sentence))
    name = f"{one_line(case.posed.case.profile.name)}{under}"
    return Heading(name, number=f"Case {case.posed.at}:"), Listing(tuple(lines))


def _line(right: bool, what: str, sentence: str) -> Inline:
    mark = "✓" if right else "✗"
    return inline(f"{mark} ", Span(what, bold=True), f". {sentence or 'You say nothing of it.'}")
