"""The timeline of every case that comes with the program, and of random profiles, against day-by-day derivation."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import derogation
import pytest
from derogation.cases.loader import Case, load_case, read_case
from derogation.engine.answer import derive
from derogation.engine.case.facts import CASE, NEVER, Entity, Items, PartialSet, Statement, Value
from derogation.engine.case.standpoint import seen_from
from derogation.engine.case.vocabulary import FactSpec
from derogation.engine.days.timeline import Timeline, state_of, timeline
from derogation.engine.why.assessment import Facts, question_of
from derogation.rules.law_on import eras
from derogation.tests.strategies import consistent

FOLDER = Path(derogation.__file__).parent / "cases"
FILES = sorted([*FOLDER.glob("library/*.yaml"), *FOLDER.glob("training/*.yaml")])
FIRST, LAST, DAY = date(2019, 1, 1), date(2028, 12, 31), timedelta(days=1)
ALL_DAYS = [FIRST + DAY * number for number in range((LAST - FIRST).days + 1)]


@cache
def facts_of(file: Path) -> Facts:
    return load_case(file).engine_facts()


def of(facts: Facts, standpoint: str | None = None, *, on_the_record: bool = False, **readings: str) -> Timeline:
    rulebook = derogation.rulebook()
    return timeline(
        rulebook, facts, FIRST, LAST, standpoint, on_the_record=on_the_record, readings=readings, eras=eras()
    )


def check(found: Timeline, facts: Facts, days: list[date], standpoint: str | None = None) -> None:
    """The state of each day is what a derivation of that day alone gives."""
    rulebook = derogation.rulebook()
    case = seen_from(facts.entity, facts.parties, standpoint, rulebook.series)
    for day in days:
        question = question_of(
            rulebook, facts, day, standpoint, on_the_record=found.on_the_record, readings=found.readings
        )
        assert found.on(day).state == state_of(derive(rulebook, case, question)), day
    assert all(interval.causes for interval in found.intervals[1:])


def edges(found: Timeline) -> list[date]:
    return [day for each in found.intervals for day in (each.first_day, each.last_day)]


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=file.stem, marks=[pytest.mark.long] if at % 6 != 2 else [])
        for at, file in enumerate(FILES)
    ],
)
def test_a_case_has_the_same_answer_on_sampled_days(file: Path) -> None:
    """On the edges of every interval and on days drawn at random, by default, as each party and on the record; in a
    short run of each sixth case."""
    facts, random = facts_of(file), Random(file.stem)
    for party in (None, *facts.all_parties()):
        found = of(facts, party)
        check(found, facts, [*edges(found), *random.sample(ALL_DAYS, 12)], party)
    found = of(facts, on_the_record=True)
    check(found, facts, [*edges(found), *random.sample(ALL_DAYS, 12)])


@pytest.mark.long
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_case_has_the_same_answer_on_every_day(file: Path) -> None:
    """All 3 653 days, by default, as each party and on the record."""
    facts = facts_of(file)
    for party in (None, *facts.all_parties()):
        check(of(facts, party), facts, ALL_DAYS, party)
    check(of(facts, on_the_record=True), facts, ALL_DAYS)


def test_the_edges_are_those_that_both_engines_find() -> None:
    """An assessment on the first and on the last day of each interval gives its outcome."""
    case = load_case(FOLDER / "training" / "hash-passes-classifier-fails.yaml")
    for interval in of(case.engine_facts()).intervals:
        for day in (interval.first_day, interval.last_day):
            found = derogation.assess(case, day)
            assert (found.outcome, found.possible_outcomes) == (
                interval.state.outcome,
                interval.state.possible_outcomes,
            )
            in_use = [unit for unit in interval.state.units if unit.in_use is not False]
            assert [(unit.id, unit.outcome) for unit in found.units] == [(unit.id, unit.outcome) for unit in in_use]


# --- random profiles -------------------------------------------------------------------------------------------------


def value_of(spec: FactSpec, random: Random, days: list[date], luck: float) -> Value | PartialSet | None:
    """A value of a fact; ``luck`` is how often it is known, and how often it is one that lets conditions hold."""
    if random.random() > luck:
        return None
    match spec.type:
        case "bool":
            return random.random() < luck
        case "date":
            return NEVER if spec.never and random.random() < 0.25 else random.choice(days)
        case "number":
            return random.choice([2021, 2022, 2023]) if spec.unit == "year" else random.choice([3, 12, 13])
        case "choice":
            return random.choice(spec.choices)
        case "set":
            members = frozenset(random.sample(spec.choices, random.randrange(len(spec.choices))))
            return PartialSet(members) if random.random() < 0.2 else members
        case "text":
            return None


#: Facts that would keep most random profiles from ever reaching a condition.
HELPFUL: dict[str, Any] = {
    "service.communications.editorial": False,
    "service.communications.with_provider_alone": False,
    "service.ancillary_exception.minor": False,
    "service.numbering.connects": False,
    "service.numbering.reaches_numbers": False,
    "scans.audio": False,
    "processing.removes_solicitation": False,
    "reports_to.others": False,
}


def entity(random: Random, days: list[date], luck: float, item: str = "", path: str = "", name: str = "") -> Entity:
    vocabulary = derogation.rulebook().vocabulary
    statements: dict[str, Statement] = {}
    for spec in vocabulary.facts.values():
        scope, key = vocabulary.split(spec.path)
        if scope == item:
            value = HELPFUL[key] if key in HELPFUL and random.random() < luck else value_of(spec, random, days, luck)
            if value is not None:
                place = f"{path}.{key}" if path else key
                statements[key] = Statement(place, value, "supplied")
    lists: dict[str, Items] = {}
    for spec in vocabulary.lists.values():
        scope, key = vocabulary.split(spec.path)
        if scope == item and key not in derogation.rulebook().series:
            place = f"{path}.{key}" if path else key
            items = tuple(
                entity(random, days, luck, spec.item, f"{place}[{at}]", f"{spec.item}-{at}")
                for at in range(random.choice([0, 1, 1, 2, 3]))
            )
            lists[key] = Items(items, spec.closed or random.random() < luck)
    return Entity(vocabulary.address(path) if path else CASE, name, statements, lists)


def random_facts(seed: int) -> Facts:
    """Facts of every type, with days that fall upon and about the days of the law."""
    random = Random(seed)
    law = [date(2021, 8, 1), date(2021, 8, 2), date(2021, 9, 2), date(2022, 4, 3), date(2024, 5, 15), date(2026, 7, 31)]
    drawn = [FIRST + DAY * random.randrange(3000) for _ in range(6)]
    return Facts(f"random {seed}", consistent(entity(random, [*law, *drawn], random.choice([0.9, 0.98, 1.0]))))


@pytest.mark.parametrize("seed", [*range(10), *(pytest.param(n, marks=pytest.mark.long) for n in range(10, 30))])
def test_a_random_profile_has_the_same_answer_on_sampled_days(seed: int) -> None:
    """With facts, lists and readings drawn at random, on the edges and on days drawn at random."""
    facts, random = random_facts(seed), Random(-seed)
    readings = {
        name: random.choice(reading.choices).id for name, reading in sorted(derogation.rulebook().readings.items())
    }
    found = of(facts, on_the_record=random.random() < 0.3, **readings)
    check(found, facts, [*edges(found)[:60], *random.sample(ALL_DAYS, 25)])


@pytest.mark.long
@pytest.mark.parametrize("seed", range(30, 60))
def test_a_random_profile_has_the_same_answer_on_every_day(seed: int) -> None:
    """All 3 653 days of ten years."""
    facts = random_facts(seed)
    check(of(facts, on_the_record=seed % 3 == 0), facts, ALL_DAYS)


def test_random_profiles_reach_many_outcomes() -> None:
    """The random profiles are no trivial ones: together they have most outcomes and many boundaries."""
    found = [of(random_facts(seed)) for seed in range(30)]
    reached = {interval.state.outcome for each in found for interval in each.intervals}
    assert reached >= {"not_needed", "not_available", "not_in_force", "no_processing", "not_eligible", "undetermined"}
    assert sum(len(each.intervals) for each in found) > 100


# --- boundaries made by hand -----------------------------------------------------------------------------------------

COVERED = """
profile: derogation/profile/1
name: Covered
provider:
  name: P
  internal_procedures: {against_abuse: true, against_access: true, against_transfer: true}
  redress: {established: true, appropriate: true, reasonable_time: true}
  user_information:
    {clear_and_prominent: true, derogation_invoked: true, logic: true, confidentiality: true, sharing: true}
  affected_users: {action_taken: false}
  transfers_outside_union: false
