"""Learners made up, by whom the diagnosis is tried: with misconceptions, with slips, or answering at random."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from ..engine.law.rulebook import STATUS_ORDER, Rulebook
from .catalogue import Catalogue
from .diagnose import Answered, Diagnosis, diagnose, next_case
from .predict import Predictions


def answers(
    predictions: Predictions, believed: Iterable[str], rng: random.Random, slip: float = 0.0, *, at_random: bool = False
) -> Answered:
    """A case answered in every point by one with these misconceptions who slips at this rate, or at random."""
    said = predictions.answers(frozenset(believed))
    for key, status in said.items():
        if at_random or rng.random() < slip:
            said[key] = rng.choice([each for each in STATUS_ORDER if at_random or each != status])
    return Answered(predictions, said)


def examined(
    believed: Iterable[str],
    pool: Mapping[str, Predictions],
    known: Catalogue,
    rulebook: Rulebook,
    *,
    seed: int,
    most: int,
    slip: float = 0.0,
    at_random: bool = False,
) -> tuple[Diagnosis, tuple[str, ...]]:
    """What is found of such a learner by at most so many cases, each chosen after the last; and the cases."""
    rng, given = random.Random(seed), list[Answered]()
    while len(given) < most:
        name = next_case(given, pool, known, rulebook)
        if name is None:
            break
        given.append(answers(pool[name], believed, rng, slip, at_random=at_random))
    return diagnose(given, known, rulebook), tuple(each.predictions.case for each in given)
