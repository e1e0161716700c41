"""Reach: which outcomes can still be settled, when some unknown facts can be asked for and others cannot.

A fact that was asked for and stayed unknown (not known, not disclosed, disputed) leaves every leaf that needs it open.
What the remaining questions can do is read off the proof: of each open node, whether some answers would make it true
and whether some would make it false. Each leaf is taken to be free of the others, so what is found unreachable is
unreachable; what is found reachable may yet turn out not to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product

from msgspec import Struct, field

from ...engine.answer import Derivation
from ...engine.case.facts import View
from ...engine.case.vocabulary import FactSpec, ListSpec, Vocabulary
from ...engine.law import terms as t
from ...engine.truth.evaluator import Node
from ...engine.truth.outcomes import CaseTruths, UnitTruths, possible_for_case

#: A fact or list that a leaf of a proof needs and does not have: whose, under which key, and what it is.
Need = tuple[View, str, FactSpec | ListSpec]
#: Combinations of what the units may turn out to be, tried before all outcomes are taken to be within reach.
MOST_COMBINATIONS = 3_000


def needs(leaf: Node, vocabulary: Vocabulary) -> Iterator[Need]:
    """The unknown facts that an open leaf reads; for a list that may hold more, the list."""
    term = leaf.term
    if isinstance(term, t.Each | t.Some):
        scope, spec = leaf.bound[term.scope], list_spec(term, vocabulary)
        if spec is not None and not scope.items(term.list).complete:
            yield scope, term.list, spec
    elif isinstance(term, t.Compare):
        for fact in (*t.operand_facts(term.left), *t.operand_facts(term.right)):
            scope = leaf.bound[fact.scope]
            if fact.key not in scope.values:
                yield scope, fact.key, vocabulary.facts[fact.path]


def list_spec(term: t.Each | t.Some, vocabulary: Vocabulary) -> ListSpec | None:
    """The list that a quantifier speaks of; ``None`` for a series of constants."""
    return vocabulary.lists.get(f"{term.scope}.{term.list}" if term.scope else term.list)


class Reach(Struct):
    """What the remaining questions can make of the nodes of one derivation; ``askable`` says what can be asked."""

    derivation: Derivation
    askable: Callable[[Need], bool]
    _known: dict[int, tuple[Node, bool, bool]] = field(default_factory=dict[int, tuple[Node, bool, bool]])

    def of(self, node: Node) -> tuple[bool, bool]:
        """Whether a node is or may be made true, and whether it is or may be made false."""
        if node.truth is not None:
            return node.truth, not node.truth
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = (node, *self._open(node))
        return found[1:]

    def _open(self, node: Node) -> tuple[bool, bool]:
        match node.term:
            case t.Const():
                return False, False
            case t.Compare():
                wanted = list(needs(node, self.derivation.machine.rulebook.vocabulary))
                free = bool(wanted) and all(self.askable(need) for need in wanted)
                return free, free
            case t.Not():
                true, false = self.of(node.children[0])
                return false, true
            case t.All() | t.Each() | t.Any() | t.Some():
                return self._many(node, conjunction=isinstance(node.term, t.All | t.Each))
            case _:
                return self.of(node.children[0])

    def _many(self, node: Node, *, conjunction: bool) -> tuple[bool, bool]:
        parts = [self.of(child) for child in node.children]
        every = all(part[0 if conjunction else 1] for part in parts)
        one = any(part[1 if conjunction else 0] for part in parts)
        if isinstance(node.term, t.Each | t.Some):
            for need in needs(node, self.derivation.machine.rulebook.vocabulary):
                every, one = every and self.askable(need), one or self.askable(need)
        return (every, one) if conjunction else (one, every)

    def truths(self, term: t.Named, unit: View | None = None) -> tuple[t.Truth, ...]:
        """The truths that a term may come to have: it stays open only where no answer settles it."""
        true, false = self.of(self.derivation.node(term, unit))
        return ((True,) if true else ()) + ((False,) if false else ()) or (None,)


class Goals(Struct, frozen=True):
    """The outcomes that the remaining questions can settle: of the case, and of each unit listed, in its order."""

    case: frozenset[str] = frozenset()
    units: tuple[frozenset[str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.case) or any(self.units)


def goals(reach: Reach, *, more_units: bool) -> Goals:
    """What can still be settled; ``more_units`` says that the list of units itself can still be asked for.

    Nothing is left to settle where the case's outcome is determined.
    """
    derivation = reach.derivation
    engines = derivation.machine
    rulebook, terms = engines.rulebook, engines.terms
    verdicts = rulebook.verdicts
    if len(derivation.sound) == 1:
        return Goals(frozenset(), tuple(frozenset[str]() for _ in derivation.units))
    settled: set[str] = set()
    for outcome, gate in terms.gates:
        truths = reach.truths(gate)
        if True in truths:
            settled.add(outcome)
        if False not in truths:
            return Goals(frozenset(settled), tuple(frozenset(settled) for _ in derivation.units))
    closed = tuple((outcome, False) for outcome, _ in terms.gates)
    if more_units:
        beyond = frozenset(verdicts.order) - {outcome for outcome, _ in terms.gates}
        return Goals(frozenset(settled | beyond), tuple(frozenset(settled | beyond) for _ in derivation.units))
    options = [_unit_options(reach, unit) for unit in derivation.units]
    other = _unit_as_is(derivation, derivation.other) if derivation.other is not None else None
    common = reach.truths(terms.common)
    joint = verdicts.joint is not None and derivation.question.readings[verdicts.joint[0]] == verdicts.joint[1]
    case, units = set(settled), [set(settled) for _ in derivation.units]
    for found, unit in zip(units, derivation.units, strict=True):
        if True in reach.truths(verdicts.in_use, unit):
            found.update(outcome for outcome, term in terms.unit if True in reach.truths(term, unit))
    combinations = list(islice(product(common, product(*options)), MOST_COMBINATIONS + 1))
    if len(combinations) > MOST_COMBINATIONS:
        every = frozenset(verdicts.order)
        return Goals(every, tuple(every for _ in derivation.units))
    for first, chosen in combinations:
        truths = CaseTruths(closed, first, chosen, other, joint)
        possible = possible_for_case(truths, rulebook)
        if len(possible) == 1:
            case.update(possible)
    decided = [len(possible) == 1 and derivation.truth(verdicts.in_use, unit) is True
               for unit, possible in zip(derivation.units, derivation.unit_sound, strict=True)]  # fmt: skip
    return Goals(
        frozenset(case),
        tuple(frozenset() if done else frozenset(found) for found, done in zip(units, decided, strict=True)),
    )


def _unit_options(reach: Reach, unit: View) -> tuple[UnitTruths, ...]:
    """What a unit may turn out to be, each kind once: out of use, let out by a gate, passing, failing."""
    terms, verdicts = reach.derivation.machine.terms, reach.derivation.machine.rulebook.verdicts
    gate_truths = [reach.truths(gate, unit) for _, gate in terms.unit_gates]
    names = [outcome for outcome, _ in terms.unit_gates]
    found: dict[tuple[t.Truth, tuple[t.Truth, ...], t.Truth], UnitTruths] = {}
    for in_use in reach.truths(verdicts.in_use, unit):
        if in_use is False:
            found[(False, (), None)] = UnitTruths(False, tuple((name, False) for name in names), True)
            continue
        for gates in product(*gate_truths):
            closed = gates[: gates.index(True) + 1] if True in gates else gates
            for own in reach.truths(terms.own, unit) if True not in closed else (True,):
                truths = tuple(zip(names, (*closed, *[False] * (len(names) - len(closed))), strict=True))
                found[(in_use, closed, own)] = UnitTruths(in_use, truths, own)
    return tuple(found.values())


def _unit_as_is(derivation: Derivation, unit: View) -> UnitTruths:
    terms, verdicts = derivation.machine.terms, derivation.machine.rulebook.verdicts
    gates = tuple((outcome, derivation.truth(gate, unit)) for outcome, gate in terms.unit_gates)
    return UnitTruths(derivation.truth(verdicts.in_use, unit), gates, derivation.truth(terms.own, unit))
