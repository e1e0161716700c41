"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from msgspec import Struct

from ..version import VERSION
from .services.access import installation_role, is_administrator

#: The rooms of the desk: the words in the navigation, and the name of the address of each first page.
ROOMS = (
    ("Matters", "matters"),
    ("Law", "law"),
    ("Portfolio", "portfolio"),
    ("Lessons", "lessons"),
    ("People", "people"),
    ("Account", "account"),
)
#: What only an administrator of a team has use for.
ADMINISTRATORS = ("people",)


class Room(Struct, frozen=True):
    """A link of the navigation; ``here`` is what ``aria-current`` says of it: this page, or a page of this room."""

    title: str
    href: str
    here: str


def desk(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    role = installation_role(user) if known else ""
    return {
        "local": settings.OPTIONS.local,
        "version": VERSION,
        "role": role,
        "rooms": _rooms(request, keeps=known and not settings.OPTIONS.local and is_administrator(user))
        if known
        else (),
    }


def _rooms(request: HttpRequest, *, keeps: bool) -> tuple[Room, ...]:
    """The rooms, with those of whoever ``keeps`` the desk among them."""
    found: list[Room] = []
    for title, name in ROOMS:
        if name in ADMINISTRATORS and not keeps:
            continue
        href = reverse(name)
        within = request.path.startswith("/matters/" if href == "/" else href)
        found.append(Room(title, href, "page" if request.path == href else "true" if within else ""))
    return tuple(found)
