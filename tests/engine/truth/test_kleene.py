"""Truth is Kleene's strong three values, in the evaluator and in forward chaining alike."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from derogation.engine.answer import machine
from derogation.engine.case.facts import View
from derogation.engine.law import terms as t
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Evaluation, Question
from derogation.engine.truth.forward.chaining import ForwardEngine, available
from lighthouse.world import VERDICTS, listed, rulebook_from, scope_of

DAY = date(1875, 6, 1)
T, F, U = True, False, None
TRUTHS = (T, F, U)

RULES = (
    VERDICTS
    + """
readings:
  - reading: eyes
    question: Whose eyes?
    provisions: []
    choices:
      left: {title: Left, argument: Left.}
      right: {title: Right, argument: Right.}
rules:
  - {rule: both, provision: LKA, title: t, subject: s, holds: {all: [light.shines_seaward, light.harbour.inside]}}
  - {rule: either, provision: LKA, title: t, subject: s, holds: {any: [light.shines_seaward, light.harbour.inside]}}
  - {rule: neither, provision: LKA, title: t, subject: s, holds: not light.shines_seaward}
  - rule: seen
    provision: LKA
    title: t
    subject: s
    holds: {reading: eyes, left: light.shines_seaward, right: light.harbour.inside}
  - {rule: proven, provision: LKA, title: t, subject: s, burden: keeper, holds: light.shines_seaward}
  - rule: excused
    provision: LKA
    title: t
    subject: s
    burden: keeper
    applies: light.shines_seaward
    holds: light.harbour.inside
    relief: light.harbour.minor
  - {rule: exempt, provision: LKA, title: t, subject: s, holds: {not: {made_out: boats}}}
  - {rule: open, provision: LKA, title: t, subject: s, holds: {any: [light.shines_seaward, {open: nobody knows}]}}
  - {rule: all_trimmed, provision: LKA, title: t, subject: s, holds: {each: lamps, is: lamp.trimmed}}
  - {rule: one_trimmed, provision: LKA, title: t, subject: s, holds: {some: lamps, is: lamp.trimmed}}
  - {rule: one_lamp, provision: LKA, title: t, subject: s, holds: {exists: lamps}}
  - rule: all_awake_somewhere
    provision: LKA
    title: t
    subject: s
    holds: {some: lamps, is: {each: lamp.watches, is: watch.awake}}
  - rule: awake_everywhere
    provision: LKA
    title: t
    subject: s
    holds: {each: lamps, is: {some: lamp.watches, is: {all: [watch.awake, lamp.trimmed]}}}
