"""Answers to a lesson in one file, to be filled in and graded later; the file format ``derogation/lesson-answers/1``.

answers: derogation/lesson-answers/1
lesson: safeguards
learner: Ana
seed: 7
number: 3
cases:
  - case: 1
    outcome: not_eligible
    conditions:
      - {condition: 3(1)(g)(ii), status: not_met, facts: [technologies[0].oversight.human_oversight]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..engine.law.rulebook import STATUS_ORDER, Rulebook
from ..engine.why.results import Assessment
from ..reading.document import Document, Place
from ..reading.errors import BadInput, Problem
from ..reading.picking import Picker
from ..reading.safe_text import one_line
from ..reading.yaml_text import flow
from .answer import ANSWER_FORMAT, DONT_KNOW, LessonAnswer, answer_of, named_rules
from .handout import asked_results
from .lesson import Lesson
from .posed import Posed

SHEET_FORMAT = "derogation/lesson-answers/1"
MOST_NUMBER = 100_000


class Head(Struct, frozen=True):
    """Who answered what: the lesson as it is found again, the learner, the seed of the class and the learner's
    number in it."""

    lesson: str
    learner: str
    seed: int
    number: int


def sheet_text(
    lesson: Lesson, name: str, cases: Sequence[tuple[Posed, Assessment]], learner: str, seed: int, number: int
) -> str:
    """A sheet to be filled in: every case with what is asked of it. ``name`` is how the lesson is found again."""
    return "\n".join(_lines(lesson, name, cases, learner, seed, number)) + "\n"


def _lines(
    lesson: Lesson, name: str, cases: Sequence[tuple[Posed, Assessment]], learner: str, seed: int, number: int
) -> Iterator[str]:
    yield f"# {one_line(lesson.title)}"
    yield f"# Statuses: {', '.join(STATUS_ORDER)}, {DONT_KNOW}. `facts` are places in the file of the case,"
    yield "# `provisions` such as 3(1)(c) or rec.31; leave out what you do not know."
    yield f"answers: {SHEET_FORMAT}"
    for key, value in (("lesson", name), ("learner", learner), ("seed", seed), ("number", number)):
        yield f"{key}: {flow(value)}"
    yield "cases:"
    for posed, assessment in cases:
        yield f"  - case: {posed.at}  # {one_line(posed.case.profile.name)}"
        if posed.outcome:
            yield "    outcome:"
        asked = asked_results(posed, assessment)
        yield "    conditions:" if asked else "    conditions: []"
        for result in asked:
            unit = f", technology: {result.subject.unit}" if len(assessment.units) > 1 and result.subject.unit else ""
            yield f"      # {one_line(result.rule.title)}"
            alone = len(named_rules(assessment.rulebook, result.rule.provision)) == 1
            place = f"condition: {result.rule.provision if alone else result.rule.id}{unit}"
            yield f"      - {{{place}, status: {DONT_KNOW}, provisions: [], facts: []}}"


def sheet_head(document: Document) -> Head:
    """What a sheet says of itself; raises :class:`BadInput` with every defect."""
    pick = Picker(document)
    data = pick.map((), document.data, "answers", "lesson", "learner", "seed", "number", "cases")
    if data.get("answers") != SHEET_FORMAT:
        pick.wrong(("answers",), "these are no answers to a lesson", f"Begin the file with `answers: {SHEET_FORMAT}`.")
    head = Head(
        lesson=pick.text(("lesson",), data, needed="Add `lesson: ...`: the name of the lesson, or its file."),
        learner=pick.text(("learner",), data),
        seed=pick.whole(("seed",), data, 0, 2**32, 0),
        number=pick.whole(("number",), data, 1, MOST_NUMBER, 1),
    )
    if pick.problems:
        raise BadInput(*pick.problems)
    return head


def sheet_answers(document: Document, rulebooks: Mapping[int, Rulebook]) -> dict[int, LessonAnswer]:
    """The answers of a sheet by the numbers of the cases; ``rulebooks`` is by which law each case is assessed.

    Raises :class:`BadInput` with line, place and cure of every defect.
    """
    pick = Picker(document)
    data = pick.map((), document.data, "answers", "lesson", "learner", "seed", "number", "cases")
    found: dict[int, LessonAnswer] = {}
    for at, each in enumerate(pick.list(("cases",), data.get("cases"))):
        place: Place = ("cases", at)
        row = pick.map(place, each, "case", "outcome", "conditions", "readings")
        number = pick.whole((*place, "case"), row, 1, max(rulebooks), 1)
        if number in found:
            pick.wrong(place, f"case {number} is answered twice", "Keep one of them.")
        own: dict[str, Any] = {key: value for key, value in row.items() if key != "case" and value is not None}
        lines = {path[2:]: line for path, line in document.lines.items() if path[:2] == place}
        part = Document(document.file, {"answer": ANSWER_FORMAT, **own}, lines)
        try:
            found[number] = replace(answer_of(part, rulebooks[number]), learner=pick.text(("learner",), data))
        except BadInput as refused:
            pick.problems += [_moved(problem, at) for problem in refused.problems]
    if pick.problems:
        raise BadInput(*sorted(pick.problems, key=lambda problem: problem.line or 0))
    return found


def _moved(problem: Problem, at: int) -> Problem:
    return replace(problem, path=f"cases[{at}].{problem.path}" if problem.path else f"cases[{at}]")
