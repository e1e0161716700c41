"""The answer to the client's question as plain frozen records: what a page, a memo and JSON say in their own forms."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from ..case.facts import Standing
from ..law.rulebook import Status

#: Whether what is assessed may rely on what the rulebook grants; ``not_shown``: no, for its bearer has not shown it.
Covered = Literal["yes", "in_part", "no", "not_shown", "open"]
#: Whether anything here needs it.
Needed = Literal["yes", "no", "open"]


class ConditionGroup(Struct, frozen=True):
    """The conditions of one status, by pinpoint; ``subject`` is empty where no unit differs from another."""

    status: Status
    subject: str
    provisions: tuple[str, ...]


class Reason(Struct, frozen=True):
    """Why a gate or a condition is as it is, as far as something on file bears on it."""

    provision: str
    subject: str
    status: str
    text: str


class LimbAnswer(Struct, frozen=True):
    """One limb of an exception in a row: needed on which choice of the reading, what is said, what indicates what."""

    title: str
    provision: str
    needed: dict[str, bool]
    holds: bool | None
    said: str
    indicators: str


class ExceptionAnswer(Struct, frozen=True):
    """An exception on which the answer turns; ``indicators`` are the plain facts on file, each once, in words."""

    title: str
    reading: str
    chosen: str
    limbs: tuple[LimbAnswer, ...]
    indicators: str


class Argument(Struct, frozen=True):
    """An argument on one side, and the authority that it stands on; ``limits`` are what lessens its weight."""

    authority: str
    text: str
    limits: tuple[str, ...] = ()


class Asked(Struct, frozen=True):
    """A question that somebody can answer, whom to ask, and what the file says about it so far."""

    question: str
    who: str
    path: str
    finding: bool = False
    note: str = ""


class Resting(Struct, frozen=True):
    """What rests on the word of parties, by how it stands."""

    standing: Standing
    by: tuple[str, ...]
    text: str
    paths: tuple[str, ...]


#: Whether a finding is signed, and whether facts of a later day than its signature are on file.
SigningState = Literal["overtaken", "unsigned", "signed"]


class Signing(Struct, frozen=True):
    """Findings that the answer rests on, of one state, signed by one person (``by``) on one day; both empty where
    nobody has signed."""

    state: SigningState
    by: str
    on: date | None
    text: str
    paths: tuple[str, ...]


class Answer(Struct, frozen=True):
    """The answer to the client's question, of which every page is a view. Nothing in it is said twice."""

    covered: Covered
    covered_on_record: Covered
    needed: Needed
    sentence: str
    consequence: str
    conditions: tuple[ConditionGroup, ...]
    because: tuple[Reason, ...]
    exceptions: tuple[ExceptionAnswer, ...]
    arguments_for: tuple[Argument, ...]
    arguments_against: tuple[Argument, ...]
    ask: tuple[Asked, ...]
    rests_on: tuple[Resting, ...]
    findings: tuple[Signing, ...]
    consistency: tuple[str, ...]
    split: tuple[str, ...]
