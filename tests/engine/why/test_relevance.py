"""What an outcome turns on: conditions that may change it, facts worth asking for, readings that differ."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from derogation.engine.answer import derive
from derogation.engine.case.facts import NEVER
from derogation.engine.truth.evaluator import Question
from derogation.engine.why.assessment import assess
from derogation.engine.why.relevance import bearing, unknown_facts
from lighthouse import chance, small
from lighthouse.world import (
    DAY,
    VERDICTS,
    Listed,
    ask,
    case,
    entity,
    good_lamp,
    good_station,
    listed,
    rulebook_from,
    scope_of,
    some_of,
)


def missing(facts: dict[str, Any], on: date = DAY, **more: Any) -> list[str]:
    return list(unknown_facts(bearing(ask(facts, on, **more))))


def decisive(facts: dict[str, Any], on: date = DAY, **more: Any) -> set[str]:
    """The decisive conditions, those of a lamp with its number: ``lens[0]``."""
    derivation = ask(facts, on, **more)
    numbers = {unit.address: f"[{number}]" for number, unit in enumerate(derivation.units)}
    return {
        f"{rule}{numbers.get(unit, '[?]') if unit is not None else ''}" for rule, unit in bearing(derivation).decisive
    }


# --- counted out ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", range(3))
def test_every_fact_on_which_a_completion_turns_is_listed(block: int) -> None:
    """A fact of which some value, the rest being completed somehow, changes the outcome is among those missing."""
    for seed in range(block * 120, (block + 1) * 120):
        known = small.random_case(random.Random(seed))
        found = bearing(derive(small.act(), known.scope(), known.question()))
        assert small.turning(known) <= set(unknown_facts(found)), (seed, known)


def test_every_condition_on_which_a_completion_turns_is_decisive() -> None:
    """A condition of which some value, other unknowns being completed somehow, changes the outcome is decisive."""
    for seed in range(150):
        known = small.random_case(random.Random(seed))
        derivation = derive(small.act(), known.scope(), known.question())
        numbers = {unit.address: number for number, unit in enumerate(derivation.units)}
        found = {(rule, None if unit is None else numbers.get(unit, -1)) for rule, unit in bearing(derivation).decisive}
        assert small.deciding(known) <= found, (seed, known)


def test_nothing_is_missing_where_nothing_can_change() -> None:
    """A determined outcome has no missing facts, however much is unknown."""
    determined = 0
    for seed in range(600):
        known = small.random_case(random.Random(seed))
        derivation = derive(small.act(), known.scope(), known.question())
        if len(derivation.possible) == 1:
            determined += 1
            assert unknown_facts(bearing(derivation)) == {}, (seed, known)
    assert determined > 100


@pytest.mark.parametrize("block", range(3))
def test_facts_that_serve_many_rules_are_listed_too(block: int) -> None:
    """On any rulebook of two lamps at most, flipping an unknown fact that is not listed never changes the outcome, and
    the outcomes possible are exactly those of all completions."""
    for seed in range(block * 10, (block + 1) * 10):
        source = random.Random(seed)
        book = chance.rulebook(source, nested=False)
        for _ in range(8):
            _check_every_flip(chance.facts(source, chance.PLAIN), source, book, seed)


def _check_every_flip(facts: dict[str, Any], source: random.Random, book: Any, seed: int) -> None:
    lamps: Listed = facts.get("lamps", Listed())
    keys = ("lit", "p", "q", "r")
    known = tuple({key: lamp[key] for key in keys if key in lamp} for lamp in lamps.known[:2])
    facts = {**{path: value for path, value in facts.items() if path != "lamps"}, "lamps": Listed(known)}
    unknown = [path for path in chance.PLAIN.facts if path.startswith("s.") and path not in facts]
    unknown += [f"lamps[{at}].{key}" for at, lamp in enumerate(known) for key in keys if key not in lamp]
    if len(unknown) > 6:
        return
    readings = {"fault": source.choice(("lamp", "station")), "eyes": source.choice(("left", "right", "both"))}
    listed_facts = unknown_facts(bearing(derive(book, scope_of(facts, book), Question(DAY, readings))))
    found: dict[tuple[bool, ...], tuple[str, ...]] = {}
    for whole in chance.complete(facts):
        values = tuple(_value(whole, path) for path in unknown)
        found[values] = derive(book, scope_of(whole, book), Question(DAY, readings)).possible
    possible = derive(book, scope_of(facts, book), Question(DAY, readings)).possible
    assert set(possible) == {outcome for outcomes in found.values() for outcome in outcomes}, seed
    for at, path in enumerate(unknown):
        flips = ((values, (*values[:at], not values[at], *values[at + 1 :])) for values in found)
        if any(found[one] != found[other] for one, other in flips):
            assert path in listed_facts, (seed, path)


def _value(whole: dict[str, Any], path: str) -> bool:
    if not path.startswith("lamps["):
        return whole[path]
    number, key = path.removeprefix("lamps[").split("].")
    return whole["lamps"].known[int(number)][key]


# --- missing facts of the act -----------------------------------------------------------------------------------------

UNKNOWN_TWICE = good_lamp(lens_clean=None, trimmed=None)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (good_station(), []),
        (good_station(good_lamp(lens_clean=None)), ["lamps[0].lens_clean"]),
        (good_station(UNKNOWN_TWICE), ["lamps[0].trimmed", "lamps[0].lens_clean"]),
        # a lamp that fails already asks for nothing more of itself
        (good_station(good_lamp(lens_clean=False, trimmed=None)), []),
        # a station that fails makes every lamp fail
        (good_station(UNKNOWN_TWICE, keeper__licensed_on=NEVER), []),
        # a gate that holds asks for nothing behind it
        (good_station(UNKNOWN_TWICE, light__height_m=3), []),
        # an open gate comes first, whatever stands behind it
        (good_station(good_lamp(lens_clean=None), light__height_m=None), ["light.height_m", "lamps[0].lens_clean"]),
        # the parts of a relief are asked for where the condition is open
        (
            good_station(good_lamp(inspected_on=NEVER, inspector_kept_waiting=None)),
            ["lamps[0].inspector_kept_waiting"],
        ),
        (
            good_station(good_lamp(inspected_on=None, applied_on=None)),
            ["lamps[0].applied_on", "lamps[0].inspected_on"],  # the one is asked of twice
        ),
        # whether a condition applies is asked for
        (
            good_station(good_lamp(colours=frozenset({"red"})), light__character=None),
            ["light.character"],
        ),
        (
            good_station(good_lamp(colours=None), light__character=None),
            ["light.character", "lamps[0].colours"],
        ),
        # whether a lamp that a gate keeps out is in service may decide
        (
            good_station(good_lamp(fuel="none", watches=listed({"since": DAY, "awake": True}))),
            ["lamps[0].watches[0].until"],
        ),
        # lists that may hold more
        (good_station(lamps=listed(good_lamp(), complete=False)), ["lamps"]),
        (good_station(lamps=None), ["lamps"]),
        (good_station(logbooks=listed(complete=False)), ["logbooks"]),
        (good_station(lamps=listed(good_lamp(watches=None))), ["lamps[0].watches"]),
        # a set known in part may have the member that decides
        (
            good_station(good_lamp(colours=some_of("white")), light__character="fixed"),
            ["lamps[0].colours"],
        ),
        # what is known of lamps that are not listed asks for nothing of theirs
        (good_station(lamps=listed(complete=False, other={"lens_clean": False})), ["lamps"]),
    ],
)
def test_missing_facts(facts: dict[str, Any], expected: list[str]) -> None:
    """Exactly the unknown facts on which the outcome may turn, the heaviest first."""
    assert missing(facts) == expected


def test_an_open_gate_before_one_that_holds_is_all_that_is_asked() -> None:
    """Where a later gate holds, only what an earlier one leaves open can change the outcome."""
    facts = good_station(UNKNOWN_TWICE, light__shines_seaward=None)
    assert missing(facts, date(1859, 1, 1)) == ["light.shines_seaward"]
    assert decisive(facts, date(1859, 1, 1)) == set()


def test_what_decides_for_the_whole_comes_first() -> None:
    """Gates before the list of lamps, that before use, that before what keeps a lamp out, and conditions last."""
    lamp = good_lamp(
        lens_clean=None, fuel=None, watches=listed({"since": DAY, "until": None, "awake": True}), range_miles=None
    )
    facts = good_station(lamps=listed(lamp, complete=False), light__shines_seaward=None, keeper__licensed_on=None)
    found = missing(facts)
    order = ["light.shines_seaward", "lamps", "lamps[0].watches[0].until", "lamps[0].fuel", "lamps[0].lens_clean"]
    assert [path for path in found if path in order] == order
    assert set(found) == {*order, "keeper.licensed_on", "lamps[0].range_miles"}


def test_a_list_with_open_items_may_hold_more() -> None:
    """Where an item is open and the list may hold more, both the item's fact and the list are missing."""
    watches = listed({"since": DAY, "until": NEVER, "awake": None}, complete=False)
    found = missing(good_station(good_lamp(watches=watches)))
    assert found == ["lamps[0].watches[0].awake", "lamps[0].watches"]


