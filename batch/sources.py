"""Where profiles come from: Parquet, NDJSON, CSV, or a folder of case files, read in chunks that can be resumed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from ..reading.errors import BadInput, Problem
from .columns import Layout, columns, groups_of

#: A place in an input from which reading can go on; plain JSON.
Position = dict[str, int]


class Reject(Struct, frozen=True):
    """A row that cannot be assessed: its file, its number there (from 1; a line, for text), and why."""

    file: str
    row: int
    reason: str

    def plain(self) -> dict[str, Any]:
        return {"file": self.file, "row": self.row, "reason": self.reason}


class Chunk(Struct, frozen=True):
    """Rows read together: the numbers of those accepted (an Arrow array), their columns, and the rejects.

    ``after`` is the position behind the chunk, ``None`` where reading cannot be taken up there.
    """

    numbers: Any
    columns: Mapping[str, Any]
    rejects: tuple[Reject, ...]
    after: Position | None


class Source(Protocol):
    """An input: which columns of the layout it has, its files, and its chunks from a position on.

    ``ignored`` are columns that it has and the layout has not; ``skipped`` files of a folder that are not read.
    """

    available: frozenset[str]
    files: tuple[Path, ...]
    ignored: tuple[str, ...]
    skipped: tuple[str, ...]

    def total(self) -> int | None:
        """How many rows there are, where that is known beforehand."""
        ...

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]:
        """The rows; raises :class:`BadInput` where a file cannot be read on."""
        ...


def check_names(names: Collection[str], layout: Layout, file: str) -> tuple[str, ...]:
    """The names that are no columns of the layout, and so are ignored.

    Raises :class:`BadInput` for a name that looks like a slip of the pen, for one that stands for a group of facts, for
    a list whose items are given without their number, and for a table that has no column at all.
    """
    known = columns(layout)
    unknown = tuple(name for name in names if name not in known)
    problems: list[Problem] = []
    groups = groups_of(layout)
    for name in unknown:
        if name in groups:
            hint = "spread it over wide columns (in Parquet also structs and lists of structs), or rename it"
            problems.append(Problem(f"the column {name!r} stands for a group of facts, and is none", file, hint=hint))
            continue
        close = get_close_matches(name, known, n=1, cutoff=0.9)
        if close and close[0] not in names:
            problems.append(Problem(f"no column is called {name!r}", file, hint=f"did you mean {close[0]!r}?"))
    if len(unknown) == len(names) and not problems:
        hint = "`derogation schema columns` lists the columns"
        problems.append(Problem("has none of the columns of a profile", file, hint=hint))
    lists = {column.name: column for column in known.values() if column.kind == "count"}
    for count in lists:
        prefix = count.removesuffix("count")
        items = [name for name in names if name in known and name.startswith(f"{prefix}0_")]
        if items and count not in names:
            problems.append(
                Problem(
                    f"has {items[0]!r} but not {count!r}, so the list would be unknown", file, hint=f"add {count!r}"
                )
            )
    if problems:
        raise BadInput(*problems)
    return unknown
