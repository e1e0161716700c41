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
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ..models import AuditDetail, AuditEntry

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Verified:
    """The number of links checked, and of the first that does not fit, where there is one."""

    links: int
    broken_at: int | None
    head: str


def note(user: Any, action: str, matter: uuid.UUID | None = None, **more: str | int) -> None:
    """Add one link, in the transaction of what it tells of: both are kept, or neither."""
    with transaction.atomic():
        last = AuditEntry.objects.select_for_update().order_by("-number").first()
        number, before = (last.number + 1, last.digest) if last is not None else (1, START)
        content = _canonical({"action": action, "by": user.get_username(), **more})
        salt = secrets.token_hex(32)
        at = datetime.datetime.now(datetime.UTC).isoformat()
        commitment = _sha(bytes.fromhex(salt) + content.encode())
        entry = AuditEntry.objects.create(
            number=number, at=at, commitment=commitment, digest=_link(before, number, at, commitment)
        )
        AuditDetail.objects.create(entry=entry, matter=matter, salt=salt, content=content)


def verify() -> Verified:
    """Follow the whole chain, and hold every detail that is still there against its commitment."""
    details = {int(detail.pk): detail for detail in AuditDetail.objects.all()}
    before, links = START, 0
    for entry in AuditEntry.objects.order_by("number").iterator():
        links += 1
        detail = details.get(entry.number)
        fits = entry.number == links and entry.digest == _link(before, entry.number, entry.at, entry.commitment)
        if detail is not None:
            fits &= entry.commitment == _sha(bytes.fromhex(detail.salt) + detail.content.encode())
        if not fits:
            return Verified(links, links, before)
        before = entry.digest
    return Verified(links, None, before)


def forget(matter: uuid.UUID) -> None:
    """Remove content and salts of a matter's links; the links stay."""
    AuditDetail.objects.filter(matter=matter).delete()


def _link(before: str, number: int, at: str, commitment: str) -> str:
    return _sha(f"{before}\n{number}\n{at}\n{commitment}".encode())


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
