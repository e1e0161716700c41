"""Annual reports of a matter: those on file, their checks with a letter on each, and the form to fill in."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from ...memo.formats import rendered
from ...reading import values
from ...reading.errors import BadInput, Problem
from ...reports.form import load_form
from ...reports.html import check_html
from ...reports.letter import Heads, letter_of
from ...reports.render import POINT_WORDS, SEVERITY_WORDS, tally
from ...reports.xlsx_write import as_xlsx
from ..services import attachments, reported
from ..services.access import matter_for
from .days import day_of
from .files import download, uploaded
from .opened import open_feature


@require_GET
def reports(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The annual reports of a matter: those on file, one to upload, the form to fill in."""
    found = open_feature(request, matter_id, feature)
    held = {"reports": reported.reports(found.working.matter, found.data, found.feature)}
    return found.page("desk/reports.html", "reports", year=datetime.date.today().year - 1, **held)


@require_POST
def report_uploaded(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """A report kept with the matter and named in the draft; then its check."""
    matter_for(request.user, "edit", matter_id)
    name, content = uploaded(request)
    result = reported.upload(request.user, matter_id, name, content)
    messages.success(request, f"{attachments.named(name, 'report')}: {tally(result)}.")
    return redirect("report", matter_id, feature, attachments.named(name, "report"))


@require_POST
def report_removed(request: HttpRequest, matter_id: str, feature: str, name: str) -> HttpResponse:
    """A report that nothing names taken off the matter."""
    reported.remove(request.user, matter_id, name)
    messages.success(request, f"{name} is no longer on file.")
    return redirect("reports", matter_id, feature)


@require_GET
def report(request: HttpRequest, matter_id: str, feature: str, name: str) -> HttpResponse:
    """The check of one report."""
    found = open_feature(request, matter_id, feature)
    result = reported.checked(found.working.matter, name)
    held = {
        "name": name,
        "result": result,
        "tally": tally(result),
        "points": [
            (each, result.points[each.number], POINT_WORDS[result.points[each.number].status])
            for each in load_form().categories
        ],
        "groups": [
            (words, [one for one in result.findings if one.severity == severity])
            for severity, words in SEVERITY_WORDS.items()
        ],
    }
    return found.page("desk/report.html", "reports", **held)


@require_GET
def report_file(request: HttpRequest, matter_id: str, feature: str, name: str, ending: str) -> HttpResponse:
    """The check as one page of HTML, or a letter on it as Word, PDF or text of Markdown."""
    found = open_feature(request, matter_id, feature)
    result = reported.checked(found.working.matter, name)
    if ending == "html":
        return download(check_html(result).encode(), f"Check {name}.html")
    if ending not in ("docx", "pdf", "md"):
        raise BadInput(Problem(f"a letter is not written as {ending}", hint="Word, PDF and Markdown are."))
    form = request.GET
    heads = Heads(
        datetime.date.today(), form.get("to", ""), form.get("sender", ""), form.get("reference", ""), day_of(form, "by")
    )
    return download(rendered(letter_of(result, heads), f".{ending}"), f"Letter {name}.{ending}")


@require_GET
def report_form(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The standard form to fill in, as Excel."""
    matter_for(request.user, "read", matter_id)
    try:
        year = values.whole(request.GET.get("year", ""), 2021, 2099)
    except values.Unreadable as refused:
        raise BadInput(Problem(str(refused), path="year", hint=refused.cure)) from None
    return download(as_xlsx(year), f"Annual report {year}.xlsx")
