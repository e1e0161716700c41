"""Journeys in a real browser: one desk and one Chromium for all of them; every page is held against WCAG 2.2 AA."""

from __future__ import annotations

import contextvars
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import chromium, violations
from derogation.cases.catalogue import find

WAIT = 60_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The first address of a desk that runs as a user starts it."""
    folder = tmp_path_factory.mktemp("desk")
    command = [sys.executable, "-m", "derogation", "desk", "--no-open", "--port", "0", "--folder", str(folder)]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DEROGATION_DESK_", "DJANGO_"))}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=own)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def browser(desk: str) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched, chromium() as found:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the tests
        yield found


class Person:
    """Somebody at the desk: a browser of his own that came in by the first address."""

    def __init__(self, browser: Any, address: str, **how: Any) -> None:
        self.said: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.page.on("console", lambda told: self.said.append(told.text))
        self.page.on("pageerror", lambda told: self.said.append(str(told)))
        self.asked: set[str] = set()
        self.page.on("request", lambda told: self.asked.add(told.url.split("/")[2]))
        self.page.goto(address)
        self.root = address.partition("/enter")[0]

    def begin(self, case: str) -> str:
        """A matter from a shipped case, by the form; its address."""
        self.page.goto(f"{self.root}/matters/new")
        self.page.get_by_label("A case that comes with the program").check()
        self.page.locator("#case").select_option(case)
        self.page.get_by_role("button", name="Begin").click()
        self.page.wait_for_url("**/matters/*-*/**")
        return self.page.url.partition("?")[0]

    def accessible(self, *addresses: str, schemes: tuple[str, ...] = ("light", "dark")) -> None:
        """Each page without a violation, in light and dark."""
        for address in addresses or ("",):
            if address:
                self.page.goto(address)
            for scheme in schemes:
                self.page.emulate_media(color_scheme=scheme)
                assert violations(self.page) == [], (self.page.url, scheme)
            self.page.emulate_media(color_scheme="light")

    def answered(self) -> None:
        """The answer has followed a fact."""
        self.page.locator("#news", has_text=re.compile(r"\S")).wait_for(state="attached")


@pytest.fixture
def person(browser: Any, desk: str) -> Iterator[Any]:
    came: list[Person] = []

    def come(**how: Any) -> Person:
        came.append(Person(browser, desk, **how))
        return came[-1]

    yield come
    for each in came:
        each.context.close()
        assert not [text for text in each.said if "favicon" not in text and "status of 4" not in text]
        assert each.asked <= {each.root.split("/")[2]}  # no request to any other host


def test_from_nothing_to_a_signed_answer_on_tiktok(person: Any) -> None:
    ana = person()
    page = ana.page
    ana.accessible(schemes=("light",))
    page.get_by_role("link", name="New matter").click()
    ana.accessible(schemes=("light",))
    page.get_by_label("A kind of service").check()
    page.locator("#preset").select_option("direct-messages")
    page.get_by_label("Name", exact=True).fill("TikTok, direct messages")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/feature/-/")
    address = page.url
    page.get_by_role("link", name="The file", exact=True).click()
    page.get_by_label("Day assessed").fill("2021-09-02")
    page.get_by_label("Provider").fill("TikTok")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Sources and parties").click()
    page.get_by_text("Add a party").click()
    page.locator("#p-key").fill("TikTok")
    page.locator("#p-interest").select_option("provider")
    page.locator("form:has(#p-key)").get_by_role("button", name="Add").click()
    page.get_by_role("link", name="The exception", exact=True).click()
    row = page.locator("#f-service-ancillary_exception-minor")
    row.get_by_role("link", name=re.compile("Reasons")).click()
    form = row.locator("form.editor")
    form.get_by_label("Parties say").check()
    form.get_by_label("Party").first.fill("TikTok")
    form.get_by_label("says").first.select_option("yes")
    form.get_by_label("inferred").first.check()
    form.get_by_label("Reasons").fill("It quotes the Article")
    ana.accessible()
    form.get_by_role("button", name="Keep").click()
    row.get_by_text("TikTok says yes").wait_for()
    page.locator("#f-service-ancillary_exception-indicators-barely_used-n").check()
    ana.answered()
    ana.accessible(schemes=("light",))
    assert "Not shown to be covered" in page.locator("#verdict").inner_text()
    page.get_by_label("What changed (optional)").fill("first look")
    page.get_by_role("button", name="Save as a version").click()
    page.get_by_text("Saved as version 2").wait_for()
    ana.accessible(schemes=("light",))
    page.get_by_role("link", name="Sign", exact=True).click()
    page.locator("#name").fill("A. Partner")
    page.locator("#why").fill("The file offers no fact for the exception")
    page.get_by_role("button", name="Sign the memo").click()
    page.get_by_text("The file offers no fact").wait_for()
    ana.accessible(schemes=("light",))
    page.goto(f"{address}history")
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_text("record-0001.json is made and kept").wait_for()
    ana.accessible()


def test_a_matter_of_two_features_table_first_then_each(person: Any) -> None:
    ana = person()
    address = ana.begin("skype")
    ana.accessible()
    rows = ana.page.get_by_role("row")
    assert rows.count() == 3
    ana.page.get_by_role("table").get_by_role("link", name="SkypeOut").click()
    ana.page.wait_for_url("**/feature/number-calls/")
    assert "derogation is not available" in ana.page.locator("#verdict").inner_text()
    ana.accessible(f"{address}feature/in-app/?subject=service")


#: Pages of a feature that are looked at with every run, and those made of the same parts.
PAGES = ("conditions", "history", "memo", "questionnaire", "?subject=technology-0")
OTHERS = ("exception", "timeline", "calendar", "authorities", "reports", "history/1", "readings", "change")
SUBJECTS = ("?subject=technologies", "?subject=reports", "?subject=about")


def test_the_pages_of_a_feature_are_accessible_and_named_as_they_are_read(person: Any) -> None:
    ana = person()
    address = ana.begin("relief-missed-by-a-day")
    ana.accessible(*(f"{address}{name}" for name in PAGES), schemes=("light",))
    ana.page.goto(f"{address}conditions")
    ana.page.get_by_role("link", name=re.compile("^not met")).first.click()
    ana.accessible()
    ana.page.goto(address)
    tree = ana.page.locator("body").aria_snapshot()
    parts = ('navigation "Rooms"', 'navigation "Pages of this feature"', 'region "The answer"', "search")
    for heard in (*parts, 'heading "Facts"', 'region "Answer"', "contentinfo"):
        assert heard in tree, heard


@pytest.mark.long
def test_every_page_of_a_feature_is_accessible_in_light_and_dark(person: Any) -> None:
    ana = person()
    address = ana.begin("relief-missed-by-a-day")
    ana.accessible(*(f"{address}{name}" for name in (*PAGES, *OTHERS, *SUBJECTS)))
    ana.accessible(f"{address.partition('feature')[0]}text")


@pytest.mark.long
def test_the_largest_case_is_accessible_with_everything_open_on_a_small_screen(person: Any) -> None:
    """Subject by subject, which together are all of it: axe does not end on the page that has them all."""
    ana = person(viewport={"width": 400, "height": 800}, accept_downloads=True)
    page = ana.page
    address = ana.begin("google-2025")
    subjects = page.locator(".subjects a").evaluate_all("links => links.map(link => link.href)")
    assert len(subjects) > 9
    for place in (*(each for each in subjects if "subject=all" not in each), f"{address}conditions"):
        page.goto(place)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert violations(page) == [], place
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (place, wide)


@pytest.mark.long
def test_the_other_rooms_are_accessible(person: Any) -> None:
    kim = person()
    law = ("", "rule/human_oversight", "reading/numbering", "state", "drafts/com-2020-568")
    rooms = (*(f"law/{name}" for name in law), "portfolio/", "lessons/", "lessons/of/exception/", "people/", "account/")
    kim.accessible(*(f"{kim.root}/{name}" for name in rooms), schemes=("light",))
    kim.accessible(f"{kim.root}/law/reading/numbering", schemes=("dark",))


def test_a_case_of_a_lesson_is_answered_and_graded_by_keyboard_alone(person: Any) -> None:
    lou = person()
    page = lou.page
    page.goto(f"{lou.root}/lessons/of/exception/")
    page.get_by_role("button", name="Take it by yourself").press("Enter")
    page.wait_for_url("**/lessons/taken/**")
    page.goto(f"{page.url}1/")
    page.locator(".card a").first.press("Enter")
    page.wait_for_url("**/point/**")
    page.get_by_label("holds", exact=True).press("Space")
    page.get_by_label("the service is provided to users in the Union").press("Space")
    lou.accessible(schemes=("light",))
    page.get_by_role("button", name="Keep and go back").press("Enter")
    page.wait_for_url(re.compile(r"/1/$"))
    page.get_by_label("The outcome").select_option("not_needed")
    page.get_by_role("button", name="Have it graded").press("Enter")
    page.get_by_role("heading", name="Graded: 0 of 1 points right").wait_for()
    assert "right, wrong reason" in page.locator("main").inner_text()
    lou.accessible()


def test_who_opens_a_fact_twice_is_told_what_became_of_it_meanwhile(person: Any) -> None:
    ana = person()
    address = ana.begin("relief-missed-by-a-day")
    ben = person()
    fact = "#f-service-internet_access"
    for each in (ana, ben):
        each.page.goto(f"{address}?subject=service")
        each.page.locator(f"{fact} .evidence").click()
        each.page.locator(f"{fact} form.editor").wait_for()
    ana.page.locator(f"{fact} form.editor").get_by_label("Not disclosed").check()
    ana.page.locator(f"{fact} form.editor").get_by_role("button", name="Keep").click()
    ana.page.locator(fact).get_by_text("not disclosed").first.wait_for()
    ben.page.locator(f"{fact} form.editor").get_by_label("Does not apply").check()
    ben.page.locator(f"{fact} form.editor").get_by_role("button", name="Keep").click()
    ben.page.get_by_text("has been changed since the form was opened").wait_for()
    ben.accessible()


def test_two_editors_at_once_are_told_and_decide(browser: Any, team: Any) -> None:
    """Both in browsers of their own, which the framework answers in this process, as for a team."""
    ana, ben = team("ana", "author"), team("ben", "author")
    whole = ana.post("/matters/new", {"way": "case", "case": "relief-missed-by-a-day"}).headers["Location"]
    context = browser.new_context()
    pages = [context.new_page() for _ in range(2)]
    for page, client in zip(pages, (ana, ben), strict=True):
        page.set_default_timeout(WAIT)
        page.route("**/*", answering(client))
        page.goto(f"http://testserver{whole}feature/-/fact?path=service.users_in_union")
    for page, answer in zip(pages, ("Not disclosed", "Does not apply"), strict=True):
        page.get_by_label(answer).check()
        page.get_by_role("button", name="Keep").click()
        page.get_by_role("button", name="Save as a version").wait_for()
    pages[0].get_by_role("button", name="Save as a version").click()
    pages[0].get_by_text("Saved as version 2").wait_for()
    pages[1].get_by_role("button", name="Save as a version").click()
    pages[1].get_by_role("heading", name="Somebody else has changed the same").wait_for()
    assert violations(pages[1]) == []
    pages[1].get_by_label(re.compile("Version 2: unknown")).check()
    pages[1].get_by_role("button", name="Save what I decided").click()
    pages[1].get_by_text("Saved as version 3").wait_for()
    context.close()


def answering(client: Any) -> Any:
    """Answers a browser's requests by a client of the framework, in the context (so on the connection) of the test."""
    context = contextvars.copy_context()

    def given(asked: Any) -> Any:
        path = asked.url.partition("testserver")[2]
        if asked.method == "POST":
            kind = asked.headers["content-type"]
            return client.post(path, asked.post_data_buffer, content_type=kind, follow=True)
        return client.get(path, follow=True)

    def answer(route: Any) -> None:
        found = context.run(given, route.request)
        body = b"".join(found.streaming_content) if found.streaming else found.content
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=body)

    return answer


