"""Times `change` and `timeline` with every goal on every shipped case, from every standpoint, against the aims.

    python -m benchmarks.change [--sample] [--answers FOLDER] [CASE ...]

Each answer is a process of its own, forked where the case is loaded and derived, and each format another; a time is all
that led to it, in processor seconds. What a fork cannot show, the start, is shown by the dearest again as new
processes. ``--sample`` takes every eighth case; ``--answers`` keeps what was answered, for comparing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from derogation import api, rulebook
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case
from derogation.engine.answer import Derivation, derive
from derogation.engine.case.standpoint import seen_from
from derogation.engine.change.answers import answer, worth_asking
from derogation.engine.why.assessment import question_of
from derogation.showing.change_json import change_data
from derogation.showing.change_page import document_of_changes
from derogation.showing.contract import json_text
from derogation.showing.terminal import terminal
from derogation.showing.timeline_json import timeline_data
from derogation.showing.timeline_page import timeline_document
from msgspec import Struct

SECONDS, MEGABYTES = 2.0, 300
#: The days of a timeline that are taken where none are asked for.
FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)
#: The dearest that are shown, and timed again as new processes.
SHOWN = 12
Goals = list[tuple[str, bool]]
#: What renders one answer, by the name of the format.
Formats = dict[str, Callable[[], str]]


class Timed(Struct, frozen=True):
    """An answer: the arguments of the command line that ask for it, processor seconds, greatest memory."""

    arguments: tuple[str, ...]
    seconds: float
    megabytes: float

    @property
    def is_dear(self) -> bool:
        return self.seconds > SECONDS or self.megabytes > MEGABYTES


def in_fork(work: Callable[[], None]) -> tuple[int, float]:
    """Do something in a process of its own, and wait for it: how it ended, and its greatest memory in MB."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    return status, used.ru_maxrss / 1024


class Scan:
    """One standpoint of one case after the other; a line in ``log`` for each answer."""

    def __init__(self, log: Path, answers: Path | None) -> None:
        self.log, self.answers = log, answers

    def standpoint(self, case: Case, name: str, party: str | None, *, on_the_record: bool) -> None:
        """Every answer from one standpoint."""
        options = [*(["--as", party] if party else []), *(["--on-the-record"] if on_the_record else [])]
        if self.answers:
            self.run(["assess", name, *options], 0, lambda: self.assess(case, party, on_the_record=on_the_record))
        start, book, facts = time.process_time(), rulebook(), case.engine_facts()
        asked_of = question_of(book, facts, case.profile.assess_on or date.today(), party, on_the_record=on_the_record)
        derivation = derive(book, seen_from(facts.entity, facts.parties, party, book.series), asked_of)
        asked: list[tuple[list[str], Goals]] = [([], worth_asking(derivation))]
        spent = time.process_time() - start
        for outcome in rulebook().verdicts.order:
            asked += [(["--to", outcome], [(outcome, True)]), (["--rule-out", outcome], [(outcome, False)])]
        for wanted, goals in asked:
            change = partial(self.change, case, derivation, party, goals)
            self.run(["change", name, *wanted, *options], spent, change)
        self.run(["timeline", name, *options], 0, lambda: self.timeline(case, party, on_the_record=on_the_record))

    def assess(self, case: Case, party: str | None, *, on_the_record: bool) -> Formats:
        found = api.assess(case, standpoint=party, on_the_record=on_the_record)
        return {"json": lambda: json_text(api.answer_json(found))}

    def change(self, case: Case, derivation: Derivation, party: str | None, goals: Goals) -> Formats:
        found = answer(derivation, goals, limit=10)
        name = case.profile.name
        return {
            "text": lambda: terminal(document_of_changes(name, derivation, found, None)),
            "json": lambda: json_text(change_data(name, derivation, found, party)),
        }

    def timeline(self, case: Case, party: str | None, *, on_the_record: bool) -> Formats:
        found = api.timeline(case, FIRST, LAST, party, on_the_record=on_the_record)
        return {
            "text": lambda: terminal(timeline_document(found)),
            "json": lambda: json_text(timeline_data(found, api.subject_of(case))),
        }

    def run(self, arguments: list[str], spent: float, work: Callable[[], Formats]) -> None:
        """Do the work in a process, and each format of it in another."""

        def whole() -> None:
            formats = work()
            led_here = spent + time.process_time()
            for name, render in formats.items():
                self.format([*arguments, "--format", name], led_here, render)

        if in_fork(whole)[0]:
            raise SystemExit(f"failed: {' '.join(arguments)}")

    def format(self, arguments: list[str], spent: float, render: Callable[[], str]) -> None:
        def whole() -> None:
            text = render()
            seconds = spent + time.process_time()
            if self.answers:
                self.keep(arguments, text)
            with self.log.open("a") as file:
                file.write("\t".join([f"{seconds:.3f}", *arguments]))

        status, megabytes = in_fork(whole)
        if status:
            raise SystemExit(f"failed: {' '.join(arguments)}")
        with self.log.open("a") as file:
            file.write(f"\t{megabytes:.0f}\n")

    def keep(self, arguments: list[str], text: str) -> None:
        assert self.answers is not None
        (self.answers / "_".join(arguments).replace("/", "-").replace(" ", "-")).write_text(text)


def as_new_process(arguments: tuple[str, ...]) -> Timed:
    """The same as a command of its own, its start included."""
    command = [sys.executable, "-m", "derogation", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    return Timed(arguments, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def read(log: Path) -> list[Timed]:
    lines = [line.split("\t") for line in log.read_text().splitlines()]
    return [Timed(tuple(arguments), float(seconds), float(size)) for seconds, *arguments, size in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--answers", type=Path)
    options = parser.parse_args()
    if options.answers:
        options.answers.mkdir(parents=True, exist_ok=True)
    names = options.cases or list(shipped())[:: 8 if options.sample else 1]
    rulebook()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        scan = Scan(log, options.answers)
        for name in names:
            case = api.load_profile(shipped()[name])
            standpoints = [(None, False), (None, True), *((party, False) for party in case.profile.parties)]
            for party, on_the_record in standpoints:
                if in_fork(partial(scan.standpoint, case, name, party, on_the_record=on_the_record))[0]:
                    raise SystemExit(f"failed: {name}")
        found = sorted(read(log), key=lambda timed: -timed.seconds)
    dear, most = sum(timed.is_dear for timed in found), max(timed.megabytes for timed in found)
    print(
        f"{len(found)} answers on {len(names)} cases; {dear} over {SECONDS:g} s or {MEGABYTES} MB; at most {most:.0f}"
    )
    for timed in found[:SHOWN]:
        new = as_new_process(timed.arguments)
        forked = f"{timed.seconds:.2f} s, {timed.megabytes:.0f} MB"
        print(f"{forked}; as a new process {new.seconds:.2f} s, {new.megabytes:.0f} MB: {' '.join(timed.arguments)}")


if __name__ == "__main__":
    main()
