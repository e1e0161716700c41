"""Filters of the templates: blocks of documents as markup, texts made safe to show, words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import template
from django.utils.safestring import SafeString, mark_safe

from ...cases.matter.expand import words
from ...reading.safe_text import shown
from ...showing.document import Block, Text, text_of
from ...showing.html import html_of

register = template.Library()


@register.filter
def markup(blocks: Iterable[Block]) -> SafeString:
    """Blocks of a document as HTML, by the writer that all pages of the program share; it escapes every text."""
    return mark_safe(html_of(blocks))


@register.filter
def text_only(text: Text) -> str:
    """The words of a text of a document; the template escapes them."""
    return shown(text_of(text))


@register.filter
def safe_text(text: object) -> str:
    """Text of a case with what may not show written out; the template escapes it."""
    return shown(str(text))


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
