"""The plan as layers of columns in Kleene logic, for engines of tables whose null is unknown.

The package's own translation to SQL decides what becomes a column, here with finer layers than Spark gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derogation.batch import sql

from .task import Task


def layers(task: Task, shared: int, large: int) -> sql.Layers:
    """Layers in which a node is a column if it has more than ``shared`` leaves and is used more than once, or more than
    ``large``."""
    before = sql.SHARED, sql.LARGE
    sql.SHARED, sql.LARGE = shared, large
    try:
        return sql.Layers(task.plan.graph, list(task.wanted))
    finally:
        sql.SHARED, sql.LARGE = before


def query(task: Task, table: str, shared: int, large: int, integer: str, also: str = "") -> str:
    """One SELECT of the codes of :class:`.task.Task`, in columns ``o0``, ``o1`` and so on, and of the column ``also``.

    Each layer hands on only the columns that later ones speak of.
    """
    found = layers(task, shared, large)
    outputs: dict[str, str] = {also: also} if also else {}
    for index, places in enumerate(task.places()):
        bits = {bit: "TRUE" if place is None else found.of(task.wanted[place]) for bit, place in places.items()}
        code = " + ".join(f"(CASE WHEN {holds} THEN {1 << bit} ELSE 0 END)" for bit, holds in bits.items())
        if task.subjects[index][1] is not None:
            code = f"CASE WHEN {bits[len(task.subjects[index][0])]} THEN {code} ELSE 0 END"
        outputs[f"o{index}"] = f"CAST({code} AS {integer})"
    names = {*task.columns(), also, *(name for layer in found.layers for name in layer)}
    selects = [", ".join(f"{text} AS {name}" for name, text in outputs.items())]
    spoken_of = _spoken_of(outputs.values(), names)
    for layer in reversed(found.layers):
        made = {name: text for name, text in layer.items() if name in spoken_of}
        handed_on = spoken_of - set(made)
        selects.append(", ".join([*sorted(handed_on), *(f"{text} AS {name}" for name, text in made.items())]))
        spoken_of = handed_on | _spoken_of(made.values(), names)
    inner = table
    for select in reversed(selects[1:]):
        inner = f"(SELECT {select} FROM {inner}) AS t"
    return f"SELECT {selects[0]} FROM {inner}"


def _spoken_of(texts: Iterable[str], names: set[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", text)} & names
