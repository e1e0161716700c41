"""The law room: provisions, rules, facts, readings and authorities linked all ways; the state of the law; drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET
from msgspec import Struct

from ...api import compare_laws, law_comparer, law_graph, load_cases, rulebook
from ...cases.catalogue import find_shipped, shipped, titles
from ...engine.law.rulebook import Rule
from ...reading.errors import BadInput, Problem
from ...rules.graph.model import Graph, Node
from ...rules.law_state import state_on
from ...rules.proofs.findings import findings as drafting_findings
from ...rules.variants.compared import Comparer
from ...rules.variants.model import Variant, load_variant, shipped_variants
from ...showing.document import Block, Document, Figure, Heading, Listing, Paragraph, Proof, Terms
from ...showing.findings_page import findings_document
from ...showing.graph_page import linked, name_of, node_named, title_of
from ...showing.law_page import status_document
from ...showing.lists_json import parts_of
from ...showing.pictures.graph import graph_picture
from ...showing.variants_page import compare_document, matrix_document, variant_document
from .days import day_of

#: Names of one relation that are listed at once; the rest open.
MOST = 24
#: Relations whose other ends are too many and too small to be listed one by one.
COUNTED = ("mutant",)
#: Kinds that people know by their words, not by their names.
TITLED = ("rule", "definition", "reading", "choice", "case", "mutant")


class Ties(Struct, frozen=True):
    """What a node is linked with in one way: the words, the first nodes, and the others."""

    phrase: str
    first: tuple[tuple[str, str, str], ...]
    others: tuple[tuple[str, str, str], ...]
    count: int


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What there is to look at, and what one looks for."""
    if sought := request.GET.get("q", "").strip():
        found = node_named(law_graph(), sought)
        if isinstance(found, Node):
            return redirect("law_node", found.kind, found.name)
        near = [node for node in law_graph().nodes.values() if node.name in found]
        return render(request, "desk/law.html", _home() | {"q": sought, "near": [_tie(each) for each in near]})
    return render(request, "desk/law.html", _home())


@cache
def _home() -> dict[str, object]:
    book = rulebook()
    by_provision: dict[str, list[tuple[str, str]]] = {}
    for rule in book.rules:
        by_provision.setdefault(book.cite(rule.provision), []).append((rule.id, rule.title))
    return {
        "provisions": list(by_provision.items()),
        "readings": list(book.readings.values()),
        "drafts": [load_variant(name) for name in shipped_variants()],
    }


@require_GET
def node(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One provision, rule, fact, reading, authority or case, with what it is linked with."""
    graph = law_graph()
    found = graph.nodes.get(f"{kind}:{name}")
    if found is None:
        raise Http404
    alternative = f"What is around the {title_of(found)}; the links below say the same."
    drawn = kind not in ("mutant", "case")
    held = {
        "title": found.title if found.kind in TITLED and found.title else name_of(found),
        "node": found,
        "blocks": tuple(_about(graph, found)),
        "ties": tuple(_ties(graph, found.id)),
        "figure": (Figure(graph_picture(graph, found.id), alternative, "What is around it"),) if drawn else (),
        "is_case": kind == "case",
    }
    return render(request, "desk/law_node.html", held)


def _about(graph: Graph, node: Node) -> Iterator[Block]:
    """What a node says itself."""
    book = rulebook()
    if node.title not in ("", name_of(node)) and node.kind not in TITLED:
        yield Paragraph(node.title, "lead")
    said = {"name": node.name} if node.kind in TITLED else {}
    said |= {key.replace("_", " "): text for key, text in node.said.items() if key != "citation"}
    if said:
        yield Terms(tuple(said.items()))
    if node.kind == "rule":
        yield from _rule(book.by_id[node.name])
    if node.kind == "reading":
        for choice in book.readings[node.name].choices:
            first = " (the default)" if choice.id == book.readings[node.name].default else ""
            yield Heading(f"{choice.title}{first}")
            yield Paragraph(choice.argument)
            sides = linked(graph, f"choice:{node.name}={choice.id}")
            cited = [
                f"{phrase}: {', '.join(map(name_of, ends))}" for phrase, ends in sides if ends[0].kind == "authority"
            ]
            if cited:
                yield Listing(tuple(cited))


def _rule(rule: Rule) -> Iterator[Block]:
    for part, lines in parts_of(rule).items():
        yield Heading(part.capitalize())
        yield Proof(lines)
    if rule.quotes:
        yield Heading("Its words in the official text")
        yield Listing(tuple(f"“{quote}”" for quote in rule.quotes))
    if rule.note:
        yield Paragraph(rule.note)


def _ties(graph: Graph, node: str) -> Iterator[Ties]:
    for phrase, ends in linked(graph, node):
        listed = () if ends[0].kind in COUNTED else tuple(map(_tie, ends))
        yield Ties(phrase, listed[:MOST], listed[MOST:], len(ends))


def _tie(node: Node) -> tuple[str, str, str]:
    return node.kind, node.name, name_of(node) if node.title in ("", node.name) else f"{name_of(node)}: {node.title}"


@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """What is known of the law on a day, and how well."""
    on = day_of(request.GET, "on") or date.today()
    return _document(request, "desk/law_state.html", status_document(state_on(on, rulebook())), on=on)


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """What follows about the drafting of the law."""
    return _document(request, "desk/law_page.html", _findings())


@cache
def _findings() -> Document:
    return findings_document(drafting_findings(rulebook()), rulebook())


@require_GET
def draft(request: HttpRequest, name: str) -> HttpResponse:
    """What a draft or hypothesis changes, and the form to compare it on a case."""
    variant = _variant(name)
    return _document(
        request, "desk/law_draft.html", variant_document(variant), variant=variant, cases=titles(shipped())
    )


@require_GET
def compared(request: HttpRequest) -> HttpResponse:
    """A shipped case under the law as it stands and under drafts, each difference with the rules that make it."""
    names, case = request.GET.getlist("law"), request.GET.get("case", "")
    if not names or case not in shipped():
        raise BadInput(Problem("nothing was chosen to compare", hint="Choose a case and at least one draft."))
    laws = [_variant(name) for name in names]
    cases = load_cases(find_shipped(case)).values()
    own_days, on = request.GET.get("own_days") == "yes", day_of(request.GET, "on")
    found = [[compare_laws(_comparer(name, own_days=own_days), each, on) for each in cases] for name in names]
    page = (
        compare_document((None, laws[0]), found[0], own_days=own_days)
        if len(laws) == 1
        else matrix_document(laws, found, own_days=own_days)
    )
    return _document(request, "desk/law_page.html", page)


@cache  # a handful of drafts: what is made of a rulebook is kept for good, so each mixture of two is to be made once
def _comparer(name: str, *, own_days: bool) -> Comparer:
    return law_comparer(None, load_variant(name), own_days=own_days)


def _document(request: HttpRequest, template: str, document: Document, **more: object) -> HttpResponse:
    return render(request, template, {"document": document, **more})


def _variant(name: str) -> Variant:
    """A shipped one; files of this machine are not opened by a name that was sent."""
    if name not in shipped_variants():
        raise Http404
    return load_variant(name)
