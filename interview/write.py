"""Writes a profile as YAML: in the order of the model, each fact under its question, read back as the same profile."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel

from ..cases.fact import Listed, Stated
from ..cases.profile import Profile
from ..reading.yaml_text import WIDTH, block, data_text, entry


def profile_text(profile: Profile, header: Sequence[str] = ()) -> str:
    """A profile as YAML; ``header`` are lines of comment at its top."""
    lines = [f"# {line}" for line in header]
    for name, value in _fields(profile):
        below = list(_field(profile, name, value, 0))
        if below and isinstance(value, BaseModel | Mapping | Listed | tuple) and lines:
            lines.append("")
        lines += below
    return "\n".join(lines) + "\n"


def document_text(data: Mapping[str, Any]) -> str:
    """A profile or a matter, as data that was read, as YAML."""
    return profile_text(Profile.model_validate(data)) if "profile" in data else data_text(plain(data))


def _fields(model: BaseModel) -> Iterator[tuple[str, Any]]:
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if value is not None and (info.is_required() or value != info.get_default(call_default_factory=True)):
            yield name, value


def _field(model: BaseModel, name: str, value: Any, depth: int) -> Iterator[str]:
    """One field with the question that it answers, and what it holds below it."""
    indent = "  " * depth
    described = cast("dict[str, Any]", type(model).model_fields[name].json_schema_extra or {})
    question = described.get("x-fact", described.get("x-list", {})).get("question", "")
    for line in textwrap.wrap(question, WIDTH - len(indent) - 2):
        yield f"{indent}# {line}"
    if isinstance(value, BaseModel) and not isinstance(value, Stated | Listed):
        below = [line for inner, held in _fields(value) for line in _field(value, inner, held, depth + 1)]
        if below:
            yield f"{indent}{name}:"
            yield from below
    elif isinstance(value, Listed) and cast("Listed[Any]", value).known:
        yield from _listed(name, cast("Listed[Any]", value), depth)
    elif isinstance(value, Mapping) and depth == 0:
        yield f"{name}:"
        yield from block(plain(value), "  ")
    else:
        yield from entry(name, plain(value), indent)


def _listed(name: str, listed: Listed[Any], depth: int) -> Iterator[str]:
    """A list of things: plain where it is complete, else with what is known of it."""
    indent = "  " * depth
    yield f"{indent}{name}:"
    if not listed.complete or listed.note:
        depth += 1
        yield f"{indent}  known:"
    for item in listed.known:
        below = [line for inner, held in _fields(item) for line in _field(item, inner, held, depth + 2)]
        mark = "  " * (depth + 1)
        first = next((place for place, line in enumerate(below) if not line.lstrip().startswith("#")), None)
        if first is None:
            yield f"{mark}- {{}}"
            continue
        yield from (f"{mark}{line.lstrip()}" for line in below[:first])
        yield f"{mark}- {below[first].lstrip()}"
        yield from below[first + 1 :]
    if not listed.complete:
        yield f"{indent}  complete: false"
    if listed.note:
        yield from entry("note", listed.note, f"{indent}  ")


def plain(value: Any) -> Any:
    """A part of a profile as plain data, in its shortest form."""
    if isinstance(value, Stated):
        data = {name: plain(held) for name, held in _fields(cast("Stated[Any]", value))}
        if list(data) == ["value"]:
            return data["value"]
        return data
    if isinstance(value, Listed):
        listed = cast("Listed[Any]", value)
        if listed.complete and not listed.note:
            return [plain(item) for item in listed.known]
    if isinstance(value, BaseModel):
        return {name: plain(held) for name, held in _fields(cast("BaseModel", value))}
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, tuple | list):
        return [plain(held) for held in cast("Sequence[Any]", value)]
    return value
