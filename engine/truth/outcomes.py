"""Outcomes as terms over the rules, so that every engine derives them, and the outcome of a case from its units.

Gates come in the rulebook's order and the first that holds decides; where none holds, conditions do. A unit's outcome
is exact in strong Kleene logic as long as no fact serves two rules; :func:`possible_for_case` combines units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from msgspec import Struct

from ..law import terms as t
from ..law.rulebook import Rule, Rulebook


class OutcomeTerms(Struct, frozen=True):
    """The terms that an assessment is drawn from.

    ``gates`` (for the case) and ``unit_gates`` (for a unit) lead to outcomes, in order; ``common`` are the conditions
    on the case as a whole, ``own`` those on a unit; ``passed`` that a unit passes; ``case`` the outcomes of the case.
    """

    gates: tuple[tuple[str, t.Named], ...]
    unit_gates: tuple[tuple[str, t.Named], ...]
    common: t.Named
    own: t.Named
    unit: tuple[tuple[str, t.Named], ...]
    case: tuple[tuple[str, t.Named], ...]


@cache
def outcome_terms(rulebook: Rulebook) -> OutcomeTerms:
    """Build the outcome terms of a rulebook (once)."""
    verdicts, unit = rulebook.verdicts, (rulebook.verdicts.unit,)
    gates, unit_gates = _gates(rulebook, on_unit=False), _gates(rulebook, on_unit=True)
    common = t.Named("verdict:common", "The conditions on the provider", _conditions(rulebook, on_unit=False))
    own = t.Named("verdict:own", "The conditions on this unit", _conditions(rulebook, on_unit=True), unit)
    no_gate = t.All(tuple(t.Not(gate) for _, gate in gates) or (t.TRUE,))
    let_in = t.Named(
        "verdict:let_in", "Not excluded", t.All(tuple(t.Not(gate) for _, gate in unit_gates) or (t.TRUE,)), unit
    )
    in_use = verdicts.in_use
    everyone: t.Term = t.Each("", verdicts.units, verdicts.unit, t.Any((t.Not(in_use), t.Not(let_in), own)))
    joint: t.Term = t.TRUE
    if verdicts.joint is not None:
        reading, choice = verdicts.joint
        joint = t.Choose(
            reading,
            tuple((c.id, everyone if c.id == choice else t.TRUE) for c in rulebook.readings[reading].choices),
        )
    joint = t.Named("verdict:joint", "No other unit fails, where one failing unit fails all", joint)
    passed = t.Named("verdict:passed", "Every condition is satisfied", t.All((common, own, joint)), unit)

    def some(term: t.Term) -> t.Term:
        return t.Some("", verdicts.units, verdicts.unit, t.All((in_use, term)))

    def every(term: t.Term) -> t.Term:
        return t.Each("", verdicts.units, verdicts.unit, t.Any((t.Not(in_use), term)))

    unit_outcomes = [*_first_that_holds(gates), *_first_that_holds(unit_gates, no_gate, "unit:", unit)]
    unit_outcomes += [
        (verdicts.passed, t.Named("unit:passed", "", t.All((no_gate, let_in, passed)), unit)),
        (verdicts.failed, t.Named("unit:failed", "", t.All((no_gate, let_in, t.Not(passed))), unit)),
    ]
    passes = t.All((let_in, passed))
    case_outcomes = [
        *_first_that_holds(gates),
        (verdicts.none, t.Named("case:none", "", t.All((no_gate, every(t.FALSE))))),
        (verdicts.passed, t.Named("case:passed", "", t.All((no_gate, some(t.TRUE), every(passes))))),
        (verdicts.mixed, t.Named("case:mixed", "", t.All((no_gate, some(passes), some(t.Not(passes)))))),
    ]
    excluded: list[t.Term] = []
    for outcome, term in _first_that_holds(unit_gates, None, "own:", unit):
        everywhere = t.All((some(t.TRUE), every(term)))
        excluded.append(everywhere)
        case_outcomes.append((outcome, t.Named(f"case:{outcome}", "", t.All((no_gate, everywhere)))))
    rest = t.All((no_gate, some(t.TRUE), every(t.Not(passes)), *(t.Not(term) for term in excluded)))
    case_outcomes.append((verdicts.failed, t.Named("case:failed", "", rest)))
    return OutcomeTerms(gates, unit_gates, common, own, tuple(unit_outcomes), tuple(case_outcomes))


def _gates(rulebook: Rulebook, *, on_unit: bool) -> tuple[tuple[str, t.Named], ...]:
    """The gates for the case or for a unit, one for each outcome, in order; several rules may lead to one outcome."""
    found: dict[str, list[t.Term]] = {}
    for rule in rulebook.of_kind("gate"):
        if rulebook.about_unit(rule) == on_unit:
            found.setdefault(rule.outcome, []).append(
                t.All((rule.in_force, rule.holds)) if rule.in_force != t.All(()) else rule.holds
            )
    about = (rulebook.verdicts.unit,) if on_unit else ()
    titles = rulebook.verdicts.titles
    return tuple(
        (outcome, t.Named(f"gate:{outcome}", titles[outcome], t.Any(tuple(parts)), about))
        for outcome, parts in found.items()
    )


def _conditions(rulebook: Rulebook, *, on_unit: bool) -> t.Term:
    rules = [rule for rule in rulebook.of_kind("condition") if rulebook.about_unit(rule) == on_unit]
    conditions = t.All(tuple(satisfied(rule) for rule in rules) or (t.TRUE,))
    decided = rulebook.verdicts.decided
    return t.Any((t.All((decided, conditions)), t.All((t.Not(decided), t.Const(None, "this law is not decided here")))))


@cache
def satisfied(rule: Rule) -> t.Named:
    """That a condition is satisfied, or is not yet or no longer law."""
    if rule.in_force == t.All(()):
        return rule.satisfied
    term = t.Any((t.Not(rule.in_force), rule.satisfied))
    return t.Named(f"{rule.satisfied.name}:in_force", rule.title, term, rule.satisfied.about)


def _first_that_holds(
    gates: tuple[tuple[str, t.Named], ...],
    also: t.Term | None = None,
    prefix: str = "first:",
    about: tuple[str, ...] = (),
) -> list[tuple[str, t.Named]]:
    found: list[tuple[str, t.Named]] = []
    for index, (outcome, gate) in enumerate(gates):
        earlier = [t.Not(other) for _, other in gates[:index]]
        parts: list[t.Term] = [*([also] if also is not None else []), *earlier, gate]
        found.append((outcome, t.Named(f"{prefix}{outcome}", "", t.All(tuple(parts)), about)))
    return found


def named_terms(rulebook: Rulebook) -> list[t.Named]:
    """The terms whose truth an assessment reports, and which both engines must agree on."""
    outcomes = outcome_terms(rulebook)
    parts = [part for rule in rulebook.rules for part in (rule.applies, rule.holds, rule.relief)]
    parts += [rule.satisfied for rule in rulebook.of_kind("condition")]
    pairs = [*outcomes.gates, *outcomes.unit_gates, *outcomes.unit, *outcomes.case]
    return [*parts, rulebook.verdicts.in_use, outcomes.common, outcomes.own, *(term for _, term in pairs)]


@cache
def _read(rulebook: Rulebook) -> Mapping[str, frozenset[str]]:
    """The readings that each named term may turn on, by the term's name."""
    found: dict[str, frozenset[str]] = {}

    def read(term: t.Term) -> frozenset[str]:
        if isinstance(term, t.Named) and term.name in found:
            return found[term.name]
        own = frozenset({term.reading}) if isinstance(term, t.Choose) else frozenset[str]()
        all_of_it = own.union(*map(read, t.children(term)))
        if isinstance(term, t.Named):
            found[term.name] = all_of_it
        return all_of_it

    for term in named_terms(rulebook):
        read(term)
    return found


