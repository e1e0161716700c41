"""Where a fact stands at the desk: its element on a page, its subject, and what the vocabulary says of its place."""

from __future__ import annotations

import re

from ...cases.places import EVERYONE, UNITS
from ...cases.vocabulary import vocabulary
from ...engine.case.vocabulary import FactSpec, ListSpec

EXCEPTION = "service.ancillary_exception"


def anchor(path: str) -> str:
    """A place as the name of an element."""
    return "f-" + re.sub(r"[^a-z0-9_]+", "-", path.casefold()).strip("-")


def subject_of(path: str) -> str:
    """The subject under which a fact stands."""
    if path.startswith(EXCEPTION):
        return "exception"
    head = path.split(".")[0]
    name, bracket, at = head.partition("[")
    if name == UNITS and bracket:
        return f"technology-{at.rstrip(']')}"
    known = {"law": "provider", EVERYONE: "technologies", UNITS: "technologies", "provider": "provider"}
    return known.get(name, name if name in ("service", "reports") else "next")


def spec_of(path: str) -> FactSpec | None:
    """What the vocabulary says of the fact at a place; ``None`` where there is no such fact."""
    return vocabulary().facts.get(generic(path))


def list_of(path: str) -> ListSpec | None:
    """What the vocabulary says of the list at a place; ``None`` where there is no such list."""
    return vocabulary().lists.get(generic(path))


def generic(path: str) -> str:
    """A place as the vocabulary has it, whichever item of a list it names; empty where there is none. By its number
    alone, unlike in :func:`derogation.cases.places.generic`: the place comes from a form, and is looked up in data."""
    try:
        return vocabulary().address(path).generic if "?" not in path and "+" not in path else ""
    except LookupError:
        return ""
