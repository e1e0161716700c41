"""What is answered about every row, as nodes of a graph: outcomes, statuses, missing facts.

The same meaning as :mod:`..engine.truth.outcomes`, :mod:`..engine.why.relevance` and :mod:`..engine.why.assessment`,
which work case by case. A unit's outcomes are asked of the same terms; where those modules compute with sets of truths
(the outcome of the case, the facts that are missing), this writes down when each element is in the set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from msgspec import Struct, field

from ..engine.case.address import UNLISTED, Address
from ..engine.case.facts import CASE
from ..engine.law import terms as t
from ..engine.law.rulebook import Rule, Rulebook
from ..engine.truth.outcomes import OutcomeTerms, outcome_terms, satisfied
from .columns import columns
from .plan import AT_CASE, Bound, Plan, place_of

#: Statuses in the order of their codes.
STATUSES = ("not_applicable", "met", "relieved", "not_met", "undetermined")


class Unit(Struct):
    """The nodes of one unit: that its slot is taken, that it counts on the day, its gates, its own conditions."""

    slot: Address
    there: int
    in_use: int
    gates: tuple[tuple[str, int], ...]
    own: int


class StatusNodes(Struct):
    """One status column: which statuses hold (each never unknown, in the order of ``STATUSES``), and whether the rule
    applies to the row at all (the unit is there and may be in use, the rule is in force)."""

    column: str
    rule: Rule
    statuses: tuple[int, ...]
    shown: int


class Answers(Struct):
    """The nodes of everything that is answered; outcomes in the rulebook's order, all nodes never unknown."""

    plan: Plan
    possible: tuple[int, ...] = ()
    units: tuple[Unit, ...] = ()
    unit_shown: tuple[int, ...] = ()
    unit_possible: tuple[tuple[int, ...], ...] = ()
    statuses: list[StatusNodes] = field(default_factory=list[StatusNodes])
    missing: dict[str, int] = field(default_factory=dict[str, int])


def answers_of(plan: Plan, *, missing: bool = True) -> Answers:
    """Everything that can be answered about a row; what is not asked for costs nothing later."""
    terms, rulebook = outcome_terms(plan.rulebook), plan.rulebook
    found = Answers(plan)
    slots, complete = plan.slots(CASE, rulebook.verdicts.units)
    units = [_unit(plan, terms, there, slot) for there, slot in slots if isinstance(slot, Address)]
    more = plan.graph.negate(complete)
    other = _unit(plan, terms, more, CASE.member(rulebook.verdicts.units, rulebook.verdicts.unit, UNLISTED))
    gates = [(outcome, plan.node(gate)) for outcome, gate in terms.gates]
    common = plan.node(terms.common)
    joint = plan.graph.const(False)
    if rulebook.verdicts.joint is not None:
        joint = plan.chosen(*rulebook.verdicts.joint)
    found.units = tuple(units)
    found.possible = _case_possible(plan, gates, common, units, other, joint)
    found.unit_possible = tuple(_unit_possible(plan, terms, unit) for unit in units)
    found.unit_shown = tuple(plan.graph.all([unit.there, plan.graph.may(unit.in_use)]) for unit in units)
    for rule in rulebook.rules:
        if rulebook.about_unit(rule):
            for unit, shown in zip(units, found.unit_shown, strict=True):
                found.statuses.append(_status(plan, rule, unit.slot, shown))
        else:
            found.statuses.append(_status(plan, rule, None, plan.graph.const(True)))
    if missing:
        still_open = _at_least_two(plan, found.possible)
        found_by_path = _missing(plan, terms, gates, units, other)
        paths = {path: plan.graph.all([still_open, where]) for path, where in found_by_path.items()}
        order = dict.fromkeys(column.path for column in columns(plan.layout).values())
        found.missing = {path: paths[path] for path in order if path in paths}
    return found


def _at_least_two(plan: Plan, possible: Sequence[int]) -> int:
    """Where more than one outcome is possible."""
    graph = plan.graph
    one, two = graph.const(False), graph.const(False)
    for where in possible:
        two = graph.any([two, graph.all([one, where])])
        one = graph.any([one, where])
    return two


