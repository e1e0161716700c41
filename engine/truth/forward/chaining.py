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
from dataclasses import dataclass
from typing import Any, cast

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


def available() -> bool:
    """Whether durable_rules can be imported (it has no build for Python 3.13 and later)."""
    try:
        import durable_rules_engine  # pyright: ignore[reportMissingTypeStubs, reportUnusedImport, reportMissingImports]  # noqa: F401
    except ImportError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Ruleset:
    """One durable_rules ruleset: the items it derives on one fact about the items bound in ``about``.

    ``inputs`` are the properties of its fact with the items that each is about; ``over`` is the list it folds.
    """

    handle: int
    about: tuple[str, ...]
    inputs: tuple[tuple[str, tuple[str, ...]], ...]
    items: tuple[Item, ...]
    over: tuple[str, str, str]
    unknowns: tuple[str, ...]


@dataclass(slots=True)
class Derived:
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

    def derive(
        self, case: View, question: Question, settled: Mapping[tuple[str | Address, ...], Node] | None = None
    ) -> Derived:
        """Derive the truth of every named term for a case; ``settled`` are terms that are so in every world."""
        fixed = {
            f"r_{reading.id}_{choice.id}": question.readings[reading.id] == choice.id
            for reading in self.rulebook.readings.values()
            for choice in reading.choices
        }
        fixed[ON_THE_RECORD] = question.on_the_record
        truths: dict[Any, bool] = {}
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
            run(ruleset, case, bindings, truths, fixed)
        return Derived(self.plan, truths)

    # --- running -----------------------------------------------------------------------------------------------------

    def _fire_all(
        self, ruleset: Ruleset, _case: View, bindings: Bindings, truths: dict[Any, bool], fixed: dict[str, bool]
    ) -> None:
        for bound in bindings.of(ruleset.about):
            fact = self._fact(ruleset, bound, truths)
            fact.update({f"u_{name}": True for name in ruleset.unknowns if name not in fact})
            fact.update(fixed)
            for name, truth in conclusions(self.engine, ruleset.handle, fact):
                about = self.plan.abouts[name]
                truths[name, tuple(bound[item].address for item in about)] = truth

    def _fold(
        self, ruleset: Ruleset, case: View, bindings: Bindings, truths: dict[Any, bool], _fixed: dict[str, bool]
    ) -> None:
        scope, name, item = ruleset.over
        outer = tuple(part for part in ruleset.about if part != item)
        for bound in bindings.of(outer):
            holder = bound[scope] if scope else case
            members = holder.items(name)
            so_far = {f"a_{folded.name}": folded.kind == "each" for folded in ruleset.items}
            for member in members.known:
                inner = {**bound, item: member}
                fact = {"real": True, **self._fact(ruleset, inner, truths), **so_far}
                so_far = {f"a_{folded}": truth for folded, truth in conclusions(self.engine, ruleset.handle, fact)}
            if not members.complete:
                so_far = {f"a_{folded}": truth for folded, truth in conclusions(self.engine, ruleset.handle, so_far)}
            for folded in ruleset.items:
                truth = so_far.get(f"a_{folded.name}")
                if truth is not None:
                    truths[folded.name, tuple(bound[part].address for part in folded.about)] = truth

    def _fact(self, ruleset: Ruleset, bound: Binding, truths: dict[Any, bool]) -> dict[str, bool]:
        fact: dict[str, bool] = {}
        for name, about in ruleset.inputs:
            truth = truths.get((name, tuple(bound[item].address for item in about)))
            if truth is not None:
                fact[name] = truth
        return fact

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
        inputs = tuple((name, self.plan.abouts[name]) for name in names)
        unknowns = tuple(part.name for item in items if item.kind == "shown" for part in item.parts)
        return Ruleset(handle, about, inputs, tuple(items), over, unknowns)


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
