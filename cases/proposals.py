"""What a caller may say who has no right to state findings: the rest is a proposal, and counts as unknown.

A finding is a legal judgement that a person makes and signs; the vocabulary says which facts are findings. A script
without that right, or a language model, may propose one; nothing that it writes, signature and parties' positions
included, makes it count. A plain fact that a model states counts only where it names a document of the file; on what
the file states already its word never counts.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, cast

from msgspec import Struct

from ..engine.case.vocabulary import FactSpec, ListSpec
from ..reading.document import Place, path_steps, path_text
from ..reading.errors import BadInput, Problem
from ..showing.proposed_record import Proposal, Reason
from .defects import fact_at
from .places import Data, put
from .vocabulary import vocabulary


class Taken(Struct, frozen=True):
    """What may be assessed of what was said, as the data of a profile or matter, and what became a proposal."""

    data: Data
    proposals: tuple[Proposal, ...]


def without_findings(data: Mapping[str, Any]) -> Taken:
    """The data of a profile or matter without its findings, however they are stated; each of them a proposal.

    What is no profile is left as it is, for the loader to refuse; nothing given is changed.
    """
    found: list[Proposal] = []
    kept = cast("Data", _without(dict(data), (), "", found))
    return Taken(kept, tuple(found))


def _without(node: Any, place: Place, feature: str, found: list[Proposal]) -> Any:
    if isinstance(node, list):
        items = cast("list[Any]", node)
        if place == ("features",):
            return [_feature(each, found) for each in items]
        return [_without(each, (*place, at), feature, found) for at, each in enumerate(items)]
    if not isinstance(node, dict):
        return node
    kept: Data = {}
    for key, value in cast("Data", node).items():
        here = (*place, key)
        spec = _finding(here)
        if spec is not None and value is not None:
            found.append(Proposal(path_text(_as_shown(here)), spec.question, value, "finding", feature))
        elif here == ("overrides",) and isinstance(value, dict):
            kept[key] = {path: why for path, why in cast("Data", value).items() if not _names_finding(path)}
        else:
            kept[key] = _without(value, here, feature, found)
    return kept


def _feature(stated: Any, found: list[Proposal]) -> Any:
    name = str(cast("Data", stated).get("id", "")) if isinstance(stated, dict) else ""
    return _without(stated, (), name, found)


def _finding(place: Place) -> FactSpec | None:
    """The finding that a place states."""
    spec = fact_at(place)
    return spec if spec is not None and spec.finding else None


def _names_finding(path: Any) -> bool:
    try:
        return _finding(path_steps(str(path))) is not None
    except ValueError:
        return False


def _as_shown(place: Place) -> Place:
    """A place as people write it, whether its list is plain or known in part."""
    following = (*place[1:], "")
    pairs = zip(place, following, strict=True)
    return tuple(step for step, after in pairs if not (step == "known" and isinstance(after, int)))


def said_by_model(data: Mapping[str, Any], said: Mapping[str, Any]) -> Taken:
    """The data of a profile with what a language model says of it, as far as that counts.

    ``said`` has statements by path (``technologies[0].scans.text``), each a value or ``{value, source, note}``. Raises
    :class:`BadInput` for a path that no profile has and for what is no statement of one value.
    """
    kept = copy.deepcopy(dict(data))
    sources = cast("Data", kept.get("sources") or {})
    found: list[Proposal] = []
    for path, raw in said.items():
        spec, stated = _spec(path), _statement(path, raw)
        if stated is None:
            continue
        because = _proposed(kept, path, spec, stated, sources)
        if because == "":
            put(kept, path, stated)
        elif because != "same":
            found.append(Proposal(path, spec.question, stated, because))
    return Taken(kept, tuple(found))


def supposing(taken: Taken) -> Data | None:
    """The data of a what-if answer: with every plain fact that was proposed; ``None`` where there is none."""
    plain = [each for each in taken.proposals if each.because != "finding"]
    if not plain:
        return None
    supposed = copy.deepcopy(taken.data)
    for each in plain:
        try:
            put(supposed, each.path, each.stated)
        except (LookupError, TypeError):
            hint = "Name an item that the file lists, or state the whole list."
            raise BadInput(Problem("there is no such item in the file", path=each.path, hint=hint)) from None
    return supposed


def _spec(path: str) -> FactSpec | ListSpec:
    """What a path speaks of: a fact, or a list. Raises :class:`BadInput`."""
    known = vocabulary()
    try:
        steps = path_steps(path)
        spec = fact_at(steps) or known.lists.get(known.address(path).generic)
        exact = spec is not None and steps[-1] == spec.path.rpartition(".")[2] and steps[0] not in known.items
    except (ValueError, LookupError):
        spec, exact = None, False
    if spec is None or not exact:
        close = known.nearest(path)
        hint = f"Did you mean {close}? " if close else ""
        raise BadInput(Problem("no profile has such a fact", path=path, hint=f"{hint}`derogation facts` lists all."))
    return spec


def _statement(path: str, raw: Any) -> Any:
    """A statement as a profile has it; ``None`` for one that leaves its fact unknown. Raises :class:`BadInput`."""
    if raw is None:
        return None
    if not isinstance(raw, dict) or fact_at(path_steps(path)) is None:
        return cast("Any", raw)
    stated = cast("Data", raw)
    if "unknown" in stated:
        return None
    more = sorted(stated.keys() - {"value", "source", "note", "known", "complete"})
    if more or not {"value", "known"} & stated.keys():
        hint = "Give `value`, and where it stands: `source` (a key of the file's sources) and `note`."
        raise BadInput(Problem(f"{more[0] if more else 'this'!r} cannot be stated here", path=path, hint=hint))
    return stated


def _proposed(
    data: Data, path: str, spec: FactSpec | ListSpec, stated: Any, sources: Data
) -> Reason | Literal["", "same"]:
    """Why a statement is a proposal; empty where it counts, ``same`` where the file says just that."""
    if not isinstance(spec, FactSpec):
        return "list"
    if spec.finding:
        return "finding"
    steps = path_steps(path)
    try:
        holder = _held(data, steps[:-1])
    except LookupError:
        return "list"
    for_all = ("every_technology", *steps[2:]) if steps[0] == "technologies" else ()
    own: Any = cast("Data", holder).get(str(steps[-1])) if isinstance(holder, dict) else None
    on_file: list[Any] = [own, _held(data, for_all)]
    said: list[Any] = [each for each in on_file if each is not None and not _left_open(each)]
    if said:
        return "same" if _value(said[0]) == _value(stated) else "on_file"
    source = cast("Data", stated).get("source") if isinstance(stated, dict) else None
    return "" if source in sources else "no_source"


def _left_open(stated: Any) -> bool:
    return isinstance(stated, dict) and "unknown" in cast("Data", stated)


def _held(data: Data, steps: Place) -> Any:
    """What stands at a place, ``None`` where nothing does. Raises ``LookupError`` for an item that is not listed."""
    here: Any = data if steps else None
    for step in steps:
        if isinstance(step, int):
            items = cast("Data", here).get("known") if isinstance(here, dict) else here
            if not isinstance(items, list) or step >= len(cast("list[Any]", items)):
                raise LookupError(step)
            here = cast("list[Any]", items)[step]
        else:
            here = cast("Data", here).get(step) if isinstance(here, dict) else None
    return here


def _value(stated: Any) -> Any:
    """What a statement says its fact to be, days as they are written."""
    value: Any = cast("Data", stated).get("value", cast("Any", stated)) if isinstance(stated, dict) else stated
    return value.isoformat() if isinstance(value, date) else value
