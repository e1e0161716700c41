"""What a status rests on, limb by limb, and whether facts that somebody names cover it. Views of the proof.

A *limb* is what the law numbers or the rules name: a part of the rule's own condition, or a definition. A reason covers
a status when it speaks to every limb that the status needs: to all of a conjunction that holds, to one failing part of
one that fails. Source: J. Marques-Silva, A. Ignatiev, Delivering Trustworthy AI through Formal XAI (2022): a sufficient
reason is a set of facts that keeps the answer whatever the others are; here it is read off the proof, so one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from ..engine.law import terms as t
from ..engine.law.rulebook import Rule, Rulebook
from ..engine.truth.evaluator import Node
from ..engine.why.reasons import FactUse, each_once, facts_read, leaves, shown_nodes
from .result import Limb, Part

PARTS: tuple[Part, ...] = ("applies", "holds", "relief")
#: Whether a learner's reason speaks to what a node rests on.
Covers = Callable[[Node], bool]


class Reads(Struct, frozen=True):
    """What a rule reads at all, on any reading and whatever the facts: facts and lists by the path that rules use, and
    whether it looks at the day assessed."""

    facts: frozenset[str]
    the_day: bool


def reads_of(rule: Rule) -> Reads:
    """Everything that may bear on a rule: what its three parts compare."""
    seen: set[int] = set()
    parts = [part for root in (rule.applies, rule.holds, rule.relief) for part in t.walk(root, seen)]
    compared = [part for part in parts if isinstance(part, t.Compare)]
    lists = {f"{part.scope}.{part.list}".strip(".") for part in parts if isinstance(part, t.Each | t.Some)}
    operands = [side for part in compared for side in (part.left, part.right)]
    facts = frozenset(fact.path for side in operands for fact in t.operand_facts(side))
    day = any(side == t.AssessedOn() or (isinstance(side, t.Later) and side.day == t.AssessedOn()) for side in operands)
    return Reads(facts | lists, day)


def deciding(status: str, proofs: tuple[Node, Node, Node]) -> list[tuple[Part, Node]]:
    """The parts of a rule that account for its status, each with its name."""
    named: dict[int, Part] = {id(node): part for part, node in zip(PARTS, proofs, strict=True)}
    shown = shown_nodes(status, proofs)
    if status in ("met", "relieved") and shown[0].truth is None:  # satisfied either way
        shown = [node for node in proofs if node.truth is None]
    return [(named[id(node)], node) for node in shown]


def uncovered(node: Node, covers: Covers, rulebook: Rulebook) -> list[Node]:
    """The limbs that a reason would have to speak to besides; where there is a choice, the fewest."""
    if _is_limb(node, rulebook):
        return [] if _limb_covered(node, covers) else [node]
    needed, children = _needed(node)
    missing = [uncovered(child, covers, rulebook) for child in children]
    if needed == "all":
        return [limb for each in missing for limb in each]
    return min(missing, key=len) if missing else []


def _needed(node: Node) -> tuple[str, Sequence[Node]]:
    """Which children a node's truth rests on, and whether on all of them or on any one."""
    term = node.term
    if not isinstance(term, t.All | t.Any | t.Each | t.Some):
        return "all", node.children
    decisive = not isinstance(term, t.All | t.Each)  # one such part decides the whole
    if node.truth is (not decisive):
        return "all", node.children
    same = [child for child in node.children if child.truth is node.truth]
    return "any", same


def _is_limb(node: Node, rulebook: Rulebook) -> bool:
    """Leaves, and definitions; not those that only gather limbs which the law numbers, nor a rule's whole content."""
    term = node.term
    if isinstance(term, t.Compare | t.Const) or not node.children:
        return True
    if not isinstance(term, t.Named) or term.name not in rulebook.definitions:
        return False
    if term.name in rulebook.by_id:
        return True
    body = term.child
    gathered = isinstance(body, t.All | t.Any) and all(
        isinstance(part, t.Named) and part.name in rulebook.by_id for part in body.children
    )
    return not gathered


def _limb_covered(node: Node, covers: Covers) -> bool:
    """Whether a reason speaks to a limb: to each definition it rests on, or to any of its facts where there is none."""
    inner = list(_inner(node)) if isinstance(node.term, t.Named) else []
    if not inner:
        return covers(node)
    return (any if _needed(node.children[0])[0] == "any" else all)(_limb_covered(part, covers) for part in inner)


def _inner(node: Node) -> Iterator[Node]:
    """The definitions directly inside a definition, as far as its truth rests on them."""
    waiting = list(node.children)
    while waiting:
        child = waiting.pop(0)
        if isinstance(child.term, t.Named):
            yield child
        else:
            waiting += _needed(child)[1]


def asked_facts(node: Node, rulebook: Rulebook) -> list[FactUse]:
    """The facts of the case behind a node; days and numbers of the law are none."""
    of_the_law = {rulebook.vocabulary.lists[name].item for name, items in rulebook.series.items() if items.known}
    found = each_once(facts_read(leaves(node), rulebook.vocabulary))
    scopes = ((use, rulebook.vocabulary.split(use.fact)[0]) for use in found if use.fact not in rulebook.series)
    return [use for use, scope in scopes if scope not in of_the_law]


def _compared(leaf: Node, rulebook: Rulebook) -> list[FactUse]:
    """The fact that a leaf is about: of a comparison of two facts the first, which is held against the other."""
    found = asked_facts(leaf, rulebook)
    two = isinstance(leaf.term, t.Compare) and isinstance(leaf.term.left, t.Fact) and len(found) > 1
    return found[:1] if two else found


def covered_by(cited: Callable[[FactUse], bool], rulebook: Rulebook) -> Covers:
    """A test of nodes: whether one of the facts behind a node is cited, or there is none to cite, since it rests on the
    day and the law alone."""

    def covers(node: Node) -> bool:
        if not asked_facts(node, rulebook):
            return True
        return any(cited(use) for leaf in leaves(node) for use in _compared(leaf, rulebook))

    return covers


def limb_of(part: Part, node: Node, rule: Rule, rulebook: Rulebook) -> Limb:
    """A limb in words, with the facts behind its truth."""
    facts = tuple(asked_facts(node, rulebook))
    term, provision = node.term, ""
    title = term.title if isinstance(term, t.Named) and term.title else ""
    if isinstance(term, t.Named) and term.name in rulebook.by_id:
        provision = rulebook.by_id[term.name].provision
    if not title:
        title = " / ".join(dict.fromkeys(use.question for use in facts)) or rule.title
    return Limb(part, title, provision, node.truth, facts, _question(node, title, facts))


def _question(node: Node, title: str, facts: tuple[FactUse, ...]) -> str:
    if isinstance(node.term, t.Named):
        return f"Is it so on this file: {title[:1].lower()}{title[1:]}?"
    return next((use.question for use in facts), f"Is it so on this file: {title}?")