"""
)
DEFINITION = "definitions:\n  - {define: boats, is: light.harbour.boats_only}\n"


@cache
def book() -> Rulebook:
    return rulebook_from(RULES, DEFINITION)


@cache
def forward() -> ForwardEngine:
    return ForwardEngine(book())


ENGINES = [
    "evaluator",
    pytest.param(
        "durable_rules", marks=pytest.mark.skipif(not available(), reason="durable_rules cannot be imported here")
    ),
]


def truth(engine: str, part: str, facts: dict[str, Any], *, record: bool = False, eyes: str = "left") -> t.Truth:
    """The truth of a part of a rule (``both.holds``) by one engine."""
    name, _, which = part.partition(".")
    term: t.Named = getattr(book().by_id[name], which or "holds")
    question = Question(DAY, {"eyes": eyes}, record)
    case: View = scope_of(facts, book())
    if engine == "evaluator":
        return machine(book()).evaluator.ask(term, Evaluation(case, question)).truth
    return forward().derive(case, question).truth(term, {})


def two(a: t.Truth, b: t.Truth) -> dict[str, Any]:
    return {"light.shines_seaward": a, "light.harbour.inside": b}


def lamps(*trimmed: t.Truth, complete: bool = True) -> dict[str, Any]:
    return {"lamps": listed(*({"trimmed": truth} for truth in trimmed), complete=complete)}


AND = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("a", "b"), list(AND))
def test_and(engine: str, a: t.Truth, b: t.Truth) -> None:
    """*All* is false if one part is false, true if every part is true, else unknown."""
    assert truth(engine, "both", two(a, b)) is AND[a, b]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("a", "b"), list(OR))
def test_or(engine: str, a: t.Truth, b: t.Truth) -> None:
    """*Any* is true if one part is true, false if every part is false, else unknown."""
    assert truth(engine, "either", two(a, b)) is OR[a, b]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("a", "expected"), [(T, F), (F, T), (U, U)])
def test_not(engine: str, a: t.Truth, expected: t.Truth) -> None:
    """*Not* turns true and false about and leaves unknown unknown."""
    assert truth(engine, "neither", two(a, U)) is expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("eyes", ["left", "right"])
@pytest.mark.parametrize("a", TRUTHS)
@pytest.mark.parametrize("b", TRUTHS)
def test_readings(engine: str, eyes: str, a: t.Truth, b: t.Truth) -> None:
    """A reading has the truth of the branch chosen, whatever the other branch says."""
    assert truth(engine, "seen", two(a, b), eyes=eyes) is (a if eyes == "left" else b)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("a", TRUTHS)
def test_open_terms(engine: str, a: t.Truth) -> None:
    """What is open whatever the facts stays open unless something else decides."""
    assert truth(engine, "open", two(a, U)) is (True if a is True else None)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("part", "left_open"), [("applies", True), ("holds", False), ("relief", False)], ids=["applies", "holds", "relief"]
)
@pytest.mark.parametrize("a", TRUTHS)
@pytest.mark.parametrize("record", [False, True])
def test_burden(engine: str, part: str, left_open: bool, a: t.Truth, record: bool) -> None:
    """On the record a condition left open counts against its bearer, whichever way it might be satisfied; its parts
    stay open."""
    key = {"applies": "light.shines_seaward", "holds": "light.harbour.inside", "relief": "light.harbour.minor"}[part]
    assert truth(engine, f"excused.{part}", {key: a}, record=record) is a
    satisfied = a is not left_open if part == "applies" else a
    expected = None if a is None and not record else a is not None and satisfied
    others = {"light.shines_seaward": True, "light.harbour.inside": False, "light.harbour.minor": False}
    assert truth(engine, "excused.satisfied", {**others, key: a}, record=record) is expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("a", TRUTHS)
@pytest.mark.parametrize("record", [False, True])
def test_exceptions_not_made_out(engine: str, a: t.Truth, record: bool) -> None:
    """On the record an exception that is left open is not made out, so its denial holds."""
    counted = False if a is None and record else a
    assert truth(engine, "exempt", {"light.harbour.boats_only": a}, record=record) is (
        None if counted is None else not counted
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("facts", "each", "some", "exists"),
    [
        ({}, U, U, U),  # nothing is known of the list
        (lamps(), T, F, F),
        (lamps(complete=False), U, U, U),
        (lamps(T), T, T, T),
        (lamps(F), F, F, T),
        (lamps(U), U, U, T),
        (lamps(T, F, U), F, T, T),
        (lamps(T, U), U, T, T),
        (lamps(F, U), F, U, T),
        (lamps(T, complete=False), U, T, T),
        (lamps(F, complete=False), F, U, T),
        (lamps(U, complete=False), U, U, T),
        (lamps(T, F, complete=False), F, T, T),
    ],
)
def test_quantifiers(engine: str, facts: dict[str, Any], each: t.Truth, some: t.Truth, exists: t.Truth) -> None:
    """*Each* over a known empty list is true and *some* false; a list that may be longer decides only one way."""
    assert truth(engine, "all_trimmed", facts) is each
    assert truth(engine, "one_trimmed", facts) is some
    assert truth(engine, "one_lamp", facts) is exists


def watches(*awake: t.Truth, complete: bool = True, trimmed: t.Truth = None) -> dict[str, Any]:
    return {"trimmed": trimmed, "watches": listed(*({"awake": truth} for truth in awake), complete=complete)}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("facts", "somewhere", "everywhere"),
    [
        ([watches(T, trimmed=T)], T, T),
        ([watches(), watches(F, trimmed=T)], T, F),  # a lamp without a watch has every watch awake
        ([watches(T, complete=False, trimmed=T)], U, T),
        ([watches(F), watches(U, T, trimmed=T)], U, F),
        ([watches(T, trimmed=F)], T, F),
        ([watches(T)], T, U),
        ([{"trimmed": T}], U, U),  # nothing is known of its watches
        ([{"trimmed": F}], U, U),
    ],
)
def test_lists_inside_lists(engine: str, facts: list[dict[str, Any]], somewhere: t.Truth, everywhere: t.Truth) -> None:
    """The watches of one lamp say nothing of those of another, and an inner part may speak of both items."""
    stated = {"lamps": listed(*facts)}
    assert truth(engine, "all_awake_somewhere", stated) is somewhere
    assert truth(engine, "awake_everywhere", stated) is everywhere


@pytest.mark.parametrize("a", TRUTHS)
@pytest.mark.parametrize("b", TRUTHS)
def test_more_facts_never_change_what_is_decided(a: t.Truth, b: t.Truth) -> None:
    """Making an unknown part known leaves every decided truth as it was (the strong tables are monotone)."""
    for part in ("both", "either", "neither", "seen", "open"):
        before = truth("evaluator", part, two(a, b))
        for more in ((x, y) for x in TRUTHS for y in TRUTHS if a in (None, x) and b in (None, y)):
            assert before is None or truth("evaluator", part, two(*more)) is before
