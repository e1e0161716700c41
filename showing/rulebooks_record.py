"""What two versions of the rulebook differ by, and in which cases that shows: plain records for page and JSON."""

from __future__ import annotations

from msgspec import Struct


class RuleChange(Struct, frozen=True):
    """``kind``: rule, definition, reading, series or verdicts; ``happened``: added, gone or changed; ``what`` of a rule
    is another, in words."""

    kind: str
    name: str
    provision: str
    title: str
    happened: str
    what: tuple[str, ...]


class CaseChange(Struct, frozen=True):
    """A case that comes out otherwise. ``statuses``: provision, technology (or ""), before, after (empty where the rule
    is not there); ``by`` are the changed rules that alone make some of it so, none where only all together do."""

    name: str
    before: str
    after: str
    statuses: tuple[tuple[str, str, str, str], ...]
    by: tuple[str, ...]


class RulebookDiff(Struct, frozen=True):
    """Two rulebooks by digest, the changes, how many cases were looked at, and those in which the changes show."""

    old: str
    new: str
    changes: tuple[RuleChange, ...]
    looked_at: int
    cases: tuple[CaseChange, ...]
