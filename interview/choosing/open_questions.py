"""What an interview may still ask: the facts and lists that can still settle an outcome, and what waits for each.

Questions come in stages, because an outcome rests on its stages in this order: what decides for the whole case, which
units there are, whether they are in use, what lets one out, then the conditions. Beside them stand rules that say
something where they hold and never enter an outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from ...engine.answer import Derivation
from ...engine.case.address import Address
from ...engine.case.facts import View
from ...engine.case.vocabulary import FactSpec, ListSpec
from ...engine.law import terms as t
from ...engine.law.rulebook import SHOWN, Rule, Rulebook
from ...engine.truth.evaluator import Node
from ...engine.why.indicators import rests_on
from ...engine.why.relevance import truth_of
from .reachability import Goals, Need, Reach, goals, needs

#: The stages, in order; within the first and the fourth, one gate after the other.
GATE, UNITS, IN_USE, UNIT_GATE, CONDITION, BESIDE = 0, 100, 200, 300, 400, 500
#: Whether a fact can be asked for, by its path in the case.
Askable = Callable[[str], bool]


class OpenQuestion(Struct):
    """A fact or list that can still settle an outcome.

    ``path`` is its place in the case, ``holders`` the things that lack it (several where units share one statement),
    ``rules`` the rules that wait for it, each with the unit concerned (``None``: the case), ``bears_on`` the facts that
    a person concludes from it.
    """

    path: str
    key: str
    spec: FactSpec | ListSpec
    stage: int
    holders: list[Address] = field(default_factory=list[Address])
    rules: list[tuple[Rule, View | None]] = field(default_factory=list[tuple[Rule, View | None]])
    bears_on: list[FactSpec] = field(default_factory=list[FactSpec])


class Waiting(Struct, frozen=True):
    """A part of the outcome that is open: a rule (``None``: whether a unit is in use), for a unit or the case.

    ``wanted`` says whether it would help that it be true, and that it be false (for a condition: satisfied or not);
    ``paths`` are the questions that could make it so.
    """

    rule: Rule | None
    unit: View | None
    wanted: tuple[bool, bool]
    stage: int
    paths: frozenset[str] = frozenset()


class Outlook(Struct, frozen=True):
    """Where an interview stands: the questions that may still be asked, in the law's order, and what they can settle.

    No question is left where the outcome is determined, or where no answer to any of them can determine it.
    """

    derivation: Derivation
    goals: Goals = field(default_factory=Goals)
    questions: tuple[OpenQuestion, ...] = ()
    waiting: tuple[Waiting, ...] = ()


def outlook(derivation: Derivation, askable: Askable, *, open_ended: bool = False) -> Outlook:
    """Find the questions that can still settle an outcome; ``askable`` says of a path whether it may be asked.

    What may not be asked stays unknown for good; with ``open_ended`` it may still become known in another way, so that
    an answer "unknown" makes no other question idle.
    """
    search = Search(derivation, askable, open_ended=open_ended)
    units = derivation.machine.rulebook.verdicts.units
    more_units = derivation.other is not None and (open_ended or askable(units))
    found = goals(search.reach, more_units=more_units)
    waiting = tuple(
        replace(part, paths=paths) for part in _parts(derivation, found, more_units) if (paths := search.paths(part))
    )
    return Outlook(derivation, found, search.questions(), waiting)


def all_open(derivation: Derivation, askable: Askable) -> tuple[OpenQuestion, ...]:
    """Every question that some rule still waits for, whatever the outcome is by now, and what bears on a conclusion
    that is still to be drawn."""
    search = Search(derivation, askable, open_ended=True)
    for part in _every_part(derivation):
        search.paths(part)
    search.add_bearing()
    return search.questions()


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


def _every_part(derivation: Derivation) -> Iterator[Waiting]:
    """Every rule in force on the day, for the case and for each unit that may be in use."""
    book = derivation.machine.rulebook
    verdicts, either = book.verdicts, (True, True)
    if derivation.other is not None:
        yield Waiting(None, None, either, UNITS)
    used = [unit for unit in derivation.units if derivation.truth(verdicts.in_use, unit) is not False]
    for unit in used:
        yield Waiting(None, unit, either, IN_USE)
    stages = {"gate": GATE, "condition": CONDITION} | dict.fromkeys(SHOWN, BESIDE)
    for rule in book.rules:
        if rule.kind not in stages or not rule.in_force_on(derivation.question.assessed_on):
            continue
        if rule.kind == "condition" and not used and derivation.other is None:
            continue  # nothing runs, so that nothing has to satisfy it
        about_unit = book.about_unit(rule)
        stage = UNIT_GATE if about_unit and rule.kind == "gate" else stages[rule.kind]
        for unit in used if about_unit else [None]:
            yield Waiting(rule, unit, either, stage)


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

    def __init__(self, derivation: Derivation, askable: Askable, *, open_ended: bool = False) -> None:
        self.derivation = derivation
        self.vocabulary = derivation.machine.rulebook.vocabulary
        self.askable_path = cache(askable)
        self.open_ended = open_ended
        self.walked: set[tuple[int, tuple[bool, bool]]] = set()
        self.reach = Reach(derivation, self.may_become_known)
        self.found: dict[str, OpenQuestion] = {}
        self.noted: set[str] = set()

    def may_become_known(self, need: Need) -> bool:
        scope, key, _ = need
        return self.open_ended or (scope.address.listed and self.askable_path(place_of(scope, key)))

    def questions(self) -> tuple[OpenQuestion, ...]:
        """The questions found that may be asked."""
        return tuple(question for question in self.found.values() if self.askable_path(question.path))

    def paths(self, part: Waiting) -> frozenset[str]:
        """The questions that a part waits for; they are kept, with what waits for them, in ``found``."""
        self.noted, self.walked = set(), set()
        derivation, verdicts = self.derivation, self.derivation.machine.rulebook.verdicts
        if part.stage == UNITS:
            if any(part.wanted):
                self.note((derivation.case, verdicts.units, self.vocabulary.lists[verdicts.units]), part)
        elif part.rule is None:
            self.walk(derivation.node(verdicts.in_use, part.unit), part.wanted, part)
        elif part.stage < CONDITION:
            self.walk(derivation.node(part.rule.holds, part.unit), part.wanted, part)
        elif part.stage == BESIDE:
            shown = derivation.node(part.rule.holds, part.unit)
            self.walk(shown, part.wanted, part)
            if shown.truth is True:  # what keeps it from being said matters only then
                self.walk(derivation.node(part.rule.relief, part.unit), part.wanted, part)
        elif truth_of(derivation, part.rule, part.unit) is None:
            self.walk_condition(part, part.rule)
        return frozenset(path for path in self.noted if self.askable_path(path))

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
        if not self.open_ended:  # else whatever is open can become either
            reach = self.reach.of(node)
            wanted = (wanted[0] and reach[0], wanted[1] and reach[1])
        if not any(wanted) or (id(node), wanted) in self.walked:
            return
        self.walked.add((id(node), wanted))
        match node.term:
            case t.Compare():
                for need in needs(node, self.vocabulary):
                    self.note(need, part)
            case t.Not():
                self.walk(node.children[0], (wanted[1], wanted[0]), part)
            case _:
                for need in needs(node, self.vocabulary):
                    if self.may_become_known(need):
                        self.note(need, part)
                for child in node.children:
                    self.walk(child, wanted, part)

    def note(self, need: Need, part: Waiting) -> None:
        scope, key, spec = need
        if not scope.address.listed:
            return
        path = place_of(scope, key)
        self.noted.add(path)
        found = self.found.setdefault(path, OpenQuestion(path, key, spec, part.stage))
        if scope.address not in found.holders:
            found.holders.append(scope.address)
        rule = part.rule
        if rule is not None and not any(known is rule and unit is part.unit for known, unit in found.rules):
            found.rules.append((rule, part.unit))

    def add_bearing(self) -> None:
        """Add the unknown facts that bear on the conclusions found; those that rules read are asked for where one
        waits, indicators where a conclusion waits that they are indicators of."""
        case, rulebook = self.derivation.case, self.derivation.machine.rulebook
        read = _read(rulebook)
        indicators = {each.fact for spec in self.vocabulary.facts.values() for each in spec.indicators}
        for question in list(self.found.values()):
            if not isinstance(question.spec, FactSpec) or question.spec.plain:
                continue
            own = {indicator.fact for indicator in question.spec.indicators} - read
            for holder in question.holders:
                for scope, key, spec in rests_on(question.spec, case.at(holder), case, rulebook):
                    if key in scope.values or (spec.path not in own and spec.path in read | indicators):
                        continue
                    path = place_of(scope, key)
                    found = self.found.setdefault(path, OpenQuestion(path, key, spec, question.stage))
                    found.holders += [scope.address] if scope.address not in found.holders else []
                    if question.spec not in found.bears_on:
                        found.bears_on.insert(0 if spec.path in own else len(found.bears_on), question.spec)


@cache
def _read(rulebook: Rulebook) -> frozenset[str]:
    """The facts that some rule reads."""
    parts = (part for rule in rulebook.rules for part in (rule.applies, rule.holds, rule.relief))
    compared = (term for part in parts for term in t.walk(part) if isinstance(term, t.Compare))
    operands = (operand for term in compared for operand in (term.left, term.right))
    return frozenset(fact.path for operand in operands for fact in t.operand_facts(operand))
