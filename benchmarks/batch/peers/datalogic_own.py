from __future__ import annotations

from ..task import Task
from . import About, Ready, datalogic

ABOUT = About(
    "JSONLogic (datalogic-py), with leaves", "datalogic-py", "rows", "own", "the same, but it compares the cells itself"
)


def ready(task: Task) -> Ready:
    """As :mod:`.datalogic`, from cells."""
    return datalogic.ready(task, own=True)
