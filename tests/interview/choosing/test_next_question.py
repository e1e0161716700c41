"""Which question comes next, on a fictional act: nothing idle is asked, and nothing is left out that could decide."""

from __future__ import annotations

import random
from itertools import product

import pytest
from derogation.engine.answer import Derivation, derive
from derogation.interview.choosing.next_question import next_question, outcomes_after
from derogation.interview.choosing.open_questions import outlook
from lighthouse.small import LAMP, STATION, Case, act, random_case


def derived(case: Case) -> Derivation:
    return derive(act(), case.scope(), case.question())


def unknown_places(case: Case) -> list[str]:
    station = [path for path, truth in zip(STATION, case.station, strict=True) if truth is None]
    lamps = [
        f"lamps[{index}].{key}"
        for index, lamp in enumerate(case.lamps)
        for key, truth in zip(LAMP, lamp, strict=True)
        if truth is None
    ]
    return [*station, *lamps]


def filled(case: Case, answers: dict[str, bool]) -> Case:
    """The case with these answers, by place."""

    def lamp(index: int) -> tuple[bool | None, ...]:
        known = zip(LAMP, case.lamps[index], strict=True)
        return tuple(answers.get(f"lamps[{index}].{key}", truth) for key, truth in known)

    station = tuple(answers.get(path, truth) for path, truth in zip(STATION, case.station, strict=True))
    lamps = tuple(lamp(index) for index in range(len(case.lamps)))
    return Case(station, lamps, case.more, case.joint, case.unknown_list)


def settled(case: Case) -> bool:
    """Whether the case's outcome is determined, or that of a lamp known to be lit."""
    derivation = derived(case)
    lit = [lamp[0] is True for lamp in case.lamps]
    own = [len(sound) == 1 and on for sound, on in zip(derivation.unit_sound, lit, strict=True)]
    return len(derivation.sound) == 1 or any(own)


def test_stops_only_where_no_answer_to_what_may_be_asked_could_settle_an_outcome() -> None:
    """Where no question is left and the outcome is open, every combination of answers leaves it open."""
    source = random.Random(17)
    proven = 0
    for _ in range(600):
        case = random_case(source)
        places = unknown_places(case)
        askable = {place for place in places if source.random() < 0.4}
        if len(askable) > 7 or settled(case):
            continue
        found = outlook(derived(case), lambda path, askable=askable: path in askable)
        if found.questions:
            continue
        proven += 1
        for truths in product((True, False), repeat=len(askable)):
            answers = dict(zip(sorted(askable), truths, strict=True))
            assert not settled(filled(case, answers)), (case, answers)
    assert proven > 50


def test_an_interview_that_may_ask_everything_ends_with_the_outcome_determined() -> None:
    """With a complete list of lamps and an answer to every question, the last question leaves one outcome."""
    source = random.Random(5)
    for _ in range(60):
        case = random_case(source)
        if case.more is not None:
            continue
        asked: set[str] = set()
        while (question := next_question(outlook(derived(case), lambda path: True), lambda path: True)) is not None:
            assert question.path not in asked
            asked.add(question.path)
            case = filled(case, {question.path: source.random() < 0.7})
        assert len(derived(case).sound) == 1


def test_what_decides_for_the_whole_case_is_asked_first() -> None:
    """A station that is not charted owes nothing, so whether it is charted comes before any lamp."""
    case = Case((None, None, None), ((None,) * 5,))
    question = next_question(outlook(derived(case), lambda path: True), lambda path: True)
    assert question is not None
    assert question.path == "station.charted"
    assert [rule.id for rule, _ in question.rules] == ["uncharted"]


def test_a_failed_condition_makes_the_others_idle() -> None:
    """Where the only lamp is lit, no decoy and not clean, nothing else is asked."""
    case = Case((True, None, None), ((True, False, None, None, False),))
    assert outlook(derived(case), lambda path: True).questions == ()


def test_a_condition_that_cannot_be_satisfied_any_more_is_asked_about_only_for_what_could_fail() -> None:
    """If cleanliness stays unknown, the lamp can only be found in breach: oil matters as far as trimming may fail."""
    case = Case((True, True, True), ((True, False, None, True, None),))
    found = outlook(derived(case), lambda path: path != "lamps[0].clean")
    assert found.goals.case == frozenset()
    assert found.questions == ()


def test_trying_answers_out_leaves_the_facts_as_they_were() -> None:
    """The outcomes after an answer are those of a case that states it, and the case is unchanged afterwards."""
    case = Case((None, True, True), ((True, False, False, None, True),))
    derivation = derived(case)
    (question,) = outlook(derivation, lambda path: True).questions
    assert outcomes_after(derivation, question, False) == ("no_duty",)
    assert outcomes_after(derivation, question, True) == ("kept",)
    assert "station.charted" not in derivation.case.values
    assert derive(act(), derivation.case, case.question()).sound == derivation.sound


@pytest.mark.parametrize("more", [None, (None,) * 5])
def test_the_list_of_units_is_asked_for_until_it_is_known_to_be_complete(more: tuple[None, ...] | None) -> None:
    """An open list of lamps is a question of its own; a complete one is not."""
    case = Case((True, True, True), (), more, unknown_list=more is not None)
    paths = [question.path for question in outlook(derived(case), lambda path: True).questions]
    assert paths == ([] if more is None else ["lamps"])
