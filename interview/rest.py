"""What a script says beyond the questions put: kept all the same, so that nothing a client has answered is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..reading.errors import DerogationError
from .answer import UNKNOWN, Refused
from .places import UNITS, get, members
from .run import text_of
from .script import Script
from .session import Session
from .store import Store

_NAMED = re.compile(rf"{UNITS}\[([^\]]*)\]\.(.*)")


def keep_rest(session: Session, script: Script, store: Store) -> tuple[list[str], list[str]]:
    """Take the answers that no question asked for, where nothing is said yet; the paths kept, and those that have no
    place in the case (a technology that it does not list, a fact that excludes what was answered)."""
    kept: list[str] = []
    lost: list[str] = []
    names = script.unused()
    lists = [name for name in names if session.list_path(name)]  # what is listed comes before what is said of it
    for name in (*lists, *(name for name in names if name not in lists)):
        (kept if _taken(session, script, store, name) else lost).append(name)
    return kept, lost


def _taken(session: Session, script: Script, store: Store, name: str) -> bool:
    for path in _places(session, name):
        if get(session.state.data, path) not in (None, UNKNOWN):
            return True  # said already, in another way
        answer = script.as_answer(name, session.state)
        if answer is None:
            return False
        try:
            given = session.answer(path, answer)
        except Refused:
            return False
        try:
            _ = session.state.derivation
        except DerogationError:  # the facts exclude one another
            session.back()
            return False
        session.unasked += 1
        store.keep(given, text_of(session))
        return True
    return False


def _places(session: Session, name: str) -> Iterator[str]:
    """Where a path of a script lies in the case: a technology is named by its id or its place."""
    match = _NAMED.fullmatch(name)
    if match is None:
        yield name
        return
    units: list[Any] = members(session.state.data.get(UNITS))
    for index, unit in enumerate(units):
        if match[1] in (str(index), str(unit.get("id"))):
            yield f"{UNITS}[{index}].{match[2]}"
