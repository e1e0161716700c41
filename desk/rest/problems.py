"""What is answered where something is wrong: RFC 9457, with the object that the command line gives as well."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from ...reading.errors import BadInput, DerogationError, Problem
from ...showing.contract import json_text
from ...showing.error_json import error_data
from ..models import Version
from ..services.access import Forbidden, NotFound
from .limits import TookTooLong

TITLES = {
    400: "The request cannot be read",
    401: "A key is needed",
    403: "This key may not do that",
    404: "There is no such thing",
    405: "This cannot be done here",
    409: "Somebody saved other values meanwhile",
    413: "The request is too long",
    422: "The facts cannot be taken as they are",
    500: "Something unforeseen happened",
    503: "It took too long",
}
MEDIA = "application/problem+json"
SERVICE = "/api/v1/"
Handler = Callable[[HttpRequest, Any], HttpResponse]
_log = logging.getLogger(__name__)


def problem(status: int, problems: Sequence[Problem], code: int = BadInput.exit_code) -> HttpResponse:
    """A problem with its status; ``error`` is ``derogation/error/1``, with the fact's path and the cure."""
    data = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": problems[0].message,
        "error": error_data(code, problems),
    }
    found = HttpResponse(json_text(data) + "\n", content_type=MEDIA, status=status)
    if status == 401:
        found["WWW-Authenticate"] = "Bearer"
    return found


class Problems:
    """Middleware: whatever fails under the service's address is a problem, and no page, whoever refused it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        media = response.headers.get("Content-Type", "")
        if not request.path.startswith(SERVICE) or response.status_code < 400 or media == MEDIA:
            return response
        status = response.status_code if response.status_code in TITLES else 400
        return problem(status, [Problem(TITLES[status].lower(), hint=f"See {SERVICE}openapi.json.")])


def tell_problems(service: NinjaAPI) -> None:
    """Let every failure of the service be such a problem; what nobody foresaw says nothing of the program's inside."""

    def said(status: int, message: str, cure: str) -> HttpResponse:
        return problem(status, [Problem(message, hint=cure)])

    def refused(_: HttpRequest, failure: Any) -> HttpResponse:
        return problem(422 if failure.exit_code == BadInput.exit_code else 500, failure.problems, failure.exit_code)

    def misshapen(_: HttpRequest, failure: Any) -> HttpResponse:
        hint = f"See {SERVICE}openapi.json."
        told = ((str(each["msg"]).removeprefix("Value error, "), _path(each["loc"])) for each in failure.errors)
        found = [Problem(message, path=path, hint=hint) for message, path in told]
        return problem(422, found)

    def unforeseen(_: HttpRequest, failure: Any) -> HttpResponse:
        _log.error("unforeseen in the web service", exc_info=failure)
        return problem(500, [Problem("something unforeseen happened", hint="Nothing was decided or kept.")], 6)

    def unkept(request: HttpRequest, failure: Any) -> HttpResponse:
        if "NUL" in str(failure):  # PostgreSQL keeps no zero byte in a text
            return said(422, "a text holds a character that cannot be kept", "Take out zero bytes.")
        return unforeseen(request, failure)

    def other(request: HttpRequest, failure: Any) -> HttpResponse:
        behind = failure.__cause__ or failure.__context__  # the framework hides why a body was not read
        if isinstance(behind, DerogationError):
            return problem(400, behind.problems)
        if isinstance(behind, RequestDataTooBig):
            return said(413, "the request is too long", "Send less at once.")
        if failure.status_code == 401:
            return said(
                401, "no key, or none that counts", "Send `Authorization: Bearer KEY`; keys are made at /account/."
            )
        status = failure.status_code if failure.status_code in TITLES else 400
        return said(status, str(failure), "See /api/v1/openapi.json.")

    def always(status: int, message: str, cure: str) -> Handler:
        return lambda _request, _failure: said(status, message, cure)

    def forbidden(_: HttpRequest, failure: Any) -> HttpResponse:
        return said(403, str(failure), "Ask whoever names the people of the matter.")

    handlers: dict[type[Exception], Handler] = {
        DerogationError: refused,
        ValidationError: misshapen,
        HttpError: other,
        Forbidden: forbidden,
        NotFound: always(404, "there is no such matter for this key", "GET /api/v1/matters lists them."),
        Version.DoesNotExist: always(404, "there is no such version", "The matter says its last one."),
        DataError: unkept,
        RequestDataTooBig: always(413, "the request is too long", "Send less at once."),
        TookTooLong: always(503, "this took too long and was given up", "Ask it of fewer technologies."),
        Exception: unforeseen,
    }
    for kind, handler in handlers.items():
        service.add_exception_handler(kind, handler)


def _path(place: Sequence[Any]) -> str:
    """A place in the request as people write it; where in Python's own names it was read from does not matter."""
    from ...reading.document import path_text

    steps = [step for step in place if isinstance(step, int) or step not in ("body", "query", "path", "asked")]
    return path_text(steps)
