"""Questionnaires of a feature: the client's open questions as a file, and a filled one read into the draft."""

from __future__ import annotations

import copy
from pathlib import Path

from ...cases.loader import Case
from ...cases.rulebook import rulebook
from ...interview import places
from ...interview.questionnaire import Asked, case_facts, questions, title_of
from ...interview.questionnaire_files import written
from .documents import Data, plain, with_fact
from .making import with_answers


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
        stated = places.get(new, path)
        if stated is not None and stated != places.get(old, path):
            data, changed = with_fact(data, feature, path, stated), changed + 1
    sources = {key: each for key, each in new.get("sources", {}).items() if key not in data.get("sources", {})}
    if sources:
        data = copy.deepcopy(data)
        data["sources"] = {**data.get("sources", {}), **sources}
    return data, changed


def _places(data: Data) -> list[str]:
    """Where a client's answers may stand in a document."""
    found: list[str] = []
    lists = {"technology": "technologies", "report": "reports"}
    for spec in case_facts(rulebook()):
        head, _, rest = spec.path.partition(".")
        if head not in lists:
            found.append(spec.path)
            continue
        found += [f"{lists[head]}[{at}].{rest}" for at in range(len(places.members(data.get(lists[head]))))]
        if head == "technology":
            found.append(f"{places.EVERYONE}.{rest}")
    return found
