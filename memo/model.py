"""A memo before any format: headings, paragraphs, lists, tables, figures. Every rendering shows the same content.

Text is plain everywhere; nothing in it is markup. The blocks go beyond those of ``engine.document`` by what filed
documents need: emphasis and links inside text, places to link to, pictures with a text alternative, a heading block.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .pictures.shapes import Picture


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. ``foreign`` marks words of the case, kept apart from ours where the direction of script matters.

    ``href`` is a web address, ``target`` the anchor of a row or heading in the memo; at most one of them is set.
    """

    text: str
    bold: bool = False
    italic: bool = False
    foreign: bool = False
    href: str = ""
    target: str = ""


Inline = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is the highest below the title; ``number`` such as "3.1"."""

    text: Inline
    level: int
    number: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; ``kind`` is "", "lead" (the answer) or "small" (a note below a table)."""

    text: Inline
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points, numbered where their order means something."""

    items: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a caption, one header row, and rows whose first cell heads the row.

    ``widths`` are shares of the page's width; ``anchors`` names rows that can be linked to ("" for none).
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    widths: tuple[float, ...]
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Labels with what they stand for, such as the heading block."""

    entries: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption. ``alternative`` says in words what it shows; a table repeats all of it."""

    picture: Picture
    caption: str
    alternative: str


Block = Heading | Para | Points | Grid | Terms | Figure


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo with its blocks in order; ``subject``, ``author``, ``keywords`` and ``dated`` describe the file."""

    title: str
    subject: str
    author: str
    keywords: tuple[str, ...]
    dated: date
    language: str
    blocks: tuple[Block, ...]


def inline(*parts: str | Span | Inline) -> Inline:
    """Texts, spans and runs of spans as one run; neighbouring plain texts are joined and empty ones left out."""
    spans: list[Span] = []
    for part in parts:
        for span in (Span(part),) if isinstance(part, str) else (part,) if isinstance(part, Span) else part:
            if spans and span == Span(span.text) and spans[-1] == Span(spans[-1].text):
                spans[-1] = Span(spans[-1].text + span.text)
            elif span.text:
                spans.append(span)
    return tuple(spans)


def joined(parts: list[Inline] | tuple[Inline, ...], between: str = ", ", last: str = "") -> Inline:
    """Runs with a text between them, and another before the last."""
    found: list[str | Span | Inline] = []
    for number, part in enumerate(parts):
        if number:
            found.append((last or between) if number == len(parts) - 1 else between)
        found.append(part)
    return inline(*found)


def text_of(run: Inline) -> str:
    """The words of a run."""
    return "".join(span.text for span in run)
