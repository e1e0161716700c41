"""Masks of Arrow columns: one bit a row, the first row in the lowest bit, as Arrow itself packs them.

A mask is an array of bytes whose length is a multiple of 8, so that it can be worked on in words of 64 bits. Bits past
the last row mean nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from ..engine.case.facts import NEVER
from .arrow import Array, pa, pc
from .circuit import Load
from .graph import Cell, Given, Operand, Test

Words = Any  # a numpy array of 64-bit words
EPOCH = date(1970, 1, 1).toordinal()
NEVER_DAY = NEVER.toordinal() - EPOCH
#: The days that a date may be; what stands where a cell is null may lie outside.
REACH = (date.min.toordinal() - EPOCH, NEVER_DAY)


def words(rows: int) -> int:
    """How many words hold a mask of this many rows."""
    return (rows + 63) // 64


class Table:
    """The columns of one batch of rows as masks and numbers; each is unpacked once."""

    def __init__(self, rows: int, columns: Mapping[str, Array]) -> None:
        self.rows = rows
        self.columns = columns
        self.none = np.zeros(words(rows), np.uint64)
        self.every = ~self.none
        self.numbers: dict[tuple[str, int], Any] = {}

    def load(self, load: Load) -> Words:
        """The mask of a load; zeros for what a column without any value says."""
        column = self.columns.get(load.column)
        if column is None or column.null_count == self.rows:
            return self.none
        if load.what == "known":
            return self.every if column.null_count == 0 else self._bits(column.buffers()[0], column.offset)
        if load.test is None:
            return self._bits(column.buffers()[1], column.offset)
        return self._test(load.test)

    def _bits(self, buffer: Any, offset: int) -> Words:
        """A bitmap as words: without a copy where it is aligned and padded, as Arrow's buffers mostly are."""
        size = words(self.rows) * 8
        raw = np.frombuffer(buffer, np.uint8)
        if offset % 8 == 0:
            start = offset // 8
            if start + size <= len(raw):
                return raw[start : start + size].view(np.uint64)
            padded = np.zeros(size, np.uint8)
            rest = raw[start : start + size]
            padded[: len(rest)] = rest
            return padded.view(np.uint64)
        bits = np.unpackbits(raw, bitorder="little")[offset : offset + self.rows]
        return self._pack(bits)

    def _pack(self, bits: Any) -> Words:
        padded = np.zeros(words(self.rows) * 8, np.uint8)
        packed = np.packbits(bits, bitorder="little")
        padded[: len(packed)] = packed
        return padded.view(np.uint64)

    def _test(self, test: Test) -> Words:
        if isinstance(test.right, Given) and isinstance(test.right.value, str):
            return self._word(self.columns[load_column(test)], test.right.value)
        left, right = self._operand(test.left), self._operand(test.right)
        if left is None or right is None:
            return self.none
        return self._pack(compare(test.op, left, right))

    def _word(self, column: Array, word: str) -> Words:
        """Where a column of words, coded or not, has a word."""
        if pa.types.is_dictionary(column.type):
            words: list[str] = column.dictionary.to_pylist()
            if word not in words:
                return self.none
            return self._pack(raw(column.indices) == words.index(word))
        found = pc.equal(column, word)
        return self._bits(found.buffers()[1], found.offset)

    def _operand(self, operand: Operand) -> Any:
        """Days as numbers since 1970, numbers as they are; ``None`` for a column without any value."""
        if isinstance(operand, Given):
            value = operand.value
            return value.toordinal() - EPOCH if isinstance(value, date) else value
        column = self.columns.get(operand.column)
        if column is None or column.null_count == self.rows:
            return None
        key = (operand.column, operand.months)
        if key not in self.numbers:
            numbers = raw(column)
            self.numbers[key] = shifted(numbers, operand.months) if operand.months else numbers
        return self.numbers[key]


#: Days looked up when months are added; others, few if any, are worked out one by one.
FIRST, LAST = date(1900, 1, 1).toordinal() - EPOCH, date(2200, 1, 1).toordinal() - EPOCH


@cache
def _shift_table(months: int) -> Any:
    return later(np.arange(FIRST, LAST, dtype=np.int32), months)


def shifted(days: Any, months: int) -> Any:
    """Days some months later, as :func:`later` says, but looked up."""
    found = _shift_table(months).take(np.subtract(days, FIRST, dtype=np.int64), mode="clip")
    if len(days) and (days.min() < FIRST or days.max() >= LAST):
        beyond = np.flatnonzero((days < FIRST) | (days >= LAST))
        found[beyond] = later(np.clip(days[beyond], *REACH), months)
    return found


def load_column(test: Test) -> str:
    """The column of a comparison with a word."""
    assert isinstance(test.left, Cell)
    return test.left.column


def raw(column: Array) -> Any:
    """The numbers of a column without a copy; what stands where it is null means nothing."""
    kind = np.int32 if pa.types.is_date32(column.type) else column.type.to_pandas_dtype()
    start, size = column.offset, np.dtype(kind).itemsize
    return np.frombuffer(column.buffers()[1], kind)[start : start + len(column)] if size else None


def compare(op: str, left: Any, right: Any) -> Any:
    """A comparison of known values, as :func:`derogation.engine.truth.comparisons.holds` decides it."""
    match op:
        case "is":
            return left == right
        case "before" | "less_than":
            return left < right
        case "by":
            if isinstance(right, int):
                return left <= min(right, NEVER_DAY - 1)  # a day that never comes is by no day
            return (left <= right) & (left != NEVER_DAY)
        case "from" | "at_least":
            return left >= right
        case "after" | "more_than":
            return left > right
        case _:
            return left <= right


def later(days: Any, months: int) -> Any:
    """Days some months later: the same-numbered day, or the month's last; never stays never."""
    dates = days.astype("datetime64[D]")
    start = dates.astype("datetime64[M]")
    target = start + np.timedelta64(months, "M")
    length = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - target.astype("datetime64[D]")
    number = np.minimum(dates - start.astype("datetime64[D]"), length - np.timedelta64(1, "D"))
    moved = (target.astype("datetime64[D]") + number).astype(np.int32)
    past = target >= np.datetime64("9999-01", "M")
    return np.where((days == NEVER_DAY) | past, NEVER_DAY, moved)


def count(mask: Words, rows: int) -> int:
    """How many of the first ``rows`` bits are set."""
    full, rest = divmod(rows, 64)
    found = int(np.bitwise_count(mask[:full]).sum())
    return found + (int(mask[full]) & ((1 << rest) - 1)).bit_count() if rest else found


def bits(mask: Words, rows: int) -> Any:
    """One byte a row, 0 or 1."""
    return np.unpackbits(mask.view(np.uint8), count=rows, bitorder="little")