def test_a_filled_questionnaire_is_read_in_and_a_report_uploaded_and_a_memo_opened(person: Any, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    ana = person(accept_downloads=True)
    page = ana.page
    address = ana.begin("relief-missed-by-a-day")
    page.goto(f"{address}questionnaire")
    with page.expect_download() as got:
        page.get_by_role("link", name="Excel").click()
    got.value.save_as(tmp_path / "questions.xlsx")
    book: Any = load_workbook(tmp_path / "questions.xlsx")
    sheet = book.worksheets[0]
    row = next(each for each in sheet.iter_rows(min_row=5) if each[3].value == "yes or no")
    place = str(row[0].value)
    row[4].value = "not disclosed"
    book.save(tmp_path / "filled.xlsx")
    page.locator("#file").set_input_files(tmp_path / "filled.xlsx")
    page.get_by_role("button", name="Read in").click()
    page.get_by_text("1 answer read in from filled.xlsx").wait_for()
    page.goto(f"{address}fact?path={place}")
    assert page.get_by_label("Not disclosed").is_checked()
    ana.accessible()
    page.goto(f"{address}reports")
    page.locator("#file").set_input_files(find("google-2025").parents[2] / "reports" / "library" / "google-2025.yaml")
    page.get_by_role("button", name="Check and keep").click()
    page.get_by_role("heading", name="The nine points").wait_for()
    ana.accessible()
    page.goto(f"{address}memo")
    with page.expect_download() as got:
        page.get_by_role("link", name="Word", exact=True).click()
    memo = zipfile.ZipFile(io.BytesIO(Path(got.value.path()).read_bytes())).read("word/document.xml").decode()
    assert "Question presented" in memo
    with page.expect_download() as got:
        page.get_by_role("link", name=re.compile("one HTML file for a colleague")).click()
    kept = tmp_path / "answer.html"
    kept.write_bytes(Path(got.value.path()).read_bytes())
    assert "<details" in kept.read_text(encoding="utf-8")


def test_everything_by_keyboard_alone(person: Any) -> None:
    ana = person()
    page = ana.page
    keyboard = page.keyboard

    def tab_to(text: str, most: int = 80) -> None:
        for _ in range(most):
            keyboard.press("Tab")
            seen = page.evaluate(
                "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
                " return (l ? l.textContent : e.textContent || e.value || '').replace(/\\s+/g, ' ').trim(); }"
            )
            if seen.startswith(text):
                return
        raise AssertionError(f"{text!r} is not reached by the keyboard on {page.url}")

    keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    tab_to("New matter")
    keyboard.press("Enter")
    page.wait_for_url("**/matters/new")
    tab_to("A kind of service")
    keyboard.press("ArrowDown")  # Nothing
    tab_to("Name")
    keyboard.type("By keys")
    tab_to("Begin")
    keyboard.press("Enter")
    page.wait_for_url("**/feature/-/")
    tab_to("Unknown")
    keyboard.press("ArrowLeft")
    ana.answered()
    assert page.evaluate("document.activeElement.id").startswith("f-")  # the focus stays where it was
    tab_to("Evidence")
    keyboard.press("Enter")
    page.locator("form.editor").wait_for()
    page.locator("form.editor input[name=kind]:focus").wait_for()
    tab_to("Note")
    keyboard.type("Asked by telephone")
    tab_to("Keep")
    keyboard.press("Enter")
    page.get_by_text("Asked by telephone").first.wait_for()
    page.evaluate("document.getElementById('save-note').focus()")
    tab_to("Save as a version")
    keyboard.press("Enter")
    page.get_by_text("Saved as version 2").wait_for()


def test_without_scripts_all_that_matters_still_works(person: Any) -> None:
    ana = person(java_script_enabled=False)
    page = ana.page
    address = ana.begin("relief-missed-by-a-day")
    page.goto(f"{address}?subject=provider")
    row = page.locator("#f-provider-transfers_outside_union")
    if row.locator("noscript button, form.quick button").count():
        row.get_by_label("Yes").check()
        row.get_by_role("button", name="Keep").click()
    else:
        row.get_by_role("link").first.click()
        page.get_by_label("Known").check()
        page.get_by_label("Yes").check()
        page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**#f-provider-transfers_outside_union")
    page.get_by_role("button", name="Save as a version").click()
    page.get_by_text("Saved as version 2").wait_for()
    page.goto(f"{address}readings")
    page.get_by_label("On the record: what its bearer").check()
    page.get_by_role("button", name="Try").click()
    assert "This is a trial" in page.content()


@pytest.mark.parametrize("width", [400, 640])
def test_on_a_small_screen_or_at_200_per_cent_nothing_is_cut_and_the_answer_stands_first(
    person: Any, width: int
) -> None:
    """640 pixels are what is left of 1280 at 200 per cent."""
    ana = person(viewport={"width": width, "height": 800})
    address = ana.begin("relief-missed-by-a-day")
    for name in ("", "conditions", "timeline", "history", "readings", "memo", "fact?path=service.users_in_union"):
        ana.page.goto(f"{address}{name}")
        wide = ana.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (name, wide)
    ana.page.goto(address)
    top = "name => document.querySelector(name).getBoundingClientRect().top"
    assert ana.page.evaluate(top, "#verdict") < ana.page.evaluate(top, ".facts")
    ana.accessible()


def test_on_paper_the_answer_stands_without_what_serves_the_screen(person: Any) -> None:
    ana = person()
    ana.begin("relief-missed-by-a-day")
    ana.page.emulate_media(media="print")
    assert ana.page.locator("#verdict").is_visible()
    for hidden in (".top", ".tabs", ".subjects", "#draft"):
        assert not ana.page.locator(hidden).first.is_visible(), hidden
    assert ana.page.pdf(format="A4")[:5] == b"%PDF-"
