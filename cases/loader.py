"""Reads a profile file into facts: checked against the model, with line and path of every defect."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from ..engine.assessment import Facts, statements
from ..engine.errors import BadInput, Problem
from ..engine.facts import Entity
from ..engine.source import Document, path_text, read_file, read_text
from ..engine.standpoint import Parties
from .facts import entity_of
from .profile import PROFILE_FORMAT, Profile
from .vocabulary import model_members, vocabulary


@dataclass(frozen=True, slots=True)
class Case:
    """A profile as read: the validated model, its facts, and the document that it came from."""

    profile: Profile
    facts: Entity
    document: Document

    @property
    def file(self) -> str:
        return self.document.file

    @property
    def digest(self) -> str:
        """SHA-256 of the profile's data, whatever the order of its keys and the layout of its file."""
        text = json.dumps(self.document.data, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def engine_facts(self) -> Facts:
        """The facts with parties and readings, as the engine reads them.

        Whoever takes a position is a party; so is whoever is declared as one.
        """
        profile = self.profile
        interests = {party: described.interest for party, described in profile.parties.items()}
        for statement in statements(self.facts):
            for position in statement.positions:
                interests.setdefault(position.by, "")
        taken: dict[str, dict[str, str]] = {}
        for reading, stated in profile.readings.items():
            for position in stated.positions:
                taken.setdefault(position.by, {})[reading] = position.choice
                interests.setdefault(position.by, "")
        authors = {key: source.by for key, source in profile.sources.items() if source.by}
        chosen = {name: stated.choice for name, stated in profile.readings.items() if stated.choice is not None}
        return Facts(profile.name, self.facts, Parties(interests, authors), chosen, taken)


def load_case(path: str | Path, *, name: str | None = None) -> Case:
    """Read a profile from a YAML or JSON file.

    Raises :class:`BadInput` naming file, line, path and remedy of every defect found.
    """
    return case_of(read_file(path, name=name))


def read_case(text: str | bytes, file: str = "<text>") -> Case:
    """Read a profile from text; raises :class:`BadInput`."""
    return case_of(read_text(text, file))


def case_of(document: Document) -> Case:
    """Validate a document as a profile; raises :class:`BadInput`."""
    if not isinstance(document.data, dict):
        raise BadInput(
            Problem(
                "a profile is a map of keys to values",
                document.file,
                1,
                hint=f"begin with `profile: {PROFILE_FORMAT}` and `name: ...`",
            )
        )
    try:
        profile = Profile.model_validate(document.data)
    except ValidationError as error:
        raise BadInput(*_problems(error, document)) from None
    problems = [*_unknown_sources(profile, document), *_contradictions(profile, document)]
    if problems:
        raise BadInput(*problems)
    return Case(profile, entity_of(profile), document)


# --- defects ---------------------------------------------------------------------------------------------------------


def _problems(error: ValidationError, document: Document) -> list[Problem]:
    seen: dict[tuple[str, int | None], Problem] = {}
    for defect in error.errors(include_url=False):
        path = _existing(defect["loc"], document.data)
        problem = _problem(cast("dict[str, Any]", defect), path, document)
        seen.setdefault((problem.path, problem.line), problem)
    return list(seen.values())


def _existing(location: tuple[int | str, ...], data: Any) -> tuple[int | str, ...]:
    """Drop the parts of a model location that the document does not have (defaults, unions, plain values)."""
    path: list[int | str] = []
    for index, part in enumerate(location):
        if (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(cast("list[Any]", data))
        ):
            data = cast("Any", data[part])
        elif isinstance(data, dict) and index == len(location) - 1 and part not in ("value", "known"):
            path.append(part)
            break
        else:
            continue
        path.append(part)
    return tuple(path)


def _problem(defect: dict[str, Any], path: tuple[int | str, ...], document: Document) -> Problem:
    kind = defect["type"]
    message = str(defect["msg"]).removeprefix("Value error, ")
    hint = ""
    if kind == "extra_forbidden":
        message = f"unknown key {path[-1]!r}"
        hint = _suggestion(path, defect["loc"])
    elif kind == "missing":
        message = f"the key {defect['loc'][-1]!r} is missing"
        hint = f"add `{defect['loc'][-1]}: ...`"
    elif kind in ("model_type", "model_attributes_type", "dict_type"):
        message, hint = "expects a map of keys to values", "indent its keys below it, one `key: value` a line"
    elif kind in ("tuple_type", "list_type"):
        message, hint = "expects a list", "begin each item with `- `"
    elif kind == "literal_error":
        expected = defect.get("ctx", {}).get("expected", "")
        message = f"{_short(defect['input'])} is not one of the permitted values"
        hint = f"write {expected}"
        if path == ("profile",):
            message, hint = "this is not a profile format that is known", f"write `profile: {PROFILE_FORMAT}`"
    elif kind.startswith("string_type"):
        message, hint = "expects text", "put the value in quotation marks"
    elif message.startswith("expects"):
        message = f"{message}, not {_short(defect['input'])}"
        hint = "leave the fact out, or write {unknown: not_disclosed}, where it is not known"
    return Problem(message, document.file, document.line(path), path_text(path), hint)


def _short(value: Any) -> str:
    kinds = {dict: "a map", list: "a list", tuple: "a list"}
    return kinds.get(cast("Any", type(value)), f"{str(value)[:60]!r}")


def _suggestion(path: tuple[int | str, ...], location: tuple[int | str, ...]) -> str:
    known = _keys_at(location[:-1])
    close = get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    elsewhere = _elsewhere(str(path[-1]))
    if elsewhere:
        return f"{path[-1]!r} belongs elsewhere: {elsewhere}"
    return f"known keys here: {', '.join(sorted(known)[:12])}" if known else "remove it"


def _keys_at(location: tuple[int | str, ...]) -> list[str]:
    """The keys that the model knows at a place."""
    model: type[BaseModel] = Profile
    for part in location:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        members = model_members(model.model_fields[part].annotation)
        if not members:
            return []
        model = members[0]
    return list(model.model_fields)


def _elsewhere(key: str) -> str:
    found = [path for path in vocabulary().facts if path.split(".")[-1] == key]
    return found[0] if found else ""


def _unknown_sources(profile: Profile, document: Document) -> list[Problem]:
    problems: list[Problem] = []
    known = list(profile.sources)
    for path, key in _source_keys(document.data, ()):
        if key not in profile.sources:
            close = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else "list it under `sources:` with its title and author"
            problems.append(
                Problem(f"no source is called {key!r}", document.file, document.line(path), path_text(path), hint)
            )
    return problems


def _source_keys(data: Any, path: tuple[int | str, ...]) -> list[tuple[tuple[int | str, ...], str]]:
    found: list[tuple[tuple[int | str, ...], str]] = []
    if isinstance(data, dict):
        for key, value in cast("dict[str, Any]", data).items():
            if path == () and key in ("sources", "expect"):
                continue
            if key == "source" and isinstance(value, str) and value:
                found.append(((*path, key), value))
            else:
                found += _source_keys(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(cast("list[Any]", data)):
            found += _source_keys(value, (*path, index))
    return found


def _contradictions(profile: Profile, document: Document) -> list[Problem]:
    """Facts that cannot both be so, whatever the law: an end before its beginning."""
    problems: list[Problem] = []
    for index, technology in enumerate(profile.technologies.known if profile.technologies else ()):
        for number, use in enumerate(technology.periods_of_use.known if technology.periods_of_use else ()):
            since = use.since.value if use.since else None
            until = use.until.value if use.until else None
            if since is not None and until is not None and until != "never" and until < since:
                path: tuple[int | str, ...] = ("technologies", index, "periods_of_use", number, "until")
                problems.append(
                    Problem(
                        f"the period ends ({until}) before it begins ({since})",
                        document.file,
                        document.line(path),
                        path_text(path),
                        "correct one of the two days",
                    )
                )
    return problems
