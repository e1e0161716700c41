"""The JSON form of the graph of the law, or of a part of it: ``derogation/graph/1``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..rules.graph.model import KINDS, RELATIONS, Graph
from .contract import Digest, Shape, closed, schema_of

GRAPH = "derogation/graph/1"


@closed
class NodeJson(TypedDict):
    """A provision, rule, definition, fact, question, reading, choice of a reading, authority, case or mutant."""

    id: str
    """Its kind and its name, which no other node has."""
    kind: Annotated[str, Shape(enum=list(KINDS))]
    """What it is."""
    name: str
    """Its name, as commands take it."""
    title: str
    """It in short; empty for a provision of another act."""
    eli: str | None
    """Of a provision: its European Legislation Identifier, as near as such links are known to resolve."""
    akn: str | None
    """Of a provision: its name by the Akoma Ntoso Naming Convention."""
    about: dict[str, str]
    """What else is known of it, in words."""


@closed
class LinkJson(TypedDict):
    """That one node stands in a relation to another."""

    source: str
    """The id of the one."""
    relation: Annotated[str, Shape(enum=list(RELATIONS))]
    """The relation; of a case to a condition it is the status."""
    target: str
    """The id of the other."""
    said: str
    """What else is known of the link: the technology, what an authority holds; may be empty."""


@closed
class GraphJson(TypedDict):
    """The graph of the law."""

    schema: Literal["derogation/graph/1"]
    """The name of this contract."""
    rulebook: Digest
    """The digest of the rules."""
    around: str | None
    """The id of the node around which this is; null for the whole."""
    nodes: list[NodeJson]
    """The nodes, by kind in the order of the law."""
    links: list[LinkJson]
    """The links, each between two of the nodes."""


def graph_data(graph: Graph, rulebook: Rulebook, around: str | None = None) -> GraphJson:
    """A graph, as its contract has it."""
    nodes: list[NodeJson] = [
        {
            "id": node.id,
            "kind": node.kind,
            "name": node.name,
            "title": node.title,
            "eli": node.said.get("eli"),
            "akn": node.said.get("akn"),
            "about": {key: text for key, text in node.said.items() if key not in ("eli", "akn")},
        }
        for node in graph.nodes.values()
    ]
    links: list[LinkJson] = [
        {"source": link.source, "relation": link.relation, "target": link.target, "said": link.said}
        for link in graph.links
    ]
    return {
        "schema": "derogation/graph/1",
        "rulebook": rulebook.digest,
        "around": around,
        "nodes": nodes,
        "links": links,
    }


def graph_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of ``derogation/graph/1``."""
    return schema_of(GraphJson, GRAPH, "The graph of the law", rulebook)
