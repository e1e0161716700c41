"""The assessment: every part of the answer, as a view of the one proof."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from derogation.engine.case.facts import NEVER, Statement
from derogation.engine.case.standpoint import Parties
from derogation.engine.case.words import long_date, plain, words
from derogation.engine.why.assessment import Facts, assess, question_of
from derogation.engine.why.results import Assessment, RuleResult
from derogation.engine.why.statuses import kleene_status
from lighthouse.world import (
    DAY,
    VERDICTS,
    VOCABULARY,
    act,
    case,
    disputed,
    entity,
    good_lamp,
    good_station,
    listed,
    rulebook_from,
    says,
    some_of,
)

PARTIES = Parties(
    interests={"keeper": "station", "pilots": "sea"}, authors={"letter": "keeper", "chart": "Hydrographer"}
)


def assessed(facts: dict[str, Any], standpoint: str | None = None, **more: Any) -> Assessment:
    stated = {key: more.pop(key) for key in ("party_readings", "readings") if key in more}
    given = more.pop("given", None)
    on = more.pop("on", DAY)
    return assess(act(), case(facts, parties=PARTIES, **stated), on, standpoint, readings=given, **more)


def result(assessment: Assessment, rule: str, lamp: str = "") -> RuleResult:
    """What became of a rule, for a lamp by name."""
    (found,) = [
        each
        for each in (*assessment.conditions, *assessment.other_rules)
        if each.rule.id == rule and (not lamp or each.subject.unit == lamp)
    ]
    return found


# --- the whole --------------------------------------------------------------------------------------------------------


def test_what_was_asked_stands_with_the_answer() -> None:
    """The case, the day, the standpoint and whether the burden of proof was applied are part of the assessment."""
    found = assessed(good_station(), "keeper", on_the_record=True)
    assert (found.case, found.on, found.standpoint, found.on_the_record) == ("Skerry Rock", DAY, "keeper", True)
    assert found.rulebook is act()
    assert found.outcome == "kept"
    assert found.possible_outcomes == ("kept",)
    assert found.engines[0] == "evaluator"


def test_conditions_in_the_order_of_the_act_for_each_lamp_in_service() -> None:
    """Every condition in force is there once for the station, or once for each lamp that is or may be in service."""
    gone = good_lamp(name="old", watches=listed({"since": date(1860, 1, 1), "until": date(1861, 1, 1), "awake": True}))
    doubtful = good_lamp(name="doubtful", watches=listed({"since": DAY, "awake": True}))
    found = assessed(good_station(good_lamp(), gone, doubtful))
    assert [(each.rule.id, str(each.subject)) for each in found.conditions] == [
        ("licence", "station"),
        ("watchfulness", "station"),
        ("yearly_returns", "station"),
        ("sealed_returns", "station"),
        *[
            (rule, f"lamp:{lamp}")
            for rule in ("range", "wick", "inspection", "lens", "colour", "awake")
            for lamp in ("upper", "doubtful")
        ],
    ]
    assert result(found, "range", "upper").rule.title == "The lamp is seen twelve miles off"
    assert [(unit.id, unit.outcome, unit.in_use) for unit in found.units] == [
        ("upper", "kept", True),
        ("doubtful", "kept", None),
    ]
    assert found.ignored_units == ("old",)
    assert [note for note in found.notes if "old" in note]


def test_rules_that_are_not_law_on_the_day_are_not_there() -> None:
    """A rule whose law has not begun, or has ended, is not measured."""
    on = date(1872, 1, 31)
    found = assessed(good_station(), on=on)
    assert "sealed_returns" not in [each.rule.id for each in found.conditions]
    assert "laid_up" in [each.rule.id for each in found.other_rules]


def test_other_rules_are_told_beside_the_conditions() -> None:
    """Gates, reliefs, exceptions, purposes and notes have a status of their own, and none decides or blocks."""
    found = assessed(good_station(good_lamp(lens_clean=False)))
    assert {(each.rule.id, each.kind, each.status) for each in found.other_rules} >= {
        ("not_a_lighthouse", "gate", "not_met"),
        ("relief_applied_in_time", "relief", "met"),
        ("harbour_inside", "exception", "not_met"),
        ("may_warn", "purpose", "not_met"),
        ("mind_the_gulls", "note", "met"),
    }
    assert not any(each.blocking for each in found.other_rules)


def test_units_have_outcomes_of_their_own() -> None:
    """A lamp has the one outcome that is possible for it, or is open."""
    found = assessed(good_station(good_lamp(name="a"), good_lamp(name="b", lens_clean=None)))
    assert [(unit.id, unit.outcome, unit.possible_outcomes) for unit in found.units] == [
        ("a", "kept", ("kept",)),
        ("b", "undecided", ("breach", "kept")),
    ]
    assert (found.outcome, found.possible_outcomes) == ("undecided", ("partly_kept", "kept"))


def test_gates_come_with_their_proofs() -> None:
    """The answer keeps the proof of each gate for the case, in order, by the outcome that it leads to."""
    found = assessed(good_station(light__height_m=None))
    assert [(outcome, node.truth) for outcome, node in found.gates] == [("no_duty", None), ("out_of_reign", False)]
    assert found.derivation.possible == found.possible_outcomes


# --- statuses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("applies", [True, False, None])
@pytest.mark.parametrize("holds", [True, False, None])
@pytest.mark.parametrize("relief", [True, False, None])
def test_statuses(applies: bool | None, holds: bool | None, relief: bool | None) -> None:
    """The first that fits: not applicable, met, relieved, not met; what is left is undetermined."""
    expected = (
        "not_applicable"
        if applies is False
        else "met"
        if holds is True
        else "relieved"
        if relief is True
        else "not_met"
        if (applies, holds, relief) == (True, False, False)
        else "undetermined"
    )
    parts = {applies is False, holds, relief} if applies is not None else {None, holds, relief}
    satisfied = True if True in parts else None if None in parts else False
    assert kleene_status(applies, holds, relief, satisfied) == expected


@pytest.mark.parametrize(
    ("lamp", "rule", "status", "said", "paths"),
    [
        (good_lamp(), "inspection", "met", ["When was it inspected?", "1 May 1874"], ["inspected_on"]),
        (
            good_lamp(inspected_on=NEVER),
            "inspection",
            "relieved",
            ["Put off under section 8.", "When was inspection applied for?", "When was it inspected?", "Never"],
            ["applied_on", "inspector_kept_waiting", "inspected_on"],
        ),
        (
            good_lamp(inspected_on=NEVER, inspector_kept_waiting=True),
            "inspection",
            "not_met",
            ["It has not been inspected.", "Was the inspector kept waiting?", "Yes"],
            ["inspected_on", "inspector_kept_waiting"],
        ),
        (
            good_lamp(inspected_on=None, inspector_kept_waiting=True),
            "inspection",
            "undetermined",
            ["When was it inspected?", "Unknown (not asked)"],
            ["inspected_on"],
        ),
        (good_lamp(), "colour", "not_applicable", ["What is the character of the light?"], ["light.character"]),
        (
            good_lamp(trimmed=False, spare_wick=False),
            "wick",
            "not_met",
            ["Is its wick trimmed?", "Is there a spare wick?"],
            ["trimmed", "spare_wick"],
        ),
        (
            good_lamp(trimmed=False, spare_wick=True),
            "wick",
            "not_met",
            ["Is its wick trimmed?", "No"],
            ["trimmed"],
        ),
        (good_lamp(watches=None), "awake", "undetermined", ["Which watches were kept?"], ["watches"]),
        (
            good_lamp(range_miles=11.5),
            "range",
            "not_met",
            ["How far is it seen?", "11.5 miles"],
            ["range_miles"],
        ),
    ],
)
def test_reasons(lamp: dict[str, Any], rule: str, status: str, said: list[str], paths: list[str]) -> None:
    """A status rests on facts: those that account for it, and no others, each with its question and answer."""
    found = result(assessed(good_station(lamp)), rule, "upper")
    assert found.status == status
    assert [part for part in said if part not in found.because] == []
    expected = [path if path.startswith("light.") else f"lamps[0].{path}" for path in paths]
    assert [use.path for use in found.facts] == expected


def test_facts_say_their_value_standing_and_source() -> None:
    """A fact stands with its value as data, what it rests on, and how it came to count."""
    lamp = good_lamp(lens_clean=Statement("", True, "assumed", "chart"), trimmed=disputed(says("keeper", True)))
    found = assessed(good_station(lamp, keeper__licensed_on=Statement("", date(1875, 1, 1), "supplied", "chart")))
    (lens,) = result(found, "lens", "upper").facts
    assert (lens.path, lens.value, lens.standing, lens.source) == ("lamps[0].lens_clean", True, "assumed", "chart")
    (wick,) = result(found, "wick", "upper").facts
    assert (wick.value, wick.standing) == (None, "uncorroborated")
    (licence,) = result(found, "licence").facts
    assert (licence.value, licence.standing, licence.source) == ("1875-01-01", "supplied", "chart")


def test_rows_of_a_series_are_named_in_reasons() -> None:
    """Where a duty of a series fails, the reason says which row."""
    found = assessed(good_station(logbooks=listed()))
    assert result(found, "yearly_returns").status == "not_met"
    assert "31 January 1872" in result(found, "yearly_returns").because


@pytest.mark.parametrize(
    ("value", "path", "data", "text"),
    [
        (True, "lamp.trimmed", True, "yes"),
        (False, "lamp.trimmed", False, "no"),
        (date(1875, 6, 1), "lamp.inspected_on", "1875-06-01", "1 June 1875"),
        (NEVER, "watch.until", "never", "still kept"),
        (NEVER, "watch.since", "never", "never"),
        (12, "lamp.range_miles", 12, "12 miles"),
        (1871, "logbook.year", 1871, "1871"),
        ("oil", "lamp.fuel", "oil", "oil"),
        (frozenset({"white", "red"}), "lamp.colours", ["red", "white"], "red, white"),
        (frozenset(), "lamp.colours", [], "none"),
        (some_of("white"), "lamp.colours", ["white"], "white, and perhaps more"),
        (None, "lamp.fuel", None, "unknown"),
    ],
)
def test_values_as_data_and_in_words(value: Any, path: str, data: object, text: str) -> None:
    """A value has one form for programs and one for people."""
    assert plain(value) == data
    assert words(value, VOCABULARY.facts[path], "supplied") == text


@pytest.mark.parametrize(
    ("standing", "text"),
    [
        ("not_asked", "not asked"),
        ("not_disclosed", "not disclosed"),
        ("disputed", "disputed"),
        ("does_not_apply", "not to apply"),
    ],
)
def test_four_absences_stay_apart(standing: Any, text: str) -> None:
    """Not asked, not disclosed, disputed and does not apply are told in different words."""
    assert text in words(None, VOCABULARY.facts["lamp.fuel"], standing)
    assert long_date(date(1875, 6, 1)) == "1 June 1875"


# --- blocking and burden ----------------------------------------------------------------------------------------------


def test_blocking_conditions() -> None:
    """Every failing condition of a case that fails blocks; in one that is kept in part, none does."""
    failing = assessed(good_station(good_lamp(lens_clean=False, trimmed=False)))
    assert [each.rule.id for each in failing.conditions if each.blocking] == ["wick", "lens"]
    assert [each.rule.id for each in failing.conditions if each.decisive] == []
    partly = assessed(good_station(good_lamp(), good_lamp(lens_clean=False)))
    assert partly.outcome == "partly_kept"
    assert not any(each.blocking for each in partly.conditions)
    assert not any(each.decisive for each in partly.conditions)  # the outcome is determined


def test_what_a_gate_keeps_out_neither_blocks_nor_decides() -> None:
    """The failing conditions of a laid-up lamp do not make another fail."""
    found = assessed(good_station(good_lamp(lens_clean=False), good_lamp(name="idle", fuel="none", trimmed=False)))
    assert found.outcome == "breach"
    assert [(each.rule.id, str(each.subject)) for each in found.conditions if each.blocking] == [("lens", "lamp:upper")]
    assert not any(each.decisive for each in found.conditions if str(each.subject) == "lamp:idle")


def test_nothing_blocks_behind_a_gate() -> None:
    """Where a gate decides for the case, no condition blocks or decides."""
    found = assessed(good_station(good_lamp(lens_clean=False), light__height_m=1))
    assert found.outcome == "no_duty"
    assert not any(each.blocking or each.decisive for each in found.conditions)


def test_not_shown_on_the_record() -> None:
    """On the record, what the bearer left open is not met and marked as not shown; plain failure is not so marked."""
    lamp = good_lamp(lens_clean=None, trimmed=False, range_miles=None)
    open_ = assessed(good_station(lamp))
    assert (result(open_, "lens", "upper").status, open_.outcome) == ("undetermined", "breach")
    record = assessed(good_station(lamp), on_the_record=True)
    lens, wick, miles = (result(record, rule, "upper") for rule in ("lens", "wick", "range"))
    assert (lens.status, lens.not_shown, lens.blocking) == ("not_met", True, True)
    assert (wick.status, wick.not_shown) == ("not_met", False)
    assert miles.status == "undetermined"  # nobody bears the burden of the range


def test_gates_stay_open_on_the_record() -> None:
    """The burden of proof decides conditions, reliefs and exceptions, not what the act reaches."""
    found = assessed(good_station(light__height_m=None), on_the_record=True)
    assert found.possible_outcomes == ("no_duty", "kept")
    found = assessed({**good_station(), "light.harbour.inside": None, "light.harbour.minor": True}, on_the_record=True)
    assert found.possible_outcomes == ("kept",)  # the exception is not made out
    assert result(found, "harbour_inside").not_shown


def test_doubtful_applicability_counts_as_applicable_on_the_record() -> None:
    """Whether a duty applies is for its bearer to clear up as well; a relief that is left open is not made out."""
    lamp = good_lamp(inspected_on=NEVER, inspector_kept_waiting=None)
    found = assessed(
        good_station(lamp, keeper__wrecks=None, keeper__hobbies=None, light__character="fixed", keeper__watchful=False),
        on_the_record=True,
    )
    assert (result(found, "watchfulness").status, result(found, "watchfulness").not_shown) == ("not_met", True)
    assert (result(found, "inspection").status, result(found, "inspection").not_shown) == ("not_met", True)


# --- missing and disputed facts ---------------------------------------------------------------------------------------


def test_missing_facts_say_what_to_ask_and_of_whom() -> None:
    """A missing fact has its question, its provisions, who can tell, and why it is missing."""
    harbour = {"light.harbour.inside": True, "light.harbour.minor": True, "light.harbour.boats_only": None}
    lamps = listed(good_lamp(lens_clean=Statement("", None, "not_disclosed")), complete=False)
    found = assessed({**good_station(lamps=lamps), **harbour})
    assert [(each.path, each.question, each.provisions, each.who, each.standing) for each in found.missing_facts] == [
        ("light.harbour.boats_only", "Does it serve boats only?", ("LKA 2",), "keeper", "not_asked"),
        ("lamps", "Which lamps are there?", ("LKA 3",), "provider", "not_asked"),
        ("lamps[0].lens_clean", "Is the lens clean?", ("LKA 9",), "provider", "not_disclosed"),
    ]


def test_disputed_facts() -> None:
    """Every position is told, in the order of the case; decisive are those on which the outcome may turn."""
    lamp = good_lamp(
        lens_clean=disputed(says("keeper", True, because="I wiped it", source="letter"), says("pilots", False)),
        spare_wick=Statement("", True, "supplied", "letter", "in the drawer"),
    )
    facts = {**good_station(lamp), "light.harbour.boats_only": disputed(says("keeper", True, inferred=True))}
    found = assessed(facts)
    told = {each.path: each for each in found.disputed_facts}
    assert set(told) == {"lamps[0].lens_clean", "lamps[0].spare_wick", "light.harbour.boats_only"}
    lens = told["lamps[0].lens_clean"]
    assert (lens.question, lens.decisive) == ("Is the lens clean?", True)
    first, second = lens.positions
    assert (first.by, first.value, first.because, first.source) == ("keeper", True, "I wiped it", "letter")
    assert (second.by, second.value, second.inferred) == ("pilots", False, False)
    (wick,) = told["lamps[0].spare_wick"].positions
    assert (wick.by, wick.value, wick.because, wick.source) == ("keeper", True, "in the drawer", "letter")
    assert told["lamps[0].spare_wick"].decisive
    assert not told["light.harbour.boats_only"].decisive
    assert told["light.harbour.boats_only"].positions[0].inferred


def test_disputes_stay_disputes_from_a_partys_standpoint() -> None:
    """As a party its word counts, and what is in dispute by default is still told as such."""
    lamp = good_lamp(lens_clean=disputed(says("keeper", True), says("pilots", False)))
    found = assessed(good_station(lamp), "keeper")
    assert (found.outcome, found.missing_facts) == ("kept", ())
    assert [(each.path, each.decisive) for each in found.disputed_facts] == [("lamps[0].lens_clean", True)]
    (lens,) = result(found, "lens").facts
    assert (lens.value, lens.standing) == (True, "claimed")


def test_outcomes_by_party() -> None:
    """Each party's outcome is derived from its own positions, readings and sources."""
    harbour = {"light.harbour.inside": True, "light.harbour.boats_only": False}
    facts = {
        **good_station(good_lamp(trimmed=disputed(says("pilots", False)))),
        **harbour,
        "light.harbour.minor": disputed(says("keeper", True)),
        "keeper.licensed_on": Statement("", date(1875, 1, 1), "supplied", "letter"),
    }
    readings = {"keeper": {"harbour_test": "wide"}, "owner": {"late_return": "never"}}
    found = assessed(facts, party_readings=readings)
    assert found.outcome == "undecided"
    assert found.by_party == {"keeper": "no_duty", "pilots": "breach", "owner": "undecided"}
    assert assessed(facts, "keeper", party_readings=readings).outcome == "no_duty"
    assert list(Facts("x", entity(facts), PARTIES, {}, readings).all_parties()) == ["keeper", "pilots", "owner"]


