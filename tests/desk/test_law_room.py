"""The law room: everything linked all ways, the state of the law on a day, drafts under their labels."""

from __future__ import annotations

from typing import Any

import pytest
from derogation.api import law_graph
from derogation.rules.variants.model import shipped_variants


def page(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_room_leads_to_every_rule_and_reading(local: Any) -> None:
    shown = page(local, "/law/")
    for node in (*law_graph().of("rule"), *law_graph().of("reading")):
        assert f'href="/law/{node.kind}/{node.name}"' in shown


def test_a_citation_a_name_and_an_authority_lead_to_their_page(local: Any) -> None:
    for sought, address in (
        ("Article 3(1)(c)", "/law/provision/3(1)(c)"),
        ("recital 17", "/law/provision/rec.17"),
        ("annual_report", "/law/rule/annual_report"),
        ("C-142/18", "/law/authority/C-142/18"),
    ):
        assert local.get("/law/", {"q": sought}).headers["Location"] == address
        assert local.get(address).status_code == 200
    assert "Nothing is called" in page(local, "/law/?q=nonesuch")


@pytest.mark.parametrize("kind", ["provision", "rule", "definition", "fact", "question", "reading", "choice", "case"])
def test_every_link_of_a_page_leads_to_a_page_that_leads_back(local: Any, kind: str) -> None:
    first = law_graph().of(kind)[0]
    shown = page(local, f"/law/{kind}/{first.name}")
    ends = [link.target for link in law_graph().out[first.id]] + [link.source for link in law_graph().into[first.id]]
    near = next(law_graph().nodes[end] for end in ends if law_graph().nodes[end].kind != "mutant")
    assert f"/law/{near.kind}/" in shown
    assert f"/law/{kind}/" in page(local, f"/law/{near.kind}/{near.name}")


def test_a_reading_shows_every_choice_with_its_argument_and_which_is_taken(local: Any) -> None:
    for reading in law_graph().of("reading"):
        shown = page(local, f"/law/reading/{reading.name}")
        assert "(the default)" in shown
        assert shown.count("<h2") >= 3


def test_the_state_of_the_law_is_that_of_the_day_asked_about(local: Any) -> None:
    before, after = page(local, "/law/state?on=2020-12-20"), page(local, "/law/state?on=2026-11-01")
    assert before != after
    assert "32021R1232" in after
    assert page(local, "/law/state?on=yesterday", 422)


def test_whatever_is_shown_of_a_draft_says_first_that_it_is_no_law(local: Any) -> None:
    for name in shipped_variants():
        title = page(local, f"/law/drafts/{name}").partition("<h1>")[2].partition("</h1>")[0]
        assert title.startswith(("DRAFT, NEVER LAW", "HYPOTHESIS"))
        compared = page(local, f"/law/compared?law={name}&case=model-messenger").partition("<h1>")[2]
        assert compared.startswith(("DRAFT, NEVER LAW", "HYPOTHESIS"))


@pytest.mark.parametrize(
    "address", ["/law/rule/none", "/law/provision/", "/law/drafts/..", "/law/drafts/own", "/law/none/x"]
)
def test_what_is_not_there_is_not_found(local: Any, address: str) -> None:
    page(local, address, 404)
