"""Who may ask at all, before any page is looked for: middleware, outermost first.

In use by one person the desk listens on the loopback address, and a page of another site that the same browser shows
could reach it (by a form, or by a name that it makes point to 127.0.0.1: DNS rebinding). So every request needs a name
of this machine in ``Host``, this desk in ``Origin`` where there is one, and the cookie that the first address sets.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from .options import Options
from .views.problems import problem

Answer = Callable[[HttpRequest], HttpResponse]

#: Nothing but the desk's own files; no inline script or style, no frame, no other host.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
LOCAL_USER = "you"


def policy(options: Options) -> str:
    """The policy of this desk: a form may lead to the provider of sign-on, where there is one, and to nobody else."""
    if not options.sign_on:
        return POLICY
    issuer = urlsplit(options.sign_on["issuer"])
    return POLICY.replace("form-action 'self'", f"form-action 'self' {issuer.scheme}://{issuer.netloc}")


SERVICE = "/api/v1/"  # asks for a key of its own
OPEN_TO_ALL = ("/accounts/", "/static/", SERVICE)


class Headers:
    """Sets what every answer carries; pages are never kept by a cache."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", policy(settings.OPTIONS))
        response["X-Robots-Tag"] = "noindex"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        return response


class LocalGate:
    """In use by one person: this machine's name, this desk's pages, and the cookie of the first address."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.options: Options = settings.OPTIONS
        self.cookie = f"desk_key_{self.options.port}"
        self.hosts = {f"{name}:{self.options.port}" for name in ("127.0.0.1", "localhost")}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.options.local:
            return self.answer(request)
        if request.headers.get("Host", "") not in self.hosts:
            return problem(request, 400, "This is not an address of the desk", "Use the address that it printed.")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in self.hosts}:
            return problem(request, 403, "Another site asked", "Requests come from the desk's own pages alone.")
        if request.path.startswith("/enter/"):
            return self._enter(request.path.removeprefix("/enter/"), request)
        if request.path.startswith(SERVICE) and "Authorization" in request.headers:
            return self.answer(request)  # a script, which the service asks for its key
        if not self._same(request.COOKIES.get(self.cookie, "")):
            return problem(request, 403, "This browser has not come in", "Open the address that the desk printed.")
        return self.answer(request)

    def _enter(self, given: str, request: HttpRequest) -> HttpResponse:
        if not self._same(given):
            return problem(request, 403, "This address is of another start", "Open the address that it printed last.")
        response = HttpResponseRedirect("/")
        response.set_cookie(self.cookie, self.options.token, httponly=True, samesite="Strict")
        return response

    def _same(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.options.token.encode())


class LocalUser:
    """In use by one person: whoever came through the gate is the one user, made at the first request."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.OPTIONS.local and not request.path.startswith(SERVICE) and not request.user.is_authenticated:
            user, made = get_user_model().objects.get_or_create(username=LOCAL_USER)
            if made:
                user.set_unusable_password()
                user.save()
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return self.answer(request)


class SignedIn:
    """For a team: no page but those for signing in is shown to anybody who has not signed in."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or request.path.startswith(OPEN_TO_ALL):
            return self.answer(request)
        login_page = f"/accounts/login/?next={quote(request.get_full_path() if request.method == 'GET' else '/')}"
        if request.headers.get("HX-Request"):  # a part of a page cannot be the page for signing in
            return HttpResponse(status=401, headers={"HX-Redirect": "/accounts/login/"})
        return HttpResponseRedirect(login_page)
