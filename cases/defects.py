"""What is wrong with a profile that does not fit the model, in the words of someone who writes one.

The model says where a document departs from it and how; here that becomes file, line, path, what is wrong and what to
do. Nothing of the model's own vocabulary is shown.
"""

from __future__ import annotations

import re
import typing
from difflib import get_close_matches
from functools import cache
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from ..engine.case.vocabulary import FactSpec
from ..reading.document import MAX_PROBLEMS, Document, Place, path_text
from ..reading.errors import Problem
from ..reading.values import Unreadable, choice, did_you_mean, shown
from .profile import PROFILE_FORMAT, Profile
from .vocabulary import vocabulary

_COMMA = 'Inside { } a comma begins a new key: put the note in quotation marks, such as {value: true, note: "a, b"}.'
MISSING = {
    "profile": f"Begin the file with `profile: {PROFILE_FORMAT}`.",
    "name": "Add `name: ...`: what is assessed, in a few words.",
    "id": "Add `id: ...`: a short name of its own, such as hash-matching.",
    "title": "Add `title: ...`, so that readers can find the document.",
    "by": "Add `by: ...`: the party that takes the position.",
    "value": "Add `value: ...`: what the party says.",
    "choice": "Add `choice: ...`: the reading that the party takes.",
    "on": "Add `on: ...`: the day on which the finding was made, such as 2024-06-03.",
}


def problems_of(error: ValidationError, document: Document) -> list[Problem]:
    """The defects of a document, each place once, in the order of the file; no more than anyone reads."""
    found: dict[Place, dict[str, Any]] = {}
    for defect in error.errors(include_url=False):
        if not _of_another_form(defect["loc"], document.data):
            found.setdefault(_place(defect["type"], defect["loc"], document.data), cast("dict[str, Any]", defect))
    places = sorted(found, key=lambda path: document.line(path) or 0)
    problems = [_problem(found[path], path, document) for path in places[:MAX_PROBLEMS]]
    if len(places) > MAX_PROBLEMS:
        problems.append(Problem(f"and {len(places) - MAX_PROBLEMS:,} more problems", document.file))
    return problems


def _place(kind: str, location: Place, data: Any) -> Place:
    if kind == "missing":
        return (*_in_document(location[:-1], data), location[-1])
    return _in_document(location, data)


def _problem(defect: dict[str, Any], path: Place, document: Document) -> Problem:
    message, hint = _words(defect["type"], str(defect["msg"]), defect["loc"], path, defect)
    return Problem(message, document.file, document.line(path), path_text(path), hint)


def _words(kind: str, said: str, location: Place, path: Place, defect: dict[str, Any]) -> tuple[str, str]:
    """What is wrong and what to do, by the kind of defect."""
    value = defect["input"]
    match kind:
        case "extra_forbidden":
            key = str(path[-1])
            if value is None and " " in key:
                return f"unknown key {key!r}", _COMMA
            return f"unknown key {key!r}", _where_it_belongs(key, location)
        case "missing":
            key = str(location[-1])
            return f"the key {key!r} is missing", MISSING.get(key, f"Add `{key}: ...`.")
        case "dict_type":
            message, hint = _no_map(value, ())
            return message, f"{hint} Each entry begins with a name of its own."
        case "model_type" | "model_attributes_type":
            return _no_map(value, location)
        case "tuple_type" | "list_type":
            return f"expects a list, not {shown(value)}", "Begin each entry with `- `."
        case "string_type":
            hint = "Write a few words." if isinstance(value, list | dict) else "Put it in quotation marks."
            return f"expects text, not {shown(cast('object', value))}", hint
        case "string_too_short":
            return "is empty", MISSING.get(str(path[-1]), "Write it out, or delete the line.").replace("Add", "Write")
        case "string_pattern_mismatch":
            return (
                f"{shown(value)} is no id",
                "Use small letters, digits, - and _ only, and begin with a letter or digit"
                + (f", such as {slug}." if (slug := _slug(str(value))) else "."),
            )
        case "literal_error":
            return _no_choice(value, path, str(defect.get("ctx", {}).get("expected", "")))
        case "value_error":
            refused = defect["ctx"]["error"]
            cure = refused.cure if isinstance(refused, Unreadable) else ""
            return _judged(said.removeprefix("Value error, "), value, path, cure)
        case _:
            return "cannot be read", "`derogation schema profile` says what may stand here."


def _judged(said: str, value: Any, path: Place, cure: str) -> tuple[str, str]:
    """A defect that the model words itself: ``what is wrong; what to do``, or ``expects ...``.

    A value that cannot be read says itself what stands there; its cure is followed by the question, if it is a fact.
    """
    fact = fact_at(path) if path[-1] not in ("assumed", "inferred", "complete") else None
    question = f"The question is: {fact.question} Leave it out where the answer is not known." if fact else ""
    if cure:
        return said, f"{cure} {question}".strip()
    message, _, remedy = said.partition("; ")
    if remedy:
        return message, f"{remedy[:1].upper()}{remedy[1:]}."
    if message == "expects a list":
        item = next((spec.item for spec in vocabulary().lists.values() if spec.path == path[-1:][0]), "entry")
        return f"{message}, not {shown(value)}", f"Begin each {item} with `- `; write [] if there is none."
    if message.startswith("expects"):
        message = f"{message}, not {shown(value)}"
    return message, question or "Correct it, or delete the line."


