"""Terms: a loaded rulebook is one of these, and every engine is an algebra over them.

A term is a formula of strong Kleene logic over facts. Each engine says what the eleven kinds of term mean to it (a
proof, a forward-chaining rule, a pair of bit masks, a column expression) by an :class:`Algebra`; :func:`fold` walks
the term. Adding an engine touches neither rules nor other engines.

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64 (the strong tables).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from ..case.facts import Value

Truth = bool | None
Op = Literal["is", "before", "by", "from", "after", "at_most", "at_least", "more_than", "less_than", "has"]

R = TypeVar("R")


class Fact(Struct, frozen=True):
    """A fact of the entity bound to ``scope`` (``""`` is the case): ``technology``, ``scans.text``."""

    scope: str
    key: str

    @property
    def path(self) -> str:
        return f"{self.scope}.{self.key}" if self.scope else self.key


class Literally(Struct, frozen=True):
    """A value written in the rule."""

    value: Value


class AssessedOn(Struct, frozen=True):
    """The day assessed."""


class Later(Struct, frozen=True):
    """A day some months after another: the same-numbered day, or the month's last (Regulation 1182/71, 3(2)(c))."""

    day: Fact | AssessedOn
    months: int


Operand = Fact | Literally | AssessedOn | Later


class Const(Struct, frozen=True):
    """Always true, always false or, with ``value`` None, open whatever the facts; ``why`` says why it is open."""

    value: Truth
    why: str = ""


class Compare(Struct, frozen=True):
    """An atomic comparison of a fact (or the day assessed) with an operand."""

    left: Fact | AssessedOn
    op: Op
    right: Operand


class All(Struct, frozen=True):
    children: tuple[Term, ...]


class Any(Struct, frozen=True):
    children: tuple[Term, ...]


class Not(Struct, frozen=True):
    child: Term


class Each(Struct, frozen=True):
    """Every item of a list; true over a known empty list, open over an unknown one."""

    scope: str
    list: str
    item: str
    child: Term


class Some(Struct, frozen=True):
    """At least one item of a list; false over a known empty list, open over an unknown one."""

    scope: str
    list: str
    item: str
    child: Term


class Choose(Struct, frozen=True):
    """What the chosen reading of the law makes of it."""

    reading: str
    branches: tuple[tuple[str, Term], ...]


class Shown(Struct, frozen=True):
    """A matter on which somebody bears the burden: on the record, left open, it counts as ``otherwise``."""

    child: Term
    otherwise: bool


class Named(Struct, frozen=True):
    """A definition, or a part of a rule, with its name; proofs show the name, engines compare its truth.

    ``about`` are the item names that the term speaks of, in the order in which they are bound.
    """

    name: str
    title: str
    child: Term
    about: tuple[str, ...] = ()


Term = Const | Compare | All | Any | Not | Each | Some | Choose | Shown | Named

TRUE = Const(True)
FALSE = Const(False)


class Algebra(Protocol[R]):
    """What each kind of term means to an engine; children arrive already translated."""

    def const(self, term: Const) -> R: ...
    def compare(self, term: Compare) -> R: ...
    def all(self, term: All, children: Sequence[R]) -> R: ...
    def any(self, term: Any, children: Sequence[R]) -> R: ...
    def negate(self, term: Not, child: R) -> R: ...
    def each(self, term: Each, child: R) -> R: ...
    def some(self, term: Some, child: R) -> R: ...
    def choose(self, term: Choose, branches: dict[str, R]) -> R: ...
    def shown(self, term: Shown, child: R) -> R: ...
    def named(self, term: Named, child: Callable[[], R]) -> R: ...


def fold(term: Term, algebra: Algebra[R]) -> R:
    """Translate a term into what an algebra makes of it. A named term's child is translated only when asked for,
    so that an algebra can translate each name once."""
    match term:
        case Const():
            return algebra.const(term)
        case Compare():
            return algebra.compare(term)
        case All():
            return algebra.all(term, [fold(child, algebra) for child in term.children])
        case Any():
            return algebra.any(term, [fold(child, algebra) for child in term.children])
        case Not():
            return algebra.negate(term, fold(term.child, algebra))
        case Each():
            return algebra.each(term, fold(term.child, algebra))
        case Some():
            return algebra.some(term, fold(term.child, algebra))
        case Choose():
            return algebra.choose(term, {choice: fold(branch, algebra) for choice, branch in term.branches})
        case Shown():
            return algebra.shown(term, fold(term.child, algebra))
        case Named():
            return algebra.named(term, lambda: fold(term.child, algebra))


def children(term: Term) -> tuple[Term, ...]:
    """The direct parts of a term."""
    match term:
        case All() | Any():
            return term.children
        case Not() | Each() | Some() | Shown() | Named():
            return (term.child,)
        case Choose():
            return tuple(branch for _, branch in term.branches)
        case Const() | Compare():
            return ()


def walk(term: Term, seen: set[int] | None = None) -> list[Term]:
    """A term and all its parts, each once, outermost first; ``seen`` are parts (by identity) to leave out."""
    found: list[Term] = []
    seen = set() if seen is None else seen
    waiting = [term]
    while waiting:
        part = waiting.pop()
        if id(part) not in seen:
            seen.add(id(part))
            found.append(part)
            waiting.extend(reversed(children(part)))
    return found


def operand_facts(operand: Operand) -> tuple[Fact, ...]:
    """The facts that an operand reads."""
    match operand:
        case Fact():
            return (operand,)
        case Later(day=Fact() as day):
            return (day,)
        case _:
            return ()


def scopes(term: Term) -> frozenset[str]:
    """The item names whose binding a term needs."""
    match term:
        case Compare():
            facts = (*operand_facts(term.left), *operand_facts(term.right))
            return frozenset(fact.scope for fact in facts if fact.scope)
        case Each() | Some():
            inner = scopes(term.child) - {term.item}
            return inner | {term.scope} if term.scope else inner
        case Named():
            return frozenset(term.about)
        case _:
            return frozenset[str]().union(*(scopes(child) for child in children(term)))
