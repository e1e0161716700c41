"""Findings are somebody's: signed by whom, when and why, marked where nobody signed, overtaken by what came later."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from derogation import api
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case, case_of, read_case
from derogation.engine.why.results import Assessment
from derogation.reading.document import Document
from derogation.reading.errors import BadInput
from derogation.showing.answer_page import page_of
from derogation.showing.terminal import terminal

#: A training case that states every finding and signs none.
PLAIN: dict[str, Any] = json.loads(
    json.dumps(api.load_profile(shipped()["e-mail-through-the-gaps"]).document.data, default=str)
)
PROPORTIONATE, ERRORS = "technologies[0].processing.proportionate", "technologies[0].quality.errors_limited"
DAY = date(2021, 7, 1)


def case(data: Any) -> Case:
    return case_of(Document("<test>", data, {}))


def assessed(data: Any) -> Assessment:
    return api.assess(case(data), engines=["evaluator"])


def page(result: Assessment) -> str:
    return " ".join(terminal(page_of(result, api.answer_record(result)), width=100, colour=False).split())


def signed(path: str = PROPORTIONATE, on: date = DAY, data: Any = PLAIN) -> dict[str, Any]:
    return api.sign_finding(data, path, "A. Partner", on, "The hits of a month were read.")


def with_audit(data: Any, on: str, rate: float = 0.4) -> dict[str, Any]:
    """The profile with its rate of errors on the word of an audit of some day."""
    copy = json.loads(json.dumps(data, default=str))
    copy["sources"]["audit"] = {"title": "Audit of hits", "on": on}
    copy["technologies"][0]["quality"]["error_rate"] = {"value": rate, "source": "audit"}
    return copy


def test_an_unsigned_finding_is_marked_in_page_json_and_full_answer() -> None:
    """Every finding that the answer rests on is named by its provision until somebody has signed it."""
    result = assessed(PLAIN)
    assert "Findings unsigned: (g)(iv): appropriate, reasonable time;" in page(result)
    (group,) = api.answer_json(result)["answer"]["findings"]
    assert (group["state"], group["by"], group["on"]) == ("unsigned", "", None)
    assert {PROPORTIONATE, ERRORS, "provider.redress.appropriate"} <= set(group["paths"])
    assert all(each["unsigned"] and each["signed"] is None for each in api.answer_json(result)["findings"])


def test_an_assumed_finding_waits_for_no_signature() -> None:
    """What the author takes as notorious is called assumed, not a judgement that somebody has yet to sign."""
    data = json.loads(json.dumps(PLAIN, default=str))
    data["provider"]["redress"]["appropriate"] = {"value": True, "assumed": True}
    found = {each.path: each for each in assessed(data).findings}
    assert (found["provider.redress.appropriate"].unsigned, found[PROPORTIONATE].unsigned) == (False, True)
    assert "Findings unsigned: (g)(iv): reasonable time;" in page(assessed(data))


def test_a_signed_finding_says_by_whom_when_and_why() -> None:
    """Signing takes it from those unsigned, and changes nothing else in the answer."""
    before, result = assessed(PLAIN), assessed(signed())
    assert "Findings signed: A. Partner, 1 July 2021: (a)(ii): proportionate" in page(result)
    found = next(each for each in api.answer_json(result)["findings"] if each["path"] == PROPORTIONATE)
    assert found["signed"] == {"by": "A. Partner", "on": "2021-07-01", "why": "The hits of a month were read."}
    assert (result.outcome, result.possible_outcomes) == (before.outcome, before.possible_outcomes)
    assert [each.status for each in result.conditions] == [each.status for each in before.conditions]
    assert "A. Partner" not in {*case(signed()).engine_facts().all_parties()}


@pytest.mark.parametrize(("audited", "overtaken"), [("2021-06-30", False), ("2021-07-01", False), ("2021-07-02", True)])
def test_a_finding_is_overtaken_by_a_fact_of_a_later_day(audited: str, overtaken: bool) -> None:
    """The share of wrong hits bears on proportionality: known from a later day than the signature, it overtakes it; of
    the same day or before, it was there to be weighed."""
    result = assessed(with_audit(signed(), audited))
    assert ("Findings overtaken: A. Partner, 1 July 2021: (a)(ii): proportionate" in page(result)) is overtaken
    found = next(each for each in result.findings if each.path == PROPORTIONATE)
    assert [each.use.path for each in found.overtaken_by] == ["technologies[0].quality.error_rate"] * overtaken


def test_the_day_on_which_a_fact_was_stated_counts_before_that_of_its_source() -> None:
    """An old document may be read late: what it says was not before whoever signed."""
    data = with_audit(signed(), "2021-01-05")
    data["technologies"][0]["quality"]["error_rate"]["stated_on"] = "2021-07-20"
    assert next(each for each in assessed(data).findings if each.path == PROPORTIONATE).overtaken_by


def test_a_later_fact_that_does_not_bear_on_a_finding_leaves_it() -> None:
    """A rate of errors says nothing of how long complaints take."""
    data = with_audit(signed("provider.redress.reasonable_time"), "2022-01-01")
    assert not any(each.overtaken_by for each in assessed(data).findings)


def test_between_drafts_a_finding_that_stayed_while_its_facts_changed_is_overtaken() -> None:
    """Signed or not: it was made before. Who signs it anew has seen the change."""
    old, new = with_audit(signed(), "2021-06-01"), with_audit(signed(), "2021-06-01", 7.5)
    (found,) = api.overtaken_findings({"": case(old)}, {"": case(new)}).values()
    named = {each.path: each for each in found}
    assert (named[PROPORTIONATE].by, named[PROPORTIONATE].on) == ("A. Partner", DAY)
    assert (named[ERRORS].by, named[ERRORS].on) == ("", None)
    assert named[PROPORTIONATE].facts == ("human review found 7.5 % of automatic hits to be wrong",)
    again = signed(on=date(2021, 7, 9), data=new)
    (left,) = api.overtaken_findings({"": case(old)}, {"": case(again)}).values()
    assert PROPORTIONATE not in {each.path for each in left}
    (draft,) = api.compare_drafts({"": case(old)}, {"": case(again)})
    assert "signature" in {each.kind for each in draft.changes}
    assert draft.overtaken == left


def test_what_was_signed_is_read_back_from_the_text_that_is_written() -> None:
    data = signed(data=signed("provider.redress.appropriate"))
    again = read_case(api.document_text(data))
    assert again.profile == case(data).profile
    assert PLAIN["provider"]["redress"]["appropriate"] is True  # what was given is as it was


def test_a_finding_of_a_matter_is_signed_where_it_is_stated() -> None:
    """What the matter states of its provider is signed once for all features."""
    document: dict[str, Any] = {
        "matter": "derogation/matter/1",
        "name": "Two features",
        "provider": {"name": "Quillbrook", "redress": {"appropriate": True}},
        "features": [{"id": "chat", "technologies": [{"id": "hashes", "processing": {"proportionate": True}}]}],
    }
    one = api.sign_finding(document, "provider.redress.appropriate", "A", DAY, feature="chat")
    two = api.sign_finding(one, PROPORTIONATE, "B", DAY, finding=False, feature="chat")
    assert two["provider"]["redress"]["appropriate"]["signed"]["by"] == "A"
    own = two["features"][0]["technologies"][0]["processing"]["proportionate"]
    assert (own["value"], own["signed"]["by"]) == (False, "B")
    assert api.matter_from(Document("<matter>", two, {})).features["chat"].profile.provider.redress.appropriate


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"publicly_available": {"value": True, "signed": {"by": "A", "on": "2021-07-01"}}}, None),
        ({"users_in_union": {"value": True, "signed": {"by": "A", "on": "2021-07-01"}}}, "a plain fact is not signed"),
        ({"publicly_available": {"signed": {"by": "A", "on": "2021-07-01"}}}, "is signed but finds nothing"),
        ({"publicly_available": {"value": True, "signed": {"by": "A"}}}, "the key 'on' is missing"),
        ({"publicly_available": {"value": True, "signed": {"by": "", "on": "2021-07-01"}}}, "is empty"),
    ],
)
def test_a_signature_is_whole_and_stands_with_a_judgement(change: dict[str, Any], message: str | None) -> None:
    """Elements that need judgement may be signed; plain facts have sources."""
    data = {**PLAIN, "service": {**PLAIN["service"], **change}}
    if message is None:
        assert case(data).profile.service.publicly_available is not None
        return
    with pytest.raises(BadInput, match=message):
        case(data)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("service.users_in_union", "this is no finding"),
        ("technologies[4].processing.proportionate", "nothing is found here yet"),
        ("technologies[0].quality.relevant_indicators_only", "nothing is found here yet"),
        ("nowhere", "this is no finding"),
    ],
)
def test_only_what_is_found_can_be_signed(path: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        signed(path)
