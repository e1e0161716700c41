"""``derogation rules graph [NAME]``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import show

if TYPE_CHECKING:
    from ..rules.graph import Graph, Node


def node_of(graph: Graph, name: str) -> Node:
    """The node that a name or a citation means; a usage error with the nearest names where it means none."""
    from ..showing.graph_page import node_named

    found = node_named(graph, name)
    if isinstance(found, list):
        near = f"did you mean {' or '.join(map(repr, found))}?" if found else "see `derogation rules list` and `facts`"
        raise click.UsageError(f"nothing in the law is called {name!r}; {near}")
    return found


@click.command()
@click.argument("name", metavar="[PROVISION|NAME]", required=False)
@click.option(
    "--levels", type=click.IntRange(min=0), help="Levels of what a rule builds on that are drawn (default: 3)."
)
@click.option("--format", "format_", type=click.Choice(["text", "json", "svg"]), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def graph(name: str | None, levels: int | None, format_: str, output: Path | None) -> None:
    """Provisions, rules, facts, questions, readings, authorities, cases, mutants, and how they are linked.

    With a name (a citation, a rule, definition, fact, reading, authority, shipped case or mutant): what is around it.
    """
    from .. import rulebook
    from ..api import law_graph
    from ..rules.graph import around
    from ..showing.contract import json_text
    from ..showing.graph_json import graph_data
    from ..showing.graph_page import node_document, overview_document
    from ..showing.pictures.graph import LEVELS, graph_svg, overview_svg
    from ..showing.terminal import terminal

    whole = law_graph()
    node = node_of(whole, name).id if name is not None else None
    if format_ == "json":
        part = around(whole, node) if node is not None else whole
        text = json_text(graph_data(part, rulebook(), node)) + "\n"
    elif format_ == "svg":
        text = graph_svg(whole, node, LEVELS if levels is None else levels) if node is not None else overview_svg(whole)
    else:
        text = terminal(node_document(whole, node) if node is not None else overview_document(whole)) + "\n"
    show(text, output, words=format_ == "text")
