"""Points of law on which an answer is easily wrong: each a small change to a profile that satisfies everything."""

from __future__ import annotations

import json
from datetime import date

import pytest
from derogation import assess
from derogation.cases.loader import read_case
from derogation.reading.errors import BadInput
from derogation.tests.rules.test_dates_and_duties import (
    VII,
    Data,
    assessed,
    failing,
    outcome,
    profile,
    report,
    status,
    used,
)

D = "3(1)(d)"
ON = "2024-06-03"


def consulted(**changes: object) -> Data:
    """New technology, consulted on in January 2023; ``changes`` are facts of the consultation."""
    facts: Data = {"started_on": "2022-10-10", "completed_on": "2023-01-10", "advice_issued_on": "never", **changes}
    return profile(
        **{f"t__prior_consultation__{key}": value for key, value in facts.items()},
        t__first_use={"by_provider_on": "2023-03-01", "by_anyone_in_union_on": "2023-03-01"},
        t__periods_of_use=[{"since": "2023-03-01", "until": "never"}],
    )


# --- point (d) --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("advice", "answered", "expected"),
    [
        ("2023-01-09", "2022-10-20", "not_met"),
        ("2024-02-01", "2022-11-01", "not_met"),
        ("2023-01-09", "2023-01-09", "met"),
        ("2023-01-09", "2023-02-01", "met"),
        ("2023-01-09", "never", "not_met"),
    ],
)
def test_nobody_reports_back_on_advice_not_yet_given(advice: str, answered: str, expected: str) -> None:
    """A report-back that is older than the advice does not answer it; later advice reopens the point."""
    assert status(consulted(advice_issued_on=advice, reported_back_on=answered), D, ON) == expected


@pytest.mark.parametrize(
    ("facts", "if_issued", "required"),
    [
        ({}, "not_applicable", "not_met"),
        ({"started_on": "never", "completed_on": "never"}, "not_applicable", "not_met"),
        ({"completed_on": "never"}, "undetermined", "not_met"),
        ({"advice_issued_on": "2023-01-09", "reported_back_on": "2023-02-01"}, "met", "met"),
    ],
)
def test_point_d_without_advice(facts: Data, if_issued: str, required: str) -> None:
    """Where no advice was issued, point (d) has nothing to ask for; on another reading it is not satisfied."""
    assert status(consulted(**facts), D, ON) == if_issued
    assert status(consulted(**facts), D, ON, advice="required") == required


def test_never_consulted_on_solicitation_passes_only_on_two_readings_together() -> None:
    """With consultation=high_risk a classifier on which nobody was consulted passes (c) and (d), with advice=required
    it does not."""
    data = profile(
        t__detects__solicitation=True,
        t__impact_assessment__high_risk=False,
        t__prior_consultation__started_on="never",
        t__prior_consultation__completed_on="never",
        t__prior_consultation__advice_issued_on="never",
    )
    assert {"3(1)(c)", D} & failing(data, "2022-06-01") == {"3(1)(c)"}
    assert not {"3(1)(c)", D} & failing(data, "2022-06-01", consultation="high_risk")
    assert {"3(1)(c)", D} & failing(data, "2022-06-01", consultation="high_risk", advice="required") == {D}


@pytest.mark.parametrize("on_the_record", [False, True])
def test_advice_not_stated_is_not_presumed_to_come_after_the_report_back(on_the_record: bool) -> None:
    """Whether advice ever came or not, the point is satisfied by who has reported back; each way has an example."""
    data = consulted(reported_back_on="2023-02-01")
    del data["technologies"][0]["prior_consultation"]["advice_issued_on"]
    found = assess(read_case(json.dumps(data)), date.fromisoformat(ON), on_the_record=on_the_record)
    (point_d,) = [r for r in found.conditions if r.rule.provision == D]
    assert point_d.status == "met"
    assert [way.status for way in point_d.satisfied_by] == ["not_applicable", "met"]


