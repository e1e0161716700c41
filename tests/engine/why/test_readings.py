"""Which readings and which disputes turn an outcome, on the real rulebook and its cases."""

from __future__ import annotations

from itertools import combinations

import pytest
from derogation import assess, load_profile, rulebook
from derogation.cases.catalogue import shipped
from derogation.cases.loader import read_case
from derogation.engine.answer import Derivation, derive, derive_on, evaluation_on
from derogation.engine.law.rulebook import Status
from derogation.engine.truth.evaluator import Question
from derogation.engine.why.readings import divergence
from derogation.engine.why.statuses import ruled, status_of
from derogation.reading.errors import Impossible

CASES = ("skypeout", "two-views-of-one-fact", "tiktok-direct-messages", "started-2023-without-report")


@pytest.mark.parametrize("name", CASES)
def test_turning_sets_are_all_minimal_sets_found_by_brute_force(name: str) -> None:
    """Every choice of at most two readings that turns the outcome contains a set named, and no named set is idle."""
    result = assess(load_profile(shipped()[name]))
    found = divergence(result)
    readings = rulebook().readings
    taken = result.derivation.question.readings
    named = [dict(turning.choices) for turning in found.turning]
    otherwise = [(key, c.id) for key, reading in readings.items() for c in reading.choices if c.id != taken[key]]
    for changes in [(), *((one,) for one in otherwise), *combinations(otherwise, 2)]:
        if len(dict(changes)) < len(changes):
            continue
        chosen = {**taken, **dict(changes)}
        question = Question(result.on, chosen)
        turns = derive(rulebook(), result.derivation.case, question).outcome != result.outcome
        changed = {name: choice for name, choice in chosen.items() if choice != taken[name]}
        if turns:
            assert any(smallest.items() <= changed.items() for smallest in named), changed
        else:
            assert changed not in named
    assert all(not (a.items() < b.items()) for a in named for b in named)


def test_the_table_of_disputes_gives_the_outcome_for_each_answer() -> None:
    """A dispute about reliability that decides: eligible if the provider is right, not eligible if not."""
    found = divergence(assess(load_profile(shipped()["two-views-of-one-fact"])))
    assert {(row.values[0][1], row.outcome) for row in found.rows} == {(True, "eligible"), (False, "not_eligible")}


def test_tiktoks_case_turns_on_the_test_of_the_exception() -> None:
    """As TikTok the outcome rests on the words of the Article alone; on recital 17 its claim is undetermined."""
    case = load_profile(shipped()["tiktok-direct-messages"])
    found = divergence(assess(case), {"TikTok": assess(case, standpoint="TikTok")})
    assert [(turn.reading, turn.chosen, dict(turn.others)) for turn in found.parties] == [
        ("ancillary_test", "article", {"recital17": "undetermined"})
    ]
    assert len(found.rows) == 8
    assert all(("not_needed" in row.possible_outcomes) is all(v for _, v in row.values) for row in found.rows)


def test_the_table_crosses_disputes_with_readings() -> None:
    """If all three limbs of TikTok's claim are so, the outcome turns on how the exception is read; else it does not."""
    found = divergence(assess(load_profile(shipped()["tiktok-direct-messages"])))
    for row in found.rows:
        all_so = all(value for _, value in row.values)
        assert (dict(row.on_readings).get(("ancillary_test", "article")) == "not_needed") is all_so


CONTRADICTED = """
profile: derogation/profile/1
name: Contradicted
assess_on: 2022-06-01
parties: {Acme: {interest: provider}, Watch: {interest: authority}}
technologies:
  - id: hashing
    prior_consultation:
      started_on: {positions: [{by: Acme, value: 2021-08-20}]}
      completed_on: {positions: [{by: Acme, value: 2021-08-01}, {by: Watch, value: never}]}
"""


def test_a_party_that_contradicts_itself_does_not_spoil_the_answer_for_others() -> None:
    """The case is assessed, the other party has its outcome, and of the first is said what cannot all be so."""
    case = read_case(CONTRADICTED)
    result = assess(case)
    assert set(result.by_party) == {"Watch"}
    assert "completed (2021-08-01) before it is started (2021-08-20)" in result.contradicted["Acme"]
    with pytest.raises(Impossible):
        assess(case, standpoint="Acme")
    assert all(row.outcome == "undetermined" for row in divergence(result).rows)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize(
    "name", [*list(shipped())[::16], "tiktok-direct-messages", pytest.param("outlook", marks=pytest.mark.long)]
)
def test_what_is_taken_over_on_other_readings_is_what_is_derived_anew(name: str, shared: bool) -> None:
    """On each choice of a reading, by default and on the record, with the worlds of the first or its own: outcome, what
    is possible, and the status of every condition; the first is what it was."""
    case = load_profile(shipped()[name])
    for on_the_record in (False, True):
        first = assess(case, on_the_record=on_the_record, engines=["evaluator"]).derivation
        for reading in rulebook().readings.values():
            for choice in reading.choices:
                taken = {**first.question.readings, reading.id: choice.id}
                quick = derive_on(first, evaluation_on(first, taken), shared=shared)
                anew = derive(rulebook(), first.case, Question(first.question.assessed_on, taken, on_the_record))
                assert (quick.outcome, quick.possible) == (anew.outcome, anew.possible), (reading.id, choice.id)
                assert quick.unit_possible == anew.unit_possible
                assert statuses(quick) == statuses(anew)
        again = assess(case, on_the_record=on_the_record, engines=["evaluator"]).derivation
        assert statuses(first) == statuses(again)  # what others shared with it changes nothing of it
        assert (first.possible, first.is_exact) == (again.possible, again.is_exact)


def statuses(derivation: Derivation) -> list[Status]:
    return [status_of(derivation, rule, unit)[0] for rule, unit in ruled(derivation, "condition")]


def test_where_too_much_is_shared_the_worlds_of_other_readings_are_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that new items of earlier readings would stop is begun anew without them, and is not given up."""
    monkeypatch.setattr("derogation.engine.worlds.unknowns.MOST_NEW_ITEMS", 12)
    first = assess(load_profile(shipped()["gmail"]), engines=["evaluator"]).derivation
    apart = 0
    for reading in rulebook().readings.values():
        for choice in reading.choices:
            run = evaluation_on(first, {**first.question.readings, reading.id: choice.id})
            there = derive_on(first, run, shared=True)
            assert (there.possible, there.is_exact) == (derive_on(first, run).possible, True), (reading.id, choice.id)
            apart += there.worlds.beside is None
    assert apart