def test_a_party_that_speaks_of_unlisted_lamps_is_a_party() -> None:
    """What a party says of lamps that are not listed is a position like any other."""
    other = {"lens_clean": disputed(says("keeper", False))}
    found = assessed(good_station(lamps=listed(good_lamp(), complete=False, other=other)))
    assert "keeper" in found.by_party


# --- readings ---------------------------------------------------------------------------------------------------------


def test_who_chose_a_reading() -> None:
    """The user's choice prevails over the party's, that over the author's, that over the default."""
    facts = {**good_station(), "light.harbour.inside": True, "light.harbour.minor": True}
    case_reading, party = {"late_return": "never"}, {"keeper": {"harbour_test": "wide", "late_return": "cures"}}
    plain_ = {each.id: (each.chosen, each.by) for each in assessed(facts).readings}
    assert plain_["harbour_test"] == ("narrow", "default")
    authored = {each.id: (each.chosen, each.by) for each in assessed(facts, readings=case_reading).readings}
    assert authored["late_return"] == ("never", "case")
    as_keeper = assessed(facts, "keeper", readings=case_reading, party_readings=party)
    by_keeper = {each.id: (each.chosen, each.by) for each in as_keeper.readings}
    assert by_keeper["harbour_test"] == ("wide", "keeper")
    assert by_keeper["late_return"] == ("cures", "keeper")
    chosen = assessed(facts, "keeper", readings=case_reading, party_readings=party, given={"harbour_test": "narrow"})
    assert {each.id: (each.chosen, each.by) for each in chosen.readings}["harbour_test"] == ("narrow", "user")


