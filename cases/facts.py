"""Turns a validated profile into the facts that the engine reads."""

from __future__ import annotations

import datetime
from typing import Any, cast

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import BaseModel

from ..engine.case.address import UNLISTED, Address
from ..engine.case.facts import CASE, NEVER, Entity, Items, PartialSet, Position, Signature, Statement, Value
from .fact import Listed, PartlyKnown, Stated
from .profile import Profile
from .vocabulary import vocabulary

#: What the rules call the series of uses on other features, and one of them.
ELSEWHERE = ("uses_elsewhere", "elsewhere")
#: Parts of a profile that state no fact of the vocabulary, or state it of something else.
NO_FACTS = ("every_technology", "sources", "parties", "readings", "expect", "uses_elsewhere")


class Said(Struct):
    """What a part of a profile says: facts, lists, and ``empty``, the lists that are empty where nobody lists any."""

    facts: dict[str, Statement] = field(default_factory=dict[str, Statement])
    lists: dict[str, Items] = field(default_factory=dict[str, Items])
    empty: dict[str, Items] = field(default_factory=dict[str, Items])


def entity_of(profile: Profile) -> Entity:
    """The facts of a profile; technologies take what they do not say themselves from ``every_technology``."""
    entity = _entity(profile, CASE, "", profile.name, profile.every_technology)
    return replace(entity, lists={**entity.lists, **_elsewhere(profile)})


def _elsewhere(profile: Profile) -> dict[str, Items]:
    """What ran on other features, as the rows of the series that the rules have for it."""
    name, stated = ELSEWHERE
    if profile.uses_elsewhere is None:
        return {}
    known = tuple(
        _entity(use, CASE.member(name, stated, at), f"{name}[{at}]", f"{use.feature} {use.technology}".strip(), None)
        for at, use in enumerate(profile.uses_elsewhere.known)
    )
    return {name: Items(known, profile.uses_elsewhere.complete)}


def _entity(model: BaseModel, address: Address, place: str, name: str, shared: BaseModel | None) -> Entity:
    """A part of a profile as an entity; ``shared`` is what every technology of it inherits."""
    own = _said(model, address, place, shared)
    stated_at = place if place != address.text else ""
    return Entity(address, name, own.facts, {**own.empty, **own.lists}, stated_at)


def _technology(model: BaseModel | None, address: Address, name: str, shared: BaseModel) -> Entity:
    """A technology, listed or (``model`` is None) not, with what is said of all."""
    common = _said(shared, address, "every_technology", None)
    if model is None:
        return Entity(address, name, common.facts, common.lists)
    own = _said(model, address, address.text, None)
    return Entity(address, name, {**common.facts, **own.facts}, {**own.empty, **common.lists, **own.lists})


def _said(model: BaseModel, thing: Address, place: str, shared: BaseModel | None) -> Said:
    """What a model says of a thing; ``place`` is where the model stands in the file."""
    said = Said()
    _collect(model, "", place, said, shared, thing)
    return said


def _collect(model: BaseModel, prefix: str, path: str, said: Said, shared: BaseModel | None, thing: Address) -> None:
    """Gather what a model, or the group of facts ``prefix`` in it, says into ``said``."""
    for name, info in type(model).model_fields.items():
        if not prefix and name in NO_FACTS:
            continue
        value = getattr(model, name)
        key = f"{prefix}{name}"
        place = f"{path}.{name}" if path else name
        extra = info.json_schema_extra
        if isinstance(value, Stated):
            said.facts[key] = _statement(cast("Stated[Any]", value), place)
        elif isinstance(extra, dict) and "x-list" in extra:
            if isinstance(value, Listed):
                said.lists[key] = _items(cast("Listed[Any]", value), thing.fact(key), place, shared)
            elif key == "technologies":
                said.lists[key] = _items(Listed[Any](complete=False), thing.fact(key), place, shared)
            elif cast("dict[str, Any]", extra["x-list"])["closed"]:
                said.empty[key] = Items()
        elif isinstance(value, BaseModel):
            _collect(value, f"{key}.", place, said, shared, thing)


def _items(listed: Listed[Any], list_at: Address, place: str, shared: BaseModel | None) -> Items:
    """The items of a list; those of the technologies inherit what is said of all."""
    item = vocabulary().lists[list_at.generic].item

    def address(at: int | str) -> Address:
        return list_at.thing.member(list_at.key, item, at)

    names = [getattr(model, "id", "") or str(at + 1) for at, model in enumerate(listed.known)]
    if shared is None or list_at.text != "technologies":
        return Items(
            tuple(
                _entity(model, address(at), f"{place}[{at}]", name, None)
                for at, (model, name) in enumerate(zip(listed.known, names, strict=True))
            ),
            listed.complete,
        )
    known = tuple(
        _technology(model, address(at), name, shared)
        for at, (model, name) in enumerate(zip(listed.known, names, strict=True))
    )
    other = None if listed.complete else _technology(None, address(UNLISTED), UNLISTED, shared)
    return Items(known, listed.complete, other)


def _statement(stated: Stated[Any], path: str) -> Statement:
    if stated.positions:
        positions = tuple(Position(p.by, _value(p.value), p.because, p.source, p.inferred) for p in stated.positions)
        return Statement(path, None, "disputed", note=stated.note, positions=positions, stated_on=stated.stated_on)
    if stated.value is None:
        standing = stated.unknown or "not_asked"
        return Statement(path, None, standing, stated.source, stated.note, stated_on=stated.stated_on)
    standing = "assumed" if stated.assumed else "supplied"
    signed = stated.signed and Signature(stated.signed.by, stated.signed.on, stated.signed.why)
    return Statement(
        path, _value(stated.value), standing, stated.source, stated.note, stated_on=stated.stated_on, signed=signed
    )


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
