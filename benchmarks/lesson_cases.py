"""Which statuses of each condition the shipped cases show, and which are made up: ``docs/lesson-cases.md``.

    python -m benchmarks.lesson_cases --write

Every kind is made twice over (once where one is asked for), assessed by both engines, and held against what its author
expects; where no case can have a status, the table says so. Takes some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from derogation import api
from derogation.cases.catalogue import shipped, shipped_matters
from derogation.engine.law.rulebook import Rule, Status
from derogation.reading.errors import BadInput

PAGE = Path(__file__).parents[1] / "docs" / "lesson-cases.md"
#: The statuses, in the order of the columns, each with how many cases are asked for.
WANTED: dict[Status, int] = {"met": 2, "not_met": 2, "undetermined": 1, "not_applicable": 1, "relieved": 1}
SEED = 15
HEAD = """# Cases for every condition

How many shipped cases show each status of each condition (every case on its own day, features of matters apart), and
whether `derogation cases generate` makes up more of them: `+` where it does, `–` where no case can have that status.
Each made-up case is assessed by both engines. Made by `python -m benchmarks.lesson_cases --write`.
"""


def shown() -> dict[tuple[str, Status], int]:
    """How many shipped cases have a status of a rule."""
    found: dict[tuple[str, Status], int] = {}
    for path in (*shipped().values(), *shipped_matters().values()):
        for case in api.load_cases(path).values():
            result = api.assess(case, engines=["evaluator"])
            for key in {(each.rule.id, each.status) for each in result.conditions}:
                found[key] = found.get(key, 0) + 1
    return found


def made(rule: Rule, status: Status, number: int) -> bool:
    """Whether so many cases of a kind can be made; each that is made has been checked by both engines."""
    try:
        cases = [api.generate_case(rule.id, status, seed=SEED, number=at + 1) for at in range(number)]
    except BadInput:
        return False
    return len({case.digest for case in cases}) == number


def lines() -> Iterator[str]:
    """The lines of the page."""
    counts = shown()
    titles = [status.replace("_", " ") for status in WANTED]
    yield HEAD
    yield f"| Condition | {' | '.join(titles)} |"
    yield f"| --- |{' --- |' * len(WANTED)}"
    for rule in api.rulebook().of_kind("condition"):
        cells = [
            f"{counts.get((rule.id, status), 0)} +" if made(rule, status, number) else
            str(counts.get((rule.id, status)) or "–")
            for status, number in WANTED.items()
        ]  # fmt: skip
        print(rule.provision, *cells, file=sys.stderr)
        yield f"| {rule.provision} {rule.title} | {' | '.join(cells)} |"


if __name__ == "__main__":
    text = "\n".join(lines()) + "\n"
    if "--write" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
