"""Every condition made met, not met, undetermined and, where it can be, not applicable and relieved, by a smallest set
of facts; and the readings that turn them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import yaml
from derogation import assess, rulebook
from derogation.cases.loader import Case, read_case
from derogation.engine.answer import derive
from derogation.engine.case.standpoint import seen_from
from derogation.engine.law import terms as t
from derogation.engine.why.assessment import question_of
from derogation.engine.why.statuses import kleene_status

DAY = date(2022, 6, 1)
"""The relief is over, the report for 2021 is due, the one for 2022 is not."""
LAST_OF_RELIEF = date(2022, 4, 3)
FIRST_DUE = date(2022, 2, 3)

Data = dict[str, Any]


def case_of(data: Data) -> Case:
    """A case with these facts and no other; ``technology`` stands for one technology of which they hold."""
    profile: Data = {"profile": "derogation/profile/1", "name": "A case", **data}
    technology = profile.pop("technology", None)
    if technology is not None:
        profile["technologies"] = [{"id": "t", **technology}]
    return read_case(yaml.safe_dump(profile), "case.yaml")


def status(data: Data, provision: str, on: date = DAY, **readings: str) -> str:
    """The status of a condition, as both engines find it."""
    found = [r for r in assess(case_of(data), on, readings=readings).conditions if r.rule.provision == provision]
    assert len(found) == 1, f"{provision} has {len(found)} conditions: {', '.join(each.rule.id for each in found)}"
    return found[0].status


def status_by_evaluator(data: Data, provision: str, on: date) -> str:
    """The same, by the evaluator alone."""
    book, facts = rulebook(), case_of(data).engine_facts()
    (rule,) = (rule for rule in book.of_kind("condition") if rule.provision == provision)
    scope = seen_from(facts.entity, facts.parties, None, book.series)
    derivation = derive(book, scope, question_of(book, facts, on))
    unit = derivation.units[0] if book.about_unit(rule) else None
    return kleene_status(
        *(derivation.truth(part, unit) for part in (rule.applies, rule.holds, rule.relief, rule.satisfied))
    )


# --- every status of every condition ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A smallest set of facts that gives a condition a status on a day."""

    provision: str
    status: str
    facts: str
    on: date = DAY

    @property
    def data(self) -> Data:
        return yaml.safe_load("{" + self.facts + "}")

    def __str__(self) -> str:
        return f"{self.provision}-{self.status}"


RELIEF = (
    "technology: {first_use: {by_provider_on: 2021-08-01}, "
    "prior_consultation: {started_on: 2021-09-02, duly_cooperates: true}}"
)
USED = "periods_of_use: [{since: 2021-08-02}], scans: {audio: false}"
MADE = "published_on: 2022-02-03, to_authority_on: 2022-02-03, to_commission_on: 2022-02-03"
NOTHING = "detects: {known_material: false, new_material: false, solicitation: false}"
LOOKS = "detects: {known_material: true}"
POINTS = {
    "(1)": "type_and_volumes",
    "(2)": "gdpr_ground",
    "(3)": "transfer_ground",
    "(4)": "cases",
    "(5)": "complaints",
    "(6)": "errors",
    "(7)": "measures",
    "(8)": "retention",
    "(9)": "organisations",
}


def all_of(provision: str, holder: str, group: str, *keys: str) -> Iterator[Row]:
    """A condition that holds where all of some facts are true, and fails where the last of them is false."""
    yes = ", ".join(f"{key}: true" for key in keys)
    yield Row(provision, "met", f"{holder}: {{{group}: {{{yes}}}}}")
    yield Row(provision, "not_met", f"{holder}: {{{group}: {{{keys[-1]}: false}}}}")


def told(provision: str, key: str) -> Iterator[Row]:
    yield Row(provision, "met", f"provider: {{affected_users: {{{key}: true}}}}")
    yield Row(provision, "not_met", f"provider: {{affected_users: {{action_taken: true, {key}: false}}}}")
    yield Row(provision, "not_applicable", "provider: {affected_users: {action_taken: false}}")


