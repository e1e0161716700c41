"""One case in thousands of variants: what the columns say of each is what the evaluator says of the changed case."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from functools import cache
from itertools import combinations, groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest
from batch_parity import default_row, evaluated
from derogation import Case, assess, load_profile, rulebook
from derogation.batch.cells import BadCell, facts_of_row
from derogation.batch.columns import Layout, columns, layout_of
from derogation.batch.orders import check_row, limits_of
from derogation.batch.variants import variants
from derogation.engine.answer import derive
from derogation.engine.case.standpoint import Parties, seen_from
from derogation.engine.change.smallest_changes import changes
from derogation.engine.days.timeline import Timeline, state_of, timeline
from derogation.engine.truth.evaluator import Question
from derogation.engine.why.assessment import Facts, question_of
from derogation.reading.errors import BadInput

FOLDER = Path(str(sys.modules["derogation"].__file__)).parent / "cases"
FILES = sorted([*FOLDER.glob("library/*.yaml"), *FOLDER.glob("training/*.yaml")])
FIRST, LAST, DAY = date(2019, 1, 1), date(2028, 12, 31), timedelta(days=1)
ALL_DAYS = [FIRST + DAY * number for number in range((LAST - FIRST).days + 1)]


@cache
def layout() -> Layout:
    return layout_of(rulebook())


def cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row of answers without its number, name and day; missing facts as a set."""
    kept = {n: cell for n, cell in row.items() if cell is not None and n not in ("row", "name", "assessed_on")}
    if "missing_facts" in kept:
        kept["missing_facts"] = set(kept["missing_facts"])
    return kept


def can_be(row: dict[str, Any]) -> bool:
    """Whether no limit on facts, like the order of days, is broken by a row."""
    try:
        check_row(row, limits_of(layout()))
    except BadCell:
        return False
    return True


def some_changes(file: Path, number: int) -> list[dict[str, Any]]:
    """Changes drawn at random: a few columns each, any cell that they can hold, and sometimes the day."""
    random, known = Random(file.stem), columns(layout())
    names = [name for name in known if name not in ("name", "assess_on") and not name.endswith(("_count", "_id"))]
    found: list[dict[str, Any]] = []
    for _ in range(number):
        changed: dict[str, Any] = {}
        for name in random.sample(names, random.randrange(1, 6)):
            column = known[name]
            day = date(2021, 5, 1) + DAY * random.randrange(600)
            if column.kind == "date" and name.endswith(("_until", "_since", "_started_on", "_completed_on")):
                continue
            changed[name] = {
                "bool": random.random() < 0.5, "date": day, "number": random.randrange(24),
                "choice": random.choice(column.choices or ("",)), "text": "", "count": 0,
            }[column.kind] if random.random() < 0.8 or name.startswith("readings_") else None  # fmt: skip
        if random.random() < 0.5:
            changed["assess_on"] = (date(2021, 7, 1) + DAY * random.randrange(2_000)).isoformat()
        found.append(changed)
    return found


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, id=file.stem, marks=pytest.mark.long if at % 2 else ()) for at, file in enumerate(FILES[::6])],
)
def test_every_variant_is_answered_as_the_evaluator_answers_the_changed_case(file: Path) -> None:
    """Cases with facts and days changed at random: every outcome, status and missing fact is the evaluator's."""
    case = load_profile(file)
    base = default_row(case, layout())
    chosen = [changed for changed in some_changes(file, 30) if can_be({**base, **changed})]
    assert len(chosen) > 15
    answers = variants(case, chosen, detail="full").to_pylist()
    for changed, answer in zip(chosen, answers, strict=True):
        row = {**base, **{name: cell for name, cell in changed.items() if name != "assess_on"}}
        entity, readings = facts_of_row(row, layout())
        scope = seen_from(entity, Parties(), None, rulebook().series)
        question = Question(answer["assessed_on"], {**rulebook().default_readings, **readings})
        expected = evaluated(rulebook(), scope, question)
        found = cells(answer)
        if "missing_facts" not in expected:
            del found["missing_facts"]
        assert found == expected, changed


