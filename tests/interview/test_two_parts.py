"""The interview in two parts: what the client knows, by subject, then what counsel concludes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import derogation
import pytest
from derogation import api
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case
from derogation.cases.places import of_unit
from derogation.cases.profile import PROFILE_FORMAT
from derogation.cases.vocabulary import vocabulary
from derogation.interview.answer import UNKNOWN, Answer
from derogation.interview.choosing.in_parts import in_parts, part_of
from derogation.interview.choosing.open_questions import all_open
from derogation.interview.choosing.subjects import ORDER, by_subject
from derogation.interview.script import Script
from derogation.interview.session import Session, State

TWO = "hash-passes-classifier-fails"


@dataclass(frozen=True)
class Interviewed:
    """An interview of a case from nothing: the questions in the order in which they were put, and where it ended."""

    asked: tuple[Any, ...]
    state: State

    def paths(self, part: str) -> list[str]:
        return [question.path for question in self.asked if part_of(question.spec) == part]


def interviewed(name: str, *, unknown: bool = False) -> Interviewed:
    """An interview, made once."""
    return _interviewed(name, unknown)


@cache
def _interviewed(name: str, unknown: bool) -> Interviewed:
    """The case answers for itself; with ``unknown`` every conclusion of law is answered "unknown"."""
    case: Case = derogation.load_profile(shipped()[name])
    data = case.document.data
    start: dict[str, Any] = {"profile": PROFILE_FORMAT, "name": name, "assess_on": case.profile.assess_on}
    start |= {"parties": {}, **{key: data[key] for key in ("sources", "parties", "readings") if key in data}}
    session, script = Session(derogation.rulebook(), start, opening=False, given=[]), Script({}, data)
    asked: list[Any] = []
    while (asking := session.asking) is not None:
        asked.append(asking.open)
        legal = asking.spec is not None and part_of(asking.spec) == "counsel"
        session.answer(asking.path, Answer(UNKNOWN) if unknown and legal else script.answer(asking, session.state))
    return Interviewed(tuple(asked), session.state)


def keeps_the_parts(name: str, unknown: bool) -> None:
    """No conclusion among the client's questions, which come first and leave nothing plain unasked."""
    found = interviewed(name, unknown=unknown)
    parts = [part_of(question.spec) for question in found.asked]
    assert parts == sorted(parts), name
    for question in found.asked:
        if part_of(question.spec) == "client":
            assert not getattr(question.spec, "finding", False), question.path
            assert not getattr(question.spec, "indicators", ()), question.path
    units = [int(unit[0]) for path in found.paths("client") if (unit := of_unit(path)) is not None]
    assert units == sorted(units), name
    if not found.state.derivation.determined:
        left = all_open(found.state.derivation, found.state.askable)
        assert not [question.path for question in left if part_of(question.spec) == "client"], name


@pytest.mark.parametrize("unknown", [False, True])
def test_the_client_is_asked_plain_facts_by_subject_and_counsel_afterwards(unknown: bool) -> None:
    """Of two technologies the second comes when the first is done; every plain fact that a rule waits for is asked."""
    keeps_the_parts(TWO, unknown)


def test_unknown_to_every_legal_question_ends_nothing() -> None:
    """The client is asked what he is asked when counsel answers, and counsel is asked every conclusion that is left."""
    answered, unknown = interviewed(TWO), interviewed(TWO, unknown=True)
    assert set(answered.paths("client")) <= set(unknown.paths("client"))
    assert set(answered.paths("counsel")) <= set(unknown.paths("counsel"))
    assert "technologies[0].processing.proportionate" in unknown.paths("counsel")


def test_which_reports_exist_is_asked_before_any_technology_is_gone_into_and_proportionality_is_counsels() -> None:
    """A short answer that may decide comes before long ones; what is a judgement comes last."""
    paths = [question.path for question in interviewed(TWO).asked]
    assert paths.index("technologies") < paths.index("reports") < paths.index("technologies[0].periods_of_use")
    assert paths.index("reports") < paths.index("technologies[0].processing.proportionate")
    alone = paths.index("service.communications.with_provider_alone")
    assert alone > paths.index("service.communications.indicators.members_capped")


def test_where_the_outcome_is_settled_going_on_asks_what_else_is_wrong() -> None:
    """A closed circle needs no derogation; with everything asked for the conditions are gone through all the same."""
    settled = interviewed("closed-circle").state
    assert (settled.derivation.outcome, settled.questions) == ("not_needed", ())
    more = {question.path for question in settled.asked_by(partial(in_parts, everything=True)).questions}
    assert {"technologies[0].processing.proportionate", "provider.redress.appropriate"} <= more


def test_every_fact_and_list_has_its_subject() -> None:
    """None falls to the end of the interview because its subject was forgotten."""
    begins = {subject for line in ORDER for subject in line}
    for path in (*vocabulary().facts, *vocabulary().lists):
        parts = path.split(".")
        assert any(".".join(parts[:length]) in begins for length in range(1, len(parts) + 1)), path


def test_indicators_are_asked_of_the_client_before_counsel_concludes_from_them() -> None:
    """Each indicator that is asked says on which conclusion it bears."""
    found = {question.path: question for question in interviewed(TWO).asked}
    cap = found["service.communications.indicators.members_capped"]
    assert cap.bears_on[0].path == "service.communications.finite_number"
    assert by_subject([found["service.ancillary_exception.minor"], cap], api.rulebook())[0] is cap


@pytest.mark.long
@pytest.mark.parametrize("name", list(shipped()))
def test_every_shipped_case_keeps_the_parts(name: str) -> None:
    """Answered from the case, and with "unknown" to every legal question."""
    keeps_the_parts(name, unknown=False)
    keeps_the_parts(name, unknown=True)
    answered, unknown = interviewed(name), interviewed(name, unknown=True)
    assert set(answered.paths("client")) <= set(unknown.paths("client")), name
    assert answered.state.derivation.outcome == derogation.assess(derogation.load_profile(shipped()[name])).outcome
