"""What a feature gives out in words: the memo, a letter to the other side, the answer as a page for colleagues."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ...api import letter, page_for_colleagues
from ...api import memo as memo_of
from ...cases.rulebook import rulebook
from ...memo.dossier import Heads
from ...memo.formats import rendered
from ...memo.letter import NAMES, LetterHeads, Whom, asked_of
from ...reading.errors import BadInput, Problem
from ...showing.document import Document
from ...version import VERSION
from ..services import signing
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
