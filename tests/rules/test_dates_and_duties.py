"""The gates, the days on which the law turns, relief to the day, the duties to report, and what is kept how long."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from derogation import assess, rulebook
from derogation.cases.loader import read_case
from derogation.engine.why.results import Assessment
from derogation.tests.strategies import Asked, Place, as_data, changed, good_profile

Data = dict[str, Any]


def profile(**changes: Any) -> Data:
    """A profile of an NI-ICS that satisfies every condition, with these changes by dotted path ("__" for the dot);
    ``t__`` changes its one technology."""
    data = as_data(good_profile())
    for path, value in changes.items():
        *groups, last = path.split("__")
        place = data
        if groups[:1] == ["t"]:
            place, groups = data["technologies"][0], groups[1:]
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value.isoformat() if isinstance(value, date) else value
    return data


def assessed(data: Data, on: str | date, **readings: str) -> Assessment:
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return assess(read_case(json.dumps(data)), day, readings=readings)


def outcome(data: Data, on: str | date, **readings: str) -> str:
    return assessed(data, on, **readings).outcome


def status(data: Data, provision: str, on: str | date, **readings: str) -> str:
    (found,) = [r for r in assessed(data, on, **readings).conditions if r.rule.provision == provision]
    return found.status


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2019-06-01", "not_needed"),
        ("2020-12-20", "not_needed"),
        ("2020-12-21", "not_in_force"),
        ("2021-08-01", "not_in_force"),
        ("2021-08-02", "eligible"),
        ("2024-08-03", "eligible"),
        ("2024-08-04", "eligible"),
        ("2026-04-03", "eligible"),
        ("2026-04-04", "not_in_force"),
        ("2026-07-30", "not_in_force"),
        ("2026-07-31", "undetermined"),
        ("2028-04-03", "undetermined"),
        ("2028-04-04", "not_in_force"),
    ],
)
def test_which_law_applies_on_a_day(on: str, expected: str) -> None:
    """A number-independent service with a technology in use is protected from 21 December 2020; a derogation applies
    from 2 August 2021 to 3 April 2026, both included; the law from 31 July 2026 is not encoded yet."""
    assert outcome(profile(), on) == expected


def test_law_not_encoded_is_said_so() -> None:
    """From 31 July 2026 the answer says why it is open, and both verdicts stay possible."""
    found = assessed(profile(), "2026-07-31")
    assert set(found.possible_outcomes) == {"eligible", "not_eligible"}
    assert any("not encoded yet" in note for note in found.notes)


# --- gates ------------------------------------------------------------------------------------------------------------

ELEMENTS = [
    "remunerated",
    "via_networks",
    "direct",
    "interpersonal",
    "interactive",
    "finite_number",
    "recipients_chosen",
]
PHONE = {"service__numbering__connects": True, "service__numbering__reaches_numbers": True}
MACHINES = {"service__communications__interpersonal": False, "service__conveys_signals": True}
LIMBS = ("minor", "ancillary", "intrinsically_linked")
RECITAL = ("purely_ancillary", "technically_inseparable", "not_circumvention")


def limbs(*names: str) -> Data:
    return {f"service__ancillary_exception__{name}": True for name in names}


@pytest.mark.parametrize(
    ("changes", "on", "expected"),
    [
        ({"service__users_in_union": False}, "2022-06-01", "not_needed"),
        ({"service__publicly_available": False}, "2022-06-01", "not_needed"),
        *(({f"service__communications__{name}": False}, "2022-06-01", "not_needed") for name in ELEMENTS),
        ({"service__communications__editorial": True}, "2022-06-01", "not_needed"),
        # telephone numbers: also before 21 December 2020, where the service conveys signals
        (PHONE, "2022-06-01", "not_available"),
        ({"service__numbering__connects": True}, "2022-06-01", "not_available"),
        ({"service__numbering__reaches_numbers": True}, "2022-06-01", "not_available"),
        ({**PHONE, "service__conveys_signals": True}, "2019-06-01", "not_available"),
        (PHONE, "2019-06-01", "not_needed"),
        ({**PHONE, "service__numbering__identifier_only": True}, "2022-06-01", "not_available"),
        ({"service__numbering__identifier_only": True}, "2022-06-01", "eligible"),
        # conveyance, also for machines; internet access
        (MACHINES, "2022-06-01", "not_available"),
        (MACHINES, "2019-06-01", "not_available"),
        (
            {"service__communications__interpersonal": False, "service__internet_access": True},
            "2022-06-01",
            "not_available",
        ),
        (
            {"service__communications__interpersonal": False, "service__internet_access": True},
            "2020-12-20",
            "not_available",
        ),
        # what cannot be reached is not reached on a day without derogation either
        (PHONE, "2026-05-01", "not_available"),
        ({"service__users_in_union": False}, "2026-05-01", "not_needed"),
        # technologies
        ({"technologies": []}, "2022-06-01", "no_processing"),
        ({"technologies": []}, "2026-05-01", "not_in_force"),
        ({"t__scans__audio": True}, "2022-06-01", "undetermined"),
        ({"t__end_to_end_encryption": "all"}, "2022-06-01", "eligible"),
        ({"t__end_to_end_encryption": "all"}, "2026-07-31", "excluded"),
        ({"t__end_to_end_encryption": "some"}, "2026-07-31", "undetermined"),
    ],
)
def test_gate(changes: Data, on: str, expected: str) -> None:
    """One fact about the service, or about what is scanned, that decides before any condition is asked."""
    assert outcome(profile(**changes), on) == expected


def test_technology_for_audio_alone_is_excluded() -> None:
    """The scanning of audio is excluded; mixed with other data it is to be split, and the answer says so."""
    silent = {f"t__scans__{kind}": False for kind in ("images", "videos", "text", "traffic_data", "other_files")}
    assert outcome(profile(**silent, t__scans__audio=True), "2022-06-01") == "excluded"
    mixed = assessed(profile(t__scans__audio=True), "2022-06-01")
    assert mixed.outcome == "undetermined"
    assert any("two technologies" in note for note in mixed.notes)


def test_a_rule_says_what_it_presupposes_only_where_the_file_says_so() -> None:
    """Of a technology said to scan nothing the reason says just that; of one whose kinds of data are not known it names
    the questions; and nothing is said of a mixture before audio and the other data are known."""
    kinds = ("audio", "images", "videos", "text", "traffic_data", "other_files")

    def reason(**scans: bool | None) -> str:
        changes = {f"t__scans__{kind}": scans.get(kind, False) for kind in kinds}
        found = assessed(profile(**changes), "2022-06-01")
        return next(each.because for each in found.conditions if each.rule.provision == "3(1)(a)(iii)")

    assert "said to scan none" in reason()
    silent = reason(**dict.fromkeys(kinds))
    assert "said to scan none" not in silent
    assert "Does it scan videos (their pictures)? Unknown" in silent
    unknown = assessed(profile(**{f"t__scans__{kind}": None for kind in kinds}), "2022-06-01")
    assert not any("two technologies" in note for note in unknown.notes)


@pytest.mark.parametrize(
    ("claimed", "reading", "expected"),
    [
        (LIMBS, "recital17", "eligible"),
        (LIMBS, "article", "not_needed"),
        ((*LIMBS, *RECITAL), "recital17", "not_needed"),
        ((*LIMBS, *RECITAL), "article", "not_needed"),
        *(((*LIMBS, *(other for other in RECITAL if other != name)), "recital17", "eligible") for name in RECITAL),
        *((tuple(other for other in LIMBS if other != name), "article", "eligible") for name in LIMBS),
    ],
)
def test_exception_for_a_minor_ancillary_feature(claimed: tuple[str, ...], reading: str, expected: str) -> None:
    """Read with recital 17 the exception has six limbs, by the words of the Article three; each is needed."""
    assert outcome(profile(**limbs(*claimed)), "2022-06-01", ancillary_test=reading) == expected


@pytest.mark.parametrize(("one", "other"), [("connects", "reaches_numbers"), ("reaches_numbers", "connects")])
def test_one_link_with_numbers(one: str, other: str) -> None:
    """One link with telephone numbers takes the service out of reach, but not on the reading that asks for both."""
    data = profile(**{f"service__numbering__{one}": True, f"service__numbering__{other}": False})
    assert outcome(data, "2022-06-01") == "not_available"
    assert outcome(data, "2022-06-01", numbering="either") == "eligible"


@pytest.mark.parametrize(
    ("periods", "on", "expected"),
    [
        ([("2019-01-01", "2020-12-20")], "2021-09-01", "no_processing"),
        ([("2021-09-01", "never")], "2021-08-31", "no_processing"),
        ([("2021-09-01", "never")], "2021-09-01", "eligible"),
        ([("2021-08-02", "2021-09-30")], "2021-09-30", "eligible"),
        ([("2021-08-02", "2021-09-30")], "2021-10-01", "no_processing"),
        ([("2019-01-01", "2020-12-20"), ("2021-10-01", "never")], "2021-09-30", "no_processing"),
        ([("2019-01-01", "2020-12-20"), ("2021-10-01", "never")], "2021-10-01", "eligible"),
        ([], "2021-09-01", "no_processing"),
    ],
)
def test_technology_out_of_use_is_left_out(periods: list[tuple[str, str]], on: str, expected: str) -> None:
    """A technology counts on the days of its periods of use, first and last day included."""
    uses = [{"since": since, "until": until} for since, until in periods]
    assert outcome(profile(t__periods_of_use=uses), on) == expected


def test_one_technology_passes_beside_one_that_fails() -> None:
    """Each technology stands for itself, unless on the reading on which all stand and fall together."""
    data = profile()
    (good,) = data["technologies"]
    classifier = {**good, "id": "classifier", "quality": {**good["quality"], "least_intrusive": False}}
    data["technologies"] = [good, classifier]
    found = assessed(data, "2022-06-01")
    assert found.outcome == "partly_eligible"
    assert [unit.outcome for unit in found.units] == ["eligible", "not_eligible"]
    together = assessed(data, "2022-06-01", severability="provider")
    assert together.outcome == "not_eligible"
    assert [unit.outcome for unit in together.units] == ["not_eligible", "not_eligible"]


# --- relief -----------------------------------------------------------------------------------------------------------


def relieved(
    used: str = "2021-08-01", started: str = "2021-09-02", completed: str = "never", cooperates: bool = True
) -> Data:
    """A solicitation technology in use before 2 August 2021 whose consultation is not complete, all else in order."""
    return profile(
        t__detects__solicitation=True,
        t__first_use__by_provider_on=used,
        t__periods_of_use=[{"since": "2021-08-02", "until": "never"}],
        t__impact_assessment__completed_on="never",
        t__prior_consultation={
            "started_on": started,
            "completed_on": completed,
            "duly_cooperates": cooperates,
            "advice_issued_on": "never",
            "reported_back_on": "never",
        },
    )


@pytest.mark.parametrize(
    ("changes", "on", "expected"),
    [
        ({}, "2021-08-02", "relieved"),
        ({}, "2021-08-15", "relieved"),  # the procedure starts later, but in time
        ({}, "2022-04-02", "relieved"),
        ({}, "2022-04-03", "relieved"),
        ({}, "2022-04-04", "not_met"),
        ({"started": "2021-09-03"}, "2022-04-03", "not_met"),
        ({"started": "2021-09-03"}, "2021-08-15", "not_met"),
        ({"started": "never"}, "2022-04-03", "not_met"),
        ({"used": "2021-08-02"}, "2022-04-03", "not_met"),
        ({"completed": "2021-08-02", "started": "2021-08-01"}, "2022-04-03", "relieved"),
        ({"completed": "2021-08-01", "started": "2021-08-01"}, "2022-04-03", "not_met"),
        ({"cooperates": False}, "2022-04-03", "not_met"),
    ],
)
def test_relief_from_impact_assessment_and_consultation(changes: dict[str, Any], on: str, expected: str) -> None:
    """Relief runs to 3 April 2022, for technology used by 1 August 2021 without a completed consultation whose
    procedure was started by 2 September 2021, whenever the day assessed, and for those who cooperate."""
    assert status(relieved(**changes), "3(1)(c)", on) == expected


@pytest.mark.parametrize(
    ("changes", "on", "expected"),
    [
        ({}, "2022-04-03", "relieved"),
        ({}, "2022-04-04", "undetermined"),  # advice may still come
        ({"started": "2021-09-03"}, "2022-04-03", "undetermined"),
        ({"used": "2021-08-02"}, "2022-04-03", "undetermined"),
        ({"cooperates": False}, "2022-04-03", "undetermined"),
        ({"completed": "2022-01-10"}, "2022-04-03", "not_applicable"),  # completed without advice
        ({"started": "never"}, "2022-04-03", "not_applicable"),  # nobody will advise
    ],
)
def test_relief_from_reporting_back(changes: dict[str, Any], on: str, expected: str) -> None:
    """The relief from point (d) has the same limits; without it a pending procedure leaves the point open."""
    assert status(relieved(**changes), "3(1)(d)", on) == expected


def test_relief_makes_the_processing_eligible_to_the_day() -> None:
    """On 3 April 2022 the reliefs stand in for what is missing; on the 4th nothing does."""
    assert outcome(relieved(), "2022-04-03") == "eligible"
    assert outcome(relieved(), "2022-04-04") == "not_eligible"


@pytest.mark.parametrize(
    ("first_in_union", "expected"),
    [("2021-08-01", "not_applicable"), ("2021-08-02", "relieved")],
)
def test_relief_from_point_d_for_technology_that_finds_material(first_in_union: str, expected: str) -> None:
    """Point (d) reaches technology that finds material only where nobody used it on users of such services in the Union
    before 2 August 2021, so its relief matters only where the provider's own earlier use was elsewhere."""
    data = relieved()
    data["technologies"][0]["detects"]["solicitation"] = False
    data["technologies"][0]["first_use"]["by_anyone_in_union_on"] = first_in_union
    assert status(data, "3(1)(d)", "2022-04-03") == expected


