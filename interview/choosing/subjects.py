"""The order of the questions that people are asked: by subject, one technology and one report after the other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ...engine.case.vocabulary import FactSpec, ListSpec
from ...engine.law.rulebook import Rulebook
from .open_questions import OpenQuestion

#: The subjects in their order, by the beginnings of paths; each line is gone through for one thing, then for the next.
#: Which reports exist is asked early, because none decides much; what stands in each is asked when it is at hand.
ORDER: tuple[tuple[str, ...], ...] = (
    (
        "service", "service.communications.indicators", "service.communications", "service.numbering",
        "service.ancillary_exception.indicators", "service.ancillary_exception",
    ),
    ("technologies", "reports"),
    (
        "technology.periods_of_use", "use", "technology.detects", "technology.scans",
        "technology.end_to_end_encryption", "technology.first_use", "technology.impact_assessment",
        "technology.prior_consultation",
        "technology.processing", "technology.quality", "technology.oversight", "technology.reports_to",
        "technology.suspicions", "recorded_case", "technology",
    ),
    (
        "provider.internal_procedures", "provider.redress", "provider.user_information", "provider.affected_users",
        "provider",
    ),
    ("report", "report.includes"),
    ("law",),
)  # fmt: skip


def by_subject(questions: Iterable[OpenQuestion], rulebook: Rulebook) -> tuple[OpenQuestion, ...]:
    """Questions in the order in which people are asked."""

    def rank(question: OpenQuestion) -> tuple[int, int, int, tuple[int, ...], int]:
        at = [step.at if isinstance(step.at, int) else -1 for step in rulebook.vocabulary.address(question.path).steps]
        line, subject, place = _places(rulebook)[question.spec.path]
        return line, at[0] if at else -1, subject, tuple(at[1:]), place

    return tuple(sorted(questions, key=rank))


@cache
def _places(rulebook: Rulebook) -> dict[str, tuple[int, int, int]]:
    """Of each fact and list its line, its subject within that, and its place in the vocabulary."""
    specs: list[FactSpec | ListSpec] = [*rulebook.vocabulary.facts.values(), *rulebook.vocabulary.lists.values()]
    return {spec.path: (*_subject(spec.path), place) for place, spec in enumerate(specs)}


def _subject(path: str) -> tuple[int, int]:
    """The line and the subject of a fact or list: of the longest beginning that fits; at the end where none does."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        begins = ".".join(parts[:length])
        for line, subjects in enumerate(ORDER):
            if begins in subjects:
                return line, subjects.index(begins)
    return len(ORDER), 0
