"""What would change the outcome: the smallest sets of facts to change or establish, each confirmed by the evaluator.

A set is enough: with its values, the outcome is reached whatever the other unknown facts turn out to be. It is minimal:
no set within it is enough. The list is complete where ``complete`` says so. See ``docs/change.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from msgspec import Struct

from ..answer import Derivation
from ..case.facts import View
from ..law import terms as t
from .found import Found
from .products import Factored, factored, steady
from .proposals import FactChange, fact_changes
from .search import Search, confirmed

BROKEN_OFF = "the search was broken off before a set was found; there may be sets"
#: Products whose values are worked out; only one of two technologies passing needs more, of the largest case.
MOST_PRODUCTS = 6
NOTHING_LEADS_THERE = "no facts lead there, whichever of them were changed"


class ChangeSet(Struct, frozen=True):
    """Facts to change or establish together. ``case`` is the case with them: ``assess`` confirms what it reaches."""

    facts: tuple[FactChange, ...]
    case: View

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(fact.path for fact in self.facts)

    @property
    def establishes_only(self) -> bool:
        """Whether no known fact has to become another."""
        return all(fact.kind == "establish" for fact in self.facts)


#: Facts that a set takes together.
Choice = tuple[FactChange, ...]


class Product(Struct, frozen=True):
    """Sets that all have the facts ``common`` and take one choice of each of ``groups``, in any combination; ``number``
    is how many that makes. Values are those of one set in which a choice occurs;
    days may be others in another."""

    common: Choice
    groups: tuple[tuple[Choice, ...], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Products(Sequence[Product]):
    """Products, whose values are worked out for those that are looked at."""

    found: Found
    parts: tuple[Factored, ...]

    def __len__(self) -> int:
        return len(self.parts)

    @overload
    def __getitem__(self, at: int) -> Product: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Product]: ...
    def __getitem__(self, at: int | slice) -> Product | Sequence[Product]:
        if isinstance(at, slice):
            return Products(self.found, self.parts[at])
        return _with_values(self.found, steady(self.found, self.parts[at]))


class Changes(Struct, frozen=True):
    """The smallest sets that reach ``goal`` (or, with ``reached`` false, rule it out).

    Those that only establish what is unknown come first, then those that change known facts, each smallest first.

    ``number`` counts all sets, also those beyond the limit asked for; ``complete`` is false where there may be others.
    Where more sets exist than are shown, ``products`` has all of them in short, or the first of so many ``kinds``.
    ``already`` says that nothing has to change. Where nothing can be done, ``blocked`` says why: facts that nobody can
    change any more, or reasons in the law.
    """

    goal: str
    reached: bool
    sets: tuple[ChangeSet, ...]
    number: int
    complete: bool = True
    already: bool = False
    blocked: tuple[FactChange, ...] = ()
    reasons: tuple[str, ...] = ()
    products: Sequence[Product] = ()
    kinds: int = 0


def changes(
    derivation: Derivation,
    goal: str,
    *,
    reached: bool = True,
    limit: int = 20,
    every_fact: bool = False,
) -> Changes:
    """Find the smallest sets that reach an outcome, or rule it out, from where a derivation stands.

    Known facts that say what the thing assessed is, or that are taken as notorious, are left as they are unless
    ``every_fact`` is asked for.
    """
    if (derivation.possible == (goal,)) if reached else (goal not in derivation.possible):
        return Changes(goal, reached, (), 0, already=True)
    term = dict(derivation.machine.terms.case).get(goal, t.FALSE)
    least = _units_missing(derivation) if reached and goal == derivation.machine.rulebook.verdicts.mixed else 0
    search = Search(derivation, term, reached=reached, every_fact=every_fact, least=least or 0)
    found = search.found() if least is not None else None
    if found is not None:
        shown, certain = _shown(found, search, limit)
        kinds = factored(found) if found.number > len(shown) else ()
        products = Products(found, kinds[:MOST_PRODUCTS])
        complete = certain and search.complete
        return Changes(goal, reached, shown, found.number, complete, products=products, kinds=len(kinds))
    if not search.complete:
        return Changes(goal, reached, (), 0, complete=False, reasons=(BROKEN_OFF,))
    blocked, reasons = _why_not(search, goal, known_units=least == 0)
    return Changes(goal, reached, (), 0, blocked=blocked, reasons=reasons)


def _units_missing(derivation: Derivation) -> int | None:
    """How many units more are needed for some to pass and others not; ``None`` where there are no others."""
    units = derivation.case.items(derivation.machine.rulebook.verdicts.units)
    missing = max(0, 2 - len(units.known))
    return None if missing and units.complete else missing


def _with_values(found: Found, many: Factored) -> Product:
    """A product of sets with the values of its facts: of each choice, in the set that takes the first of all others."""
    first = [group[0] for group in many.groups]

    def facts(names: Sequence[str], at: int = -1, choice: frozenset[str] = frozenset()) -> Choice:
        taken = [choice if number == at else other for number, other in enumerate(first)]
        option = found.option(frozenset(many.common).union(*taken))
        made = {fact.path: fact for fact in fact_changes(found.ground, option, found.places(names))}
        return tuple(made[name] for name in names)

    groups = tuple(
        tuple(facts(sorted(choice, key=found.names.index), at, choice) for choice in group)
        for at, group in enumerate(many.groups)
    )
    return Product(facts(many.common), groups, many.number)


def _shown(found: Found, search: Search, limit: int) -> tuple[tuple[ChangeSet, ...], bool]:
    """The first sets with their values, and whether the evaluator confirmed each."""
    shown: list[ChangeSet] = []
    certain = True
    for names in found.in_order():
        made = confirmed(found, names, search)
        if made is None:
            certain = False
        else:
            shown.append(ChangeSet(*made))
        if len(shown) == limit:
            break
    return tuple(sorted(shown, key=lambda made: (not made.establishes_only, len(made.facts)))), certain


# --- why nothing can be done -----------------------------------------------------------------------------------------


def _why_not(search: Search, goal: str, *, known_units: bool) -> tuple[tuple[FactChange, ...], tuple[str, ...]]:
    """The facts of a smallest set that nobody can change, or why no fact could."""
    found = search.found(everything=True, every_fact=True) if known_units else None
    if found is not None:
        facts = fact_changes(found.ground, found.option(next(found.in_order())))
        return tuple(fact for fact in facts if fact.fixed or not fact.proposed), ()
    return (), tuple(_reasons(search, goal)) or (NOTHING_LEADS_THERE,)


def _reasons(search: Search, goal: str) -> Iterator[str]:
    derivation = search.derivation
    verdicts, gates = search.rulebook.verdicts, derivation.machine.terms.gates
    ground = search.ground(everything=True, every_fact=True)
    holding = [gate for gate, term in gates if ground.formula(term, sign=True) is True and gate != goal]
    if holding:
        yield f"{verdicts.titles[holding[0]]}, whatever the facts"
    elif goal in dict(gates) and ground.formula(dict(gates)[goal], sign=True) is False:
        yield f"on this day no fact leads there: {verdicts.titles[goal]}"
    elif derivation.truth(verdicts.decided) is False:
        yield "the law of this day does not decide here, whatever the facts"
