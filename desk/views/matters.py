"""The list of matters, a new one, a matter of several features, and its file as text or whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...cases.catalogue import shipped, shipped_matters, titles
from ...cases.presets import presets
from ...reading.errors import BadInput
from ...reading.yaml_text import data_text
from ...showing.answer_page import COVERED
from ...showing.matter_page import decided_by
from ...showing.words import wording
from ..services import attachments, carried, items, making, matters
from ..services.access import NotFound, matter_for, may
from ..services.answers import answered
from ..services.documents import data_of
from ..services.forms import Refused, clean
from .files import download
from .opened import ONE


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The matters that this person may see, last changed first."""
    sought = " ".join(request.GET.get("q", "").split())
    rows, cut = matters.listing(request.user, sought)
    return render(request, "desk/matters.html", {"rows": rows, "q": sought, "cut": cut})


@require_http_methods(["GET", "POST"])
def created(request: HttpRequest) -> HttpResponse:
    """The form for a new matter, and what it makes."""
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            return redirect("matter", making.begin(request.user, _begun(request)).id)
        except BadInput as refused:
            problems = refused.problems
    held = {
        "problems": problems,
        "given": request.POST,
        "way": request.POST.get("way", "preset"),
        "presets": list(presets().values()),
        "cases": [("Matters of several features", titles(shipped_matters())), ("Cases", titles(shipped()))],
    }
    return render(request, "desk/new.html", held, status=422 if problems else 200)


def _begun(request: HttpRequest) -> making.Begun:
    """What the form says, of a file that is not too long. Raises :class:`BadInput`."""
    form = request.POST
    upload = request.FILES.get("file")
    way = form.get("way", "") or ("file" if upload is not None else "case")
    if upload is not None:
        attachments.refuse_longer(upload.size or 0, upload.name or "")
    return making.Begun(
        way,
        form.get("name", ""),
        form.get("client", ""),
        bool(form.get("closed")),
        form.get("preset", ""),
        form.get("case", "") or form.get("example", ""),
        upload.name or "file" if upload is not None else "",
        upload.read() if upload is not None else b"",
    )


@require_GET
def shown(request: HttpRequest, matter_id: str) -> HttpResponse:
    """A matter of several features: the table of them; of one, its working page."""
    working = matters.working(request.user, matter_id)
    if "features" not in working.data:
        return redirect("working", matter_id, ONE)
    rows: list[dict[str, Any]] = []
    problems: tuple[Any, ...] = ()
    try:
        for name, case in attachments.cases_in(working.matter, working.document).items():
            found = answered(case, name)
            rows.append(
                {
                    "id": name,
                    "name": case.profile.name,
                    "covered": found.answer.covered,
                    "word": COVERED[found.answer.covered],
                    "needed": found.answer.needed,
                    "outcome": wording().outcomes[found.assessment.outcome].short,
                    "decided": decided_by(found.assessment),
                    "sentence": found.answer.sentence,
                }
            )
    except BadInput as refused:
        problems = refused.problems
        rows = [{"id": each["id"], "name": each.get("name", each["id"])} for each in working.data["features"]]
    held = {
        "matter": working.matter,
        "working": working,
        "rows": rows,
        "problems": problems,
        "summary": working.data.get("summary", ""),
        "may_edit": may(request.user, "edit", working.matter),
    }
    return render(request, "desk/matter.html", held)


@require_POST
def features(request: HttpRequest, matter_id: str) -> HttpResponse:
    """A feature added or removed."""
    form = request.POST
    try:
        if form.get("do") == "remove":
            matters.edit(request.user, matter_id, lambda data: items.without_feature(data, form.get("feature", "")))
        else:
            title, preset = clean(form, "title"), form.get("preset", "")
            matters.edit(request.user, matter_id, lambda data: items.with_feature(data, title or "feature", preset))
    except (BadInput, Refused) as refused:
        messages.warning(request, str(refused))
    return redirect("matter", matter_id)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, matter_id: str) -> HttpResponse:
    """The whole file as YAML, to read and to change; what cannot be read is not kept."""
    working = matters.working(request.user, matter_id, "edit" if request.method == "POST" else "read")
    given, problems = request.POST.get("text"), ()
    if given is not None:
        try:
            data = data_of(given, working.matter.name, lambda: attachments.folder(working.matter))
            matters.change(request.user, matter_id, data)
            return redirect("matter", matter_id)
        except BadInput as refused:
            problems = refused.problems
    held = {
        "matter": working.matter,
        "working": working,
        "text": given if given is not None else data_text(working.data),
        "problems": problems,
        "may_edit": may(request.user, "edit", working.matter),
    }
    return render(request, "desk/text.html", held, status=422 if problems else 200)


@require_GET
def exported(request: HttpRequest, matter_id: str, ending: str) -> HttpResponse:
    """The last version (or one's draft over it) as its file, or the whole matter as a zip."""
    working = matters.working(request.user, matter_id, "export")
    match ending:
        case "zip":
            content = carried.taken_out(request.user, matter_id)
        case "json":
            content = working.document.encode()
        case "yaml":
            content = data_text(working.data).encode()
        case _:
            raise NotFound
    return download(content, f"{working.matter.name}.{ending}")


@require_http_methods(["GET", "POST"])
def deleted(request: HttpRequest, matter_id: str) -> HttpResponse:
    """The matter deleted whole, once its name has been typed; a dated tombstone stays."""
    matter = matter_for(request.user, "delete", matter_id)
    if request.method == "POST":
        if clean(request.POST, "name") == " ".join(matter.name.split()):
            matters.delete(request.user, matter_id)
            messages.success(request, "The matter is deleted.")
            return redirect("matters")
        messages.warning(request, "That is not its name, so nothing is deleted.")
    return render(request, "desk/matter_delete.html", {"matter": matter}, status=422 if request.POST else 200)
