"""Who may do what, held over every address, verb and kind of person: made of the table of addresses, so that a new one
is tried without being named here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from derogation.cases.catalogue import find
from derogation.desk.models import Access, Matter, Portfolio
from derogation.desk.services import classes, keys, matters
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

VERBS = ("get", "post")
#: What no page answers; tried among the long tests.
OTHER_VERBS = ("put", "patch", "delete")
#: Addresses that a person reaches who has not signed in, and what asks for a key of its own.
ENTRY = ("accounts/", "api/")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
#: What needs more than to be named in the matter as an author, or than to be in the team at all.
REVIEWERS = (
    "walls_name",
    "walls_set",
    "sign_finding",
    "sign_proposal",
    "sign_proposal_drop",
    "sign_memo",
    "matter_delete",
)
ADMINISTRATORS = ("people", "person_", "trail")
#: For any person, since it touches his own things alone.
OWN = ("account", "key_new", "key_end")
FORM = {"name": "x", "why": "so", "role": "reader", "person": "ana", "scope": "read", "example": "gmail", "value": "x"}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every address as it is written, its name, and the converters of its parameters."""
    for each in (resolver or get_resolver()).url_patterns:
        way = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, way)
        else:
            assert isinstance(each, URLPattern)
            yield way, each.name or "", each.pattern.converters


ALL = [(way, name) for way, name, _ in patterns() if not way.startswith(ENTRY)]
OF_MATTERS = [(way, name) for way, name in ALL if "matter_id>" in way]


class World:
    """A closed matter with a version and people of every kind; each asks with a browser of his own."""

    def __init__(self, team: Callable[..., Any]) -> None:
        self.owner = team("owner", "reviewer")
        self.matter = matters.create(self.owner.user, find("relief-missed-by-a-day").read_bytes(), "x")
        Matter.objects.filter(pk=self.matter.pk).update(closed=True)
        self.people = {
            "not named": team("ana", "reviewer"),
            "administrator, not named": team("boss", "reviewer", administrator=True),
            "reader": self.named(team("ruth", "reviewer"), "reader"),
            "author": self.named(team("otto", "reader"), "author"),
            "reviewer": self.named(team("rene", "reader"), "reviewer"),
        }
        self.standing = ""
        self.portfolio = Portfolio.objects.create(owner=self.owner.user, name="a.csv", suffix=".csv", state="stopped")
        self.lesson = classes.begin(self.owner.user, "exception", alone=True)
        self.key, _ = keys.make(self.owner.user, "script", ["read"])

    def named(self, client: Any, role: str) -> Any:
        Access.objects.create(matter=self.matter, user=client.user, role=role)
        return client

    def address(self, way: str) -> str:
        """The address with what exists in the place of its parameters."""
        fill = {
            "matter_id": self.matter.id,
            "user_id": self.owner.user.pk,
            "key_id": self.key.pk,
            "feature": "-",
            "number": 1,
            "other": 1,
            "ending": "yaml",
            "portfolio_id": self.portfolio.id,
            "what": "answers",
            "class_id": self.lesson.id,
            "at": 1,
            "by": "learner",
        }
        return "/" + PARAMETER.sub(lambda found: str(fill.get(found[1], "x")), way)


@pytest.fixture
def world(team: Callable[..., Any]) -> World:
    return World(team)


def standing() -> str:
    """All that is kept, in one digest."""
    kept = hashlib.sha256()
    for model in (*apps.get_app_config("desk").get_models(), get_user_model()):
        kept.update(repr(list(model.objects.order_by("pk").values_list())).encode())
    return kept.hexdigest()


