"""From whose standpoint facts count: in dispute, as a party, confirmed, assumed."""

from __future__ import annotations

from typing import Any

import pytest
from derogation.engine.case.facts import Entity, Items, Position, Standing, Statement, Views
from derogation.engine.case.standpoint import Parties, count, seen_from
from lighthouse.world import act, disputed, entity, listed, says, some_of

#: The keeper and the owner are of one interest, the pilots of another; the almanac is nobody's.
PARTIES = Parties(
    interests={"keeper": "station", "owner": "station", "pilots": "sea"},
    authors={"letter": "keeper", "deed": "owner", "complaint": "pilots", "almanac": "", "chart": "Hydrographer"},
)


def given(value: Any, standing: Standing = "supplied", source: str = "") -> Statement:
    return Statement("light.harbour.minor", value, standing, source)


@pytest.mark.parametrize(
    ("statement", "standpoint", "value", "standing"),
    [
        # what the author states counts for everybody
        (given(True), None, True, "supplied"),
        (given(True), "keeper", True, "supplied"),
        (given(True, "assumed"), None, True, "assumed"),
        (given(True, "assumed", "letter"), None, True, "assumed"),
        (given(None, "not_asked"), None, None, "not_asked"),
        (given(None, "not_disclosed"), "keeper", None, "not_disclosed"),
        (given(None, "does_not_apply"), None, None, "does_not_apply"),
        # what a party's own source says alone rests on its word, and counts as that party
        (given(True, source="letter"), None, None, "uncorroborated"),
        (given(True, source="letter"), "keeper", True, "claimed"),
        (given(True, source="letter"), "owner", None, "uncorroborated"),
        (given(True, source="letter"), "pilots", None, "uncorroborated"),
        (given(True, source="complaint"), None, None, "uncorroborated"),
        # a source of nobody's, or of somebody without an interest, is evidence
        (given(True, source="almanac"), None, True, "supplied"),
        (given(True, source="chart"), None, True, "supplied"),
        (given(True, source="unheard of"), None, True, "supplied"),
        # parties that differ
        (disputed(says("keeper", True), says("pilots", False)), None, None, "disputed"),
        (disputed(says("keeper", True), says("pilots", False)), "keeper", True, "claimed"),
        (disputed(says("keeper", True), says("pilots", False)), "pilots", False, "claimed"),
        (disputed(says("keeper", True), says("pilots", False)), "owner", None, "disputed"),
        (disputed(says("keeper", True), says("owner", False)), None, None, "disputed"),
        # one interest alone, however many speak for it
        (disputed(says("keeper", True)), None, None, "uncorroborated"),
        (disputed(says("keeper", True, source="letter")), None, None, "uncorroborated"),
        (disputed(says("keeper", True, source="deed")), None, None, "uncorroborated"),
        (disputed(says("keeper", True), says("owner", True)), None, None, "uncorroborated"),
        (disputed(says("keeper", True, inferred=True)), "keeper", True, "claimed"),
        (disputed(says("keeper", True)), "owner", None, "uncorroborated"),
        # confirmed by an opposed interest, or by a source not the party's own
        (disputed(says("keeper", True), says("pilots", True)), None, True, "agreed"),
        (disputed(says("keeper", True), says("pilots", True)), "keeper", True, "claimed"),
        (disputed(says("keeper", True), says("pilots", True)), "owner", True, "agreed"),
        (disputed(says("keeper", True, source="complaint")), None, True, "agreed"),
        (disputed(says("keeper", True, source="chart")), None, True, "agreed"),
        (disputed(says("keeper", True, source="almanac")), None, None, "uncorroborated"),
        # who has declared no interest corroborates nobody
        (disputed(says("keeper", True), says("stranger", True)), None, None, "uncorroborated"),
        (disputed(says("stranger", True)), None, None, "uncorroborated"),
        # agreement must be of all
        (disputed(says("keeper", True), says("pilots", True), says("stranger", False)), None, None, "disputed"),
        # values of other kinds
        (disputed(says("keeper", 12), says("pilots", 12)), None, 12, "agreed"),
        (disputed(says("keeper", some_of("red")), says("pilots", frozenset({"red"}))), None, None, "disputed"),
        (disputed(says("keeper", some_of("red")), says("pilots", some_of("red"))), None, some_of("red"), "agreed"),
        (disputed(says("keeper", 0), says("pilots", 1)), "keeper", 0, "claimed"),
    ],
)
def test_what_counts(statement: Statement, standpoint: str | None, value: object, standing: str) -> None:
    """By default only what is not in dispute; as a party, what it says, and the default where it is silent."""
    assert count(statement, PARTIES, standpoint) == (value, standing)


