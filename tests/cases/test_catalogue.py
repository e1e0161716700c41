"""The shipped cases: each loads, each does what its author expects, and together they exercise every condition."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from derogation import assess, load_profile, rulebook
from derogation.cases.catalogue import check_case, find, folder_cases, shipped
from derogation.cases.loader import Case, read_case
from derogation.cases.profile import Expect
from derogation.engine.answer import derive
from derogation.engine.case.facts import Statement
from derogation.engine.case.standpoint import seen_from
from derogation.engine.why.assessment import question_of, statements
from derogation.engine.why.results import Assessment
from derogation.engine.why.statuses import ruled, status_of
from derogation.reading.errors import BadInput

NAMES = list(shipped())
LIBRARY = [name for name, path in shipped().items() if path.parent.name == "library"]
TRAINING = [name for name in NAMES if name not in LIBRARY]


@cache
def case(name: str) -> Case:
    return load_profile(shipped()[name])


@cache
def assessed(name: str) -> Assessment:
    return assess(case(name))


@cache
def statuses() -> dict[str, dict[str, set[str]]]:
    """For each condition and status, the cases that give it that status on their own day."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in NAMES:
        on, facts = case(name).profile.assess_on, case(name).engine_facts()
        assert on is not None
        seen = seen_from(facts.entity, facts.parties, None, rulebook().series)
        derivation = derive(rulebook(), seen, question_of(rulebook(), facts, on))
        for rule, unit in ruled(derivation, "condition"):
            found[rule.id][status_of(derivation, rule, unit)[0]].add(name)
    return found


CONDITIONS = [rule.id for rule in rulebook().of_kind("condition")]


def test_names_are_those_of_the_files_and_library_and_training_share_none():
    """A name leads to one case only."""
    cases = find(NAMES[0]).parents[1]
    files = [path for folder in ("library", "training") for path in (cases / folder).iterdir()]
    assert sorted(path.stem for path in files) == sorted(NAMES)
    assert len(LIBRARY) >= 10
    assert "tiktok-direct-messages" in LIBRARY


@pytest.mark.parametrize("name", NAMES)
def test_expectations_hold(name: str):
    """The program finds what the author of the case expects: verdict and reasons."""
    assert check_case(case(name), assess) == []


@pytest.mark.parametrize("name", LIBRARY)
def test_a_library_case_is_real_and_every_source_is_graded(name: str):
    """Real cases are marked so, and say how near each source stands to the original."""
    profile = case(name).profile
    assert profile.kind == "real"
    assert profile.sources
    assert all(source.grade and source.grade != "constructed" for source in profile.sources.values())


@pytest.mark.parametrize("name", LIBRARY)
def test_a_library_case_rests_every_fact_on_a_source_or_marks_it_assumed(name: str):
    """No fact about a real provider stands without a source or a reason why it is notorious."""
    bare = [
        statement.path
        for statement in statements(case(name).facts)
        if (statement.value is not None and not _grounded(statement))
        or not all(position.source for position in statement.positions)
    ]
    assert bare == []


def _grounded(statement: Statement) -> bool:
    return bool(statement.source) or (statement.standing == "assumed" and bool(statement.note))


@pytest.mark.parametrize("name", TRAINING)
def test_a_training_case_is_labelled_fictional_and_teaches(name: str):
    """Training cases are marked, say so in their summary or source, and have a lesson and a reason."""
    profile = case(name).profile
    assert profile.kind == "training"
    assert "fictional" in profile.summary
    assert {source.grade for source in profile.sources.values()} == {"constructed"}
    assert profile.lesson
    assert profile.expect is not None
    assert profile.expect.why


@pytest.mark.parametrize("name", NAMES)
def test_every_case_states_its_day_and_its_outcome(name: str):
    """A case without a day would change its answer overnight."""
    profile = case(name).profile
    assert profile.assess_on is not None
    assert profile.expect is not None
    assert profile.expect.outcome


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("status", ["met", "not_met", "undetermined"])
def test_every_condition_has_a_case_for_each_status(condition: str, status: str):
    """For every condition there is a case that meets it, one that fails it and one that leaves it open."""
    assert statuses()[condition][status]


def test_every_condition_that_may_not_apply_does_not_apply_in_some_case():
    """Whatever has an applicability is not applicable somewhere; whatever has a relief is relieved somewhere."""
    for rule in rulebook().of_kind("condition"):
        if "not_applicable" in rule.because:
            assert statuses()[rule.id]["not_applicable"], rule.id
        if "relieved" in rule.because:
            assert statuses()[rule.id]["relieved"], rule.id


def test_every_outcome_is_reached_by_some_case():
    """No outcome of the rulebook is mere theory."""
    reached: set[str] = set()
    for name in NAMES:
        expect = case(name).profile.expect or Expect()
        reached |= {assessed(name).outcome, *expect.on_dates.values()}
    assert reached == {*rulebook().verdicts.titles, rulebook().verdicts.open}


def test_the_whole_argument_of_tiktok():
    """By default open, as TikTok not needed, on the record not made out and not `not_needed`."""
    tiktok = case("tiktok-direct-messages")
    assert assess(tiktok).outcome == "undetermined"
    assert assess(tiktok, standpoint="TikTok").outcome == "not_needed"
    recorded = assess(tiktok, on_the_record=True)
    assert "not_needed" not in recorded.possible_outcomes
    limbs = [result for result in recorded.other_rules if result.kind == "exception"]
    assert len(limbs) == 6
    assert {(result.status, result.not_shown) for result in limbs} == {("not_met", True)}
    exception = tiktok.profile.service.ancillary_exception
    assert exception.purely_ancillary is None
    assert exception.technically_inseparable is None
    assert exception.not_circumvention is None


