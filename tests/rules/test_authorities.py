from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import derogation
import pytest
from click.testing import CliRunner
from derogation.cases.catalogue import find
from derogation.cases.loader import load_case, read_case
from derogation.commands import group
from derogation.reading.errors import BadInput
from derogation.rules.authorities import Authority, load_authorities, read_own_authorities, resolve, unattached
from derogation.rules.check import defects
from derogation.rules.cited import Cited, cited_in, cited_on
from derogation.rules.law_files import GRADES
from derogation.rules.ledger import load_ledger
from derogation.showing.authorities import cite, line

PROFILE = "profile: derogation/profile/1\nname: Own\nassess_on: 2024-06-03\n"


def by_id(name: str) -> Authority:
    return next(each for each in load_authorities() if each.id == name)


def of(found: tuple[Cited, ...], target: str) -> list[tuple[str, str, bool | None]]:
    return [(each.side, each.authority.id, each.later) for each in found if each.target == target]


def test_every_authority_is_attached_to_something_that_exists() -> None:
    """Each point of each authority names a reading's choice, a rule, a provision or a fact, and has a grade."""
    assert list(unattached(load_authorities(), derogation.rulebook())) == []
    assert {each.grade for each in load_authorities()} <= GRADES


def test_what_was_relayed_says_what_was_read() -> None:
    """Whatever is not graded primary names its source; nothing second-hand passes for more."""
    for each in load_authorities():
        assert each.grade == "primary" or each.source, each.id
    relayed = cited_on(["note_gdpr_ground"], derogation.rulebook(), date.max)[0]
    assert relayed.authority.id == "C-252/21"
    assert "known at second hand" in line(relayed)


@pytest.mark.parametrize(
    ("name", "kind", "on"),
    [
        ("C-142/18", "judgment", "2019-06-05"),
        ("C-193/18", "judgment", "2019-06-13"),
        ("T-1078/23", "judgment", "2026-06-03"),
        ("C-252/21", "judgment", "2023-07-04"),
        ("COM(2022) 209", "proposal", "2022-05-11"),
        ("EDPS 7/2020", "opinion", "2020-11-10"),
        ("EDPB-EDPS Joint Opinion 4/2022", "opinion", "2022-07-28"),
        ("LG Traunstein 9 O 173/24", "national_decision", "2024-07-08"),
        ("NMHH, page on classification", "regulator", ""),
        ("Bundesnetzagentur, guidance of June 2025", "regulator", "2025-06"),
    ],
)
def test_the_authorities_that_a_lawyer_looks_for_are_there(name: str, kind: str, on: str) -> None:
    """Each with its kind and the date as far as it is known; none is dated more exactly than that."""
    assert (by_id(name).kind, by_id(name).on) == (kind, on)


def test_a_date_known_to_the_month_is_later_only_where_that_is_certain() -> None:
    """June 2025 is later than May, not than July, and cannot be told within June; an undated page never can."""
    guidance = by_id("Bundesnetzagentur, guidance of June 2025")
    days = [date(2025, 5, 31), date(2025, 6, 15), date(2025, 6, 30), date(2025, 7, 1)]
    assert [guidance.later_than(day) for day in days] == [True, None, False, False]
    assert by_id("NMHH, page on classification").later_than(date(2025, 1, 1)) is None
    assert "undated" in cite(by_id("NMHH, page on classification"))


def test_the_best_argument_on_each_side_stands_beside_the_limb() -> None:
    """TikTok's claim: the proposal of 2022 for the limbs, the judgments against; what came after 2021 is marked so."""
    found = cited_in(derogation.assess(load_case(find("tiktok-direct-messages"))))
    assert of(found, "ancillary_linked")[:3] == [
        ("for", "COM(2022) 209", True),
        ("against", "C-142/18", False),
        ("against", "T-1078/23", True),
    ]
    assert of(found, "ancillary_test=recital17")[0] == ("for", "NMHH, page on classification", None)
    messenger = next(each for each in found if each.authority.id == "T-1078/23")
    assert "later than the day assessed" in line(messenger)
    assert "by analogy only" in line(messenger)


def test_gates_out_of_the_question_and_points_that_do_not_apply_cite_nothing() -> None:
    """Gmail is number-independent, so nothing is cited on the gate for what is not; SkypeOut is not."""
    gmail = cited_in(derogation.assess(load_case(find("gmail"))))
    assert not of(gmail, "not_number_independent")
    assert of(gmail, "service.conveys_signals") == [("against", "C-193/18", False)]
    skypeout = cited_in(derogation.assess(load_case(find("skypeout"))))
    assert ("for", "C-142/18", False) in of(skypeout, "not_number_independent")


