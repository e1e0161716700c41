"""One's own account: when it was last used, its password, its keys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ..services import keys


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def key_made(request: HttpRequest) -> HttpResponse:
    _, text = keys.make(request.user, request.POST.get("name", ""), request.POST.getlist("scope"))
    return _page(request, text)


@require_POST
def key_ended(request: HttpRequest, key_id: int) -> HttpResponse:
    keys.end(request.user, key_id)
    return redirect("account")


def _page(request: HttpRequest, text: str = "") -> HttpResponse:
    """The page; with the text of a key that was just made, which is shown this once."""
    held = {"keys": keys.of(request.user), "scopes": keys.SCOPES, "text": text}
    return render(request, "desk/account.html", held)