def test_law_that_facts_decide_asks_for_them() -> None:
    """Where it rests on a fact whether the law of the day is known, that fact is missing."""
    book = rulebook_from(
        VERDICTS.replace("define: always, is: true", "define: always, is: light.shines_seaward"),
        "rules:\n  - {rule: a, provision: A, title: t, subject: lamp, holds: lamp.trimmed}\n",
    )
    facts = {"lamps": listed({"fuel": "oil", "trimmed": True})}
    assert missing(facts, rulebook=book) == ["light.shines_seaward"]
    assert missing({**facts, "light.shines_seaward": False}, rulebook=book) == []


def test_law_that_is_not_known_asks_for_nothing_behind_it() -> None:
    """Where the conditions of the day are not known, no fact of theirs can decide; gates and use still ask."""
    facts = good_station(good_lamp(lens_clean=None, fuel=None))
    assert missing(facts, date(1891, 1, 1)) == ["lamps[0].fuel"]
    assert decisive(facts, date(1891, 1, 1)) == set()


# --- decisive conditions ----------------------------------------------------------------------------------------------

STATION = {"licence", "watchfulness", "yearly_returns", "sealed_returns"}


def of_lamp(number: int) -> set[str]:
    return {f"{rule}[{number}]" for rule in ("range", "wick", "inspection", "lens", "colour", "awake")}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (good_station(), STATION | of_lamp(0)),
        (good_station(good_lamp(lens_clean=False)), {"lens[0]"}),
        (good_station(good_lamp(lens_clean=False, trimmed=False)), set()),
        (good_station(keeper__licensed_on=NEVER), {"licence"}),
        (good_station(good_lamp(lens_clean=False), keeper__licensed_on=NEVER), set()),
        (good_station(good_lamp(), good_lamp(lens_clean=False)), STATION | of_lamp(0) | {"lens[1]"}),
        (good_station(good_lamp(), good_lamp(fuel="none")), STATION | of_lamp(0)),
        (good_station(light__height_m=3), set()),
        (good_station(lamps=listed()), set()),
        (good_station(lamps=listed(complete=False)), STATION | of_lamp(0)),
    ],
)
def test_decisive_conditions(facts: dict[str, Any], expected: set[str]) -> None:
    """A condition decides where all others may be satisfied: all of them in a station that is kept, one that fails
    alone, none of two that fail together, none behind a gate."""
    found = {name.replace("[?]", "[0]") for name in decisive(facts)}
    assert found == expected


