"""The command line of change: what it proposes for every case is confirmed by assess, and nothing of it is idle."""

from __future__ import annotations

import itertools
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from derogation import assess, rulebook
from derogation.cases.catalogue import find
from derogation.cases.changed import changed_profile
from derogation.cases.loader import Case, load_case, read_case
from derogation.commands import group
from derogation.engine.answer import Derivation, derive
from derogation.engine.case.standpoint import seen_from
from derogation.engine.change.smallest_changes import Changes, ChangeSet, changes
from derogation.engine.why.assessment import question_of
from derogation.engine.worlds.worlds import MOST_STEPS
from derogation.reading.errors import CannotWrite

ROOT = Path(str(find("tiktok-direct-messages"))).parents[1]
CASES = sorted(path.stem for folder in ("library", "training") for path in (ROOT / folder).glob("*.yaml"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group.derogation, ["change", *arguments])


def answer(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@cache
def loaded(name: str) -> Case:
    return load_case(find(name))


@cache
def derived(name: str, *, on_the_record: bool = False) -> Derivation:
    case = loaded(name)
    facts = case.engine_facts()
    day = case.profile.assess_on
    assert day is not None
    scope = seen_from(facts.entity, facts.parties, None, rulebook().series)
    return derive(rulebook(), scope, question_of(rulebook(), facts, day, on_the_record=on_the_record))


def goals(name: str) -> list[str]:
    """What a case may become: the outcomes that are possible, or eligible and not eligible."""
    derivation = derived(name)
    mixed = rulebook().verdicts.mixed
    if derivation.determined:
        return [goal for goal in ("eligible", "not_eligible") if goal != derivation.outcome]
    return [goal for goal in derivation.possible if goal != mixed]


@cache
def found(name: str, goal: str, *, on_the_record: bool = False, limit: int = 4) -> Changes:
    return changes(derived(name, on_the_record=on_the_record), goal, limit=limit)


#: Cases of each kind: real and fictional, open and decided, one technology, several, none known, new items, past acts.
SAMPLE = ("tiktok-direct-messages", "gmail", "model-messenger", "audio-mixed-with-images",
          "relief-missed-by-a-day", "reports-unknown", "late-report", "advice-not-disclosed")  # fmt: skip
SAMPLED = [pytest.param(name, marks=[] if name in SAMPLE else pytest.mark.long) for name in CASES]


def assessed(name: str, change: ChangeSet) -> tuple[str, ...]:
    """What assess says of the profile with the facts of a set, read from its text."""
    case = loaded(name)
    text = yaml.safe_dump(changed_profile(case, change), sort_keys=False, allow_unicode=True)
    return assess(read_case(text), case.profile.assess_on).possible_outcomes


@pytest.mark.parametrize("name", SAMPLED)
def test_assess_confirms_every_set_of_every_case(name: str) -> None:
    """The profile that a set makes has the outcome that it promises."""
    for goal in goals(name):
        for change in found(name, goal).sets:
            assert assessed(name, change) == (goal,), (goal, change.paths)


@pytest.mark.parametrize("name", ["audio-only", "model-messenger", "relief-under-3-2"])
def test_every_set_on_the_record_has_values_that_reach_the_outcome(name: str) -> None:
    """Where not to show something is enough, the value proposed for a known fact must still be one that fails."""
    failed = rulebook().verdicts.failed
    all_sets = found(name, failed, on_the_record=True, limit=200)
    assert all_sets.complete
    assert len(all_sets.sets) == all_sets.number
    for change in all_sets.sets:
        question = derived(name, on_the_record=True).question
        assert derive(rulebook(), change.case, question).possible == (failed,), change.paths


FIRST = "technology.first_use.by_anyone_in_union_on"


@pytest.mark.long
@pytest.mark.parametrize("on_the_record", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_every_set_of_every_case_is_enough(name: str, *, on_the_record: bool) -> None:
    """All sets of each goal of each case, not only those shown, reach it: none was left out as not confirmed."""
    derivation = derived(name, on_the_record=on_the_record)
    for goal in rulebook().verdicts.order:
        all_sets = changes(derivation, goal, limit=1_000)
        if not all_sets.complete:  # said, where technologies that are not listed are mixed
            assert goal == rulebook().verdicts.mixed
            assert not derivation.case.items(rulebook().verdicts.units).complete
            continue
        assert all_sets.already or len(all_sets.sets) == min(all_sets.number, 1_000), goal


@pytest.mark.parametrize(
    "name",
    # the last: whether its use is one on users in the Union is open, and a set decides it
    ["assessed-after-the-start", "audio-first-hashing-later", "earlier-use-unknown", "in-game-chat-undecided"],
)
def test_no_day_is_to_be_established_that_known_facts_exclude(name: str) -> None:
    """Whoever uses it on this service has used it in the Union since then at the latest; so each set can come to be."""
    failed = rulebook().verdicts.failed
    all_sets = changes(derived(name), failed, limit=1_000)
    assert all_sets.complete
    assert len(all_sets.sets) == all_sets.number
    first = {fact.value for each in all_sets.sets for fact in each.facts if fact.generic == FIRST}
    since = [day for view in derived(name).case.walk() if isinstance(day := view.values.get("since"), date)]
    assert first
    assert all(str(day) <= max(since).isoformat() for day in first)


@pytest.mark.parametrize("name", SAMPLED)
def test_the_list_of_sets_is_complete_for_every_goal(name: str) -> None:
    """Nothing is broken off, for mixed outcomes neither, nor on the record; where sets are many, they are given in
    short, which makes as many as there are, or fewer where there are more kinds than are worked out."""
    mixed = rulebook().verdicts.mixed
    for on_the_record in (False, True):
        several = len(derived(name).units) > 1
        for goal in (*goals(name), *([mixed] if several else [])):
            change = found(name, goal, on_the_record=on_the_record, limit=1)
            assert change.complete, (goal, on_the_record)
            short = sum(product.number for product in change.products)
            if change.kinds == len(change.products):
                assert short == (change.number if change.number > 1 else 0), goal
            else:
                assert 0 < short < change.number, goal


@pytest.mark.parametrize(
    ("name", "goal"), [("tiktok-direct-messages", "not_needed"), ("tiktok-direct-messages", "not_eligible"),
                       ("messenger", "not_eligible"),
                       pytest.param("messenger", "eligible", marks=pytest.mark.long)]
)  # fmt: skip
def test_answers_in_the_short_form_are_those_of_every_set(name: str, goal: str) -> None:
    """But for days, a fact is to be answered the same in all sets that take a choice."""
    derivation = derived(name)
    short, full = found(name, goal, limit=1), changes(derivation, goal, limit=1_000)
    wanted = {frozenset(each.paths): {fact.path: fact.wanted for fact in each.facts} for each in full.sets}
    assert len(wanted) == short.number
    for product in short.products:
        for chosen in itertools.product(*product.groups):
            facts = [fact for choice in (product.common, *chosen) for fact in choice]
            said = wanted[frozenset(fact.path for fact in facts)]
            for fact in facts:
                spec = rulebook().vocabulary.facts.get(fact.generic)
                if spec is not None and spec.type != "date":
                    assert said[fact.path] == fact.wanted, fact.path


@pytest.mark.parametrize("name", SAMPLED)
def test_every_fact_of_a_set_is_needed(name: str) -> None:
    """Without any one fact of a set, the others do not reach the outcome."""
    for goal in goals(name):
        for change in found(name, goal).sets[:1]:
            for fact in change.facts[:6]:
                fewer = tuple(other for other in change.facts if other is not fact)
                if any(other.path.startswith(f"{fact.path}[") for other in fewer):
                    continue
                assert assessed(name, ChangeSet(fewer, change.case)) != (goal,), (goal, fact.path)


@pytest.mark.parametrize("name", SAMPLED)
def test_nothing_past_or_fixed_is_changed(name: str) -> None:
    """A known fact that is fixed, or a known day before the day assessed, is never to become another."""
    day = derived(name).question.assessed_on
    for goal in goals(name):
        for change in found(name, goal).sets:
            for fact in change.facts:
                if fact.kind == "change":
                    spec = rulebook().vocabulary.facts[fact.generic]
                    assert not spec.fixed
                    assert spec.type != "date" or str(fact.value) >= day.isoformat()


def test_possible_outcomes_of_every_case_have_witnesses() -> None:
    """Each possible outcome of each case has a completion of which the evaluator gives it, and none was given up."""
    for name in CASES:
        derivation = derived(name)
        if len(derivation.sound) < 2:
            continue
        assert derivation.is_exact
        for outcome in derivation.possible:
            witness = derivation.witness(outcome)
            assert witness is not None, (name, outcome)
            facts = loaded(name).engine_facts()
            again = derive(rulebook(), witness.case, question_of(rulebook(), facts, derivation.question.assessed_on))
            assert outcome in again.sound
            assert witness.opened or again.sound == (outcome,), (name, outcome)


def test_possible_outcomes_of_units_are_exact_in_every_case() -> None:
    """For each technology of each case the search tells all outcomes that are possible, and is never given up."""
    searched = 0
    for name in CASES:
        derivation = derived(name)
        assert derivation.is_exact, name
        for possible, sound in zip(derivation.unit_possible, derivation.unit_sound, strict=True):
            searched += len(sound) > 1
            assert possible, name
            assert set(possible) <= set(sound), name
    assert searched > 10


@pytest.mark.long
def test_no_case_comes_near_the_budget_of_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one fiftieth of the budget no search is given up in any case, for the case or for a technology."""
    monkeypatch.setattr("derogation.engine.worlds.worlds.MOST_STEPS", MOST_STEPS // 50)
    for name in CASES:
        assert assess(loaded(name)).derivation.is_exact, name


# --- TikTok ----------------------------------------------------------------------------------------------------------

ARTICLE = ("minor", "ancillary", "intrinsically_linked")
RECITAL = ("purely_ancillary", "technically_inseparable", "not_circumvention")
LIMBS = {f"service.ancillary_exception.{limb}" for limb in (*ARTICLE, *RECITAL)}


def establishing(goal: dict[str, Any]) -> list[set[str]]:
    return [{fact["path"] for fact in each["facts"]} for each in goal["sets"] if each["establishes_only"]]


def test_tiktok_is_settled_by_all_limbs_or_by_one() -> None:
    """All six limbs make the derogation unnecessary; any one that fails takes the exception away."""
    data = answer("tiktok-direct-messages", "--to", "not_needed", "--rule-out", "not_needed", "--limit", "50")
    reached, ruled_out = data["goals"]
    assert establishing(reached) == [LIMBS]
    assert [len(each) for each in establishing(ruled_out)] == [1] * 6
    assert set().union(*establishing(ruled_out)) == LIMBS
    assert all(fact["wanted"] == "yes" for fact in reached["sets"][0]["facts"])


def test_on_the_words_of_the_article_three_limbs_suffice() -> None:
    """On the reading that TikTok takes, the limbs of recital 17 are not needed."""
    data = answer("tiktok-direct-messages", "--to", "not_needed", "--reading", "ancillary_test=article")
    (limbs,) = establishing(data["goals"][0])
    assert {path.rpartition(".")[2] for path in limbs} == set(ARTICLE)


def test_as_tiktok_nothing_has_to_change() -> None:
    """With its positions and its reading TikTok is where it wants to be."""
    (goal,) = answer("tiktok-direct-messages", "--to", "not_needed", "--as", "TikTok")["goals"]
    assert goal["already"]


def test_every_way_to_settle_an_open_case_is_shown_by_default() -> None:
    """Without a goal, each possible outcome is one, and the exception is ruled out besides."""
    data = answer("tiktok-direct-messages", "--limit", "1")
    asked = [(goal["goal"], goal["reached"]) for goal in data["goals"]]
    assert asked[0] == ("not_needed", False)
    assert {goal for goal, reached in asked if reached} == set(data["possible_outcomes"]) - {"partly_eligible"}


# --- the command -----------------------------------------------------------------------------------------------------


def test_a_day_without_derogation_is_named() -> None:
    """Where the law itself stands in the way, that is the reason given."""
    result = run("tiktok-direct-messages", "--on", "2020-01-01", "--to", "eligible")
    assert "No derogation is in force on this day, whatever the facts" in " ".join(result.output.split()), result.output


def test_facts_that_nobody_can_change_are_named() -> None:
    """A consultation that came too late stands in the way for good."""
    data = answer("relief-missed-by-a-day", "--to", "eligible")
    (goal,) = data["goals"]
    assert goal["sets"] == []
    assert goal["blocked_by"]


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_each_fact_is_shown_with_its_provision(format_: str) -> None:
    """A set names the question, the answer that will do, what is known now, and the provision."""
    output = " ".join(run("tiktok-direct-messages", "--to", "no_processing", "--format", format_).output.split())
    assert "Establish technologies" in output or "technologies" in output
    assert "recital 17" in output


def test_the_same_case_gives_the_same_bytes() -> None:
    """The answer does not depend on the run."""
    first, second = (run("gmail", "--to", "excluded", "--format", "json").output for _ in range(2))
    assert first == second


def test_an_unknown_outcome_is_refused() -> None:
    """A goal that is no outcome is a usage error that lists the outcomes."""
    result = run("gmail", "--to", "elligible")
    assert result.exit_code == 2
    assert "partly_eligible" in result.output


def test_sets_are_written_as_profiles(tmp_path: Path) -> None:
    """Each set shown becomes a profile that assess reads."""
    result = run("gmail", "--to", "excluded", "--rule-out", "no_processing", "--profiles", str(tmp_path))
    assert result.exit_code == 0, result.output
    written = sorted(path.name for path in tmp_path.iterdir())
    assert "excluded-1.yaml" in written
    assert any(name.startswith("without-no_processing-") for name in written)
    assert assess(load_case(tmp_path / "excluded-1.yaml")).outcome == "excluded"


def test_where_no_set_can_come_about_it_is_said_that_no_profile_is_written(tmp_path: Path) -> None:
    """A set of what nobody can change any more is no profile to write, and no empty folder is left behind."""
    quayline = str(ROOT.parent / "docs" / "examples" / "quayline.yaml")
    result = run(quayline, "--to", "eligible", "--profiles", str(tmp_path / "sets"))
    assert result.exit_code == 0
    assert "no profile is written" in result.stderr
    assert not (tmp_path / "sets").exists()


def test_profiles_never_replace_another(tmp_path: Path) -> None:
    """A second case's sets, or a set that somebody edited, are refused with nothing written; the same set may stand."""
    arguments = ("gmail", "--to", "excluded", "--profiles", str(tmp_path))
    assert run(*arguments).exit_code == 0
    assert run(*arguments).exit_code == 0
    (edited, *_) = sorted(tmp_path.iterdir())
    edited.write_text("mine", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    refused = run(*arguments)
    assert isinstance(refused.exception, CannotWrite)
    assert [problem.file for problem in refused.exception.problems] == [str(edited)]
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before