def bound_to(rulebook: Rulebook, slot: Address | None) -> Bound:
    return AT_CASE if slot is None else {**AT_CASE, rulebook.verdicts.unit: slot}


def _unit(plan: Plan, terms: OutcomeTerms, there: int, slot: Address) -> Unit:
    bound = bound_to(plan.rulebook, slot)
    gates = tuple((outcome, plan.node(gate, bound)) for outcome, gate in terms.unit_gates)
    return Unit(slot, there, plan.node(plan.rulebook.verdicts.in_use, bound), gates, plan.node(terms.own, bound))


# --- statuses --------------------------------------------------------------------------------------------------------


def _status(plan: Plan, rule: Rule, slot: Address | None, shown: int) -> StatusNodes:
    graph, bound = plan.graph, bound_to(plan.rulebook, slot)
    applies, holds, relief = (plan.node(part, bound) for part in (rule.applies, rule.holds, rule.relief))
    not_applicable = graph.never(applies)
    relevant = graph.negate(not_applicable)
    met = graph.all([relevant, graph.sure(holds)])
    relieved = graph.all([relevant, graph.negate(graph.sure(holds)), graph.sure(relief)])
    not_met = graph.never(plan.node(rule.satisfied, bound))
    rest = graph.all(graph.negate(status) for status in (not_applicable, met, relieved, not_met))
    column = slot.fact(rule.id).column if slot is not None else rule.id
    in_force = plan.node(rule.in_force, bound)
    statuses = (not_applicable, met, relieved, not_met, rest)
    return StatusNodes(column, rule, statuses, graph.all([shown, in_force]))


# --- possible outcomes -----------------------------------------------------------------------------------------------


def _scan(plan: Plan, gates: Iterable[tuple[str, int]]) -> tuple[dict[str, int], int]:
    """Where each outcome of gates, asked in order, is possible, and where none of them may hold."""
    graph = plan.graph
    through, possible = graph.const(True), dict[str, int]()
    for outcome, gate in gates:
        possible[outcome] = graph.all([through, graph.may(gate)])
        through = graph.all([through, graph.negate(graph.sure(gate))])
    return possible, through


def _options(plan: Plan, unit: Unit, common: bool) -> dict[str, int]:
    """Where each outcome of one unit is possible if the common conditions are satisfied, or are not."""
    graph, verdicts = plan.graph, plan.rulebook.verdicts
    possible, through = _scan(plan, unit.gates)
    fails = graph.negate(graph.sure(unit.own)) if common else graph.const(True)
    passes = graph.may(unit.own) if common else graph.const(False)
    return {
        **possible,
        verdicts.passed: graph.all([through, passes]),
        verdicts.failed: graph.all([through, fails]),
    }


def _worlds(plan: Plan, common: int) -> list[tuple[bool, int]]:
    """The two ways the common conditions may turn out, each with where it is possible."""
    return [(True, plan.graph.may(common)), (False, plan.graph.negate(plan.graph.sure(common)))]


def _case_possible(
    plan: Plan, gates: Sequence[tuple[str, int]], common: int, units: Sequence[Unit], other: Unit, joint: int
) -> tuple[int, ...]:
    """Where each outcome of the case is possible: the sets of outcomes that its units in use may have together."""
    graph, verdicts = plan.graph, plan.rulebook.verdicts
    first, through = _scan(plan, gates)
    possible = {outcome: [where] for outcome, where in first.items()}
    for holds, world in _worlds(plan, common):
        states: dict[frozenset[str], int] = {frozenset(): graph.const(True)}
        for unit in (*units, other, other):
            listed = unit is not other
            may_stay = graph.any([graph.negate(unit.there), graph.negate(graph.sure(unit.in_use))])
            may_join = graph.all([unit.there, graph.may(unit.in_use)])
            after: dict[frozenset[str], list[int]] = {}
            for state, where in states.items():
                after.setdefault(state, []).append(graph.all([where, may_stay]) if listed else where)
                for option, open_ in _options(plan, unit, holds).items():
                    after.setdefault(state | {option}, []).append(graph.all([where, may_join, open_]))
            states = {state: graph.any(parts) for state, parts in after.items()}
        for state, where in states.items():
            together = {verdicts.passed, verdicts.failed} <= state
            apart = graph.all([where, graph.negate(joint)]) if together else where
            ends = [(state, apart)]
            if together:
                ends.append((state - {verdicts.passed}, graph.all([where, joint])))
            for end, reached in ends:
                possible.setdefault(_of_units(end, plan.rulebook), []).append(graph.all([through, world, reached]))
    return tuple(graph.any(possible.get(outcome, ())) for outcome in verdicts.order)


