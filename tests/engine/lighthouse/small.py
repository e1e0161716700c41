"""A small act whose every completion can be counted, and what its outcomes are, said again without the engine.

Each fact serves one rule only. ``completions`` fills in what a case leaves open in every possible way; ``outcome`` says
what each complete case comes to.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations_with_replacement, product
from typing import Any

from derogation.engine.case.facts import View
from derogation.engine.case.vocabulary import FactSpec, ListSpec, Vocabulary
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Question
from lighthouse.world import listed, rulebook_from, scope_of

DAY = date(1875, 6, 1)
STATION = ("station.charted", "station.logged", "station.manned")
LAMP = ("lit", "decoy", "oil", "trimmed", "clean")
VOCABULARY = Vocabulary(
    {path: FactSpec(path, "bool", f"{path}?") for path in (*STATION, *(f"lamp.{key}" for key in LAMP))},
    {"lamps": ListSpec("lamps", "lamp", "Which lamps?")},
)
RULES = """
act: Small Act
verdicts:
  units: lamps
  in_use: lamp.lit
  decided_when: true
  passed: kept
  failed: breach
  mixed: partly_kept
  none: dark
  open: undecided
  jointly: {fault: station}
  outcomes: {no_duty: No duty, dark: Dark, decoy: A decoy, breach: Broken, partly_kept: In part, kept: Kept}
rules:
  - {rule: uncharted, kind: gate, provision: SA 1, title: t, subject: s, holds: not station.charted, outcome: no_duty}
  - {rule: decoy, kind: gate, provision: SA 2, title: t, subject: lamp, holds: lamp.decoy, outcome: decoy}
  - {rule: logged, provision: SA 3, title: t, subject: s, holds: station.logged}
  - {rule: manned, provision: SA 4, title: t, subject: s, holds: station.manned}
  - {rule: trimmed, provision: SA 5, title: t, subject: lamp, applies: lamp.oil, holds: lamp.trimmed}
  - {rule: clean, provision: SA 6, title: t, subject: lamp, holds: lamp.clean}
readings:
  - reading: fault
    question: Whose fault?
    choices:
      lamp: {title: Its own, argument: A lamp is a lamp.}
      station: {title: All, argument: A station is a station.}
