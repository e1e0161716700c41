"""The standard form of Implementing Regulation (EU) 2024/2916: its 147 answer rows as plain data.

The form is data (``form.yaml``), in our own words. This module reads it once and offers it by field id. A
field's category is the number of the point of Article 3(1)(g)(vii) that the field serves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from ..reading.document import read_file
from ..reading.errors import BadRulebook

FieldType = Literal["count", "ratio", "text", "yes_no", "duration", "list"]
Material = Literal["known", "new", "solicitation"]
Users = Literal["eu", "non_eu", "not_stated"]

#: What technologies may look for, in the order of the form.
MATERIALS: tuple[Material, ...] = ("known", "new", "solicitation")
MATERIAL_WORDS: Mapping[str, str] = {
    "known": "known material",
    "new": "new material",
    "solicitation": "solicitation",
}


class Part(Struct, frozen=True):
    """One of several answers that a single row asks for."""

    key: str
    type: FieldType
    label: str


class Field(Struct, frozen=True):
    """One row of the form that expects an answer.

    ``material`` and ``users`` say whom and what the row counts, ``counted`` what one unit of the answer is,
    ``symbol`` how the form's formula calls it. ``condition`` names what the row depends on
    (``content_processed``, ``transfer``, ``new_measures``, ``eu_centre``), ``conditional`` says it in words.
    """

    id: str
    order: int
    category: int
    provision: str
    label: str
    type: FieldType
    unit: str = ""
    block: str = ""
    material: Material | Literal["all"] = "all"
    users: Users = "not_stated"
    counted: str = ""
    optional: bool = False
    symbol: str = ""
    condition: str = ""
    conditional: str = ""
    parts: tuple[Part, ...] = ()
    note: str = ""

    def part(self, key: str) -> Part | None:
        """The part called ``key``, if the row has one."""
        return next((part for part in self.parts if part.key == key), None)

    @property
    def row(self) -> str:
        """How the form is cited for this row: ``Annex, category 6, B1``."""
        return f"Annex, category {self.category}" + (f", {self.symbol}" if self.symbol else "")


class Category(Struct, frozen=True):
    """One category of the form, and with it one point of Article 3(1)(g)(vii)."""

    number: int
    provision: str
    title: str
    fields: tuple[Field, ...]

    @property
    def named(self) -> str:
        """The title inside a sentence."""
        return self.title[0].lower() + self.title[1:]


class Definition(Struct, frozen=True):
    """A word of the form and what the form says it means, "Not defined." included."""

    term: str
    where: str
    meaning: str


class Form(Struct, frozen=True):
    """The whole form. ``fields`` holds every field by id, in the form's order."""

    id: str
    title: str
    celex: str
    eli: str
    in_force_from: date
    definitions: tuple[Definition, ...]
    categories: tuple[Category, ...]
    fields: Mapping[str, Field]

    def nearest(self, field_id: str) -> tuple[str, ...]:
        """The fields most like ``field_id``, for error messages: one by its spelling, else those with the same end."""
        block, _, end = field_id.partition(".")
        same = tuple(name for name in self.fields if name.startswith(f"{block}.") and name.endswith(f".{end}"))
        return same or tuple(get_close_matches(field_id, self.fields, n=1, cutoff=0.6))


@cache
def load_form() -> Form:
    """Read the form that ships with the program. Raises ``BadRulebook`` where the file is damaged."""
    data: dict[str, Any] = read_file(Path(__file__).parent / "form.yaml", error=BadRulebook).data
    categories = tuple(_category(entry) for entry in data["categories"])
    return Form(
        id=data["form"],
        title=data["title"],
        celex=data["celex"],
        eli=data["eli"],
        in_force_from=date.fromisoformat(data["in_force_from"]),
        definitions=tuple(Definition(**entry) for entry in data["definitions"]),
        categories=categories,
        fields={field.id: field for category in categories for field in category.fields},
    )


def _category(entry: dict[str, Any]) -> Category:
    number, provision = int(entry["number"]), str(entry["provision"])
    fields: list[Field] = []
    for raw in entry["fields"]:
        parts = tuple(Part(**part) for part in raw.pop("parts", ()))
        fields.append(Field(category=number, provision=provision, parts=parts, **raw))
    return Category(number, provision, entry["title"], tuple(fields))
