"""What free text in a report can be seen to say: yes, no, a refusal, nothing; and which words it holds.

The words are data (``wording.yaml``). Recognising is deliberately narrow: what is in no list counts as words whose
meaning is open, never as a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..reading.document import read_file
from ..reading.errors import BadRulebook

#: ``open``: an entry such as "unknown" or "see above", which answers nothing.
Said = Literal["yes", "no", "not_applicable", "withheld", "open", "words"]
_SHORT = 14  # words; a refusal is short, and a longer text says something besides
_MARKS = " \t\r\n.,;:!()[]\"'“”„–—-"
_SENTENCE = re.compile(r"[^.;!?\n]+(?:\.(?=\d)[^.;!?\n]+)*")


@cache
def _data() -> dict[str, Any]:
    return read_file(Path(__file__).parent / "wording.yaml", error=BadRulebook).data


@cache
def _pattern(*keys: str) -> re.Pattern[str]:
    """One pattern for a list of words; a star stands for any ending."""
    words: Any = _data()
    for key in keys:
        words = words[key]
    found = "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]+") for word in words)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)")


def plain(text: str) -> str:
    """Text in small letters, without marks around it."""
    return text.casefold().strip(_MARKS)


def said(text: str) -> Said:
    """What a whole entry says."""
    words = plain(text)
    if not words:
        return "open" if text.strip() else "words"
    for key in ("yes", "no", "not_applicable", "open"):
        if words in _data()["entries"][key]:
            return key
    if _short(words) and _pattern("refusals").search(words) and not _pattern("not_refusals").search(words):
        return "withheld"
    if re.match(r"(?:yes|ja|oui)\s*[,.;:–—-]|yes\b", words):
        return "yes"
    if re.match(r"(?:no|none|nein|non)\s*[,.;:–—-]", words) or _pattern("begins_no").match(words):
        return "no"
    return "words"


def _short(words: str) -> bool:
    return len(words.split()) <= _SHORT


def finds(text: str, *keys: str) -> tuple[str, ...]:
    """The words of a list that stand in a text, in its order."""
    return tuple(dict.fromkeys(match[0] for match in _pattern(*keys).finditer(text.casefold())))


def sentences(text: str) -> Iterator[str]:
    """The sentences and clauses of a text."""
    yield from (match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip())


def affirmed(text: str, *keys: str, besides: Iterable[str] = ()) -> str:
    """The first sentence, without a negation, that holds a word of a list and one of each list ``besides``."""
    for sentence in sentences(text):
        every = (keys, *((key,) for key in besides))
        if all(finds(sentence, *one) for one in every) and not finds(sentence, "negations"):
            return sentence
    return ""


def grounds_in_words(text: str) -> set[str]:
    """The letters of Article 6(1) GDPR that a text names by their words, not by their letters."""
    found: set[str] = set()
    for sentence in sentences(text.casefold()):
        kept = _pattern("not_grounds").sub(" ", sentence)
        if not finds(kept, "negations"):
            found |= {letter for letter in _data()["grounds"] if finds(kept, "grounds", letter)}
    return found


_CHAPTER_V = re.compile(
    r"\bart(?:icles?|s?\.)?\s*(?:4\d\s*(?:\([^)]*\)\s*)*(?:,|and|or|&|/)\s*)*4[5-9]\b", re.IGNORECASE
)


def chapter_v(text: str) -> bool:
    """Whether a text names a ground of Chapter V GDPR (Articles 45 to 49), by its article or by its words."""
    return any(
        bool(_CHAPTER_V.search(sentence) or finds(sentence, "chapter_v"))
        and not (finds(sentence, "negations") and not re.search(r"where|if|unless", sentence))
        for sentence in sentences(text.casefold())
    )


def deniable() -> frozenset[str]:
    """The fields for which words that deny are listed."""
    return frozenset(_data()["denials"])
