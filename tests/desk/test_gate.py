"""Who is answered at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

HOST = "127.0.0.1:8765"


@pytest.mark.parametrize("path", ["/", "/matters/new", "/static/desk/desk.css", "/accounts/login/", "/api/v1/assess"])
def test_nobody_is_answered_without_the_cookie_of_the_first_address(path: str) -> None:
    assert Client(HTTP_HOST=HOST).get(path).status_code == 403


def test_the_first_address_sets_a_cookie_that_scripts_and_other_sites_cannot_use() -> None:
    client = Client(HTTP_HOST=HOST)
    response = client.get("/enter/token-of-the-tests")
    cookie = response.cookies["desk_key_8765"]
    assert (response.status_code, cookie["httponly"], cookie["samesite"]) == (302, True, "Strict")
    assert client.get("/").status_code == 200


def test_a_wrong_first_address_is_refused() -> None:
    assert Client(HTTP_HOST=HOST).get("/enter/guess").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80"])
def test_a_name_that_points_here_is_not_an_address_of_the_desk(local: Any, host: str) -> None:
    assert local.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8765", "http://127.0.0.1:9"])
def test_a_page_of_another_site_is_not_answered(local: Any, origin: str) -> None:
    assert local.post("/matters/new", {"example": "gmail"}, headers={"origin": origin}).status_code == 403


def test_every_answer_forbids_what_is_not_the_desk_s_own(local: Any) -> None:
    policy = local.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_in_a_team_nobody_sees_a_page_before_signing_in(team: Any) -> None:
    assert Client().get("/").headers["Location"].startswith("/accounts/login/")
    assert team("ana").get("/").status_code == 200


def test_nobody_makes_an_account_for_himself(team: Any) -> None:
    answer = Client().post(
        "/accounts/signup/", {"username": "eve", "password1": "long-enough-1", "password2": "long-enough-1"}
    )
    from django.contrib.auth import get_user_model

    assert answer.status_code == 404
    assert not get_user_model().objects.filter(username="eve").exists()
