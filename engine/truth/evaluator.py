"""The evaluator: what a rulebook means, and why. Top-down, three-valued; it yields the proof.

It translates each term once into a function that, for the items bound and the day assessed, makes a :class:`Node`.
A node keeps the term, its truth, the nodes it rests on and the items bound: every explanation is a view of nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from ..case.address import Address
from ..case.facts import View
from ..case.vocabulary import ROOT
from ..law import terms as t
from .comparisons import decide


class Node(Struct, frozen=True, eq=False):
    """One step of a proof."""

    term: t.Term
    truth: t.Truth
    children: Sequence[Node]
    bound: dict[str, View]

    def __repr__(self) -> str:
        """In short: steps are shared, so that a proof written out as a tree has no end in sight."""
        name = self.term.name if isinstance(self.term, t.Named) else type(self.term).__name__
        return f"<Node {name}: {self.truth}>"


class Question(Struct, frozen=True):
    """What is asked: the day, the readings chosen, whether the burden of proof decides what is left open."""

    assessed_on: date
    readings: Mapping[str, str]
    on_the_record: bool = False

    def on_reading(self, reading: str, choice: str) -> Question:
        """The same question on another reading."""
        return replace(self, readings={**self.readings, reading: choice})


Bound = dict[str, View]


class Evaluation(Struct):
    """One case and one question, with the named terms worked out so far, by name and the things they speak of."""

    case: View
    question: Question
    memo: dict[tuple[str | Address, ...], Node] = field(default_factory=dict[tuple[str | Address, ...], Node])


Step = Callable[[Bound, Evaluation], Node]


class Evaluator:
    """An algebra whose values are steps of a proof; keeps the translation of every named term."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self.branches: dict[int, dict[str, Step]] = {}

    def const(self, term: t.Const) -> Step:
        return lambda bound, run: Node(term, term.value, (), bound)

    def compare(self, term: t.Compare) -> Step:
        """Almost all comparisons are of one fact with *true* (not with 1, which Python takes for the same); those are
        looked up without ceremony."""
        if isinstance(term.left, t.Fact) and isinstance(term.right, t.Literally) and term.right.value is True:
            scope, key = term.left.scope, term.left.key
            return lambda bound, run: Node(term, bound[scope].value(key), (), bound)  # pyright: ignore[reportArgumentType]
        return lambda bound, run: Node(term, decide(term, bound, run.question.assessed_on), (), bound)

    def all(self, term: t.All, children: Sequence[Step]) -> Step:
        """All parts are worked out even when one fails, so that every failure is seen."""

        def step(bound: Bound, run: Evaluation) -> Node:
            nodes = [child(bound, run) for child in children]
            return Node(term, conjunction(nodes), nodes, bound)

        return step

    def any(self, term: t.Any, children: Sequence[Step]) -> Step:
        """Parts are worked out until one is true: one sufficient reason is enough."""

        def step(bound: Bound, run: Evaluation) -> Node:
            nodes: list[Node] = []
            for child in children:
                node = child(bound, run)
                nodes.append(node)
                if node.truth is True:
                    break
            return Node(term, disjunction(nodes), nodes, bound)

        return step

    def negate(self, term: t.Not, child: Step) -> Step:
        def step(bound: Bound, run: Evaluation) -> Node:
            node = child(bound, run)
            return Node(term, None if node.truth is None else not node.truth, (node,), bound)

        return step

    def each(self, term: t.Each, child: Step) -> Step:
        def step(bound: Bound, run: Evaluation) -> Node:
            items = bound[term.scope].items(term.list)
            nodes = [child({**bound, term.item: item}, run) for item in items.known]
            truth = conjunction(nodes)
            return Node(term, None if truth is True and not items.complete else truth, nodes, bound)

        return step

    def some(self, term: t.Some, child: Step) -> Step:
        def step(bound: Bound, run: Evaluation) -> Node:
            items = bound[term.scope].items(term.list)
            nodes = [child({**bound, term.item: item}, run) for item in items.known]
            truth = disjunction(nodes)
            return Node(term, None if truth is False and not items.complete else truth, nodes, bound)

        return step

    def choose(self, term: t.Choose, branches: dict[str, Step]) -> Step:
        """What the reading chosen makes of it; the other branches are kept, to see whether they would differ."""
        self.branches[id(term)] = branches

        def step(bound: Bound, run: Evaluation) -> Node:
            node = branches[run.question.readings[term.reading]](bound, run)
            return Node(term, node.truth, (node,), bound)

        return step

    def shown(self, term: t.Shown, child: Step) -> Step:
        def step(bound: Bound, run: Evaluation) -> Node:
            node = child(bound, run)
            truth = term.otherwise if node.truth is None and run.question.on_the_record else node.truth
            return Node(term, truth, (node,), bound)

        return step

    def named(self, term: t.Named, child: Callable[[], Step]) -> Step:
        """A named term is translated once, and worked out once for the items it speaks of."""
        if term.name not in self.steps:
            self.steps[term.name] = self._once(term, child())
        return self.steps[term.name]

    def _once(self, term: t.Named, inner: Step) -> Step:
        alone, about = (term.name,), term.about

        def step(bound: Bound, run: Evaluation) -> Node:
            key = (*alone, *[bound[item].address for item in about]) if about else alone
            found = run.memo.get(key)
            if found is None:
                node = inner(bound, run)
                found = run.memo[key] = Node(term, node.truth, (node,), bound)
            return found

        return step

    def ask(self, term: t.Term, run: Evaluation, **items: View) -> Node:
        """The proof of a term for a case and the items bound."""
        step = self.steps.get(term.name) if isinstance(term, t.Named) else None
        return (step or t.fold(term, self))({ROOT: run.case, **items}, run)


def conjunction(nodes: Sequence[Node]) -> t.Truth:
    """Kleene *and*: false if one is false, true if all are, else unknown."""
    truth: t.Truth = True
    for node in nodes:
        if node.truth is False:
            return False
        if node.truth is None:
            truth = None
    return truth


def disjunction(nodes: Sequence[Node]) -> t.Truth:
    """Kleene *or*: true if one is true, false if all are, else unknown."""
    truth: t.Truth = False
    for node in nodes:
        if node.truth is True:
            return True
        if node.truth is None:
            truth = None
    return truth
