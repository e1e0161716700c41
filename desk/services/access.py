"""Who may do what: one function for every object and verb. A matter that one may not see does not exist for him."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from ..models import Access, Matter, Member
from ..models.people import Role

ORDER = (Role.READER, Role.AUTHOR, Role.REVIEWER)
#: The least role for each verb on a matter.
LEAST = {
    "read": Role.READER,
    "export": Role.READER,
    "edit": Role.AUTHOR,
    "save": Role.AUTHOR,
    "sign": Role.REVIEWER,
    "name_people": Role.REVIEWER,
    "delete": Role.REVIEWER,
}
User = Any


class NotFound(Exception):
    """There is no such thing for this person: the same answer whether it exists or not."""


class Forbidden(Exception):
    """The person may see it, and may not do that; the message says which role may."""


def installation_role(user: User) -> str:
    """The role in matters that are open to all. The one user of a local desk may do everything."""
    if settings.OPTIONS.local:
        return Role.REVIEWER
    member = Member.objects.filter(user=user).first()
    return member.role if member is not None else Role.READER


def is_administrator(user: User) -> bool:
    return bool(settings.OPTIONS.local or Member.objects.filter(user=user, administrator=True).exists())


def visible(user: User) -> QuerySet[Matter]:
    """The matters that a person may see."""
    return Matter.objects.filter(Q(closed=False) | Q(named__user=user)).distinct()


def _seen_by(user: User) -> QuerySet[Matter]:
    """Matters with what decides this person's role in each, in one query: most pages ask for it more than once."""
    named = Access.objects.filter(matter=OuterRef("pk"), user=user).values("role")[:1]
    team = Member.objects.filter(user=user).values("role")[:1]
    return Matter.objects.annotate(asker=Value(user.pk), named_role=Subquery(named), team_role=Subquery(team))


def _seen(user: User, matter: Matter) -> Any:
    return matter if getattr(matter, "asker", None) == user.pk else _seen_by(user).get(pk=matter.pk)


def role_in(user: User, matter: Matter) -> str:
    """The role of a person in a matter: as named there, else as in the installation; empty where it is closed."""
    seen = _seen(user, matter)
    if seen.named_role:
        return seen.named_role
    if seen.closed:
        return ""
    return Role.REVIEWER if settings.OPTIONS.local else seen.team_role or Role.READER


def matter_for(user: User, verb: str, matter_id: object, *, lock: bool = False) -> Matter:
    """The matter, where this person may do this to it, on demand locked until the transaction ends.

    Raises :class:`NotFound` and :class:`Forbidden`.
    """
    seen = _seen_by(user).select_for_update(of=("self",)) if lock else _seen_by(user)
    matter = seen.filter(pk=matter_id).first()
    role = role_in(user, matter) if matter is not None else ""
    if matter is None or not role:
        raise NotFound
    least = LEAST[verb]
    if ORDER.index(Role(role)) < ORDER.index(least):
        raise Forbidden(f"This needs the role {least} in the matter; yours is {role}.")
    if verb == "sign" and not _signs(matter):
        raise Forbidden("Who signs is a reviewer in the team, not in one matter alone.")
    return matter


def _signs(seen: Any) -> bool:
    """Whoever makes a matter is its reviewer, so as to name people; that he signs for others is the team's to say."""
    return settings.OPTIONS.local or seen.team_role == Role.REVIEWER


def may(user: User, verb: str, matter: Matter) -> bool:
    """Whether this person may do this to a matter; for showing or leaving out a button."""
    seen = _seen(user, matter)
    role = role_in(user, seen)
    return bool(role) and ORDER.index(Role(role)) >= ORDER.index(LEAST[verb]) and (verb != "sign" or _signs(seen))
