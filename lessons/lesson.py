"""A lesson: what it aims at, what is read, which cases are posed, and what counts as passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from ..engine.law.rulebook import Status

#: Share of points, and of outcomes, in percent, that a learner needs where a lesson names none.
POINTS, OUTCOMES = 75, 75


class Passage(Struct, frozen=True):
    """A paragraph to read, with the provisions that it rests on."""

    text: str
    provisions: tuple[str, ...]


class Task(Struct, frozen=True):
    """One case to be answered, or with ``generate`` (a rule's name) so many made up ``times`` for each learner.

    ``ask`` are the conditions and gates asked about, empty for what the case expects; ``outcome`` whether the outcome
    is asked for. ``on``, ``standpoint``, ``on_the_record`` and ``readings`` say how the case is assessed, ``under``
    names a draft. ``think_about`` is a question for the class.
    """

    case: str = ""
    generate: str = ""
    statuses: tuple[Status, ...] = ()
    difficulty: int = 1
    times: int = 1
    ask: tuple[str, ...] = ()
    outcome: bool = True
    on: date | None = None
    standpoint: str = ""
    on_the_record: bool = False
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    under: str = ""
    think_about: str = ""


class Passing(Struct, frozen=True):
    """What counts as passed: shares of points and of outcomes in percent; with ``reasons`` a point counts only where it
    is right for the right reason."""

    points: int = POINTS
    outcomes: int = OUTCOMES
    reasons: bool = True


class Lesson(Struct, frozen=True):
    """A lesson as read. ``id`` is the name of its file; ``folder`` is where its own cases lie."""

    id: str
    title: str
    aim: str
    reading: tuple[Passage, ...]
    tasks: tuple[Task, ...]
    passed: Passing
    remember: str = ""
    folder: Path | None = None
