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
from pathlib import Path

import derogation
from derogation.cases.catalogue import shipped
from derogation.engine.assessment import question_of
from derogation.engine.derive import derive, derive_twice, machine
from derogation.engine.outcome import named_terms
from derogation.engine.standpoint import seen_from

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
        engines = machine(book)
        engines.second()
        terms = named_terms(book)
        unit = book.verdicts.unit

        def prove(scope=scope, facts=facts, day=day) -> None:
            """Every named term of the case, each with its proof."""
            question = question_of(book, facts, day)
            derivation = derive(book, scope, question)
            for term in terms:
                for item in derivation.units if unit in term.about else (None,):
                    derivation.node(term, item)

        found += [
            (
                "outcome with its proof, evaluator",
                name,
                "",
                timed(lambda: derive(book, scope, question_of(book, facts, day)), rounds),
            ),
            ("every rule with its proof, evaluator", name, "< 1 ms a technology", timed(prove, rounds)),
            (
                "both engines and their comparison",
                name,
                "",
                timed(lambda: derive_twice(book, scope, question_of(book, facts, day)), rounds),
            ),
            (
                "whole assessment (both engines, parties, readings)",
                name,
                "< 25 ms and a few for each party",
                timed(lambda: derogation.assess(case), rounds),
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
