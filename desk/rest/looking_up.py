"""What anybody with a key may look up: the law and its state, rules, facts, cases, the contracts of the answers."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from ...cases.catalogue import shipped, shipped_matters
from ...cases.rulebook import rulebook
from ...cases.vocabulary import vocabulary
from ...contracts import CONTRACTS, contract_schema
from ...reading.errors import BadInput, Problem
from .asked import Day
from .scopes import Key
from .told import told

router = Router(auth=Key("assess"))


class OnDay(Schema):
    on: Day = None


@router.get("/law/status", tags=["law"], openapi_extra={"x-answers": ["law-status"]})
def law_status(request: HttpRequest, asked: Query[OnDay]) -> HttpResponse:
    """The state of the law on a day: the bytes of `law status --format json`."""
    from ...rules.law_state import state_on
    from ...showing.law_page import STATUS, law_data

    return told(law_data(STATUS, state_on(asked.on or date.today(), rulebook())))


@router.get("/law/rules", tags=["law"], openapi_extra={"x-answers": ["rules"]})
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule: the bytes of `rules list --format json`."""
    from ...rules.cited import cited_for
    from ...showing.lists_json import rule_data

    book = rulebook()
    return told([rule_data(rule, book, cited_for(rule, book)) for rule in book.rules])


@router.get("/law/provisions/{path:named}", tags=["law"])
def provision(request: HttpRequest, named: str) -> HttpResponse:
    """The rules of a provision (a citation in any usual form, or a rule's name), with readings and both arguments."""
    from ...rules.cited import cited_for
    from ...rules.ledger import load_ledger, parse_citation
    from ...showing.lists_json import rule_data

    book = rulebook()
    try:
        path = book.by_id[named].provision if named in book.by_id else parse_citation(named)
    except ValueError as wrong:
        raise BadInput(Problem(str(wrong), path="named", hint="Write it as 3(1)(c), or name a rule.")) from None
    found = [rule for rule in book.rules if rule.provision == path]
    gists = [each.gist for each in load_ledger().provisions if each.path == path]
    if not found and not gists:
        raise BadInput(Problem("the program knows no such provision", path="named", hint="GET /api/v1/law/rules."))
    told_rules = [rule_data(rule, book, cited_for(rule, book)) for rule in found]
    return told({"provision": path, "citation": book.cite(path), "gist": gists, "rules": told_rules})


@router.get("/law/facts", tags=["law"], openapi_extra={"x-answers": ["facts"]})
def facts(request: HttpRequest) -> HttpResponse:
    """Every fact that a profile may state, and which are findings: the bytes of `facts --format json`."""
    from ...showing.lists_json import facts_data

    return told(facts_data(vocabulary().facts.values()))


@router.get("/cases", tags=["cases"])
def cases(request: HttpRequest) -> HttpResponse:
    """The cases and matters that come with the program, by name."""
    return told({"cases": list(shipped()), "matters": list(shipped_matters())})


@router.get("/cases/{name}", tags=["cases"])
def case(request: HttpRequest, name: str) -> HttpResponse:
    """One of them as a file, in YAML."""
    file = {**shipped(), **shipped_matters()}.get(name)
    if file is None:
        raise BadInput(Problem("no case of the program is called so", path="name", hint="GET /api/v1/cases."))
    return HttpResponse(file.read_bytes(), content_type="application/yaml")


@router.get("/schemas/{name}", tags=["contracts"])
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """The JSON Schema of a profile, a matter, or an answer."""
    from ...cases.schema import matter_json_schema, profile_json_schema

    own = {"profile": profile_json_schema, "matter": matter_json_schema}
    if name not in own and name not in CONTRACTS:
        hint = f"Schemas: {', '.join((*own, *CONTRACTS))}."
        raise BadInput(Problem("no schema is called so", path="name", hint=hint))
    return told(own[name]() if name in own else contract_schema(name))
