"""Runs the measurements: every engine in a process of its own, in turns; answers compared with the first one's."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct, field

from .engines import BASE, CHECK, FLOOR, MOST_IN_MEMORY, MOST_ROWS, ONCE, ROWS, TABLES

ROOT = Path(__file__).resolve().parents[2]
Measured = dict[str, Any]


class Bench(Struct):
    """What is to be measured; ``pythons`` are the interpreters of engines with an environment of their own."""

    data: Path
    sizes: Sequence[int]
    rounds: int
    engines: Sequence[str]
    budget: float
    minutes: float
    pythons: Mapping[str, str] = field(default_factory=dict[str, str])
    found: list[Measured] = field(default_factory=list[Measured])

    def run(self) -> list[Measured]:
        """All rounds, as long as another one fits into ``minutes``."""
        self.data.mkdir(parents=True, exist_ok=True)
        begin = time.monotonic()
        longest = 0.0
        for number in range(self.rounds):
            start = time.monotonic()
            if number and start - begin + longest > self.minutes * 60:
                print(f"{number} rounds took {(start - begin) / 60:.0f} minutes; another one would not fit")
                break
            for source, engine, rows in self.turns(number):
                self.one(number, source, engine, rows)
            if number:
                longest = max(longest, time.monotonic() - start)
            else:
                longest = sum(m["whole"] for m in self.found if m["rows"] <= ONCE)
        return self.found

    def turns(self, number: int) -> Iterator[tuple[str, str, int]]:
        """Source, engine and rows of each run of a round."""
        for rows in sorted(self.sizes):
            if number and rows > ONCE:
                continue
            for source in ("file", "memory"):
                for engine in self.engines:
                    table = engine in TABLES and (source == "file" or (engine != FLOOR and rows <= MOST_IN_MEMORY))
                    if table or (engine in ROWS and source == "memory" and rows <= MOST_ROWS):
                        yield source, engine, rows

    def one(self, number: int, source: str, engine: str, rows: int) -> None:
        """One run; none where the engine failed before, or would take longer than the budget."""
        same = [m for m in self.found if (m["engine"], m["source"]) == (engine, source)]
        if any("error" in m for m in same):
            return
        allowed = self.budget / 2 if engine in ROWS else self.budget
        if engine not in (CHECK, BASE) and self._likely(same, engine, rows) > allowed:
            return
        begin = time.monotonic()
        measured = self._measured(engine, source, rows)
        measured |= {"engine": engine, "source": source, "rows": rows, "round": number}
        measured["whole"] = time.monotonic() - begin
        self.found.append(measured)
        if "error" in measured:
            print(f"{engine}: {measured['error']}", file=sys.stderr)
        else:
            speed = f"{rows / measured['answer']:13,.0f}/s"
            wrong = f"  {measured['wrong']} WRONG" if measured["wrong"] else ""
            print(f"{number} {source:6} {rows:10,} {engine:14} {measured['answer']:9.3f} s {speed}{wrong}", flush=True)

    def _likely(self, same: Sequence[Measured], engine: str, rows: int) -> float:
        """The seconds that a run is expected to take, from runs with no more profiles. A small table says nothing of a
        larger one, as planning takes as long."""
        before = [m for m in same if m["rows"] <= rows]
        if not before or (engine in TABLES and before[-1]["rows"] < rows <= 100_000):
            return 0.0
        largest = max(m["rows"] for m in before)
        return max(m["answer"] for m in before if m["rows"] == largest) * rows / largest

    def _measured(self, engine: str, source: str, rows: int) -> Measured:
        where = self.data / f"codes-{engine}.npy"
        command = [self.pythons.get(engine, sys.executable), "-m", f"{__package__}.worker"]
        command += [engine, source, str(self.data / f"{rows}.parquet"), str(rows), str(where)]
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300 + 6 * self.budget)
        except subprocess.TimeoutExpired as late:
            return {"error": f"gave up after {late.timeout:.0f} s"}
        if done.returncode:
            lines = [line for line in done.stderr.strip().splitlines() if line.strip()]
            return {"error": (lines[-1] if lines else f"ended with {done.returncode}")[:200]}
        measured: Measured = json.loads(done.stdout.strip().splitlines()[-1])
        measured["wrong"] = self._wrong(engine, rows, where)
        return measured

    def _wrong(self, engine: str, rows: int, where: Path) -> int:
        """How many profiles have an answer that is not the first engine's."""
        right = self.data / f"codes-{CHECK}-{rows}.npy"
        if engine == FLOOR:
            return 0
        found = np.load(where)
        where.unlink()
        if engine == CHECK and not right.exists():
            np.save(right, found)
        known = np.load(right)
        return len(known) if found.shape != known.shape else int((found != known).any(axis=1).sum())
