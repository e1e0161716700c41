"""Text, JSON and HTML of a result; hostile text appears as text in each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from derogation.reading.safe_text import one_line
from derogation.reports.check import CheckResult, check_report
from derogation.reports.files import load_report
from derogation.reports.html import check_html
from derogation.reports.model import Report
from derogation.reports.render import check_json, check_text, compare_json, compare_text

EVIL = '<script>alert("x")</script>\u202e\u0007\u2066 {{7*7}} &amp; \x1b[31mred' + "A" * 100_000


class Page(HTMLParser):
    """What a page holds: its tags in order, attributes, ids, and text outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "link", "br", "img", "col"):
            self.open.append(tag)
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found[key] or "" for key in ("href", "src") if key in found]
        if tag == "th":
            assert found.get("scope") in ("col", "row")
        if tag == "html":
            assert found.get("lang") == "en"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


@pytest.fixture(scope="module")
def google() -> CheckResult:
    return check_report(load_report("google-2025"))


@pytest.fixture
def evil(clean: dict[str, Any], make: Callable[[dict[str, Any]], Report]) -> CheckResult:
    """A report whose every free text is hostile, made without a file (files with control characters are
    refused)."""
    clean["provider"] = clean["document"] = clean["url"] = EVIL
    clean["technologies"][0]["name"] = EVIL
    clean["meanings"] = {
        "processed": {"means": "matched", "where": EVIL},
        "error_rate": {"means": "appeals", "where": EVIL},
    }
    clean["elsewhere"] = {"reports": {"value": 1, "where": EVIL}}
    clean["answers"]["8.retention.content"] = {"value": "2 years", "note": EVIL, "legal_duty": EVIL}
    clean["answers"]["8.safeguards.encryption_transit"] = {"absent": "not_applicable", "reason": EVIL}
    clean["answers"]["1.service"] = [EVIL, "b"]
    return check_report(make(clean))


def test_html_is_one_well_formed_accessible_page(google: CheckResult) -> None:
    """Language, one h1, headings without gaps, header cells with scope, unique ids, every link inside the
    page."""
    page = Page(check_html(google))
    assert page.open == []
    headings = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert page.tags.count("caption") == page.tags.count("table") == 10
    assert not {"script", "iframe", "img", "link", "object"} & set(page.tags)


def test_html_shows_every_finding_and_every_answer(google: CheckResult) -> None:
    """Each finding's message, law and cure, and all 147 fields, stand on the page."""
    page = Page(check_html(google))
    for one in google.findings:
        for text in (one.message, one.cure, one.counter, *one.authority):
            assert one_line(text) in page.text
    assert sum(name.startswith("f-") for name in page.ids) == 147


def test_hostile_text_is_text_in_html(evil: CheckResult) -> None:
    """Markup is escaped, templates are not run, unseen characters are written out, length is bounded."""
    text = check_html(evil)
    page = Page(text)
    assert page.open == []
    assert "script" not in page.tags
    assert '<script>alert("x")</script><U+202E><U+0007>' in page.text
    assert "{{7*7}}" in page.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert len(text) < 400_000


def test_hostile_text_is_text_in_a_terminal(evil: CheckResult) -> None:
    """No escape sequence, no direction mark, no flood."""
    text = check_text(evil)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "<U+001B>[31mred" in text
    assert len(text) < 40_000


def test_hostile_text_is_kept_whole_in_json(evil: CheckResult) -> None:
    """JSON carries the text unchanged, with nothing unseen left unescaped."""
    text = check_json(evil)
    assert json.loads(text)["report"]["provider"] == EVIL
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.long
def test_hostile_text_is_text_in_a_comparison(evil: CheckResult) -> None:
    """Names, services and places cannot break a comparison either."""
    from derogation.reports.compare import compare

    reports = [evil.report, load_report("google-2025")]
    found = compare(reports)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", compare_text(reports, found))
    assert json.loads(compare_json(reports, found))["schema"] == "derogation/report-compare/1"


def test_json_has_a_schema_and_the_same_bytes(google: CheckResult) -> None:
    """The same report gives the same bytes, with digests of the report and of the checks."""
    data = json.loads(check_json(google))
    assert data["schema"] == "derogation/report-check/1"
    assert data["summary"] == {"breach": 0, "defect": 4, "doubt": 15}
    assert len(data["points"]) == 9
    assert data["report_digest"].startswith("sha256:")
    assert {"check", "severity", "fields", "seen", "authority", "cure", "counter"} <= set(data["findings"][0])
    assert check_json(google) == check_json(check_report(load_report("google-2025")))


def test_the_digest_follows_the_report(clean: dict[str, Any], make: Callable[[dict[str, Any]], Report]) -> None:
    """One changed answer changes the report's digest and not that of the checks."""
    first = json.loads(check_json(check_report(make(clean))))
    clean["answers"]["4.known.reports"] = 41
    second = json.loads(check_json(check_report(make(clean))))
    assert first["report_digest"] != second["report_digest"]
    assert first["checks_digest"] == second["checks_digest"]


def test_text_opens_with_the_verdict_and_names_law_and_cure(google: CheckResult) -> None:
    """First the tally; each finding with field, law, cure and what speaks against it; the limits last."""
    text = check_text(google)
    assert text.splitlines()[0] == "Google Ireland Limited, 2025: no breach, 4 defects, 15 doubts."
    flat = " ".join(text.split())
    assert "6.known.human_reviewed: 335" in flat
    assert "Law: Article 3(1)(i); Article 3(1)(h)" in flat
    assert "not legal advice" in flat.splitlines()[-1]
