"""A letter to whoever can answer: the questions on which the answer turns, with provisions and what each decides.

It goes to the other side, so it asks and tells nothing else: no outcome, no argument, no note of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Literal

from msgspec import Struct

from ..engine.case.vocabulary import Vocabulary
from ..engine.case.words import long_date
from ..engine.why.answer_record import Answer, Asked
from ..engine.why.results import Assessment
from ..reading.errors import BadInput, Problem
from ..reading.safe_text import one_line
from ..showing.document import About, Block, Document, Heading, Paragraph, Terms, inline
from ..showing.foreign import said
from ..showing.words import number, topic, wording
from .decides import bears_on, decides

#: Who may be asked, as questions have it.
Whom = Literal["provider", "authority", "others"]
NAMES: dict[Whom, str] = {
    "provider": "The provider",
    "authority": "The competent supervisory authority",
    "others": "Whom it may concern",
}


class LetterHeads(Struct, frozen=True):
    """The head of a letter; empty texts are left out, but for ``to``, which is the party's name then. ``by`` is the day
    until which an answer is asked."""

    dated: date
    to: str = ""
    sender: str = ""
    reference: str = ""
    marking: str = ""
    by: date | None = None


def letter_of(assessment: Assessment, answer: Answer, heads: LetterHeads, whom: Whom = "provider") -> Document:
    """The letter with what to ask this party, by subject, what decides most first.

    Raises :class:`BadInput` where an answer is asked by a day before the letter's own.
    """
    if heads.by is not None and heads.by < heads.dated:
        message = f"an answer is asked by {heads.by}, before the day of the letter ({heads.dated})"
        raise BadInput(Problem(message, hint="Name a later day."))
    return Document(
        title=f"Questions on {one_line(assessment.case, 200)}",
        blocks=tuple(_blocks(assessment, answer, heads, whom)),
        about=About(
            subject="Questions under Regulation (EU) 2021/1232",
            author=one_line(heads.sender, 200) or "derogation",
            keywords=("Regulation (EU) 2021/1232", "Directive 2002/58/EC"),
            dated=heads.dated,
        ),
    )


def asked_of(answer: Answer, whom: Whom) -> tuple[Asked, ...]:
    """The questions for one party, in their order."""
    return tuple(each for each in answer.ask if each.who == whom)


def addressed(assessment: Assessment, asked: Asked) -> str:
    """A question as it is put to whom it is about, with the things of which it is asked."""
    vocabulary = assessment.rulebook.vocabulary
    path = vocabulary.address(asked.path).generic
    spec = vocabulary.facts.get(path) or vocabulary.lists.get(path)
    ours = wording().addressed.get(path)
    return asked.question.replace(spec.question, ours, 1) if spec is not None and ours else asked.question


def _blocks(assessment: Assessment, answer: Answer, heads: LetterHeads, whom: Whom) -> Iterator[Block]:
    provider = assessment.subject.provider
    service = assessment.subject.service or assessment.case
    entries = {
        "To": heads.to or (provider if whom == "provider" else "") or NAMES[whom],
        "From": heads.sender,
        "Date": long_date(heads.dated),
        "Reference": heads.reference,
        "Concerning": f"{service}, on {long_date(assessment.on)}",
        "Marking": heads.marking,
    }
    yield Terms(tuple((label, inline(said(text))) for label, text in entries.items() if text))
    asked = asked_of(answer, whom)
    of = "which you provide" if whom == "provider" else f"which {provider} provides" if provider else ""
    many = f"{number(len(asked))} question{'s' if len(asked) > 1 else ''}"
    yield Paragraph(
        inline(
            "We are considering how the temporary derogation of Regulation (EU) 2021/1232 from Articles 5(1) and 6(1) "
            "of Directive 2002/58/EC bears on ",
            said(service),
            f"{f', {of},' if of else ''} as of {long_date(assessment.on)}. Several points turn on facts that you are "
            f"best placed to know. We should be grateful for your answers to the {many} below.",
        ),
        "lead",
    )
    until = f" by {long_date(heads.by)}" if heads.by else ""
    yield Paragraph(
        f"Please answer by number{until}, and name for each answer the document on which it rests, or send us a copy. "
        "After each question stand the provisions that it concerns and, where an answer decides something by itself, "
        "what. If you cannot or do not wish to answer, please say so: we shall then treat the point as not known, as "
        "neither yes nor no. If you think that a question misses the point, please tell us that too."
    )
    subjects: dict[str, list[Asked]] = {}
    vocabulary = assessment.rulebook.vocabulary
    for each in asked:
        subjects.setdefault("" if each.finding else _subject(each, vocabulary, whom), []).append(each)
    judged = subjects.pop("", [])
    at = count(1)
    for subject, questions in subjects.items():
        yield Heading(subject)
        for each in questions:
            yield from _question(assessment, each, next(at))
    if judged:
        yield Heading("Your position")
        yield Paragraph("These are matters of judgement. Please say which position you take, and on which facts.")
        for each in judged:
            yield from _question(assessment, each, next(at), f"{_subject(each, vocabulary, whom)}: ")
    yield Paragraph(
        "We ask in order to understand, and say nothing with this letter about what follows in law; it is written "
        "without prejudice to any right or claim, and to what the competent authorities find."
    )
    yield Paragraph(inline("Yours faithfully,"))
    if heads.sender:
        yield Paragraph(inline(said(heads.sender)))


def _subject(asked: Asked, vocabulary: Vocabulary, whom: Whom) -> str:
    """What a question is about, as a heading: of a list itself, of a fact what it is a fact of."""
    generic = vocabulary.address(asked.path).generic
    about = generic.rpartition(".")[0] if generic in vocabulary.facts else generic
    return "Your undertaking" if about == whom else topic(about)


def _question(assessment: Assessment, asked: Asked, at: int, lead: str = "") -> Iterator[Block]:
    cited = bears_on(assessment, asked)
    parts = [f"Concerns {cited}."] if cited else []
    parts += [f"If {each.answer}: {each.what}." for each in decides(assessment, asked)]
    question = said(f"{at}. {lead}{addressed(assessment, asked)}", bold=True)
    yield Paragraph(inline(question, f" {' '.join(parts)}" if parts else ""))
