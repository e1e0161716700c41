"""What an assistant proposed, kept for a person: a line of JSON each, beside the cases, added and never edited."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..cases.proposals import Proposal
from ..reading.document import read_bytes
from ..reading.errors import BadInput, CannotWrite, Problem

FILE = "proposals.ndjson"
MOST = 20_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal as it was kept: of which case, and when."""

    case: str
    at: str
    path: str
    question: str
    stated: Any
    because: str


def keep(folder: Path, case: str, proposals: Iterable[Proposal]) -> None:
    """Add proposals that are not there yet. Raises :class:`CannotWrite`."""
    known = {_same(each) for each in proposed(folder)}
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    new = [Kept(case, now, each.path, each.question, each.stated, each.because) for each in proposals]
    lines = [json.dumps(asdict(each), ensure_ascii=True, default=str) for each in new if _same(each) not in known]
    if not lines:
        return
    try:
        with (folder / FILE).open("a", encoding="ascii") as stream:
            stream.write("".join(f"{line}\n" for line in lines))
    except OSError as failure:
        hint = "Name a folder where you may write."
        raise CannotWrite(Problem(f"the proposal cannot be kept ({failure.strerror})", FILE, hint=hint)) from None


def proposed(folder: Path, case: str = "") -> tuple[Kept, ...]:
    """What was proposed, of one case or of all, in order. Raises :class:`BadInput` for a file that is none of ours."""
    file = folder / FILE
    if not file.is_file():
        return ()
    found: list[Kept] = []
    for number, line in enumerate(read_bytes(file, MOST).decode("utf-8", "replace").splitlines(), 1):
        try:
            found.append(Kept(**json.loads(line)))
        except (ValueError, TypeError):
            hint = "Take the line out; nothing else depends on it."
            raise BadInput(Problem("this line is no proposal", str(file), number, hint=hint)) from None
    return tuple(each for each in found if case in ("", each.case))


def _same(each: Kept) -> str:
    return json.dumps([each.case, each.path, each.stated], sort_keys=True, default=str)
