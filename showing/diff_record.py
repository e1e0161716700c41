"""What two drafts differ by, and what that did: plain records, of which page and JSON are views."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct


class Change(Struct, frozen=True):
    """Something stated otherwise. ``kind``: fact, finding, signature (of a finding that is the same), evidence,
    position, source, party, reading, day or note;
    ``happened``: added, gone or changed; ``old`` and ``new`` in words; ``question`` is what a fact answers,
    ``sentence`` says it as a cover note does."""

    kind: str
    path: str
    happened: Literal["added", "gone", "changed"]
    old: str
    new: str
    question: str = ""
    sentence: str = ""


class Effect(Struct, frozen=True):
    """An outcome or a status that is another. ``because`` are the changes (by their number) that alone make it so in
    the old draft; none of them can be left out, and where ``smallest`` is true no other set has fewer. Empty where the
    search was given up: all of them together do."""

    what: Literal["outcome", "status"]
    subject: str
    provision: str
    title: str
    before: str
    after: str
    because: tuple[int, ...] = ()
    smallest: bool = False


class OvertakenFinding(Struct, frozen=True):
    """A finding that was made before a fact on which it rests changed: in both drafts it is the same, and so is its
    signature (``by`` and ``on``; empty where nobody signed). ``finding`` and ``facts`` as clauses, at ``paths``."""

    path: str
    finding: str
    by: str
    on: date | None
    facts: tuple[str, ...]
    paths: tuple[str, ...]


class DiffRecord(Struct, frozen=True):
    """Two drafts of one case: changes, and what they did. ``feature`` is its id in a matter, empty elsewhere;
    ``before`` and ``after`` are the outcomes, empty where one draft has no such feature."""

    feature: str
    name: str
    before: str
    after: str
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    overtaken: tuple[OvertakenFinding, ...] = ()
