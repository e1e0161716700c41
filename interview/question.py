"""A question as a page or a script gets it, with all that may be shown beside it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ..engine.why.reasons import FactUse

#: Who answers: the client what happens, counsel what follows from it in law.
Part = Literal["client", "counsel"]
#: Which way a fact on file points; a fact that is not on file points nowhere yet.
Points = Literal["to_yes", "to_no", "both_ways", "neither_way", "unknown"]


class Beside(Struct, frozen=True):
    """A plain fact beside a conclusion, as it stands in the case."""

    fact: FactUse
    points: Points


class Question(Struct, frozen=True):
    """A question of the interview.

    ``path`` is the fact's place in the profile, ``text`` the words, ``answer`` the kind of answer (``bool``,
    ``date``, ``number``, ``choice``, ``set``, ``text`` or ``list``), ``provisions`` those that it serves.
    ``part`` says who answers, ``subject`` what it is about, ``about`` of which technology or report (empty: of
    the case), ``expects`` what may be written at the terminal, ``why`` why it is asked. ``choices``, ``unit`` and
    ``never`` (what it means that a day never came) bound the answer. ``finding`` marks a judgement that a person
    signs; ``beside`` are the plain facts that bear on a conclusion of counsel's; ``bears_on`` are the questions
    of the conclusions that a plain fact bears on.
    """

    path: str
    text: str
    answer: str
    provisions: tuple[str, ...]
    part: Part = "client"
    subject: str = ""
    about: str = ""
    expects: str = ""
    why: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    never: str = ""
    finding: bool = False
    beside: tuple[Beside, ...] = ()
    bears_on: tuple[str, ...] = ()
