"""A learner's answers graded: what was wrong, where to go on, which rule is misread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ..cases.loader import Case
from ..cases.rulebook import rulebook
from ..engine.answer import ENGINES
from .assessing import assess

if TYPE_CHECKING:
    from ..lessons.answer import LessonAnswer
    from ..lessons.diagnose import Diagnosis
    from ..lessons.neighbour import Neighbour
    from ..lessons.result import LessonResult


class Onward(Struct, frozen=True):
    """Where a learner goes on: the ``neighbour`` one fact away from the mistake, else the name of a shipped ``case``;
    neither where nothing was wrong."""

    neighbour: Neighbour | None = None
    case: str | None = None


def grade_answer(case: Case, answer: LessonAnswer) -> LessonResult:
    """Grade a learner's answer to a case, condition by condition, reasons included (docs/teaching.md).

    ``lessons.answer`` has the answer's types, ``read_answer`` and ``load_answer``. The day is the answer's, else the
    case's own. Raises :class:`BadInput` for conditions, technologies, facts and provisions that are not there.
    """
    from ..lessons.grade import grade

    return grade(assess(case, answer.on, engines=ENGINES[:1]), answer)


def next_lesson(case: Case, answer: LessonAnswer, graded: LessonResult) -> Onward:
    """The case one fact away from the mistake in a graded answer: the same, but the status of that condition turns.

    Where no one fact turns it, the name of a shipped case in which it is as the learner said, or any other.
    """
    from ..lessons.neighbour import mistake, neighbour, shipped_with

    at = mistake(graded)
    if at is None:
        return Onward()
    near = neighbour(case, assess(case, answer.on, engines=ENGINES[:1]), at)
    return Onward(near) if near is not None else Onward(case=shipped_with(at))


def diagnose_answers(answers: Sequence[tuple[Case, LessonAnswer]]) -> tuple[Diagnosis, str | None]:
    """Which rules a learner misreads, from the answers to several cases, or that it cannot be told; and the name of the
    case, not among them, that would tell most.

    Of several answers to one case on one day the last counts. Raises what :func:`grade_answer` raises.
    """
    from ..lessons.answered import answered, once
    from ..lessons.catalogue import catalogue
    from ..lessons.diagnose import diagnose, next_case
    from ..lessons.tables import pool

    known = catalogue()
    given = once(answered(case, grade_answer(case, answer), known, answer.case) for case, answer in answers)
    return diagnose(given, known, rulebook()), next_case(given, pool(), known, rulebook())
