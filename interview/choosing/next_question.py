"""Which question to ask next: the one that saves most others, tried out on the evaluator.

Within the first stage that has questions, answers to each are tried, and the question is taken after which, on average
over its answers, the fewest are left; where several are as good, the one that the law names first.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from ...engine.answer import Derivation, derive
from ...engine.case.facts import NEVER, Entity, PartialSet, Scope, Value
from ...engine.case.vocabulary import ListSpec
from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ...engine.truth.evaluator import Question
from ...engine.why.relevance import truth_of
from .cheapest_refutation import Refuting
from .open_questions import CONDITION, Askable, OpenQuestion, Outlook, Search, Waiting, place_of

#: Questions whose answers are tried out before one is chosen, the first in the law's order.
TRIED = 12

Items = tuple[tuple[Scope, ...], bool]
Answer = Value | PartialSet | Items


def next_question(found: Outlook, askable: Askable) -> OpenQuestion | None:
    """The question to ask next; ``None`` where none is left."""
    if not found.questions:
        return None
    first = min(question.stage for question in found.questions)
    if first == CONDITION:
        question = Refuting(found, askable).question()
        if question is not None:
            return question
    candidates = [question for question in found.questions if question.stage == first][:TRIED]
    if len(candidates) == 1:
        return candidates[0]
    ranked = [(_left_on_average(found, question, askable), place) for place, question in enumerate(candidates)]
    return candidates[min(ranked)[1]]


def _left_on_average(found: Outlook, question: OpenQuestion, askable: Askable) -> float:
    """How many questions are left after this one, on average over its answers."""
    left = [_left(found, question, answer, askable) for answer in answers_to_try(found.derivation, question)]
    return sum(left) / len(left)


def _left(found: Outlook, question: OpenQuestion, answer: Answer, askable: Askable) -> int:
    """How many questions are left after an answer: only the parts that wait for it are worked out anew."""
    derivation = found.derivation
    out: set[int] = set()  # units for which nothing matters any more
    left: list[tuple[Waiting, frozenset[str]]] = []
    with _answered(question, answer):
        after = Derivation(derivation.machine, derivation.case, _fresh(derivation.question), units=derivation.units)
        search = Search(after, lambda path: path != question.path and askable(path))
        for part in found.waiting:
            if question.path not in part.paths:
                left.append((part, part.paths))
                continue
            ends = _ends(after, part)
            if ends and part.unit is None:
                return 0
            if ends:
                out.add(id(part.unit))
            else:
                left.append((part, search.paths(part)))
    if len(out) == len(derivation.units) and out:
        return 0
    return len({path for part, paths in left if id(part.unit) not in out for path in paths})


def _ends(after: Derivation, part: Waiting) -> bool:
    """Whether a part is settled so that nothing else matters: a gate that holds, a condition that fails."""
    if part.rule is None:
        return part.unit is not None and after.truth(after.machine.rulebook.verdicts.in_use, part.unit) is False
    if part.stage < CONDITION:
        return after.truth(part.rule.holds, part.unit) is True
    return truth_of(after, part.rule, part.unit) is False


# --- trying answers out -----------------------------------------------------------------------------------------------


def outcomes_after(derivation: Derivation, question: OpenQuestion, answer: Answer) -> tuple[str, ...]:
    """The outcomes that the evaluator leaves if a question is answered so."""
    with _answered(question, answer):
        return derive(derivation.machine.rulebook, derivation.case, _fresh(derivation.question)).sound


def _fresh(question: Question) -> Question:
    """The same question with nothing remembered, for facts that have changed."""
    return Question(question.assessed_on, question.readings, question.on_the_record)


@contextmanager
def _answered(question: OpenQuestion, answer: Answer) -> Generator[None]:
    """The facts with a question answered so, inside the ``with`` only; then they are as before."""
    holders: list[dict[str, Any]] = [
        cast("dict[str, Any]", scope.lists if isinstance(question.spec, ListSpec) else scope.values)
        for scope in question.holders
    ]
    before = [holder.get(question.key, _ABSENT) for holder in holders]
    try:
        for holder in holders:
            holder[question.key] = answer
        yield
    finally:
        for holder, value in zip(holders, before, strict=True):
            if value is _ABSENT:
                del holder[question.key]
            else:
                holder[question.key] = value


_ABSENT = object()


def answers_to_try(derivation: Derivation, question: OpenQuestion) -> tuple[Answer, ...]:
    """Answers that stand for all others: each side of every bound that a rule sets."""
    spec, on = question.spec, derivation.question.assessed_on
    if isinstance(spec, ListSpec):
        return _lists_to_try(question)
    bounds = _bounds(derivation.machine.rulebook)[spec.path]
    match spec.type:
        case "bool":
            return True, False
        case "choice":
            return spec.choices
        case "set":
            members = sorted(bound for bound in bounds if isinstance(bound, str))
            return frozenset[str](), *(frozenset({member}) for member in members)
        case "number":
            numbers = sorted(bound for bound in bounds if isinstance(bound, int | float)) or [0]
            return *numbers, numbers[-1] + 1
        case "date":
            days = [bound for bound in bounds if isinstance(bound, date)]
            return min([on, *days]) - timedelta(days=1), on, NEVER if spec.never else on + timedelta(days=1)
        case "text":
            return ("",)


def _lists_to_try(question: OpenQuestion) -> tuple[Items, ...]:
    holder = question.holders[0]
    known, _ = holder.lists.get(question.key, ((), False))
    path = f"{place_of(holder, question.key)}[{len(known)}]"
    another = Scope(Entity(path, str(len(known) + 1)), {}, {}, {}, {})
    return (known, True), ((*known, another), True)


@cache
def _bounds(rulebook: Rulebook) -> dict[str, set[Value]]:
    """The constants that rules compare each fact with, by the fact's path."""
    found: dict[str, set[Value]] = {path: set() for path in rulebook.vocabulary.facts}
    for rule in rulebook.rules:
        for part in (rule.applies, rule.holds, rule.relief):
            for term in t.walk(part):
                if (
                    isinstance(term, t.Compare)
                    and isinstance(term.left, t.Fact)
                    and isinstance(term.right, t.Literally)
                ):
                    found.setdefault(term.left.path, set()).add(term.right.value)
    return found
