"""Forward chaining: by another route, the same truth of every named term as the evaluator's."""

from __future__ import annotations

import random
import sys
from datetime import date
from functools import cache

import pytest
from derogation.engine import answer as deriving
from derogation.engine.answer import derive_twice, machine
from derogation.engine.law import terms as t
from derogation.engine.law.bindings import Bindings, item_order
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Evaluation, Question
from derogation.engine.truth.forward import chaining as forwarding
from derogation.engine.truth.forward.chaining import Derived, ForwardEngine, available
from derogation.engine.truth.forward.patterns import MAX_TESTS
from derogation.reading.errors import BadRulebook, EngineDisagreement
from lighthouse import chance
from lighthouse.parity import differences, every_named_term
from lighthouse.world import DAY, VERDICTS, act, good_lamp, good_station, listed, rulebook_from, scope_of
from msgspec.structs import replace

needs_durable_rules = pytest.mark.skipif(not available(), reason="durable_rules cannot be imported here")


@cache
def forward() -> ForwardEngine:
    return ForwardEngine(act())


def question(source: random.Random, rulebook: Rulebook) -> Question:
    readings = {reading.id: source.choice(reading.choices).id for reading in rulebook.readings.values()}
    return Question(source.choice(chance.DAYS), readings, source.random() < 0.3)


# --- parity -----------------------------------------------------------------------------------------------------------


@needs_durable_rules
@pytest.mark.parametrize("block", [*range(4), *(pytest.param(block, marks=pytest.mark.long) for block in range(4, 8))])
def test_both_engines_agree_on_facts_of_any_kind(block: int) -> None:
    """On 1,200 sets of facts, with unknowns, lists known in part, and any reading, on the record or not."""
    for seed in range(block * 150, (block + 1) * 150):
        source = random.Random(seed)
        case = scope_of(chance.facts(source))
        assert list(differences(forward(), act(), case, question(source, act()))) == [], f"seed {seed}"


@needs_durable_rules
@pytest.mark.parametrize("block", [*range(4), *(pytest.param(block, marks=pytest.mark.long) for block in range(4, 8))])
def test_both_engines_agree_on_stations_that_are_nearly_good(block: int) -> None:
    """On 800 stations where no gate decides, so that every condition, relief and exception gets its turn."""
    for seed in range(block * 100, (block + 1) * 100):
        source = random.Random(seed)
        case = scope_of(chance.nearly_good(source))
        asked = replace(question(source, act()), assessed_on=source.choice((DAY, *chance.DAYS)))
        assert list(differences(forward(), act(), case, asked)) == [], f"seed {seed}"


@needs_durable_rules
@pytest.mark.parametrize("block", range(4))
def test_both_engines_agree_on_any_rulebook(block: int) -> None:
    """On 48 rulebooks made by chance, each with a dozen sets of facts: parity is not a property of one act."""
    for seed in range(block * 12, (block + 1) * 12):
        source = random.Random(seed)
        book = chance.rulebook(source, depth=3, conditions=source.choice((2, 4, 9)))
        engine = ForwardEngine(book)
        for number in range(12):
            case = scope_of(chance.facts(source, chance.PLAIN), book)
            found = list(differences(engine, book, case, question(source, book)))
            assert found == [], f"seed {seed}, facts {number}"


def test_the_facts_by_chance_reach_every_truth() -> None:
    """The generated facts make every part of every rule true, false and unknown wherever it can be each of them."""
    seen: dict[str, set[t.Truth]] = {}
    for seed in range(500):
        source = random.Random(seed)
        facts = chance.nearly_good(source) if seed % 2 else chance.facts(source)
        case, asked = scope_of(facts), question(source, act())
        for name, term in every_named_term(act()).items():
            for bound in Bindings(case, act().vocabulary).of(term.about):
                seen.setdefault(name, set()).add(
                    machine(act()).evaluator.ask(term, Evaluation(case, asked), **bound).truth
                )
    constant = {"relief": {False}, "applies": {True}}
    for rule in act().rules:
        for part in (rule.applies, rule.holds, rule.relief):
            expected = {True, False, None}
            if isinstance(part.child, t.Const):
                expected = constant[part.name.rpartition(".")[2]]
            elif rule.id in ("out_of_reign",):
                expected = {True, False}  # the day assessed is always known
            assert seen[part.name] == expected, part.name
    assert {True, False, None} <= seen["verdict:in_use"] & seen["verdict:own"] & seen["verdict:passed"]


