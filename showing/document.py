"""A document: headings, paragraphs, lists and tables, before any format. Every rendering shows the same content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of points; a point may be indented by leading levels."""

    points: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof as indented lines: (depth, text)."""

    lines: tuple[tuple[int, str], ...]


Block = Heading | Paragraph | Listing | Table | Proof


@dataclass(frozen=True, slots=True)
class Document:
    """A title and its blocks, in order."""

    title: str
    blocks: tuple[Block, ...]
