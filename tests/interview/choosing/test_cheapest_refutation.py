"""Which condition is tried for failure, where one that stays open leaves nothing but a failing one to find."""

from __future__ import annotations

import math
from typing import Any

import pytest
from derogation.engine.answer import derive
from derogation.engine.case.vocabulary import FactSpec, ListSpec, Vocabulary
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Question
from derogation.interview.choosing.cheapest_refutation import Attempt, Refuting
from derogation.interview.choosing.next_question import next_question
from derogation.interview.choosing.open_questions import Askable, Outlook, outlook
from lighthouse.world import DAY, listed, rulebook_from, scope_of

ABOUT = ("keeper", "light", "store")
VOCABULARY = Vocabulary(
    {
        path: FactSpec(path, "bool", f"{path}?")
        for path in ("log.lost", *(f"{about}.{key}" for about in ABOUT for key in "abcz"), "lamp.lit", "boat.tight")
    },
    {"lamps": ListSpec("lamps", "lamp", "Which lamps?"), "boats": ListSpec("boats", "boat", "Which boats?")},
)
HEAD = """
act: Act of Few Conditions
verdicts:
  units: lamps
  in_use: lamp.lit
  decided_when: true
  passed: kept
  failed: breach
  mixed: partly_kept
  none: dark
  open: undecided
  outcomes: {no_duty: No duty, dark: Dark, breach: Broken, partly_kept: In part, kept: Kept}
rules:
  - {rule: logged, provision: FC 1, title: t, subject: s, holds: log.lost}
"""


def act(*conditions: str) -> Rulebook:
    """An act of these conditions, in this order, after one that waits for a log that may be lost."""
    rules = (
        f"  - {{rule: c{at}, provision: FC {at}, title: t, subject: s, {condition}}}\n"
        for at, condition in enumerate(conditions, start=2)
    )
    return rulebook_from(HEAD + "".join(rules), vocabulary=VOCABULARY)


class Asked:
    """How an interview stands on these conditions: what is known, and what was asked for and is not known."""

    def __init__(self, *conditions: str, unanswered: tuple[str, ...] = ("log.lost",), **known: Any) -> None:
        facts = {path.replace("__", "."): value for path, value in known.items()}
        book = act(*conditions)
        scope = scope_of({**facts, "lamps": listed({"lit": True})}, book)
        self.askable: Askable = lambda path: path not in unanswered
        self.found: Outlook = outlook(derive(book, scope, Question(DAY, book.default_readings)), self.askable)

    @property
    def next(self) -> str | None:
        question = Refuting(self.found, self.askable).question()
        return question.path if question is not None else None

    def to_fail(self) -> Attempt | None:
        """The attempt to find the first condition after the log failing."""
        rule = self.found.derivation.machine.rulebook.rules[1]
        return Refuting(self.found, self.askable).attempt(self.found.derivation.node(rule.holds), wanted=False)


PAIR = "applies: keeper.a, holds: keeper.b"
SINGLE = "holds: keeper.c"


def test_the_condition_with_the_better_chance_for_a_question_goes_first() -> None:
    """One answer in two finds the later condition failing, two answers in a row are needed for the earlier one."""
    assert Asked(PAIR, SINGLE).next == "keeper.c"


def test_of_conditions_as_much_worth_trying_the_law_names_the_first() -> None:
    """Once it is known to apply, the earlier condition takes one question too."""
    assert Asked(PAIR, SINGLE, keeper__a=True).next == "keeper.b"


def test_within_an_attempt_the_law_gives_the_order() -> None:
    """Whether a condition applies is asked before whether it holds."""
    assert Asked(PAIR).next == "keeper.a"


def test_a_relief_is_one_more_thing_to_rule_out() -> None:
    """A condition from which there is relief takes two answers to fail, so one without relief is tried before it."""
    assert Asked("holds: keeper.a, relief: keeper.b", SINGLE).next == "keeper.c"
    assert Asked("holds: keeper.a, relief: keeper.b", SINGLE, keeper__b=False).next == "keeper.a"


@pytest.mark.parametrize(
    ("condition", "unanswered"),
    [
        ("applies: keeper.z, holds: keeper.a", "keeper.z"),
        ("holds: {any: [keeper.z, keeper.a]}", "keeper.z"),
        ("holds: keeper.a, relief: keeper.z", "keeper.z"),
        ("holds: {each: boats, is: {any: [keeper.a, boat.tight]}}", "boats"),
    ],
)
def test_a_condition_that_cannot_be_found_failing_any_more_is_not_tried(condition: str, unanswered: str) -> None:
    """Where what it takes to fail was asked for in vain, the next condition is tried, or none."""
    lost = ("log.lost", unanswered)
    assert Asked(condition, unanswered=lost).next is None
    assert Asked(condition, PAIR.replace("keeper", "light"), unanswered=lost).next == "light.a"


def test_a_condition_of_which_one_part_is_lost_can_fail_by_another() -> None:
    """Of two things that are both required the second is asked for, the first having been asked for in vain."""
    assert Asked("holds: {all: [keeper.z, keeper.a]}", unanswered=("log.lost", "keeper.z")).next == "keeper.a"


def test_nothing_is_said_while_a_condition_can_still_help_by_being_satisfied() -> None:
    """Until the log is found to be lost every condition may yet be kept, and the choice is left to trying answers."""
    asked = Asked(PAIR, SINGLE, unanswered=())
    assert asked.found.questions
    assert asked.next is None