@pytest.mark.parametrize("on_the_record", [False, True])
def test_a_report_back_during_the_procedure_does_not_decide_while_the_advice_is_not_stated(on_the_record: bool) -> None:
    """Advice may have come after it and within the procedure: the point is open, and not shown on the record."""
    data = consulted(reported_back_on="2022-10-20", advice_issued_on="2023-01-09")
    assert status(data, D, ON) == "not_met"
    del data["technologies"][0]["prior_consultation"]["advice_issued_on"]
    found = assess(read_case(json.dumps(data)), date.fromisoformat(ON), on_the_record=on_the_record)
    (point_d,) = [r for r in found.conditions if r.rule.provision == D]
    assert point_d.status == ("not_met" if on_the_record else "undetermined")


def test_own_earlier_use_makes_a_technology_old() -> None:
    """A technology used on this Union service before 2 August 2021 is not new, whoever else used it when."""
    data = consulted(advice_issued_on="2023-01-05", reported_back_on="never")
    technology = data["technologies"][0]
    technology["first_use"] = {"by_provider_on": "2019-01-01"}
    technology["periods_of_use"] = [{"since": "2019-01-01", "until": "never"}]
    assert status(data, D, ON) == "not_applicable"


def test_never_started_is_never_completed() -> None:
    """A procedure never started fails point (c), whether or not anybody says that it was never completed."""
    data = consulted(started_on="never", advice_issued_on=None)
    del data["technologies"][0]["prior_consultation"]["completed_on"]
    (failing_one,) = [r for r in assessed(data, ON).conditions if r.status == "not_met"]
    assert failing_one.rule.provision == "3(1)(c)"
    assert failing_one.blocking


# --- point (c) and the relief -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "indicated", "expected"),
    [
        ("recital31", True, "met"),
        ("recital31", False, "not_met"),
        ("article", False, "met"),
        ("none", True, "not_met"),
    ],
)
def test_consultation_of_before_the_regulation(choice: str, indicated: bool, expected: str) -> None:
    """A consultation completed before 2 August 2021 counts with a favourable indication, always, or never."""
    data = profile(
        t__impact_assessment__completed_on="2020-12-01",
        t__prior_consultation__started_on="2021-01-10",
        t__prior_consultation__completed_on="2021-06-10",
        t__prior_consultation__no_high_risk_or_mitigated=indicated,
    )
    assert status(data, "3(1)(c)", ON, earlier_consultation=choice) == expected


def relieved(**changes: object) -> Data:
    """In use since 2018, procedure begun on 20 August 2021, as Article 3(2) asks."""
    return profile(
        **{
            "t__first_use__by_provider_on": "2018-01-01",
            "t__first_use__by_anyone_in_union_on": "2018-01-01",
            "t__periods_of_use": [{"since": "2018-01-01", "until": "never"}],
            "t__impact_assessment__completed_on": "2021-08-15",
            "t__prior_consultation__started_on": "2021-08-20",
            "t__prior_consultation__completed_on": "2022-03-01",
            "t__prior_consultation__duly_cooperates": True,
            "t__prior_consultation__advice_issued_on": "never",
            "t__prior_consultation__reported_back_on": "never",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("completed", "on", "expected"),
    [
        ("2022-03-01", "2022-05-02", "met"),
        ("2022-04-03", "2022-05-02", "met"),
        ("2022-04-04", "2022-05-02", "not_met"),
        ("2022-03-01", "2022-02-01", "relieved"),
    ],
)
def test_first_use_does_not_empty_the_relief(completed: str, on: str, expected: str) -> None:
    """On the reading assessment_time=first_use, use that was relieved is timely if the procedure was completed before
    the relief ended."""
    data = relieved(t__prior_consultation__completed_on=completed)
    assert status(data, "3(1)(c)", on, assessment_time="first_use") == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [("2018-01-31", "not_met"), ("2020-12-19", "not_met"), ("2020-12-20", "relieved"), ("2021-08-01", "relieved")],
)
def test_were_using_until_then(until: str, expected: str) -> None:
    """On the reading until_then the relief asks for use on some day from 20 December 2020 to 1 August 2021; by default
    use at any time before is enough."""
    data = relieved(
        t__prior_consultation__completed_on="never",
        t__periods_of_use=[{"since": "2018-01-01", "until": until}, {"since": "2021-10-01", "until": "never"}],
    )
    assert status(data, "3(1)(c)", "2021-12-01") == "relieved"
    assert status(data, "3(1)(c)", "2021-12-01", were_using="until_then") == expected


