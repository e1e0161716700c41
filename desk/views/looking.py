"""Pages that look at the answer of a feature in one way each; nothing on them is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ...api import authorities_of, calendar, divergence, timeline
from ...cases.rulebook import rulebook
from ...duties.ics import ics
from ...duties.render import document_of as calendar_document
from ...engine.case.words import long_date
from ...engine.change.answers import answer, worth_asking
from ...engine.why.exceptions import exceptions_of
from ...reading.errors import BadInput, Problem
from ...showing.authorities import SIDE_WORDS, cite, marks
from ...showing.change_page import document_of_changes
from ...showing.document import Block, Document, Figure
from ...showing.exception_page import exception_blocks
from ...showing.pictures.timeline import timeline_picture
from ...showing.readings_page import divergence_document
from ...showing.timeline_page import UNDATED, cause_words, plainly, possible_words, unit_words
from ..services import trying
from ..services.access import matter_for
from ..services.answers import changes
from ..services.kept import Kept
from ..services.proofs import matrix_of, proof_of
from ..services.sheet import topics
from .answer import answer_context, changes_context
from .days import day_of
from .files import download
from .opened import Opened, open_feature, stance_of

FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)


@require_GET
def conditions(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """Conditions down, technologies across; each cell opens its proof."""
    found = open_feature(request, matter_id, feature)
    held = {"matrix": matrix_of(found.found.assessment) if found.found else None}
    return found.page("desk/conditions.html", "conditions", **held)


@require_GET
def proof(request: HttpRequest, matter_id: str, feature: str, rule: str, subject: str) -> HttpResponse:
    """One rule of one technology (or of the provider): status, reason, facts, every step, and its law."""
    found = open_feature(request, matter_id, feature)
    if found.found is None:
        raise BadInput(*found.problems)
    return found.page("desk/proof.html", "conditions", p=proof_of(found.found.assessment, rule, subject))


@require_GET
def exception(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The exception limb by limb, with what is on file for each."""
    found = open_feature(request, matter_id, feature)
    blocks: list[Block] = []
    if found.found is not None:
        for each in exceptions_of(found.found.assessment):
            blocks += exception_blocks(found.found.assessment, each)
    rows = [row for topic in topics(found.filed, "exception") for row in topic.findings]
    return found.page("desk/exception.html", "exception", blocks=blocks, rows=rows)


