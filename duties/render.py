"""A calendar as a document for the terminal, and as plain data."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.case.words import long_date
from ..engine.law.rulebook import Rulebook
from ..rules.citation_styles import citation
from ..rules.citations import eli
from ..showing.contract import Day, Shape, closed, schema_of
from ..showing.document import Block, Document, Listing, Paragraph, Table
from .model import Calendar, Category, Entry

SCHEMA = "derogation/calendar/1"


@closed
class EntryJson(TypedDict):
    """What falls on one day."""

    key: str
    """Its name for good, whatever its day."""
    day: Day
    """The day; its last hour is included."""
    title: str
    """What falls on it."""
    detail: str
    """What is to be done, or to be known."""
    provisions: list[str]
    """The provisions it rests on, as rules write them."""
    citations: list[str]
    """The provisions it rests on, as lawyers write them."""
    eli: list[str]
    """Where they are published."""
    whose: str
    """The provider, or whom the law addresses."""
    category: Category
    """What kind of entry it is."""
    depends: str
    """On what fact, not known here, it depends; empty where it is certain."""
    done: str
    """What the profile says was done."""
    second_hand: bool
    """Whether it rests on law that was not read."""


_Span = TypedDict(
    "_Span",
    {
        "from": Annotated[str, Shape(format="date", description="The first day of the calendar.")],
        "to": Annotated[str, Shape(format="date", description="The last day of the calendar, included.")],
    },
)


@closed
class CalendarJson(_Span):
    """The duties of one provider with their days. Days are written 2021-09-02."""

    schema: Literal["derogation/calendar/1"]
    """The name of this contract."""
    case: str
    """The case's name."""
    provider: str
    """The provider's name; empty where the profile gives none."""
    entries: list[EntryJson]
    """The entries in order of time."""
    remarks: list[str]
    """What has no day, and why."""


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


def data_of(calendar: Calendar) -> CalendarJson:
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


def calendar_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what ``calendar`` prints."""
    return schema_of(CalendarJson, SCHEMA, "A calendar of duties", rulebook)
