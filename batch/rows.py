"""What the readers of text share: lines of bounded length, and rows gathered into columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from .arrow import Array, Schema, pa
from .cells import BadCell, Row
from .orders import Following, Order, check_row
from .sources import Chunk, Position, Reject

#: Rows of one chunk.
CHUNK = 16_384
#: Bytes of one line; a longer one is rejected.
LONGEST = 4_000_000
TOO_LONG = b"\x00too long"
#: What some programs put before the first line of a file in UTF-8.
MARK = b"\xef\xbb\xbf"


class Rows:
    """Collects rows into columns; only columns that some row has take room."""

    def __init__(self, schema: Schema, needs: Collection[str], orders: Collection[Order | Following]) -> None:
        self.schema = schema
        self.orders = orders
        self.needs = frozenset(needs)
        self.numbers: list[int] = []
        self.columns: dict[str, list[Any]] = {}
        self.rejects: list[Reject] = []

    def __len__(self) -> int:
        return len(self.numbers) + len(self.rejects)

    def add(self, number: int, row: Row) -> None:
        """Take a row; raises :class:`BadCell` where its days contradict one another."""
        check_row(row, self.orders)
        at = len(self.numbers)
        for name, value in row.items():
            if name in self.needs:
                column = self.columns.get(name)
                if column is None:
                    column = self.columns[name] = []
                if len(column) < at:
                    column.extend([None] * (at - len(column)))
                column.append(value)
        self.numbers.append(number)

    def chunk(self, after: Position | None) -> Chunk:
        size = len(self.numbers)
        arrays: dict[str, Array] = {}
        for name, values in self.columns.items():
            kind = self.schema.field(name).type
            kind = kind.value_type if pa.types.is_dictionary(kind) else kind
            arrays[name] = pa.array([*values, *[None] * (size - len(values))], kind)
        return Chunk(pa.array(self.numbers, pa.int64()), arrays, tuple(self.rejects), after)


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines one by one; of a line that is too long only the beginning, so that memory stays bounded."""
    while line := stream.readline(LONGEST):
        whole = line
        while not line.endswith(b"\n") and (line := stream.readline(LONGEST)):
            whole = TOO_LONG
        yield whole


def text_of(line: bytes) -> str:
    """A line as text; raises :class:`BadCell`."""
    if line.startswith(TOO_LONG):
        raise BadCell(f"is longer than {LONGEST} bytes")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as failure:
        raise BadCell(f"is not UTF-8 at byte {failure.start + 1}; save the file in UTF-8") from None