@require_GET
def readings(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """Readings, standpoints and disputes as switches; what they would come to is shown, and nothing is stored."""
    known = {name: tuple(each.id for each in reading.choices) for name, reading in rulebook().readings.items()}
    own = open_feature(request, matter_id, feature)
    case = own.case
    assert own.found is not None
    stance = stance_of(request.GET, known)
    supposed = trying.supposed(request.GET, own.found.assessment)
    tried = trying.tried(own.working.matter, own.data, own.feature, supposed, stance)
    taken = tried.assessment.derivation.question.readings
    met = {each.id for each in own.found.assessment.readings}
    listed = [(reading, taken[name], name in stance.readings) for name, reading in rulebook().readings.items()]
    held: dict[str, Any] = {
        "met": [each for each in listed if each[0].id in met or each[2]],
        "others": [each for each in listed if each[0].id not in met and not each[2]],
        "parties": case.engine_facts().all_parties(),
        "stance": stance,
        "day_tried": stance.on.isoformat() if stance.on else "",
        "disputes": trying.disputes(own.found.assessment, supposed),
        "trying": not stance.own or bool(supposed),
        **answer_context(tried),
        **changes_context(changes(own.found, tried), "by what you try"),
    }
    return own.page("desk/readings.html", "readings", query=request.GET.urlencode(), **held)


@require_GET
def parted(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """Where views part, from the stance that is tried: worked out when it is asked for, since it takes a while."""
    matter_for(request.user, "read", matter_id)
    known = {name: tuple(each.id for each in reading.choices) for name, reading in rulebook().readings.items()}
    stance = stance_of(request.GET, known)
    found = open_feature(request, matter_id, feature, stance)
    case = found.case
    assert found.found is not None
    key = f"{case.digest}|{stance.key}"
    document = _parted.get(key)
    if document is None:
        result = found.found.assessment
        document = divergence_document(result, divergence(case, result, dict(stance.readings)))
        _parted.put(key, document)
    return found.page("desk/document.html", "readings", document=document)


#: Seconds to work out (docs/performance.md).
_parted: Kept[str, Document] = Kept(16)


@require_GET
def change(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """What would cure each failing condition, from which day it could pass, and the smallest sets."""
    found = open_feature(request, matter_id, feature)
    _ = found.case
    assert found.found is not None
    derivation = found.found.assessment.derivation
    outcomes = rulebook().verdicts.order
    goal = request.GET.get("goal", "")
    if goal and goal not in outcomes:
        raise BadInput(Problem(f"no outcome is called {goal!r}", hint=f"Outcomes: {', '.join(outcomes)}."))
    reached = request.GET.get("rule_out", "") == ""
    told = answer(derivation, [(goal, reached)] if goal else worth_asking(derivation), limit=10)
    document = document_of_changes(found.found.assessment.case, derivation, told, 10)
    titles = rulebook().verdicts.titles
    held = {"blocks": document.blocks, "goal": goal, "rule_out": not reached}
    return found.page("desk/change.html", "change", outcomes=[(each, titles[each]) for each in outcomes], **held)


@require_GET
def over_time(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The outcome on every day: a picture, and a table that says all of it."""
    found = open_feature(request, matter_id, feature)
    first, last = _span(request.GET, FIRST, LAST)
    told = timeline(found.case, first, last)
    rows = [
        (
            long_date(each.first_day),
            long_date(each.last_day),
            f"{plainly(each.state.outcome)}{possible_words(each)}{unit_words(each)}",
            "; ".join(cause_words(cause, told.rulebook) for cause in each.causes),
        )
        for each in told.intervals
    ]
    picture = timeline_picture(told, 1100, left=190, units=True)
    figure = Figure(picture, UNDATED, "The outcome on every day as bands; the table below says the same.")
    held = {"picture": [figure], "rows": rows, "first": first.isoformat(), "last": last.isoformat()}
    return found.page("desk/timeline.html", "timeline", **held)


@require_GET
def duties(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The calendar of duties, as a table."""
    found = open_feature(request, matter_id, feature)
    told, first, last = _calendar(request, found)
    held = {"blocks": calendar_document(told).blocks, "first": first.isoformat(), "last": last.isoformat()}
    return found.page("desk/calendar.html", "calendar", others=bool(request.GET.get("others")), **held)


@require_GET
def duties_file(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The same as iCalendar."""
    found = open_feature(request, matter_id, feature)
    told, _, _ = _calendar(request, found)
    return download(ics(told), f"{found.case.profile.name}.ics")


def _calendar(request: HttpRequest, found: Opened) -> tuple[Any, date, date]:
    first, last = _span(request.GET, date(2021, 8, 2), LAST)
    return calendar(found.case, first, last, others=bool(request.GET.get("others"))), first, last


def _span(form: Mapping[str, str], first: date, last: date) -> tuple[date, date]:
    """The days from and to which a page looks. Raises :class:`BadInput`."""
    first, last = day_of(form, "from") or first, day_of(form, "to") or last
    if last < first:
        raise BadInput(Problem("the span ends before it begins", hint="Exchange the two days."))
    return first, last


@require_GET
def cited(request: HttpRequest, matter_id: str, feature: str) -> HttpResponse:
    """The authorities that bear on the answer, on each side of what they bear on."""
    found = open_feature(request, matter_id, feature)
    groups: dict[str, list[tuple[str, str, str, str, str]]] = {}
    if found.found is not None:
        for each in authorities_of(found.found.assessment):
            limits = "; ".join(marks(each.authority, each.later))
            row = (SIDE_WORDS[each.side], cite(each.authority), each.point.at, each.point.holds.strip(), limits)
            groups.setdefault(_target(each.kind, each.target), []).append(row)
    return found.page("desk/authorities.html", "authorities", groups=groups.items())


def _target(kind: str, target: str) -> str:
    """What an authority bears on, in words."""
    book = rulebook()
    if kind == "reading":
        name, _, choice = target.partition("=")
        return f"{book.readings[name].question} {next(c.title for c in book.readings[name].choices if c.id == choice)}"
    if kind == "fact":
        spec = book.vocabulary.facts.get(target)
        return spec.question if spec else target
    rule = next((each for each in book.rules if each.id == target), None)
    return f"{book.cite(rule.provision)}: {rule.title}" if rule else target