def test_the_question_asked() -> None:
    """The readings of a question are merged in the order of their rank."""
    facts = Facts("x", entity({}), readings={"fault": "station"}, party_readings={"keeper": {"late_return": "never"}})
    asked = question_of(act(), facts, DAY, "keeper", readings={"fault": "lamp"}, on_the_record=True)
    assert asked.readings == {
        "harbour_test": "narrow",
        "late_return": "never",
        "fault": "lamp",
        "inspection_time": "ever",
    }
    assert (asked.assessed_on, asked.on_the_record) == (DAY, True)


def test_rules_say_which_readings_they_rest_on() -> None:
    """A rule that depends on a reading says which choice was taken."""
    found = assessed(good_station(), given={"inspection_time": "each_watch"})
    assert result(found, "inspection").readings == {"inspection_time": "each_watch"}
    assert result(found, "inspection").status == "relieved"
    assert result(found, "lens").readings == {}


# --- notes and findings -----------------------------------------------------------------------------------------------


def test_notes() -> None:
    """A note is told where it holds, with its words; one that does not hold is not."""
    found = assessed(good_station())
    assert [note for note in found.notes if "Gulls" in note and "The Gulls Act may apply as well." in note]
    assert not [note for note in found.notes if "Harbour dues" in note]
    assert not [note for note in assessed(good_station(light__height_m=40)).notes if "Gulls" in note]


