"""Which question to ask next: only those that can still settle an outcome, the one that saves most of them first.

Questions come in stages, because an outcome rests on its stages in this order: what decides for the whole case, which
units there are, whether they are in use, what lets one out, then the conditions. Within a stage the evaluator tries
answers to each question, and the question is taken after which, on average over its answers, the fewest are left;
where several are as good, the one that the law names first.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from . import terms as t
from .bearing import truth_of
from .derive import Derivation, derive
from .evaluator import Node, Question
from .facts import NEVER, Entity, PartialSet, Scope, Value
from .reach import Goals, Need, Reach, goals, needs
from .rulebook import Rule, Rulebook
from .vocabulary import FactSpec, ListSpec

#: The stages, in order; within the first and the fourth, one gate after the other.
GATE, UNITS, IN_USE, UNIT_GATE, CONDITION = 0, 100, 200, 300, 400
#: Questions whose answers are tried out before one is chosen, the first in the law's order.
TRIED = 12

Items = tuple[tuple[Scope, ...], bool]
Answer = Value | PartialSet | Items
#: Whether a fact can be asked for, by its path in the case.
Askable = Callable[[str], bool]


@dataclass(slots=True)
class OpenQuestion:
    """A fact or list that can still settle an outcome.

    ``path`` is its place in the case, ``holders`` the scopes that lack it (several where units share one statement),
    ``rules`` the rules that wait for it, each with the unit concerned (``None``: the case).
    """

    path: str
    key: str
    spec: FactSpec | ListSpec
    stage: int
    holders: list[Scope] = field(default_factory=list[Scope])
    rules: list[tuple[Rule, Scope | None]] = field(default_factory=list[tuple[Rule, Scope | None]])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A part of the outcome that is open: a rule (``None``: whether a unit is in use), for a unit or the case.

    ``wanted`` says whether it would help that it be true, and that it be false (for a condition: satisfied or not);
    ``paths`` are the questions that could make it so.
    """

    rule: Rule | None
    unit: Scope | None
    wanted: tuple[bool, bool]
    stage: int
    paths: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where an interview stands: the questions that may still be asked, in the law's order, and what they can settle.

    No question is left where the outcome is determined, or where no answer to any of them can determine it.
    """

    derivation: Derivation
    goals: Goals = field(default_factory=Goals)
    questions: tuple[OpenQuestion, ...] = ()
    waiting: tuple[Waiting, ...] = ()


def outlook(derivation: Derivation, askable: Askable) -> Outlook:
    """Find the questions that can still settle an outcome; ``askable`` says of a path whether it may be asked."""
    search = _Search(derivation, askable)
    more_units = derivation.other is not None and askable(derivation.machine.rulebook.verdicts.units)
    found = goals(search.reach, more_units=more_units)
    waiting = tuple(
        replace(part, paths=paths) for part in _parts(derivation, found, more_units) if (paths := search.paths(part))
    )
    return Outlook(derivation, found, tuple(search.found.values()), waiting)


def place_of(scope: Scope, key: str) -> str:
    """Where a fact or list of a scope stands in the case: with the statement that it takes over, or with its own."""
    if key in scope.entity.statements:
        return scope.entity.statements[key].path or key
    return f"{scope.path}.{key}" if scope.path else key


# --- what is open -----------------------------------------------------------------------------------------------------


def _parts(derivation: Derivation, found: Goals, more_units: bool) -> Iterator[Waiting]:
    """The parts of the outcome that can help to settle it, in the order of the stages."""
    book, terms = derivation.machine.rulebook, derivation.machine.terms
    verdicts = book.verdicts
    anything = found.case.union(*found.units)
    if not anything:
        return
    rules = [rule for rule in book.rules if rule.in_force_on(derivation.question.assessed_on)]
    beyond = set(verdicts.order)
    for place, (outcome, gate) in enumerate(terms.gates):
        beyond.discard(outcome)
        for rule in rules:
            if rule.kind == "gate" and rule.outcome == outcome and not book.about_unit(rule):
                yield Waiting(rule, None, (outcome in anything, bool(anything & beyond)), GATE + place)
        if derivation.truth(gate) is True:
            return
    if more_units:
        yield Waiting(None, None, _either(anything & beyond), UNITS)
    wants = [found.case | own for own in found.units]
    in_use = [unit for unit in derivation.units if derivation.truth(verdicts.in_use, unit) is not False]
    gates = [rule for rule in rules if rule.kind == "gate" and book.about_unit(rule)]
    for unit, wanted in zip(derivation.units, wants, strict=True):
        yield Waiting(None, unit, _either(wanted & beyond), IN_USE)
        for place, rule in enumerate(gates if unit in in_use else ()):
            yield Waiting(rule, unit, _either(wanted & beyond), UNIT_GATE + place)
    passing, failing = {verdicts.passed, verdicts.mixed}, {verdicts.failed, verdicts.mixed}
    conditions = [rule for rule in rules if rule.kind == "condition"]
    standing = [unit in in_use and _stands(derivation, unit, conditions) for unit in derivation.units]
    for rule in conditions:
        if not book.about_unit(rule):
            if any(standing) or not derivation.units:
                yield Waiting(rule, None, (bool(anything & passing), bool(anything & failing)), CONDITION)
            continue
        for unit, wanted, stands in zip(derivation.units, wants, standing, strict=True):
            if stands:
                yield Waiting(rule, unit, (bool(wanted & passing), bool(wanted & failing)), CONDITION)


def _either(outcomes: frozenset[str]) -> tuple[bool, bool]:
    """Either truth is wanted where there are outcomes to settle."""
    return bool(outcomes), bool(outcomes)


def _stands(derivation: Derivation, unit: Scope, conditions: list[Rule]) -> bool:
    """Whether the conditions still matter for a unit: no gate lets it out, and none has failed."""
    if any(derivation.truth(gate, unit) is True for _, gate in derivation.machine.terms.unit_gates):
        return False
    about_unit = derivation.machine.rulebook.about_unit
    return not any(truth_of(derivation, rule, unit if about_unit(rule) else None) is False for rule in conditions)


class _Search:
    """Walks the open parts of a proof, wherever an answer could give them a truth that is of use."""

    def __init__(self, derivation: Derivation, askable: Askable) -> None:
        self.derivation = derivation
        self.vocabulary = derivation.machine.rulebook.vocabulary
        self.askable_path = askable
        self.reach = Reach(derivation, self.askable)
        self.found: dict[str, OpenQuestion] = {}
        self.noted: set[str] = set()

    def askable(self, need: Need) -> bool:
        scope, key, _ = need
        return "?" not in scope.path and self.askable_path(place_of(scope, key))

    def paths(self, part: Waiting) -> frozenset[str]:
        """The questions that a part waits for; they are kept, with what waits for them, in ``found``."""
        self.noted = set()
        derivation, verdicts = self.derivation, self.derivation.machine.rulebook.verdicts
        if part.stage == UNITS:
            if any(part.wanted):
                self.note((derivation.case, verdicts.units, self.vocabulary.lists[verdicts.units]), part)
        elif part.rule is None:
            self.walk(derivation.node(verdicts.in_use, part.unit), part.wanted, part)
        elif part.stage < CONDITION:
            self.walk(derivation.node(part.rule.holds, part.unit), part.wanted, part)
        elif truth_of(derivation, part.rule, part.unit) is None:
            self.walk_condition(part, part.rule)
        return frozenset(self.noted)

    def walk_condition(self, part: Waiting, rule: Rule) -> None:
        """A condition is satisfied by ``not applies or holds or relief``: each is of use for what it can make."""
        applies, holds, relief = (
            self.derivation.node(term, part.unit) for term in (rule.applies, rule.holds, rule.relief)
        )
        can_fail = self.reach.of(applies)[0] and self.reach.of(holds)[1] and self.reach.of(relief)[1]
        satisfied, failed = part.wanted[0], part.wanted[1] and can_fail
        self.walk(applies, (failed, satisfied), part)
        self.walk(holds, (satisfied, failed), part)
        self.walk(relief, (satisfied, failed), part)

    def walk(self, node: Node, wanted: tuple[bool, bool], part: Waiting) -> None:
        """Collect the questions below a node that can give it a wanted truth (that it be true, that it be false)."""
        if node.truth is not None:
            return
        reach = self.reach.of(node)
        wanted = (wanted[0] and reach[0], wanted[1] and reach[1])
        if not any(wanted):
            return
        match node.term:
            case t.Compare():
                for need in needs(node, self.vocabulary):
                    self.note(need, part)
            case t.Not():
                self.walk(node.children[0], (wanted[1], wanted[0]), part)
            case _:
                for need in needs(node, self.vocabulary):
                    if self.askable(need):
                        self.note(need, part)
                for child in node.children:
                    self.walk(child, wanted, part)

    def note(self, need: Need, part: Waiting) -> None:
        scope, key, spec = need
        path = place_of(scope, key)
        self.noted.add(path)
        found = self.found.setdefault(path, OpenQuestion(path, key, spec, part.stage))
        if not any(holder is scope for holder in found.holders):
            found.holders.append(scope)
        rule = part.rule
        if rule is not None and not any(known is rule and unit is part.unit for known, unit in found.rules):
            found.rules.append((rule, part.unit))


# --- choosing ---------------------------------------------------------------------------------------------------------


def next_question(found: Outlook, askable: Askable) -> OpenQuestion | None:
    """The question to ask next; ``None`` where none is left."""
    if not found.questions:
        return None
    first = min(question.stage for question in found.questions)
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
        search = _Search(after, lambda path: path != question.path and askable(path))
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
