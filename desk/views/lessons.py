"""The lessons room for trainers: the course, classes and their results, hand-outs, a mock hearing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ...api import hearing, load_lesson, load_profile, rulebook
from ...cases.catalogue import find_shipped, shipped, titles
from ...lessons.handout import lesson_handout, lesson_page
from ...lessons.lesson_file import course
from ...memo.formats import FORMATS, rendered
from ...reading import values
from ...reading.errors import BadInput, Problem
from ...showing.contract import json_text
from ...showing.document import Document
from ..models import Learner, LessonClass
from ..services import classes, learning, results
from ..services.access import NotFound
from .files import download
from .learning import result_of
from .problems import problem

#: The longest lesson of one's own that is taken from a form, in characters.
MOST = 200_000
#: The highest number of a learner whose cases are handed out on paper.
LEARNERS = 500


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The course, the classes that one leads, and the lessons that one takes."""
    mine = LessonClass.objects.filter(trainer=request.user)
    held = {
        "course": [load_lesson(name) for name in course()],
        "led": [(each, learning.lesson_of(each).title) for each in mine.exclude(code="").order_by("-made_at")],
        "taken": [
            (each.of, learning.lesson_of(each.of).title)
            for each in Learner.objects.filter(user=request.user).select_related("of").order_by("-of__made_at")
        ],
        "cases": titles(shipped()),
    }
    return render(request, "desk/lessons.html", held)


@require_GET
def lesson(request: HttpRequest, name: str) -> HttpResponse:
    """What a lesson of the course is about."""
    found = _of_course(name)
    return render(request, "desk/lesson.html", {"lesson": found, "document": lesson_page(found, rulebook())})


@require_GET
def handout(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """A hand-out of a lesson, for the first learner of a class with no seed."""
    return _handout(request, LessonClass(lesson=_of_course(name).id, seed=0), 1, f"lesson-{name}", ending)


def _handout(request: HttpRequest, of: LessonClass, number: int, name: str, ending: str) -> HttpResponse:
    learner = Learner(of=of, number=number)
    cases = [(each, learning.assessed(learner, each.at)) for each in learning.cases_of(of, number)]
    made = lesson_handout(learning.lesson_of(of), rulebook(), cases, solution=request.GET.get("solution") == "yes")
    return _file(made, name, ending)


@require_POST
def begun(request: HttpRequest) -> HttpResponse:
    """A class opened, or a lesson begun alone."""
    upload, alone = request.FILES.get("own"), request.POST.get("alone") == "yes"
    own, name = "", request.POST.get("lesson", "")
    if upload is not None:
        if (upload.size or 0) > MOST:
            raise BadInput(Problem("this lesson is too long", upload.name or "", hint="A lesson is a few pages."))
        own, name = upload.read().decode("utf-8", "replace"), (upload.name or "lesson").rpartition(".")[0]
    anonymous = request.POST.get("anonymous") == "yes"
    made = classes.begin(request.user, name, own, alone=alone, anonymous=anonymous)
    return redirect("class_taken" if alone else "class_led", made.id)


@require_POST
def entered(request: HttpRequest) -> HttpResponse:
    """Into a class by its code."""
    try:
        return redirect("class_taken", classes.enter(request.user, request.POST.get("code", "")).id)
    except NotFound:
        cure = "Look at the code again; it has letters and digits, but no I, L, O, 0 or 1. Or the class is closed."
        return problem(request, 404, "No class that is open has this code", cure)


# --- for the trainer -------------------------------------------------------------------------------------------------


@require_GET
def led(request: HttpRequest, class_id: str) -> HttpResponse:
    """A class, as far as everybody is; the list alone where the page asks for it anew."""
    of = classes.led_by(request.user, class_id)
    held: dict[str, Any] = {"of": of, "lesson": learning.lesson_of(of), "progress": results.progress(of)}
    held["numbers"] = range(1, len(held["progress"][0].cases) + 1) if held["progress"] else ()
    return render(request, f"desk/{'class_list' if request.headers.get('HX-Request') else 'class'}.html", held)


@require_POST
def steered(request: HttpRequest, class_id: str) -> HttpResponse:
    """Close or open a class, or delete it."""
    wanted = request.POST.get("do", "")
    if wanted == "delete":
        classes.delete(request.user, class_id)
        return redirect("lessons")
    classes.close(request.user, class_id, opened=wanted == "open")
    return redirect("class_led", class_id)


@require_GET
def table(request: HttpRequest, class_id: str, by: str, ending: str) -> HttpResponse:
    """The results of a class as CSV or JSON."""
    from ...lessons.class_tables import class_data, csv_of

    found = results.tables(classes.led_by(request.user, class_id))
    if ending == "json" and by == "class":
        return download(json_text(class_data(found)).encode(), "class.json")
    if ending != "csv" or by not in ("learner", "condition", "answer"):
        raise Http404
    return download(csv_of(found, by).encode(), f"class-by-{by}.csv")


@require_GET
def class_handout(request: HttpRequest, class_id: str, ending: str) -> HttpResponse:
    """The cases that a learner of this number has in a class, on paper; whether or not one has come in."""
    of = classes.led_by(request.user, class_id)
    try:
        number = values.whole(request.GET.get("number", "1"), 1, LEARNERS)
    except values.Unreadable as refused:
        raise BadInput(Problem(str(refused), path="number", hint=refused.cure)) from None
    return _handout(request, of, number, f"{of.lesson}-learner-{number}", ending)


@require_GET
def learner(request: HttpRequest, class_id: str, number: int) -> HttpResponse:
    """What a learner's answers in a class suggest."""
    of, found = _learner(request, class_id, number)
    held = {"of": of, "name": results.name_of(found), "document": results.suggested(found), "led": True}
    return render(request, "desk/class_suggested.html", held)


def _learner(request: HttpRequest, class_id: str, number: int) -> tuple[LessonClass, Learner]:
    """A learner of a class that this person leads. Raises ``Http404``."""
    of = classes.led_by(request.user, class_id)
    found = Learner.objects.select_related("of", "user").filter(of=of, number=number).first()
    if found is None:
        raise Http404
    return of, found


@require_GET
def replayed(request: HttpRequest, class_id: str, number: int, at: int) -> HttpResponse:
    """A learner's answer to a case, graded, as the learner saw it."""
    of, found = _learner(request, class_id, number)
    if not learning.put(found, at).graded:
        raise Http404
    return render(request, "desk/class_replay.html", {"of": of, "name": results.name_of(found), **result_of(found, at)})


# --- a hearing -------------------------------------------------------------------------------------------------------


@require_GET
def heard(request: HttpRequest) -> HttpResponse:
    """A mock hearing of a shipped case, as a page or a file."""
    name = request.GET.get("case", "")
    if name not in shipped():
        raise Http404
    made = hearing(load_profile(find_shipped(name)), solution=request.GET.get("solution") == "yes")
    if ending := request.GET.get("as", ""):
        return _file(made, f"hearing-{name}", ending)
    return render(request, "desk/hearing.html", {"document": made, "name": name})


def _of_course(name: str) -> Any:
    if name not in course():
        raise Http404
    return load_lesson(name)


def _file(made: Document, name: str, ending: str) -> HttpResponse:
    if f".{ending}" not in FORMATS:
        raise Http404
    return download(rendered(made, f".{ending}"), f"{name}.{ending}")
