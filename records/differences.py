"""What is different between two profiles, fact by fact, and the profile with some of the differences in place.

A profile is taken apart into what it states: a fact with its evidence, a source, a party, a reading, the day assessed.
Technologies, reports and whatever else has an ``id`` are told apart by it, other lists are one thing each. So that two
profiles differ by changes that can be made one by one: :func:`mixed` makes the old profile with any of them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from ..cases.fact import STATED
from ..cases.matter.expand import words
from ..cases.vocabulary import vocabulary
from ..engine.case.vocabulary import FactSpec
from ..engine.case.words import long_date
from ..showing.diff_record import Change
from ..showing.words import clause

Data = dict[str, Any]
Key = tuple[str, ...]
#: What a profile says that is no fact of the case, and not compared.
ABOUT = ("profile", "name", "kind", "summary", "lesson", "expect", "preset")
#: Parts whose entries are one thing each.
ENTRIES = {"sources": "source", "parties": "party", "readings": "reading"}
ABSENT = object()
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Difference(Struct, frozen=True):
    """A change that can be made by itself: what stands at these keys, before and after (absent where it does not)."""

    change: Change
    old: Mapping[Key, Any]
    new: Mapping[Key, Any]


def taken_apart(data: Mapping[str, Any]) -> dict[Key, Any]:
    """What a profile states, by keys of which ``[hashing]`` is the technology of that id."""
    return {key: value for name, inner in data.items() if name not in ABOUT for key, value in _parts((name,), inner)}


def _parts(key: Key, stated: Any) -> Iterator[tuple[Key, Any]]:
    if len(key) == 2 and key[0] in ENTRIES:
        yield key, stated
        return
    listed = cast("Data", stated) if isinstance(stated, dict) and "value" not in stated else {}
    items: Any = listed.get("known", [] if set(listed) == {"complete"} else stated)
    if key in (("technologies",), ("reports",)) and items == []:
        yield (*key, "complete"), listed.get("complete", True)
        return
    if (
        isinstance(items, list)
        and items
        and all(isinstance(item, dict) and "id" in item for item in cast("Any", items))
    ):
        yield (*key, "complete"), listed.get("complete", True)
        for item in cast("list[Data]", items):
            for name, inner in item.items():
                yield from _parts((*key, f"[{item['id']}]", name), inner)
    elif isinstance(stated, dict) and stated and not set(cast("Data", stated)) <= STATED:
        for name, inner in cast("Data", stated).items():
            yield from _parts((*key, name), inner)
    else:
        yield key, stated


def put_together(parts: Mapping[Key, Any]) -> Data:
    """The profile that states these things; the inverse of :func:`taken_apart`."""
    data: Data = {}
    for key, value in parts.items():
        holder: Any = data
        for at, step in enumerate(key[:-1]):
            if step.startswith("["):
                listed = holder.setdefault("known", [])
                found = next((item for item in listed if item["id"] == step[1:-1]), None)
                if found is None:
                    listed.append(found := {"id": step[1:-1]})
                holder = found
            else:
                holder = holder.setdefault(step, {"known": []} if key[at + 1] == "complete" else {})
        holder[key[-1]] = copy.deepcopy(value)
    return data


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every difference of two profiles, in the order of the new one; an item that is added or gone is one."""
    before, after = taken_apart(old), taken_apart(new)
    groups: dict[Key, list[Key]] = {}
    for key in dict.fromkeys([*after, *before]):
        if before.get(key, ABSENT) != after.get(key, ABSENT):
            groups.setdefault(_whole(key, before, after), []).append(key)
    return tuple(
        Difference(
            _change(whole, keys, before, after),
            {key: before[key] for key in keys if key in before},
            {key: after[key] for key in keys if key in after},
        )
        for whole, keys in groups.items()
    )


def _whole(key: Key, before: Mapping[Key, Any], after: Mapping[Key, Any]) -> Key:
    """What a key belongs to: the outermost item that only one of the two has, else itself."""
    for at, step in enumerate(key):
        if step.startswith("["):
            inner = (*key[: at + 1], "id")
            if (inner in before) is not (inner in after):
                return key[: at + 1]
    return key


def mixed(old: Mapping[str, Any], new: Mapping[str, Any], made: Collection[Difference]) -> Data:
    """The old profile with some of the differences made. Sources of both are there, since others may point at them."""
    parts = taken_apart(old)
    for each in made:
        for key in each.old:
            del parts[key]
        parts.update(each.new)
    for key, value in taken_apart(new).items():
        if key[0] == "sources":
            parts.setdefault(key, value)
    about = {name: old[name] for name in ("profile", "name") if name in old}
    return {**about, **put_together(parts)}