service:
  users_in_union: true
  publicly_available: true
  communications:
    {remunerated: true, via_networks: true, editorial: false, direct: true, interpersonal: true, interactive: true,
     finite_number: true, recipients_chosen: true}
  ancillary_exception: {minor: false}
  numbering: {connects: false, reaches_numbers: false}
  internet_access: false
  conveys_signals: false
technologies:
  - id: hashes
    detects: {known_material: true, new_material: false, solicitation: false}
    scans: {images: true, videos: false, text: false, audio: false, traffic_data: false, other_files: false}
    end_to_end_encryption: none
    first_use: {by_provider_on: 2015-01-01, by_anyone_in_union_on: 2015-01-01}
    periods_of_use: [{since: 2015-01-01, until: UNTIL}]
    impact_assessment: {completed_on: 2021-06-01, high_risk: true}
    prior_consultation:
      {started_on: STARTED, completed_on: COMPLETED, no_high_risk_or_mitigated: true, duly_cooperates: true,
       advice_issued_on: never, reported_back_on: never}
    reports_to: {law_enforcement: true, organisations: true, others: false}
    processing:
      {strictly_necessary: true, sole_purpose: true, removes_solicitation: false, proportionate: true,
       purpose_technologies_only: true, content_and_related_traffic_only: true, data_strictly_necessary: true,
       limited_to_necessary: true}
    quality: {state_of_the_art: true, least_intrusive: true, errors_limited: true, errors_occurred: false}
    oversight: {human_oversight: true, human_intervention: true}
    suspicions: SUSPICIONS
