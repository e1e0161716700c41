"""Nodes, links, and what is to be seen around one node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

#: What a node is. A question asks for one fact; a choice is one way to answer the question of a reading.
KINDS = (
    "provision", "rule", "definition", "fact", "question", "reading", "choice", "authority", "case", "mutant",
)  # fmt: skip
#: How a node is linked with another: by the relation's name, what to say of the first, and of the second. The statuses
#: of a condition in a case are relations too.
RELATIONS: Mapping[str, tuple[str, str]] = {
    "part_of": ("part of", "has the parts"),
    "stands_in": ("stands in", "carried by"),
    "interprets": ("interprets", "interpreted by"),
    "cites": ("cites", "cited by"),
    "builds_on": ("builds on", "used by"),
    "reads": ("reads", "read by"),
    "turns_on": ("turns on the reading", "decides in"),
    "answers": ("answers", "has the choices"),
    "asks_for": ("asks for", "asked for by"),
    "speaks_for": ("speaks for the finding", "spoken for by"),
    "speaks_against": ("speaks against the finding", "spoken against by"),
    "for": ("for", "authority for it"),
    "against": ("against", "authority against it"),
    "bears_on": ("bears on", "authority on it"),
    "not_met": ("not met", "not met in"),
    "relieved": ("relieved", "relieved in"),
    "met": ("met", "met in"),
    "undetermined": ("open", "open in"),
    "not_applicable": ("does not apply", "does not apply in"),
    "states": ("states", "stated by"),
    "changes": ("changes", "changes tried"),
    "noticed_by": ("noticed by", "notices the changes"),
}
#: The statuses of a condition in a case, as relations.
STATUSES = ("not_met", "relieved", "met", "undetermined", "not_applicable")
#: From the law to what is asked, in this order: a provision is carried by rules, these build on definitions, which read
#: facts. Everything else is attached to one of these.
SPINE = ("provision", "rule", "definition", "fact")
#: Rules of one provision above which only they are shown of what lies below it.
FEW_RULES = 3


class Node(Struct, frozen=True):
    """One thing. ``id`` is its kind and name (``rule:annual_report``); ``said`` is what else is known, in words."""

    kind: str
    name: str
    title: str
    said: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.name}"


class Link(Struct, frozen=True):
    """That ``source`` (an id) stands in a relation of :data:`RELATIONS` to ``target``; ``said`` says more."""

    source: str
    relation: str
    target: str
    said: str = ""


class Graph(Struct, frozen=True, dict=True):
    """Nodes by id, and links, each between two of the nodes."""

    nodes: Mapping[str, Node]
    links: tuple[Link, ...]

    @cached_property
    def out(self) -> dict[str, list[Link]]:
        """The links that go out from each node."""
        return self._by(lambda link: link.source)

    @cached_property
    def into(self) -> dict[str, list[Link]]:
        """The links that come into each node."""
        return self._by(lambda link: link.target)

    def of(self, kind: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.kind == kind]

    def only(self, ids: Iterable[str]) -> Graph:
        """These nodes, in the order that they have here, with the links among them."""
        kept = set(ids)
        nodes = {name: node for name, node in self.nodes.items() if name in kept}
        return Graph(nodes, tuple(link for link in self.links if link.source in nodes and link.target in nodes))

    def _by(self, end: Callable[[Link], str]) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = {name: [] for name in self.nodes}
        for link in self.links:
            found[end(link)].append(link)
        return found


def graph_of(nodes: Iterable[Node], links: Iterable[Link]) -> Graph:
    """A graph, each link once. Raises ``KeyError`` for a link with an end that is no node."""
    known = {node.id: node for node in nodes}
    once = tuple(dict.fromkeys(links))
    for link in once:
        if link.source not in known or link.target not in known:
            raise KeyError(f"{link.source} {link.relation} {link.target}")
    return Graph(known, once)


def around(graph: Graph, node: str) -> Graph:
    """What is to be seen around a node (an id).

    Of a rule: all that it builds on, down to the facts and their questions, the readings on which it turns, the
    provision that it stands in with what interprets it, and the authorities, cases and mutants of the rule itself. Of a
    fact: all that reads it, up to the provisions. Of anything else: what it is linked with, and where that leads up to.
    """
    kind = graph.nodes[node].kind
    if kind in ("question", "choice"):
        return around(graph, graph.out[node][0].target)
    kept = {node}
    if kind in SPINE:
        carried = set(_reach(node, lambda at: _sources(graph, at, "stands_in", "part_of")))
        if kind == "provision" and sum(graph.nodes[name].kind == "rule" for name in carried) > FEW_RULES:
            kept |= carried
        else:
            kept |= set(_below(graph, node)) | set(_above(graph, node))
    else:
        near = {link.target for link in graph.out[node]} | {link.source for link in graph.into[node]}
        kept |= {name for name in near if kind != "case" or graph.nodes[name].kind == "rule"}
    if kind != "case":
        kept |= {name for each in sorted(kept) for name in _attached(graph, each, node)}
    if kind not in SPINE:
        ways = [each for each in kept if graph.nodes[each].kind in ("rule", "definition", "reading")]
        kept |= {name for each in ways for name in _above(graph, each)}
    return graph.only(kept)


def depths(graph: Graph) -> dict[str, int]:
    """How many rules and definitions, at the most, lie above each rule and definition of a graph: 0 for the first."""
    found: dict[str, int] = {}

    def depth(each: str) -> int:
        if each not in found:
            found[each] = 0
            found[each] = max((depth(user) + 1 for user in _sources(graph, each, "builds_on")), default=0)
        return found[each]

    for each in graph.nodes.values():
        if each.kind in ("rule", "definition"):
            depth(each.id)
    return found


def folded(graph: Graph, node: str, levels: int) -> tuple[Graph, dict[str, int]]:
    """A graph without the rules and definitions more than ``levels`` below a node; those above read in their place what
    they read. And how many lie folded below each of these."""
    found = depths(graph)
    deep = {each for each, depth in found.items() if depth > found.get(node, 0) + levels}
    links = [link for link in graph.links if link.source not in deep and link.target not in deep]
    counts: dict[str, int] = {}
    for each in graph.nodes:
        inside = set(_targets(graph, each, "builds_on")) & deep if each not in deep else set[str]()
        below = {name for start in inside for name in _reach(start, lambda at: _targets(graph, at, "builds_on"))}
        for link in graph.links:
            if link.source in below and link.relation in ("reads", "turns_on"):
                links.append(Link(each, link.relation, link.target))
        if below:
            counts[each] = len(below)
    nodes = [node for name, node in graph.nodes.items() if name not in deep]
    kept = {node.id for node in nodes}
    return graph_of(nodes, [link for link in links if {link.source, link.target} <= kept]), counts


def _below(graph: Graph, node: str) -> Iterator[str]:
    """What carries a provision, what that builds on, and the facts that it reads; parts of provisions too."""
    yield from _reach(
        node, lambda at: [*_sources(graph, at, "stands_in", "part_of"), *_targets(graph, at, "builds_on", "reads")]
    )


def _above(graph: Graph, node: str) -> Iterator[str]:
    """What reads a fact or builds on a definition, and where the rules among it stand; notes and splits only where they
    do so themselves."""

    def up(at: str) -> list[str]:
        users = _sources(graph, at, "reads", "builds_on", "turns_on")
        users = [each for each in users if at == node or graph.nodes[each].said.get("kind") not in ("note", "split")]
        return [*users, *_targets(graph, at, "stands_in")]

    yield from _reach(node, up)


def _attached(graph: Graph, at: str, node: str) -> Iterator[str]:
    """What is shown of a node in a picture around ``node`` beside the way from law to facts."""
    kind = graph.nodes[at].kind
    if kind in ("rule", "definition"):
        for reading in _targets(graph, at, "turns_on"):
            yield from (reading, *_sources(graph, reading, "answers"))
    if kind == "fact":
        yield from _sources(graph, at, "asks_for")
    if at == node and kind == "provision":
        yield from _sources(graph, at, "interprets")
    if at == node and kind in ("rule", "definition", "fact", "reading"):
        sides = ("for", "against", "bears_on")
        yield from _sources(graph, at, "changes", "speaks_for", "speaks_against", *sides, *STATUSES)
        yield from _targets(graph, at, "cites", "interprets", "speaks_for", "speaks_against")
        own = _targets(graph, at, "turns_on") if kind != "reading" else [at]
        for reading in own:
            for choice in _sources(graph, reading, "answers"):
                yield from (choice, *_sources(graph, choice, *sides))
        for provision in _targets(graph, at, "stands_in"):
            yield from _sources(graph, provision, "interprets")
        if kind == "fact":
            yield from _sources(graph, at, "states")
    if kind == "choice":
        yield from _targets(graph, at, "answers")


def _targets(graph: Graph, node: str, *relations: str) -> list[str]:
    return [link.target for link in graph.out[node] if link.relation in relations]


def _sources(graph: Graph, node: str, *relations: str) -> list[str]:
    return [link.source for link in graph.into[node] if link.relation in relations]


def _reach(node: str, following: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """A node and all that can be reached from it."""
    seen, waiting = {node}, [node]
    while waiting:
        at = waiting.pop()
        yield at
        for other in following(at):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
