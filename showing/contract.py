"""What the JSON of every command has in common: its words, and JSON Schemas made from its types.

The JSON forms are typed dictionaries, so that the type checker holds what is printed to what is promised, and the
schema (draft 2020-12) comes from the same types: closed objects, each key with its meaning. pydantic is asked only when
a schema is. Committed copies under ``tests/showing/schemas`` make every change of a promise visible.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar, cast

from ..engine.law.rulebook import KINDS, Rulebook
from ..reading.safe_text import json_escaped

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_Shape = TypeVar("_Shape")


def closed(shape: type[_Shape]) -> type[_Shape]:
    """A typed dictionary whose schema takes no other keys, and in which the text below a key is its description."""
    setattr(shape, "__pydantic_config__", {"extra": "forbid", "use_attribute_docstrings": True})  # noqa: B010
    return shape


class Shape:
    """Adds to the schema of a type what Python's types do not say."""

    def __init__(self, **more: Any) -> None:
        self.more = more

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {**handler(core), **self.more}


Day = Annotated[str, Shape(format="date")]
Digest = Annotated[str, Shape(pattern="^[0-9a-f]{64}$")]
#: An outcome of the rulebook, or ``undetermined``.
Outcome = Annotated[str, Shape(enum="outcomes")]
#: An outcome that a completion of the unknown facts leads to; never ``undetermined``.
Possible = Annotated[str, Shape(enum="possible")]
#: An outcome under a draft or hypothesis.
Would = Annotated[str, Shape(enum="would_be")]
Reading = Annotated[str, Shape(enum="readings")]
#: yes/no, a number, text, a day (2021-09-02 or never), a list of words; null where it is unknown.
Value = bool | int | float | str | list[str] | dict[str, Any] | None


def json_text(data: Any, *, ascii_only: bool = False) -> str:
    """Plain data as JSON text: the same data give the same bytes, and nothing in it may hide."""
    return json_escaped(json.dumps(data, ensure_ascii=ascii_only, indent=2))


def digest_of(data: Any) -> str:
    """SHA-256 by which an answer is known again: that of the bytes that the command line prints with --format json."""
    return hashlib.sha256(f"{json_text(data)}\n".encode()).hexdigest()


def schema_of(shape: Any, identity: str, title: str, rulebook: Rulebook, **words: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema of a contract: of typed dictionaries and lists of them, under its ``$id``.

    ``words`` are lists of words of its own, by the names under which its types have them.
    """
    from pydantic import TypeAdapter

    from ..engine.days.causes import KINDS as KINDS_OF_CAUSE
    from ..rules.authorities import KINDS as KINDS_OF_AUTHORITY
    from ..rules.variants.applied import would_be

    verdicts = rulebook.verdicts
    names: dict[str, Sequence[str]] = {
        "outcomes": list(dict.fromkeys((*verdicts.order, verdicts.open))),
        "possible": list(verdicts.order),
        "would_be": [would_be(each) for each in dict.fromkeys((*verdicts.order, verdicts.open))],
        "readings": list(rulebook.readings),
        "kinds": list(KINDS),
        "kinds_of_cause": list(KINDS_OF_CAUSE),
        "kinds_of_authority": sorted(KINDS_OF_AUTHORITY),
        **words,
    }
    found = _named(TypeAdapter(shape).json_schema(), names)
    head = {"$schema": DRAFT, "$id": identity, "title": title}
    return {**head, **{key: value for key, value in found.items() if key != "title"}}


def _named(part: Any, names: Mapping[str, Sequence[str]]) -> Any:
    """A schema with the rulebook's names in place of what they are called, and without titles of Python's making."""
    if isinstance(part, list):
        return [_named(each, names) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    found: dict[str, Any] = {}
    for key, value in cast("dict[str, Any]", part).items():
        if key in ("properties", "$defs"):
            found[key] = {name: _named(inner, names) for name, inner in value.items()}
        elif key == "enum" and isinstance(value, str):
            found[key] = list(names[value])
        elif key != "title":
            found[key] = _named(value, names)
    return found