@lru_cache(maxsize=512)
def untouched(rulebook: Rulebook, readings: frozenset[str]) -> frozenset[str]:
    """The names of the terms that turn on none of these readings."""
    return frozenset(name for name, read in _read(rulebook).items() if read.isdisjoint(readings))


# --- from truths to the outcomes that are possible --------------------------------------------------------------------


class UnitTruths(Struct, frozen=True):
    """What an engine derived of one unit: whether it is in use, its gates in order, its own conditions."""

    in_use: t.Truth
    gates: tuple[tuple[str, t.Truth], ...]
    own: t.Truth


class CaseTruths(Struct, frozen=True):
    """What an engine derived of a case. ``other`` stands for units not listed, where there may be any."""

    gates: tuple[tuple[str, t.Truth], ...]
    common: t.Truth
    units: tuple[UnitTruths, ...]
    other: UnitTruths | None
    joint: bool


def _scan(gates: Iterable[tuple[str, t.Truth]]) -> tuple[set[str], bool]:
    """The outcomes that gates leave possible, in order, and whether none of them may hold."""
    possible: set[str] = set()
    for outcome, truth in gates:
        if truth is not False:
            possible.add(outcome)
        if truth is True:
            return possible, False
    return possible, True


def _unit_possible(unit: UnitTruths, common: bool, passed: str, failed: str) -> set[str]:
    possible, through = _scan(unit.gates)
    if through:
        if unit.own is not False and common:
            possible.add(passed)
        if unit.own is not True or not common:
            possible.add(failed)
    return possible


