"""A lesson taken in lines for the learner: each case with its points, then whether it is passed."""

from __future__ import annotations

from collections.abc import Iterator

from ..reading.safe_text import one_line
from .taken import RIGHT, Marked, Taken


def taken_lines(taken: Taken) -> Iterator[str]:
    """The lines, those of points that are right in short."""
    who = f"{one_line(taken.learner)}: " if taken.learner else ""
    yield f"{who}{one_line(taken.lesson.title)}"
    for case in taken.cases:
        yield ""
        yield f"{case.posed.at}. {one_line(case.posed.case.profile.name)}{_under(case)}"
        yield from (f"   {line}" for line in _case(case))
    yield ""
    yield summary(taken)
    if taken.lesson.remember:
        yield taken.lesson.remember


def summary(taken: Taken) -> str:
    """Whether a lesson is passed, with the figures."""
    right, asked = taken.points
    outcomes, of = taken.outcomes
    needed = taken.lesson.passed
    said = "Passed" if taken.passed else "Not passed yet"
    parts = [f"{right} of {asked} points ({needed.points} % needed)"] if asked else []
    parts += [f"{outcomes} of {of} outcomes ({needed.outcomes} % needed)"] if of else []
    return f"{said}: {', '.join(parts)}."


def _under(case: Marked) -> str:
    return f" (under {case.posed.under}: never law)" if case.posed.under else ""


def _case(case: Marked) -> Iterator[str]:
    if case.outcome is not None:
        yield f"{'✓' if case.outcome else '✗'} The outcome. {case.result.outcome.sentence}"
    for point in case.points:
        cited = case.assessment.rulebook.cite(point.provision)
        of = f" of {point.technology}" if point.technology and len(case.assessment.units) > 1 else ""
        yield f"{'✓' if point.kind in RIGHT else '✗'} {cited}{of}. {point.sentence}"
