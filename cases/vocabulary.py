"""The vocabulary of facts, read off the profile model."""

from __future__ import annotations

import datetime
import types
import typing
from functools import cache
from typing import Any, cast

from msgspec.structs import replace
from pydantic import BaseModel

from ..engine.case.vocabulary import FactSpec, FactType, Indicator, ListSpec, OwnWord, Vocabulary
from .fact import Listed, PartlyKnown, Stated
from .limits import LIMITS, PRESUMED
from .profile import Profile

#: Facts that say what a service is, not what its provider does: where they are known, no other is proposed.
NATURE = ("service.",)


@cache
def vocabulary() -> Vocabulary:
    """All facts and lists that a profile may state, by the paths that rules use."""
    facts: dict[str, FactSpec] = {}
    lists: dict[str, ListSpec] = {}
    _walk(Profile, "", facts, lists)
    return Vocabulary(_with_groups_opened(facts), lists, LIMITS, PRESUMED)


def _with_groups_opened(facts: dict[str, FactSpec]) -> dict[str, FactSpec]:
    """The facts, with each group that a finding rests on as the plain facts that are in it."""
    plain = [path for path, spec in facts.items() if spec.plain]

    def opened(named: tuple[str, ...]) -> tuple[str, ...]:
        found = [path for each in named for path in plain if path == each or path.startswith(f"{each}.")]
        assert all(any(path == each or path.startswith(f"{each}.") for path in plain) for each in named), named
        return tuple(dict.fromkeys(found))

    return {path: replace(spec, rests_on=opened(spec.rests_on)) for path, spec in facts.items()}


def _walk(model: type[BaseModel], prefix: str, facts: dict[str, FactSpec], lists: dict[str, ListSpec]) -> None:
    for name, info in model.model_fields.items():
        path = f"{prefix}{name}"
        if path == "every_technology":
            continue
        extra = cast("dict[str, Any]", info.json_schema_extra or {})
        if "x-fact" in extra:
            facts[path] = _fact(path, info.annotation, extra["x-fact"])
        elif "x-list" in extra:
            described = extra["x-list"]
            lists[path] = ListSpec(
                path=path,
                item=described["item"],
                question=described["question"],
                provisions=tuple(described["provisions"]),
                closed=described["closed"],
            )
            _walk(_item_model(info.annotation), f"{described['item']}.", facts, lists)
        elif isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            _walk(info.annotation, f"{path}.", facts, lists)


def _members(annotation: Any) -> tuple[Any, ...]:
    """The types that an annotation allows, unions and ``Annotated`` opened."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _members(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return tuple(member for option in typing.get_args(annotation) for member in _members(option))
    return (annotation,)


def _item_model(annotation: Any) -> type[BaseModel]:
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, Listed):
            known = member.model_fields["known"].annotation
            return cast("type[BaseModel]", typing.get_args(known)[0])
    raise TypeError(f"not a list of things: {annotation}")


def _value_members(annotation: Any) -> tuple[Any, ...]:
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, Stated):
            return _members(member.model_fields["value"].annotation)
    raise TypeError(f"not a fact: {annotation}")


def _fact(path: str, annotation: Any, described: dict[str, Any]) -> FactSpec:
    type_, choices = _type(_value_members(annotation))
    return FactSpec(
        path=path,
        type=type_,
        question=described["question"],
        provisions=tuple(described["provisions"]),
        unit=described["unit"],
        choices=choices,
        finding=described["finding"],
        never=described["never"],
        fixed=described["fixed"],
        not_before=described["not_before"],
        who=described["who"],
        own_word=_own_word(path, described),
        nature=path.startswith(NATURE),
        indicators=tuple(Indicator(**indicator) for indicator in described["indicators"]),
        rests_on=tuple(described["rests_on"]),
        legal=described["legal"],
    )


def _own_word(path: str, described: dict[str, Any]) -> OwnWord:
    """Whether a provider's word on its own plain conduct counts: what it does to messages in any case, for anybody can
    hold it to that; other conduct where it decides no burden in its favour; what its service is in law, never."""
    if described["finding"] or described["who"] != "provider" or path.startswith("service."):
        return "never"
    public = path.startswith(("technology.scans.", "technology.detects.")) or path == "report.published_on"
    return "always" if public else "unless_it_helps"


def _type(members: tuple[Any, ...]) -> tuple[FactType, tuple[str, ...]]:
    plain: dict[Any, FactType] = {
        bool: "bool",
        datetime.date: "date",
        float: "number",
        int: "number",
        str: "text",
    }
    if any(isinstance(member, type) and issubclass(member, PartlyKnown) for member in members):
        inner = next(member for member in members if typing.get_origin(member) is tuple)
        (member,) = _members(typing.get_args(inner)[0])
        return "set", typing.get_args(member)
    for member in members:
        if member in plain:
            return plain[member], ()
    literal = next(member for member in members if typing.get_origin(member) is typing.Literal)
    return "choice", typing.get_args(literal)
