"""The facts on file: every statement of the case with its value and standing from the standpoint taken."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..engine.case.facts import PartialSet as Partial
from ..engine.case.facts import Standing, Statement, Value, View
from ..engine.case.vocabulary import FactSpec
from ..engine.case.words import Plain, plain
from ..showing.document import Inline, Span, inline
from ..showing.words import sentence, topic
from .dossier import Dossier


class FileFact(Struct, frozen=True):
    """One statement: what it is about (``holder``, ``topic``), its description, value and standing; whether it is a
    finding that facts of a later day have overtaken."""

    holder: Inline
    topic: str
    spec: FactSpec
    value: Plain
    partial: bool
    standing: Standing
    statement: Statement
    overtaken: bool = False


def file_facts(dossier: Dossier) -> Iterator[FileFact]:
    """Every fact that the case states, once, in the order of the case."""
    seen: set[str] = set()
    overtaken = {finding.path for finding in dossier.assessment.findings if finding.overtaken_by}
    for holder, scope in _scopes(dossier):
        for key, statement in scope.entity.statements.items():
            spec = dossier.spec(statement.path)
            if spec is None or statement.path in seen:
                continue
            seen.add(statement.path)
            shared = statement.path.startswith("every_technology.")
            value: Value | Partial | None = scope.values.get(key)
            yield FileFact(
                inline("Every technology") if shared else holder,
                topic(spec.path.rpartition(".")[0]),
                spec,
                plain(value),
                isinstance(value, Partial),
                scope.standings.get(key, statement.standing),
                statement,
                statement.path in overtaken,
            )


def _scopes(dossier: Dossier) -> Iterator[tuple[Inline, View]]:
    """The case, then the items of its lists and those within them, each with its name."""
    case = dossier.assessment.derivation.case
    yield inline(), case
    listed = {name: items for name, items in case.lists.items() if name not in dossier.assessment.rulebook.series}
    for name, items in listed.items():
        for item in items.known:
            yield from _item(dossier, name, item)
    for items in listed.values():
        if items.other is not None:
            yield from _within(inline("Every technology"), items.other)


def _item(dossier: Dossier, name: str, item: View) -> Iterator[tuple[Inline, View]]:
    units = dossier.assessment.rulebook.verdicts.units
    year = item.values.get("year")
    if name == units:
        holder = inline(dossier.unit_name(item.entity.name))
    else:
        holder = inline(Span(f"{sentence(name.rstrip('s'))[:-1]} for {year}" if year else f"{name} {item.entity.name}"))
    yield from _within(holder, item)


def _within(holder: Inline, scope: View) -> Iterator[tuple[Inline, View]]:
    yield holder, scope
    for items in scope.lists.values():
        for item in items.known:
            yield holder, item
