"""The rulebook itself: as a graph, and two versions of it compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..cases.loader import Case
from ..cases.rulebook import rulebook
from ..cases.vocabulary import vocabulary
from ..engine.answer import ENGINES
from ..engine.law.rulebook import Rulebook
from ..engine.why.results import Assessment
from ..reading.errors import BadRulebook, Problem
from .measuring import measured
from .records import read_record

if TYPE_CHECKING:
    from ..rules.graph import Graph
    from ..showing.rulebooks_record import RulebookDiff


def law_graph() -> Graph:
    """Provisions, rules, definitions, facts, questions, readings, authorities, shipped cases and mutants, and how each
    is linked with the rest; takes some two seconds the first time. ``rules.graph.around`` takes a part of it."""
    return _law_graph()


@cache
def _law_graph() -> Graph:
    from ..cases.links import case_parts
    from ..rules.graph.model import graph_of
    from ..rules.graph.of_law import law_links, law_nodes
    from ..rules.graph.of_mutants import mutant_parts

    book = rulebook()
    cases, mutants = case_parts(book), mutant_parts(book)
    return graph_of((*law_nodes(book), *cases[0], *mutants[0]), (*law_links(book), *cases[1], *mutants[1]))


def rulebook_in(source: str | Path) -> Rulebook:
    """The rulebook of a folder of rule files, or the one that a decision record holds.

    Raises :class:`BadRulebook` for rules that cannot be read, :class:`BadInput` for a file that is no record.
    """
    from ..records.rulebooks import recorded_rules
    from ..rules import load

    folder = Path(source)
    if folder.is_dir():
        if not any(folder.glob("*.yaml")):
            act = folder / "act"
            hint = f"Did you mean {act}?" if any(act.glob("*.yaml")) else "Name the folder in which they lie."
            raise BadRulebook(Problem("this folder holds no rule files", str(source), hint=hint))
        return load(vocabulary(), folder)
    with recorded_rules(read_record(source)["body"]) as found:
        return found


def compare_rulebooks(old: Rulebook, new: Rulebook, cases: Mapping[str, Case], on: date | None = None) -> RulebookDiff:
    """Which rules two versions of the rulebook have otherwise, and in which of these cases that shows.

    Each case is assessed on ``on``, or on its own day, by the evaluator.
    """
    from ..records.rulebooks import compared

    def measure(book: Rulebook, case: Case) -> Assessment:
        return measured(book, case, on, None, False, None, ENGINES[:1])

    return compared(old, new, cases, measure)
