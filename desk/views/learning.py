"""A lesson as a learner takes it: what is read, the cases, each point answered by choosing from the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ...api import rulebook
from ...lessons.answer import THE_DAY, Said, outcomes
from ...lessons.handout import reading_blocks
from ...lessons.page import result_page
from ...lessons.sitting import FileFact, statuses
from ...lessons.taken_page import summary
from ...lessons.words import GATES, STATUSES
from ..models import CaseAnswer, Learner
from ..services import classes, learning, results


@require_GET
def taken(request: HttpRequest, class_id: str) -> HttpResponse:
    """A lesson as a learner takes it: what is read, the cases, how far one is."""
    learner = classes.learner_in(request.user, class_id)
    found = learning.lesson_of(learner.of)
    answers = {each.at: each for each in CaseAnswer.objects.filter(learner=learner)}
    cases = [
        (each.at, each.case.profile.name, answers.get(each.at))
        for each in learning.cases_of(learner.of, learner.number)
    ]
    ended = all(kept is not None and kept.graded_at for _, _, kept in cases)
    held = {
        "of": learner.of,
        "lesson": found,
        "reading": tuple(reading_blocks(found, rulebook())),
        "cases": cases,
        "summary": summary(results.taken(learner)) if ended else "",
        "remember": found.remember if ended else "",
    }
    return render(request, "desk/class_taken.html", held)


@require_GET
def suggested(request: HttpRequest, class_id: str) -> HttpResponse:
    """What one's own answers in a lesson suggest."""
    learner = classes.learner_in(request.user, class_id)
    held = {"of": learner.of, "name": learning.lesson_of(learner.of).title, "document": results.suggested(learner)}
    return render(request, "desk/class_suggested.html", held)


@require_GET
def case(request: HttpRequest, class_id: str, at: int) -> HttpResponse:
    """One case: the file, what is asked, what was said so far; graded, what became of it."""
    learner = classes.learner_in(request.user, class_id)
    there = learning.put(learner, at)
    held = {"of": learner.of, "at": at, "case": there.posed.case.profile, **_put(there)}
    if there.graded:
        held |= result_of(learner, at)
    return render(request, "desk/class_case.html", held)


def _put(there: learning.Put) -> dict[str, Any]:
    sat, book = there.sitting, there.sitting.assessment.rulebook
    points: list[dict[str, Any]] = []
    for number, result in there.asked:
        said, names = sat.said(number), GATES if result.kind == "gate" else STATUSES
        points.append(
            {
                "number": number,
                "provision": book.cite(result.rule.provision),
                "title": result.rule.title,
                "of": sat.name(number)[1] if len(sat.assessment.units) > 1 else "",
                "gate": result.kind == "gate",
                "said": names[said.status] if said else "",
                "facts": len(said.facts) if said else 0,
                "hints": said.hints if said else 0,
            }
        )
    return {
        "on": sat.assessment.on,
        "posed": there.posed,
        "facts": _grouped(sat.stated),
        "points": points,
        "outcomes": outcomes(book),
        "outcome": sat.answer.outcome,
    }


def _grouped(facts: Iterable[FileFact]) -> list[tuple[str, list[FileFact]]]:
    """Facts under what they are about, in their order."""
    found: dict[str, list[FileFact]] = {}
    for fact in facts:
        found.setdefault(fact.about, []).append(fact)
    return list(found.items())


@require_GET
def point(request: HttpRequest, class_id: str, at: int, number: int) -> HttpResponse:
    """One condition of a case: its status, and what it rests on, chosen from the file."""
    there, learner = _open(request, class_id, at, number)
    sat = there.sitting
    result, said = sat.points[number - 1], sat.said(number)
    names = GATES if result.kind == "gate" else STATUSES
    book = sat.assessment.rulebook
    held = {
        "of": learner.of,
        "at": at,
        "number": number,
        "case": there.posed.case.profile,
        "on": sat.assessment.on,
        "provision": book.cite(result.rule.provision),
        "title": result.rule.title,
        "technology": sat.name(number)[1] if len(sat.assessment.units) > 1 else "",
        "gate": result.kind == "gate",
        "statuses": [(each, names[each]) for each in statuses(result)],
        "said": said,
        "stated": _grouped(sat.stated),
        "silent": _grouped(sat.silent),
        "provisions": [(each, book.cite(each)) for each in sat.provisions],
        "hints": _hints(there, number, said.hints) if said else [],
        "the_day": THE_DAY,
    }
    return render(request, "desk/class_point.html", held)


def _hints(there: learning.Put, number: int, given: int) -> list[str]:
    there.sitting.shown[number] = 0
    return [there.sitting.hint(number) for _ in range(given)]


@require_POST
def said(request: HttpRequest, class_id: str, at: int, number: int) -> HttpResponse:
    """What is said of one condition is kept; or one more hint is taken."""
    there, learner = _open(request, class_id, at, number)
    sat, form = there.sitting, request.POST
    before = sat.said(number)
    allowed = statuses(sat.points[number - 1])
    status: Said = before.status if before else "dont_know"
    for each in allowed:
        if each == form.get("status", ""):
            status = each
    known = {fact.path for fact in sat.facts} | {THE_DAY}
    facts = [each for each in form.getlist("fact") if each in known]
    provisions = [each for each in form.getlist("provision") if each in sat.provisions]
    if form.get("do") == "hint":
        sat.hint(number)
    sat.say(number, status, facts, provisions)
    learning.keep(learner, at, sat.answer)
    if form.get("do") == "hint":
        return redirect("class_point", class_id, at, number)
    return redirect("class_case", class_id, at)


def _open(request: HttpRequest, class_id: str, at: int, number: int) -> tuple[learning.Put, Learner]:
    """A point of a case that is not graded yet. Raises ``Http404``."""
    learner = classes.learner_in(request.user, class_id)
    there = learning.put(learner, at)
    if there.graded or number not in {each for each, _ in there.asked}:
        raise Http404
    return there, learner


@require_POST
def graded(request: HttpRequest, class_id: str, at: int) -> HttpResponse:
    """The outcome is kept; the case is graded where that is asked for."""
    learner = classes.learner_in(request.user, class_id)
    there = learning.put(learner, at)
    if not there.graded:
        outcome = request.POST.get("outcome", "")
        if outcome in outcomes(there.sitting.assessment.rulebook):
            there.sitting.state(outcome)
            learning.keep(learner, at, there.sitting.answer)
        said = there.sitting.answer
        if request.POST.get("do") == "grade" and not (said.conditions or said.outcome):
            messages.warning(request, "Nothing is answered yet; a case is graded once.")
        elif request.POST.get("do") == "grade":
            learning.grade(learner, at)
    return redirect("class_case", class_id, at)


def result_of(learner: Learner, at: int) -> dict[str, Any]:
    """What became of an answer, for the learner and for the trainer."""
    found = learning.marked(learner, at)
    page = result_page(found.result, found.assessment.rulebook, learning.onward(learner, at, found))
    return {"result": page.blocks, "right": found.right, "asked": len(found.points), "graded": True, "at": at}
