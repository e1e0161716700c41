"""One interview step by step: answers, absences, lists, taking back."""

from __future__ import annotations

from typing import Any

import derogation
import pytest
from derogation.cases.loader import read_case
from derogation.interview.answer import DOES_NOT_APPLY, NOT_DISCLOSED, UNKNOWN, Answer, Refused
from derogation.interview.session import Session
from derogation.interview.start import new_case
from derogation.interview.write import profile_text
from derogation.reading.yaml_text import flow

MESSENGER = {
    "users_in_union": True,
    "publicly_available": True,
    "communications": {
        **dict.fromkeys(("remunerated", "via_networks", "direct", "interpersonal"), True),
        **dict.fromkeys(("interactive", "finite_number", "recipients_chosen"), True),
        "editorial": False,
    },
    "ancillary_exception": {"minor": False},
    "numbering": {"connects": False, "reaches_numbers": False},
}


def session(**start: Any) -> Session:
    data = {**new_case("A case"), "assess_on": "2022-06-01", "parties": {}, **start}
    return Session(derogation.rulebook(), data, opening=False, given=[])


def asked(interview: Session) -> str:
    assert interview.asking is not None
    return interview.asking.path


@pytest.mark.parametrize("absence", [UNKNOWN, NOT_DISCLOSED, DOES_NOT_APPLY])
def test_a_question_without_an_answer_is_not_asked_twice(absence: dict[str, str]) -> None:
    """Unknown, not disclosed and does not apply are kept as said, and the interview goes on."""
    interview = session()
    first = asked(interview)
    interview.answer(first, Answer(dict(absence)))
    assert asked(interview) != first
    assert interview.state.data["service"]["users_in_union"] == absence


def test_going_back_asks_the_question_before_again_and_forgets_its_answer() -> None:
    """The answer is gone from the case, with the source that came with it, which need not be described again."""
    interview = session()
    first = asked(interview)
    interview.answer(first, Answer({"value": True, "source": "terms"}, sources={"terms": {"title": "Terms"}}))
    assert interview.back()
    assert asked(interview) == first
    assert "service" not in interview.state.data
    assert "sources" not in interview.state.data
    assert interview.known("sources") == {"terms": {"title": "Terms"}}
    assert not interview.back()


def test_an_answer_that_contradicts_another_is_refused_with_the_reason_and_changes_nothing() -> None:
    """A consultation cannot be completed before it began."""
    technology = {"id": "hashes", "prior_consultation": {"started_on": "2021-08-01"}}
    interview = session(technologies=[technology])
    with pytest.raises(Refused, match=r"completed \(2021-07-01\) before it is started"):
        interview.answer("technologies[0].prior_consultation.completed_on", Answer("2021-07-01"))
    assert interview.given == []


def test_technologies_are_listed_and_then_asked_about() -> None:
    """Once listed, the periods of use of each are asked for."""
    interview = session(service=MESSENGER)
    assert asked(interview) == "technologies"
    interview.answer("technologies", Answer([{"id": "hashes"}, {"id": "words"}]))
    assert asked(interview) == "reports"
    interview.answer("reports", Answer([]))
    assert asked(interview) == "technologies[0].periods_of_use"
    interview.answer(asked(interview), Answer([{"since": "2021-08-02", "until": "never"}], everyone=True))
    assert asked(interview).startswith("technologies[0].")
    assert len(interview.state.derivation.units) == 2


def test_no_technology_at_all_ends_the_interview() -> None:
    """A complete, empty list leaves nothing to assess."""
    interview = session(service=MESSENGER)
    interview.answer("technologies", Answer([]))
    assert interview.asking is None
    assert interview.state.derivation.outcome == "no_processing"


def test_a_list_known_in_part_keeps_what_is_known_and_is_not_asked_for_twice() -> None:
    """Naming one more technology adds it to those that the case has."""
    interview = session(service=MESSENGER, technologies={"known": [{"id": "hashes"}], "complete": False})
    assert asked(interview) == "technologies"
    interview.answer("technologies", Answer({"known": [{"id": "words"}], "complete": False}))
    assert interview.state.data["technologies"] == {"known": [{"id": "hashes"}, {"id": "words"}], "complete": False}
    assert asked(interview) != "technologies"


def test_a_period_without_an_end_is_open_and_not_asked_for_again() -> None:
    """What the row leaves open was asked for with the row."""
    interview = session(service=MESSENGER, technologies=[{"id": "hashes"}])
    interview.answer("technologies[0].periods_of_use", Answer([{"since": "2021-08-02"}]))
    paths = [question.path for question in interview.state.questions]
    assert "technologies[0].periods_of_use[0].until" not in paths


def test_what_a_case_says_was_not_disclosed_is_not_asked_for() -> None:
    """Only what nobody was asked is asked."""
    service = {**MESSENGER, "publicly_available": {"unknown": "not_disclosed"}}
    paths = {question.path for question in session(service=service).state.questions}
    assert "service.publicly_available" not in paths


def test_a_disputed_answer_keeps_every_position_and_counts_as_each_party() -> None:
    """By default it stays open; as each party it has that party's value."""
    positions = [{"by": "Provider", "value": True, "inferred": True}, {"by": "Authority", "value": False}]
    interview = session()
    interview.answer(
        asked(interview), Answer({"positions": positions}, parties={"Authority": {"interest": "authority"}})
    )
    result = derogation.assess(interview.state.case)
    assert result.outcome == "undetermined"
    assert result.by_party == {"Authority": "not_needed", "Provider": "undetermined"}


def test_hostile_text_stays_text_in_the_file_written() -> None:
    """A note that looks like YAML is read back as it was typed."""
    note = "x: [1]\n- &a *b !!python {% raw %} # \"'\\ \u202e"
    interview = session()
    interview.answer(asked(interview), Answer({"value": True, "note": note}))
    text = profile_text(interview.state.case.profile)
    stated = read_case(text, "x.yaml").profile.service.users_in_union
    assert stated is not None
    assert stated.note == note
    assert "\u202e" not in text
    assert flow({"a": [True, None, 1.5]}) == "{a: [true, null, 1.5]}"
