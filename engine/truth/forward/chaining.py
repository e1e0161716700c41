"""Forward chaining with durable_rules: the same answers by an independent, bottom-up route.

Every formula is written twice, once deriving true and once deriving false; where neither is derived, the truth is
unknown, which is exactly strong Kleene logic. Each rule has one pattern on one wide fact of booleans. Formulas that
rest on others stand in later layers: what a layer derives becomes properties of the next layer's fact. A quantifier
is a fold: one fact for each item, carrying what earlier items gave; an incomplete list ends with an item of which
nothing is known.

durable_rules 2.0.28 coerces types, swallows exceptions and has limits that depend on the data. So: only booleans go
in, unknown is absent and never null, its C module is called directly with ``update_state`` (no threads, no deletion,
no retraction), a ruleset has at most :data:`MAX_TESTS` leaf tests of which a leaf and its negation cannot both match,
and the hashes by which it tells properties apart are checked for collisions.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import Any, cast

from msgspec import Struct

from ....reading.errors import BadRulebook, Problem
from ...case.address import Address
from ...case.facts import View
from ...case.vocabulary import ROOT
from ...law import terms as t
from ...law.bindings import Binding, Bindings, item_order
from ...law.rulebook import Rulebook
from ..comparisons import decide
from ..evaluator import Node, Question
from ..outcomes import named_terms
from .layers import Item, Plan
from .memory import conclusions
from .patterns import ON_THE_RECORD, batches, pattern

#: Facts of rulesets of which what was drawn is kept, some six hundred bytes each. A case has some two hundred, all
#: shipped cases together a thousand different ones.
MOST_KEPT = 2048


def available() -> bool:
    """Whether durable_rules can be imported (it has no build for Python 3.13 and later)."""
    try:
        import durable_rules_engine  # pyright: ignore[reportMissingTypeStubs, reportUnusedImport, reportMissingImports]  # noqa: F401
    except ImportError:
        return False
    return True


class Ruleset(Struct, frozen=True, eq=False):
    """One durable_rules ruleset: the items it derives on one fact about the items bound in ``about``.

    ``inputs`` are the properties of its fact, each with the place in ``abouts`` of the items that it is about; ``over``
    is the list it folds, whose fact also carries what earlier items gave; ``unknowns`` are inputs of which it counts
    that they are unknown.
    """

    handle: int
    about: tuple[str, ...]
    inputs: tuple[tuple[str, int], ...]
    abouts: tuple[tuple[str, ...], ...]
    items: tuple[Item, ...]
    over: tuple[str, str, str]
    unknowns: tuple[str, ...]

    @property
    def carried(self) -> tuple[str, ...]:
        """The properties of a fold's fact beside its inputs: what earlier items gave, and that there is an item."""
        return (*(f"a_{folded.name}" for folded in self.items), "real") if self.over[1] else ()

    def fact(self, truths: Sequence[t.Truth]) -> dict[str, bool]:
        """Its fact where its inputs, and what a fold carries, have these truths in order."""
        names = (*(name for name, _ in self.inputs), *self.carried)
        fact = {name: truth for name, truth in zip(names, truths, strict=True) if truth is not None}
        return fact | {f"u_{name}": True for name in self.unknowns if name not in fact}


class Derived(Struct):
    """What forward chaining derived: truth by property and items bound; absent means unknown."""

    plan: Plan
    truths: dict[tuple[str, tuple[Address, ...]], bool]

    def truth(self, term: t.Named, items: Binding) -> t.Truth:
        """The truth derived of a named term for the items bound."""
        literal = self.plan.names[term.name]
        if not literal.name:
            return literal.wanted
        about = self.plan.abouts[literal.name]
        found = self.truths.get((literal.name, tuple(items[item].address for item in about)))
        return None if found is None else found is literal.wanted


