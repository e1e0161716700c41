"""Very many mutated inputs, each read or refused: ``python tests/fuzz/many.py 100000 [TARGET ...]``.

Goes on behind a failure; says at the end, target by target, how many were read, refused and failed, the longest time
and the most memory, and ends with 1 where one failed. ``FIRST-LAST`` in place of a number tries these inputs only.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from derogation.reading.errors import DerogationError
from fuzz.targets import TARGETS

#: Seconds in which every input must have been read or refused, and bytes that the process may come to hold; where other
#: tests have made it larger before, so many more.
LONGEST, LARGEST, MORE = 10, 1 << 30, 1 << 28


@dataclass(slots=True)
class Tally:
    """What became of the inputs of a target; ``failures`` are told with the number from which one is made anew."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list[str])


def held(name: str, numbers: range) -> Tally:
    """Try the inputs of a target with these numbers."""
    target, tally, before = TARGETS[name], Tally(), most_memory()
    seeds = target.seeds()
    for number in numbers:
        random = Random(f"{name} {number}")
        data = target.change(random.choice(seeds), random)
        began = time.monotonic()
        try:
            with _at_most(LONGEST):
                target.read(data)
            tally.read += 1
        except DerogationError as refusal:
            tally.refused += 1
            if not refusal.problems:
                tally.failures.append(f"input {number}: a refusal that says nothing")
        except (Exception, RecursionError) as failure:
            tally.failures.append(f"input {number}: {type(failure).__name__}: {str(failure)[:500]}")
        tally.slowest = max(tally.slowest, time.monotonic() - began)
    if most_memory() > max(LARGEST, before + MORE):
        tally.failures.append(f"up to input {numbers[-1]}: {most_memory():,} bytes held")
    return tally


def most_memory() -> int:
    """The most that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def late(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"not read within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main() -> None:
    """Try the targets named, or all of them in turn."""
    first, dash, last = sys.argv[1].partition("-")
    numbers = range(int(first), int(last) + 1) if dash else range(int(first))
    failed = 0
    for name in sys.argv[2:] or TARGETS:
        tally = held(name, numbers)
        failed += len(tally.failures)
        print(
            f"{name}: {tally.read:,} read, {tally.refused:,} refused, {len(tally.failures)} failed; "
            f"slowest {tally.slowest:.2f} s, most memory {most_memory() / 1e6:.0f} MB",
            *tally.failures,
            sep="\n    ",
            flush=True,
        )
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
