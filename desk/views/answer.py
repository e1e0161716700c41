"""The answer as a page shows it: the verdict, then the blocks of the record that the command line shows too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ...cases.places import EVERYONE, UNITS
from ...engine.case.words import long_date
from ...engine.why.answer_record import Asked
from ...showing.answer_page import ALL, page_blocks
from ...showing.document import Block, Paragraph, Terms
from ..services.answers import Answered, Changes, StatusChange
from ..services.standing import anchor, subject_of

LIMITS = replace(ALL, ask=6)
#: The labels of conditions in the answer, with the status that colours and signs them.
STATUS = {
    "Not met": "not_met",
    "Not shown": "not_shown",
    "Relieved": "relieved",
    "Met": "met",
    "Open": "open",
    "Not applicable": "not_applicable",
}
SHOWN = 12


def answer_context(found: Answered) -> dict[str, Any]:
    """What the templates of the answer need; nothing is worked out here that the record does not say."""
    result = found.assessment
    lead, *blocks = page_blocks(result, found.answer, LIMITS)
    conditions: list[tuple[str, str, object]] = []
    consequence: list[Block] = []
    others: list[Block] = []
    for block in blocks:
        if isinstance(block, Terms) and not conditions and _status(block.entries[0][0]):
            conditions = [(_status(label), label, text) for label, text in block.entries]
        elif isinstance(block, Terms):
            left = tuple(entry for entry in block.entries if not entry[0].startswith("Ask "))
            others += [Terms(left)] if left else []  # what to ask stands apart, each question with its place
        else:
            (others if conditions or not isinstance(block, Paragraph) else consequence).append(block)
    return {
        "found": found,
        "lead": [lead],
        "day": long_date(result.on),
        "covered": found.answer.covered,
        "covered_word": found.covered,
        "consequence": consequence,
        "conditions": conditions,
        "blocks": others,
        "asks": [Ask(each, *_place(each.path)) for each in found.answer.ask[:6]],
        "more_asks": max(0, len(found.answer.ask) - 6),
        "provider": result.subject.provider or "the provider",
        "notes": result.subject.notes,
        "law": law_line(found),
    }


class Ask(Struct, frozen=True):
    """A question of the answer, with the subject of the working page and the element where it is answered."""

    asked: Asked
    subject: str
    anchor: str


def _place(path: str) -> tuple[str, str]:
    path = path.replace(f"{UNITS}[?].", f"{EVERYONE}.")
    return subject_of(path), anchor(path)


def _status(label: str) -> str:
    return STATUS.get(label.partition(" (")[0], "")


def law_line(found: Answered) -> str:
    """The law measured and its state, and by which engines."""
    result, law = found.assessment, found.assessment.law
    state = "in force" if law.in_force else "not in force on this day"
    read = "known at second hand, not read" if law.second_hand else "official text read"
    unseen = f"; not seen: {'; '.join(law.unseen)}" if law.unseen else ""
    engines = " and ".join(result.engines)
    agree = "which agree" if len(result.engines) > 1 else "alone, checked by no second engine"
    named = f"{law.act}, {law.version}, {state}; {read}{unseen}. " if law.act else ""
    return f"{named}Derived by {engines}, {agree}."


def changes_context(changes: Changes | None, since: str) -> Mapping[str, Any]:
    """What changed, at most so many conditions; ``since`` says since when."""
    if not changes:
        return {}
    shown: tuple[StatusChange, ...] = changes.statuses[:SHOWN]
    return {"changes": changes, "shown": shown, "left": len(changes.statuses) - len(shown), "since": since}
