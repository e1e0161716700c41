"""What the page says is true of the file: whose word is whose, what is on file, what follows, and what decides."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
from derogation import Assessment, assess, read_profile
from derogation.api import answer_record
from derogation.cases.vocabulary import vocabulary
from derogation.engine.case.vocabulary import FactSpec
from derogation.showing.answer_json import answer_data
from derogation.showing.answer_page import COLUMNS, LINES, page_of
from derogation.showing.terminal import terminal
from derogation.showing.words import clause
from derogation.tests.strategies import as_data, good_profile
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

EXCEPTION = "service.ancillary_exception"
LIMBS = ("minor", "ancillary", "intrinsically_linked", "purely_ancillary", "technically_inseparable")
DISPUTED = {"positions": [{"by": "Tower", "value": True}, {"by": "Harbour", "value": False}]}


def model(**changes: Any) -> dict[str, Any]:
    """A profile that satisfies everything, with these changes by dotted path ("__" for the dot; ``t__``: its
    technology)."""
    data = as_data(good_profile())
    data["parties"] = {"Tower": {"interest": "provider"}, "Harbour": {"interest": "authority"}, "gulls": {}}
    for path, value in changes.items():
        *groups, last = path.split("__")
        place = data
        if groups[:1] == ["t"]:
            place, groups = data["technologies"][0], groups[1:]
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return data


def assessed(data: dict[str, Any], on: str = "2023-06-01", **options: Any) -> Assessment:
    profile = read_profile(json.dumps(data, default=str))
    return assess(profile, date.fromisoformat(on), engines=["evaluator"], **options)


def page(result: Assessment) -> str:
    return " ".join(terminal(page_of(result, answer_record(result)), width=COLUMNS, colour=False).split())


def test_a_party_is_heard_in_its_own_words_and_no_other() -> None:
    """As one party, its claim stands with its name; those who say otherwise are named with what they say."""
    said = [*DISPUTED["positions"], {"by": "gulls", "value": False}]
    data = model(t__prior_consultation__duly_cooperates={"positions": said})
    text = page(assessed(data, standpoint="gulls"))
    words = "According to gulls: the provider does not duly cooperate with the authority in the procedure"
    assert f"{words} (yes according to Tower, no according to Harbour)" in text


def test_where_the_need_is_open_nothing_is_said_to_apply_in_full_without_condition() -> None:
    """A condition fails and the exception is open: what follows is told apart for either case."""
    data = model(t__processing__sole_purpose=False, service__ancillary_exception={"minor": DISPUTED})
    answer = answer_record(assessed(data))
    assert (answer.covered, answer.needed) == ("no", "open")
    assert answer.consequence.startswith("If none is needed, that is no permission to scan. If one is: ")


@pytest.mark.parametrize(
    ("changes", "on", "words"),
    [
        ({}, "2021-08-01", "no derogation applies on the day assessed (Article 10, second paragraph)"),
        (
            {"t__scans": {"audio": True, **dict.fromkeys(("images", "videos", "text", "other_files"), False),
                          "traffic_data": False}},
            "2023-06-01",
            "the technology scans audio communications (Article 1(2))",
        ),
    ],
)  # fmt: skip
def test_a_bar_stands_in_the_first_sentence_though_the_need_is_open(
    changes: dict[str, Any], on: str, words: str
) -> None:
    """What bars the derogation whatever else is found is named, and its own consequence follows."""
    data = model(service__ancillary_exception={"minor": DISPUTED}, **changes)
    answer = answer_record(assessed(data, on))
    assert answer.sentence.startswith(f"Not covered, whatever else is found: {words}")
    assert "What is left: no derogation needed or" in answer.sentence
    assert "At least one condition" not in answer.consequence
    assert not answer.conditions


def test_what_is_merely_not_shown_stands_apart_from_what_fails() -> None:
    """On the record one line names what fails, another what its bearer has not shown."""
    data = model(t__processing__sole_purpose=False, t__processing__proportionate={"unknown": "not_asked"})
    text = page(assessed(data, on_the_record=True))
    assert "Not met: (a)(i) Not shown: (a)(ii)" in text


def test_conditions_of_an_excluded_technology_are_not_listed() -> None:
    """A technology that a gate has decided has no conditions that are open; the other is named."""
    data = model()
    silent = dict.fromkeys(("images", "videos", "text", "other_files", "traffic_data"), False)
    data["technologies"].append({"id": "voice", "scans": {"audio": True, **silent}, "detects": {"solicitation": True}})
    data["technologies"][1]["periods_of_use"] = data["technologies"][0]["periods_of_use"]
    groups = answer_record(assessed(data)).conditions
    assert groups
    assert "voice" not in {group.subject for group in groups}


def test_a_relief_that_facts_defeat_is_named_with_them() -> None:
    """A consultation begun on 3 September 2021 is begun a day too late, and the sentence says so."""
    consultation = {"started_on": "2021-09-03", "completed_on": "never", "duly_cooperates": True}
    data = model(t__prior_consultation=consultation)
    sentence = answer_record(assessed(data, "2022-03-01")).sentence
    assert "with no relief, since" in sentence
    assert "started on 3 September 2021 (Article 3(2), point (b)), point (c)" in sentence
    late = answer_record(assessed(data, "2022-04-04")).sentence
    assert "no relief" not in late


def test_where_another_technology_is_why_a_condition_fails_it_is_named_and_what_is_wanting_comes_first() -> None:
    """On the reading by provider unconfirmed reports of one technology bar another: its facts are not the other's."""
    data = model()
    other = copy.deepcopy(data["technologies"][0])
    data["technologies"].append(other | {"id": "classifier", "detects": {**other["detects"], "new_material": True}})
    other["oversight"]["confirmed_before_report"] = False
    result = assessed(data, readings={"safeguards_scope": "provider"})
    (failing,) = {each.rule.id for each in result.conditions if each.status == "not_met"}
    assert failing == "human_confirmation"
    text = page(result)
    assert "as to classifier, new material or solicitation is reported without prior human confirmation; " in text
    assert "more facts, point (g)(iii) [" in text


