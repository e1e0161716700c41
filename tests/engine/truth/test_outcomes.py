"""Outcomes: which one a case has, which ones it may still have, and that none is missed."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from derogation.engine.answer import Derivation, derive
from derogation.engine.case.facts import NEVER
from derogation.engine.truth.evaluator import Question
from derogation.engine.truth.outcomes import outcome_terms
from lighthouse import chance, small
from lighthouse.world import (
    DAY,
    VERDICTS,
    Listed,
    ask,
    good_lamp,
    good_station,
    listed,
    rulebook_from,
    scope_of,
    some_of,
)


def lamp(**changes: Any) -> dict[str, Any]:
    return good_lamp(**changes)


DIRTY = lamp(lens_clean=False)
LURING = lamp(purposes=frozenset({"luring"}))
LAID_UP = lamp(fuel="none")
GONE = lamp(watches=listed({"since": date(1860, 1, 1), "until": date(1870, 1, 1), "awake": True}))
UNKNOWN_LENS = lamp(lens_clean=None)


# --- one outcome ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (good_station(), "kept"),
        (good_station(light__shines_seaward=False), "no_duty"),
        (good_station(light__height_m=4), "no_duty"),
        (good_station(light__lit_since=NEVER), "no_duty"),
        (good_station(keeper__licensed_on=NEVER), "breach"),
        (good_station(DIRTY), "breach"),
        (good_station(lamp(), DIRTY), "partly_kept"),
        (good_station(lamp(), lamp()), "kept"),
        (good_station(DIRTY, DIRTY), "breach"),
        (good_station(LURING), "decoy"),
        (good_station(LAID_UP), "laid_up"),
        (good_station(LURING, LAID_UP), "breach"),  # neither is kept, and they differ
        (good_station(LURING, LURING), "decoy"),
        (good_station(LURING, DIRTY), "breach"),
        (good_station(LURING, lamp()), "partly_kept"),
        (good_station(lamp(), LAID_UP, keeper__licensed_on=NEVER), "breach"),
        (good_station(GONE), "dark"),
        (good_station(GONE, DIRTY), "breach"),
        (good_station(GONE, lamp()), "kept"),
        (good_station(lamps=listed()), "dark"),
        (good_station(lamps=listed(), keeper__licensed_on=NEVER), "dark"),
        (good_station(lamps=None, light__height_m=4), "no_duty"),  # gates decide without a list
    ],
)
def test_outcomes_of_cases(facts: dict[str, Any], outcome: str) -> None:
    """The first gate that holds decides; then what the lamps in service come to, together."""
    derivation = ask(facts, DAY)
    assert (derivation.possible, derivation.outcome) == ((outcome,), outcome)


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (date(1859, 12, 31), "out_of_reign"),
        (date(1860, 1, 1), "breach"),
        (date(1889, 12, 31), "breach"),
        (date(1890, 1, 1), "undecided"),  # the law of that day has not been printed
        (date(1899, 12, 31), "undecided"),
        (date(1900, 1, 1), "out_of_reign"),
    ],
)
def test_days_of_the_law(on: date, outcome: str) -> None:
    """The first and last days belong to the law; where the law is not known, conditions decide nothing."""
    facts = good_station(light__lit_since=date(1840, 1, 1), keeper__licensed_on=NEVER)
    facts["lamps"] = listed(lamp(watches=listed({"since": date(1840, 1, 1), "until": NEVER, "awake": True})))
    assert ask(facts, on).outcome == outcome


def test_unknown_law_leaves_what_gates_do_not_decide() -> None:
    """On a day of unknown law a lamp may pass or fail, but a decoy is a decoy and an empty station dark."""
    on = date(1891, 1, 1)
    assert ask(good_station(), on).possible == ("breach", "kept")
    assert ask(good_station(LURING), on).possible == ("decoy",)
    assert ask(good_station(lamps=listed()), on).possible == ("dark",)


def test_the_first_gate_decides_whatever_the_second_would_say() -> None:
    """Gates are asked in the rulebook's order."""
    facts = good_station(light__shines_seaward=False)
    assert ask(facts, date(1859, 1, 1)).possible == ("no_duty",)
    facts = good_station(light__shines_seaward=None)
    assert ask(facts, date(1859, 1, 1)).possible == ("no_duty", "out_of_reign")