def test_an_unsplit_technology_over_audio_says_split():
    """A mixed technology is neither excluded nor passed: the answer asks for two entries."""
    notes = " ".join(assess(case("audio-mixed-with-images")).notes)
    assert "as two technologies" in notes


# --- finding ---------------------------------------------------------------------------------------------------------


def test_a_shipped_case_is_found_by_name():
    """A bare name leads to the shipped file."""
    assert find("gmail") == shipped()["gmail"]


def test_a_shipped_name_wins_over_a_file_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The answer to `gmail` does not depend on where one stands; `./gmail` is the file."""
    (tmp_path / "gmail").write_text("")
    monkeypatch.chdir(tmp_path)
    assert find("gmail") == shipped()["gmail"]
    assert find("./gmail") == Path("gmail")


def test_a_file_is_found_by_its_path(tmp_path: Path):
    """Any file of the user's own may be named."""
    own = tmp_path / "own.yaml"
    own.write_text("profile: derogation/profile/1\nname: x\n")
    assert find(own) == own


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("tiktok-direct-mesages", "did you mean the case 'tiktok-direct-messages'?"),
        ("gmial", "did you mean the case 'gmail'?"),
        ("qqqqqq", "cases list"),
        ("folder/missing.yaml", "there is no such file"),
        ("gmail.yaml", "did you mean the case 'gmail'?"),
    ],
)
def test_what_cannot_be_found_is_said_with_a_way_on(given: str, said: str):
    """An unknown name brings the nearest known one, a missing file its path; both are words that mean nothing."""
    with pytest.raises(BadInput) as caught:
        find(given)
    assert said in str(caught.value)
    assert given in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_folder_is_not_a_case(tmp_path: Path):
    """A folder where a case belongs is said to be one."""
    with pytest.raises(BadInput, match="this is a folder"):
        find(tmp_path)


def test_a_folder_gives_its_case_files_once_and_in_order(tmp_path: Path):
    """Cases of a folder come sorted, without other files and without repeats."""
    for name in ("b.yaml", "a.json", "c.yml", "notes.txt"):
        (tmp_path / name).write_text("{}")
    found = folder_cases([tmp_path, tmp_path / "b.yaml", "gmail"])
    assert [path.name for path in found] == ["a.json", "b.yaml", "c.yml", "gmail.yaml"]


def test_an_empty_folder_and_a_missing_one_are_bad_input(tmp_path: Path):
    """A test run over nothing must not look like success."""
    with pytest.raises(BadInput, match="holds no cases"):
        folder_cases([tmp_path])
    with pytest.raises(BadInput, match="no such file"):
        folder_cases([tmp_path / "missing"])


# --- checking --------------------------------------------------------------------------------------------------------

WRONG = """
profile: derogation/profile/1
name: Wrong in every way
assess_on: 2022-06-01
service: {users_in_union: false}
technologies:
  - id: one
    periods_of_use: [{since: 2021-08-02, until: never}]
expect:
  outcome: eligible
  possible_outcomes: [eligible, not_eligible]
  technologies: {one: eligible, two: eligible}
  by_party: {Nobody: eligible}
  on_the_record: not_eligible
  conditions: {3(1)(b): met, 3(1)(z): met, 3(1)(e): {one: met, two: met}}
  on_dates: {"2022-06-02": eligible, someday: eligible}
  missing: [service.publicly_available]
"""


def test_each_difference_is_a_sentence_with_expected_and_found():
    """The author of a case sees for each expectation what was found instead."""
    differences = check_case(read_case(WRONG), assess)
    assert differences == [
        "Expected the outcome to be eligible, found not_needed.",
        "Expected the possible outcomes to be eligible, not_eligible, found not_needed.",
        "Expected the outcome of technology one to be eligible, found not_needed.",
        "Expected the outcome of technology two to be eligible, found no such technology in use.",
        "Expected the outcome as Nobody to be eligible, found no such party.",
        "Expected 3(1)(b) for technology:one to be met, found undetermined.",
        "Expected 3(1)(z) to be met, but no such condition applies on that day.",
        "Expected 3(1)(e) for technology one to be met, found undetermined.",
        "Expected 3(1)(e) for technology two to be met, found no such technology in use.",
        "Expected service.publicly_available among the missing facts, found none.",
        "Expected the outcome on the record to be not_eligible, found not_needed.",
        "Expected the outcome on 2022-06-02 to be eligible, found not_needed.",
        "Expected an outcome on 'someday', which is no day; write it as 2021-09-02.",
    ]


def test_a_long_list_of_missing_facts_is_cut():
    """A sentence stays readable where much is missing."""
    text = "profile: derogation/profile/1\nname: x\nassess_on: 2022-06-01\nexpect: {missing: [nothing.known]}\n"
    [difference] = check_case(read_case(text), assess)
    assert difference.startswith("Expected nothing.known among the missing facts, found ")
    assert " more." in difference


@pytest.mark.parametrize("expect", ["", "expect: {}\n"])
def test_a_case_that_expects_nothing_does_not_pass(expect: str):
    """A case without expectations is no test."""
    loaded = read_case(f"profile: derogation/profile/1\nname: x\n{expect}")
    assert check_case(loaded, assess) == ["The case expects nothing; add `expect:` with at least an outcome."]
