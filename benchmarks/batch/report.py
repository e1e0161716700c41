"""Writes docs/performance-peers.md and the raw figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .engines import BASE, CHECK, FLOOR, MOST_IN_MEMORY, MOST_ROWS, ONCE, OURS, ROWS, RULE_ENGINES, TABLES
from .figures import Measured, figure, good, median, ratios, sizes, spread

HEAD = """# Measurements: other engines

Written by `python -m benchmarks.batch --write` (extra `peers`); do not edit. What is measured, why these engines and
what is fair: [decisions/benchmarks.md](decisions/benchmarks.md). Every run:
[benchmarks/peers.json](benchmarks/peers.json).

The rulebook as it stands ({literals:,} literals on {columns} columns, {pieces:,} conjunctions and disjunctions),
translated mechanically; made-up profiles of up to five technologies; asked for the possible outcomes, and so the
outcome, of each profile and each of its technologies. Every engine ran in a process of its own, in turns, {rounds};
figures are medians and, in brackets, the least and the most. *Times slower* compares profiles per second with those of
the bit planes in the same round. *Ready* is the time for importing and compiling, which is in no other figure. *Wrong*
counts profiles whose answer differs.

Machine: {cores} cores ({processor}), {memory_gib} GiB, {system}, Python {python}; {day}; load before the start {load}.
"""

FILE = """
## From a Parquet file, reading included

{rows:,} profiles, or the most that an engine did within the time it was given. *Bit planes, whole work* is what
`derogation batch` does but for writing the answers: it also checks every cell, takes names along and answers in words;
*bit planes* gives codes, as all others do.

![Profiles per second from a file](benchmarks/file.svg)

![Peak memory from a file](benchmarks/memory.svg)
"""

MEMORY = """
## From memory

The profiles stand in memory, in the form that each engine takes, before the clock starts; for tables {rows:,} of them.
Engines that take one profile at a time had at most {most:,}. They are compared with the bit planes at the same number
of profiles and, in the last column, at {rows:,}. *Leaves by adapter*: the engine is given the truth of every
comparison, worked out before the clock starts, because it cannot make some of them or is slower when it does. The bit
planes make all theirs on the clock.

