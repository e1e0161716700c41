"""An outcome is found exactly if some completion of the unknown facts leads to it."""

from __future__ import annotations

import gc
import itertools
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, cast

import pytest
from derogation.engine.answer import derive
from derogation.engine.case.facts import CASE, NEVER, Entity, PartialSet, Value, View, Views
from derogation.engine.case.vocabulary import FactSpec, ListSpec, Vocabulary
from derogation.engine.law import terms as t
from derogation.engine.truth.evaluator import Evaluation, Evaluator, Question
from derogation.engine.why.assessment import assess
from derogation.engine.worlds.cuts import Cuts, groups_of
from derogation.engine.worlds.encoding import Encoding
from derogation.engine.worlds.solver import Exhausted
from derogation.engine.worlds.unknowns import Unknowns
from derogation.engine.worlds.witness import Witness, witness_of
from derogation.showing.assessment_json import assessment_data
from lighthouse.world import DAY, act, ask, case, disputed, good_lamp, good_station, listed, says, some_of

# --- any term, against all completions counted one by one -------------------------------------------------------------

TODAY = date(2021, 1, 31)
#: The ends of months, where "a month later" is many days' month later.
DAYS = (date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31))
FACTS = (
    FactSpec("a", "bool", ""),
    FactSpec("b", "bool", ""),
    FactSpec("colour", "choice", "", choices=("red", "green", "white")),
    FactSpec("n", "number", ""),
    FactSpec("m", "number", ""),
    FactSpec("signs", "set", "", choices=("u", "v")),
    FactSpec("day", "date", "", never="never"),
    FactSpec("since", "date", ""),
    FactSpec("until", "date", "", never="never", not_before="since"),
    FactSpec("thing.p", "bool", ""),
    FactSpec("thing.on", "date", "", never="never"),
)
VOCABULARY = Vocabulary({spec.path: spec for spec in FACTS}, {"things": ListSpec("things", "thing", "")})


def fact(path: str) -> t.Fact:
    return t.Fact(*VOCABULARY.split(path))


def some_comparison(source: random.Random, paths: Sequence[str]) -> t.Term:
    path = source.choice(paths)
    kind = VOCABULARY.facts[path].type
    days = [other for other in paths if VOCABULARY.facts[other].type == "date"]
    if kind == "bool":
        return t.Compare(fact(path), "is", t.Literally(True))
    if kind == "choice":
        return t.Compare(fact(path), "is", t.Literally(source.choice(("red", "green", "white"))))
    if kind == "set":
        return t.Compare(fact(path), "has", t.Literally(source.choice(("u", "v"))))
    if kind == "number":
        numbers = [fact(other) for other in paths if VOCABULARY.facts[other].type == "number"]
        operand = source.choice((t.Literally(1), t.Literally(2), t.Literally(1.5), *numbers))
        return t.Compare(fact(path), source.choice(("at_most", "at_least", "more_than", "less_than", "is")), operand)
    other = fact(source.choice(days))
    later = t.Later(source.choice((other, t.AssessedOn())), source.choice((1, 2)))
    operand = source.choice((t.Literally(source.choice(DAYS)), t.AssessedOn(), other, later))
    left = source.choice((fact(path), fact(path), t.AssessedOn()))
    return t.Compare(left, source.choice(("before", "by", "from", "after")), operand)


def some_term(source: random.Random, paths: Sequence[str], depth: int, *, lists: bool) -> t.Term:
    kind = source.random()
    if not depth or kind < 0.15:
        return some_comparison(source, paths)
    if kind < 0.8 or not lists:
        parts = tuple(some_term(source, paths, depth - 1, lists=lists) for _ in range(source.choice((2, 3))))
        return t.Any(parts) if kind < 0.4 else t.All(parts) if kind < 0.7 else t.Not(parts[0])
    inner = some_term(source, (*paths, "thing.p", "thing.on"), depth - 1, lists=False)
    return source.choice((t.Each, t.Some))("", "things", "thing", inner)


NEAR = sorted({day + timedelta(step) for day in (*DAYS, date(2020, 11, 30), date(2020, 12, 31), date(2021, 4, 30),
                                                 date(2021, 5, 31)) for step in (-3, -1, 0, 1)})  # fmt: skip
FAR_APART = (date(2021, 1, 30), date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 1), NEVER)


