"""What the report files that a profile points at tell about the annual reports, stated as facts with their evidence.

A report item with ``file:`` need not state its year, days, form and the nine points of Article 3(1), point (g)(vii):
they are taken from the file, and whether data left the Union, each with the fields that show it in its note.

- *Whose word.* The report is the provider's, so what is taken from it rests on a source written by the provider, and
  where the provider is a party it counts as that party's alone. Whoever has read the report and vouches for what
  stands in it names a source of their own in ``source:``; a document proves what it contains, not that this is true.
- *What the profile itself says prevails.* A fact that it states with a source, a reason or positions stands, and its
  note tells what the report says. A bare fact that differs from the report is a slip, and refused; so is another year.
- *Open stays open.* Where points.py finds that a point is given only in part or on one reading, the fact is unknown,
  and its note says why. What a second-hand account leaves out may still stand in the report, so it is unknown too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from ..reading.document import Document, Place, path_text
from ..reading.errors import BadInput, Problem
from ..reports.checks.transfers import left_the_union, sent_to_ncmec
from ..reports.duties import applied_from, duty_for_year
from ..reports.files import digest, library, library_report, load_report
from ..reports.model import Day
from ..reports.model import Report as ReportFile
from ..reports.points import PointEvidence, points_given
from .fact import Absence, Stated
from .model.provider import Report
from .profile import Profile, Source

#: The facts of ``includes``, by the number of the point.
POINTS: Mapping[int, str] = {
    1: "type_and_volumes",
    2: "gdpr_ground",
    3: "transfer_ground",
    4: "cases",
    5: "complaints",
    6: "errors",
    7: "measures",
    8: "retention",
    9: "organisations",
}
_GRADES: Mapping[str, Literal["primary", "secondary", "constructed"]] = {
    "read": "primary",
    "second_hand": "secondary",
    "fictional": "constructed",
}


class Told(Struct, frozen=True):
    """What a report file tells of one fact: the value (``None``: it leaves it open), and where that is seen.

    What a report leaves open has been asked and not answered: it is not disclosed, unless somebody else tells of it.
    """

    value: bool | int | date | Literal["never"] | None
    note: str
    unknown: Absence = "not_disclosed"


def with_reports(profile: Profile, document: Document, folder: Path | None) -> tuple[Profile, tuple[str, ...]]:
    """The profile with what its report files tell, and the digest of each file.

    A file is one of the library, or lies in ``folder`` or below; without a folder only the library may be named.
    Raises :class:`BadInput` for every file that cannot be read and every fact that contradicts its file.
    """
    assert profile.reports is not None
    inside: Place = ("reports", "known") if isinstance(document.data["reports"], dict) else ("reports",)
    problems: list[Problem] = []
    digests: list[str] = []
    items: list[Report] = []
    sources = dict(profile.sources)
    for index, item in enumerate(profile.reports.known):
        if not item.file:
            items.append(item)
            continue
        place = _Place(document, (*inside, index))
        try:
            found = _load(item.file, folder, place)
            key = item.source or f"report {item.file}"
            if key not in sources:
                sources[key] = _source(found, item.file, _author(profile, found, place))
            told = tell(found, item.file)
            problems += _contradictions(item, found, told, place, real=profile.kind == "real")
        except BadInput as failure:
            problems += failure.problems
            continue
        items.append(_filled(item, told, key))
        digests.append(digest(found))
    if problems:
        raise BadInput(*problems)
    listed = profile.reports.model_copy(update={"known": tuple(items)})
    return profile.model_copy(update={"reports": listed, "sources": sources}), tuple(digests)


# --- reading ---------------------------------------------------------------------------------------------------------


class _Place(Struct, frozen=True):
    """A report item of a profile, to name in what is said about it."""

    document: Document
    path: Place

    def problem(self, key: str, message: str, hint: str = "") -> Problem:
        place = (*self.path, *key.split("."))
        return Problem(message, self.document.file, self.document.line(place), path_text(place), hint)


def _load(name: str, folder: Path | None, place: _Place) -> ReportFile:
    """The report of a file, or of the library for a name that it has. Raises :class:`BadInput`."""
    if name in library():
        return library_report(name)
    path = _below(folder, name, place)
    try:
        return load_report(str(path))
    except BadInput as failure:
        hint = f"`derogation report check {path}` reads it alone."
        problem = place.problem("file", f"the report {name!r} cannot be read, for what follows", hint)
        raise BadInput(problem, *failure.problems) from None


def _below(folder: Path | None, name: str, place: _Place) -> Path:
    """The file ``name`` in a folder or below it, wherever links lead.

    No other file is opened, nor is it said whether there is one: a profile may come from anybody, and what is wrong
    with a file is quoted from it. Raises :class:`BadInput`.
    """
    listed = f"a report of the library: {', '.join(library())}"
    if folder is None:
        message = f"the file {name!r} is not read, since this profile is not a file in a folder of its own"
        raise BadInput(place.problem("file", message, f"State the facts of the report, or take {listed}."))
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        there = inside and path.is_file()
    except (OSError, RuntimeError, ValueError):  # a name too long, links in a circle
        inside, there = True, False
    if not inside:
        message = f"the file {name!r} does not lie in the folder of the profile"
        raise BadInput(place.problem("file", message, f"Copy it there, or below; or take {listed}."))
    if not there:
        hint = f"Name it from the folder of the profile, or take {listed}."
        raise BadInput(place.problem("file", f"there is no report file {name!r}", hint))
    return path


def _author(profile: Profile, found: ReportFile, place: _Place) -> str:
    """Who wrote the report: the provider, by the name that it has as a party."""
    for name in (found.provider, profile.provider.name):
        if name in profile.parties:
            return name
    providers = [name for name, party in profile.parties.items() if party.interest == "provider"]
    if len(providers) > 1:
        hint = f"Add `source: KEY`, the key of a source by {' or '.join(providers)}, or by whoever read the report."
        raise BadInput(place.problem("file", f"which party wrote the report of {found.provider!r} is not clear", hint))
    return providers[0] if providers else found.provider


def _source(found: ReportFile, name: str, author: str) -> Source:
    published = found.published if isinstance(found.published, date) else None
    return Source(
        title=found.document or f"Annual report of {found.name}",
        by=author,
        on=published,
        reference=f"Report file {name}",
        url=found.url,
        grade=_GRADES[found.source.standing],
        note=found.source.note,
    )


# --- what a report tells ---------------------------------------------------------------------------------------------


def tell(found: ReportFile, name: str) -> dict[str, Told]:
    """What a report tells, by the path of the fact in the report item; a fact on which it is silent is absent."""
    told: dict[str, Told] = {}
    year, because = _year(found)
    if because:
        told["year"] = Told(year, f"{because} ({name}: period)")
    days: dict[str, tuple[str, Day]] = {
        "published_on": ("published", found.published),
        "to_authority_on": ("submitted.authority", found.submitted_authority),
        "to_commission_on": ("submitted.commission", found.submitted_commission),
    }
    for fact, (entry, day) in days.items():
        if day is not None:
            told[fact] = Told(day, f"{name}: {entry}")
    if found.form != "not_stated":
        told["standard_form"] = Told(found.form == "2024/2916", f"{name}: form")
    left = left_the_union(found)
    if left in ("yes", "partly"):
        told["data_left_union"] = Told(True, f"The report says that data left the Union. ({name}: 3.transfers)")
    elif left == "no" and not sent_to_ncmec(found):
        told["data_left_union"] = Told(False, f"The report says that no data left the Union. ({name}: 3.transfers)")
    second_hand = found.source.standing == "second_hand"
    for number, evidence in points_given(found).items():
        told[f"includes.{POINTS[number]}"] = _point(evidence, name, second_hand=second_hand)
    return told


def _year(found: ReportFile) -> tuple[int | None, str]:
    """The year whose processing a report covers, whole; nothing where it states no period."""
    start, end = found.period_from, found.period_to
    if start is None or end is None:
        return None, ""
    if start.year == end.year and end >= applied_from():
        duty = duty_for_year(end.year)
        if start <= duty.period_from and duty.period_to <= end:
            return end.year, f"It covers {start} to {end}."
    return None, f"It covers {start} to {end}, which is not the period of one report."


def _point(evidence: PointEvidence, name: str, *, second_hand: bool) -> Told:
    """Whether the report includes a point.

    Not applicable means that the report answers with none: for point (9) that is the answer; for point (3) it means
    that no ground is given, which matters only where data did leave the Union.
    """
    values = {"given": True, "not_given": False, "not_applicable": evidence.point == 9}
    value, because = values.get(evidence.status), evidence.because  # open, or stated but not split: unknown
    if second_hand and value is False:
        value, because = None, f"{because} This is second-hand: it may stand in the report all the same."
    where = f"{name}: {field_list(evidence.fields)}" if evidence.fields else name
    return Told(value, f"{because} ({where})", "not_asked" if second_hand else "not_disclosed")


def field_list(fields: Iterable[str]) -> str:
    """Fields of the form, those of one block told by their ends: ``4.known.reports, .images``."""
    texts: list[str] = []
    block = ""
    for field in fields:
        steps = field.split(".")
        mine = ".".join(steps[:2]) if len(steps) > 2 else ""
        texts.append(field.removeprefix(mine) if mine and mine == block else field)
        block = mine
    return ", ".join(texts)


# --- profile and report ----------------------------------------------------------------------------------------------


def _stated(item: Report, fact: str) -> Stated[Any] | None:
    group, _, name = fact.rpartition(".")
    return getattr(item.includes if group else item, name)


def _filled(item: Report, told: Mapping[str, Told], source: str) -> Report:
    """The item with what the report tells: as its facts where it has none, else in the notes of those that it has."""
    facts: dict[str, Any] = {}
    included: dict[str, Any] = {}
    for fact, said in told.items():
        stated = _stated(item, fact)
        if stated is None:
            unknown = said.unknown if said.value is None else None
            merged = Stated[Any](value=said.value, unknown=unknown, source=source, note=said.note)
        else:
            also = f"{_OPEN if said.value is None else f'By the report: {_word(said.value)}.'} {said.note}"
            merged = stated.model_copy(update={"note": f"{_ended(stated.note)}{also}"})
        group, _, name = fact.rpartition(".")
        (included if group else facts)[name] = merged
    return item.model_copy(update={**facts, "includes": item.includes.model_copy(update=included)})


_OPEN = "The report leaves it open."


def _ended(note: str) -> str:
    """A note to which more is added."""
    return f"{note}{'' if note.endswith(('.', '?', '!')) else '.'} " if note else ""


def _word(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _contradictions(
    item: Report, found: ReportFile, told: Mapping[str, Told], place: _Place, *, real: bool
) -> Iterable[Problem]:
    """What cannot stand beside the file: another year, a bare fact that differs, a fictional report of a real case."""
    if real and found.source.standing == "fictional":
        yield place.problem("file", "a real case cannot rest on a fictional report", "Correct `kind:` or the file.")
    year = item.year.value if item.year is not None else None
    covered = {day.year for day in (found.period_from, found.period_to) if day is not None}
    if year is not None and covered and not min(covered) <= year <= max(covered):
        message = f"the year is {year}, but the report covers {found.period_from} to {found.period_to}"
        yield place.problem("year", message, "Correct the year, or name the file of the other report.")
    for fact, said in told.items():
        stated = _stated(item, fact)
        if fact == "year" or stated is None or stated.value is None or said.value is None:
            continue
        bare = not (stated.source or stated.assumed or stated.note)
        if bare and stated.value != said.value:
            message = f"is {_word(stated.value)} here, but {_word(said.value)} by the report: {said.note}"
            hint = "Delete it here or correct the report; if the profile is right, say why: {value: ..., source: KEY}."
            yield place.problem(fact, message, hint)
