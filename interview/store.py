"""What an interview keeps: the profile so far in FILE, and beside it, in FILE.interview, every answer as it was given.

An answer goes to the end of the journal and onto the disk before the profile is replaced in one step, and before the
next question: whatever stops the program, no answer that it has taken is lost. The journal also holds the SHA-256 of
every profile written, so that a file that somebody else wrote or changed is known, and not overwritten unasked.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from pathlib import Path
from typing import Any, BinaryIO, cast

from msgspec import Struct, field

from ..cases.places import Data
from ..reading.errors import BadInput, CannotWrite, Problem
from ..reading.locks import locked
from ..reading.write_whole import write_whole
from .answer import Answer
from .session import Entries, Given

FORMAT = "derogation/interview/1"


class Kept(Struct):
    """What a journal holds: where the interview began (with the questions about the case itself, or not), the answers,
    the sources and parties of answers taken back, and the digests of the profiles written."""

    start: Data
    opening: bool
    given: list[Given] = field(default_factory=list[Given])
    remembered: Entries = field(default_factory=Entries)
    wrote: set[str] = field(default_factory=set[str])


class Store:
    """Keeps one interview.

    Raises :class:`BadInput` for a file that cannot be read, :class:`CannotWrite` for one that cannot be written.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.journal = file.with_name(f"{file.name}.interview")
        self._stream: BinaryIO | None = None

    # --- reading

    def kept(self) -> Kept | None:
        """What the journal holds; ``None`` where there is none. A last line cut short was never answered for."""
        try:
            raw = self.journal.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as failure:
            raise self._unreadable(self.journal, failure) from None
        lines = raw.split(b"\n")[:-1]
        if not lines:
            return None
        head = self._line(lines[0], 1)
        if head.get("interview") != FORMAT or not isinstance(head.get("start"), dict):
            raise self._strange(1)
        kept = Kept(head["start"], head.get("opening") is True, wrote={str(head.get("wrote", ""))})
        for number, line in enumerate(lines[1:], 2):
            self._apply(kept, self._line(line, number), number)
        return kept

    def _line(self, line: bytes, number: int) -> Data:
        try:
            data = json.loads(line)
        except ValueError:
            raise self._strange(number) from None
        if not isinstance(data, dict):
            raise self._strange(number)
        return cast("Data", data)

    def _apply(self, kept: Kept, event: Data, number: int) -> None:
        kept.wrote.add(str(event.get("wrote", "")))
        if event.get("back") is True and kept.given:
            kept.remembered.take(kept.given.pop().answer)
        elif event.get("again") is True:
            kept.given = [given for given in kept.given if not given.is_open]
        elif isinstance(event.get("asked"), str):
            answer = Answer(
                event.get("stated"), event.get("everyone") is True, event.get("sources", {}), event.get("parties", {})
            )
            kept.given.append(Given(event["asked"], answer))
        else:
            raise self._strange(number)

    def wrote(self, kept: Kept | None) -> bool:
        """Whether FILE is as the interview left it, or missing."""
        if not self.file.exists():
            return True
        return kept is not None and self._digest(self.read()) in kept.wrote

    def read(self) -> bytes:
        try:
            return self.file.read_bytes()
        except OSError as failure:
            raise self._unreadable(self.file, failure) from None

    # --- writing

    def begin(self, start: Data, profile: str, *, opening: bool) -> None:
        """Begin a new journal in place of any other, and write the profile as it is at the beginning."""
        raw = profile.encode()
        head = {"interview": FORMAT, "opening": opening, "start": start, "wrote": self._digest(raw)}
        try:
            # The lock is of the journal that is replaced, too: whoever writes that one is not pushed aside.
            with self._open():
                write_whole(self.journal, _json(head))
                self._open()
            write_whole(self.file, raw)
        except OSError as failure:
            raise self._unwritten(failure) from None

    def go_on(self, kept: Kept, profile: str) -> None:
        """Go on with the journal that there is; what an interrupted line left behind is cut off.

        Where the program was stopped after an answer was kept and before the profile was replaced, the profile is one
        answer behind, or missing; it is brought up to the journal.
        """
        try:
            self._open()
            raw = self.journal.read_bytes()
            end = raw.rfind(b"\n") + 1
            if end != len(raw):
                os.truncate(self.journal, end)
            now = profile.encode()
            behind = not self.file.exists() or (self.read() != now and self.wrote(kept))
            if behind and self._digest(now) in kept.wrote:
                write_whole(self.file, now)
        except OSError as failure:
            raise self._unwritten(failure) from None

    def _open(self) -> BinaryIO:
        """Open the journal to add to it, and lock it. Raises :class:`BadInput` where another interview has it."""
        self._stream = self.journal.open("ab")
        if not locked(self._stream):
            self._stream.close()
            hint = "End the other one first; it keeps its answers."
            raise BadInput(Problem("another interview is writing this file", str(self.file), hint=hint))
        return self._stream

    def keep(self, given: Given, profile: str) -> None:
        """Keep one answer, and the profile that it leads to."""
        answer = given.answer
        event: Data = {"asked": given.path, "stated": answer.stated}
        event |= {"everyone": True} if answer.everyone else {}
        event |= {name: held for name, held in (("sources", answer.sources), ("parties", answer.parties)) if held}
        self._add(event, profile)

    def take_back(self, profile: str) -> None:
        """Keep that the last answer was taken back."""
        self._add({"back": True}, profile)

    def ask_again(self, profile: str) -> None:
        """Keep that what was answered as not known is asked again."""
        self._add({"again": True}, profile)

    def _add(self, event: Data, profile: str) -> None:
        if self._stream is None:
            raise RuntimeError("no journal has been begun")
        raw = profile.encode()
        try:
            self._stream.write(_json({**event, "wrote": self._digest(raw)}))
            self._stream.flush()
            os.fsync(self._stream.fileno())
            write_whole(self.file, raw)
        except OSError as failure:
            raise self._unwritten(failure) from None

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()

    # --- errors

    @staticmethod
    def _digest(raw: bytes) -> str:
        return hashlib.sha256(raw).hexdigest()

    def _strange(self, number: int) -> BadInput:
        hint = f"Move it away and go on from the profile itself with `--resume -o {self.file}`."
        return BadInput(Problem("this is not the journal of an interview", str(self.journal), number, hint=hint))

    def _unreadable(self, path: Path, failure: OSError) -> BadInput:
        hint = "Name a file that you may read and write with -o."
        return BadInput(Problem(f"the file cannot be read ({failure.strerror})", str(path), hint=hint))

    def _unwritten(self, failure: OSError) -> CannotWrite:
        hint = "Name a file in a folder where you may write with -o."
        return CannotWrite(Problem(f"the file cannot be written ({failure.strerror})", str(self.journal), hint=hint))


def _json(data: Data) -> bytes:
    return json.dumps(data, ensure_ascii=True, default=_day).encode() + b"\n"


def _day(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"not part of a profile: {value!r}")
