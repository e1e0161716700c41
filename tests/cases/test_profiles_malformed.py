"""Profiles with one defect each: refused, with file, line, path, what is wrong and what to do."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from derogation import assess, load_profile
from derogation.cases.loader import read_case
from derogation.reading.document import path_text
from derogation.reading.errors import BadInput, Problem

HEAD = "profile: derogation/profile/1\nname: A case\n"

#: Words of the machinery below, which mean nothing to the reader of a message.
INTERNAL = re.compile(
    r"\bdict\b|\btuple\b|\bstr\b|\bint\b|\bfloat\b|\bbool\b|\bNone\b|\bTrue\b|\bFalse\b|NoneType|[Ii]nput should"
    r"|[Vv]alue error|literal\[|should match|pydantic|Stated|Listed|PartlyKnown|boolean|instance"
    r"|\bobject\b(?!/)|datetime"
)


def refused(text: str | bytes, file: str = "case.yaml") -> tuple[Problem, ...]:
    """The problems for which a text is refused."""
    with pytest.raises(BadInput) as caught:
        read_case(text, file)
    assert caught.value.exit_code == 3
    return caught.value.problems


class Defect:
    """A profile with one defect, and what must be said of it: line, path, words of the message, words of the hint."""

    def __init__(self, id_: str, text: str, line: int | None, path: str, says: str, hint: str, *, whole: bool = False):
        self.id = id_
        self.text = text if whole else HEAD + dedent(text).lstrip("\n")
        self.line, self.path, self.says, self.hint = line, path, says, hint


def on_technology(facts: str) -> str:
    return f"technologies: [{{id: a, {facts}}}]"


PUBLIC = "service.publicly_available"
FIRST = "technologies[0].first_use.by_provider_on"

DEFECTS = [
    # --- keys
    Defect(
        "unknown key", "service: {publicly_availabel: true}", 3, "service.publicly_availabel",
        "unknown key 'publicly_availabel'", "Did you mean 'publicly_available'?",
    ),
    Defect(
        "key of a technology under the service", "service:\n  audio: true", 4, "service.audio",
        "unknown key 'audio'", "'audio' belongs in each entry of `technologies`, as `scans.audio`.",
    ),
    Defect(
        "key of the service at the top", "publicly_available: true", 3, "publicly_available",
        "unknown key", "'publicly_available' belongs at `service.publicly_available`.",
    ),
    Defect(
        "misspelt key of another place", "publicly_availble: true", 3, "publicly_availble",
        "unknown key", "'publicly_available' belongs at `service.publicly_available`.",
    ),
    Defect(
        "list of a technology under the provider", "provider:\n  periods_of_use: []", 4, "provider.periods_of_use",
        "unknown key", "belongs in each entry of `technologies`.",
    ),
    Defect(
        "key like no other", "service: {zzzzqq: true}", 3, "service.zzzzqq",
        "unknown key 'zzzzqq'", "The keys known here are name, feature,",
    ),
    Defect(
        "unknown key in a fact", "service: {publicly_available: {vlaue: true}}", 3, f"{PUBLIC}.vlaue",
        "unknown key 'vlaue'", "Did you mean 'value'?",
    ),
    Defect(
        "unknown key in a list", "technologies: {known: [], complet: false}", 3, "technologies.complet",
        "unknown key", "Did you mean 'complete'?",
    ),
    Defect(
        "unknown key in a source", "sources: {email: {title: E, auther: B}}", 3, "sources.email.auther",
        "unknown key 'auther'", "The keys known here are title, by, on,",
    ),
    Defect(
        "unknown key in what is expected", "expect: {outcom: eligible}", 3, "expect.outcom",
        "unknown key", "Did you mean 'outcome'?",
    ),
    Defect(
        "the same key twice", "service: {}\nservice: {}", 4, "service",
        "stands twice: in line 3 and again in line 4", "Keep one of the two.",
    ),
    # --- the frame
    Defect(
        "no name", "profile: derogation/profile/1\n", 1, "name", "the key 'name' is missing",
        "Add `name: ...`: what is assessed, in a few words.", whole=True,
    ),
    Defect(
        "no format", "name: A case\n", 1, "profile", "the key 'profile' is missing",
        "Begin the file with `profile: derogation/profile/1`.", whole=True,
    ),
    Defect(
        "another version of the format", "profile: derogation/profile/2\nname: A\n", 1, "profile",
        "'derogation/profile/2' is no profile format that is known", "Write `profile: derogation/profile/1`.",
        whole=True,
    ),
    Defect(
        "empty name", "profile: derogation/profile/1\nname: ''\n", 2, "name", "is empty",
        "Write `name: ...`: what is assessed, in a few words.", whole=True,
    ),
    Defect(
        "name that is a number", "profile: derogation/profile/1\nname: 2021\n", 2, "name",
        "expects text, not 2021", "Put it in quotation marks.", whole=True,
    ),
    Defect(
        "list instead of a profile", "- a\n- b\n", 1, "", "a profile is a map of keys to values, not a list",
        "Begin with `profile: derogation/profile/1` and `name: ...`", whole=True,
    ),
    Defect(
        "text instead of a profile", "an e-mail\n", 1, "", "a profile is a map of keys to values, not 'an e-mail'",
        "Begin with `profile: derogation/profile/1`", whole=True,
    ),
    Defect("empty file", "", 1, "", "the document is empty", "Write at least one", whole=True),
    Defect("comments only", "# nothing\n", 1, "", "the document is empty", "Write at least one", whole=True),
    Defect(
        "kind that there is not", "kind: fictional", 3, "kind", "'fictional' is none of the answers provided for",
        "Write real, training or own.",
    ),
    # --- maps and lists
    Defect(
        "list where a map belongs", "service: [a]", 3, "service", "expects a map of keys to values, not a list",
        "Write its keys below it, indented (name, feature,",
    ),
    Defect(
        "text where a map belongs", "service: Tower", 3, "service", "expects a map of keys to values, not 'Tower'",
        "Write its keys below it",
    ),
    Defect(
        "map without a key", "service:\n", 3, "service", "has nothing below it", "or delete the line",
    ),
    Defect(
        "one answer for a group of facts", on_technology("scans: true"), 3, "technologies[0].scans",
        "expects a map of keys to values, not true", "(images, videos, text, audio, traffic_data, other_files, ...)",
    ),
    Defect(
        "map where a list belongs", "technologies: {id: a}", 3, "technologies", "expects a list, not a map",
        "Begin each technology with `- `; write [] if there is none.",
    ),
    Defect(
        "text where a list belongs", "reports: none", 3, "reports", "expects a list, not 'none'",
        "Begin each report with `- `; write [] if there is none.",
    ),
    Defect(
        "list said to be complete that lists nothing", "technologies: {complete: true}", 3, "technologies",
        "is said to be complete but lists nothing", "Write [] if there is none.",
    ),
    Defect(
        "completeness that is neither true nor false", "technologies: {known: [], complete: maybe}", 3,
        "technologies.complete", "expects yes or no, not 'maybe'", "Write yes or no.",
    ),
    Defect(
        "name where an entry belongs", "technologies: [hashing]", 3, "technologies[0]",
        "expects a map of keys to values, not 'hashing'", "(id, ",
    ),
    Defect("empty entry", "technologies:\n  -\n", 4, "technologies[0]", "has nothing below it", "Write at least one"),
    Defect(
        "list of sources", "sources: [email]", 3, "sources", "expects a map of keys to values, not a list",
        "Each entry begins with a name of its own.",
    ),
    Defect("notes as text", "notes: a note", 3, "notes", "expects a list, not 'a note'", "Begin each entry with `- `."),
    # --- technologies
    Defect(
        "two technologies of one id", "technologies: [{id: a}, {id: a}]", 3, "technologies",
        "two technologies are called 'a'", "Give each an id of its own.",
    ),
    Defect(
        "id with a space", "technologies: [{id: Hash Matching}]", 3, "technologies[0].id",
        "'Hash Matching' is no id", "such as hash-matching.",
    ),
    Defect(
        "technology without an id", "technologies:\n  - title: x", 4, "technologies[0].id",
        "the key 'id' is missing", "Add `id: ...`",
    ),
    # --- values of the wrong type
    Defect(
        "number for yes or no", "service: {publicly_available: 3}", 3, PUBLIC, "expects yes or no, not 3",
        "The question is: Is the service publicly available",
    ),
    Defect(
        "text for yes or no", "service: {publicly_available: maybe}", 3, PUBLIC,
        "expects yes or no, not 'maybe'", "Leave it out where the answer is not known.",
    ),
    Defect(
        "list for yes or no", "service: {publicly_available: [true]}", 3, PUBLIC,
        "expects yes or no, not a list", "The question is",
    ),
    Defect(
        "wrong value with evidence", "service: {publicly_available: {value: 2021-01-01}}", 3, f"{PUBLIC}.value",
        "expects yes or no, not the day 2021-01-01", "The question is",
    ),
    Defect(
        "word for a day", on_technology("first_use: {by_provider_on: soon}"), 3, FIRST,
        "expects a day written as 2021-09-02, or never, not 'soon'", "When did this provider first use",
    ),
    Defect(
        "year for a day", on_technology("first_use: {by_provider_on: 2021}"), 3, FIRST,
        "expects a day written as 2021-09-02, or never, not 2021", "The question is",
    ),
    Defect(
        "day that there is not", on_technology("first_use: {by_provider_on: 2021-02-30}"), 3, FIRST,
        "there is no such day as 2021-02-30", "Correct the date",
    ),
    Defect(
        "quoted day that there is not", on_technology("first_use: {by_provider_on: '2021-02-30'}"), 3, FIRST,
        "there is no such day as 2021-02-30", "The question is",
    ),
    Defect(
        "day and time", on_technology("first_use: {by_provider_on: 2021-02-20T10:00:00}"), 3, FIRST,
        "is a time of day, and facts are dated by day", "Write the day only",
    ),
    Defect(
        "quoted day and time", on_technology("first_use: {by_provider_on: '2021-02-20T10:00:00'}"), 3, FIRST,
        "is a time of day, and facts are dated by day", "The question is",
    ),
    Defect(
        "never where there must be a day", on_technology("periods_of_use: [{since: never}]"), 3,
        "technologies[0].periods_of_use[0].since", "expects a day written as 2021-09-02, not 'never'",
        "Since which day",
    ),
    Defect(
        "day assessed that is none", "assess_on: tomorrow", 3, "assess_on",
        "expects a day written as 2021-09-02, not 'tomorrow'", "Write year-month-day",
    ),
    Defect(
        "word for a number", on_technology("quality: {error_rate: low}"), 3, "technologies[0].quality.error_rate",
        "expects a number, not 'low'", "The question is",
    ),
    Defect(
        "true for a number", on_technology("quality: {error_rate: true}"), 3, "technologies[0].quality.error_rate",
        "expects a number, not true", "The question is",
    ),
    Defect(
        "negative number", on_technology("quality: {error_rate: -3}"), 3, "technologies[0].quality.error_rate",
        "cannot be negative", "Which share of automatic hits",
    ),
    Defect(
        "year with a slip", "reports: [{year: 203}]", 3, "reports[0].year",
        "expects a whole number from 1900 to 2099, not 203", "Correct the figure.",
    ),
    Defect(
        "year with a part", "reports: [{year: 2023.5}]", 3, "reports[0].year",
        "expects a whole number from 1900 to 2099, not 2023.5", "Correct the figure.",
    ),
    Defect(
        "share over the whole", "service: {ancillary_exception: {indicators: {use_share: 250}}}", 3,
        "service.ancillary_exception.indicators.use_share",
        "a part cannot exceed 100 percent of the whole (250)", "Correct the figure.",
    ),
    Defect(
        "day of another millennium", on_technology("impact_assessment: {completed_on: 0222-06-14}"), 3,
        "technologies[0].impact_assessment.completed_on", "0222-06-14 lies outside the years 1900 to 2099",
        "Correct the year.",
    ),
    Defect(
        "unknown choice", on_technology("end_to_end_encryption: most"), 3, "technologies[0].end_to_end_encryption",
        "'most' is none of the answers provided for", "Write none, some or all.",
    ),
    Defect(
        "true for a choice", on_technology("end_to_end_encryption: true"), 3,
        "technologies[0].end_to_end_encryption", "true is none of the answers provided for", "Write none, some or all.",
    ),
    Defect(
        "one word for a set", on_technology("suspicions: {storage_purposes: reporting}"), 3,
        "technologies[0].suspicions.storage_purposes", "expects a list, written as [first, second], not 'reporting'",
        "For which purposes",
    ),
    Defect(
        "unknown member of a set", on_technology("suspicions: {storage_purposes: [reporting, blockign]}"), 3,
        "technologies[0].suspicions.storage_purposes[1]", "'blockign' is none of the answers",
        "Did you mean 'blocking'?",
    ),
    Defect(
        "unknown member of a set known in part",
        on_technology("suspicions: {storage_purposes: {known: [blockign], complete: false}}"), 3,
        "technologies[0].suspicions.storage_purposes.known[0]", "'blockign' is none of the answers",
        "Did you mean 'blocking'?",
    ),
    Defect(
        "part of a set said to be complete",
        on_technology("suspicions: {storage_purposes: {known: [blocking], complete: true}}"), 3,
        "technologies[0].suspicions.storage_purposes", "is a list known in part only, so write `complete: false`",
        "If it is complete, write [...].",
    ),
    Defect("number for text", "service: {feature: 7}", 3, "service.feature", "expects text, not 7", "quotation marks"),
    Defect(
        "list for text", "service: {feature: [chat]}", 3, "service.feature", "expects text, not a list",
        "Write a few words.",
    ),
    # --- evidence and positions
    Defect(
        "note with a comma", "service: {publicly_available: {value: true, note: in shops, and by link to anyone}}", 3,
        f"{PUBLIC}.and by link to anyone", "unknown key 'and by link to anyone'", "put the note in quotation marks",
    ),
    Defect(
        "unknown source", "sources: {email: {title: E}}\nservice:\n  publicly_available: {value: true, source: emial}",
        5, f"{PUBLIC}.source", "no source is called 'emial'", "Did you mean 'email'?",
    ),
    Defect(
        "source where none is listed", "service: {publicly_available: {value: true, source: email}}", 3,
        f"{PUBLIC}.source", "no source is called 'email'", "List it under `sources:`, with its title and author.",
    ),
    Defect(
        "source without a title", "sources: {email: {by: Tower}}", 3, "sources.email.title",
        "the key 'title' is missing", "Add `title: ...`",
    ),
    Defect(
        "unknown grade of a source", "sources: {email: {title: E, grade: primry}}", 3, "sources.email.grade",
        "'primry' is none of the answers provided for", "Did you mean 'primary'?",
    ),
    Defect(
        "fact that says nothing", "service: {publicly_available: {}}", 3, PUBLIC, "says nothing", "leave the fact out",
    ),
    Defect(
        "evidence without a value", "service: {publicly_available: {note: see clause 2}}", 3, PUBLIC,
        "has evidence but no value", "Add `value: ...`, or `unknown: not_disclosed`.",
    ),
    Defect(
        "assumption without a value", "service: {publicly_available: {assumed: true}}", 3, PUBLIC,
        "has evidence but no value", "Add `value: ...`",
    ),
    Defect(
        "assumed that is neither true nor false", "service: {publicly_available: {value: true, assumed: perhaps}}", 3,
        f"{PUBLIC}.assumed", "expects yes or no, not 'perhaps'", "Write yes or no.",
    ),
    Defect(
        "unknown kind of absence", "service: {publicly_available: {unknown: not_know}}", 3, f"{PUBLIC}.unknown",
        "'not_know' is none of the answers provided for", "not_",
    ),
    Defect(
        "value and absence", "service: {publicly_available: {value: true, unknown: not_asked}}", 3, PUBLIC,
        "says two things at once (`value` and `unknown`)", "Keep one of them.",
    ),
    Defect(
        "value and positions", "service: {publicly_available: {value: true, positions: [{by: A, value: true}]}}", 3,
        PUBLIC, "says two things at once (`value` and `positions`)", "Keep one of them.",
    ),
    Defect(
        "no position", "service: {publicly_available: {positions: []}}", 3, PUBLIC,
        "is disputed without a position", "List at least one position",
    ),
    Defect(
        "two positions of one party",
        "service: {publicly_available: {positions: [{by: A, value: true}, {by: A, value: false}]}}", 3, PUBLIC,
        "has two positions of A", "A party takes one position on a fact.",
    ),
    Defect(
        "position of nobody", "service: {publicly_available: {positions: [{value: true}]}}", 3,
        f"{PUBLIC}.positions[0].by", "the key 'by' is missing", "Add `by: ...`",
    ),
    Defect(
        "position that says nothing", "service: {publicly_available: {positions: [{by: A}]}}", 3,
        f"{PUBLIC}.positions[0].value", "the key 'value' is missing", "Add `value: ...`",
    ),
    Defect(
        "position of the wrong type", "service: {publicly_available: {positions: [{by: A, value: 7}]}}", 3,
        f"{PUBLIC}.positions[0].value", "expects yes or no, not 7", "The question is",
    ),
    Defect(
        "positions as a map", "service: {publicly_available: {positions: {by: A, value: true}}}", 3,
        f"{PUBLIC}.positions", "expects a list, not a map", "Begin each entry with `- `.",
    ),
    Defect(
        "source beside positions",
        "sources: {s: {title: S}}\nservice: {publicly_available: {source: s, positions: [{by: A, value: true}]}}", 4,
        PUBLIC, "is disputed, so its source stands with each position", "Move it there.",
    ),
    # --- parties and readings
    Defect(
        "unknown interest of a party", "parties: {Tower: {interest: provder}}", 3, "parties.Tower.interest",
        "'provder' is no interest that a party may have", "Did you mean 'provider'?",
    ),
    Defect(
        "position of a misspelt party",
        "parties: {TikTok: {interest: provider}}\n"
        "service: {publicly_available: {positions: [{by: Tiktok, value: true}]}}", 4,
        f"{PUBLIC}.positions[0].by", "no party is called 'Tiktok'", "Did you mean 'TikTok'?",
    ),
    Defect(
        "reading as a word", "readings: {numbering: either}", 3, "readings.numbering",
        "expects a map of keys to values, not 'either'", "(choice, positions, note)",
    ),
    Defect(
        "two positions of one party on a reading",
        "readings: {numbering: {positions: [{by: A, choice: either}, {by: A, choice: neither}]}}", 3,
        "readings.numbering.positions[1]", "has two positions of A", "one position on a reading",
    ),
    # --- contradictions
    Defect(
        "period that ends before it begins",
        on_technology("periods_of_use: [{since: 2022-01-01, until: 2021-01-01}]"), 3,
        "technologies[0].periods_of_use[0].until", "the period ends (2021-01-01) before it begins (2022-01-01)",
        "Correct one of the two days.",
    ),
    Defect(
        "shared period that ends before it begins",
        "every_technology: {periods_of_use: [{since: 2022-01-01, until: 2021-01-01}]}", 3,
        "every_technology.periods_of_use[0].until", "the period ends (2021-01-01) before it begins",
        "Correct one of the two days.",
    ),
    Defect(
        "consultation completed before it was started",
        on_technology("prior_consultation: {started_on: 2021-09-01, completed_on: 2021-08-01}"), 3,
        "technologies[0].prior_consultation.completed_on", "is completed (2021-08-01) before it is started",
        "Correct one of the two days.",
    ),
    Defect(
        "consultation completed that was never started",
        on_technology("prior_consultation: {started_on: never, completed_on: 2021-08-01}"), 3,
        "technologies[0].prior_consultation.completed_on", "is completed (2021-08-01) before it is started (never)",
        "Correct one of the two days.",
    ),
    # --- the file itself
    Defect("tab", "service:\n\tfeature: x", 4, "", "a tab stands where spaces should be", "Indent with spaces"),
    Defect(
        "two documents", f"{HEAD}---\n{HEAD}", 3, "", "a second document begins here", "Keep one document", whole=True,
    ),
    Defect(
        "tag that would run code", "service: !!python/object/apply:os.system [ls]", 3, "service",
        "is not read", "No code runs from a file",
    ),
    Defect("anchor", "summary: &s text", 3, "summary", "an anchor (&s) is not read", "write shared values out"),
    Defect("merge key", "service: {<<: {feature: x}}", 3, "service.<<", "merge keys", "Write the entries out"),
    Defect("unclosed quote", 'summary: "text', 3, "", "a quotation mark is not closed", "Close the quote."),
    Defect(
        "nested too deeply", "summary: " + "[" * 60 + "]" * 60, 3, "summary" + "[0]" * 39, "nested more than 40 deep",
        "Make it flatter.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.id)
def test_one_defect_is_refused_and_explained(defect: Defect) -> None:
    """A profile with one defect is refused with its line, its path, what is wrong and what to do."""
    (problem,) = refused(defect.text)
    assert (problem.file, problem.line, problem.path) == ("case.yaml", defect.line, defect.path)
    assert defect.says in problem.message
    assert defect.hint in problem.hint
    assert not INTERNAL.search(str(problem))
    assert problem.hint[0].isupper() or problem.hint[0] in "'`"
    assert problem.hint.endswith((".", "?", "!"))


def as_json(text: str) -> str | None:
    """The same data as JSON; ``None`` for what JSON has no way to say."""
    if any(mark in text for mark in ("!!", "&s", "<<", "---")):
        return None
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return None
    return json.dumps(data, default=lambda day: day.isoformat()) if isinstance(data, dict) else None


IN_JSON = [
    (defect, text)
    for defect in DEFECTS
    if (text := as_json(defect.text)) is not None and defect.id not in ("the same key twice", "tab")
]


def test_most_defects_can_be_made_in_json() -> None:
    """The comparison of JSON with YAML below covers all but what belongs to YAML's own syntax."""
    assert len(IN_JSON) > 70


