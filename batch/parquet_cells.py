"""Cells of Parquet, a column at a time: into the one type that the engine works on, and which of them cannot be.

Nothing is cut: a day that comes with a time of day is refused, and an instant is a day only where it is a midnight of
the time zone that its column names, or that is stated for the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .arrow import Array, DataType, pa, pc
from .cells import FIRST_DAY, LAST_DAY, LONGEST_TEXT, TOO_LONG, expects_day, expects_number
from .columns import Column
from .masks import EPOCH, NEVER_DAY, raw

FIRST, LAST = FIRST_DAY.toordinal() - EPOCH, LAST_DAY.toordinal() - EPOCH
#: How many units of a timestamp a day has.
A_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_CONTROLS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f]"

#: Rows that cannot be, and why: a mask, and what is said of the cell at a place.
Wrong = tuple[Any, Callable[[int], str]]


def _is_number(kind: DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def _is_text(kind: DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


_KINDS: dict[str, Callable[[DataType], bool]] = {
    "bool": lambda kind: pa.types.is_boolean(kind) or _is_number(kind),
    "date": lambda kind: pa.types.is_date(kind) or pa.types.is_timestamp(kind),
    "number": _is_number,
    "count": _is_number,
    "text": _is_text,
    "choice": _is_text,
}


def fits(kind: DataType, column: Column) -> bool:
    """Whether a column of this type can hold such cells at all."""
    return pa.types.is_null(kind) or _KINDS[column.kind](kind)


def cells(array: Array, column: Column, zone: str | None) -> tuple[Array, Wrong | None]:
    """The cells of a column, null where they cannot be. ``zone`` is where instants are midnights of days, if stated."""
    if array.null_count == len(array):
        return pa.nulls(len(array), _TYPES[column.kind]), None
    match column.kind:
        case "bool":
            return _truths(array)
        case "date":
            return _days(array, column, zone)
        case "number":
            return _numbers(array, column)
        case "count":
            return _counts(array, column)
        case "choice":
            return _words(array, column)
        case "text":
            return _texts(array)


def _truths(array: Array) -> tuple[Array, Wrong | None]:
    """Yes and no; a column of numbers holds 1 for yes and 0 for no."""
    if pa.types.is_boolean(array.type):
        return array, None
    numbers = array.cast(pa.float64(), safe=False)
    wrong = _where(pc.invert(pc.is_in(numbers, value_set=pa.array([0.0, 1.0]))), array)
    return _kept(pc.equal(numbers, 1.0), wrong), _wrong(wrong, array, "expects yes or no (in numbers, 1 or 0)")


def _numbers(array: Array, column: Column) -> tuple[Array, Wrong | None]:
    numbers = array if pa.types.is_float64(array.type) else array.cast(pa.float64(), safe=False)
    # of no number neither is so
    fits = pc.and_(pc.greater_equal(numbers, 0.0), pc.less_equal(numbers, float(column.most)))
    wrong = _where(pc.invert(fits), array)
    return _kept(numbers, wrong), _wrong(wrong, array, expects_number(column))


def _counts(array: Array, column: Column) -> tuple[Array, Wrong | None]:
    numbers = array.cast(pa.float64(), safe=False)
    whole = pc.and_(pc.equal(pc.floor(numbers), numbers), pc.is_finite(numbers))
    fine = pc.and_(whole, pc.and_(pc.greater_equal(numbers, 0.0), pc.less_equal(numbers, float(column.most))))
    wrong = _where(pc.invert(fine), array)
    said = f"expects a whole number from 0 to {column.most} (the slots of this list)"
    return _kept(numbers, wrong).cast(pa.int8()), _wrong(wrong, array, said)


def _words(array: Array, column: Column) -> tuple[Array, Wrong | None]:
    if (
        pa.types.is_dictionary(array.type)
        and _is_utf8(array.dictionary)
        and set(array.dictionary.to_pylist()) <= set(column.choices)
    ):
        return array, None
    words, unreadable = _utf8(array)
    wrong = _where(pc.invert(pc.is_in(words, value_set=pa.array(column.choices, pa.string()))), words)
    expected = f"expects one of {', '.join(column.choices)}"
    return _kept(words, wrong), _any(words, (unreadable, NOT_UTF8), (wrong, expected))


def _texts(array: Array) -> tuple[Array, Wrong | None]:
    text, unreadable = _utf8(array)
    long = _where(pc.greater(pc.utf8_length(text), LONGEST_TEXT), text)
    wrong = _where(pc.match_substring_regex(text, _CONTROLS), text)
    expected = "expects text without control characters"
    return _kept(text, long | wrong), _any(text, (unreadable, NOT_UTF8), (long, TOO_LONG), (wrong, expected))


NOT_UTF8 = "expects text, not bytes that are no UTF-8"


def _is_utf8(array: Array) -> bool:
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _utf8(array: Array) -> tuple[Array, Any]:
    """Words as text, without those that are no UTF-8, and which these are."""
    text = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    if _is_utf8(text):
        return text.cast(pa.string()), np.zeros(len(text), bool)
    cells = text.cast(pa.large_binary() if pa.types.is_large_string(text.type) else pa.binary()).to_pylist()
    words = [None if cell is None else _decoded(cell) for cell in cells]
    unreadable = [cell is not None and word is None for cell, word in zip(cells, words, strict=True)]
    return pa.array(words, pa.string()), np.array(unreadable)


def _decoded(cell: bytes) -> str | None:
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _any(array: Array, *reasons: tuple[Any, str]) -> Wrong | None:
    """Rows that cannot be, each for the first of the reasons that is its own; the last one shows the cell."""
    masks = [mask for mask, _ in reasons]
    last = reasons[-1][1]

    def why(index: int) -> str:
        said = next(text for mask, text in reasons if mask[index])
        return f"{said}, not {_shown(array, index)}" if said == last else said

    every = np.logical_or.reduce(masks)
    return (every, why) if every.any() else None


def _days(array: Array, column: Column, zone: str | None) -> tuple[Array, Wrong | None]:
    said = expects_day(never=column.never)
    if pa.types.is_date32(array.type):
        days, cut = raw(array), None
    else:
        ticks, a_day, seen = _ticks(array, zone)
        days, cut = np.floor_divide(ticks, a_day), np.mod(ticks, a_day) != 0
        if seen is not None:
            said += f", which an instant is where it is a midnight of {seen} (--zone says of which zone)"
        elif cut.any():
            said += " and no time of day (are these instants? then --zone says of which zone the days are)"
    fine = (days >= FIRST) & (days <= LAST)
    if column.never:
        fine |= days == NEVER_DAY
    if cut is not None:
        fine &= ~cut
    if fine.all() and pa.types.is_date32(array.type):
        return array, None
    there = pc.is_valid(array).to_numpy(zero_copy_only=False)
    made = pa.array(np.where(fine, days, 0).astype(np.int32), mask=~(there & fine)).cast(pa.date32())
    return made, _wrong(there & ~fine, array, said)


def _ticks(array: Array, zone: str | None) -> tuple[Any, int, str | None]:
    """What a column of moments counts, how many a day has, and the zone of whose clocks these are, if of any."""
    if pa.types.is_date64(array.type):
        return array.cast(pa.int64()).fill_null(0).to_numpy(), A_DAY["ms"], None
    unit: str = array.type.unit
    seen: str | None = zone if array.type.tz is not None and zone else array.type.tz
    a_day = A_DAY[unit]
    ticks: Any = array.cast(pa.int64()).fill_null(0).to_numpy().copy()
    if seen is None or seen.upper() == "UTC":
        return ticks, a_day, seen
    # Clocks are asked only of years that have days; the day that never comes is written so in any zone.
    asked: Any = (ticks >= FIRST * a_day) & (ticks <= (LAST + 1) * a_day)
    never: Any = (ticks > (NEVER_DAY - 1) * a_day) & (ticks < (NEVER_DAY + 1) * a_day)
    moments = pa.array(np.where(asked, ticks, 0), pa.int64()).cast(pa.timestamp(unit, "UTC"))
    clocks: Any = pc.local_timestamp(moments.cast(pa.timestamp(unit, seen)))
    np.copyto(ticks, clocks.cast(pa.int64()).to_numpy(), where=asked)
    np.copyto(ticks, NEVER_DAY * a_day, where=never)
    return ticks, a_day, seen


_TYPES: dict[str, DataType] = {
    "bool": pa.bool_(), "date": pa.date32(), "number": pa.float64(), "count": pa.int8(),
    "text": pa.string(), "choice": pa.string(),
}  # fmt: skip


def _where(mask: Array, array: Array) -> Any:
    """Where a mask is true and the cell is there, as a numpy array."""
    return pc.and_(pc.fill_null(mask, False), pc.is_valid(array)).to_numpy(zero_copy_only=False)


def _kept(array: Array, wrong: Any) -> Array:
    return pc.if_else(pa.array(~wrong), array, pa.scalar(None, array.type)) if wrong.any() else array


def _wrong(mask: Any, array: Array, expected: str) -> Wrong | None:
    return (mask, lambda index: f"{expected}, not {_shown(array, index)}") if mask.any() else None


def _shown(array: Array, index: int) -> str:
    """A cell as a program wrote it; some hold days of which no calendar knows."""
    try:
        value = array[index].as_py()
    except (OverflowError, ValueError):
        return "one beyond the calendar (some programs write infinity so)"
    return repr(value)[:120] if isinstance(value, str | float | int) else str(value)[:120]


def marked(wrong: Wrong) -> Iterator[tuple[int, str]]:
    """The places of the cells that cannot be, each with why."""
    mask, said = wrong
    return ((index, said(index)) for index in np.flatnonzero(mask).tolist())
