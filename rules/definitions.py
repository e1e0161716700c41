"""The definitions in other acts on which the scope of the derogation rests, element by element.

Directive (EU) 2018/1972, Article 2(4) to (7) with its recitals, and Directive 2002/58/EC.
"""

from __future__ import annotations

from functools import cache, partial

from msgspec import Struct

from ..reading.rows import Row
from .law_files import GRADES, read_law

FILES = ("definitions-eecc.yaml", "definitions-eprivacy.yaml")
ROLES = frozenset(
    {
        "alternative",
        "cumulative",
        "example_in",
        "example_out",
        "example_possible",
        "exclusion",
        "exclusion_limb",
    }
    | {"interpretive", "limb", "policy", "sufficient", "test"}
)


class Element(Struct, frozen=True):
    """One element or test of a definition; ``provision`` such as "EECC 2(5)".

    ``interprets`` names elements or, for a definition as a whole, its article; ``quote`` may be "".
    """

    id: str
    provision: str
    role: str
    gist: str
    quote: str
    grade: str
    interprets: tuple[str, ...] = ()
    note: str = ""


class Combination(Struct, frozen=True):
    """How the elements of one definition are joined, in words."""

    term: str
    provision: str
    holds: str
    grade: str
    note: str = ""


@cache
def load_definitions() -> tuple[Element, ...]:
    """Elements and tests of the definitions in Directives (EU) 2018/1972 and 2002/58/EC."""
    files = [read_law(name) for name in FILES]
    return tuple(
        element
        for file in files
        for element in file.each("elements", partial(_element, default_grade=file.text("grade")))
    )


@cache
def load_combinations() -> tuple[Combination, ...]:
    """How the elements of each definition are joined."""
    return tuple(each for name in FILES for each in read_law(name).each("combinations", _combination))


def _combination(row: Row) -> Combination:
    row.only("term", "provision", "holds", "grade", "note")
    return Combination(
        term=row.text("term"),
        provision=row.text("provision"),
        holds=row.text("holds"),
        grade=row.text("grade", among=GRADES),
        note=row.text("note", ""),
    )


def _element(row: Row, default_grade: str) -> Element:
    row.only("element", "provision", "role", "gist", "quote", "grade", "interprets", "note")
    return Element(
        id=row.text("element"),
        provision=row.text("provision"),
        role=row.text("role", among=ROLES),
        gist=row.text("gist"),
        quote=row.text("quote", ""),
        grade=row.text("grade", default_grade, among=GRADES),
        interprets=row.texts("interprets"),
        note=row.text("note", ""),
    )