def test_nothing_is_said_before_conditions_are_what_is_left() -> None:
    """While it is open whether any lamp is lit, or which lamps there are, no condition is tried."""
    book = act(PAIR, SINGLE)
    for lamps in (listed({}), listed({"lit": True}, complete=False)):
        scope = scope_of({"lamps": lamps}, book)
        found = outlook(derive(book, scope, Question(DAY, {})), lambda path: path != "log.lost")
        assert found.questions
        assert Refuting(found, lambda path: path != "log.lost").question() is None


def test_the_next_question_of_an_interview_is_that_of_the_best_attempt() -> None:
    """With the log lost, the interview asks what finds a condition failing, not what comes first."""
    asked = Asked(PAIR, SINGLE)
    question = next_question(asked.found, asked.askable)
    assert question is not None
    assert question.path == "keeper.c"


# --- is there an answer? ---------------------------------------------------------------------------------------------

BOTH = "holds: {all: [keeper.z, keeper.a]}"
LIGHT = "holds: light.b"


def test_unanswered_questions_make_like_questions_less_worth_asking() -> None:
    """A condition on which a question was in vain comes after one on which none was."""
    assert Asked(BOTH, LIGHT, unanswered=("log.lost", "keeper.z")).next == "light.b"
    assert Asked(BOTH, LIGHT, keeper__z=True).next == "keeper.a"


def test_an_answer_about_the_same_thing_makes_up_for_one_that_was_not_given() -> None:
    """Where something else is known of the keeper, the keeper is asked again before the light."""
    assert Asked(BOTH, LIGHT, unanswered=("log.lost", "keeper.z"), keeper__c=True).next == "keeper.a"


def test_an_answer_on_the_same_condition_makes_up_for_one_about_the_same_thing() -> None:
    """A condition of which one part is known is tried, although of its light something was asked in vain."""
    half_known = "holds: {all: [keeper.z, light.a]}"
    asked = Asked("holds: store.b", half_known, unanswered=("log.lost", "light.c"), keeper__z=True)
    assert asked.next == "light.a"


def test_one_question_with_the_smaller_chance_goes_before_two_with_the_greater() -> None:
    """The keeper, of whom one question in two was in vain, takes one question; the light, of which none was, two."""
    light = "applies: light.a, holds: light.b"
    asked = Asked(light, BOTH, unanswered=("log.lost", "keeper.z"), keeper__c=True, light__z=True)
    assert asked.next == "keeper.a"


def test_the_more_questions_on_a_thing_were_in_vain_the_less_another_is_worth() -> None:
    """Of a keeper of whom two things were asked in vain less is hoped for than of one of whom one was."""

    def answered(*unanswered: str) -> float:
        asked = Asked(SINGLE, unanswered=("log.lost", *unanswered), keeper__a=True)
        refuting = Refuting(asked.found, asked.askable)
        assert refuting.question() is not None
        refuting.least = 0.0
        return refuting.answered("keeper.c")

    assert 1.0 == answered() > answered("keeper.z") > answered("keeper.z", "keeper.b") > 0.0


# --- what an attempt takes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "paths", "chance", "cost"),
    [
        ("keeper.a", "a", 0.5, 1),
        ("{not: keeper.a}", "a", 0.5, 1),
        ("{all: [keeper.a, keeper.b]}", "a", 0.5, 1),
        ("{any: [keeper.a, keeper.b]}", "ab", 0.25, 1.5),
        ("{any: [keeper.a, keeper.b, keeper.c]}", "abc", 0.125, 1.75),
        ("{any: [keeper.a, {all: [keeper.a, keeper.b]}]}", "a", 0.5, 1),
        ("{any: [keeper.a, {all: [keeper.b, keeper.c]}]}", "ab", 0.25, 1.5),
        ("{all: [{any: [keeper.a, keeper.b]}, keeper.c]}", "c", 0.5, 1),
        ("{not: {all: [keeper.a, keeper.b]}}", "ab", 0.25, 1.5),
    ],
)
def test_an_attempt_takes_the_cheapest_way_to_fail(condition: str, paths: str, chance: float, cost: float) -> None:
    """Yes and no are as likely; a second question is put only where the first is answered as wanted."""
    attempt = Asked(f"holds: {condition}", keeper__z=True).to_fail()
    assert attempt is not None
    assert attempt.paths == tuple(f"keeper.{key}" for key in paths)
    assert math.isclose(attempt.chance, chance)
    assert math.isclose(attempt.cost, cost)


def test_a_list_that_may_hold_more_is_itself_a_question() -> None:
    """That every boat is tight fails by a boat that leaks; while boats are not listed, the list is asked for."""
    assert Asked("holds: {each: boats, is: boat.tight}").next == "boats"
    known = listed({}, {"tight": True}, complete=True)
    assert Asked("holds: {each: boats, is: boat.tight}", boats=known).next == "boats[0].tight"


def test_what_is_settled_takes_no_question() -> None:
    """A condition known to fail needs no attempt, one known to hold allows none."""
    failing = Asked("holds: keeper.a", keeper__a=False).to_fail()
    assert failing == Attempt((), 1.0, 0.0)
    assert Asked("holds: keeper.a", keeper__a=True).to_fail() is None
