"""The history of a matter: its versions, what two of them differ by, its decision records."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from ...api import compare_drafts
from ...cases.rulebook import rulebook
from ...reading.errors import BadInput, Problem
from ...reading.yaml_text import data_text
from ...showing.diff_page import diff_document
from ..models import Attachment, Version
from ..services import attachments, matters, records
from ..services.access import NotFound, matter_for, may
from ..services.answers import Stance
from .files import download, uploaded
from .opened import Opened, open_feature


@require_GET
def shown(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """Versions and records."""
    return _page(open_feature(request, matter_id, feature))


def _page(found: Opened, **more: object) -> HttpResponse:
    matter = found.working.matter
    held = {
        "versions": Version.objects.filter(matter=matter).select_related("made_by").order_by("-number"),
        "records": records.kept(matter),
        "may_delete": may(found.request.user, "delete", matter),
    }
    return found.page("desk/history.html", "history", **held, **more)


@require_GET
def version(request: HttpRequest, matter_id: str, feature: str, number: int) -> HttpResponse:
    """One version, as it was saved."""
    found = open_feature(request, matter_id, feature)
    one = _version(found, number)
    return found.page("desk/version.html", "history", one=one, text=data_text(json.loads(one.document)))


@require_POST
def taken_up(request: HttpRequest, matter_id: str, feature: str, number: int) -> HttpResponse:
    """A version taken up again as the draft; nothing of what came after is lost."""
    found = open_feature(request, matter_id, feature)
    matters.change(request.user, matter_id, json.loads(_version(found, number).document))
    messages.success(request, f"Version {number} is your draft now. Save it to make it the last version.")
    return redirect("matter", matter_id)


@require_GET
def compared(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """What two versions differ by, and what that did."""
    found = open_feature(request, matter_id, feature)
    old, new = (_version(found, _number(request.GET.get(name, ""))) for name in ("old", "new"))
    before, after = (attachments.cases_in(found.working.matter, each.document) for each in (old, new))
    told = compare_drafts(before, after)
    document = diff_document(f"version {old.number}", f"version {new.number}", told, rulebook())
    return found.page("desk/document.html", "history", document=document)


def _version(found: Opened, number: int) -> Version:
    one = Version.objects.filter(matter=found.working.matter, number=number).select_related("made_by").first()
    if one is None:
        raise NotFound
    return one


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise BadInput(Problem("two versions are needed to compare", hint="Choose an older and a newer one."))
    return int(text)


# --- records ----------------------------------------------------------------------------------------------------------


@require_POST
def recorded(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """A signed record of the answer on the last version."""
    found = open_feature(request, matter_id, feature)
    made = records.make(request.user, matter_id, found.feature, Stance())
    messages.success(request, f"{made.name} is made and kept.")
    return redirect("history", matter_id, feature)


@require_GET
def record_file(request: HttpRequest, matter_id: str, feature: str, name: str) -> HttpResponse:
    """A record as its file."""
    return download(_record(request, matter_id, name), name)


@require_GET
def record_key(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The public key by which this desk's records are signed."""
    matter_for(request.user, "read", matter_id)
    response = HttpResponse(records.public_key(), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="records.key.pub"'
    return response


@require_GET
def record(request: HttpRequest, matter_id: str, feature: str, name: str) -> HttpResponse:
    """A record verified and replayed."""
    found = open_feature(request, matter_id, feature)
    return found.page("desk/record.html", "history", looked=records.look(name, _record(request, matter_id, name)))


@require_POST
def record_brought(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """A record from elsewhere verified and replayed; it is not kept."""
    found = open_feature(request, matter_id, feature)
    return found.page("desk/record.html", "history", looked=records.look(*uploaded(request)))


@require_GET
def chain(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """All records of the matter, verified as a chain."""
    found = open_feature(request, matter_id, feature)
    try:
        return _page(found, chain=records.chain(found.working.matter))
    except BadInput as refused:
        return _page(found, broken=refused.problems)


def _record(request: HttpRequest, matter_id: str, name: str) -> bytes:
    matter = matter_for(request.user, "export", matter_id)
    kept = Attachment.objects.filter(matter=matter, kind="record", name=name).first()
    if kept is None:
        raise NotFound
    return bytes(kept.content)
