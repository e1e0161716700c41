"""Checks that quoted phrases stand in the official text, and that they are short.

Texts copied out of the Official Journal carry page headers, hyphens at line ends, words broken by typesetting
and typographic quotation marks. ``normalise`` undoes that for reading. ``missing_quotes`` goes further: it
compares letters and marks only, blind to case, spaces and hyphens, so that no layout can hide a phrase, and
still demands that a phrase begins and ends where a word does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_TYPOGRAPHIC = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u00a0\u2007\u202f\u2009\f", " ")
    | dict.fromkeys("\u00ad\u200b\ufeff", None)
)
_HEADER_LINE = re.compile(
    r"^\s*(?:\d{1,2}\.\d{1,2}\.\d{4}|[A-Z]{2}|Official Journal of the European (?:Union|Communities)"
    r"|L \d+/\d+|ELI: \S+|\s)+\s*$"
)
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)-[ \t]*\n\s*(?=[a-z])")
_LINE_BREAK_IN_TEXT = re.compile(r"(\w+)[ \t]*\n[ \t]*(\w+)")
_WORD = re.compile(r"\w+")
_LABELS = re.compile(r"^(?:\((?:[ivx]+|[a-z]|\d+)\))+")

Squeezed = tuple[str, frozenset[int]]
"""A text without spaces and hyphens, and the places in it at which a word may begin."""


def normalise(text: str) -> str:
    """The text as one line: plain quotation marks, single spaces, no page headers, broken words joined.

    A hyphen at a line end goes, with the break. A word broken without a hyphen ("mat" / "erial") is joined
    where the whole occurs elsewhere in the text and neither half does.
    """
    lines = text.translate(_TYPOGRAPHIC).splitlines()
    kept = "\n".join(line for line in lines if not line.strip() or not _HEADER_LINE.match(line))
    joined = _join_broken_words(_HYPHEN_AT_LINE_END.sub("", kept))
    return " ".join(joined.split())


def missing_quotes(quotes: Iterable[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """Those ``(where, phrase)`` pairs whose phrase the text does not contain, in the order given.

    A phrase without a single letter or figure counts as missing.
    """
    squeezed = squeeze(text)
    return [(where, phrase) for where, phrase in quotes if place_of(phrase, squeezed) is None]


def squeeze(text: str) -> Squeezed:
    """The text in the form in which phrases are sought: letters and marks only."""
    return _squeeze(normalise(text))


def place_of(phrase: str, text: Squeezed) -> tuple[int, int] | None:
    """Where a phrase stands in a squeezed text, first place and end, whole words only; ``None`` where it does not."""
    letters, starts = text
    sought, _ = squeeze(phrase)
    if not _WORD.search(sought):
        return None
    at = letters.find(sought)
    while at >= 0:
        if at in starts and at + len(sought) in starts:
            return at, at + len(sought)
        at = letters.find(sought, at + 1)
    return None


def sentence_hash(phrase: str, text: Squeezed) -> str | None:
    """SHA-256 of the sentence, or the part of one between colons and semicolons, in which a phrase stands.

    Labels of points before it ("(a)(i)") do not count, nor do case, spaces and hyphens. ``None`` where the phrase is
    not in the text.
    """
    place = place_of(phrase, text)
    if place is None:
        return None
    letters, _ = text
    first = max(letters.rfind(mark, 0, place[0]) for mark in ".;:") + 1
    ends = [letters.find(mark, place[1] - 1) for mark in ".;:"]
    last = min((end for end in ends if end >= 0), default=len(letters))
    return hashlib.sha256(_LABELS.sub("", letters[first:last]).encode()).hexdigest()


def too_long(quotes: Iterable[tuple[str, str]], limit: int = 14) -> list[tuple[str, str]]:
    """Those ``(where, phrase)`` pairs whose phrase has more than ``limit`` words."""
    return [(where, phrase) for where, phrase in quotes if len(phrase.split()) > limit]


def _join_broken_words(text: str) -> str:
    words = [word.casefold() for word in _WORD.findall(text)]
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1

    def join(match: re.Match[str]) -> str:
        first, second = match.group(1), match.group(2)
        whole = (first + second).casefold()
        broken = whole in counts and counts[first.casefold()] == counts[second.casefold()] == 1
        return first + second if broken else match.group(0)

    return _LINE_BREAK_IN_TEXT.sub(join, text)


def _squeeze(text: str) -> Squeezed:
    """The text without spaces and hyphens, and the offsets in it at which a word may begin."""
    letters: list[str] = []
    starts: set[int] = {0}
    length = 0
    for piece in re.findall(r"\w+|[^\w\s-]", text.casefold()):
        starts.add(length)
        letters.append(piece)
        length += len(piece)
    starts.add(length)
    return "".join(letters), frozenset(starts)