WIDE = """
rules:
  - rule: wide
    provision: W
    title: t
    subject: station
    holds:
      {form}:
{parts}
"""


@needs_durable_rules
@pytest.mark.parametrize("form", ["all", "any"])
@pytest.mark.parametrize("odd", [0, 57, 199, None])
@pytest.mark.parametrize("rest", [True, False, None])
def test_conditions_with_hundreds_of_parts(form: str, odd: int | None, rest: t.Truth) -> None:
    """A condition of 200 parts derives the same truth though durable_rules matches only some 64 at once."""
    book, engine = _wide(form)
    facts = {"light.height_m": None if rest is None else 1000 if rest else -1}
    facts |= {} if odd is None else {"keeper.wrecks": -1 if rest else 1000}
    case = scope_of(facts, book)
    assert list(differences(engine, book, case, Question(DAY, {}))) == []


@cache
def _wide(form: str) -> tuple[Rulebook, ForwardEngine]:
    parts = [
        f"        - {'keeper.wrecks' if number in (0, 57, 199) else 'light.height_m'} at least {number}"
        for number in range(200)
    ]
    book = rulebook_from(VERDICTS, WIDE.format(form=form, parts="\n".join(parts)))
    return book, ForwardEngine(book)


ODD = """
definitions:
  - {define: nothing, is: {open: nobody knows}}
  - {define: nowhere, is: false}
  - {define: any_lamp_at_all, is: {exists: lamps}}
  - {define: paired, is: {all: [lamp.trimmed, watch.awake]}}
rules:
  - {rule: always, provision: O, title: t, subject: s, burden: keeper, holds: true}
  - {rule: never, provision: O, title: t, subject: s, holds: false}
  - {rule: unheard, provision: O, title: t, subject: s, burden: keeper, holds: {open: unheard of}}
  - {rule: unmade, provision: O, title: t, subject: s, holds: {not: {made_out: nothing}}}
  - {rule: made, provision: O, title: t, subject: s, holds: {any: [{made_out: nothing}, light.shines_seaward]}}
  - {rule: unmade_for_sure, provision: O, title: t, subject: s, holds: {not: {made_out: nowhere}}}
  - {rule: some_none, provision: O, title: t, subject: s, holds: {some: lamps, is: {open: why}}}
  - {rule: each_false, provision: O, title: t, subject: s, holds: {each: lamps, is: false}}
  - {rule: each_true, provision: O, title: t, subject: s, holds: {each: lamps, is: true}}
  - {rule: none_at_all, provision: O, title: t, subject: s, holds: {not: any_lamp_at_all}}
  - rule: crossed
    provision: O
    title: t
    subject: s
    holds: {some: lamps, is: {each: lamp.watches, is: paired}}
  - rule: across
    provision: O
    title: t
    subject: s
    holds: {each: lamps, is: {some: logbooks, is: {all: [logbook.year is lamp.range_miles, lamp.trimmed]}}}
  - {rule: lamp_twice, provision: O, title: t, subject: lamp, holds: {any: [lamp.trimmed, {exists: lamp.watches}]}}
"""


