"""Reads a profile file into facts: checked against the model, with line and path of every defect."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from pydantic import ValidationError

from ..engine.case.facts import Entity
from ..engine.case.standpoint import Parties, seen_from
from ..engine.law.rulebook import Rulebook
from ..engine.why.assessment import Facts, statements
from ..reading.document import Document, read_file, read_text
from ..reading.errors import BadInput, Problem
from ..reading.values import shown
from ..rules.authorities import Authority, own_authorities, refuse_unattached
from .checks import contradictions, excluded, unknown_readings, wrong_choice, wrong_reading
from .defects import problems_of
from .facts import entity_of
from .presets import with_preset
from .profile import PROFILE_FORMAT, Profile
from .working_days import with_working_days


class Case(Struct, frozen=True):
    """A profile as read: the validated model, its facts, and the document that it came from.

    Where the profile points at report files, ``profile`` and ``facts`` hold what these tell as well, and ``reports``
    their digests, in order. ``authorities`` are those that the profile lists itself. ``files`` is the folder of the
    files that it names, where it has one.
    """

    profile: Profile
    facts: Entity
    document: Document
    reports: tuple[str, ...] = ()
    authorities: tuple[Authority, ...] = ()
    files: Path | None = None

    @property
    def file(self) -> str:
        return self.document.file

    @property
    def digest(self) -> str:
        """SHA-256 of the profile's data and its reports, whatever the order of its keys and the layout of its file."""
        text = json.dumps(self.document.data, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256("\n".join((text, *self.reports)).encode()).hexdigest()

    def engine_facts(self) -> Facts:
        """The facts with parties and readings, as the engine reads them.

        Whoever takes a position is a party; so is whoever is declared as one. A party of interest "other" stands for
        itself; one that declares none has no interest, and corroborates nobody.
        """
        profile = self.profile
        interests = {
            name: name if party.interest == "other" else party.interest for name, party in profile.parties.items()
        }
        for statement in statements(self.facts):
            for position in statement.positions:
                interests.setdefault(position.by, "")
        taken: dict[str, dict[str, str]] = {}
        for reading, stated in sorted(profile.readings.items()):
            for position in stated.positions:
                taken.setdefault(position.by, {})[reading] = position.choice
                interests.setdefault(position.by, "")
        authors = {key: source.by for key, source in profile.sources.items() if source.by}
        chosen = {name: stated.choice for name, stated in profile.readings.items() if stated.choice is not None}
        days = {key: source.on for key, source in profile.sources.items() if source.on is not None}
        return Facts(profile.name, self.facts, Parties(interests, authors), chosen, taken, days)


def load_case(path: str | Path, *, name: str | None = None) -> Case:
    """Read a profile from a YAML or JSON file; it may name report files in its folder and below.

    Raises :class:`BadInput` naming file, line, path and remedy of every defect found.
    """
    return case_of(read_file(path, name=name), Path(path).parent)


def read_case(text: str | bytes, file: str = "<text>", files: Path | None = None) -> Case:
    """Read a profile from text: the body of a request, a row of a table.

    ``files`` is the folder whose report files it may name; without it, it may name those of the library only, since
    whoever wrote the text need not be whoever owns the files. ``file`` is the name that messages show. Raises
    :class:`BadInput`.
    """
    return case_of(read_text(text, file), files)


def case_of(document: Document, files: Path | None = None) -> Case:
    """Validate a document as a profile that may name report files in the folder ``files``; raises :class:`BadInput`."""
    data: object = document.data
    if not isinstance(data, dict):
        hint = f"Begin with `profile: {PROFILE_FORMAT}` and `name: ...`, each on a line of its own."
        message = f"a profile is a map of keys to values, not {shown(data)}"
        raise BadInput(Problem(message, document.file, document.line(()) or 1, hint=hint))
    if "matter" in data and "profile" not in data:
        hint = "Name one of its features as MATTER#FEATURE; `derogation assess MATTER` assesses them all."
        line = document.line(("matter",))
        raise BadInput(Problem("this is a matter, of several cases", document.file, line, hint=hint))
    document = with_preset(document)
    try:
        profile = Profile.model_validate(document.data)
    except ValidationError as error:
        raise BadInput(*problems_of(error, document)) from None
    problems = contradictions(profile, document)
    if problems:
        raise BadInput(*sorted(problems, key=lambda problem: problem.line or 0))
    own = own_authorities(document)
    digests: tuple[str, ...] = ()
    if profile.reports is not None and any(report.file for report in profile.reports.known):
        from .annual_reports import with_reports

        profile, digests = with_reports(profile, document, files)
    case = Case(profile, entity_of(with_working_days(profile)), document, digests, own, files)
    facts = case.engine_facts()
    problems = excluded(seen_from(facts.entity, facts.parties), document)
    if problems:
        raise BadInput(*problems)
    return case


def check_readings(
    case: Case, rulebook: Rulebook, chosen: Mapping[str, str] | None = None, *, own: bool = True
) -> None:
    """Refuse readings and choices, of a profile or ``chosen``, and targets of a profile's authorities, that the
    rulebook does not have. With ``own`` false only those ``chosen`` are looked at.

    Raises :class:`BadInput`.
    """
    known = {name: tuple(choice.id for choice in reading.choices) for name, reading in rulebook.readings.items()}
    problems = list(unknown_readings(case.profile, case.document, known)) if own else []
    for name, choice in (chosen or {}).items():
        if name not in known:
            message, hint = wrong_reading(name, known)
            problems.append(Problem(message, hint=hint))
        elif choice not in known[name]:
            message, hint = wrong_choice(name, choice, known)
            problems.append(Problem(message, hint=hint))
    if problems:
        raise BadInput(*problems)
    if own:
        refuse_unattached(case.authorities, rulebook)
