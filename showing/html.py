"""Writes a document as HTML: blocks for a page that others frame, or one file that asks nothing of any network.

Elements are built with the standard library's tree, whose writer escapes every text and attribute, so no word of a case
is ever read as markup. Marks carry a word beside them; colour only repeats what the word says.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from msgspec import Struct, field

from ..reading.safe_text import shown
from .document import (
    About,
    Block,
    Document,
    Figure,
    Fold,
    Heading,
    Listing,
    Paragraph,
    Proof,
    Span,
    Table,
    Terms,
    Text,
    spans,
    text_of,
)
from .pictures.svg import svg

PAGES = Path(__file__).parent / "pages"
#: What a mark at the beginning of a cell or of a line that folds says, as the class of its element.
MARKS = {"✓": "yes", "✗": "no", "≈": "lifted", "?": "open", "–": "none"}
#: Elements after which the file breaks its line, so that two files can be compared.
_LINES = {"p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "dl", "div", "details", "summary", "figure", "nav",
          "main", "h1", "h2", "h3", "h4", "h5", "h6", "meta", "title", "style", "script", "head", "body"}  # fmt: skip


def html_of(blocks: Iterable[Block]) -> str:
    """Blocks as HTML for the body of a page that has its own head and style."""
    root = Element("div")
    _Writer(root).blocks(blocks)
    return _written(root).removeprefix("<div>").removesuffix("</div>\n")


def html(document: Document, style: str = "", *, for_print: bool = False) -> str:
    """A document as one HTML file: its policy lets no request leave it, and runs no script but its own.

    ``style`` is its sheet of style, without one that of an answer. ``for_print`` leaves out what serves the screen
    only, script included, and puts pictures in as images, which a writer of PDF tags with their text.
    """
    page = Element("html", {"lang": document.about.language})
    head, body = SubElement(page, "head"), SubElement(page, "body")
    if not for_print:
        _navigation(body, document)
    main = SubElement(body, "main", {"id": "content", **({} if for_print else {"tabindex": "-1"})})
    _text(SubElement(main, "h1"), document.title)
    writer = _Writer(main, for_print)
    writer.blocks(document.blocks)
    css = "\n" + (style or _file("answer.css")) + "".join(writer.grids)
    script = "\n" + _file("folds.js") if writer.folds and not for_print else ""
    _head(head, document, css, script, for_print=for_print)
    return f"<!DOCTYPE html>\n{_written(page)}\n"


@cache
def _file(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def _head(head: Element, document: Document, css: str, script: str, *, for_print: bool) -> None:
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    if not for_print:
        SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _policy(css, script)})
    _text(SubElement(head, "title"), document.title)
    about = document.about
    named = {
        "author": about.author,
        "description": about.subject,
        "keywords": ", ".join(about.keywords),
        "dcterms.created": about.dated.isoformat() if about.dated != About().dated else "",
    }
    for name, content in named.items():
        if content:
            SubElement(head, "meta", {"name": name, "content": shown(content)})
    SubElement(head, "style").text = css
    if script:
        SubElement(head, "script", {"type": "module"}).text = script


def _policy(css: str, script: str) -> str:
    """Everything is forbidden but this very style, this very script, and pictures inside the file."""
    runs = _digest(script) if script else "'none'"
    return (
        f"default-src 'none'; style-src {_digest(css)}; script-src {runs}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _navigation(body: Element, document: Document) -> None:
    skip = SubElement(body, "a", {"class": "skip", "href": "#content"})
    skip.text = "Skip to the content"
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1 and block.anchor]
    if headings:
        points = SubElement(SubElement(body, "nav", {"aria-label": "Contents"}), "ol")
        for heading in headings:
            _text(SubElement(SubElement(points, "li"), "a", {"href": f"#{heading.anchor}"}), text_of(heading.text))


def _written(element: Element) -> str:
    """An element as text, with line breaks after blocks."""
    for part in element.iter():
        if part.tag in _LINES and not part.tail:
            part.tail = "\n"
    return tostring(element, encoding="unicode", method="html")


def _text(element: Element, text: str) -> None:
    element.text = shown(text)


def _run(parent: Element, text: Text) -> None:
    """A text with its emphasis and links, as the content of an element; words of the case stand apart."""
    for span in spans(text):
        inner = parent
        for tag in _tags(span):
            inner = SubElement(inner, tag)
            if tag == "a":
                inner.attrib.update({"href": span.href, "rel": "noopener noreferrer"} if span.href else {})
                inner.attrib.update({"href": f"#{span.target}"} if span.target else {})
        if inner is not parent:
            inner.text = shown(span.text)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + shown(span.text)
        else:
            parent.text = (parent.text or "") + shown(span.text)


def _tags(span: Span) -> list[str]:
    marks = {
        "a": bool(span.href or span.target),
        "strong": span.bold,
        "em": span.italic,
        "bdi": span.foreign,
    }
    return [tag for tag, so in marks.items() if so]


def _marked(text: Text) -> dict[str, str]:
    """The class that a text's first character stands for, if it is a mark."""
    name = MARKS.get(text_of(text)[:1])
    return {"class": name} if name else {}