@needs_durable_rules
def test_constants_and_quantifiers_at_the_edges() -> None:
    """Rules that are always true, never true or open, items of two lists at once, and lists without items agree."""
    book = rulebook_from(VERDICTS, ODD)
    engine = ForwardEngine(book)
    lamp = {"trimmed": True, "range_miles": 12, "watches": listed({"awake": True}, {})}
    cases = [
        {},
        {"lamps": listed()},
        {"lamps": listed(complete=False)},
        {"lamps": listed(lamp), "logbooks": listed()},
        {"lamps": listed(lamp, {}, complete=False), "logbooks": listed({"year": 12}, {"year": 13}), "light.lit": True},
        {
            "lamps": listed(lamp, {"trimmed": False, "range_miles": 11}),
            "logbooks": listed({"year": 11}, complete=False),
        },
    ]
    for facts in cases:
        for record in (False, True):
            assert list(differences(engine, book, scope_of(facts, book), Question(DAY, {}, record))) == [], facts


# --- how it is laid out -----------------------------------------------------------------------------------------------


@needs_durable_rules
def test_a_second_case_starts_from_nothing() -> None:
    """Nothing that one case made known is left for the next: the same question gives the same truths again."""
    good, empty = scope_of(good_station()), scope_of({})
    asked = Question(DAY, act().default_readings)
    term = act().by_id["licence"].holds
    found = [forward().derive(case, asked).truth(term, {}) for case in (good, empty, good, empty)]
    assert found == [True, None, True, None]


@needs_durable_rules
def test_layers_rest_on_earlier_layers_only() -> None:
    """What a rule reads has been derived before it fires."""
    plan = forward().plan
    for item in plan.items.values():
        assert all(plan.items[part.name].layer < item.layer for part in item.parts if part.name in plan.items)


@needs_durable_rules
def test_rulesets_stay_below_the_limit() -> None:
    """No ruleset tests more leaves of one fact than durable_rules can match."""
    for ruleset in forward().rulesets:
        names = {part.name for item in ruleset.items for part in item.parts}
        assert len(names | set(ruleset.unknowns)) <= MAX_TESTS


def test_items_come_after_those_in_whose_lists_they_stand() -> None:
    """Lists inside items are folded after the lists that hold those items are known."""
    order = item_order(act().vocabulary)
    assert set(order) == {"lamp", "watch", "logbook", "yearly"}
    assert order.index("lamp") < order.index("watch")


def test_bindings_are_every_combination_of_items() -> None:
    """An item inside an item is bound for every holder; what is known of unlisted items is bound as well."""
    watches = listed({"awake": True}, {"awake": False})
    case = scope_of({"lamps": listed({"watches": watches}, {}, complete=False, other={"trimmed": True})})
    bindings = Bindings(case, act().vocabulary)
    assert [tuple(view.address.text for view in bound.values()) for bound in bindings.of(("lamp",))] == [
        ("lamps[0]",),
        ("lamps[1]",),
        ("lamps[?]",),
    ]
    assert len(bindings.of(("watch",))) == 2
    assert bindings.of(("watch",)) is bindings.of(("watch",))


def test_properties_with_one_hash_are_refused() -> None:
    """durable_rules tells properties apart by a 32-bit hash; names that share one would be confused in silence."""
    forwarding._check_hashes(["l1", "l2", "costarring"])
    with pytest.raises(BadRulebook, match="costarring and liquid"):
        forwarding._check_hashes(["costarring", "l1", "liquid"])


@needs_durable_rules
def test_readings_whose_choices_have_one_name_are_refused() -> None:
    """A reading ``eyes`` with the choice ``of_men`` and a reading ``eyes_of`` with ``men`` would be one property."""
    choices = "{%s: {title: t, argument: a}, other: {title: t, argument: a}}"
    book = rulebook_from(
        VERDICTS
        + f"""
readings:
  - {{reading: eyes, choices: {choices % "of_men"}}}
  - {{reading: eyes_of, choices: {choices % "men"}}}
rules:
  - {{rule: a, provision: A, title: t, subject: s, holds: {{reading: eyes, of_men: true, other: false}}}}
  - {{rule: b, provision: B, title: t, subject: s, holds: {{reading: eyes_of, men: true, other: false}}}}
"""
    )
    with pytest.raises(BadRulebook, match="r_eyes_of_men"):
        ForwardEngine(book)


