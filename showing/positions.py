"""What parties say, and what the file says of a fact that it does not give, in words."""

from __future__ import annotations

from collections.abc import Iterable

from ..engine.case.vocabulary import FactSpec
from ..engine.why.results import PositionResult
from .words import listed, worded

#: What the file says by leaving a fact open in so many words; of what was not asked it says nothing.
STANDING = {"not_disclosed": "not disclosed", "does_not_apply": "said not to apply"}


def views(positions: Iterable[PositionResult], spec: FactSpec | None) -> str:
    """Who says what: "yes according to A, no according to B and C"."""
    by: dict[str, list[str]] = {}
    for each in positions:
        by.setdefault(worded(each.value, spec) if spec is not None else str(each.value), []).append(each.by)
    return ", ".join(f"{value} according to {listed(names)}" for value, names in by.items())
