"""Filters of the templates: texts of documents as markup, the one place where markup is made outside a template."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ...cases.matter.expand import words
from ...reading.safe_text import shown
from ...showing.document import Figure, Span, Text, spans
from ...showing.pictures.svg import svg

register = template.Library()


@register.filter
def run(text: Text) -> SafeString:
    """A text of a document with its emphasis and links; everything in it is escaped."""
    return mark_safe("".join(_span(span) for span in spans(text)))


def _span(span: Span) -> str:
    text: str = conditional_escape(shown(span.text))
    if span.foreign:
        text = format_html("<bdi>{}</bdi>", mark_safe(text))
    if span.href.startswith(("https://", "http://")):
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', span.href, mark_safe(text))
    if span.target:
        return format_html('<a href="#{}">{}</a>', span.target, mark_safe(text))
    if span.bold:
        text = format_html("<strong>{}</strong>", mark_safe(text))
    return format_html("<em>{}</em>", mark_safe(text)) if span.italic else text


@register.filter
def safe_text(text: object) -> str:
    """Text of a case with what may not show written out; the template escapes it."""
    return shown(str(text))


@register.filter
def picture(figure: Figure) -> SafeString:
    """A figure as SVG, whose writer escapes all text."""
    return mark_safe(svg(figure.picture, f"figure-{uuid.uuid4().hex[:8]}", figure.alternative))


@register.filter
def kind(block: object) -> str:
    """What a block of a document is: ``heading``, ``paragraph``, ``table`` ..."""
    return type(block).__name__.lower()


@register.filter
def capped(depth: int) -> int:
    """The depth of a step of a proof, as far as steps are set in."""
    return min(depth, 8)


@register.filter
def raised(level: int) -> int:
    """The level of a heading below the page's own."""
    return min(level + 1, 6)


@register.filter
def status_word(status: str) -> str:
    """A status in words; what was not there before, and what is gone."""
    return {"": "not asked about", "undetermined": "open"}.get(status, status.replace("_", " "))


@register.filter
def under(text: str) -> str:
    """A word of the program as people write it."""
    return text.replace("_", " ")


@register.filter
def plainly(stated: object) -> str:
    """What a document states at a place, in a line; of a fact with its evidence."""
    if stated is None:
        return "nothing"
    beside = ""
    if isinstance(stated, dict):
        data = cast("dict[str, Any]", stated)
        parts = [f"{key}: {data[key]}" for key in ("source", "note") if data.get(key)]
        beside = f" ({'; '.join(parts)})" if parts else ""
    return shown(f"{words(stated)}{beside}")
