"""The page for colleagues: one file that opens down to evidence, proof and law, safe, readable by all, on paper too."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browser import chromium, violations
from click.testing import CliRunner
from derogation import answer_json, assess, load_profile
from derogation.api import assess_matter, load_matter, matter_page_for_colleagues, page_for_colleagues
from derogation.cases.catalogue import find, shipped
from derogation.cases.loader import case_of
from derogation.commands.group import derogation
from derogation.reading.document import Document, read_file
from derogation.reading.errors import BadInput
from derogation.showing.contract import json_text
from hostile import HOSTILE, poisoned

NAMES = ("tiktok-direct-messages", "audio-split-from-images")


@cache
def page(name: str) -> str:
    case = load_profile(find(name))
    return page_for_colleagues(case, assess(case, engines=["evaluator"]))


@cache
def hostile_page(name: str) -> str:
    data = poisoned(json.loads(json.dumps(read_file(shipped()[name], error=BadInput).data, default=str)))
    data.pop("expect", None)
    case = case_of(Document("hostile.yaml", data, {}), Path())
    return page_for_colleagues(case, assess(case, engines=["evaluator"]))


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text outside style and script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_the_answer_every_condition_and_where_each_leads(name: str) -> None:
    """Every condition is a part that opens, with the words of the law; every link inside the file leads somewhere."""
    case = load_profile(find(name))
    result = assess(case, engines=["evaluator"])
    found = Elements(page(name))
    ids = [attributes["id"] for _, attributes in found.found if attributes.get("id")]
    assert len(ids) == len(set(ids))
    targets = {str(attributes["href"])[1:] for tag, attributes in found.found if tag == "a" and "href" in attributes
               and str(attributes["href"]).startswith("#")}  # fmt: skip
    assert targets <= set(ids)
    assert sum(tag == "details" for tag, _ in found.found) >= len(result.conditions)
    for each in result.conditions:
        assert each.rule.title in found.text
        for quote in each.rule.quotes:
            assert f"“{quote}”" in found.text
    for source in case.profile.sources.values():
        assert source.title in found.text


def test_the_page_says_by_which_digest_its_answer_is_known_again() -> None:
    """The digest on the page is that of the JSON form, as a colleague would reckon it."""
    case = load_profile(find("gmail"))
    data = json_text(answer_json(assess(case))) + "\n"
    assert hashlib.sha256(data.encode()).hexdigest() in page_for_colleagues(case, assess(case))


def test_a_file_names_the_party_and_the_record_it_was_assessed_for() -> None:
    """An answer on the record, or as a party sees it, says so on its page."""
    case = load_profile(find("tiktok-direct-messages"))
    taken = page_for_colleagues(case, assess(case, None, "TikTok", on_the_record=True, engines=["evaluator"]))
    assert "on the word of TikTok" in taken
    assert "on the record" in taken


def test_a_matter_is_one_file_in_which_each_feature_opens() -> None:
    """The table of features leads to each; no anchor is there twice."""
    matter = load_matter(find("skype"))
    found = Elements(matter_page_for_colleagues(matter, assess_matter(matter, engines=["evaluator"])))
    ids = [attributes["id"] for _, attributes in found.found if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert {f"f{at}" for at in range(1, len(matter.features) + 1)} <= set(ids)


def test_the_command_writes_the_page_and_prints_the_same(tmp_path: Path) -> None:
    """``--format html`` with ``-o`` and without it gives the same file; a draft's answer is a page too, marked."""
    target = tmp_path / "page.html"
    assert CliRunner().invoke(derogation, ["assess", "skypeout", "--format", "html", "-o", str(target)]).exit_code == 0
    printed = CliRunner().invoke(derogation, ["assess", "skypeout", "--format", "html"])
    assert printed.output == target.read_text(encoding="utf-8")
    draft = CliRunner().invoke(derogation, ["assess", "skypeout", "--format", "html", "--law", "com-2020-568"])
    assert re.search(r"<h1>[^<]*DRAFT, NEVER LAW", draft.output)


