"""What is said of a learner's answer: plain frozen records, of which text, JSON and pages are views.

The JSON form is the contract ``derogation/lesson-result/1`` (:mod:`.result_json`).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from ..engine.law.rulebook import Kind as RuleKind
from ..engine.law.rulebook import Rulebook, Status
from ..engine.why.reasons import FactUse
from .answer import Said

#: What becomes of one thing that a learner says. *wrong_reason*: the status is right, and what it is said to rest on is
#: not what it rests on, or not the whole of it. *no_reason*: it is right, and nothing is said of why. *not_asked*: the
#: learner says nothing of it.
Kind = Literal["right", "right_on_reading", "no_reason", "wrong_reason", "wrong", "dont_know", "not_asked"]
KINDS: tuple[Kind, ...] = ("right", "right_on_reading", "no_reason", "wrong_reason", "wrong", "dont_know", "not_asked")


#: The part of a rule: whether it applies, is met, or is lifted.
Part = Literal["applies", "holds", "relief"]


class CitedFact(Struct, frozen=True):
    """A fact, or a group of facts, that a learner names.

    ``bears``: the rule reads it. ``decides``: the status rests on it. ``indicates`` is the question of the finding for
    or against which it only speaks, empty for others; ``of`` the provision that does read it, where this one does not.
    """

    path: str
    question: str
    text: str
    bears: bool
    decides: bool
    indicates: str = ""
    of: str = ""


class Limb(Struct, frozen=True):
    """A part of a rule on which its status rests: its words, its truth, and the facts behind that.

    ``provision`` is empty where it has none besides the rule's own; ``part`` is *applies*, *holds* or *relief*;
    ``question`` is the limb as something to ask of the file.
    """

    part: Part
    title: str
    provision: str
    truth: bool | None
    facts: tuple[FactUse, ...]
    question: str


class OnReading(Struct, frozen=True):
    """A reading on which what a learner says is right: its choice, the default, and the argument for the default.

    ``named``: the learner named it.
    """

    reading: str
    question: str
    choice: str
    title: str
    default: str
    default_title: str
    argument: str
    authority: tuple[str, ...]
    named: bool


def on_reading(rulebook: Rulebook, name: str, choice: str, *, named: bool) -> OnReading:
    """A choice of a reading beside the default, with the argument for the default."""
    reading = rulebook.readings[name]
    default, taken = reading.choices[0], next(each for each in reading.choices if each.id == choice)
    return OnReading(
        name,
        reading.question,
        choice,
        taken.title,
        default.id,
        default.title,
        default.argument,
        default.authority,
        named,
    )


class PointResult(Struct, frozen=True):
    """What becomes of what a learner says of one condition or gate, for one subject.

    ``said`` is empty where nothing was; ``status`` is the assessed one. ``matters``: the outcome rests on it. ``cited``
    are the facts named, ``foreign`` the provisions named on which it does not rest, ``overlooked`` the limbs that
    nothing named speaks to. ``parted`` is, where the status is wrong, the step in the proof at which it parts from what
    was said. ``hints`` says how many were taken. ``rests_on`` and ``because`` are the assessment's own. ``sentence``
    says the grade to the learner.
    """

    rule: str
    kind_of_rule: RuleKind
    provision: str
    title: str
    subject: str
    technology: str
    said: Said | Literal[""]
    status: Status
    kind: Kind
    matters: bool
    sentence: str
    because: str
    rests_on: tuple[FactUse, ...] = ()
    cited: tuple[CitedFact, ...] = ()
    foreign: tuple[str, ...] = ()
    overlooked: tuple[Limb, ...] = ()
    parted: Limb | None = None
    on_reading: OnReading | None = None
    hints: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """The rule and the technology: a point's name within a case."""
        return self.rule, self.technology


class OutcomeResult(Struct, frozen=True):
    """What becomes of the outcome that a learner states; ``points`` name the rules that decide it and were not seen
    rightly, by rule and technology."""

    said: str
    outcome: str
    kind: Kind
    sentence: str
    points: tuple[tuple[str, str], ...] = ()
    on_reading: OnReading | None = None


class LessonResult(Struct, frozen=True):
    """A graded answer: the outcome, then each gate and condition of the case, in the order of the rules."""

    case: str
    learner: str
    on: date
    outcome: OutcomeResult
    points: tuple[PointResult, ...]

    def count(self, kind: Kind) -> int:
        """How many points are of this kind."""
        return sum(point.kind == kind for point in self.points)

    @property
    def answered(self) -> tuple[PointResult, ...]:
        """The points of which something was said."""
        return tuple(point for point in self.points if point.kind != "not_asked")
