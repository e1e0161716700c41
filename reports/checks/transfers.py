"""Point (3): whether data left the Union, and on which ground of Chapter V GDPR."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from .. import wording
from ..findings import Hit
from ..model import Report
from .look import Stance, seen, stance, texts

FIELD = "3.transfers"
#: ``named``: a ground of Chapter V; ``other``: only what is no such ground; ``open``: words in which none can be read.
Ground = Literal["named", "other", "open", "none"]


def left_the_union(report: Report) -> Stance:
    """What the report says on whether data left the Union; a ground, a case or a purpose says yes."""
    answer = report.answer(FIELD)
    said = stance(answer)
    parts = [part for part in answer.parts.values() if part.given and stance(part) == "words"]
    return "yes" if said == "words" and parts else said


def ground(report: Report) -> Ground:
    """What the report gives as the ground for transfers."""
    answer = report.answer(FIELD)
    entry = answer.parts.get("ground")
    named = texts(entry) if entry else ()
    if entry and stance(entry) in ("withheld", "noted", "open"):
        return "open"
    if any(wording.chapter_v(text) for text in (*named, *texts(answer, "cases", "purpose"))):
        return "named"
    if named and stance(entry or answer) != "no":
        return "other" if all(_no_ground(text) for text in named) else "open"
    words = [text for text in texts(answer) if wording.said(text) in ("yes", "words")]
    if any(wording.affirmed(text, "the_act") for text in words):
        return "other"
    unclear = any(wording.said(text) == "words" or wording.finds(text, "may_be_ground") for text in words)
    return "open" if unclear else "none"


def _no_ground(text: str) -> bool:
    """Whether a text names the Regulation or a ground of Article 6 GDPR, and nothing else."""
    kept = text.casefold()
    act = bool(wording.finds(kept, "the_act"))
    letter = "6(1)" in kept.replace(" ", "")
    return (act or letter) and len(kept.split()) <= 8


def sent_to_ncmec(report: Report) -> bool:
    """Whether the report says that data was shared with NCMEC, which is in the United States."""
    return report.says("9.ncmec") in ("yes", "partly")


def transfers_unanswered(report: Report) -> Iterator[Hit]:
    """Nothing on transfers; they may not have taken place."""
    answer, abroad = report.answer(FIELD), sent_to_ncmec(report)
    said = left_the_union(report)
    silent = said in ("not_answered", "withheld", "open") and not answer.reason
    denied = said in ("no", "not_applicable", "does_not_apply", "not_answered", "withheld", "open")
    if silent or (abroad and denied):
        what = " Data was shared with NCMEC, which is in the United States." if abroad else ""
        yield Hit(
            (FIELD,) + (("9.ncmec",) if abroad else ()),
            f"On transfers out of the Union: {dict(seen(report, FIELD))[FIELD]}.{what}",
            seen(report, FIELD, "9.ncmec"),
        )


def transfers_no_ground(report: Report) -> Iterator[Hit]:
    """Data left the Union, and no ground is given."""
    if left_the_union(report) in ("yes", "partly") and ground(report) == "none":
        text = "Data left the Union, but no ground of Chapter V GDPR is given."
        yield Hit((FIELD,), text, seen(report, FIELD))


def ground_not_chapter_v(report: Report) -> Iterator[Hit]:
    """What is named as the ground for transfers is none of Chapter V."""
    found = ground(report)
    if left_the_union(report) in ("no", "not_applicable", "does_not_apply") or found not in ("other", "open"):
        return
    if stance(report.answer(FIELD)) in ("withheld", "open", "noted", "not_answered") or _part(
        report, "withheld", "noted"
    ):
        return
    why = "is none of Chapter V GDPR" if found == "other" else "cannot be recognised as one of Chapter V GDPR"
    yield Hit((FIELD,), f"The ground given for transfers {why}.", seen(report, FIELD), mild=found == "open")


def _part(report: Report, *stances: Stance) -> bool:
    entry = report.answer(FIELD).parts.get("ground")
    return entry is not None and stance(entry) in stances
