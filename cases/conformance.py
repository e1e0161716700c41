"""A suite of cases for other people's engines: plain facts, a day, readings, and what this program finds.

Made of the shipped cases as far as their facts are not in dispute, each on its own day; of some of them on every day of
change; with each single fact of a few of them changed, and taken away; and on every choice of every reading.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, cast

from ..engine.answer import ENGINES, Derivation, derive, derive_twice
from ..engine.case.facts import NEVER, PartialSet, View
from ..engine.case.standpoint import Parties, seen_from
from ..engine.case.vocabulary import ROOT
from ..engine.case.words import plain
from ..engine.law.rulebook import Rulebook, Status
from ..engine.truth.evaluator import Question
from ..engine.why.statuses import ruled, status_of
from ..reading.errors import BadInput
from ..rules.proofs.proof import critical_days
from ..showing.conformance_record import ConformanceCase, Facts
from .catalogue import shipped
from .loader import Case, load_case, read_case
from .places import put
from .profile import PROFILE_FORMAT
from .vocabulary import vocabulary

FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)
#: Cases that are put on every day of change.
EVERY_DAY = (
    "model-messenger",
    "relief-under-3-2",
    "used-elsewhere-new-here",
    "audio-only",
    "end-to-end-encrypted",
    "started-2023-with-report",
    "internet-access",
    "hash-passes-classifier-fails",
)
#: Cases whose facts are changed and taken away one at a time.
EVERY_FACT = ("model-messenger", "model-solicitation-detector", "relief-under-3-2", "missing-report-point")
DERIVED = ("last_working_day", "last_working_day_from_detection")
DAY = timedelta(days=1)


def suite(rulebook: Rulebook, engines: Sequence[str] = ENGINES) -> tuple[ConformanceCase, ...]:
    """The suite, answered by the evaluator and, unless left out, held against durable_rules.

    Raises :class:`EngineDisagreement`. The same program gives the same suite.
    """
    found: dict[str, ConformanceCase] = {}
    for name, why, on, readings, facts in _questions(rulebook):
        key = json.dumps((on.isoformat(), readings, facts), sort_keys=True)
        if key in found:
            continue
        try:
            case = profile_of(name, facts)
        except BadInput:  # facts that no profile may state together
            continue
        found[key] = _answered(rulebook, f"{len(found) + 1:04}-{name}", why, on, readings, facts, case, engines)
    return tuple(found.values())


def profile_of(name: str, facts: Facts) -> Case:
    """Plain facts as a profile; raises :class:`BadInput`."""
    return read_case(json.dumps({"profile": PROFILE_FORMAT, "name": name, **facts}), f"{name}.json")


def plain_facts(case: Case, rulebook: Rulebook) -> Facts:
    """What counts as fact in a case where nobody's side is taken, without evidence, as a profile would state it."""
    facts = case.engine_facts()
    return _plain(seen_from(facts.entity, facts.parties, None, rulebook.series), ROOT)


def _plain(view: View, scope: str) -> Facts:
    found: Facts = {}
    if scope == "technology":
        found["id"] = view.name
    for key, value in view.values.items():
        if not isinstance(value, PartialSet) and key not in DERIVED:  # of a set known in part all is left open
            put(found, key, "never" if value == NEVER else plain(value))
    for spec in vocabulary().lists.values():
        of, key = vocabulary().split(spec.path)
        if of == scope:
            items = view.items(key)
            if items.complete:
                put(found, key, [_plain(each, spec.item) for each in items.known])
    return found


Asked = tuple[str, str, date, dict[str, str], Facts]


def _questions(rulebook: Rulebook) -> Iterator[Asked]:
    cases = {name: load_case(path) for name, path in shipped().items()}
    facts = {name: plain_facts(case, rulebook) for name, case in cases.items()}
    days = {name: case.profile.assess_on or date(2023, 3, 1) for name, case in cases.items()}
    for name in cases:
        yield name, "the case on its own day", days[name], {}, facts[name]
    for name in EVERY_DAY:
        for on in critical_days(rulebook, FIRST, LAST):
            yield name, "a day of change, or one beside or between", on, {}, facts[name]
    for name in EVERY_FACT:
        for path, changed in _changed(facts[name]):
            yield name, path, days[name], {}, changed
    for reading in rulebook.readings.values():
        for choice in reading.choices[1:]:
            for name in cases:
                if _differs(rulebook, cases[name], days[name], {reading.id: choice.id}):
                    why = f"on the reading {reading.id}={choice.id}"
                    yield name, why, days[name], {reading.id: choice.id}, facts[name]
            for name in EVERY_FACT[:2]:
                yield name, f"on the reading {reading.id}={choice.id}", days[name], {reading.id: choice.id}, facts[name]


