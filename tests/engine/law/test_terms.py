"""Terms: what they are made of, what they speak of, and how an algebra folds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from derogation.engine.law import terms as t
from lighthouse.world import act

WICK = t.Compare(t.Fact("lamp", "trimmed"), "is", t.Literally(True))
LICENCE = t.Compare(
    t.AssessedOn(), "before", t.Later(t.Fact("", "keeper.licensed_on"), 12)
)  # the day assessed is before the licence runs out
AWAKE = t.Compare(t.Fact("watch", "awake"), "is", t.Literally(True))
WATCHES = t.Each("lamp", "watches", "watch", AWAKE)


class Words:
    """An algebra of words: a later engine would be written like this."""

    def __init__(self) -> None:
        self.translated: list[str] = []

    def const(self, term: t.Const) -> str:
        return str(term.value)

    def compare(self, term: t.Compare) -> str:
        return f"{getattr(term.left, 'path', 'day')}"

    def all(self, term: t.All, children: Sequence[str]) -> str:
        assert len(children) == len(term.children)
        return f"({' and '.join(children)})"

    def any(self, term: t.Any, children: Sequence[str]) -> str:
        assert len(children) == len(term.children)
        return f"({' or '.join(children)})"

    def negate(self, term: t.Not, child: str) -> str:
        return f"{type(term).__name__.lower()} {child}"

    def each(self, term: t.Each, child: str) -> str:
        return f"each {term.item}: {child}"

    def some(self, term: t.Some, child: str) -> str:
        return f"some {term.item}: {child}"

    def choose(self, term: t.Choose, branches: dict[str, str]) -> str:
        return f"{term.reading}({branches})"

    def shown(self, term: t.Shown, child: str) -> str:
        return f"{type(term).__name__.lower()} {child}"

    def named(self, term: t.Named, child: Callable[[], str]) -> str:
        if term.name not in self.translated:
            self.translated.append(term.name)
            child()
        return term.name


def test_fold_gives_every_kind_of_term_to_the_algebra() -> None:
    """An engine that knows the eleven kinds of term can translate any rulebook."""
    term = t.All(
        (
            t.Any((WICK, t.TRUE)),
            t.Not(WATCHES),
            t.Some("", "lamps", "lamp", t.FALSE),
            t.Choose("fault", (("lamp", t.Const(None)), ("station", WICK))),
            t.Shown(t.Named("wick", "The wick", WICK, ("lamp",)), otherwise=False),
        )
    )
    assert t.fold(term, Words()) == (
        "((lamp.trimmed or True) and not each watch: watch.awake and some lamp: False"
        " and fault({'lamp': 'None', 'station': 'lamp.trimmed'}) and shown wick)"
    )


def test_fold_translates_a_named_term_only_when_the_algebra_asks() -> None:
    """A name met twice is translated once, so that shared definitions cost nothing."""
    words = Words()
    wick = t.Named("wick", "The wick", WICK, ("lamp",))
    assert t.fold(t.Any((wick, t.Not(wick))), words) == "(wick or not wick)"
    assert words.translated == ["wick"]


def test_fold_reaches_every_rule_of_the_act() -> None:
    """Every part of every rule of a loaded rulebook can be translated."""
    words = Words()
    for rule in act().rules:
        for part in (rule.applies, rule.holds, rule.relief):
            assert t.fold(part, words) == part.name
    assert {"lighthouse", "return_owed", "inspection_relief", "relief_applied_in_time"} <= set(words.translated)


@pytest.mark.parametrize(
    ("term", "parts"),
    [
        (t.All((WICK, t.TRUE)), (WICK, t.TRUE)),
        (t.Any(()), ()),
        (t.Not(WICK), (WICK,)),
        (WATCHES, (AWAKE,)),
        (t.Some("", "lamps", "lamp", WICK), (WICK,)),
        (t.Shown(WICK, otherwise=True), (WICK,)),
        (t.Named("wick", "", WICK), (WICK,)),
        (t.Choose("fault", (("lamp", WICK), ("station", t.FALSE))), (WICK, t.FALSE)),
        (WICK, ()),
        (t.TRUE, ()),
    ],
)
def test_children_are_the_direct_parts(term: t.Term, parts: tuple[t.Term, ...]) -> None:
    """The direct parts of each kind of term, in order; leaves have none."""
    assert t.children(term) == parts


def test_walk_visits_each_part_once_outermost_first() -> None:
    """A definition that two rules share is visited once."""
    shared = t.Named("wick", "The wick", WICK, ("lamp",))
    term = t.All((t.Not(shared), shared))
    assert t.walk(term) == [term, term.children[0], shared, WICK]


@pytest.mark.parametrize(
    ("operand", "facts"),
    [
        (t.Fact("lamp", "fuel"), (t.Fact("lamp", "fuel"),)),
        (t.Later(t.Fact("", "keeper.licensed_on"), 12), (t.Fact("", "keeper.licensed_on"),)),
        (t.Later(t.AssessedOn(), 1), ()),
        (t.AssessedOn(), ()),
        (t.Literally(date(1875, 1, 1)), ()),
    ],
)
def test_operands_name_the_facts_they_read(operand: t.Operand, facts: tuple[t.Fact, ...]) -> None:
    """Only facts are read: a literal and the day assessed need nobody to be asked."""
    assert t.operand_facts(operand) == facts


@pytest.mark.parametrize(
    ("term", "items"),
    [
        (WICK, {"lamp"}),
        (LICENCE, set()),
        (AWAKE, {"watch"}),
        (WATCHES, {"lamp"}),
        (t.Some("", "lamps", "lamp", WATCHES), set()),
        (t.All((WICK, AWAKE)), {"lamp", "watch"}),
        (t.Not(t.Shown(WICK, otherwise=False)), {"lamp"}),
        (t.Named("x", "", t.All((WICK, AWAKE)), ("lamp", "watch")), {"lamp", "watch"}),
        (t.Choose("fault", (("lamp", WICK), ("station", t.TRUE))), {"lamp"}),
        (t.All(()), set()),
        (t.TRUE, set()),
    ],
)
def test_scopes_are_the_items_a_term_leaves_unbound(term: t.Term, items: set[str]) -> None:
    """A quantifier binds its item, and needs the item in whose list it looks."""
    assert t.scopes(term) == items


def test_paths_of_facts_begin_with_their_scope() -> None:
    """The path of a fact is what a rule calls it."""
    assert t.Fact("lamp", "fuel").path == "lamp.fuel"
    assert t.Fact("", "light.height_m").path == "light.height_m"
