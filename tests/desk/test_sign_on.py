"""Sign-on by OpenID Connect, against a provider in this process that speaks the protocol over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from derogation.desk.models import Member
from derogation.desk.options import sign_on_apps
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from msgspec.structs import replace


@dataclass
class Provider:
    """Knows one person at a time; ``claims`` are what it says of him."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def answer(self, path: str, body: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            ends = {name: f"{self.address}/{name}" for name in ("authorize", "token", "userinfo", "jwks")}
            return {
                "issuer": self.address,
                "authorization_endpoint": ends["authorize"],
                "token_endpoint": ends["token"],
                "userinfo_endpoint": ends["userinfo"],
                "jwks_uri": ends["jwks"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/token":
            self.asked.append(parse_qs(body))
            return {"access_token": "ACCESS", "token_type": "Bearer"}
        return self.claims


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            content = json.dumps(made.answer(urlsplit(self.path).path, body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def desk(team: Any, provider: Provider) -> Iterator[Any]:
    """The desk for a team with this provider; ``desk(admit)`` is a browser that has come back from it."""
    from django.conf import settings

    def back(admit: str = "named", **claims: Any) -> tuple[Client, Any]:
        sign_on = {
            "name": "Firm",
            "issuer": provider.address,
            "client_id": "desk",
            "client_secret": "SECRET",
            "admit": admit,
        }
        provider.claims = {"sub": "17", "preferred_username": "ana"} | claims
        options = replace(settings.OPTIONS, sign_on=sign_on)
        providers = {"openid_connect": {"APPS": sign_on_apps(sign_on)}}
        with override_settings(OPTIONS=options, SOCIALACCOUNT_PROVIDERS=providers):
            client = Client()
            page = client.get("/accounts/login/")
            assert "Sign in with Firm" in page.content.decode()
            assert f"form-action 'self' {provider.address}" in page.headers["Content-Security-Policy"]
            away = client.post("/accounts/oidc/sign-on/login/?process=login")
            asked = parse_qs(urlsplit(away.headers["Location"]).query)
            assert away.headers["Location"].startswith(f"{provider.address}/authorize?")
            assert asked["code_challenge_method"] == ["S256"]
            answer = client.get(f"/accounts/oidc/sign-on/login/callback/?code=CODE&state={asked['state'][0]}")
            return client, answer

    return back


def test_a_person_who_was_added_with_a_verified_address_comes_in_as_himself(
    desk: Any, team: Any, provider: Any
) -> None:
    ana = team("ana-of-the-firm", "author").user
    ana.email = "Ana@firm.example"
    ana.save()
    for _ in range(2):  # the second time by the provider's number for her
        client, answer = desk(email="ana@firm.example", email_verified=True)
        assert answer.headers["Location"] == "/"
        assert client.session["_auth_user_id"] == str(ana.pk)
    assert all("code_verifier" in asked for asked in provider.asked)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "ana@firm.example"},
        {"email": "ana@firm.example", "email_verified": False},
        {"email": "eve@firm.example", "email_verified": True},
        {"preferred_username": "ana-of-the-firm"},
    ],
)
def test_whom_nobody_has_added_does_not_come_in(desk: Any, team: Any, claims: dict[str, Any]) -> None:
    ana = team("ana-of-the-firm", "author").user
    ana.email = "ana@firm.example"
    ana.save()
    client, answer = desk(**claims)
    assert answer.status_code == 403
    assert "no account at this desk" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert get_user_model().objects.count() == 1


def test_where_all_are_admitted_a_stranger_is_a_reader(desk: Any, team: Any) -> None:
    client, _ = desk("all", email="eve@firm.example", email_verified=True)
    assert client.get("/").status_code == 200
    member = Member.objects.get()
    assert (member.role, member.administrator) == ("reader", False)


def test_an_account_that_has_ended_does_not_come_in_by_sign_on(desk: Any, team: Any) -> None:
    ana = team("ana", "author").user
    ana.email = "ana@firm.example"
    ana.save()
    desk(email="ana@firm.example", email_verified=True)
    ana.is_active = False
    ana.save()
    for admit in ("named", "all"):
        client, _ = desk(admit, email="ana@firm.example", email_verified=True)
        assert client.get("/").status_code == 302


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(desk: Any, team: Any) -> None:
    client = Client()
    answer = client.get("/accounts/oidc/sign-on/login/callback/?code=CODE&state=PLANTED")
    assert answer.status_code in (200, 404)
    assert client.get("/").status_code == 302