def test_where_facts_of_several_technologies_are_told_each_has_its_name() -> None:
    """No fact of one technology stands where it reads as one of another, and no more are told than else."""
    data = model()
    first = data["technologies"][0]
    data["technologies"].append(copy.deepcopy(first) | {"id": "classifier"})
    for technology, new in zip(data["technologies"], (True, False), strict=True):
        technology["oversight"]["confirmed_before_report"] = False
        technology["detects"] |= {"new_material": new, "solicitation": not new}
    first["periods_of_use"][0]["since"] = "2020-05-05"
    text = page(assessed(data, readings={"safeguards_scope": "provider"}))
    sentence = text[text.index("Not covered:") : text.index("point (g)(iii) [")]
    clauses = sentence.removeprefix("Not covered: ").split("; ")
    assert len(clauses) == 4
    assert all(clause.startswith(("as to ", "and ")) for clause in clauses)
    assert f"as to {first['id']}, it was used on this service from 5 May 2020" in clauses


def test_a_very_long_name_is_cut_beside_the_questions_too() -> None:
    """The name of a provider stands in a label; what is cut is said."""
    data = model(provider__name="Quay" * 100)
    del data["provider"]["internal_procedures"]["against_abuse"]
    assert "… (280 more characters) (1) " in page(assessed(data)).replace(": ", " ")


def test_a_gate_says_once_what_its_fact_says() -> None:
    """The title of a gate is not said again as the fact that it rests on."""
    data = model(service__publicly_available={"value": False, "note": "Staff only"})
    sentence = answer_record(assessed(data)).sentence
    assert sentence.count("not publicly available") == 1
    assert "(Article 3(1) of Directive 2002/58/EC; Staff only)" in sentence


def test_an_open_element_is_named_with_its_indicators_and_its_dispute_is_kept() -> None:
    """What plain facts point to is said, and that parties differ on it."""
    data = model(service__communications__finite_number=DISPUTED)
    data["service"]["communications"]["indicators"] = {"members_capped": True, "admission": "automatic"}
    text = page(assessed(data))
    assert "whether each message reaches a finite number of persons: one plain fact points to no: " in text
    assert "number of persons?” yes according to Tower, no according to Harbour" in text


def test_a_fact_that_points_both_ways_is_said_to() -> None:
    """Of risk factors some support and some undercut that only relevant ones are used."""
    data = model(t__detects__solicitation=True, t__quality__relevant_indicators_only={"unknown": "not_asked"})
    data["technologies"][0]["quality"]["risk_factors_used"] = ["age_difference", "message_meaning"]
    text = page(assessed(data))
    assert "one plain fact points both ways: its indicators and risk factors include age difference and mean" in text


def test_a_rate_of_errors_on_file_stands_beside_the_open_condition() -> None:
    """Where it is open whether errors are limited, the share that is on file is told."""
    data = model(t__quality__errors_limited={"unknown": "not_asked"}, t__quality__error_rate=38)
    text = page(assessed(data))
    assert "Why (e), open: on file: " in text
    assert "38 %" in text


