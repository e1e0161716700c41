"""Questionnaires of a feature: the client's open questions as a file, and a filled one read into the draft."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from ...cases import places
from ...cases.loader import Case
from ...cases.rulebook import rulebook
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


class Filled(Struct, frozen=True):
    """What a filled questionnaire says that the case did not: facts by their places, and the sources these name."""

    facts: Mapping[str, Any]
    sources: Mapping[str, Any]


def filled_in(case: Case, name: str, content: bytes) -> Filled:
    """The answers of a filled questionnaire of a case.

    Raises :class:`BadInput` naming row and place of every answer that cannot be read.
    """
    new, old = with_answers(case, name, content), plain(case.document.data)
    facts: dict[str, Any] = {}
    for path in _places(new):
        stated, before = places.get(new, path), places.get(old, path)
        if stated is not None and (_listed(stated) != _listed(before) if path in LISTS else stated != before):
            facts[path] = stated
    named = {places.get(new, f"{path}.source") for path in facts}
    return Filled(facts, {key: each for key, each in new.get("sources", {}).items() if key in named})


def with_filled(data: Data, feature: str, filled: Filled) -> Data:
    """The document with these answers; a source that it has already stays as it is."""
    for path, stated in filled.facts.items():
        data = with_fact(data, feature, path, stated)
    own = data.get("sources", {})
    sources = own | {key: each for key, each in filled.sources.items() if key not in own}
    return {**data, "sources": sources} if sources else data


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
