"""Figures of runs: medians, ratios of the same round, what can be said of an engine."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from .engines import BASE

Measured = dict[str, Any]


def good(found: Sequence[Measured], engine: str, source: str, rows: int | None = None) -> list[Measured]:
    """The runs of an engine that ended."""
    return [
        one
        for one in found
        if (one["engine"], one["source"]) == (engine, source) and rows in (None, one["rows"]) and "error" not in one
    ]


def sizes(found: Sequence[Measured], engine: str, source: str) -> list[int]:
    """The numbers of profiles that an engine was measured with."""
    return sorted({one["rows"] for one in good(found, engine, source)})


def median(runs: Sequence[Measured], what: str) -> float:
    return statistics.median(one[what] for one in runs)


def ratios(found: Sequence[Measured], engine: str, source: str, rows: int, base_rows: int) -> list[float]:
    """How many times an engine's profiles per second the bit planes' are, for each round in which both ran."""
    base = {one["round"]: base_rows / one["answer"] for one in good(found, BASE, source, base_rows)}
    runs = good(found, engine, source, rows)
    return [base[one["round"]] * one["answer"] / rows for one in runs if one["round"] in base]


def spread(values: Sequence[float]) -> str:
    """A median with the least and the most, or a dash."""
    if not values:
        return "–"
    middle, low, high = statistics.median(values), min(values), max(values)
    return figure(middle) if len(values) == 1 else f"{figure(middle)} ({figure(low)} to {figure(high)})"


def figure(value: float) -> str:
    """Three digits at most, and whole numbers from 100 on."""
    if value >= 100:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
