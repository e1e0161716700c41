"""Who may have an account: nobody makes one for himself; an administrator names people, single sign-on finds them."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """Accounts with a password: made by an administrator (``derogation desk user add``)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SingleSignOn(DefaultSocialAccountAdapter):
    """Accounts by OpenID Connect: who is known there comes in as a reader, and sees what he is named for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True
