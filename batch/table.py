"""Masks to columns of an answer: words for codes, lists of missing facts; and what is counted on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from msgspec import Struct, field

from .answers import STATUSES
from .arrow import Array, RecordBatch, Schema, pa
from .columns import NAME
from .masks import bits, count
from .planes import Codes, Engine

#: Between the words of one cell.
SEPARATOR = "|"


class Counts(Struct):
    """What a summary is made of; counts of one segment add up with those of others."""

    rows: int = 0
    rejected: int = 0
    undated: int = 0
    outcomes: Counter[str] = field(default_factory=Counter[str])
    unit_outcomes: Counter[str] = field(default_factory=Counter[str])
    failing: Counter[str] = field(default_factory=Counter[str])
    missing: Counter[str] = field(default_factory=Counter[str])

    def add(self, other: Counts) -> None:
        self.rows += other.rows
        self.rejected += other.rejected
        self.undated += other.undated
        self.outcomes.update(other.outcomes)
        self.unit_outcomes.update(other.unit_outcomes)
        self.failing.update(other.failing)
        self.missing.update(other.missing)

    def plain(self) -> dict[str, Any]:
        names = ("outcomes", "unit_outcomes", "failing", "missing")
        return {
            "rows": self.rows, "rejected": self.rejected, "undated": self.undated,
            **{name: dict(sorted(getattr(self, name).items())) for name in names},
        }  # fmt: skip

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Counts:
        names = ("outcomes", "unit_outcomes", "failing", "missing")
        return cls(plain["rows"], plain["rejected"], plain["undated"], *(Counter[str](plain[name]) for name in names))


def schema_of(engine: Engine, *, named: bool) -> Schema:
    """The columns of an answer, always the same for one engine."""
    word = pa.dictionary(pa.int8(), pa.string())
    words = pa.dictionary(pa.int16(), pa.string())
    fields = [pa.field("row", pa.int64(), nullable=False)]
    if named:
        fields.append(pa.field(NAME, pa.string()))
    fields += [pa.field("assessed_on", pa.date32()), pa.field("outcome", words), pa.field("possible_outcomes", words)]
    for codes in engine.unit_outcomes:
        fields += [pa.field(codes.column, words), pa.field(_possible(codes), words)]
    fields += [pa.field(codes.column, word) for _, codes in engine.statuses]
    if engine.missing is not None:
        fields.append(pa.field("missing_facts", pa.list_(pa.dictionary(pa.int16(), pa.string()))))
    return pa.schema(fields)


def _possible(codes: Codes) -> str:
    return f"{codes.column.removesuffix('outcome')}possible_outcomes"


def answer(
    engine: Engine, masks: Mapping[int, Any], rows: Array, columns: Mapping[str, Array], days: Array
) -> tuple[RecordBatch, Counts]:
    """The answers to one batch, and their counts; ``rows`` are the numbers of its rows in the input."""
    size = len(rows)
    counts = Counts(rows=size)
    schema = schema_of(engine, named=NAME in columns)
    verdicts = engine.answers.plan.rulebook.verdicts
    arrays: dict[str, Array] = {"row": rows, "assessed_on": days}
    if NAME in columns:
        arrays[NAME] = columns[NAME]
    for codes in (engine.outcome, *engine.unit_outcomes):
        values = _codes(codes, masks, size, np.uint8 if len(codes.bits) <= 8 else np.uint16)
        valid = bits(masks[codes.shown], size).astype(bool) if codes.shown is not None else None
        outcome, possible, tally = _outcomes(values, valid, verdicts.order, verdicts.open)
        arrays[codes.column], arrays[_possible(codes)] = outcome, possible
        (counts.outcomes if codes is engine.outcome else counts.unit_outcomes).update(tally)
    labels = pa.array(STATUSES, pa.string())
    for _, codes in engine.statuses:
        arrays[codes.column] = _statuses(codes, masks, size, labels)
    for status, mask in engine.failing:
        counts.failing[status.rule.id] += count(masks[mask], size)
    if engine.missing is not None:
        arrays["missing_facts"] = _missing(engine.missing, masks, size, counts)
    counts.failing = +counts.failing
    return pa.record_batch([arrays[name] for name in schema.names], schema=schema), counts


def _codes(codes: Codes, masks: Mapping[int, Any], size: int, kind: Any) -> Any:
    values = np.zeros(size, kind)
    for place, mask in enumerate(codes.bits):
        if not masks[mask].any():
            continue
        bit = bits(masks[mask], size)
        values |= (bit << place if kind is np.uint8 else bit.astype(kind) << place) if place else bit
    return values


def _outcomes(values: Any, valid: Any, order: tuple[str, ...], open_: str) -> tuple[Array, Array, Counter[str]]:
    """Outcome and possible outcomes from codes with one bit for each possible outcome."""
    counted = np.bincount(values if valid is None else values[valid], minlength=1 << len(order))
    used = np.flatnonzero(counted)
    several = [[name for place, name in enumerate(order) if code >> place & 1] for code in used]
    single = [names[0] if len(names) == 1 else open_ for names in several]
    words = list(dict.fromkeys(single))
    to_all, to_one = np.zeros(len(counted), np.int16), np.zeros(len(counted), np.int16)
    to_all[used] = np.arange(len(used))
    to_one[used] = [words.index(word) for word in single]
    tally: Counter[str] = Counter()
    for word, code in zip(single, used, strict=True):
        tally[word] += int(counted[code])
    hidden = None if valid is None else ~valid
    one = pa.DictionaryArray.from_arrays(pa.array(to_one[values], mask=hidden), pa.array(words, pa.string()))
    joined = pa.array([SEPARATOR.join(names) for names in several], pa.string())
    return one, pa.DictionaryArray.from_arrays(pa.array(to_all[values], mask=hidden), joined), tally


def _statuses(codes: Codes, masks: Mapping[int, Any], size: int, labels: Array) -> Array:
    values = _codes(codes, masks, size, np.uint8).view(np.int8)
    shown = masks[codes.shown] if codes.shown is not None else None
    valid = pa.py_buffer(shown.tobytes()) if shown is not None else None
    indices = pa.Array.from_buffers(pa.int8(), size, [valid, pa.py_buffer(values)])
    return pa.DictionaryArray.from_arrays(indices, labels, safe=False)


def _missing(missing: Mapping[str, int], masks: Mapping[int, Any], size: int, counts: Counts) -> Array:
    """For each row the facts whose mask has its bit, in the order of ``missing``."""
    rows: list[Any] = []
    facts: list[Any] = []
    for index, (path, mask) in enumerate(missing.items()):
        if not masks[mask].any():
            continue
        found = np.flatnonzero(bits(masks[mask], size)).astype(np.int32)
        if len(found):
            rows.append(found)
            facts.append(np.full(len(found), index, np.int16))
            counts.missing[path] += len(found)
    every = np.concatenate(rows) if rows else np.zeros(0, np.int32)
    values = np.concatenate(facts) if facts else np.zeros(0, np.int16)
    order = np.argsort(every, kind="stable")
    ends = np.cumsum(np.bincount(every, minlength=size)) if len(every) else np.zeros(size, np.int64)
    offsets = pa.array(np.concatenate([[0], ends]).astype(np.int32))
    words = pa.DictionaryArray.from_arrays(pa.array(values[order]), pa.array(list(missing), pa.string()))
    return pa.ListArray.from_arrays(offsets, words)
