"""The iCalendar file: read back by two parsers, the same on every run, and the command that writes it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from click.testing import CliRunner
from derogation import load_profile, rulebook
from derogation.cases.catalogue import find
from derogation.cases.loader import Case, case_of, read_case
from derogation.commands.calendar import calendar as command
from derogation.duties.calendar import calendar_of
from derogation.duties.ics import ics
from derogation.reading.document import Document
from derogation.reading.errors import BadInput

SPAN = (date(2021, 1, 1), date(2028, 12, 31))


def written(case: Case, **options: Any) -> bytes:
    return ics(calendar_of(rulebook(), case, *SPAN, others=True, **options))


@pytest.fixture(scope="module")
def data() -> bytes:
    return written(load_profile(find("one-case-kept-too-long")))


def test_icalendar_reads_every_event_back(data: bytes) -> None:
    """All-day events with what the standard requires, free of time, in categories."""
    file: Any = icalendar.Calendar.from_ical(data)
    assert (str(file["version"]), str(file["calscale"])) == ("2.0", "GREGORIAN")
    events = file.walk("VEVENT")
    assert len(events) > 20
    for event in events:
        assert type(event.decoded("dtstart")) is date
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
        assert (event.decoded("dtstamp"), event["sequence"]) == (datetime(2021, 8, 2, tzinfo=UTC), 0)
        assert str(event["transp"]) == "TRANSPARENT"
        assert str(event["summary"])
        assert str(event["status"]) in ("CONFIRMED", "TENTATIVE")
        assert event.errors == []
    deletion = next(event for event in events if str(event["summary"]).startswith("Delete the data"))
    assert deletion.decoded("dtstart") == date(2022, 10, 1)


def test_a_second_parser_reads_the_same(data: bytes) -> None:
    """vobject, which validates what RFC 5545 requires, finds the same events."""
    file: Any = vobject.readOne(data.decode())
    assert file.validate(raiseException=True)
    ours: Any = icalendar.Calendar.from_ical(data)
    theirs = [(event.uid.value, event.dtstart.value, event.summary.value) for event in file.vevent_list]
    assert theirs == [
        (str(event["uid"]), event.decoded("dtstart"), str(event["summary"])) for event in ours.walk("VEVENT")
    ]


def test_ics_py_reads_the_same(data: bytes) -> None:
    """ics.py, with a grammar of its own, finds the same events."""
    library: Any = pytest.importorskip("ics", reason="the library ics.py is not installed")
    file: Any = library.Calendar(data.decode())
    ours: Any = icalendar.Calendar.from_ical(data)
    theirs = {event.uid: (event.begin.date(), event.name, event.description) for event in file.events}
    assert theirs == {
        str(event["uid"]): (event.decoded("dtstart"), str(event["summary"]), str(event["description"]))
        for event in ours.walk("VEVENT")
    }


def test_ical_reads_the_same(data: bytes) -> None:
    """ical, the library of a home automation's calendars, checks types strictly and finds the same events."""
    stream: Any = pytest.importorskip("ical.calendar_stream", reason="the library ical is not installed")
    file: Any = stream.IcsCalendarStream.calendar_from_ics(data.decode())
    ours: Any = icalendar.Calendar.from_ical(data)
    theirs = {event.uid: (event.dtstart, event.summary, event.sequence, event.status.value) for event in file.events}
    assert theirs == {
        str(event["uid"]): (event.decoded("dtstart"), str(event["summary"]), event["sequence"], str(event["status"]))
        for event in ours.walk("VEVENT")
    }


def test_lines_end_and_fold_as_the_standard_asks(data: bytes) -> None:
    """CRLF after every line, none longer than 75 octets, UTF-8."""
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    data.decode("utf-8")


def test_the_same_case_gives_the_same_bytes(data: bytes) -> None:
    """Nothing of the day of writing is in the file."""
    assert written(load_profile(find("one-case-kept-too-long"))) == data


TEXT = (
    "profile: derogation/profile/1\nname: C\ntechnologies:\n  - id: h\n"
    "    periods_of_use: [{since: 2021-08-02, until: never}]\n"
    "    suspicions:\n      recorded: [{id: a, identified_on: %s, deleted_on: never}]\n"
)


def test_names_of_events_are_unique_and_outlive_a_correction() -> None:
    """A case identified on another day keeps its event, which moves; a client updates it instead of doubling it."""

    def by_name(text: str) -> dict[str, date]:
        file: Any = icalendar.Calendar.from_ical(written(read_case(text)))
        events = file.walk("VEVENT")
        assert len({str(event["uid"]) for event in events}) == len(events)
        return {str(event["uid"]): event.decoded("dtstart") for event in events}

    before, after = by_name(TEXT % "2021-10-01"), by_name(TEXT % "2021-11-05")
    assert before.keys() == after.keys()
    assert {(before[name], after[name]) for name in before if before[name] != after[name]} == {
        (date(2022, 10, 1), date(2022, 11, 5))
    }


def events(data: bytes) -> dict[str, Any]:
    file: Any = icalendar.Calendar.from_ical(data)
    return {str(event["uid"]): event for event in file.walk("VEVENT")}


def over(before: bytes, text: str, span: tuple[date, date] = SPAN) -> bytes:
    return ics(calendar_of(rulebook(), read_case(text), *span), before)


