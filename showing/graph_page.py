"""A node of the graph of the law, and what it is linked with, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from ..rules.citations import parse_citation
from ..rules.graph.model import KINDS, RELATIONS, STATUSES, Graph, Node
from .document import Block, Document, Heading, Listing, Paragraph, Table

#: Names of one relation that are listed; there may be more.
MOST = 12
PLURALS = {"authority": "authorities"}


def node_named(graph: Graph, name: str) -> Node | list[str]:
    """The node that a name, an id or a citation means; the nearest names where it means none."""
    for kind in ("rule", "definition", "reading", "choice", "fact", "authority", "case", "mutant"):
        if f"{kind}:{name}" in graph.nodes:
            return graph.nodes[f"{kind}:{name}"]
    if name in graph.nodes:
        return graph.nodes[name]
    try:
        path = parse_citation(name)
    except ValueError:
        path = ""
    if f"provision:{path}" in graph.nodes:
        return graph.nodes[f"provision:{path}"]
    return get_close_matches(name, [node.name for node in graph.nodes.values() if node.kind != "mutant"], n=3)


def name_of(node: Node) -> str:
    """A node by the name that people use: a provision as it is cited, a question by its words, all else by its own."""
    return node.title if node.kind == "question" else node.said.get("citation", node.name)


def plural(kind: str) -> str:
    return PLURALS.get(kind, f"{kind}s")


def linked(graph: Graph, node: str) -> Iterator[tuple[str, list[Node]]]:
    """What a node is linked with, all ways: what to say of each relation, and the nodes, in the order of relations."""
    for relation, (forward, back) in RELATIONS.items():
        there = dict.fromkeys(link.target for link in graph.out[node] if link.relation == relation)
        if there:
            yield forward, [graph.nodes[each] for each in there]
        here = dict.fromkeys(link.source for link in graph.into[node] if link.relation == relation)
        if here:
            yield back, [graph.nodes[each] for each in here]


def link_lines(graph: Graph, node: str, without: Collection[str] = ()) -> Iterator[str]:
    """The links of a node, a line for each relation but those ``without``; mutants are counted, with who noticed."""
    for phrase, others in linked(graph, node):
        if phrase in without:
            continue
        if others[0].kind == "mutant":
            yield f"{phrase}: {mutants_in_words(others)}"
            continue
        names = [name_of(each) for each in others[:MOST]]
        more = f" and {len(others) - MOST} more" if len(others) > MOST else ""
        count = f" ({len(others)})" if len(others) > 3 else ""
        yield f"{phrase}{count}: {'; '.join(names)}{more}"


def mutants_in_words(mutants: list[Node]) -> str:
    """How many changes of the text were tried, and who noticed them."""
    by = Counter(
        "explained" if "explained" in each.said else each.said.get("noticed_by", "nobody yet").partition(" on ")[0]
        for each in mutants
    )
    listed = ", ".join(f"{count} {'by ' if who[:2] in ('a ', 'th') else ''}{who}" for who, count in by.items())
    cases = sum("noticed_by_case" in each.said for each in mutants)
    return f"{len(mutants)}; noticed: {listed}{f'; by a case (too): {cases}' if cases else ''}"


def links_data(graph: Graph, node: str) -> dict[str, list[str]]:
    """The links of a node: the ids of others by what is said of the relation."""
    return {phrase: [each.id for each in others] for phrase, others in linked(graph, node)}


def node_document(graph: Graph, node: str) -> Document:
    """One node with its links."""
    return Document(title_of(graph.nodes[node]), tuple(_node(graph, node)))


def title_of(node: Node) -> str:
    """What a node is, in a line."""
    kind = node.said.get("kind", node.kind) if node.kind == "rule" else node.kind
    name = name_of(node)
    return f"{kind} {name}" + (f": {node.title}" if node.title not in ("", name) else "")


def _node(graph: Graph, node: str) -> Iterator[Block]:
    said = {key: text for key, text in graph.nodes[node].said.items() if key != "citation"}
    if said:
        yield Listing(tuple(f"{key.replace('_', ' ')}: {text}" for key, text in said.items()))
    yield Heading("Linked with")
    yield Listing(tuple(link_lines(graph, node)))


def overview_document(graph: Graph) -> Document:
    """How many nodes there are of each kind, and how they are linked."""
    nodes = Table("", ("Kind", "Nodes"), tuple((plural(kind), str(len(graph.of(kind)))) for kind in KINDS))
    rows = tuple(
        (source, phrase, target, str(count)) for (source, phrase, target), count in kinds_linked(graph).items()
    )
    hint = (
        "`derogation rules graph NAME` shows what is around one of them; `--format svg` draws it, `json` gives it all."
    )
    links = Table("", ("What", "Relation", "To", "Links"), rows)
    return Document("The graph of the law", (nodes, Heading("Links"), links, Paragraph(hint)))


def kinds_linked(graph: Graph) -> dict[tuple[str, str, str], int]:
    """How many links lead from one kind to another, by relation; the statuses in cases count as one relation."""
    found: Counter[tuple[str, str, str]] = Counter()
    for link in graph.links:
        phrase = "has a status of" if link.relation in STATUSES else RELATIONS[link.relation][0]
        found[(graph.nodes[link.source].kind, phrase, graph.nodes[link.target].kind)] += 1
    return dict(sorted(found.items(), key=lambda each: (KINDS.index(each[0][0]), each[0])))