@pytest.mark.parametrize(
    ("key", "day", "on", "expected"),
    [
        ("t__prior_consultation__completed_on", "2022-05-31", "2022-06-01", "met"),
        ("t__prior_consultation__completed_on", "2022-06-01", "2022-06-01", "not_met"),
        ("t__impact_assessment__completed_on", "2022-05-31", "2022-06-01", "met"),
        ("t__impact_assessment__completed_on", "2022-06-01", "2022-06-01", "not_met"),
    ],
)
def test_assessment_and_consultation_come_before_the_processing(key: str, day: str, on: str, expected: str) -> None:
    """What is completed on the day assessed was not complete before the processing of that day."""
    assert status(profile(**{key: day}), "3(1)(c)", on) == expected


@pytest.mark.parametrize(
    ("issued", "reported", "on", "expected"),
    [
        ("2022-05-01", "2022-06-01", "2022-06-01", "met"),
        ("2022-05-01", "2022-06-02", "2022-06-01", "not_met"),
        ("2022-05-01", "never", "2022-06-01", "not_met"),
        ("never", "never", "2022-06-01", "not_applicable"),
        ("2022-06-02", "never", "2022-06-01", "not_applicable"),
    ],
)
def test_reporting_back_on_advice(issued: str, reported: str, on: str, expected: str) -> None:
    """Advice that is there asks for a report back by the day; a procedure completed without it asks for none."""
    data = profile(
        t__detects__solicitation=True,
        t__prior_consultation__advice_issued_on=issued,
        t__prior_consultation__reported_back_on=reported,
    )
    assert status(data, "3(1)(d)", on) == expected