@pytest.mark.parametrize(("defect", "text"), IN_JSON, ids=[defect.id for defect, _ in IN_JSON])
def test_same_defect_in_json_is_explained_alike(defect: Defect, text: str) -> None:
    """JSON is refused at the same path as YAML, for the same reason."""
    (problem,) = refused(text, "case.json")
    assert (problem.file, problem.line, problem.path) == ("case.json", 1, defect.path)
    assert not INTERNAL.search(str(problem))


# --- files ------------------------------------------------------------------------------------------------------------


def refused_file(path: Path) -> Problem:
    with pytest.raises(BadInput) as caught:
        load_profile(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    return problem


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named, with advice."""
    problem = refused_file(tmp_path / "nobody.yaml")
    assert "there is no such file" in problem.message
    assert "Check the spelling" in problem.hint


def test_folder(tmp_path: Path) -> None:
    """A folder is no profile."""
    assert "this is a folder, not a file" in refused_file(tmp_path).message


def test_empty_file(tmp_path: Path) -> None:
    """A file without a byte is empty, and said to be."""
    path = tmp_path / "empty.yaml"
    path.write_bytes(b"")
    assert "the document is empty" in refused_file(path).message


def test_file_of_50_megabytes(tmp_path: Path) -> None:
    """A file far too large is refused by its size, unread."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    problem = refused_file(path)
    assert "50,000,000 bytes" in problem.message
    assert "Is this the right file?" in problem.hint


def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is refused with line and byte."""
    path = tmp_path / "latin.yaml"
    path.write_bytes(f"{HEAD}summary: Datenschutzbehörde\n".encode("latin-1"))
    problem = refused_file(path)
    assert problem.line == 3
    assert "not valid UTF-8" in problem.message
    assert "UTF-8" in problem.hint


def test_alias_bomb() -> None:
    """Names for values, and values made of names, are refused before anything grows."""
    layers = "".join(f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    problems = refused(f"{HEAD}service:\n  l0: &l0 x\n{layers}")
    assert "an anchor (&l0) is not read" in problems[0].message
    assert problems[0].line == 4


def test_deep_nesting_in_json() -> None:
    """A hundred thousand brackets are refused, not followed."""
    assert "nested more than" in refused('{"summary": ' + "[" * 100_000, "case.yaml")[0].message


def test_broken_json() -> None:
    """JSON that ends too early is refused with its line."""
    (problem,) = refused('{"profile": "derogation/profile/1",\n "name": ', "case.json")
    assert "this is not valid JSON" in problem.message
    assert problem.line == 2


# --- readings, which only the rulebook knows --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("readings", "path", "says", "hint"),
    [
        (
            "{numberring: {choice: either}}",
            "readings.numberring",
            "no reading is called 'numberring'",
            "Did you mean 'numbering'?",
        ),
        (
            "{zzz: {choice: either}}",
            "readings.zzz",
            "no reading is called 'zzz'",
            "The readings are numbering, ancillary_test,",
        ),
        (
            "{numbering: {choice: ether}}",
            "readings.numbering.choice",
            "the reading 'numbering' has no choice 'ether'",
            "Did you mean 'either'?",
        ),
        (
            "{numbering: {choice: zzz}}",
            "readings.numbering.choice",
            "has no choice 'zzz'",
            "Write neither or either.",
        ),
        (
            "{numbering: {positions: [{by: A, choice: ether}]}}",
            "readings.numbering.positions[0].choice",
            "has no choice 'ether'",
            "Did you mean 'either'?",
        ),
    ],
)
def test_readings_that_do_not_exist(readings: str, path: str, says: str, hint: str) -> None:
    """A reading or choice that the rulebook lacks is refused when the case is assessed, with its place."""
    case = read_case(f"{HEAD}assess_on: 2022-01-01\nreadings: {readings}", "case.yaml")
    with pytest.raises(BadInput) as caught:
        assess(case)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.path) == ("case.yaml", 4, path)
    assert says in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("chosen", "says", "hint"),
    [
        ({"numberring": "either"}, "no reading is called 'numberring'", "Did you mean 'numbering'?"),
        ({"numbering": "ether"}, "has no choice 'ether'", "Did you mean 'either'?"),
    ],
)
def test_readings_chosen_that_do_not_exist(chosen: dict[str, str], says: str, hint: str) -> None:
    """The same holds for a reading chosen in a call, which has no place in a file."""
    with pytest.raises(BadInput) as caught:
        assess(read_case(HEAD), readings=chosen)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("", None)
    assert says in problem.message
    assert problem.hint == hint


# --- whatever else ----------------------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {
    "profile": "derogation/profile/1",
    "name": "A case",
    "assess_on": "2022-01-01",
    "sources": {"s": {"title": "T", "by": "Tower", "grade": "primary"}},
    "parties": {"Tower": {"interest": "provider"}},
    "provider": {"redress": {"established": {"value": True, "source": "s"}}},
    "service": {"ancillary_exception": {"minor": {"positions": [{"by": "Tower", "value": True}]}}},
    "every_technology": {"scans": {"text": True}},
    "technologies": [
        {
            "id": "a",
            "end_to_end_encryption": "none",
            "first_use": {"by_provider_on": "never"},
            "quality": {"error_rate": 1, "risk_factors_used": ["likely_child"]},
            "suspicions": {
                "storage_purposes": {"known": ["reporting"], "complete": False},
                "recorded": [{"identified_on": "2021-10-01"}],
            },
            "periods_of_use": [{"since": "2021-08-02", "until": "never"}],
        }
    ],
    "reports": {"known": [{"year": 2021}], "complete": False},
    "readings": {"numbering": {"positions": [{"by": "Tower", "choice": "either"}]}},
    "expect": {"outcome": "eligible", "by_party": {"Tower": "eligible"}},
}


def places(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in entries for place in places(value, (*path, key)))]


def replaced(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.copy(data)
    changed[path[0]] = replaced(data[path[0]], path[1:], value)
    return changed


ANYTHING: list[object] = [
    *(None, True, False, 0, -1, 2.5, "", "x", "never", "true", "2021-08-02", "2021-13-01", [], {}),
    *([None], ["x"], [[]], [{}], {"x": 1}, {"value": {}}, {"known": 1}, {"complete": False}, {"known": ["x"]}),
    *({"positions": "x"}, {"positions": [1]}, {"unknown": 1}, {"value": [], "note": 1}, {"id": 1}),
]


@pytest.mark.parametrize("place", places(GOOD), ids=path_text)
def test_anything_anywhere_is_read_or_explained(place: tuple[str | int, ...]) -> None:
    """Whatever stands in the place of any part of a profile, it is read, or refused in plain words with its line."""
    for value in ANYTHING:
        try:
            case = read_case(json.dumps(replaced(GOOD, place, value)), "case.yaml")
        except BadInput as refusal:
            for problem in refusal.problems:
                assert problem.line == 1
                assert problem.hint
                assert not INTERNAL.search(f"{problem.message} {problem.hint}")
        else:
            assert case.engine_facts().entity == case.facts