@pytest.mark.parametrize(
    ("lamps", "outcome"),
    [
        ((lamp(), DIRTY), "breach"),
        ((lamp(), lamp()), "kept"),
        ((lamp(), LURING), "partly_kept"),  # a decoy fails nobody
        ((lamp(), {**DIRTY, "watches": GONE["watches"]}), "kept"),  # what is out of service fails nobody
        ((DIRTY, LURING), "breach"),
    ],
)
def test_one_fails_all_on_the_joint_reading(lamps: tuple[dict[str, Any], ...], outcome: str) -> None:
    """On the reading that one lamp's fault is the station's, a failing lamp fails every other."""
    derivation = ask(good_station(*lamps), DAY, fault="station")
    assert derivation.possible == (outcome,)
    if outcome == "breach":
        assert derivation.unit_possible[0] == ("breach",)


def test_open_texts_leave_a_gate_open_whatever_the_facts() -> None:
    """A lamp for two purposes is neither excluded nor let in as a whole."""
    derivation = ask(good_station(lamp(purposes=frozenset({"luring", "guiding"}))), DAY)
    assert derivation.possible == ("decoy", "kept")
    derivation = ask(good_station(lamp(purposes=some_of("luring"))), DAY)
    assert derivation.possible == ("decoy", "kept")


# --- what is possible -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({}, ("no_duty", "dark", "decoy", "laid_up", "breach", "partly_kept", "kept")),
        (good_station(UNKNOWN_LENS), ("breach", "kept")),
        (good_station(UNKNOWN_LENS, lamp()), ("partly_kept", "kept")),
        (good_station(UNKNOWN_LENS, DIRTY), ("breach", "partly_kept")),
        (good_station(lamp(), DIRTY, keeper__licensed_on=None), ("breach", "partly_kept")),
        (good_station(lamps=listed(lamp(), complete=False)), ("partly_kept", "kept")),
        (good_station(lamps=listed(DIRTY, complete=False)), ("breach", "partly_kept")),
        (good_station(lamps=listed(LURING, complete=False)), ("decoy", "breach", "partly_kept")),
        (good_station(lamps=listed(complete=False)), ("dark", "decoy", "laid_up", "breach", "partly_kept", "kept")),
        (good_station(lamps=listed(LURING, complete=False, other={"fuel": "none", "purposes": frozenset()})),
         ("decoy", "breach")),
        (good_station(lamps=listed(DIRTY, complete=False, other=DIRTY)), ("breach",)),
        (good_station(lamps=listed(lamp(), complete=False, other=lamp())), ("kept",)),
        (good_station(lamps=None, keeper__licensed_on=NEVER), ("dark", "decoy", "laid_up", "breach")),
        (good_station(lamp(watches=None)), ("dark", "breach", "kept")),
        (good_station(lamp(watches=listed({"awake": True}))), ("dark", "kept")),
        (good_station(lamp(watches=None), DIRTY), ("breach", "partly_kept")),
    ],
)  # fmt: skip
def test_possible_outcomes(facts: dict[str, Any], possible: tuple[str, ...]) -> None:
    """What the facts leave open, and no more, in the rulebook's order."""
    derivation = ask(facts, DAY)
    assert derivation.possible == possible
    assert derivation.outcome == (possible[0] if len(possible) == 1 else "undecided")


def test_possible_outcomes_of_lamps() -> None:
    """Each lamp has outcomes of its own; those not in service are told what they would be."""
    derivation = ask(good_station(lamp(), UNKNOWN_LENS, LURING, GONE, lamp(fuel=None)), DAY)
    assert derivation.unit_possible == (("kept",), ("breach", "kept"), ("decoy",), ("kept",), ("laid_up", "kept"))
    derivation = ask(good_station(lamp(), light__height_m=None), DAY)
    assert derivation.unit_possible == (("no_duty", "kept"),)


