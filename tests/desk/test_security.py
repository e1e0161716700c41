"""What an attacker may try: forms of other sites, stolen sessions, guessing, redirects, markup in every text."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from derogation.cases.catalogue import find
from derogation.desk.models import LessonClass, Matter
from derogation.desk.services import classes, documents, matters
from derogation.desk.settings import PASSWORD_HASHERS
from derogation.interview.questionnaire_files import written
from derogation.reading.errors import BadInput
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from test_lessons_room import OWN
from test_rights import ALL, World, standing

GOOD = "a sentence that is easy to keep"


def with_password(team: Any, name: str = "ana") -> Any:
    """A person with a password who has not signed in."""
    user = team(name).user
    user.set_password(GOOD)
    user.save()
    return user


def sign_in(client: Client, name: str = "ana", password: str = GOOD, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": name, "password": password} | more)


# --- forms and sessions


def test_no_form_of_another_page_is_taken_at_any_address(team: Any) -> None:
    world = World(team)
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.owner.cookies
    before = standing()
    for way, _ in ALL:
        answer = client.post(world.address(way), {"name": "x", "example": "gmail", "role": "reader"})
        assert answer.status_code == 403, way
    assert standing() == before
    for path in ("/accounts/login/", "/accounts/logout/", "/accounts/password/change/"):
        assert client.post(path, {"login": "owner", "password": GOOD}).status_code == 403, path


def test_a_form_with_its_token_is_taken_and_one_from_before_signing_in_is_not(team: Any) -> None:
    with_password(team)
    client = Client(enforce_csrf_checks=True)
    page = client.get("/accounts/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    assert sign_in(client, csrfmiddlewaretoken=token[1]).status_code == 302
    late = {"example": "gmail", "csrfmiddlewaretoken": token[1]}
    assert client.post("/matters/new", late).status_code == 403


def test_a_session_that_was_there_before_signing_in_is_not_the_one_after(team: Any) -> None:
    with_password(team)
    client = Client()
    planted = "a" * 32
    client.cookies["__Host-desk_session"] = client.cookies["desk_session_8765"] = planted
    sign_in(client)
    keys = {morsel.value for name, morsel in client.cookies.items() if "session" in name}
    assert any(key not in ("", planted) for key in keys)
    other = Client()
    other.cookies["__Host-desk_session"] = other.cookies["desk_session_8765"] = planted
    assert other.get("/").status_code == 302


def test_signing_out_ends_the_session_for_whoever_holds_its_cookie(team: Any) -> None:
    with_password(team)
    client, thief = Client(), Client()
    sign_in(client)
    thief.cookies = client.cookies.copy()
    assert thief.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert thief.get("/").status_code == 302


def test_signing_out_needs_a_form(team: Any) -> None:
    ana = team("ana")
    ana.get("/accounts/logout/")
    assert ana.get("/").status_code == 200


# --- guessing


def test_who_guesses_a_password_is_stopped_after_five_even_with_the_right_one(team: Any) -> None:
    with_password(team)
    client = Client()
    for _ in range(5):
        assert sign_in(client, password="wrong").status_code == 200
    answer = sign_in(client)
    assert client.get("/").status_code == 302
    assert answer.status_code in (200, 429)
    assert "Too many" in answer.content.decode() or answer.status_code == 429


def test_who_tries_one_password_on_many_names_is_stopped_too(team: Any) -> None:
    client = Client()
    codes = [sign_in(client, f"name{number}", "wrong").status_code for number in range(40)]
    assert codes[-1] == 429 or "Too many" in sign_in(client, "name", "wrong").content.decode()


def test_a_name_that_is_there_and_one_that_is_not_are_refused_in_the_same_words(team: Any) -> None:
    with_password(team)
    pages = [sign_in(Client(), name, "wrong").content.decode() for name in ("ana", "eva")]
    errors = [re.findall(r"<li>(.*?)</li>", page) for page in pages]
    assert errors[0] == errors[1]
    assert errors[0]


def test_passwords_are_kept_by_a_hash_that_is_slow_to_guess() -> None:
    assert PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]


# --- where one is sent


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example"],
)
def test_after_signing_in_nobody_is_sent_to_another_site(team: Any, target: str) -> None:
    with_password(team)
    assert sign_in(Client(), next=target).headers["Location"] == "/"


def test_after_signing_in_one_is_where_one_wanted_to_be(team: Any) -> None:
    with_password(team)
    client = Client()
    away = client.get("/?q=Gmail").headers["Location"]
    assert away == "/accounts/login/?next=/%3Fq%3DGmail"
    page = client.get(away).content.decode()
    assert 'value="/?q=Gmail"' in page
    assert sign_in(client, next="/?q=Gmail").headers["Location"] == "/?q=Gmail"


def test_a_part_of_a_page_is_not_replaced_by_the_page_for_signing_in(team: Any) -> None:
    answer = Client().get("/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/accounts/login/")


# --- what every page says to the browser


POLICY = "Content-Security-Policy"
#: Pages that take long to work out; looked at among the long tests.
SLOW = ("parted", "change", "memo", "readings")
SOME = pytest.mark.parametrize("most", [True, pytest.param(False, marks=pytest.mark.long)])


class Looked(HTMLParser):
    """What a page holds that the policy would have to stop."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.wrong.append("an inline script")
        if tag in ("style", "iframe", "object", "embed", "base"):
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or (name in ("style", "hx-on", "hx-vals") and (value or "").startswith("js:")):
                self.wrong.append(f"{name}={value}")
            elif name in ("src", "action", "formaction", "hx-get", "hx-post", "srcset", "data") and value:
                if not re.match(r"(/(?!/)|\?|#|data:image/|[\w.-]+$)", value):
                    self.wrong.append(f"{name}={value}")
            elif name == "href" and (value or "").lower().strip().startswith(("javascript:", "data:", "vbscript:")):
                self.wrong.append(f"{name}={value}")


