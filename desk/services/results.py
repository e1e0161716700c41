"""What learners made of a lesson: how far each is, tables of a class, and which rules their answers say are misread."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ...api import mark_lesson, rulebook
from ...lessons.answer import LessonAnswer, read_answer
from ...lessons.answered import of_lesson
from ...lessons.catalogue import catalogue
from ...lessons.class_results import ClassResults, class_results
from ...lessons.diagnose import diagnose
from ...lessons.page import diagnosis_page
from ...lessons.taken import Taken
from ...lessons.taken_json import taken_data
from ...showing.document import Document
from ..models import CaseAnswer, Learner, LessonClass
from .learning import assessed, cases_of, lesson_of, marked


class Progress(Struct, frozen=True):
    """A learner's place in a list: for each case nothing, what is kept, or its counts."""

    learner: Learner
    name: str
    cases: tuple[CaseAnswer | None, ...]


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


def tables(of: LessonClass) -> ClassResults:
    """The tables of a class: by learner, by condition, by answer."""
    learners = Learner.objects.filter(of=of).select_related("user", "of").order_by("number")
    return class_results([taken_data(taken(each)) for each in learners], anonymous=of.anonymous)


def suggested(learner: Learner) -> Document:
    """What a learner's graded answers suggest: which rules are misread, or that it cannot be told."""
    graded = CaseAnswer.objects.filter(learner=learner, graded_at__isnull=False).order_by("at")
    given = of_lesson((marked(learner, each.at) for each in graded), catalogue())
    return diagnosis_page(diagnose(given, catalogue(), rulebook()), rulebook())
