"""Questionnaires of a feature: handed out, and read in filled."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from ..services import asked, matters
from .files import download, uploaded
from .opened import open_feature


@require_GET
def questionnaire(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The client's open questions, to hand out, and a filled questionnaire to read in."""
    found = open_feature(request, matter_id, feature)
    return found.page("desk/questionnaire.html", "questionnaire", asked=asked.open_questions(found.case))


@require_GET
def questionnaire_file(request: HttpRequest, matter_id: str, feature: str, ending: str) -> HttpResponse:
    """The questionnaire as Word, Excel or HTML."""
    found = open_feature(request, matter_id, feature)
    return download(asked.file_of(found.case, ending), f"Questions {found.case.profile.name}.{ending}")


@require_POST
def questionnaire_filled(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """A filled questionnaire read into the draft."""
    found = open_feature(request, matter_id, feature)
    name, content = uploaded(request)
    filled = asked.filled_in(found.case, name, content)
    matters.edit(request.user, matter_id, lambda data: asked.with_filled(data, found.feature, filled))
    changed = len(filled.facts)
    messages.success(request, f"{changed} answer{'' if changed == 1 else 's'} read in from {name}.")
    return redirect("working", matter_id, feature)