@pytest.mark.parametrize("make", [page, hostile_page])
def test_the_policy_allows_this_very_style_and_script_and_nothing_else(make: Any) -> None:
    """No request leaves the file; the hashes in its policy are those of what stands in it."""
    text = make("tiktok-direct-messages")
    (policy,) = [attributes["content"] for _, attributes in Elements(text).found
                 if attributes.get("http-equiv") == "Content-Security-Policy"]  # fmt: skip
    assert policy is not None
    rules = dict(part.split(" ", 1) for part in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"


@pytest.mark.parametrize("name", ["tiktok-direct-messages", "gmail"])
def test_hostile_text_in_every_field_stays_text(name: str) -> None:
    """No element, attribute, address or hidden character comes from a case, whichever of its texts is hostile."""
    text = hostile_page(name)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    tame, hostile = Elements(page(name)), Elements(text)
    assert {tag for tag, _ in hostile.found} == {tag for tag, _ in tame.found}
    for tag, attributes in hostile.found:
        assert not [key for key in attributes if key.startswith("on") or key == "src"], tag
        assert re.match(r"#|https?://", str(attributes.get("href", "#")))
    assert {unicodedata.category(char) for char in text if char != "\n"} & {"Cc", "Cf", "Cs", "Co"} == set()
    assert "<U+202E>" in hostile.text
    assert HOSTILE not in hostile.text


# --- as a browser shows it -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Opens a page of a case in a browser of a size and scheme."""
    folder = tmp_path_factory.mktemp("pages")
    with chromium() as browser:

        def show(text: str, **options: Any) -> Any:
            file = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:12]}.html"
            file.write_text(text, encoding="utf-8")
            tab = browser.new_context(**options).new_page()
            tab.told = []
            for event in ("console", "pageerror", "dialog", "request"):
                tab.on(event, lambda what, event=event: tab.told.append((event, str(getattr(what, "url", what)))))
            tab.goto(file.as_uri())
            return tab

        yield show


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(shown: Any, width: int, scheme: str) -> None:
    """WCAG 2.2 AA, light and dark, wide and narrow, with a condition open beside closed ones; no request."""
    tab = shown(page("tiktok-direct-messages"), viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab.click("#conditions ~ details >> nth=0")
    assert tab.evaluate("document.querySelectorAll('details[open]').length") == 1
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [event for event, _ in tab.told] == ["request"]


def test_hostile_text_runs_nothing_and_asks_nothing_of_anyone(shown: Any) -> None:
    """In a browser the worst case does no more than the tamest: one file, no dialog, no message."""
    tab = shown(hostile_page("tiktok-direct-messages"))
    tab.click("button")
    assert [event for event, _ in tab.told] == ["request"]


def test_keys_alone_open_a_condition_from_its_cell_and_its_proof(shown: Any) -> None:
    """A link in the matrix opens the condition that it leads to; Enter opens the proof inside it."""
    tab = shown(page("tiktok-direct-messages"))
    tab.focus("table td a")
    tab.keyboard.press("Enter")
    opened = tab.locator("details[open]")
    opened.first.wait_for()
    assert opened.count() == 1
    assert "point (a)(i)" in opened.inner_text()
    tab.focus("details[open] details summary")
    tab.keyboard.press("Enter")
    assert "strictly necessary" in tab.locator("details[open] .proof").inner_text()


def test_without_script_all_that_matters_still_works(shown: Any) -> None:
    """Parts open by themselves; the button that opens all is not there to disappoint."""
    tab = shown(page("tiktok-direct-messages"), java_script_enabled=False)
    assert tab.locator("button").count() == 0
    tab.click("#conditions ~ details summary >> nth=0")
    assert tab.locator("#conditions ~ details >> nth=0").get_by_text("The law").is_visible()


@pytest.mark.long
def test_paper_shows_what_the_reader_left_closed(shown: Any) -> None:
    """A printed page has the evidence and the law of every condition, in dark ink, without contents and button."""
    from io import BytesIO

    from pypdf import PdfReader

    tab = shown(page("tiktok-direct-messages"), color_scheme="dark")
    pages = PdfReader(BytesIO(tab.pdf(prefer_css_page_size=True))).pages
    text = " ".join(" ".join(each.extract_text().split()) for each in pages)
    assert text.count("Facts and evidence") >= 20
    assert "Open every part" not in text
    assert len(pages) < 60
