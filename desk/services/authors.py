"""Findings that a document states, and whose each is: of whoever made the version that first said what it says now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from ...cases import places
from ...cases.vocabulary import vocabulary
from ..models import Matter, Version
from .access import User
from .documents import Data, stated_at


def stated_findings(data: Data) -> Iterator[tuple[str, str, str]]:
    """The feature, path and question of every finding that a document states with a value."""
    specs = [spec for spec in vocabulary().facts.values() if spec.finding]
    for feature in [each["id"] for each in data.get("features", ())] or [""]:
        units = places.members(stated_at(data, feature, places.UNITS)[0])
        for spec in specs:
            scope, dot, key = spec.path.partition(".")
            of_unit = [f"{places.UNITS}[{number}].{key}" for number in range(len(units))]
            paths = [*of_unit, f"{places.EVERYONE}.{key}"] if dot and scope == "technology" else [spec.path]
            for path in paths:
                if "value" in statement_at(data, feature, path):
                    yield feature, path, spec.question


def statement_at(data: Data, feature: str, path: str) -> dict[str, Any]:
    """A fact as stated, with its evidence; empty where nothing is."""
    stated, _ = stated_at(data, feature, path)
    if stated is None:
        return {}
    return dict(cast("dict[str, Any]", stated)) if isinstance(stated, dict) else {"value": stated}


def place_of(data: Data, feature: str, path: str) -> str:
    """A fact's place, whatever the order of technologies: its item by its id."""
    head, dot, rest = path.partition(".")
    if not head.startswith(f"{places.UNITS}["):
        return f"{feature}#{path}"
    item, _ = stated_at(data, feature, head)
    return f"{feature}#{places.UNITS}[{item['id']}]{dot}{rest}"


def _said(data: Data, place: str) -> Any:
    """What a document says at a place, without signature; ``None`` where nothing."""
    feature, _, path = place.partition("#")
    if feature and all(each["id"] != feature for each in data.get("features", ())):
        return None
    if path.startswith(f"{places.UNITS}["):
        name, _, rest = path.removeprefix(f"{places.UNITS}[").partition("]")
        units = places.members(stated_at(data, feature, places.UNITS)[0])
        at = next((number for number, unit in enumerate(units) if unit.get("id") == name), None)
        if at is None:
            return None
        path = f"{places.UNITS}[{at}]{rest}"
    return {key: value for key, value in statement_at(data, feature, path).items() if key != "signed"}


def authors_of(matter: Matter, data: Data, facts: list[tuple[str, str]]) -> dict[tuple[str, str], User]:
    """Who made the version that first said of each fact what the last one says, going back from there."""
    at = {fact: place_of(data, *fact) for fact in facts}
    says = {place: _said(data, place) for place in at.values()}
    author: dict[str, User] = {}
    seen = Version.objects.filter(matter=matter, number__lte=matter.head)  # none that was made meanwhile
    versions = seen.select_related("made_by").order_by("-number")
    open_places = set(says)
    for each in versions.iterator(chunk_size=20):
        if not open_places:
            break
        before: Data = json.loads(each.document)
        open_places = {place for place in open_places if _said(before, place) == says[place]}
        author |= dict.fromkeys(open_places, each.made_by)
    return {fact: author[place] for fact, place in at.items()}