def test_an_open_gate_says_what_to_do() -> None:
    """Where the law leaves a gate open whatever the facts, the note says how to state the case instead."""
    found = assessed(good_station(good_lamp(purposes=frozenset({"luring", "guiding"}))))
    told = [note for note in found.notes if "List the two uses as two lamps." in note]
    assert len(told) == 1
    (text,) = result(found, "decoy").open_texts
    assert text.startswith("The exclusion falls on luring only.")


def test_law_that_is_not_encoded_is_said_to_be_so() -> None:
    """On a day whose law is not known, conditions are shown and do not decide, and a note says so."""
    found = assessed(good_station(), on=date(1891, 1, 1))
    assert found.outcome == "undecided"
    assert found.conditions
    assert [note for note in found.notes if "1 January 1891" in note]


def test_findings_against_their_indicators() -> None:
    """A judgement is held against plain facts: those that support it and those that speak against it."""
    facts = good_station(
        good_lamp(colours=some_of("green")), keeper__hobbies=frozenset({"sleeping"}), light__harbour__inside=True
    )
    found = {each.path: each for each in assessed(facts).findings}
    watchful = found["keeper.watchful"]
    assert (watchful.value, len(watchful.support), len(watchful.against)) == (True, 2, 1)
    assert "How many wrecks were there?" in watchful.support[0]
    assert "What does the keeper do at night?" in watchful.against[0]
    lens = found["lamps[0].lens_clean"]
    assert ["wick" in text for text in lens.support] == [True]
    assert ["colours" in lens.against[0], "harbour" in lens.against[1]] == [True, True]