def point(number: str, key: str) -> Iterator[Row]:
    provision = f"3(1)(g)(vii){number}"
    transfers = "provider: {transfers_outside_union: true}, " if number == "(3)" else ""
    yield Row(provision, "met", f"reports: [{{year: 2021, {MADE}, includes: {{{key}: true}}}}]")
    yield Row(provision, "not_met", f"{transfers}technology: {{{USED}}}, reports: []")
    left = ", data_left_union: true" if number == "(3)" else ""
    lacks = f"reports: [{{includes: {{{key}: false}}{left}}}]"
    yield Row(provision, "not_met", f"technology: {{{USED}}}, {lacks}")
    yield Row(provision, "not_applicable", "", FIRST_DUE)
    yield Row(provision, "not_applicable", "technologies: []")


ROWS = [
    Row(
        "3(1)(a)(i)", "met",
        "technology: {processing: {strictly_necessary: true, sole_purpose: true, removes_solicitation: false}, "
        f"reports_to: {{others: false}}, {LOOKS}}}",
    ),
    Row("3(1)(a)(i)", "not_met", "technology: {processing: {removes_solicitation: true}}"),
    Row("3(1)(a)(i)", "not_met", f"technology: {{{NOTHING}}}"),
    Row("3(1)(a)(i)", "not_met", "technology: {processing: {strictly_necessary: false}}"),
    Row("3(1)(a)(i)", "not_met", "technology: {processing: {sole_purpose: false}}"),
    Row("3(1)(a)(i)", "not_met", "technology: {reports_to: {others: true}}"),
    *all_of("3(1)(a)(ii)", "technology", "processing", "proportionate", "purpose_technologies_only"),
    Row(
        "3(1)(a)(iii)", "met",
        "technology: {processing: {content_and_related_traffic_only: true, data_strictly_necessary: true}, "
        "scans: {images: true}}",
    ),
    Row("3(1)(a)(iii)", "not_met", "technology: {processing: {content_and_related_traffic_only: false}}"),
    Row("3(1)(a)(iii)", "not_met", "technology: {processing: {data_strictly_necessary: false}}"),
    *all_of("3(1)(a)(iv)", "technology", "processing", "limited_to_necessary"),
    Row(
        "3(1)(b)", "met",
        "technology: {quality: {state_of_the_art: true, least_intrusive: true}, scans: {text: false}}",
    ),
    Row(
        "3(1)(b)", "met",
        "technology: {quality: {state_of_the_art: true, least_intrusive: true, cannot_deduce_substance: true, "
        "patterns_only: true}}",
    ),
    Row("3(1)(b)", "not_met", "technology: {quality: {state_of_the_art: false}}"),
    Row("3(1)(b)", "not_met", "technology: {quality: {least_intrusive: false}}"),
    Row("3(1)(b)", "not_met", "technology: {scans: {text: true}, quality: {cannot_deduce_substance: false}}"),
    Row(
        "3(1)(c)", "met",
        "technology: {impact_assessment: {completed_on: 2021-07-01}, prior_consultation: {completed_on: 2021-08-02}}",
    ),
    Row(
        "3(1)(c)", "met",
        "technology: {impact_assessment: {completed_on: 2021-07-01}, "
        "prior_consultation: {completed_on: 2021-08-01, no_high_risk_or_mitigated: true}}",
    ),
    Row("3(1)(c)", "not_met", "technology: {impact_assessment: {completed_on: never}}"),
    Row("3(1)(c)", "not_met", "technology: {prior_consultation: {completed_on: never}}"),
    Row(
        "3(1)(c)", "not_met",
        "technology: {prior_consultation: {completed_on: 2021-08-01, no_high_risk_or_mitigated: false}}",
    ),
    Row("3(1)(c)", "relieved", RELIEF, LAST_OF_RELIEF),
    Row(
        "3(1)(d)", "met",
        "technology: {prior_consultation: {advice_issued_on: 2021-12-01, reported_back_on: 2022-06-01}}",
    ),
    Row(
        "3(1)(d)", "not_met",
        "technology: {detects: {solicitation: true}, "
        "prior_consultation: {advice_issued_on: 2021-12-01, reported_back_on: 2021-11-30}}",
    ),
    Row(
        "3(1)(d)", "not_met",
        "technology: {detects: {solicitation: true}, "
        "prior_consultation: {advice_issued_on: 2021-12-01, reported_back_on: never}}",
    ),
    Row(
        "3(1)(d)", "not_applicable",
        "technology: {detects: {solicitation: false}, first_use: {by_anyone_in_union_on: 2021-08-01}}",
    ),
    Row(
        "3(1)(d)", "not_applicable",
        f"technology: {{{NOTHING}}}",
    ),
    Row(
        "3(1)(d)", "not_applicable",
        "technology: {prior_consultation: {completed_on: 2021-12-01, advice_issued_on: never}}",
    ),
    Row("3(1)(d)", "relieved", RELIEF, LAST_OF_RELIEF),
    Row("3(1)(e)", "met", "technology: {quality: {errors_limited: true, errors_occurred: false}}"),
    Row("3(1)(e)", "met", "technology: {quality: {errors_limited: true, errors_rectified: true}}"),
    Row("3(1)(e)", "not_met", "technology: {quality: {errors_limited: false}}"),
    Row("3(1)(e)", "not_met", "technology: {quality: {errors_occurred: true, errors_rectified: false}}"),
    Row("3(1)(f)", "met", "technology: {quality: {relevant_indicators_only: true, human_review_right: true}}"),
    Row(
        "3(1)(f)", "not_met", "technology: {detects: {solicitation: true}, quality: {relevant_indicators_only: false}}",
    ),
    Row("3(1)(f)", "not_met", "technology: {detects: {solicitation: true}, quality: {human_review_right: false}}"),
    Row("3(1)(f)", "not_applicable", "technology: {detects: {solicitation: false}}"),
    *all_of(
        "3(1)(g)(i)", "provider", "internal_procedures", "against_abuse", "against_access", "against_transfer",
    ),
    *all_of("3(1)(g)(ii)", "technology", "oversight", "human_oversight", "human_intervention"),
    Row("3(1)(g)(iii)", "met", "technology: {oversight: {confirmed_before_report: true}}"),
    Row(
        "3(1)(g)(iii)", "not_met",
        "technology: {detects: {new_material: true}, oversight: {confirmed_before_report: false}}",
    ),
    Row(
        "3(1)(g)(iii)", "not_met",
        "technology: {detects: {solicitation: true}, oversight: {confirmed_before_report: false}}",
    ),
    Row("3(1)(g)(iii)", "not_applicable", "technology: {detects: {new_material: false, solicitation: false}}"),
    *all_of("3(1)(g)(iv)", "provider", "redress", "established", "appropriate", "reasonable_time"),
    *all_of(
        "3(1)(g)(v)", "provider", "user_information",
        "clear_and_prominent", "derogation_invoked", "logic", "confidentiality", "sharing",
    ),
    *told("3(1)(g)(vi)(1)", "told_redress"),
    *told("3(1)(g)(vi)(2)", "told_complaint"),
    *told("3(1)(g)(vi)(3)", "told_court"),
    Row(
        "3(1)(g)(vii)", "met",
        "reports: [{year: 2021, published_on: 2022-02-03, to_authority_on: 2022-02-03, to_commission_on: 2022-02-03}]",
    ),
    Row("3(1)(g)(vii)", "not_met", f"technology: {{{USED}}}, reports: []"),
    Row("3(1)(g)(vii)", "not_applicable", "", FIRST_DUE),
    Row("3(1)(g)(vii)", "not_applicable", "technologies: []"),
    *(row for number, key in POINTS.items() for row in point(number, key)),
    Row("3(1)(g)(vii)(3)", "not_applicable", "provider: {transfers_outside_union: false}"),
    Row("3(1)(h)", "met", "technology: {suspicions: {stored_securely: true, storage_purposes: [reporting, redress]}}"),
    Row(
        "3(1)(h)", "met",
        f"technology: {{{LOOKS}, suspicions: {{stored_securely: true, storage_purposes: [hashing]}}}}",
    ),
    Row(
        "3(1)(h)", "not_met",
        "technology: {detects: {known_material: false, new_material: false}, "
        "suspicions: {identified: true, storage_purposes: [hashing]}}",
    ),
    Row("3(1)(h)", "not_met", "technology: {suspicions: {identified: true, stored_securely: false}}"),
    Row("3(1)(h)", "not_met", "technology: {suspicions: {identified: true, storage_purposes: [reporting, other]}}"),
    Row("3(1)(h)", "not_applicable", "technology: {suspicions: {identified: false}}"),
    Row("3(1)(i)", "met", "technology: {suspicions: {no_longer_than_necessary: true, longest_months: 12}}"),
    Row("3(1)(i)", "not_met", "technology: {suspicions: {identified: true, no_longer_than_necessary: false}}"),
    Row("3(1)(i)", "not_met", "technology: {suspicions: {identified: true, longest_months: 12.5}}"),
    Row(
        "3(1)(i)", "not_met",
        "technology: {suspicions: {identified: true, recorded: [{identified_on: 2021-05-31, deleted_on: never}]}}",
    ),
    Row("3(1)(i)", "not_applicable", "technology: {suspicions: {identified: false}}"),
    Row(
        "3(1)(j)", "met",
        "technology: {suspicions: {every_verified_reported: true, reported_without_delay: true}, "
        "reports_to: {organisations: true}}",
    ),
    Row(
        "3(1)(j)", "not_met",
        "technology: {suspicions: {identified: true}, reports_to: {law_enforcement: false, organisations: false}}",
    ),
    Row("3(1)(j)", "not_met", "technology: {suspicions: {identified: true, every_verified_reported: false}}"),
    Row("3(1)(j)", "not_met", "technology: {suspicions: {identified: true, reported_without_delay: false}}"),
    Row("3(1)(j)", "not_applicable", "technology: {suspicions: {identified: false}}"),
]  # fmt: skip

