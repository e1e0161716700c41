"""A learner's answers as files in a folder, one a case, in the order in which they were given."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from ..cases.catalogue import find
from ..cases.loader import Case, load_case
from ..engine.law.rulebook import Rulebook
from ..interview.write import profile_text
from ..reading.errors import BadInput, CannotWrite, NoSuchName, Problem
from ..reading.write_whole import check_writable, make_folder, write_whole
from ..showing.contract import json_text
from .answer import LessonAnswer, answer_data, load_answer
from .pool import is_probe, pool_case
from .taken import Taken
from .taken_json import taken_data

#: Ends the name of a file that holds a case made for the learner, beside the answer to it.
CASE = ".case.yaml"


def files(paths: Iterable[Path]) -> list[Path]:
    """The files of answers that paths name: files themselves, of folders all that hold answers, in their order.

    Raises :class:`BadInput` for a folder that cannot be read or holds none.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        here = [each for each in sorted(path.iterdir()) if each.suffix in (".json", ".yaml", ".yml")]
        here = [each for each in here if not each.name.endswith(CASE)]
        if not here:
            hint = "Answers end in .json or .yaml; `derogation teach CASE --keep FOLDER` writes them."
            raise BadInput(Problem("this folder holds no answers", str(path), hint=hint))
        found += here
    return found


def case_of_answer(answer: LessonAnswer, file: Path) -> Case:
    """The case that an answer in a file speaks of: a shipped one, a probe, or a file beside it.

    Raises :class:`BadInput`.
    """
    if not answer.case:
        hint = "Add `case:` with the name of the case, or name it on the command line."
        raise BadInput(Problem("the answer does not say which case it answers", str(file), 1, hint=hint))
    if is_probe(answer.case):
        return pool_case(answer.case)
    beside = file.parent / answer.case
    try:
        return load_case(beside if beside.is_file() else find(answer.case))
    except NoSuchName as missing:  # a file says so, not the command line
        raise BadInput(*missing.problems) from None


def load(file: Path, rulebook: Rulebook, case: Case | None = None) -> tuple[Case, LessonAnswer]:
    """An answer with its case (``case`` where that is given); raises :class:`BadInput`."""
    answer = load_answer(file, rulebook)
    return case or case_of_answer(answer, file), answer


def ready(folder: Path) -> None:
    """Refuse now a folder in which no answer could be kept; none is made. Raises :class:`CannotWrite`."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(there, os.W_OK):
        raise CannotWrite(Problem("you may not write here", str(there), hint="Name a folder in which you may."))
    check_writable(there / "001.json")


def keep(folder: Path, answer: LessonAnswer, made: Case | None = None) -> Path:
    """Write an answer as the next file of a folder, and beside it the case where it was made for the learner.

    Raises :class:`CannotWrite`.
    """
    make_folder(folder)
    number = 1 + max(
        (int(match[1]) for each in folder.iterdir() if (match := re.match(r"(\d+)-", each.name))), default=0
    )
    slug = re.sub(r"[^a-z0-9]+", "-", answer.case.lower()).strip("-") or "case"
    file = folder / f"{number:03}-{slug}.json"
    if made is not None:
        beside = folder / f"{number:03}-{slug}{CASE}"
        write_whole(beside, profile_text(made.profile))
        answer = LessonAnswer(
            beside.name, answer.learner, answer.on, answer.outcome, answer.conditions, answer.readings
        )
    write_whole(file, json_text(answer_data(answer)) + "\n")
    return file


def keep_taken(folder: Path, taken: Taken) -> Path:
    """Write the result of a lesson into a folder, beside those of earlier attempts. Raises :class:`CannotWrite`."""
    make_folder(folder)
    who = taken.learner or str(taken.number)
    slug = re.sub(r"[^a-z0-9]+", "-", f"{taken.lesson.id}-{who}".lower()).strip("-")
    attempts = (folder / f"{slug}{f'-{at}' if at > 1 else ''}.json" for at in count(1))
    file = next(each for each in attempts if not each.exists())
    write_whole(file, json_text(taken_data(taken)) + "\n")
    return file