def possible_for_case(truths: CaseTruths, rulebook: Rulebook) -> tuple[str, ...]:
    """Every outcome that the case may have, in the rulebook's order: sound, since each unit is combined with each."""
    verdicts = rulebook.verdicts
    possible, through = _scan(truths.gates)
    if through:
        for common in (True, False):
            if truths.common is (not common):
                continue
            states: set[frozenset[str]] = {frozenset()}
            units = [*truths.units, *([truths.other, truths.other] if truths.other else [])]
            for index, unit in enumerate(units):
                options = _unit_possible(unit, common, verdicts.passed, verdicts.failed)
                unlisted = index >= len(truths.units)
                stays = states if unit.in_use is not True or unlisted else set[frozenset[str]]()
                joins = (
                    {state | {option} for state in states for option in options}
                    if unit.in_use is not False
                    else set[frozenset[str]]()
                )
                states = stays | joins
            if truths.joint:
                states = {_fail_together(state, verdicts.passed, verdicts.failed) for state in states}
            possible |= {_of_units(state, rulebook) for state in states}
    return tuple(outcome for outcome in verdicts.order if outcome in possible)


def _fail_together(state: frozenset[str], passed: str, failed: str) -> frozenset[str]:
    return (state - {passed}) | {failed} if failed in state and passed in state else state


def _of_units(state: frozenset[str], rulebook: Rulebook) -> str:
    """The outcome of a case whose units in use have these outcomes."""
    verdicts = rulebook.verdicts
    if not state:
        return verdicts.none
    if len(state) == 1:
        return next(iter(state))
    return verdicts.mixed if verdicts.passed in state else verdicts.failed


def outcomes_left(found: Iterable[tuple[str, t.Truth]], rulebook: Rulebook) -> tuple[str, ...]:
    """The outcomes whose terms do not fail, in the rulebook's order: those that one unit may have (``terms.unit``)."""
    left = {outcome for outcome, truth in found if truth is not False}
    return tuple(outcome for outcome in rulebook.verdicts.order if outcome in left)


def truths_by_name(
    pairs: Iterable[tuple[str, t.Named]], found: Mapping[str, t.Truth]
) -> tuple[tuple[str, t.Truth], ...]:
    """Pair outcomes with the truth found of their terms."""
    return tuple((outcome, found[term.name]) for outcome, term in pairs)
