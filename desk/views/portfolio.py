"""The portfolio: many services in one table, filtered, and down to one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from msgspec import Struct

from ...api import answer_record, assess, read_profile, rulebook
from ...cases.vocabulary import vocabulary
from ...reading.errors import BadInput, Problem
from ...showing.answer_page import page_blocks, title_of
from ..models import Portfolio
from ..models.portfolio import State
from ..services import matters, portfolios
from ..services.access import NotFound
from .answer import LIMITS
from .days import day_of

MOST = 12


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    found = list(Portfolio.objects.filter(owner=request.user).order_by("-made_at"))
    for each in found:
        portfolios.notice_end(each)
    return render(request, "desk/portfolios.html", {"portfolios": found})


@require_POST
def created(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("table")
    if upload is None:
        raise BadInput(Problem("no table was chosen", hint="Choose a CSV, Parquet or NDJSON file."))
    on, record = day_of(request.POST, "on"), request.POST.get("on_the_record") == "yes"
    made = portfolios.create(request.user, upload.name or "", upload.chunks(), on, on_the_record=record)
    return redirect("portfolio_table", made.id)


@require_GET
def shown(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    portfolio = portfolios.mine(request.user, portfolio_id)
    portfolios.notice_end(portfolio)
    if request.headers.get("HX-Request"):
        if portfolio.state == str(State.RUNNING):
            return render(request, "desk/portfolio_state.html", {"portfolio": portfolio})
        return HttpResponse(headers={"HX-Refresh": "true"})  # the whole page takes the place of the one that waits
    if portfolio.state != str(State.DONE):
        return render(request, "desk/portfolio_waiting.html", {"portfolio": portfolio})
    chosen = {name: request.GET.get(name, "") for name in ("outcome", "failing", "name")}
    wanted = re.fullmatch(r"[0-9]{1,9}", request.GET.get("page", ""))
    page = max(1, int(wanted[0])) if wanted else 1
    found, summary = portfolios.rows(portfolio, chosen, page), portfolios.summary(portfolio)
    failing = summary["conditions_failing"]
    titles = {each["rule"]: f"{rulebook().cite(each['provision'])}: {each['title']}" for each in failing}
    held = {
        "portfolio": portfolio,
        "summary": summary,
        "outcomes": _bars((each, _words(each), times) for each, times in summary["outcomes"].items()),
        "failing": _bars((each["rule"], titles[each["rule"]], each["times"]) for each in failing[:MOST]),
        "titles": titles,
        "unknown": _bars((each["fact"], _fact(each["fact"]), each["rows"]) for each in summary["unknown_facts"][:MOST]),
        "rows": [_shown(each) for each in found.rows],
        "count": found.count,
        "named": found.named,
        "chosen": chosen,
        "page": found.page,
        "pages": found.pages,
        "listed": portfolios.PAGE * portfolios.PAGES,
        "rejects": portfolios.rejects(portfolio, 20),
    }
    return render(request, "desk/portfolio.html", held)


class Bar(Struct, frozen=True):
    """A bar of a chart: what it counts, in words, the number, and its length in hundredths of the longest."""

    label: str
    shown: str
    number: int
    length: float


def _bars(counts: Iterable[tuple[str, str, int]]) -> tuple[Bar, ...]:
    found = tuple(counts)
    most = max((number for _, _, number in found), default=1)
    return tuple(Bar(label, shown, number, round(100 * number / most, 1)) for label, shown, number in found)


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


def _fact(path: str) -> str:
    """A fact by its question, as lawyers know it."""
    spec = vocabulary().facts.get(path)
    return spec.question if spec is not None else path


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the answers in words."""
    possible = str(row.get("possible_outcomes") or "").split("|")
    open_ = ", ".join(map(_words, possible)) if len(possible) > 1 else ""
    name = row.get("name") or f"row {row['row']}"
    return {**row, "shown": name, "outcome": _words(row["outcome"]), "possible": open_}


@require_GET
def row(request: HttpRequest, portfolio_id: str, number: int) -> HttpResponse:
    """One service of the table: its answer on one page."""
    portfolio = portfolios.mine(request.user, portfolio_id)
    case = read_profile(json.dumps(portfolios.profile(portfolio, number)), f"row {number}")
    result = assess(case, portfolio.on, on_the_record=portfolio.on_the_record)
    record = answer_record(result)
    in_table = portfolios.outcome_of(portfolio, number)
    held = {
        "portfolio": portfolio,
        "number": number,
        "name": case.profile.name,
        "title": title_of(result, record),
        "blocks": tuple(page_blocks(result, record, LIMITS)),
        "outcome_differs": _words(in_table) if in_table != result.outcome else "",
    }
    return render(request, "desk/portfolio_row.html", held)


@require_POST
def opened(request: HttpRequest, portfolio_id: str, number: int) -> HttpResponse:
    """A matter made of one row."""
    portfolio = portfolios.mine(request.user, portfolio_id)
    text = json.dumps(portfolios.profile(portfolio, number))
    return redirect("matter", matters.create(request.user, text, f"{portfolio.name}, row {number}").id)


@require_POST
def steered(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Stop it, go on with it, or delete it."""
    portfolio = portfolios.mine(request.user, portfolio_id)
    wanted = request.POST.get("do", "")
    if wanted == "delete":
        portfolios.delete(request.user, portfolio_id)
        return redirect("portfolio")
    if wanted == "stop":
        portfolios.stop(portfolio)
    elif wanted == "go_on" and portfolio.state != str(State.RUNNING):
        portfolios.start(portfolio)
    return redirect("portfolio_table", portfolio.id)


@require_GET
def downloaded(request: HttpRequest, portfolio_id: str, what: str) -> HttpResponseBase:
    """The answers, the rows that could not be read, or the counts, as files."""
    portfolio = portfolios.mine(request.user, portfolio_id)
    files = portfolios.files_of(portfolio)
    file = {"answers": files.answers, "rejects": files.rejects, "summary": files.summary}.get(what)
    if file is None or not file.exists():
        raise NotFound
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)
