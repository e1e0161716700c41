"""Turns a validated profile into the facts that the engine reads."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from ..engine.facts import NEVER, Entity, Items, PartialSet, Position, Statement, Value
from .fact import Listed, PartlyKnown, Stated
from .profile import Profile


def entity_of(profile: Profile) -> Entity:
    """The facts of a profile; technologies take what they do not say themselves from ``every_technology``."""
    shared_statements: dict[str, Statement] = {}
    shared_lists: dict[str, Items] = {}
    _collect(profile.every_technology, "", "every_technology", shared_statements, shared_lists, ())
    return _entity(profile, "", profile.name, (shared_statements, shared_lists))


def _entity(
    model: BaseModel,
    path: str,
    name: str,
    shared: tuple[Mapping[str, Statement], Mapping[str, Items]] = ({}, {}),
) -> Entity:
    statements: dict[str, Statement] = {}
    lists: dict[str, Items] = {}
    _collect(model, "", path, statements, lists, shared)
    return Entity(path, name, statements, lists)


def _collect(
    model: BaseModel,
    prefix: str,
    path: str,
    statements: dict[str, Statement],
    lists: dict[str, Items],
    shared: tuple[Mapping[str, Statement], Mapping[str, Items]] | tuple[()],
) -> None:
    for name, info in type(model).model_fields.items():
        if not prefix and name in ("every_technology", "sources", "parties", "readings", "expect"):
            continue
        value = getattr(model, name)
        key = f"{prefix}{name}"
        place = f"{path}.{name}" if path else name
        extra = info.json_schema_extra
        if isinstance(value, Stated):
            statements[key] = _statement(value, place)
        elif isinstance(extra, dict) and "x-list" in extra:
            closed = isinstance(described := extra["x-list"], dict) and described["closed"]
            if isinstance(value, Listed):
                lists[key] = _items(value, place, shared if key == "technologies" else ())
            elif closed:
                lists[key] = Items()
            elif key == "technologies":
                lists[key] = _items(Listed[Any](complete=False), place, shared)
        elif isinstance(value, BaseModel):
            _collect(value, f"{key}.", place, statements, lists, shared)


def _items(
    listed: Listed[Any],
    path: str,
    shared: tuple[Mapping[str, Statement], Mapping[str, Items]] | tuple[()],
) -> Items:
    entities: list[Entity] = []
    for index, model in enumerate(listed.known):
        entity = _entity(model, f"{path}[{index}]", getattr(model, "id", "") or str(index + 1))
        if shared:
            entity = Entity(
                entity.path,
                entity.name,
                {**shared[0], **entity.statements},
                {**shared[1], **{k: v for k, v in entity.lists.items() if v.known or k not in shared[1]}},
            )
        entities.append(entity)
    other = Entity(f"{path}[?]", "?", *shared) if shared and not listed.complete else None
    return Items(tuple(entities), listed.complete, other)


def _statement(stated: Stated[Any], path: str) -> Statement:
    if stated.positions:
        positions = tuple(Position(p.by, _value(p.value), p.because, p.source, p.inferred) for p in stated.positions)
        return Statement(path, None, "disputed", note=stated.note, positions=positions)
    if stated.value is None:
        return Statement(path, None, stated.unknown or "not_asked", stated.source, stated.note)
    standing = "assumed" if stated.assumed else "supplied"
    return Statement(path, _value(stated.value), standing, stated.source, stated.note)


def _value(value: Any) -> Value | PartialSet:
    if value == "never" and isinstance(value, str):
        return NEVER
    if isinstance(value, PartlyKnown):
        return PartialSet(frozenset(value.known))
    if isinstance(value, tuple):
        return frozenset(str(member) for member in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, bool | int | float | str | datetime.date):
        return value
    raise TypeError(f"not the value of a fact: {value!r}")
