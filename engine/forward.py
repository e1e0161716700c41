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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from . import terms as t
from .errors import BadRulebook, Problem
from .evaluator import Question
from .facts import Scope
from .leaves import decide
from .outcome import outcome_terms
from .rulebook import Rulebook
from .vocabulary import ROOT, Vocabulary

#: Leaf tests in one ruleset; durable_rules fails when more than 64 match one fact.
MAX_TESTS = 48
#: Parts of one pattern; durable_rules refuses more than 32 entries.
MAX_PARTS = 12

ON_THE_RECORD = "record"


def available() -> bool:
    """Whether durable_rules can be imported (it has no build for Python 3.13 and later)."""
    try:
        import durable_rules_engine  # pyright: ignore[reportMissingTypeStubs, reportUnusedImport, reportMissingImports]  # noqa: F401
    except ImportError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Literal:
    """A property that is wanted true or false; with no name, a constant (``None``: open)."""

    name: str
    wanted: t.Truth

    def negated(self) -> Literal:
        return Literal(self.name, None if self.wanted is None else not self.wanted)


@dataclass(frozen=True, slots=True)
class Item:
    """A property derived by rules: from literals (``all``, ``any``, ``choose``, ``shown``) or by folding a list."""

    name: str
    kind: str
    parts: tuple[Literal, ...]
    about: tuple[str, ...]
    layer: int
    over: tuple[str, str, str] = ("", "", "")
    choices: tuple[str, ...] = ()
    otherwise: bool = False


@dataclass(slots=True)
class Plan:
    """The algebra that lays a rulebook's terms out in layers; its values are literals."""

    order: tuple[str, ...]
    items: dict[str, Item] = field(default_factory=dict[str, Item])
    leaves: dict[str, t.Compare] = field(default_factory=dict[str, t.Compare])
    abouts: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    names: dict[str, Literal] = field(default_factory=dict[str, Literal])
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


Binding = dict[str, Scope]


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
    truths: dict[tuple[str, tuple[int, ...]], bool]

    def truth(self, term: t.Named, items: Binding) -> t.Truth:
        """The truth derived of a named term for the items bound."""
        literal = self.plan.names[term.name]
        if not literal.name:
            return literal.wanted
        about = self.plan.abouts[literal.name]
        found = self.truths.get((literal.name, tuple(id(items[item]) for item in about)))
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
        _check_hashes([*self.plan.items, *self.plan.leaves])
        self.rulesets = self._register()

    def derive(self, case: Scope, question: Question) -> Derived:
        """Derive the truth of every named term for a case."""
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
                    truths[name, tuple(id(bound[item]) for item in about)] = truth
        for ruleset in self.rulesets:
            run = self._fold if ruleset.over[1] else self._fire_all
            run(ruleset, case, bindings, truths, fixed)
        return Derived(self.plan, truths)

    # --- running -----------------------------------------------------------------------------------------------------

    def _fire_all(
        self, ruleset: Ruleset, _case: Scope, bindings: Bindings, truths: dict[Any, bool], fixed: dict[str, bool]
    ) -> None:
        for bound in bindings.of(ruleset.about):
            fact = self._fact(ruleset, bound, truths)
            fact.update({f"u_{name}": True for name in ruleset.unknowns if name not in fact})
            fact.update(fixed)
            for name, truth in self._fire(ruleset.handle, fact):
                about = self.plan.abouts[name]
                truths[name, tuple(id(bound[item]) for item in about)] = truth

    def _fold(
        self, ruleset: Ruleset, case: Scope, bindings: Bindings, truths: dict[Any, bool], _fixed: dict[str, bool]
    ) -> None:
        scope, name, item = ruleset.over
        outer = tuple(part for part in ruleset.about if part != item)
        for bound in bindings.of(outer):
            holder = bound[scope] if scope else case
            members, complete = holder.lists.get(name, ((), False))
            so_far = {f"a_{folded.name}": folded.kind == "each" for folded in ruleset.items}
            for member in members:
                inner = {**bound, item: member}
                fact = {"real": True, **self._fact(ruleset, inner, truths), **so_far}
                so_far = {f"a_{folded}": truth for folded, truth in self._fire(ruleset.handle, fact)}
            if not complete:
                so_far = {f"a_{folded}": truth for folded, truth in self._fire(ruleset.handle, so_far)}
            for folded in ruleset.items:
                truth = so_far.get(f"a_{folded.name}")
                if truth is not None:
                    truths[folded.name, tuple(id(bound[part]) for part in folded.about)] = truth

    def _fact(self, ruleset: Ruleset, bound: Binding, truths: dict[Any, bool]) -> dict[str, bool]:
        fact: dict[str, bool] = {}
        for name, about in ruleset.inputs:
            truth = truths.get((name, tuple(id(bound[item]) for item in about)))
            if truth is not None:
                fact[name] = truth
        return fact

    def _fire(self, handle: int, fact: dict[str, bool]) -> Iterator[tuple[str, bool]]:
        """Put one fact in working memory and yield every conclusion drawn from it."""
        state = self.engine.update_state(handle, json.dumps({"id": "f", "on": True, **fact}))
        result = self.engine.start_action_for_state(handle, state)
        message: str | None = result[1] if result else None
        while message:
            name, _, truth = message[2 : message.index('"', 2)].partition("=")
            yield name, truth == "1"
            message = self.engine.complete_and_start_action(handle, state)

    # --- registering -------------------------------------------------------------------------------------------------

    def _register(self) -> tuple[Ruleset, ...]:
        groups: dict[tuple[int, tuple[str, ...], tuple[str, str, str]], list[Item]] = {}
        for item in self.plan.items.values():
            groups.setdefault((item.layer, item.about, item.over), []).append(item)
        rulesets: list[Ruleset] = []
        for (_, about, over), items in sorted(groups.items(), key=lambda group: group[0]):
            for batch in _batches(items):
                rulesets.append(self._ruleset(batch, about, over))
        return tuple(rulesets)

    def _ruleset(self, items: list[Item], about: tuple[str, ...], over: tuple[str, str, str]) -> Ruleset:
        rules: dict[str, Any] = {}
        for item in items:
            for wanted, pattern in ((1, _pattern(item, True)), (0, _pattern(item, False))):
                if pattern is not None:
                    rules[f"{item.name}={wanted}"] = {"all": [{"m": pattern}], "cap": 200}
        handle = self.engine.create_ruleset(f"derogation-{next(_numbers)}", json.dumps(rules))
        names = dict.fromkeys(part.name for item in items for part in item.parts if part.name)
        inputs = tuple((name, self.plan.abouts[name]) for name in names)
        unknowns = tuple(part.name for item in items if item.kind == "shown" for part in item.parts)
        return Ruleset(handle, about, inputs, tuple(items), over, unknowns)


