"""People of a team: added, given roles, ended. An administrator does it; the last one cannot shut the team out."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from msgspec import Struct

from ...reading.errors import BadInput, Problem
from ..models import Member
from ..models.people import Role
from . import audit, keys
from .access import Forbidden, User, is_administrator

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@+_-]{0,99}")


class Console(Struct, frozen=True):
    """Whoever runs a command on the server: he holds the database, and so may do all of this."""

    name: str

    def get_username(self) -> str:
        return f"{self.name} (command line)"


Actor = User | Console


def everybody(by: Actor) -> QuerySet[Member]:
    """All people, those whose account has ended last."""
    _may(by)
    return Member.objects.select_related("user").order_by("-user__is_active", "user__username")


def person(name: str) -> User:
    """The person with this name. Raises :class:`BadInput`."""
    user = get_user_model().objects.filter(username=name, member__isnull=False).first()
    if user is None:
        raise BadInput(Problem(f"there is no person named {name!r}", hint="derogation desk user list has all."))
    return user


def add(by: Actor, name: str, role: str, *, administrator: bool = False, email: str = "") -> tuple[User, str]:
    """A new person, and the path of the link by which he sets his password. Raises :class:`BadInput`."""
    _may(by)
    users = get_user_model().objects
    if not NAME.fullmatch(name):
        raise BadInput(Problem(f"{name!r} cannot be a name", hint="Letters, digits and . @ + _ - make a name."))
    if users.filter(username__iexact=name).exists():
        raise BadInput(Problem(f"there is a person named {name} already", hint="Names differ in more than case."))
    if email and users.filter(email__iexact=email).exists():
        raise BadInput(Problem(f"somebody has the address {email} already", hint="Single sign-on finds people by it."))
    with transaction.atomic():
        user = users.create_user(name, email or None)
        Member.objects.create(user=user, role=_role(role), administrator=administrator)
        audit.note(by, "added a person", person=name, role=role, administrator=int(administrator))
        return user, _link(user)


def link(by: Actor, user: User) -> str:
    """The path of a link by which a person sets a new password, once, within three days. The password until now opens
    nothing from here on, and his sessions end."""
    _may(by)
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        audit.note(by, "made a link for a new password", person=user.get_username())
        return _link(user)


def set_role(by: Actor, user: User, role: str, *, administrator: bool) -> None:
    """Give a person another role. Raises :class:`BadInput` where no administrator would be left."""
    _may(by)
    with transaction.atomic():
        if not administrator:
            _another_administrator(user)
        Member.objects.update_or_create(user=user, defaults={"role": _role(role), "administrator": administrator})
        audit.note(by, "gave a role", person=user.get_username(), role=role, administrator=int(administrator))


def end(by: Actor, user: User) -> None:
    """End an account: sessions and keys with it; what the person made stays. Raises :class:`BadInput`."""
    _may(by)
    with transaction.atomic():
        _another_administrator(user)
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        keys.end_all(user)
        audit.note(by, "ended an account", person=user.get_username())


def reopen(by: Actor, user: User) -> str:
    """Let a person in again, with a new password; the keys stay ended."""
    _may(by)
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit.note(by, "opened an account again", person=user.get_username())
        return link(by, user)


def _may(by: Actor) -> None:
    if not isinstance(by, Console) and not is_administrator(by):
        raise Forbidden("This needs an administrator.")


def _role(role: str) -> str:
    if role not in Role.values:
        raise BadInput(Problem(f"there is no role {role}", hint=f"The roles are {', '.join(Role.values)}."))
    return role


def _another_administrator(user: User) -> None:
    """Holds that somebody else can still add people; counted under a lock, so that two do not end each other."""
    left: list[Any] = list(Member.objects.select_for_update().filter(administrator=True, user__is_active=True))
    if [member.user_id for member in left] == [user.pk]:
        hint = "Make somebody else one first."
        raise BadInput(Problem("this is the last administrator", user.get_username(), hint=hint))


def _link(user: User) -> str:
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
