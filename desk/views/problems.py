"""What is shown where something is wrong: what, and what to do; never what the program looks like inside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def problem(request: HttpRequest, status: int, what: str, cure: str, problems: tuple[Any, ...] = ()) -> HttpResponse:
    """A page that says one thing, with the status of HTTP."""
    held = {"what": what, "cure": cure, "problems": problems}
    return render(request, "desk/problem.html", held, status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that this desk did not make, or one from before the last sign-in."""
    return problem(request, 403, "This form is not from a page of this desk", "Open the page again and repeat it.")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 404, "There is no such page here", "Go back to your matters.")


def unforeseen(request: HttpRequest) -> HttpResponse:
    return problem(request, 500, "Something went wrong that nobody foresaw", "Nothing of what was saved is lost.")
