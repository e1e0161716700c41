"""Bit planes say what the evaluator says: every outcome, possible outcome, status and missing fact."""

from __future__ import annotations

import sys
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
from batch_parity import arrays, columnar, default_row, differences, engine, evaluated, evaluated_row
from derogation import load_profile, rulebook
from derogation.batch.cells import BadCell, facts_of_row, row_of
from derogation.batch.columns import DAY, Layout, layout_of
from derogation.batch.generate import profiles
from derogation.batch.planes import Engine
from derogation.cases.catalogue import shipped
from derogation.engine.case.facts import NEVER
from derogation.engine.case.standpoint import Parties, seen_from
from derogation.engine.truth.evaluator import Question
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))
from strategies import Asked, asked

CASES = sorted(shipped().values())


@cache
def layout() -> Layout:
    return layout_of(rulebook())


@cache
def compiled(on_the_record: bool = False) -> Engine:
    return engine(rulebook(), layout(), on_the_record=on_the_record)


@pytest.mark.parametrize("each", [2, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("on_the_record", [False, True])
def test_every_shipped_case_is_answered_as_the_evaluator_answers_it(on_the_record: bool, each: int) -> None:
    """For every shipped case bit planes and evaluator agree on every cell of the answer; in a short run half of the
    cases are asked by default and the other half on the record."""
    assert len(CASES) > 50
    rows, expected = [], []
    for file in CASES[on_the_record and each - 1 :: each]:
        case = load_profile(file)
        day = case.profile.assess_on or date(2022, 6, 1)
        facts = case.engine_facts()
        rows.append(default_row(case, layout(), on_the_record))
        scope = seen_from(facts.entity, facts.parties, None, rulebook().series)
        question = Question(day, {**rulebook().default_readings, **facts.readings}, on_the_record)
        expected.append(evaluated(rulebook(), scope, question))
    assert differences(columnar(compiled(on_the_record), arrays(rows, layout())), expected) == []


@pytest.mark.parametrize("on_the_record", [False, True])
def test_generated_profiles_are_answered_as_the_evaluator_answers_them(on_the_record: bool) -> None:
    """For generated profiles bit planes and evaluator agree on every cell of the answer."""
    check_generated(80, 11, missing=True, on_the_record=on_the_record)


@pytest.mark.long
@pytest.mark.parametrize("block", range(20))
def test_two_hundred_thousand_generated_profiles(block: int) -> None:
    """For 200,000 generated profiles bit planes and evaluator agree on every outcome, possible outcome and status."""
    check_generated(10_000, 1_000 + block, missing=False)


def check_generated(number: int, seed: int, *, missing: bool, on_the_record: bool = False) -> None:
    for batch in profiles(number, seed, layout()):
        table = {name: _plain(batch.column(name)) for name in batch.schema.names}
        ours = columnar(compiled(on_the_record), table)
        theirs = [
            evaluated_row(rulebook(), layout(), row, on_the_record=on_the_record, missing=missing)
            for row in batch.to_pylist()
        ]
        assert differences(ours, theirs, missing=missing) == []


def _plain(array: pa.Array) -> pa.Array:
    return array.cast(pa.string()) if pa.types.is_dictionary(array.type) else array


@given(st.lists(asked(on_the_record=st.booleans()), min_size=1, max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_profiles_near_the_turning_days_are_answered_alike(questions: list[Asked]) -> None:
    """For profiles drawn next to the days and values on which the law turns, with readings, the engines agree."""
    for on_the_record in (False, True):
        chosen = [question for question in questions if question.on_the_record == on_the_record]
        rows, expected = [], []
        for question in chosen:
            try:
                rows.append(row_of(question.scope(), layout(), "drawn", question.on, question.readings))
            except BadCell:
                continue
            expected.append(evaluated(rulebook(), question.scope(), question.question(), missing=False))
        if rows:
            ours = columnar(compiled(on_the_record), arrays(rows, layout()))
            assert differences(ours, expected, missing=False) == []


def test_an_assessment_that_never_was_precedes_no_use_whenever_that_began() -> None:
    """*Never* is before no unknown day: columns and evaluator alike call the condition not met while the technology is
    in use, and leave it open where the use may have ended before the Regulation."""
    row = {
        "technologies_count": 1,
        "technologies_0_impact_assessment_completed_on": NEVER,
        "technologies_0_periods_of_use_count": 2,
        "technologies_0_periods_of_use_1_until": NEVER,
        "readings_assessment_time": "first_use",
        DAY: date(2022, 4, 4),
    }
    for end, status in ((NEVER, "not_met"), (None, "undetermined")):
        given = {**row, "technologies_0_periods_of_use_1_until": end}
        ours = columnar(compiled(), arrays([given], layout()))
        expected = evaluated_row(rulebook(), layout(), given, missing=False)
        assert differences(ours, [expected], missing=False) == []
        assert expected["technologies_0_impact_assessment_and_consultation"] == status


ONE = "technologies_0_"
ENTAILED: dict[str, tuple[dict[str, object], str, str]] = {
    "a procedure that never began was never completed, so no use was after it": (
        {
            f"{ONE}first_use_by_provider_on": date(2021, 9, 3),
            f"{ONE}prior_consultation_started_on": NEVER,
            f"{ONE}periods_of_use_count": 1,
            "readings_assessment_time": "first_use",
            DAY: date(2023, 2, 1),
        },
        "impact_assessment_and_consultation",
        "not_met",
    ),
    "a use of 2019 shows first use by then, whichever use is asked about": (
        {
            f"{ONE}periods_of_use_count": 2,
            f"{ONE}periods_of_use_1_since": date(2019, 1, 1),
            f"{ONE}prior_consultation_completed_on": NEVER,
            DAY: date(2021, 8, 5),
        },
        "consultation_relief_use",
        "met",
    ),
}


@pytest.mark.parametrize("what", sorted(ENTAILED))
def test_what_days_entail_is_in_the_columns_too(what: str) -> None:
    """A day that follows from others decides as one that is stated, whichever item of a list it follows from."""
    facts, rule, status = ENTAILED[what]
    row = {"technologies_count": 1, f"{ONE}scans_text": True, **facts}
    expected = evaluated_row(rulebook(), layout(), row, missing=False)
    assert expected[f"{ONE}{rule}"] == status
    assert differences(columnar(compiled(), arrays([row], layout())), [expected], missing=False) == []


@pytest.mark.parametrize("size", [1, 64, 65, 1000])
def test_a_table_of_any_length_and_offset_is_read_right(size: int) -> None:
    """Answers do not depend on how many rows stand together or where in a larger table they begin."""
    batch = next(profiles(1200, 5, layout()))
    table = {name: _plain(batch.column(name)) for name in batch.schema.names}
    whole = columnar(compiled(), table)
    for start in (0, 3, 64, 129):
        part = {name: array.slice(start, size) for name, array in table.items()}
        assert columnar(compiled(), part) == whole[start : start + size]


def test_a_fixed_day_is_a_constant_and_means_the_same() -> None:
    """Assessing all rows on one day gives what a column with that day gives."""
    day = date(2023, 1, 31)
    batch = next(profiles(500, 6, layout()))
    table = {name: _plain(batch.column(name)) for name in batch.schema.names}
    table[DAY] = pa.array([day] * 500, pa.date32())
    assert columnar(engine(rulebook(), layout(), day), table) == columnar(compiled(), table)


def test_a_row_is_a_case_and_back_again() -> None:
    """A row turned into facts of a case, and those into a row, states the same facts."""
    for row in next(profiles(200, 8, layout())).to_pylist():
        entity, readings = facts_of_row(row, layout())
        again = row_of(seen_from(entity, Parties()), layout(), row["name"], row[DAY], readings)
        assert facts_of_row(again, layout()) == (entity, readings)


def test_a_list_longer_than_its_slots_is_refused() -> None:
    """A case with more items than there is room for is refused rather than cut short."""
    small = layout_of(rulebook(), {"technologies": 1})
    row = next(row for row in next(profiles(50, 1, layout())).to_pylist() if row["technologies_count"] == 2)
    entity, _ = facts_of_row(row, layout())
    with pytest.raises(BadCell, match="technologies lists 2, and there are 1 slots for it"):
        row_of(seen_from(entity, Parties()), small, "two", None, {})
