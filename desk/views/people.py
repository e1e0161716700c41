"""The people of a team, for its administrators."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ..models.people import Role
from ..services import people
from ..services.access import NotFound, User


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def added(request: HttpRequest) -> HttpResponse:
    given = request.POST
    user, path = people.add(
        _team(request),
        given.get("name", "").strip(),
        given.get("role", ""),
        administrator="administrator" in given,
        email=given.get("email", "").strip(),
    )
    return _page(request, user, path)


@require_POST
def role_given(request: HttpRequest, user_id: int) -> HttpResponse:
    chosen = request.POST.get("role", "")
    people.set_role(_team(request), _person(request, user_id), chosen, administrator="administrator" in request.POST)
    return redirect("people")


@require_POST
def link_made(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _person(request, user_id)
    return _page(request, user, people.link(_team(request), user))


@require_POST
def ended(request: HttpRequest, user_id: int) -> HttpResponse:
    people.end(_team(request), _person(request, user_id))
    return redirect("people")


@require_POST
def reopened(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _person(request, user_id)
    return _page(request, user, people.reopen(_team(request), user))


def _team(request: HttpRequest) -> User:
    """Whoever asks, where there is a team at all."""
    if settings.OPTIONS.local:
        raise NotFound
    return request.user


def _person(request: HttpRequest, user_id: int) -> User:
    """The person meant; for who is no administrator there is none to be found."""
    people.everybody(_team(request))
    user = get_user_model().objects.filter(pk=user_id, member__isnull=False).first()
    if user is None:
        raise NotFound
    return user


def _page(request: HttpRequest, user: User | None = None, path: str = "") -> HttpResponse:
    """The list; with the link of a person, which is shown this once."""
    held = {
        "members": people.everybody(_team(request)),
        "roles": Role.values,
        "link_for": user,
        "link": request.build_absolute_uri(path) if path else "",
    }
    return render(request, "desk/people.html", held)
