"""Who is named in a matter, whether it is closed to others, and whether its memos need a second person."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ..models import Matter
from ..models.people import Role
from ..services import walls
from ..services.access import NotFound, matter_for, may, visible


@require_GET
def shown(request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
    matter = _matter(request, matter_id, "read")
    named = list(walls.named_in(request.user, matter_id))
    others = get_user_model().objects.filter(is_active=True, member__isnull=False).order_by("username")
    held = {
        "matter": matter,
        "named": named,
        "others": others.exclude(pk__in=[each.user.pk for each in named]),
        "roles": Role.values,
        "may": may(request.user, "name_people", matter),
    }
    return render(request, "desk/walls.html", held)


@require_POST
def named(request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
    _matter(request, matter_id, "name_people")
    user = get_user_model().objects.filter(username=request.POST.get("person", ""), member__isnull=False).first()
    role = request.POST.get("role", "")
    if user is None or role not in ("", *Role.values):
        raise NotFound
    walls.name_person(request.user, matter_id, user, role)
    still_seen = visible(request.user).filter(pk=matter_id).exists()
    return redirect("walls", matter_id) if still_seen else redirect("matters")


@require_POST
def set_walls(request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
    given = request.POST
    _matter(request, matter_id, "name_people")
    walls.set_walls(request.user, matter_id, closed="closed" in given, four_eyes="four_eyes" in given)
    return redirect("walls", matter_id)


def _matter(request: HttpRequest, matter_id: uuid.UUID, verb: str) -> Matter:
    """The matter; at a desk of one person there is nobody to name."""
    if settings.OPTIONS.local:
        raise NotFound
    return matter_for(request.user, verb, matter_id)
