"""What is shown of a matter besides the assessments of its features: plain records, so that showing reads no case."""

from __future__ import annotations

from msgspec import Struct


class Overridden(Struct, frozen=True):
    """A shared fact of which one feature says otherwise, both values in words, and why."""

    feature: str
    path: str
    shared: str
    own: str
    because: str


class MatterRecord(Struct, frozen=True):
    """A matter: its name, its provider's, what it is about, the SHA-256 of its data, and what its features override."""

    name: str
    provider: str = ""
    summary: str = ""
    digest: str = ""
    overrides: tuple[Overridden, ...] = ()