def test_a_finding_to_the_contrary_turns_its_indicators_about() -> None:
    """What speaks for a finding speaks against its opposite; unknown facts speak for neither."""
    facts = good_station(good_lamp(trimmed=None), keeper__watchful=False, keeper__wrecks=None)
    found = {each.path: each for each in assessed(facts).findings}
    assert (found["keeper.watchful"].support, len(found["keeper.watchful"].against)) == ((), 1)
    assert (found["lamps[0].lens_clean"].support, found["lamps[0].lens_clean"].against) == ((), ())
    bare = found["light.harbour.minor"]  # it has no indicators, but somebody should sign it
    assert (bare.support, bare.against, bare.unsigned) == ((), (), True)
    assert "keeper.watchful" not in {each.path for each in assessed(good_station(keeper__watchful=None)).findings}


# --- small parts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "generic_path"),
    [
        ("light.height_m", "light.height_m"),
        ("lamps", "lamps"),
        ("lamps[0]", "lamp"),
        ("lamps[12].lens_clean", "lamp.lens_clean"),
        ("lamps[0].watches", "lamp.watches"),
        ("lamps[0].watches[3].awake", "watch.awake"),
        ("logbooks[1].filed_on", "logbook.filed_on"),
        ("lamps[?].fuel", "lamp.fuel"),
    ],
)
def test_paths_of_a_case_as_rules_name_them(path: str, generic_path: str) -> None:
    """A place in a case has a name in the vocabulary, whatever the number of the item."""
    assert act().vocabulary.address(path).generic == generic_path