def test_a_condition_of_the_station_decides_only_with_a_lamp_that_may_pass() -> None:
    """Where every lamp fails anyhow, the station's own conditions change nothing."""
    facts = good_station(good_lamp(lens_clean=False), keeper__licensed_on=None)
    assert "licence" not in decisive(facts)
    assert missing(facts) == []


# --- readings that turn the outcome -----------------------------------------------------------------------------------


def readings(facts: dict[str, Any], book: Any = None, **more: Any) -> dict[str, tuple[str, bool, dict[str, str]]]:
    from lighthouse.world import act

    found = assess(book or act(), case(facts), DAY, **more).readings
    return {reading.id: (reading.chosen, reading.turns_outcome, reading.others) for reading in found}


def test_readings_that_turn_the_outcome() -> None:
    """A reading on which the outcome rests says what every other choice would lead to."""
    harbour = {"light.harbour.inside": True, "light.harbour.minor": True, "light.harbour.boats_only": False}
    found = readings({**good_station(), **harbour})
    assert found["harbour_test"] == ("narrow", True, {"wide": "no_duty"})
    assert found["late_return"] == ("cures", False, {"never": "kept"})
    assert found["inspection_time"] == ("ever", False, {"each_watch": "kept"})
    assert "fault" not in found  # there is one lamp


