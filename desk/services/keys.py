"""Keys for scripts: made by a person for himself, shown once, kept as a hash, ended for good.

A key is 256 random bits, so that a plain hash keeps it: there is no guessing, and nothing to stretch. The first part
of it, which is no secret, finds its row; the whole is compared in constant time.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ...reading.errors import BadInput, Problem
from ..models import ApiKey
from . import audit
from .access import NotFound, User

#: What a key may do, each within what its person may do.
SCOPES = {
    "assess": "send facts and get answers; sees no matter",
    "read": "read matters that you may read",
    "write": "change and save matters that you may change",
    "findings": "state findings; without it they are kept as proposals until a person signs them",
}
MARK = "drg"
_USED_EVERY = datetime.timedelta(minutes=1)


def make(user: User, name: str, scopes: Collection[str]) -> tuple[ApiKey, str]:
    """A new key of a person, and its text, which nobody can find out again. Raises :class:`BadInput`."""
    name = name.strip()
    wrong = sorted(set(scopes) - SCOPES.keys())
    if wrong or not scopes or not name:
        what = f"there is no scope {wrong[0]}" if wrong else "a key has a name and at least one scope"
        raise BadInput(Problem(what, hint=f"The scopes are {', '.join(SCOPES)}."))
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    text = f"{MARK}_{prefix}_{secret}"
    kept = " ".join(scope for scope in SCOPES if scope in scopes)
    with transaction.atomic():
        key = ApiKey.objects.create(user=user, name=name[:100], prefix=prefix, digest=_digest(text), scopes=kept)
        audit.note(user, "made a key", key=prefix, scopes=kept)
    return key, text


def find(text: str) -> ApiKey | None:
    """The key with this text, where it has not ended and its person still has an account; notes that it was used."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != MARK or "\x00" in text:
        return None
    key = ApiKey.objects.select_related("user").filter(prefix=parts[1][:12], ended_at=None).first()
    if key is None or not hmac.compare_digest(key.digest, _digest(text)) or not key.user.is_active:
        return None
    now = timezone.now()
    if key.used_at is None or now - key.used_at > _USED_EVERY:  # to the minute, so that reading hardly ever writes
        ApiKey.objects.filter(pk=key.pk).update(used_at=now)
    return key


def allows(key: ApiKey, scope: str) -> bool:
    return scope in key.scopes.split()


def of(user: User) -> list[ApiKey]:
    """A person's keys, the last made first; those that have ended too."""
    return list(ApiKey.objects.filter(user=user).order_by("-made_at", "-pk"))


def end(user: User, key_id: object) -> None:
    """End a key of this person for good. Raises :class:`NotFound` for one of somebody else."""
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().filter(pk=key_id, user=user).first()
        if key is None:
            raise NotFound
        if key.ended_at is None:
            ApiKey.objects.filter(pk=key.pk).update(ended_at=timezone.now())
            audit.note(user, "ended a key", key=key.prefix)


def end_all(user: User) -> None:
    """End every key of a person, whose account ends."""
    ApiKey.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
