"""Times one evaluation, one assessment by both engines, and a cold start, against the aims of the design.

    python benchmarks/assess.py [--rounds 30] [--markdown FILE]

Medians with the fastest and the slowest round. A cold start is a new process, timed from outside.
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

import derogation
from derogation.cases.catalogue import shipped
from derogation.engine.answer import derive, derive_twice, machine
from derogation.engine.case.facts import View
from derogation.engine.case.standpoint import seen_from
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.outcomes import named_terms
from derogation.engine.why.assessment import Facts, question_of

CASES = ("tiktok-direct-messages", "model-messenger", "hash-passes-classifier-fails")


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, after three that do not count."""
    for _ in range(3):
        work()
    times: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def cold(arguments: list[str], rounds: int) -> list[float]:
    """Milliseconds of new processes, output thrown away."""
    times: list[float] = []
    for number in range(rounds + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "derogation", *arguments], stdout=subprocess.DEVNULL, check=False)
        if number:
            times.append((time.perf_counter() - start) * 1000)
    return times


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
    for arguments in (["--help"], ["assess", CASES[0]], ["assess", CASES[2], "--format", "json"]):
        found.append(
            (
                f"cold start: {' '.join(arguments)}",
                "",
                "< 400 ms" if arguments[0] == "assess" else "",
                cold(arguments, max(rounds // 3, 5)),
            )
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()
    lines = ["| what | case | aim | median ms | fastest | slowest |", "| --- | --- | --- | ---: | ---: | ---: |"]
    for what, case, aim, times in rows(options.rounds):
        lines.append(
            f"| {what} | {case} | {aim} | {statistics.median(times):.2f} | {min(times):.2f} | {max(times):.2f} |"
        )
    text = "\n".join([f"{os.cpu_count()} cores, Python {platform.python_version()}.", "", *lines, ""])
    print(text)
    if options.markdown:
        options.markdown.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
