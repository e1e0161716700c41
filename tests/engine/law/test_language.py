"""The language of conditions: what each sentence means, day by day and value by value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from derogation.engine.answer import machine
from derogation.engine.case.facts import NEVER, View
from derogation.engine.case.vocabulary import ROOT
from derogation.engine.law import terms as t
from derogation.engine.law.language import Parser
from derogation.engine.truth.comparisons import decide, holds, months_later
from derogation.engine.truth.evaluator import Evaluation, Question
from derogation.reading.document import read_text
from lighthouse.world import VERDICTS, VOCABULARY, listed, rulebook_from, scope_of, some_of

DAY = date(1875, 6, 1)
BEFORE, AFTER = date(1875, 5, 31), date(1875, 6, 2)
READINGS = """
readings:
  - reading: eyes
    question: Whose eyes?
    provisions: []
    choices: {left: {title: Left, argument: Left.}, right: {title: Right, argument: Right.}}
"""


def parse(sentence: object, *bound: str) -> t.Term:
    """One condition as a term, parsed without a rulebook around it."""
    document = read_text("{}", "rules.yaml")
    parser = Parser(VOCABULARY, document, lambda _: None, (), {"eyes": ("left", "right")})
    term = parser.condition(sentence, ("rules", 0, "holds"), bound)
    assert parser.problems == []
    return term


def truth(sentence: str, facts: dict[str, Any], on: date = DAY, subject: str = "station") -> t.Truth:
    """The truth of one sentence in a rule, by the evaluator; a sentence about a lamp is asked of the first one."""
    book = rulebook_from(
        VERDICTS + f"rules:\n  - {{rule: r, provision: LKA, title: t, subject: {subject}, holds: {sentence}}}\n"
    )
    case = scope_of(facts, book)
    items: dict[str, View] = {"lamp": case.items("lamps").known[0]} if subject == "lamp" else {}
    return machine(book).evaluator.ask(book.rules[0].holds, Evaluation(case, Question(on, {})), **items).truth


# --- what each sentence is --------------------------------------------------------------------------------------------

SEAWARD = t.Compare(t.Fact("", "light.shines_seaward"), "is", t.Literally(True))
LIT = t.Fact("", "light.lit_since")
HEIGHT = t.Fact("", "light.height_m")


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        (True, t.TRUE),
        (False, t.FALSE),
        ("light.shines_seaward", SEAWARD),
        ("not light.shines_seaward", t.Not(SEAWARD)),
        ("not not light.shines_seaward", t.Not(t.Not(SEAWARD))),
        ("  light.shines_seaward  ", SEAWARD),
        ("light.lit_since before 1875-06-01", t.Compare(LIT, "before", t.Literally(DAY))),
        ("light.lit_since by assessed_on", t.Compare(LIT, "by", t.AssessedOn())),
        ("assessed_on from 1875-06-01", t.Compare(t.AssessedOn(), "from", t.Literally(DAY))),
        ("assessed_on after light.lit_since", t.Compare(t.AssessedOn(), "after", LIT)),
        ("light.lit_since after keeper.licensed_on", t.Compare(LIT, "after", t.Fact("", "keeper.licensed_on"))),
        ("assessed_on by light.lit_since plus 12 months", t.Compare(t.AssessedOn(), "by", t.Later(LIT, 12))),
        ("light.lit_since by assessed_on plus 0 months", t.Compare(LIT, "by", t.Later(t.AssessedOn(), 0))),
        ("light.height_m is 12", t.Compare(HEIGHT, "is", t.Literally(12))),
        ("light.height_m is not 12", t.Not(t.Compare(HEIGHT, "is", t.Literally(12)))),
        ("light.height_m at most 12.5", t.Compare(HEIGHT, "at_most", t.Literally(12.5))),
        ("light.height_m at least -3", t.Compare(HEIGHT, "at_least", t.Literally(-3))),
        ("light.height_m more than 12", t.Compare(HEIGHT, "more_than", t.Literally(12))),
        ("light.height_m less than keeper.wrecks", t.Compare(HEIGHT, "less_than", t.Fact("", "keeper.wrecks"))),
        ("light.character is fixed", t.Compare(t.Fact("", "light.character"), "is", t.Literally("fixed"))),
        ("light.character is not fixed", t.Not(t.Compare(t.Fact("", "light.character"), "is", t.Literally("fixed")))),
        ("keeper.hobbies has chess", t.Compare(t.Fact("", "keeper.hobbies"), "has", t.Literally("chess"))),
        ("keeper.hobbies has not chess", t.Not(t.Compare(t.Fact("", "keeper.hobbies"), "has", t.Literally("chess")))),
        ({"all": ["light.shines_seaward"]}, t.All((SEAWARD,))),
        ({"any": ["light.shines_seaward", {"open": "fog"}]}, t.Any((SEAWARD, t.Const(None, "fog")))),
        ({"not": "light.shines_seaward"}, t.Not(SEAWARD)),
        ({"not": {"not": "light.shines_seaward"}}, t.Not(t.Not(SEAWARD))),
        ({"exists": "logbooks"}, t.Some("", "logbooks", "logbook", t.TRUE)),
        ({"open": "nobody knows"}, t.Const(None, "nobody knows")),
        (
            {"reading": "eyes", "right": False, "left": "light.shines_seaward"},
            t.Choose("eyes", (("left", SEAWARD), ("right", t.FALSE))),
        ),
    ],
    ids=str,
)
def test_sentences(sentence: object, term: t.Term) -> None:
    """Each sentence form is the term that it says; branches of a reading stand in the order of its choices."""
    assert parse(sentence) == term


def test_quantified_sentences_speak_of_their_item() -> None:
    """Under each: and some: a condition may speak of the item, and inside it of the items of its lists."""
    fuel = t.Compare(t.Fact("lamp", "fuel"), "is", t.Literally("oil"))
    awake = t.Compare(t.Fact("watch", "awake"), "is", t.Literally(True))
    sentence = {"each": "lamps", "is": {"any": ["lamp.fuel is oil", {"some": "lamp.watches", "is": "watch.awake"}]}}
    inner = t.Some("lamp", "watches", "watch", awake)
    assert parse(sentence) == t.Each("", "lamps", "lamp", t.Any((fuel, inner)))
    assert parse({"exists": "lamp.watches"}, "lamp") == t.Some("lamp", "watches", "watch", t.TRUE)


def test_definitions_are_named_and_know_what_they_speak_of() -> None:
    """A definition is one named term wherever it is used, about the items that it leaves unbound."""
    book = rulebook_from(
        VERDICTS,
        """
