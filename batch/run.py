"""Assesses a table of profiles in segments that survive an interruption.

Beside the output ``OUT`` a run keeps a folder ``OUT.parts``: a manifest that says what is being run, and for every
finished segment its answers, its rejects and, written last, a record of what it holds and where the next begins. At
the end the parts are joined, ``OUT`` appears by a rename, and the folder goes. ``resume`` takes up after the last
finished segment; the same input and question give the same bytes, interrupted or not.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..engine.law.rulebook import Rulebook
from ..reading.errors import BadInput, DerogationError, Problem
from .ahead import Ahead
from .arrow import Schema, pa, pc
from .columns import DAY, NAME, layout_of
from .exact import Refiner, Search
from .orders import days_in_order
from .plan import Asked
from .planes import Engine, compile_engine
from .sinks import Part, assemble, format_of
from .sources import Chunk, Position, Source, open_source
from .table import Counts, answer, schema_of

#: Rows after which a segment ends (at the next place where reading can be taken up); fewer where rows are searched.
SEGMENT = 524_288
SEARCHED = 16_384
FORMAT = "derogation/batch-parts/1"


@dataclass(frozen=True, slots=True)
class Job:
    """What to assess, how, and where to put it. ``on`` is the day assessed (``None``: each row's own).

    ``exact`` has open rows searched, by so many processes (``workers``), for outcomes that can be ruled out.
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

    @property
    def parts(self) -> Path:
        return self.output.with_name(f"{self.output.name}.parts")

    @property
    def rejects(self) -> Path:
        return self.output.with_name(f"{self.output.name}.rejects.ndjson")


@dataclass(slots=True)
class Result:
    """What a run came to: the counts, and the columns of the input that it did not know."""

    counts: Counts
    ignored: tuple[str, ...]
    today: datetime.date
    taken_up: int = 0


Progress = Callable[[int, int | None], None]


def run(rulebook: Rulebook, job: Job, progress: Progress | None = None) -> Result:
    """Assess a table. Raises :class:`BadInput` for an input that cannot be read at all, and
    :class:`DerogationError` where the disk does not take what is written."""
    try:
        return _run(rulebook, job, progress)
    except OSError as failure:
        where = str(failure.filename or job.output)
        if Path(where).is_relative_to(job.input):
            raise BadInput(Problem(f"cannot be read: {failure.strerror or failure}", where)) from None
        hint = "make room or choose another place, then run again with --resume"
        raise DerogationError(Problem(f"cannot be written: {failure.strerror or failure}", where, hint=hint)) from None


def _run(rulebook: Rulebook, job: Job, progress: Progress | None) -> Result:
    kind = format_of(job.output)
    layout = layout_of(rulebook, job.slots)
    source = open_source(job.input, layout)
    today = datetime.date.today()
    identity = _identity(rulebook, job, source)
    done, today = _begin(job, identity, today)
    asked = Asked(job.on, job.readings, job.on_the_record)
    available = {*source.available, DAY}
    engine = compile_engine(rulebook, layout, available, asked, job.detail)
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
            with Ahead(source.chunks(needs, position)) as chunks:
                work.segments(chunks)
    _finish(job, kind, schema)
    return Result(counts, source.ignored, today, taken_up)


# --- segments --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Work:
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
            paths = _paths(self.job, self.number)
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
            record = {"after": after, "last": chunk is None, "counts": counts.plain(), "sizes": _sizes(paths)}
            _write_whole(paths["record"], json.dumps(record))
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


# --- beginning, and ending -------------------------------------------------------------------------------------------


def _paths(job: Job, number: int) -> dict[str, Path]:
    stem = f"{number:06d}"
    return {
        "part": job.parts / f"{stem}.part",
        "rejects": job.parts / f"{stem}.rejects",
        "record": job.parts / f"{stem}.json",
    }


def _sizes(paths: Mapping[str, Path]) -> dict[str, int]:
    return {name: paths[name].stat().st_size for name in ("part", "rejects")}


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


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
        "slots": dict(sorted(job.slots.items())),
        "output": format_of(job.output),
    }


def _begin(job: Job, identity: dict[str, Any], today: datetime.date) -> tuple[list[dict[str, Any]], datetime.date]:
    """The records of segments already done, and the day on which the run began. Raises :class:`BadInput`."""
    manifest = job.parts / "manifest.json"
    if job.resume and manifest.exists():
        try:
            found = json.loads(manifest.read_text(encoding="utf-8"))
        except ValueError:
            raise BadInput(Problem("is not a manifest", str(manifest), hint="run without --resume")) from None
        began = datetime.date.fromisoformat(found.pop("today"))
        differs = [key for key in identity if found.get(key) != identity[key]]
        if differs:
            raise BadInput(
                Problem(
                    f"belongs to another run: it differs in {', '.join(differs)}", str(job.parts),
                    hint="run without --resume to start afresh",
                )
            )  # fmt: skip
        return _records(job), began
    if job.parts.exists():
        shutil.rmtree(job.parts)
    job.parts.mkdir()
    _write_whole(manifest, json.dumps({**identity, "today": today.isoformat()}))
    return [], today


def _records(job: Job) -> list[dict[str, Any]]:
    """The records of finished segments in order, up to the first that is not whole."""
    done: list[dict[str, Any]] = []
    while True:
        paths = _paths(job, len(done))
        try:
            record = json.loads(paths["record"].read_text(encoding="utf-8"))
            if record["sizes"] != _sizes(paths):
                return done
        except (OSError, ValueError):
            return done
        done.append(record)


def _finish(job: Job, kind: str, schema: Schema) -> None:
    """Join the parts; the output appears last."""
    number = len(_records(job))
    paths = [_paths(job, index) for index in range(number)]
    rejects = [path["rejects"] for path in paths if path["rejects"].stat().st_size]
    draft = job.parts / "rejects.draft"
    if rejects:
        with draft.open("wb") as into:
            for path in rejects:
                with path.open("rb") as stream:
                    shutil.copyfileobj(stream, into)
        draft.replace(job.rejects)
    else:
        job.rejects.unlink(missing_ok=True)
    whole = job.parts / "output.draft"
    with whole.open("wb") as into:
        assemble([path["part"] for path in paths], into, kind, schema)
        into.flush()
        os.fsync(into.fileno())
    whole.replace(job.output)
    shutil.rmtree(job.parts)
