"""Signing: the findings of a matter with their authors, and the memo on its last version."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ..services import proposals, signing
from ..services.access import matter_for, may


@require_GET
def shown(request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
    matter = matter_for(request.user, "read", matter_id)
    authors = signing.memo_authors(matter)
    held = {
        "matter": matter,
        "findings": signing.findings(request.user, matter_id),
        "proposals": proposals.pending(request.user, matter_id),
        "memo": signing.memo_signature(matter),
        "authors": sorted({author.get_username() for author in authors}),
        "own_memo": request.user in authors,
        "may": may(request.user, "sign", matter),
    }
    return render(request, "desk/signing.html", held)


@require_POST
def finding_signed(request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
    given = request.POST
    signing.sign_finding(
        request.user,
        matter_id,
        given.get("feature", ""),
        given.get("path", ""),
        given.get("why", ""),
        given.get("name", ""),
    )
    return redirect("signing", matter_id)


@require_POST
def proposal_signed(request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
    given = request.POST
    proposals.sign(request.user, matter_id, given.get("proposal", ""), given.get("why", ""), given.get("name", ""))
    return redirect("signing", matter_id)


@require_POST
def proposal_dropped(request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
    proposals.drop(request.user, matter_id, request.POST.get("proposal", ""))
    return redirect("signing", matter_id)


@require_POST
def memo_signed(request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
    signing.sign_memo(request.user, matter_id, request.POST.get("why", ""), request.POST.get("name", ""))
    return redirect("signing", matter_id)
