"""The smallest sets of places (facts and lists) that settle a formula, whatever everything else turns out to be.

A state gives some places values; the rest is as the case has it, or unknown. What is still to be settled falls into
parts that share no place; each is worked out by itself, and a set for the whole takes one set from each part. Within a
part, all ways to settle a disjunction are tried. A set that contains another is left out.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from .formula import Either, Every, Formula, Literal, Shape, Unless
from .ground import Place, Variable
from .vocabulary import ListSpec

#: Sets that are compared with each other, to leave out those that contain another.
MOST_COMPARED = 4_000
#: States that are looked at for one formula.
MOST_STATES = 6_000
#: States kept back for each part that is still to come.
RESERVE = 60


class TooMany(Exception):
    """There are more ways to settle a formula than are looked at."""


@dataclass(frozen=True, slots=True)
class Option:
    """Places and the values that their variables must have."""

    places: frozenset[Place]
    masks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Sets that have ``base`` in common and take one set from each of ``parts``, which share no place."""

    base: Option
    parts: tuple[tuple[Plan, ...], ...] = ()

    @property
    def number(self) -> int:
        total = 1
        for part in self.parts:
            total *= number_of(part)
        return total

    def sets(self) -> Iterator[Option]:
        """All sets, smallest first."""
        parts = [_Read(sets_of(part)) for part in self.parts]
        start: tuple[int, ...] = (0,) * len(parts)
        ticket = count()
        queue: list[tuple[int, int, tuple[int, ...]]] = []
        seen: set[tuple[int, ...]] = set()

        def offer(at: tuple[int, ...]) -> None:
            if at not in seen:
                seen.add(at)
                chosen = [part.get(index) for part, index in zip(parts, at, strict=True)]
                if None not in chosen:
                    size = sum(len(option.places) for option in chosen if option is not None)
                    heapq.heappush(queue, (size, next(ticket), at))

        offer(start)
        while queue:
            _, _, at = heapq.heappop(queue)
            chosen = (part.get(index) for part, index in zip(parts, at, strict=True))
            yield merged([self.base, *(option for option in chosen if option is not None)])
            for which in range(len(parts)):
                offer((*at[:which], at[which] + 1, *at[which + 1 :]))


class _Read:
    """A sequence read from an iterator as far as is needed."""

    def __init__(self, source: Iterator[Option]) -> None:
        self.source = source
        self.read: list[Option] = []

    def get(self, index: int) -> Option | None:
        while len(self.read) <= index:
            option = next(self.source, None)
            if option is None:
                return None
            self.read.append(option)
        return self.read[index]


def number_of(plans: Sequence[Plan]) -> int:
    """How many sets several plans have together."""
    return sum(plan.number for plan in plans)


def sets_of(plans: Sequence[Plan]) -> Iterator[Option]:
    """All sets of several plans, smallest first."""
    return heapq.merge(*(plan.sets() for plan in plans), key=lambda option: len(option.places))


def merged(options: Iterable[Option]) -> Option:
    """Several options as one."""
    places: set[Place] = set()
    masks: dict[int, int] = {}
    for option in options:
        places |= option.places
        for variable, mask in option.masks:
            masks[variable] = masks.get(variable, mask) & mask
    return Option(frozenset(places), tuple(sorted(masks.items())))


def minimal(options: Iterable[Option]) -> list[Option]:
    """Options of which none contains another, smallest first; of equal ones the first."""
    found: list[Option] = []
    for option in sorted(options, key=lambda option: len(option.places)):
        if not any(other.places <= option.places for other in found):
            found.append(option)
    return found


def _tidy(plans: list[Plan]) -> list[Plan]:
    """Plans without sets that contain another, where they are few enough to compare."""
    if len(plans) < 2 or number_of(plans) > MOST_COMPARED:
        return plans
    return [Plan(option) for option in minimal(sets_of(plans))]


def _within(plan: Plan, places: frozenset[Place]) -> bool:
    """Whether some set of a plan lies within these places."""
    return plan.base.places <= places and all(any(_within(part, places) for part in parts) for parts in plan.parts)


