"""Questionnaires of a feature: the client's open questions as a file, and a filled one read into the draft."""

from __future__ import annotations

import copy
from pathlib import Path

from ...cases.loader import Case
from ...cases.rulebook import rulebook
from ...interview import places
from ...interview.questionnaire import Asked, questions, title_of
from ...interview.questionnaire_files import written
from .documents import Data, plain, with_fact
from .making import with_answers

#: The lists of a document, each with what one of its items is called.
LISTS = {places.UNITS: "technology", "reports": "report"}


def open_questions(case: Case) -> tuple[Asked, ...]:
    """The client's questions that a feature leaves open."""
    return questions(case, rulebook())


def file_of(case: Case, ending: str) -> bytes:
    """The questionnaire in the format of an ending (docx, xlsx, html). Raises :class:`BadInput` for another."""
    return written(title_of(case), open_questions(case), Path(f"questionnaire.{ending}"))


def with_filled(case: Case, data: Data, feature: str, name: str, content: bytes) -> tuple[Data, int]:
    """The document with the answers of a filled questionnaire, and how many there were.

    Raises :class:`BadInput` naming row and place of every answer that cannot be read.
    """
    new, old = with_answers(case, name, content), plain(case.document.data)
    changed = 0
    for path in _places(new):
        stated, before = places.get(new, path), places.get(old, path)
        if stated is not None and (_listed(stated) != _listed(before) if path in LISTS else stated != before):
            data, changed = with_fact(data, feature, path, stated), changed + 1
    sources = {key: each for key, each in new.get("sources", {}).items() if key not in data.get("sources", {})}
    if sources:
        data = copy.deepcopy(data)
        data["sources"] = {**data.get("sources", {}), **sources}
    return data, changed


def _listed(stated: object) -> tuple[int, bool]:
    """How many items a list has, and whether it is complete."""
    return len(places.members(stated)), places.complete(stated)


def _places(data: Data) -> list[str]:
    """Where a client's answers may stand in a document; what is listed first, then what is said of it."""
    found, vocabulary = list(LISTS), rulebook().vocabulary
    plain_facts = [spec.path for spec in vocabulary.facts.values() if spec.plain]
    for path in (*vocabulary.lists, *plain_facts):
        head, _, rest = path.partition(".")
        if path in LISTS:
            continue
        if head not in LISTS.values():
            found.append(path)
            continue
        name = next(name for name, item in LISTS.items() if item == head)
        found += [f"{name}[{at}].{rest}" for at in range(len(places.members(data.get(name))))]
        if name == places.UNITS:
            found.append(f"{places.EVERYONE}.{rest}")
    return found
