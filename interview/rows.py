"""Lists as people give them: one row for each item, with the facts that tell the items apart."""

from __future__ import annotations

from typing import Any, cast

from ..cases.places import Data, complete, members

#: The facts of a row, in the order in which they are typed, by the list's path in the vocabulary.
FIELDS: dict[str, tuple[str, ...]] = {
    "technologies": ("id",),
    "technology.periods_of_use": ("since", "until"),
    "technology.suspicions.recorded": ("identified_on", "deleted_on"),
    "reports": ("year",),
    "uses_elsewhere": ("since", "until"),
}
#: What an item may say besides, which is not asked for.
ABOUT = ("id", "title", "description", "file", "source")


def fields_of(path: str) -> tuple[str, ...]:
    """The facts of one row of a list."""
    return FIELDS[path]


def row_of(path: str, item: Data) -> Data:
    """The row of an item: what is given when it is listed; its other facts are asked for one by one."""
    return {key: value for key, value in item.items() if key in (*ABOUT, *FIELDS[path])}


def merged(path: str, known: Any, given: Any) -> Any:
    """A list with the rows given added to those it has; a row that it has already is not added again."""
    rows = list(members(known))
    seen = [_identity(path, row) for row in rows]
    for item in members(given):
        row = row_of(path, cast("Data", item))
        if _identity(path, row) not in seen:
            rows.append(row)
            seen.append(_identity(path, row))
    note = cast("Data", given).get("note") if isinstance(given, dict) else None
    if complete(given) and not note:
        return rows
    stated: Data = {"known": rows} if rows or complete(given) else {}
    if not complete(given):
        stated["complete"] = False
    return {**stated, "note": note} if note else stated


def place_of(path: str, item: Any, known: Any) -> int | None:
    """The place of an item in a list that the case has; ``None`` where it has no such item."""
    wanted = _identity(path, cast("Data", item))
    return next((at for at, each in enumerate(members(known)) if _identity(path, each) == wanted), None)


def _identity(path: str, row: Data) -> tuple[str, ...]:
    return tuple(str(_plain(row.get(name))) for name in FIELDS[path])


def _plain(stated: Any) -> Any:
    return cast("Data", stated).get("value", stated) if isinstance(stated, dict) else stated
