"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ..version import VERSION
from .services.access import installation_role


def desk(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    role = installation_role(user) if user is not None and user.is_authenticated else ""
    return {"local": settings.OPTIONS.local, "version": VERSION, "role": role}
