"""Profiles as a folder of case files, one a row, in the order of their names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from ..reading.errors import BadInput
from .cells import BadCell, Reckoning, row_of_case
from .columns import Layout, columns
from .generate import schema_of
from .orders import limits_of
from .rows import Rows
from .sources import Chunk, Position, Reject

CHUNK = 1_024


class CaseFolder:
    """YAML and JSON cases, in order."""

    def __init__(
        self, files: tuple[Path, ...], layout: Layout, reckoning: Reckoning, skipped: tuple[str, ...] = ()
    ) -> None:
        self.files = files
        self.layout = layout
        self.orders = limits_of(layout)
        self.available = frozenset(columns(layout))
        self.ignored: tuple[str, ...] = ()
        self.skipped = skipped
        self.reckoning = reckoning

    def total(self) -> int | None:
        return len(self.files)

    def chunks(self, needs: Collection[str], position: Position | None) -> Iterator[Chunk]:
        from ..cases.loader import load_case

        schema, start = schema_of(self.layout), position["case"] if position else 0
        for begin in range(start, len(self.files), CHUNK):
            rows = Rows(schema, needs, self.orders)
            for index, file in enumerate(self.files[begin : begin + CHUNK], begin):
                try:
                    rows.add(index + 1, row_of_case(load_case(file), self.layout, self.reckoning))
                except BadCell as bad:
                    rows.rejects.append(Reject(str(file), 1, str(bad)))
                except BadInput as bad:
                    first = bad.problems[0]
                    reason = ": ".join(part for part in (first.path, first.message) if part)
                    rows.rejects.append(Reject(str(file), first.line or 1, reason))
            yield rows.chunk({"case": min(begin + CHUNK, len(self.files))})