def _differs(rulebook: Rulebook, case: Case, on: date, readings: dict[str, str]) -> bool:
    """Whether some rule has another status on a reading."""
    entity = case.engine_facts().entity
    view = seen_from(entity, Parties(), None, rulebook.series)
    before, after = (
        derive(rulebook, view, Question(on, {**rulebook.default_readings, **taken})) for taken in ({}, readings)
    )
    return _kleene(before) != _kleene(after)


def _kleene(found: Derivation) -> list[object]:
    rulebook = found.machine.rulebook
    rules = [rule for rule in rulebook.of_kind("gate", "condition") if rule.in_force_on(found.question.assessed_on)]
    parts = [
        found.truth(part, unit)
        for rule in rules
        for unit in (found.units if rulebook.about_unit(rule) else (None,))
        for part in (rule.applies, rule.holds, rule.relief)
    ]
    return [found.sound, *parts]


def _changed(facts: Facts, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, Facts]]:
    """The facts with each single one changed, and taken away, with what was done."""

    def walk(node: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
        if isinstance(node, dict):
            for key, value in cast("dict[str, Any]", node).items():
                yield from walk(value, (*place, key))
        elif isinstance(node, list) and node and isinstance(node[0], dict):
            for index, value in enumerate(cast("list[Any]", node)):
                yield from walk(value, (*place, index))
        else:
            yield place, node

    for place, value in list(walk(facts, path)):
        if place[-1] == "id":
            continue
        name = ".".join(map(str, place))
        for said, new in _others(value):
            changed = copy.deepcopy(facts)
            holder: Any = changed
            for step in place[:-1]:
                holder = holder[step]
            if new is None:
                del holder[place[-1]]
            else:
                holder[place[-1]] = new
            yield f"{name} {said}", changed


def _others(value: Any) -> Iterator[tuple[str, Any]]:
    """What a fact is changed to; ``None`` takes it away."""
    yield "unknown", None
    if isinstance(value, bool):
        yield f"is {str(not value).lower()}", not value
    elif isinstance(value, int | float):
        yield "is 12", 12
        yield "is 13", 13
    elif isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return
        for other in (day + DAY, day - DAY, date(2021, 8, 1), date(2021, 8, 2), date(2022, 6, 1)):
            yield f"is {other}", other.isoformat()


def _answered(
    rulebook: Rulebook,
    name: str,
    why: str,
    on: date,
    readings: dict[str, str],
    facts: Facts,
    case: Case,
    engines: Sequence[str],
) -> ConformanceCase:
    view = seen_from(case.engine_facts().entity, Parties(), None, rulebook.series)
    question = Question(on, {**rulebook.default_readings, **readings})
    found, _ = derive_twice(rulebook, view, question, engines)
    units = {unit.entity.name: unit for unit in found.units}
    in_use = {each: unit for each, unit in units.items() if found.truth(rulebook.verdicts.in_use, unit) is not False}
    possible = dict(zip(units, found.unit_possible, strict=True))
    statuses: dict[str, dict[str, Status]] = {"": {}, **{each: {} for each in in_use}}
    for rule, unit in ruled(found, "condition"):
        statuses[unit.entity.name if unit is not None else ""][rule.id] = status_of(found, rule, unit)[0]
    return ConformanceCase(
        id=name,
        why=why,
        on=on,
        readings=readings,
        facts=facts,
        outcome=found.outcome,
        possible_outcomes=found.possible,
        technologies={
            each: possible[each][0] if len(possible[each]) == 1 else rulebook.verdicts.open for each in in_use
        },
        statuses=statuses,
    )