reports: REPORTS
"""
REPORT = """
  - year: 2021
    published_on: 2022-02-01
    to_authority_on: 2022-02-01
    to_commission_on: SENT
    standard_form: false
    includes: {type_and_volumes: true, gdpr_ground: true, cases: true, complaints: true, errors: true, measures: true,
               retention: true, organisations: true}
"""
STORED = """
      identified: true
      stored_securely: true
      storage_purposes: [reporting]
      no_longer_than_necessary: true
      longest_months: 12
      longest_months_from_detection: 12
      every_verified_reported: true
      reported_without_delay: true
      recorded: [{id: case-7, identified_on: 2021-08-31, detected_on: 2021-08-05, deleted_on: never}]
"""


def covered(
    until: str = "2021-12-31",
    started: str = "2021-08-20",
    completed: str = "never",
    suspicions: str = "{identified: false}",
    sent: str = "2022-02-01",
) -> Case:
    """A technology that is covered on 2 August 2021, with some of its facts as given."""
    text = COVERED.replace("REPORTS", REPORT if sent else "[]").replace("SENT", sent)
    for word, value in (("UNTIL", until), ("STARTED", started), ("COMPLETED", completed), ("SUSPICIONS", suspicions)):
        text = text.replace(word, value)
    return read_case(text)


def told(case: Case, **readings: str) -> list[tuple[str, str, list[str]]]:
    """First day, outcome and causes of every interval that begins within the time of the first derogation."""
    return [
        (each.first_day.isoformat(), each.state.outcome, [f"{cause.kind}: {cause.text}" for cause in each.causes])
        for each in of(case.engine_facts(), **readings).intervals
        if date(2021, 8, 2) < each.first_day < date(2026, 4, 4)
    ]


def test_the_end_of_the_relief_is_a_cause() -> None:
    """Without a completed consultation the derogation is lost on 4 April 2022."""
    assert told(covered(until="2022-12-31")) == [
        ("2022-04-04", "not_eligible", ["relief: 3 April 2022 is the last day of the relief of Article 3(2)"]),
        (
            "2023-01-01",
            "no_processing",
            ["fact: Until which day was it used (that day included)? 31 December 2022; it counts from the day after"],
        ),
    ]


def test_a_consultation_that_ends_in_time_is_no_boundary() -> None:
    """Completed within the relief, it takes its place: nothing changes on 4 April 2022."""
    assert told(covered(until="2022-12-31", completed="2022-02-15")) == [
        (
            "2023-01-01",
            "no_processing",
            ["fact: Until which day was it used (that day included)? 31 December 2022; it counts from the day after"],
        ),
    ]


def test_a_consultation_that_ends_late_cures_from_the_day_after() -> None:
    """The fact's own day, with its path, is the cause of the return."""
    case = covered(until="2022-12-31", completed="2022-05-10")
    assert [(day, outcome) for day, outcome, _ in told(case)[:2]] == [
        ("2022-04-04", "not_eligible"),
        ("2022-05-11", "eligible"),
    ]
    cause = of(case.engine_facts()).on(date(2022, 5, 11)).causes[0]
    assert (cause.kind, cause.path, cause.value, cause.units) == (
        "fact",
        "technologies[0].prior_consultation.completed_on",
        "2022-05-10",
        ("hashes",),
    )
    assert cause.text == (
        "When was the prior consultation procedure completed? 10 May 2022; it counts from the day after"
    )
    assert cause.provisions == ("3(1)(c)",)


