"""Refusals of the services turned into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from ...reading.errors import DerogationError
from ..services.access import Forbidden, NotFound
from .problems import missing, problem


class Turned:
    """Middleware: what a service refuses becomes a page with the status of HTTP that it means."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        if isinstance(failure, NotFound):
            return missing(request)
        if isinstance(failure, Forbidden):
            return problem(request, 403, "You may not do that here", str(failure))
        if isinstance(failure, DataError) and "NUL" in str(failure):  # PostgreSQL keeps no zero byte in a text
            return problem(request, 422, "That cannot be kept", "Take out characters that nobody can see.")
        if isinstance(failure, DerogationError):
            status = {3: 422, 5: 500}.get(failure.exit_code, 400)
            return problem(request, status, "That cannot be done", "", failure.problems)
        return None
