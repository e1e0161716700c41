"""Who is named in a matter, and what it demands: closed to all others, four eyes before a memo leaves."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from ..models import Access, Matter
from ..models.people import Role
from . import audit
from .access import Forbidden, User, matter_for
from .matters import locked
from .signing import memo_authors


def named_in(user: User, matter_id: object) -> QuerySet[Access]:
    """The people named in a matter, with their roles there."""
    return (
        Access.objects.filter(matter=matter_for(user, "read", matter_id))
        .select_related("user")
        .order_by("user__username")
    )


def name_person(user: User, matter_id: object, other: User, role: str) -> None:
    """Name a person in a matter, or (with no role) no longer. Raises :class:`Forbidden` where nobody would be left who
    can name others."""
    with transaction.atomic():
        matter = locked(user, "name_people", matter_id)
        if role:
            Access.objects.update_or_create(matter=matter, user=other, defaults={"role": Role(role)})
        else:
            Access.objects.filter(matter=matter, user=other).delete()
        _somebody_holds_the_key(matter)
        audit.note(user, "named", matter.id, person=other.get_username(), role=role)


def set_walls(user: User, matter_id: object, *, closed: bool, four_eyes: bool) -> Matter:
    """Close a matter to those not named in it, or open it; require a second person for its memos, or no longer.

    Raises :class:`Forbidden`: four eyes are needed to do without them, and a closed matter has a reviewer named in it.
    """
    with transaction.atomic():
        matter = locked(user, "name_people", matter_id)
        if four_eyes and settings.OPTIONS.local:
            raise Forbidden("Four eyes need a second person; this desk has one.")
        if matter.four_eyes and not four_eyes and user in memo_authors(matter):
            raise Forbidden("You have changed this matter since it was last signed: another reviewer may do without.")
        matter.closed, matter.four_eyes = closed, four_eyes
        matter.save(update_fields=["closed", "four_eyes"])
        _somebody_holds_the_key(matter)
        audit.note(user, "set walls", matter.id, closed=int(closed), four_eyes=int(four_eyes))
        return matter


def _somebody_holds_the_key(matter: Matter) -> None:
    keys = Access.objects.filter(matter=matter, role=Role.REVIEWER, user__is_active=True)
    if matter.closed and not keys.exists():
        raise Forbidden("A closed matter needs a reviewer named in it; name one first.")
