"""The days of the law that the proofs speak of, from ``rules/law``."""

from __future__ import annotations

from datetime import date

from ..acts import day_of
from ..ledger import load_ledger


def _deadline(path: str) -> date:
    """The day that a provision sets, or sets first."""
    return next(each.deadlines[0].date for each in load_ledger().provisions if each.path == path)


BEGINS = day_of("2021/1232", "in_force")
"""The first day of the first derogation."""
LAST_DAY = day_of("2021/1232@2024-05-15", "applies_until")
RELIEF_ENDS = _deadline("3(2)")
"""The last day on which Article 3(2) lifts point (c)."""
FIRST_REPORT = _deadline("3(1)(g)(vii)")
SECOND_BEGINS = day_of("2026/1881", "in_force")
SECOND_ENDS = day_of("2026/1881", "applies_until")
