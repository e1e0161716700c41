"""Statuses and blocking sets against brute force: every world of small random acts, one after the other."""

from __future__ import annotations

import random
from itertools import combinations, product
from typing import Any

import pytest
from derogation.engine.answer import Derivation, derive
from derogation.engine.case.vocabulary import FactSpec, ListSpec, Vocabulary
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Question
from derogation.engine.why.statuses import blocking_sets, kleene_status, status_of
from lighthouse.small import DAY
from lighthouse.world import listed, rulebook_from, scope_of

KEYS = ("a", "b", "c", "d", "e")
FACTS = tuple(f"station.{key}" for key in KEYS)
VOCABULARY = Vocabulary(
    {path: FactSpec(path, "bool", f"{path}?") for path in (*FACTS, "lamp.lit")},
    {"lamps": ListSpec("lamps", "lamp", "Which lamps?")},
)
HEAD = """
act: Random Act
verdicts:
  units: lamps
  in_use: lamp.lit
  decided_when: true
  passed: kept
  failed: breach
  mixed: partly_kept
  none: dark
  open: undecided
  outcomes: {dark: Dark, breach: Broken, partly_kept: In part, kept: Kept}
rules:
"""
SATISFIED = {"met", "relieved", "not_applicable"}


def term(source: random.Random) -> Any:
    """A random condition in the rule language: a fact or its opposite, or two or three of them, one nested."""
    literals = [fact if source.random() < 0.5 else {"not": fact} for fact in source.sample(FACTS, 4)]
    operators = source.sample(("all", "any"), 2)
    shape = source.randrange(3)
    if shape == 0:
        return literals[0]
    if shape == 1:
        return {operators[0]: literals[: source.choice((2, 3))]}
    return {operators[0]: [literals[0], {operators[1]: literals[1:3]}, *literals[3 : source.choice((3, 4))]]}


def act(seed: int) -> Rulebook:
    source = random.Random(seed)
    lines: list[str] = []
    for number in range(3):
        parts = f"holds: {term(source)}"
        if source.random() < 0.5:
            parts += f", applies: {term(source)}"
        if source.random() < 0.4:
            parts += f", relief: {term(source)}"
        lines.append(f"  - {{rule: r{number}, provision: RA {number}, title: t, subject: s, {parts}}}".replace("'", ""))
    return rulebook_from(HEAD + "\n".join(lines) + "\n", vocabulary=VOCABULARY)


def facts_of(source: random.Random) -> dict[str, bool | None]:
    return {path: source.choice((True, False, None, None, None)) for path in FACTS}


def derived(book: Rulebook, facts: dict[str, bool | None]) -> Derivation:
    case = scope_of({**facts, "lamps": listed({"lit": True})}, book)
    return derive(book, case, Question(DAY, {}))


def worlds(facts: dict[str, bool | None]) -> list[dict[str, bool | None]]:
    """Every way to know what is unknown."""
    ways = product(*((value,) if value is not None else (True, False) for value in facts.values()))
    return [dict(zip(facts, way, strict=True)) for way in ways]


def statuses(derivation: Derivation) -> dict[str, str]:
    return {
        rule.id: kleene_status(
            *(derivation.truth(part) for part in (rule.applies, rule.holds, rule.relief, rule.satisfied))
        )
        for rule in derivation.machine.rulebook.rules
    }


BLOCKS = [*range(4), *(pytest.param(block, marks=pytest.mark.long) for block in range(4, 20))]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_status_is_what_it_is_in_every_world(block: int) -> None:
    """Where all worlds agree the status is theirs; where all are satisfied, if by different ways, it is satisfied;
    otherwise, and only then, it is open."""
    for seed in range(block * 100, block * 100 + 100):
        book, facts = act(seed), facts_of(random.Random(-seed))
        derivation = derived(book, facts)
        seen = [statuses(derived(book, world)) for world in worlds(facts)]
        for rule in book.rules:
            status, ways = status_of(derivation, rule, None)
            in_worlds = {each[rule.id] for each in seen}
            if len(in_worlds) == 1:
                assert {status} == in_worlds, (seed, rule.id)
            elif in_worlds <= SATISFIED:
                assert status in SATISFIED, (seed, rule.id)
                assert {way for way, _ in ways} <= in_worlds
            else:
                assert status == "undetermined", (seed, rule.id)


@pytest.mark.parametrize("block", BLOCKS[:10])
def test_blocking_sets_are_the_smallest_of_which_one_fails_in_every_world(block: int) -> None:
    """Where a case fails in every world, and no condition does in all, the sets are those found by trying all."""
    tried = 0
    for seed in range(block * 200, block * 200 + 200):
        book, facts = act(seed), facts_of(random.Random(-seed))
        derivation = derived(book, facts)
        if derivation.outcome != "breach" or any(
            status_of(derivation, rule, None)[0] == "not_met" for rule in book.rules
        ):
            continue
        tried += 1
        open_ = [rule for rule in book.rules if status_of(derivation, rule, None)[0] == "undetermined"]
        failing = [{name for name, status in statuses(derived(book, world)).items() if status == "not_met"}
                   for world in worlds(facts)]  # fmt: skip
        (unit,) = derivation.units
        found = {frozenset(rule.id for rule in each.rules) for each in
                 blocking_sets(derivation, unit, [(rule, None) for rule in open_])}  # fmt: skip
        every = [
            frozenset(chosen)
            for size in range(1, len(open_) + 1)
            for chosen in combinations([rule.id for rule in open_], size)
            if all(failed & set(chosen) for failed in failing)
        ]
        assert found == {each for each in every if not any(other < each for other in every)}, seed
    assert tried > 1