def values_of(path: str) -> list[Value]:
    """Enough values of a fact to stand for all."""
    spec = VOCABULARY.facts[path]
    if spec.type == "date":
        return [*NEAR, *([NEVER] if spec.never else [])]
    every: dict[str, list[Value]] = {
        "bool": [True, False],
        "choice": ["red", "green", "white"],
        "set": [frozenset(), frozenset("u"), frozenset("v"), frozenset("uv")],
        "number": [0, 0.5, 1, 1.2, 1.4, 1.5, 1.7, 1.8, 2, 2.5, 3],
    }
    return every[spec.type]


def scope(values: dict[str, Any], things: Sequence[dict[str, Any]] = (), *, complete: bool = True) -> View:
    items = tuple(View(Entity(CASE.member("things", "thing", at)), thing) for at, thing in enumerate(things))
    return View(Entity(), values, {}, {"things": Views(items, complete)})


def completions(known: dict[str, Any], unknown: Sequence[str], *, lists: bool) -> Iterator[View]:
    """Every completion, up to values and items that no comparison tells apart."""
    things: list[tuple[dict[str, Any], ...]] = [()]
    if lists:
        kinds = [{"p": p, "on": on} for p in (True, False) for on in FAR_APART]
        things = [some for size in range(3) for some in itertools.combinations(kinds, size)]
    for chosen in itertools.product(*(values_of(path) for path in unknown)):
        values = {**known, **dict(zip(unknown, chosen, strict=True))}
        if "since" in values and "until" in values and values["until"] < values["since"]:
            continue
        for extra in things:
            yield scope(values, extra)


def true_in(term: t.Term, case: View) -> bool:
    return t.fold(term, Evaluator())({"": case}, Evaluation(case, Question(TODAY, {}))).truth is True


def found_world(term: t.Term, case: View) -> Witness | None:
    """A world in which a term is true, by the search."""
    unknowns = Unknowns(VOCABULARY, Cuts(groups_of([term], VOCABULARY), case, TODAY), case, {})
    encoding, formula = Encoding(unknowns), unknowns.formula(term)
    return witness_of(encoding, [formula], case, VOCABULARY) if encoding.solve(formula) else None


@pytest.mark.parametrize("lists", [False, True], ids=["facts", "lists"])
@pytest.mark.parametrize("block", range(3))
def test_a_completion_is_found_exactly_where_one_exists(block: int, *, lists: bool) -> None:
    """On random terms over facts of every type, relations of days and numbers, and open lists."""
    answers: set[bool] = set()
    for seed in range(block * 30, (block + 1) * 30):
        source = random.Random(seed)
        plain = source.sample(("a", "b", "colour", "signs") if lists else ("a", "b", "colour", "n", "m", "signs"), 2)
        paths = [*plain[: 1 if lists else 2], *source.sample(("day", "since", "until"), 1 if lists else 2)]
        term = some_term(source, paths, 3, lists=lists)
        known = {path: source.choice(values_of(path)) for path in paths if source.random() < 0.3}
        if known.get("until", NEVER) < known.get("since", date.min):
            continue
        unknown = [path for path in paths if path not in known]
        case = scope(known, complete=not lists)
        found = found_world(term, case)
        if found is not None:
            supposed = {address.key: value for address, value in found.facts.items() if not address.steps}
            left = [path for path in unknown if path not in supposed]
            things = [dict(item.values) for item in found.case.items("things").known]
            cases = (scope(dict(each.values), things) for each in completions({**known, **supposed}, left, lists=False))
            enough = any if lists else all  # of what a world supposes; facts of new items are not completed here
            assert enough(true_in(term, each) for each in cases), (seed, term)
        assert (found is not None) == any(true_in(term, case) for case in completions(known, unknown, lists=lists)), (
            seed,
            term,
        )
        answers.add(found is not None)
    assert answers == {True, False}


@pytest.mark.parametrize(
    ("comparison", "possible"),
    [
        (t.Compare(fact("day"), "before", t.Later(fact("day"), 1)), True),
        (t.Compare(fact("day"), "after", t.Later(fact("day"), 1)), False),
        (t.Compare(fact("since"), "from", t.Later(fact("since"), 1)), False),
        (t.Compare(fact("day"), "from", t.Later(fact("day"), 1)), True),
        (t.Compare(fact("n"), "less_than", fact("n")), False),
        (t.Not(t.Compare(fact("since"), "by", fact("since"))), False),
        (t.Not(t.Compare(fact("day"), "by", fact("day"))), True),
    ],
)
def test_a_day_compared_with_itself(comparison: t.Term, *, possible: bool) -> None:
    """A day is not after itself a month later, and is as late as that only if it never comes."""
    assert (found_world(comparison, scope({})) is not None) is possible


