"""A calendar as iCalendar (RFC 5545): all-day events that do not block time, the same bytes on every run."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from ..reading.errors import BadInput, Problem
from ..reading.extras import needs
from ..reading.safe_text import LONGEST, one_line
from ..rules.citation_styles import citation
from ..rules.citations import eli
from .model import Calendar, Entry
from .render import state_of
from .revision import events_of, revised

PRODUCT = "-//derogation//calendar of duties 1//EN"


def ics(calendar: Calendar, before: bytes = b"", file_name: str = "") -> bytes:
    """The calendar as an .ics file; ``before`` is the file that it replaces, with whose events it goes on, and
    ``file_name`` what messages call it.

    Raises ``MissingPackage`` where the package icalendar is missing, ``BadInput`` where ``before`` is another calendar,
    and where there is nothing to write: RFC 5545 knows no calendar without a component.
    """
    with needs("documents", "icalendar", "iCalendar", instead="The table needs nothing more."):
        from icalendar import Calendar as File
        from icalendar import vText

    file: Any = File()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    name = hashlib.sha256(calendar.case.encode()).hexdigest()[:32]
    file.add("uid", f"{name}@derogation")
    # Text, and said to be: the parsers guess otherwise for names that begin with X, each in its own way.
    file.add("x-wr-calname", vText(one_line(f"Duties: {calendar.case}", 200)), {"VALUE": "TEXT"})
    events = (_event(calendar, entry) for entry in calendar.entries)
    old = events_of(before, f"{name}@derogation", file_name) if before else {}
    for event in revised(events, old, calendar.first_day, calendar.last_day):
        file.add_component(event)
    if not file.subcomponents:
        message = f"nothing falls between {calendar.first_day} and {calendar.last_day}, so there is nothing to write"
        raise BadInput(Problem(message, file_name, hint="Widen the time with --from and --to."))
    return file.to_ical()


def _event(calendar: Calendar, entry: Entry) -> Any:
    from icalendar import Event

    event: Any = Event()
    event.add("uid", uid_of(calendar, entry))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", summary_of(entry))
    event.add("description", description_of(entry))
    event.add("categories", list(dict.fromkeys((entry.category.upper(), entry.whose.upper()))))
    event.add("status", "TENTATIVE" if entry.depends or entry.second_hand else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if entry.provisions:
        event.add("url", eli(entry.provisions[0]))
    return event


def summary_of(entry: Entry) -> str:
    """The title, with whom a task of others is for, and a mark for law that was not read."""
    whose = f" ({entry.whose})" if entry.category == "task" else ""
    hand = " [second-hand]" if entry.second_hand and "second-hand" not in entry.title else ""
    return f"{one_line(entry.title, 300)}{whose}{hand}"


def uid_of(calendar: Calendar, entry: Entry) -> str:
    """A name for good: it depends on the case's name and the entry's key, and on nothing that may be corrected."""
    case = hashlib.sha256(f"{calendar.case}\n{entry.key}".encode()).hexdigest()[:32]
    return f"{case}@derogation"


def description_of(entry: Entry) -> str:
    """Detail, what is on file, and the provisions, one a line."""
    lines = [one_line(entry.detail, LONGEST)]
    if state := state_of(entry):
        lines.append(one_line(f"{state[:1].upper()}{state[1:]}.", LONGEST))
    if entry.second_hand:
        lines.append("Known at second hand: the official text was not read.")
    lines += [f"{citation(path)[:1].upper()}{citation(path)[1:]}" for path in entry.provisions]
    lines.append("Structured working material, not legal advice.")
    return "\n".join(lines)
