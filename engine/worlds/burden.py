"""On the record: which matters of burden are decided in every world, so that no burden decides them.

A matter that is open counts against whoever bears the burden of it only where some world leaves it unsatisfied. What is
so in every world, if in several ways, is shown; the evaluator, which takes each open part by itself, does not see it.
Matters inside matters are decided first, since those around rest on them.
"""

from __future__ import annotations

from functools import cache

from ..case.address import Address
from ..case.facts import View
from ..law import terms as t
from ..law.bindings import Bindings
from ..law.rulebook import Rulebook
from ..truth.evaluator import Evaluation, Evaluator, Node
from ..truth.outcomes import named_terms
from .worlds import Worlds

#: The name of a term and the things that it speaks of.
Key = tuple[str | Address, ...]


@cache
def matters(rulebook: Rulebook) -> tuple[tuple[t.Named, ...], ...]:
    """Everything on which somebody bears the burden, those without another inside them first."""
    depth: dict[str, int] = {}
    found: dict[int, dict[str, t.Named]] = {}

    def visit(term: t.Term) -> int:
        if isinstance(term, t.Named) and term.name in depth:
            return depth[term.name]
        inner = max((visit(child) for child in t.children(term)), default=0)
        if isinstance(term, t.Shown):
            inner += 1
            if isinstance(term.child, t.Named):
                found.setdefault(inner, {})[term.child.name] = term.child
        if isinstance(term, t.Named):
            depth[term.name] = inner
        return inner

    for root in named_terms(rulebook):
        visit(root)
    return tuple(tuple(found[level].values()) for level in sorted(found))


def settled(rulebook: Rulebook, evaluator: Evaluator, run: Evaluation) -> dict[Key, Node]:
    """The proofs of open matters that are the same in every world, with the truth that they have there, for the memory
    of an evaluation."""
    made: dict[Key, Node] = {}
    bindings = Bindings(run.case, rulebook.vocabulary)
    for level in matters(rulebook):
        worlds = Worlds(rulebook, evaluator, Evaluation(run.case, run.question, dict(made)))
        for term in level:
            for bound in bindings.of(term.about):
                if not any(view.address.steps and not view.address.listed for view in bound.values()):
                    _settle(worlds, term, bound, made)
    return made


def _settle(worlds: Worlds, term: t.Named, bound: dict[str, View], made: dict[Key, Node]) -> None:
    items = {item: bound[item] for item in term.about}
    node = worlds.evaluator.ask(term, worlds.run, **items)
    if node.truth is None and (truth := worlds.truth(term, items)) is not None:
        made[(term.name, *(view.address for view in items.values()))] = Node(term, truth, (node,), node.bound)
