"""A filled questionnaire back into the case: each row an answer of the interview, with place and cure where it is none.

Lists are taken first, so that what is said of their items finds them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from msgspec import Struct

from ..cases.loader import Case
from ..cases.places import UNITS, Data, generic, get, members
from ..engine.case.vocabulary import FactSpec, ListSpec
from ..engine.law.rulebook import Rulebook
from ..reading.errors import BadInput, Problem
from .answer import DOES_NOT_APPLY, Answer, Refused
from .questionnaire import EVERY, HEADER
from .session import HERE, State
from .typed import ABSENCES, clean, rows, value


class Filled(Struct, frozen=True):
    """A row as it came back: its number in the file, and its cells."""

    number: int
    cells: tuple[str, ...]


class _Row(Struct, frozen=True):
    """An answer in its row: where it belongs, what is asked there, what was written."""

    number: int
    place: str
    spec: FactSpec | ListSpec
    answer: str
    source: str
    note: str


def answered(case: Case, filled: Sequence[Filled], file: str, rulebook: Rulebook) -> Data:
    """The data of the case with the answers of a filled questionnaire; what is left empty stays open.

    Raises :class:`BadInput` naming row and place of every answer that cannot be read.
    """
    data: Data = {key: copy.deepcopy(each) for key, each in case.document.data.items() if key != "expect"}
    state = State(rulebook, data, frozenset(), folder=case.files or HERE)
    problems: list[Problem] = []
    found = list(_rows(filled, file, rulebook, problems))
    if not found and not problems:
        hint = "Name the file that `derogation ask CASE --questionnaire FILE` wrote, filled in."
        problems.append(Problem("holds no questions", file, hint=hint))
    for row in sorted(found, key=lambda row: row.place not in EVERY):
        if not row.answer:
            if row.source or row.note:
                hint = "Write the answer too, or unknown."
                problems.append(Problem("has a source or a note and no answer", file, row.number, row.place, hint))
            continue
        try:
            for path, written in _places(row, state.data):
                state = state.after(path, _answer(row, written, state.data))
        except Refused as refused:
            problems.append(Problem(f"{row.answer!r} is no answer", file, row.number, row.place, str(refused)))
        except LookupError as missing:
            hint = "Read it back into the case that it was made from, or list them in the same file."
            problems.append(Problem(str(missing.args[0]), file, row.number, row.place, hint))
    if problems:
        raise BadInput(*sorted(problems, key=lambda problem: problem.line or 0))
    return state.data


def _rows(filled: Sequence[Filled], file: str, rulebook: Rulebook, problems: list[Problem]) -> Iterator[_Row]:
    """The rows that hold questions; a place that no question has is a problem where something is answered."""
    vocabulary = rulebook.vocabulary
    for each in filled:
        place, _, _, _, answer, source, note = (*(" ".join(cell.split()) for cell in each.cells), *[""] * 7)[:7]
        named = place
        for list_name, begins in EVERY.items():
            if place.startswith(f"{begins}."):
                named = f"{list_name}[0].{place.removeprefix(f'{begins}.')}"
        known = generic(named, vocabulary) if place else ""
        spec = vocabulary.facts.get(known) or vocabulary.lists.get(known)
        if spec is not None:
            yield _Row(each.number, place, spec, answer, source, note)
        elif place and answer and place != HEADER[0]:
            hint = "Leave the first column as it was written."
            problems.append(Problem(f"no question has the place {place!r}", file, each.number, hint=hint))


def _places(row: _Row, data: Data) -> Iterator[tuple[str, str]]:
    """Where an answer belongs, with what is written of it: for every item at once, or for each by its name.

    Raises ``LookupError`` where the case lists no such item, :class:`Refused` where a name is no item's.
    """
    for name, begins in EVERY.items():
        rest = row.place.removeprefix(f"{begins}.")
        if rest == row.place:
            continue
        items = members(data.get(name))
        said = _by_name(row.answer, items, name)
        if said:
            yield from ((f"{name}[{at}].{rest}", written) for at, written in said)
        elif name == UNITS:
            yield row.place, row.answer
        elif not items:
            raise LookupError(f"the case lists no {name}")
        else:
            yield from ((f"{name}[{at}].{rest}", row.answer) for at in range(len(items)))
        return
    if "]." in row.place and get(data, row.place.rpartition("].")[0] + "]") is None:
        raise LookupError("the case lists no such item")
    yield row.place, row.answer


def _by_name(answer: str, items: Sequence[Any], of: str) -> list[tuple[int, str]]:
    """An answer such as "hashes: yes; words: no" as places and what is written of each; empty where it names none."""
    parts = [part.partition(":") for part in answer.split(";") if part.strip()]
    if not all(colon for _, colon, _ in parts):
        return []
    found: list[tuple[int, str]] = []
    for name, _, written in parts:
        at = next((at for at, item in enumerate(items) if _slug(name) in _names(cast("Data", item))), None)
        if at is None:
            listed = ", ".join(str(item.get("id") or item.get("year")) for item in items) or "none"
            raise Refused(f"{name.strip()!r} is none of the {of} listed ({listed}).")
        found.append((at, written.strip()))
    return found


def _names(item: Data) -> set[str]:
    return {_slug(str(item[key])) for key in ("id", "title", "year") if key in item}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def _answer(row: _Row, written: str, data: Data) -> Answer:
    """What is written, as an answer of the interview. Raises :class:`Refused`."""
    told = ABSENCES.get(written.casefold())
    note: Data = {"note": row.note} if row.note else {}
    if isinstance(row.spec, ListSpec):
        if told == DOES_NOT_APPLY:
            raise Refused("Write none where there is none, or unknown.")
        if told is not None:
            return Answer({"complete": False, **note})
        more = written.endswith("...")
        known = rows(clean(written.removesuffix("...").rstrip(" ,;")), row.spec.path)
        return Answer({"known": known, **({"complete": False} if more else {}), **note} if more or note else known)
    if row.spec.type == "bool":  # what LibreOffice saves for TRUE and FALSE in a cell of text
        written = {"1": "yes", "0": "no"}.get(written, written)
    stated: Data = dict(told) if told is not None else {"value": value(clean(written), row.spec)}
    key, new = _source(row.source, data) if row.source else ("", {})
    stated |= {"source": key} if key else {}
    stated |= note
    return Answer(stated["value"] if stated.keys() == {"value"} else stated, sources=new)


def _source(title: str, data: Data) -> tuple[str, dict[str, Data]]:
    """The key of a source by its key or title, and its entry where it is a new one."""
    sources = cast("dict[str, Data]", data.get("sources", {}))
    for key, entry in sources.items():
        if title in (key, entry.get("title")):
            return key, {}
    slug = _slug(title)[:40] or "source"
    key, number = slug, 2
    while key in sources:
        key, number = f"{slug}_{number}", number + 1
    return key, {key: {"title": title}}
