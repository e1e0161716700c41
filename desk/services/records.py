"""Decision records of a matter: made of its last version, signed with this desk's key, a chain; verified, replayed."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from msgspec import Struct

from ...api import read_record, record, replay, verify_records
from ...reading.errors import BadInput, Problem
from ...records.keys import new_key
from ...records.replay import Replayed
from ...records.summary import summary
from ..models import Attachment, Matter
from . import attachments, audit
from .access import User
from .answers import Stance, answered, feature_of
from .matters import locked, version

KEY = "records.key"


class Kept(Struct, frozen=True):
    """A record that is kept, with what it holds."""

    name: str
    told: dict[str, Any]


class Looked(Struct, frozen=True):
    """What was found of a record: the properties that hold, or the first that does not; and what a replay gave."""

    name: str
    told: dict[str, Any]
    properties: tuple[tuple[str, str], ...]
    broken: tuple[Problem, ...]
    replayed: Replayed | None
    not_replayed: tuple[Problem, ...]


def public_key() -> bytes:
    """The public key of this desk, as PEM; the pair is made when it is first asked for."""
    key = settings.OPTIONS.folder / KEY
    if not key.exists():
        new_key(key)
    return key.with_name(f"{KEY}.pub").read_bytes()


def make(user: User, matter_id: object, feature: str, stance: Stance) -> Attachment:
    """A record of the answer on the last version of a feature, as the next of the matter's chain."""
    with transaction.atomic():
        matter = locked(user, "save", matter_id)
        public_key()
        case = feature_of(attachments.cases_in(matter, version(matter).document), feature)
        found = answered(case, feature, stance)
        before = list(Attachment.objects.filter(matter=matter, kind="record").order_by("name"))
        with _written(before[-1:]) as previous, attachments.folder(matter) as files:
            body = record(
                case,
                found.assessment,
                settings.OPTIONS.folder / KEY,
                readings=stance.readings,
                previous=read_record(previous[0]) if previous else None,
                files=files,
            )
        name = f"record-{len(before) + 1:04d}.json"
        made = Attachment.objects.create(
            matter=matter,
            name=name,
            kind="record",
            content=body,
            digest=hashlib.sha256(body).hexdigest(),
            added_by=user,
        )
        audit.note(user, "recorded", matter.id, version=matter.head, file=name, digest=made.digest)
    return made


def kept(matter: Matter) -> list[Kept]:
    """The records of a matter, in order."""
    found = list(Attachment.objects.filter(matter=matter, kind="record").order_by("name"))
    with _written(found) as files:
        return [Kept(file.name, summary(read_record(file))) for file in files]


def chain(matter: Matter) -> tuple[tuple[str, str, str], ...]:
    """Every property of a matter's records and of their chain. Raises :class:`BadInput` for what does not hold."""
    found = list(Attachment.objects.filter(matter=matter, kind="record").order_by("name"))
    with _written(found) as files:
        return tuple((Path(name).name, prop, text) for name, prop, text in verify_records(files, chained=True))


def look(name: str, content: bytes) -> Looked:
    """A record verified and replayed, whoever made it. Raises :class:`BadInput` for a file that is none."""
    attachments.refuse_longer(len(content), name)
    name = attachments.named(name, "record")
    with tempfile.TemporaryDirectory(prefix="record-", dir=settings.OPTIONS.folder) as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        try:
            data = read_record(file)
        except BadInput as refused:
            raise BadInput(*_named(refused, name)) from None
        properties: tuple[tuple[str, str], ...] = ()
        broken: tuple[Problem, ...] = ()
        try:
            properties = tuple((prop, text) for _, prop, text in verify_records([file]))
        except BadInput as refused:
            broken = _named(refused, name)
    found, failed = None, ()
    try:
        found = replay(data)
    except BadInput as refused:
        failed = _named(refused, name)
    return Looked(name, summary(data), properties, broken, found, failed)


def _named(refused: BadInput, name: str) -> tuple[Problem, ...]:
    """The problems under the name that the file was given with, not that of the folder it was read in."""
    return tuple(Problem(each.message, name, each.line, each.path, each.hint) for each in refused.problems)


@contextmanager
def _written(found: list[Attachment]) -> Generator[list[Path]]:
    """Records as files, in order."""
    with tempfile.TemporaryDirectory(prefix="records-", dir=settings.OPTIONS.folder) as folder:
        files: list[Path] = []
        for each in found:
            file = Path(folder) / each.name
            file.write_bytes(bytes(each.content))
            files.append(file)
        yield files