def test_what_was_refused_is_no_silence() -> None:
    """A limb whose fact was not disclosed, or is said not to apply, says so; a question too."""
    limbs = {"minor": {"unknown": "not_disclosed"}, "ancillary": {"unknown": "does_not_apply"}}
    data = model(service__ancillary_exception=limbs, t__quality__patterns_only={"unknown": "not_disclosed"})
    answer = answer_record(assessed(data))
    said = {limb.title: limb.said for limb in answer.exceptions[0].limbs}
    assert (said["minor"], said["ancillary"]) == ("not disclosed", "said not to apply")
    assert said["purely ancillary"] == "silence"


def test_calls_to_numbers_are_split_off_once() -> None:
    """A profile that reaches numbers, and says that it takes them in, is told so once."""
    data = model(service__mixes=["number_calls"], service__numbering={"reaches_numbers": True, "connects": False})
    assert len(answer_record(assessed(data)).split) == 1


# --- on generated profiles -------------------------------------------------------------------------------------------

OPEN = [None, {"unknown": "not_asked"}]
SAID = [
    {"unknown": "not_disclosed"},
    {"unknown": "does_not_apply"},
    {"unknown": "not_asked", "note": "asked twice"},
    DISPUTED,
    {"positions": [{"by": "Tower", "value": True, "inferred": True}]},
    True,
]
SPECS = {
    path.rpartition(".")[2]: spec
    for path, spec in vocabulary().facts.items()
    if path.startswith(f"{EXCEPTION}.indicators.")
}
NAMED = {indicator.fact for spec in vocabulary().facts.values() for indicator in spec.indicators}


def possible(spec: FactSpec) -> list[Any]:
    return [True, False] if spec.type == "bool" else [7, 80]


def bears_on(limb: str, indicator: str) -> bool:
    """Whether an indicator is one of a limb: named for it, or for none while the limb has any."""
    mine = {each.fact for each in vocabulary().facts[f"{EXCEPTION}.{limb}"].indicators}
    path = f"{EXCEPTION}.indicators.{indicator}"
    return path in mine or path not in NAMED


@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(
    st.fixed_dictionaries({}, optional={limb: st.sampled_from([*OPEN, *SAID]) for limb in LIMBS}),
    st.fixed_dictionaries(
        {},
        optional={
            name: st.sampled_from([*possible(spec), *([DISPUTED] if spec.type == "bool" else [])])
            for name, spec in SPECS.items()
        },
    ),
    st.sampled_from(["2020-12-21", "2021-08-01", "2022-04-03", "2024-05-15", "2026-04-03"]),
    st.sampled_from([{}, {"on_the_record": True}, {"standpoint": "Tower"}, {"standpoint": "Harbour"}]),
)
def test_the_page_follows_what_is_on_file(
    limbs: dict[str, Any], indicators: dict[str, Any], on: str, options: dict[str, Any]
) -> None:
    """With each indicator added or taken away the words follow, and nothing is said to be silent, or without
    indicators, that has a fact, position, note or indicator on file."""
    data = model()
    stated = {limb: value for limb, value in limbs.items() if value is not None}
    data["service"]["ancillary_exception"] = {**stated, "indicators": indicators}
    result = assessed(data, on, **options)
    answer = answer_record(result)
    text = json.dumps(answer_data(answer), ensure_ascii=False)
    for name, spec in SPECS.items():
        if name not in indicators:
            assert not any(clause(spec, value) in text for value in possible(spec)), name
        elif answer.exceptions and indicators[name] != DISPUTED:
            assert clause(spec, indicators[name]) in text, name
            assert f"{EXCEPTION}.indicators.{name}" not in {each.path for each in answer.ask}
    for exception in answer.exceptions:
        shown = {limb.title.replace(" ", "_"): limb for limb in exception.limbs}
        for limb in LIMBS:
            assert (shown[limb].said == "silence") == (limbs.get(limb) in OPEN), limb
            assert (shown[limb].indicators == "none") != any(bears_on(limb, name) for name in indicators), limb
        if any(limbs.get(limb) in (True, *SAID[3:5]) for limb in LIMBS):
            assert "Nobody has drawn the conclusion" not in exception.indicators
    assert len(terminal(page_of(result, answer), width=COLUMNS, colour=False).splitlines()) <= LINES


def test_a_period_stated_for_every_technology_without_its_start_is_asked_of_all() -> None:
    """What a list stated once for all technologies leaves open is missing under that place, and is no other's."""
    data = {**model(), "every_technology": {"periods_of_use": [{"until": "2022-06-01"}]}}
    data["technologies"] = [{"id": "first"}, {"id": "second"}]
    result = assessed(data, "2022-01-01")
    missing = {each.path for each in result.missing_facts}
    assert "every_technology.periods_of_use[0].since" in missing
    answer = answer_record(result)
    assert all("technologies[0].periods_of_use" not in each.path for each in answer.ask)
    assert answer.covered == "open"