# --- reports ----------------------------------------------------------------------------------------------------------

VII = "3(1)(g)(vii)"
POINTS = {f"{VII}({number})" for number in range(1, 10)}
KEYS = ["type_and_volumes", "gdpr_ground", "transfer_ground", "cases", "complaints"]
KEYS += ["errors", "measures", "retention", "organisations"]


def used(*periods: tuple[str, str], reports: list[Data] | None = None, transfers: bool = True) -> Data:
    """A provider with one technology in use in these periods, with these reports and no others."""
    uses = [{"since": since, "until": until} for since, until in periods]
    return profile(t__periods_of_use=uses, reports=reports or [], provider__transfers_outside_union=transfers)


def report(year: int, day: str, **changes: Any) -> Data:
    """A report for a year, published and submitted on one day, with all nine points."""
    whole = {
        "year": year,
        "published_on": day,
        "to_authority_on": day,
        "to_commission_on": day,
        "standard_form": True,
        "includes": dict.fromkeys(KEYS, True),
    }
    return {**whole, **changes}


def failing(data: Data, on: str, **readings: str) -> set[str]:
    return {r.rule.provision for r in assessed(data, on, **readings).conditions if r.status == "not_met"}


@pytest.mark.parametrize(("transfers", "spared"), [(True, set[str]()), (False, {f"{VII}(3)"})])
def test_report_owed_and_missing_fails_every_point(transfers: bool, spared: set[str]) -> None:
    """A provider that owes a report and has none fails (vii) and (1) to (9), (3) only where data left the Union."""
    data = used(("2021-08-02", "never"), transfers=transfers)
    assert failing(data, "2022-02-04") == {VII, *POINTS} - spared
    assert outcome(data, "2022-02-04") == "not_eligible"


