"""New matters: from nothing, a preset, a shipped case, a file, a filled questionnaire, or a matter exported whole."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from django.conf import settings
from msgspec import Struct

from ...cases.catalogue import find_shipped
from ...cases.loader import Case
from ...cases.profile import PROFILE_FORMAT
from ...cases.rulebook import rulebook
from ...interview.questionnaire_answers import answered
from ...interview.questionnaire_files import filled
from ...reading.errors import BadInput, Problem
from ..models import Matter
from . import attachments, carried, matters
from .access import User
from .documents import Data, cases_of, plain

#: The ways to begin, by the value of the form's choice.
WAYS = ("empty", "preset", "case", "file", "questionnaire")


class Begun(Struct, frozen=True):
    """How a matter is to begin: ``way`` of :data:`WAYS`, its name, and what the way needs."""

    way: str
    name: str = ""
    client: str = ""
    closed: bool = False
    preset: str = ""
    case: str = ""
    file_name: str = ""
    file: bytes = b""


def begin(user: User, how: Begun) -> Matter:
    """Make the matter. Raises :class:`BadInput` where what is given cannot be read."""
    if how.way not in WAYS:
        raise BadInput(Problem(f"{how.way!r} is no way to begin a matter", hint=f"Ways: {', '.join(WAYS)}."))
    if how.way in ("file", "questionnaire") and not how.file:
        raise BadInput(Problem("no file was given", hint="Choose a file that is not empty."))
    attachments.refuse_longer(len(how.file))
    if how.way == "file" and how.file[:2] == b"PK":
        return carried.bring_in(user, how.file, client=how.client, closed=how.closed)
    text, name = _text(how)
    return matters.create(user, text, name, client=how.client, closed=how.closed)


def _text(how: Begun) -> tuple[str | bytes, str]:
    if how.way == "file":
        return how.file, how.file_name
    if how.way == "case":
        return find_shipped(how.case).read_bytes(), how.case
    name = how.name.strip() or Path(how.file_name).stem
    if not name:
        raise BadInput(Problem("a matter needs a name", path="name", hint="Write what is assessed."))
    data: Data = {"profile": PROFILE_FORMAT, "name": name}
    if how.way == "preset" or (how.way == "questionnaire" and how.preset):
        data["preset"] = how.preset
    text = json.dumps(data, ensure_ascii=False)
    if how.way == "questionnaire":
        (case,) = cases_of(text, name).values()
        text = json.dumps(with_answers(case, how.file_name, how.file), ensure_ascii=False)
    return text, name


def with_answers(case: Case, file_name: str, content: bytes) -> Data:
    """The data of a case with the answers of a filled questionnaire. Raises :class:`BadInput`."""
    name = attachments.named(file_name, "questionnaire")
    with tempfile.TemporaryDirectory(prefix="read-", dir=settings.OPTIONS.folder) as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        try:
            return plain(answered(case, filled(file), name, rulebook()))
        except BadInput as refused:  # the folder is nobody's business
            problems = (Problem(p.message, name, p.line, p.path, p.hint) for p in refused.problems)
            raise BadInput(*problems) from None
