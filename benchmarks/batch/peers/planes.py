from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from derogation.batch.ahead import Ahead
from derogation.batch.columns import DAY, NAME
from derogation.batch.parquet_source import ParquetSource
from derogation.batch.planes import compile_engine
from derogation.batch.table import SEPARATOR, answer

from ..task import Task
from . import About, Ready

ABOUT = About(
    "bit planes, whole work",
    "derogation",
    "table",
    "own",
    "as `derogation batch`: checks every cell, answers in words with each profile's name",
)


def ready(task: Task) -> Ready:
    """The columnar engine as `derogation batch` runs it, but for writing the answers."""
    plan = task.plan
    engine = compile_engine(plan.rulebook, plan.layout, plan.available, plan.asked, "outcome")
    needs = sorted({*engine.needs, NAME, DAY})

    def read(path: Path) -> Any:
        return ParquetSource((path,), plan.layout).chunks(needs, None)

    def run(chunks: Any) -> Any:
        found = []
        with Ahead(iter(chunks)) as ahead:
            for chunk in ahead:
                masks = engine.run(len(chunk.numbers), chunk.columns)
                found.append(answer(engine, masks, chunk.numbers, chunk.columns, chunk.columns[DAY])[0])
        return found

    verdicts = plan.rulebook.verdicts
    bit = {name: 1 << place for place, name in enumerate(verdicts.order)}
    columns = ["", *(f"{unit.slot.column}_" for unit in task.answers.units)]

    def codes(found: Any) -> Any:
        parts = []
        for batch in found:
            part = np.zeros((batch.num_rows, len(columns)), np.uint16)
            for index, prefix in enumerate(columns):
                cells = batch.column(f"{prefix}possible_outcomes")
                single = batch.column(f"{prefix}outcome")
                of_words = [sum(bit[word] for word in words.split(SEPARATOR)) for words in cells.dictionary.to_pylist()]
                of_one = [bit.get(word, 0) for word in single.dictionary.to_pylist()]
                many = np.array([*of_words, 0], np.uint16)[cells.indices.fill_null(len(of_words)).to_numpy()]
                one = np.array([*of_one, 0], np.uint16)[single.indices.fill_null(len(of_one)).to_numpy()]
                alone = np.bitwise_count(many) == 1
                assert (one == np.where(alone, many, bit.get(verdicts.open, 0))).all(), "outcome and possible outcomes"
                shown = (1 << len(verdicts.order)) * cells.is_valid().to_numpy(zero_copy_only=False) if index else 0
                part[:, index] = many | shown
            parts.append(part)
        return np.concatenate(parts)

    return Ready(lambda path, rows: list(read(path)), run, codes, read)
