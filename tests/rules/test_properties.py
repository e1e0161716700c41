"""What must hold of every answer, on the real rulebook, whatever the profile, the day and the readings.

Each property is checked on a hundred generated profiles or more, always the same ones. ``pytest -m long`` checks each
on very many fresh ones, as many as the environment variable ``DEROGATION_EXAMPLES`` says (100,000 unless told).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from derogation import answer_json, assess, rulebook
from derogation.cases.loader import read_case
from derogation.cases.vocabulary import vocabulary
from derogation.engine.answer import Derivation
from derogation.engine.case.address import Address
from derogation.engine.case.facts import Entity, Items, PartialSet, View
from derogation.engine.law.rulebook import Rule
from derogation.engine.why.statuses import kleene_status, status_of
from derogation.tests.strategies import (
    APPLIES,
    UNKNOWN_LAW,
    Asked,
    Place,
    Start,
    as_data,
    asked,
    changed,
    completed,
    days,
    disputed,
    excluded,
    good_profile,
    holder,
    is_known,
    is_open,
    lists,
    places,
    profiles,
    shuffled,
    some_values,
    values,
    without_open_matters,
    writable,
)
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

QUICK = settings(
    max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
FEW = settings(QUICK, max_examples=15)
LONG = settings(
    max_examples=int(os.environ.get("DEROGATION_EXAMPLES", "100000")),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def decided(derivation: Derivation) -> str | None:
    """The outcome, where the facts leave only one."""
    return derivation.possible[0] if len(derivation.possible) == 1 else None


def statuses(derivation: Derivation) -> dict[tuple[str, str], str]:
    """The status of every condition for every subject, as far as its parts are known one by one."""
    return {
        (rule.provision, unit.address.text if unit else ""): status(derivation, rule, unit)
        for rule, unit in subjects(derivation)
    }


def subjects(derivation: Derivation) -> list[tuple[Rule, View | None]]:
    book = rulebook()
    return [
        (rule, unit)
        for rule in book.of_kind("condition")
        for unit in (derivation.units if book.about_unit(rule) else (None,))
    ]


def status(derivation: Derivation, rule: Rule, unit: View | None) -> str:
    return kleene_status(
        *(derivation.truth(part, unit) for part in (rule.applies, rule.holds, rule.relief, rule.satisfied))
    )


# --- forgetting -------------------------------------------------------------------------------------------------------


def forgotten(data: st.DataObject, entity: Entity) -> Entity:
    """The profile with one fact or list made unknown, or known in part only."""
    known = [place for place in places(entity) if is_known(entity, place)]
    assume(known)
    place = data.draw(st.sampled_from(known), label="forget")
    present = holder(entity, place).lists.get(place.key)
    if place.spec is None and present is not None:
        part = st.integers(0, len(present.known)).map(lambda kept: Items(present.known[:kept], complete=False))
        return changed(entity, place, data.draw(st.one_of(st.none(), part), label="left of the list"))
    value = holder(entity, place).statements[place.key].value
    if isinstance(value, frozenset) and data.draw(st.booleans(), label="in part"):
        return changed(entity, place, PartialSet(value))
    return changed(entity, place, None)


def forgetting_decides_nothing(question: Asked, data: st.DataObject) -> None:
    before = question.derive()
    after = question.about(forgotten(data, question.profile)).derive_twice()
    assert set(before.possible) <= set(after.possible)
    if decided(after) is not None:
        assert decided(before) == decided(after)


@QUICK
@given(asked(), st.data())
def test_making_a_fact_unknown_never_leads_to_another_outcome(question: Asked, data: st.DataObject) -> None:
    """Whatever was possible stays possible when a fact is forgotten, so an outcome only falls open, never over."""
    forgetting_decides_nothing(question, data)


# --- learning ---------------------------------------------------------------------------------------------------------


def learnt(data: st.DataObject, entity: Entity, place: Place) -> Entity:
    """The profile with one unknown fact known, or one open list closed, with whatever else may have been in it."""
    thing = holder(entity, place)
    if place.spec is None:
        present = thing.lists.get(place.key, Items())
        whole = Place(place.trail, place.item, place.key)
        more = data.draw(lists(changed(entity, whole, None), whole, complete=True), label=f"{place} too")
        added = _renumbered(more.known, len(present.known), thing.address.fact(place.key).text)
        return changed(entity, place, Items((*present.known, *added)))
    value = data.draw(values(place.spec), label=str(place))
    part = thing.statements[place.key].value if place.key in thing.statements else None
    if isinstance(part, PartialSet) and isinstance(value, frozenset):
        value |= part.known
    return changed(entity, place, value)


def _renumbered(items: tuple[Entity, ...], first: int, path: str) -> list[Entity]:
    address = rulebook().vocabulary.address
    return [_moved(item, address(f"{path}[{first + n}]"), f"{item.name}x") for n, item in enumerate(items)]


def _moved(entity: Entity, to: Address, name: str) -> Entity:
    """A thing and all that it holds at another place."""
    lists = {
        key: replace(
            items,
            known=tuple(
                _moved(each, to.member(key, each.address.item, n), each.name) for n, each in enumerate(items.known)
            ),
        )
        for key, items in entity.lists.items()
    }
    return replace(entity, address=to, name=name, lists=lists)


def learning_overturns_nothing(question: Asked, data: st.DataObject) -> None:
    before = question.derive()
    unknown = [place for place in places(question.profile) if is_open(question.profile, place)]
    assume(unknown)
    place = data.draw(st.sampled_from(unknown), label="learn")
    after = question.about(learnt(data, question.profile, place)).derive_twice()
    assert set(after.possible) <= set(before.possible)
    if decided(before) is not None:
        assert decided(after) == decided(before)


@QUICK
@given(asked(), st.data())
def test_learning_a_fact_never_overturns_an_outcome(question: Asked, data: st.DataObject) -> None:
    """No value of an unknown fact, and no entry of an open list, leads to what was not possible before."""
    learning_overturns_nothing(question, data)


#: What a status may become when more is known: it sharpens, and never turns.
SHARPER = {
    "undetermined": {"met", "not_met", "relieved", "not_applicable", "undetermined"},
    "relieved": {"relieved", "met", "not_applicable"},
    "met": {"met", "not_applicable"},
    "not_applicable": {"not_applicable"},
    "not_met": {"not_met"},
}


def learning_sharpens_statuses(question: Asked, data: st.DataObject) -> None:
    unknown = [place for place in places(question.profile) if is_open(question.profile, place)]
    assume(unknown)
    place = data.draw(st.sampled_from(unknown), label="learn")
    before = statuses(question.derive())
    after = statuses(question.about(learnt(data, question.profile, place)).derive())
    for condition, earlier in before.items():
        assert after[condition] in SHARPER[earlier], condition


@QUICK
@given(asked(), st.data())
def test_learning_a_fact_sharpens_a_status_and_never_turns_it(question: Asked, data: st.DataObject) -> None:
    """A condition that is met, not met, relieved or not applicable stays so, but for what makes it a moot question."""
    learning_sharpens_statuses(question, data)


def completion_is_among_the_possible(question: Asked, data: st.DataObject) -> None:
    before = question.derive()
    good = data.draw(st.sampled_from([1.0, 0.99, 0.9, 0.0]), label="share of what is as the law wants it")
    start = Start("noise", Random(data.draw(st.integers(0, 2**32))), good=good)
    after = question.about(completed(question.profile, start)).derive()
    assert set(after.possible) <= set(before.possible)


@QUICK
@given(asked(), st.data())
def test_every_completion_is_among_the_possible_outcomes(question: Asked, data: st.DataObject) -> None:
    """Whatever becomes of everything unknown at once, the outcome is one of those that were said to be possible."""
    completion_is_among_the_possible(question, data)


# --- statuses ---------------------------------------------------------------------------------------------------------


def statuses_are_those_of_all_worlds(seed: int) -> None:
    """Of a nearly good profile with some yes-or-no facts unknown, every world is tried."""
    source = Random(seed)
    entity = good_profile()
    facts = [place for place in places(entity) if place.spec is not None and place.spec.type == "bool"]
    for place in source.sample(facts, 3):
        entity = changed(entity, place, not holder(entity, place).statements[place.key].value)
    unknown = source.sample(facts, 4)
    for place in unknown:
        entity = changed(entity, place, None)
    question = Asked(entity, source.choice((date(2021, 9, 2), date(2022, 6, 1), date(2025, 1, 1))), {
        name: source.choice(reading.choices).id for name, reading in rulebook().readings.items()
    })  # fmt: skip
    worlds: list[Derivation] = []
    for way in product((True, False), repeat=len(unknown)):
        world = entity
        for place, value in zip(unknown, way, strict=True):
            world = changed(world, place, value)
        if not excluded(world):
            worlds.append(question.about(world).derive())
    if excluded(entity) or not worlds:
        return
    derivation = question.derive()
    assert set(derivation.possible) == {outcome for world in worlds for outcome in world.possible}
    if any(world.truth(rulebook().verdicts.in_use, world.units[0]) is not True for world in worlds):
        return
    for rule in rulebook().of_kind("condition"):
        at = 0 if rulebook().about_unit(rule) else None
        found = status_of(derivation, rule, derivation.units[at] if at is not None else None)[0]
        seen = {status_of(each, rule, each.units[at] if at is not None else None)[0] for each in worlds}
        if len(seen) == 1:
            assert {found} == seen, (seed, rule.id)
        elif seen <= {"met", "relieved", "not_applicable"}:
            assert found in seen | {"met"}, (seed, rule.id)
        else:
            assert found == "undetermined", (seed, rule.id)


@pytest.mark.parametrize("block", range(3))
def test_statuses_and_outcomes_are_those_of_all_worlds(block: int) -> None:
    """No status is open where every world agrees, none decided where two worlds differ, on any reading."""
    for seed in range(block * 10, block * 10 + 10):
        statuses_are_those_of_all_worlds(seed)


@pytest.mark.long
@pytest.mark.parametrize("block", range(20))
def test_statuses_and_outcomes_of_thousands_are_those_of_all_worlds(block: int) -> None:
    """The same on two thousand profiles."""
    for seed in range(1_000 + block * 100, 1_100 + block * 100):
        statuses_are_those_of_all_worlds(seed)


# --- eligible ---------------------------------------------------------------------------------------------------------


def indifferent(question: Asked, place: Place) -> bool:
    """Whether an eligible profile stays eligible without what stands at a place."""
    return decided(question.about(changed(question.profile, place, None)).derive()) == "eligible"


def eligible_without_a_fact_only_if_it_does_not_matter(question: Asked, data: st.DataObject) -> None:
    assume(decided(question.derive()) == "eligible")
    known = [place for place in places(question.profile) if is_known(question.profile, place) and place.spec]
    place = data.draw(st.sampled_from(known), label="forget")
    question.about(changed(question.profile, place, None)).derive_twice()
    if indifferent(question, place) and place.spec is not None:
        for value in data.draw(st.lists(values(place.spec), min_size=1, max_size=4), label="learn"):
            other = changed(question.profile, place, value)
            if not excluded(other):
                assert decided(question.about(other).derive()) == "eligible"


NEARLY_GOOD = asked(profiles(technologies=1, kind="good", changes=3), days(APPLIES, UNKNOWN_LAW))


@QUICK
@given(NEARLY_GOOD, st.data())
def test_eligible_without_a_fact_only_if_it_does_not_matter(question: Asked, data: st.DataObject) -> None:
    """An eligible profile stays eligible with a fact unknown only if every value of that fact leaves it so."""
    eligible_without_a_fact_only_if_it_does_not_matter(question, data)


SOLICITATION = {"detects.solicitation": True, "detects.known_material": False, "detects.new_material": False}
TEXT_OFF = {"scans.text": False, "quality.cannot_deduce_substance": False}


@pytest.mark.parametrize(
    ("on", "facts"),
    [
        (APPLIES, {}),
        (date(2022, 4, 3), SOLICITATION),
        (date(2023, 2, 1), TEXT_OFF),
        (date(2026, 4, 3), {}),
    ],
    ids=["first day", "solicitation, last day of relief", "no text", "last day"],
)
def test_each_fact_of_an_eligible_profile(on: date, facts: dict[str, bool]) -> None:
    """The same for every fact and value where nothing is amiss; every finding that applies is among what matters."""
    entity = good_profile()
    for key, value in facts.items():
        entity = changed(entity, Place((("technologies", 0),), "technology", key), value)
    question = Asked(entity, on, dict(rulebook().default_readings))
    assert decided(question.derive()) == "eligible"
    matters: set[str] = set()
    for place in places(entity):
        if place.spec is None or not is_known(entity, place):
            continue
        if indifferent(question, place):
            for other in (changed(entity, place, value) for value in some_values(place.spec)):
                if not excluded(other):
                    assert decided(question.about(other).derive()) == "eligible", place
        else:
            matters.add(place.spec.path)
    findings = {spec.path for spec in vocabulary().facts.values() if spec.finding}
    idle = {path for path in findings if path.startswith("service.ancillary_exception.")}  # no limb is made out
    idle |= {"technology.prior_consultation.duly_cooperates"}
    if "detects.solicitation" not in facts:
        idle.add("technology.quality.relevant_indicators_only")
    if "scans.text" in facts:
        idle.add("technology.quality.cannot_deduce_substance")
    assert findings - matters == idle


# --- exactly one outcome ----------------------------------------------------------------------------------------------


def exactly_one_outcome(question: Asked, _: st.DataObject) -> None:
    derivation = question.derive_twice()
    assert decided(derivation) is not None
    assert all(len(possible) == 1 for possible in derivation.unit_possible)
    assert "undetermined" not in statuses(derivation).values()


@QUICK
@given(without_open_matters(), st.data())
def test_complete_facts_leave_exactly_one_outcome(question: Asked, data: st.DataObject) -> None:
    """With every fact known, no mixture unsplit and no consultation pending, one outcome is true, and so is each
    status, on every day whose law is encoded."""
    exactly_one_outcome(question, data)


LATER = st.builds(replace, without_open_matters(), on=days(UNKNOWN_LAW))


@FEW
@given(LATER)
def test_law_that_is_not_encoded_decides_no_condition(question: Asked) -> None:
    """From 31 July 2026 no profile is eligible or fails a condition; gates and exclusions still decide."""
    derivation = question.derive_twice()
    assert decided(derivation) not in ("eligible", "partly_eligible")
    if decided(derivation) == "not_eligible":
        assert any(decided_unit == ("excluded",) for decided_unit in derivation.unit_possible)


# --- engines ----------------------------------------------------------------------------------------------------------


def engines_agree(question: Asked, _: st.DataObject) -> None:
    question.derive_twice()


ANY_QUESTION = st.one_of(asked(on_the_record=st.booleans()), disputed())


@settings(QUICK, max_examples=60, phases=[Phase.generate])
@given(ANY_QUESTION)
def test_the_engines_agree(question: Asked) -> None:
    """Evaluator and durable_rules derive the same truth of every rule and outcome, or an error says otherwise."""
    question.derive_twice()


# --- on the record ----------------------------------------------------------------------------------------------------


def burden_decides(question: Asked, _: st.DataObject) -> None:
    default = question.derive()
    record = replace(question, on_the_record=True).derive_twice()
    on_record = statuses(record)
    # One that is satisfied in every world, by different ways, has its status by these.
    for rule, unit in subjects(record):
        assert status_of(record, rule, unit)[0] != "undetermined", rule.provision
        assert record.truth(rule.satisfied, unit) is not None, rule.provision
    assert set(record.possible) <= set(default.possible)
    for condition, earlier in statuses(default).items():
        assert on_record[condition] in SHARPER[earlier], condition


@QUICK
@given(asked(), st.data())
def test_on_the_record_no_condition_is_open(question: Asked, data: st.DataObject) -> None:
    """Its bearer has the burden of every condition, so on the record each is decided, as one of the ways it could."""
    burden_decides(question, data)


def test_every_condition_has_a_bearer() -> None:
    """The provider bears the burden of every condition, and of no gate."""
    book = rulebook()
    assert {rule.burden for rule in book.of_kind("condition")} == {"provider"}
    assert {rule.burden for rule in book.of_kind("gate")} == {""}


# --- profiles as files ------------------------------------------------------------------------------------------------

READINGS_IN_DISPUTE = {
    "ancillary_test": {"positions": [{"by": "Tower", "choice": "article"}]},
    "numbering": {"positions": [{"by": "Harbour", "choice": "either"}, {"by": "Tower", "choice": "neither"}]},
}


def order_of_keys_is_nothing(question: Asked, data: st.DataObject) -> None:
    profile = {
        **as_data(writable(question.profile)),
        "parties": {"Harbour": {"interest": "authority"}, "Tower": {"interest": "provider"}},
        "sources": {"b": {"title": "B"}, "a": {"title": "A", "by": "Tower"}},
        "readings": READINGS_IN_DISPUTE,
        "every_technology": {"oversight": {"human_oversight": True}, "scans": {"text": True}},
    }
    other = shuffled(profile, Random(data.draw(st.integers(0, 2**32), label="order")))
    assert answered(profile, question) == answered(other, question)


def answered(profile: dict[str, Any], question: Asked) -> str:
    """The answer in JSON, byte for byte, without the digest that names the file."""
    case = read_case(json.dumps(profile))
    return json.dumps(answer_json(assess(case, question.on, on_the_record=question.on_the_record)))


@settings(QUICK, max_examples=5)
@given(asked(on_the_record=st.booleans()), st.data())
def test_order_of_keys_is_nothing(question: Asked, data: st.DataObject) -> None:
    """The same profile with its keys in another order gives the same bytes."""
    order_of_keys_is_nothing(question, data)


@FEW
@given(profiles())
def test_file_says_what_the_profile_holds(profile: Entity) -> None:
    """A generated profile, written to a file and read again, gives the same facts."""
    profile = writable(profile)
    read = read_case(json.dumps(as_data(profile))).facts

    def stated(entity: Entity) -> dict[str, object]:
        """What the profile states; working days are reckoned, not stated."""
        return {k: v.value for k, v in entity.statements.items() if not k.startswith("last_working_day")}

    def same(left: Entity, right: Entity) -> None:
        assert stated(left) == stated(right)
        for key in left.lists:
            assert left.lists[key].complete == right.lists[key].complete
            for one, other in zip(left.lists[key].known, right.lists[key].known, strict=True):
                same(one, other)

    same(profile, read)


# --- the generated profiles themselves --------------------------------------------------------------------------------


@pytest.mark.long
def test_generated_profiles_reach_every_outcome() -> None:
    """Among the profiles generated are some of every outcome, on the default readings, and open ones."""
    found: Counter[str] = Counter()

    two_nearly_good = asked(profiles(technologies=2, kind="good", changes=2), days(APPLIES))

    @settings(QUICK, max_examples=900, phases=[Phase.generate])
    @given(st.one_of(without_open_matters(), asked(), two_nearly_good))
    def count(question: Asked) -> None:
        found[question.derive().outcome] += 1

    count()
    assert set(found) == {*rulebook().verdicts.order, "undetermined"}


# --- very many --------------------------------------------------------------------------------------------------------

Property = Callable[[Asked, st.DataObject], None]
PROPERTIES: list[tuple[Property, st.SearchStrategy[Asked]]] = [
    (forgetting_decides_nothing, asked()),
    (learning_overturns_nothing, asked()),
    (learning_sharpens_statuses, asked()),
    (completion_is_among_the_possible, asked()),
    (eligible_without_a_fact_only_if_it_does_not_matter, NEARLY_GOOD),
    (exactly_one_outcome, without_open_matters()),
    (engines_agree, ANY_QUESTION),
    (burden_decides, asked()),
    (order_of_keys_is_nothing, asked(on_the_record=st.booleans())),
]


@pytest.mark.long
@pytest.mark.parametrize(("holds", "questions"), PROPERTIES, ids=[holds.__name__ for holds, _ in PROPERTIES])
def test_property_on_very_many_profiles(holds: Property, questions: st.SearchStrategy[Asked]) -> None:
    """Every property above, on as many fresh profiles as one has time for."""
    LONG(given(questions, st.data())(holds))()
