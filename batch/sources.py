"""Where profiles come from: Parquet, NDJSON, CSV, or a folder of case files, read in chunks that can be resumed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

from ..reading.errors import BadInput, Problem
from .columns import Column, Layout, columns

#: A place in an input from which reading can go on; plain JSON.
Position = dict[str, int]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be assessed: its file, its number there (from 1; a line, for text), and why."""

    file: str
    row: int
    reason: str

    def plain(self) -> dict[str, Any]:
        return {"file": self.file, "row": self.row, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows read together: the numbers of those accepted (an Arrow array), their columns, and the rejects.

    ``after`` is the position behind the chunk, ``None`` where reading cannot be taken up there.
    """

    numbers: Any
    columns: Mapping[str, Any]
    rejects: tuple[Reject, ...]
    after: Position | None


class Source(Protocol):
    """An input: which columns of the layout it has, its files, and its chunks from a position on."""

    available: frozenset[str]
    files: tuple[Path, ...]
    ignored: tuple[str, ...]

    def total(self) -> int | None:
        """How many rows there are, where that is known beforehand."""
        ...

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]: ...


def open_source(path: Path, layout: Layout) -> Source:
    """The source for a path, by its suffix; a folder holds Parquet files or case files. Raises :class:`BadInput`."""
    from .case_folder import CaseFolder
    from .parquet_source import ParquetSource
    from .text_source import CsvSource, NdjsonSource

    if not path.exists():
        raise BadInput(Problem("no such file", str(path), hint="give a Parquet, NDJSON or CSV file, or a folder"))
    if path.is_dir():
        found = sorted(path.glob("*.parquet"))
        return ParquetSource(tuple(found), layout) if found else CaseFolder(path, layout)
    match path.suffix.lower():
        case ".parquet" | ".pq":
            return ParquetSource((path,), layout)
        case ".ndjson" | ".jsonl":
            return NdjsonSource(path, layout)
        case ".csv":
            return CsvSource(path, layout)
        case _:
            raise BadInput(
                Problem(
                    "not a kind of table that is known", str(path), hint="name it .parquet, .ndjson, .jsonl or .csv"
                )
            )


def check_names(names: Collection[str], layout: Layout, file: str) -> tuple[str, ...]:
    """The names that are no columns of the layout, and so are ignored.

    Raises :class:`BadInput` for a name that looks like a slip of the pen, for a list whose items are given without
    their number, and for a table that has no column at all.
    """
    known = columns(layout)
    unknown = tuple(name for name in names if name not in known)
    problems: list[Problem] = []
    for name in unknown:
        close = get_close_matches(name, known, n=1, cutoff=0.9)
        if close and close[0] not in names:
            problems.append(Problem(f"no column is called {name!r}", file, hint=f"did you mean {close[0]!r}?"))
    if len(unknown) == len(names):
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


def check_count(column: Column) -> str:
    return f"expects a whole number from 0 to {column.most} (the slots of this list)"
