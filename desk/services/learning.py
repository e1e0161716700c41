"""Cases of a lesson as a learner has them: put, answered, graded by ``derogation.lessons``.

Everything is derived anew from a lesson, a seed and the answers; of a grade only its counts are kept, for a list that
changes while people learn.
"""

from __future__ import annotations

import json
from functools import lru_cache

from django.db import transaction
from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from ...api import assess_posed, load_lesson, next_lesson, pose_lesson, rulebook
from ...engine.why.results import Assessment, RuleResult
from ...lessons.answer import LessonAnswer, answer_data, read_answer
from ...lessons.handout import asked_results
from ...lessons.lesson import Lesson
from ...lessons.lesson_file import read_lesson
from ...lessons.neighbour import Neighbour
from ...lessons.posed import Posed
from ...lessons.sitting import Sitting, sitting
from ...lessons.taken import Marked, mark
from ..models import CaseAnswer, Learner, LessonClass
from .access import NotFound


class Put(Struct, frozen=True):
    """A case as it is put to a learner: what was said so far, and the points asked about, by their numbers."""

    posed: Posed
    sitting: Sitting
    asked: tuple[tuple[int, RuleResult], ...]
    kept: CaseAnswer | None

    @property
    def graded(self) -> bool:
        return self.kept is not None and self.kept.graded_at is not None


def lesson_of(of: LessonClass) -> Lesson:
    return _lesson(of.lesson, of.own)


#: What is kept of lessons and cases, for a class that answers at once; a larger class is served from what is made anew.
LAST = 32


@lru_cache(maxsize=LAST)
def _lesson(name: str, own: str) -> Lesson:
    return read_lesson(own, rulebook(), f"{name}.yaml") if own else load_lesson(name)


def cases_of(of: LessonClass, number: int) -> tuple[Posed, ...]:
    """The cases of a class's lesson for its learner of this number."""
    return _cases(of.lesson, of.own, of.seed, number)


@lru_cache(maxsize=LAST)
def _cases(name: str, own: str, seed: int, number: int) -> tuple[Posed, ...]:
    return pose_lesson(_lesson(name, own), seed=seed, number=number)


@lru_cache(maxsize=LAST)
def _assessed(name: str, own: str, seed: int, number: int, at: int) -> Assessment:
    return assess_posed(_cases(name, own, seed, number)[at - 1])


def assessed(learner: Learner, at: int) -> Assessment:
    """The assessment of a case of a learner, of which the solution is made."""
    of = learner.of
    return _assessed(of.lesson, of.own, of.seed, learner.number, at)


def put(learner: Learner, at: int) -> Put:
    """A case as it stands before a learner. Raises :class:`NotFound` where the lesson has none of that number."""
    cases = cases_of(learner.of, learner.number)
    if not 0 < at <= len(cases):
        raise NotFound
    posed, found = cases[at - 1], assessed(learner, at)
    kept = CaseAnswer.objects.filter(learner=learner, at=at).first()
    sat = sitting(found, posed.case.profile.name, "")
    if kept is not None:
        sat.answer = read_answer(kept.answer, found.rulebook)
        named = {sat.name(number): number for number in range(1, len(sat.points) + 1)}
        sat.shown = {named[each.condition, each.technology]: each.hints for each in sat.answer.conditions}
    wanted = {(each.rule.id, each.subject.unit) for each in asked_results(posed, found)}
    points = enumerate(sat.points, 1)
    asked = tuple((number, each) for number, each in points if (each.rule.id, each.subject.unit) in wanted)
    return Put(posed, sat, asked, kept)


def keep(learner: Learner, at: int, answer: LessonAnswer) -> None:
    """Keep what is said so far. A graded answer stays as it is."""
    text = json.dumps(answer_data(answer), ensure_ascii=False)
    with transaction.atomic():
        kept, made = CaseAnswer.objects.select_for_update().get_or_create(
            learner=learner, at=at, defaults={"answer": text}
        )
        if not made and kept.graded_at is None:
            kept.answer = text
            kept.save(update_fields=["answer"])


def grade(learner: Learner, at: int) -> None:
    """Grade a case, once."""
    found = marked(learner, at)
    with transaction.atomic():
        CaseAnswer.objects.get_or_create(
            learner=learner, at=at, defaults={"answer": json.dumps(answer_data(LessonAnswer()))}
        )
        CaseAnswer.objects.filter(learner=learner, at=at, graded_at=None).update(
            right=found.right, asked=len(found.points), outcome_right=found.outcome, graded_at=timezone.now()
        )


def marked(learner: Learner, at: int) -> Marked:
    """The answer of a learner to a case, graded."""
    there = put(learner, at)
    return mark(there.posed, there.sitting.answer, there.sitting.assessment, lesson_of(learner.of).passed)


def onward(learner: Learner, at: int, found: Marked) -> Neighbour | None:
    """The case one fact away from the mistake, where there is one; not under a draft, whose rules are others."""
    if found.posed.under:
        return None
    answer = replace(put(learner, at).sitting.answer, on=found.assessment.on)
    return next_lesson(found.posed.case, answer, found.result).neighbour
