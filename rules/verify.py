"""Holds a file against what the rulebook knows of an act: its known sentences, then every rule by its quotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..engine.law.rulebook import Rulebook
from .acts import load_acts
from .anchors import body_of, load_anchors, load_sentences, own_quotations, phrase, quotations
from .definitions import load_definitions
from .official_text import OfficialText
from .quotes import Squeezed, place_of, sentence_hash

Found = Literal["same", "changed", "absent", "unknown"]
WHAT_TO_DO: dict[Found, str] = {
    "same": "confirm: the sentence is the same, word for word",
    "changed": "read again: the words quoted stand there, the sentence around them is another",
    "absent": "rewrite or drop: the words quoted are not there",
    "unknown": "read: the words quoted stand there; the hash of their sentence is not known",
}
#: The act of which all quotations are kept with the hash of their sentence.
BASE = "2021/1232"
DEFINED_IN = {"32018L1972": "EECC ", "32002L0058": "ePD "}
"""Acts of which the rulebook quotes definitions, and how their provisions begin."""


@dataclass(frozen=True, slots=True)
class SentenceFound:
    """A sentence known by its hash: whether a file holds it, in which part, where, and where it should stand."""

    id: str
    event: str
    found: bool
    part: str
    at: int | None
    expected_at: int


@dataclass(frozen=True, slots=True)
class QuoteFound:
    """A quotation, the rules that rest on its provision, what became of it in the file, and what to do."""

    provision: str
    citation: str
    rules: tuple[str, ...]
    quote: str
    found: Found
    to_do: str


@dataclass(frozen=True, slots=True)
class Verification:
    """A file held against an act.

    ``known``: the act is in ``law/acts.yaml``. ``whole``: the very file of the Publications Office; ``None`` where its
    hash is not known. ``compared_with`` is the act whose quotations were sought: the act itself with what of Regulation
    (EU) 2021/1232 goes on under it; for one that is not encoded, all of 2021/1232. ``unquoted`` are rules of 2021/1232
    without a quotation: to be read by hand.
    """

    celex: str
    act: str
    known: bool
    file: str
    file_sha256: str
    whole: bool | None
    sentences: tuple[SentenceFound, ...]
    compared_with: str
    quotes: tuple[QuoteFound, ...]
    unquoted: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether something was compared and everything compared is as the rulebook has it."""
        compared = [each.found for each in self.sentences] + [each.found in ("same", "unknown") for each in self.quotes]
        return bool(compared) and all(compared)


def verify(celex: str, text: OfficialText, rulebook: Rulebook) -> Verification:
    """Hold a file, as read, against what is known of the act with this CELEX number."""
    act = next((act for act in load_acts().values() if act.celex == celex), None)
    known = load_anchors().get(celex)
    body = body_of(text)
    compared_with, quotes, unquoted = _quotes(celex, body, rulebook)
    return Verification(
        celex=celex,
        act=act.name if act is not None else celex,
        known=act is not None,
        file=text.file,
        file_sha256=text.sha256,
        whole=text.sha256 == known.zip_sha256 if known is not None else None,
        sentences=tuple(_sentences(celex, text)),
        compared_with=compared_with,
        quotes=quotes,
        unquoted=unquoted,
    )


def _sentences(celex: str, text: OfficialText) -> list[SentenceFound]:
    known = load_anchors().get(celex)
    found: list[SentenceFound] = []
    for anchor in known.sentences if known is not None else ():
        places = ((part.name, anchor.found_in(part.text)) for part in text.parts)
        part, at = next(((name, at) for name, at in places if at is not None), ("", None))
        found.append(SentenceFound(anchor.id, anchor.event, at is not None, part, at, anchor.first))
    return found


def _quotes(celex: str, body: Squeezed, rulebook: Rulebook) -> tuple[str, tuple[QuoteFound, ...], tuple[str, ...]]:
    acts = load_acts()
    act = next((act for act in acts.values() if act.celex == celex), None)
    if celex in DEFINED_IN and act is not None:
        elements = [each for each in load_definitions() if each.provision.startswith(DEFINED_IN[celex]) and each.quote]
        found = (_quote(each.provision, each.quote, None, body, rulebook) for each in elements)
        return act.name, tuple(found), ()
    if act is not None and not act.version:
        return "", (), ()  # an amending or implementing act: its own words are not quoted
    hashes = load_sentences()
    base, first = acts[BASE], None
    compared_with, pairs = base.name, list(quotations(rulebook))
    if act is not None and act.verified and act.key.partition("@")[0] != BASE:
        first = next((each.date for each in act.dates if each.event == "in_force"), None)
        compared_with = f"{act.name}, and those of {base.name} whose rules go on under it"
        pairs = [*own_quotations(rulebook, act.key), *quotations(rulebook, first)]
    quoted = {provision for provision, _ in pairs}
    unquoted = (
        r.id
        for r in rulebook.rules
        if r.provision[0].isdigit()
        and " " not in r.provision
        and r.provision not in quoted
        and (first is None or r.in_force_on(first))
    )
    return (
        compared_with,
        tuple(_quote(provision, quote, hashes.get((provision, quote)), body, rulebook) for provision, quote in pairs),
        tuple(dict.fromkeys(unquoted)),
    )


def _quote(provision: str, quote: str, known: str | None, body: Squeezed, rulebook: Rulebook) -> QuoteFound:
    found: Found
    if place_of(phrase(quote), body) is None:
        found = "absent"
    elif known is None:
        found = "unknown"
    else:
        found = "same" if sentence_hash(phrase(quote), body) == known else "changed"
    rules = tuple(rule.id for rule in rulebook.rules if rule.provision == provision)
    return QuoteFound(provision, rulebook.cite(provision), rules, quote, found, WHAT_TO_DO[found])
