"""The cases of a lesson as they are posed to one learner: read or made up, with what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from zlib import crc32

from msgspec import Struct, field

from ..cases.catalogue import Assess, feature_of, shipped, shipped_matters
from ..cases.loader import Case, load_case
from ..cases.matter.loader import load_matter
from ..engine.law.rulebook import Rulebook
from ..reading.errors import BadInput, Problem
from .answer import named_rules
from .lesson import Lesson, Task
from .making.generated import generated
from .making.wanted import Kind


class Posed(Struct, frozen=True):
    """One case as it is posed: how it is assessed, and the names of the rules asked about, in the rules' order.

    ``at`` counts from 1. ``under`` names a draft, which is never law.
    """

    at: int
    case: Case
    asked: tuple[str, ...]
    outcome: bool = True
    on: date | None = None
    standpoint: str | None = None
    on_the_record: bool = False
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    under: str = ""
    think_about: str = ""
    made_up: bool = False


def posed(lesson: Lesson, rulebook: Rulebook, assess: Assess, *, seed: int = 0, number: int = 1) -> tuple[Posed, ...]:
    """The cases of a lesson for the ``number``-th learner of a class whose seed is ``seed``.

    Made-up cases differ from learner to learner, and the same seed and number give the same ones. Raises
    :class:`BadInput` for a case that cannot be read and more learners than there are cases.
    """
    found: list[Posed] = []
    every = sum(task.times for task in lesson.tasks if task.generate)
    place = (number - 1) * every  # each made-up case of a lesson has a number of its own, whatever it is about
    for at, task in enumerate(lesson.tasks):
        for time in range(task.times if task.generate else 1):
            if task.generate:
                place += 1
                chance = Random(f"{lesson.id} {seed} {number} {at} {time}")
                kind = Kind(rulebook.by_id[task.generate], chance.choice(task.statuses), task.difficulty)
                own_seed = crc32(f"{lesson.id} {seed}".encode())
                case = generated(rulebook, kind, assess, seed=own_seed, number=place)
            else:
                case = case_named(task.case, lesson, rulebook)
            found.append(_posed(len(found) + 1, task, case, rulebook))
    return tuple(found)


def pose_case(
    case: Case,
    rulebook: Rulebook,
    *,
    on: date | None = None,
    standpoint: str | None = None,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Posed:
    """A case posed by itself: what it expects is asked, else everything on which its outcome rests."""
    asked = _asked(Task(), case, rulebook)
    return Posed(1, case, asked, True, on, standpoint, on_the_record, dict(readings or {}))


def case_named(name: str, lesson: Lesson, rulebook: Rulebook) -> Case:
    """A case that a lesson names: a file beside it, or one that is shipped; ``MATTER#FEATURE`` is a case.

    Raises :class:`BadInput`.
    """
    file, feature = feature_of(name)
    known = {**shipped(), **shipped_matters()}
    if file in known:
        path = known[file]
    elif lesson.folder is not None:
        path = lesson.folder / file
    else:
        raise BadInput(
            Problem(f"no case is called {file!r}", hint="A lesson that is no file can pose shipped cases only.")
        )
    return load_matter(path, rulebook).feature(feature) if feature else load_case(path)


def _posed(at: int, task: Task, case: Case, rulebook: Rulebook) -> Posed:
    return Posed(
        at=at,
        case=case,
        asked=_asked(task, case, rulebook),
        outcome=task.outcome,
        on=task.on,
        standpoint=task.standpoint or None,
        on_the_record=task.on_the_record,
        readings=dict(task.readings),
        under=task.under,
        think_about=task.think_about,
        made_up=bool(task.generate),
    )


def _asked(task: Task, case: Case, rulebook: Rulebook) -> tuple[str, ...]:
    """The rules asked about: those that the task names, else those of which the case expects something."""
    if task.ask or case.profile.expect is None:
        return task.ask
    names = {rule.id for name in case.profile.expect.conditions for rule in named_rules(rulebook, name)}
    return tuple(rule.id for rule in rulebook.rules if rule.id in names)
