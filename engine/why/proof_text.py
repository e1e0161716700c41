"""A proof in words, line by line: every step with its truth, the facts at its leaves."""

from __future__ import annotations

from collections.abc import Iterator

from ..case.vocabulary import ROOT
from ..case.words import long_date, plain
from ..law import terms as t
from ..law.rulebook import Rulebook
from ..truth.evaluator import Node
from .reasons import fact_use, list_use

MARKS = {True: "✓ true", False: "✗ false", None: "? open"}
WORDS = {
    "before": "before", "by": "by", "from": "on or after", "after": "after", "at_most": "at most",
    "at_least": "at least", "more_than": "more than", "less_than": "less than", "has": "includes", "is": "is",
}  # fmt: skip


def proof_lines(node: Node, rulebook: Rulebook, depth: int = 0) -> Iterator[tuple[int, str]]:
    """The lines of a proof, each with its depth."""
    term, mark = node.term, MARKS[node.truth]
    match term:
        case t.Named(title=title):
            inner = node.children[0]
            if isinstance(inner.term, t.Compare | t.Const):
                yield from proof_lines(inner, rulebook, depth)
            else:
                yield depth, f"{mark}: {title}" if title else mark
                yield from proof_lines(inner, rulebook, depth + 1)
        case t.Const():
            yield depth, f"{mark}: {term.why or 'by the rule itself'}"
        case t.Compare():
            yield depth, f"{mark}: {_comparison(node, term, rulebook)}"
        case t.Not():
            yield depth, f"{mark}: not"
            yield from proof_lines(node.children[0], rulebook, depth + 1)
        case t.Shown():
            if node.truth is not node.children[0].truth:
                yield depth, f"{mark}: left open by whoever bears the burden of showing it"
            yield from proof_lines(node.children[0], rulebook, depth)
        case t.Choose(reading=reading):
            chosen = next((c for c, branch in term.branches if branch is node.children[0].term), "")
            yield depth, f"{mark}: on the reading {reading}{f'={chosen}' if chosen else ''}"
            yield from proof_lines(node.children[0], rulebook, depth + 1)
        case t.All() | t.Any():
            yield depth, f"{mark}: {'all of' if isinstance(term, t.All) else 'one of'}"
            for child in node.children:
                yield from proof_lines(child, rulebook, depth + 1)
            left = len(term.children) - len(node.children)
            if left:
                yield depth + 1, f"({left} more, not needed)"
        case t.Each() | t.Some():
            word = "for each of" if isinstance(term, t.Each) else "for some of"
            listed = list_use(node.bound[term.scope], term, rulebook.vocabulary)
            yield depth, f"{mark}: {word} {listed.path} ({len(node.children)} listed)"
            for child in node.children:
                yield depth + 1, child.bound[term.item].entity.name if term.item in child.bound else term.item
                yield from proof_lines(child, rulebook, depth + 2)


def _comparison(node: Node, term: t.Compare, rulebook: Rulebook) -> str:
    if term.right == t.Literally(True) and isinstance(term.left, t.Fact):
        scope = node.bound[term.left.scope]
        use = fact_use(scope, term.left.key, rulebook.vocabulary.facts[term.left.path])
        return f"{use.question} {use.text} [{'; '.join(filter(None, (use.path, use.evidence)))}]"
    return f"{_operand(node, term.left, rulebook)} {WORDS[term.op]} {_operand(node, term.right, rulebook)}"


def _operand(node: Node, operand: t.Operand, rulebook: Rulebook) -> str:
    match operand:
        case t.AssessedOn():
            return "the day assessed"
        case t.Literally(value):
            shown = plain(value)
            return long_date(value) if hasattr(value, "isoformat") else str(shown).replace("_", " ")  # pyright: ignore[reportArgumentType]
        case t.Later(day, months):
            return f"{_operand(node, day, rulebook)} plus {months} months"
        case t.Fact(scope, key):
            use = fact_use(node.bound[scope or ROOT], key, rulebook.vocabulary.facts[operand.path])
            return f"{use.path} ({'; '.join(filter(None, (use.text, use.evidence)))})"
