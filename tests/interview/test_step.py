"""The interview step by step, as a web page uses it: pure functions over a case and what was asked."""

from __future__ import annotations

import pytest
from derogation import api
from derogation.cases.catalogue import shipped
from derogation.reading.errors import BadInput

CHAT = "profile: derogation/profile/1\nname: Chat\nassess_on: 2023-06-01\n"
PROPORTIONATE = "technologies[0].processing.proportionate"


def test_a_question_says_who_answers_what_may_be_said_and_why() -> None:
    """The first one of the client's, and one of a technology with its name."""
    case = api.read_profile(CHAT)
    first = api.next_question(case)
    assert first is not None
    assert (first.path, first.part, first.subject, first.about) == (
        "service.users_in_union", "client", "The service", "",
    )  # fmt: skip
    assert "Directive 2002/58/EC" in first.why
    listed = api.with_answer(case, "technologies", [{"id": "hashes"}])
    of_it = next(each for each in api.questions(listed) if each.path == "technologies[0].end_to_end_encryption"
                 or each.path == "technologies[0].scans.material")  # fmt: skip
    assert (of_it.about, of_it.answer, of_it.part) == ("hashes", "choice", "client")
    assert "both" in of_it.choices or "all" in of_it.choices


def test_what_was_asked_is_not_asked_again_and_ends_nothing() -> None:
    """Skipping everything of counsel's leaves every question of the client's."""
    case = api.load_profile(shipped()["hash-passes-classifier-fails"])
    bare = api.read_profile(CHAT)
    counsel = {each.path for each in api.questions(bare, part="counsel", everything=True)}
    assert counsel
    assert {each.part for each in api.questions(bare, part="counsel", everything=True)} == {"counsel"}
    left = [each.path for each in api.questions(bare, asked=counsel)]
    assert left == [each.path for each in api.questions(bare, part="client")]
    assert api.next_question(bare, asked={"service.users_in_union"}) != api.next_question(bare)
    assert api.questions(case, asked={each.path for each in api.questions(case, everything=True)}) == ()


def test_an_answer_changes_a_copy_and_one_that_cannot_stand_is_refused() -> None:
    """The case that was given stays; the source comes with the answer."""
    case = api.read_profile(CHAT)
    stated = {"value": True, "source": "terms"}
    after = api.with_answer(case, "service.users_in_union", stated, sources={"terms": {"title": "Terms"}})
    assert case.profile.service.users_in_union is None
    fact = after.profile.service.users_in_union
    assert fact is not None
    assert (fact.value, fact.source, after.profile.sources["terms"].title) == (True, "terms", "Terms")
    with pytest.raises(BadInput, match="users_in_union"):
        api.with_answer(case, "service.users_in_union", "perhaps")


def test_a_conclusion_comes_with_the_facts_that_bear_on_it() -> None:
    """Which are on file and which way they point; no facts stand beside what is a plain fact itself."""
    case = api.load_profile(shipped()["hash-passes-classifier-fails"])
    found = {each.fact.fact: each.points for each in api.facts_beside(case, PROPORTIONATE)}
    assert found["technology.detects.known_material"] == "neither_way"
    indicator = api.with_answer(case, "technologies[1].quality.risk_factors_used", ["message_meaning"])
    beside = api.facts_beside(indicator, "technologies[1].quality.cannot_deduce_substance")
    assert {each.fact.fact: each.points for each in beside}["technology.quality.risk_factors_used"] == "to_no"
    for path in ("technologies[0].scans.text", "nothing.here", "technologies[9].processing.proportionate"):
        with pytest.raises(BadInput, match="no conclusion"):
            api.facts_beside(case, path)


def test_the_shortest_way_takes_no_part() -> None:
    """It asks anyone, so that a part of it makes no sense."""
    with pytest.raises(BadInput, match="shortest way"):
        api.questions(api.read_profile(CHAT), part="client", shortest=True)
