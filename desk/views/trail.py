"""The audit trail, for administrators; of matters that are closed to them without what it tells."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..services import audit
from ..services.access import Forbidden, is_administrator

NEWEST = 500


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    _may(request)
    held = {"links": audit.links(request.user, NEWEST), "verified": audit.verify(), "newest": NEWEST}
    return render(request, "desk/trail.html", held)


@require_GET
def exported(request: HttpRequest) -> StreamingHttpResponse:
    _may(request)
    return StreamingHttpResponse(
        (line.encode() for line in audit.exported(request.user)),
        content_type="application/x-ndjson",
        headers={"Content-Disposition": 'attachment; filename="audit-trail.ndjson"'},
    )


def _may(request: HttpRequest) -> None:
    if not is_administrator(request.user):
        raise Forbidden("This needs an administrator.")
