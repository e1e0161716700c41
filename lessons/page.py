"""A case, a graded answer and a diagnosis as documents: the same in the terminal, in Markdown and on a page."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.case.words import long_date
from ..engine.law.rulebook import Rulebook
from ..rules.citation_styles import pinpoints
from ..showing.document import Block, Document, Heading, Listing, Paragraph, Proof, Table
from .diagnose import Diagnosis, Suspicion
from .neighbour import Neighbour
from .result import LessonResult, PointResult
from .sitting import FileFact, Sitting
from .words import GATES, STATUSES, status

MARKS = {
    "right": "✓ right",
    "right_on_reading": "✓ right on a reading",
    "no_reason": "≈ right, no reason",
    "wrong_reason": "≈ right, wrong reason",
    "wrong": "✗ wrong",
    "dont_know": "? not known",
    "not_asked": "– not answered",
}


def case_page(sitting: Sitting, title: str, summary: str = "") -> Document:
    """What a learner sees first: the facts on file and the conditions, each by number; no solution."""
    blocks: list[Block] = [Paragraph(f"Assessed on {long_date(sitting.assessment.on)}. {summary}".strip())]
    blocks += [Heading("What the file says", 1), facts_list(sitting.stated)]
    blocks += [Heading("What the law asks", 1), points_list(sitting)]
    return Document(title, tuple(blocks))


def facts_list(facts: tuple[FileFact, ...]) -> Proof:
    """Facts by number, under what they are about."""
    lines: list[tuple[int, str]] = []
    about = ""
    for fact in facts:
        if fact.about != about:
            about = fact.about
            lines.append((0, about))
        lines.append((1, f"{fact.number:3} {fact.text}"))
    return Proof(tuple(lines))


def points_list(sitting: Sitting) -> Proof:
    """Gates and conditions by number, under what they are asked of, with what was said of each so far."""
    lines: list[tuple[int, str]] = []
    about = ""
    for number, each in enumerate(sitting.points, 1):
        said, of = sitting.said(number), sitting.name(number)[1]
        asked = f"Asked of {of or f'the {each.rule.subject}'}{', before any condition' if each.kind == 'gate' else ''}"
        if asked != about:
            about = asked
            lines.append((0, about))
        names = GATES if each.kind == "gate" else STATUSES
        told = f" -> {names[said.status]}" if said else ""
        lines.append((1, f"{number:3} {each.rule.provision}  {each.rule.title}{told}"))
    return Proof(tuple(lines))


def result_page(result: LessonResult, rulebook: Rulebook, onward: Neighbour | None = None, other: str = "") -> Document:
    """A graded answer: the outcome, what was said point by point, what was passed over, and where to go on."""
    return Document(f"{result.case}, {long_date(result.on)}", tuple(_graded(result, rulebook, onward, other)))


def _graded(result: LessonResult, rulebook: Rulebook, onward: Neighbour | None, other: str) -> Iterator[Block]:
    outcome = result.outcome
    yield Paragraph(f"{MARKS[outcome.kind]}. Outcome: {outcome.sentence}", "lead")
    order = ("wrong", "wrong_reason", "no_reason", "right_on_reading", "right", "dont_know")
    answered = sorted(result.answered, key=lambda point: order.index(point.kind))
    if answered:
        yield Heading("Point by point", 1)
        yield Listing(tuple(f"{MARKS[point.kind]}: {_name(point, rulebook)}. {point.sentence}" for point in answered))
    passed_over = [point for point in result.points if point.kind == "not_asked" and point.matters]
    if passed_over:
        yield Heading("Passed over, though the outcome rests on it", 1)
        yield Listing(tuple(_passed_over(passed_over, rulebook)))
    unanswered = result.count("not_asked") - len(passed_over)
    if unanswered:
        yield Paragraph(f"Not answered besides: {unanswered}, on which the outcome does not rest.", "small")
    if onward is not None:
        yield Heading("Next: one fact away", 1)
        yield Paragraph(onward.sentence)
    elif other:
        yield Heading("Next", 1)
        yield Paragraph(f"derogation teach {other}")


def _passed_over(points: list[PointResult], rulebook: Rulebook) -> Iterator[str]:
    """Points that nothing was said of: the first of each status with its reason, the others by pinpoint."""
    order = [rule.provision for rule in rulebook.of_kind("gate", "condition")]
    for name in dict.fromkeys(status(point, point.status) for point in points):
        first, *others = [point for point in points if status(point, point.status) == name]
        yield f"{_name(first, rulebook)}: {name}. {first.because}"
        if others:
            yield f"{name} as well: {pinpoints([point.provision for point in others], order, cite=rulebook.cite)}"


def _name(point: PointResult, rulebook: Rulebook) -> str:
    return f"{rulebook.cite(point.provision)}{f' [{point.technology}]' if point.technology else ''}"


def diagnosis_page(found: Diagnosis, rulebook: Rulebook, onward: str | None = None) -> Document:
    """What is suspected of a learner, with the evidence, or that it cannot be told."""
    return Document("What the answers suggest", tuple(_diagnosed(found, rulebook, onward)))


def _diagnosed(found: Diagnosis, rulebook: Rulebook, onward: str | None) -> Iterator[Block]:
    said = {
        "found": "A rule is misread." if len(found.named) == 1 else f"{len(found.named)} rules are misread.",
        "none": "No misconception.",
        "undecided": "It cannot be told.",
    }[found.verdict]
    slips = f" {found.slips} of them are not explained." if found.slips and found.verdict != "undecided" else ""
    yield Paragraph(f"{said} {found.why}".strip(), "lead")
    answers = "1 answer" if found.answers == 1 else f"{found.answers} answers"
    cases = "1 case" if found.cases == 1 else f"{found.cases} cases"
    yield Paragraph(f"From {answers} to {cases}.{slips}", "small")
    for heading, every in (("Named", found.named), ("Suspected, not certain", found.suspected)):
        for each in every:
            yield Heading(f"{heading}: {each.misconception.belief}", 2)
            yield Paragraph(_why(each, rulebook))
            if each.evidence:
                yield Table("", ("Case", "Point", "You said", "It is"), tuple(_evidence(each, rulebook)))
    if onward:
        yield Paragraph(f"The case that would tell most: derogation teach {onward}")


def _why(each: Suspicion, rulebook: Rulebook) -> str:
    on = ", ".join(rulebook.cite(provision) for provision in each.misconception.authority)
    return f"{each.misconception.wrong} [{on}] ({each.probability:.0%} on these answers.)"


def _evidence(each: Suspicion, rulebook: Rulebook) -> Iterator[tuple[str, ...]]:
    for seen in each.evidence:
        of = f" [{seen.technology}]" if seen.technology else ""
        yield seen.case, f"{rulebook.cite(rulebook.by_id[seen.rule].provision)}{of}", seen.said, seen.status
