"""Misconceptions are changes of the law's data that nothing supports, and answers show which a learner has."""

from __future__ import annotations

import json
import random

import derogation
import pytest
from derogation.lessons import tables
from derogation.lessons.catalogue import beliefs, catalogue
from derogation.lessons.diagnose import Answered, diagnose
from derogation.lessons.mistaken import mistaken_rulebook
from derogation.lessons.pool import pool_case
from derogation.lessons.predict import NOBODY, Predictions
from derogation.lessons.simulated import answers, examined

KNOWN, BOOK, POOL = catalogue(), derogation.rulebook(), tables.pool()
SETS = {size: [chosen for chosen in beliefs(KNOWN) if len(chosen) == size] for size in (1, 2, 3)}


def shows(predictions: Predictions, name: str) -> bool:
    """Whether somebody with one misconception says something of a case that no reading supports."""
    return any(
        said not in predictions.supported.get(key, ()) for key, said in predictions.differing(frozenset({name})).items()
    )


def test_the_tables_are_those_of_the_rules_catalogue_and_cases_as_they_are() -> None:
    """`python -m benchmarks.lessons --write` makes them anew where one of these has changed."""
    written = json.loads(tables.FILE.read_text(encoding="utf-8"))
    assert written["digest"] == tables.digest(), "`python -m benchmarks.lessons --write` makes them anew"
    name = "two-on-the-third-of-april"
    made = tables.predictions_of(pool_case(name), KNOWN, name)
    assert (made.base, made.tables, made.supported) == (POOL[name].base, POOL[name].tables, POOL[name].supported)


def test_without_misconceptions_the_mistaken_rules_are_the_law() -> None:
    """What nobody mistaken says of a case is what the assessment says, outcome included."""
    for name in ("two-on-the-last-of-january", "hash-passes-classifier-fails", "in-game-chat"):
        result = derogation.assess(pool_case(name))
        said = POOL[name].answers(NOBODY)
        for each in (*result.conditions, *result.other_rules):
            key = (each.rule.id, each.subject.unit)
            assert said.get(key, each.status) == each.status, key
        assert POOL[name].outcome(NOBODY, BOOK) == result.outcome


@pytest.mark.parametrize("name", KNOWN)
def test_a_misconception_is_no_reading_and_shows_in_several_cases(name: str) -> None:
    """It says why it is wrong, on an authority, and three cases at least show it beyond any reading."""
    each = KNOWN[name]
    assert each.belief != each.wrong
    assert all(BOOK.cite(provision) for provision in each.authority)
    assert sum(shows(predictions, name) for predictions in POOL.values()) >= 3


def test_the_catalogue_covers_what_learners_get_wrong() -> None:
    """At least twenty, each a change of rules, of what is said of a status, or of what is taken for a finding."""
    assert len(KNOWN) >= 20
    changed = {name.removeprefix("believes_") for name in mistaken_rulebook().readings if name.startswith("believes_")}
    assert changed == {each.id for each in KNOWN.values() if each.of_rules}


@pytest.mark.parametrize("believed", [("before_as_by",), ("relief_as_exemption", "publishing_is_reporting")])
def test_a_learner_with_misconceptions_is_diagnosed_by_name_with_the_evidence(believed: tuple[str, ...]) -> None:
    """Within 3k + 5 cases; each is named, and two answers at least that it alone explains."""
    found, cases = examined(believed, POOL, KNOWN, BOOK, seed=1, most=3 * len(believed) + 5)
    assert found.verdict == "found"
    assert {each.misconception.id for each in found.named} == set(believed)
    assert all(each.cases >= 2 for each in found.named)
    assert len(set(cases)) == len(cases)


def test_one_with_no_misconception_is_never_accused_and_one_at_random_is_undecided() -> None:
    """Also where the first slips now and then; of the second it is said that the answers follow no rule."""
    assert examined((), POOL, KNOWN, BOOK, seed=2, most=8)[0].verdict == "none"
    assert not examined((), POOL, KNOWN, BOOK, seed=3, most=8, slip=0.03)[0].named
    found, _ = examined((), POOL, KNOWN, BOOK, seed=4, most=4, at_random=True)
    assert (found.verdict, found.named, found.suspected) == ("undecided", (), ())
    assert "follow no rule" in found.why


def test_nothing_is_said_of_one_case_or_of_none() -> None:
    """One case may be a slip: what it shows is suspected, and not named."""
    assert diagnose((), KNOWN, BOOK).verdict == "undecided"
    one = answers(POOL["two-on-the-third-of-april"], {"unknown_as_no"}, random.Random(1))
    found = diagnose((one,), KNOWN, BOOK)
    assert found.named == ()
    assert found.suspected[0].misconception.id == "unknown_as_no"


def test_an_answer_that_a_reading_supports_is_evidence_of_nothing() -> None:
    """Whoever takes a late report for no report holds a reading, and is accused of nothing."""
    predictions = POOL["late-report"]
    said = {key: "not_met" for key in predictions.base if "not_met" in predictions.supported.get(key, ())}
    assert ("annual_report", "") in said
    assert Answered(predictions, said).counting == {}


@pytest.mark.long
@pytest.mark.parametrize("slip", [0.0, 0.02])
def test_ninety_five_of_a_hundred_are_found_and_nobody_is_accused(slip: float) -> None:
    """A hundred learners with one to three misconceptions, a hundred with none, a hundred at random."""
    rng = random.Random(1)
    found = 0
    for number in range(100):
        size = rng.randint(1, 3)
        believed = rng.choice(SETS[size])
        diagnosis, _ = examined(believed, POOL, KNOWN, BOOK, seed=number, most=3 * size + 5, slip=slip)
        found += {each.misconception.id for each in diagnosis.named} == set(believed)
        assert not examined((), POOL, KNOWN, BOOK, seed=number, most=14, slip=slip)[0].named
        guess, _ = examined((), POOL, KNOWN, BOOK, seed=number, most=14, at_random=True)
        assert guess.verdict == "undecided"
    assert found >= 95
