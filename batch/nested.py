"""Nested columns of Parquet, spread over wide ones: structs, lists of structs, lists of words, lists known in part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .arrow import Array, DataType, Schema, pa, pc
from .columns import Column, sets_of


@dataclass(slots=True)
class Spread:
    """Collects wide columns; ``wrong`` marks rows that hold what no column can, each mark with what to say of it.

    ``sets`` are the sets among the columns ``known`` (:func:`..columns.sets_of`).
    """

    known: Mapping[str, Column]
    sets: Mapping[str, Mapping[str, str]]
    columns: dict[str, Array] = field(default_factory=dict[str, Array])
    wrong: list[tuple[str, Array]] = field(default_factory=list[tuple[str, Array]])

    def add(self, name: str, array: Array) -> None:
        """Take a column; one that nests nothing is taken as it is, known or not."""
        if pa.types.is_struct(array.type):
            self._struct(name, array)
        elif not _is_list(array.type) or name in self.known:
            self.columns[name] = array
        elif pa.types.is_struct(array.type.value_type) and f"{name}_count" in self.known:
            self._items(name, array)
        elif name in self.sets:
            self._members(name, array)
        else:
            self.columns[name] = array

    def _struct(self, name: str, array: Array) -> None:
        parts = {part.name: cells for part, cells in zip(array.type, array.flatten(), strict=True)}
        if set(parts) == {"known", "complete"} and (f"{name}_count" in self.known or name in self.sets):
            self.add(name, parts["known"])
            if f"{name}_count" in self.known:
                self.add(f"{name}_complete", parts["complete"])
            else:
                self._open_members(name, parts["complete"])
            return
        for part, cells in parts.items():
            self.add(f"{name}_{part}", cells)

    def _items(self, name: str, array: Array) -> None:
        """A list of structs, item by item into its slots; how many there are is checked with the other cells."""
        length = pc.list_value_length(array).cast(pa.int32())
        self.columns[f"{name}_count"] = length
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
            self.columns[column] = pa.array(there, mask=~unknown)
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


def wide_columns(schema: Schema, known: Mapping[str, Column]) -> Iterator[tuple[str, str, DataType]]:
    """The wide columns that a schema gives, each with the column of the file that it is read from, and its type."""
    sets = sets_of(known)
    for part in schema:
        empty = Spread(known, sets)
        empty.add(part.name, pa.nulls(0, part.type))
        yield from ((name, part.name, cells.type) for name, cells in empty.columns.items())
