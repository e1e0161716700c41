"""Hashes of sentences of the official texts, by which a file can be told to hold the words that the rules rest on.

``law/anchors.yaml`` has whole sentences that a third party read in the official files; ``law/sentences-2021-1232.yaml``
the sentence around each quotation of the rules and the ledger, from the text of the Regulation as read here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from msgspec import Struct

from ..engine.law.rulebook import Rulebook
from ..reading.rows import Row
from .law_files import read_law
from .ledger import load_ledger
from .official_text import OfficialText
from .quotes import Squeezed, squeeze

FILE, SENTENCES = "anchors.yaml", "sentences-2021-1232.yaml"


class Anchor(Struct, frozen=True):
    """One sentence: its length, where it stands in the official file, its hash, and which date (``event``) of which act
    (``of``, a CELEX number) it gives."""

    id: str
    first: int
    last: int
    sha256: str
    of: str
    event: str = ""
    words: str = ""

    def found_in(self, text: str) -> int | None:
        """Where the sentence stands in a text on one line; ``None`` where it does not."""
        length = self.last - self.first
        starts = [self.first, *range(len(text) - length + 1)]  # elements need no blank between them
        return next((at for at in starts if _hash(text[at : at + length]) == self.sha256), None)


class AnchoredAct(Struct, frozen=True):
    """The sentences known of one act, and the hash of its official zip."""

    celex: str
    zip_sha256: str
    file: str
    sentences: tuple[Anchor, ...]


@cache
def load_anchors() -> Mapping[str, AnchoredAct]:
    """The sentences known, by the CELEX number of their act."""
    return {act.celex: act for act in read_law(FILE).each("acts", _act)}


@cache
def load_sentences() -> Mapping[tuple[str, str], str]:
    """The hash of the sentence around each quotation of Regulation (EU) 2021/1232, by provision and quotation."""
    rows = read_law(SENTENCES).each(
        "sentences", lambda row: (row.text("provision"), row.text("quote"), row.text("sha256"))
    )
    return {(provision, quote): sha256 for provision, quote, sha256 in rows}


def quotations(rulebook: Rulebook, on: date | None = None) -> Iterator[tuple[str, str]]:
    """Every quotation of the Regulation as adopted, with its provision: the ledger's first, then the rules' own.

    With a day, those of provisions whose rules have all ended by then are left out.
    """
    adopted = {each.path for each in load_ledger().provisions if each.celex == ADOPTED}
    found = [(each.path, quote) for each in load_ledger().provisions if each.celex == ADOPTED for quote in each.quotes]
    found += [(rule.provision, quote) for rule in rulebook.rules if rule.provision in adopted for quote in rule.quotes]
    ruled = {rule.provision for rule in rulebook.rules}
    going_on = {rule.provision for rule in rulebook.rules if on is None or rule.in_force_on(on)}
    yield from dict.fromkeys(pair for pair in found if pair[0] in going_on or pair[0] not in ruled)


def own_quotations(rulebook: Rulebook, act: str) -> Iterator[tuple[str, str]]:
    """Every quotation of the rules of another act, by its short name, with its provision."""
    rules = (rule for rule in rulebook.rules if rule.provision.startswith(f"{act} "))
    yield from dict.fromkeys((rule.provision, quote) for rule in rules for quote in rule.quotes)


ADOPTED = "32021R1232"
_MARKS = str.maketrans(dict.fromkeys("'\"‘’‚“”„«»", None))


def without_marks(text: str) -> Squeezed:
    """A text as sentences are compared: squeezed, and without quotation marks, which Formex writes as elements."""
    return squeeze(text.translate(_MARKS))


def phrase(quote: str) -> str:
    """A quotation as it is sought in such a text."""
    return quote.translate(_MARKS)


def body_of(text: OfficialText) -> Squeezed:
    """The body of an official text, as sentences are compared."""
    return without_marks("\n".join(part.body for part in text.parts))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _act(row: Row) -> AnchoredAct:
    row.only("celex", "zip_sha256", "file", "published", "sentences")
    celex = row.text("celex")
    sentences = row.each("sentences", lambda sentence: _anchor(sentence, celex))
    return AnchoredAct(celex, row.text("zip_sha256"), row.text("file"), sentences)


def _anchor(row: Row, celex: str) -> Anchor:
    row.only("id", "of", "event", "chars", "sha256", "words")
    first, last = row.data.get("chars") or (None, None)
    if not isinstance(first, int) or not isinstance(last, int):
        row.refuse("this must be the first place and the end of the sentence", "chars")
    event, words = row.text("event", ""), row.text("words", "")
    return Anchor(row.text("id"), first, last, row.text("sha256"), row.text("of", celex), event, words)
