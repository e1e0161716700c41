"""A case of the suite for other engines, as it is shown: plain facts, the question, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from ..engine.law.rulebook import Status

Facts = dict[str, Any]


class ConformanceCase(Struct, frozen=True):
    """Facts as a profile states them, and what is found; ``statuses`` by technology ("" for the case) and rule."""

    id: str
    why: str
    on: date
    readings: Mapping[str, str]
    facts: Facts
    outcome: str
    possible_outcomes: tuple[str, ...]
    technologies: Mapping[str, str]
    statuses: Mapping[str, Mapping[str, Status]]
