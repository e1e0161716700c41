"""The working page: facts on the left, the answer on the right; a fact stated, a list changed, a version saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ...reading.errors import BadInput, Problem
from ..services import matters, sheet
from ..services.access import matter_for
from ..services.answers import changes
from ..services.documents import Data
from ..services.forms import Refused, stated_by, with_statement
from ..services.rows import Row
from ..services.standing import anchor, spec_of, subject_of
from ..services.texts import GRADES, INTERESTS, entries, texts
from .answer import answer_context, changes_context
from .opened import ONE, Opened, answer_of_version, named_feature, open_feature, opened


@require_GET
def shown(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The whole page."""
    found = open_feature(request, matter_id, feature)
    subject = request.GET.get("subject", "next")
    sought = request.GET.get("find", "").strip()
    filed = found.filed
    if not filed.found and subject == "next":
        subject = "service"
    topics = sheet.sought(filed, sought) if sought else sheet.topics(filed, subject)
    held = {
        "subject": "" if sought else subject,
        "subjects": sheet.subjects(filed),
        "topics": topics,
        "find": sought,
        "mixed": bool(sought) or subject in ("next", "all"),
        "texts": texts(found.data, found.feature) if subject == "about" and not sought else (),
        "entries": entries(found.data) if subject == "parties" and not sought else (),
        "grades": GRADES,
        "interests": INTERESTS,
        **_answer(found),
    }
    return found.page("desk/working.html", "working", **held)


def _answer(found: Opened) -> dict[str, Any]:
    """The answer with what the draft has changed since the version it goes out from."""
    if found.found is None:
        return {}
    held = answer_context(found.found)
    if found.working.is_draft and not found.stale:
        before = answer_of_version(found.working, found.feature)
        if before is not None:
            held |= changes_context(changes(before, found.found), f"since version {found.working.base}")
    return held


def fact(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """One fact with all that can be said of it: shown, or stated."""
    return _state(request, matter_id, feature) if request.method == "POST" else _editor(request, matter_id, feature)


def _editor(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    found = open_feature(request, matter_id, feature)
    row = _row(found, request.GET.get("path", ""))
    return _editing(request, found, row)


def _editing(request: HttpRequest, found: Opened, row: Row, refused: str = "") -> HttpResponse:
    data = found.data
    held = {
        "row": row,
        "refused": refused,
        "sources": [(key, str(each.get("title", key))) for key, each in data.get("sources", {}).items()],
        "parties": sorted({*data.get("parties", {}), *(each.by for each in row.stated.positions)}),
        "back": _back(found, row.path),
    }
    parts = "desk/fact_again.html" if refused else "desk/fact_form.html"
    template = parts if request.headers.get("HX-Request") else "desk/fact.html"
    response = found.page(template, "working", **held)
    response.status_code = 422 if refused else 200
    return response


def _state(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    before = open_feature(request, matter_id, feature)
    path = request.POST.get("path", "")
    spec = spec_of(path)
    if spec is None:
        raise BadInput(Problem("there is no such fact", path=path))
    htmx = bool(request.headers.get("HX-Request"))
    seen = request.POST.get("was")
    if seen is not None and seen != (now := _row(before, path)).digest:
        stands = f"it is now {now.text or 'unknown'}" if now.stated.kind != "nothing" else "nothing is stated of it now"
        again = "Keep yours again to put it in its place."
        return _editing(
            request, before, now, f"This fact has been changed since the form was opened: {stands}. {again}"
        )
    try:
        stated = stated_by(request.POST, spec)
    except Refused as refused:
        if htmx and request.POST.get("quick"):
            row = _row(before, path)
            return before.page(
                "desk/fact_refused.html", "working", row=row, refused=str(refused), mixed=_mixed(request)
            )
        return _editing(request, before, _row(before, path), str(refused))
    name = before.feature
    working = matters.edit(request.user, matter_id, lambda data: with_statement(data, name, path, stated))
    if not htmx:
        return redirect(_back(before, path))
    after = opened(request, working, feature)
    held = answer_context(after.found) if after.found is not None else {}
    if before.found is not None and after.found is not None and not after.stale:
        held |= changes_context(changes(before.found, after.found), "by this answer")
    quick = bool(request.POST.get("quick"))
    return after.page(
        "desk/fact_stated.html", "working", row=_row(after, path), quick=quick, mixed=_mixed(request), **held
    )


def _mixed(request: HttpRequest) -> bool:
    """Whether the page that asks shows facts of several things, so that each is to name its own."""
    return "subject=technology-" not in request.headers.get("HX-Current-URL", "")


def _row(found: Opened, path: str) -> Row:
    """The row of a fact. Raises :class:`BadInput` where there is none."""
    row = found.filed.row(path)
    if row is None:
        raise BadInput(Problem("there is no such fact", path=path, hint="Open the page again."))
    return row


def _back(found: Opened, path: str) -> str:
    return f"{found.address('working')}?subject={subject_of(path)}#{anchor(path)}"


def edited(
    request: HttpRequest, matter_id: str, feature: str, how: Callable[[Data, str], Data], back: str
) -> HttpResponse:
    """A change of the draft by a form that is no fact's, then the page again; what is refused is said there.

    ``how`` is given the document and the feature.
    """
    try:
        matters.edit(request.user, matter_id, lambda data: how(data, named_feature(data, feature)))
    except (BadInput, Refused) as refused:
        for each in refused.problems if isinstance(refused, BadInput) else (Problem(str(refused)),):
            messages.warning(request, f"{each.message[:1].upper()}{each.message[1:]}. {each.hint}".strip())
    address = reverse("working", kwargs={"matter_id": matter_id, "feature": feature or ONE})
    return redirect(f"{address}?subject={back}")


@require_POST
def saved(request: HttpRequest, matter_id: str) -> HttpResponse:
    """Save the draft as a version; where somebody saved meanwhile, ask what stands, place by place."""
    chosen = {key[len("stands:") :]: value for key, value in request.POST.items() if key.startswith("stands:")}
    note = request.POST.get("note", "")
    found = matters.save(request.user, matter_id, note, chosen)
    if found.version is None:
        matter = matter_for(request.user, "save", matter_id)
        held = {"matter": matter, "conflicts": found.conflicts, "note": note, "decided": chosen}
        return render(request, "desk/conflicts.html", held, status=409)
    messages.success(request, f"Saved as version {found.version.number}.")
    if feature := request.POST.get("feature", ""):
        return redirect("working", matter_id, feature)
    return redirect("matter", matter_id)


@require_POST
def discarded(request: HttpRequest, matter_id: str) -> HttpResponse:
    """Give up the draft."""
    matters.discard(request.user, matter_id)
    messages.success(request, "What was not saved has been given up.")
    return redirect("matter", matter_id)