def _of_units(state: frozenset[str], rulebook: Rulebook) -> str:
    verdicts = rulebook.verdicts
    if len(state) < 2:
        return next(iter(state), verdicts.none)
    return verdicts.mixed if verdicts.passed in state else verdicts.failed


def _unit_possible(plan: Plan, terms: OutcomeTerms, unit: Unit) -> tuple[int, ...]:
    """Where each outcome of one unit is possible: where one of the terms that lead to it may hold."""
    bound, possible = bound_to(plan.rulebook, unit.slot), dict[str, list[int]]()
    for outcome, term in terms.unit:
        possible.setdefault(outcome, []).append(plan.graph.may(plan.node(term, bound)))
    return tuple(plan.graph.any(possible.get(outcome, ())) for outcome in plan.rulebook.verdicts.order)


# --- missing facts ---------------------------------------------------------------------------------------------------


Place = tuple[object, ...]


class _Missing(Struct):
    """Finds where each unknown fact leaves a term open, the way down to it being open all along.

    Terms are shared, so each is visited once for the items bound (``ask``) with the ways that lead to it, and what
    comes by all of them is handed down at the end (``settle``).
    """

    plan: Plan
    visited: dict[Place, tuple[t.Term, Bound]] = field(default_factory=dict[Place, tuple[t.Term, Bound]])
    after: list[Place] = field(default_factory=list[Place])
    ways: dict[Place, list[tuple[Place, int]]] = field(default_factory=dict[Place, list[tuple[Place, int]]])
    starts: dict[Place, list[int]] = field(default_factory=dict[Place, list[int]])
    scopes: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    found: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def ask(self, term: t.Term, bound: Bound, where: int) -> None:
        """Look for the unknown facts behind ``term`` in the rows ``where``."""
        self.starts.setdefault(self._visit(term, bound), []).append(where)

    def add(self, path: str, where: int) -> None:
        if where != self.plan.graph.const(False):
            self.found.setdefault(path, []).append(where)

    def settle(self) -> dict[str, int]:
        """Where each fact is missing."""
        graph = self.plan.graph
        reached: dict[Place, int] = {}
        for place in reversed(self.after):
            term, bound = self.visited[place]
            ways = [graph.all([reached[before], given]) for before, given in self.ways.get(place, ())]
            coming = graph.any([*self.starts.get(place, ()), *ways])
            reached[place] = where = graph.all([coming, graph.open(self.plan.node(term, bound))])
            match term:
                case t.Compare():
                    for fact in chain(t.operand_facts(term.left), t.operand_facts(term.right)):
                        self._fact(fact, bound, where)
                case t.Each() | t.Some():
                    self._list(term, bound, where)
                case _:
                    pass
        return {path: graph.any(parts) for path, parts in self.found.items()}

    def _visit(self, term: t.Term, bound: Bound) -> Place:
        if id(term) not in self.scopes:
            self.scopes[id(term)] = tuple(sorted(t.scopes(term)))
        place = (id(term), *(place_of(bound[scope]) for scope in self.scopes[id(term)]))
        if place not in self.visited:
            self.visited[place] = (term, bound)
            always = self.plan.graph.const(True)
            match term:
                case t.Each() | t.Some():
                    steps = [
                        (term.child, {**bound, term.item: item}, there)
                        for there, item in self.plan.items(term, bound)[0]
                    ]
                case t.Choose():
                    steps = [
                        (branch, bound, self.plan.chosen(term.reading, choice)) for choice, branch in term.branches
                    ]
                case _:
                    steps = [(child, bound, always) for child in t.children(term)]
            for child, inner, given in steps:
                self.ways.setdefault(self._visit(child, inner), []).append((place, given))
            self.after.append(place)
        return place

    def _fact(self, fact: t.Fact, bound: Bound, where: int) -> None:
        graph, item = self.plan.graph, bound[fact.scope]
        if isinstance(item, Address):
            column = item.fact(fact.key).column
            is_set = self.plan.layout.vocabulary.facts[fact.path].type == "set"  # open only where a member is
            unknown = graph.const(True) if is_set else graph.negate(self.plan.known(column))
            self.add(item.fact(fact.key).text, graph.all([where, unknown]))

    def _list(self, term: t.Each | t.Some, bound: Bound, where: int) -> None:
        """A list that may hold more leaves open what is said of all its items."""
        graph, owner = self.plan.graph, bound[term.scope]
        if isinstance(owner, Address):
            self.add(owner.fact(term.list).text, graph.all([where, graph.negate(self.plan.items(term, bound)[1])]))