def pages(client: Any, world: World, *, most: bool) -> Iterator[tuple[str, str]]:
    """Every page that can be asked for, as text; with every run those of a matter, of people and of the account."""
    for way, name in ALL:
        if most and (name in SLOW or not way.startswith(("matters/", "people/", "account/", "audit/"))):
            continue
        answer = client.get(world.address(way))
        if answer.headers.get("Content-Disposition", "").startswith("attachment"):  # a file, whose writers have tests
            assert not _is_page(answer) or "sandbox" in answer.headers[POLICY], way
            continue
        if answer.status_code == 200 and _is_page(answer):
            policy = answer.headers[POLICY]
            assert "default-src 'none'" in policy, way
            assert "unsafe" not in policy, way
            for header, value in {
                "X-Frame-Options": "DENY",
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "same-origin",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cache-Control": "no-store",
            }.items():
                assert answer.headers[header] == value, (way, header)
            yield way, answer.content.decode()


def _is_page(answer: Any) -> bool:
    return answer.headers["Content-Type"].startswith("text/html")


def wrong_in(page: str) -> list[str]:
    looked = Looked()
    looked.feed(page)
    return looked.wrong


@SOME
def test_no_page_holds_what_its_policy_would_have_to_stop(team: Any, most: bool) -> None:
    world = World(team)
    seen = dict(pages(world.owner, world, most=most))
    assert len(seen) >= 4
    for way, page in seen.items():
        assert wrong_in(page) == [], way
    assert wrong_in(Client().get("/accounts/login/").content.decode()) == []


# --- markup and formulas in every text

MARK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"


def texts(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a text in plain data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, (*place, number))
    elif isinstance(value, str):
        yield place


def put(data: Any, place: tuple[Any, ...], value: Any) -> None:
    for step in place[:-1]:
        data = data[step]
    data[place[-1]] = value


def marked(name: str, mark: str = MARK) -> dict[str, Any]:
    """A document with the mark in every text that its reader lets stand there, free text all."""
    data = documents.data_of(find(name).read_bytes(), name)
    data.pop("expect", None)
    count = 0
    for place in list(texts(data)):
        tried = json.loads(json.dumps(data))
        before = tried
        for step in place:
            before = before[step]
        put(tried, place, before + mark)
        try:
            documents.cases_of(documents.text_of(tried), name)
        except BadInput:
            continue
        data, count = tried, count + 1
    assert count >= 5, name
    return data


