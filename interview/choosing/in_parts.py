"""The interview in two parts: what the client knows first, then what counsel concludes from it, each by subject.

What the client can say is asked whether or not it could still turn the outcome, since a client is met once; what
counsel has to say only where it could. Both stop where the outcome is determined, unless everything is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.answer import Derivation
from ...engine.case.vocabulary import FactSpec, ListSpec
from ..question import Part
from .open_questions import Askable, OpenQuestion, all_open, outlook
from .subjects import by_subject


def part_of(spec: FactSpec | ListSpec) -> Part:
    """Who answers: the client plain facts and lists of things, counsel whatever is a conclusion of law."""
    return "client" if isinstance(spec, ListSpec) or spec.plain else "counsel"


def in_parts(
    derivation: Derivation, askable: Askable, *, everything: bool = False, part: Part | None = None
) -> Iterator[OpenQuestion]:
    """The questions left, in the order in which they are put; none where the outcome is determined.

    ``everything`` asks on whatever is settled, for all that some rule still waits for; ``part`` leaves the other out.
    """
    if not everything and derivation.determined:
        return
    book, every = derivation.machine.rulebook, all_open(derivation, askable)
    if part != "counsel":
        yield from by_subject((question for question in every if part_of(question.spec) == "client"), book)
    if part != "client":
        legal = [question for question in every if part_of(question.spec) == "counsel"]
        yield from by_subject(legal if everything else _of_use(derivation, askable, legal), book)


def _of_use(derivation: Derivation, askable: Askable, legal: list[OpenQuestion]) -> list[OpenQuestion]:
    """Those that can still turn the outcome, with what bears on them."""
    decisive = {question.path: question for question in outlook(derivation, askable, open_ended=True).questions}
    specs = [question.spec for question in decisive.values()]
    return [
        decisive.get(question.path, question)
        for question in legal
        if question.path in decisive or any(spec in specs for spec in question.bears_on)
    ]