@pytest.mark.parametrize(
    ("others", "possible"),
    [
        (listed(lamp()), ("kept",)),
        (listed(lamp(), DIRTY), ("breach",)),
        (listed(lamp(), UNKNOWN_LENS), ("breach", "kept")),
        (listed(lamp(), {**DIRTY, "watches": None}), ("breach", "kept")),
        (listed(lamp(), GONE), ("kept",)),
        (listed(lamp(), complete=False), ("breach", "kept")),
        (listed(lamp(), complete=False, other=lamp()), ("kept",)),
        (listed(lamp(), complete=False, other=LURING), ("kept",)),
        (listed(lamp(), complete=False, other=DIRTY), ("breach", "kept")),
    ],
)
def test_possible_outcomes_of_a_lamp_whose_station_may_fail_it(others: Listed, possible: tuple[str, ...]) -> None:
    """On the joint reading a good lamp fails with another that fails, and may fail with one that may."""
    derivation = ask(good_station(lamps=others), DAY, fault="station")
    assert derivation.unit_possible[0] == possible


# --- counted out ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", range(4))
def test_possible_outcomes_are_those_of_all_completions(block: int) -> None:
    """Where no fact serves two rules, they are exactly the outcomes of all completions, counted one by one."""
    for seed in range(block * 300, (block + 1) * 300):
        case = small.random_case(random.Random(seed))
        derivation = derive(small.act(), case.scope(), case.question())
        assert set(derivation.possible) == small.outcomes(case), (seed, case)


def test_possible_outcomes_of_lamps_are_those_of_all_completions() -> None:
    """So are those of every lamp that may be in service."""
    for seed in range(400):
        case = small.random_case(random.Random(seed))
        derivation = derive(small.act(), case.scope(), case.question())
        for number, possible in enumerate(derivation.unit_possible):
            counted = {
                small.of_lamps(station, states, case.joint)[1][number]
                for station, states in small.completions(case)
                if states[number] != "off"
            }
            assert not counted or set(possible) == counted, (seed, number, case)


def one_way(facts: dict[str, Any], source: random.Random) -> dict[str, Any]:
    """The facts with some of the unknown ones filled in, and some of the open lists closed."""
    found = dict(facts)
    for path in chance.PLAIN.facts:
        scope, key = chance.PLAIN.split(path)
        if scope == "" and key not in found and source.random() < 0.5:
            found[key] = source.random() < 0.5
    if "lamps" in found:
        lamps: Listed = found["lamps"]
        filled = []
        for item in lamps.known:
            missing = [key for key in ("lit", "p", "q", "r") if key not in item and source.random() < 0.5]
            filled.append({**item, **{key: source.random() < 0.5 for key in missing}})
        close = not lamps.complete and source.random() < 0.5
        found["lamps"] = Listed(tuple(filled), lamps.complete or close, lamps.other)
    else:
        found["lamps"] = Listed()
    return found


@pytest.mark.parametrize("block", range(3))
def test_more_facts_never_bring_a_new_outcome(block: int) -> None:
    """On any rulebook, with facts that serve many rules at once, knowing more leaves fewer outcomes or as many."""
    for seed in range(block * 12, (block + 1) * 12):
        source = random.Random(seed)
        book = chance.rulebook(source)
        readings = {"fault": source.choice(("lamp", "station")), "eyes": source.choice(("left", "right", "both"))}
        for _ in range(8):
            facts = chance.facts(source, chance.PLAIN)
            before = derive(book, scope_of(facts, book), Question(DAY, readings))
            assert before.possible
            for _ in range(4):
                facts = one_way(facts, source)
                after = derive(book, scope_of(facts, book), Question(DAY, readings))
                assert set(after.possible) <= set(before.possible), seed
                for now, then in zip(after.unit_possible, before.unit_possible, strict=False):
                    assert set(now) <= set(then), seed
                before = after


