"""Questions about a case: the answer, its timeline, what would change it, readings, the next question, memo, page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ... import api
from ...cases.loader import Case
from ...cases.rulebook import rulebook
from ...showing.proposed_json import QUESTION, question_data
from ..media import PAPERS, TYPES
from .asked import Change, Memo, OfCase, Span, meant
from .limits import within
from .scopes import Key
from .told import told, written

router = Router(auth=Key("assess"), tags=["cases"])


def _gives(*names: str) -> dict[str, Any]:
    """The contracts of an answer, for the description of the service (:mod:`.described`)."""
    return {"x-answers": list(names)}


@router.post("/assess", openapi_extra=_gives("assessment", "matter-assessment"))
def assess(request: HttpRequest, asked: OfCase) -> HttpResponse:
    """Assess a case, or all features of a matter: the bytes of `assess --format json`."""
    found = meant(request, asked)
    with within():
        if isinstance(found.whole, Case):
            data: Any = api.answer_json(api.assess(found.whole, asked.on, asked.standpoint, **asked.options))
        else:
            results = api.assess_matter(found.whole, asked.on, asked.standpoint, **asked.options)
            data = api.matter_json(found.whole, results)
        return told(data, found.proposals)


@router.post("/timeline", openapi_extra=_gives("timeline"))
def timeline(request: HttpRequest, asked: Span) -> HttpResponse:
    """The outcome on every day of a span: the bytes of `timeline --format json`."""
    from ...reading.errors import BadInput, Problem
    from ...showing.timeline_json import timeline_data

    found = meant(request, asked)
    first, last = asked.first_day or api.SPAN[0], asked.last_day or api.SPAN[1]
    if last < first:
        raise BadInput(Problem("the span ends before it begins", path="last_day", hint="Exchange the two days."))
    with within():
        case = found.one
        line = api.timeline(case, first, last, asked.standpoint, **asked.options)
        return told(timeline_data(line, api.subject_of(case)), found.proposals)


@router.post("/change", openapi_extra=_gives("change"))
def change(request: HttpRequest, asked: Change) -> HttpResponse:
    """What would change the outcome: the bytes of `change --format json`."""
    found = meant(request, asked)
    goals = [(goal.outcome, goal.reached) for goal in asked.goals]
    with within():
        data = api.change_json(
            found.one, goals, asked.on, asked.standpoint, limit=asked.limit, every_fact=asked.every_fact,
            **asked.options
        )  # fmt: skip
        return told(data, found.proposals)


@router.post("/readings", openapi_extra=_gives("readings"))
def readings(request: HttpRequest, asked: OfCase) -> HttpResponse:
    """Which readings of the law, and which disputes, turn the outcome: the bytes of `readings --format json`."""
    from ...showing.readings_json import divergence_data

    found = meant(request, asked)
    with within():
        result = api.assess(found.one, asked.on, asked.standpoint, **asked.options)
        return told(divergence_data(result, api.divergence(found.one, result, asked.readings)), found.proposals)


@router.post("/next-question", openapi_extra=_gives("question"))
def next_question(request: HttpRequest, asked: OfCase) -> HttpResponse:
    """The question whose answer can still change the outcome, as the interview puts it; null where none is left."""
    found = meant(request, asked)
    with within():
        put = api.next_question(found.one, asked.on, shortest=True)
        data = question_data(put.path, put.text, put.answer, put.provisions, rulebook()) if put is not None else None
        return told({"schema": QUESTION, "question": data}, found.proposals)


@router.post("/memo", openapi_extra={"x-media": [TYPES[each] for each in PAPERS]})
def memo(request: HttpRequest, asked: Memo) -> HttpResponse:
    """A memo on a case as Word, HTML, PDF or Markdown."""
    from ...memo.dossier import Heads
    from ...memo.formats import rendered
    from ...version import VERSION

    found = meant(request, asked)
    heads = Heads(asked.dated or date.today(), asked.to, asked.sender, asked.reference, asked.marking, version=VERSION)
    with within():
        result = api.assess(found.one, asked.on, asked.standpoint, **asked.options)
        content = rendered(api.memo(found.one, result, heads, asked.readings), f".{asked.format}")
    return written(content, TYPES[asked.format], f"memo.{asked.format}", found.proposals)


@router.post("/page", openapi_extra={"x-media": [TYPES["html"]]})
def page(request: HttpRequest, asked: OfCase) -> HttpResponse:
    """The answer as one HTML file for colleagues, every condition down to evidence, proof and law."""
    found = meant(request, asked)
    with within():
        if isinstance(found.whole, Case):
            result = api.assess(found.whole, asked.on, asked.standpoint, **asked.options)
            text = api.page_for_colleagues(found.whole, result)
        else:
            results = api.assess_matter(found.whole, asked.on, asked.standpoint, **asked.options)
            text = api.matter_page_for_colleagues(found.whole, results)
    return written(text.encode(), TYPES["html"], "answer.html", found.proposals)
