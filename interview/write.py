"""Writes a profile as YAML: in the order of the model, each fact under its question, read back as the same profile."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel

from ..cases.fact import Listed, Stated
from ..cases.profile import Profile

WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9_ ()./'-]*[A-Za-z0-9_().'])?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "nan", "inf", "infinity"}


def profile_text(profile: Profile, header: Sequence[str] = ()) -> str:
    """A profile as YAML; ``header`` are lines of comment at its top."""
    lines = [f"# {line}" for line in header]
    for name, value in _fields(profile):
        block = list(_field(profile, name, value, 0))
        if block and isinstance(value, BaseModel | Mapping | Listed | tuple) and lines:
            lines.append("")
        lines += block
    return "\n".join(lines) + "\n"


def document_text(data: Mapping[str, Any]) -> str:
    """A profile or a matter, as data that was read, as YAML."""
    if "profile" in data:
        return profile_text(Profile.model_validate(data))
    return "\n".join(_block(plain(data), "")) + "\n"


def data_text(data: Mapping[str, Any]) -> str:
    """Plain data as YAML, in its own order; days are written without quotation marks."""
    return "\n".join(_block(_with_days(dict(data)), "")) + "\n"


def _with_days(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_days(held) for key, held in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_with_days(held) for held in cast("list[Any]", value)]
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value


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
        yield from _block(plain(value), "  ")
    else:
        yield from _entry(name, plain(value), indent)


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
        yield from _entry("note", listed.note, f"{indent}  ")


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


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    """A key and its value, on one line where they fit."""
    line = f"{indent}{_key(key)}: {flow(value)}"
    if len(line) > WIDTH and isinstance(value, str) and value.isprintable() and value == " ".join(value.split()):
        yield f"{indent}{_key(key)}: >-"
        below = f"{indent}  "
        yield from textwrap.wrap(
            value, WIDTH, initial_indent=below, subsequent_indent=below, break_long_words=False, break_on_hyphens=False
        )
        return
    if len(line) <= WIDTH or not isinstance(value, dict | list) or not value:
        yield line
        return
    yield f"{indent}{_key(key)}:"
    yield from _block(value, f"{indent}  ")


def _block(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, held in cast("dict[str, Any]", value).items():
            yield from _entry(key, held, indent)
        return
    for item in cast("list[Any]", value):
        line = f"{indent}- {flow(item)}"
        if len(line) <= WIDTH or not isinstance(item, dict | list) or not item:
            yield line
        else:
            first, *rest = _block(item, f"{indent}  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(key)}: {flow(held)}" for key, held in cast("dict[str, Any]", value).items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(flow(held) for held in cast('list[Any]', value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None:
        return "null"
    return text(value) if isinstance(value, str) else str(value)


def text(value: str) -> str:
    """Text, in quotes wherever a reader could take it for anything else."""
    if _PLAIN.fullmatch(value) and value.casefold() not in _RESERVED and len(value) < WIDTH:
        return value
    quoted = "".join(f"\\{char}" if char in '"\\' else char if char.isprintable() else _escaped(char) for char in value)
    return f'"{quoted}"'


def _key(key: str) -> str:
    """A key; ``on`` is one like any other to readers of YAML 1.2, as profiles are."""
    return key if key == "on" else text(key)


def _escaped(char: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char) or (
        f"\\x{ord(char):02x}"
        if ord(char) < 0x100
        else f"\\u{ord(char):04x}"
        if ord(char) < 0x10000
        else f"\\U{ord(char):08x}"
    )