# --- outcomes of an act ----------------------------------------------------------------------------------------------


def witness(facts: dict[str, Any], outcome: str, on: date = DAY, **readings: str) -> Witness | None:
    return ask(facts, on, **readings).witness(outcome)


def facts_of(found: Witness) -> dict[str, Any]:
    """What a world supposes, by the addresses of the facts."""
    return {address.text: value for address, value in found.facts.items()}


STATIONS: dict[str, dict[str, Any]] = {
    "nothing known": {},
    "good": good_station(),
    "no lamps known": good_station(lamps=None),
    "lamps known in part": good_station(lamps=listed(good_lamp(), complete=False)),
    "lamps of one kind": good_station(lamps=listed(complete=False, other=good_lamp(lens_clean=False))),
    "two doubtful lamps": good_station(good_lamp(lens_clean=None), good_lamp(watches=None, fuel=None)),
    "harbour in doubt": good_station(light__harbour__inside=True, light__harbour__minor=None),
    "licence unknown": good_station(keeper__licensed_on=None),
    "no logbooks known": good_station(logbooks=None),
    "purposes known in part": good_station(good_lamp(purposes=some_of("guiding"))),
    "perhaps a decoy": good_station(good_lamp(purposes=some_of("luring"))),
    "disputed": good_station(light__shines_seaward=disputed(says("Keeper", value=False))),
}


@pytest.mark.parametrize("fault", ["lamp", "station"])
@pytest.mark.parametrize("on", [date(1859, 6, 1), date(1873, 6, 1), DAY, date(1891, 6, 1)])
@pytest.mark.parametrize("name", STATIONS)
def test_every_possible_outcome_has_a_witness(name: str, on: date, fault: str) -> None:
    """The evaluator gives that outcome, and no other, of the facts that the witness states."""
    derivation = ask(STATIONS[name], on, fault=fault)
    if len(derivation.sound) == 1:
        return
    assert derivation.is_exact
    assert set(derivation.possible) <= set(derivation.sound)
    for outcome in derivation.possible:
        found = derivation.witness(outcome)
        assert found is not None
        again = derive(act(), found.case, Question(on, derivation.question.readings))
        assert outcome in again.sound
        assert found.opened or again.sound == (outcome,)


def test_a_witness_keeps_what_is_known() -> None:
    """A completion changes no fact that the case states, and takes nothing from a list."""
    facts = good_station(good_lamp(name="known", purposes=some_of("guiding"), lens_clean=None), light__character=None)
    found = witness(facts, "breach")
    assert found is not None
    assert not {"light.height_m", "lamps[0].trimmed"} & set(facts_of(found))
    lamp = found.case.items("lamps").known[0]
    assert "guiding" in cast("Any", lamp.values["purposes"])
    assert found.case.values["light.height_m"] == 41.5


def test_a_fact_that_serves_two_rules_is_one_fact() -> None:
    """A red lamp fails in a fixed light; a flashing light asks for a watchful keeper: with neither it cannot pass."""
    facts = good_station(good_lamp(colours=frozenset({"red"})), keeper__watchful=False, light__character=None)
    derivation = ask(facts, DAY)
    assert derivation.sound == ("breach", "kept")
    assert derivation.possible == ("breach",)
    assert derivation.outcome == "breach"
    assert derivation.unit_possible == (("breach",),)


def test_a_licence_cannot_be_fresh_and_stale_at_once() -> None:
    """An unknown day of licence falls in the twelve months up to the day assessed; a known stale one cannot pass."""
    facts = good_station(keeper__licensed_on=date(1873, 1, 1))
    assert witness(facts, "kept") is None
    unknown = witness(good_station(keeper__licensed_on=None), "kept")
    assert unknown is not None
    day = cast("date", facts_of(unknown)["keeper.licensed_on"])
    assert date(1874, 6, 2) <= day <= DAY


def test_an_open_list_is_completed_with_as_many_items_as_it_takes() -> None:
    """Returns of two years are owed, so two logbooks are made up, each of its year."""
    found = witness(good_station(logbooks=None, keeper__licensed_on=date(1873, 1, 1)), "kept", date(1873, 6, 1))
    assert found is not None
    logbooks, complete = found.case.items("logbooks").known, found.case.items("logbooks").complete
    assert complete
    assert {1871, 1872} <= {book.values["year"] for book in logbooks}


