"""Exhibits: the documents of a case, each with a mark of its own, in order of time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from msgspec import Struct

from ..cases.profile import Source
from ..showing.document import Span

_WORD = re.compile(r"[A-Za-z]+")
PROFILE_MARK, PROFILE_ANCHOR = "FILE", "exhibit-file"
"""The mark of the profile itself, for facts that name no document."""
_SMALL = {"of", "the", "and", "for", "this", "de", "des", "der", "und", "by", "a", "an"}


class Exhibit(Struct, frozen=True):
    """One document with its mark, such as TIK-01."""

    key: str
    mark: str
    source: Source

    @property
    def anchor(self) -> str:
        return f"exhibit-{self.mark.lower()}"


@dataclass(eq=False)
class Exhibits:
    """The exhibits of a case by the key of their source; ``supports`` says which provisions each was cited for."""

    sources: Mapping[str, Source]
    by_key: dict[str, Exhibit] = field(init=False)
    supports: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])
    facts: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        serial: dict[str, int] = {}
        self.by_key = {}
        undated = date.max
        ordered = sorted(self.sources.items(), key=lambda entry: entry[1].on or undated)
        for key, source in ordered:
            letters = initials(source.by)
            serial[letters] = serial.get(letters, 0) + 1
            self.by_key[key] = Exhibit(key, f"{letters}-{serial[letters]:02}", source)

    def cite(self, key: str, provisions: tuple[str, ...] = ()) -> Span | None:
        """The mark of a source as a link to its entry; for "" the profile, ``None`` for what the case does not list."""
        if not key:
            return Span(f"[{PROFILE_MARK}]", target=PROFILE_ANCHOR)
        found = self.by_key.get(key)
        if found is None:
            return None
        self.supports.setdefault(key, {}).update(dict.fromkeys(provisions))
        return Span(f"[{found.mark}]", target=found.anchor)

    def count(self, key: str) -> None:
        """Note that one more fact rests on a source."""
        self.facts[key] = self.facts.get(key, 0) + 1


def initials(author: str) -> str:
    """Two to four letters for an author: EC for the European Commission, TIK for TikTok, DOC for nobody."""
    ascii_only = unicodedata.normalize("NFKD", author).encode("ascii", "ignore").decode()
    words = [word for word in _WORD.findall(ascii_only) if word.lower() not in _SMALL]
    if len(words) > 1:
        return "".join(word[0] for word in words[:4]).upper()
    return words[0][:3].upper() if words and len(words[0]) > 1 else "DOC"
