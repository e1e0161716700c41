"""Keys at the door of the web service: who asks, and what the key may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from ..models import ApiKey
from ..services import keys


class Key(HttpBearer):
    """A key with a scope, as ``Authorization: Bearer drg_...``."""

    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        key = keys.find(token)
        if key is not None and not keys.allows(key, self.scope):
            raise HttpError(403, f"this key has no scope {self.scope}")
        return key


def key_of(request: HttpRequest) -> ApiKey:
    """The key that a request came with, which its operation has looked at."""
    found: Any = request
    return found.auth


def needs(request: HttpRequest, scope: str) -> None:
    """Refuse what the key's scopes do not cover besides that of the operation."""
    if not keys.allows(key_of(request), scope):
        raise HttpError(403, f"this key has no scope {scope}")


def may_state_findings(request: HttpRequest) -> bool:
    return keys.allows(key_of(request), "findings")
