"""Formulas as clauses: what the solver works on.

Each conjunction inside a disjunction gets a variable of its own that stands for it; only *if it is true, so are its
parts* is stated, since formulas have no negation (D. A. Plaisted and S. Greenbaum, A structure-preserving clause form
translation, 1986). Linear in the formula; a part that stands in several formulas is stated once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .formula import Either, Every, Formula, Growing, Literal, Related, Unless
from .solver import NO, YES, Relation, Signed, Solver
from .unknowns import Unknowns

#: What a search has left to each variable of the solver.
World = list[int]
#: Worlds found that are kept, to show what is possible without another search.
MOST_WORLDS = 8


@dataclass(slots=True)
class Encoding:
    """The clauses of one case, which may go on growing."""

    unknowns: Unknowns
    most_steps: int = 40_000
    solver: Solver = field(init=False)
    worlds: list[World] = field(default_factory=list[World])
    numbers: list[int] = field(default_factory=list[int])  # of the solver, by those of the case
    _standing: dict[int, tuple[Formula, int]] = field(default_factory=dict[int, tuple[Formula, int]])
    _growing: list[tuple[Growing, int]] = field(default_factory=list[tuple[Growing, int]])
    _stated: list[int] = field(default_factory=list[int])  # parts of each of these that are stated
    _given: int = 0

    def __post_init__(self) -> None:
        self.solver = Solver(self.most_steps)

    def solve(self, *formulas: Formula) -> bool:
        """Whether some world satisfies all formulas; if so, its values are left to the variables."""
        if False in formulas:
            return False
        wanted = [self._literal(formula) for formula in formulas if formula is not True]
        while True:
            self._catch_up()
            if not self.solver.solve(wanted):
                return False
            there = [at for at, waiting in self.unknowns.waiting.items() if waiting and self._left(at) == YES]
            counting = {growing for growing, guard in self._growing if self.solver.left[guard] == YES}
            if not sum(self.unknowns.realise(at, counting) for at in there):
                self.worlds = [*self.worlds[-MOST_WORLDS + 1 :], list(self.solver.left)]
                return True

    def shown(self, *formulas: Formula) -> bool:
        """Whether a world found before satisfies all formulas; facts that came in since then play no part in it."""
        for world in reversed(self.worlds):
            made = dict[int, bool]()
            if all(self._is_true(formula, world, made) for formula in formulas):
                return True
        return False

    def support(self, *formulas: Formula) -> frozenset[int]:
        """Variables whose values, in the world found last, make these formulas true, whatever the rest: of a
        disjunction one part is enough, the one that needs least."""
        world, true, made = self.worlds[-1], dict[int, bool](), dict[int, frozenset[int]]()
        if not all(self._is_true(formula, world, true) for formula in formulas):
            return frozenset(range(len(self.unknowns.variables)))  # what makes it true cannot be told: everything may
        found = frozenset[int]().union(*(self._support(formula, world, true, made) for formula in formulas))
        asked: set[int] = set()
        while new := [at for at in found if at in self.unknowns.asked_of and at not in asked]:
            asked.update(new)  # a new item that is there has all that it is asked to have
            of_it = [each for at in new if self._is_true(each := self.unknowns.asked_of[at], world, true)]
            found = found.union(*(self._support(each, world, true, made) for each in of_it))
        return found

    def left(self, variable: int) -> int:
        """The values left to a variable of the case, after a search that found a world."""
        return self._left(variable)

    def _left(self, variable: int, world: World | None = None) -> int:
        numbers = self.numbers
        number = numbers[variable] if variable < len(numbers) else self._variable(variable)
        left = self.solver.left if world is None else world
        if number < len(left):
            return left[number]
        made = self.unknowns.variables[variable]
        return NO if made.spec is None and not made.question else made.full  # an item made since is not there

    def _is_true(self, formula: Formula, world: World, made: dict[int, bool]) -> bool:
        """Whether a formula is plainly true in a world; what nobody has worked out yet is not."""
        if isinstance(formula, bool):
            return formula
        if isinstance(formula, Literal):
            return not self._left(formula.variable, world) & ~formula.mask
        if id(formula) not in made:
            made[id(formula)] = self._is_whole_true(formula, world, made)
        return made[id(formula)]

    def _is_whole_true(self, formula: Formula, world: World, made: dict[int, bool]) -> bool:
        match formula:
            case Either():
                return any(self._is_true(part, world, made) for part in formula.parts)
            case Growing() if any(self._left(at, world) == YES for at in formula.waiting):
                return False  # nobody knows what the world makes of a new item that is there
            case Every() | Growing():
                # a relation is stated with its conjunction, with no guard of its own
                return all(
                    self._is_true(part, world, made) or (isinstance(part, Related) and self._counts(formula, world))
                    for part in formula.parts
                )
            case _:
                return isinstance(formula, Related) and self._counts(formula, world)

    def _support(
        self, formula: Formula, world: World, true: dict[int, bool], made: dict[int, frozenset[int]]
    ) -> frozenset[int]:
        """Variables on whose values it rests that a formula is true, as it is in this world."""
        match formula:
            case Literal():
                return frozenset({formula.variable})
            case Related():
                return frozenset({formula.left, formula.right})
            case Either() | Every() | Growing():
                if id(formula) not in made:
                    parts = [
                        part
                        for part in formula.parts
                        if not isinstance(formula, Either) or self._is_true(part, world, true)
                    ]
                    supports = [self._support(part, world, true, made) for part in parts]
                    made[id(formula)] = (
                        min(supports, key=self._weight)
                        if isinstance(formula, Either)
                        else frozenset[int]().union(*supports)
                    )
                return made[id(formula)]
            case _:
                return frozenset()

    def _counts(self, formula: Formula, world: World) -> bool:
        """Whether what stands for a formula is true in a world, so that the formula is."""
        _, guard = self._standing.get(id(formula), (formula, len(world)))
        return guard < len(world) and world[guard] == YES

    def _is_question(self, formula: Formula) -> bool:
        return isinstance(formula, Literal) and bool(self.unknowns.variables[formula.variable].question)

    def _weight(self, support: frozenset[int]) -> tuple[int, int]:
        """What a support costs: first the questions that the law leaves open, then all facts."""
        return sum(bool(self.unknowns.variables[at].question) for at in support), len(support)

    def narrow(self, variable: int, mask: int) -> bool:
        """Keep only these values of a variable in the world found; false, and nothing changed, if none fit."""
        return self.solver.narrow(self._variable(variable), mask)

    def _catch_up(self) -> None:
        """State what the case has new: what cannot be, and further parts of what grows."""
        moved = True
        while moved:
            moved = False
            while self._given < len(self.unknowns.given):
                self._state(self.unknowns.given[self._given], self.solver.always)
                self._given += 1
                moved = True
            for at, (growing, guard) in enumerate(self._growing):
                for part in growing.parts[self._stated[at] :]:
                    self._state(part, guard)
                    self._stated[at] += 1
                    moved = True

    def _variable(self, variable: int) -> int:
        while len(self.numbers) <= variable:
            self.numbers.append(self.solver.variable(len(self.unknowns.variables[len(self.numbers)].values)))
        return self.numbers[variable]

    def _literal(self, formula: Formula) -> Signed:
        """The literal that stands for a formula."""
        if isinstance(formula, Literal):
            return self._variable(formula.variable), formula.mask
        found = self._standing.get(id(formula))
        if found is None:
            guard = self.solver.variable(2)
            found = self._standing[id(formula)] = (formula, guard)
            self._state(formula, guard)
        return found[1], YES

    def _state(self, formula: Formula, guard: int) -> None:
        """State that a formula is true while ``guard`` is."""
        match formula:
            case bool():
                if not formula:
                    self.solver.add([], guard)
            case Literal():
                self.solver.add([self._literal(formula)], guard)
            case Either():
                parts = sorted(formula.parts, key=self._is_question)  # the law's open questions last
                self.solver.add([self._literal(part) for part in parts], guard)
            case Every():
                for part in formula.parts:
                    self._state(part, guard)
            case Growing():
                self._growing.append((formula, guard))
                self._stated.append(0)
            case Related():
                left, right = self._variable(formula.left), self._variable(formula.right)
                self.solver.relate(Relation(guard, left, right, not formula.at_most, formula.limit))
            case Unless():
                raise TypeError("what is not settled is no matter of worlds")
