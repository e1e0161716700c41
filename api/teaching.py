"""Lessons posed and marked, cases made for them, and hearings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..cases.loader import Case
from ..cases.rulebook import rulebook
from ..engine.why.results import Assessment
from .answers import answer_record
from .assessing import assess
from .supposed import assess_under

if TYPE_CHECKING:
    from ..lessons.answer import LessonAnswer
    from ..lessons.lesson import Lesson
    from ..lessons.posed import Posed
    from ..lessons.taken import Taken
    from ..reading.document import Document
    from ..showing.document import Document as Memo


def generate_case(condition: str, status: str, *, difficulty: int = 1, seed: int = 0, number: int = 1) -> Case:
    """A made-up case in which a condition or gate has a status (docs/teaching.md).

    ``condition`` is a provision (``3(1)(c)``) or a rule's name; ``difficulty`` goes from 1 to 5. The same seed and
    number give the same case, and two numbers of one seed never the same facts. Its profile has the facts in a
    paragraph (``summary``), ``expect`` and ``lesson``. Raises :class:`BadInput` where no case can have the status.
    """
    from ..lessons.making.generated import generated, kind_of

    return generated(rulebook(), kind_of(rulebook(), condition, status, difficulty), assess, seed=seed, number=number)


def load_lesson(name_or_path: str | Path) -> Lesson:
    """A lesson of the course by its name (``lessons.lesson_file.course`` lists them), or one's own by its file.

    Raises :class:`BadInput` with every defect.
    """
    from ..lessons.lesson_file import load_lesson as load

    return load(name_or_path, rulebook())


def pose_lesson(lesson: Lesson, *, seed: int = 0, number: int = 1) -> tuple[Posed, ...]:
    """The cases of a lesson for the ``number``-th learner of a class whose seed is ``seed``; made-up ones differ from
    learner to learner. Raises :class:`BadInput` for a case that cannot be read or made."""
    from ..lessons.posed import posed

    return posed(lesson, rulebook(), assess, seed=seed, number=number)


def assess_posed(posed: Posed) -> Assessment:
    """Assess a case as a lesson poses it; under a draft the outcomes have names of their own."""
    case, on, party = posed.case, posed.on, posed.standpoint
    if posed.under:
        from ..rules.variants.model import load_variant

        under = load_variant(posed.under)
        return assess_under(
            case, under, on, party, on_the_record=posed.on_the_record, readings=posed.readings
        ).assessment
    return assess(case, on, party, on_the_record=posed.on_the_record, readings=posed.readings)


def mark_lesson(
    lesson: Lesson,
    answers: Mapping[int, LessonAnswer],
    *,
    learner: str = "",
    seed: int = 0,
    number: int = 1,
    cases: tuple[Posed, ...] | None = None,
) -> Taken:
    """Grade a learner's answers to the cases of a lesson, by their numbers from 1, and say whether that passes.

    ``cases`` are those of :func:`pose_lesson`, posed anew where they are not given. ``lessons.taken_json.taken_data``
    makes the contract ``derogation/lesson-taken/1`` of it. Raises :class:`BadInput` for what a case does not have.
    """
    from ..lessons.taken import take

    given = cases if cases is not None else pose_lesson(lesson, seed=seed, number=number)
    return take(lesson, given, answers, assess_posed, learner=learner, seed=seed, number=number)


def mark_sheet(document: Document, folder: Path | None = None) -> Taken:
    """Grade a sheet of answers to a lesson (``derogation/lesson-answers/1``).

    ``folder`` is where a lesson that it names by a file lies. Raises :class:`BadInput` with every defect of the sheet,
    and for a lesson that cannot be read.
    """
    from ..lessons.lesson_file import course
    from ..lessons.sheet import sheet_answers, sheet_head
    from ..lessons.taken import take

    head = sheet_head(document)
    lesson = load_lesson(head.lesson if head.lesson in course() or folder is None else folder / head.lesson)
    cases = pose_lesson(lesson, seed=head.seed, number=head.number)
    assessed = {each.at: assess_posed(each) for each in cases}
    answers = sheet_answers(document, {at: found.rulebook for at, found in assessed.items()})
    return take(
        lesson, cases, answers, lambda posed: assessed[posed.at],
        learner=head.learner, seed=head.seed, number=head.number,
    )  # fmt: skip


def hearing(
    case: Case,
    on: date | None = None,
    names: tuple[str, str] | None = None,
    *,
    readings: Mapping[str, str] | None = None,
    solution: bool = False,
) -> Memo:
    """A mock hearing of a case as a document: two parties (``names``, else the provider and one opposed to it), what
    each has to show, what the record shows; with ``solution`` what the bench should find.

    Raises :class:`BadInput` for a party, reading or choice that does not exist.
    """
    from ..lessons.hearing import hearing_of
    from ..lessons.hearing_page import hearing_document

    found = hearing_of(case, rulebook(), assess, on, names, readings)
    return hearing_document(found, answer_record(found.assessment), solution=solution)