class ForwardEngine:
    """The rulesets of one rulebook, registered once with durable_rules."""

    def __init__(self, rulebook: Rulebook) -> None:
        import durable_rules_engine  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]

        self.engine = cast("Any", durable_rules_engine)
        self.rulebook = rulebook
        self.plan = Plan(item_order(rulebook.vocabulary))
        for term in named_terms(rulebook):
            t.fold(term, self.plan)
        _check_hashes(self._properties())
        self.rulesets = self._register()
        self.drawn = lru_cache(MOST_KEPT)(self._drawn)

    def derive(
        self, case: View, question: Question, settled: Mapping[tuple[str | Address, ...], Node] | None = None
    ) -> Derived:
        """Derive the truth of every named term for a case; ``settled`` are terms that are so in every world."""
        truths: dict[Any, bool] = {
            (f"r_{reading.id}_{choice.id}", ()): question.readings[reading.id] == choice.id
            for reading in self.rulebook.readings.values()
            for choice in reading.choices
        }
        truths[ON_THE_RECORD, ()] = question.on_the_record
        bindings = Bindings(case, self.rulebook.vocabulary)
        for name, leaf in self.plan.leaves.items():
            about = self.plan.abouts[name]
            for bound in bindings.of(about):
                truth = decide(leaf, {ROOT: case, **bound}, question.assessed_on)
                if truth is not None:
                    truths[name, tuple(bound[item].address for item in about)] = truth
        for (name, *things), node in (settled or {}).items():
            literal = self.plan.matters.get(str(name))
            by_item = {thing.item: thing for thing in things if isinstance(thing, Address)}
            if literal is not None and node.truth is not None:
                about = self.plan.abouts[literal.name]
                truths[literal.name, tuple(by_item[item] for item in about)] = node.truth is literal.wanted
        for ruleset in self.rulesets:
            run = self._fold if ruleset.over[1] else self._fire_all
            run(ruleset, case, bindings, truths)
        return Derived(self.plan, truths)

    # --- running -----------------------------------------------------------------------------------------------------

    def _fire_all(self, ruleset: Ruleset, _case: View, bindings: Bindings, truths: dict[Any, bool]) -> None:
        for bound in bindings.of(ruleset.about):
            things = tuple(bound[item].address for item in ruleset.about)
            for name, truth in self.drawn(ruleset, self._inputs(ruleset, bound, truths)):
                truths[name, things] = truth

    def _fold(self, ruleset: Ruleset, case: View, bindings: Bindings, truths: dict[Any, bool]) -> None:
        scope, name, item = ruleset.over
        outer = tuple(part for part in ruleset.about if part != item)
        nothing = (None,) * len(ruleset.inputs)
        for bound in bindings.of(outer):
            members = (bound[scope] if scope else case).items(name)
            so_far: dict[str, bool] = {folded.name: folded.kind == "each" for folded in ruleset.items}
            for member in members.known:
                given = self._inputs(ruleset, {**bound, item: member}, truths)
                so_far = dict(self.drawn(ruleset, (*given, *(so_far.get(each.name) for each in ruleset.items), True)))
            if not members.complete:
                so_far = dict(self.drawn(ruleset, (*nothing, *(so_far.get(each.name) for each in ruleset.items), None)))
            for folded in ruleset.items:
                truth = so_far.get(folded.name)
                if truth is not None:
                    truths[folded.name, tuple(bound[part].address for part in folded.about)] = truth

    def _inputs(self, ruleset: Ruleset, bound: Binding, truths: dict[Any, bool]) -> tuple[t.Truth, ...]:
        things = [tuple([bound[item].address for item in about]) for about in ruleset.abouts]
        return tuple([truths.get((name, things[at])) for name, at in ruleset.inputs])

    def _drawn(self, ruleset: Ruleset, truths: tuple[t.Truth, ...]) -> Sequence[tuple[str, bool]]:
        """What durable_rules draws from one fact. A ruleset remembers nothing between facts, so that what it drew from
        one is what it draws from the same fact again: most facts of a case that differs in one are the same."""
        drawn = conclusions(self.engine, ruleset.handle, ruleset.fact(truths))
        return tuple((intern(name), truth) for name, truth in drawn)

    def _properties(self) -> list[str]:
        """Every property that a fact in working memory may have."""
        names = [*self.plan.items, *self.plan.leaves]
        unknowns = {f"u_{part.name}" for item in self.plan.items.values() for part in item.parts}
        choices = [f"r_{name}_{c.id}" for name, reading in self.rulebook.readings.items() for c in reading.choices]
        return [*names, *(f"a_{name}" for name in self.plan.items), *unknowns, *choices, ON_THE_RECORD, "on", "real"]

    # --- registering -------------------------------------------------------------------------------------------------

    def _register(self) -> tuple[Ruleset, ...]:
        groups: dict[tuple[int, tuple[str, ...], tuple[str, str, str]], list[Item]] = {}
        for item in self.plan.items.values():
            groups.setdefault((item.layer, item.about, item.over), []).append(item)
        rulesets: list[Ruleset] = []
        for (_, about, over), items in sorted(groups.items(), key=lambda group: group[0]):
            for batch in batches(items):
                rulesets.append(self._ruleset(batch, about, over))
        return tuple(rulesets)

    def _ruleset(self, items: list[Item], about: tuple[str, ...], over: tuple[str, str, str]) -> Ruleset:
        rules: dict[str, Any] = {}
        for item in items:
            for wanted, derives in ((1, pattern(item, True)), (0, pattern(item, False))):
                if derives is not None:
                    rules[f"{item.name}={wanted}"] = {"all": [{"m": derives}], "cap": 200}
        handle = self.engine.create_ruleset(f"derogation-{next(_numbers)}", json.dumps(rules))
        names = dict.fromkeys(part.name for item in items for part in item.parts if part.name)
        inputs = {name: self.plan.abouts[name] for name in names}
        inputs |= {f"r_{choice}": () for item in items for choice in item.choices}
        unknowns = tuple(part.name for item in items if item.kind == "shown" for part in item.parts)
        if unknowns:
            inputs[ON_THE_RECORD] = ()
        abouts = tuple(dict.fromkeys(inputs.values()))
        places = tuple((name, abouts.index(of)) for name, of in inputs.items())
        return Ruleset(handle, about, places, abouts, tuple(items), over, unknowns)


_numbers = itertools.count()


def _check_hashes(names: Sequence[str]) -> None:
    """durable_rules tells properties apart by a 32-bit FNV-1a hash alone; two that share one would be confused."""
    seen: dict[int, str] = {}
    for name in names:
        value = 0x811C9DC5
        for byte in name.encode():
            value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
        if value in seen:
            raise BadRulebook(Problem(f"the properties {seen[value]} and {name} have one hash in durable_rules"))
        seen[value] = name
