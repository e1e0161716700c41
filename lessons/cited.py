"""The facts that a learner names: where they stand in the case, and what they have to do with a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from ..engine.case.address import UNLISTED, Address
from ..engine.case.facts import View
from ..engine.case.vocabulary import ListSpec
from ..engine.law import terms as t
from ..engine.law.rulebook import Rule, Rulebook
from ..engine.why.reasons import FOLLOWS, FactUse, fact_use
from .answer import THE_DAY
from .reasons import Reads, reads_of
from .result import CitedFact

#: A fact with the thing that it is of.
Named = tuple[Address, FactUse]
#: A group may be named if one in so many of its facts bears on the rule.
BESIDE = 4


class FileFacts(Struct):
    """Every fact that the things of a case may state, by its place in the file, as counted from one standpoint."""

    case: View
    rulebook: Rulebook
    _uses: dict[str, list[tuple[Address, FactUse]]] = field(default_factory=dict[str, list[tuple[Address, FactUse]]])
    _reads: dict[str, Reads] = field(default_factory=dict[str, Reads])

    @property
    def uses(self) -> Mapping[str, Sequence[tuple[Address, FactUse]]]:
        """Each fact with the thing that it is of, in the order of the vocabulary; one that is said of every technology
        once for each, under one place."""
        if not self._uses:
            vocabulary = self.rulebook.vocabulary
            by_scope: dict[str, list[str]] = {}
            for path in (*vocabulary.facts, *(path for path in vocabulary.lists if path not in self.rulebook.series)):
                by_scope.setdefault(vocabulary.split(path)[0], []).append(path)
            units = self.case.items(self.rulebook.verdicts.units)
            for thing in self.case.walk():
                if (units.known and not thing.address.listed) or any(map(thing.address.within, self.constant)):
                    continue
                for path in by_scope.get(thing.address.item, ()):
                    key = vocabulary.split(path)[1]
                    use = fact_use(thing, key, vocabulary.facts[path]) if path in vocabulary.facts else None
                    use = use or _list_use(thing, key, vocabulary.lists[path])
                    self._uses.setdefault(use.path, []).append((thing.address, use))
        return self._uses

    @property
    def constant(self) -> frozenset[str]:
        """The lists that the law itself fills (reports due): what stands there is no fact of the case."""
        return frozenset(name for name, items in self.rulebook.series.items() if items.known)

    def named(self, place: str) -> list[tuple[Address, FactUse]]:
        """The facts at a place of the file: one, or all of a group, a list or an item; none where there is no such."""
        inside = (f"{place}.", f"{place}[")
        here = (uses for path, uses in self.uses.items() if path == place or path.startswith(inside))
        return [use for uses in here for use in uses]

    def reads(self, rule: Rule) -> Reads:
        """What a rule reads, found once."""
        if rule.satisfied.name not in self._reads:
            self._reads[rule.satisfied.name] = reads_of(rule)
        return self._reads[rule.satisfied.name]

    def bears(self, thing: Address, use: FactUse, rule: Rule, unit: Address | None) -> bool:
        """Whether a rule, of this unit where it is about units, reads a fact, or a fact that follows from it."""
        if unit is not None and thing.within(unit.steps[0].list) and thing.steps[0] != unit.steps[0]:
            return False
        if unit is not None and unit.steps[0].at == UNLISTED and use.fact == self.rulebook.verdicts.units:
            return True
        reads, address = self.reads(rule).facts, thing.fact(self.rulebook.vocabulary.split(use.fact)[1])
        return use.fact in reads or any(
            address in entailed.rests_on and other.address.fact(key).generic in reads
            for other in self.case.walk()
            for key, entailed in other.entailed.items()
        )

    def is_one(self, place: str, uses: Sequence[Named], bearing: Sequence[Named]) -> bool:
        """Whether a place may be named for the facts in it that bear on a rule: it is one of them, or not too much of
        what it takes in is beside the point. Whoever names a whole technology has named nothing."""
        return any(use.path == place for _, use in bearing) or len(bearing) * BESIDE >= len(uses)

    def indicated(self, use: FactUse, rule: Rule) -> str:
        """The question of the finding that a rule reads and for or against which a fact only speaks; else nothing."""
        for path in sorted(self.reads(rule).facts):
            spec = self.rulebook.vocabulary.facts.get(path)
            if spec is not None and any(indicator.fact == use.fact for indicator in spec.indicators):
                return spec.question
        return ""

    def reader(self, use: FactUse) -> str:
        """The provision of the first condition or gate that reads a fact, as it is cited; nothing where none does."""
        for rule in self.rulebook.of_kind("condition", "gate"):
            if use.fact in self.reads(rule).facts:
                return self.rulebook.cite(rule.provision)
        return ""


def _list_use(thing: View, key: str, spec: ListSpec) -> FactUse:
    """A list as a fact: what is in it, as far as that is known."""
    members = thing.items(key)
    names = ", ".join(member.name for member in members.known)
    if not any(member.name and not member.name.isdigit() for member in members.known):
        names = str(len(members.known)) if members.known else ""
    more = "" if members.complete else "; there may be more" if members.known else "unknown (not asked)"
    place = thing.address.fact(key).text
    value = len(members.known) if members.complete else None
    return FactUse(place, value, "supplied", "", spec.question, f"{names}{more}" or "none", fact=spec.path)


class Citing(Struct, frozen=True):
    """The facts that a learner names for one rule and subject, and how each stands to it."""

    cited: tuple[CitedFact, ...]
    places: frozenset[str]

    def has(self, use: FactUse) -> bool:
        """Whether the fact of a proof is among those named, or what it follows from is."""
        return _among(use, self.places)

    @property
    def idle(self) -> tuple[CitedFact, ...]:
        """Those that do not bear on the rule."""
        return tuple(each for each in self.cited if not each.bears)


def _among(use: FactUse, places: frozenset[str] | set[str]) -> bool:
    """Whether a fact stands at one of these places, or follows from one that does."""
    follows = use.note.partition(FOLLOWS)[2].partition(":")[0].split(", ")
    return use.path in places or not places.isdisjoint(follows)


def citing(
    facts: FileFacts, places: Iterable[str], rule: Rule, unit: Address | None, decisive: Iterable[FactUse]
) -> Citing:
    """How the facts at these places stand to a rule; places that name nothing are left out (they were refused)."""
    deciding, split = tuple(decisive), facts.rulebook.vocabulary.split
    found, named = list[CitedFact](), set[str]()
    for place in places:
        if place == THE_DAY:
            looks = facts.reads(rule).the_day
            found.append(CitedFact(place, "The day assessed", "", looks, looks))
            continue
        uses = facts.named(place)
        bearing = [(thing, use) for thing, use in uses if facts.bears(thing, use, rule, unit)]
        if not facts.is_one(place, uses, bearing):
            bearing = []
        paths = {path for thing, use in bearing for path in (use.path, thing.fact(split(use.fact)[1]).text)}
        named |= paths
        decides = any(_among(use, paths) for use in deciding)
        one = next((use for _, use in uses), None)
        if one is None:
            continue
        indicates = "" if bearing else facts.indicated(one, rule)
        of = "" if bearing or indicates else facts.reader(one)
        single = len(uses) == 1 or place == one.path
        found.append(
            CitedFact(
                place, one.question if single else "", one.text if single else "", bool(bearing), decides, indicates, of
            )
        )
    return Citing(tuple(found), frozenset(named))


def provisions_of(rule: Rule, rulebook: Rulebook, uses: Iterable[FactUse]) -> frozenset[str]:
    """The provisions on which what a rule says may be said to rest: its own and those that hold it, its authorities,
    the limbs that it is made of, and those of its readings and of its facts."""
    found = {rule.provision, *rule.authority}
    for part in (rule.applies, rule.holds, rule.relief):
        limbs = (term.name for term in t.walk(part) if isinstance(term, t.Named) and term.name in rulebook.by_id)
        found |= {rulebook.by_id[name].provision for name in limbs}
    for name in rule.readings:
        reading = rulebook.readings[name]
        found |= {*reading.provisions, *(each for choice in reading.choices for each in choice.authority)}
    for use in uses:
        spec = rulebook.vocabulary.facts.get(use.fact)
        found |= set(spec.provisions if spec is not None else ())
    return frozenset(above for each in found for above in _and_above(each))


def _and_above(provision: str) -> Iterator[str]:
    """A provision and those that it stands in: ``3(1)(g)(ii)``, ``3(1)(g)``, ``3(1)``, ``3``."""
    yield provision
    while provision.endswith(")"):
        provision = provision[: provision.rindex("(")]
        yield provision