# --- in words --------------------------------------------------------------------------------------------------------


def _change(whole: Key, keys: list[Key], before: Mapping[Key, Any], after: Mapping[Key, Any]) -> Change:
    spec = spec_of(whole)
    olds, news = [before[key] for key in keys if key in before], [after[key] for key in keys if key in after]
    happened: Literal["added", "gone", "changed"] = "added" if not olds else "gone" if not news else "changed"
    kind = ENTRIES.get(whole[0], "finding" if spec is not None and spec.finding else "fact")
    kind = {"assess_on": "day", "notes": "note"}.get(whole[0], kind)
    single = whole == keys[0] and len(keys) == 1
    old, new = (_said(whole, values, single=single) for values in (olds, news))
    if single and happened == "changed" and kind in ("fact", "finding"):
        kind = _of_evidence(kind, olds[0], news[0])
    if kind == "signature":
        old, new = _signature(olds[0]), _signature(news[0])
    question = spec.question if spec is not None else ""
    change = Change(kind, _path(whole), happened, old, new, question)
    plain = olds[:1] + news[:1] if single else []
    return replace(change, sentence=_sentence(change, whole, spec, [_value(each) for each in plain]))


def _value(stated: Any) -> Any:
    return cast("Data", stated).get("value") if isinstance(stated, dict) else stated


def _sentence(change: Change, whole: Key, spec: FactSpec | None, values: list[Any]) -> str:
    """A change as a cover note says it: "[hashing] the impact assessment was completed on ... (before: not stated)"."""
    about = "".join(f"{step} " for step in whole if step.startswith("["))
    if change.kind == "signature" and spec is not None:
        return f"{about}that {clause(spec, values[-1])} is {change.new} (before: {change.old})"
    if change.kind == "evidence":
        return f"{about}what it rests on: {change.path}"
    if spec is not None and values and values[-1] is not None and not isinstance(values[-1], dict):
        said = f"{about}{clause(spec, values[-1])}"
    else:
        said = f"{change.kind if change.kind != 'fact' else ''} {change.path}: {change.new or change.old}".strip()
    match change.happened:
        case "gone":
            return f"no longer stated: {said}"
        case "added":
            return f"{said} (before: not stated)"
        case _:
            return f"{said} (before: {change.old})"


def _of_evidence(kind: str, old: Any, new: Any) -> str:
    """Whether a fact is another, or only what it rests on, or what parties say of it."""
    if "positions" in (*_keys(old), *_keys(new)):
        return "position"
    if words(old) != words(new):
        return kind
    return "evidence" if _signature(old) == _signature(new) else "signature"


def _signature(stated: Any) -> str:
    """Who signed a finding, when and why: "signed by A. Partner on 3 June 2024: the log was read"."""
    signed = cast("Data", stated).get("signed") if isinstance(stated, dict) else None
    if not isinstance(signed, dict):
        return "unsigned"
    given = cast("Data", signed)
    why = f": {given['why']}" if given.get("why") else ""
    return f"signed by {given['by']} on {long_date(date.fromisoformat(str(given['on'])))}{why}"


def _keys(stated: Any) -> tuple[str, ...]:
    return tuple(cast("Data", stated)) if isinstance(stated, dict) else ()


def _said(whole: Key, values: list[Any], *, single: bool) -> str:
    if not values:
        return ""
    if not single:
        return f"{len(values)} things stated"
    value = values[0]
    if whole[0] in ENTRIES:
        told = cast("Data", value)
        return str(told.get("title") or told.get("choice") or told.get("interest") or "as listed")
    if isinstance(value, dict) and "positions" in value:
        stated = cast("list[Data]", cast("Data", value)["positions"])
        return "; ".join(f"{each['by']}: {words(each['value'])}" for each in stated)
    if isinstance(_value(value), str) and DAY.fullmatch(cast("str", _value(value))):
        return long_date(date.fromisoformat(cast("str", _value(value))))
    return " ".join(map(str, cast("list[Any]", value))) if whole[0] == "notes" else words(value)


def _path(whole: Key) -> str:
    text = ""
    for step in whole:
        text += step if step.startswith("[") else f".{step}" if text else step
    return text


def spec_of(whole: Key) -> FactSpec | None:
    """What the vocabulary says of a fact; ``None`` for what is none."""
    known = vocabulary()
    plain = ".".join(step for step in whole if not step.startswith("["))
    for head, item in (("technologies.", "technology."), ("every_technology.", "technology."), ("reports.", "report.")):
        plain = plain.replace(head, item, 1) if plain.startswith(head) else plain
    return known.facts.get(plain)