@pytest.mark.parametrize(
    "change",
    [
        {
            "t__first_use__by_provider_on": "2021-08-02",
            "t__periods_of_use": [{"since": "2021-08-02", "until": "never"}],
        },
        {"t__prior_consultation__started_on": "2021-09-03"},
        {"t__prior_consultation__duly_cooperates": False},
    ],
)
def test_relief_shown_is_the_relief_that_decides(change: Data) -> None:
    """Where a limb of the relief that is shown fails, the condition is not relieved."""
    found = assessed(relieved(t__prior_consultation__completed_on="never", **change), "2021-12-01")
    limbs = [r for r in found.other_rules if r.kind == "relief" and r.rule.provision.startswith("3(2)")]
    assert [r.proofs[1].truth for r in limbs if r.proofs].count(False) == 1
    (point_c,) = [r for r in found.conditions if r.rule.provision == "3(1)(c)"]
    assert point_c.status == "not_met"


# --- reports ----------------------------------------------------------------------------------------------------------


def test_what_article_1_2_excludes_owes_no_report() -> None:
    """Scanning of audio alone is no processing under the Regulation, so that its year is not reported on."""
    data = used(("2023-03-01", "never"), reports=[report(2023, "2024-01-30")])
    audio = {
        **data["technologies"][0],
        "id": "audio",
        "periods_of_use": [{"since": "2022-01-01", "until": "2022-12-31"}],
    }
    silent = dict.fromkeys(("images", "videos", "text", "traffic_data", "other_files"), False)
    audio["scans"] = {**silent, "audio": True}
    data["technologies"].append(audio)
    assert VII not in failing(data, ON)
    audio["scans"] = {**silent, "audio": True, "images": True}
    assert VII in failing(data, ON)


def test_a_part_that_one_addressee_saw_counts_for_no_point() -> None:
    """Points (1) to (9) count only in what was published and submitted to both; the rest is shown in a note."""
    whole = report(2023, "2024-01-30")
    whole["includes"]["errors"] = False
    data = used(("2023-03-01", "never"), reports=[whole])
    aside = {**report(2023, "2024-05-01"), "published_on": "never", "to_authority_on": "never"}
    data["reports"].append(aside)
    found = assessed(data, ON)
    assert {r.rule.provision for r in found.conditions if r.status == "not_met"} == {f"{VII}(6)"}
    assert any("has not gone all three ways" in note for note in found.notes)
    aside.update(published_on="2024-05-02", to_authority_on="2024-05-03")
    assert failing(data, "2024-05-02") == {f"{VII}(6)"}
    assert failing(data, "2024-05-03") == set()
    assert failing(data, "2024-05-03", late_report="never") == {f"{VII}(6)"}


@pytest.mark.parametrize(
    ("left", "expected"), [(True, "not_met"), (False, "met"), (None, "undetermined")], ids=["left", "stayed", "unknown"]
)
def test_transfers_are_those_of_the_period_reported_on(left: bool | None, expected: str) -> None:
    """A report without a ground for transfers lacks nothing if no data left the Union in its year."""
    whole = report(2023, "2024-01-30", **({} if left is None else {"data_left_union": left}))
    whole["includes"]["transfer_ground"] = False
    data = used(("2023-03-01", "never"), transfers=True, reports=[whole])
    assert status(data, f"{VII}(3)", ON) == expected


@pytest.mark.parametrize(
    ("since", "on", "years", "days"),
    [
        ("2022-01-10", "2022-03-01", "not_applicable", "not_met"),
        ("2022-02-03", "2022-03-01", "not_applicable", "not_applicable"),
        ("2021-12-31", "2022-03-01", "not_met", "not_met"),
    ],
)
def test_who_owes_a_report(since: str, on: str, years: str, days: str) -> None:
    """Who processed in the year owes it; on another reading who processed before the day that the point names."""
    data = used((since, "never"))
    assert status(data, VII, on) == years
    assert status(data, VII, on, report_duty="days") == days


# --- what is kept, and to whom reports go -----------------------------------------------------------------------------


def kept(identified: str, deleted: str, **changes: object) -> Data:
    case = {"identified_on": identified, "detected_on": identified, "deleted_on": deleted}
    return profile(t__suspicions__recorded=[case], **changes)


