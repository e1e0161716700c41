"""Nested columns of Parquet, spread over wide ones: structs, lists of structs, lists of words, lists known in part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from msgspec import Struct, field

from .arrow import Array, DataType, Schema, pa, pc
from .columns import Column, sets_of


class SaidTwiceError(ValueError):
    """A column that a schema fills in two ways; the text is its name."""


class Spread(Struct):
    """Collects wide columns; ``wrong`` marks rows that hold what no column can, each mark with what to say of it.

    ``sets`` are the sets among the columns ``known`` (:func:`..columns.sets_of`).
    """

    known: Mapping[str, Column]
    sets: Mapping[str, Mapping[str, str]]
    columns: dict[str, Array] = field(default_factory=dict[str, Array])
    wrong: list[tuple[str, Array]] = field(default_factory=list[tuple[str, Array]])

    def add(self, name: str, array: Array) -> None:
        """Take a column; one that nests nothing is taken as it is, known or not. Raises :class:`SaidTwiceError`."""
        array = _as_list(array)
        if pa.types.is_struct(array.type):
            self._struct(name, array)
        elif not _is_list(array.type) or name in self.known:
            self._put(name, array)
        elif pa.types.is_struct(array.type.value_type) and f"{name}_count" in self.known:
            self._items(name, array, pa.nulls(len(array), pa.bool_()))
        elif name in self.sets:
            self._members(name, array)
        else:
            self._put(name, array)

    def _put(self, name: str, array: Array) -> None:
        if name in self.columns:
            raise SaidTwiceError(name)
        self.columns[name] = array

    def _struct(self, name: str, array: Array) -> None:
        parts = {part.name: cells for part, cells in zip(array.type, array.flatten(), strict=True)}
        if set(parts) == {"known", "complete"} and (f"{name}_count" in self.known or name in self.sets):
            if f"{name}_count" in self.known:
                self._items(name, _as_list(parts["known"]), parts["complete"])
            else:
                self.add(name, parts["known"])
                self._open_members(name, parts["complete"])
            return
        for part, cells in parts.items():
            self.add(f"{name}_{part}", cells)

    def _items(self, name: str, array: Array, complete: Array) -> None:
        """A list of structs, item by item into its slots; how many there are is checked with the other cells. Where
        ``complete`` is null the list is all there is."""
        length = pc.list_value_length(array).cast(pa.int32())
        self._put(f"{name}_count", length)
        self._put(f"{name}_complete", complete)
        sizes = pc.fill_null(length, 0).to_numpy()
        starts = array.offsets.to_numpy()[:-1]
        for index in range(self.known[f"{name}_count"].most):
            there = sizes > index
            picked = pa.array(np.where(there, starts + index, 0), pa.int64(), mask=~there)
            kind = array.type.value_type
            self.add(f"{name}_{index}", array.values.take(picked) if len(array.values) else pa.nulls(len(array), kind))

    def _members(self, name: str, array: Array) -> None:
        """A list of words, one column for each member of the set."""
        words = self.sets[name]
        flat = array.flatten().cast(pa.string())
        parents = pc.list_parent_indices(array).to_numpy()
        unknown = pc.is_valid(array).to_numpy(zero_copy_only=False)
        for word, column in words.items():
            there = np.zeros(len(array), bool)
            there[parents[_true(pc.equal(flat, word))]] = True
            self._put(column, pa.array(there, mask=~unknown))
        odd = _true(pc.invert(pc.is_in(flat, value_set=pa.array([*words], pa.string()))))
        if odd.any():
            where = np.zeros(len(array), bool)
            where[parents[odd]] = True
            self.wrong.append((f"{name}: expects some of {', '.join(words)}", pa.array(where)))

    def _open_members(self, name: str, complete: Array) -> None:
        """Of a set known in part, a member that is not named is open."""
        partly = _true(pc.invert(complete))
        for column in self.sets[name].values():
            there = self.columns[column]
            hidden = partly & ~_true(there)
            self.columns[column] = pc.if_else(pa.array(hidden), pa.scalar(None, pa.bool_()), there)


def _true(cells: Array) -> Any:
    """Where cells are true, as a numpy array; null is not."""
    return pc.fill_null(cells, False).to_numpy(zero_copy_only=False)


def _is_list(kind: DataType) -> bool:
    return pa.types.is_list(kind) or pa.types.is_large_list(kind)


def _as_list(array: Array) -> Array:
    """Lists of a fixed size, and views of lists, as plain lists."""
    kind = array.type
    if pa.types.is_fixed_size_list(kind) or pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind):
        return array.cast(pa.list_(kind.value_type))
    return array


def wide_columns(schema: Schema, known: Mapping[str, Column]) -> Iterator[tuple[str, str, DataType]]:
    """The wide columns that a schema gives, each with the column of the file that it is read from, and its type.

    Raises :class:`SaidTwiceError`.
    """
    spread, before = Spread(known, sets_of(known)), set[str]()
    for part in schema:
        spread.add(part.name, pa.nulls(0, part.type))
        new = spread.columns.keys() - before
        before |= new
        yield from ((name, part.name, spread.columns[name].type) for name in spread.columns if name in new)
