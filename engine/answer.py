"""Derives an outcome twice, top-down and bottom-up, and holds the two against each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from ..reading.errors import EngineDisagreement, Impossible, Problem
from .case.address import UNLISTED, Address
from .case.entailment import Exclusion, closed
from .case.facts import CASE, Entity, View
from .case.words import words
from .law import terms as t
from .law.rulebook import Rulebook
from .truth.admissions import admit, admits_more
from .truth.evaluator import Evaluation, Evaluator, Node, Question
from .truth.forward.chaining import ForwardEngine, available
from .truth.outcomes import (
    CaseTruths,
    OutcomeTerms,
    UnitTruths,
    named_terms,
    outcome_terms,
    outcomes_left,
    possible_for_case,
    truths_by_name,
    untouched,
)

if TYPE_CHECKING:  # what searches worlds is loaded where something is open
    from .worlds.witness import Witness
    from .worlds.worlds import Worlds

#: The name of a term and the things that it speaks of.
Key = tuple[str | Address, ...]
Ask = Callable[[t.Named, View | None], t.Truth]

#: The engines that derive an answer; the first gives the proof and is never left out.
ENGINES = ("evaluator", "durable_rules")


class Machine(Struct):
    """The engines of one rulebook: the evaluator always, forward chaining where durable_rules can be imported."""

    rulebook: Rulebook
    terms: OutcomeTerms
    evaluator: Evaluator
    forward: ForwardEngine | None = None
    tried: bool = False
    named: list[t.Named] = field(default_factory=list[t.Named])

    def second(self) -> ForwardEngine | None:
        """The forward-chaining engine, registered on first use, once, whichever threads ask and whatever stops them."""
        with _registering:
            if not self.tried:
                if available():
                    self.named = named_terms(self.rulebook)
                    self.forward = ForwardEngine(self.rulebook)
                self.tried = True
        return self.forward


_registering = threading.RLock()


@cache
def machine(rulebook: Rulebook) -> Machine:
    """The engines of a rulebook, made once."""
    return Machine(rulebook, outcome_terms(rulebook), Evaluator())


class Derivation(Struct):
    """One derivation by the evaluator: it answers for any named term, with proof, and has the outcomes.

    ``sound`` and ``unit_sound`` are the outcomes that strong Kleene logic leaves, on which both engines must agree;
    ``possible`` and ``unit_possible`` are those of them that some world has (searched for on first use).
    ``settled`` are matters of burden that are the same in every world, with their proofs; ``beside`` is a derivation of
    the same facts on other readings, with which worlds are shared.
    """

    machine: Machine
    run: Evaluation
    settled: Mapping[Key, Node] = field(default_factory=dict[Key, Node])
    sound: tuple[str, ...] = ()
    units: tuple[View, ...] = ()
    unit_sound: tuple[tuple[str, ...], ...] = ()
    beside: Derivation | None = None
    _worlds: Worlds | None = None
    _witnesses: dict[str, Witness | None] = field(default_factory=dict[str, "Witness | None"])
    _may_be: dict[tuple[str, Address], bool] = field(default_factory=dict[tuple[str, Address], bool])

    @property
    def case(self) -> View:
        return self.run.case

    @property
    def question(self) -> Question:
        return self.run.question

    def __repr__(self) -> str:
        """In short: the whole of it is the case with its proofs."""
        return f"<Derivation: {' or '.join(self.sound)}>"

    @property
    def worlds(self) -> Worlds:
        """The worlds of the case; loaded where something is open."""
        if self._worlds is None:
            from .worlds.worlds import Worlds

            beside = self.beside.worlds if self.beside is not None else None
            self._worlds = Worlds(self.machine.rulebook, self.machine.evaluator, self.run, beside)
        return self._worlds

    def items(self, unit: View | None) -> dict[str, View]:
        """A unit by the name that rules use; nothing for the case."""
        return {} if unit is None else {self.machine.rulebook.verdicts.unit: unit}

    def may_be(self, outcome: str, unit: View | None = None) -> bool:
        """Whether some world has this outcome, of the case or of a unit."""
        terms = self.machine.terms
        key = (outcome, CASE if unit is None else unit.address)
        if key not in self._may_be:
            term = dict(terms.case if unit is None else terms.unit)[outcome]
            self._may_be[key] = self.worlds.may_be(term, items=self.items(unit))
        return self._may_be[key]

    @property
    def possible(self) -> tuple[str, ...]:
        """The outcomes that are possible; one that the evaluator alone leaves is so without a search."""
        return self._possible(self.sound)

    @property
    def unit_possible(self) -> tuple[tuple[str, ...], ...]:
        """The outcomes that are possible of each unit, whether or not it turns out to be in use."""
        return tuple(self._possible(sound, unit) for unit, sound in zip(self.units, self.unit_sound, strict=True))

    def _possible(self, sound: tuple[str, ...], unit: View | None = None) -> tuple[str, ...]:
        if len(sound) == 1:
            return sound
        return tuple(outcome for outcome in sound if self.may_be(outcome, unit)) or sound

    @property
    def is_exact(self) -> bool:
        """Whether each possible outcome, of the case and of each unit, is known to be possible; false where a search
        was given up."""
        return all(len(possible) == 1 for possible in (self.possible, *self.unit_possible)) or not self.worlds.gave_up

    @property
    def determined(self) -> bool:
        """Whether one outcome only is possible; stops searching at the second one found."""
        if len(self.sound) == 1:
            return True
        found = (outcome for outcome in self.sound if self.may_be(outcome))
        return next(found, None) is not None and next(found, None) is None

    def witness(self, outcome: str) -> Witness | None:
        """A world in which the case has this outcome; ``None`` where there is none, or none was found in time."""
        if outcome not in self._witnesses:
            self._witnesses[outcome] = self.worlds.witness(dict(self.machine.terms.case)[outcome])
        return self._witnesses[outcome]

    def node(self, term: t.Named, unit: View | None = None) -> Node:
        """The proof of a named term, for a unit where it is about one; worked out on first use."""
        found = self.run.memo.get((term.name, unit.address) if unit is not None and term.about else (term.name,))
        return found or self.machine.evaluator.ask(term, self.run, **self.items(unit))

    def truth(self, term: t.Named, unit: View | None = None) -> t.Truth:
        return self.node(term, unit).truth

    @property
    def outcome(self) -> str:
        """The outcome of the case; the open one where the facts leave more than one possible."""
        return self.possible[0] if self.determined else self.machine.rulebook.verdicts.open

    @property
    def other(self) -> View | None:
        """What stands for units that are not listed, where there may be any."""
        return self.case.items(self.machine.rulebook.verdicts.units).other


def with_unlisted(case: View, rulebook: Rulebook) -> View:
    """The case with something that stands for units that are not listed, where there may be any."""
    name = rulebook.verdicts.units
    units = case.items(name)
    if units.complete or units.other is not None:
        return case
    other = View(Entity(CASE.member(name, rulebook.verdicts.unit, UNLISTED), UNLISTED))
    return case.with_items({CASE.fact(name): replace(units, other=other)})


def derive(rulebook: Rulebook, case: View, question: Question, *, part_by_part: bool = False) -> Derivation:
    """Derive by the evaluator alone.

    On the record a matter that is so in every world is shown, though no part of it is; with ``part_by_part`` it is not,
    which is what columns can say without a search. Raises :class:`Impossible` where the facts that count exclude one
    another.
    """
    engines = machine(rulebook)
    whole, excluded = closed(admit(with_unlisted(case, rulebook), rulebook, question), rulebook.vocabulary)
    if excluded:
        raise Impossible(*(_exclusion(each, whole, rulebook) for each in excluded))
    run, matters = Evaluation(whole, question), dict[Key, Node]()
    if question.on_the_record and not part_by_part:
        from .worlds.burden import settled

        matters = settled(rulebook, engines.evaluator, run)
        run = Evaluation(whole, question, dict(matters)) if matters else run
    return _derived(engines, run, matters)


def evaluation_on(derivation: Derivation, readings: Mapping[str, str]) -> Evaluation:
    """An evaluation of the same facts on other readings, which has the proofs that turn on none of those changed.

    On the record it has none: what is settled there need not be so on other readings.
    """
    question = replace(derivation.question, readings=readings)
    if question.on_the_record:
        return Evaluation(derivation.case, question)
    changed = frozenset(name for name, choice in readings.items() if choice != derivation.question.readings[name])
    kept = untouched(derivation.machine.rulebook, changed)
    memo = derivation.run.memo.copy()
    for key in [key for key in memo if key[0] not in kept]:
        del memo[key]
    return Evaluation(derivation.case, question, memo)


def derive_on(derivation: Derivation, run: Evaluation, *, shared: bool = False) -> Derivation:
    """Derive the same facts on other readings (``run`` is an :func:`evaluation_on` these), by the evaluator alone.

    What was admitted stays so, as it came to count. ``shared``: with the worlds of the first, which grow by it; worth
    it for some dozens of readings, one after the other.
    """
    rulebook = derivation.machine.rulebook
    if run.question.on_the_record or admits_more(run.case, rulebook, run.question):
        return derive(rulebook, run.case, run.question)
    return _derived(derivation.machine, run, {}, derivation if shared else None)


def _derived(
    engines: Machine, run: Evaluation, matters: Mapping[Key, Node], beside: Derivation | None = None
) -> Derivation:
    """What an evaluation has of outcomes."""
    rulebook = engines.rulebook
    units = run.case.items(rulebook.verdicts.units).known
    derivation = Derivation(engines, run, matters, units=units, beside=beside)
    truths = _truths(engines, run, derivation.truth)
    derivation.sound = possible_for_case(truths, rulebook)
    derivation.unit_sound = tuple(
        outcomes_left(((outcome, derivation.truth(term, unit)) for outcome, term in engines.terms.unit), rulebook)
        for unit in derivation.units
    )
    return derivation


def _exclusion(found: Exclusion, case: View, rulebook: Rulebook) -> Problem:
    """What to say of facts that exclude one another."""
    stated: list[str] = []
    for address in found.facts:
        view = case.at(address.thing)
        value = words(view.values[address.key], rulebook.vocabulary.facts[address.generic], "supplied")
        stated.append(f"{view.statement(address.key).path}: {value} ({view.standings.get(address.key, 'supplied')})")
    path = case.at(found.facts[-1].thing).statement(found.facts[-1].key).path
    hint = "From this standpoint no case can be so; correct one of them, or take another standpoint."
    return Problem(f"{found.text}; these exclude one another: {'; '.join(stated)}", path=path, hint=hint)


def derive_twice(
    rulebook: Rulebook, case: View, question: Question, engines: Sequence[str] = ENGINES, *, outcome_only: bool = False
) -> tuple[Derivation, tuple[str, ...]]:
    """Derive by both engines; returns the evaluator's derivation and the names of the engines that ran.

    The evaluator runs alone where ``engines`` does not name the other, or where that cannot be imported.

    Raises :class:`EngineDisagreement` where they differ on any rule (left out with ``outcome_only``, where no rule is
    shown), outcome or possible outcome, and :class:`Impossible` where the facts that count exclude one another.
    """
    derivation = derive(rulebook, case, question)
    forward = derivation.machine.second() if ENGINES[1] in engines else None
    if forward is None:
        return derivation, ENGINES[:1]
    derived = forward.derive(derivation.case, question, derivation.settled)
    unit_name = rulebook.verdicts.unit

    def truth(term: t.Named, unit: View | None = None) -> t.Truth:
        return derived.truth(term, {unit_name: unit} if unit is not None else {})

    problems = [
        Problem(f"{term.name}{f' of {unit.address.text}' if unit else ''}: the evaluator says {_say(ours)}, "
                f"durable_rules says {_say(theirs)}")
        for term in (() if outcome_only else derivation.machine.named)
        for unit in (derivation.units if term.about else (None,))
        if (ours := derivation.truth(term, unit)) is not (theirs := truth(term, unit))
    ]  # fmt: skip
    truths = _truths(derivation.machine, derivation.run, truth)
    possible = possible_for_case(truths, rulebook)
    if possible != derivation.sound:
        problems.append(Problem(f"possible outcomes: {derivation.sound} against {possible}"))
    problems += _against_terms(derivation, possible, truth)
    if problems:
        raise EngineDisagreement(
            *problems, Problem("the two engines disagree, so nothing is reported", hint="please report this case")
        )
    return derivation, ENGINES


def _against_terms(derivation: Derivation, possible: tuple[str, ...], truth: Ask) -> list[Problem]:
    """The case's outcome is also a formula of its own; what it derives must be what the units add up to."""
    problems: list[Problem] = []
    for outcome, term in derivation.machine.terms.case:
        derived = truth(term, None)
        if derived is True and possible != (outcome,):
            problems.append(Problem(f"the formula of {outcome} holds, but the units give {possible}"))
        if derived is False and possible == (outcome,):
            problems.append(Problem(f"the units give {outcome}, but its formula fails"))
    return problems


