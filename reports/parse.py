"""Plain data made into a :class:`Report`, with every problem found named by file, line and field.

The same tree comes from YAML, JSON, CSV and XLSX; its ``locate`` says where each path was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..reading.errors import BadInput, Problem
from .answers import read_answers
from .header import read_header, read_technologies
from .model import Report
from .reading import Reading, Tree

SCHEMA = "derogation/report/1"
MAX_PROBLEMS = 50

_TOP = (
    "report", "provider", "document", "url", "source", "published", "period", "submitted", "form", "users",
    "new_measures", "technologies", "meanings", "elsewhere", "remarks", "answers",
)  # fmt: skip


def parse_report(tree: Tree) -> Report:
    """Make a report of plain data. Raises ``BadInput`` with every problem found."""
    reading = Reading(tree)
    data = reading.mapping(tree.data, (), _TOP)
    if data and data.get("report") != SCHEMA:
        reading.wrong(("report",), "this is not marked as a report", f"Begin the file with: report: {SCHEMA}")
    elif not data and not reading.problems:
        reading.wrong((), "the report is empty", f"Begin the file with: report: {SCHEMA}")
    technologies = read_technologies(reading, data.get("technologies"))
    answers = read_answers(reading, data.get("answers"), technologies)
    header = read_header(reading, data) if data else {}
    if reading.problems:
        raise BadInput(*_first(reading.problems, tree.file))
    return Report(file=tree.file, technologies=technologies, answers=answers, **header)


def _first(found: Sequence[Problem], file: str) -> Iterable[Problem]:
    """The problems in the order of the file (of a spreadsheet: sheet by sheet), not more than anyone reads."""
    files = list(dict.fromkeys(problem.file for problem in found))
    problems = sorted(found, key=lambda problem: (files.index(problem.file), problem.line or 0))
    yield from problems[:MAX_PROBLEMS]
    if len(problems) > MAX_PROBLEMS:
        yield Problem(f"and {len(problems) - MAX_PROBLEMS} more problems", file)
