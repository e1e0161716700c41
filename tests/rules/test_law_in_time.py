from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from derogation.engine.errors import BadRulebook
from derogation.rules import rows
from derogation.rules.acts import load_acts, load_periods
from derogation.rules.law_on import law_on

ADOPTED = "as adopted"
AMENDED = "as amended by Regulation (EU) 2024/1307"


@pytest.mark.parametrize(
    ("day", "act", "version", "in_force", "provisional"),
    [
        ("2019-01-01", "Regulation (EU) 2021/1232", ADOPTED, False, False),
        ("2020-12-21", "Regulation (EU) 2021/1232", ADOPTED, False, False),
        ("2021-08-01", "Regulation (EU) 2021/1232", ADOPTED, False, False),
        ("2021-08-02", "Regulation (EU) 2021/1232", ADOPTED, True, False),
        ("2024-05-14", "Regulation (EU) 2021/1232", ADOPTED, True, False),
        ("2024-05-15", "Regulation (EU) 2021/1232", AMENDED, True, False),
        ("2026-04-03", "Regulation (EU) 2021/1232", AMENDED, True, False),
        ("2026-04-04", "Regulation (EU) 2021/1232", AMENDED, False, False),
        ("2026-07-30", "Regulation (EU) 2021/1232", AMENDED, False, False),
        ("2026-07-31", "Regulation (EU) 2026/1881", ADOPTED, True, True),
        ("2028-04-03", "Regulation (EU) 2026/1881", ADOPTED, True, True),
        ("2028-04-04", "Regulation (EU) 2026/1881", ADOPTED, False, True),
    ],
)
def test_each_day_has_its_law(day: str, act: str, version: str, in_force: bool, provisional: bool) -> None:
    """The act measured changes with the periods; between derogations it is the last one, before the first the first."""
    law = law_on(date.fromisoformat(day))
    assert (law.act, law.version, law.in_force, law.provisional) == (act, version, in_force, provisional)
    assert law.second_hand is provisional


def test_the_second_derogation_says_what_was_not_seen() -> None:
    """Its conditions, its relief and its list are unseen; what is relayed is marked as second-hand."""
    law = law_on(date(2026, 8, 1))
    assert law.celex == "32026R1881"
    assert [text.split(":")[0] for text in law.unseen if text.startswith("Article")] == [
        "Article 3(1)",
        "Article 3(2) and (3)",
        "Article 7",
        "Article 9",
    ]
    assert {seen.grade for seen in law.seen} == {"secondary"}
    assert law_on(date(2026, 4, 3)).unseen == ()


def test_a_version_has_its_own_celex_number() -> None:
    """The consolidated text is cited from the day of the amendment, the adopted one before."""
    assert law_on(date(2024, 5, 14)).celex == "32021R1232"
    assert law_on(date(2024, 5, 15)).celex == "02021R1232-20240515"


def test_law_is_constant_within_a_period_and_changes_between_periods() -> None:
    """First and last day of a period have the same law, and neighbours differ in regime."""
    for before, after in pairwise(load_periods()):
        assert before.last_day is not None
        assert law_on(before.last_day).regime == before.regime
        assert law_on(before.last_day + timedelta(days=1)).regime == after.regime


ACT = (
    "{act: a, name: A, title: A, version: v, celex: c, eli: e, oj: o, verified: true, "
    "dates: {in_force: {date: 2021-01-01, grade: primary}, applies_until: {date: 2021-12-31, grade: primary}}}"
)


@pytest.mark.parametrize(
    ("periods", "complaint"),
    [
        (
            "[{to: 2021-01-05, regime: p, derogation: false, note: n}, "
            "{from: 2021-01-05, to: null, regime: q, derogation: false, note: n}]",
            "q does not begin on the day after p ends: the two overlap",
        ),
        (
            "[{to: 2021-01-05, regime: p, derogation: false, note: n}, "
            "{from: 2021-01-08, to: null, regime: q, derogation: false, note: n}]",
            "nothing governs 2021-01-06 to 2021-01-07",
        ),
        (
            "[{to: 2020-12-30, regime: p, derogation: false, note: n}, "
            "{from: 2020-12-31, to: 2021-12-31, regime: q, derogation: true, act: a, note: n}, "
            "{from: 2022-01-01, regime: r, derogation: false, note: n}]",
            "q reaches past the days of a, 2021-01-01 to 2021-12-31",
        ),
        (
            "[{to: 2021-12-31, regime: p, derogation: false, note: n}, "
            "{from: 2022-01-01, regime: q, derogation: true, act: a, note: n}]",
            "q derogates, so it needs a first day, and a last day",
        ),
    ],
)
def test_overlaps_holes_and_days_beyond_an_act_are_refused(
    periods: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the days of the law leave open or give twice stops the program at load."""
    (tmp_path / "acts.yaml").write_text(f"acts: [{ACT}]\nperiods: {periods}", encoding="utf-8")
    monkeypatch.setattr(rows, "LAW", tmp_path)
    with pytest.raises(BadRulebook, match=complaint):
        load_periods_anew()


def load_periods_anew() -> None:
    """Read periods and acts from the file, and leave nothing of it cached."""
    load_acts.cache_clear()
    try:
        load_periods.__wrapped__()
    finally:
        load_acts.cache_clear()