@pytest.mark.parametrize(
    ("on", "cures", "never"),
    [("2024-03-10", "met", "met"), ("2024-03-11", "not_met", "not_met"), ("2024-03-12", "met", "not_met")],
)
def test_deleting_late_mends_the_breach(on: str, cures: str, never: str) -> None:
    """Data deleted after 12 months are stored no longer, so the point is satisfied again; on another reading never."""
    data = kept("2023-03-10", "2024-03-12")
    assert status(data, "3(1)(i)", on) == cures
    assert status(data, "3(1)(i)", on, late_deletion="never") == never


@pytest.mark.parametrize(
    ("holidays", "on", "expected"),
    [
        ([], "2024-03-31", "met"),
        ([], "2024-04-01", "met"),
        ([], "2024-04-02", "not_met"),
        (["2024-04-01"], "2024-04-02", "met"),
        (["2024-04-01"], "2024-04-03", "not_met"),
    ],
)
def test_twelve_months_end_on_a_working_day(holidays: list[str], on: str, expected: str) -> None:
    """On the reading next_working_day a period that ends on a Sunday ends on the next working day, holidays that the
    profile states left out; by default it ends on the Sunday (31 March 2024)."""
    data = kept("2023-03-31", "never", law__holidays=holidays)
    assert status(data, "3(1)(i)", on, period_end="next_working_day") == expected
    assert status(data, "3(1)(i)", on) == ("met" if on <= "2024-03-31" else "not_met")


@pytest.mark.parametrize("detection", [True, False])
def test_hashing_is_for_material(detection: bool) -> None:
    """A technology that looks for solicitation only cannot store data for making hashes."""
    data = profile(
        t__detects={"known_material": False, "new_material": detection, "solicitation": True},
        t__suspicions__identified=True,
        t__suspicions__storage_purposes=["reporting", "hashing"],
    )
    assert status(data, "3(1)(h)", ON) == ("met" if detection else "not_met")


# --- the service ------------------------------------------------------------------------------------------------------


def inbox(**changes: object) -> Data:
    """A bank's message box: the only possible recipient is the bank."""
    return profile(
        service__communications__recipients_chosen=False, service__communications__with_provider_alone=True, **changes
    )


def test_exchanges_with_the_provider_alone_need_no_derogation() -> None:
    """Where every exchange is with the provider itself there is no third person to intercept it."""
    found = assessed(inbox(), ON)
    assert found.outcome == "not_needed"
    (gate,) = [r for r in found.other_rules if r.rule.id == "exchanges_with_provider_alone"]
    assert gate.status == "met"


@pytest.mark.parametrize("other", ["service__communications__recipients_chosen", "service__conveys_signals"])
def test_who_passes_on_what_others_exchange_is_not_alone_with_them(other: str) -> None:
    """Users who choose their recipients, or signals conveyed for others, leave room for others than the provider."""
    (gate,) = [
        r
        for r in assessed(profile(**{other: True}), ON).other_rules
        if r.rule.id == "exchanges_with_provider_alone" and r.proofs
    ]
    assert gate.proofs is not None
    assert gate.proofs[1].truth is False


# --- safeguards for one technology or all -----------------------------------------------------------------------------


def test_safeguards_of_one_technology_or_of_all() -> None:
    """A classifier without human confirmation leaves hashing covered; on another reading it does not."""
    data = profile()
    classifier = {**data["technologies"][0], "id": "classifier"}
    classifier["detects"] = {"known_material": False, "new_material": True, "solicitation": False}
    classifier["oversight"] = {**classifier["oversight"], "confirmed_before_report": False}
    data["technologies"].append(classifier)
    assert outcome(data, "2022-06-01") == "partly_eligible"
    assert outcome(data, "2022-06-01", safeguards_scope="provider") == "not_eligible"


# --- facts that do not fit together -----------------------------------------------------------------------------------

NOBODY = {"t__reports_to__law_enforcement": False, "t__reports_to__organisations": False}
NOTHING = dict.fromkeys(("known_material", "new_material", "solicitation"), False)
NO_DATA = dict.fromkeys(("images", "videos", "text", "audio", "traffic_data", "other_files"), False)