class _Writer(Struct):
    """Writes blocks into an element, one after the other; ``grids`` are rules of style for the widths of columns."""

    parent: Element
    for_print: bool = False
    figures: int = 0
    folds: int = 0
    grids: list[str] = field(default_factory=list[str])

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Heading(text, level, number, anchor):
                heading = SubElement(self.parent, f"h{min(level + 1, 6)}", {"id": anchor} if anchor else {})
                if number:
                    counted = SubElement(heading, "span", {"class": "number"})
                    counted.text, counted.tail = number, " "
                _run(heading, text)
            case Paragraph(text, kind):
                _run(SubElement(self.parent, "p", {"class": kind} if kind else {}), text)
            case Listing(items, ordered):
                points = SubElement(self.parent, "ol" if ordered else "ul")
                for item in items:
                    _run(SubElement(points, "li", _marked(item)), item)
            case Terms(entries):
                terms = SubElement(self.parent, "dl")
                for label, text in entries:
                    pair = SubElement(terms, "div")
                    _text(SubElement(pair, "dt"), label)
                    _run(SubElement(pair, "dd"), text)
            case Figure():
                self.figure(block)
            case Proof(lines):
                self.proof(lines)
            case Table():
                self.table(block)
            case Fold():
                self.fold(block)

    def figure(self, figure: Figure) -> None:
        self.figures += 1
        holder = SubElement(self.parent, "figure")
        drawing = svg(figure.picture, f"figure-{self.figures}", figure.alternative)
        if self.for_print:
            data = base64.b64encode(drawing.encode()).decode()
            SubElement(holder, "img", {"src": f"data:image/svg+xml;base64,{data}", "alt": shown(figure.alternative)})
        else:
            frame = SubElement(holder, "div", _scrolls(figure.caption, "picture"))
            root = fromstring(drawing)  # made by this program a line above
            for part in root.iter():
                part.tag = part.tag.partition("}")[2]
            frame.append(root)
        _text(SubElement(holder, "figcaption"), figure.caption)

    def proof(self, lines: tuple[tuple[int, str], ...]) -> None:
        """Steps as lists within lists, each step's truth by its mark."""
        open_lists = [SubElement(self.parent, "ul", {"class": "proof"})]
        for depth, text in lines:
            while len(open_lists) > depth + 1:
                open_lists.pop()
            while len(open_lists) < depth + 1:
                within = open_lists[-1][-1] if len(open_lists[-1]) else SubElement(open_lists[-1], "li")
                open_lists.append(SubElement(within, "ul"))
            _text(SubElement(open_lists[-1], "li", _marked(text)), text)

    def table(self, table: Table) -> None:
        holder = self.parent if self.for_print else SubElement(self.parent, "div", _scrolls(table.caption, "table"))
        element = SubElement(holder, "table")
        if table.widths:
            name = f"grid-{len(self.grids) + 1}"
            element.set("class", name)
            columns = enumerate(table.widths, 1)
            rules = (f".{name} th:nth-child({at}) {{ width: {width * 100:.2f}%; }}\n" for at, width in columns)
            self.grids.append("".join(rules))
        if table.caption:
            _text(SubElement(element, "caption"), table.caption)
        heads = SubElement(SubElement(element, "thead"), "tr")
        for cell in table.header:
            _text(SubElement(heads, "th", {"scope": "col"}), cell)
        body = SubElement(element, "tbody")
        for number, cells in enumerate(table.rows):
            anchor = table.anchors[number] if number < len(table.anchors) else ""
            row = SubElement(body, "tr", {"id": anchor} if anchor else {})
            _run(SubElement(row, "th", {"scope": "row"}), cells[0])
            for cell in cells[1:]:
                _run(SubElement(row, "td", _marked(cell)), cell)

    def fold(self, fold: Fold) -> None:
        self.folds += 1
        opened = {"open": ""} if fold.opened or self.for_print else {}
        named = {"id": fold.anchor} if fold.anchor else {}
        kept = {} if fold.on_paper else {"class": "aside"}
        element = SubElement(self.parent, "details", {**named, **kept, **opened})
        _run(SubElement(element, "summary", _marked(fold.summary)), fold.summary)
        outside, self.parent = self.parent, SubElement(element, "div")
        self.blocks(fold.blocks)
        self.parent = outside


def _scrolls(caption: str, what: str) -> dict[str, str]:
    """What a part that is wider than a small screen needs to be reached and moved by keyboard."""
    label = f"{shown(caption)} ({what})" if caption else what
    return {"class": "wide", "role": "group", "tabindex": "0", "aria-label": label}
