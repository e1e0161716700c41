"""The work of a run that is not finished: a folder ``OUT.parts`` beside the output ``OUT``.

It holds a manifest that says what is being run, and for every finished segment its answers, its rejects and, written
last, a record of what it holds and where the next begins. One run at a time has the folder. At the end the parts are
counted and put together, the output appears by a rename, and the folder goes.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..reading.errors import BadInput, CannotWrite, Problem
from ..reading.locks import locked
from ..reading.write_whole import write_whole
from .sinks import assemble, rows_of

Record = dict[str, Any]


class Parts(Struct, frozen=True):
    """The folder of parts of one output; ``output`` is where the answers really lie, links followed."""

    output: Path

    @property
    def folder(self) -> Path:
        return self.output.with_name(f"{self.output.name}.parts")

    @property
    def rejects(self) -> Path:
        return self.output.with_name(f"{self.output.name}.rejects.ndjson")

    @contextmanager
    def held(self) -> Generator[None]:
        """Have the folder to oneself; raises :class:`BadInput` while another run has it.

        The run that finishes removes the folder with its lock, so a lock counts only if it is still the one in place.
        """
        busy = BadInput(
            Problem("another run is writing this output", str(self.output),
                    hint="wait until it has ended, or name another output")
        )  # fmt: skip
        self.folder.mkdir(mode=0o700, exist_ok=True)
        lock = self.folder / "lock"
        with lock.open("ab") as stream:
            if not locked(stream):
                raise busy
            if not lock.exists() or lock.stat().st_ino != os.fstat(stream.fileno()).st_ino:
                raise busy
            yield

    def begin(
        self, identity: Mapping[str, Any], today: datetime.date, *, resume: bool
    ) -> tuple[list[Record], datetime.date]:
        """The records of segments already done, and the day on which the run began. Raises :class:`BadInput`."""
        manifest = self.folder / "manifest.json"
        if resume and manifest.exists():
            try:
                found = json.loads(manifest.read_text(encoding="utf-8"))
                began = datetime.date.fromisoformat(found.pop("today"))
            except (ValueError, KeyError, AttributeError):
                raise BadInput(Problem("is not a manifest", str(manifest), hint="run without --resume")) from None
            differs = [key for key in identity if found.get(key) != identity[key]]
            if differs:
                raise BadInput(
                    Problem(
                        f"belongs to another run: it differs in {', '.join(differs)}", str(self.folder),
                        hint="run without --resume to start afresh",
                    )
                )  # fmt: skip
            return self.records(), began
        for file in self.folder.iterdir():
            if file.name != "lock":
                file.unlink()
        write_whole(manifest, json.dumps({**identity, "today": today.isoformat()}))
        return [], today

    def discard(self) -> None:
        """Remove the folder, where nothing in it is worth taking up."""
        shutil.rmtree(self.folder)

    def paths(self, number: int) -> dict[str, Path]:
        return {name: self.folder / f"{number:06d}.{name}" for name in ("part", "rejects", "json")}

    def record(self, number: int, record: Record) -> None:
        """Write that a segment is finished."""
        paths = self.paths(number)
        write_whole(paths["json"], json.dumps({**record, "sizes": _sizes(paths)}))

    def records(self) -> list[Record]:
        """The records of finished segments in order, up to the first that is not whole."""
        done: list[Record] = []
        while True:
            paths = self.paths(len(done))
            try:
                record = json.loads(paths["json"].read_text(encoding="utf-8"))
                if record["sizes"] != _sizes(paths):
                    return done
            except (OSError, ValueError):
                return done
            done.append(record)

    def finish(self, kind: str, schema: Any, rows: int, rejected: int) -> None:
        """Put the parts together and give them their names, the output last.

        Raises :class:`CannotWrite` where what was written is not ``rows`` answers and ``rejected`` rejects.
        """
        paths = [self.paths(number) for number in range(len(self.records()))]
        draft, rejects = self.folder / "output.draft", self.folder / "rejects.draft"
        with rejects.open("wb") as into:
            for path in paths:
                with path["rejects"].open("rb") as stream:
                    shutil.copyfileobj(stream, into)
        assemble([path["part"] for path in paths], draft, kind, schema)
        written = (rows_of(draft, kind), rows_of(rejects, "ndjson"))
        if written != (rows, rejected):
            raise CannotWrite(
                Problem(f"{written[0]:,} answers and {written[1]:,} rejects were written, and {rows:,} and "
                        f"{rejected:,} are due; nothing is given its name", str(self.output),
                        hint="run again without --resume")
            )  # fmt: skip
        mode = self.output.stat().st_mode & 0o777 if self.output.exists() else None
        for made in (draft, rejects):
            if mode is not None:
                made.chmod(mode)
            with made.open("rb") as stream:
                os.fsync(stream.fileno())
        if rejected:
            rejects.replace(self.rejects)
        else:
            self.rejects.unlink(missing_ok=True)
        draft.replace(self.output)
        self.discard()


def _sizes(paths: Mapping[str, Path]) -> dict[str, int]:
    return {name: paths[name].stat().st_size for name in ("part", "rejects")}
