"""The evaluator: what a rulebook means, and the proof of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from derogation.engine.answer import Derivation, machine
from derogation.engine.case.facts import NEVER, View
from derogation.engine.case.vocabulary import ROOT
from derogation.engine.law import terms as t
from derogation.engine.truth.comparisons import decide
from derogation.engine.truth.evaluator import Evaluation, Evaluator, Node, Question
from lighthouse.world import DAY, VERDICTS, act, ask, good_lamp, good_station, listed, rulebook_from, scope_of

SEAWARD = t.Compare(t.Fact("", "light.shines_seaward"), "is", t.Literally(True))
MINOR = t.Compare(t.Fact("", "light.harbour.minor"), "is", t.Literally(True))
INSIDE = t.Compare(t.Fact("", "light.harbour.inside"), "is", t.Literally(True))


def proof(term: t.Term, facts: dict[str, Any]) -> Node:
    """The proof of a term about a case, made without a rulebook."""
    return proof_of(term, scope_of(facts), Question(DAY, {}))


def proof_of(term: t.Term, case: View, question: Question) -> Node:
    return t.fold(term, Evaluator())({ROOT: case}, Evaluation(case, question))


def status(derivation: Derivation, rule: str, part: str = "holds", lamp: int | None = None) -> t.Truth:
    unit = derivation.units[lamp] if lamp is not None else None
    return derivation.truth(getattr(derivation.machine.rulebook.by_id[rule], part), unit)


# --- proofs -----------------------------------------------------------------------------------------------------------


def test_a_proof_keeps_its_term_truth_parts_and_items() -> None:
    """Every step says which term it proves, and the steps that it rests on say the same of theirs."""
    node = proof(t.Not(t.All((SEAWARD, MINOR))), {"light.shines_seaward": True, "light.harbour.minor": False})
    assert node.truth is True
    (inner,) = node.children
    assert (inner.term, inner.truth) == (t.All((SEAWARD, MINOR)), False)
    assert [(child.term, child.truth) for child in inner.children] == [(SEAWARD, True), (MINOR, False)]
    assert inner.children[0].bound is node.bound


def test_all_failures_of_a_conjunction_are_seen() -> None:
    """*All* is worked out to its end, so that a reader sees every part that fails."""
    facts = {"light.shines_seaward": False, "light.harbour.minor": False, "light.harbour.inside": None}
    node = proof(t.All((SEAWARD, MINOR, INSIDE)), facts)
    assert [child.truth for child in node.children] == [False, False, None]


def test_one_sufficient_reason_ends_a_disjunction() -> None:
    """*Any* stops at its first true part; unknown and false parts before it are kept."""
    node = proof(t.Any((SEAWARD, MINOR, INSIDE)), {"light.harbour.minor": True, "light.harbour.inside": True})
    assert [child.truth for child in node.children] == [None, True]


def test_the_proof_of_a_quantifier_has_a_step_for_each_item() -> None:
    """Each step is bound to its own item; an open list adds no step."""
    term = t.Each("", "lamps", "lamp", t.Compare(t.Fact("lamp", "trimmed"), "is", t.Literally(True)))
    node = proof(term, {"lamps": listed({"trimmed": True}, {"trimmed": None}, complete=False)})
    assert (node.truth, [child.truth for child in node.children]) == (None, [True, None])
    assert [child.bound["lamp"].address.text for child in node.children] == ["lamps[0]", "lamps[1]"]
    assert "lamp" not in node.bound


def test_a_reading_shows_the_branch_taken_and_keeps_the_other() -> None:
    """The branch not taken can be asked later, to see whether it would differ."""
    evaluator, term = Evaluator(), t.Choose("eyes", (("left", SEAWARD), ("right", MINOR)))
    step = t.fold(term, evaluator)
    bound: dict[str, View] = {ROOT: scope_of({"light.shines_seaward": True, "light.harbour.minor": False})}
    evaluation = Evaluation(bound[ROOT], Question(DAY, {"eyes": "left"}))
    node = step(bound, evaluation)
    assert (node.truth, [child.term for child in node.children]) == (True, [SEAWARD])
    assert evaluator.branches[id(term)]["right"](bound, evaluation).truth is False


def test_the_burden_of_proof_leaves_the_open_step_in_the_proof() -> None:
    """On the record an open matter counts as not shown; the step below it still says that it is open."""
    term = t.Shown(SEAWARD, otherwise=False)
    node = proof_of(term, scope_of({}), Question(DAY, {}, on_the_record=True))
    assert (node.truth, node.children[0].truth) == (False, None)


def test_a_named_term_is_worked_out_once_for_its_items() -> None:
    """Two rules that use one definition share its proof; another lamp has a proof of its own."""
    derivation = ask(good_station(good_lamp(), good_lamp()), DAY)
    first, second = derivation.units
    use = act().verdicts.in_use
    assert derivation.node(use, first) is derivation.node(use, first)
    assert derivation.node(use, first) is not derivation.node(use, second)


def test_a_definition_about_two_items_is_proved_for_each_pair() -> None:
    """What speaks of a lamp and of its watch has one proof for each watch of each lamp."""
    book = rulebook_from(
        VERDICTS,
        """