![Profiles per second from memory](benchmarks/rows.svg)
"""


def write(record: dict[str, Any], docs: Path) -> None:
    """Write the document and the figures."""
    folder = docs / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(_rounded(one), sort_keys=True) for one in record["measured"])
    machine = json.dumps(record["machine"], sort_keys=True)
    (folder / "peers.json").write_text(f'{{"machine": {machine},\n"measured": [\n{lines}\n]}}\n', encoding="utf-8")
    text = "\n".join(_document(record))
    (docs / "performance-peers.md").write_text(text.rstrip() + "\n", encoding="utf-8")


def _rounded(one: Measured) -> Measured:
    return {name: round(value, 5) if isinstance(value, float) else value for name, value in one.items()}


def _document(record: dict[str, Any]) -> Iterator[str]:
    from .formulas import ordered
    from .task import task

    found: list[Measured] = record["measured"]
    question = task()
    kinds = [question.formulas.nodes[number].kind for number in ordered(question.formulas, question.roots)[0]]
    rounds = 1 + max(one["round"] for one in found)
    more = any(one["rows"] > ONCE for one in found)
    yield HEAD.format(
        **record["machine"], literals=kinds.count("leaf"), pieces=kinds.count("and") + kinds.count("or"),
        columns=len(question.columns()),
        rounds=f"{rounds} round{'s' * (rounds > 1)}" + f" (one of more than {ONCE:,} profiles)" * more,
    )  # fmt: skip
    yield _verdict(found)
    largest = max((n for n in sizes(found, BASE, "file") if n <= ONCE), default=0)
    yield FILE.format(rows=largest)
    yield "| engine | profiles | s | profiles/s | times slower | peak MiB | ready s | wrong |\n" + "|---" * 8 + "|"
    yield from _file_rows(found, largest)
    most = max(sizes(found, BASE, "memory"), default=0)
    yield MEMORY.format(rows=most, most=MOST_ROWS)
    yield (
        "| engine | leaves | profiles | s | profiles/s | times slower | peak MiB | wrong | "
        f"than bit planes at {most:,} |\n" + "|---" * 9 + "|"
    )
    yield from _memory_rows(found, most)
    yield "\n## Growth\n\nProfiles per second; a dash where a run would have taken longer than allowed.\n"
    yield from _growth(found)
    yield "\n## How each engine is used\n\n| engine | package | how |\n|---|---|---|"
    yield from _uses(found)


def _verdict(found: Sequence[Measured]) -> str:
    answered = [one for one in found if "error" not in one and one["engine"] not in (FLOOR, CHECK)]
    wrong = sorted({one["title"] for one in answered if one["wrong"]})
    failed = sorted({f"{one['engine']} ({one['error']})" for one in found if "error" in one})
    says = "All answers of all engines were equal." if not wrong else f"Wrong answers: {', '.join(wrong)}."
    says += f" Did not run: {'; '.join(failed)}." if failed else ""
    return says + "\n" + "".join(_fastest(found))


def _fastest(found: Sequence[Measured]) -> Iterator[str]:
    """The fastest of each kind of engine, and how much slower than the bit planes it was."""
    kinds = (
        ("Fastest of the table engines", tuple(name for name in TABLES if name not in (*OURS, *RULE_ENGINES))),
        ("Fastest of the rule engines that take tables", tuple(name for name in TABLES if name in RULE_ENGINES)),
        ("Fastest of the rule engines that take one profile", tuple(name for name in ROWS if name in RULE_ENGINES)),
    )
    for says, engines in kinds:
        parts: list[str] = []
        for source in ("file", "memory"):
            done = [(rows, engine) for engine in engines for rows in sizes(found, engine, source) if rows <= ONCE]
            if done:
                rows = max(done)[0]
                runs = {engine: good(found, engine, source, rows) for many, engine in done if many == rows}
                engine = min(runs, key=lambda name: median(runs[name], "answer"))
                slower = spread(ratios(found, engine, source, rows, rows))
                parts.append(f"from {source} {runs[engine][0]['title']}, {slower} times slower at {rows:,}")
        if parts:
            yield f"\n* {says}: {'; '.join(parts)}."


def _file_rows(found: Sequence[Measured], largest: int) -> Iterator[str]:
    rows = []
    for engine in TABLES:
        at = [n for n in sizes(found, engine, "file") if n <= largest]
        if at:
            runs = good(found, engine, "file", at[-1])
            slower = spread(ratios(found, engine, "file", at[-1], at[-1])) if engine != BASE else "1"
            rows.append(
                (-at[-1] / median(runs, "answer"), _line(runs, [slower, _peak(runs), _ready(runs), _wrong(runs)]))
            )
    yield from (line for _, line in sorted(rows))


def _memory_rows(found: Sequence[Measured], most: int) -> Iterator[str]:
    rows = []
    for engine in (*TABLES, *ROWS):
        at = sizes(found, engine, "memory")
        if at:
            runs = good(found, engine, "memory", at[-1])
            slower = spread(ratios(found, engine, "memory", at[-1], at[-1])) if engine != BASE else "1"
            than_most = spread(ratios(found, engine, "memory", at[-1], most)) if at[-1] != most else ""
            cells = _line(runs, [slower, _peak(runs), _wrong(runs), than_most]).split(" | ", 1)
            leaves = "by adapter" if runs[0]["leaves"] == "adapter" else "own"
            rows.append((-at[-1] / median(runs, "answer"), f"{cells[0]} | {leaves} | {cells[1]}"))
    yield from (line for _, line in sorted(rows))


def _line(runs: Sequence[Measured], more: Sequence[str]) -> str:
    seconds = [one["answer"] for one in runs]
    rows = runs[0]["rows"]
    speed = figure(rows / median(runs, "answer"))
    return f"| {_title(runs[0])} | {rows:,} | {spread(seconds)} | {speed} | {' | '.join(more)} |"


def _title(one: Measured) -> str:
    return f"**{one['title']}**" if one["engine"] == BASE else f"{one['title']}"


def _peak(runs: Sequence[Measured]) -> str:
    return f"{median(runs, 'peak_mib'):,.0f}"


def _ready(runs: Sequence[Measured]) -> str:
    return figure(median(runs, "compile"))


def _wrong(runs: Sequence[Measured]) -> str:
    return "" if runs[0]["engine"] == FLOOR else f"{max(one['wrong'] for one in runs):,}"


def _growth(found: Sequence[Measured]) -> Iterator[str]:
    every = sorted({one["rows"] for one in found})
    yield "| engine | from | " + " | ".join(f"{rows:,}" for rows in every) + " |\n" + "|---" * (len(every) + 2) + "|"
    for source in ("file", "memory"):
        for engine in (*TABLES, *ROWS):
            at = sizes(found, engine, source)
            if not at:
                continue
            cells = []
            for rows in every:
                runs = good(found, engine, source, rows)
                cells.append(figure(rows / median(runs, "answer")) if runs else "–")
            yield f"| {_title(good(found, engine, source)[0])} | {source} | {' | '.join(cells)} |"
    yield f"\nFrom memory, tables had at most {MOST_IN_MEMORY:,} profiles, other engines at most {MOST_ROWS:,}."


def _uses(found: Sequence[Measured]) -> Iterator[str]:
    for engine in (*TABLES, *ROWS):
        runs = [one for one in found if one["engine"] == engine and "error" not in one]
        if runs:
            package = f"{runs[0]['package']} {runs[0]['version']}".strip()
            yield f"| {runs[0]['title']} | {package or 'Python ' + runs[0]['python']} | {runs[0]['note']} |"
