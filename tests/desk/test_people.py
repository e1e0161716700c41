"""People of a team: added with a link that works once, given roles, ended; passwords and keys of their own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from derogation.desk.models import ApiKey, Member
from derogation.desk.services import keys, people
from derogation.reading.errors import BadInput
from django.contrib.auth import get_user_model
from django.test import Client

GOOD = "a sentence that is easy to keep"


def added(boss: Any, name: str = "ana", **more: str) -> str:
    """Ana added on the page of people; the path of her link."""
    page = boss.post("/people/new", {"name": name, "role": "author", **more})
    found = re.search(r"https?://testserver(/accounts/password/reset/key/[^<\s]+)", page.content.decode())
    assert found is not None, page.content.decode()
    return found[1]


def password_set(path: str, password: str = GOOD) -> tuple[Client, Any]:
    """A browser in which the link was opened, and the answer to the new password."""
    client = Client()
    form = client.get(path)
    answer = client.post(form.headers.get("Location", path), {"password1": password, "password2": password})
    return client, answer


def test_a_person_who_is_added_sets_a_password_by_a_link_that_works_once(team: Any) -> None:
    path = added(team("boss", administrator=True))
    client, answer = password_set(path)
    assert (answer.status_code, client.get("/").status_code) == (302, 200)
    assert Client().login(username="ana", password=GOOD)
    page = Client().get(path)
    assert "does not work any more" in page.content.decode()


@pytest.mark.parametrize("password", ["short", "password1234", "ana-ana-ana-a"])
def test_a_password_that_is_short_common_or_like_the_name_is_refused(team: Any, password: str) -> None:
    client, answer = password_set(added(team("boss", administrator=True), "ana-ana-ana"), password)
    assert answer.status_code == 200
    assert "problems" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_link_for_a_new_password_ends_the_old_one_and_every_session(team: Any) -> None:
    boss = team("boss", administrator=True)
    ana, _ = password_set(added(boss))
    user = get_user_model().objects.get(username="ana")
    boss.post(f"/people/{user.pk}/link")
    assert ana.get("/").status_code == 302
    assert not Client().login(username="ana", password=GOOD)


def test_an_ended_account_has_no_session_no_password_no_link_and_no_key(team: Any) -> None:
    boss = team("boss", administrator=True)
    path = added(boss)
    ana, _ = password_set(path)
    user = get_user_model().objects.get(username="ana")
    _, key = keys.make(user, "script", ["read"])
    second = people.link(boss.user, user)
    assert boss.post(f"/people/{user.pk}/end").status_code == 302
    assert ana.get("/").status_code == 302
    assert keys.find(key) is None
    assert "does not work any more" in Client().get(second).content.decode()
    opened = boss.post(f"/people/{user.pk}/reopen").content.decode()
    assert "password/reset/key" in opened
    assert keys.find(key) is None


def test_the_last_administrator_can_be_neither_ended_nor_made_less(team: Any) -> None:
    boss = team("boss", administrator=True)
    with pytest.raises(BadInput, match="last administrator"):
        people.end(boss.user, boss.user)
    with pytest.raises(BadInput, match="last administrator"):
        people.set_role(boss.user, boss.user, "reader", administrator=False)
    other = team("other", administrator=True)
    people.end(other.user, boss.user)
    assert not get_user_model().objects.get(username="boss").is_active


@pytest.mark.parametrize("name", ["", " ", "a b", "<b>", "Ana", "../x", "a" * 200])
def test_a_name_that_is_none_or_taken_in_any_case_of_letters_is_refused(team: Any, name: str) -> None:
    boss = team("boss", administrator=True)
    team("ana")
    with pytest.raises(BadInput):
        people.add(boss.user, name, "reader")


def test_pages_of_people_and_of_the_trail_are_for_administrators_alone(team: Any) -> None:
    ana = team("ana", "reviewer")
    for path in ("/people/", "/audit/", "/audit/export"):
        assert ana.get(path).status_code == 403
        assert team("boss", administrator=True).get(path).status_code == 200


def test_a_desk_of_one_person_has_no_people(local: Any) -> None:
    assert local.get("/people/").status_code == 404
    assert local.post("/people/new", {"name": "eve", "role": "reader"}).status_code == 404
    assert not Member.objects.exists()


def test_a_key_made_on_the_page_of_the_account_is_shown_once(team: Any) -> None:
    ana = team("ana")
    page = ana.post("/account/keys/new", {"name": "script", "scope": ["read"]}).content.decode()
    text = re.search(r"drg_[0-9a-f]{12}_[\w-]+", page)
    assert text is not None
    assert keys.find(text[0]) is not None
    assert text[0] not in ana.get("/account/").content.decode()
    ana.post(f"/account/keys/{ApiKey.objects.get().pk}/end")
    assert keys.find(text[0]) is None


def test_one_changes_one_s_own_password_with_the_one_until_now(team: Any) -> None:
    ana, _ = password_set(added(team("boss", administrator=True)))
    new = {"oldpassword": "wrong", "password1": GOOD + "!", "password2": GOOD + "!"}
    assert ana.post("/accounts/password/change/", new).status_code == 200
    assert Client().login(username="ana", password=GOOD)
    assert ana.post("/accounts/password/change/", new | {"oldpassword": GOOD}).status_code == 302
    assert Client().login(username="ana", password=GOOD + "!")
