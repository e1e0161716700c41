"""What has changed in a calendar since it was last written, so that a client that reads it again follows.

A client keeps an event that it knows by its UID unless the file brings a higher SEQUENCE (RFC 5545, 3.8.7.4; RFC 5546,
2.1.4). Nothing here looks at a clock or keeps a record: the file written last is the memory. An event that says what it
said keeps its SEQUENCE and DTSTAMP, so that the same facts over the same file give the same bytes; one that says
something else gets the next; one that fell away is cancelled, since leaving it out would leave it standing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ..reading.errors import BadInput, Problem

#: The stamp of an event that was never changed: the day on which Regulation (EU) 2021/1232 began to apply.
STAMP = datetime(2021, 8, 2, tzinfo=UTC)
#: More changes than any calendar has seen.
MOST = 100_000


def revised(events: Iterable[Any], old: Mapping[str, Any], first_day: date, last_day: date) -> Iterator[Any]:
    """The events, each with its SEQUENCE and DTSTAMP, and those cancelled that ``old`` has between the two days.

    ``old`` are the events of the file written last, by their UID.
    """
    names: set[str] = set()
    for event in events:
        name = str(event["uid"])
        names.add(name)
        known = old.get(name)
        yield _numbered(event, 0 if known is None else _number(known) + (_said(known) != _said(event)))
    for name, event in old.items():
        if name not in names and first_day <= event.decoded("dtstart") <= last_day:
            number = _number(event) + (str(event.get("status")) != "CANCELLED")
            del event["status"]
            event.add("status", "CANCELLED")
            yield _numbered(event, number)


def _numbered(event: Any, number: int) -> Any:
    for key in ("sequence", "dtstamp"):
        event.pop(key, None)
    event.add("sequence", number)
    event.add("dtstamp", STAMP + timedelta(seconds=number))
    return event


def _number(event: Any) -> int:
    return int(event.get("sequence", 0))


def _said(event: Any) -> bytes:
    """An event without what tells its versions apart, the same whether it was read or has just been made."""
    from icalendar import Event

    copy: Any = Event.from_ical(event.to_ical())
    for key in ("sequence", "dtstamp"):
        copy.pop(key, None)
    return copy.to_ical()


def events_of(before: bytes, calendar: str, file: str) -> dict[str, Any]:
    """The events of a file written earlier, by their UID; ``calendar`` is its own UID.

    Raises :class:`BadInput` where it is not a file of this calendar.
    """
    from icalendar import Calendar

    hint = "Name another file, or delete it."
    try:
        read: Any = Calendar.from_ical(before)
        found = {str(event["uid"]): event for event in read.walk("VEVENT")}
        fits = all(
            isinstance(event.decoded("dtstart"), date) and 0 <= _number(event) <= MOST for event in found.values()
        )
    except Exception:  # icalendar raises errors of many kinds on what is no calendar
        raise BadInput(Problem("what stands here is no calendar file", file, hint=hint)) from None
    if not fits or str(read.get("uid", "")) != calendar:
        raise BadInput(Problem("what stands here is not a calendar of this case", file, hint=hint))
    return found
