"""Lays the terms of a rulebook out in layers of simple rules, for forward chaining.

Every conjunction, disjunction, choice, burden and quantifier becomes an :class:`Item`, a property that rules derive
from literals of earlier layers. Negation needs no item: a literal is a property that is wanted true or wanted false.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct, field

from ...law import terms as t

#: Parts of one pattern; durable_rules refuses more than 32 entries.
MAX_PARTS = 12


class Literal(Struct, frozen=True):
    """A property that is wanted true or false; with no name, a constant (``None``: open)."""

    name: str
    wanted: t.Truth

    def negated(self) -> Literal:
        return Literal(self.name, None if self.wanted is None else not self.wanted)


class Item(Struct, frozen=True):
    """A property derived by rules: from literals (``all``, ``any``, ``choose``, ``shown``) or by folding a list."""

    name: str
    kind: str
    parts: tuple[Literal, ...]
    about: tuple[str, ...]
    layer: int
    over: tuple[str, str, str] = ("", "", "")
    choices: tuple[str, ...] = ()
    otherwise: bool = False


class Plan(Struct):
    """The algebra that lays a rulebook's terms out in layers; its values are literals."""

    order: tuple[str, ...]
    items: dict[str, Item] = field(default_factory=dict[str, Item])
    leaves: dict[str, t.Compare] = field(default_factory=dict[str, t.Compare])
    abouts: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    names: dict[str, Literal] = field(default_factory=dict[str, Literal])
    matters: dict[str, Literal] = field(
        default_factory=dict[str, Literal]
    )  # on which somebody bears the burden, by name
    known: dict[Any, Literal] = field(default_factory=dict[Any, Literal])

    def const(self, term: t.Const) -> Literal:
        return Literal("", term.value)

    def compare(self, term: t.Compare) -> Literal:
        return self._once(("leaf", term), lambda: self._leaf(term))

    def all(self, term: t.All, children: Sequence[Literal]) -> Literal:
        return self._group("all", children)

    def any(self, term: t.Any, children: Sequence[Literal]) -> Literal:
        return self._group("any", children)

    def negate(self, term: t.Not, child: Literal) -> Literal:
        return child.negated()

    def each(self, term: t.Each, child: Literal) -> Literal:
        return self._fold("each", term, child)

    def some(self, term: t.Some, child: Literal) -> Literal:
        return self._fold("some", term, child)

    def choose(self, term: t.Choose, branches: dict[str, Literal]) -> Literal:
        choices = tuple(f"{term.reading}_{choice}" for choice in branches)
        return self._once(
            ("choose", choices, tuple(branches.values())),
            lambda: self._derived("choose", tuple(branches.values()), choices=choices),
        )

    def shown(self, term: t.Shown, child: Literal) -> Literal:
        if not child.name and child.wanted is not None:
            return child
        if isinstance(term.child, t.Named):
            # a copy, so that what is so of the matter in every world can be told of it alone
            if term.child.name not in self.matters:
                self.matters[term.child.name] = self._derived("all", (child,))
            child = self.matters[term.child.name]
        return self._once(
            ("shown", term.otherwise, child), lambda: self._derived("shown", (child,), otherwise=term.otherwise)
        )

    def named(self, term: t.Named, child: Callable[[], Literal]) -> Literal:
        if term.name not in self.names:
            self.names[term.name] = child()
        return self.names[term.name]

    # --- making items ------------------------------------------------------------------------------------------------

    def _once(self, key: Any, make: Callable[[], Literal]) -> Literal:
        if key not in self.known:
            self.known[key] = make()
        return self.known[key]

    def _leaf(self, term: t.Compare) -> Literal:
        name = f"l{len(self.leaves)}"
        self.leaves[name] = term
        self.abouts[name] = self._ordered(t.scopes(term))
        return Literal(name, True)

    def _ordered(self, about: frozenset[str] | set[str]) -> tuple[str, ...]:
        return tuple(item for item in self.order if item in about)

    def _derived(self, kind: str, parts: tuple[Literal, ...], **more: Any) -> Literal:
        name = f"n{len(self.items)}"
        about = self._ordered({item for part in parts if part.name for item in self.abouts[part.name]})
        layer = 1 + max((self.items[part.name].layer for part in parts if part.name in self.items), default=0)
        self.items[name] = Item(name, kind, parts, about, layer, **more)
        self.abouts[name] = about
        return Literal(name, True)

    def _group(self, kind: str, children: Sequence[Literal]) -> Literal:
        """A conjunction or disjunction; constants that change nothing fall away, long ones become groups of groups."""
        neutral, decisive = (True, False) if kind == "all" else (False, True)
        parts = [part for part in dict.fromkeys(children) if part.name or part.wanted is not neutral]
        if any(not part.name and part.wanted is decisive for part in parts):
            return Literal("", decisive)
        if not parts:
            return Literal("", neutral)
        if len(parts) == 1:
            return parts[0]
        while len(parts) > MAX_PARTS:
            parts = [self._group(kind, parts[start : start + MAX_PARTS]) for start in range(0, len(parts), MAX_PARTS)]
        return self._once((kind, tuple(parts)), lambda: self._derived(kind, tuple(parts)))

    def _fold(self, kind: str, term: t.Each | t.Some, child: Literal) -> Literal:
        def make() -> Literal:
            name = f"n{len(self.items)}"
            inner = set(self.abouts[child.name]) if child.name else set[str]()
            about = self._ordered((inner - {term.item}) | ({term.scope} if term.scope else set()))
            layer = 1 + (self.items[child.name].layer if child.name in self.items else 0)
            over = (term.scope, term.list, term.item)
            self.items[name] = Item(name, kind, (child,), about, layer, over)
            self.abouts[name] = about
            return Literal(name, True)

        return self._once((kind, term.scope, term.list, child), make)
