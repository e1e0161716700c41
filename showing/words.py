"""How answers and memos word facts, answers and standings: clauses from ``wording.yaml``, days as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct

from ..engine.case.vocabulary import FactSpec
from ..engine.case.words import Plain, long_date
from ..reading.document import read_file
from ..reading.errors import BadRulebook

FILE = Path(__file__).parent / "wording.yaml"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Outcome(Struct, frozen=True):
    """One outcome: ``short`` for cells, ``answer`` as a sentence, ``clause`` after "that"."""

    short: str
    answer: str
    clause: str


class Wording(Struct, frozen=True):
    """The words of ``wording.yaml``."""

    facts: dict[str, dict[str, str]]
    lists: dict[str, str]
    none_listed: dict[str, str]
    addressed: dict[str, str]
    subjects: dict[str, str]
    topics: dict[str, str]
    members: dict[str, str]
    outcomes: dict[str, Outcome]
    statuses: dict[str, str]
    context: dict[str, list[str]]
    grades: dict[str, str]
    who: dict[str, str]


@cache
def wording() -> Wording:
    """The words, read once."""
    data = read_file(FILE, error=BadRulebook, name="showing/wording.yaml").data
    outcomes = {name: Outcome(**entry) for name, entry in data.pop("outcomes").items()}
    return Wording(outcomes=outcomes, **data)


def clause(spec: FactSpec, value: Plain) -> str:
    """A known fact as a clause: "the service is publicly available", "it was published on 3 February 2022"."""
    words = wording().facts.get(spec.path)
    if words is None:
        return f"to the question “{spec.question}” the answer is {worded(value, spec)}"
    if value is True:
        return words["is"]
    if value is False:
        return words["not"]
    if value == "never" and "never" in words:
        return words["never"]
    if value == [] and "none" in words:
        return words["none"]
    return words["is"].replace("{}", worded(value, spec))


def open_clause(spec: FactSpec) -> str:
    """An unknown fact as a clause: "whether the service is publicly available"."""
    words = wording().facts.get(spec.path)
    if words is None:
        return f"the question “{spec.question}”"
    return words.get("open") or f"whether {words['is']}"


def worded(value: Plain, spec: FactSpec) -> str:
    """A value as a word or two: "yes", "3 February 2022", "9 months"."""
    members = wording().members
    if isinstance(value, list):
        return listed(members.get(member, member.replace("_", " ")) for member in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        if spec.type == "date" and _DAY.fullmatch(value):
            return long_date(date.fromisoformat(value))
        return members.get(value, value)
    if value is None:
        return "not known"
    if spec.unit == "percent":
        return f"{value} %"
    return f"{value} {spec.unit}" if spec.unit and spec.unit != "year" else str(value)


def topic(path: str) -> str:
    """What a fact is about: "The processing" for ``technology.processing.proportionate``."""
    return _nearest(wording().topics, path) or path.replace("_", " ").replace(".", ", ")


def subject(path: str) -> str:
    """What "it" or "they" stands for in the clause of a fact; empty where nothing is said of that."""
    return _nearest(wording().subjects, path)


def _nearest(words: Mapping[str, str], path: str) -> str:
    """The words for a path, or for the longest beginning of it that has some."""
    parts = path.split(".")
    beginnings = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((words[each] for each in beginnings if each in words), "")


def sentence(text: str) -> str:
    """A clause as a sentence."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!', '…')) else '.'}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def of_reading(choice: str) -> str:
    """The choice of a reading in words: "recital 17" for ``recital17``."""
    return re.sub(r"(?<=[a-z])(?=\d)", " ", choice.replace("_", " "))


def number(count: int) -> str:
    """A small number in words."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return words[count] if 0 <= count < len(words) else str(count)


def lower_first(text: str) -> str:
    """A title inside a sentence; abbreviations and names of two capitals keep them."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
