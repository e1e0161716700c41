"""Interviews of shipped cases, answered from the case itself: the outcome found is the outcome of the case."""

from __future__ import annotations

from typing import Any

import derogation
import pytest
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case, read_case
from derogation.cases.profile import PROFILE_FORMAT, Profile
from derogation.interview.choosing.in_parts import in_parts
from derogation.interview.choosing.next_question import shortest
from derogation.interview.run import text_of
from derogation.interview.script import Script
from derogation.interview.session import Session, Way
from derogation.interview.write import profile_text

CASES = (
    "public-posts",
    "gmail-2019",
    "tiktok-direct-messages",
    "google-2025",
    "audio-only",
    "relief-under-3-2",
    "one-case-kept-too-long",
    "technology-switched-off",
    "unknown-everything",
)


def interviewed(case: Case, way: Way = in_parts) -> Session:
    """A whole interview from nothing, the case answering for itself."""
    data = case.document.data
    start: dict[str, Any] = {"profile": PROFILE_FORMAT, "name": "From nothing", "assess_on": case.profile.assess_on}
    start["parties"] = {}
    start |= {key: data[key] for key in ("sources", "parties", "readings") if key in data}
    session = Session(derogation.rulebook(), start, opening=False, given=[], way=way)
    script = Script({}, data)
    while (asking := session.asking) is not None:
        session.answer(asking.path, script.answer(asking, session.state))
    return session


@pytest.mark.parametrize("name", CASES)
def test_the_interview_reaches_the_outcome_of_the_case_and_writes_a_profile_that_is_assessed_alike(name: str) -> None:
    """The profile written, read again and assessed by both engines, has the outcome of the shipped case."""
    case = derogation.load_profile(shipped()[name])
    session = interviewed(case, shortest)
    written = read_case(text_of(session), "written.yaml")
    assert derogation.assess(written).outcome == derogation.assess(case).outcome
    assert derogation.assess(written).outcome == session.state.derivation.outcome


def test_a_service_that_is_not_publicly_available_needs_two_questions() -> None:
    """A gate that decides ends the interview."""
    session = interviewed(derogation.load_profile(shipped()["closed-circle"]), shortest)
    assert [given.path for given in session.given] == ["service.users_in_union", "service.publicly_available"]


def test_technologies_with_one_answer_in_common_are_asked_once() -> None:
    """What holds of both technologies is answered for all, and is written under every_technology."""
    session = interviewed(derogation.load_profile(shipped()["hash-passes-classifier-fails"]), shortest)
    shared = [given for given in session.given if given.path.endswith("scans.audio")]
    assert [(given.path, given.answer.everyone) for given in shared] == [("technologies[0].scans.audio", True)]
    assert session.state.data["every_technology"]["scans"] == {"audio": False}


def test_suspected_cases_are_asked_for_before_a_technology_is_found_covered() -> None:
    """That no suspected case is kept too long is asked, although a profile that lists none is taken to have none."""
    session = interviewed(derogation.load_profile(shipped()["model-messenger"]), shortest)
    asked = {given.path for given in session.given}
    assert "technologies[0].suspicions.recorded" in asked


def test_what_stays_open_ends_the_interview_where_nothing_else_can_settle_it() -> None:
    """In the shortest way, with the exception disputed and the rest of it unknown, no condition is asked about."""
    session = interviewed(derogation.load_profile(shipped()["tiktok-direct-messages"]), shortest)
    assert session.state.derivation.outcome == "undetermined"
    assert all(given.path.startswith("service.") for given in session.given)


@pytest.mark.parametrize("name", list(shipped()))
def test_every_shipped_case_is_written_and_read_back_as_the_same_profile(name: str) -> None:
    """Writing loses nothing: evidence, positions, lists known in part, expectations."""
    stated = Profile.model_validate(derogation.load_profile(shipped()[name]).document.data)
    again = Profile.model_validate(read_case(profile_text(stated), "again.yaml").document.data)
    assert again == stated