@SOME
@pytest.mark.parametrize("name", ["tiktok-direct-messages", "relief-missed-by-a-day"])
def test_no_text_of_a_profile_becomes_markup_on_any_page(team: Any, name: str, most: bool) -> None:
    world = World(team)
    made = matters.create(world.owner.user, documents.text_of(marked(name)), f"{MARK}.yaml", client=MARK)
    world.matter = Matter.objects.get(pk=made.pk)
    seen = 0
    for way, page in pages(world.owner, world, most=most):
        assert wrong_in(page) == [], way
        assert "alert(1)</script>" not in page, way
        seen += "&lt;script&gt;alert(1)" in page
    assert seen >= 2


BREAKING = f"=2+3{MARK}; BEGIN:VALARM, \\n"


@pytest.fixture
def breaking(team: Any) -> tuple[Any, str]:
    """Who may do everything, and the address of a feature whose texts hold markup, a formula, a part of a calendar."""
    client = team("owner", "reviewer")
    data = marked("relief-missed-by-a-day", BREAKING)
    data["name"] = data["service"]["feature"] = BREAKING
    made = matters.create(client.user, documents.text_of(data), "x", client=BREAKING)
    return client, f"/matters/{made.pk}/feature/-/"


@pytest.mark.parametrize("name", ["memo.html", "page.html", "questionnaire.html", "memo.md"])
def test_no_text_of_a_profile_becomes_markup_in_a_file_that_is_handed_out(breaking: Any, name: str) -> None:
    client, address = breaking
    answer = client.get(f"{address}{name}")
    text = answer.content.decode()
    assert (answer.status_code, "alert(1)" in text) == (200, True)
    looked = Looked()
    looked.feed(text)
    assert not [each for each in looked.wrong if each.startswith("on")]
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_no_text_of_a_profile_becomes_a_part_of_a_calendar_or_of_a_word_file(breaking: Any) -> None:
    client, address = breaking
    unfolded = client.get(f"{address}calendar.ics").content.decode().replace("\r\n ", "")
    assert r"\; BEGIN:VALARM\, \\n" in unfolded
    memo = zipfile.ZipFile(io.BytesIO(client.get(f"{address}memo.docx").content)).read("word/document.xml").decode()
    assert "&lt;script&gt;alert(1)" in memo
    assert "<script" not in memo


def test_no_text_becomes_a_formula_in_a_table(team: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("=2+3", (), Path("x.xlsx"))))
    named = [cell for row in book.worksheets[0].rows for cell in row if "2+3" in str(cell.value)]
    assert [cell.data_type for cell in named] == ["s"]
    client = team("owner", "reviewer")
    own = SimpleUploadedFile("=2+3.yaml", OWN.encode())
    led = client.post("/lessons/new", {"own": own}).headers["Location"]
    classes.enter(team("lou").user, LessonClass.objects.get(trainer=client.user).code)
    table = list(csv.reader(client.get(f"{led}by-learner.csv").content.decode().splitlines()))
    cells = [cell for row in table for cell in row]
    assert any("2+3" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize(
    "asked", ["/?q={}", "/people/?q={}", "/accounts/login/?next={}", "/nowhere/{}", "/audit/?x={}"]
)
def test_nothing_that_is_asked_comes_back_as_markup(team: Any, asked: str) -> None:
    client = team("boss", administrator=True)
    from urllib.parse import quote

    for who in (client, Client()):
        answer = who.get(asked.format(quote(MARK)), follow=True)
        assert wrong_in(answer.content.decode()) == []


def test_a_refusal_quotes_what_was_sent_as_text(team: Any) -> None:
    boss = team("boss", "reviewer", administrator=True)
    for path, form in (
        ("/people/new", {"name": MARK, "role": MARK}),
        ("/account/keys/new", {"name": MARK, "scope": MARK}),
    ):
        page = boss.post(path, form).content.decode()
        assert wrong_in(page) == []
        assert "alert(1)</script>" not in page
    assert not get_user_model().objects.filter(username__contains="<").exists()
