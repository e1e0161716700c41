"""What an interview may still ask: the facts and lists that can still settle an outcome, and what waits for each.

Questions come in stages, because an outcome rests on its stages in this order: what decides for the whole case, which
units there are, whether they are in use, what lets one out, then the conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from ...engine.answer import Derivation
from ...engine.case.address import Address
from ...engine.case.facts import View
from ...engine.case.vocabulary import FactSpec, ListSpec
from ...engine.law import terms as t
from ...engine.law.rulebook import Rule
from ...engine.truth.evaluator import Node
from ...engine.why.relevance import truth_of
from .reachability import Goals, Need, Reach, goals, needs

#: The stages, in order; within the first and the fourth, one gate after the other.
GATE, UNITS, IN_USE, UNIT_GATE, CONDITION = 0, 100, 200, 300, 400
#: Whether a fact can be asked for, by its path in the case.
Askable = Callable[[str], bool]


@dataclass(slots=True)
class OpenQuestion:
    """A fact or list that can still settle an outcome.

    ``path`` is its place in the case, ``holders`` the things that lack it (several where units share one statement),
    ``rules`` the rules that wait for it, each with the unit concerned (``None``: the case).
    """

    path: str
    key: str
    spec: FactSpec | ListSpec
    stage: int
    holders: list[Address] = field(default_factory=list[Address])
    rules: list[tuple[Rule, View | None]] = field(default_factory=list[tuple[Rule, View | None]])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A part of the outcome that is open: a rule (``None``: whether a unit is in use), for a unit or the case.

    ``wanted`` says whether it would help that it be true, and that it be false (for a condition: satisfied or not);
    ``paths`` are the questions that could make it so.
    """

    rule: Rule | None
    unit: View | None
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
    search = Search(derivation, askable)
    more_units = derivation.other is not None and askable(derivation.machine.rulebook.verdicts.units)
    found = goals(search.reach, more_units=more_units)
    waiting = tuple(
        replace(part, paths=paths) for part in _parts(derivation, found, more_units) if (paths := search.paths(part))
    )
    return Outlook(derivation, found, tuple(search.found.values()), waiting)


def place_of(scope: View, key: str) -> str:
    """Where a fact or list is stated, or would be: several things may take over one statement."""
    return scope.statement(key).path


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


def _stands(derivation: Derivation, unit: View, conditions: list[Rule]) -> bool:
    """Whether the conditions still matter for a unit: no gate lets it out, and none has failed."""
    if any(derivation.truth(gate, unit) is True for _, gate in derivation.machine.terms.unit_gates):
        return False
    about_unit = derivation.machine.rulebook.about_unit
    return not any(truth_of(derivation, rule, unit if about_unit(rule) else None) is False for rule in conditions)


class Search:
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
        return scope.address.listed and self.askable_path(place_of(scope, key))

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
        if scope.address not in found.holders:
            found.holders.append(scope.address)
        rule = part.rule
        if rule is not None and not any(known is rule and unit is part.unit for known, unit in found.rules):
            found.rules.append((rule, part.unit))
