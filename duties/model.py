"""One date that matters, and a calendar of them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

Category = Literal["report", "deletion", "list", "relief", "law", "task"]
CATEGORIES: tuple[Category, ...] = ("report", "deletion", "list", "relief", "law", "task")


class Entry(Struct, frozen=True):
    """What falls on one day. ``key`` names it for good, whatever its day: "report 2021".

    ``whose`` is the provider, or whom the law addresses. ``depends`` says on what fact, not known here, the entry
    depends ("" where it is certain); ``done`` what the case says was done. ``second_hand`` marks law that was not read.
    """

    key: str
    day: date
    title: str
    detail: str
    provisions: tuple[str, ...]
    whose: str
    category: Category
    depends: str = ""
    done: str = ""
    second_hand: bool = False


class Calendar(Struct, frozen=True):
    """The entries of a case from ``first_day`` to ``last_day``, both included, in order of time.

    ``remarks`` say what has no day and why.
    """

    case: str
    provider: str
    first_day: date
    last_day: date
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...]
