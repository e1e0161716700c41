"""Joins Parquet files end to end without decoding them.

A Parquet file is its row groups followed by a footer that says where they lie. So files of one schema are joined by
copying their bytes one after the other and writing one footer with every position moved. The footer is Thrift in the
compact protocol; it is read as a tree of (field number, type, value), whatever its version, and written back.

Source: apache/parquet-format, parquet.thrift (FileMetaData, RowGroup, ColumnChunk, ColumnMetaData);
Thrift compact protocol specification.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ..reading.errors import BadInput, Problem

MAGIC = b"PAR1"
TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12

#: Fields of the footer: FileMetaData, RowGroup, ColumnChunk, ColumnMetaData.
NUM_ROWS, ROW_GROUPS = 3, 4
COLUMNS, GROUP_OFFSET, ORDINAL = 1, 5, 7
CHUNK_OFFSET, META_DATA, OFFSET_INDEX, COLUMN_INDEX = 2, 3, 4, 6
PAGE_OFFSETS = (9, 10, 11, 14)

#: A struct as read: field number -> (type, value), in order.
Struct = dict[int, tuple[int, Any]]


def join(parts: Sequence[Path], into: BinaryIO) -> None:
    """Write the Parquet files ``parts``, all of one schema, as one. Raises :class:`BadInput` if they differ."""
    into.write(MAGIC)
    position = len(MAGIC)
    whole: Struct | None = None
    groups: list[Struct] = []
    rows = 0
    for part in parts:
        with part.open("rb") as stream:
            size = part.stat().st_size
            footer, length = _footer(stream, size)
            if whole is None:
                whole = footer
            elif footer[2] != whole[2]:
                raise BadInput(Problem("has other columns than the parts before it", str(part), hint="start afresh"))
            stream.seek(len(MAGIC))
            body = size - 2 * len(MAGIC) - 4 - length
            _copy(stream, into, body)
        for group in footer[ROW_GROUPS][1][1]:
            _move(group, position - len(MAGIC), len(groups))
            groups.append(group)
        rows += footer[NUM_ROWS][1]
        position += body
    if whole is None:
        raise BadInput(Problem("there is nothing to join", hint="give at least one file"))
    whole[NUM_ROWS] = (I64, rows)
    whole[ROW_GROUPS] = (LIST, (STRUCT, groups))
    encoded = bytearray()
    _write_struct(encoded, whole)
    into.write(encoded)
    into.write(len(encoded).to_bytes(4, "little") + MAGIC)


def _copy(stream: BinaryIO, into: BinaryIO, size: int) -> None:
    while size:
        data = stream.read(min(size, 1 << 20))
        into.write(data)
        size -= len(data)


def _footer(stream: BinaryIO, size: int) -> tuple[Struct, int]:
    stream.seek(size - 8)
    tail = stream.read(8)
    length = int.from_bytes(tail[:4], "little")
    stream.seek(size - 8 - length)
    return _Reader(stream.read(length)).struct(), length


def _move(group: Struct, by: int, number: int) -> None:
    """Move every position that a row group names."""
    for _, chunk in [(0, column) for column in group[COLUMNS][1][1]]:
        for field in (CHUNK_OFFSET, OFFSET_INDEX, COLUMN_INDEX):
            _add(chunk, field, by)
        for field in PAGE_OFFSETS:
            _add(chunk[META_DATA][1], field, by)
    _add(group, GROUP_OFFSET, by)
    if ORDINAL in group:
        group[ORDINAL] = (I16, number)
        if number > 0x7FFF:
            del group[ORDINAL]


def _add(struct: Struct, field: int, by: int) -> None:
    if field in struct and not (field == CHUNK_OFFSET and struct[field][1] == 0):
        kind, value = struct[field]
        struct[field] = (kind, value + by)


# --- the compact protocol --------------------------------------------------------------------------------------------


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def zigzag(self) -> int:
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def value(self, kind: int) -> Any:
        match kind:
            case 1 | 2:
                return kind == TRUE
            case 3:
                return self.take(1)
            case 4 | 5 | 6:
                return self.zigzag()
            case 7:
                return self.take(8)
            case 8:
                return self.take(self.varint())
            case 9 | 10:
                head = self.byte()
                size, inner = head >> 4, head & 15
                if size == 15:
                    size = self.varint()
                return inner, [self.byte() if inner in (TRUE, FALSE) else self.value(inner) for _ in range(size)]
            case 12:
                return self.struct()
            case _:
                raise ValueError(f"a Thrift type that Parquet footers do not have: {kind}")

    def struct(self) -> Struct:
        found: Struct = {}
        field = 0
        while (head := self.byte()) != 0:
            kind = head & 15
            field = field + (head >> 4) if head >> 4 else self.zigzag()
            found[field] = (kind, self.value(kind))
        return found


def _write_varint(out: bytearray, value: int) -> None:
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def _write_zigzag(out: bytearray, value: int) -> None:
    _write_varint(out, (value << 1) ^ (value >> 63))


def _write_struct(out: bytearray, struct: Struct) -> None:
    before = 0
    for field, (kind, value) in sorted(struct.items()):
        if 0 < field - before <= 15:
            out.append((field - before) << 4 | kind)
        else:
            out.append(kind)
            _write_zigzag(out, field)
        before = field
        if kind not in (TRUE, FALSE):
            _write_value(out, kind, value)
    out.append(0)


def _write_value(out: bytearray, kind: int, value: Any) -> None:
    match kind:
        case 1 | 2:
            out.append(value)
        case 3 | 7:
            out += value
        case 4 | 5 | 6:
            _write_zigzag(out, value)
        case 8:
            _write_varint(out, len(value))
            out += value
        case 9 | 10:
            inner, items = value
            if len(items) < 15:
                out.append(len(items) << 4 | inner)
            else:
                out.append(0xF0 | inner)
                _write_varint(out, len(items))
            for item in items:
                _write_value(out, inner, item)
        case _:
            _write_struct(out, value)
