"""What a document lists, changed: technologies, periods, reports, sources, parties, features, each as a new document.

What is listed is not said to be all there is until somebody says so.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, cast

from ...cases import places
from ...cases.matter.model import MATTER_FORMAT
from ...reading.errors import BadInput, Problem
from .documents import Data, stated_at, with_fact

#: What a profile says that belongs to a feature once there are several.
OF_FEATURE = ("service", "law", "every_technology", "technologies", "preset", "expect")


def added(data: Data, feature: str, path: str, item: Data) -> Data:
    """The document with one item more in a list. Raises :class:`BadInput` for an id that is taken."""
    raw, _ = stated_at(data, feature, path)
    known = list(places.members(raw))
    if "id" in item and any(each.get("id") == item["id"] for each in known):
        raise BadInput(Problem(f"there is one called {item['id']!r} already", path=path, hint="Choose another name."))
    return with_fact(data, feature, path, _list([*known, item], raw))


def removed(data: Data, feature: str, path: str) -> Data:
    """The document without one item of a list."""
    before, _, at = path.rpartition("[")
    raw, _ = stated_at(data, feature, before)
    known, number = list(places.members(raw)), int(at.rstrip("]"))
    return with_fact(data, feature, before, _list([*known[:number], *known[number + 1 :]], raw))


def declared(data: Data, feature: str, path: str, said: str) -> Data:
    """The document with what is said of a list as a whole: ``all``, ``more`` (there may be), or ``unsaid``."""
    raw, _ = stated_at(data, feature, path)
    known = places.members(raw)
    if said == "unsaid" and not known:
        return with_fact(data, feature, path, None)
    note = cast("Data", raw).get("note") if isinstance(raw, dict) else None
    whole: Any = {"known": known, "note": note} if note else known
    partly = {"known": known, "complete": False, **({"note": note} if note else {})}
    return with_fact(data, feature, path, whole if said == "all" else partly)


def _list(known: list[Any], raw: Any) -> Any:
    """Items in the form of what stood there; a list of which nobody had spoken may have more."""
    if isinstance(raw, list):
        return known
    beside = cast("Data", raw) if isinstance(raw, dict) else {"complete": False}
    return {**beside, "known": known}


def short_name(title: str, taken: list[str], default: str) -> str:
    """A short name made of a title, as ids are written."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:40] or default
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    return name


def with_entry(data: Data, kind: str, key: str, entry: Data | None) -> Data:
    """The document with a source or a party put under a key, or (``None``) taken away."""
    data = copy.deepcopy(data)
    held = cast("dict[str, Any]", data.setdefault(kind, {}))
    if entry is None:
        held.pop(key, None)
    else:
        held[key] = entry
    if not held:
        data.pop(kind)
    return data


def with_text(data: Data, feature: str, path: str, text: str) -> Data:
    """The document with a text that is no fact (a name, a summary), or without it."""
    data = copy.deepcopy(data)
    head = path.split(".")[0]
    own = feature and (head in OF_FEATURE or path.startswith("feature."))
    holder = next(each for each in data["features"] if each["id"] == feature) if own else data
    path = path.removeprefix("feature.")
    if text:
        places.put(holder, path, text)
        return data
    parent, dot, last = path.rpartition(".")
    here = places.get(holder, parent) if dot else holder
    if isinstance(here, dict):
        cast("Data", here).pop(last, None)
    return data


def with_feature(data: Data, title: str, preset: str = "") -> Data:
    """The document with one feature more. A profile becomes a matter, whose first feature is what it was."""
    data = copy.deepcopy(data)
    if "features" not in data:
        data = _as_matter(data)
    taken = [str(each["id"]) for each in data["features"]]
    feature: Data = {"id": short_name(title, taken, "feature"), "name": title}
    data["features"].append(feature | ({"preset": preset} if preset else {}))
    return data


def without_feature(data: Data, feature: str) -> Data:
    """The document without one feature. Raises :class:`BadInput` where it is the only one."""
    left = [each for each in data.get("features", []) if each["id"] != feature]
    if not left:
        raise BadInput(Problem("a matter has at least one feature", hint="Delete the matter instead."))
    return {**copy.deepcopy(data), "features": copy.deepcopy(left)}


def _as_matter(data: Mapping[str, Any]) -> Data:
    """A profile as a matter of one feature; what crosses over between features is worked out there, not stated."""
    if data.get("uses_elsewhere"):
        message = "the profile states what runs on other features, which a matter works out itself"
        raise BadInput(Problem(message, path="uses_elsewhere", hint="Take it out, in the text of the file."))
    service = cast("Data", data.get("service", {}))
    title = str(service.get("feature") or data["name"])
    own = {key: data[key] for key in OF_FEATURE if key in data}
    shared = {key: data[key] for key in data if key not in (*OF_FEATURE, "profile", "lesson")}
    first = {"id": short_name(title, [], "feature"), "name": str(data["name"]), **own}
    return {"matter": MATTER_FORMAT, **shared, "features": [first]}
