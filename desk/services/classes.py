"""Classes: opened by a trainer for a lesson, entered by a code, closed, deleted."""

from __future__ import annotations

import secrets

from django.db import transaction

from ...lessons.lesson_file import course
from ...reading.errors import BadInput, Problem
from ..models import Learner, LessonClass
from . import audit
from .access import NotFound, User
from .learning import cases_of

#: Letters and digits that nobody mistakes for one another when a code is read from a board.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8


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
