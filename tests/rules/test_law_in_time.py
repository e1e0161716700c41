from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import derogation
import pytest
from derogation.cases.loader import load_case
from derogation.reading.errors import BadRulebook
from derogation.rules import law_files
from derogation.rules.acts import load_acts, load_periods, period_on
from derogation.rules.law_on import law_on
from derogation.rules.proofs.findings_service import covered

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
    """Its conditions, its relief and its list are unseen; what is relayed, or a fragment, is marked so."""
    law = law_on(date(2026, 8, 1))
    assert law.celex == "32026R1881"
    assert [text.split(":")[0] for text in law.unseen if text.startswith("Article")] == [
        "Article 3(1)",
        "Article 3(2) and (3)",
        "Article 7",
        "Article 9",
    ]
    assert {seen.grade for seen in law.seen} == {"secondary", "fragment"}
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
    monkeypatch.setattr(law_files, "LAW", tmp_path)
    with pytest.raises(BadRulebook, match=complaint):
        load_periods_anew()


def load_periods_anew() -> None:
    """Read periods and acts from the file, and leave nothing of it cached."""
    load_acts.cache_clear()
    try:
        load_periods.__wrapped__()
    finally:
        load_acts.cache_clear()


# --- what the rules make of it ---------------------------------------------------------------------------------------

CASES = Path(derogation.__file__).parent / "cases" / "library"


def test_the_rules_and_the_periods_name_the_same_days() -> None:
    """On the first and last day of each period, a derogation is in force, and its law known, as the periods say."""
    days = {day for period in load_periods() for day in (period.first_day, period.last_day) if day is not None}
    for day in days:
        world = covered(derogation.rulebook(), day)
        assert world.defined("derogation_in_force") is period_on(day).derogation
        assert world.defined("law_known") is not law_on(day).provisional


@pytest.mark.parametrize("name", ["gmail", "messenger"])
def test_the_same_service_on_five_days(name: str) -> None:
    """Before the derogation and in the gap it is not in force; while it applies facts decide; then unseen law."""
    case = load_case(CASES / f"{name}.yaml")
    classes = {
        day: derogation.assess(case, date.fromisoformat(day)).outcome
        for day in ("2021-05-01", "2023-05-01", "2025-03-01", "2026-05-01", "2026-11-21")
    }
    assert classes == {
        "2021-05-01": "not_in_force",
        "2023-05-01": "undetermined",
        "2025-03-01": "undetermined",
        "2026-05-01": "not_in_force",
        "2026-11-21": "undetermined",
    }


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2020-12-20", "not_needed"),
        ("2020-12-21", "not_in_force"),
        ("2021-08-01", "not_in_force"),
        ("2022-03-01", "eligible"),
        ("2024-05-15", "eligible"),
        ("2026-04-03", "eligible"),
        ("2026-04-04", "not_in_force"),
        ("2026-07-30", "not_in_force"),
        ("2026-07-31", "undetermined"),
        ("2028-04-03", "undetermined"),
        ("2028-04-04", "not_in_force"),
    ],
)
def test_a_technology_that_satisfies_everything_follows_the_law(day: str, outcome: str) -> None:
    """The outcome of one and the same technology changes with the law alone."""
    assert covered(derogation.rulebook(), date.fromisoformat(day)).outcome() == outcome


def test_encryption_excludes_from_the_second_derogation_only() -> None:
    """Encrypted throughout it is covered on 2 April 2026 and excluded on 1 August; encrypted in part it is open."""
    encryption = "technology.end_to_end_encryption"
    outcomes = [
        covered(derogation.rulebook(), day, {encryption: extent}).outcome()
        for day in (date(2026, 4, 2), date(2026, 8, 1))
        for extent in ("all", "some", "none")
    ]
    assert outcomes == ["eligible", "eligible", "eligible", "excluded", "undetermined", "undetermined"]


def test_audio_is_excluded_under_both_acts_each_by_its_own_provision() -> None:
    """Under the act of 2026 the exclusion is that of its own Article 1(2), known at second hand."""
    rulebook = derogation.rulebook()
    audio = {"technology.scans.audio": True, "technology.scans.images": False}
    for day, rule in ((date(2026, 4, 2), "audio_only"), (date(2026, 8, 1), "audio_only_2026")):
        assert covered(rulebook, day, audio).outcome() == "excluded"
        in_force = [each.id for each in rulebook.of_kind("gate") if each.in_force_on(day) and "audio" in each.id]
        assert in_force == [rule]
    assert rulebook.by_id["audio_only_2026"].provision == "2026/1881 1(2)"
    assert "second hand" in rulebook.by_id["audio_only_2026"].note


def test_every_rule_of_the_second_act_says_that_it_is_known_at_second_hand() -> None:
    """What rests on Regulation (EU) 2026/1881, and so on no official text, is marked where it is shown."""
    rules = [rule for rule in derogation.rulebook().rules if rule.provision.startswith("2026/1881")]
    assert {rule.provision for rule in rules} == {"2026/1881 1(2)", "2026/1881 1(3)", "2026/1881 final-article"}
    assert all("second hand" in rule.note for rule in rules)


def failing_classifier() -> derogation.Case:
    return load_case(CASES.parent / "training" / "hash-passes-classifier-fails.yaml")


def test_unseen_conditions_stand_in_and_decide_nothing() -> None:
    """A technology that fails a condition of 2021 shows it as not met, and may still be covered."""
    result = derogation.assess(failing_classifier(), date(2026, 8, 1))
    assert result.outcome == "undetermined"
    assert {"eligible", "not_eligible"} <= set(result.possible_outcomes)
    assert {unit.possible_outcomes for unit in result.units} == {("not_eligible", "eligible")}
    assert "not_met" in {condition.status for condition in result.conditions}
    assert not any(condition.blocking or condition.decisive for condition in result.conditions)
    assert any("Articles 7 and 9" in note and "second hand" in note for note in result.notes)


def test_on_the_record_unseen_law_stays_open() -> None:
    """The burden of proof lies on facts to be shown, not on law that nobody here has read."""
    result = derogation.assess(failing_classifier(), date(2026, 8, 1), on_the_record=True)
    assert result.outcome == "undetermined"


def test_the_amendment_is_noted_from_its_first_day_and_changes_no_condition() -> None:
    """Notes tell of Articles 3(4), 9a, 9(1) and 10; the statuses are the same on the days before and after."""
    before, after = (derogation.assess(failing_classifier(), date(2024, 5, day)) for day in (14, 15))
    assert [(each.rule.id, each.status) for each in before.conditions] == [
        (each.rule.id, each.status) for each in after.conditions
    ]
    told = [any("9a (committee)" in note for note in result.notes) for result in (before, after)]
    assert told == [False, True]
    assert not any("9a (committee)" in note for note in derogation.assess(failing_classifier(), date(2026, 4, 4)).notes)
