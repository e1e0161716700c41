"""Formulas over finitely many answers: what a set of facts must settle for a goal to be reached, whatever the rest.

A literal says that a variable has one of some values (a bit mask). Formulas are conjunctions and disjunctions of
literals, simplified as they are built. :func:`settled_by_parts` gives them the form in which a disjunction is settled
only if one of its parts is; :mod:`.change` finds the smallest sets of variables that settle such a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Literal:
    """That a variable has one of the values in ``mask``."""

    variable: int
    mask: int


@dataclass(frozen=True)
class Every:
    """A conjunction."""

    parts: tuple[Formula, ...]

    @cached_property
    def hashed(self) -> int:
        return hash((Every, self.parts))

    def __hash__(self) -> int:
        return self.hashed


@dataclass(frozen=True)
class Either:
    """A disjunction."""

    parts: tuple[Formula, ...]

    @cached_property
    def hashed(self) -> int:
        return hash((Either, self.parts))

    def __hash__(self) -> int:
        return self.hashed


@dataclass(frozen=True)
class Unless:
    """So by default, unless ``shown`` is settled; then ``needed`` must be settled."""

    shown: Formula
    needed: Formula


Formula = bool | Literal | Every | Either | Unless


def every(parts: Iterable[Formula], full: Sequence[int]) -> Formula:
    """A conjunction, flattened; literals of one variable are merged. ``full`` are the masks of all values."""
    masks: dict[int, int] = {}
    found: dict[Formula, None] = {}
    for part in _flat(parts, Every):
        if part is False:
            return False
        if isinstance(part, Literal):
            masks[part.variable] = masks.get(part.variable, full[part.variable]) & part.mask
            if not masks[part.variable]:
                return False
        elif part is not True:
            found[part] = None
    return _group(Every, [Literal(*entry) for entry in masks.items()], list(found), empty=True)


def either(parts: Iterable[Formula], full: Sequence[int]) -> Formula:
    """A disjunction, flattened; literals of one variable are merged, and together may be true whatever its value."""
    masks: dict[int, int] = {}
    found: dict[Formula, None] = {}
    for part in _flat(parts, Either):
        if part is True:
            return True
        if isinstance(part, Literal):
            masks[part.variable] = masks.get(part.variable, 0) | part.mask
            if masks[part.variable] == full[part.variable]:
                return True
        elif part is not False:
            found[part] = None
    literals = [Literal(*entry) for entry in masks.items()]
    rest = [part for part in found if not _absorbed(part, masks)]
    return _group(Either, literals, rest, empty=False)


def _absorbed(part: Formula, masks: dict[int, int]) -> bool:
    """Whether a part of a disjunction asks for more than a literal beside it does."""
    if not isinstance(part, Every):
        return False
    return any(isinstance(p, Literal) and not p.mask & ~masks.get(p.variable, 0) for p in part.parts)


def _flat(parts: Iterable[Formula], kind: type[Every] | type[Either]) -> Iterable[Formula]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _group(kind: type[Every] | type[Either], literals: list[Literal], rest: list[Formula], *, empty: bool) -> Formula:
    parts = (*literals, *rest)
    if not parts:
        return empty
    return parts[0] if len(parts) == 1 else kind(parts)


class Shape:
    """Works on formulas over the variables of one case; ``free`` are those whose value may be unknown.

    ``whole`` turns false where multiplying out would take more than ``most`` steps and was broken off.
    """

    def __init__(self, full: Sequence[int], free: frozenset[int], most: int = 150) -> None:
        self.full = full
        self.free = free
        self.left = most
        self.whole = True
        self.used: dict[Formula, dict[int, int]] = {}
        self.made: dict[Formula, Formula] = {}

    def masks(self, formula: Formula) -> dict[int, int]:
        """The variables of a formula, each with the values that some literal of it accepts."""
        if isinstance(formula, bool):
            return {}
        if isinstance(formula, Literal):
            return {formula.variable: formula.mask}
        if formula not in self.used:
            found: dict[int, int] = {}
            parts = (formula.shown, formula.needed) if isinstance(formula, Unless) else formula.parts
            for part in parts:
                for variable, mask in self.masks(part).items():
                    found[variable] = found.get(variable, 0) | mask
            self.used[formula] = found
        return self.used[formula]

    def settled_by_parts(self, formula: Formula) -> Formula:
        """An equal formula of which every disjunction is settled only if one of its parts is.

        A disjunction can be settled without any of its parts being settled only if two parts share a variable of
        which every value satisfies one literal or another (*x and y, or not x and z* is settled by y and z).
        Otherwise each shared variable has a value that fails all its literals, each part can be failed with those
        values, and so can all at once. Where such a variable exists, its conjunctions are multiplied out until its
        literals stand side by side, where they merge.
        """
        if isinstance(formula, bool | Literal):
            return formula
        if formula not in self.made:
            if isinstance(formula, Unless):
                made: Formula = Unless(self.settled_by_parts(formula.shown), self.settled_by_parts(formula.needed))
            elif isinstance(formula, Every):
                made = every([self.settled_by_parts(part) for part in formula.parts], self.full)
            else:
                made = self._disjunction(formula)
            self.made[formula] = made
        return self.made[formula]

    def _disjunction(self, formula: Either) -> Formula:
        plain = either([self.settled_by_parts(part) for part in formula.parts], self.full)
        if not isinstance(plain, Either):
            return plain
        found = self._to_split(plain.parts)
        if found is None:
            return plain
        if self.left <= 0:
            self.whole = False
            return plain
        self.left -= 1
        variable, split = found
        rest = [part for part in plain.parts if part is not split]
        inside = [part for part in split.parts if variable in self.masks(part)]
        outside = [part for part in split.parts if variable not in self.masks(part)]
        parts = [either([part, *rest], self.full) for part in inside]
        if outside:
            parts.append(either([every(outside, self.full), *rest], self.full))
        return every([self.settled_by_parts(part) for part in parts], self.full)

    def _to_split(self, parts: Sequence[Formula]) -> tuple[int, Every] | None:
        """A variable of several parts of a disjunction of which every value satisfies some literal, and the smallest
        conjunction that hides a literal of it."""
        union: dict[int, int] = {}
        count: dict[int, int] = {}
        for part in parts:
            for variable, mask in self.masks(part).items():
                union[variable] = union.get(variable, 0) | mask
                count[variable] = count.get(variable, 0) + 1
        shared = {
            variable
            for variable, mask in union.items()
            if count[variable] > 1 and variable in self.free and mask == self.full[variable]
        }
        options = [
            (len(self.masks(part)), variable, part)
            for part in parts
            if isinstance(part, Every)
            for variable in shared & self.masks(part).keys()
        ]
        if not options:
            self.whole = self.whole and not shared
            return None
        _, variable, split = min(options, key=lambda option: option[:2])
        return variable, split
