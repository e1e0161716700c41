"""Plots as SVG, in grey: engines are told apart by marker, line and label."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt

from .engines import BASE, FLOOR, ROWS, TABLES
from .figures import Measured, good, median, sizes

#: Markers and lines, in the order of the engines drawn.
LOOKS = [
    ("o", "-"), ("s", "-"), ("^", "--"), ("D", "--"), ("v", "-."), ("P", "-."), ("X", ":"), ("<", ":"), (">", "-"),
    ("*", "--"), ("h", "-."),
]  # fmt: skip


def draw(found: Sequence[Measured], folder: Path) -> None:
    """Draw throughput from a file, peak memory from a file, and throughput from memory."""
    folder.mkdir(parents=True, exist_ok=True)
    plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "derogation", "font.size": 10})
    others = [engine for engine in TABLES if engine != BASE]
    _plot(found, [BASE, *others], "file", "speed", "From a Parquet file: profiles per second", folder / "file.svg")
    _plot(found, [BASE, *others], "file", "peak_mib", "From a Parquet file: peak memory, MiB", folder / "memory.svg")
    engines = [BASE, *(engine for engine in (*others, *ROWS) if engine != FLOOR and engine != "planes")]
    _plot(found, engines, "memory", "speed", "From memory: profiles per second", folder / "rows.svg")


def _plot(found: Sequence[Measured], engines: Sequence[str], source: str, what: str, title: str, path: Path) -> None:
    figure, axes = plt.subplots(figsize=(8.4, 5.2))
    ends: list[tuple[float, float, str]] = []
    for place, engine in enumerate(engines):
        at = sizes(found, engine, source)
        if not at:
            continue
        values = [_value(good(found, engine, source, rows), rows, what) for rows in at]
        marker, line = LOOKS[place % len(LOOKS)]
        black = engine == BASE
        axes.plot(
            at, values, marker=marker, linestyle=line, color="black" if black else f"{0.25 + 0.04 * (place % 9):.2f}",
            linewidth=2.4 if black else 1.2, markersize=6,
        )  # fmt: skip
        ends.append((values[-1], at[-1], good(found, engine, source)[0]["title"]))
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("profiles")
    axes.set_title(title)
    axes.grid(True, which="major", color="0.85")
    axes.spines[["top", "right"]].set_visible(False)
    _label(axes, ends)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    lines = [line.rstrip() for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _value(runs: Sequence[Measured], rows: int, what: str) -> float:
    return rows / median(runs, "answer") if what == "speed" else median(runs, what)


def _label(axes: Any, ends: Sequence[tuple[float, float, str]]) -> None:
    """Names at the right edge, in the order of the last values, joined to them by thin lines."""
    low, high = (mpl.scale.LogTransform(10).transform(value) for value in axes.get_ylim())
    least = (high - low) / 19
    last = high + least
    right = max(rows for _, rows, _ in ends)
    for value, rows, title in sorted(ends, reverse=True):
        height = min(float(mpl.scale.LogTransform(10).transform(value)), last - least)
        last = height
        axes.annotate(
            title, xy=(rows, value), xytext=(right * 1.6, 10**height), va="center", fontsize=9, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": "0.7", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 3},
        )  # fmt: skip
