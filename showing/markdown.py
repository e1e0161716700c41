"""Writes a document as Markdown (CommonMark with tables): every character of the case stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading.safe_text import shown
from .document import (
    Document,
    Figure,
    Flat,
    Heading,
    Listing,
    Paragraph,
    Proof,
    Span,
    Table,
    Terms,
    Text,
    spans,
    unfolded,
)

_MARKUP = re.compile(r"([\\`*_\[\]|#!~$^{}])")


def markdown(document: Document) -> str:
    """The document as one Markdown text, ending in a line break. Pictures are given by their text alternative."""
    parts = [f"# {escaped(document.title)}"]
    for block in unfolded(document.blocks):
        parts.append("\n".join(_block(block)))
    return "\n\n".join(parts) + "\n"


def _block(block: Flat) -> Iterator[str]:
    match block:
        case Heading(text, level, number, anchor):
            if anchor:
                yield f'<a id="{anchor}"></a>'
                yield ""
            yield " ".join(part for part in ("#" * (level + 1), number, run(text)) if part)
        case Paragraph(text):
            yield run(text)
        case Listing(items, ordered):
            for number, item in enumerate(items, 1):
                yield f"{f'{number}.' if ordered else '-'} {run(item)}"
        case Terms(entries):
            for label, text in entries:
                yield f"- **{escaped(label)}:** {run(text)}"
        case Figure(_, caption, alternative):
            yield f"*{escaped(caption)}* {escaped(alternative)}"
        case Proof(lines):
            for depth, text in lines:
                yield f"{'  ' * depth}- {escaped(text)}"
        case Table(caption, header, rows, _, anchors):
            if caption:
                yield f"*Table. {escaped(caption)}*"
                yield ""
            yield "| " + " | ".join(map(escaped, header)) + " |"
            yield "|" + " --- |" * len(header)
            for number, row in enumerate(rows):
                mark = f'<a id="{anchors[number]}"></a>' if number < len(anchors) and anchors[number] else ""
                yield "| " + mark + " | ".join(map(run, row)) + " |"


def run(text: Text) -> str:
    """A text with its emphasis; links are written out."""
    return "".join(map(_span, spans(text)))


def _span(span: Span) -> str:
    text = escaped(span.text)
    if span.href:
        return f"<{span.href}>" if span.href == span.text else f"[{text}](<{span.href}>)"
    if span.target:
        return f"[{text}](#{span.target})"
    mark = "**" if span.bold else "*" if span.italic else ""
    body = text.strip()
    if not mark or not body:
        return text
    return text.replace(body, f"{mark}{body}{mark}", 1)


def escaped(text: str) -> str:
    """Text whose characters cannot be read as markup, HTML, or an address to be linked."""
    text = shown(text).replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKUP.sub(r"\\\1", text)
    text = text.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "&#64;")
    return re.sub(r"^(\s*)([-+=]|\d+[.)])", lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", text)
