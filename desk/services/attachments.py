"""Files of a matter, kept as they came: annual reports that its document names, and records."""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import transaction

from ...cases.loader import Case
from ...reading.errors import BadInput, Problem
from ..models import Attachment, Matter
from . import answers, audit
from .access import User, matter_for

MOST = 20 << 20
#: The kinds of files that come in, each with the endings that it may have. A questionnaire is read and not kept.
KINDS: Mapping[str, tuple[str, ...]] = {
    "report": (".yaml", ".yml", ".json", ".csv", ".xlsx"),
    "record": (".json",),
    "questionnaire": (".docx", ".xlsx", ".html"),
}


def named(name: str, kind: str) -> str:
    """The name under which a file is kept: no folder, no sign that means something to a shell or a page.

    Raises :class:`BadInput` for an ending that the kind does not have.
    """
    plain = (
        unicodedata.normalize("NFKD", PurePosixPath(name.replace("\\", "/")).name).encode("ascii", "ignore").decode()
    )
    ending = PurePosixPath(plain).suffix.lower()
    if ending not in KINDS[kind]:
        hint = f"Files of this kind end in {', '.join(KINDS[kind])}."
        raise BadInput(Problem(f"this is no file of the kind {kind}", plain or "the file", hint=hint))
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plain[: -len(ending)]).strip("-.")[:120] or kind
    return f"{stem}{ending}"


def refuse_longer(size: int, name: str = "") -> None:
    """Raises :class:`BadInput` for a file of more bytes than are taken."""
    if size > MOST:
        raise BadInput(Problem(f"the file has {size:,} bytes and at most {MOST:,} are taken", name))


def add(user: User, matter_id: object, name: str, kind: str, content: bytes) -> Attachment:
    """Keep a file with a matter; one of the same name and kind is replaced. Raises :class:`BadInput`."""
    refuse_longer(len(content), name)
    name, digest = named(name, kind), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        matter = matter_for(user, "edit", matter_id, lock=True)
        if Attachment.objects.filter(matter=matter, name=name).exclude(kind=kind).exists():
            raise BadInput(Problem("a file of another kind has this name", name, hint="Name this one otherwise."))
        kept, _ = Attachment.objects.update_or_create(
            matter=matter,
            name=name,
            defaults={"kind": kind, "content": content, "digest": digest, "added_by": user},
        )
        audit.note(user, f"added a {kind}", matter.id, file=name, digest=digest)
    return kept


@contextmanager
def folder(matter: Matter) -> Generator[Path]:
    """A matter's reports as files in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="reports-", dir=settings.OPTIONS.folder) as place:
        for each in Attachment.objects.filter(matter=matter, kind="report"):
            (Path(place) / each.name).write_bytes(bytes(each.content))
        yield Path(place)


def cases_in(matter: Matter, document: str) -> Mapping[str, Case]:
    """The features of a document of a matter, which may name the matter's reports. Raises :class:`BadInput`."""
    if '"file"' not in document:
        return answers.cases(document, matter.name)
    digests = list(
        Attachment.objects.filter(matter=matter, kind="report").order_by("name").values_list("name", "digest")
    )
    files = partial(folder, matter) if digests else _no_reports
    return answers.cases(document, matter.name, files, str(digests))


def _no_reports() -> AbstractContextManager[Path]:
    """A folder without a file, made once: most matters have no report, and their documents are read at each change."""
    place = settings.OPTIONS.folder / "no-reports"
    place.mkdir(mode=0o700, exist_ok=True)
    return nullcontext(place)
