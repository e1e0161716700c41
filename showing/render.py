"""Renders a document for the terminal and as Markdown. No meaning rests on colour."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator

from ..reading.safe_text import shown
from .document import Block, Document, Heading, Listing, Paragraph, Proof, Table

#: Marks in tables, each with its word beside it; colour (where the terminal has it) only repeats them.
COLOURS = {"✓": "32", "✗": "31", "?": "33", "–": "2", "≈": "36"}


def terminal(document: Document, *, width: int | None = None, colour: bool | None = None) -> str:
    """The document as text for a terminal, at most ``width`` columns (default: the terminal's, 80 to 120)."""
    columns = width or max(80, min(120, shutil.get_terminal_size((100, 24)).columns))
    paint = sys.stdout.isatty() and not os.environ.get("NO_COLOR") if colour is None else colour
    parts = [_wrap(shown(document.title), columns, ""), ""]
    for block in document.blocks:
        parts += [*_terminal_block(block, columns, paint), ""]
    return "\n".join(parts).rstrip()


def _terminal_block(block: Block, width: int, colour: bool) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield shown(text).upper() if level <= 2 else shown(text)
        case Paragraph(text):
            for line in shown(text).split("\n"):
                yield _wrap(line, width, "")
        case Listing(points, ordered):
            for number, point in enumerate(points, 1):
                mark = f"{number}. " if ordered else "- "
                yield _wrap(mark + shown(point), width, " " * len(mark))
        case Table():
            yield from _terminal_table(block, width, colour)
        case Proof(lines):
            for depth, text in lines:
                indent = "  " * depth
                yield _wrap(indent + shown(text), width, indent + "    ")


def _wrap(text: str, width: int, indent: str) -> str:
    return textwrap.fill(text, width, subsequent_indent=indent, break_long_words=True, break_on_hyphens=False)


def _terminal_table(table: Table, width: int, colour: bool) -> Iterator[str]:
    """A table with columns as wide as their content, long cells wrapped, the widest column giving way first."""
    rows = [tuple(shown(cell) for cell in row) for row in (table.header, *table.rows)]
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


def markdown(document: Document) -> str:
    """The document as Markdown, with text escaped so that nothing in a fact becomes markup."""
    parts = [f"# {escaped(document.title)}", ""]
    for block in document.blocks:
        match block:
            case Heading(text, level):
                parts.append(f"{'#' * level} {escaped(text)}")
            case Paragraph(text):
                parts.append(escaped(text))
            case Listing(points, ordered):
                parts += [f"{'1.' if ordered else '-'} {escaped(point)}" for point in points]
            case Table(caption, header, rows):
                parts += [f"*{escaped(caption)}*", ""] if caption else []
                parts.append("| " + " | ".join(escaped(cell) for cell in header) + " |")
                parts.append("|" + " --- |" * len(header))
                parts += ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
            case Proof(lines):
                parts += [f"{'  ' * depth}- {escaped(text)}" for depth, text in lines]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def escaped(text: str) -> str:
    """Text with the characters that Markdown or HTML would read as markup made harmless."""
    text = shown(text).replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for char in "\\`*_[]|#!":
        text = text.replace(char, f"\\{char}")
    return text
