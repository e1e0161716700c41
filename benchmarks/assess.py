"""Times one evaluation, one assessment by both engines, every shipped case, and cold starts, against the design's aims.

    python benchmarks/assess.py [--rounds 30] [--markdown FILE]

In processor time, so that what else the machine does counts for less: medians with the fastest and the slowest round.
Cold starts are new processes, in turns with one that only imports the libraries: the aims are multiples of that.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import derogation
from derogation.cases.catalogue import shipped
from derogation.engine.answer import derive, derive_twice, machine
from derogation.engine.case.facts import View
from derogation.engine.case.standpoint import seen_from
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.outcomes import named_terms
from derogation.engine.why.assessment import Facts, question_of

STARTS = (["--help"], ["assess", "gmail"], ["assess", "tiktok-direct-messages"], ["assess", "google-2025"])
CASES = ("tiktok-direct-messages", "model-messenger", "hash-passes-classifier-fails")


def timed(work: Callable[[], object], rounds: int, before: int = 3) -> list[float]:
    """Milliseconds of each round, after some ``before`` that do not count."""
    for _ in range(before):
        work()
    times: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return times


def cold(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of new processes, output thrown away, by what they do; all in turns."""
    starts = {"cold: bare imports": ["-c", "import click, pydantic, yaml"]}
    starts |= {f"cold: {' '.join(each)}": ["-m", "derogation", *each] for each in STARTS}
    found: dict[str, list[float]] = {name: [] for name in starts}
    for number in range(rounds + 1):
        for name, arguments in starts.items():
            before = getrusage(RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=False)
            after = getrusage(RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            found[name] += [used * 1000] if number else []
    return found


def every_case(rounds: int) -> list[float]:
    """The median milliseconds of a whole assessment, of each shipped case; all in turns. What durable_rules drew from a
    fact of a ruleset is kept, as in a server: all of them have a thousand different ones."""
    cases = [derogation.load_profile(path) for path in shipped().values()]
    taken = [
        [each for case in cases for each in timed(partial(derogation.assess, case), 1, 0)] for _ in range(rounds + 1)
    ]
    return [statistics.median(rounds) for rounds in zip(*taken[1:], strict=True)]


def outcome(book: Rulebook, facts: Facts, scope: View, day: date) -> object:
    """The outcome, with the proof of all that it rests on."""
    return derive(book, scope, question_of(book, facts, day)).sound


def prove(book: Rulebook, facts: Facts, scope: View, day: date) -> None:
    """Every named term of the case, each with its proof."""
    derivation = derive(book, scope, question_of(book, facts, day))
    for term in named_terms(book):
        for unit in derivation.units if term.about else (None,):
            derivation.node(term, unit)


def twice(book: Rulebook, facts: Facts, scope: View, day: date) -> object:
    """Both engines and their comparison."""
    return derive_twice(book, scope, question_of(book, facts, day))


def rows(rounds: int) -> list[tuple[str, str, str, list[float]]]:
    """What was measured: name, case, aim, times."""
    found: list[tuple[str, str, str, list[float]]] = []
    book = derogation.rulebook()
    for name in CASES:
        case = derogation.load_profile(shipped()[name])
        facts = case.engine_facts()
        day = case.profile.assess_on
        assert day is not None
        scope = seen_from(facts.entity, facts.parties, None, book.series)
        machine(book).second()
        found += [
            (
                "outcome with its proof, evaluator",
                name,
                "< 1 ms",
                timed(partial(outcome, book, facts, scope, day), rounds),
            ),
            ("every rule with its proof, evaluator", name, "", timed(partial(prove, book, facts, scope, day), rounds)),
            ("both engines, compared", name, "", timed(partial(twice, book, facts, scope, day), rounds)),
            (
                "whole assessment (both engines, each party, readings, what is missing)",
                name,
                "< 25 ms, a few more for each party",
                timed(partial(derogation.assess, case), rounds),
            ),
        ]
    each = every_case(max(rounds // 5, 3))
    found.append((f"whole assessment, all {len(each)} shipped cases", "", "25 ms", each))
    bare, *starts = cold(max(rounds // 3, 5)).items()
    aim = statistics.median(bare[1])
    found.append((bare[0], "", "", bare[1]))
    found += [
        (f"{name}: {statistics.median(times) / aim:.1f} times that", "", "3 to 4", times) for name, times in starts
    ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()
    lines = ["| what | case | aim | median ms | 95 % | fastest | slowest |", "| --- | --- | --- " + "| ---: " * 4 + "|"]
    for what, case, aim, times in rows(options.rounds):
        figures = (statistics.median(times), sorted(times)[int(len(times) * 0.95)], min(times), max(times))
        lines.append(f"| {what} | {case} | {aim} | {' | '.join(f'{each:.2f}' for each in figures)} |")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    text = "\n".join([f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load}.", "", *lines, ""])
    print(text)
    if options.markdown:
        options.markdown.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