definitions:
  - {define: kept_well, is: {all: [lamp.trimmed, watch.awake]}}
rules:
  - {rule: a, provision: A, title: t, subject: lamp, holds: {some: lamp.watches, is: kept_well}}
  - {rule: b, provision: B, title: t, subject: lamp, holds: {each: lamp.watches, is: kept_well}}
""",
    )
    watches = listed({"awake": True}, {"awake": False})
    facts = {"lamps": listed({"fuel": "oil", "trimmed": True, "watches": watches}, {"fuel": "oil", "trimmed": False})}
    derivation = ask(facts, DAY, book)
    assert book.definitions["kept_well"].about == ("lamp", "watch")
    assert [status(derivation, rule, lamp=0) for rule in "ab"] == [True, False]
    assert [status(derivation, rule, lamp=1) for rule in "ab"] == [None, None]


def test_items_may_be_spoken_of_again_inside() -> None:
    """A definition that looks at all lamps does so also where one lamp is spoken of."""
    book = rulebook_from(
        VERDICTS,
        """
definitions:
  - {define: another_is_trimmed, is: {some: lamps, is: lamp.trimmed}}
rules:
  - rule: a
    provision: A
    title: t
    subject: lamp
    holds: {all: [lamp.spare_wick, another_is_trimmed]}
""",
    )
    facts = {
        "lamps": listed({"fuel": "oil", "spare_wick": True}, {"fuel": "oil", "spare_wick": False, "trimmed": True})
    }
    derivation = ask(facts, DAY, book)
    assert [status(derivation, "a", lamp=lamp) for lamp in (0, 1)] == [True, False]


def test_definitions_may_have_any_name() -> None:
    """A definition called like something of the engine's own (own, passed, common) is not taken for it."""
    book = rulebook_from(
        VERDICTS,
        """
definitions:
  - {define: own, is: lamp.trimmed}
  - {define: passed, is: {not: own}}
  - {define: common, is: light.shines_seaward}
  - {define: in_use, is: not light.harbour.inside}
rules:
  - {rule: a, provision: A, title: t, subject: lamp, holds: {any: [passed, own]}}
  - {rule: b, provision: B, title: t, subject: s, holds: {any: [common, in_use]}}
""",
    )
    facts = {
        "light.shines_seaward": False,
        "light.harbour.inside": False,
        "lamps": listed({"fuel": "oil", "trimmed": True}),
    }
    assert ask(facts, DAY, book).possible == ("kept",)
    facts["light.harbour.inside"] = True
    assert ask(facts, DAY, book).possible == ("breach",)


def test_a_proof_can_be_asked_of_a_term_that_no_rule_has() -> None:
    """Whoever explains an answer may ask for a term of its own."""
    derivation = ask(good_station(), DAY)
    own = t.Named("mine", "Mine", t.All((SEAWARD, t.Not(MINOR))))
    assert derivation.truth(own) is True
    assert machine(act()).evaluator.steps["mine"]


# --- the act ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "miles", "expected"),
    [
        (date(1869, 12, 31), 10, True),
        (date(1869, 12, 31), 9, False),
        (date(1870, 1, 1), 10, False),
        (date(1870, 1, 1), 12, False),
        (date(1870, 1, 1), 12.5, True),
    ],
)
def test_each_version_of_a_rule_is_law_on_its_own_days(on: date, miles: float, expected: bool) -> None:
    """The version in force on the day assessed decides, its first and last days included, and no other."""
    lamp = good_lamp(range_miles=miles, inspected_on=date(1860, 1, 1))
    lamp["watches"] = listed({"since": date(1860, 1, 1), "until": NEVER, "awake": True})
    derivation = ask(good_station(lamp, keeper__licensed_on=date(1869, 6, 1)), on)
    versions = [rule for rule in act().rules if rule.id == "range"]
    assert [rule.in_force_on(on) for rule in versions].count(True) == 1
    (rule,) = [rule for rule in versions if rule.in_force_on(on)]
    assert derivation.truth(rule.holds, derivation.units[0]) is expected
    assert derivation.possible == (("kept",) if expected else ("breach",))