def test_forgetting_a_fact_never_turns_one_outcome_into_another() -> None:
    """On the act, a determined outcome stays possible whichever fact is forgotten, for the case and for each lamp."""
    for seed in range(40):
        source = random.Random(seed)
        facts = chance.nearly_good(source)
        known = ask(facts, DAY)
        for key in list(facts):
            forgotten = ask({name: value for name, value in facts.items() if name != key}, DAY)
            assert set(known.possible) <= set(forgotten.possible), (seed, key)


def test_complete_facts_leave_one_outcome() -> None:
    """Where everything is known, and the law is, exactly one outcome is possible and exactly one formula true."""
    terms = outcome_terms(small.act())
    for seed in range(400):
        source = random.Random(seed)
        lamps = tuple(tuple(source.random() < 0.6 for _ in small.LAMP) for _ in range(source.choice((0, 1, 2, 3))))
        case = small.Case(tuple(source.random() < 0.8 for _ in small.STATION), lamps, joint=source.random() < 0.5)
        derivation = derive(small.act(), case.scope(), case.question())
        states = tuple(small.state(lamp) for lamp in lamps)
        expected, each = small.of_lamps(case.station, states, case.joint)  # type: ignore[arg-type]
        assert derivation.possible == (expected,)
        assert [outcome for outcome, term in terms.case if derivation.truth(term)] == [expected]
        for number, unit in enumerate(derivation.units):
            if states[number] != "off":
                assert derivation.unit_possible[number] == (each[number],)
                assert [name for name, term in terms.unit if derivation.truth(term, unit)] == [each[number]]


def test_formulas_of_outcomes_say_what_the_lamps_add_up_to() -> None:
    """Where the formula of an outcome is true it is the only one possible; where it is false, it is none of them
    unless another formula leaves it open."""
    for seed in range(300):
        case = small.random_case(random.Random(seed))
        derivation: Derivation = derive(small.act(), case.scope(), case.question())
        for outcome, term in outcome_terms(small.act()).case:
            truth = derivation.truth(term)
            if truth is True:
                assert derivation.possible == (outcome,)
            if derivation.possible == (outcome,):
                assert truth is not False


# --- rulebooks without something --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("trimmed", "outcome"), [(True, "kept"), (False, "breach")])
def test_an_act_without_gates(trimmed: bool, outcome: str) -> None:
    """An act that keeps nothing out has only conditions to ask."""
    book = rulebook_from(
        VERDICTS, "rules:\n  - {rule: a, provision: A, title: t, subject: lamp, holds: lamp.trimmed}\n"
    )
    assert ask({"lamps": listed({"fuel": "oil", "trimmed": trimmed})}, DAY, book).possible == (outcome,)


def test_an_act_without_conditions() -> None:
    """Where nothing is asked of lamps, every lamp that is let in keeps the act."""
    rule = "{rule: a, kind: gate, provision: A, title: t, subject: lamp, holds: lamp.trimmed, outcome: decoy}"
    book = rulebook_from(VERDICTS, f"rules: [{rule}]\n")
    facts = {"lamps": listed({"fuel": "oil", "trimmed": True}, {"fuel": "oil", "trimmed": False})}
    derivation = ask(facts, DAY, book)
    assert (derivation.possible, derivation.unit_possible) == (("partly_kept",), (("decoy",), ("kept",)))


def test_two_gates_to_one_outcome() -> None:
    """Several gates may lead to one outcome; one of them is enough."""
    assert ask(good_station(light__lit_since=date(1880, 1, 1)), DAY).possible == ("no_duty",)
    assert ask(good_station(light__lit_since=date(1880, 1, 1), light__height_m=None), DAY).possible == ("no_duty",)


@pytest.mark.parametrize(("on", "outcome"), [(date(1869, 12, 31), "kept"), (date(1870, 1, 1), "laid_up")])
def test_a_gate_that_is_not_yet_law(on: date, outcome: str) -> None:
    """A gate counts on the days of its own law only."""
    watches = listed({"since": date(1850, 1, 1), "until": NEVER, "awake": True})
    unlit = lamp(fuel="none", range_miles=13, inspected_on=date(1849, 1, 1), watches=watches)
    facts = good_station(unlit, keeper__licensed_on=date(1869, 6, 1))
    assert ask(facts, on).possible == (outcome,)
