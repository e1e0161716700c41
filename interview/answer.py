"""Answers and commands: what may come back from a question."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

Command = Literal["back", "quit", "why", "progress", "help"]

UNKNOWN = {"unknown": "not_asked"}
NOT_DISCLOSED = {"unknown": "not_disclosed"}
DOES_NOT_APPLY = {"unknown": "does_not_apply"}


class Answer(Struct, frozen=True):
    """What is said of a fact or list, as a profile writes it: ``True``, ``{"unknown": "not_disclosed"}``,
    ``{"value": True, "source": "terms"}``, ``{"positions": [...]}``, ``{"known": [...], "complete": False}``.

    ``everyone`` gives it for every technology; ``sources`` and ``parties`` are new entries of the profile.
    """

    stated: Any
    everyone: bool = False
    sources: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    parties: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])


class Refused(Exception):
    """An answer that cannot be taken; the message says why and what to write instead."""
