"""Reads lessons: those of the course, and those that trainers write; the file format ``derogation/lesson/1``.

lesson: derogation/lesson/1
title: Safeguards
aim: Tell the safeguards that always apply from those that fall away.
reading:
  - text: Point (g)(iii) asks for human confirmation of what was not identified before.
    provisions: [3(1)(g)(iii)]
tasks:
  - case: no-human-in-the-loop          # a shipped case, or a file beside this one
    ask: [3(1)(g)(ii), 3(1)(g)(iii)]    # without it: what the case expects
  - generate: 3(1)(g)(iii)              # a case that nobody has seen, another for each learner
    status: [met, not_met]              # one of these, as chance has it
    difficulty: 2
passed: {points: 80, reasons: true}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from ..cases.catalogue import SUFFIXES, feature_of, shipped, shipped_matters
from ..cases.vocabulary import vocabulary
from ..engine.law.rulebook import STATUS_ORDER, Rulebook, Status
from ..reading.document import Document, Place, read_file, read_text
from ..reading.errors import BadInput, NoSuchName, Problem
from ..reading.picking import Picker
from ..reading.values import did_you_mean, shown
from .answer import named_rules
from .lesson import OUTCOMES, POINTS, Lesson, Passage, Passing, Task

LESSON_FORMAT = "derogation/lesson/1"
COURSE = Path(__file__).parent / "course"
MOST_TIMES = 20
TASK = (
    "case", "generate", "status", "difficulty", "times", "ask", "outcome", "on", "as", "on_the_record", "readings",
    "under", "think_about",
)  # fmt: skip


# --- finding lessons -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def course() -> Mapping[str, Path]:
    """The lessons of the course by their ids, in order: files are numbered, ``3-which-law.yaml``."""
    files = sorted(COURSE.glob("*.yaml"), key=lambda path: int(path.stem.split("-")[0]))
    return {path.stem.partition("-")[2]: path for path in files}


def lessons_in(name_or_folder: str) -> list[str]:
    """The lessons in a folder, by their files in order; what is no folder stands for itself.

    Raises :class:`BadInput` for a folder that holds none.
    """
    folder = Path(name_or_folder)
    if name_or_folder in course() or not folder.is_dir():
        return [name_or_folder]
    files = [each for each in sorted(folder.iterdir()) if each.suffix in SUFFIXES and each.is_file()]
    found = [str(each) for each in files if says_lesson(read_file(each))]
    if not found:
        hint = f"A lesson is a file that begins with `lesson: {LESSON_FORMAT}`."
        raise BadInput(Problem("this folder holds no lessons", name_or_folder, hint=hint))
    return found


def says_lesson(document: Document) -> bool:
    """Whether a document says that it is a lesson."""
    data: object = document.data
    return isinstance(data, dict) and "lesson" in data and "profile" not in data


def load_lesson(name_or_path: str | Path, rulebook: Rulebook) -> Lesson:
    """A lesson of the course by its id, or one's own by the path of its file.

    Raises :class:`BadInput` with file, line, place and cure of every defect.
    """
    text = str(name_or_path)
    if text in course():
        return lesson_of(read_file(course()[text], name=f"lessons/course/{course()[text].name}"), rulebook, id_=text)
    path = Path(text)
    if path.suffix not in SUFFIXES and len(path.parts) == 1:
        hint = did_you_mean(text, course()) or f"Lessons of the course: {', '.join(course())}; or give a file."
        raise NoSuchName(Problem(f"no lesson is called {text!r}", hint=hint))
    return lesson_of(read_file(path), rulebook, path.parent, id_=path.stem)


def read_lesson(text: str | bytes, rulebook: Rulebook, file: str = "<text>", folder: Path | None = None) -> Lesson:
    """Read a lesson from text; ``folder`` is where its own cases lie. Raises :class:`BadInput`."""
    return lesson_of(read_text(text, file), rulebook, folder, id_=Path(file).stem)


def lesson_of(document: Document, rulebook: Rulebook, folder: Path | None = None, *, id_: str) -> Lesson:
    """A document as a lesson; raises :class:`BadInput` with every defect."""
    pick = Picker(document)
    lesson = _lesson(pick, rulebook, folder, id_)
    if pick.problems:
        raise BadInput(*sorted(pick.problems, key=lambda problem: problem.line or 0))
    return lesson


# --- reading ---------------------------------------------------------------------------------------------------------


def _lesson(pick: Picker, rulebook: Rulebook, folder: Path | None, id_: str) -> Lesson:
    data = pick.map((), pick.document.data, "lesson", "title", "aim", "reading", "tasks", "passed", "remember")
    if data.get("lesson") != LESSON_FORMAT:
        pick.wrong(("lesson",), "this is no lesson", f"Begin the file with `lesson: {LESSON_FORMAT}`.")
    tasks = tuple(
        _task(pick, at, each, rulebook, folder) for at, each in enumerate(pick.list(("tasks",), data.get("tasks")))
    )
    if not tasks:
        pick.wrong(("tasks",), "the lesson poses no case", "Add `tasks:` with at least one `- case:` or `- generate:`.")
    return Lesson(
        id=id_,
        title=pick.text(("title",), data, needed="Add `title: ...`: what the lesson is about."),
        aim=pick.text(("aim",), data, needed="Add `aim: ...`: what a learner can do afterwards."),
        reading=tuple(_reading(pick, data.get("reading"), rulebook)),
        tasks=tasks,
        passed=_passing(pick, data.get("passed")),
        remember=pick.text(("remember",), data),
        folder=folder,
    )


def _reading(pick: Picker, data: object, rulebook: Rulebook) -> Iterator[Passage]:
    for at, each in enumerate(pick.list(("reading",), data)):
        place: Place = ("reading", at)
        row = pick.map(place, each, "text", "provisions")
        text = pick.text((*place, "text"), row, needed="Add `text: ...`: the paragraph.")
        provisions = pick.texts((*place, "provisions"), row)
        for number, provision in enumerate(provisions):
            try:
                rulebook.cite(provision)
            except ValueError:
                where = (*place, "provisions", number)
                pick.wrong(where, f"{provision!r} is no provision", "Write it as in 3(1)(c), rec.31 or EECC 2(5).")
        yield Passage(" ".join(text.split()), provisions)


def _passing(pick: Picker, data: object) -> Passing:
    row = pick.map(("passed",), data if data is not None else {}, "points", "outcomes", "reasons")
    return Passing(
        pick.whole(("passed", "points"), row, 0, 100, POINTS),
        pick.whole(("passed", "outcomes"), row, 0, 100, OUTCOMES),
        pick.flag(("passed", "reasons"), row, default=True),
    )


def _task(pick: Picker, at: int, data: object, rulebook: Rulebook, folder: Path | None) -> Task:
    place: Place = ("tasks", at)
    row = pick.map(place, data, *TASK)
    case, made = pick.text((*place, "case"), row), pick.text((*place, "generate"), row)
    if bool(case) == bool(made):
        pick.wrong(place, "poses no case, or two", "Write either `case: NAME` or `generate: CONDITION`.")
    if case:
        _check_case(pick, (*place, "case"), case, folder)
    under = pick.text((*place, "under"), row)
    supposed = _under(pick, (*place, "under"), under, rulebook) if under else rulebook
    return Task(
        case=case,
        generate=_generate(pick, (*place, "generate"), made, rulebook) if made else "",
        statuses=_statuses(pick, (*place, "status"), row.get("status"), needed=bool(made)),
        difficulty=pick.whole((*place, "difficulty"), row, 1, 5, 1),
        times=pick.whole((*place, "times"), row, 1, MOST_TIMES, 1),
        ask=_asked(pick, (*place, "ask"), row, supposed),
        outcome=pick.flag((*place, "outcome"), row, default=True),
        on=pick.day((*place, "on"), row),
        standpoint=pick.text((*place, "as"), row),
        on_the_record=pick.flag((*place, "on_the_record"), row, default=False),
        readings=_readings(pick, (*place, "readings"), row.get("readings"), supposed),
        under=under,
        think_about=" ".join(pick.text((*place, "think_about"), row).split()),
    )


def _check_case(pick: Picker, place: Place, name: str, folder: Path | None) -> None:
    """Whether a case is there; what is wrong in its own file is said when it is read."""
    file, _ = feature_of(name)
    known = {**shipped(), **shipped_matters()}
    if file in known or (folder is not None and (folder / file).is_file()):
        return
    beside = f"there is no file {file} beside the lesson" if "." in file else f"no case is called {file!r}"
    hint = (
        did_you_mean(file, known)
        or "`derogation cases list` shows the cases; a file of your own lies beside the lesson."
    )
    pick.wrong(place, beside, hint)


def _under(pick: Picker, place: Place, name: str, rulebook: Rulebook) -> Rulebook:
    from ..rules.variants.applied import under
    from ..rules.variants.model import load_variant

    try:
        return under(load_variant(name), vocabulary())
    except BadInput as refused:
        pick.wrong(place, refused.problems[0].message, refused.problems[0].hint)
        return rulebook


def _generate(pick: Picker, place: Place, name: str, rulebook: Rulebook) -> str:
    rules = named_rules(rulebook, name)
    if len(rules) == 1:
        return rules[0].id
    asked = rulebook.of_kind("gate", "condition")
    if rules:
        pick.wrong(place, f"{name} is the provision of several rules", f"Name one: {', '.join(r.id for r in rules)}.")
    else:
        near = did_you_mean(name, [each for rule in asked for each in (rule.provision, rule.id)])
        pick.wrong(place, f"no condition and no gate is called {name!r}", near or "`derogation rules list` shows them.")
    return ""


def _statuses(pick: Picker, place: Place, data: object, *, needed: bool) -> tuple[Status, ...]:
    """One status or several, for a case that is made up."""
    said = cast("list[object]", data if isinstance(data, list) else [] if data is None else [data])
    found: list[Status] = []
    for at, each in enumerate(said):
        status = pick.among((*place, "status"), {"status": each}, STATUS_ORDER)
        if status:
            found.append(cast("Status", status))
        elif each is None:
            pick.wrong((*place, at), f"{shown(each)} is no status", f"Statuses: {', '.join(STATUS_ORDER)}.")
    if needed and not said:
        pick.wrong(place[:-1], "says no status", "Add `status:`, one or a list, such as [met, not_met].")
    if said and not needed:
        pick.wrong(place, "goes with `generate` only", "Delete it, or make up a case with `generate:`.")
    return tuple(found)


def _asked(pick: Picker, place: Place, row: dict[str, Any], rulebook: Rulebook) -> tuple[str, ...]:
    """The names of the rules asked about; a provision of several rules means them all."""
    found: dict[str, None] = {}
    for at, name in enumerate(pick.texts(place, row)):
        rules = named_rules(rulebook, name)
        if not rules:
            asked = rulebook.of_kind("gate", "condition")
            near = did_you_mean(name, [each for rule in asked for each in (rule.provision, rule.id)])
            message = f"no condition and no gate is called {name!r}"
            pick.wrong((*place, at), message, near or "`derogation rules list` shows them.")
        found.update(dict.fromkeys(rule.id for rule in rules))
    return tuple(found)


def _readings(pick: Picker, place: Place, data: object, rulebook: Rulebook) -> dict[str, str]:
    known, found = rulebook.readings, dict[str, str]()
    said = pick.map(place, data if data is not None else {}, *known)
    for name in said:
        if name in known:
            found[name] = pick.among((*place, name), said, [each.id for each in known[name].choices])
    return found
