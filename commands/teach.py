"""``derogation teach [CASE|LESSON]``."""

from __future__ import annotations

import datetime
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from .answering import answered, read_line, show_page
from .common import Day, load, show_json
from .lessons import is_lesson
from .teach_lesson import teach_lesson

if TYPE_CHECKING:
    from ..cases.loader import Case
    from ..lessons.answer import LessonAnswer


@click.command()
@click.argument("case", metavar="[CASE|LESSON]", required=False)
@click.option("--on", "on", type=Day(), help="The day assessed (default: the answer's, else the case's own).")
@click.option(
    "--answers",
    "files",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="Grade the answer in this file, or those in this folder, instead of asking.",
)
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the answers, and of a lesson the result, in this folder.",
)
@click.option("--learner", default="", help="Who answers, as results name it; may be a number, or nothing.")
@click.option("--seed", type=click.IntRange(min=0), default=0, help="The seed of the class, for the cases of a lesson.")
@click.option("--number", type=click.IntRange(min=1), default=1, help="The learner's number in the class.")
@click.option("--diagnose", is_flag=True, help="Say which rule is misread, from all answers given.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def teach(
    case: str | None,
    on: datetime.date | None,
    files: tuple[Path, ...],
    keep: Path | None,
    learner: str,
    seed: int,
    number: int,
    diagnose: bool,
    format_: str,
) -> None:
    """Answer CASE and be graded condition by condition: the status, and what it rests on.

    CASE is a shipped case, or a profile. The solution stays hidden until the answer is graded; facts, conditions and
    provisions are chosen by number, in any order, with hints. Then comes the case one fact away from the mistake. A
    LESSON, of the course or a file, poses its cases one by one and says whether it is passed.
    """
    if not files:
        if case is None:
            raise click.UsageError("name a case to answer, such as relief-missed-by-a-day, or --answers FILE")
        if format_ == "json" or diagnose:
            raise click.UsageError("--format json and --diagnose go with --answers")
        if keep is not None:
            from ..lessons.kept import ready

            ready(keep)
        if is_lesson(case):
            if on is not None:
                raise click.UsageError("a lesson says itself on which days its cases are assessed")
            with _stopping():
                teach_lesson(case, learner, seed, number, keep)
            return
        _sit(case, on, keep, learner)
        return
    if keep is not None:
        raise click.UsageError("--keep goes with a case that is answered here; --answers are kept already")
    _grade(case, on, files, diagnose, format_)


def _grade(case: str | None, on: datetime.date | None, files: tuple[Path, ...], diagnose: bool, format_: str) -> None:
    from .. import rulebook
    from ..api import diagnose_answers, grade_answer, next_lesson
    from ..lessons import kept
    from ..lessons.diagnosis_json import diagnosis_data
    from ..lessons.page import diagnosis_page, result_page
    from ..lessons.result_json import result_data

    named = _case(case) if case is not None else None
    given = [kept.load(file, rulebook(), named) for file in kept.files(files)]
    given = [(of, replace(answer, on=on or answer.on, case=answer.case or case or "")) for of, answer in given]
    if diagnose:
        found, onward = diagnose_answers(given)
        if format_ == "json":
            show_json(diagnosis_data(found, rulebook(), given[-1][1].learner, onward))
        else:
            show_page(diagnosis_page(found, rulebook(), onward))
        return
    if format_ == "json" and len(given) > 1:
        raise click.UsageError("--format json grades one answer at a time; --diagnose takes several")
    for of, answer in given:
        graded = grade_answer(of, answer)
        onward = next_lesson(of, answer, graded)
        if format_ == "json":
            show_json(result_data(graded, rulebook(), onward.neighbour, onward.case))
        else:
            show_page(result_page(graded, rulebook(), onward.neighbour, onward.case or ""))


def _sit(case: str, on: datetime.date | None, keep: Path | None, learner: str) -> None:
    """Put a case, and after it the one that is one fact away, as long as the learner likes."""
    from .. import rulebook
    from ..api import diagnose_answers, grade_answer, next_lesson
    from ..lessons import kept
    from ..lessons.page import diagnosis_page, result_page

    of, name, made, given = _case(case), case, False, list["tuple[Case, LessonAnswer]"]()
    with _stopping():
        while True:
            answer = _answer(of, name, on, learner)
            if answer is None:
                click.echo("Left without being graded.")
                return
            given.append((of, answer))
            graded = grade_answer(of, answer)
            onward = next_lesson(of, answer, graded)
            click.echo()
            show_page(result_page(graded, rulebook(), onward.neighbour, onward.case or ""))
            click.echo()
            if keep is not None:
                click.echo(f"Kept in {kept.keep(keep, answer, of if made else None)}.")
            if len(given) > 1:
                show_page(diagnosis_page(diagnose_answers(given)[0], rulebook()))
                click.echo()
            if onward.neighbour is None and onward.case is None:
                told = diagnose_answers(given)[1]
                click.echo(f"Nothing was wrong.{f' Next: derogation teach {told}' if told else ''}")
            if onward.neighbour is None or read_line("Answer it now? yes or no [yes] ").strip().lower() in ("n", "no"):
                return
            of, made = onward.neighbour.case, True
            name, on = of.profile.name, answer.on


@contextmanager
def _stopping() -> Generator[None]:
    """Ends where the input ends or is interrupted, in a word."""
    try:
        yield
    except (EOFError, KeyboardInterrupt) as stop:
        click.echo("\nStopped.")
        raise SystemExit(130 if isinstance(stop, KeyboardInterrupt) else 0) from None


def _answer(of: Case, name: str, on: datetime.date | None, learner: str) -> LessonAnswer | None:
    """The answer that is given at the terminal; ``None`` where the learner leaves."""
    from .. import assess
    from ..lessons.page import case_page
    from ..lessons.sitting import sitting

    sat = sitting(assess(of, on), name, learner)
    show_page(case_page(sat, of.profile.name, " ".join(of.profile.summary.split())))
    return sat.answer if answered(sat) else None


def _case(name: str) -> Case:
    """The case to answer: any that commands take, or a probe."""
    from ..cases.catalogue import shipped
    from ..lessons.pool import is_probe, pool_case

    if "." not in name and "/" not in name and name not in shipped() and is_probe(name):
        return pool_case(name)
    return load(name)