def _missing(
    plan: Plan, terms: OutcomeTerms, gates: Sequence[tuple[str, int]], units: Sequence[Unit], other: Unit
) -> dict[str, int]:
    """Where each unknown fact may still turn the outcome."""
    graph, rulebook = plan.graph, plan.rulebook
    collect = _Missing(plan)
    through = graph.const(True)
    for (_, node), (_, gate) in zip(gates, terms.gates, strict=True):
        collect.ask(gate, AT_CASE, through)
        through = graph.all([through, graph.negate(graph.sure(node))])
    collect.add(rulebook.verdicts.units, graph.all([through, other.there]))
    bearing = {id(unit): graph.all([through, _may_count(plan, unit)]) for unit in (*units, other)}
    for unit in units:
        bound = bound_to(rulebook, unit.slot)
        where = graph.all([through, unit.there, graph.may(unit.in_use)])
        collect.ask(rulebook.verdicts.in_use, bound, where)
        for (_, node), (_, gate) in zip(unit.gates, terms.unit_gates, strict=True):
            collect.ask(gate, bound, where)
            where = graph.all([where, graph.negate(graph.sure(node))])
    collect.ask(rulebook.verdicts.decided, AT_CASE, graph.any(bearing.values()))
    decided = graph.may(plan.node(rulebook.verdicts.decided))
    conditions = rulebook.of_kind("condition")
    shared = [rule for rule in conditions if not rulebook.about_unit(rule)]
    own = [rule for rule in conditions if rulebook.about_unit(rule)]
    shared_may = graph.all(graph.may(plan.node(satisfied(rule))) for rule in shared)
    own_may = {
        id(unit): graph.all(graph.may(plan.node(satisfied(rule), bound_to(rulebook, unit.slot))) for rule in own)
        for unit in (*units, other)
    }
    somebody = graph.any(graph.all([bearing[id(unit)], own_may[id(unit)]]) for unit in (*units, other))
    for rule in conditions:
        for unit in units if rulebook.about_unit(rule) else [None]:
            may = graph.all([bearing[id(unit)], own_may[id(unit)]]) if unit is not None else somebody
            bound = bound_to(rulebook, unit.slot if unit is not None else None)
            open_ = graph.open(plan.node(satisfied(rule), bound))
            where = graph.all([decided, shared_may, may, open_, plan.node(rule.in_force, bound)])
            for part in (rule.applies, rule.holds, rule.relief):
                collect.ask(part, bound, where)
    return collect.settle()


def _may_count(plan: Plan, unit: Unit) -> int:
    """Where a unit is there, may be in use and is not shut out."""
    graph = plan.graph
    shut_out = [graph.negate(graph.sure(gate)) for _, gate in unit.gates]
    return graph.all([unit.there, graph.may(unit.in_use), *shut_out])
