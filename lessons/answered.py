"""Graded answers as evidence of what a learner believes."""

from __future__ import annotations

from collections.abc import Iterable

from ..cases.loader import Case
from .catalogue import Catalogue
from .diagnose import Answered
from .predict import Predictions
from .result import LessonResult
from .tables import pool, predictions_of
from .taken import Marked


def answered(case: Case, graded: LessonResult, known: Catalogue, name: str = "") -> Answered:
    """What was said of a case, beside what would be predicted; of a shipped training case on its own day from the
    tables, else worked out (a quarter of a second)."""
    said = {(point.rule, point.subject.partition(":")[2]): point.said for point in graded.points if point.said}
    return Answered(_predictions(case, graded, known, name), said, graded.outcome.said)


def _predictions(case: Case, graded: LessonResult, known: Catalogue, name: str) -> Predictions:
    kept = pool().get(name)
    if kept is not None and kept.on == graded.on:
        return kept
    return predictions_of(case, known, name or graded.case, graded.on)


def of_lesson(marked: Iterable[Marked], known: Catalogue) -> tuple[Answered, ...]:
    """The cases of a lesson taken that say something of beliefs: those put as they stand, and not from a party's side,
    on the record, on a reading or under a draft."""
    plain = (
        each
        for each in marked
        if not (each.posed.under or each.posed.standpoint or each.posed.on_the_record or each.posed.readings)
    )
    return once(answered(each.posed.case, each.result, known) for each in plain)


def once(answers: Iterable[Answered]) -> tuple[Answered, ...]:
    """Of several answers to one case on one day the last: learners try again."""
    return tuple({(each.predictions.case, each.predictions.on): each for each in answers}.values())
