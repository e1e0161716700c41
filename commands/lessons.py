"""``derogation lessons``: the course and one's own lessons, hand-outs, and answers graded from a file."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import checked_party, chosen_readings, inputs_of, load, show, show_json, show_table, standpoint_options

if TYPE_CHECKING:
    from ..engine.why.results import Assessment
    from ..lessons.lesson import Lesson
    from ..lessons.posed import Posed
    from ..showing.document import Document

FORMAT = click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
SEED = click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="The seed of the class.")
NUMBER = click.option(
    "--number", type=click.IntRange(min=1), default=1, show_default=True, help="The learner's number in the class."
)
DOCUMENT = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A .docx, .pdf, .html or .md file."
)


@click.group()
def lessons() -> None:
    """Lessons: list, show and check them, make hand-outs, grade answers from files (docs/teaching.md)."""


@lessons.command("list")
@FORMAT
def list_(format_: str) -> None:
    """List the lessons of the course."""
    from ..api import load_lesson
    from ..lessons.lesson_file import course

    found = [load_lesson(name) for name in course()]
    if format_ == "json":
        show_json(
            [{"lesson": each.id, "title": each.title, "aim": each.aim, "tasks": len(each.tasks)} for each in found]
        )
        return
    show_table(("Lesson", "Cases", "Title"), [(each.id, str(_cases(each)), each.title) for each in found])


def _cases(lesson: Lesson) -> int:
    return sum(task.times for task in lesson.tasks)


@lessons.command("show")
@click.argument("lesson")
@DOCUMENT
def show_(lesson: str, output: Path | None) -> None:
    """Show what LESSON is about: aim, what is read, which cases are posed, what counts as passed."""
    from .. import rulebook
    from ..api import load_lesson
    from ..lessons.handout import lesson_page

    show_document(lesson_page(load_lesson(lesson), rulebook()), output)


@lessons.command()
@click.argument("files", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Check lessons, by name, file or folder: each case that they name, and that each made-up case can be made."""
    from ..api import assess_posed, load_lesson, pose_lesson
    from ..lessons.handout import asked_results
    from ..lessons.lesson_file import lessons_in

    for name in [each for given in files for each in lessons_in(given)]:
        lesson = load_lesson(name)
        points = sum(len(asked_results(posed, assess_posed(posed))) for posed in pose_lesson(lesson))
        click.echo(f"ok   {name}: {_cases(lesson)} cases, {points} conditions and gates asked about")


@lessons.command()
@click.argument("lesson_or_case")
@DOCUMENT
@click.option("--solution", is_flag=True, help="With the solution.")
@SEED
@NUMBER
@standpoint_options
def handout(
    lesson_or_case: str,
    output: Path | None,
    solution: bool,
    seed: int,
    number: int,
    on: datetime.date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
) -> None:
    """Write a hand-out of a lesson for one learner, or of a case, with the solution or without it.

    A case may be assessed on another day, from a party's side, on the record or on another reading; a lesson says
    itself how its cases are.
    """
    from .. import rulebook
    from ..api import load_lesson
    from ..lessons.handout import case_handout, lesson_handout

    if is_lesson(lesson_or_case):
        if on or standpoint or on_the_record or readings:
            raise click.UsageError("a lesson says itself how its cases are assessed")
        lesson = load_lesson(lesson_or_case)
        document = lesson_handout(lesson, rulebook(), _posed(lesson, seed, number), solution=solution)
        show_document(document, output)
        return
    posed = _one(lesson_or_case, on, standpoint, on_the_record, readings)
    show_document(case_handout(*posed, solution=solution), output, lesson_or_case)


def _one(
    name: str,
    on: datetime.date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
) -> tuple[Posed, Assessment]:
    """A case as it is posed by itself."""
    from .. import rulebook
    from ..api import assess_posed
    from ..lessons.posed import pose_case

    case = load(name)
    posed = pose_case(
        case, rulebook(), on=on, standpoint=checked_party(case, standpoint), on_the_record=on_the_record,
        readings=chosen_readings(readings),
    )  # fmt: skip
    return posed, assess_posed(posed)


def _posed(lesson: Lesson, seed: int, number: int) -> list[tuple[Posed, Assessment]]:
    from ..api import assess_posed, pose_lesson

    return [(posed, assess_posed(posed)) for posed in pose_lesson(lesson, seed=seed, number=number)]


def is_lesson(name: str) -> bool:
    """Whether a name is that of a lesson, or of a file that says it is one."""
    from ..lessons.lesson_file import course, says_lesson
    from ..reading.document import read_file

    if name in course():
        return True
    path = Path(name)
    return path.suffix in (".yaml", ".yml", ".json") and path.is_file() and says_lesson(read_file(path))


@lessons.command()
@click.argument("lesson")
@click.option("--learner", default="", help="Who is to fill it in.")
@SEED
@NUMBER
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--cases", type=click.Path(file_okay=False, path_type=Path), help="Write the files of the cases here.")
def sheet(lesson: str, learner: str, seed: int, number: int, output: Path | None, cases: Path | None) -> None:
    """Write a sheet of answers to LESSON for a learner to fill in; `lessons grade` reads it.

    The files of the cases say where each fact stands; the solution is not in them.
    """
    from ..api import load_lesson
    from ..lessons.making.generated import case_text
    from ..lessons.sheet import sheet_text
    from ..reading.write_whole import make_folder

    loaded = load_lesson(lesson)
    posed = _posed(loaded, seed, number)
    if cases is not None:
        make_folder(cases)
        for each, _ in posed:
            show(case_text(each.case, solution=False), cases / f"case-{each.at}.yaml")
    show(sheet_text(loaded, lesson, posed, learner, seed, number), output)


@lessons.command()
@click.argument("sheets", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Keep each result in this folder."
)
@FORMAT
def grade(sheets: tuple[Path, ...], output: Path | None, format_: str) -> None:
    """Grade filled-in SHEETS: point by point, and whether the lesson is passed.

    A lesson that a sheet names by its file is looked for beside the sheet. `derogation class` makes tables of the
    results.
    """
    from ..api import mark_sheet
    from ..lessons.taken_json import taken_data
    from ..lessons.taken_page import taken_document
    from ..reading.document import read_file
    from ..reading.write_whole import make_folder
    from ..showing.contract import json_text

    taken = [(path, mark_sheet(read_file(path), path.parent)) for path in sheets]
    data = [taken_data(each) for _, each in taken]
    if output is not None:
        make_folder(output)
        for (path, _), each in zip(taken, data, strict=True):
            show(json_text(each) + "\n", output / f"{path.stem}.json", [path])
    if format_ == "json":
        show_json(data)
        return
    for _, each in taken:
        show_document(taken_document(each), None)


def show_document(document: Document, output: Path | None, *cases: str) -> None:
    """Print a document, or write it in the format that the file's ending names."""
    from ..memo.formats import FORMATS, rendered
    from ..showing.terminal import terminal

    if output is None:
        show(terminal(document) + "\n", None, words=True)
        return
    if output.suffix.lower() not in FORMATS:
        raise click.UsageError(f"{output.name!r} names no format; end it in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    show(rendered(document, output.suffix.lower()), output, [path for case in cases for path in inputs_of(case)])
