"""Small worlds: facts of one technology on one service on one day, made up to prove what the rules imply.

A world holds only the facts that a proof needs. :func:`worlds` gives every combination of the values that some rules
can tell apart, so that what holds in all of them holds for all facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations, pairwise, product

from msgspec import Struct, field
from msgspec.structs import replace

from ...engine.answer import Derivation, derive, machine
from ...engine.case.address import Address
from ...engine.case.facts import CASE, NEVER, Entity, Items, Statement, Value, View
from ...engine.case.standpoint import Parties, seen_from
from ...engine.case.vocabulary import ROOT
from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ...engine.truth.comparisons import decide
from ...engine.truth.evaluator import Evaluation, Question
from ...engine.truth.outcomes import satisfied

DAY = timedelta(days=1)
Row = Mapping[str, Value]


class World(Struct, frozen=True, dict=True):
    """One technology on one day. ``facts`` by the paths that rules use; ``lists`` by the paths of lists, each item by
    its keys (``{"since": ...}``), complete; what is in neither is unknown. ``others`` are further technologies, each as
    the first with these facts of it changed."""

    rulebook: Rulebook
    day: date
    facts: Mapping[str, Value]
    lists: Mapping[str, Sequence[Row]] = field(default_factory=dict[str, Sequence[Row]])
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    on_the_record: bool = False
    others: Sequence[Mapping[str, Value]] = ()

    def truth(self, term: t.Named) -> t.Truth:
        """The truth of a definition or of a part of a rule."""
        case, technology = self._scopes
        items = {self.rulebook.verdicts.unit: technology}
        return machine(self.rulebook).evaluator.ask(term, Evaluation(case, self._question), **items).truth

    def defined(self, definition: str) -> t.Truth:
        return self.truth(self.rulebook.definitions[definition])

    def satisfied(self, rule: str) -> t.Truth:
        """Whether a condition is satisfied."""
        return self.truth(satisfied(self.rulebook.by_id[rule]))

    def outcome(self) -> str:
        """The outcome of the case of this one technology."""
        return self.derivation().outcome

    def derivation(self) -> Derivation:
        """The derivation of the case by the evaluator."""
        return derive(self.rulebook, self._scopes[0], self._question)

    @property
    def case(self) -> View:
        """The case as the engine reads it."""
        return self._scopes[0]

    @property
    def question(self) -> Question:
        """The day and the readings on which it is asked."""
        return self._question

    @cached_property
    def _question(self) -> Question:
        return Question(self.day, {**self.rulebook.default_readings, **self.readings}, self.on_the_record)

    @cached_property
    def _scopes(self) -> tuple[View, View]:
        """The case and its one technology."""
        technologies = tuple(self._technology(number, each) for number, each in enumerate(({}, *self.others)))
        statements, lists = self._stated(CASE, ROOT, self.facts)
        entity = Entity(CASE, "", statements, {**lists, self.rulebook.verdicts.units: Items(technologies)})
        case = seen_from(entity, Parties(), None, self.rulebook.series)
        return case, case.items(self.rulebook.verdicts.units).known[0]

    def _technology(self, number: int, changed: Mapping[str, Value]) -> Entity:
        unit = self.rulebook.verdicts.unit
        address = CASE.member(self.rulebook.verdicts.units, unit, number)
        return Entity(address, unit, *self._stated(address, unit, {**self.facts, **changed}))

    def _stated(
        self, address: Address, scope: str, facts: Mapping[str, Value]
    ) -> tuple[dict[str, Statement], dict[str, Items]]:
        """What is stated of the case, or of a technology: its facts and its lists."""
        vocabulary = self.rulebook.vocabulary
        statements: dict[str, Statement] = {}
        for path, value in facts.items():
            of, key = vocabulary.split(path)
            if of == scope:
                statements[key] = Statement(path, value, "supplied")
        lists: dict[str, Items] = {}
        for path, rows in self.lists.items():
            of, key = vocabulary.split(path)
            if of == scope:
                item = vocabulary.lists[path].item
                lists[key] = Items(tuple(_item(address.member(key, item, at), row) for at, row in enumerate(rows)))
        return statements, lists


def _item(address: Address, row: Row) -> Entity:
    statements = {key: Statement(address.fact(key).text, value, "supplied") for key, value in row.items()}
    return Entity(address, address.text, statements)


def worlds(
    rulebook: Rulebook,
    terms: Sequence[t.Term],
    fixed: Mapping[str, Value],
    days: Iterable[date] | None = None,
    lists: Mapping[str, Sequence[Row]] | None = None,
    readings: Mapping[str, str] | None = None,
    *,
    within: tuple[date, date] = (date.min, date.max),
) -> Iterator[World]:
    """Every world that ``terms`` can tell apart in which the ``fixed`` facts have their values.

    All facts of the case and of the technology that the terms read are known. A day takes one value for each way in
    which the terms' comparisons with constants and with the day assessed can come out; so does the day assessed, unless
    ``days`` gives it; only days ``within`` bounds, both included, are taken. Facts of listed items are those of
    ``lists``. Two days that are compared with each other take two values each for every such way, so that the one comes
    before, with and after the other.
    """
    known = (ROOT, rulebook.verdicts.unit)
    compares = list(_with_items(terms, known, lists or {}, rulebook))
    constants = [compare.right.value for compare in compares if isinstance(compare.right, t.Literally)]
    cuts = sorted({value for value in constants if isinstance(value, date) and value != NEVER})
    facts = [fact for fact in dict.fromkeys(facts_of(compares)) if fact.path not in fixed]
    bounds = [bound for bound in within if bound not in (date.min, date.max)]
    for day in days if days is not None else critical(sorted({*cuts, *bounds})):
        if not within[0] <= day <= within[1]:
            continue
        options = [_values(fact, rulebook, compares, cuts, day) for fact in facts]
        for values in product(*options):
            stated = {fact.path: value for fact, value in zip(facts, values, strict=True)}
            yield World(rulebook, day, {**fixed, **stated}, lists or {}, readings or {})


def facts_of(compares: Iterable[t.Compare]) -> Iterator[t.Fact]:
    """The facts that comparisons read."""
    for compare in compares:
        yield from (*t.operand_facts(compare.left), *t.operand_facts(compare.right))


def _with_items(
    terms: Sequence[t.Term], known: tuple[str, ...], lists: Mapping[str, Sequence[Row]], rulebook: Rulebook
) -> Iterator[t.Compare]:
    """The comparisons in terms; one with a fact of a listed item becomes one with each value that the items have."""
    items = {rulebook.vocabulary.lists[path].item: rows for path, rows in lists.items()}
    for compare in (part for term in terms for part in t.walk(term) if isinstance(part, t.Compare)):
        alien = [fact for fact in facts_of([compare]) if fact.scope not in known]
        if not alien:
            yield compare
        elif isinstance(compare.right, t.Fact) and alien == [compare.right]:
            for row in items.get(alien[0].scope, ()):
                yield replace(compare, right=t.Literally(row[alien[0].key]))
        elif t.operand_facts(compare.right) and len(alien) != 2:
            raise ValueError("a fact is compared with one of a listed item in a way that is not foreseen here")


def critical(cuts: Sequence[date]) -> list[date]:
    """Days on, beside and between some days, with room for others on either side."""
    ends = [cuts[0] - 400 * DAY, *cuts, cuts[-1] + 400 * DAY]
    between = [before + (after - before) // 2 for before, after in pairwise(ends)]
    return sorted({day for cut in cuts for day in (cut - DAY, cut, cut + DAY)} | set(between))


def _values(
    fact: t.Fact, rulebook: Rulebook, compares: Sequence[t.Compare], cuts: Sequence[date], day: date
) -> list[Value]:
    """The values of a fact that the comparisons tell apart on a day."""
    spec = rulebook.vocabulary.facts[fact.path]
    if spec.type == "bool":
        return [True, False]
    if spec.type == "choice":
        return list(spec.choices)
    if spec.type == "number":
        return [0, 12, 13]
    concerned = [compare for compare in compares if fact in facts_of([compare])]
    if spec.type == "set":
        members = sorted({c.right.value for c in concerned if isinstance(c.right, t.Literally)}, key=str)
        return [
            frozenset(str(each) for each in some) for n in range(len(members) + 1) for some in combinations(members, n)
        ]
    enough = 2 if any(len({*facts_of([compare])}) > 1 for compare in concerned) else 1
    candidates = sorted({other + step * DAY for other in (*cuts, day) for step in range(-enough, enough + 1)})
    found: dict[tuple[t.Truth, ...], list[Value]] = {}
    for value in (*candidates, *([NEVER] if spec.never else [])):
        view = View(Entity(), {fact.key: value})
        alike = found.setdefault(tuple(decide(c, {fact.scope: view}, day) for c in concerned), [])
        if len(alike) < enough:
            alike.append(value)
    return [value for alike in found.values() for value in alike]