def _no_map(value: Any, location: Place) -> tuple[str, str]:
    if value is None:
        return "has nothing below it", "Write at least one key below it, or delete the line."
    model = _model_at(location) if location else None
    fields = sorted(model.model_fields.items(), key=lambda field: not field[1].is_required()) if model else []
    keys = [name for name, _ in fields]
    below = f" ({', '.join(keys[:6])}{', ...' if len(keys) > 6 else ''})" if keys else ""
    return f"expects a map of keys to values, not {shown(value)}", f"Write its keys below it, indented{below}."


def _no_choice(value: Any, path: Place, expected: str) -> tuple[str, str]:
    if path == ("profile",):
        return f"{shown(value)} is no profile format that is known", f"Write `profile: {PROFILE_FORMAT}`."
    choices = re.findall(r"'([^']*)'", expected)
    if not choices:
        return f"{shown(value)} cannot stand here", "`derogation schema profile` says what may stand here."
    try:
        choice(value, choices)
    except Unreadable as refused:
        return str(refused), refused.cure
    return f"{shown(value)} cannot stand here", "Write it without quotation marks and blanks."


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


# --- places ----------------------------------------------------------------------------------------------------------


def _in_document(location: Place, data: Any) -> Place:
    """Where a place of the model stands in the document: without defaults, kinds of value and plain values."""
    path: list[int | str] = []
    for part in location:
        if isinstance(data, dict) and part in data:
            data = cast("dict[Any, Any]", data)[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(cast("list[Any]", data)):
            data = cast("list[Any]", data)[part]
        else:
            continue
        path.append(part)
    return tuple(path)


def _of_another_form(location: Place, data: Any) -> bool:
    """Whether a defect is one of a form that the author did not choose: a set has two, whole and known in part."""
    for part in location:
        if isinstance(part, str) and part.startswith(("tuple[", "PartlyKnown")):
            return isinstance(data, dict) is part.startswith("tuple[")
        inside = _in_document((part,), data)
        data = data[part] if inside else data
    return False


def fact_at(path: Place) -> FactSpec | None:
    """The fact that a place in a document states, or that it is a part of."""
    known = vocabulary()
    scope, parts = "", list[str]()
    for part in path:
        if isinstance(part, int):
            full = f"{scope}.{'.'.join(parts)}".strip(".")
            if full in known.lists:
                scope, parts = known.lists[full].item, []
        elif part == "every_technology":
            scope, parts = "technology", []
        elif not (part == "known" and f"{scope}.{'.'.join(parts)}".strip(".") in known.lists):
            parts.append(part)
        found = known.facts.get(f"{scope}.{'.'.join(parts)}".strip("."))
        if found is not None:
            return found
    return None


def _model_at(location: Place) -> type[BaseModel] | None:
    """The model whose keys may stand at a place of the model."""
    model: type[BaseModel] | None = Profile
    if location[:1] == ("features",) and len(location) > 1:
        location = location[2:]  # a feature of a matter has the keys of a profile
    for part in location:
        if model is None:
            return None
        if isinstance(part, int):
            if "known" in model.model_fields:
                model = _model_in(model.model_fields["known"].annotation)
        elif part in model.model_fields and part != "known":
            model = _model_in(model.model_fields[part].annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_in(part)) is not None), None)


def _keys_at(location: Place) -> list[str]:
    model = _model_at(location)
    return list(model.model_fields) if model is not None else []


# --- unknown keys ----------------------------------------------------------------------------------------------------


def _where_it_belongs(key: str, location: Place) -> str:
    known = _keys_at(location[:-1])
    return (
        did_you_mean(key, known, 0.75)
        or _elsewhere(key)
        or did_you_mean(key, known, 0.5)
        or _elsewhere(*get_close_matches(key, _places(), n=1, cutoff=0.8))
        or (f"The keys known here are {', '.join(known)}." if known else "Delete it.")
    )


@cache
def _places() -> dict[str, list[str]]:
    """Every key of a fact, a list or a group of facts, with the places where it stands, in words."""
    known, found = vocabulary(), dict[str, list[str]]()
    for path in [*known.facts, *known.lists]:
        scope, rest = known.split(path)
        steps = rest.split(".")
        for length in range(1, len(steps) + 1):
            under = ".".join(steps[:length])
            where = f"at `{under}`"
            if scope:
                holder = known.items[scope].path.split(".")[-1]
                where = f"in each entry of `{holder}`{f', as `{under}`' if length > 1 else ''}"
            places = found.setdefault(steps[length - 1], [])
            if where not in places:
                places.append(where)
    return found


def _elsewhere(*keys: str) -> str:
    for key in keys:
        if key in _places():
            return f"{key!r} belongs {' or '.join(_places()[key][:3])}."
    return ""
