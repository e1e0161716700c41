"""The questions of the interview, and what is answered to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ..cases.loader import Case
from ..cases.rulebook import rulebook
from ..interview.question import Question as Question

if TYPE_CHECKING:
    from ..interview.question import Beside, Part


def next_question(
    case: Case,
    on: date | None = None,
    *,
    asked: Collection[str] = (),
    part: Part | None = None,
    everything: bool = False,
    shortest: bool = False,
) -> Question | None:
    """The question that the interview would put next, in the words it would use; ``None`` where none is left.

    Answer it with :func:`with_answer`, or by writing the fact at its path into the profile, and ask again. ``asked``
    are the paths of questions that were put and skipped or stayed unknown; they are not put again, and end nothing.
    The client's questions come first, by subject, then counsel's; ``part`` asks one of them only, ``everything`` asks
    on whatever is settled. ``shortest`` asks anyone whatever decides soonest. Raises :class:`BadInput`.
    """
    from ..interview.step import questions_of, way_of

    way = way_of(part, everything=everything, shortest=shortest)
    return next(questions_of(case, rulebook(), on, asked, way), None)


def questions(
    case: Case,
    on: date | None = None,
    *,
    asked: Collection[str] = (),
    part: Part | None = None,
    everything: bool = False,
    shortest: bool = False,
) -> tuple[Question, ...]:
    """All questions that are left, in their order; the arguments and errors are those of :func:`next_question`."""
    from ..interview.step import questions_of, way_of

    way = way_of(part, everything=everything, shortest=shortest)
    return tuple(questions_of(case, rulebook(), on, asked, way))


def with_answer(
    case: Case,
    path: str,
    stated: Any,
    *,
    everyone: bool = False,
    sources: Mapping[str, Any] | None = None,
    parties: Mapping[str, Any] | None = None,
) -> Case:
    """The case with a question answered as a profile writes it: ``True``, ``{"value": True, "source": "terms"}``,
    ``{"unknown": "not_disclosed"}``, a list of items.

    ``everyone`` says it of every technology; ``sources`` and ``parties`` are new entries. The case that was given
    stays as it is. Raises :class:`BadInput` where the answer cannot stand.
    """
    from ..interview.step import with_answer as answered

    return answered(case, path, stated, rulebook(), everyone=everyone, sources=sources, parties=parties)


def facts_beside(case: Case, path: str) -> tuple[Beside, ...]:
    """The plain facts that bear on a conclusion (a finding, an element of a definition), as they stand in the case, and
    which way each points. Raises :class:`BadInput` where no conclusion stands at ``path``.
    """
    from ..engine.case.standpoint import seen_from
    from ..interview.step import beside_of

    facts = case.engine_facts()
    return beside_of(seen_from(facts.entity, facts.parties, None, rulebook().series), path, rulebook())