"""

Truth = bool | None
Lamp = tuple[Truth, ...]


@cache
def act() -> Rulebook:
    return rulebook_from(RULES, vocabulary=VOCABULARY)


@dataclass(frozen=True)
class Case:
    """What is known: the facts of the station, of the lamps listed, and of lamps not listed, if there may be any."""

    station: tuple[Truth, ...]
    lamps: tuple[Lamp, ...]
    more: Lamp | None = None
    joint: bool = False
    unknown_list: bool = False

    def facts(self) -> dict[str, Any]:
        stated: dict[str, Any] = dict(zip(STATION, self.station, strict=True))
        if not self.unknown_list:
            known = [dict(zip(LAMP, lamp, strict=True)) for lamp in self.lamps]
            other = dict(zip(LAMP, self.more, strict=True)) if self.more is not None else None
            stated["lamps"] = listed(*known, complete=self.more is None, other=other)
        return stated

    def scope(self) -> View:
        return scope_of(self.facts(), act())

    def question(self) -> Question:
        return Question(DAY, {"fault": "station" if self.joint else "lamp"})


def random_case(source: random.Random) -> Case:
    """A case with anything from nothing to everything known."""
    share = source.choice((0.1, 0.3, 0.6, 0.9))

    def some(count: int) -> tuple[Truth, ...]:
        return tuple(source.choice((True, False)) if source.random() < share else None for _ in range(count))

    def lamp() -> Lamp:
        lit, decoy, *rest = some(len(LAMP))
        return (lit if lit is not False or source.random() < 0.5 else True, decoy and source.random() < 0.3, *rest)

    lamps = tuple(lamp() for _ in range(source.choice((0, 1, 1, 2, 2))))
    charted, *rest = some(len(STATION))
    more = source.choice((None, None, (None,) * len(LAMP), lamp()))
    unlisted = more is not None and not any(more) and not lamps and source.random() < 0.5
    station = (charted if charted is not False or source.random() < 0.3 else True, *rest)
    if unlisted:
        more = (None,) * len(LAMP)
    return Case(station, lamps, more, source.random() < 0.5, unlisted)


# --- what every case comes to ----------------------------------------------------------------------------------------


def fill(facts: tuple[Truth, ...]) -> Iterator[tuple[bool, ...]]:
    """Every way to know what is unknown."""
    yield from product(*((fact,) if fact is not None else (True, False) for fact in facts))


def state(lamp: tuple[bool, ...]) -> str:
    """What one lamp comes to by itself: off, decoy, good or bad."""
    lit, decoy, oil, trimmed, clean = lamp
    if not lit:
        return "off"
    if decoy:
        return "decoy"
    return "good" if clean and (trimmed or not oil) else "bad"


def of_lamps(station: tuple[bool, ...], states: tuple[str, ...], joint: bool) -> tuple[str, tuple[str, ...]]:
    """The outcome of the case and of each lamp, where the station and the state of every lamp are known."""
    charted, logged, manned = station
    if not charted:
        return "no_duty", ("no_duty",) * len(states)
    fails = not (logged and manned) or (joint and "bad" in states)
    each = tuple(
        "decoy" if state == "decoy" else "breach" if fails or state == "bad" else "kept"
        for state in states  # a lamp that is off has the outcome it would have if it were good
    )
    lit = {outcome for outcome, state in zip(each, states, strict=True) if state != "off"}
    if not lit:
        return "dark", each
    if len(lit) == 1:
        return lit.pop(), each
    return ("partly_kept" if "kept" in lit else "breach"), each


def states_of(lamp: Lamp) -> set[str]:
    """Every state that a lamp known in part may have."""
    return {state(filled) for filled in fill(lamp)}


def added(case: Case) -> list[tuple[str, ...]]:
    """The states of lamps that may exist beyond those listed: none, one or two (more bring no new outcome)."""
    if case.more is None:
        return [()]
    states = sorted(states_of(case.more))
    return [(), *combinations_with_replacement(states, 1), *combinations_with_replacement(states, 2)]


def completions(case: Case) -> Iterator[tuple[tuple[bool, ...], tuple[str, ...]]]:
    """Every complete case: the station, and the states of all its lamps, those listed first."""
    listed_states = [sorted(states_of(lamp)) for lamp in case.lamps]
    yield from (
        (station, (*states, *more))
        for station in fill(case.station)
        for states in product(*listed_states)
        for more in added(case)
    )


def outcomes(case: Case) -> set[str]:
    """The outcomes of all completions."""
    return {of_lamps(station, states, case.joint)[0] for station, states in completions(case)}


def turning(case: Case) -> set[str]:
    """The facts of which some value, the rest being completed somehow, changes the outcome; and the list, if it may."""
    found: set[str] = set()
    rest = [sorted(states_of(lamp)) for lamp in case.lamps]
    for at, name in enumerate(STATION):
        if case.station[at] is None:
            for station in fill(case.station):
                other = tuple(not fact if here == at else fact for here, fact in enumerate(station))
                for states in product(*rest):
                    for more in added(case):
                        all_states = (*states, *more)
                        if of_lamps(station, all_states, case.joint)[0] != of_lamps(other, all_states, case.joint)[0]:
                            found.add(name)
    for number, lamp in enumerate(case.lamps):
        for at, name in enumerate(LAMP):
            if lamp[at] is None and _lamp_turns(case, number, at, rest):
                found.add(f"lamps[{number}].{name}")
    for station, states in product(fill(case.station), product(*rest)):
        if len({of_lamps(station, (*states, *more), case.joint)[0] for more in added(case)}) > 1:
            found.add("lamps")
    return found


def _lamp_turns(case: Case, number: int, at: int, rest: list[list[str]]) -> bool:
    pairs = {
        (state(filled), state(tuple(not fact if here == at else fact for here, fact in enumerate(filled))))
        for filled in fill(case.lamps[number])
    }
    others = [options for index, options in enumerate(rest) if index != number]
    return any(
        of_lamps(station, (one, *states, *more), case.joint)[0]
        != of_lamps(station, (two, *states, *more), case.joint)[0]
        for one, two in pairs
        if one != two
        for station in fill(case.station)
        for states in product(*others)
        for more in added(case)
    )


def deciding(case: Case) -> set[tuple[str, int | None]]:
    """The conditions of which some value, other unknowns being completed somehow, changes the outcome."""
    found: set[tuple[str, int | None]] = set()
    rest = [sorted(states_of(lamp)) for lamp in case.lamps]
    for at, rule in ((1, "logged"), (2, "manned")):
        station = tuple(None if here == at else fact for here, fact in enumerate(case.station))
        if STATION[at] in turning(Case(station, case.lamps, case.more, case.joint)):
            found.add((rule, None))
    for number, lamp in enumerate(case.lamps):
        lit, decoy, oil, trimmed, clean = lamp
        for rule, opened in (("trimmed", (lit, decoy, True, None, clean)), ("clean", (lit, decoy, oil, trimmed, None))):
            changed = tuple(opened if index == number else other for index, other in enumerate(case.lamps))
            if _lamp_turns(Case(case.station, changed, case.more, case.joint), number, opened.index(None, 3), rest):
                found.add((rule, number))
    return found
