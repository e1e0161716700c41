"""The smallest sets of facts that change an outcome: enough, minimal, and all of them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from derogation.engine.answer import Derivation, derive
from derogation.engine.case.facts import NEVER
from derogation.engine.change import smallest_changes
from derogation.engine.change.answers import Answer
from derogation.engine.change.smallest_changes import Changes, ChangeSet, changes
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Question
from derogation.showing.change_page import document_of_changes
from derogation.showing.terminal import terminal
from lighthouse import chance
from lighthouse.world import (
    DAY,
    act,
    ask,
    disputed,
    good_lamp,
    good_station,
    listed,
    says,
    scope_of,
    some_of,
)


def paths(change: ChangeSet) -> frozenset[str]:
    return frozenset(fact.path for fact in change.facts)


def of(facts: dict[str, Any], goal: str, on: date = DAY, *, limit: int = 200, **more: Any) -> Changes:
    return changes(ask(facts, on, **more), goal, limit=limit)


def sets(facts: dict[str, Any], goal: str, on: date = DAY, **more: Any) -> list[frozenset[str]]:
    found = of(facts, goal, on, **more)
    assert found.complete
    return [paths(change) for change in found.sets]


# --- all of them, counted one by one ----------------------------------------------------------------------------------

FREE = ("s.a", "s.b", "s.c", "s.d", "lamps[0].p", "lamps[0].q", "lamps[0].r")


def station(values: dict[str, bool]) -> dict[str, Any]:
    lamp = {path.removeprefix("lamps[0]."): value for path, value in values.items() if path.startswith("lamps")}
    own = {path: value for path, value in values.items() if not path.startswith("lamps")}
    return {**own, "lamps": listed({"lit": True, "watches": listed(), **lamp})}


def outcomes(book: Rulebook, question: Question) -> dict[tuple[bool, ...], str]:
    """The outcome of every complete case."""
    found: dict[tuple[bool, ...], str] = {}
    for values in itertools.product((True, False), repeat=len(FREE)):
        case = scope_of(station(dict(zip(FREE, values, strict=True))), book)
        found[values] = derive(book, case, Question(question.assessed_on, question.readings)).outcome
    return found


def enough(known: dict[str, bool], given: dict[str, bool], goal: str, table: dict[tuple[bool, ...], str]) -> bool:
    """Whether every completion of the case with these values has the outcome."""
    values = {**known, **given}
    pools = [(values[path],) if path in values else (True, False) for path in FREE]
    return all(table[total] == goal for total in itertools.product(*pools))


def smallest_sets(known: dict[str, bool], goal: str, table: dict[tuple[bool, ...], str]) -> set[frozenset[str]]:
    """All minimal sets of facts that have values with which the outcome is reached."""
    found: list[frozenset[str]] = []
    for size in range(len(FREE) + 1):
        for chosen in itertools.combinations(FREE, size):
            if any(other <= set(chosen) for other in found):
                continue
            tried = itertools.product((True, False), repeat=size)
            if any(enough(known, dict(zip(chosen, values, strict=True)), goal, table) for values in tried):
                found.append(frozenset(chosen))
    return set(found)


@pytest.mark.parametrize("block", range(4))
def test_the_list_of_smallest_sets_is_complete(block: int) -> None:
    """On random rulebooks whose rules share facts, the sets are those that trying every set and every value finds."""
    seen = 0
    for seed in range(block * 8, (block + 1) * 8):
        source = random.Random(seed)
        book = chance.rulebook(source, nested=False)
        question = Question(DAY, {**book.default_readings, "eyes": source.choice(("left", "right", "both"))})
        table = outcomes(book, question)
        if "undecided" in table.values():
            continue
        known = {path: source.random() < 0.5 for path in FREE if source.random() < source.choice((0.3, 0.7, 1.0))}
        derivation = derive(book, scope_of(station(known), book), question)
        for goal in sorted(set(table.values()) - {"undecided"}):
            found = changes(derivation, goal, limit=500)
            if found.already:
                assert enough(known, {}, goal, table)
                continue
            assert found.complete
            ours = {paths(change) for change in found.sets}
            theirs = smallest_sets(known, goal, table)
            assert ours & theirs == theirs, (seed, goal, theirs - ours)
            assert all("lamps[0].lit" in each or any("watches" in path for path in each) for each in ours - theirs)
            seen += len(theirs)
    assert seen > 5


# --- enough and minimal on the fictional act ------------------------------------------------------------------------

STATIONS: dict[str, dict[str, Any]] = {
    "good": good_station(),
    "no licence": good_station(keeper__licensed_on=NEVER),
    "dirty lens, red light": good_station(
        good_lamp(lens_clean=False, colours=frozenset({"red"})), light__character="fixed"
    ),
    "harbour in doubt": good_station(
        light__harbour__inside=True, light__harbour__minor=None, light__harbour__boats_only=None
    ),
    "unknown lens": good_station(good_lamp(lens_clean=None, spare_wick=None)),
    "two lamps": good_station(good_lamp(lens_clean=None), good_lamp(trimmed=False)),
    "lamps unknown": good_station(lamps=None),
    "watches unknown": good_station(good_lamp(watches=None)),
    "a logbook missing": good_station(logbooks=listed({"year": 1874, "filed_on": date(1875, 1, 15)})),
    "disputed": good_station(light__shines_seaward=disputed(says("Keeper", value=False))),
    "a decoy in part": good_station(good_lamp(purposes=some_of("luring"))),
}


def reached(derivation: Derivation, change: ChangeSet, goal: str) -> bool:
    question = derivation.question
    fresh = Question(question.assessed_on, question.readings, question.on_the_record)
    return derive(derivation.machine.rulebook, change.case, fresh).possible == (goal,)


@pytest.mark.parametrize("on_the_record", [False, True])
@pytest.mark.parametrize("name", STATIONS)
def test_every_set_is_enough(name: str, *, on_the_record: bool) -> None:
    """The case with the values of a set has the outcome, whatever else is unknown."""
    derivation = ask(STATIONS[name], DAY, on_the_record=on_the_record)
    for goal in ("no_duty", "dark", "decoy", "breach", "partly_kept", "kept"):
        for change in changes(derivation, goal, limit=6).sets:
            assert reached(derivation, change, goal), (goal, paths(change))


def parts_of(found: Changes) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    every = [paths(change) for change in found.sets]
    yield from itertools.permutations(every, 2)


@pytest.mark.parametrize("name", STATIONS)
def test_no_set_contains_another(name: str) -> None:
    """Of two sets neither is part of the other, and no set is given twice."""
    derivation = ask(STATIONS[name], DAY)
    for goal in ("no_duty", "dark", "breach", "kept"):
        assert all(not one <= other for one, other in parts_of(changes(derivation, goal, limit=40)))


# --- what can be changed, and what cannot -----------------------------------------------------------------------------


def test_nothing_has_to_change_where_the_outcome_is_reached() -> None:
    """A case that has the outcome already needs no set."""
    found = of(good_station(), "kept")
    assert (found.already, found.sets) == (True, ())


def test_a_finding_that_fails_can_be_changed() -> None:
    """A dirty lens is cleaned; that is one fact, and the only set."""
    found = of(good_station(good_lamp(lens_clean=False)), "kept")
    assert [paths(change) for change in found.sets] == [frozenset({"lamps[0].lens_clean"})]
    (fact,) = found.sets[0].facts
    assert (fact.kind, fact.before, fact.wanted, fact.value) == ("change", "no", "yes", True)


def test_a_past_day_is_never_changed() -> None:
    """A licence that ran out in the past cannot have been granted later; it is named as what stands in the way."""
    found = of(good_station(keeper__licensed_on=date(1870, 1, 1)), "kept")
    assert found.sets == ()
    assert [fact.path for fact in found.blocked] == ["keeper.licensed_on"]


def test_a_day_that_has_not_come_can_come_today_at_the_earliest() -> None:
    """A keeper without licence can be licensed on the day assessed, not before."""
    found = of(good_station(keeper__licensed_on=NEVER), "kept")
    (fact,) = found.sets[0].facts
    assert (fact.path, fact.value) == ("keeper.licensed_on", "1875-06-01")
    assert fact.wanted == "on 1 June 1875"


def test_an_unknown_past_day_can_be_established() -> None:
    """What is unknown may turn out to have happened in the past."""
    found = of(good_station(good_lamp(inspected_on=None, applied_on=NEVER)), "kept")
    facts = {fact.path: fact for change in found.sets for fact in change.facts}
    assert facts["lamps[0].inspected_on"].kind == "establish"
    assert facts["lamps[0].inspected_on"].wanted == "by 31 May 1875"


def test_a_fixed_fact_is_established_but_never_changed() -> None:
    """The day when a light was first lit is fixed: known it stays, unknown it may be found out."""
    never_lit = frozenset({"light.lit_since"})
    assert never_lit in sets(good_station(light__lit_since=None), "no_duty")
    assert never_lit not in sets(good_station(), "no_duty")


def test_one_failing_limb_takes_an_exception_away() -> None:
    """Each limb alone rules out what the exception leads to; all limbs together reach it."""
    facts = STATIONS["harbour in doubt"]
    out = changes(ask(facts, DAY), "no_duty", reached=False, limit=50)
    assert {frozenset({"light.harbour.minor"}), frozenset({"light.harbour.boats_only"})} <= {paths(x) for x in out.sets}
    assert frozenset({"light.harbour.minor", "light.harbour.boats_only"}) in sets(facts, "no_duty")


def test_sets_that_only_establish_come_first() -> None:
    """Finding out comes before changing what is known, though it may take more facts."""
    found = of(STATIONS["harbour in doubt"], "no_duty")
    order = [change.establishes_only for change in found.sets]
    assert order == sorted(order, reverse=True)
    assert order[0]


def test_a_missing_logbook_is_added_to_a_complete_list() -> None:
    """Late filing cures, so a logbook may be added, filed on the day assessed at the earliest."""
    facts = good_station(
        logbooks=listed(
            *({"year": year, "filed_on": date(year + 1, 1, 15)} for year in (1871, 1872, 1873)), complete=False
        )
    )
    found = of(facts, "kept")
    assert any({"logbooks", "logbooks[3].year", "logbooks[3].filed_on"} == paths(change) for change in found.sets)


def test_an_unknown_list_is_established_whole() -> None:
    """That there is no lamp in service is one fact: the list, and nothing on it."""
    assert sets(good_station(lamps=None), "dark") == [frozenset({"lamps"})]


def test_a_set_known_in_part_is_completed() -> None:
    """Establishing the rest of a set keeps the members known."""
    found = of(STATIONS["a decoy in part"], "decoy")
    (fact,) = found.sets[0].facts
    assert (fact.path, fact.value) == ("lamps[0].purposes", ["luring"])
    assert fact.wanted == "without guiding and without warning"


def test_where_nothing_leads_the_law_is_named() -> None:
    """After the reign of the Act no fact makes a duty."""
    found = of(good_station(), "kept", date(1900, 1, 1))
    assert found.sets == ()
    assert found.reasons == ("The Act is not in force on this day, whatever the facts",)


def test_where_the_law_is_unknown_it_says_so() -> None:
    """While the law of the day has not been printed, no fact keeps the duties."""
    found = of(good_station(), "kept", date(1891, 1, 1))
    assert found.reasons == ("the law of this day does not decide here, whatever the facts",)


def test_an_unmet_burden_is_met_by_showing_it() -> None:
    """On the record an unknown lens fails; establishing it is the one set."""
    facts = good_station(good_lamp(lens_clean=None))
    found = of(facts, "kept", on_the_record=True)
    assert [paths(change) for change in found.sets] == [frozenset({"lamps[0].lens_clean"})]


def test_a_new_lamp_comes_in_only_where_nothing_else_helps() -> None:
    """With no lamp known, one is listed with all that it needs; a second one is never asked for."""
    found = of(good_station(lamps=None), "kept")
    assert found.sets
    assert all(
        "lamps" in paths(change) and not any("lamps[1]" in path for path in paths(change)) for change in found.sets
    )
    watch = next(fact for fact in found.sets[0].facts if fact.path == "lamps[0].watches")
    assert isinstance(watch.value, list)
    assert len(watch.value) == 1


def test_the_numbers_that_will_do_are_said_in_words() -> None:
    """A range at which the light is seen far enough is named as a bound."""
    found = of(good_station(good_lamp(range_miles=None)), "kept")
    facts = {fact.path: fact.wanted for change in found.sets for fact in change.facts}
    assert facts["lamps[0].range_miles"] == "more than 12 miles"
    assert act().verdicts.unit == "lamp"


# --- all sets in short ------------------------------------------------------------------------------------------------


def unfolded(found: Changes) -> list[frozenset[str]]:
    """Every set that the short form makes."""
    return [
        frozenset(fact.path for choice in (product.common, *chosen) for fact in choice)
        for product in found.products
        for chosen in itertools.product(*product.groups)
    ]


@pytest.mark.parametrize("name", STATIONS)
def test_the_short_form_makes_all_sets_and_no_other(name: str) -> None:
    """One choice from each group, with what all have, gives each set once."""
    derivation = ask(STATIONS[name], DAY)
    for goal in ("no_duty", "dark", "breach", "kept"):
        few, many = changes(derivation, goal, limit=1), changes(derivation, goal, limit=500)
        if few.number > 1:
            short = unfolded(few)
            assert len(short) == len(set(short)) == few.number
            assert set(short) == {paths(change) for change in many.sets}


def test_of_many_kinds_the_first_are_worked_out_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where working out the values of all kinds would take too long, the answer says how many there are."""
    derivation = ask(STATIONS["two lamps"], DAY)
    whole = changes(derivation, "breach", limit=1)
    monkeypatch.setattr(smallest_changes, "MOST_PRODUCTS", 1)
    first = changes(derivation, "breach", limit=1)
    assert (whole.kinds, len(whole.products)) == (2, 2)
    assert (first.kinds, len(first.products), first.number) == (2, 1, whole.number)
    assert unfolded(first) == unfolded(whole)[: whole.products[0].number]
    told = " ".join(terminal(document_of_changes("Two lamps", derivation, Answer((), None, (first,)), None)).split())
    assert "And 1 more kind; --limit and --format json show only the first." in told


def test_new_items_that_are_alike_count_once() -> None:
    """Which of two new lamps passes and which fails makes no other set."""
    found = of(good_station(lamps=None), "partly_kept", limit=400)
    assert found.complete
    given = {paths(change) for change in found.sets}
    assert given
    assert all(mirrored(each) == each or mirrored(each) not in given for each in given)


def mirrored(paths: frozenset[str]) -> frozenset[str]:
    return frozenset(
        path.replace("lamps[0]", "lamps[x]").replace("lamps[1]", "lamps[0]").replace("[x]", "[1]") for path in paths
    )