def _without(plan: Plan, base: Option) -> Plan:
    """A plan without what its sets have in common with ``base``."""
    given = dict(base.masks)
    masks = tuple((at, mask) for at, mask in plan.base.masks if given.get(at) != mask)
    return Plan(Option(plan.base.places - base.places, masks), plan.parts)


@dataclass(slots=True)
class State:
    """Values given to places."""

    places: frozenset[Place] = frozenset()
    masks: dict[int, int] = field(default_factory=dict[int, int])


@dataclass(slots=True)
class Settler:
    """Finds the sets of one formula over ``variables``."""

    variables: Sequence[Variable]
    shape: Shape
    steps: int = MOST_STATES
    by_place: dict[Place, list[int]] = field(init=False)
    found: list[Plan] = field(default_factory=list[Plan])
    complete: bool = True
    seen: dict[int, tuple[Formula, Formula]] = field(default_factory=dict[int, tuple[Formula, Formula]])
    seen_in: State | None = None

    def __post_init__(self) -> None:
        self.by_place = {}
        for at, variable in enumerate(self.variables):
            self.by_place.setdefault(variable.place, []).append(at)

    def plans(self, formula: Formula, given: frozenset[Place] = frozenset()) -> list[Plan]:
        """The sets that settle a formula, as plans; where ``complete`` is false afterwards, there may be others.

        ``given`` are places that every set has.
        """
        self.found = []
        try:
            return self._plans([formula], State(given))
        except TooMany:
            self.complete = False
            return []

    # --- splitting ---------------------------------------------------------------------------------------------------

    def _plans(self, wanted: Sequence[Formula], state: State) -> list[Plan]:
        self.steps -= 1
        if self.steps < 0:
            raise TooMany
        closed = self._close(wanted, state)
        if closed is None:
            return []
        rest, state = closed
        if any(_within(plan, state.places) for plan in self.found):
            return []
        counted = self._uncounted_list(state)
        if counted is not None:
            return self._each_count(counted, rest, state)
        base = Option(state.places, tuple(sorted(state.masks.items())))
        parts = self._parts(rest, state)
        if not parts:
            return [Plan(base)]
        if len(parts) == 1:
            return self._branch(parts[0], state)
        split: list[tuple[Plan, ...]] = []
        for number, part in enumerate(sorted(parts, key=len)):
            found = self._with_share(part, state, len(parts) - number)
            if not found:
                return []
            split.append(tuple(_without(plan, base) for plan in found))
        return [Plan(base, tuple(split))]

    def _with_share(self, part: list[Formula], state: State, parts: int) -> list[Plan]:
        """Settle one of several parts, with some of the states left to look at kept back for the others."""
        share = max(self.steps - RESERVE * (parts - 1), RESERVE)
        left, self.steps = self.steps - share, share
        try:
            return self._branch(part, state)
        finally:
            self.steps = left + max(self.steps, 0)

    def _branch(self, wanted: list[Formula], state: State) -> list[Plan]:
        """Settle one of the disjunctions in each way that it can be settled."""
        chosen = self._next(wanted, state)
        rest = [formula for formula in wanted if formula is not chosen]
        ways = [way for way in self._ways(chosen) if not self._mirrors(way, state)]
        before = self.found
        try:
            for way in sorted(ways, key=lambda way: self._cost(way, state)):
                plans = self._plans([way, *rest], state)
                self.found = [*self.found, *plans]
        except TooMany:
            self.complete = False
            if len(self.found) == len(before):
                raise
        plans, self.found = self.found[len(before) :], before
        return _tidy(plans)

    def _next(self, wanted: list[Formula], state: State) -> Formula:
        """The formula to branch on: the one that holds the others together, else the one with the fewest ways."""
        unsettled = [formula for formula in wanted if not self.settled(formula, state)]
        if len(unsettled) > 2:
            widths = {id(formula): len(self.shape.masks(formula)) for formula in unsettled}
            widest = max(unsettled, key=lambda formula: widths[id(formula)])
            narrow = [formula for formula in unsettled if widths[id(formula)] * 2 < widths[id(widest)]]
            if len(self._parts(narrow, state)) > 1:
                return widest
        return min(unsettled, key=lambda formula: len(self._ways(formula)))

    def _ways(self, formula: Formula) -> tuple[Formula, ...]:
        if isinstance(formula, Unless):
            return (formula.needed,)
        return formula.parts if isinstance(formula, Either) else (formula,)

    def _cost(self, formula: Formula, state: State) -> int:
        """About how many more places it takes to settle a formula."""
        if self.settled(formula, state):
            return 0
        match formula:
            case Literal():
                return int(self.variables[formula.variable].place not in state.places)
            case Every():
                return sum(self._cost(part, state) for part in formula.parts)
            case Either():
                return min(self._cost(part, state) for part in formula.parts)
            case _:
                return 0

    def _mirrors(self, way: Formula, state: State) -> bool:
        """Whether a way is about a new item of which the one before it is a mirror image so far: either would do."""
        about = {self.variables[at].item for at in self.shape.masks(way)} - {None}
        for item in about:
            place, number = item or (None, 0)
            before = (place, number - 1)
            if number > 1 and before not in about and self._said_of(before, state) == self._said_of(item, state):
                return True
        return False

    def _said_of(self, item: object, state: State) -> set[tuple[str, str, str, int]]:
        """What is given of a new item."""
        said: set[tuple[str, str, str, int]] = set()
        for at, mask in state.masks.items():
            variable = self.variables[at]
            if variable.item == item:
                said.add((variable.inside, variable.key, variable.member, mask))
        return said

    def _uncounted_list(self, state: State) -> int | None:
        """A list that gets new items of which it is not settled yet how many."""
        for at, mask in state.masks.items():
            if isinstance(self.variables[at].spec, ListSpec) and mask & (mask - 1):
                return at
        return None

    def _each_count(self, at: int, rest: list[Formula], state: State) -> list[Plan]:
        """A list that is settled: with no new item, or with one."""
        plans: list[Plan] = []
        for number in range(len(self.variables[at].values)):
            if state.masks[at] >> number & 1:
                try:
                    found = self._plans(rest, replace(state, masks={**state.masks, at: 1 << number}))
                except TooMany:
                    self.complete = False
                    if not plans:
                        raise
                    break
                plans += found
        return _tidy(plans)

    def _parts(self, wanted: Sequence[Formula], state: State) -> list[list[Formula]]:
        """What is to be settled, in groups that share no place that may still get a value; groups that are settled
        already are left out."""
        groups: list[tuple[set[Place], list[Formula]]] = []
        for formula in wanted:
            places = {place for at in self.shape.masks(formula) for place in self._movable(at, state)}
            joined: list[Formula] = [formula]
            apart: list[tuple[set[Place], list[Formula]]] = []
            for group_places, group in groups:
                if group_places & places:
                    places |= group_places
                    joined = [*group, *joined]
                else:
                    apart.append((group_places, group))
            groups = [*apart, (places, joined)]
        return [group for _, group in groups if not all(self.settled(formula, state) for formula in group)]

    def _movable(self, at: int, state: State) -> Iterator[Place]:
        variable = self.variables[at]
        mask = state.masks.get(at)
        if mask is not None and not mask & (mask - 1):
            return
        if variable.place in state.places or variable.allowed:
            yield variable.place
            for need, _ in variable.needs:
                yield from self._movable(need, state)

    # --- what is settled, and what can be -----------------------------------------------------------------------------

    def _now(self, at: int, state: State) -> int:
        """The values that a variable has or may turn out to have."""
        variable = self.variables[at]
        if variable.place in state.places:
            return state.masks.get(at, variable.allowed | variable.known)
        return variable.known or variable.full

    def settled(self, formula: Formula, state: State) -> bool:
        """Whether a formula is true whatever the rest turns out to be."""
        match formula:
            case bool():
                return formula
            case Literal():
                return not self._now(formula.variable, state) & ~formula.mask
            case Every():
                return all(self.settled(part, state) for part in formula.parts)
            case Either():
                return any(self.settled(part, state) for part in formula.parts)
            case Unless():
                return not self.settled(formula.shown, state) or self.settled(formula.needed, state)

    def _may(self, literal: Literal, state: State) -> bool:
        """Whether a literal that is not settled can ever be, in whatever order new items come in."""
        variable = self.variables[literal.variable]
        if variable.place in state.places:
            values = state.masks.get(literal.variable, variable.allowed | variable.known)
        else:
            values = variable.allowed
        return bool(values & literal.mask) and all(
            self.settled(Literal(*need), state) or self._may(Literal(*need), state) for need in variable.needs
        )

    def _choice(self, literal: Literal, state: State) -> int:
        """The values by which a literal can be settled."""
        variable = self.variables[literal.variable]
        if variable.place in state.places:
            chosen = state.masks.get(literal.variable, variable.allowed | variable.known) & literal.mask
        elif variable.known and not variable.known & ~literal.mask:
            return variable.known
        else:
            chosen = variable.allowed & literal.mask
        for need, mask in variable.needs:
            if not self._choice(Literal(need, mask), state):
                return 0
        return chosen

    def _give(self, literal: Literal, state: State) -> State | None:
        """The state in which a literal is settled by giving its place a value."""
        chosen = self._choice(literal, state)
        if not chosen:
            return None
        variable = self.variables[literal.variable]
        if variable.place not in state.places and variable.known and not variable.known & ~literal.mask:
            return state
        for need, mask in variable.needs:
            given = self._give(Literal(need, mask), state)
            if given is None:
                return None
            state = given
        return State(state.places | {variable.place}, {**state.masks, literal.variable: chosen})

    def _close(self, wanted: Sequence[Formula], state: State) -> tuple[list[Formula], State] | None:
        """Give what must be given: literals, and disjunctions of which one part is left. ``None`` where that fails."""
        todo, moved = list(wanted), True
        while moved:
            moved = False
            waiting: list[Formula] = []
            stack = list(reversed(todo))
            while stack:
                formula = self._left(stack.pop(), state)
                match formula:
                    case bool():
                        if not formula:
                            return None
                    case Literal():
                        if self.settled(formula, state):
                            waiting.append(formula)
                            continue
                        given = self._give(formula, state)
                        if given is None:
                            return None
                        moved, state = True, given
                        waiting.append(formula)
                    case Every():
                        stack.extend(reversed(formula.parts))
                    case _:
                        waiting.append(formula)
            todo = waiting
        return todo, state

    def _left(self, formula: Formula, state: State) -> Formula:
        """What is left of a formula: without parts that are settled for good, or that cannot be settled any more."""
        match formula:
            case Literal():
                variable = self.variables[formula.variable]
                if self.settled(formula, state):
                    lasts = variable.place in state.places or not (variable.known and variable.allowed)
                    return True if lasts else formula
                return formula if self._may(formula, state) else False
            case Every() | Either():
                if self.seen_in is not state:
                    self.seen_in, self.seen = state, {}
                if id(formula) not in self.seen:
                    self.seen[id(formula)] = (formula, self._left_of_group(formula, state))
                return self.seen[id(formula)][1]
            case _:
                return formula

    def _left_of_group(self, formula: Every | Either, state: State) -> Formula:
        deciding = isinstance(formula, Either)
        parts: list[Formula] = []
        for part in formula.parts:
            left = self._left(part, state)
            if isinstance(left, bool):
                if left is deciding:
                    return deciding
                continue
            parts.append(left)
        if len(parts) == len(formula.parts) and all(a is b for a, b in zip(parts, formula.parts, strict=True)):
            return formula
        if len(parts) < 2:
            return parts[0] if parts else not deciding
        return type(formula)(tuple(parts))
