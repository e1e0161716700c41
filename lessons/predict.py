"""What learners with misconceptions would answer to one case: tables, from which any set of beliefs is looked up.

A status depends only on the misconceptions that touch its rule, so for each rule the few sets of these are evaluated
once; what is said of statuses (*unknown is no*) comes on top. Evaluation is the evaluator's, on the mistaken rulebook
under the readings of a set; nothing else is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import cast

from msgspec import Struct, field

from ..engine.answer import Derivation, derive
from ..engine.case.address import Address
from ..engine.case.facts import Value, View
from ..engine.law.rulebook import Rule, Rulebook, Status
from ..engine.truth.evaluator import Evaluation, Question
from ..engine.truth.outcomes import CaseTruths, UnitTruths, possible_for_case
from ..engine.why.indicators import indications_of
from ..engine.why.statuses import kleene_status, ruled, status_of
from .catalogue import MOST, Catalogue
from .mistaken import PREFIX, believing, mistaken_rulebook

#: A gate or condition, and the unit it is asked of ("" where it is not about one).
Key = tuple[str, str]
Beliefs = frozenset[str]
NOBODY: Beliefs = frozenset()
TRUTHS = {"met": True, "relieved": True, "not_applicable": True, "not_met": False, "undetermined": None}


class Unit(Struct, frozen=True):
    """A unit of the case: its name, and whether it is in use; ``listed`` is false of what may exist besides."""

    name: str
    in_use: bool | None
    listed: bool


class Predictions(Struct, frozen=True, dict=True):
    """What would be answered to a case on a day.

    ``base`` has the statuses as the law has them; ``tables`` for each point those that sets of beliefs make of it,
    where they differ; ``supported`` the statuses that another shipped reading makes of it. ``order`` are the beliefs
    that change statuses, each with its change, in the order of the catalogue. ``decided`` is whether the law of the day
    decides; ``joint`` whether units stand and fall together.
    """

    case: str
    on: date
    base: Mapping[Key, Status]
    tables: Mapping[Key, Mapping[Beliefs, Status]]
    supported: Mapping[Key, frozenset[str]]
    units: tuple[Unit, ...]
    decided: bool | None
    joint: bool
    order: tuple[tuple[str, Mapping[str, str]], ...]
    _made: dict[Beliefs, Mapping[Key, str]] = field(default_factory=dict[Beliefs, Mapping[Key, str]])
    _signed: dict[Beliefs, frozenset[tuple[Key, str]]] = field(
        default_factory=dict[Beliefs, frozenset[tuple[Key, str]]]
    )

    @cached_property
    def active(self) -> Beliefs:
        """The misconceptions that may change something here."""
        of_rules = {name for table in self.tables.values() for beliefs in table for name in beliefs}
        shown = {*self.base.values(), *(status for table in self.tables.values() for status in table.values())}
        return frozenset(of_rules | {name for name, change in self.order if shown & change.keys()})

    def differing(self, beliefs: Beliefs) -> Mapping[Key, str]:
        """The points at which somebody with these beliefs says something else than the law, with what they say."""
        here = beliefs & self.active
        if here not in self._made:
            changes = [change for name, change in self.order if name in here]
            found: dict[Key, str] = {}
            for key, status in self.base.items():
                said: str = self._of_rules(key, here)
                for change in changes:
                    said = change.get(said, said)
                if said != status:
                    found[key] = said
            self._made[here] = found
        return self._made[here]

    def signature(self, beliefs: Beliefs) -> frozenset[tuple[Key, str]]:
        """What :meth:`differing` gives, as one value by which answers are told apart."""
        here = beliefs & self.active
        if here not in self._signed:
            self._signed[here] = frozenset(self.differing(here).items())
        return self._signed[here]

    def _of_rules(self, key: Key, beliefs: Beliefs) -> Status:
        """What the rules as these beliefs have them make of a point."""
        table = self.tables.get(key)
        if not table:
            return self.base[key]
        return table.get(beliefs & frozenset(name for each in table for name in each), self.base[key])

    def answers(self, beliefs: Beliefs = NOBODY) -> dict[Key, str]:
        """Everything that somebody with these beliefs says of the case's points."""
        return {**self.base, **self.differing(beliefs)}

    def outcome(self, beliefs: Beliefs, rulebook: Rulebook) -> str:
        """The outcome that follows from what somebody with these beliefs says of the points."""
        said = {key: TRUTHS[status] for key, status in self.answers(beliefs).items()}
        rules = {rule.id: rule for rule in rulebook.of_kind("gate", "condition")}

        def gates(unit: str) -> tuple[tuple[str, bool | None], ...]:
            found: dict[str, list[bool | None]] = {}
            for (name, of), truth in said.items():
                if rules[name].kind == "gate" and of == unit:
                    found.setdefault(rules[name].outcome, []).append(truth)
            order = [outcome for outcome in rulebook.verdicts.order if outcome in found]
            return tuple((outcome, _any(found[outcome])) for outcome in order)

        def own(unit: str) -> bool | None:
            if not self.decided:
                return None
            return _all(truth for (name, of), truth in said.items() if rules[name].kind == "condition" and of == unit)

        units = {unit.name: UnitTruths(unit.in_use, gates(unit.name), own(unit.name)) for unit in self.units}
        listed = tuple(units[unit.name] for unit in self.units if unit.listed)
        other = next((units[unit.name] for unit in self.units if not unit.listed), None)
        truths = CaseTruths(gates(""), own(""), listed, other, self.joint)
        possible = possible_for_case(truths, rulebook)
        return possible[0] if len(possible) == 1 else rulebook.verdicts.open


