"""The algebra that unrolls a rulebook's terms over the slots of a table into a graph.

A quantifier becomes a conjunction or disjunction over the slots, each weakened by whether it is taken; a series of
constants is written out; the reading and the day assessed are constants, or columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import cast

from msgspec import Struct, field

from ..engine.case.address import Address
from ..engine.case.facts import CASE, Entity, Value
from ..engine.case.vocabulary import ROOT
from ..engine.law import terms as t
from ..engine.law.rulebook import Rulebook
from ..engine.truth.comparisons import holds, months_later
from . import entailed
from .columns import DAY, Layout
from .graph import Cell, Flag, Given, Graph, Known, Operand, Test

#: An item that is bound: the slot of a table, or a row of a series.
Item = Address | Entity
Bound = Mapping[str, Item]
Build = Callable[[Bound], int]

AT_CASE: Bound = {ROOT: CASE}


class Asked(Struct):
    """What is asked of every row: the day (``None``: the day column), readings that prevail, the burden of proof."""

    day: date | None = None
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    on_the_record: bool = False


class Plan(Struct):
    """An algebra over terms whose values, given the items bound, are nodes of ``graph``.

    ``available`` are the columns that the table has, ``fixed`` the cells that are the same in every row; a fact
    without either is unknown.
    """

    rulebook: Rulebook
    layout: Layout
    available: Collection[str]
    asked: Asked
    fixed: Mapping[str, Value] = field(default_factory=dict[str, Value])
    graph: Graph = field(default_factory=Graph)
    names: dict[str, Build] = field(default_factory=dict[str, Build])
    built: dict[tuple[object, ...], int] = field(default_factory=dict[tuple[object, ...], int])

    # --- the algebra -------------------------------------------------------------------------------------------------

    def const(self, term: t.Const) -> Build:
        number = self.graph.const(term.value)
        return lambda bound: number

    def compare(self, term: t.Compare) -> Build:
        return lambda bound: self.comparison(term, bound)

    def all(self, term: t.All, children: Sequence[Build]) -> Build:
        return lambda bound: self.graph.all(child(bound) for child in children)

    def any(self, term: t.Any, children: Sequence[Build]) -> Build:
        return lambda bound: self.graph.any(child(bound) for child in children)

    def negate(self, term: t.Not, child: Build) -> Build:
        return lambda bound: self.graph.negate(child(bound))

    def each(self, term: t.Each, child: Build) -> Build:
        def build(bound: Bound) -> int:
            items, complete = self.items(term, bound)
            graph = self.graph
            parts = [graph.any([graph.negate(taken), child({**bound, term.item: item})]) for taken, item in items]
            return graph.all([*parts, graph.any([complete, graph.const(None)])])

        return build

    def some(self, term: t.Some, child: Build) -> Build:
        def build(bound: Bound) -> int:
            items, complete = self.items(term, bound)
            graph = self.graph
            parts = [graph.all([taken, child({**bound, term.item: item})]) for taken, item in items]
            return graph.any([*parts, graph.all([graph.negate(complete), graph.const(None)])])

        return build

    def choose(self, term: t.Choose, branches: dict[str, Build]) -> Build:
        def build(bound: Bound) -> int:
            chosen = [(self.chosen(term.reading, choice), branch) for choice, branch in branches.items()]
            never = self.graph.const(False)
            return self.graph.pick((mask, branch(bound)) for mask, branch in chosen if mask != never)

        return build

    def shown(self, term: t.Shown, child: Build) -> Build:
        """On the record, what is left open counts as ``otherwise``."""

        def build(bound: Bound) -> int:
            node = child(bound)
            if not self.asked.on_the_record:
                return node
            return self.graph.may(node) if term.otherwise else self.graph.sure(node)

        return build

    def named(self, term: t.Named, child: Callable[[], Build]) -> Build:
        """A named term is translated once, and built once for the items that it speaks of."""
        if term.name not in self.names:
            inner = child()

            def build(bound: Bound) -> int:
                key = (term.name, *(place_of(bound[item]) for item in term.about))
                if key not in self.built:
                    self.built[key] = inner(bound)
                return self.built[key]

            self.names[term.name] = build
        return self.names[term.name]

    def node(self, term: t.Term, bound: Bound = AT_CASE) -> int:
        """The node of a term for the items bound."""
        return t.fold(term, self)(bound)

    # --- leaves ------------------------------------------------------------------------------------------------------

    def comparison(self, term: t.Compare, bound: Bound) -> int:
        """The node of an atomic comparison."""
        limits = self.rulebook.vocabulary.limits_on
        facts = (*t.operand_facts(term.left), *t.operand_facts(term.right))
        if term.op != "is" and (len(facts) > 1 or any(limits(fact.path) for fact in facts)):
            return entailed.comparison(self, term, bound)
        if any(limits(fact.path) for fact in facts):
            right = term.right.value if isinstance(term.right, t.Literally) else None
            if isinstance(term.left, t.Fact) and isinstance(right, bool):
                node = entailed.flag(self, term.left, bound)
                return node if right else self.graph.negate(node)
        return self.cells(term, bound)

    def cells(self, term: t.Compare, bound: Bound) -> int:
        """The node of a comparison as its cells have it; one without a cell is decided here."""
        graph = self.graph
        if isinstance(term.left, t.Fact) and isinstance(slot := bound[term.left.scope], Address):
            type_ = self.layout.vocabulary.facts[term.left.path].type
            column = slot.fact(term.left.key).column
            if type_ == "set":
                return self.flag(f"{column}_{cast('t.Literally', term.right).value}")
            if type_ == "bool" and isinstance(term.right, t.Literally):
                flag = self.flag(column)
                return flag if term.right.value is True else graph.negate(flag)
        left, right = self.operand(term.left, bound), self.operand(term.right, bound)
        if left is None or right is None:
            return graph.const(None)
        if isinstance(left, Given) and isinstance(right, Given):
            return graph.const(holds(term.op, cast("Value", left.value), cast("Value", right.value)))
        return graph.leaf(Test(left, term.op, right))

    def operand(self, operand: t.Operand, bound: Bound) -> Operand | None:
        """An operand as a constant or a cell; ``None`` where it is unknown in every row."""
        match operand:
            case t.Literally(value):
                return Given(cast("date", value))
            case t.AssessedOn():
                return Cell(DAY) if self.asked.day is None else Given(self.asked.day)
            case t.Later(day, months):
                base = self.operand(day, bound)
                if isinstance(base, Given):
                    return Given(months_later(cast("date", base.value), months))
                return None if base is None else Cell(base.column, months)
            case t.Fact(scope, key):
                item = bound[scope]
                if isinstance(item, Entity):
                    value = item.statements[key].value
                    return None if value is None else Given(cast("date", value))
                column = item.fact(key).column
                if column in self.fixed:
                    return Given(cast("date", self.fixed[column]))
                return Cell(column) if column in self.available else None

    def flag(self, column: str) -> int:
        if column in self.fixed:
            return self.graph.const(self.fixed[column] is True)
        return self.graph.leaf(Flag(column)) if column in self.available else self.graph.const(None)

    def known(self, column: str) -> int:
        if column in self.fixed:
            return self.graph.const(True)
        return self.graph.leaf(Known(column)) if column in self.available else self.graph.const(False)

    def chosen(self, reading: str, choice: str) -> int:
        """That a reading takes a choice: by the question, else by the row, else by default."""
        graph, column = self.graph, f"readings_{reading}"
        fixed = self.asked.readings.get(reading) or cast("str | None", self.fixed.get(column))
        default = self.rulebook.readings[reading].default
        if fixed is not None or column not in self.available:
            return graph.const(choice == (fixed or default))
        says = graph.sure(graph.leaf(Test(Cell(column), "is", Given(choice))))
        return graph.any([says, graph.negate(self.known(column))]) if choice == default else says

    # --- lists -------------------------------------------------------------------------------------------------------

    def items(self, term: t.Each | t.Some, bound: Bound) -> tuple[list[tuple[int, Item]], int]:
        """The items of a list, each with whether it is there, and whether there are no others; never unknown."""
        if not term.scope and term.list in self.rulebook.series:
            yes = self.graph.const(True)
            return [(yes, row) for row in self.rulebook.series[term.list].known], yes
        return self.slots(cast("Address", bound[term.scope]), f"{term.scope}.{term.list}" if term.scope else term.list)

    def slots(self, owner: Address, path: str) -> tuple[list[tuple[int, Item]], int]:
        """The slots of a list (by its path in the vocabulary) of one item or, for a list of the case, of the case."""
        graph, spec = self.graph, self.layout.vocabulary.lists[path]
        key = self.layout.vocabulary.split(path)[1]
        count, complete = f"{owner.fact(key).column}_count", f"{owner.fact(key).column}_complete"
        if count in self.fixed:
            items = [owner.member(key, spec.item, index) for index in range(int(cast("int", self.fixed[count])))]
            taken = [(graph.const(True), item) for item in items]
        elif count not in self.available:
            return [], graph.may(self.flag(complete)) if spec.closed else graph.const(False)
        else:
            taken = [
                (
                    graph.sure(graph.leaf(Test(Cell(count), "more_than", Given(index)))),
                    owner.member(key, spec.item, index),
                )
                for index in range(self.layout.count(spec))
            ]
        closed = graph.may(self.flag(complete))
        return list(taken), closed if spec.closed else graph.all([self.known(count), closed])


def place_of(item: Item) -> str:
    return (item if isinstance(item, Address) else item.address).column
