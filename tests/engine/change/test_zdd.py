"""Families of sets kept as diagrams: what is worked out on them is what sets of sets give."""

from __future__ import annotations

import random

from derogation.engine.change.mdd import ALWAYS_TRUE, Diagrams
from derogation.engine.change.zdd import EMPTY_SET, NONE, Families

Sets = frozenset[frozenset[int]]


def smallest(sets: Sets) -> Sets:
    return frozenset(each for each in sets if not any(other < each for other in sets))


def by_chance(source: random.Random, ranks: int = 7) -> Sets:
    few = source.choice((0, 1, 3, 8))
    return frozenset(frozenset(r for r in range(ranks) if source.random() < 0.4) for _ in range(few))


def made(families: Families, sets: Sets) -> int:
    family = NONE
    for each in sets:
        one = EMPTY_SET
        for rank in sorted(each):
            one = families.with_rank(rank, one)
        family = families.joined(family, one)
    return family


def told(families: Families, family: int) -> list[frozenset[int]]:
    return list(families.in_order(family))


def test_what_is_worked_out_on_families_is_what_their_sets_give() -> None:
    """Unions, smallest sets, parts and counts of random families are those of plain sets of sets."""
    source = random.Random(3)
    for _ in range(300):
        families = Families()
        one, two, few = by_chance(source), by_chance(source), frozenset(source.sample(range(7), 2))
        first, second = made(families, one), made(families, two)
        assert frozenset(told(families, first)) == one
        assert frozenset(told(families, families.joined(first, second))) == one | two
        low, high = made(families, smallest(one)), made(families, smallest(two))
        assert frozenset(told(families, families.smallest(low, high))) == smallest(one | two)
        outside = frozenset(each for each in one if not any(other <= each for other in two))
        assert frozenset(told(families, families.not_containing(first, second))) == outside
        assert frozenset(told(families, families.only(first, few))) == frozenset(each & few for each in one)
        assert frozenset(told(families, families.rest(first, few))) == frozenset(each for each in one if each & few)
        assert frozenset(told(families, families.without_any(first, few))) == frozenset(e for e in one if not e & few)
        assert families.having(first) == {r: n for r in range(7) if (n := sum(r in each for each in one))}
        assert families.number(first) == len(one)
        assert all(families.has(first, sorted(each)) for each in one)
        for rank, having in families.having_both(first).items():
            assert having == {r: n for r in range(rank + 1, 7) if (n := sum({rank, r} <= each for each in one))}


def test_sets_come_smallest_first() -> None:
    """A set never comes after a larger one, and none comes twice."""
    source = random.Random(4)
    for _ in range(50):
        families = Families()
        sets = told(families, made(families, by_chance(source, 9)))
        assert [len(each) for each in sets] == sorted(len(each) for each in sets)
        assert len(set(sets)) == len(sets)


def test_a_family_moves_to_other_ranks() -> None:
    """Exchanging ranks, in whatever order, exchanges them in every set."""
    source = random.Random(5)
    for _ in range(100):
        families, others, sets = Families(), Families(), smallest(by_chance(source))
        order = dict(enumerate(source.sample(range(7), 7)))
        moved = others.moved(made(families, sets), families, order)
        assert frozenset(told(others, moved)) == frozenset(frozenset(order[r] for r in each) for each in sets)


def test_families_and_diagrams_as_deep_as_a_large_case_need_no_deeper_stack() -> None:
    """Thousands of members and levels are counted and joined within the limit of the interpreter's own stack."""
    families, diagrams, deep = Families(), Diagrams(100_000), 5_000
    one, two = EMPTY_SET, EMPTY_SET
    left, right = ALWAYS_TRUE, ALWAYS_TRUE
    for rank in range(deep, 0, -1):
        one = families.node(rank, NONE, one)
        two = families.node(rank, EMPTY_SET if rank == deep else NONE, two)
        left = diagrams.node(rank, (left, 0))
        right = diagrams.node(rank, (0, right)) if rank % 2 else right
    assert families.number(families.smallest(one, families.node(deep + 1, NONE, EMPTY_SET))) == 2
    assert families.not_containing(one, two) == NONE
    assert diagrams.either([diagrams.every([left, right]), diagrams.negated(left)]) == diagrams.negated(left)
