"""The audit trail: what was done by whom, as a chain that shows every gap, without content.

Link n commits to ``SHA-256(salt + canonical JSON of the detail)``; its digest is ``SHA-256(digest of n-1, n, time,
commitment)``. The detail with its salt stands beside the chain and goes when its matter is deleted: the chain stays
whole, and nobody can guess from it what the matter was about (RFC 6962 keeps logs in the same spirit).
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from msgspec import Struct
from msgspec.structs import replace

from ..models import AuditDetail, AuditEntry
from .access import visible

START = "0" * 64
LOCK = 2021_1232  # of PostgreSQL's advisory locks, the one that this program takes


class Verified(Struct, frozen=True):
    """The number of links checked, and of the first that does not fit, where there is one; the digest of the last; and
    whether the link that was asked for is among them."""

    links: int
    broken_at: int | None
    head: str
    found: bool = True


class Link(Struct, frozen=True):
    """A link as a person may see it; without ``salt`` and ``content`` where these are gone or not for him."""

    number: int
    at: str
    commitment: str
    digest: str
    salt: str | None = None
    content: dict[str, Any] | None = None
    matter: uuid.UUID | None = None
    closed: bool = False


def note(user: Any, action: str, matter: uuid.UUID | None = None, **more: str | int) -> None:
    """Add one link, in the transaction of what it tells of: both are kept, or neither."""
    with transaction.atomic():
        _one_at_a_time()
        last = AuditEntry.objects.order_by("-number").first()
        number, before = (last.number + 1, last.digest) if last is not None else (1, START)
        content = _canonical({"action": action, "by": user.get_username(), **more})
        salt = secrets.token_hex(32)
        at = datetime.datetime.now(datetime.UTC).isoformat()
        commitment = _sha(bytes.fromhex(salt) + content.encode())
        entry = AuditEntry.objects.create(
            number=number, at=at, commitment=commitment, digest=_link(before, number, at, commitment)
        )
        AuditDetail.objects.create(entry=entry, matter=matter, salt=salt, content=content)


def _one_at_a_time() -> None:
    """Wait until whoever is adding a link has done. SQLite has one writer anyway; in PostgreSQL a lock that ends with
    the transaction serves, since a row that is not there yet cannot be locked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def links(reader: Any | None, newest: int | None = None) -> Iterator[Link]:
    """The links, newest first, with what they tell of as far as ``reader`` may see the matters (``None``: whoever holds
    the database); at most ``newest`` of them."""
    seen = None if reader is None else set(visible(reader).values_list("pk", flat=True))
    entries = AuditEntry.objects.select_related("detail").order_by("-number")
    for entry in entries[:newest] if newest else entries.iterator(chunk_size=500):
        plain = Link(entry.number, entry.at, entry.commitment, entry.digest)
        detail = getattr(entry, "detail", None)
        if detail is None:
            yield plain
        elif seen is not None and detail.matter is not None and detail.matter not in seen:
            yield replace(plain, closed=True)
        else:
            yield replace(plain, salt=detail.salt, content=json.loads(detail.content), matter=detail.matter)


def exported(reader: Any | None) -> Iterator[str]:
    """The trail as lines of JSON, newest first: each link, with salt and content where they are there and may be seen.

    ``commitment`` is SHA-256 of the salt's bytes and ``content``, ``digest`` that of the link before, number, time and
    commitment, each on a line.
    """
    for link in links(reader):
        told = {} if link.content is None else {"salt": link.salt, "content": _canonical(link.content)}
        held = {"number": link.number, "at": link.at, "commitment": link.commitment, "digest": link.digest}
        yield json.dumps(held | told, ensure_ascii=False) + "\n"


def verify(known: str = "") -> Verified:
    """Follow the whole chain, and hold every detail that is still there against its commitment. ``known`` is the digest
    of a link that somebody wrote down: a chain made anew, or cut short before it, does not have it."""
    before, links, found = START, 0, not known
    for entry in AuditEntry.objects.select_related("detail").order_by("number").iterator(chunk_size=500):
        links += 1
        detail = getattr(entry, "detail", None)
        fits = entry.number == links and entry.digest == _link(before, entry.number, entry.at, entry.commitment)
        if detail is not None:
            fits &= entry.commitment == _sha(bytes.fromhex(detail.salt) + detail.content.encode())
        if not fits:
            return Verified(links, links, before, found)
        before = entry.digest
        found = found or before == known
    return Verified(links, None, before, found)


def forget(matter: uuid.UUID) -> None:
    """Remove content and salts of a matter's links; the links stay."""
    AuditDetail.objects.filter(matter=matter).delete()


def _link(before: str, number: int, at: str, commitment: str) -> str:
    return _sha(f"{before}\n{number}\n{at}\n{commitment}".encode())


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
