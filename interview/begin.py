"""How an interview begins: from nothing, from a case, from what the journal holds, or from the file as it is now."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..cases.loader import Case, check_readings, load_case
from ..engine.law.rulebook import Rulebook
from ..reading.errors import BadInput, Problem
from .run import same_start, text_of
from .session import Session, Way
from .start import facts_for, new_case
from .store import Store


class Begun(Struct, frozen=True):
    """An interview that FILE holds or that begins in it, and what keeps it."""

    session: Session
    store: Store


def begin(
    book: Rulebook,
    file: Path,
    case: tuple[Case, Path] | None,
    on: date | None,
    way: Way,
    *,
    resume: bool = False,
    restart: bool = False,
) -> Begun:
    """The interview that FILE holds, or a new one, from a case and the folder that it lies in, if there is one.

    Raises :class:`BadInput` for a file that the interview did not write, unless it is told to go on from it or to
    replace it, and where FILE's interview began from something else.
    """
    store = Store(file)
    if not file.parent.is_dir():
        raise BadInput(Problem("there is no such folder", str(file.parent), hint="Make it first, or correct -o."))
    if file.is_dir():
        raise BadInput(Problem("this is a folder, not a file", str(file), hint="Name a file in it."))
    start: dict[str, Any] = new_case(file.stem or "case")
    opening = case is None
    if case is not None:
        check_readings(case[0], book)
        start = facts_for(case[0].document.data, case[1], file.parent)
    if on is not None:
        start["assess_on"] = on
    kept = None if restart else store.kept()
    if kept is not None and store.wrote(kept):
        told = (case is not None and not same_start(start, kept.start)) or (
            on is not None and case is None and str(on) != str(kept.start.get("assess_on"))
        )
        if told:
            hint = "Leave CASE and --on out to go on with it, or begin again with --restart."
            raise BadInput(Problem("the interview in this file began from other facts", str(file), hint=hint))
        session = Session(
            book, kept.start, opening=kept.opening, given=kept.given, way=way, folder=file.parent,
            remembered=kept.remembered,
        )  # fmt: skip
        store.go_on(kept, text_of(session))
        return Begun(session, store)
    if file.exists() and not restart:
        if not resume:
            what = "has been changed since the interview wrote it" if kept else "exists and is not of an interview"
            hint = "--resume goes on from it as it is; --restart replaces it; or name another file with -o."
            raise BadInput(Problem(f"the file {what}", str(file), hint=hint))
        loaded = load_case(file)
        check_readings(loaded, book)
        start, opening = facts_for(loaded.document.data, file.parent, file.parent), False
        if on is not None:
            start["assess_on"] = on
    elif resume:
        raise BadInput(
            Problem("there is no such file to go on from", str(file), hint="Leave --resume out to begin it.")
        )
    session = Session(book, start, opening=opening, given=[], way=way, folder=file.parent)
    store.begin(start, text_of(session), opening=opening)
    return Begun(session, store)