CONDITIONS = [rule.provision for rule in rulebook().of_kind("condition")]


def with_technology(row: Row) -> Data:
    """The facts of a row; where its condition is about a technology, of one of which nothing else is known."""
    (rule,) = (rule for rule in rulebook().of_kind("condition") if rule.provision == row.provision)
    return {"technology": {}, **row.data} if rulebook().about_unit(rule) else row.data


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_these_facts_give_this_status(row: Row) -> None:
    """These facts alone, with all else unknown, give the condition this status."""
    assert status(with_technology(row), row.provision, row.on) == row.status


def without_each(data: Any) -> Iterator[Any]:
    """The data without one of its facts (or entries of lists), each in turn."""
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, dict | list) and value:
                yield from ({**data, key: less} for less in without_each(value))
            else:
                yield {other: member for other, member in data.items() if other != key}
    elif isinstance(data, list) and all(isinstance(member, dict) for member in data):
        for index, value in enumerate(data):
            yield from ([*data[:index], less, *data[index + 1 :]] for less in without_each(value))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_none_of_these_facts_can_be_spared(row: Row) -> None:
    """Without any one of them the condition is open: the set is a smallest one."""
    for less in without_each(with_technology(row)):
        if less not in ({}, {"technology": {}}) or row.data:
            assert status_by_evaluator(less, row.provision, row.on) == "undetermined", less


