"""Plain data as YAML in its own order, with text in quotes wherever a reader could take it for anything else."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, cast

WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9_ ()./'-]*[A-Za-z0-9_().'])?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "nan", "inf", "infinity"}


def data_text(data: Mapping[str, Any]) -> str:
    """Plain data as YAML, in its own order; days are written without quotation marks."""
    return "\n".join(block(_with_days(dict(data)), "")) + "\n"


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


def entry(key: str, value: Any, indent: str) -> Iterator[str]:
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
    yield from block(value, f"{indent}  ")


def block(value: Any, indent: str) -> Iterator[str]:
    """The lines of a map or a list that does not fit on one."""
    if isinstance(value, dict):
        for key, held in cast("dict[str, Any]", value).items():
            yield from entry(key, held, indent)
        return
    for item in cast("list[Any]", value):
        line = f"{indent}- {flow(item)}"
        if len(line) <= WIDTH or not isinstance(item, dict | list) or not item:
            yield line
        else:
            first, *rest = block(item, f"{indent}  ")
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