def test_a_report_overdue_is_a_cause_and_its_late_sending_another() -> None:
    """The duty counts from the day after its day; the last of the three submissions cures on its own day."""
    case = covered(until="2022-12-31", completed="2022-01-10", sent="2022-03-01")
    assert told(case)[:2] == [
        ("2022-02-04", "not_eligible", ["due: Report due 3 February 2022: that day has passed"]),
        ("2022-03-01", "eligible", ["fact: When was it submitted to the Commission? 1 March 2022"]),
    ]
    assert [day for day, _, _ in told(case, late_report="never")] == ["2022-02-04", "2023-01-01"]


def test_the_twelve_months_end_on_a_day_that_the_reading_decides() -> None:
    """Counted from identification they end on 31 August 2022, counted from detection on 5 August 2022."""
    case = covered(until="2022-12-31", completed="2022-01-10", suspicions=STORED)
    assert told(case)[0] == (
        "2022-09-01",
        "not_eligible",
        [
            "limit: When was the suspected abuse identified? 31 August 2021; "
            "31 August 2022 is the last day of the 12 months that follow"
        ],
    )
    assert told(case, retention_start="detection")[0][0] == "2022-08-06"


def test_the_law_is_the_cause_where_an_act_begins_or_ends() -> None:
    """The three beginnings and the two ends of the law are named, the later ones as second-hand."""
    causes = [
        (interval.first_day.isoformat(), cause.text.split(",")[0].split(";")[0], cause.second_hand)
        for interval in of(covered(until="never").engine_facts()).intervals
        for cause in interval.causes
        if cause.kind == "law"
    ]
    assert causes == [
        ("2020-12-21", "Directive (EU) 2018/1972 applies", False),
        ("2021-08-02", "Regulation (EU) 2021/1232 enters into force and applies", False),
        ("2026-04-04", "Regulation (EU) 2021/1232 has ceased to apply", False),
        ("2026-07-31", "Regulation (EU) 2026/1881 enters into force (day known from a fragment of it)", True),
        ("2028-04-04", "Regulation (EU) 2026/1881 has ceased to apply (day known from a fragment of it)", True),
    ]