definitions:
  - {define: bright, title: A bright lamp, is: {all: [lamp.range_miles at least 10, watched]}}
  - {define: watched, is: {some: lamp.watches, is: watch.awake}}
  - {define: well_lit, is: {some: lamps, is: bright}}
rules:
  - {rule: a, provision: LKA, title: t, subject: lamp, holds: bright}
  - {rule: b, provision: LKA, title: t, subject: s, holds: not well_lit}
""",
    )
    bright = book.definitions["bright"]
    assert (bright.title, bright.about) == ("A bright lamp", ("lamp",))
    assert (book.definitions["watched"].title, book.definitions["watched"].about) == ("watched", ("lamp",))
    assert book.definitions["well_lit"].about == ()
    assert book.by_id["a"].holds.child is bright
    assert book.by_id["b"].holds.child == t.Not(book.definitions["well_lit"])


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "day_before", "same_day", "day_after", "never"),
    [
        ("before", True, False, False, False),
        ("by", True, True, False, False),
        ("from", False, True, True, True),
        ("after", False, False, True, True),
    ],
)
def test_date_words(word: str, day_before: bool, same_day: bool, day_after: bool, never: bool) -> None:
    """*By D* and *from D* include D, *before D* and *after D* leave it out; what never comes is after every day."""
    found = [
        truth(f"light.lit_since {word} 1875-06-01", {"light.lit_since": day}) for day in (BEFORE, DAY, AFTER, NEVER)
    ]
    assert found == [day_before, same_day, day_after, never]


@pytest.mark.parametrize(("word", "expected"), [("before", False), ("by", False), ("from", True), ("after", False)])
def test_what_never_came_is_not_there_by_any_day(word: str, expected: bool) -> None:
    """Two days that never come: neither is by, before or after the other."""
    facts = {"light.lit_since": NEVER, "keeper.licensed_on": NEVER}
    assert truth(f"light.lit_since {word} keeper.licensed_on", facts) is expected


def test_a_day_is_before_one_that_never_comes() -> None:
    """A day that has come lies before, and by, one that never does."""
    facts = {"light.lit_since": DAY, "keeper.licensed_on": NEVER}
    assert truth("light.lit_since before keeper.licensed_on", facts) is True
    assert truth("light.lit_since by keeper.licensed_on", facts) is True


def test_the_day_assessed_is_compared_like_any_day() -> None:
    """The same sentence turns with the day assessed."""
    found = [truth("assessed_on by 1875-06-01", {}, on=day) for day in (BEFORE, DAY, AFTER)]
    assert found == [True, True, False]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(1875, 6, 1), 0, date(1875, 6, 1)),
        (date(1875, 6, 1), 12, date(1876, 6, 1)),
        (date(1875, 1, 31), 1, date(1875, 2, 28)),
        (date(1875, 11, 30), 3, date(1876, 2, 29)),
        (date(1875, 12, 31), 1, date(1876, 1, 31)),
        (date(1876, 2, 29), 12, date(1877, 2, 28)),
        (date(1876, 2, 29), 48, date(1880, 2, 29)),
        (NEVER, 1, NEVER),
        (date(9998, 12, 31), 1, NEVER),
        (date(1875, 1, 1), 10**9, NEVER),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    """Some months after a day is the same-numbered day, or the last of a shorter month; past all calendars, never."""
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("on", "expected"), [(date(1875, 2, 27), True), (date(1875, 2, 28), True), (date(1875, 3, 1), False)]
)
def test_plus_months_in_a_sentence(on: date, expected: bool) -> None:
    """A period of months from the last of January ends with the last of February, that day included."""
    facts = {"light.lit_since": date(1875, 1, 31)}
    assert truth("assessed_on by light.lit_since plus 1 months", facts, on=on) is expected


def test_months_after_an_unknown_day_are_unknown() -> None:
    """Neither side of a comparison may be missing."""
    assert truth("assessed_on by light.lit_since plus 1 months", {}) is None
    assert truth("light.lit_since by keeper.licensed_on", {"light.lit_since": DAY}) is None
    assert truth("light.lit_since by keeper.licensed_on", {"keeper.licensed_on": DAY}) is None


# --- numbers, choices, sets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("is", (False, True, False)),
        ("is not", (True, False, True)),
        ("at most", (True, True, False)),
        ("at least", (False, True, True)),
        ("more than", (False, False, True)),
        ("less than", (True, False, False)),
    ],
)
@pytest.mark.parametrize("limit", [0, 1, 12])
def test_number_words(words: str, expected: tuple[bool, ...], limit: int) -> None:
    """Numbers below, at and above the limit; one and zero are numbers, not yes and no."""
    found = [
        truth(f"keeper.wrecks {words} {limit}", {"keeper.wrecks": number}) for number in (limit - 1, limit, limit + 1)
    ]
    assert found == list(expected)


def test_whole_and_broken_numbers_are_compared_alike() -> None:
    """12 and 12.0 are one number; a number may be compared with another fact."""
    assert truth("light.height_m is 12.0", {"light.height_m": 12}) is True
    assert truth("light.height_m is 12", {"light.height_m": 12.0}) is True
    assert truth("light.height_m more than keeper.wrecks", {"light.height_m": 12.5, "keeper.wrecks": 12}) is True
    assert truth("light.height_m more than keeper.wrecks", {"light.height_m": 12.5}) is None
    assert truth("light.height_m is 1", {}) is None


@pytest.mark.parametrize(("value", "expected"), [("fixed", True), ("flashing", False), (None, None)])
def test_choices(value: str | None, expected: t.Truth) -> None:
    """A choice is one word or another; *is not* says the opposite."""
    assert truth("light.character is fixed", {"light.character": value}) is expected
    opposite = None if expected is None else not expected
    assert truth("light.character is not fixed", {"light.character": value}) is opposite


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (frozenset({"chess", "knitting"}), True),
        (frozenset({"knitting"}), False),
        (frozenset(), False),
        (some_of("chess"), True),
        (some_of("knitting"), None),
        (some_of(), None),
        (None, None),
    ],
)
def test_sets(value: object, expected: t.Truth) -> None:
    """A set known in part has its known members for certain, and leaves all others open."""
    assert truth("keeper.hobbies has chess", {"keeper.hobbies": value}) is expected
    opposite = None if expected is None else not expected
    assert truth("keeper.hobbies has not chess", {"keeper.hobbies": value}) is opposite


@pytest.mark.parametrize("value", [True, False, None])
def test_facts_that_are_true_or_false(value: t.Truth) -> None:
    """A fact named alone holds if it is true; *not* before it, if it is false."""
    assert truth("light.shines_seaward", {"light.shines_seaward": value}) is value
    opposite = None if value is None else not value
    assert truth("not light.shines_seaward", {"light.shines_seaward": value}) is opposite


def test_sentences_about_the_subject_of_a_rule() -> None:
    """A rule whose subject is a lamp may speak of it without a quantifier."""
    facts = {"lamps": listed({"range_miles": 12}, {"range_miles": 3})}
    assert truth("lamp.range_miles at least 12", facts, subject="lamp") is True


def test_leaves_decide_without_a_rulebook() -> None:
    """The truth of an atomic condition needs only the items bound and the day."""
    lamp = scope_of({"lamps": listed({"inspected_on": DAY})}).items("lamps").known[0]
    term = t.Compare(t.Fact("lamp", "inspected_on"), "before", t.AssessedOn())
    assert decide(term, {ROOT: lamp, "lamp": lamp}, AFTER) is True
    assert decide(term, {ROOT: lamp, "lamp": lamp}, DAY) is False
    assert holds("has", some_of("red"), "red") is True


# --- what cannot be said ----------------------------------------------------------------------------------------------

CANNOT: list[tuple[object, str, str]] = [
    ("", "empty text", "write a sentence"),
    ("not", "empty text", "write a sentence"),
    (None, "nothing", "write a sentence"),
    (["light.shines_seaward"], "a list", "all:"),
    (12, "12", "write a sentence"),
    (date(1875, 6, 1), "1875", "write a sentence"),
    ({}, "no condition begins with ''", "all"),
    ({"al": ["light.shines_seaward"]}, "'al'", "did you mean 'all'?"),
    ({"zzz": 1}, "'zzz'", "one of all, any"),
    ({"all": "light.shines_seaward"}, "expects a list", "begin each"),
    ({"any": []}, "expects a list", "begin each"),
    ({"all": ["light.shines_seaward"], "any": ["light.shines_seaward"]}, "'any' cannot stand", "all: or any:"),
    ({"exists": "lamps", "is": True}, "'is' cannot stand", "all: or any:"),
    ({"all": ["light.shines_seaward", "light.shines_seaward"]}, "stands twice", "remove"),
    ({"any": ["light.shines_seaward", True]}, "always true", "remove"),
    ({"all": ["light.shines_seaward", False]}, "always false", "remove"),
    ({"each": "lamp", "is": True}, "no list is called 'lamp'", "did you mean 'lamps'?"),
    ({"each": "xyzzy", "is": True}, "no list is called 'xyzzy'", "lists: lamp.watches, lamps, logbooks"),
    ({"each": "lamps"}, "lacks `is:`", "add `is:`"),
    ({"each": "lamp.watches", "is": "watch.awake"}, "speaks of a lamp", "under each: or some:"),
    ({"each": "lamps", "is": {"some": "lamps", "is": "lamp.trimmed"}}, "already spoken of", "once"),
    ({"reading": "eye", "left": True, "right": True}, "no reading is called 'eye'", "did you mean 'eyes'?"),
    ({"reading": "zzz", "left": True}, "no reading is called 'zzz'", "readings: eyes"),
    ({"reading": "eyes", "left": True}, "needs a branch for each of left, right", "it has ['left']"),
    ({"reading": "eyes", "left": True, "right": True, "both": True}, "needs a branch", "both"),
    ({"made_out": "harbor"}, "no definition is called 'harbor'", "did you mean 'harbour'?"),
    ({"open": None}, "says why", "open:"),
    ("harbor", "no definition is called 'harbor'", "did you mean 'harbour'?"),
    ("xyzzy", "no definition is called 'xyzzy'", "facts have a dot"),
    ("light.shine_seaward", "no fact is called", "did you mean 'light.shines_seaward'?"),
    ("qqq.zzz", "no fact is called", "the facts are listed"),
    ("lamp.trimmed", "speaks of a lamp", "the subject lamp"),
    ("light.shines_seaward is true", "'is true' is left over", "remove it"),
    ("light.history", "free text", "another fact"),
    ("light.history is long", "free text", "another fact"),
    ("light.lit_since", "compared by before", "for example"),
    ("light.lit_since before", "compared by before", "for example"),
    ("light.lit_since is 1875-06-01", "compared by before", "for example"),
    ("light.lit_since until 1875-06-01", "compared by before", "for example"),
    ("light.lit_since at least 1875-06-01", "compared by before", "for example"),
    ("light.lit_since before 1875-02-30", "no day", "write it as"),
    ("light.lit_since before 18750601", "no day", "write it as"),
    ("light.lit_since before 1875-W22-2", "no day", "write it as"),
    ("light.lit_since before 12", "no day", "write it as"),
    ("light.lit_since before light.height_m", "a number, not a day", "a day with a day"),
    ("light.lit_since before light.lit_sinc", "no fact is called", "light.lit_since"),
    ("light.lit_since before 1875-06-01 plus 1 months", "plus needs a fact", "the later day itself"),
    ("light.lit_since before assessed_on plus 1 month", "'plus 1 month' is left over", "plus 12 months"),
    ("light.lit_since before assessed_on plus ² months", "is left over", "plus 12 months"),
    ("light.lit_since before assessed_on plus -1 months", "is left over", "plus 12 months"),
    ("light.lit_since before assessed_on minus 1 months", "is left over", "plus 12 months"),
    ("light.lit_since before assessed_on plus " + "9" * 5000 + " months", "is left over", "plus 12 months"),
    ("assessed_on", "compared by before", "for example"),
    ("light.height_m", "a number is compared by", "at most 12"),
    ("light.height_m is", "a number is compared by", "at most 12"),
    ("light.height_m by 12", "a number is compared by", "at most 12"),
    ("light.height_m at least", "a number is compared by", "at most 12"),
    ("light.height_m at least 12 metres", "a number is compared by", "at most 12"),
    ("light.height_m at least tall", "no fact is called 'tall'", ""),
    ("light.height_m at least light.shines_seaward", "a bool, not a number", "like with like"),
    ("light.character fixed", "compared by 'is'", "fixed, flashing"),
    ("light.character has fixed", "compared by 'is'", "fixed, flashing"),
    ("light.character is", "compared by 'is'", "fixed, flashing"),
    ("light.character is fixed flashing", "compared by 'is'", "fixed, flashing"),
    ("light.character is flashin", "cannot be 'flashin'", "did you mean 'flashing'?"),
    ("light.character is zzz", "cannot be 'zzz'", "one of fixed, flashing"),
    ("keeper.hobbies is chess", "compared by 'has'", "sleeping, knitting, chess"),
    ("keeper.hobbies has ches", "cannot be 'ches'", "did you mean 'chess'?"),
]


@pytest.mark.parametrize(("sentence", "message", "hint"), CANNOT, ids=[str(entry[0])[:50] for entry in CANNOT])
def test_what_cannot_be_said(sentence: object, message: str, hint: str) -> None:
    """A condition that says nothing is one problem, with its place, what is wrong, and what to do about it."""
    document = read_text("rules:\n  - holds: x\n", "rules.yaml")
    parser = Parser(VOCABULARY, document, lambda _: None, ("harbour",), {"eyes": ("left", "right")})
    parser.condition(sentence, ("rules", 0, "holds"), ())
    assert [problem.message for problem in parser.problems if message in problem.message]
    problem = parser.problems[0]
    assert len(parser.problems) == 1
    assert (problem.file, problem.line) == ("rules.yaml", 2)
    assert problem.path.startswith("rules[0].holds")
    assert hint in problem.hint


def test_every_defect_of_a_condition_is_told_at_once() -> None:
    """An author sees all that is wrong with a condition, not one thing at a time."""
    document = read_text("{}", "rules.yaml")
    parser = Parser(VOCABULARY, document, lambda _: None, (), {})
    parser.condition({"all": ["light.sea", "lamp.trimmed", {"not": "keeper.hobbies"}]}, ("holds",), ())
    assert [problem.path for problem in parser.problems] == ["holds.all[0]", "holds.all[1]", "holds.all[2].not"]
