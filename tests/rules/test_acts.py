from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from derogation.reading.errors import BadRulebook
from derogation.rules import law_files
from derogation.rules.acts import load_acts, load_periods, period_on
from derogation.rules.citations import eli
from derogation.rules.ledger import load_ledger


def test_periods_cover_every_day_once() -> None:
    """They follow each other without gap or overlap, open at both ends."""
    periods = load_periods()
    assert periods[0].first_day is None
    assert periods[-1].last_day is None
    for before, after in pairwise(periods):
        assert before.last_day is not None
        assert after.first_day == before.last_day + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "regime", "act"),
    [
        ("2010-01-01", "baseline", ""),
        ("2020-12-20", "baseline", ""),
        ("2020-12-21", "protected", ""),
        ("2021-08-01", "protected", ""),
        ("2021-08-02", "as_adopted", "2021/1232"),
        ("2024-05-14", "as_adopted", "2021/1232"),
        ("2024-05-15", "as_amended", "2021/1232@2024-05-15"),
        ("2026-04-03", "as_amended", "2021/1232@2024-05-15"),
        ("2026-04-04", "gap", ""),
        ("2026-07-30", "gap", ""),
        ("2026-07-31", "second_derogation", "2026/1881"),
        ("2028-04-03", "second_derogation", "2026/1881"),
        ("2028-04-04", "lapsed", ""),
    ],
)
def test_first_and_last_days_fall_under_the_right_regime(day: str, regime: str, act: str) -> None:
    """A derogation is at hand exactly on the days of an act that grants one."""
    period = period_on(date.fromisoformat(day))
    assert (period.regime, period.act, period.derogation) == (regime, act, bool(act))


def test_periods_begin_and_end_with_the_acts() -> None:
    """The days of a derogation are those that the governing version's own dates give."""
    acts = load_acts()
    for period in load_periods():
        if period.act:
            dates = {each.event: each.date for each in acts[period.act].dates}
            assert dates["in_force"] == period.first_day
            assert period.last_day is not None
            assert dates["applies_until"] >= period.last_day


def test_an_act_that_was_not_read_says_what_is_known_of_it() -> None:
    """Regulation (EU) 2026/1881 alone is unverified; what is known of it is relayed, or a fragment by its hash."""
    unread = [act for act in load_acts().values() if not act.verified]
    assert [act.key for act in unread] == ["2026/1881"]
    assert [each.provision for each in unread[0].seen] == [
        f"2026/1881 {place}" for place in ("1(2)", "1(3)", "rec.12", "final-article", "rec.32")
    ]
    assert {each.grade for each in unread[0].seen} == {"secondary", "fragment"}
    assert unread[0].not_seen
    assert "primary" not in {each.grade for each in unread[0].dates}


def test_acts_and_ledger_name_the_same_documents() -> None:
    """Each version's CELEX number is that of an act in the list, and links agree with those of citations."""
    acts = load_acts()
    celex = {act.celex for act in acts.values()}
    assert {each.celex for each in load_ledger().provisions} <= celex
    assert acts["2021/1232"].eli == eli("final-formula")
    assert acts["2021/1232@2024-05-15"].eli == eli("9a(1)")
    assert acts["2026/1881"].eli == eli("2026/1881 rec.32")
    assert acts["2018/1972"].eli == eli("EECC rec.17")
    assert acts["2002/58"].eli == eli("ePD rec.1")


@pytest.mark.parametrize(
    ("periods", "complaint"),
    [
        (
            "[{from: 2020-01-01, to: null, regime: a, derogation: false, note: n}]",
            "begin, and the last end, with null",
        ),
        (
            "[{to: 2020-01-01, regime: a, derogation: false, note: n}, "
            "{from: 2020-01-03, regime: b, derogation: false, note: n}]",
            "b does not begin on the day after a ends",
        ),
        ("[{regime: a, derogation: true, act: lost, note: n}]", "a must name an act"),
        ("[{regime: a, derogation: perhaps, note: n}]", "this must be true or false"),
    ],
)
def test_periods_that_leave_a_day_open_are_refused(
    periods: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gap, a missing end or a regime without its act never reaches an assessment."""
    (tmp_path / "acts.yaml").write_text(f"acts: []\nperiods: {periods}", encoding="utf-8")
    monkeypatch.setattr(law_files, "LAW", tmp_path)
    with pytest.raises(BadRulebook, match=complaint):
        load_periods.__wrapped__()
