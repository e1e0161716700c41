"""The interview step by step, for whoever keeps the answers himself: pure functions of a case and of what was asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from ..cases.loader import Case, case_of
from ..engine.case.facts import View
from ..engine.case.vocabulary import FactSpec
from ..engine.law.rulebook import Rulebook
from ..reading.document import Document
from ..reading.errors import BadInput, Problem
from ..showing.words import topic
from .answer import Answer
from .beside import beside
from .choosing.in_parts import in_parts, part_of
from .choosing.next_question import shortest as in_the_shortest_way
from .choosing.open_questions import OpenQuestion
from .question import Beside, Part, Question
from .session import HERE, State, Way
from .words import because, expects, subject


def way_of(part: Part | None, *, everything: bool, shortest: bool) -> Way:
    """The way of asking. Raises :class:`BadInput` where the shortest is to be one part of it, or everything."""
    if not shortest:
        return partial(in_parts, everything=everything, part=part)
    if everything or part is not None:
        hint = "Leave shortest out, or everything and part."
        raise BadInput(Problem("the shortest way asks of anyone, and only what decides", hint=hint))
    return in_the_shortest_way


def questions_of(case: Case, book: Rulebook, on: date | None, asked: Collection[str], way: Way) -> Iterator[Question]:
    """The questions left of a case on a day, in their order; ``asked`` are the paths of those put already."""
    data = {**case.document.data, **({"assess_on": on.isoformat()} if on is not None else {})}
    state = State(book, data, frozenset(asked), way, case.files or HERE)
    for question in way(state.derivation, state.askable):
        yield _question(question, state)


def _question(question: OpenQuestion, state: State) -> Question:
    spec, case = question.spec, state.derivation.case
    about = subject(question.path, state)
    fact = spec if isinstance(spec, FactSpec) else None
    legal = fact is not None and not fact.plain
    return Question(
        question.path,
        spec.question,
        fact.type if fact is not None else "list",
        tuple(spec.provisions),
        part_of(spec),
        subject=topic(spec.path),
        about="" if about == "all" else about,
        expects=expects(spec),
        why=because(question, state.rulebook).removeprefix("Why: "),
        choices=fact.choices if fact is not None else (),
        unit=fact.unit if fact is not None else "",
        never=fact.never if fact is not None else "",
        finding=fact is not None and fact.finding,
        beside=tuple(beside(fact, case.at(question.holders[0]), case, state.rulebook)) if fact and legal else (),
        bears_on=tuple(each.question for each in question.bears_on),
    )


def beside_of(case: View, path: str, book: Rulebook) -> tuple[Beside, ...]:
    """The plain facts that bear on the conclusion at a path of the case. Raises :class:`BadInput` where none stands."""
    try:
        address = book.vocabulary.address(path)
        holder = case.at(address.thing)
    except LookupError:
        address, holder = None, case
    spec = book.vocabulary.facts.get(address.generic) if address is not None else None
    if spec is None or spec.plain:
        hint = "Name one as technologies[0].processing.proportionate; `derogation facts` lists them."
        raise BadInput(Problem("no conclusion of counsel's stands at this place", path=path, hint=hint))
    return tuple(beside(spec, holder, case, book))


def with_answer(
    case: Case,
    path: str,
    stated: Any,
    book: Rulebook,
    *,
    everyone: bool = False,
    sources: Mapping[str, Any] | None = None,
    parties: Mapping[str, Any] | None = None,
) -> Case:
    """The case with a question answered as a profile writes it; the case that was given stays as it is.

    Raises :class:`BadInput` where the answer cannot stand.
    """
    answer = Answer(stated, everyone, dict(sources or {}), dict(parties or {}))
    after = State(book, case.document.data, frozenset(), folder=case.files or HERE).after(path, answer)
    return case_of(Document(case.document.file, after.data, {}), case.files)
