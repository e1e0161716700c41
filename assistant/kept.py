"""What an assistant proposed, kept for a person: a line of JSON each, beside the cases, added and never edited."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import asdict

from ..cases.loader import case_of
from ..cases.places import put
from ..interview.write import document_text
from ..reading.document import Document, read_bytes, read_file
from ..reading.errors import BadInput, CannotWrite, Problem
from ..showing.proposed_record import Proposal
from .shelf import Shelf

FILE = "proposals.ndjson"
MOST = 20_000_000


class Kept(Struct, frozen=True):
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


def signed(folder: Path, case: str, path: str, by: str, why: str, on: date) -> tuple[Path, str]:
    """The file of a case, and its text with a proposed finding that a person signs. Raises :class:`BadInput`.

    The last proposal for the path counts. A fact that is no finding is not signed: it needs a document.
    """
    found = [each for each in proposed(folder, case) if each.path == path]
    file = Shelf(folder).files().get(case)
    if not found or file is None or file.parent != folder:
        hint = "`derogation proposals list FOLDER` shows what was proposed."
        raise BadInput(Problem("this was not proposed for a case of the folder", case, path=path, hint=hint))
    if found[-1].because != "finding":
        hint = "State it in the file, with the document in which it stands as its source."
        raise BadInput(Problem("this is a plain fact, which nobody signs", case, path=path, hint=hint))
    document = read_file(file)
    data: dict[str, Any] = copy.deepcopy(document.data)
    if "features" in data:
        hint = "State it in the feature's part of the file, with `signed: {by, on, why}`."
        raise BadInput(Problem("this is a matter, of several cases", case, path=path, hint=hint))
    said = found[-1].stated
    stated = dict(cast("dict[str, Any]", said)) if isinstance(said, dict) else {"value": said}
    put(data, path, {**stated, "signed": {"by": by, "on": on.isoformat(), "why": why}})
    case_of(Document(str(file), data, {}), folder)
    return file, document_text(data)


def _same(each: Kept) -> str:
    return json.dumps([each.case, each.path, each.stated], sort_keys=True, default=str)