def test_what_the_law_leaves_open_is_named_in_the_witness() -> None:
    """A lamp that lures and guides may or may not be a decoy; either way the witness says what it takes for granted."""
    facts = good_station(good_lamp(purposes=frozenset({"luring", "guiding"})))
    taken = {outcome: witness(facts, outcome) for outcome in ("decoy", "kept")}
    assert {outcome: found and found.opened[0][1] for outcome, found in taken.items()} == {"decoy": True, "kept": False}


def test_what_is_not_shown_stays_not_shown_on_the_record() -> None:
    """On the record an unknown lens counts as dirty; the search does not clean it."""
    facts = good_station(good_lamp(lens_clean=None, watches=None))
    assert ask(facts, DAY).possible == ("dark", "breach", "kept")
    assert ask(facts, DAY, on_the_record=True).possible == ("dark", "breach")


def test_a_search_that_is_given_up_leaves_its_outcome_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a step to take all outcomes that the evaluator leaves stay, and the answer says that it is not exact."""
    monkeypatch.setattr("derogation.engine.worlds.worlds.MOST_STEPS", 0)
    derivation = ask(STATIONS["two doubtful lamps"], DAY)
    assert derivation.possible == derivation.sound
    assert derivation.unit_possible == derivation.unit_sound
    assert not derivation.is_exact


def test_a_set_known_in_part_is_completed_from_what_is_known() -> None:
    """Members that are known stay; others come only where something turns on them."""
    found = witness(good_station(good_lamp(purposes=some_of("luring"))), "decoy")
    assert found is not None
    assert facts_of(found)["lamps[0].purposes"] == frozenset({"luring"})
    assert not isinstance(facts_of(found)["lamps[0].purposes"], PartialSet)


def test_an_assessment_says_whether_its_possible_outcomes_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contract has a flag, and the notes say so where the search was given up."""
    facts = case(STATIONS["no lamps known"])
    sure = assess(act(), facts, DAY)
    assert assessment_data(sure)["possible_outcomes_exact"] is True
    monkeypatch.setattr("derogation.engine.worlds.worlds.MOST_STEPS", 0)
    unsure = assess(act(), facts, DAY)
    assert assessment_data(unsure)["possible_outcomes_exact"] is False
    assert any("given up" in note for note in unsure.notes)
    assert not any("given up" in note for note in sure.notes)


def test_outcomes_of_units_count_for_whether_an_assessment_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the outcome of the case is certain and the search for that of a lamp was given up, the answer says so."""
    facts = case(good_station(good_lamp(lens_clean=False), good_lamp(name="off", watches=listed(), lens_clean=None)))
    sure = assess(act(), facts, DAY)
    assert sure.outcome == "breach"
    assert sure.derivation.sound == ("breach",)
    assert sure.derivation.unit_possible == (("breach",), ("breach", "kept"))
    assert assessment_data(sure)["possible_outcomes_exact"] is True
    monkeypatch.setattr("derogation.engine.worlds.worlds.MOST_STEPS", 0)
    unsure = assess(act(), facts, DAY)
    assert (unsure.outcome, unsure.derivation.unit_possible) == ("breach", sure.derivation.unit_possible)
    assert assessment_data(unsure)["possible_outcomes_exact"] is False
    assert any("given up" in note for note in unsure.notes)


@pytest.mark.parametrize("on_the_record", [False, True])
def test_what_the_search_of_a_case_held_is_free_as_soon_as_nobody_holds_its_assessment(on_the_record: bool) -> None:
    """Nothing waits for the collector: a server would hold hundreds of megabytes until it came."""

    def searched() -> bool:
        found = assess(act(), case(good_station(good_lamp(lens_clean=None))), DAY, on_the_record=on_the_record)
        return found.derivation.worlds.may_be(act().rules[0].satisfied)

    searched()  # what is made once for a rulebook is made
    gc.collect()
    gc.disable()
    try:
        searched()
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_could_not_be_stated_of_a_new_item_is_still_to_be_stated() -> None:
    """A search that needs more items than it may leaves nothing out of those that come after it."""
    p = t.Compare(fact("thing.p"), "is", t.Literally(True))
    another = t.Some("", "things", "thing", t.Not(p))
    term = t.Some("", "things", "thing", t.All((p, another)))
    case = scope({}, complete=False)
    unknowns = Unknowns(VOCABULARY, Cuts(groups_of([term], VOCABULARY), case, TODAY), case, {})
    encoding, formula = Encoding(unknowns), unknowns.formula(term)
    unknowns.most_new = 1
    with pytest.raises(Exhausted):
        encoding.solve(formula)
    unknowns.most_new = 10
    assert encoding.solve(formula)
    found = witness_of(encoding, [formula], case, VOCABULARY)
    assert true_in(term, found.case)
