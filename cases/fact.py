"""How a profile states one fact: plainly, with evidence, as unknown, or as positions of parties.

publicly_available: true                                        # plain
publicly_available: {value: true, source: terms, note: "cl. 2"}   # with evidence
publicly_available: {value: true, assumed: true}                # taken as notorious by the author
publicly_available: {unknown: not_disclosed}                    # asked, not answered
minor: {positions: [{by: TikTok, value: true, source: email, inferred: true}]}
proportionate: {value: true, signed: {by: A. Partner, on: 2024-06-03, why: ...}}   # a finding, by who made it
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Annotated, Any, Generic, Literal, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ..reading import values

T = TypeVar("T")
Absence = Literal["not_asked", "not_disclosed", "does_not_apply"]


class Model(BaseModel):
    """A part of a profile: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _written(pattern: str) -> JsonSchemaValue:
    """The schema of text that a value may be written as; blanks around it do not count."""
    return {"type": "string", "pattern": rf"^\s*({pattern})\s*$"}


def _any_case(*words: str) -> str:
    return "|".join("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in words)


_DAY = r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"


def _figures(schema: JsonSchemaValue, pattern: str = values.FIGURE) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [schema, _written(pattern)]})


_YES_OR_NO = WithJsonSchema({"anyOf": [{"type": "boolean"}, _written(_any_case("yes", "no", "true", "false"))]})
_NO = WithJsonSchema({"anyOf": [{"const": False}, _written(_any_case("no", "false"))]})
Flag = Annotated[bool, BeforeValidator(values.yes_or_no), _YES_OR_NO]


Day = Annotated[datetime.date, BeforeValidator(values.day), WithJsonSchema(_written(_DAY))]


class StatedPosition(Model, Generic[T]):
    """What one party says of a fact."""

    by: str = Field(min_length=1, description="The party that takes the position")
    value: T
    because: str = Field(default="", description="The party's reason")
    source: str = Field(default="", description="Key of the source")
    inferred: Flag = Field(default=False, description="Drawn from its words or conduct, not said by it")


class Signed(Model):
    """Who made a finding, on which day, and why."""

    by: str = Field(min_length=1, description="Who made the finding")
    on: Day = Field(description="The day on which it was made: facts from later days overtake it")
    why: str = Field(default="", description="The reasons")