@pytest.mark.parametrize(
    ("changes", "rule", "expected", "fails"),
    [
        (NOBODY, "reports_to_nobody", "not_eligible", {"3(1)(j)"}),
        ({"t__detects": NOTHING}, "detects_nothing", "not_eligible", {"3(1)(a)(i)"}),
        ({"t__scans": NO_DATA}, "scans_no_data", "undetermined", set[str]()),
        (
            {"t__processing__removes_solicitation": True, "t__detects__solicitation": False},
            "removes_what_it_does_not_detect",
            "not_eligible",
            {"3(1)(a)(i)"},
        ),
    ],
)
def test_facts_that_do_not_fit_together(changes: Data, rule: str, expected: str, fails: set[str]) -> None:
    """What is doubtful is shown beside the answer, with the facts and what to do; it never decides by itself."""
    found = assessed(profile(**changes), "2022-02-01")
    assert found.outcome == expected
    assert {r.rule.provision for r in found.conditions if r.status == "not_met"} == fails
    (doubt,) = found.consistency
    assert doubt.rule.id == rule
    assert doubt.facts
    assert doubt.rule.note


def test_report_from_before_its_year_ended_is_doubtful_and_counts() -> None:
    """A report published before the year on which it reports had ended fulfils the duty, and the answer says so."""
    data = used(("2023-03-01", "never"), reports=[report(2023, "2023-06-01")])
    found = assessed(data, ON)
    assert VII not in {r.rule.provision for r in found.conditions if r.status == "not_met"}
    assert [doubt.rule.id for doubt in found.consistency] == ["report_before_its_time"]
    data["reports"] = [report(2023, "2024-01-02")]
    assert not assessed(data, ON).consistency


def test_report_from_before_its_year_began_is_refused() -> None:
    """A report cannot look back on a year that had not begun."""
    data = used(("2023-03-01", "never"), reports=[report(2023, "2022-06-01")])
    with pytest.raises(BadInput, match="before that year began"):
        read_case(json.dumps(data))


@pytest.mark.parametrize("fact", ["by_provider_on", "by_anyone_in_union_on"])
def test_first_use_after_a_period_of_use_is_refused(fact: str) -> None:
    """A period of use on this service is a use: it cannot come before the first."""
    data = profile(**{f"t__first_use__{fact}": "never"})
    with pytest.raises(BadInput, match="used it"):
        read_case(json.dumps(data))


def test_provider_alone_with_recipients_that_users_choose_is_refused() -> None:
    """Where users choose their recipients, not every exchange is with the provider."""
    with pytest.raises(BadInput, match="chooses the recipients"):
        read_case(json.dumps(profile(service__communications__with_provider_alone=True)))


def test_facts_that_fit_together_raise_no_doubt() -> None:
    """A profile that satisfies everything is consistent."""
    doubts = assessed(profile(), "2022-06-01").consistency
    assert not doubts, "the good profile takes yes for good: state the fact otherwise in GOOD of tests/strategies.py"


# --- notes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", ["law__all_users_consent", "law__national_measure"])
def test_verdict_speaks_of_the_derogation_only(fact: str) -> None:
    """Where all users consent, or national law may help, a sentence says what the verdict is about."""
    notes = assessed(profile(**{fact: True, "t__oversight__human_oversight": False}), ON).notes
    assert any("speaks of the derogation only" in " ".join(note.split()) for note in notes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"service__numbering__connects": True, "service__numbering__feature_of_its_own": None},
            "telephone numbers are a case of their own",
        ),
        ({"service__mixes": ["sms_copies"]}, "copies sent as SMS"),
        ({"service__mixes": ["public_feed"]}, "a feed or posts"),
        ({"service__mixes": ["live_streams"]}, "live streams"),
        ({"t__scans__material": "both"}, "communications and stored uploads"),
    ],
)
def test_mixed_features_are_to_be_split(changes: Data, words: str) -> None:
    """A profile that mixes features is told to make a case of each."""
    assert any(words in note for note in assessed(profile(**changes), ON).notes)


def test_numbers_that_are_a_feature_of_their_own_need_no_splitting() -> None:
    """What is said to stand alone is not told to be split."""
    data = profile(service__numbering__connects=True, service__numbering__feature_of_its_own=True)
    assert not any("case of their own" in note for note in assessed(data, ON).notes)
