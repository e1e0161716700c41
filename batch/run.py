"""Assesses a table of profiles in segments that survive an interruption.

Until a run is complete its work lies in a folder of parts beside the output (:mod:`.parts`). ``resume`` takes up after
the last finished segment; the same input and question give the same bytes, interrupted or not.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import numpy as np
from msgspec import Struct, field

from ..engine.law.rulebook import Rulebook
from ..reading.errors import BadInput, CannotWrite, Problem
from .ahead import Ahead
from .arrow import Schema, pa, pc
from .cells import Reckoning
from .columns import DAY, NAME, layout_of
from .exact import Refiner, Search
from .inputs import keep_apart, open_source
from .orders import days_in_order
from .parts import Parts
from .plan import Asked
from .planes import Engine, compile_engine
from .sinks import Part, format_of
from .sources import Chunk, Position, Source
from .table import Counts, answer, schema_of

#: Rows after which a segment ends (at the next place where reading can be taken up); fewer where rows are searched.
SEGMENT = 524_288
SEARCHED = 16_384
FORMAT = "derogation/batch-parts/1"


class Job(Struct, frozen=True):
    """What to assess, how, and where to put it. ``on`` is the day assessed (``None``: each row's own).

    ``exact`` has open rows searched, by so many processes (``workers``), for outcomes that can be ruled out. ``zone``
    is the time zone in which instants of a Parquet table are midnights of days.
    """

    input: Path
    output: Path
    on: datetime.date | None = None
    detail: str = "conditions"
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    on_the_record: bool = False
    slots: Mapping[str, int] = field(default_factory=dict[str, int])
    resume: bool = False
    exact: bool = False
    workers: int = 1
    zone: str | None = None

    @property
    def parts(self) -> Parts:
        """Where the work lies until it is done; an output that is a link is written where it points."""
        return Parts(self.output.resolve())


class Result(Struct):
    """What a run came to: the counts, and which columns (``ignored``) and files (``skipped``) it did not know."""

    counts: Counts
    ignored: tuple[str, ...]
    today: datetime.date
    taken_up: int = 0
    skipped: tuple[str, ...] = ()


def checked_zone(name: str | None) -> str | None:
    """The name of a time zone, if there is such a zone. Raises :class:`BadInput`."""
    if name is None or name in available_timezones():
        return name
    raise BadInput(Problem(f"no time zone is called {name!r}", hint="a name such as Europe/Brussels, or UTC"))


Progress = Callable[[int, int | None], None]


def run(rulebook: Rulebook, job: Job, progress: Progress | None = None) -> Result:
    """Assess a table. Raises :class:`BadInput` for an input that cannot be read at all, and
    :class:`CannotWrite` where the disk does not take what is written."""
    try:
        return _run(rulebook, job, progress)
    except OSError as failure:
        where = str(failure.filename or job.output)
        hint = "make room or choose another place, then run again with --resume"
        raise CannotWrite(Problem(f"cannot be written: {failure.strerror or failure}", where, hint=hint)) from None


def _run(rulebook: Rulebook, job: Job, progress: Progress | None) -> Result:
    kind, parts = format_of(job.output), job.parts
    layout = layout_of(rulebook, job.slots)
    asked = Asked(job.on, job.readings, job.on_the_record)
    reckoning = Reckoning(rulebook, asked, datetime.date.today())
    source = open_source(job.input, layout, reckoning, job.zone)
    keep_apart(job.output, job.input)
    with parts.held():
        identity = _identity(rulebook, job, source)
        done, today = parts.begin(identity, datetime.date.today(), resume=job.resume)
        engine = compile_engine(rulebook, layout, {*source.available, DAY}, asked, job.detail)
        read = {*engine.needs, *days_in_order(layout), NAME}
        needs = source.available if job.exact else (read if job.on else {*read, DAY}) & source.available
        schema = schema_of(engine, named=NAME in source.available)
        counts = Counts()
        for record in done:
            counts.add(Counts.of(record["counts"]))
        taken_up = counts.rows + counts.rejected
        position: Position | None = done[-1]["after"] if done else None
        with Refiner(Search(rulebook, layout, asked), job.workers) as refiner:
            exact = refiner if job.exact else None
            work = _Work(job, kind, schema, engine, source, today, len(done), counts, progress, exact)
            if not (done and done[-1]["last"]):
                try:
                    with Ahead(source.chunks(needs, position)) as chunks:
                        work.segments(chunks)
                except BadInput:
                    if not work.number:
                        parts.discard()
                    raise
        if _identity(rulebook, job, source) != identity:
            raise BadInput(Problem("was changed while it was read", str(job.input), hint="run again"))
        parts.finish(kind, schema, counts.rows, counts.rejected)
    return Result(counts, source.ignored, today, taken_up, source.skipped)


# --- segments --------------------------------------------------------------------------------------------------------


class _Work(Struct):
    """Writes one segment after the other."""

    job: Job
    kind: str
    schema: Schema
    engine: Engine
    source: Source
    today: datetime.date
    number: int
    counts: Counts
    progress: Progress | None
    refiner: Refiner | None = None

    def segments(self, chunks: Iterator[Chunk]) -> None:
        total = self.source.total()
        enough = SEGMENT if self.refiner is None else min(SEARCHED, SEGMENT)
        chunk = next(chunks, None)
        while True:
            counts, after = Counts(), None
            paths = self.job.parts.paths(self.number)
            with (
                Part(paths["part"], self.kind, self.schema) as part,
                paths["rejects"].open("w", encoding="utf-8") as rejects,
            ):
                while chunk is not None:
                    counts.add(self._chunk(chunk, part))
                    for reject in chunk.rejects:
                        rejects.write(json.dumps(reject.plain(), ensure_ascii=False) + "\n")
                    after = chunk.after
                    if self.progress is not None:
                        seen = self.counts.rows + self.counts.rejected + counts.rows + counts.rejected
                        self.progress(seen, total)
                    chunk = next(chunks, None)
                    if after is not None and counts.rows + counts.rejected >= enough:
                        break
            record = {"after": after, "last": chunk is None, "counts": counts.plain()}
            self.job.parts.record(self.number, record)
            self.counts.add(counts)
            self.number += 1
            if chunk is None:
                return

    def _chunk(self, chunk: Chunk, part: Part) -> Counts:
        size = len(chunk.numbers)
        columns = dict(chunk.columns)
        undated = 0
        if self.job.on is not None:
            days = pa.array(np.full(size, (self.job.on - datetime.date(1970, 1, 1)).days, np.int32)).cast(pa.date32())
        else:
            days = columns.get(DAY)
            undated = size if days is None else days.null_count
            if days is None:
                days = pa.nulls(size, pa.date32())
            if undated:
                days = pc.fill_null(days, pa.scalar(self.today, pa.date32()))
            columns[DAY] = days
        if NAME in self.schema.names and NAME not in columns:
            columns[NAME] = pa.nulls(size, pa.string())
        masks = self.engine.run(size, columns)
        batch, counts = answer(self.engine, masks, chunk.numbers, columns, days)
        if self.refiner is not None:
            batch = self.refiner.refine(batch, counts, columns, days)
        counts.rejected, counts.undated = len(chunk.rejects), undated
        part.write(batch)
        return counts


def _identity(rulebook: Rulebook, job: Job, source: Source) -> dict[str, Any]:
    """What must be the same for a run to be taken up."""
    files = [(str(file), (stat := file.stat()).st_size, stat.st_mtime_ns) for file in source.files]
    return {
        "format": FORMAT,
        "rulebook": rulebook.digest,
        "files": [list(file) for file in files],
        "on": job.on.isoformat() if job.on else None,
        "columns": job.detail,
        "readings": dict(sorted(job.readings.items())),
        "on_the_record": job.on_the_record,
        "exact": job.exact,
        "zone": job.zone,
        "slots": dict(sorted(job.slots.items())),
        "output": format_of(job.output),
    }
