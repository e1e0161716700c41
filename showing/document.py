"""A document before any format: headings, paragraphs, lists, tables, figures. Every writer shows the same content.

One model serves the terminal, Markdown, HTML, Word and PDF. Text is plain everywhere, nothing in it is markup; the
writers make it safe (:mod:`..reading.safe_text`) and escape what their format would read as markup. Where only words
are needed a text is a ``str``; where emphasis or links are, it is a run of spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from .pictures.shapes import Picture


class Span(Struct, frozen=True):
    """A run of text. ``foreign`` marks words of the case, kept apart from ours where the direction of script matters.

    ``href`` is a web address, ``target`` the anchor of a row or heading in the document; at most one of them is set.
    """

    text: str
    bold: bool = False
    italic: bool = False
    foreign: bool = False
    href: str = ""
    target: str = ""


Inline = tuple[Span, ...]
Text = str | Inline


class Heading(Struct, frozen=True):
    """``level`` 1 is the highest below the title; ``number`` such as "3.1"; ``anchor`` a name to link to."""

    text: Text
    level: int = 1
    number: str = ""
    anchor: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph; ``kind`` is "", "lead" (the answer) or "small" (a note below a table)."""

    text: Text
    kind: str = ""


class Listing(Struct, frozen=True):
    """A list of points, numbered where their order means something."""

    items: tuple[Text, ...]
    ordered: bool = False


class Table(Struct, frozen=True):
    """A table: a caption, one header row, and rows whose first cell heads the row.

    ``widths`` are shares of the page's width (none: as wide as the content); ``anchors`` names rows that can be linked
    to ("" for none).
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...] = ()
    anchors: tuple[str, ...] = ()


class Terms(Struct, frozen=True):
    """Labels with what they stand for, such as the heading block of a memo."""

    entries: tuple[tuple[str, Text], ...]


class Figure(Struct, frozen=True):
    """A picture with its caption. ``alternative`` says in words what it shows; a table repeats all of it."""

    picture: Picture
    caption: str
    alternative: str


class Proof(Struct, frozen=True):
    """A proof as indented lines: (depth, text)."""

    lines: tuple[tuple[int, str], ...]


class Fold(Struct, frozen=True):
    """Blocks under a line that opens and closes them; where a format cannot fold, they stand below it.

    ``anchor`` is a name to link to; ``opened`` says that it is open at first, ``on_paper`` that paper shows what it
    holds though the reader left it closed.
    """

    summary: Text
    blocks: tuple[Block, ...]
    anchor: str = ""
    opened: bool = False
    on_paper: bool = True


Flat = Heading | Paragraph | Listing | Table | Terms | Figure | Proof
Block = Flat | Fold


class About(Struct, frozen=True):
    """What describes the file of a document: Word, PDF and HTML carry it.

    Not dated, it has the earliest day that an archive can say, so that the same document gives the same bytes.
    """

    subject: str = ""
    author: str = "derogation"
    keywords: tuple[str, ...] = ()
    dated: date = date(1980, 1, 1)
    language: str = "en-GB"


class Document(Struct, frozen=True):
    """A title and its blocks, in order, and what describes its file."""

    title: str
    blocks: tuple[Block, ...]
    about: About = About()


def unfolded(blocks: Iterable[Block], level: int = 2) -> Iterator[Flat]:
    """Blocks for a format that cannot fold: what folds is a heading, and what it holds stands below."""
    for block in blocks:
        if isinstance(block, Fold):
            yield Heading(block.summary, level, anchor=block.anchor)
            yield from unfolded(block.blocks, level + 1)
        else:
            yield block


def spans(text: Text) -> Inline:
    """Any text as a run of spans."""
    return (Span(text),) if isinstance(text, str) else text


def text_of(text: Text) -> str:
    """The words of a text."""
    return text if isinstance(text, str) else "".join(span.text for span in text)


def inline(*parts: Text | Span) -> Inline:
    """Texts, spans and runs of spans as one run; neighbouring plain texts are joined and empty ones left out."""
    found: list[Span] = []
    for part in parts:
        for span in (part,) if isinstance(part, Span) else spans(part):
            if found and span == Span(span.text) and found[-1] == Span(found[-1].text):
                found[-1] = Span(found[-1].text + span.text)
            elif span.text:
                found.append(span)
    return tuple(found)


def joined(parts: list[Inline] | tuple[Inline, ...], between: str = ", ", last: str = "") -> Inline:
    """Runs with a text between them, and another before the last."""
    found: list[Text | Span] = []
    for number, part in enumerate(parts):
        if number:
            found.append((last or between) if number == len(parts) - 1 else between)
        found.append(part)
    return inline(*found)
