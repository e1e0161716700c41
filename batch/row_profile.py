"""One row of a table as a profile: to look at it, ask what would change it, or open a matter from it."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from ..cases.places import Data, put
from ..cases.profile import PROFILE_FORMAT
from ..engine.case.facts import NEVER, Entity, PartialSet
from ..engine.case.words import plain
from ..engine.law.rulebook import Rulebook
from ..reading.errors import BadInput, Problem
from .arrow import pa, pq
from .cells import Reckoning, Row, facts_of_row
from .columns import DAY, NAME, columns, layout_of
from .inputs import CSV, PARQUET, open_source
from .plan import Asked
from .rows import lines


def row_profile(file: Path, number: int, rulebook: Rulebook, today: date) -> Data:
    """The profile that row ``number`` of a table states (as ``batch`` numbers it), as plain data.

    A profile cannot say two things that a row can: what a set known in part does *not* hold, and what is known of
    technologies that are not listed. Raises :class:`BadInput` where there is no such row.
    """
    layout = layout_of(rulebook)
    row = _row(file, number, rulebook, today)
    entity, readings = facts_of_row(row, layout)
    found: Data = {"profile": PROFILE_FORMAT, "name": str(row.get(NAME) or f"row {number}")}
    if DAY in row:
        found["assess_on"] = row[DAY].isoformat()
    if readings:
        found["readings"] = dict(readings)
    return found | _stated(entity, layout.units)


def _row(file: Path, number: int, rulebook: Rulebook, today: date) -> Row:
    """The cells of one row, read as every row is: from a table that holds no other."""
    layout = layout_of(rulebook)
    with TemporaryDirectory() as folder:
        alone = Path(folder) / file.name
        if _cut_out(file, number, alone):
            source = open_source(alone, layout, Reckoning(rulebook, Asked(), today))
            for chunk in source.chunks(columns(layout).keys() & source.available, None):
                if len(chunk.numbers):
                    cells = {name: array[0].as_py() for name, array in chunk.columns.items()}
                    return {name: cell for name, cell in cells.items() if cell is not None}
    raise BadInput(Problem(f"has no row {number} that could be read", file.name, hint="see the rows and the rejects"))


def _cut_out(file: Path, number: int, alone: Path) -> bool:
    """Write a table of one row, and of text the line that names the columns; whether there is such a row."""
    suffix = file.suffix.lower()
    if suffix in PARQUET:
        with pq.ParquetFile(file) as table:
            before = 0  # rows of the groups, then of the batches, that end before the row
            for group in range(table.num_row_groups):
                if before + table.metadata.row_group(group).num_rows >= number > 0:
                    for batch in table.iter_batches(2048, row_groups=[group]):
                        if before + len(batch) >= number:
                            pq.write_table(pa.Table.from_batches([batch.slice(number - before - 1, 1)]), alone)
                            return True
                        before += len(batch)
                before += table.metadata.row_group(group).num_rows
        return False
    head = 1 if suffix in CSV else 0
    with file.open("rb") as stream:
        kept = [*islice(lines(stream), head), *islice(lines(stream), max(0, number - 1 - head), number - head)]
    alone.write_bytes(b"".join(kept))
    return len(kept) == head + 1 and number > head


def _stated(entity: Entity, units: str) -> Data:
    found: Data = {}
    for key, statement in entity.statements.items():
        value = statement.value
        if isinstance(value, PartialSet):
            if value.known:
                put(found, key, {"known": sorted(value.known), "complete": False})
        elif value is not None:
            put(found, key, "never" if value == NEVER else plain(value))
    for key, items in entity.lists.items():
        named = [{"id": item.name} if key == units else {} for item in items.known]
        known = [{**name, **_stated(item, units)} for name, item in zip(named, items.known, strict=True)]
        put(found, key, known if items.complete else {"known": known, "complete": False})
    return found
