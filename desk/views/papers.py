"""What a feature gives out and takes in: memo, questionnaire, annual reports with their letters."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from ...api import letter, page_for_colleagues
from ...api import memo as memo_of
from ...cases.rulebook import rulebook
from ...memo.dossier import Heads
from ...memo.formats import rendered
from ...memo.letter import NAMES, LetterHeads, Whom, asked_of
from ...reading import values
from ...reading.errors import BadInput, Problem
from ...reports.form import load_form
from ...reports.html import check_html
from ...reports.letter import Heads as CoverHeads
from ...reports.letter import letter_of as cover_of
from ...reports.render import POINT_WORDS, SEVERITY_WORDS, tally
from ...reports.xlsx_write import as_xlsx
from ...showing.document import Document
from ...version import VERSION
from ..services import asked, attachments, matters, reported, signing
from ..services.access import matter_for
from ..services.kept import Kept
from .days import day_of
from .files import download
from .opened import Opened, open_feature, stance_of


@require_GET
def memo(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The memo to read on the page, with what stands at its head."""
    found, document = _memo(request, matter_id, feature)
    given = {name: request.GET.get(name, "") for name in ("to", "sender", "reference", "marking", "dated", "party")}
    held = {
        "memo": document,
        "given": given,
        "full": bool(request.GET.get("full")),
        "record": bool(request.GET.get("record")),
        "parties": found.case.engine_facts().all_parties(),
        "query": request.GET.urlencode(),
        "whom": [(who, name, len(asked_of(found.found.answer, who))) for who, name in NAMES.items()]
        if found.found
        else [],
    }
    return found.page("desk/memo.html", "memo", **held)


@require_GET
def memo_file(request: HttpRequest, matter_id: str, feature: str, ending: str) -> HttpResponse:
    """The memo as a file."""
    matter_for(request.user, "export", matter_id)
    _written_as(ending)
    found, document = _memo(request, matter_id, feature)
    signing.may_export(found.working)
    return download(rendered(document, f".{ending}"), f"Memo {found.case.profile.name}.{ending}")


def _memo(request: HttpRequest, matter_id: str, feature: str) -> tuple[Opened, Document]:
    matter_for(request.user, "read", matter_id)
    readings = {name: tuple(each.id for each in reading.choices) for name, reading in rulebook().readings.items()}
    stance = stance_of(request.GET, readings)
    found = open_feature(request, matter_id, feature, stance)
    case = found.case
    assert found.found is not None
    form = request.GET
    heads = Heads(
        dated=day_of(form, "dated") or datetime.date.today(),
        to=form.get("to", ""),
        sender=form.get("sender", ""),
        reference=form.get("reference", ""),
        marking=form.get("marking", ""),
        version=VERSION,
        signed=signing.words_of(found.working),
    )
    key = f"{case.digest}|{stance.key}|{heads}|{form.get('full')}"
    document = _memos.get(key)
    if document is None:
        chosen = dict(stance.readings)
        document = memo_of(case, found.found.assessment, heads, chosen, full=bool(form.get("full")))
        _memos.put(key, document)
    return found, document


#: The memos written last: whoever has read one on the page next takes it as a file.
_memos: Kept[str, Document] = Kept(8)


def _written_as(ending: str) -> None:
    if ending not in ("docx", "html", "pdf", "md"):
        raise BadInput(Problem(f"it is not written as {ending}", hint="Word, PDF, HTML and Markdown are."))


@require_GET
def letter_file(request: HttpRequest, matter_id: str, feature: str, ending: str) -> HttpResponse:
    """A letter to whoever can answer, with the questions on which the answer turns; it tells nothing else."""
    matter_for(request.user, "export", matter_id)
    _written_as(ending)
    found, form = open_feature(request, matter_id, feature), request.GET
    case, whom = found.case, form.get("whom", "provider")
    if whom not in NAMES or found.found is None:
        raise BadInput(Problem(f"nobody is called {whom}", hint=f"Ask one of {', '.join(NAMES)}."))
    asked_whom: Whom = whom
    if not asked_of(found.found.answer, asked_whom):
        raise BadInput(Problem(f"the answer asks nothing of the {whom}", hint="Choose whom else to ask."))
    heads = LetterHeads(
        datetime.date.today(),
        form.get("to", ""),
        form.get("sender", ""),
        form.get("reference", ""),
        form.get("marking", ""),
        day_of(form, "by"),
    )
    document = letter(found.found.assessment, heads, asked_whom)
    return download(rendered(document, f".{ending}"), f"Letter {case.profile.name}.{ending}")


@require_GET
def colleague_file(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The answer as one HTML file that asks nothing of any network, every condition down to evidence and proof."""
    matter_for(request.user, "export", matter_id)
    found = open_feature(request, matter_id, feature)
    case = found.case
    assert found.found is not None
    signing.may_export(found.working)
    return download(page_for_colleagues(case, found.found.assessment).encode(), f"{case.profile.name}.html")


# --- questionnaires ---------------------------------------------------------------------------------------------------


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


def uploaded(request: HttpRequest) -> tuple[str, bytes]:
    """The file of a form. Raises :class:`BadInput` where there is none, or it is too large."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or not upload.size:
        raise BadInput(Problem("no file was given", hint="Choose a file that is not empty."))
    if upload.size > attachments.MOST:
        raise BadInput(Problem(f"the file has {upload.size:,} bytes and at most {attachments.MOST:,} are taken"))
    return upload.name or "file", upload.read()


# --- annual reports ---------------------------------------------------------------------------------------------------


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
    heads = CoverHeads(
        datetime.date.today(), form.get("to", ""), form.get("sender", ""), form.get("reference", ""), day_of(form, "by")
    )
    return download(rendered(cover_of(result, heads), f".{ending}"), f"Letter {name}.{ending}")


@require_GET
def report_form(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The standard form to fill in, as Excel."""
    matter_for(request.user, "read", matter_id)
    try:
        year = values.whole(request.GET.get("year", ""), 2021, 2099)
    except values.Unreadable as refused:
        raise BadInput(Problem(str(refused), path="year", hint=refused.cure)) from None
    return download(as_xlsx(year), f"Annual report {year}.xlsx")