ALL = {VII, *POINTS}
NONE = set[str]()


@pytest.mark.parametrize(
    ("periods", "on", "owed"),
    [
        # the first report covers 2 August to 31 December 2021 and is due on 3 February 2022, to the end of that day
        ([("2021-08-02", "never")], "2022-02-03", NONE),
        ([("2021-08-02", "never")], "2022-02-04", ALL),
        ([("2021-12-31", "never")], "2022-02-04", ALL),
        ([("2022-01-01", "never")], "2022-02-04", NONE),
        # then each 31 January for the year before
        ([("2022-01-01", "never")], "2023-01-31", NONE),
        ([("2022-01-01", "never")], "2023-02-01", ALL),
        ([("2023-01-20", "never")], "2023-02-01", NONE),
        ([("2023-01-20", "never")], "2024-01-31", NONE),
        ([("2023-01-20", "never")], "2024-02-01", ALL),
        ([("2023-03-01", "never")], "2024-01-31", NONE),
        ([("2023-03-01", "never")], "2024-02-01", ALL),
        ([("2024-05-01", "never")], "2025-01-31", NONE),
        ([("2024-05-01", "never")], "2025-02-01", ALL),
        ([("2025-05-01", "never")], "2026-01-31", NONE),
        ([("2025-05-01", "never")], "2026-02-01", ALL),
        # use before the derogation applied owes nothing, nor does a year without use
        ([("2019-01-01", "2021-08-01"), ("2022-03-01", "never")], "2022-06-01", NONE),
        ([("2019-01-01", "2021-08-02"), ("2022-03-01", "never")], "2022-06-01", ALL),
        ([("2023-06-01", "2023-06-01"), ("2025-01-01", "never")], "2025-02-01", ALL),
    ],
)
def test_when_a_report_is_owed(periods: list[tuple[str, str]], on: str, owed: set[str]) -> None:
    """A report counts once its day has passed, for a period in which the provider processed under the derogation."""
    data = used(*periods)
    assert failing(data, on) & ALL == owed
    if not owed:
        assert {status(data, provision, on) for provision in (VII, f"{VII}(1)")} == {"not_applicable"}


