"""Formulas over variables of few values, simplified as they are built.

A literal says that a variable has one of some values (a bit mask). The solver (:mod:`.solver`, by way of
:mod:`.encoding`) finds values that satisfy a formula, ``change`` the smallest sets of variables that settle one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field


class Literal(Struct, frozen=True):
    """That a variable has one of the values in ``mask``."""

    variable: int
    mask: int


class Every(Struct, frozen=True, cache_hash=True):
    """A conjunction."""

    parts: tuple[Formula, ...]


class Either(Struct, frozen=True, cache_hash=True):
    """A disjunction."""

    parts: tuple[Formula, ...]


class Unless(Struct, frozen=True):
    """So by default, unless ``shown`` is settled; then ``needed`` must be settled (by what is known, part by part)."""

    shown: Formula
    needed: Formula


class Related(Struct, frozen=True, eq=False):
    """That the variable ``left`` is at most (or at least) what ``right`` allows: ``limit`` gives for the place of a
    value of ``right`` the mask of the values of ``left`` that go with it; it never shrinks when ``right`` rises (or,
    for at least, never grows)."""

    left: int
    right: int
    at_most: bool
    limit: Callable[[int], int]


class Growing(Struct, frozen=True, eq=False):
    """A conjunction that gets further parts when the lists grow that it speaks of; ``waiting`` are the variables of new
    items of which its part is still to be stated."""

    parts: list[Formula] = field(default_factory=list["Formula"])
    waiting: set[int] = field(default_factory=set[int])


Formula = bool | Literal | Every | Either | Related | Growing | Unless


def parts_of(formula: Formula) -> tuple[Formula, ...]:
    """The direct parts of a formula; none of a literal, a relation or a constant."""
    match formula:
        case Every() | Either() | Growing():
            return tuple(formula.parts)
        case Unless():
            return (formula.shown, formula.needed)
        case _:
            return ()


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


def either(parts: Iterable[Formula], full: Sequence[int], *, simply: bool = True) -> Formula:
    """A disjunction, flattened; literals of one variable are merged. Where they accept all its values they are true,
    ``simply``, or else a literal that is settled once the variable is."""
    masks: dict[int, int] = {}
    found: dict[Formula, None] = {}
    for part in _flat(parts, Either):
        if part is True:
            return True
        if isinstance(part, Literal):
            masks[part.variable] = masks.get(part.variable, 0) | part.mask
            if simply and masks[part.variable] == full[part.variable]:
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
