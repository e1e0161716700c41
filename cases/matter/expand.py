"""A feature as the profile of a case: what the matter shares, then what the feature says, facts overridden by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from msgspec import Struct

from ...reading.document import Document, Place, path_steps, path_text
from ...reading.errors import Problem
from ...reading.values import did_you_mean
from ..profile import PROFILE_FORMAT
from ..vocabulary import vocabulary
from .drafts import Draft, at
from .model import Feature, MatterFile

#: What every feature has of the matter, whole, and parts of which it may say otherwise.
WHOLE = ("kind", "assess_on", "sources", "parties", "provider", "reports", "readings", "authorities")
PARTS = ("service", "law", "every_technology")


class Override(Struct, frozen=True):
    """A shared fact of which one feature says otherwise; both values as plain data, as they stand in the file."""

    feature: str
    path: str
    shared: Any
    own: Any
    because: str


@cache
def leaves() -> frozenset[Place]:
    """The places of a profile at which a fact or a list stands, in the parts that a feature may say itself."""
    found: set[Place] = set()
    for path in (*vocabulary().facts, *vocabulary().lists):
        head, _, rest = path.partition(".")
        if head == "technology":
            found.add(path_steps(f"every_technology.{rest}"))
        elif head in PARTS:
            found.add(path_steps(path))
    return frozenset(found)


def expand(matter: MatterFile, document: Document, index: int) -> tuple[Draft, list[Override], list[Problem]]:
    """The profile of one feature, the shared facts that it overrides, and what is wrong with these."""
    feature, here = matter.features[index], ("features", index)
    draft = Draft(document)
    draft.put(("profile",), PROFILE_FORMAT, ("matter",))
    draft.put(("name",), feature.name or f"{matter.name}, {_called(feature)}", (*here, "name"))
    shared = cast("dict[str, Any]", document.data)
    for key in WHOLE:
        if key in shared:
            draft.put((key,), shared[key], (key,))
    for key in PARTS:
        if shared.get(key):
            draft.merge((key,), shared[key], (key,), leaves())
    own = cast("dict[str, Any]", shared["features"][index])
    for key in ("summary", "preset", "expect"):
        if key in own:
            draft.put((key,), own[key], (*here, key))
    overrides, problems = _overrides(draft, own, feature, here)
    for key in PARTS:
        if own.get(key):
            draft.merge((key,), own[key], (*here, key), leaves())
    if own.get("technologies") is not None:
        draft.put(("technologies",), _without_links(own["technologies"]), (*here, "technologies"))
    for at_, override in enumerate(overrides):
        _note(draft, override, (*here, "overrides"))
        draft.origins.setdefault(("overrides", at_), (*here, "overrides"))
    notes = [*matter.notes, *feature.notes, *(_said(each) for each in overrides)]
    if notes:
        draft.put(("notes",), notes, (*here, "notes"))
    return draft, overrides, problems


def _called(feature: Feature) -> str:
    return feature.service.feature or feature.id


def _without_links(stated: Any) -> Any:
    """The technologies as a profile has them; that one is the same as another is settled by the matter."""
    if isinstance(stated, dict):
        listed = cast("dict[str, Any]", stated)
        return {**listed, "known": _without_links(listed.get("known") or [])}
    kept: list[Any] = []
    for technology in cast("list[dict[str, Any]]", stated):
        kept.append({key: value for key, value in technology.items() if key != "same_as"})
    return kept


# --- overriding -------------------------------------------------------------------------------------------------------


def _overrides(
    draft: Draft, own: dict[str, Any], feature: Feature, here: Place
) -> tuple[list[Override], list[Problem]]:
    """What the feature says although the matter says it too; each is to be named, with a reason."""
    document, found, problems = draft.matter, list[Override](), list[Problem]()
    stated: dict[str, Place] = {}
    for key in PARTS:
        for place in _leaves_of(own.get(key), (key,)):
            stated.setdefault(path_text(place), (*here, *place))
    for place, origin in _of_technologies(own.get("technologies"), here):
        stated.setdefault(path_text(place), origin)
    for path, origin in stated.items():
        shared = draft.get(path_steps(path))
        if shared is None:
            continue
        because = feature.overrides.get(path, "").strip()
        if not because:
            line = document.line(path_steps(path))
            message = f"is stated for all features in line {line}, and again here"
            hint = f"State it once; or add `overrides: {{{path}: why it is otherwise here}}` to this feature."
            problems.append(Problem(message, document.file, document.line(origin), path_text(origin), hint))
        else:
            found.append(Override(feature.id, path, shared, at(document.data, origin), because))
    for path in feature.overrides.keys() - {each.path for each in found} - stated.keys():
        known = [path_text(place) for key in PARTS for place in _leaves_of(draft.get((key,)), (key,))]
        hint = did_you_mean(path, known) or "Name a fact that the matter states for all, and state it in this feature."
        place = (*here, "overrides", path)
        message = f"this feature states no {path!r} of its own"
        problems.append(Problem(message, document.file, document.line(place), path_text(place), hint))
    for path in sorted(feature.overrides.keys() & stated.keys() - {each.path for each in found}):
        if feature.overrides[path].strip():
            place = (*here, "overrides", path)
            message, hint = f"the matter does not state {path!r}, so nothing is overridden", "Delete this line."
            problems.append(Problem(message, document.file, document.line(place), path_text(place), hint))
    return found, problems


def _leaves_of(data: Any, place: Place) -> Iterator[Place]:
    """The places below a place at which something is stated."""
    if isinstance(data, dict) and place not in leaves():
        for key, inner in cast("dict[str, Any]", data).items():
            yield from _leaves_of(inner, (*place, key))
    elif data is not None:
        yield place


def _of_technologies(stated: Any, here: Place) -> Iterator[tuple[Place, Place]]:
    """What single technologies state, as said of every one, each with its place in the matter."""
    listed = cast("dict[str, Any]", stated) if isinstance(stated, dict) else {"known": stated}
    within = ("known",) if isinstance(stated, dict) else ()
    for index, technology in enumerate(cast("list[dict[str, Any]]", listed.get("known") or [])):
        for key, inner in technology.items():
            for place in _leaves_of(inner, ("every_technology", key)):
                if key not in ("id", "title", "description", "same_as"):
                    yield place, (*here, "technologies", *within, index, *place[1:])


def _note(draft: Draft, override: Override, origin: Place) -> None:
    """Leave both values with the fact, where evidence is shown."""
    place = path_steps(override.path)
    stated = draft.get(place)
    if override.path.startswith("every_technology.") and stated == override.shared:
        return  # a single technology says otherwise; what is said of all stays as it is
    if place not in leaves() or isinstance(stated, list):
        return
    full = cast("dict[str, Any]", stated) if isinstance(stated, dict) else {"value": stated}
    if {"known", "complete"} >= full.keys():
        full = {"value": full}
    own = str(full.get("note", "")).rstrip(". ")
    note = f"{own}. {_said(override)}" if own else _said(override)
    where = draft.origins.get(place, origin)
    draft.put(place, {**full, "note": note}, where)


def _said(override: Override) -> str:
    return f"Here {override.path} is {words(override.own)}, for the matter {words(override.shared)}: {override.because}"


def words(stated: Any) -> str:
    """What is stated, in a word or two."""
    if isinstance(stated, dict):
        given = cast("dict[str, Any]", stated)
        if "value" in given:
            return words(given["value"])
        if "positions" in given:
            return "disputed"
        if "unknown" in given:
            return f"unknown ({str(given['unknown']).replace('_', ' ')})"
        if "known" in given or "complete" in given:
            return words(given.get("known", [])) + ("" if given.get("complete", True) else ", perhaps more")
        return ", ".join(f"{key} {words(inner)}" for key, inner in given.items())
    if isinstance(stated, list):
        return "; ".join(words(each) for each in cast("list[Any]", stated)) or "none"
    return {True: "yes", False: "no"}.get(stated, str(stated)) if isinstance(stated, bool) else str(stated)
