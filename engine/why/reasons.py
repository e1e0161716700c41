"""Reasons: the leaves of a proof that explain why a node is true, false or open. A view; nothing is worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from ..case.entailment import EARLIEST, LATEST
from ..case.facts import Entailed, Standing, View
from ..case.vocabulary import ROOT, FactSpec, Vocabulary
from ..case.words import Plain, long_date, plain, words
from ..law import terms as t
from ..truth.evaluator import Node

#: Characters of a note that are shown beside a fact; the JSON form has all of it.
LONGEST_NOTE = 500
#: How the note begins that says what an entailed fact follows from.
FOLLOWS = "follows from "


class FactUse(Struct, frozen=True):
    """A fact as a condition used it: where it stands in the case, its value (``None``: unknown) and standing.

    ``note`` is what the case says about the fact, such as the place in its source where it stands; ``fact`` is the
    path by which rules name it, which is not the place in the case where several items share one statement.
    """

    path: str
    value: Plain
    standing: Standing
    source: str
    question: str = ""
    text: str = ""
    note: str = ""
    fact: str = ""

    @property
    def own_note(self) -> str:
        """What the case itself says of the fact, without what it follows from."""
        return self.note.partition(FOLLOWS)[0].rstrip("; ")

    @property
    def evidence(self) -> str:
        """The source of the fact and what the case says about it: ``report: page 3``; empty where it has neither.

        A long note is cut.
        """
        note = self.note if len(self.note) <= LONGEST_NOTE else f"{self.note[:LONGEST_NOTE]}..."
        return ": ".join(part for part in (self.source, note) if part)


def leaves(*nodes: Node) -> list[Node]:
    """The leaves that account for the truth of these nodes: for a false conjunction its false parts, and so on."""
    found: list[Node] = []
    for node in nodes:
        _add_leaves(node, found)
    return found


def _add_leaves(node: Node, found: list[Node]) -> None:
    children = node.children
    match node.term:
        case t.Const() | t.Compare():
            found.append(node)
        case t.All() | t.Each() | t.Any() | t.Some():
            deciding = not isinstance(node.term, t.All | t.Each)  # one such part decides the whole
            parts: Sequence[Node] = children
            if node.truth is deciding or node.truth is None:
                parts = [child for child in children if child.truth is node.truth]
            if not parts:
                found.append(node)  # the list is empty, or open because it may hold more
            for part in parts:
                _add_leaves(part, found)
            if parts and node.truth is None and _may_hold_more(node):
                found.append(node)
        case _:
            for child in children:
                _add_leaves(child, found)


def _may_hold_more(node: Node) -> bool:
    """Whether a node quantifies over a list that may hold more items than are known."""
    term = node.term
    return isinstance(term, t.Each | t.Some) and not node.bound[term.scope].items(term.list).complete


def shown_nodes(status: str, proofs: tuple[Node, Node, Node]) -> list[Node]:
    """The parts of a rule (applies, holds, relief) that account for its status."""
    applies, holds, relief = proofs
    return {
        "not_applicable": [applies],
        "met": [holds],
        "relieved": [relief, holds],
        "not_met": [holds, relief],
        "undetermined": [node for node in proofs if node.truth is None],
    }[status]


def facts_read(leaves: Iterable[Node], vocabulary: Vocabulary) -> list[tuple[Node, FactUse]]:
    """The facts that leaves read, in the order of the rule, each with its leaf."""
    return [(leaf, use) for leaf in leaves for use in leaf_facts(leaf, vocabulary)]


def each_once(told: Iterable[tuple[Node, FactUse]]) -> list[FactUse]:
    """The facts that leaves read, each once."""
    found: dict[str, FactUse] = {}
    for _, use in told:
        found.setdefault(use.path, use)
    return list(found.values())


def leaf_facts(leaf: Node, vocabulary: Vocabulary) -> Iterator[FactUse]:
    """The facts that one leaf reads; for a list that may hold more, the list."""
    term = leaf.term
    if isinstance(term, t.Each | t.Some):
        yield list_use(leaf.bound[term.scope], term, vocabulary)
        return
    if not isinstance(term, t.Compare):
        return
    operands = (*t.operand_facts(term.left), *t.operand_facts(term.right))
    for fact in operands:
        scope = leaf.bound[fact.scope]
        spec = vocabulary.facts[fact.path]
        if scope.address.steps or not fact.scope:
            yield fact_use(scope, fact.key, spec)


def list_use(scope: View, term: t.Each | t.Some, vocabulary: Vocabulary) -> FactUse:
    """A list whose length is open, as a fact."""
    address = scope.address.fact(term.list)
    spec = vocabulary.lists[address.generic]
    members = scope.items(term.list)
    text = "none" if members.complete else "may be more than are listed" if members.known else "unknown (not asked)"
    return FactUse(address.text, None, "not_asked", "", spec.question, text, fact=spec.path)


def fact_use(scope: View, key: str, spec: FactSpec) -> FactUse:
    """A fact of an entity, with value and standing from the standpoint taken, and what others entail of it."""
    statement = scope.statement(key)
    value = scope.values.get(key)
    standing = scope.standings.get(key, statement.standing)
    source, note = statement.source, statement.note
    if standing in ("claimed", "admitted", "own_word") and statement.positions:
        source = next((p.source for p in statement.positions if p.value == value), "")
    path = statement.path or key
    entailed = scope.entailed.get(key) if value is None else None
    if entailed is None:
        return FactUse(
            path, plain(value), standing, source, spec.question, words(value, spec, standing), note, spec.path
        )
    if entailed.value is not None:
        standing = "entailed"
    text = words(entailed.value, spec, standing) + between(entailed)
    follows = f"{FOLLOWS}{', '.join(address.text for address in entailed.rests_on)}: {entailed.because}"
    note = f"{note}; {follows}" if note else follows
    return FactUse(path, plain(entailed.value), standing, source, spec.question, text, note, spec.path)


def between(entailed: Entailed) -> str:
    """The days between which an unknown day lies, as an addition to the word for unknown."""
    if entailed.value is not None or not isinstance(entailed.low, date):
        return ""
    low = f", not before {long_date(entailed.low)}" if entailed.low > EARLIEST else ""
    high = f", by {long_date(entailed.high)}" if isinstance(entailed.high, date) and entailed.high < LATEST else ""
    return f"{low}{high}" or ", but some day"


def open_texts(leaves: Iterable[Node]) -> list[str]:
    """Why proofs with these leaves are open whatever the facts: the words of the rule.

    None while a fact or a list leaves them open too: what the words presuppose of the file may then not be so.
    """
    openly = [leaf for leaf in leaves if leaf.truth is None]
    texts = [leaf.term.why for leaf in openly if isinstance(leaf.term, t.Const)]
    return list(dict.fromkeys(" ".join(text.split()) for text in texts if text)) if len(texts) == len(openly) else []


def about_series(leaf: Node, series: Iterable[str]) -> str:
    """The row of a series that a leaf speaks of (such as the day on which a report was due)."""
    names = [
        bound.entity.name
        for item, bound in leaf.bound.items()
        if item != ROOT and any(bound.address.within(name) for name in series)
    ]
    return ", ".join(names)
