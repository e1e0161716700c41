"""Lessons and classes: opened by a trainer, entered by a code, answered case by case, graded by ``derogation.lessons``.

Everything is derived anew from a lesson, a seed and the answers; of a grade only its counts are kept, for a list that
changes while people learn.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from ...api import assess_posed, diagnose_answers, load_lesson, mark_lesson, next_lesson, pose_lesson, rulebook
from ...engine.why.results import Assessment, RuleResult
from ...lessons.answer import LessonAnswer, answer_data, read_answer
from ...lessons.class_results import ClassResults, class_results
from ...lessons.handout import asked_results
from ...lessons.lesson import Lesson
from ...lessons.lesson_file import course, read_lesson
from ...lessons.neighbour import Neighbour
from ...lessons.page import diagnosis_page
from ...lessons.posed import Posed
from ...lessons.sitting import Sitting, sitting
from ...lessons.taken import Marked, Taken, mark
from ...lessons.taken_json import taken_data
from ...reading.errors import BadInput, Problem
from ...showing.document import Document
from ..models import CaseAnswer, Learner, LessonClass
from . import audit
from .access import NotFound, User

#: Letters and digits that nobody mistakes for one another when a code is read from a board.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Put:
    """A case as it is put to a learner: what was said so far, and the points asked about, by their numbers."""

    posed: Posed
    sitting: Sitting
    asked: tuple[tuple[int, RuleResult], ...]
    kept: CaseAnswer | None

    @property
    def graded(self) -> bool:
        return self.kept is not None and self.kept.graded_at is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """A learner's place in a list: for each case nothing, what is kept, or its counts."""

    learner: Learner
    name: str
    cases: tuple[CaseAnswer | None, ...]


# --- classes ---------------------------------------------------------------------------------------------------------


def begin(user: User, lesson: str, own: str = "", *, alone: bool, anonymous: bool = False) -> LessonClass:
    """Open a class for a lesson of the course or a trainer's own (its text), or take it alone.

    Raises :class:`BadInput` for a lesson that is none, and for one of one's own that poses what it cannot.
    """
    if not own and lesson not in course():
        raise BadInput(Problem(f"no lesson is called {lesson!r}", hint="Choose one of the course, or a file."))
    made = LessonClass(
        trainer=user,
        lesson=lesson[:100],
        own=own,
        code="" if alone else "".join(secrets.choice(LETTERS) for _ in range(LENGTH)),
        seed=secrets.randbelow(1 << 31),
        anonymous=anonymous,
    )
    cases_of(made, 1)
    with transaction.atomic():
        made.save()
        if alone:
            Learner.objects.create(of=made, user=user, number=1)
        audit.note(user, "began a lesson", lesson=made.lesson)
    return made


def enter(user: User, code: str) -> LessonClass:
    """Come into a class by its code. Raises :class:`NotFound`, for a class that is closed as well."""
    with transaction.atomic():
        plain = "".join(code.split()).upper()
        found = LessonClass.objects.select_for_update().filter(code=plain, open=True).first() if plain else None
        if found is None:
            raise NotFound
        last = Learner.objects.filter(of=found).order_by("-number").first()
        Learner.objects.get_or_create(of=found, user=user, defaults={"number": last.number + 1 if last else 1})
    return found


def led_by(user: User, class_id: object) -> LessonClass:
    """A class that this person leads. Raises :class:`NotFound`."""
    found = LessonClass.objects.filter(pk=class_id, trainer=user).first()
    if found is None:
        raise NotFound
    return found


def learner_in(user: User, class_id: object) -> Learner:
    """This person as a learner of a class. Raises :class:`NotFound`."""
    found = Learner.objects.select_related("of").filter(of_id=class_id, user=user).first()
    if found is None:
        raise NotFound
    return found


def close(user: User, class_id: object, *, opened: bool) -> None:
    """Let nobody in any more, or in again."""
    found = led_by(user, class_id)
    found.open = opened
    found.save(update_fields=["open"])


def delete(user: User, class_id: object) -> None:
    """Remove a class with all answers."""
    with transaction.atomic():
        led_by(user, class_id).delete()
        audit.note(user, "deleted a class")


# --- cases -----------------------------------------------------------------------------------------------------------


def lesson_of(of: LessonClass) -> Lesson:
    return _lesson(of.lesson, of.own)


#: What is kept of lessons and cases, for a class that answers at once: a learner's cases hold up to a megabyte, an
#: assessment half of one. A larger class is served from what is made anew.
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


def suggested(learner: Learner) -> Document:
    """What a learner's graded answers suggest: which rules are misread, or that it cannot be told. Cases under a draft,
    whose rules are others, are left out."""
    cases = cases_of(learner.of, learner.number)
    given = [
        (cases[each.at - 1].case, read_answer(each.answer, rulebook()))
        for each in CaseAnswer.objects.filter(learner=learner, graded_at__isnull=False).order_by("at")
        if not cases[each.at - 1].under
    ]
    return diagnosis_page(diagnose_answers(given)[0], rulebook())


# --- results ---------------------------------------------------------------------------------------------------------


def name_of(learner: Learner) -> str:
    """What a learner is called in lists: by a number where the class has no names."""
    return f"learner {learner.number}" if learner.of.anonymous else learner.user.get_username()


def progress(of: LessonClass) -> tuple[Progress, ...]:
    """How far every learner is."""
    length = sum(task.times if task.generate else 1 for task in lesson_of(of).tasks)
    found: list[Progress] = []
    for learner in Learner.objects.filter(of=of).select_related("user", "of").order_by("number"):
        answers: dict[int, CaseAnswer] = {each.at: each for each in CaseAnswer.objects.filter(learner=learner)}
        found.append(Progress(learner, name_of(learner), tuple(answers.get(at) for at in range(1, length + 1))))
    return tuple(found)


def taken(learner: Learner) -> Taken:
    """The lesson as a learner has taken it so far."""
    cases = cases_of(learner.of, learner.number)
    answers: Mapping[int, LessonAnswer] = {
        each.at: read_answer(each.answer, assessed(learner, each.at).rulebook)
        for each in CaseAnswer.objects.filter(learner=learner, graded_at__isnull=False)
    }
    name = "" if learner.of.anonymous else learner.user.get_username()
    return mark_lesson(
        lesson_of(learner.of), answers, learner=name, seed=learner.of.seed, number=learner.number, cases=cases
    )


def results(of: LessonClass) -> ClassResults:
    """The tables of a class: by learner, by condition, by answer."""
    learners = Learner.objects.filter(of=of).select_related("user", "of").order_by("number")
    return class_results([taken_data(taken(each)) for each in learners], anonymous=of.anonymous)
