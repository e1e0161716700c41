"""Many sets in few lines: what all of them have, and groups of which each takes one choice, in any combination.

A family of sets is written as a product where it is one, and else as several products. Nothing is left out: a set is
one of the family exactly if it takes one choice from each group of one of the products.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

from msgspec import Struct

from .found import Found
from .zdd import NONE, Families

#: Choices of one group that are listed; a group with more is split into cases.
MOST_CHOICES = 60


class Factored(Struct, frozen=True):
    """Sets that all have the facts ``common`` and take one of each of ``groups``, whose choices are sets of facts.

    ``number`` is how many sets that makes; facts are named by their path.
    """

    common: tuple[str, ...]
    groups: tuple[tuple[frozenset[str], ...], ...]
    number: int


def factored(found: Found) -> tuple[Factored, ...]:
    """All sets of a family as few products, those that only establish what is unknown first."""
    return tuple(
        made for part in found.parts() if part != NONE for made in _products(found.families, part, found.names)
    )


def _products(families: Families, family: int, names: Sequence[str]) -> list[Factored]:
    """A family as products: as one where no group is long, else split by the fact that most of its sets have."""
    fixed, groups = _groups(families, family)
    parts = [families.only(family, group) for group in groups]
    long = [(number, part, group) for part, group in zip(parts, groups, strict=True)
            if (number := families.number(part)) > MOST_CHOICES]  # fmt: skip
    if long:
        number, part, group = max(long, key=lambda entry: entry[0])
        having = families.having(part)
        rank = min(group, key=lambda rank: (abs(2 * having[rank] - number), rank))
        halves = families.rest(family, [rank]), families.without_any(family, [rank])
        return [made for half in halves for made in _products(families, half, names)]
    choices = tuple(
        tuple(frozenset(names[rank] for rank in ranks) for ranks in families.in_order(part)) for part in parts
    )
    return [Factored(tuple(names[rank] for rank in fixed), choices, families.number(family))]


def _groups(families: Families, family: int) -> tuple[list[int], list[list[int]]]:
    """The members that all sets of a family have, and the others in the finest groups found of which it is the product.

    Members belong together where having one says something, by numbers, of having the other; whether the groups make
    the product is then counted.
    """
    number, counts, both = families.number(family), families.having(family), families.having_both(family)
    groups: list[list[int]] = []
    for rank in sorted(rank for rank, having in counts.items() if having < number):
        bound = [
            group for group in groups if any(both[r].get(rank, 0) * number != counts[r] * counts[rank] for r in group)
        ]
        groups = [*(group for group in groups if group not in bound), [*(r for group in bound for r in group), rank]]
    if prod(families.number(families.only(family, group)) for group in groups) != number:
        groups = [sorted(rank for group in groups for rank in group)]
    return sorted(counts.keys() - {rank for group in groups for rank in group}), groups


def steady(found: Found, many: Factored) -> Factored:
    """The same sets, in groups so large that what is said of a fact does not depend on the choice of another group.

    Which members a set of values may have, say, can depend on another fact; then they are chosen together.
    """
    groups = [*((frozenset({name}),) for name in many.common), *many.groups]
    joined = list(range(len(groups)))
    first = [(at, name) for at, group in enumerate(groups) for name in group[0]]
    varied = [(at, choice) for at, group in enumerate(groups) for choice in group[1:] if found.varied(choice)]
    tried = [(dict[int, frozenset[str]](), first)]
    tried += [({at: choice}, [(at, name) for name in found.varied(choice)]) for at, choice in varied]
    for taken, about in tried:
        plain = _said(found, groups, taken)
        for other, group in enumerate(groups):
            for each in group[1:] if other not in taken else ():
                told = _said(found, groups, {**taken, other: each})
                bound = {joined[at] for at, name in about if at != other and told[name] != plain[name]}
                joined = [joined[other] if number in bound else number for number in joined]
    together = [[group for group, number in zip(groups, joined, strict=True) if number == kept] for kept in set(joined)]
    whole = [tuple(frozenset[str]().union(*chosen) for chosen in product(*parts)) for parts in together]
    common = sorted({name for group in whole if len(group) == 1 for name in group[0]}, key=found.names.index)
    return Factored(tuple(common), tuple(group for group in whole if len(group) > 1), many.number)


def _said(
    found: Found, groups: Sequence[Sequence[frozenset[str]]], taken: dict[int, frozenset[str]]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """What is said of each fact in the set that takes these choices, and else the first ones."""
    return found.said(frozenset[str]().union(*(taken.get(at, group[0]) for at, group in enumerate(groups))))