def asked(world: World, client: Any, verb: str, way: str) -> tuple[int, bool]:
    """The status of an answer, and whether anything was changed, which is then undone; all that is kept is looked at
    only where SQLite has written any row, as of a session."""
    world.standing = before = world.standing or standing()
    with transaction.atomic():
        written = connection.connection.total_changes
        client.raise_request_exception = False
        answer = getattr(client, verb)(world.address(way), FORM if verb == "post" else None)
        if hasattr(answer, "streaming_content"):
            b"".join(answer.streaming_content)
        changed = connection.connection.total_changes != written and standing() != before
        transaction.set_rollback(True)
    return answer.status_code, changed


all_verbs = pytest.mark.parametrize("verbs", [VERBS, pytest.param(OTHER_VERBS, marks=pytest.mark.long)])


@all_verbs
def test_nobody_who_has_not_signed_in_gets_or_changes_anything(world: World, verbs: tuple[str, ...]) -> None:
    for way, _ in ALL:
        for verb in verbs:
            assert asked(world, Client(), verb, way) == (302, False), (verb, way)


@all_verbs
@pytest.mark.parametrize("who", ["not named", "administrator, not named"])
def test_a_closed_matter_is_not_there_for_who_is_not_named_whatever_he_asks(
    world: World, who: str, verbs: tuple[str, ...]
) -> None:
    assert len(OF_MATTERS) > 6
    for way, _ in OF_MATTERS:
        statuses: set[int] = set()
        for verb in verbs:
            status, changed = asked(world, world.people[who], verb, way)
            assert status in (404, 405), (verb, way, status)
            assert not changed, (verb, way)
            statuses.add(status)
        assert 404 in statuses or verbs == OTHER_VERBS, way


@all_verbs
def test_a_reader_sees_and_changes_nothing(world: World, verbs: tuple[str, ...]) -> None:
    for way, name in OF_MATTERS:
        for verb in verbs:
            status, changed = asked(world, world.people["reader"], verb, way)
            assert not changed, (verb, way)
            assert status < 500, (verb, way)
            if verb == "get" and name not in REVIEWERS:
                assert status != 403, way


def test_what_a_reviewer_does_an_author_may_not(world: World) -> None:
    names = {name for _, name in OF_MATTERS}
    for way, name in OF_MATTERS:
        status, changed = asked(world, world.people["author"], "post", way)
        assert status < 500, way
        if name in REVIEWERS:
            assert (status, changed) == (403, False), way
    assert {"walls_set", "sign_memo"} <= names


def test_what_an_administrator_does_nobody_else_may(world: World) -> None:
    for way, name in ALL:
        if name.startswith(ADMINISTRATORS):
            for who in ("not named", "reader", "author", "reviewer"):
                for verb in VERBS:
                    status, changed = asked(world, world.people[who], verb, way)
                    assert status in (403, 404, 405), (who, verb, way, status)
                    assert not changed, (who, verb, way)
            boss = world.people["administrator, not named"]
            assert {asked(world, boss, verb, way)[0] for verb in ("get", "post")} & {200, 302}, way


def test_nobody_touches_what_is_another_person_s_own(world: World) -> None:
    own = [way for way, name in ALL if name == "key_end" or "portfolio_id>" in way or "class_id>" in way]
    assert len(own) > 5
    for way in own:
        for who, client in world.people.items():
            for verb in VERBS:
                status, changed = asked(world, client, verb, way)
                assert status in (404, 405), (who, verb, way, status)
                assert not changed, (who, verb, way)


@pytest.mark.long
def test_no_address_fails_for_who_may_do_everything(world: World) -> None:
    for way, _ in ALL:
        for verb in VERBS:
            status, _ = asked(world, world.owner, verb, way)
            assert status < 500, (verb, way)


@pytest.mark.parametrize("value", ["00000000-0000-0000-0000-000000000000", "..%2f..%2fsecret", "%00"])
def test_an_object_that_is_not_there_is_not_found(world: World, value: str) -> None:
    for way, _ in ALL:
        if "<" in way:
            status, changed = asked(world, world.owner, "get", PARAMETER.sub(lambda _: value, way))
            assert status in (200, 302, 301, 404, 405, 422), (way, status)
            assert not changed
