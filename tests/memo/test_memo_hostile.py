"""Hostile text in a case stays text in every format, and breaks none."""

from __future__ import annotations

import io
import re
import unicodedata

import docx as python_docx
import pytest
from derogation.memo.render.docx import docx
from derogation.memo.render.html import html
from derogation.memo.render.pdf import pdf
from derogation.reading.safe_text import LONGEST
from derogation.showing.document import Document, Span
from derogation.showing.foreign import said, web_link
from derogation.showing.markdown import markdown
from pypdf import PdfReader


def test_a_long_note_is_cut_and_the_cut_is_said() -> None:
    """100 kB in a note do not fill the memo; how much is left out stands there."""
    assert said("x" * 100_000).text.endswith(f"… ({100_000 - LONGEST:,} more characters)")


def test_hostile_text_is_text_on_the_page(hostile: Document) -> None:
    """No element, attribute or script comes from a fact."""
    page = html(hostile)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "javascript:alert(1)" in page  # as text only
    assert not re.search(r'href="(?!#|https?://)', page)
    assert "{{7*7}}" in page
    assert "49" not in re.findall(r"<title>.*?</title>", page)[0]


def test_hostile_text_is_text_in_word(hostile: Document) -> None:
    """The document opens, has the words, and no field or relation but to the web or a picture."""
    data = docx(hostile)
    document = python_docx.Document(io.BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "<script>alert(1)</script>" in text
    assert "<U+0000>" in text
    targets = [part.target_ref for part in document.part.rels.values() if part.is_external]
    assert all(target.startswith(("http://data.europa.eu/", "https://")) for target in targets)
    assert len(data) < 300_000


def test_hostile_text_is_text_in_markdown(hostile: Document) -> None:
    """Nothing of a fact is left that Markdown or HTML would read as markup; every table keeps its columns."""
    text = markdown(hostile)
    assert "<script" not in text
    assert "[x](javascript" not in text
    assert "**b**" not in text
    tables = [group for group in re.split(r"\n\n", text) if group.startswith("| ")]
    for table in tables:
        columns = {len(re.findall(r"(?<!\\)\|", row)) for row in table.split("\n")}
        assert len(columns) == 1, table[:200]


def test_hostile_text_is_text_in_pdf(hostile: Document) -> None:
    """The pages are made, with the words on them and no action."""
    reader = PdfReader(io.BytesIO(pdf(hostile)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "alert(1)" in text
    assert len(reader.pages) < 60
    assert b"/JavaScript" not in pdf(hostile)


def test_no_rendering_holds_a_character_that_hides(hostile: Document) -> None:
    """No control, direction mark or surrogate reaches a file."""
    for text in (html(hostile), markdown(hostile)):
        assert {unicodedata.category(char) for char in text if char != "\n"} & {"Cc", "Cf", "Cs", "Co"} == set()


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a b", 'https://x"onclick=y', "//x"],
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    """Any other address of a source stays text."""
    assert web_link(url).href == ""


def test_a_web_address_of_a_source_is_a_link() -> None:
    """What begins with https and holds nothing odd can be followed."""
    assert web_link("https://example.org/report.pdf?x=1&y=2").href == "https://example.org/report.pdf?x=1&y=2"


def test_words_of_a_case_are_marked_as_foreign() -> None:
    """So that letters written from right to left cannot reorder what stands around them."""
    assert said("\u0627") == Span("\u0627", foreign=True)
