"""Turns a validated profile into the facts that the engine reads."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import BaseModel

from ..engine.case.facts import NEVER, Entity, Items, PartialSet, Position, Statement, Value
from .fact import Listed, PartlyKnown, Stated
from .profile import Profile


@dataclass(slots=True)
class Said:
    """What a part of a profile says: facts, lists, and ``empty``, the lists that are empty where nobody lists any."""

    facts: dict[str, Statement] = field(default_factory=dict[str, Statement])
    lists: dict[str, Items] = field(default_factory=dict[str, Items])
    empty: dict[str, Items] = field(default_factory=dict[str, Items])


def entity_of(profile: Profile) -> Entity:
    """The facts of a profile; technologies take what they do not say themselves from ``every_technology``."""
    shared = Said()
    _collect(profile.every_technology, "", "every_technology", shared, Said())
    return _entity(profile, "", profile.name, Said(), shared)


def _entity(model: BaseModel, path: str, name: str, inherited: Said, shared: Said) -> Entity:
    own = Said()
    _collect(model, "", path, own, shared)
    return Entity(path, name, {**inherited.facts, **own.facts}, {**own.empty, **inherited.lists, **own.lists})


def _collect(model: BaseModel, prefix: str, path: str, said: Said, shared: Said) -> None:
    """Gather what a model says into ``said``; ``shared`` is what every technology inherits."""
    for name, info in type(model).model_fields.items():
        if not prefix and name in ("every_technology", "sources", "parties", "readings", "expect"):
            continue
        value = getattr(model, name)
        key = f"{prefix}{name}"
        place = f"{path}.{name}" if path else name
        extra = info.json_schema_extra
        if isinstance(value, Stated):
            said.facts[key] = _statement(cast("Stated[Any]", value), place)
        elif isinstance(value, Listed):
            said.lists[key] = _items(cast("Listed[Any]", value), place, shared if key == "technologies" else None)
        elif isinstance(extra, dict) and "x-list" in extra:
            if key == "technologies":
                said.lists[key] = _items(Listed[Any](complete=False), place, shared)
            elif cast("dict[str, Any]", extra["x-list"])["closed"]:
                said.empty[key] = Items()
        elif isinstance(value, BaseModel):
            _collect(value, f"{key}.", place, said, shared)


def _items(listed: Listed[Any], path: str, shared: Said | None) -> Items:
    inherited = shared or Said()
    entities = tuple(
        _entity(model, f"{path}[{index}]", getattr(model, "id", "") or str(index + 1), inherited, Said())
        for index, model in enumerate(listed.known)
    )
    unlisted = shared is not None and not listed.complete
    other = Entity(f"{path}[?]", "?", inherited.facts, inherited.lists) if unlisted else None
    return Items(entities, listed.complete, other)


def _statement(stated: Stated[Any], path: str) -> Statement:
    if stated.positions:
        positions = tuple(Position(p.by, _value(p.value), p.because, p.source, p.inferred) for p in stated.positions)
        return Statement(path, None, "disputed", note=stated.note, positions=positions)
    if stated.value is None:
        return Statement(path, None, stated.unknown or "not_asked", stated.source, stated.note)
    standing = "assumed" if stated.assumed else "supplied"
    return Statement(path, _value(stated.value), standing, stated.source, stated.note)


def _value(value: Any) -> Value | PartialSet:
    if value == "never":
        return NEVER
    if isinstance(value, PartlyKnown):
        return PartialSet(frozenset(cast("PartlyKnown[str]", value).known))
    if isinstance(value, tuple):
        return frozenset(cast("tuple[str, ...]", value))
    if isinstance(value, bool | int | float | str | datetime.date):
        return value
    raise TypeError(f"not the value of a fact: {value!r}")
