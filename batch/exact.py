"""Rules out, row by row, what strong Kleene logic leaves open without need: the exact search of a single assessment.

Only rows that the columns leave open are searched; the answers to all others are exact as they are. A search takes
some thousandths of a second a row, a thousand times what the columns take, so it is spread over processes.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context, parent_process
from typing import Any

import numpy as np
from msgspec import Struct, field

from ..engine.answer import derive
from ..engine.case.standpoint import Parties, seen_from
from ..engine.law.rulebook import Rulebook
from ..engine.truth.evaluator import Question
from ..reading.errors import EngineDisagreement, Problem
from .arrow import Array, RecordBatch, pa, pc
from .cells import Row, facts_of_row
from .columns import DAY, Layout
from .plan import Asked
from .table import SEPARATOR, Counts

#: Open rows of a batch from which on other processes are worth their start, and rows handed over at once.
WORTH, TASK = 400, 64

#: Of one row: the outcomes possible of the case, and of each unit.
Possible = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


class Search(Struct):
    """What a search needs to know besides the row; sent to every process once."""

    rulebook: Rulebook
    layout: Layout
    asked: Asked

    def row(self, row: Row, day: date) -> Possible:
        """The outcomes that some completion of a row's unknown facts leads to."""
        entity, readings = facts_of_row(row, self.layout)
        taken = {**self.rulebook.default_readings, **readings, **self.asked.readings}
        case = seen_from(entity, Parties(), None, self.rulebook.series)
        found = derive(self.rulebook, case, Question(day, taken, self.asked.on_the_record))
        return found.possible, found.unit_possible


class Refiner(Struct):
    """Refines batch after batch; ``workers`` is the number of processes, of which the first is this one."""

    search: Search
    workers: int = 1
    pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Refiner:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=failure is not None)

    def refine(self, batch: RecordBatch, counts: Counts, columns: Mapping[str, Array], days: Array) -> RecordBatch:
        """The batch with the outcomes that are possible in truth; ``counts`` are changed to match."""
        answers = _Answers(batch, counts, self.search.rulebook)
        open_ = answers.open_rows()
        if not len(open_):
            return batch
        chosen = pa.array(open_)
        rows = _rows(len(open_), {name: array.take(chosen) for name, array in columns.items() if name != DAY})
        on = days.take(chosen).to_pylist()
        for index, possible in zip(open_.tolist(), self._searched(rows, on), strict=True):
            answers.settle(index, possible)
        return answers.batch_refined()

    def _searched(self, rows: list[Row], days: list[date]) -> Iterator[Possible]:
        if self.workers < 2 or len(rows) < WORTH:
            return map(self.search.row, rows, days)
        if self.pool is None:
            self.pool = ProcessPoolExecutor(self.workers, get_context("spawn"), _begin, (self.search,))
        return self.pool.map(_search, rows, days, chunksize=TASK)


_here: list[Search] = []


def _begin(search: Search) -> None:
    """Make ready a process that searches; an interruption is for the first process to deal with."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _here.append(search)


def _end_with_parent() -> None:
    """A process whose parent was killed has nobody left to search for."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _search(row: Row, day: date) -> Possible:
    return _here[0].row(row, day)


def _rows(size: int, columns: Mapping[str, Array]) -> list[Row]:
    """Columns as rows, without the cells that are null."""
    rows: list[Row] = [{} for _ in range(size)]
    for name, array in columns.items():
        for row, cell in zip(rows, array.to_pylist(), strict=True):
            if cell is not None:
                row[name] = cell
    return rows


class _Answers(Struct):
    """The answers of a batch that are being changed, and their counts."""

    batch: RecordBatch
    counts: Counts
    rulebook: Rulebook
    changes: dict[str, dict[int, str]] = field(default_factory=dict[str, dict[int, str]])
    determined: list[int] = field(default_factory=list[int])

    def open_rows(self) -> Any:
        """The rows in which the outcome of the case or of a unit is open."""
        open_ = np.zeros(self.batch.num_rows, bool)
        for name in self.batch.schema.names:
            if name == "outcome" or name.endswith("_outcome"):
                found = pc.equal(self.batch.column(name).cast(pa.string()), self.rulebook.verdicts.open)
                open_ |= pc.fill_null(found, False).to_numpy(zero_copy_only=False)
        return np.flatnonzero(open_)

    def settle(self, index: int, possible: Possible) -> None:
        """Take what was found for a row."""
        case, units = possible
        self._outcome("", index, case, self.counts.outcomes)
        for number, unit in enumerate(units):
            self._outcome(f"{self.rulebook.verdicts.units}_{number}_", index, unit, self.counts.unit_outcomes)

    def _outcome(self, prefix: str, index: int, possible: Sequence[str], tally: Counter[str]) -> None:
        """Take away outcomes that are not possible. Columns and search each leave every outcome that is, so what both
        leave stands; where they leave none in common one of them is wrong, and nothing is reported."""
        before = self.batch.column(f"{prefix}outcome")[index].as_py()
        if before != self.rulebook.verdicts.open:
            return
        left = self.batch.column(f"{prefix}possible_outcomes")[index].as_py().split(SEPARATOR)
        kept = [outcome for outcome in left if outcome in possible]
        if not kept:
            row, said = self.batch.column("row")[index].as_py(), f"{', '.join(left)}; {', '.join(possible)}"
            hint = "Nothing is reported. Please report the row with the version of the program."
            raise EngineDisagreement(Problem(f"row {row}: columns and search leave other outcomes ({said})", hint=hint))
        self.changes.setdefault(f"{prefix}possible_outcomes", {})[index] = SEPARATOR.join(kept)
        if len(kept) == 1:
            self.changes.setdefault(f"{prefix}outcome", {})[index] = kept[0]
            tally[before] -= 1
            tally[kept[0]] += 1
            if not prefix:
                self.determined.append(index)

    def batch_refined(self) -> RecordBatch:
        arrays: list[Array] = []
        for schema_field, array in zip(self.batch.schema, self.batch.columns, strict=True):
            changed = self.changes.get(schema_field.name)
            if changed:
                array = _replaced(array, changed, schema_field.type)
            if schema_field.name == "missing_facts" and self.determined:
                array = self._none_missing(array)
            arrays.append(array)
        self.counts.outcomes, self.counts.unit_outcomes = +self.counts.outcomes, +self.counts.unit_outcomes
        self.counts.missing = +self.counts.missing
        return pa.record_batch(arrays, schema=self.batch.schema)

    def _none_missing(self, array: Array) -> Array:
        """Where the outcome is determined no fact is missing."""
        settled = np.zeros(len(array), bool)
        settled[self.determined] = True
        for facts in array.take(pa.array(self.determined)).to_pylist():
            self.counts.missing.subtract(facts)
        kept = ~settled[pc.list_parent_indices(array).to_numpy()]
        sizes = np.where(settled, 0, pc.list_value_length(array).to_numpy())
        offsets = pa.array(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32))
        return pa.ListArray.from_arrays(offsets, array.flatten().filter(pa.array(kept)))


def _replaced(array: Array, changed: Mapping[int, str], kind: Any) -> Array:
    """A column of words with the cells ``changed``, by row."""
    mask = np.zeros(len(array), bool)
    rows = sorted(changed)
    mask[rows] = True
    words = pa.array([changed[row] for row in rows], pa.string())
    return pc.replace_with_mask(array.cast(pa.string()), pa.array(mask), words).dictionary_encode().cast(kind)
