"""Writes a memo from a case and its assessment."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases.catalogue import Assess
from ..cases.loader import Case
from ..engine.why.results import Assessment
from ..reading.safe_text import one_line
from ..showing.document import About, Block, Document
from .dossier import Dossier, Heads
from .sections.appendix import evidence, limits, replay
from .sections.authorities import authorities
from .sections.change import change
from .sections.discussion import discussion
from .sections.facts import facts
from .sections.law import law
from .sections.matrix import matrix
from .sections.opening import brief_answer, heading_block, question
from .sections.since import Since, since_draft


def memo_of(
    case: Case,
    assessment: Assessment,
    assess: Assess,
    heads: Heads,
    readings: dict[str, str] | None = None,
    *,
    full: bool = False,
    since: Since | None = None,
) -> Document:
    """The memo on an assessment of ``case``. ``assess`` is asked for other views (see ``derogation.assess``);
    ``readings`` are those chosen by the user, on which the assessment rests; ``full`` also lists one by one the
    conditions on which nothing is on file; ``since`` adds what is different from an earlier draft."""
    dossier = Dossier(case, assessment, assess, heads, dict(readings or {}), full)
    blocks = tuple(_blocks(dossier, since))
    return Document(
        title=f"Memorandum: {one_line(case.profile.name, 200)}",
        blocks=blocks,
        about=About(
            subject="Temporary derogation under Regulation (EU) 2021/1232",
            author=one_line(heads.sender, 200) or f"derogation {heads.version}",
            keywords=("Regulation (EU) 2021/1232", "Directive 2002/58/EC", "derogation"),
            dated=heads.dated,
        ),
    )


def _blocks(dossier: Dossier, since: Since | None) -> Iterator[Block]:
    yield heading_block(dossier)
    for part in (question, brief_answer):
        yield from part(dossier)
    if since is not None:
        yield from since_draft(dossier, since)
    for part in (change, limits):
        yield from part(dossier)
    dossier.begin_annexes()
    for part in (facts, law, matrix, discussion, evidence, authorities, replay):
        yield from part(dossier)
