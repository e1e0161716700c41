"""What a class made of lessons: by learner, by condition, and answer by answer, with names or without."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from msgspec import Struct

from ..reading.document import MAX_BYTES, read_bytes, read_text
from ..reading.errors import BadInput, Problem
from .result import KINDS, Kind
from .result_json import PointJson
from .taken_json import SCHEMA, LessonTakenJson, MarkedJson

#: How the answers of one row of a table were graded, in the order of KINDS.
Counts = tuple[int, ...]


class Answer(Struct, frozen=True):
    """What one learner said of one condition or gate in one case; ``attempt`` counts how often the learner took the
    lesson so far."""

    learner: str
    lesson: str
    attempt: int
    case: int
    made_up: bool
    rule: str
    provision: str
    technology: str
    said: str
    status: str
    kind: Kind


class LearnerRow(Struct, frozen=True):
    """What one learner made of one lesson: points and outcomes right and asked for, and how points were graded."""

    learner: str
    lesson: str
    attempt: int
    passed: bool
    points: tuple[int, int]
    outcomes: tuple[int, int]
    counts: Counts


class ConditionRow(Struct, frozen=True):
    """What a class made of one condition or gate: how often it was asked of how many learners, and the grades."""

    rule: str
    provision: str
    title: str
    learners: int
    counts: Counts

    @property
    def asked(self) -> int:
        return sum(self.counts)


class ClassResults(Struct, frozen=True):
    """The results of a class."""

    learners: tuple[LearnerRow, ...]
    conditions: tuple[ConditionRow, ...]
    answers: tuple[Answer, ...]
    anonymous: bool = False


# --- reading ---------------------------------------------------------------------------------------------------------


def read_taken(paths: Iterable[str | Path]) -> tuple[LessonTakenJson, ...]:
    """Lessons taken, from files and folders of them, in the order of their names.

    Learners send these files, so each is held against the contract. Raises :class:`BadInput`.
    """
    return tuple(_taken(path) for path in _files(paths))


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for given in paths:
        path = Path(given)
        if not path.is_dir():
            yield path
            continue
        files = sorted(each for each in path.iterdir() if each.suffix == ".json" and each.is_file())
        if not files:
            hint = "`derogation teach LESSON --keep FOLDER` and `lessons grade` write them."
            raise BadInput(Problem("this folder holds no results of lessons", str(given), hint=hint))
        yield from files


def _taken(path: Path) -> LessonTakenJson:
    from pydantic import TypeAdapter, ValidationError

    document = read_text(read_bytes(path, MAX_BYTES), str(path))
    data = cast("dict[str, object]", document.data if isinstance(document.data, dict) else {})
    if data.get("schema") != SCHEMA:
        hint = "`derogation teach LESSON --keep FOLDER` and `lessons grade` write one."
        raise BadInput(Problem("this is no result of a lesson", str(path), 1, hint=hint))
    try:
        return TypeAdapter(LessonTakenJson).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        hint = f"`derogation schema lesson-taken` says what may stand there ({len(error.errors())} defects in all)."
        raise BadInput(Problem(first["msg"], str(path), document.line(first["loc"]), place, hint)) from None


# --- results ---------------------------------------------------------------------------------------------------------


def class_results(taken: Sequence[LessonTakenJson], *, anonymous: bool = False) -> ClassResults:
    """The results of a class; with ``anonymous``, learners have numbers that say nothing of their names."""
    names = _names(taken, anonymous)
    attempts: dict[tuple[str, str], int] = {}
    learners: list[LearnerRow] = []
    answers: list[Answer] = []
    titles: dict[str, str] = {}
    for each in taken:
        key = (_key(each), each["lesson"]["id"])
        attempts[key] = attempts.get(key, 0) + 1
        own = [_answer(names[key[0]], key[1], attempts[key], case, point) for case, point in _points(each, titles)]
        answers += own
        learners.append(
            LearnerRow(
                learner=names[key[0]],
                lesson=key[1],
                attempt=attempts[key],
                passed=each["passed"],
                points=(each["points"]["right"], each["points"]["asked"]),
                outcomes=(each["outcomes"]["right"], each["outcomes"]["asked"]),
                counts=_counts(own),
            )
        )
    by_rule: dict[str, list[Answer]] = {}
    for answer in answers:
        by_rule.setdefault(answer.rule, []).append(answer)
    conditions = tuple(
        ConditionRow(rule, own[0].provision, titles[rule], len({each.learner for each in own}), _counts(own))
        for rule, own in by_rule.items()
    )
    order = {row: at for at, row in enumerate(sorted({row.learner for row in learners}, key=_natural))}
    return ClassResults(
        tuple(sorted(learners, key=lambda row: (order[row.learner], row.lesson, row.attempt))),
        tuple(sorted(conditions, key=lambda row: _right(row.counts) / row.asked)),
        tuple(sorted(answers, key=lambda each: (order[each.learner], each.lesson, each.attempt, each.case))),
        anonymous,
    )


def _key(taken: LessonTakenJson) -> str:
    """Who a learner is: the name, in any case of letters, else the number in the class."""
    return " ".join(taken["learner"].split()).casefold() or f"number {taken['number']}"


def _names(taken: Sequence[LessonTakenJson], anonymous: bool) -> dict[str, str]:
    """What each learner is called."""
    found = {_key(each): " ".join(each["learner"].split()) or f"number {each['number']}" for each in taken}
    if not anonymous:
        return found
    results = sorted(json.dumps(each, sort_keys=True) for each in taken)
    key_of_class = hashlib.sha256("\n".join(results).encode()).digest()  # whoever has only the names cannot make it
    shuffled = sorted(found, key=lambda name: hmac.digest(key_of_class, name.encode(), "sha256"))
    return {key: f"learner {at + 1}" for at, key in enumerate(shuffled)}


def _natural(name: str) -> tuple[str, int, str]:
    """A name so that learner 2 comes before learner 10."""
    head = name.rstrip("0123456789")
    return head.casefold(), int(name[len(head) :] or 0), name


def _points(taken: LessonTakenJson, titles: dict[str, str]) -> Iterator[tuple[MarkedJson, PointJson]]:
    for case in taken["cases"]:
        for point in case["result"]["points"]:
            if point["rule"] in case["asked"]:
                titles.setdefault(point["rule"], point["title"])
                yield case, point


def _answer(learner: str, lesson: str, attempt: int, case: MarkedJson, point: PointJson) -> Answer:
    return Answer(
        learner=learner,
        lesson=lesson,
        attempt=attempt,
        case=case["at"],
        made_up=case["made_up"],
        rule=point["rule"],
        provision=point["provision"],
        technology=point["technology"],
        said=point["said"],
        status=point["status"],
        kind=point["kind"],
    )


def _counts(answers: Iterable[Answer]) -> Counts:
    kinds = [answer.kind for answer in answers]
    return tuple(kinds.count(kind) for kind in KINDS)


def _right(counts: Counts) -> int:
    """How many are right, on the default reading or another."""
    return sum(count for kind, count in zip(KINDS, counts, strict=True) if kind in ("right", "right_on_reading"))