def test_a_party_with_an_interest_of_its_own_is_interested() -> None:
    """A party listed without naming an interest is interested all the same: its own source alone proves nothing."""
    parties = Parties(interests={"keeper": ""}, authors={"letter": "keeper"})
    assert count(given(True, source="letter"), parties, None) == (None, "uncorroborated")


def test_unknown_facts_are_absent_from_a_scope() -> None:
    """Only values stand in a scope; how each fact came to count, or not to, stands beside them."""
    case = seen_from(
        entity(
            {
                "light.shines_seaward": True,
                "light.harbour.minor": disputed(says("keeper", True)),
                "light.harbour.inside": Statement("", None, "not_disclosed"),
            }
        ),
        PARTIES,
    )
    assert case.values == {"light.shines_seaward": True}
    assert case.standings == {
        "light.shines_seaward": "supplied",
        "light.harbour.minor": "uncorroborated",
        "light.harbour.inside": "not_disclosed",
    }


def test_items_are_seen_from_the_same_standpoint() -> None:
    """A party's word counts, or not, in lists inside lists as it does elsewhere."""
    watch = {"awake": disputed(says("keeper", True), says("pilots", False))}
    lamps = listed(
        {"watches": listed(watch, complete=False)}, complete=False, other={"trimmed": disputed(says("keeper", True))}
    )
    whole = entity({"lamps": lamps})
    default, keeper = seen_from(whole, PARTIES), seen_from(whole, PARTIES, "keeper")
    for scope, awake, other in ((default, {}, {}), (keeper, {"awake": True}, {"trimmed": True})):
        (lamp,), complete = scope.items("lamps").known, scope.items("lamps").complete
        assert not complete
        (seen,), complete = lamp.items("watches").known, lamp.items("watches").complete
        assert not complete
        assert (seen.values, seen.address.text) == (awake, "lamps[0].watches[0]")
        assert scope.items("lamps").other.values == other


def test_series_are_in_every_scope() -> None:
    """The constant rows of a rulebook stand beside the facts, and are in dispute with nobody."""
    case = seen_from(Entity(), PARTIES, "keeper", act().series)
    rows, complete = case.items("returns").known, case.items("returns").complete
    assert complete
    assert [row.values["year"] for row in rows] == [1871, 1872, 1873, 1874]
    assert "lamps" not in case.lists


def test_lists_that_are_left_out_are_absent() -> None:
    """A list of which the case says nothing is not in its scope; one known to be empty is."""
    assert seen_from(Entity(), PARTIES).lists == {}
    assert seen_from(Entity(lists={"lamps": Items()}), PARTIES).lists == {"lamps": Views()}


def test_a_fact_nobody_stated_says_so_with_its_place() -> None:
    """Asking a scope for a fact on which the case is silent gives a statement that it was not asked."""
    case = seen_from(entity({"lamps": listed({"fuel": "oil"})}), PARTIES)
    (lamp,) = case.items("lamps").known
    assert lamp.statement("trimmed") == Statement("lamps[0].trimmed", None, "not_asked")
    assert case.statement("light.height_m") == Statement("light.height_m", None, "not_asked")
    assert lamp.statement("fuel").value == "oil"


def test_positions_say_what_they_rest_on() -> None:
    """A position keeps its reason, its source and whether it was inferred."""
    position = Position("keeper", True, "it is small", "letter", inferred=True)
    assert (position.because, position.source, position.inferred) == ("it is small", "letter", True)
