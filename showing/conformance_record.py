"""A case of the suite for other engines, as it is shown: plain facts, the question, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..engine.law.rulebook import Status

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ConformanceCase:
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