def test_a_duty_that_moves_is_newer_than_before_and_the_others_are_not() -> None:
    """Written over the last file, what says something else gets the next SEQUENCE and a later DTSTAMP."""
    first = over(b"", TEXT % "2021-10-01")
    second = over(first, TEXT % "2021-11-05")
    assert over(first, TEXT % "2021-10-01") == first
    assert over(second, TEXT % "2021-11-05") == second
    moved = {name for name, event in events(second).items() if int(event["sequence"]) == 1}
    assert {events(second)[name].decoded("dtstart") for name in moved} == {date(2022, 11, 5)}
    (name,) = moved
    assert events(second)[name].decoded("dtstamp") > events(first)[name].decoded("dtstamp")
    back = events(over(second, TEXT % "2021-10-01"))[name]
    assert (int(back["sequence"]), back.decoded("dtstart")) == (2, date(2022, 10, 1))


def test_a_duty_that_falls_away_is_cancelled_once() -> None:
    """Left out, it would stay in the client; outside the time written nothing is said of it."""
    first = over(b"", TEXT % "2021-10-01")
    kept = (TEXT % "2021-10-01").replace("deleted_on: never", "deleted_on: 2021-12-01")
    second = over(first, kept)
    (gone,) = [event for event in events(second).values() if str(event["status"]) == "CANCELLED"]
    assert (gone.decoded("dtstart"), int(gone["sequence"])) == (date(2022, 10, 1), 1)
    assert over(second, kept) == second
    later = over(first, kept, (date(2023, 1, 1), date(2028, 12, 31)))
    assert not [event for event in events(later).values() if str(event["status"]) == "CANCELLED"]


@pytest.mark.parametrize(
    "before",
    [
        b"text",
        b"\xff\xfe",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ics(calendar_of(rulebook(), read_case((TEXT % "2021-10-01").replace("name: C", "name: D")), *SPAN)),
        over(b"", TEXT % "2021-10-01").replace(b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 30),
    ],
)
def test_a_file_that_is_not_this_calendar_is_not_written_over(before: bytes) -> None:
    """Another case's, a person's own, or none at all."""
    with pytest.raises(BadInput, match="what stands here is"):
        over(before, TEXT % "2021-10-01")


def test_there_is_no_calendar_without_an_event() -> None:
    """RFC 5545 wants a component, and several clients refuse a file without one."""
    with pytest.raises(BadInput, match="nothing falls between"):
        over(b"", TEXT % "2021-10-01", (date(2022, 10, 2), date(2022, 10, 3)))


def test_the_name_of_a_calendar_is_escaped() -> None:
    """Semicolons and commas part values, so that an unescaped name is cut where one stands."""
    data = over(b"", (TEXT % "2021-10-01").replace("name: C", 'name: "Größe; Café, \\\\ Co"'))
    file: Any = vobject.readOne(data.decode())
    assert file.contents["x-wr-calname"][0].value == "Duties: Größe; Café, \\ Co"


def test_hostile_text_stays_inside_its_property() -> None:
    """Line breaks, commas, semicolons, controls and property names in a name add no event and no property."""
    name = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT;,\\ \u202e\x07 <b>"

    def case(called: str) -> Case:
        recorded = [{"id": called, "identified_on": date(2021, 10, 1), "deleted_on": "never"}]
        technology = {"id": "h", "suspicions": {"recorded": recorded}}
        data = {"profile": "derogation/profile/1", "name": called, "technologies": [technology]}
        return case_of(Document("case.yaml", data, {}))

    hostile, plain = written(case(name)), written(case("a"))
    file: Any = icalendar.Calendar.from_ical(hostile)
    assert len(file.walk("VEVENT")) == len(icalendar.Calendar.from_ical(plain).walk("VEVENT"))
    assert "\u202e" not in hostile.decode()
    assert b"\x07" not in hostile
    event = next(event for event in file.walk("VEVENT") if "Delete" in str(event["summary"]))
    assert "END:VEVENT BEGIN:VEVENT;,\\" in str(event["summary"])


# --- the command -----------------------------------------------------------------------------------------------------


def run(*words: object) -> Any:
    return CliRunner().invoke(command, [str(word) for word in words])


def test_the_command_writes_a_file_and_says_how_much(tmp_path: Path) -> None:
    """The file is whole; nothing but a line on standard error is printed."""
    result = run("tiktok-direct-messages", "-o", tmp_path / "duties.ics")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "entries" in result.stderr
    assert (tmp_path / "duties.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_command_prints_a_table_or_data() -> None:
    """Text by default, JSON on request."""
    table = run("tiktok-direct-messages", "--from", "2021-09-01", "--to", "2021-09-30")
    assert "List of organisations due" in table.stdout
    assert "Annual report" not in table.stdout
    data = json.loads(run("tiktok-direct-messages", "--format", "json").stdout)
    assert data["schema"] == "derogation/calendar/1"


@pytest.mark.parametrize(
    "words", [("-o", "duties.txt"), ("--from", "2022-01-01", "--to", "2021-01-01"), ("--from", "01.02.2022")]
)
def test_wrong_use_is_refused(words: tuple[str, ...]) -> None:
    """Another ending, a span that ends before it begins, a day written otherwise."""
    assert run("tiktok-direct-messages", *words).exit_code == 2