def test_durable_rules_may_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where durable_rules has no build, the program knows it before it tries."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    assert not available()


# --- held against each other ------------------------------------------------------------------------------------------


@pytest.fixture
def book() -> Rulebook:
    """A rulebook of its own, with machines of its own."""
    return rulebook_from(
        VERDICTS
        + """
rules:
  - {rule: seaward, provision: B, title: t, subject: s, holds: light.shines_seaward}
  - {rule: trimmed, provision: B, title: t, subject: lamp, holds: lamp.trimmed}
"""
    )


GOOD = {"light.shines_seaward": True, "lamps": listed({"fuel": "oil", "trimmed": True}, {"fuel": "gas"})}


def test_without_durable_rules_the_evaluator_answers_alone(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where durable_rules cannot be imported, the answer is the same and says that one engine gave it."""
    monkeypatch.setattr(deriving, "available", lambda: False)
    derivation, engines = derive_twice(book, scope_of(GOOD, book), Question(DAY, {}))
    assert engines == ("evaluator",)
    assert derivation.possible == ("partly_kept", "kept")


@needs_durable_rules
def test_both_engines_say_that_they_ran(book: Rulebook) -> None:
    """With durable_rules, the answer names both engines."""
    derivation, engines = derive_twice(book, scope_of(GOOD, book), Question(DAY, {}))
    assert engines == ("evaluator", "durable_rules")
    assert derivation.outcome == "undecided"


@needs_durable_rules
@pytest.mark.parametrize(
    ("name", "says", "told"),
    [
        ("trimmed.holds", False, "trimmed.holds of lamps[0]: the evaluator says true, durable_rules says false"),
        ("seaward.holds", None, "seaward.holds: the evaluator says true, durable_rules says unknown"),
        ("verdict:own", False, "possible outcomes: ('partly_kept', 'kept') against ('breach',)"),
        ("case:none", True, "the formula of dark holds, but the units give ('partly_kept', 'kept')"),
    ],
)
def test_engines_that_differ_report_nothing(
    book: Rulebook, monkeypatch: pytest.MonkeyPatch, name: str, says: t.Truth, told: str
) -> None:
    """Where the engines derive different truths, the error says of what, and no answer is given."""
    honest = Derived.truth

    def lying(self: Derived, term: t.Named, items: dict[str, object]) -> t.Truth:
        return says if term.name == name else honest(self, term, items)  # type: ignore[arg-type]

    monkeypatch.setattr(Derived, "truth", lying)
    with pytest.raises(EngineDisagreement) as caught:
        derive_twice(book, scope_of(GOOD, book), Question(DAY, {}))
    assert caught.value.exit_code == 5
    assert told in [problem.message for problem in caught.value.problems]
    assert "nothing is reported" in caught.value.problems[-1].message


@needs_durable_rules
def test_a_formula_that_fails_where_its_outcome_is_reached_is_a_disagreement(
    book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outcome of a case is a formula of its own, held against what its units add up to."""
    honest = Derived.truth

    def lying(self: Derived, term: t.Named, items: dict[str, object]) -> t.Truth:
        return False if term.name == "case:passed" else honest(self, term, items)  # type: ignore[arg-type]

    monkeypatch.setattr(Derived, "truth", lying)
    facts = {"light.shines_seaward": True, "lamps": listed({"fuel": "oil", "trimmed": True})}
    with pytest.raises(EngineDisagreement, match="the units give kept, but its formula fails"):
        derive_twice(book, scope_of(facts, book), Question(date(1875, 1, 1), {}))


def test_good_lamps_are_good_by_both_engines() -> None:
    """The station from which tests depart keeps every rule on the day they assess."""
    derivation, _ = derive_twice(act(), scope_of(good_station(good_lamp())), Question(DAY, act().default_readings))
    assert derivation.outcome == "kept"
