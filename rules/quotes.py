"""Checks that quoted phrases stand in the official text, and that they are short.

Texts copied out of the Official Journal carry page headers, hyphens at line ends, words broken by typesetting
and typographic quotation marks. ``normalise`` undoes that for reading. ``missing_quotes`` goes further: it
compares letters and marks only, blind to case, spaces and hyphens, so that no layout can hide a phrase, and
still demands that a phrase begins and ends where a word does.
"""

from __future__ import annotations

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
    letters, starts = _squeeze(normalise(text))
    return [(where, phrase) for where, phrase in quotes if not _contains(letters, starts, phrase)]


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


def _squeeze(text: str) -> tuple[str, frozenset[int]]:
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


def _contains(letters: str, starts: frozenset[int], phrase: str) -> bool:
    sought, _ = _squeeze(normalise(phrase))
    if not _WORD.search(sought):
        return False
    at = letters.find(sought)
    while at >= 0:
        if at in starts and at + len(sought) in starts:
            return True
        at = letters.find(sought, at + 1)
    return False
