"""What is shown of a matter besides the assessments of its features: plain records, so that showing reads no case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Overridden:
    """A shared fact of which one feature says otherwise, both values in words, and why."""

    feature: str
    path: str
    shared: str
    own: str
    because: str


@dataclass(frozen=True, slots=True)
class MatterRecord:
    """A matter: its name, its provider's, what it is about, the SHA-256 of its data, and what its features override."""

    name: str
    provider: str = ""
    summary: str = ""
    digest: str = ""
    overrides: tuple[Overridden, ...] = ()
