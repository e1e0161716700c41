"""Matters at the desk: drafts, versions, two people at once, walls."""

from __future__ import annotations

import json
from typing import Any

import pytest
from derogation.cases.catalogue import find
from derogation.desk.models import AuditDetail, AuditEntry, Matter, Tombstone, Version
from derogation.desk.services import audit, documents, matters, walls
from derogation.desk.services.access import Forbidden, NotFound
from derogation.desk.views.turned import Turned
from django.db import DataError
from django.http import HttpResponse
from django.test import RequestFactory


def made(client: Any, name: str = "gmail") -> Matter:
    return matters.create(client.user, find(name).read_bytes(), name)


def stated(user: Any, matter: Matter, path: str, value: Any) -> None:
    before = matters.working(user, matter.id)
    matters.change(user, matter.id, documents.with_fact(before.data, "", path, value))


def test_a_change_is_kept_at_once_and_becomes_a_version_when_saved(team: Any) -> None:
    ana = team("ana", "author")
    matter = made(ana)
    stated(ana.user, matter, "service.users_in_union", False)
    assert matters.working(ana.user, matter.id).is_draft
    saved = matters.save(ana.user, matter.id, "no users here")
    assert saved.version is not None
    assert saved.version.number == 2
    assert json.loads(saved.version.document)["service"]["users_in_union"] is False
    assert Version.objects.filter(matter=matter).count() == 2


def test_a_list_that_is_cut_says_so(team: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = team("ana", "author")
    monkeypatch.setattr(matters, "LISTED", 1)
    said = "These are the 1 saved last"
    made(ana)
    assert said not in ana.get("/").content.decode()
    made(ana)
    assert said in ana.get("/").content.decode()


def test_changes_of_two_people_at_different_places_are_put_together(team: Any) -> None:
    ana, ben = team("ana", "author"), team("ben", "author")
    matter = made(ana)
    stated(ana.user, matter, "service.users_in_union", False)
    stated(ben.user, matter, "service.internet_access", True)
    matters.save(ana.user, matter.id)
    saved = matters.save(ben.user, matter.id)
    assert saved.version is not None
    service = json.loads(saved.version.document)["service"]
    assert (service["users_in_union"], service["internet_access"]) == (False, True)


@pytest.mark.parametrize(("choice", "stands"), [("mine", "never"), ("theirs", False)])
def test_changes_that_exclude_each_other_are_shown_and_decided_by_a_person(team: Any, choice: str, stands: Any) -> None:
    ana, ben = team("ana", "author"), team("ben", "author")
    matter = made(ana)
    stated(ana.user, matter, "service.users_in_union", False)
    stated(ben.user, matter, "service.users_in_union", {"value": False, "note": "never"})
    matters.save(ana.user, matter.id)
    saved = matters.save(ben.user, matter.id)
    assert saved.version is None
    assert [each.path for each in saved.conflicts] == ["service.users_in_union"]
    decided = matters.save(ben.user, matter.id, decided={"service.users_in_union": choice}).version
    assert decided is not None
    found = json.loads(decided.document)["service"]["users_in_union"]
    assert (found["note"] if isinstance(found, dict) else found) == stands


def test_a_closed_matter_does_not_exist_for_those_not_named_in_it(team: Any) -> None:
    ana, ben = team("ana", "author"), team("ben", "reviewer", administrator=True)
    matter = made(ana)
    Matter.objects.filter(pk=matter.id).update(closed=True)
    with pytest.raises(NotFound):
        matters.working(ben.user, matter.id)
    walls.name_person(ana.user, matter.id, ben.user, "reader")
    assert matters.working(ben.user, matter.id).matter == matter
    with pytest.raises(Forbidden):
        matters.change(ben.user, matter.id, {})


def test_a_deleted_matter_leaves_a_dated_tombstone_and_a_chain_without_content(team: Any) -> None:
    ana = team("ana", "author")
    matter = made(ana, "tiktok-direct-messages")
    number = matter.id
    matters.delete(ana.user, number)
    assert Tombstone.objects.get(matter=number).deleted_by == "ana"
    assert not Matter.objects.filter(pk=number).exists()
    assert not AuditDetail.objects.filter(matter=number).exists()
    assert audit.verify().broken_at is None


def test_a_changed_link_of_the_audit_trail_is_found(team: Any) -> None:
    ana = team("ana", "author")
    made(ana)
    entry = AuditEntry.objects.order_by("number")[0]
    AuditDetail.objects.filter(pk=entry.number).update(content='{"action":"nothing"}')
    assert audit.verify().broken_at == entry.number


def test_the_database_is_what_the_models_say_by_one_line_of_migrations() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)  # exits where one is missing, or two conflict


def test_only_a_zero_byte_is_told_as_one() -> None:
    """What else a database refuses is no fault of who asked."""
    turned = Turned(lambda _: HttpResponse())
    found = turned.process_exception(
        RequestFactory().get("/"), DataError("text fields cannot contain NUL (0x00) bytes")
    )
    assert found is not None
    assert found.status_code == 422
    assert turned.process_exception(RequestFactory().get("/"), DataError("value out of range")) is None


def test_a_character_that_no_database_has_a_place_for_is_refused_and_no_fault(local: Any) -> None:
    """SQLite keeps a zero byte in a text, PostgreSQL does not; neither fails on it."""
    made = local.post("/matters/new", {"way": "case", "case": "relief-missed-by-a-day"}).headers["Location"]
    asked = [
        local.get(f"{made}feature/-/reports/of/%00"),
        local.post(f"{made}feature/-/reports/of/%00/remove"),
        local.get("/", {"q": "a\0"}),
        local.get(f"{made}feature/-/", {"find": "a\0"}),
        local.post(f"{made}save", {"note": "a\0"}),
        local.post("/matters/new", {"way": "case", "case": "gmail", "client": "a\0"}),
    ]
    assert all(answer.status_code < 500 for answer in asked), [answer.status_code for answer in asked]
