"""A matter as one zip, whole, and back: its versions, its files, and who made what when."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any, cast

from django.db import transaction

from ...reading.errors import BadInput, Problem
from ...reading.yaml_text import data_text
from ..models import Access, Attachment, Matter, Version
from ..models.people import Role
from . import attachments, audit
from .access import Forbidden, User, installation_role, matter_for
from .documents import Data, data_of, text_of
from .matters import new_version

FORMAT = "derogation/desk-matter/1"
MOST, MOST_ENTRIES = 200 << 20, 5_000
#: A file always has the same bytes: a zip begins its time there.
TIME = (1980, 1, 1, 0, 0, 0)


def taken_out(user: User, matter_id: object) -> bytes:
    """The whole matter as a zip: ``matter.json`` tells what is in it, ``matter.yaml`` is the last version to read."""
    matter = matter_for(user, "export", matter_id)
    versions = list(Version.objects.filter(matter=matter).select_related("made_by").order_by("number"))
    files = list(Attachment.objects.filter(matter=matter).order_by("name"))
    told = {
        "format": FORMAT,
        "name": matter.name,
        "client": matter.client,
        "versions": [
            {
                "number": each.number,
                "by": each.made_by.get_username(),
                "at": each.made_at.isoformat(),
                "note": each.note,
                "digest": each.digest,
            }
            for each in versions
        ],
        "files": [{"name": each.name, "kind": each.kind, "digest": each.digest} for each in files],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "matter.json", json.dumps(told, ensure_ascii=False, indent=2).encode())
        _write(archive, "matter.yaml", data_text(json.loads(versions[-1].document)).encode())
        for each in versions:
            _write(archive, f"versions/{each.number:04d}.json", each.document.encode())
        for each in files:
            _write(archive, f"files/{each.name}", bytes(each.content))
    audit.note(user, "exported", matter.id, version=matter.head)
    return out.getvalue()


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def bring_in(user: User, content: bytes, *, client: str = "", closed: bool = False) -> Matter:
    """A matter from such a zip, with all its versions; who brings it in has made them, and their notes say who did.

    Raises :class:`BadInput` for a file that is none, that is too large, or whose parts are not as it tells.
    """
    if installation_role(user) == str(Role.READER):
        raise Forbidden("This needs the role author; yours is reader.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _bring_in(user, archive, client, closed)
    except (zipfile.BadZipFile, KeyError, TypeError, UnicodeDecodeError, ValueError) as failure:
        hint = "Choose a file that the desk exported, unchanged."
        raise BadInput(
            Problem(f"this is no matter that a desk exported ({type(failure).__name__})", hint=hint)
        ) from None


def _bring_in(user: User, archive: zipfile.ZipFile, client: str, closed: bool) -> Matter:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(each.file_size for each in entries) > MOST:
        raise BadInput(Problem("the archive is too large", hint=f"At most {MOST:,} bytes in {MOST_ENTRIES:,} files."))
    told = cast("Data", json.loads(_read(archive, "matter.json")))
    if told.get("format") != FORMAT or not told["versions"]:
        raise ValueError(FORMAT)
    with transaction.atomic():
        client = client or str(told.get("client", ""))
        matter = Matter.objects.create(name=str(told["name"])[:200], client=client[:200], closed=closed)
        Access.objects.create(matter=matter, user=user, role=Role.REVIEWER)
        audit.note(user, "brought in", matter.id)
        for each in _in_order(told["files"]):
            body = _read(archive, f"files/{each['name']}")
            _same(hashlib.sha256(body).hexdigest(), each)
            attachments.add(user, matter.id, str(each["name"]), str(each["kind"]), body)
        for number, each in enumerate(_in_order(told["versions"]), 1):
            data = data_of(
                _read(archive, f"versions/{number:04d}.json"), f"version {number}", lambda: attachments.folder(matter)
            )
            said = f"{each.get('note', '')} (made by {each['by']} on {str(each['at'])[:10]})".strip()
            made = new_version(matter, user, text_of(data), said)
            _same(made.digest, each)
    return matter


def _in_order(listed: Any) -> Iterator[Data]:
    yield from cast("list[Data]", listed)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """One entry, no longer than it says that it is: the zip reader holds it to that."""
    return archive.read(name)


def _same(digest: str, told: Data) -> None:
    if digest != told["digest"]:
        name = told.get("name") or f"version {told.get('number')}"
        raise BadInput(Problem(f"{name} is not as it was exported", hint="Get the file again from whoever made it."))