class Stated(Model, Generic[T]):
    """One fact as stated. Exactly one of ``value``, ``unknown`` and ``positions`` is given."""

    value: T | None = None
    unknown: Absence | None = None
    positions: tuple[StatedPosition[T], ...] | None = None
    assumed: Flag = False
    source: str = ""
    note: str = ""
    stated_on: Day | None = None
    signed: Signed | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return {"value": data}
        stated = cast("dict[str, Any]", data)
        if not stated:
            raise ValueError("says nothing; write its value, or leave the fact out")
        return {"value": stated} if {"known", "complete"} >= set(stated) else stated

    @model_validator(mode="after")
    def _one_statement(self) -> Stated[T]:
        given = [name for name in ("value", "unknown", "positions") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(
                f"says two things at once ({' and '.join(f'`{name}`' for name in given)}); keep one of them"
            )
        if self.positions is not None and not self.positions:
            raise ValueError("is disputed without a position; list at least one position, or leave the fact out")
        if self.signed and self.value is None:
            raise ValueError("is signed but finds nothing; add `value: true` or `value: false`, or take `signed:` out")
        if not given and (self.source or self.note or self.assumed or self.stated_on):
            raise ValueError("has evidence but no value; add `value: ...`, or `unknown: not_disclosed`")
        if self.positions is not None:
            parties = [position.by for position in self.positions]
            twice = sorted(party for party, times in Counter(parties).items() if times > 1)
            if twice:
                raise ValueError(f"has two positions of {twice[0]}; a party takes one position on a fact")
            if self.source or self.assumed:
                raise ValueError("is disputed, so its source stands with each position; move it there")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        full = handler.resolve_ref_schema(handler(core_schema))
        options: list[JsonSchemaValue] = full["properties"]["value"]["anyOf"]
        return {"anyOf": [*options, dict(full)]}


#: The keys of a statement: a map that has no others states one fact, set or list.
STATED = frozenset({*Stated.model_fields, "known", "complete"})


class PartlyKnown(Model, Generic[T]):
    """A set of which only some members are known."""

    known: tuple[T, ...]
    complete: Annotated[Literal[False], BeforeValidator(values.yes_or_no), _NO]


def _denied(value: object) -> bool:
    try:
        return not values.yes_or_no(value)
    except values.Unreadable:
        return False


def whole_or_part(value: Any) -> Any:
    """Refuse what is neither a list nor a list known in part (``{known: [...], complete: false}``)."""
    data = cast("dict[str, Any]", value) if isinstance(value, dict) else {"known": value, "complete": False}
    if not isinstance(data.get("known"), list | tuple):
        raise ValueError("expects a list, written as [first, second]")
    if not _denied(data.get("complete")):
        raise ValueError("is a list known in part only, so write `complete: false`; if it is complete, write [...]")
    return cast("Any", value)


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


#: A choice is read without the blanks around it, as every value is.
Trimmed = BeforeValidator(_trimmed)
YesNo = Stated[Flag]
Date = Stated[Day]
DateOrNever = Stated[
    Annotated[
        datetime.date | Literal["never"],
        BeforeValidator(values.day_or_never),
        WithJsonSchema({"anyOf": [{"const": "never"}, _written(f"{_DAY}|{_any_case('never')}|9999-12-31")]}),
    ]
]
_NUMBER: JsonSchemaValue = {"type": "number", "minimum": 0}
Number = Stated[Annotated[float | int, BeforeValidator(values.number), _figures({**_NUMBER, "maximum": values.MOST})]]
Share = Stated[Annotated[float | int, BeforeValidator(values.share), _figures({**_NUMBER, "maximum": 100})]]
Year = Stated[
    Annotated[
        int,
        BeforeValidator(values.year),
        _figures({"type": "integer", "minimum": values.FIRST_YEAR, "maximum": values.LAST_YEAR}, "(19|20)[0-9]{2}"),
    ]
]


def indicates(fact: str, value: object, supports: bool) -> dict[str, object]:
    """An indicator of a finding: where ``fact`` is ``value``, it supports the finding or undercuts it."""
    return {"fact": fact, "value": value, "supports": supports}


def fact(
    question: str,
    *provisions: str,
    finding: bool = False,
    unit: str = "",
    never: str = "",
    fixed: bool = False,
    not_before: str = "",
    who: str = "provider",
    legal: bool = False,
    indicators: tuple[dict[str, object], ...] = (),
    rests_on: tuple[str, ...] = (),
) -> Any:
    """Describe one fact: the one place from which schema, interview, forms and columns are made.

    ``provisions`` are ledger paths; ``unit`` as text ("months"); ``never`` words a date that has not come;
    ``fixed`` marks what nobody can change; ``who`` can supply it (provider, authority, others); ``not_before`` is the
    path of another day of the same thing that this one cannot precede; ``legal`` marks what reads like a plain question
    and only a lawyer can answer (an element of a definition); ``rests_on`` are plain facts, or groups of them
    (``technology.scans``), that bear on a finding besides its indicators: where one is of a later day, the finding is
    overtaken.
    """
    described: dict[str, Any] = {
        "question": question,
        "provisions": list(provisions),
        "finding": finding,
        "unit": unit,
        "never": never,
        "fixed": fixed,
        "not_before": not_before,
        "who": who,
        "legal": legal,
        "indicators": list(indicators),
        "rests_on": list(rests_on),
    }
    return Field(default=None, description=question, json_schema_extra={"x-fact": described})


#: Entries of a list: an assessment of so many takes seconds.
MAX_ENTRIES = 1000


class Listed(Model, Generic[T]):
    """A list of things: plain, or known only in part (``{known: [...], complete: false}``)."""

    known: tuple[T, ...] = ()
    complete: Flag = True
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, data: Any) -> Any:
        if isinstance(data, list | tuple):
            data = {"known": cast("Any", data)}
        stated = cast("dict[str, Any]", data) if isinstance(data, dict) else dict[str, Any]()
        if not {"known", "complete"} & set(stated):
            raise ValueError("expects a list")
        if "known" not in stated and not _denied(stated["complete"]):
            raise ValueError("is said to be complete but lists nothing; write [] if there is none")
        entries = stated.get("known")
        if isinstance(entries, list | tuple) and (length := len(cast("list[Any]", entries))) > MAX_ENTRIES:
            raise ValueError(f"lists {length:,} entries and at most {MAX_ENTRIES:,} are read; make several profiles")
        return stated

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        full = handler.resolve_ref_schema(handler(core_schema))
        return {"anyOf": [full["properties"]["known"], {"type": "null"}, dict(full)]}


def listed(question: str, *provisions: str, item: str, closed: bool = False) -> Any:
    """Describe a list: what its items are called, and whether leaving it out means that it is empty."""
    described: dict[str, Any] = {"question": question, "provisions": list(provisions), "item": item, "closed": closed}
    return Field(default=None, description=question, json_schema_extra={"x-list": described})
