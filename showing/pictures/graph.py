"""The graph of the law around one node as a picture: from the provisions on the left to the questions on the right.

What a lawyer looks for stands in the boxes (citation, question, choices of a reading, who is for and against, the
cases); lines say what rests on what. Legible without colour, and on a dark ground where the reader's screen has one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...rules.graph.model import SPINE, STATUSES, Graph, Link, Node, around, depths, folded, graph_of
from ..graph_page import RELATIONS, kinds_linked, link_lines, linked, mutants_in_words, name_of, plural, title_of
from .cards import BOLD, FINE, LETTERS, Card, Column, Pen, Trace, cards_picture, wrapped
from .shapes import Picture
from .svg import svg

#: Boxes of one column that are drawn; there may be more.
MOST = 36
#: Levels of rules and definitions that are drawn below a rule unless more are asked for.
LEVELS = 3
FILLS = {
    "provision": "#e8edf5", "rule": "#fdf3d9", "definition": "#ffffff", "fact": "#e3f1e8", "question": "#e3f1e8",
    "reading": "#f0e6f6", "choice": "#f0e6f6", "authority": "#f4ece4", "case": "#e6f2f5", "mutant": "#f7e3e3",
}  # fmt: skip
TITLES = {
    "authority": "Authorities", "provision": "Provisions", "reading": "Readings", "rule": "Rules",
    "definition": "Definitions", "fact": "Facts and questions", "case": "Case", "mutant": "Change tried",
}  # fmt: skip
RESTS = Pen("rests on (read to the right)")
BESIDE = Pen("a reading, a recital, what is cited", dashed=True)
PENS = {
    "for": Pen("for", "#1f6f3f", 1.8),
    "against": Pen("against", "#a8321f", 1.8, dashed=True),
    "not_met": Pen("not met", "#a8321f", 1.8),
    **{relation: Pen("what became of it: in the box", RESTS.colour) for relation in STATUSES[1:]},
    **dict.fromkeys(("turns_on", "interprets", "cites", "bears_on", "part_of"), BESIDE),
}
#: Kinds that stand in the box of another: a question in its fact's, choices in their reading's, counts in the node's.
WITHIN = ("question", "choice", "case", "mutant")
#: The kinds in columns, for the picture of all.
OVERVIEW = (
    ("authority",), ("provision", "choice"), ("reading", "case"), ("rule", "mutant"), ("definition",), ("fact",),
    ("question",),
)  # fmt: skip


def graph_svg(graph: Graph, node: str, levels: int = LEVELS) -> str:
    """The picture around a node of the graph as an SVG document; ``levels`` of what a rule builds on are drawn."""
    name = title_of(graph.nodes[node])
    alternative = f"{name}. {'. '.join(link_lines(around(graph, node), node))}."
    return svg(graph_picture(graph, node, levels), "graph", alternative, f"Around the {name}", dark=True) + "\n"


def overview_svg(graph: Graph) -> str:
    """What kinds of nodes there are and how they are linked, as an SVG document."""
    counts = kinds_linked(graph)
    cards: dict[str, Card] = {}
    for kind in (kind for kinds in OVERVIEW for kind in kinds):
        below = [f"{phrase}: {to} ({count})" for (of, phrase, to), count in counts.items() if of == kind]
        lines = (line for each in below for line in wrapped(each, 2, FINE))
        cards[kind] = Card(kind, (f"{len(graph.of(kind)):,} {plural(kind)}",), tuple(lines), FILLS[kind])
    column = {kind: number for number, kinds in enumerate(OVERVIEW) for kind in kinds}
    pairs = sorted({(one, other) for one, _, other in counts if column[one] != column[other]})
    traces = [Trace(one, other, Pen("linked, as the boxes say")) for one, other in pairs]
    title = "The graph of the law: what there is, and how many links of each kind"
    picture = cards_picture(title, [Column("", kinds) for kinds in OVERVIEW], cards, traces)
    said = ". ".join(f"{one} {phrase} {other}: {count}" for (one, phrase, other), count in counts.items())
    return svg(picture, "graph", f"{said}.", "The graph of the law", dark=True) + "\n"


def graph_picture(graph: Graph, node: str, levels: int = LEVELS) -> Picture:
    """The picture around a node."""
    part = around(graph, node)
    if graph.nodes[node].kind in ("question", "choice"):  # it stands in the box of what it belongs to
        node = graph.out[node][0].target
    focus = part.nodes[node]
    boxes = part.only(each.id for each in part.nodes.values() if each.kind not in WITHIN or each.id == node)
    boxes, hidden = graph_of(boxes.nodes.values(), _between(part, boxes)), dict[str, int]()
    if focus.kind in SPINE[:-1]:
        boxes, hidden = folded(boxes, node, levels)
    columns = _columns(boxes, focus)
    at = {name: number for number, column in enumerate(columns) for name in column.names}
    cards = {name: _card(graph, part, boxes.nodes[name], focus, hidden.get(name, 0)) for name in at}
    traces = [
        Trace(link.source, link.target, PENS.get(link.relation, RESTS))
        for link in boxes.links
        if link.source in at and link.target in at and at[link.source] != at[link.target]
    ]
    reorder = any(each.kind in SPINE[2:] for each in boxes.nodes.values())  # else the order of the law is the best
    return cards_picture(f"Around the {title_of(focus)}", columns, cards, traces, marked=node, reorder=reorder)


def _between(part: Graph, boxes: Graph) -> list[Link]:
    """The links to draw, one between two boxes: those of authorities on a choice lead to its reading."""
    reading = {link.source: link.target for link in part.links if link.relation == "answers"}
    drawn: dict[tuple[str, str], Link] = {}
    for link in sorted(part.links, key=lambda link: link.relation != "not_met"):
        target = reading.get(link.target, link.target)
        if link.source in boxes.nodes and target in boxes.nodes:
            drawn.setdefault((link.source, target), Link(link.source, link.relation, target, link.said))
    return list(drawn.values())


def _columns(boxes: Graph, focus: Node) -> list[Column]:
    """The columns, left to right; where nodes are too many for one, those nearest to the node stay."""
    deep = depths(boxes)
    last = max(deep.values(), default=0) + 3
    where: dict[str, int] = {}
    for each in boxes.nodes.values():
        carries = any(link.relation == "stands_in" for link in boxes.into[each.id])
        if each.kind == "authority" or (each.kind == "provision" and not carries):
            where[each.id] = 0
        elif each.kind in ("provision", "reading"):
            where[each.id] = 1
        else:
            where[each.id] = deep[each.id] + 2 if each.id in deep else last
    for link in boxes.into[focus.id]:
        if link.relation.startswith("speaks"):
            where[link.source] = last + 1
    status = {link.target: STATUSES.index(link.relation) for link in boxes.links if link.relation in STATUSES}
    near = {focus.id, *(link.source for link in boxes.into[focus.id]), *(link.target for link in boxes.out[focus.id])}
    found: list[Column] = []
    for number in sorted(set(where.values())):
        names = [name for name in boxes.nodes if where[name] == number]
        nearest = set(sorted(names, key=lambda name: name not in near)[:MOST])
        kinds = {boxes.nodes[name].kind for name in names}
        title = ", ".join(title for kind, title in TITLES.items() if kind in kinds).capitalize()
        more = f" ({len(names) - MOST} more)" if len(names) > MOST else ""
        shown = sorted((name for name in names if name in nearest), key=lambda name: status.get(name, 0))
        found.append(Column(f"{title}{more}", shown))
    return found


def _card(graph: Graph, part: Graph, node: Node, focus: Node, hidden: int) -> Card:
    """What stands in a box, besides the name: of the node itself the cases and mutants, of others what is needed."""
    head, text, below = node.kind, name_of(node), list(_about(graph, part, node))
    if node.kind == "rule":
        head = node.said["kind"]
    if node.kind == "fact" and "finding" in node.said:
        head = "finding"
    if node.kind in ("rule", "definition", "reading", "case", "mutant"):
        text = node.title
    if hidden:
        below.append(f"(of what it builds on, {hidden} folded)")
    if node.id == focus.id:
        below += _counts(part, node)
    statuses = [link for link in part.into[node.id] if link.source == focus.id and link.relation in STATUSES]
    if statuses:
        head = f"{head}: {', '.join(dict.fromkeys(RELATIONS[link.relation][0] for link in statuses))}"
        below += [f"{RELATIONS[link.relation][0]}: {link.said}" for link in statuses if link.said]
    return Card(head, wrapped(text, 5, BOLD if node.id == focus.id else LETTERS), tuple(below), FILLS[node.kind])


def _about(graph: Graph, part: Graph, node: Node) -> Iterator[str]:
    match node.kind:
        case "provision":
            yield from wrapped(node.title, 3, FINE)
        case "rule" | "case":
            yield node.name
        case "mutant":
            yield from wrapped(f"noticed by: {node.said.get('noticed_by', '')}", 3, FINE)
        case "fact":
            question = next(graph.nodes[link.source] for link in graph.into[node.id] if link.relation == "asks_for")
            yield from wrapped(question.title, 4, FINE)
        case "reading":
            for choice in (graph.nodes[link.source] for link in graph.into[node.id] if link.relation == "answers"):
                short = choice.name.partition("=")[2]
                default = " (default)" if short == node.said["default"] else ""
                yield from wrapped(f"{short}{default}: {choice.title}", 2, FINE)
        case "authority":
            yield from wrapped(node.title, 3, FINE)
            sides: dict[str, list[str]] = {}
            for link in part.out[node.id]:
                sides.setdefault(RELATIONS[link.relation][0], []).append(link.target.partition(":")[2])
            for side, targets in sides.items():
                yield from wrapped(f"{side} {', '.join(dict.fromkeys(targets))}", 3, FINE)
        case _:
            return


def _counts(part: Graph, node: Node) -> Iterator[str]:
    """The cases and mutants of a node; few cases by name."""
    for phrase, others in linked(part, node.id):
        if others[0].kind == "mutant":
            yield from wrapped(f"{phrase}: {mutants_in_words(others)}", 4, FINE)
        elif others[0].kind == "case":
            names = f": {', '.join(each.name for each in others)}" if len(others) <= 6 else ""
            yield from wrapped(f"{phrase} {len(others)} {'cases' if len(others) > 1 else 'case'}{names}", 8, FINE)
