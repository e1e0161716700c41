"""The list of matters, and a new one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ...cases.catalogue import find_shipped, shipped, shipped_matters
from ..services import matters
from ..services.access import visible


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    sought = request.GET.get("q", "")
    found = visible(request.user).filter(name__icontains=sought).order_by("-made_at")
    held = {"matters": found, "q": sought, "examples": [*shipped_matters(), *shipped()]}
    return render(request, "desk/matters.html", held)


@require_POST
def created(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is not None:
        text, name = upload.read(), upload.name or "file"
    else:
        name = request.POST.get("example", "")
        text = find_shipped(name).read_bytes()
    matter = matters.create(request.user, text, name)
    return redirect("matter", matter.id)


@require_GET
def shown(request: HttpRequest, matter_id: str) -> HttpResponse:
    return render(request, "desk/matter.html", {"working": matters.working(request.user, matter_id)})