def test_versions_of_a_rule_have_parts_of_their_own() -> None:
    """The parts of two versions have different names, so that no engine takes one for the other."""
    first, second = (rule for rule in act().rules if rule.id == "range")
    assert (first.holds.name, second.holds.name) == ("range.holds", "range#2.holds")
    assert act().by_part["range.holds"] is first
    assert act().by_part["range#2.relief"] is second


@pytest.mark.parametrize(
    ("changes", "applies", "holds", "relief"),
    [
        ({}, True, True, True),
        ({"inspected_on": None, "applied_on": NEVER}, True, None, False),
        ({"inspected_on": DAY}, True, False, True),  # before the day assessed leaves that day out
        ({"inspected_on": NEVER, "applied_on": date(1874, 12, 31)}, True, False, True),
        ({"inspected_on": NEVER, "applied_on": date(1875, 1, 1)}, True, False, False),
        ({"inspected_on": NEVER, "applied_on": date(1873, 12, 1)}, True, False, True),
        ({"inspected_on": NEVER, "applied_on": date(1873, 11, 30)}, True, False, False),  # 18 months ended yesterday
        ({"inspected_on": NEVER, "inspector_kept_waiting": True}, True, False, False),
        ({"inspected_on": NEVER, "inspector_kept_waiting": None}, True, False, None),
    ],
)
def test_a_condition_and_its_relief(changes: dict[str, Any], applies: t.Truth, holds: t.Truth, relief: t.Truth) -> None:
    """Whether a condition applies, holds and is relieved are three questions with three answers."""
    derivation = ask(good_station(good_lamp(**changes)), DAY)
    found = tuple(status(derivation, "inspection", part, lamp=0) for part in ("applies", "holds", "relief"))
    assert found == (applies, holds, relief)


@pytest.mark.parametrize(
    ("logbooks", "late", "expected"),
    [
        ("good", "cures", True),
        ("good", "never", True),
        ("late", "cures", True),
        ("late", "never", False),
        ("none", "cures", False),
        ("unfiled", "cures", False),
        ("open", "cures", None),
        ("unknown day", "cures", None),
    ],
)
def test_duties_of_a_series(logbooks: str, late: str, expected: t.Truth) -> None:
    """A rule over a series asks for every row that has fallen due, whatever the readings make of lateness."""
    facts = good_station()
    years = [dict(book) for book in facts["logbooks"].known]
    match logbooks:
        case "late":
            years[2]["filed_on"] = date(1873, 2, 1)
        case "none":
            years = []
        case "unfiled":
            years[2]["filed_on"] = NEVER
        case "open":
            years = years[1:]
        case "unknown day":
            del years[4]["filed_on"]
    stated = listed(*years, complete=logbooks != "open")
    if logbooks == "open":
        stated = listed(*years[:-1], complete=False)
    derivation = ask({**facts, "logbooks": stated}, DAY, late_return=late)
    assert status(derivation, "yearly_returns") is expected


@pytest.mark.parametrize(("on", "owed"), [(date(1872, 1, 31), False), (date(1872, 2, 1), True)])
def test_a_duty_counts_once_its_day_has_passed(on: date, owed: bool) -> None:
    """The day on which a return is due runs to its last hour."""
    derivation = ask(good_station(logbooks=listed()), on)
    assert status(derivation, "yearly_returns", "applies") is owed
    assert status(derivation, "yearly_returns") is (not owed)


def test_a_list_of_lists_that_is_unknown_leaves_what_rests_on_it_open() -> None:
    """Where nothing is known of a lamp's watches, nothing that quantifies over them is decided."""
    derivation = ask(good_station(good_lamp(watches=None)), DAY)
    assert derivation.truth(act().verdicts.in_use, derivation.units[0]) is None
    assert status(derivation, "awake", lamp=0) is None
    assert derivation.possible == ("dark", "breach", "kept")


@pytest.mark.parametrize(
    ("op", "earlier", "later"),
    [("before", False, None), ("by", False, None), ("from", True, None), ("after", None, False)],
)
def test_a_day_that_never_comes_is_before_none_and_none_is_after_it(op: t.Op, earlier: t.Truth, later: t.Truth) -> None:
    """Compared with an unknown day, *never* decides alone where every day there is gives one truth."""
    lit, out = t.Fact("", "light.lit_on"), t.Fact("", "light.out_on")
    case = scope_of({"light.lit_on": NEVER})
    assert decide(t.Compare(lit, op, out), {ROOT: case}, DAY) is earlier
    assert decide(t.Compare(out, op, lit), {ROOT: case}, DAY) is later
