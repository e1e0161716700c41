"""Which question to ask next: the one that saves most others, tried out on the evaluator.

Within the first stage that has questions, answers to each are tried, and the question is taken after which, on average
over its answers, the fewest are left; where several are as good, the one that the law names first.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from msgspec.structs import replace

from ...engine.answer import Derivation, derive
from ...engine.case.address import Address
from ...engine.case.entailment import closed
from ...engine.case.facts import NEVER, Entity, PartialSet, Value, View, Views
from ...engine.case.vocabulary import ListSpec
from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ...engine.truth.evaluator import Evaluation
from ...engine.why.relevance import truth_of
from .cheapest_refutation import Refuting
from .open_questions import CONDITION, Askable, OpenQuestion, Outlook, Search, Waiting, outlook

#: Questions whose answers are tried out before one is chosen, the first in the law's order.
TRIED = 12

Answer = Value | PartialSet | Views


def shortest(derivation: Derivation, askable: Askable) -> tuple[OpenQuestion, ...]:
    """The questions that can still settle an outcome, the one to ask next first; none where it is determined."""
    if derivation.determined:
        return ()
    found = outlook(derivation, askable)
    first = next_question(found, askable)
    return (first, *(each for each in found.questions if each is not first)) if first is not None else ()


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
    return sum(left) / len(left) if left else 0.0


def _left(found: Outlook, question: OpenQuestion, answer: Answer, askable: Askable) -> int:
    """How many questions are left after an answer: only the parts that wait for it are worked out anew."""
    out: set[Address] = set()  # units for which nothing matters any more
    left: list[tuple[Waiting, frozenset[str]]] = []
    before = found.derivation
    case = with_answer(before.case, question, answer)
    after = Derivation(before.machine, Evaluation(case, before.question), units=_units_of(before, case))
    search = Search(after, lambda path: path != question.path and askable(path))
    for part in found.waiting:
        if question.path not in part.paths:
            left.append((part, part.paths))
            continue
        now = replace(part, unit=case.at(part.unit.address)) if part.unit is not None else part
        ends = _ends(after, now)
        if ends and now.unit is None:
            return 0
        if ends and now.unit is not None:
            out.add(now.unit.address)
        else:
            left.append((part, search.paths(now)))
    if len(out) == len(before.units) and out:
        return 0
    return len({path for part, paths in left if part.unit is None or part.unit.address not in out for path in paths})


def _units_of(derivation: Derivation, case: View) -> tuple[View, ...]:
    return case.items(derivation.machine.rulebook.verdicts.units).known[: len(derivation.units)]


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
    case = with_answer(derivation.case, question, answer)
    return derive(derivation.machine.rulebook, case, derivation.question).sound


def with_answer(case: View, question: OpenQuestion, answer: Answer) -> View:
    """The case with a question answered so, wherever it is open."""
    places = [holder.fact(question.key) for holder in question.holders]
    if isinstance(answer, Views):
        return case.with_items(dict.fromkeys(places, answer))
    return case.with_values(dict.fromkeys(places, answer))


def answers_to_try(derivation: Derivation, question: OpenQuestion) -> tuple[Answer, ...]:
    """Answers that stand for all others: each side of every bound that a rule sets, where the case can be so."""
    answers, vocabulary = _sides(derivation, question), derivation.machine.rulebook.vocabulary
    if not vocabulary.limits_on(question.spec.path):
        return answers
    return tuple(each for each in answers if not closed(with_answer(derivation.case, question, each), vocabulary)[1])


def _sides(derivation: Derivation, question: OpenQuestion) -> tuple[Answer, ...]:
    spec, on = question.spec, derivation.question.assessed_on
    if isinstance(spec, ListSpec):
        return _lists_to_try(derivation.case, question, spec)
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


def _lists_to_try(case: View, question: OpenQuestion, spec: ListSpec) -> tuple[Views, ...]:
    """The list as it is known, and with one more item."""
    holder = question.holders[0]
    known = case.at(holder).items(question.key).known
    another = View(Entity(holder.member(question.key, spec.item, len(known)), str(len(known) + 1)))
    return Views(known), Views((*known, another))


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