def test_a_variant_can_be_searched_and_take_a_standpoint() -> None:
    """With a party's standpoint, on the record, with a reading or exactly, a variant is what `assess` says."""
    case = load_profile(FOLDER / "library" / "tiktok-direct-messages.yaml")
    days = [date(2021, 9, 2), date(2022, 6, 1), date(2025, 1, 1)]
    for options in ({}, {"standpoint": "TikTok"}, {"on_the_record": True}, {"readings": {"ancillary_test": "article"}}):
        answers = variants(case, [{"assess_on": day} for day in days], exact=True, **options).to_pylist()
        for day, answer in zip(days, answers, strict=True):
            result = assess(case, day, **options)
            assert (answer["outcome"], answer["possible_outcomes"]) == (
                result.outcome,
                "|".join(result.possible_outcomes),
            )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"service_users_in_unoin": True}, "variant 2: no column is called 'service_users_in_unoin'"),
        ({"service_users_in_union": "maybe"}, "variant 2: service_users_in_union: expects yes or no"),
        ({"technologies_count": 9}, "variant 2: technologies_count: expects a whole number from 0 to 5"),
        ({"assess_on": None}, "variant 2: assess_on: the day assessed cannot be unknown"),
        (
            {"technologies_0_periods_of_use_0_until": date(1999, 1, 1)},
            "variant 2: .*_until: the period ends .1999-01-01. before it begins",
        ),
    ],
)
def test_a_variant_that_cannot_be_is_refused_with_its_number(changed: dict[str, Any], message: str) -> None:
    """A misspelt column, a wrong cell and days out of order name the variant at fault."""
    case = load_profile(FOLDER / "training" / "hash-passes-classifier-fails.yaml")
    with pytest.raises(BadInput, match=message):
        variants(case, [{}, changed])


def test_variants_refuse_what_they_cannot_answer() -> None:
    """A level of detail that does not exist and a case with more items than slots are refused with a remedy."""
    case = load_profile(FOLDER / "training" / "hash-passes-classifier-fails.yaml")
    with pytest.raises(BadInput, match="no detail is called 'all'"):
        variants(case, [{}], detail="all")
    with pytest.raises(BadInput, match="give `slots` room for more"):
        variants(case, [{}], slots={"technologies": 1})


def test_no_variants_give_an_empty_table() -> None:
    """A table without variants has the columns of an answer and no rows."""
    case = load_profile(FOLDER / "training" / "hash-passes-classifier-fails.yaml")
    answers = variants(case, [])
    assert answers.num_rows == 0
    assert {"row", "outcome", "technologies_0_outcome"} <= set(answers.schema.names)


# --- timelines, day by day -------------------------------------------------------------------------------------------


def by_columns(case: Case, standpoint: str | None, on_the_record: bool) -> list[tuple[Any, ...]]:
    """For each of the 3,653 days the possible outcomes of the case and of each slot, as the columns leave them."""
    days = [{"assess_on": day} for day in ALL_DAYS]
    answers = variants(case, days, standpoint=standpoint, on_the_record=on_the_record)
    wanted = [name for name in answers.schema.names if name.endswith("possible_outcomes")]
    return list(zip(*(answers[name].to_pylist() for name in wanted), strict=True))