def test_the_same_facts_give_the_same_assessment() -> None:
    """Nothing depends on what was assessed before, or on the order in which facts were stated."""
    lamp = good_lamp(lens_clean=None, trimmed=disputed(says("keeper", True), says("pilots", False)))
    facts = good_station(lamp, light__height_m=None)
    first = assessed(facts)
    assessed(good_station())
    second = assessed(dict(reversed(facts.items())))
    for name in ("outcome", "possible_outcomes", "units", "missing_facts", "by_party", "notes", "readings"):
        assert getattr(first, name) == getattr(second, name), name
    assert [(each.rule.id, each.status, each.because) for each in first.conditions] == [
        (each.rule.id, each.status, each.because) for each in second.conditions
    ]


def test_another_act_is_assessed_the_same_way() -> None:
    """The engine needs no more than a vocabulary and rule files."""
    book = rulebook_from(
        VERDICTS, "rules:\n  - {rule: a, provision: A, title: t, subject: lamp, holds: lamp.trimmed}\n"
    )
    found = assess(book, case({"lamps": listed({"name": "x", "fuel": "oil", "trimmed": False})}), DAY)
    assert (found.outcome, [str(each.subject) for each in found.conditions if each.blocking]) == ("breach", ["lamp:x"])


def test_an_answer_shown_in_a_debugger_is_short() -> None:
    """Steps of a proof are shared: written out as a tree, an answer on one case took gigabytes."""
    found = assessed(good_station())
    assert len(repr(found)) < 100_000
    assert repr(found.conditions[0].proofs[0]).startswith("<Node ")
    assert repr(found.rulebook) == f"<Rulebook {found.rulebook.name}>"