@pytest.mark.parametrize("provision", CONDITIONS)
def test_a_condition_of_which_nothing_is_known_is_undetermined(provision: str) -> None:
    """No condition is decided by ignorance, and none by the burden of proof unless it is asked for."""
    assert status({"technology": {}}, provision) == "undetermined"


@pytest.mark.parametrize("rule", rulebook().of_kind("condition"), ids=lambda rule: rule.provision)
def test_the_table_has_every_status_that_a_condition_can_have(rule: Any) -> None:
    """Every condition has a row for each status that it can take."""
    expected = {"met", "not_met"}
    if rule.applies.child != t.TRUE:
        expected.add("not_applicable")
    if rule.relief.child != t.FALSE:
        expected.add("relieved")
    missing = expected - {row.status for row in ROWS if row.provision == rule.provision}
    assert not missing, f"ROWS lacks a Row for {rule.provision} ({rule.id}): {', '.join(sorted(missing))}"
    assert {row.status for row in ROWS if row.provision == rule.provision} == expected


# --- readings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """A condition that has one status on the default reading and another on a choice of the reading."""

    reading: str
    choice: str
    provision: str
    facts: str
    default: str
    other: str
    on: date = DAY


def kept(deleted: str) -> str:
    """Data of a case identified on 15 May 2021, so that 12 months end on a Sunday."""
    return (
        "technology: {suspicions: {identified: true, no_longer_than_necessary: true, longest_months: 12, "
        f"recorded: [{{identified_on: 2021-05-15, deleted_on: {deleted}}}]}}}}"
    )


