"""A look into a spreadsheet before it is opened: what it unpacks to, what is merged, how far down cells stand.

The look costs no memory, whatever the file says of itself; opening does, for a merged range cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from ..reading.errors import BadInput, Problem
from ..reading.package import Refused, Told, look_through

MAX_FILE = 10_000_000
MAX_UNPACKED = 20_000_000
MAX_ROWS = 5_000
MAX_MERGED = 10_000
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_HINT = "Is this really an .xlsx file? Open it and save it again."


class Merged(Struct, frozen=True):
    """A merged range: its reference, and first and last column and row, from 1."""

    ref: str
    left: int
    top: int
    right: int
    bottom: int


class Layout(Struct):
    """What a sheet says of its cells: ranges that are merged, and the last row in which something stands."""

    merged: list[Merged] = field(default_factory=list[Merged])
    last_row: int = 0


def layouts(raw: bytes, file: str) -> Mapping[str, Layout]:
    """The layout of each sheet by its place in the package.

    Raises ``BadInput`` for what is no spreadsheet, unpacks to too much or brings XML declarations of its own.
    """
    if len(raw) > MAX_FILE:
        raise BadInput(Problem(f"the spreadsheet has more than {MAX_FILE:,} bytes", file, hint=_HINT))
    found: dict[str, Layout] = {}

    def watch(part: str) -> Told:
        return _watching(found.setdefault(part, Layout()))

    look_through(raw, file, MAX_UNPACKED, "a spreadsheet (.xlsx)", watch)
    return found


def _watching(layout: Layout) -> Told:
    row = 0

    def told(name: str, attributes: dict[str, str]) -> None:
        nonlocal row
        match name:
            case "row":
                number = attributes.get("r", "")
                row = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else row + 1
            case "v" | "is" | "f":
                layout.last_row = max(layout.last_row, row)
            case "mergeCell":
                if len(layout.merged) >= MAX_MERGED:
                    raise Refused(f"the spreadsheet has more than {MAX_MERGED:,} merged ranges")
                layout.merged.append(merged(attributes.get("ref", "")))
            case _:
                pass

    return told


def merged(ref: str) -> Merged:
    """A range such as ``B2:C3``, or one cell. Raises :class:`Refused` for anything else."""
    match = _RANGE.fullmatch(ref.upper().replace("$", ""))
    if match is None:
        raise Refused(f"the merged range {ref[:20]!r} cannot be read")
    left, top = _column(match[1]), int(match[2])
    right, bottom = (_column(match[3]), int(match[4])) if match[3] else (left, top)
    return Merged(ref, left, top, right, bottom)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
