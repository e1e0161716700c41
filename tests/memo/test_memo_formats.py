"""Four renderings, one content: the same words in the same order, each accessible in the way of its format."""

from __future__ import annotations

import io
import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import docx as python_docx
import pytest
from derogation.memo.render.docx import docx
from derogation.memo.render.html import html
from derogation.memo.render.pdf import pdf
from derogation.showing.document import Document, Figure, Heading, Listing, Paragraph, Table, Terms, text_of
from derogation.showing.markdown import markdown
from docx.oxml.ns import qn
from pypdf import PdfReader


class Page(HTMLParser):
    """Collects the elements of a page with their attributes, and the text of those asked for."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "col", "img", "rect", "polyline", "path"):
            self.open.append(tag)
            self.words.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for at in range(len(self.words) - 1, -1, -1):
            if self.words[at][0] in self.open or self.words[at][0] in ("h1", "h2", "h3", "th", "td", "caption"):
                self.words[at] = (self.words[at][0], self.words[at][1] + data)
                break

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def flat(text: str) -> str:
    """Words alone: layout, numbering and page feet left out."""
    return re.sub(r"\W+", "", text)


def pieces(memo: Document) -> list[str]:
    """Every text of a memo that all renderings have to carry, in order."""
    found = [memo.title]
    for block in memo.blocks:
        match block:
            case Heading(text) | Paragraph(text):
                found.append(text_of(text))
            case Listing(items):
                found += map(text_of, items)
            case Terms(entries):
                found += [part for label, text in entries for part in (label, text_of(text))]
            case Table(caption, header, rows):
                found += [caption, *header, *(text_of(cell) for row in rows for cell in row)]
            case Figure(_, caption):
                found.append(caption)
    return [piece for piece in found if flat(piece)]


def in_order(found: list[str], text: str) -> list[str]:
    """The pieces that a text does not have after the one before."""
    text, at, missing = flat(text), 0, []
    for piece in found:
        place = text.find(flat(piece), at)
        if place < 0:
            missing.append(piece)
        else:
            at = place + len(flat(piece))
    return missing


def docx_text(data: bytes) -> str:
    body = python_docx.Document(io.BytesIO(data)).element.body
    return " ".join(node.text or "" for node in body.iter(qn("w:t")))


@pytest.fixture(scope="module")
def word(mixed: Document) -> Any:
    return python_docx.Document(io.BytesIO(docx(mixed)))


@pytest.fixture(scope="module")
def page(mixed: Document) -> Page:
    return Page(html(mixed))


@pytest.fixture(scope="module")
def printed(mixed: Document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(mixed)))


def test_word_html_and_markdown_have_the_same_words_in_the_same_order(mixed: Document, tiktok: Document) -> None:
    """Nothing of the memo is lost in a format, and the order of reading is the same."""
    for memo in (mixed, tiktok):
        assert in_order(pieces(memo), docx_text(docx(memo))) == []
        body = html(memo).partition("<main")[2]
        assert in_order(pieces(memo), unescape(re.sub(r"<[^>]+>", " ", body))) == []
        plain = re.sub(r"<a id=[^>]+></a>|&#\d+;|\]\(#[a-z0-9-]+\)", " ", markdown(memo)).replace("&amp;", "&")
        assert in_order(pieces(memo), plain) == []


def test_pdf_has_the_same_words(mixed: Document, printed: PdfReader) -> None:
    """Every piece of the memo is in the text of the pages (columns of a table may come in another order)."""
    text = flat(" ".join(re.sub(r"\n?\d+ / \d+\s*", " ", sheet.extract_text()) for sheet in printed.pages))
    headings = [text_of(block.text) for block in mixed.blocks if isinstance(block, Heading)]
    assert [title for title in headings if flat(title) not in text] == []
    words = {word for piece in pieces(mixed) for word in re.findall(r"[A-Za-z]{4,}", piece)}
    assert sorted(word for word in words if word not in text) == []


def test_the_same_memo_gives_the_same_bytes(mixed: Document) -> None:
    """Word, HTML and Markdown do not change from run to run."""
    assert docx(mixed) == docx(mixed)
    assert html(mixed) == html(mixed)
    assert markdown(mixed) == markdown(mixed)


# --- Word ------------------------------------------------------------------------------------------------------------


def test_word_has_real_headings_in_order(mixed: Document, word: Any) -> None:
    """Heading styles, not bold text; no level is jumped over."""
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style.name.startswith("Heading ")]
    assert len(levels) == sum(isinstance(block, Heading) for block in mixed.blocks)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert word.paragraphs[0].style.name == "Title"


def test_word_tables_mark_their_header_rows_and_have_titles(mixed: Document, word: Any) -> None:
    """Every table repeats its header row, has a header column, a title, and no empty layout."""
    assert len(word.tables) == sum(isinstance(block, Table) for block in mixed.blocks)
    for table in word.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows[1:])
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_word_pictures_have_alternatives(mixed: Document, word: Any) -> None:
    """Each picture is described, and no two share an id."""
    pictures = list(word.element.body.iter(qn("wp:docPr")))
    assert [picture.get("descr") for picture in pictures] == [
        block.alternative for block in mixed.blocks if isinstance(block, Figure)
    ]
    assert len({picture.get("id") for picture in pictures}) == len(pictures)


def test_word_has_language_properties_and_page_numbers(word: Any) -> None:
    """The language is set for all text; title and subject are in the properties; the foot counts pages."""
    languages = {found.get(qn("w:val")) for found in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert word.core_properties.title.startswith("Memorandum: Tallowfield")
    assert word.core_properties.language == "en-GB"
    fields = {found.get(qn("w:instr")) for found in word.sections[0].footer._element.iter(qn("w:fldSimple"))}
    assert fields == {"PAGE", "NUMPAGES"}


def test_links_inside_the_word_document_lead_somewhere(tiktok: Document) -> None:
    """Every exhibit mark leads to a bookmark that exists."""
    body = python_docx.Document(io.BytesIO(docx(tiktok))).element.body
    names = {found.get(qn("w:name")) for found in body.iter(qn("w:bookmarkStart"))}
    wanted = {found.get(qn("w:anchor")) for found in body.iter(qn("w:hyperlink")) if found.get(qn("w:anchor"))}
    assert wanted
    assert wanted <= names


# --- HTML ------------------------------------------------------------------------------------------------------------


def test_the_page_asks_nothing_of_the_network_and_runs_no_script(page: Page) -> None:
    """One file: no script, no frame, no style sheet or image from elsewhere; and a policy that forbids them."""
    assert not {tag for tag, _ in page.found} & {"script", "link", "iframe", "object", "embed", "form", "base", "audio"}
    assert not [attributes for _, attributes in page.found if "src" in attributes]
    assert not [name for _, attributes in page.found for name in attributes if name.startswith("on")]
    policies = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policies
    assert "default-src 'none'" in str(policies[0])


def test_the_page_has_language_title_landmarks_and_a_skip_link(page: Page) -> None:
    """What a screen reader needs to find its way."""
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("title")) == 3  # the page's, and that of each picture
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert page.all("nav")[0]["aria-label"] == "Contents"
    assert page.all("a")[0]["href"] == f"#{page.all('main')[0]['id']}"


def test_ids_of_the_page_are_unique_and_links_inside_it_lead_somewhere(page: Page) -> None:
    """No link leads into the void."""
    ids = [attributes["id"] for _, attributes in page.found if attributes.get("id")]
    assert len(ids) == len(set(ids))
    targets = {str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith("#")}
    assert targets <= set(ids)


def test_tables_of_the_page_have_captions_and_scopes(mixed: Document, page: Page) -> None:
    """Every table a caption, every header cell a scope, every row a header."""
    grids = [block for block in mixed.blocks if isinstance(block, Table)]
    assert len(page.all("caption")) == len(grids)
    scopes = [head.get("scope") for head in page.all("th")]
    assert scopes.count("col") == sum(len(grid.header) for grid in grids)
    assert scopes.count("row") == sum(len(grid.rows) for grid in grids)
    assert set(scopes) == {"col", "row"}


def test_pictures_of_the_page_are_images_with_names(page: Page) -> None:
    """Each picture says in its title what it shows."""
    assert [picture["role"] for picture in page.all("svg")] == ["img", "img"]
    ids = {attributes["id"] for attributes in page.all("title") if attributes.get("id")}
    assert {picture["aria-labelledby"] for picture in page.all("svg")} == ids


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1 between two colours."""

    def light(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lights = sorted((light(one), light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_colours_of_text_have_the_contrast_that_wcag_asks_for(mixed: Document) -> None:
    """4.5 to 1 for every colour of text against the darkest ground it may stand on."""
    style = html(mixed).partition("<style>")[2].partition("</style>")[0]
    colours = set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{3,6})", style))
    assert colours
    assert all(contrast(colour, "#e6e6e6") >= 4.5 for colour in colours)


# --- PDF -------------------------------------------------------------------------------------------------------------


def tags_of(reader: PdfReader) -> list[tuple[str, Any]]:
    """The structure elements of a tagged PDF, in order."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), node))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_the_pdf_is_tagged_and_says_language_and_title(printed: PdfReader) -> None:
    """Marked content, document language, a title that the viewer shows, and the claim of PDF/UA-1."""
    root: Any = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert str(printed.metadata.title if printed.metadata else "").startswith("Memorandum: Tallowfield")
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_the_tags_of_the_pdf_follow_the_memo(mixed: Document, printed: PdfReader) -> None:
    """Headings, tables with header cells, lists, and figures with their alternatives."""
    tags = tags_of(printed)
    names = [name for name, _ in tags]
    levels = [f"/H{block.level + 1}" for block in mixed.blocks if isinstance(block, Heading)]
    assert [name for name in names if name in ("/H2", "/H3")] == levels
    assert names.count("/H1") == 1
    assert names.count("/Table") >= sum(isinstance(block, Table) for block in mixed.blocks)
    assert names.count("/TH") > 0  # a table over several pages has one element for each page
    alternatives = [str(node["/Alt"]) for name, node in tags if name == "/Figure" and "/Alt" in node]
    assert alternatives == [block.alternative for block in mixed.blocks if isinstance(block, Figure)]


def test_the_pdf_has_bookmarks_for_its_sections(mixed: Document, printed: PdfReader) -> None:
    """The outline names every section."""
    titles = [
        str(entry["/Title"]) for entry in printed.outline[0:1] + list(_flat(printed.outline)) if "/Title" in entry
    ]
    for block in mixed.blocks:
        if isinstance(block, Heading) and block.level == 1:
            assert any(text_of(block.text) in title for title in titles)


def _flat(outline: Any) -> Any:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry
