"""What turned between two neighbouring days: the comparisons with the day assessed that changed an outcome's reasons.

The proofs of the two days are walked side by side, along parts whose truth differs; where the walk ends stands a
comparison that has changed. A part that changed without changing what it belongs to is not met on the way.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..answer import Derivation, roots
from ..case.facts import View
from ..law import terms as t
from ..truth.evaluator import Node


class Turn(Struct, frozen=True):
    """One comparison that changed: its step in the later proof, the named terms that lead to it, and the unit."""

    leaf: Node
    path: tuple[t.Named, ...]
    unit: View | None


def turns(before: Derivation, after: Derivation) -> Iterator[Turn]:
    """The comparisons that made the outcome of ``after``, or of one of its units, other than that of ``before``."""
    for term, unit in roots(after):
        yield from _turned(before.node(term, unit), after.node(term, unit), (), unit)


def _turned(before: Node, after: Node, path: tuple[t.Named, ...], unit: View | None) -> Iterator[Turn]:
    if before.truth is after.truth:
        return
    if isinstance(after.term, t.Compare):
        yield Turn(after, path, unit)
        return
    inner = (*path, after.term) if isinstance(after.term, t.Named) else path
    for child, later in zip(before.children, after.children, strict=False):  # an Any stops at its first true part
        yield from _turned(child, later, inner, unit)
