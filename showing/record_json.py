"""The JSON forms of what is found of decision records: verified, shown and replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Protocol

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from .contract import Digest, Shape, Value, closed, schema_of

VERIFIED, SHOWN, REPLAYED = "derogation/record-verify/1", "derogation/record-show/1", "derogation/record-replay/1"


@closed
class PropertyJson(TypedDict):
    """A property that was checked and holds, or that was not checked and why."""

    file: str
    """The record."""
    property: str
    """The property."""
    found: str
    """What was found."""


@closed
class VerifiedJson(TypedDict):
    """Records verified; where a property does not hold there is an error instead."""

    schema: Literal["derogation/record-verify/1"]
    """The name of this contract."""
    properties: list[PropertyJson]
    """Each property of each record."""
    head: str
    """The hash of the last record; empty where there is none."""


@closed
class StatedJson(TypedDict):
    """A leaf of the facts."""

    path: str
    """Its place in the profile."""
    value: Value
    """What is stated there."""


@closed
class ShownJson(TypedDict):
    """What a record holds."""

    schema: Literal["derogation/record-show/1"]
    """The name of this contract."""
    recorded_at: str
    """When it was made, in UTC."""
    version: str
    """The version of the program that made it."""
    on: str
    """The day assessed."""
    standpoint: str | None
    """The party whose positions were taken."""
    on_the_record: bool
    """Whether what its bearer had not shown counted against it."""
    readings: dict[str, str]
    """The readings chosen."""
    engines: list[str]
    """The engines that derived it."""
    outcome: str | None
    """The outcome; null where it is withheld."""
    sentence: str | None
    """The answer in a sentence; null where it is withheld."""
    rulebook_digest: Annotated[Digest, Shape(description="SHA-256 of the rules")]
    law_digest: Annotated[Digest, Shape(description="SHA-256 of the program's account of the law")]
    key: str
    """The public key that the signature names."""
    index: int
    """Its number in its chain."""
    previous: str | None
    """The hash of the record before it."""
    hash: str
    """Its own hash."""
    withheld: dict[str, int]
    """How many leaves of the facts and of the answer are withheld."""
    facts: list[StatedJson]
    """The facts stated and not withheld, leaf by leaf."""


@closed
class ChangeJson(TypedDict):
    """Something that is not as it was recorded."""

    kind: Literal["program", "law", "rule", "answer"]
    """What kind of thing."""
    what: str
    """Which: a rule by its name, a part of the answer by its JSON pointer."""
    before: str
    """As recorded."""
    after: str
    """As it is now."""


@closed
class ReplayedJson(TypedDict):
    """What a replay found."""

    schema: Literal["derogation/record-replay/1"]
    """The name of this contract."""
    same: bool
    """Whether the answer derived anew has the same bytes."""
    same_by_recorded_rules: bool
    """Whether it has by the rules that the record holds, the program's version aside."""
    changes: list[ChangeJson]
    """What is not as it was."""


class Change(Protocol):
    """A change as a replay names it."""

    @property
    def kind(self) -> Any: ...
    @property
    def what(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


class Replayed(Protocol):
    """What a replay found."""

    @property
    def same(self) -> bool: ...
    @property
    def same_by_recorded_rules(self) -> bool: ...
    @property
    def changes(self) -> Sequence[Change]: ...


def verified_data(found: Sequence[tuple[str, str, str]], head: str) -> VerifiedJson:
    """Properties that were checked, and the hash of the last record."""
    return {
        "schema": VERIFIED,
        "properties": [{"file": file, "property": name, "found": text} for file, name, text in found],
        "head": head,
    }


def shown_data(about: Mapping[str, Any]) -> ShownJson:
    """What a record holds, as :func:`records.summary.summary` has it."""
    return {"schema": SHOWN, **about}  # pyright: ignore[reportReturnType]


def replayed_data(found: Replayed) -> ReplayedJson:
    """What a replay found."""
    changes: list[ChangeJson] = [
        {"kind": each.kind, "what": each.what, "before": each.before, "after": each.after} for each in found.changes
    ]
    return {
        "schema": REPLAYED,
        "same": found.same,
        "same_by_recorded_rules": found.same_by_recorded_rules,
        "changes": changes,
    }


def verified_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what `record verify` and `record chain` print."""
    return schema_of(VerifiedJson, VERIFIED, "Decision records, verified", rulebook)


def shown_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what `record show` prints."""
    return schema_of(ShownJson, SHOWN, "A decision record", rulebook)


def replayed_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of what `record replay` prints."""
    return schema_of(ReplayedJson, REPLAYED, "A decision record, replayed", rulebook)
