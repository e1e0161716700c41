"""Hand-outs and mock hearings: what stands in them, with the solution and without."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from derogation.api import assess, assess_posed, hearing, load_lesson, load_profile, pose_lesson, rulebook
from derogation.cases.catalogue import find
from derogation.lessons.handout import case_handout, lesson_handout
from derogation.lessons.hearing import hearing_of
from derogation.lessons.posed import pose_case
from derogation.memo.formats import rendered
from derogation.reading.errors import BadInput
from derogation.showing.document import Document
from derogation.showing.markdown import markdown


def handed_out(name: str, *, solution: bool) -> Document:
    posed = pose_case(load_profile(find(name)), rulebook())
    return case_handout(posed, assess_posed(posed), solution=solution)


def heard(name: str, *, solution: bool = False) -> str:
    return markdown(hearing(load_profile(find(name)), solution=solution))


def test_a_hand_out_tells_the_facts_and_hides_the_solution() -> None:
    """What is asked stands there with room to write; neither status, nor reason, nor lesson does."""
    plain = markdown(handed_out("relief-missed-by-a-day", solution=False))
    assert "The prior consultation of the supervisory authority was started on 3 September 2021" in plain
    assert "Article 3(1), point (c)" in plain
    assert "fails for ever" not in plain
    assert "excludes that day" not in plain
    assert "✗ not met" not in plain
    solved = markdown(handed_out("relief-missed-by-a-day", solution=True))
    assert "✗ not met" in solved
    assert "fails for ever" in solved
    assert "On high\\_risk: undetermined." in solved


def test_a_hand_out_of_a_lesson_says_what_is_no_law() -> None:
    """A draft is called one where its case is put, and its outcome has a name of its own."""
    lesson = load_lesson("drafts-of-2020")
    cases = [(posed, assess_posed(posed)) for posed in pose_lesson(lesson)[3:4]]
    text = markdown(lesson_handout(lesson, rulebook(), cases, solution=True))
    assert "libe-a9-0258-2020: a draft or hypothesis, never law" in text
    assert "would be not eligible" in text


def test_a_hand_out_is_one_of_the_documents_that_memos_are_written_as() -> None:
    """Word, as an example of the formats, which memos try."""
    pytest.importorskip("docx")
    written = rendered(handed_out("skypeout", solution=False), ".docx")
    assert "SkypeOut" in zipfile.ZipFile(BytesIO(written)).read("word/document.xml").decode()


def test_a_hearing_says_who_has_to_show_what_and_what_the_record_shows() -> None:
    """The finding in dispute: met for one side, not for the other, not shown on the record; the provider's burden."""
    found = hearing_of(load_profile(find("two-views-of-one-fact")), rulebook(), assess)
    (issue,) = found.issues
    assert [role.name for role in found.roles] == ["Nuthatch", "Supervisory authority"]
    assert (issue.result.rule.provision, issue.burden) == ("3(1)(e)", "provider")
    assert issue.statuses == ("met", "not_met")
    assert (issue.result.status, issue.record, issue.not_shown) == ("undetermined", "not_met", True)
    (fact,) = issue.facts
    assert fact.standing == "disputed"
    assert len(found.settled) == len(rulebook().of_kind("condition")) - len(found.issues)


def test_the_briefs_tell_each_side_what_is_its_own() -> None:
    """The burden to the one that bears it, the authorities on the other side to the other; the bench's page apart."""
    text, _, bench = heard("in-game-chat-undecided", solution=True).partition("## For the bench")
    provider, authority = text.split("## Brief for")[1:]
    assert "You bear the burden of" in provider
    assert "COM(2022) 209" in provider
    assert "You have nothing to show of" in authority
    assert "recital17" in authority
    assert "second-hand" in authority
    assert "It turns first on the exception" in bench
    assert "what should be found" not in heard("skypeout")


def test_a_file_without_parties_is_argued_from_the_same_facts() -> None:
    """Nobody is made to say what the file does not say."""
    text = heard("gmail")
    assert "The file holds no statement of either" in text
    assert "On your own statements" not in text


def test_sides_are_parties_of_the_case_and_two_of_them() -> None:
    """A name that takes no position, and the same one twice, are refused."""
    case = load_profile(find("two-views-of-one-fact"))
    with pytest.raises(BadInput, match="cannot argue both sides"):
        hearing(case, names=("Nuthatch", "nuthatch"))
    with pytest.raises(BadInput, match="takes no position"):
        hearing(case, names=("Nuthatch", "Somebody"))