def _kept(table: Mapping[Beliefs, Status], base: Status) -> dict[Beliefs, Status]:
    """A table without the beliefs that change nothing in it, whatever else is believed, and without what is as the law
    has it."""
    effective = {
        name for beliefs, status in table.items() for name in beliefs if table.get(beliefs - {name}, base) != status
    }
    return {beliefs: status for beliefs, status in table.items() if status != base and beliefs <= effective}


def _any(truths: Iterable[bool | None]) -> bool | None:
    found = list(truths)
    return True if True in found else None if None in found else False


def _all(truths: Iterable[bool | None]) -> bool | None:
    found = list(truths)
    return False if False in found else None if None in found else True


def predictions(name: str, derivation: Derivation, known: Catalogue) -> Predictions:
    """The tables of one case, from its derivation by the rules as they are (default readings, or the case's own)."""
    return _Predictor(name, derivation, known).made()


class _Predictor:
    """Evaluates one case on the mistaken rulebook, under the readings of one set of beliefs after the other."""

    def __init__(self, name: str, derivation: Derivation, known: Catalogue) -> None:
        self.name, self.right, self.known = name, derivation, known
        question = derivation.question
        readings = {**question.readings, **believing((), known)}
        self.question = Question(question.assessed_on, readings, question.on_the_record)
        self.mistaken = derive(mistaken_rulebook(), derivation.case, self.question)
        self.indicated = self.mistaken.run.case.with_values(dict(_by_indicators(self.mistaken)))

    def made(self) -> Predictions:
        rulebook, right, on = self.mistaken.machine.rulebook, self.right, self.question.assessed_on
        units = [*self.mistaken.units, *([self.mistaken.other] if self.mistaken.other else [])]
        in_use = {unit.name: self.mistaken.truth(rulebook.verdicts.in_use, unit) for unit in units}
        base: dict[Key, Status] = {}
        tables: dict[Key, dict[Beliefs, Status]] = {}
        supported: dict[Key, frozenset[str]] = {}
        originals = {rule.id: rule for rule in right.machine.rulebook.rules if rule.in_force_on(on)}
        right_units = {unit.name: unit for unit in (*right.units, *([right.other] if right.other else []))}
        for rule, unit in ruled(self.mistaken, "gate", "condition", units=units):
            key = (rule.id, unit.name if unit is not None else "")
            status = self.status(rule, unit, NOBODY)
            searched, _ = status_of(right, originals[rule.id], right_units.get(key[1]) if unit else None)
            if status != searched:
                continue  # seen only by a search; nobody is judged by it
            base[key] = status
            table = _kept({each: self.status(rule, unit, each) for each in self.sets(rule, unit)}, status)
            if table:
                tables[key] = table
            supported[key] = frozenset(self.readings(rule, unit)) - {status}
        joint = rulebook.verdicts.joint
        listed = {unit.name for unit in self.mistaken.units}
        return Predictions(
            case=self.name,
            on=on,
            base=base,
            tables=tables,
            supported={key: others for key, others in supported.items() if others},
            units=tuple(Unit(name, used, name in listed) for name, used in in_use.items()),
            decided=self.mistaken.truth(rulebook.verdicts.decided),
            joint=joint is not None and self.question.readings[joint[0]] == joint[1],
            order=tuple((each.id, each.statuses) for each in self.known.values() if each.statuses),
        )

    def sets(self, rule: Rule, unit: View | None) -> Iterator[Beliefs]:
        """The sets of beliefs that touch a rule, those that alone change nothing anywhere near left out."""
        touching = [name.removeprefix(PREFIX) for name in rule.readings if name.startswith(PREFIX)]
        touching += [
            each.id
            for each in self.known.values()
            if each.by_indicators and self.status(rule, unit, frozenset({each.id})) != self.status(rule, unit, NOBODY)
        ]
        order = [name for name in self.known if name in touching]
        for size in range(1, MOST + 1):
            for chosen in combinations(order, size):
                if not any(b in self.known[a].not_with for a, b in combinations(chosen, 2)):
                    yield frozenset(chosen)

    def status(self, rule: Rule, unit: View | None, beliefs: Beliefs) -> Status:
        """The status of a rule as somebody with these beliefs draws it, without a search."""
        readings = {**self.question.readings, **believing(beliefs, self.known)}
        indicated = any(self.known[name].by_indicators for name in beliefs)
        return self._evaluated(rule, unit, readings, self.indicated if indicated else self.mistaken.run.case)

    def readings(self, rule: Rule, unit: View | None) -> Iterator[Status]:
        """The statuses that a rule has on other shipped readings, one changed at a time."""
        rulebook = self.mistaken.machine.rulebook
        for name in rule.readings:
            if not name.startswith(PREFIX):
                for choice in rulebook.readings[name].choices:
                    readings = {**self.question.readings, name: choice.id}
                    yield self._evaluated(rule, unit, readings, self.mistaken.run.case)

    def _evaluated(self, rule: Rule, unit: View | None, readings: Mapping[str, str], case: View) -> Status:
        question = Question(self.question.assessed_on, readings, self.question.on_the_record)
        run = Evaluation(case, question)
        items = self.mistaken.items(case.at(unit.address) if unit is not None else None)
        parts = (rule.applies, rule.holds, rule.relief, rule.satisfied)
        ask = self.mistaken.machine.evaluator.ask
        return kleene_status(*(ask(part, run, **items).truth for part in parts))


def _by_indicators(derivation: Derivation) -> Iterator[tuple[Address, Value]]:
    """The findings that nobody has drawn and that all indicators on file point to or all away from, with that value."""
    rulebook, case = derivation.machine.rulebook, derivation.run.case
    vocabulary = rulebook.vocabulary
    for thing in case.walk():
        for path, spec in vocabulary.facts.items():
            scope, key = vocabulary.split(path)
            if not spec.indicators or scope != thing.address.item or thing.value(key) is not None:
                continue
            found = indications_of(thing, key, spec, case, rulebook)
            if bool(found.to_yes) is not bool(found.to_no):
                yield thing.address.fact(key), cast("Value", bool(found.to_yes))
