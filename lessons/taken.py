"""A lesson taken: the cases posed, what was answered, each graded, and whether that passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from ..engine.why.results import Assessment
from .answer import LessonAnswer
from .grade import grade
from .lesson import Lesson, Passing
from .posed import Posed
from .result import Kind, LessonResult, PointResult

#: Assesses a case as it is posed, under its draft where it names one.
AssessPosed = Callable[[Posed], Assessment]

#: Grades that count as right where the reason matters, and where it does not.
RIGHT: tuple[Kind, ...] = ("right", "right_on_reading")
RIGHT_ANYHOW: tuple[Kind, ...] = (*RIGHT, "no_reason", "wrong_reason")


class Marked(Struct, frozen=True):
    """One case of a lesson, graded: ``points`` are those asked about, ``counted`` whether each counts as right.

    ``outcome`` is whether the outcome is right, ``None`` where it was not asked for.
    """

    posed: Posed
    assessment: Assessment
    result: LessonResult
    points: tuple[PointResult, ...]
    counted: tuple[bool, ...]
    outcome: bool | None

    @property
    def right(self) -> int:
        """How many points count as right."""
        return sum(self.counted)


class Taken(Struct, frozen=True):
    """A lesson taken by one learner, the ``number``-th of a class whose seed is ``seed``."""

    lesson: Lesson
    learner: str
    seed: int
    number: int
    cases: tuple[Marked, ...]

    @property
    def points(self) -> tuple[int, int]:
        """How many points are right, of how many asked about."""
        return sum(case.right for case in self.cases), sum(len(case.points) for case in self.cases)

    @property
    def outcomes(self) -> tuple[int, int]:
        """How many outcomes are right, of how many asked for."""
        asked = [case.outcome for case in self.cases if case.outcome is not None]
        return sum(asked), len(asked)

    @property
    def passed(self) -> bool:
        """Whether as many points and outcomes are right as the lesson asks for; a share of nothing is whole."""
        needed = self.lesson.passed
        return _enough(self.points, needed.points) and _enough(self.outcomes, needed.outcomes)


def _enough(counted: tuple[int, int], percent: int) -> bool:
    right, asked = counted
    return right * 100 >= asked * percent


def mark(posed: Posed, answer: LessonAnswer, assessment: Assessment, passing: Passing) -> Marked:
    """Grade an answer to a case of a lesson. Raises :class:`BadInput` for what the case or the law does not have."""
    result = grade(assessment, answer)
    points = asked_points(posed, result)
    counting = RIGHT if passing.reasons else RIGHT_ANYHOW
    counted = tuple(point.kind in counting for point in points)
    outcome = result.outcome.kind in RIGHT_ANYHOW if posed.outcome else None
    return Marked(posed, assessment, result, points, counted, outcome)


def asked_points(posed: Posed, result: LessonResult) -> tuple[PointResult, ...]:
    """The points of a graded answer that were asked about; all on which the outcome rests where none is named."""
    if posed.asked:
        return tuple(point for point in result.points if point.rule in posed.asked)
    return tuple(point for point in result.points if point.matters)


def take(
    lesson: Lesson,
    cases: tuple[Posed, ...],
    answers: Mapping[int, LessonAnswer],
    assess: AssessPosed,
    *,
    learner: str = "",
    seed: int = 0,
    number: int = 1,
) -> Taken:
    """Grade the answers to the cases of a lesson, by the numbers of the cases; a case without one was not answered.

    Raises :class:`BadInput` for what a case or the law does not have.
    """
    marked = tuple(mark(each, answers.get(each.at, LessonAnswer()), assess(each), lesson.passed) for each in cases)
    return Taken(lesson, learner, seed, number, marked)
