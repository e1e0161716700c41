"""Whatever bytes come, an input is read or refused: no other end, no hang, no memory without bound."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from types import FrameType

import pytest
from derogation.reading.errors import DerogationError
from fuzz.mutate import mutated
from fuzz.targets import TARGETS

#: Seconds in which every input must have been read or refused, and bytes that the process may come to hold.
LONGEST, LARGEST = 10, 1 << 30
MANY = int(os.environ.get("DEROGATION_MUTATIONS", "250000"))


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


def _held(name: str, number: int, first: int = 0) -> tuple[int, int]:
    """How many of ``number`` mutated inputs a target read and refused; each has a number from which it is made anew."""
    target, read, refused = TARGETS[name], 0, 0
    seeds = target.seeds()
    for at in range(first, first + number):
        random = Random(f"{name} {at}")
        data = mutated(random.choice(seeds), random)
        try:
            with _at_most(LONGEST):
                target.read(data)
            read += 1
        except DerogationError as refusal:
            refused += bool(refusal.problems)
        except BaseException as failure:
            failure.add_note(f"input {at} of {name}: {data[:2000]!r}")
            raise
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < LARGEST
    assert read + refused == number, "a refusal that says nothing"
    return read, refused


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_hundred_mutated_inputs_are_read_or_refused(name: str) -> None:
    """Every target finds some inputs good and some bad, and ends in no other way."""
    read, refused = _held(name, 300 if name == "profile" else 60)
    assert read
    assert refused


@pytest.mark.long
@pytest.mark.parametrize("name", TARGETS)
def test_very_many_mutated_inputs_are_read_or_refused(name: str) -> None:
    """The same, a quarter of a million times (``DEROGATION_MUTATIONS``)."""
    assert all(_held(name, MANY, first=1000))
