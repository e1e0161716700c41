"""A calendar as a document for the terminal, and as plain data."""

from __future__ import annotations

from typing import Any

from ..engine.case.words import long_date
from ..rules.citations import citation, eli
from ..showing.document import Block, Document, Listing, Paragraph, Table
from .model import Calendar, Entry

SCHEMA = "derogation/calendar/1"


def document_of(calendar: Calendar) -> Document:
    """The calendar as a table, with what has no day below it."""
    span = f"{long_date(calendar.first_day)} to {long_date(calendar.last_day)}"
    blocks: list[Block] = []
    if calendar.entries:
        rows = tuple(
            (
                entry.day.isoformat(),
                entry.whose,
                entry.title + (" [second-hand]" if entry.second_hand and "second-hand" not in entry.title else ""),
                state_of(entry) or "–",
                "; ".join(citation(path) for path in entry.provisions) or "–",
            )
            for entry in calendar.entries
        )
        blocks.append(Table("", ("Day", "Whose", "What", "On file", "Provision"), rows))
    else:
        blocks.append(Paragraph("Nothing falls into this time."))
    if calendar.remarks:
        blocks.append(Listing(calendar.remarks))
    blocks.append(Paragraph("Days include their last hour. Structured working material, not legal advice."))
    return Document(f"Calendar of {calendar.case}, {span}", tuple(blocks))


def state_of(entry: Entry) -> str:
    """What is on file for an entry: done, or on what it depends."""
    return entry.done or (f"depends on {entry.depends}" if entry.depends else "")


def data_of(calendar: Calendar) -> dict[str, Any]:
    """The calendar as plain data, keys in a fixed order."""
    return {
        "schema": SCHEMA,
        "case": calendar.case,
        "provider": calendar.provider,
        "from": calendar.first_day.isoformat(),
        "to": calendar.last_day.isoformat(),
        "entries": [
            {
                "key": entry.key,
                "day": entry.day.isoformat(),
                "title": entry.title,
                "detail": entry.detail,
                "provisions": list(entry.provisions),
                "citations": [citation(path) for path in entry.provisions],
                "eli": [eli(path) for path in entry.provisions],
                "whose": entry.whose,
                "category": entry.category,
                "depends": entry.depends,
                "done": entry.done,
                "second_hand": entry.second_hand,
            }
            for entry in calendar.entries
        ],
        "remarks": list(calendar.remarks),
    }
