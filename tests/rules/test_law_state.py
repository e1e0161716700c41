from __future__ import annotations

import json
from datetime import date, timedelta

import derogation
import pytest
from click.testing import CliRunner
from derogation.commands import group as cli
from derogation.rules.acts import load_acts
from derogation.rules.anchors import load_anchors, load_sentences, quotations
from derogation.rules.law_state import LawState, days_of_change, state_on


def on(day: str) -> LawState:
    return state_on(date.fromisoformat(day), derogation.rulebook())


def states(state: LawState) -> dict[str, str]:
    return {each.celex: each.state for each in state.acts}


@pytest.mark.parametrize(
    ("day", "derogation_", "measured", "decide", "next_change"),
    [
        ("2019-01-01", False, "Regulation (EU) 2021/1232 as adopted", True, "2020-12-21"),
        ("2020-12-20", False, "Regulation (EU) 2021/1232 as adopted", True, "2020-12-21"),
        ("2020-12-21", False, "Regulation (EU) 2021/1232 as adopted", True, "2021-08-02"),
        ("2021-08-01", False, "Regulation (EU) 2021/1232 as adopted", True, "2021-08-02"),
        ("2021-08-02", True, "Regulation (EU) 2021/1232 as adopted", True, "2024-05-15"),
        ("2024-05-14", True, "Regulation (EU) 2021/1232 as adopted", True, "2024-05-15"),
        ("2024-05-15", True, "Regulation (EU) 2021/1232 as amended by Regulation (EU) 2024/1307", True, "2026-04-04"),
        ("2026-04-03", True, "Regulation (EU) 2021/1232 as amended by Regulation (EU) 2024/1307", True, "2026-04-04"),
        ("2026-04-04", False, "Regulation (EU) 2021/1232 as amended by Regulation (EU) 2024/1307", True, "2026-07-31"),
        ("2026-07-30", False, "Regulation (EU) 2021/1232 as amended by Regulation (EU) 2024/1307", True, "2026-07-31"),
        ("2026-07-31", True, "Regulation (EU) 2026/1881 as adopted", False, "2028-04-04"),
        ("2028-04-03", True, "Regulation (EU) 2026/1881 as adopted", False, "2028-04-04"),
        ("2028-04-04", False, "Regulation (EU) 2026/1881 as adopted", False, None),
    ],
)
def test_every_day_of_change_and_the_day_before_has_its_state(
    day: str, derogation_: bool, measured: str, decide: bool, next_change: str | None
) -> None:
    """From 2019 to 2028: whether a derogation applies, which conditions are measured, whether they were read."""
    state = on(day)
    assert (state.derogation, state.measured, state.conditions_decide) == (derogation_, measured, decide)
    assert (state.next_change.isoformat() if state.next_change else None) == next_change
    assert bool(state.not_read) is not decide


def test_every_day_of_change_is_tried_above() -> None:
    """The days of change are those of the periods of the law, and each begins a period."""
    assert [day.isoformat() for day in days_of_change()] == [
        "2020-12-21", "2021-08-02", "2024-05-15", "2026-04-04", "2026-07-31", "2028-04-04",
    ]  # fmt: skip
    for day in days_of_change():
        before, after = (state_on(each, derogation.rulebook()) for each in (day - timedelta(days=1), day))
        assert before.next_change == after.first_day == day


def test_versions_of_an_act_replace_each_other_and_acts_end() -> None:
    """As adopted until 14 May 2024, replaced from the 15th; the amended version ends on 3 April 2026."""
    assert states(on("2024-05-14"))["32021R1232"] == "in_force"
    after = states(on("2024-05-15"))
    assert (after["32021R1232"], after["02021R1232-20240515"]) == ("replaced", "in_force")
    gap = states(on("2026-04-04"))
    assert (gap["02021R1232-20240515"], gap["32026R1881"]) == ("ended", "to_come")


def test_what_an_answer_rests_on_is_graded_to_the_rule() -> None:
    """In 2022 every rule rests on a text that was read; from 31 July 2026 the two exclusions are second-hand."""
    assert {each.grade for each in on("2022-06-01").rests_on} == {"primary"}
    grades = {rule: each.grade for each in on("2026-08-01").rests_on for rule in each.rules}
    assert (grades["audio_only_2026"], grades["end_to_end_encrypted"]) == ("secondary", "secondary")
    assert grades["note_unseen"] == "fragment"
    assert grades["sufficiently_reliable"] == "primary"


def test_dates_carry_the_hash_of_their_sentence_where_it_is_known() -> None:
    """The days of the act of 2026 are fragments with a hash; so is the prolongation of 2024."""
    hashes = {(act.celex, each.event): each.sentence_sha256 for act in on("2026-08-01").acts for each in act.dates}
    anchors = {each.id: each.sha256 for each in load_anchors()["32026R1881"].sentences}
    assert hashes["32026R1881", "in_force"] == anchors["entry_into_force"]
    assert hashes["32026R1881", "applies_until"] == anchors["last_day"]
    assert hashes["02021R1232-20240515", "applies_until"].startswith("379fa1a0")
    fragments = [each.event for each in load_acts()["2026/1881"].dates if each.grade == "fragment"]
    assert fragments == ["published", "in_force", "applies_until"]


def test_every_quotation_of_the_regulation_has_the_hash_of_its_sentence() -> None:
    """None is missing, none is left over from a quotation that is gone."""
    assert set(load_sentences()) == set(quotations(derogation.rulebook()))


@pytest.mark.parametrize("day", ["2019-01-01", "2022-06-01", "2026-05-01", "2026-08-01", "2029-01-01"])
def test_the_command_says_it_in_words_and_as_json(day: str) -> None:
    """Text and JSON from one record; the JSON fits the published schema's required keys."""
    runner = CliRunner()
    text = runner.invoke(cli.derogation, ["law", "status", day])
    assert text.exit_code == 0, text.output
    assert "What an answer on this day rests on".upper() in text.output
    data = json.loads(runner.invoke(cli.derogation, ["law", "status", day, "--format", "json"]).output)
    schema = json.loads(runner.invoke(cli.derogation, ["schema", "law-status"]).output)
    assert data["schema"] == schema["$id"] == "derogation/law-status/1"
    assert set(schema["required"]) == set(data)


def test_the_gap_is_named_with_its_length() -> None:
    """4 April to 30 July 2026: 118 days without a derogation."""
    output = CliRunner().invoke(cli.derogation, ["law", "status", "2026-05-01"]).output
    assert "No derogation can be relied on." in output
    assert "From 4 April 2026 to 30 July 2026 (118 days)." in " ".join(output.split())