def test_reports_for_other_years_do_not_count() -> None:
    """Each period needs its own report."""
    data = used(("2021-08-02", "never"), reports=[report(2022, "2023-01-31")])
    assert failing(data, "2023-02-01") == {VII, *POINTS}
    data["reports"].append(report(2021, "2022-02-03"))
    assert failing(data, "2023-02-01") == set()


@pytest.mark.parametrize("recipient", ["published_on", "to_authority_on", "to_commission_on"])
@pytest.mark.parametrize("day", ["never", "2022-03-02"])
def test_report_goes_to_all_three(recipient: str, day: str) -> None:
    """A report is published, and submitted to the authority and to the Commission; one that went two of the three ways
    is none, and counts for no point."""
    data = used(("2021-08-02", "never"), reports=[report(2021, "2022-02-03", **{recipient: day})])
    assert failing(data, "2022-03-01") == {VII, *POINTS}


@pytest.mark.parametrize(("number", "key"), list(enumerate(KEYS, start=1)))
def test_missing_point_fails_alone(number: int, key: str) -> None:
    """A report that lacks one of the nine points fails that point and no other."""
    whole = report(2021, "2022-02-03")
    data = used(
        ("2021-08-02", "never"),
        reports=[{**whole, "includes": {**whole["includes"], key: False}, "data_left_union": True}],
    )
    assert failing(data, "2022-02-04") == {f"{VII}({number})"}