CONSULTED = "prior_consultation: {completed_on: 2021-11-15}"
TURNS = [
    Turn(
        "recipients_csam", "both_required", "3(1)(a)(i)",
        "technology: {detects: {known_material: true, solicitation: false}, reports_to: {law_enforcement: true, "
        "organisations: false, others: false}, processing: {strictly_necessary: true, sole_purpose: true, "
        "removes_solicitation: false}}",
        "met", "not_met",
    ),
    Turn(
        "consultation", "high_risk", "3(1)(c)",
        "technology: {impact_assessment: {completed_on: 2021-07-01, high_risk: false}, "
        "prior_consultation: {completed_on: never}}",
        "not_met", "met",
    ),
    Turn(
        "earlier_consultation", "none", "3(1)(c)",
        "technology: {impact_assessment: {completed_on: 2021-05-01}, "
        "prior_consultation: {completed_on: 2021-06-01, no_high_risk_or_mitigated: true}}",
        "met", "not_met",
    ),
    Turn(
        "assessment_time", "first_use", "3(1)(c)",
        f"technology: {{impact_assessment: {{completed_on: 2021-07-01}}, {CONSULTED}, {USED}, "
        "first_use: {by_provider_on: 2021-08-02}}",
        "met", "not_met",
    ),
    Turn(
        "were_using", "until_then", "3(1)(c)",
        "technology: {first_use: {by_provider_on: 2018-01-01}, prior_consultation: {started_on: 2021-09-02, "
        "completed_on: never, duly_cooperates: true}, periods_of_use: [{since: 2018-01-01, until: 2018-01-31}, "
        "{since: 2021-10-01, until: never}]}",
        "relieved", "not_met", LAST_OF_RELIEF,
    ),
    Turn(
        "advice", "required", "3(1)(d)",
        "technology: {detects: {solicitation: true}, prior_consultation: {started_on: never, advice_issued_on: never}}",
        "not_applicable", "not_met",
    ),
    Turn(
        "safeguards_scope", "provider", "3(1)(g)(ii)",
        "technologies: {known: [{id: t, oversight: {human_oversight: true, human_intervention: true}}], "
        "complete: false}",
        "met", "undetermined",
    ),
    Turn(
        "report_duty", "days", "3(1)(g)(vii)",
        "technology: {periods_of_use: [{since: 2022-01-10, until: never}], scans: {audio: false}}, reports: []",
        "not_applicable", "not_met", date(2022, 3, 1),
    ),
    Turn(
        "late_report", "never", "3(1)(g)(vii)",
        f"technology: {{{USED}}}, reports: "
        "[{year: 2021, published_on: 2022-02-04, to_authority_on: 2022-02-03, to_commission_on: 2022-02-03}]",
        "met", "not_met",
    ),
    Turn(
        "wrong_form", "condition", "3(1)(g)(vii)",
        "technology: {periods_of_use: [{since: 2024-03-01, until: never}], scans: {audio: false}}, "
        "reports: [{year: 2024, "
        "published_on: 2025-01-31, to_authority_on: 2025-01-31, to_commission_on: 2025-01-31, standard_form: false}]",
        "met", "not_met", date(2025, 2, 1),
    ),
    Turn(
        "retention_start", "detection", "3(1)(i)",
        "technology: {suspicions: {identified: true, no_longer_than_necessary: true, longest_months: 12, "
        "longest_months_from_detection: 13}}",
        "met", "not_met",
    ),
    Turn("late_deletion", "never", "3(1)(i)", kept("2022-05-20"), "met", "not_met"),
    Turn("period_end", "next_working_day", "3(1)(i)", kept("never"), "not_met", "met", date(2022, 5, 16)),
]  # fmt: skip


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.reading)
def test_reading_turns_the_condition(turn: Turn) -> None:
    """On the other reading the same facts give the condition another status."""
    data = yaml.safe_load("{" + turn.facts + "}")
    assert status(data, turn.provision, turn.on) == turn.default
    assert status(data, turn.provision, turn.on, **{turn.reading: turn.choice}) == turn.other


def test_every_reading_of_a_condition_is_among_these() -> None:
    """No reading that a condition rests on is without an example."""
    met = {reading for rule in rulebook().of_kind("condition") for reading in rule.readings}
    assert {turn.reading for turn in TURNS} == met