def test_authorities_never_enter_an_outcome() -> None:
    """A profile with an authority of its own has the answer that it has without."""
    own = PROFILE + (
        "authorities:\n"
        "- {id: Counsel, kind: doctrine, by: Us, on: 2024-07, holds: x, against: ['Article 3(1), point (e)']}\n"
    )
    with_, without = (derogation.assess(read_case(text)) for text in (own, PROFILE))
    assert (with_.outcome, with_.possible_outcomes) == (without.outcome, without.possible_outcomes)
    rows = derogation.answer_json(with_)["authorities"]
    counsel = [row for row in rows if row["own"]]
    assert [(row["target"], row["side"], row["later"]) for row in counsel] == [
        ("sufficiently_reliable", "against", True)
    ]


@pytest.mark.parametrize(
    ("entry", "said", "cure"),
    [
        ("{id: A, kind: judgement, by: B, holds: x, for: [ancillary_minor]}", "one of doctrine", ""),
        ("{id: A, kind: judgment, by: B, for: [ancillary_minor]}", "say what it holds", ""),
        ("{id: A, kind: judgment, by: B, holds: x, on: summer, for: [ancillary_minor]}", "write the day as", ""),
        ("{id: A, kind: judgment, by: B, holds: x}", "attached to nothing", "Say for, against"),
        ("{id: A, kind: judgment, by: B, holds: x, for: [ancilary_minor]}", "does not exist", "'ancillary_minor'"),
        ("{id: A, kind: judgment, by: B, holds: x, for: [ancillary_test=code]}", "does not exist", "ancillary_test="),
        ("{id: A, kind: judgment, by: B, holds: x, for: ['3(9)']}", "does not exist", ""),
    ],
)
def test_a_users_authority_that_is_wrong_is_refused_with_place_and_cure(
    entry: str, said: str, cure: str, tmp_path: Path
) -> None:
    """In a profile as in a file: file, line and path are named, and what to write instead."""
    file = tmp_path / "mine.yaml"
    file.write_text(f"authorities:\n- {entry}\n", encoding="utf-8")
    with pytest.raises(BadInput) as from_file:
        derogation.answer_json(derogation.assess(read_case(PROFILE)), authorities=read_own_authorities(file))
    with pytest.raises(BadInput) as from_profile:
        derogation.assess(read_case(f"{PROFILE}authorities:\n- {entry}\n", "profile.yaml"))
    for caught, line_ in ((from_file, 2), (from_profile, 5)):
        (problem,) = caught.value.problems
        assert said in problem.message
        assert cure in problem.hint
        assert (problem.line, problem.path[:15]) == (line_, "authorities[0]" + problem.path[14:15])


def test_a_file_without_authorities_says_how_to_write_them(tmp_path: Path) -> None:
    """An empty list is no list of authorities."""
    file = tmp_path / "mine.yaml"
    file.write_text("name: x\n", encoding="utf-8")
    with pytest.raises(BadInput, match="lists no authorities"):
        read_own_authorities(file)


def test_a_provision_stands_for_its_rules_and_the_check_of_the_rules_covers_authorities() -> None:
    """EECC 2(5) means its three limbs; an authority on a rule that is gone is a defect of the rulebook."""
    book = derogation.rulebook()
    assert resolve("EECC 2(5)", book) == ("ancillary_minor", "ancillary_ancillary", "ancillary_linked")
    first = load_authorities()[0]
    lost = first.points[0]
    astray = type(lost)(lost.at, lost.holds, {**lost.targets, "for": ("gone_rule",)}, lost.file, lost.line, lost.path)
    broken = type(first)(**{**{name: getattr(first, name) for name in first.__slots__}, "points": (astray,)})
    found = [each for each in defects(book, load_ledger(), authorities=(broken,)) if each.check.startswith("authority")]
    assert [each.message for each in found] == ["C-142/18 is attached to 'gone_rule', which does not exist"]


def test_a_file_of_authorities_reaches_the_answer_and_a_wrong_one_is_bad_input(tmp_path: Path) -> None:
    """`assess --authorities FILE` lists what the file says as the user's own; a target that is gone is refused."""
    file = tmp_path / "mine.yaml"
    entry = "authorities:\n- {id: Counsel, kind: doctrine, by: Us, holds: x, for: [TARGET]}\n"
    command = ["assess", "tiktok-direct-messages", "--format", "json", "--authorities", str(file)]
    file.write_text(entry.replace("TARGET", "ancillary_minor"), encoding="utf-8")
    rows = json.loads(CliRunner().invoke(group.derogation, command).output)["authorities"]
    assert [(row["id"], row["target"]) for row in rows if row["own"]] == [("Counsel", "ancillary_minor")]
    file.write_text(entry.replace("TARGET", "ancillary_mini"), encoding="utf-8")
    result = CliRunner().invoke(group.derogation, command)
    assert isinstance(result.exception, BadInput)
    assert "Did you mean 'ancillary_minor'?" in str(result.exception)
