"""``derogation teach LESSON``: the cases of a lesson one after the other, each graded, and whether that passes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .answering import answered
from .lessons import show_document

if TYPE_CHECKING:
    from ..lessons.lesson import Lesson
    from ..lessons.posed import Posed
    from ..lessons.sitting import Sitting
    from ..lessons.taken import Marked


def teach_lesson(name: str, learner: str, seed: int, number: int, keep: Path | None) -> None:
    """Pose a lesson's cases, grade each answer, and keep the result in a folder; who leaves gets no result."""
    from .. import rulebook
    from ..api import load_lesson, pose_lesson
    from ..lessons.answered import of_lesson
    from ..lessons.catalogue import catalogue
    from ..lessons.diagnose import diagnose
    from ..lessons.handout import reading_blocks
    from ..lessons.kept import keep_taken
    from ..lessons.page import diagnosis_page
    from ..lessons.taken import Taken
    from ..lessons.taken_page import summary
    from ..showing.document import Document

    lesson = load_lesson(name)
    show_document(Document(lesson.title, tuple(reading_blocks(lesson, rulebook()))), None)
    cases = pose_lesson(lesson, seed=seed, number=number)
    marked: list[Marked] = []
    for posed in cases:
        click.echo(f"\nCase {posed.at} of {len(cases)}\n")
        found = _answered(lesson, posed, learner)
        if found is None:
            click.echo("Left; nothing is kept of the lesson.")
            return
        marked.append(found)
    taken = Taken(lesson, learner, seed, number, tuple(marked))
    click.echo(f"\n{summary(taken)}")
    if lesson.remember:
        click.echo(lesson.remember)
    suggested = diagnose(of_lesson(marked, catalogue()), catalogue(), rulebook())
    if suggested.named or suggested.suspected:
        click.echo()
        show_document(diagnosis_page(suggested, rulebook()), None)
    if keep is not None:
        click.echo(f"Kept in {keep_taken(keep, taken)}.")


def _answered(lesson: Lesson, posed: Posed, learner: str) -> Marked | None:
    """One case answered and graded; ``None`` where the learner leaves."""
    from ..api import assess_posed
    from ..lessons.handout import put
    from ..lessons.page import case_page
    from ..lessons.sitting import asked_of, sitting
    from ..lessons.taken import mark
    from ..lessons.taken_page import case_result
    from ..showing.document import Document, Paragraph, Terms

    assessment = assess_posed(posed)
    profile = posed.case.profile
    sat: Sitting = asked_of(sitting(assessment, profile.name, learner), posed.asked)
    page = case_page(sat, profile.name, " ".join(profile.summary.split()))
    _, *how = put(posed, assessment)  # the page names the day
    asked = Paragraph("Answer these, and state the outcome (o)." if posed.outcome else "Answer these.")
    show_document(Document(page.title, (*([Terms(tuple(how))] if how else []), *page.blocks, asked)), None)
    if not answered(sat):
        return None
    found = mark(posed, sat.answer, assessment, lesson.passed)
    show_document(Document("", case_result(found)), None)
    if posed.think_about:
        click.echo(f"\nThink about: {posed.think_about}")
    return found