def against_columns(found: Timeline, days: list[tuple[Any, ...]], facts: Facts, standpoint: str | None) -> None:
    """Holds a timeline against every day. Where the columns leave one outcome it is that; where they leave several,
    those of the timeline are among them, and are what the evaluator derives on the first and on the last of each run
    of days that are alike in both."""
    case = seen_from(facts.entity, facts.parties, standpoint, rulebook().series)
    at = 0
    numbered = (number for number, interval in enumerate(found.intervals) for _ in range(interval.days))
    for (number, said), run in groupby(zip(numbered, days, strict=True)):
        size = len(list(run))
        state, first, last = found.intervals[number].state, ALL_DAYS[at], ALL_DAYS[at + size - 1]
        assert found.on(first) == found.on(last) == found.intervals[number]
        at += size
        own = [(state.possible_outcomes, said[0])]
        for unit, left in zip(state.units, said[1:], strict=False):
            assert (left is None) == (unit.in_use is False), (first, unit.id)
            own += [(unit.possible_outcomes, left)] if left is not None else []
        assert all(set(possible) <= set(left.split("|")) for possible, left in own), (first, last)
        if all("|" not in left for _, left in own):
            continue
        for day in {first, last}:
            question = question_of(
                rulebook(), facts, day, standpoint, on_the_record=found.on_the_record, readings=found.readings
            )
            assert state_of(derive(rulebook(), case, question)) == state, day
    assert at == len(ALL_DAYS)


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=file.stem, marks=[pytest.mark.long] if at % 10 != 4 else [])
        for at, file in enumerate(FILES)
    ],
)
def test_a_timeline_is_right_on_every_day(file: Path) -> None:
    """All 3,653 days of every shipped case (in a short run of each tenth), by default, as each party and on the
    record, against the columns."""
    case = load_profile(file)
    facts = case.engine_facts()
    for party, on_the_record in [(None, False), *((party, False) for party in facts.all_parties()), (None, True)]:
        found = timeline(rulebook(), facts, FIRST, LAST, party, on_the_record=on_the_record)
        against_columns(found, by_columns(case, party, on_the_record), facts, party)


# --- what would change the outcome -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "goal"),
    [
        ("audio-only", "eligible"),
        ("missing-report-point", "eligible"),
        ("model-nothing-found", "not_eligible"),
        ("relief-under-3-2", "not_available"),
    ],
)
def test_change_finds_what_trying_every_pair_of_facts_finds(name: str, goal: str) -> None:
    """Whatever one or two yes-or-no facts, changed alone, lead to by brute force is among the sets that `change` gives,
    and the sets that it gives of such facts lead there."""
    case = load_profile(FOLDER / "training" / f"{name}.yaml")
    base, known = default_row(case, layout()), columns(layout())
    facts = layout().vocabulary.facts
    free = [
        column
        for column in known.values()
        if column.kind == "bool" and column.fact in facts and not column.member and not facts[column.fact].fixed
        and isinstance(base.get(column.name), bool)
    ]  # fmt: skip
    groups = [*((one,) for one in free), *combinations(free, 2)]
    answers = variants(case, [{column.name: not base[column.name] for column in group} for group in groups])
    reached = {
        frozenset(column.path for column in group)
        for group, outcome in zip(groups, answers["outcome"].to_pylist(), strict=True)
        if outcome == goal
    }
    smallest = {group for group in reached if not any(other < group for other in reached)}
    assert len(groups) > 2_000
    given = case.engine_facts()
    day = case.profile.assess_on or date(2022, 6, 1)
    derivation = derive(
        rulebook(), seen_from(given.entity, given.parties, None, rulebook().series), question_of(rulebook(), given, day)
    )
    assert derivation.outcome != goal
    found = changes(derivation, goal, limit=10_000, every_fact=True)
    assert found.complete
    paths = {column.path for column in free}
    alike = {frozenset(each.paths) for each in found.sets if len(each.paths) < 3 and paths.issuperset(each.paths)}
    assert smallest == alike
    assert smallest


def test_the_example_of_the_documentation_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python lines in docs/batch.md work as they stand, and every variant in them has another outcome or reason."""
    monkeypatch.chdir(FOLDER.parent)
    code = re.search(r"^```python\n(.*?)^```", Path("docs/batch.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert code is not None
    exec(compile(code[1], "docs/batch.md", "exec"), {})
    assert capsys.readouterr().out == "['eligible', 'not_in_force', 'not_eligible', 'undetermined']\n"
