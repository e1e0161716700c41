"""Findings and memos are signed by a second person, or say that they were not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from derogation.cases.catalogue import find
from derogation.desk.models import Matter
from derogation.desk.services import authors, documents, matters, proposals, signing, walls
from derogation.desk.services.access import Forbidden
from derogation.reading.errors import BadInput
from derogation.showing.proposed_record import Proposal

PATH = "technologies[0].processing.proportionate"


def found(user: Any, matter: Matter, value: Any = True) -> None:
    """The finding stated by somebody, in a version of his own."""
    before = matters.working(user, matter.id)
    matters.change(user, matter.id, documents.with_fact(before.data, "", PATH, value))
    assert matters.save(user, matter.id).version is not None


@pytest.fixture
def matter(team: Any) -> Matter:
    ana = team("ana", "reviewer")
    made = matters.create(ana.user, find("relief-missed-by-a-day").read_bytes(), "relief-missed-by-a-day")
    found(ana.user, made)
    made.refresh_from_db()
    return made


def the_finding(user: Any, matter: Matter) -> signing.Finding:
    return next(each for each in signing.findings(user, matter.id) if each.path == PATH)


def test_a_finding_belongs_to_whoever_last_said_what_it_says(team: Any, matter: Matter) -> None:
    ben = team("ben", "reviewer").user
    assert the_finding(ben, matter).author.get_username() == "ana"
    before = matters.working(ben, matter.id)
    matters.change(ben, matter.id, documents.with_fact(before.data, "", "service.users_in_union", False))
    matters.save(ben, matter.id)
    assert the_finding(ben, matter).author.get_username() == "ana"
    found(ben, matter, False)
    assert the_finding(ben, matter).author == ben


def test_whose_a_finding_is_does_not_depend_on_a_version_made_while_it_is_looked_up(team: Any, matter: Matter) -> None:
    ana = team("ana", "reviewer").user
    read = json.loads(matters.version(matter).document)
    found(ana, matter, False)
    assert authors.authors_of(matter, read, [("", PATH)]) == {("", PATH): ana}


def test_a_finding_is_signed_by_a_reviewer_who_is_not_its_author(team: Any, matter: Matter) -> None:
    ana, ben, eve = (
        team(name, role).user for name, role in (("ana", "reviewer"), ("ben", "reviewer"), ("eve", "author"))
    )
    for who in (ana, eve):
        with pytest.raises(Forbidden):
            signing.sign_finding(who, matter.id, "", PATH, "because")
    made = signing.sign_finding(ben, matter.id, "", PATH, "  The volume is small.  ")
    stated = documents.places.get(json.loads(made.document), PATH)
    assert (stated["value"], stated["signed"]["by"], stated["signed"]["why"]) == (True, "ben", "The volume is small.")
    assert the_finding(ben, matter).here is not None
    assert the_finding(ben, matter).author == ana


def test_who_is_an_author_in_the_team_signs_nothing_even_in_a_matter_of_his_own(team: Any) -> None:
    otto, ben = team("otto", "author").user, team("ben", "reviewer").user
    made = matters.create(otto, find("relief-missed-by-a-day").read_bytes(), "x")
    found(ben, made)
    with pytest.raises(Forbidden, match="in the team"):
        signing.sign_finding(otto, made.id, "", PATH, "because")
    with pytest.raises(Forbidden, match="in the team"):
        signing.sign_memo(otto, made.id, "because")


def test_a_signature_does_not_survive_a_change_of_what_was_signed(team: Any, matter: Matter) -> None:
    ana, ben = team("ana", "reviewer").user, team("ben", "reviewer").user
    signing.sign_finding(ben, matter.id, "", PATH, "because")
    before = matters.working(ana, matter.id)
    stated = documents.places.get(before.data, PATH) | {"value": False}
    matters.change(ana, matter.id, documents.with_fact(before.data, "", PATH, stated))
    matters.save(ana, matter.id)
    assert the_finding(ben, matter).signed is None
    assert the_finding(ben, matter).here is None


def test_what_a_file_calls_signed_is_not_signed_at_the_desk(team: Any, matter: Matter) -> None:
    ana, ben = team("ana", "reviewer").user, team("ben", "reviewer").user
    forged = {"by": "ben", "on": "2024-06-03", "why": "ha"}
    found(ana, matter, {"value": True, "signed": forged})
    assert the_finding(ben, matter).signed == forged
    assert the_finding(ben, matter).here is None


@pytest.mark.parametrize("why", ["", "  "])
def test_a_signature_gives_its_reasons(team: Any, matter: Matter, why: str) -> None:
    ben = team("ben", "reviewer").user
    with pytest.raises(BadInput, match="reasons"):
        signing.sign_finding(ben, matter.id, "", PATH, why)
    with pytest.raises(BadInput, match="reasons"):
        signing.sign_memo(ben, matter.id, why)


def test_a_memo_is_signed_by_nobody_who_has_written_it_since_it_was_last_signed(team: Any, matter: Matter) -> None:
    ana, ben = team("ana", "reviewer").user, team("ben", "reviewer").user
    with pytest.raises(Forbidden, match="changed this matter"):
        signing.sign_memo(ana, matter.id, "so it is")
    signing.sign_memo(ben, matter.id, "so it is")
    assert signing.memo_signature(matter).reviewed  # pyright: ignore[reportOptionalMemberAccess]
    found(ben, matter, False)
    matter.refresh_from_db()
    assert signing.memo_signature(matter) is None
    with pytest.raises(Forbidden):
        signing.sign_memo(ben, matter.id, "so it is")
    signing.sign_memo(ana, matter.id, "now it is mine to review")


def test_where_four_eyes_are_required_no_memo_leaves_before_a_second_person_signed(team: Any, matter: Matter) -> None:
    ana, ben = team("ana", "reviewer").user, team("ben", "reviewer").user
    signing.may_export(matters.working(ana, matter.id))
    matter = walls.set_walls(ana, matter.id, closed=False, four_eyes=True)
    with pytest.raises(Forbidden, match="signed it"):
        signing.may_export(matters.working(ana, matter.id))
    with pytest.raises(Forbidden, match="another reviewer"):
        walls.set_walls(ana, matter.id, closed=False, four_eyes=False)
    memo = f"/matters/{matter.id}/feature/-/memo.md"
    assert team("ana", "reviewer").get(memo).status_code == 403
    signing.sign_memo(ben, matter.id, "so it is")
    page = team("ana", "reviewer").get(memo)
    assert "ben, reviewer" in page.content.decode()
    before = matters.working(ana, matter.id)
    matters.change(ana, matter.id, documents.with_fact(before.data, "", "service.users_in_union", False))
    with pytest.raises(Forbidden, match="draft"):
        signing.may_export(matters.working(ana, matter.id))


def test_a_person_alone_signs_what_is_his_and_it_says_so(local: Any) -> None:
    local.post("/matters/new", {"example": "relief-missed-by-a-day"})
    matter = Matter.objects.get()
    from django.contrib.auth import get_user_model

    you = get_user_model().objects.get()
    found(you, matter)
    page = local.post(
        f"/matters/{matter.id}/signing/finding", {"path": PATH, "why": "so", "name": "A. Partner"}, follow=True
    )
    assert "A. Partner (not reviewed by a second person)" in page.content.decode()
    page = local.post(f"/matters/{matter.id}/signing/memo", {"why": "so", "name": "A. Partner"}, follow=True)
    assert "signed by its author" in page.content.decode()
    assert "not reviewed by a second person" in page.content.decode()
    signature = signing.memo_signature(Matter.objects.get())
    assert signature is not None
    assert not signature.reviewed


def test_a_closed_matter_keeps_a_reviewer_who_can_name_others(team: Any, matter: Matter) -> None:
    ana = team("ana", "reviewer").user
    walls.set_walls(ana, matter.id, closed=True, four_eyes=False)
    with pytest.raises(Forbidden, match="reviewer named"):
        walls.name_person(ana, matter.id, ana, "reader")
    with pytest.raises(Forbidden, match="reviewer named"):
        walls.name_person(ana, matter.id, ana, "")


# --- proposals -------------------------------------------------------------------------------------------------------


@pytest.fixture
def proposed(team: Any, matter: Matter) -> Any:
    """What a key of Ana's proposed: that the processing is proportionate, with a signature that it made up."""
    ana = team("ana", "reviewer").user
    before = matters.working(ana, matter.id)
    matters.change(ana, matter.id, documents.with_fact(before.data, "", PATH, None))
    matters.save(ana, matter.id)
    said = Proposal(PATH, "Is it?", {"value": True, "signed": {"by": "A judge", "on": "2024-01-01"}}, "finding")
    for _ in range(2):
        proposals.keep(ana, matter, [said], "script")
    (each,) = proposals.pending(ana, matter.id)
    return each.proposed


