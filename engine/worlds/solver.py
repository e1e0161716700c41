"""A solver for formulas over variables of few values: finds values that satisfy one, or shows that none do.

A *signed literal* says that a variable has one of some values (a bit mask of its values). A clause is a disjunction of
signed literals; variables with two values make it an ordinary SAT clause. The search decides one literal of a clause
that nothing satisfies yet, of those that it learned last before all others, draws every consequence (where all literals
of a clause but one are false, that one is true), and where a clause is left without a literal learns the clause that
the conflict shows, goes back to the latest decision that took part in it, and goes on from there. It ends: each clause
learned rules out what led to it.

    >>> solver = Solver()
    >>> colour, lit = solver.variable(3), solver.variable(2)
    >>> solver.add([(colour, 0b011), (lit, 0b01)])  # colour is the first or second, or it is not lit
    >>> solver.solve([(lit, 0b10), (colour, 0b110)])
    True
    >>> bin(solver.left[colour])
    '0b10'
    >>> solver.solve([(lit, 0b10), (colour, 0b100)])
    False

Sources: M. Davis, G. Logemann and D. Loveland, A machine program for theorem-proving (1962), for the search; J. P.
Marques-Silva and K. A. Sakallah, GRASP (1996), for clauses learned; E. Goldberg and Y. Novikov, BerkMin (2002), for
deciding by the clauses learned last (of three technologies of which little is known, a hundred times faster); B.
Beckert, R. Hahnle and F. Manya, The SAT problem of signed CNF formulas (2000), for signed literals; O. Ohrimenko, P. J.
Stuckey and M. Codish, Propagation via lazy clause generation (2009), for relations that state their clauses only when
they bite. Time is exponential at worst, as it must be; a question about a case takes some hundred steps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

#: A variable, and the values (a bit mask) of which it has one.
Signed = tuple[int, int]
NO, YES = 0b01, 0b10
#: How many clauses learned last are looked at before each decision.
LATEST = 40


class Exhausted(Exception):
    """The search was given up after as many steps as are allowed."""


class Relation(Struct, frozen=True, eq=False):
    """That one ordered variable stands in an order to another, while ``guard`` is true: ``left`` at most some function
    of ``right`` that never falls when ``right`` rises (``least`` false), or at least one.

    ``limit`` gives for the place of a value of ``right`` the mask of the values of ``left`` that go with it.
    """

    guard: int
    left: int
    right: int
    least: bool
    limit: Callable[[int], int]

    def bites(self, left: Sequence[int]) -> Iterator[list[Signed]]:
        """Clauses that the relation implies and of which at most the first literal is not false yet."""
        if left[self.guard] != YES:
            return
        one, other = left[self.left], left[self.right]
        widest = _lowest(other) if self.least else other.bit_length() - 1
        allowed = self.limit(widest)
        beyond = (1 << widest) - 1 if self.least else -1 << (widest + 1)
        if one & ~allowed:
            yield [(self.left, allowed), (self.right, beyond), (self.guard, NO)]
        # values of the right one that leave the left one no value: those at its far end, found by halving
        tightest = one.bit_length() - 1 if self.least else _lowest(one)
        fits = self._fitting(tightest, other)
        if other & ~fits:
            outside = -1 << (tightest + 1) if self.least else (1 << tightest) - 1
            yield [(self.right, fits), (self.left, outside), (self.guard, NO)]

    def _fitting(self, at: int, other: int) -> int:
        """The mask of the values of ``right`` with which the value of ``left`` at this place goes."""
        low, high = 0, other.bit_length()
        while low < high:
            middle = (low + high) // 2
            if bool(self.limit(middle) >> at & 1) is self.least:
                low = middle + 1
            else:
                high = middle
        return (1 << low) - 1 if self.least else -1 << low


class Solver:
    """Variables with what is left of their values, clauses, and the search. Clauses may be added between searches.

    A clause may belong to a ``guard``, a variable of two values: it counts only while the guard is true, and the
    search looks at it only then.
    """

    def __init__(self, most_steps: int = 40_000) -> None:
        self.most_steps = most_steps
        self.left: list[int] = []
        self.trail: list[tuple[int, int, int, list[Signed] | None]] = []  # variable, before, after, the clause why
        self.levels: list[int] = []  # length of the trail before each decision
        self.watching: list[list[list[Signed]]] = []
        self.relations: list[list[Relation]] = []
        self.under: dict[int, list[list[Signed]]] = {}
        self.learned: list[list[Signed]] = []
        self.impossible = False
        self.handled = 0
        self.always = self.variable(2)
        self._narrow(self.always, YES, [(self.always, YES)])

    def variable(self, values: int) -> int:
        """A new variable with so many values."""
        self.left.append((1 << values) - 1)
        self.watching.append([])
        self.relations.append([])
        return len(self.left) - 1

    def add(self, clause: Sequence[Signed], guard: int | None = None) -> None:
        """Add a clause, which counts while ``guard`` (left out: always) is true."""
        self._back(0)
        merged: dict[int, int] = {} if guard is None else {guard: NO}
        for variable, mask in clause:
            merged[variable] = merged.get(variable, 0) | mask
        made = list(merged.items())
        self.under.setdefault(self.always if guard is None else guard, []).append(made)
        self._attach(made)

    def relate(self, relation: Relation) -> None:
        """Add a relation."""
        self._back(0)
        for variable in {relation.guard, relation.left, relation.right}:
            self.relations[variable].append(relation)
        for clause in relation.bites(self.left):
            self.impossible |= not self._assert(clause)

    def solve(self, wanted: Sequence[Signed]) -> bool:
        """Whether some values satisfy all clauses and the literals ``wanted``; ``left`` then has what may be chosen.

        Of variables in relations the highest value left is one that fits; any will do of all others. Raises
        :class:`Exhausted`.
        """
        self._back(0)
        steps = 0
        scanned: list[tuple[int, int]] = []  # where the search for an open clause stood at each decision
        at = (0, 0)
        while not self.impossible:
            steps += 1
            if steps > self.most_steps:
                raise Exhausted(f"more than {self.most_steps} steps")
            clash = self._propagate()
            if clash is not None:
                if not self.levels:
                    self.impossible = True
                    break
                learned, level = self._learn(clash)
                self._back(level)
                del scanned[level:]
                at = scanned[-1] if scanned else (0, 0)
                self._attach(learned)
                self.learned.append(learned)
                continue
            if len(self.levels) < len(wanted):
                literal: Signed | None = wanted[len(self.levels)]
                if not self.left[literal[0]] & literal[1]:
                    return False
            else:
                literal = self._of_learned()
                if literal is None:
                    literal, at = self._open(at)
                if literal is None:
                    return True
            scanned.append(at)
            self.levels.append(len(self.trail))
            self._narrow(literal[0], self.left[literal[0]] & literal[1], None)
        return False

    def narrow(self, variable: int, mask: int) -> bool:
        """After a search that found values: keep only these of a variable; false, and nothing changed, if none fit."""
        level = len(self.levels)
        self.levels.append(len(self.trail))
        if self.left[variable] & mask:
            self._narrow(variable, self.left[variable] & mask, None)
            if self._propagate() is None:
                return True
        self._back(level)
        return False

    # --- the search --------------------------------------------------------------------------------------------------

    def _of_learned(self) -> Signed | None:
        """The first literal that may be true of the latest clause learned that nothing satisfies yet: what the search
        stumbled over last is settled first."""
        left = self.left
        for clause in reversed(self.learned[-LATEST:]):
            for one, mask in clause:
                if not left[one] & ~mask:
                    break  # nearly all are satisfied
            else:
                if (literal := self._undecided(clause)) is not None:
                    return literal
        return None

    def _undecided(self, clause: list[Signed]) -> Signed | None:
        """The first literal of a clause that may be true; ``None`` where one is."""
        literal: Signed | None = None
        for one, mask in clause:
            left = self.left[one]
            if not left & ~mask:
                return None
            if literal is None and left & mask:
                literal = (one, mask)
        return literal

    def _open(self, at: tuple[int, int]) -> tuple[Signed | None, tuple[int, int]]:
        """The first literal that may be true of a clause that counts and that nothing satisfies yet; and where.

        Clauses before ``at`` (an entry of the trail, a clause of the guard made true there) are satisfied.
        """
        entry, number = at
        while entry < len(self.trail):
            variable = self.trail[entry][0]
            clauses = self.under.get(variable, ()) if self.left[variable] == YES else ()
            for place in range(number, len(clauses)):
                literal = self._undecided(clauses[place])
                if literal is not None:
                    return literal, (entry, place)
            entry, number = entry + 1, 0
        return None, (entry, 0)

    def _narrow(self, variable: int, left: int, why: list[Signed] | None) -> None:
        if left != self.left[variable]:
            self.trail.append((variable, self.left[variable], left, why))
            self.left[variable] = left

    def _assert(self, clause: list[Signed]) -> bool:
        """Make the first literal of a clause true, all others being false; false where it cannot be."""
        variable, mask = clause[0]
        if not self.left[variable] & mask:
            return False
        self._narrow(variable, self.left[variable] & mask, clause)
        return True

    def _propagate(self) -> list[Signed] | None:
        """Draw all consequences of what the trail has new; a clause of which no literal is left, or ``None``."""
        left = self.left
        while self.handled < len(self.trail):
            variable = self.trail[self.handled][0]
            self.handled += 1
            waiting = self.watching[variable]
            kept: list[list[Signed]] = []
            for number, clause in enumerate(waiting):
                if clause[0][0] == variable:
                    clause[0], clause[1] = clause[1], clause[0]
                if left[variable] & clause[1][1]:
                    kept.append(clause)
                    continue
                first, mask = clause[0]
                if left[first] & ~mask:
                    for place in range(2, len(clause)):
                        if left[clause[place][0]] & clause[place][1]:
                            clause[1], clause[place] = clause[place], clause[1]
                            self.watching[clause[1][0]].append(clause)
                            break
                    else:
                        kept.append(clause)
                        if not self._assert(clause):
                            self.watching[variable] = [*kept, *waiting[number + 1 :]]
                            return clause
                    continue
                kept.append(clause)
            self.watching[variable] = kept
            for relation in self.relations[variable]:
                for clause in relation.bites(left):
                    if not self._assert(clause):
                        return clause
        return None

    def _learn(self, clash: list[Signed]) -> tuple[list[Signed], int]:
        """The clause that a conflict shows, its first literal about the last decision, and how far to go back.

        ``gone`` are the values that had to be missing for the conflict. Going back over the trail, each step since
        the last decision is replaced by what it rests on.
        """
        gone: dict[int, int] = {}
        for variable, mask in clash:
            gone[variable] = gone.get(variable, 0) | mask
        start = self.levels[-1]
        for variable, before, after, why in reversed(self.trail[start + 1 :]):
            if why is not None and gone.get(variable, 0) & before & ~after:
                for other, mask in why:
                    if other == variable:
                        gone[variable] &= mask
                    else:
                        gone[other] = gone.get(other, 0) | mask
        decided = self.trail[start][0]
        first = (decided, gone.pop(decided, 0))
        rest = [(variable, mask) for variable, mask in gone.items() if mask]
        missing = dict(rest)
        for at in range(start - 1, -1, -1):
            variable, before, after, _ = self.trail[at]
            if missing.get(variable, 0) & before & ~after:
                rest.remove((variable, missing[variable]))
                rest.insert(0, (variable, missing[variable]))
                return [first, *rest], bisect_right(self.levels, at)
        return [first, *rest], 0

    def _attach(self, clause: list[Signed]) -> None:
        """Watch two literals of a clause that are not false, and draw its consequence where there is only one."""
        clause.sort(key=lambda literal: not self.left[literal[0]] & literal[1])
        if len(clause) > 1:
            for variable, _ in clause[:2]:
                self.watching[variable].append(clause)
        if len(clause) < 2 or not self.left[clause[1][0]] & clause[1][1]:
            self.impossible |= not self._assert(clause)

    def _back(self, level: int) -> None:
        if len(self.levels) > level:
            mark = self.levels[level]
            for variable, before, _, _ in reversed(self.trail[mark:]):
                self.left[variable] = before
            del self.trail[mark:], self.levels[level:]
        self.handled = min(self.handled, len(self.trail))


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
