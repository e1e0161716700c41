"""Tries the diagnosis of misconceptions on learners made up, and makes its tables anew.

    python -m benchmarks.lessons [--runs 100] [--slip 0.02] [--seed 1] [--write]

Run at the root of the repository. Learners with one to three misconceptions get 3k + 5 cases for k of them, those with
none and those who answer at random 14.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

from derogation.cases.rulebook import rulebook
from derogation.lessons import tables
from derogation.lessons.catalogue import MOST, beliefs, catalogue
from derogation.lessons.simulated import examined

CASES = 14


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lessons", description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--slip", type=float, default=0.0, help="how often a learner says what he does not mean")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"make {tables.FILE.name} anew, and try nothing")
    options = parser.parse_args()
    if options.write:
        tables.write()
        print(f"written to {tables.FILE.name}")
        return
    known, book, pool = catalogue(), rulebook(), tables.pool()
    rng, begin = random.Random(options.seed), time.monotonic()
    sets = {size: [chosen for chosen in beliefs(known) if len(chosen) == size] for size in range(1, MOST + 1)}

    def learner(believed: tuple[str, ...], number: int, most: int, *, at_random: bool = False):
        return examined(believed, pool, known, book, seed=number, most=most, slip=options.slip, at_random=at_random)

    found, used = 0, list[int]()
    for number in range(options.runs):
        size = rng.randint(1, MOST)
        believed = rng.choice(sets[size])
        diagnosis, cases = learner(believed, number, 3 * size + 5)
        names = {each.misconception.id for each in diagnosis.named}
        used.append(len(cases))
        found += names == set(believed)
        if names != set(believed):
            print(f"  not found: {sorted(believed)}; named {sorted(names)} ({diagnosis.verdict}: {diagnosis.why})")
    accused = sum(bool(learner((), number, CASES)[0].named) for number in range(options.runs))
    undecided = sum(learner((), n, CASES, at_random=True)[0].verdict == "undecided" for n in range(options.runs))
    print(f"slips {options.slip:.0%}: {found} of {options.runs} found, {statistics.mean(used):.1f} cases on average")
    print(f"of {options.runs} with none, {accused} accused; of {options.runs} at random, {undecided} undecided")
    print(f"{time.monotonic() - begin:.0f} s")


main()