def _say(truth: t.Truth) -> str:
    return {True: "true", False: "false", None: "unknown"}[truth]


def _truths(engines: Machine, run: Evaluation, ask: Ask) -> CaseTruths:
    """What the outcome of a case is drawn from, as one engine derived it."""
    rulebook, terms = engines.rulebook, engines.terms
    verdicts = rulebook.verdicts
    gates = truths_by_name(terms.gates, {term.name: ask(term, None) for _, term in terms.gates})

    def unit(scope: View) -> UnitTruths:
        unit_gates = truths_by_name(terms.unit_gates, {term.name: ask(term, scope) for _, term in terms.unit_gates})
        return UnitTruths(ask(verdicts.in_use, scope), unit_gates, ask(terms.own, scope))

    units = run.case.items(verdicts.units)
    return CaseTruths(
        gates=gates,
        common=ask(terms.common, None),
        units=tuple(unit(scope) for scope in units.known),
        other=unit(units.other) if units.other is not None else None,
        joint=verdicts.joint is not None and run.question.readings[verdicts.joint[0]] == verdicts.joint[1],
    )


def roots(derivation: Derivation) -> Iterator[tuple[t.Named, View | None]]:
    """The terms on which an outcome rests, in order: gates as far as they are asked, then units and conditions.

    Whether a listed unit is in use is part of the answer on every day.
    """
    terms, verdicts = derivation.machine.terms, derivation.machine.rulebook.verdicts
    for _, gate in terms.gates:
        yield gate, None
        if derivation.truth(gate) is True:
            yield from ((verdicts.in_use, unit) for unit in derivation.units)
            return
    for unit in (*derivation.units, *([derivation.other] if derivation.other else [])):
        yield verdicts.in_use, unit
        if derivation.truth(verdicts.in_use, unit) is False:
            continue
        for _, gate in terms.unit_gates:
            yield gate, unit
            if derivation.truth(gate, unit) is True:
                break
        else:
            yield terms.own, unit
    yield terms.common, None