def test_a_proposal_becomes_a_finding_when_a_person_signs_it_who_is_not_its_author(
    team: Any, matter: Matter, proposed: Any
) -> None:
    """The finding is its proposer's, the signature the reviewer's; what the proposal said of a signature is nothing."""
    ana, ben = team("ana", "reviewer").user, team("ben", "reviewer").user
    assert PATH not in [each.path for each in signing.findings(ben, matter.id)]
    with pytest.raises(Forbidden):
        proposals.sign(ana, matter.id, proposed.pk, "because")
    made = proposals.sign(ben, matter.id, proposed.pk, "The volume is small.")
    stated = documents.places.get(json.loads(made.document), PATH)
    assert (stated["value"], stated["signed"]["by"], stated["signed"]["why"]) == (True, "ben", "The volume is small.")
    assert (the_finding(ben, matter).author, the_finding(ben, matter).here is not None) == (ana, True)
    assert proposals.pending(ben, matter.id) == []


def test_a_proposal_that_is_dropped_changes_nothing(team: Any, matter: Matter, proposed: Any) -> None:
    """No version is made; and whoever may not sign may not drop."""
    ben, eve = team("ben", "reviewer").user, team("eve", "author").user
    matter.refresh_from_db()
    before = matter.head
    with pytest.raises(Forbidden):
        proposals.drop(eve, matter.id, proposed.pk)
    proposals.drop(ben, matter.id, proposed.pk)
    matter.refresh_from_db()
    assert (proposals.pending(ben, matter.id), matter.head) == ([], before)
    with pytest.raises(BadInput, match="no such proposal"):
        proposals.sign(ben, matter.id, proposed.pk, "because")


def test_the_page_shows_what_was_proposed_to_whoever_may_sign(team: Any, matter: Matter, proposed: Any) -> None:
    """A reviewer signs it there; its proposer is told that another does."""
    address = f"/matters/{matter.pk}/signing/"
    assert "Sign this as a finding" not in team("ana", "reviewer").get(address).content.decode()
    ben = team("ben", "reviewer")
    assert "Sign this as a finding" in ben.get(address).content.decode()
    ben.post(f"{address}proposal", {"proposal": proposed.pk, "why": "so"})
    assert the_finding(ben.user, matter).here is not None
