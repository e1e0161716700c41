"""Outcomes exclude one another and leave none out; more facts never turn one that is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ...engine.truth.outcomes import CaseTruths, UnitTruths, outcome_terms, possible_for_case
from .proof import Proof, listed

TRUTHS: tuple[t.Truth, ...] = (True, False, None)
#: Technologies of an abstract case: none, one, and two that may differ.
MOST_UNITS = 2


class Abstract(Struct, frozen=True):
    """A case of which only this is said: which gates hold, which conditions are satisfied, what is in use."""

    rulebook: Rulebook
    truths: Mapping[tuple[str, int | None], bool]
    units: int
    readings: Mapping[str, str]

    def truth(self, term: t.Term, unit: int | None = None) -> bool:
        match term:
            case t.Named():
                key = (term.name, unit if term.about else None)
                return self.truths[key] if key in self.truths else self.truth(term.child, unit)
            case t.All():
                return all(self.truth(child, unit) for child in term.children)
            case t.Any():
                return any(self.truth(child, unit) for child in term.children)
            case t.Not():
                return not self.truth(term.child, unit)
            case t.Each():
                return all(self.truth(term.child, each) for each in range(self.units))
            case t.Some():
                return any(self.truth(term.child, each) for each in range(self.units))
            case t.Choose():
                return self.truth(dict(term.branches)[self.readings[term.reading]], unit)
            case t.Const(value=bool() as value):
                return value
            case _:
                raise ValueError(f"{term} is no part of an outcome")

    def said(self) -> tuple[str, ...]:
        """What is so in it, in lines."""
        where = {None: ""} | {number: f" (technology {number + 1})" for number in range(self.units)}
        lines = [f"{name}{where[unit]}: {'yes' if value else 'no'}" for (name, unit), value in self.truths.items()]
        return (f"{self.units} technologies", *lines)


def abstract_cases(rulebook: Rulebook) -> Iterator[Abstract]:
    """Every abstract case of up to two technologies, on both readings of whether they stand and fall together."""
    terms, verdicts = outcome_terms(rulebook), rulebook.verdicts
    of_case = [term.name for term in (*(gate for _, gate in terms.gates), terms.common)]
    of_unit = [term.name for term in (verdicts.in_use, *(gate for _, gate in terms.unit_gates), terms.own)]
    joint = [verdicts.joint[0]] if verdicts.joint is not None else []
    choices = [[(name, choice.id) for choice in rulebook.readings[name].choices] for name in joint]
    for units in range(MOST_UNITS + 1):
        keys = [(name, None) for name in of_case] + [(name, unit) for unit in range(units) for name in of_unit]
        for chosen in product(*choices):
            for values in product((True, False), repeat=len(keys)):
                truths: dict[tuple[str, int | None], bool] = dict(zip(keys, values, strict=True))
                yield Abstract(rulebook, truths, units, dict(chosen))


def outcomes_exclude(rulebook: Rulebook) -> Proof:
    """In every abstract case exactly one outcome is so, of the case and of each technology."""
    tried, found = 0, tuple[str, ...]()
    terms = outcome_terms(rulebook)
    for case in abstract_cases(rulebook):
        tried += 1
        for number, pairs in ((None, terms.case), *((unit, terms.unit) for unit in range(case.units))):
            outcomes = [outcome for outcome, term in pairs if case.truth(term, number)]
            if len(outcomes) != 1 and not found:
                found = (f"outcomes: {listed(outcomes) or 'none'}", *case.said())
    return Proof(
        id="outcomes_exclude",
        statement="Every case, and every technology, has exactly one outcome on every day, once its facts are known.",
        holds=not found,
        tried=tried,
        over=f"every way in which gates and conditions hold or fail for a case of up to {MOST_UNITS} technologies, "
        "whatever the facts and the day behind them",
        readings="both of severability; the others only choose what stands behind a gate or a condition",
        not_proved=(
            "on a day whose law was not read the conditions stay open, and so does the outcome",
            f"that more than {MOST_UNITS} technologies bring nothing new: outcomes ask of them only each and some",
        ),
        witness=found,
    )


def facts_never_turn(rulebook: Rulebook) -> Proof:
    """Strong Kleene connectives and the scan of gates are monotone in information: tried on every truth table."""
    tried, found = 0, tuple[str, ...]()
    names = tuple(name for name, _ in outcome_terms(rulebook).gates)
    own = tuple(name for name, _ in outcome_terms(rulebook).unit_gates)
    for truths in _all(names, own):
        before = set(possible_for_case(truths, rulebook))
        for more in _more(truths):
            tried += 1
            added = set(possible_for_case(more, rulebook)) - before
            if added and not found:
                found = (f"of {truths}", f"{more}", f"makes {listed(sorted(added))} possible, which was not")
    return Proof(
        id="facts_never_turn",
        statement="A fact that becomes known makes no outcome possible that was not, and so turns no decided answer.",
        holds=not found,
        tried=tried,
        over="every way in which gates and conditions of the case and of one technology are true, false or open, and "
        "each of these with one that was open decided",
        readings="each: they only choose among conditions",
        not_proved=(
            "on the record a decided answer may turn: what was not shown may still be shown",
            "a statement that corrects another is no further fact; nor is a new position that puts a fact into dispute",
            "that comparisons, all, any, not, each and some are monotone: that is so of strong Kleene logic",
        ),
        witness=found,
    )


def _all(gates: tuple[str, ...], own: tuple[str, ...]) -> Iterator[CaseTruths]:
    for values in product(TRUTHS, repeat=len(gates) + len(own) + 3):
        case, unit, (common, in_use, mine) = values[: len(gates)], values[len(gates) : -3], values[-3:]
        for joint in (False, True):
            yield CaseTruths(
                gates=tuple(zip(gates, case, strict=True)),
                common=common,
                units=(UnitTruths(in_use, tuple(zip(own, unit, strict=True)), mine),),
                other=None,
                joint=joint,
            )


def _more(truths: CaseTruths) -> Iterator[CaseTruths]:
    """The same with one thing more known."""
    (unit,) = truths.units
    for value in (True, False):
        for index, (name, truth) in enumerate(truths.gates):
            if truth is None:
                gates = (*truths.gates[:index], (name, value), *truths.gates[index + 1 :])
                yield replace(truths, gates=gates)
        for index, (name, truth) in enumerate(unit.gates):
            if truth is None:
                gates = (*unit.gates[:index], (name, value), *unit.gates[index + 1 :])
                yield replace(truths, units=(replace(unit, gates=gates),))
        if truths.common is None:
            yield replace(truths, common=value)
        if unit.in_use is None:
            yield replace(truths, units=(replace(unit, in_use=value),))
        if unit.own is None:
            yield replace(truths, units=(replace(unit, own=value),))
