"""Days in numpy, for engines whose functions are numpy's: as `derogation.engine.truth.comparisons` decides them."""

from __future__ import annotations

from typing import Any

import numpy as np
from derogation.engine.case.facts import NEVER as NEVER_DATE

NEVER = np.datetime64(NEVER_DATE, "D")


def later(days: Any, months: int) -> Any:
    """Days some months later: the same-numbered day, or the month's last; never stays never."""
    start = days.astype("datetime64[M]")
    target = start + np.timedelta64(months, "M")
    length = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - target.astype("datetime64[D]")
    moved = target.astype("datetime64[D]") + np.minimum(
        days - start.astype("datetime64[D]"), length - np.timedelta64(1, "D")
    )
    return np.where(target >= np.datetime64("9999-01", "M"), NEVER, moved)