@pytest.mark.parametrize(
    ("on", "cures", "never"),
    [("2022-02-09", "not_met", "not_met"), ("2022-02-10", "met", "not_met"), ("2022-06-01", "met", "not_met")],
)
def test_late_report(on: str, cures: str, never: str) -> None:
    """A late report mends the breach from its day; on another reading nothing mends it."""
    data = used(("2021-08-02", "never"), reports=[report(2021, "2022-02-10")])
    assert status(data, VII, on) == cures
    assert status(data, VII, on, late_report="never") == never


@pytest.mark.parametrize(("day", "expected"), [("2022-02-03", "met"), ("2022-02-04", "not_met")])
def test_report_on_its_last_day_is_in_time(day: str, expected: str) -> None:
    """On the reading on which a late report does not count, the last day is still in time."""
    data = used(("2021-08-02", "never"), reports=[report(2021, day)])
    assert status(data, VII, "2022-06-01", late_report="never") == expected


@pytest.mark.parametrize(("year", "due", "condition"), [(2023, "2024-01-31", "met"), (2024, "2025-01-31", "not_met")])
def test_standard_form(year: int, due: str, condition: str) -> None:
    """A report in a form of one's own is a note; on another reading it is no report, since the form is there."""
    data = used((f"{year}-01-01", f"{year}-12-31"), reports=[report(year, due, standard_form=False)])
    data["technologies"][0]["periods_of_use"].append({"since": "2025-01-15", "until": "never"})
    assert status(data, VII, "2025-02-01") == "met"
    assert status(data, VII, "2025-02-01", wrong_form="condition") == condition
    noted = any(note.startswith("A report is not in the standard form") for note in assessed(data, "2025-02-01").notes)
    assert noted is (condition == "not_met")


def test_unknown_start_leaves_the_duty_open() -> None:
    """Where it is unknown since when the technology was used, it is open whether a report is owed."""
    data = used(("2021-08-02", "never"))
    data["technologies"][0]["periods_of_use"] = [{"until": "never"}]
    assert status(data, VII, "2022-06-01") == "undetermined"
    assert status(data, f"{VII}(6)", "2022-06-01") == "undetermined"


def test_unknown_reports_leave_the_duty_open_until_the_burden_decides() -> None:
    """Where the reports are unknown, it is open whether the duty was met; on the record it was not."""
    entity = changed(good_profile(), Place((), "", "reports"), None)
    question = Asked(entity, date(2022, 6, 1), dict(rulebook().default_readings))
    assert question.derive_twice().outcome == "undetermined"
    record = Asked(entity, date(2022, 6, 1), dict(rulebook().default_readings), on_the_record=True)
    assert record.derive_twice().outcome == "not_eligible"


# --- what is kept how long --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identified", "detected", "deleted", "on", "identification", "detection"),
    [
        ("2022-01-15", "2022-01-10", "never", "2023-01-10", "met", "met"),
        ("2022-01-15", "2022-01-10", "never", "2023-01-11", "met", "not_met"),
        ("2022-01-15", "2022-01-10", "never", "2023-01-15", "met", "not_met"),
        ("2022-01-15", "2022-01-10", "never", "2023-01-16", "not_met", "not_met"),
        ("2022-01-15", "2022-01-10", "2023-01-15", "2023-01-12", "met", "not_met"),
        ("2022-01-15", "2022-01-10", "2023-01-18", "2023-01-17", "not_met", "not_met"),
        ("2022-01-15", "2022-01-10", "2023-01-18", "2023-01-18", "met", "met"),
        ("2024-02-29", "2024-02-29", "never", "2025-02-28", "met", "met"),
        ("2024-02-29", "2024-02-29", "never", "2025-03-01", "not_met", "not_met"),
    ],
)
def test_twelve_months(
    identified: str, detected: str, deleted: str, on: str, identification: str, detection: str
) -> None:
    """Data of a suspected case may be kept for 12 months from its identification, on another reading its detection,
    the last day included."""
    case = {"identified_on": identified, "detected_on": detected, "deleted_on": deleted}
    data = profile(t__suspicions__recorded=[case])
    assert status(data, "3(1)(i)", on) == identification
    assert status(data, "3(1)(i)", on, retention_start="detection") == detection
