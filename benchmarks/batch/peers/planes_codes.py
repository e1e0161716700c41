from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from derogation.batch.ahead import Ahead
from derogation.batch.masks import bits
from derogation.batch.planes import compile_engine

from ..arrays import choices_of
from ..task import Task
from . import About, Ready

ABOUT = About("bit planes", "derogation", "table", "own", "codes, as all others give; cells are taken as they are")

#: Rows that are worked on at once.
CHUNK = 131_072


def ready(task: Task) -> Ready:
    """The columnar engine on the same terms as the others: no cell checked, no names, codes instead of words."""
    plan = task.plan
    engine = compile_engine(plan.rulebook, plan.layout, plan.available, plan.asked, "outcome")
    columns, words = task.columns(), list(choices_of(task))
    shift = len(plan.rulebook.verdicts.order)

    def read(path: Path) -> Iterator[Any]:
        reader = pq.ParquetFile(path, read_dictionary=words)
        for group in range(reader.num_row_groups):
            yield from reader.read_row_group(group, columns=columns).combine_chunks().to_batches(CHUNK)

    def answer(batches: Iterator[Any]) -> list[Any]:
        found = []
        with Ahead(iter(batches)) as ahead:
            for batch in ahead:
                rows = batch.num_rows
                masks = engine.run(rows, dict(zip(batch.schema.names, batch.columns, strict=True)))
                codes = np.zeros((len(task.subjects), rows), np.uint16)
                for index, code in enumerate((engine.outcome, *engine.unit_outcomes)):
                    for bit, mask in enumerate(code.bits):
                        if masks[mask].any():
                            codes[index] |= bits(masks[mask], rows).astype(np.uint16) << np.uint16(bit)
                    if code.shown is not None:
                        there = bits(masks[code.shown], rows).astype(np.uint16)
                        codes[index] = codes[index] * there + (there << np.uint16(shift))
                found.append(codes)
        return found

    return Ready(
        lambda path, rows: list(read(path)), answer, lambda found: np.concatenate([one.T for one in found]), read
    )