def test_the_joint_reading_is_met_where_there_are_lamps_to_fail_together() -> None:
    """It is asked of two lamps, or of one where there may be more."""
    two = good_station(good_lamp(), good_lamp(lens_clean=False))
    assert readings(two)["fault"] == ("lamp", True, {"station": "breach"})
    more = good_station(lamps=listed(good_lamp(lens_clean=False), complete=False, other=good_lamp()))
    assert readings(more)["fault"] == ("lamp", True, {"station": "breach"})
    assert "fault" not in readings(good_station())


EYES = """
readings:
  - reading: eyes
    choices: {left: {title: t, argument: a}, right: {title: t, argument: a}}
"""
RULE = "rules:\n  - {rule: a, provision: A, title: t, subject: lamp, holds: %s}\n"
GAS = {"fuel": "gas", "trimmed": True, "spare_wick": True}


@pytest.mark.parametrize(
    ("verdicts", "rule", "facts", "other"),
    [
        (  # through use
            VERDICTS.replace("lamp.fuel is not none", "{reading: eyes, left: lamp.fuel is not none, right: false}"),
            "lamp.trimmed",
            {"lamps": listed(GAS)},
            "dark",
        ),
        (  # through the law that is known
            VERDICTS.replace("always, is: true", "always, is: {reading: eyes, left: true, right: false}"),
            "lamp.trimmed",
            {"lamps": listed(GAS)},
            "undecided",
        ),
        (  # inside the branch of another choice of the same reading
            VERDICTS + "  - {define: inner, is: {reading: eyes, left: true, right: false}}\n",
            "{reading: eyes, left: lamp.trimmed, right: inner}",
            {"lamps": listed(GAS)},
            "breach",
        ),
        (  # through lamps that are not listed
            VERDICTS,
            "{reading: eyes, left: lamp.trimmed, right: lamp.spare_wick}",
            {"lamps": listed(GAS, complete=False, other={**GAS, "spare_wick": False})},
            "undecided",
        ),
    ],
)
def test_readings_turn_the_outcome_wherever_they_stand(
    verdicts: str, rule: str, facts: dict[str, Any], other: str
) -> None:
    """A reading is found that turns the outcome through use, through decided law, in itself, or in unlisted lamps."""
    book = rulebook_from(verdicts, "act: A\n" + EYES + RULE % rule)
    assert readings(facts, book)["eyes"] == ("left", True, {"right": other})


def test_readings_say_what_other_choices_would_lead_to() -> None:
    """On any rulebook, what is said of every other choice is what that choice leads to."""
    for seed in range(25):
        source = random.Random(seed)
        book = chance.rulebook(source)
        facts = chance.facts(source, chance.PLAIN)
        chosen = {"fault": source.choice(("lamp", "station")), "eyes": source.choice(("left", "right", "both"))}
        record = source.random() < 0.3
        found = assess(book, case(facts, readings=chosen), DAY, on_the_record=record)
        said = {reading.id: reading.others for reading in found.readings}
        for name, reading in book.readings.items():
            for choice in reading.choices:
                if choice.id != chosen[name]:
                    asked = Question(DAY, {**chosen, name: choice.id}, record)
                    expected = derive(book, scope_of(facts, book), asked).outcome
                    assert said.get(name, {}).get(choice.id, found.outcome) == expected, (seed, name, choice.id)


def test_unlisted_lamps_are_known_by_what_is_said_of_them() -> None:
    """Whatever is known of lamps that are not listed is seen, from each standpoint, in one place."""
    whole = entity({"lamps": listed(complete=False, other={"fuel": "oil"})})
    assert whole.lists["lamps"].other is not None
    assert whole.lists["lamps"].other.address.text == "lamps[?]"
