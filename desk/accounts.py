"""Who may have an account: nobody makes one for himself; an administrator names people, single sign-on finds them."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from .models import Member
from .services import audit
from .views.problems import problem


class Accounts(DefaultAccountAdapter):
    """Accounts with a password: made by an administrator (``derogation desk user add``)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SingleSignOn(DefaultSocialAccountAdapter):
    """Accounts by OpenID Connect: found by the provider's own number for a person, the first time by the address of
    mail that an administrator gave and the provider has verified (OpenID Connect Core 1.0, 5.1 and 5.7)."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if request.user.is_authenticated:  # else somebody else's account there could be tied to this one
            raise ImmediateHttpResponse(problem(request, 403, "You have signed in already", "Sign out first."))
        if sociallogin.is_existing:
            return
        users = get_user_model().objects
        for address in sociallogin.email_addresses:
            found = list(users.filter(email__iexact=address.email, is_active=True)) if address.verified else []
            if len(found) == 1:
                sociallogin.connect(request, found[0])
                return
        if settings.OPTIONS.sign_on.get("admit") != "all":
            cure = "Ask an administrator to add you, with the address of mail that you sign in with there."
            raise ImmediateHttpResponse(problem(request, 403, "You have no account at this desk", cure))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        Member.objects.get_or_create(user=user)
        audit.note(user, "came in by single sign-on for the first time")
        return user

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return bool(settings.OPTIONS.sign_on.get("admit") == "all")


@receiver(user_logged_in)
def signed_in(user: Any, **_: Any) -> None:
    if not settings.OPTIONS.local:
        audit.note(user, "signed in")


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], **_: Any) -> None:
    """A wrong name or password: who was meant, so far as there is such a person (a name may be a password mistyped)."""
    named = get_user_model().objects.filter(username=str(credentials.get("username", ""))).first()
    if named is not None:
        audit.note(named, "was refused at sign-in")
