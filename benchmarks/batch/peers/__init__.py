"""One module for each engine; each has ``ABOUT`` and ``ready``, which compiles the task."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct


class About(Struct, frozen=True):
    """An engine: its title, the package whose version is told, whether it takes ``tables`` or one ``row`` at a time,
    whether it decides the leaves itself, and how it is used in one line."""

    title: str
    package: str
    takes: Literal["table", "rows"]
    leaves: Literal["own", "adapter"]
    note: str
    warm: int = 100
    """Rows of the run that goes before the one measured (for tables: of a file with at most so many)."""


class Ready(Struct, frozen=True):
    """An engine with the task compiled: ``take`` makes its input of the first rows of a file (not on the clock),
    ``answer`` answers it (on the clock), ``codes`` makes codes of its answer (not on the clock).

    An engine of tables also answers from a file, reading included: ``read`` (on the clock) then takes the place of
    ``take``; it may put reading off until the answer.
    """

    take: Callable[[Path, int], Any]
    answer: Callable[[Any], Any]
    codes: Callable[[Any], Any]
    read: Callable[[Path], Any] | None = None