_numbers = itertools.count()

#: A pattern that every fact matches.
ALWAYS: dict[str, Any] = {"on": True}


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    """Split items so that no ruleset has more leaf tests than one fact may match."""
    batch: list[Item] = []
    names: set[str] = set()
    for item in items:
        more = {part.name for part in item.parts} | {item.name if item.over[1] else "", *item.choices}
        if item.kind == "shown":
            more |= {f"u_{part.name}" for part in item.parts}
        if batch and len(names | more) > MAX_TESTS:
            yield batch
            batch, names = [], set()
        batch.append(item)
        names |= more
    yield batch


def _pattern(item: Item, truth: bool) -> dict[str, Any] | None:
    """The pattern that derives an item true, or false; ``None`` where nothing can."""
    parts = [_wanted(part, truth) for part in item.parts]
    match item.kind:
        case "all":
            return _and(parts) if truth else _or(parts)
        case "any":
            return _or(parts) if truth else _and(parts)
        case "choose":
            return _or([_and([{f"r_{c}": True}, part]) for c, part in zip(item.choices, parts, strict=True)])
        case "shown":
            if truth is not item.otherwise:
                return parts[0]
            unknown = {f"u_{item.parts[0].name}": True} if item.parts[0].name else ALWAYS
            return _or([parts[0], _and([{ON_THE_RECORD: True}, unknown])])
        case _:
            part = item.parts[0]
            this = parts[0] if part.name else ({"real": True} if part.wanted is truth else None)
            so_far: dict[str, Any] = {f"a_{item.name}": truth}
            return _and([so_far, this]) if truth is (item.kind == "each") else _or([so_far, this])


def _wanted(part: Literal, truth: bool) -> dict[str, Any] | None:
    if part.name:
        return {part.name: part.wanted is truth}
    return ALWAYS if part.wanted is truth else None


def _and(parts: Sequence[dict[str, Any] | None]) -> dict[str, Any] | None:
    if any(part is None for part in parts):
        return None
    needed = [part for part in parts if part is not None and part != ALWAYS]
    return (needed[0] if len(needed) == 1 else {"$and": needed}) if needed else ALWAYS


def _or(parts: Sequence[dict[str, Any] | None]) -> dict[str, Any] | None:
    options = [part for part in parts if part is not None]
    if ALWAYS in options:
        return ALWAYS
    return (options[0] if len(options) == 1 else {"$or": options}) if options else None


def named_terms(rulebook: Rulebook) -> list[t.Named]:
    """The terms whose truth an assessment reports, and which both engines must agree on."""
    outcomes = outcome_terms(rulebook)
    parts = [part for rule in rulebook.rules for part in (rule.applies, rule.holds, rule.relief)]
    pairs = [*outcomes.gates, *outcomes.unit_gates, *outcomes.unit, *outcomes.case]
    return [*parts, rulebook.verdicts.in_use, outcomes.common, outcomes.own, *(term for _, term in pairs)]


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


def item_order(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The items that rules speak of, lists before the lists inside their items."""
    return tuple(spec.item for spec in sorted(vocabulary.lists.values(), key=lambda spec: spec.path.count(".")))


class Bindings:
    """Every way in which a case can bind items, listed once for each set of items."""

    def __init__(self, case: Scope, vocabulary: Vocabulary) -> None:
        self.case = case
        self.vocabulary = vocabulary
        self.found: dict[tuple[str, ...], list[Binding]] = {}

    def of(self, about: tuple[str, ...]) -> list[Binding]:
        """The bindings of the items ``about``: one for each combination that the case has."""
        if about not in self.found:
            found: list[Binding] = [{}]
            for item in self._with_holders(about):
                found = [{**bound, item: scope} for bound in found for scope in self._scopes(item, bound)]
            unique = {tuple(id(bound[item]) for item in about): bound for bound in found}
            self.found[about] = list(unique.values())
        return self.found[about]

    def _with_holders(self, about: tuple[str, ...]) -> list[str]:
        """The items and, before each, the items in whose lists it stands."""
        needed: list[str] = []
        for item in about:
            chain = [item]
            while (holder := self.vocabulary.split(self.vocabulary.items[chain[0]].path)[0]) != ROOT:
                chain.insert(0, holder)
            needed += [part for part in chain if part not in needed]
        return needed

    def _scopes(self, item: str, bound: Binding) -> list[Scope]:
        holder, name = self.vocabulary.split(self.vocabulary.items[item].path)
        scope = bound[holder] if holder else self.case
        members, _ = scope.lists.get(name, ((), False))
        other = scope.others.get(name)
        return [*members, *([other] if other is not None else [])]
