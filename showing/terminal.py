"""Writes a document for the terminal. No meaning rests on colour."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator

from ..reading.safe_text import one_line, shown
from .document import Document, Figure, Flat, Heading, Listing, Paragraph, Proof, Table, Terms, Text, text_of, unfolded

#: Marks in tables, each with its word beside it; colour (where the terminal has it) only repeats them.
COLOURS = {"✓": "32", "✗": "31", "?": "33", "–": "2", "≈": "36"}


def terminal(document: Document, *, width: int | None = None, colour: bool | None = None) -> str:
    """The document as text for a terminal, at most ``width`` columns (default: the terminal's, 80 to 120)."""
    columns = width or max(80, min(120, shutil.get_terminal_size((100, 24)).columns))
    paint = sys.stdout.isatty() and not os.environ.get("NO_COLOR") if colour is None else colour
    parts = [_wrap(shown(document.title), columns, ""), ""]
    for block in unfolded(document.blocks):
        parts += [*_block(block, columns, paint), ""]
    return "\n".join(parts).rstrip()


def _block(block: Flat, width: int, colour: bool) -> Iterator[str]:
    match block:
        case Heading(text, level, number):
            words = f"{number} {_words(text)}".lstrip()
            yield words.upper() if level == 1 else words
        case Paragraph(text):
            for line in _words(text).split("\n"):
                yield _wrap(line, width, "")
        case Listing(items, ordered):
            for number, item in enumerate(items, 1):
                mark = f"{number}. " if ordered else "- "
                yield _wrap(mark + _words(item), width, " " * len(mark))
        case Terms(entries):
            for label, text in entries:
                yield _wrap(f"{shown(label)}: {_words(text)}", width, "  ")
        case Figure(_, caption, alternative):
            yield _wrap(f"{shown(caption)} {shown(alternative)}", width, "")
        case Table():
            yield from _table(block, width, colour)
        case Proof(lines):
            for depth, text in lines:
                indent = "  " * depth
                yield _wrap(indent + shown(text), width, indent + "    ")


def _words(text: Text) -> str:
    """The words of a text, with the address of a link behind it."""
    if isinstance(text, str):
        return shown(text)
    return shown(
        "".join(f"{span.text} <{span.href}>" if span.href and span.href != span.text else span.text for span in text)
    )


def _wrap(text: str, width: int, indent: str) -> str:
    return textwrap.fill(text, width, subsequent_indent=indent, break_long_words=True, break_on_hyphens=False)


def _table(table: Table, width: int, colour: bool) -> Iterator[str]:
    """A table with columns as wide as their content, long cells wrapped, the widest column giving way first."""
    rows = [tuple(one_line(text_of(cell)) for cell in row) for row in (table.header, *table.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]
    while sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 12:
        widths[widths.index(max(widths))] -= 1
    if table.caption:
        yield shown(table.caption)
    for number, row in enumerate(rows):
        cells = [textwrap.wrap(cell, size) or [""] for cell, size in zip(row, widths, strict=True)]
        for line in range(max(len(cell) for cell in cells)):
            texts = [cell[line] if line < len(cell) else "" for cell in cells]
            padded = [text.ljust(size) for text, size in zip(texts, widths, strict=True)]
            yield "  ".join(_paint(text, colour and number > 0) for text in padded).rstrip()
        if number == 0:
            yield "  ".join("-" * size for size in widths)


def _paint(text: str, colour: bool) -> str:
    code = COLOURS.get(text[:1]) if colour else None
    return f"\x1b[{code}m{text}\x1b[0m" if code else text
