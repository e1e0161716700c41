"""Profiles for property tests, drawn from the vocabulary of facts: complete and partial, with up to three technologies.

A profile begins as one of three starts (one that satisfies every condition, one that says nothing, one drawn at random)
and is then changed fact by fact, so that what is drawn lies both far from and close to where outcomes turn. Days are
drawn next to the days on which the law turns. Shrinking leads back to the start with as few changes as possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from derogation import rulebook
from derogation.cases.vocabulary import vocabulary
from derogation.engine.answer import Derivation, derive, derive_twice
from derogation.engine.case.address import Address
from derogation.engine.case.entailment import Exclusion, closed
from derogation.engine.case.facts import CASE, NEVER, Entity, Items, PartialSet, Position, Statement, Value, View
from derogation.engine.case.standpoint import Parties, seen_from
from derogation.engine.case.vocabulary import ROOT, FactSpec, Vocabulary
from derogation.engine.truth.evaluator import Question
from derogation.reading.errors import Impossible
from hypothesis import reject
from hypothesis import strategies as st
from msgspec import Struct, field
from msgspec.structs import replace

Stated = Value | PartialSet

# --- days -------------------------------------------------------------------------------------------------------------

#: The days on which something in the law turns: application, reliefs, duties to report, extensions.
TURNING = [
    *(date(2020, 12, 20), date(2020, 12, 21), date(2021, 7, 30), date(2021, 8, 2), date(2021, 9, 3)),
    *(date(2021, 12, 31), date(2022, 2, 3), date(2022, 4, 3), date(2022, 8, 3)),
    *(date(2023, 1, 31), date(2024, 1, 31), date(2024, 5, 15), date(2024, 8, 3), date(2024, 12, 16)),
    *(date(2025, 1, 31), date(2026, 1, 31), date(2026, 4, 3), date(2026, 7, 31), date(2028, 4, 3)),
]
APPLIES = date(2021, 8, 2)
#: The law of this day and those after it is not encoded.
UNKNOWN_LAW = date(2026, 7, 31)
DAYS = sorted({day + timedelta(days=step) for day in TURNING for step in (-1, 0, 1)})


@cache
def days(first: date = date(2019, 1, 1), last: date = date(2028, 12, 31)) -> st.SearchStrategy[date]:
    """Days, most of them next to a day on which the law turns."""
    near = [day for day in DAYS if first <= day <= last]
    assessed = [day for day in near if APPLIES <= day < UNKNOWN_LAW]
    return st.one_of(st.sampled_from(assessed or near), st.sampled_from(near), st.dates(first, last))


# --- values -----------------------------------------------------------------------------------------------------------

NUMBERS = {"months": (0, 6, 12, 12.5, 13), "year": (2021, 2022, 2023, 2024, 2025), "percent": (0, 0.5, 50, 100)}


@cache
def some_values(spec: FactSpec) -> list[Value]:
    """Values of a fact among which every rule can tell the difference: all of them for all but days and numbers."""
    match spec.type:
        case "bool":
            return [True, False]
        case "date":
            return [*DAYS, date(2015, 1, 1), *([NEVER] if spec.never else [])]
        case "number":
            return [*NUMBERS[spec.unit]]
        case "set":
            single = [frozenset({choice}) for choice in spec.choices]
            return [frozenset[str](), *single, frozenset(spec.choices)]
        case _:
            return [*spec.choices]


@cache
def values(spec: FactSpec) -> st.SearchStrategy[Value]:
    """Any value of a fact, days and numbers near where the law turns."""
    match spec.type:
        case "date":
            return st.one_of(st.just(NEVER), days()) if spec.never else days()
        case "set":
            return st.frozensets(st.sampled_from(spec.choices))
        case _:
            return st.sampled_from(some_values(spec))


# --- what a profile holds ---------------------------------------------------------------------------------------------


@cache
def facts_of(item: str) -> dict[str, FactSpec]:
    """The facts of one kind of thing (``""`` is the case itself), by key."""
    known = vocabulary()
    return {key: spec for path, spec in known.facts.items() for owner, key in [known.split(path)] if owner == item}


@cache
def lists_of(item: str) -> dict[str, str]:
    """The lists of one kind of thing, by key, with the names of their items."""
    known = vocabulary()
    return {key: spec.item for path, spec in known.lists.items() for owner, key in [known.split(path)] if owner == item}


#: A profile that satisfies every condition, fact by fact, by the path of the fact.
GOOD: dict[str, Value] = {
    **{path: True for path, spec in vocabulary().facts.items() if spec.type == "bool"},
    "service.communications.editorial": False,
    "service.numbering.connects": False,
    "service.numbering.reaches_numbers": False,
    "service.communications.with_provider_alone": False,
    "service.mixes": frozenset(),
    "service.communications.indicators.admission": "by_person",
    "service.communications.indicators.remuneration": frozenset({"money"}),
    "service.communications.indicators.editorial_acts": frozenset(),
    "service.internet_access": False,
    "provider.established_in": "IE",
    "technology.scans.material": "communications",
    "technology.scans.runs_on": "server",
    "technology.scans.after_report_only": False,
    "service.conveys_signals": False,
    **{path: False for path in vocabulary().facts if path.startswith("service.ancillary_exception")},
    "service.ancillary_exception.indicators.users_share": 50,
    "service.ancillary_exception.indicators.use_share": 50,
    "provider.organisations_listed_on": date(2021, 9, 1),
    "technology.detects.solicitation": False,
    "technology.scans.audio": False,
    "technology.end_to_end_encryption": "none",
    "technology.first_use.by_provider_on": date(2019, 1, 1),
    "technology.first_use.by_anyone_in_union_on": date(2015, 1, 1),
    "use.since": date(2019, 1, 1),
    "use.until": NEVER,
    "technology.impact_assessment.completed_on": date(2021, 7, 1),
    "technology.prior_consultation.started_on": date(2021, 7, 5),
    "technology.prior_consultation.completed_on": date(2021, 7, 30),
    "technology.prior_consultation.advice_issued_on": date(2021, 7, 30),
    "technology.prior_consultation.reported_back_on": date(2021, 8, 1),
    "technology.reports_to.others": False,
    "technology.processing.removes_solicitation": False,
    "technology.quality.error_rate": 0.5,
    "technology.quality.risk_factors_used": frozenset({"age_difference"}),
    "technology.suspicions.storage_purposes": frozenset({"reporting"}),
    "technology.suspicions.longest_months": 6,
    "technology.suspicions.longest_months_from_detection": 6,
    "recorded_case.detected_on": date(2021, 10, 1),
    "recorded_case.identified_on": date(2021, 10, 2),
    "recorded_case.deleted_on": date(2022, 3, 1),
    "recorded_case.last_working_day": date(2022, 10, 3),
    "recorded_case.last_working_day_from_detection": date(2022, 10, 3),
}


@dataclass(frozen=True)
class Start:
    """What a profile is before it is changed: the fact or nothing for each path, and how long its lists are.

    ``known`` is the share of facts that are known, ``good`` the share of these that are as the law wants them.
    """

    kind: str
    random: Random
    known: float = 1.0
    good: float = 0.0

    def value(self, path: str, spec: FactSpec) -> Stated | None:
        if self.kind == "silent" or self.random.random() > self.known:
            return None
        if self.kind == "good" or (path in GOOD and self.random.random() < self.good):
            return GOOD.get(path)
        value = self.random.choice(some_values(spec))
        if isinstance(value, frozenset) and self.known < 1 and self.random.random() < 0.3:
            return PartialSet(value)
        return value

    def length(self, item: str) -> int:
        if self.kind == "noise":
            return self.random.choice((0, 1, 1, 2))
        return {"report": 5, "use": 1}.get(item, 0)

    def complete(self) -> bool:
        return self.kind == "good" or self.random.random() < self.known


def _entity(start: Start, item: str, path: str, name: str, number: int = 0, **lengths: int) -> Entity:
    statements: dict[str, Statement] = {}
    for key, spec in facts_of(item).items():
        value = start.value(spec.path, spec)
        if start.kind == "good" and item == "report":
            value = _good_report(key, number) if value is None or spec.type != "bool" else value
        if value is not None:
            statements[key] = stated(path, key, value)
    lists: dict[str, Items] = {}
    for key, inner in lists_of(item).items():
        length = lengths.get(inner, start.length(inner))
        place = f"{path}.{key}" if path else key
        known = tuple(_entity(start, inner, f"{place}[{n}]", f"{inner}{n}", n) for n in range(length))
        if start.kind != "silent" or known:
            lists[key] = Items(known, start.complete())
    return Entity(rulebook().vocabulary.address(path) if path else CASE, name, statements, lists)


def _good_report(key: str, number: int) -> Value:
    year = 2021 + number
    return year if key == "year" else date(year + 1, 1, 20)


def stated(path: str, key: str, value: Stated) -> Statement:
    return Statement(f"{path}.{key}" if path else key, value, "supplied")


def good_profile(technologies: int = 1) -> Entity:
    """A complete profile that satisfies every condition, with a report for every year."""
    return _entity(Start("good", Random(0)), ROOT, "", "profile", technology=technologies)


# --- places in a profile ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A fact or a list of one thing in a profile; ``trail`` leads from the case to the thing."""

    trail: tuple[tuple[str, int], ...]
    item: str
    key: str

    @property
    def spec(self) -> FactSpec | None:
        """The fact that stands there; ``None`` where it is a list."""
        return facts_of(self.item).get(self.key)

    def __str__(self) -> str:
        return "".join(f"{name}[{index}]." for name, index in self.trail) + self.key


def places(entity: Entity, item: str = ROOT, trail: tuple[tuple[str, int], ...] = ()) -> Iterator[Place]:
    """Every place of a profile, known or not."""
    for key in facts_of(item):
        yield Place(trail, item, key)
    for key, inner in lists_of(item).items():
        yield Place(trail, item, key)
        for index, member in enumerate(entity.lists[key].known if key in entity.lists else ()):
            yield from places(member, inner, (*trail, (key, index)))


def holder(entity: Entity, place: Place) -> Entity:
    for name, index in place.trail:
        entity = entity.lists[name].known[index]
    return entity


def is_known(entity: Entity, place: Place) -> bool:
    """Whether a fact has a value, or a list is complete, so that it can be forgotten."""
    thing = holder(entity, place)
    if place.spec is None:
        return place.key in thing.lists and thing.lists[place.key].complete
    return place.key in thing.statements


def is_open(entity: Entity, place: Place) -> bool:
    """Whether a fact has no value or only a part of one, or a list may have more entries."""
    thing = holder(entity, place)
    if place.spec is None:
        return place.key not in thing.lists or not thing.lists[place.key].complete
    fact = thing.statements.get(place.key)
    return fact is None or isinstance(fact.value, PartialSet)


def changed(entity: Entity, place: Place, to: Stated | Items | None) -> Entity:
    """The profile with another value or list at a place; ``None`` makes it unknown."""
    return _changed(entity, place, to, place.trail)


def _changed(entity: Entity, place: Place, to: Stated | Items | None, trail: tuple[tuple[str, int], ...]) -> Entity:
    statements: Mapping[str, Statement] = entity.statements
    lists: Mapping[str, Items] = entity.lists
    if trail:
        (name, index), *rest = trail
        known = list(lists[name].known)
        known[index] = _changed(known[index], place, to, tuple(rest))
        lists = {**lists, name: replace(lists[name], known=tuple(known))}
    elif place.spec is None:
        lists = {key: items for key, items in lists.items() if key != place.key}
        if isinstance(to, Items):
            lists = {**lists, place.key: to}
    else:
        statements = {key: fact for key, fact in statements.items() if key != place.key}
        if to is not None and not isinstance(to, Items):
            statements = {**statements, place.key: stated(entity.place, place.key, to)}
    return replace(entity, statements=statements, lists=lists)


#: What a technology may scan, each of which the Act treats apart where it is audio alone.
SCANNED = [f"scans.{kind}" for kind in ("images", "videos", "text", "audio", "traffic_data", "other_files")]

# --- what can be ------------------------------------------------------------------------------------------------------


@cache
def limited() -> Vocabulary:
    """The vocabulary with what it presumes of facts not stated as if it held of all (a second round of advice would
    not be against the law, but a fact stated after it was presumed may turn an answer)."""
    known = vocabulary()
    return Vocabulary(known.facts, known.lists, (*known.limits, *known.presumed))


def excluded(entity: Entity) -> tuple[Exclusion, ...]:
    """What the limits of the vocabulary exclude in a profile: a day before one that it cannot precede, and so on."""
    return closed(seen_from(entity, Parties(), None, rulebook().series), limited())[1]


def consistent(entity: Entity, *, complete: bool = False) -> Entity:
    """The same profile without what its other facts exclude; ``complete`` gives such a fact a value that can be."""
    while found := excluded(entity):
        *others, address = found[0].facts
        place = _place(address)
        assert place.spec is not None
        likely = [holder(entity, _place(other)).statements[other.key].value for other in others]
        values = [*likely, *some_values(place.spec)] if complete else []
        fits = (each for each in values if type(each) is type(holder(entity, place).statements[place.key].value))
        fewer = (each for value in fits if len(excluded(each := changed(entity, place, value))) < len(found))
        entity = next(fewer, None) or changed(entity, place, None)
    return entity


def _place(address: Address) -> Place:
    return Place(tuple((step.list, int(step.at)) for step in address.steps), address.item, address.key)


# --- drawing ----------------------------------------------------------------------------------------------------------


@st.composite
def profiles(
    draw: st.DrawFn, *, complete: bool = False, technologies: int | None = None, kind: str = "", changes: int = 8
) -> Entity:
    """A profile: one of the starts, with some changes; ``complete`` leaves nothing unknown."""
    kind = kind or draw(st.sampled_from(["good", "good", "noise"] if complete else ["good", "good", "silent", "noise"]))
    known = 1.0 if complete or kind == "good" else draw(st.sampled_from([1.0, 0.9, 0.5, 0.1]))
    good = 1.0 if kind == "good" else draw(st.sampled_from([0.98, 0.9, 0.5, 0.0]))
    start = Start(kind, Random(draw(st.integers(0, 2**32))), known, good)
    count = draw(st.sampled_from([1, 2, 3, 0])) if technologies is None else technologies
    entity = _entity(start, ROOT, "", "profile", technology=count)
    audio_only = draw(st.sampled_from([0, 0, 0, 0, 0, 1, count]))
    for index in range(min(audio_only, count)):
        for key in SCANNED:
            entity = changed(entity, Place((("technologies", index),), "technology", key), key == "scans.audio")
    for _ in range(draw(st.integers(0, changes))):
        place = draw(st.sampled_from(list(places(entity))))
        if place.spec is not None:
            to = draw(values(place.spec) if complete else parts(place.spec))
            entity = changed(entity, place, to)
        elif place.key != "technologies":
            entity = changed(entity, place, draw(lists(entity, place, complete=complete)))
    if not complete and draw(st.integers(0, 5)) == 0:
        place = Place((), ROOT, "technologies")
        entity = changed(entity, place, replace(entity.lists.get("technologies", Items()), complete=False))
    return consistent(entity, complete=complete)


@cache
def parts(spec: FactSpec) -> st.SearchStrategy[Stated | None]:
    """A value, nothing, or of a set a part."""
    some = [values(spec).map(PartialSet)] if spec.type == "set" else []
    return st.one_of(st.none(), values(spec), *some)


@st.composite
def lists(draw: st.DrawFn, entity: Entity, place: Place, *, complete: bool) -> Items:
    """A list to stand at a place: the first entries of the present one, with new ones."""
    thing = holder(entity, place)
    item = lists_of(place.item)[place.key]
    present = thing.lists[place.key].known if place.key in thing.lists else ()
    kept = present[: draw(st.integers(0, len(present)))]
    path = thing.address.fact(place.key).text
    start = Start("noise", Random(draw(st.integers(0, 2**32))), 1.0 if complete else draw(st.sampled_from([1.0, 0.5])))
    new = tuple(
        _entity(start, item, f"{path}[{len(kept) + number}]", f"{item}{len(kept) + number}", len(kept) + number)
        for number in range(draw(st.integers(0, 2)))
    )
    return Items((*kept, *new), complete or draw(st.booleans()))


def completed(entity: Entity, start: Start) -> Entity:
    """The profile with everything unknown made known as ``start`` has it, and open lists closed."""
    while open_places := [place for place in places(entity) if is_open(entity, place)]:
        for place in open_places:
            thing = holder(entity, place)
            if place.spec is None:
                entity = changed(entity, place, replace(thing.lists.get(place.key, Items()), complete=True))
                continue
            value = start.value(place.spec.path, place.spec)
            if value is None:
                value = some_values(place.spec)[0]
            fact = thing.statements.get(place.key)
            if fact is not None and isinstance(fact.value, PartialSet) and isinstance(value, frozenset):
                value |= fact.value.known
            entity = changed(entity, place, value)
    return entity


@cache
def readings() -> st.SearchStrategy[dict[str, str]]:
    """A choice for every reading; the simplest is the default for all."""
    known = rulebook().readings.values()
    return st.fixed_dictionaries({reading.id: st.sampled_from([c.id for c in reading.choices]) for reading in known})


class Asked(Struct, frozen=True):
    """A profile with a question about it."""

    profile: Entity
    on: date
    readings: dict[str, str]
    on_the_record: bool = False
    parties: Parties = field(default_factory=Parties)
    standpoint: str | None = None

    def about(self, profile: Entity) -> Asked:
        """The same question about another profile."""
        return replace(self, profile=profile)

    def scope(self) -> View:
        return seen_from(self.profile, self.parties, self.standpoint, rulebook().series)

    def question(self) -> Question:
        return Question(self.on, self.readings, self.on_the_record)

    def derive(self) -> Derivation:
        """The answer of the evaluator; a profile that cannot be is no example."""
        try:
            return derive(rulebook(), self.scope(), self.question())
        except Impossible:
            reject()

    def derive_twice(self) -> Derivation:
        """The answer on which both engines agree; raises ``EngineDisagreement``."""
        self.derive()
        return derive_twice(rulebook(), self.scope(), self.question())[0]


def asked(
    profile: st.SearchStrategy[Entity] | None = None,
    on: st.SearchStrategy[date] | None = None,
    on_the_record: st.SearchStrategy[bool] | None = None,
) -> st.SearchStrategy[Asked]:
    """A profile with a question; by default any profile, on any day, on any reading, not on the record."""
    return st.builds(
        Asked,
        profiles() if profile is None else profile,
        days() if on is None else on,
        readings(),
        st.just(False) if on_the_record is None else on_the_record,
    )


@st.composite
def without_open_matters(draw: st.DrawFn, last: date = UNKNOWN_LAW - timedelta(days=1)) -> Asked:
    """A complete profile that no rule declares open: no audio mixed with other data, no technology that scans nothing,
    no consultation pending."""
    question = draw(asked(profiles(complete=True), days(last=last)))
    entity = question.profile
    for index, technology in enumerate(entity.lists["technologies"].known):
        trail = (("technologies", index),)
        facts = {key: fact.value for key, fact in technology.statements.items()}
        alone = facts["scans.audio"] is True and draw(st.booleans())
        if not alone and not any(facts[key] for key in SCANNED if key != "scans.audio"):
            entity = changed(entity, Place(trail, "technology", "scans.images"), True)
        if facts["scans.audio"] is True:
            silenced = [key for key in SCANNED if (key != "scans.audio") is alone]
            for key in silenced:
                entity = changed(entity, Place(trail, "technology", key), False)
        started, completed, advice = (
            facts[f"prior_consultation.{key}_on"] for key in ("started", "completed", "advice_issued")
        )
        if _by(started, question.on) and not _by(completed, question.on) and not _by(advice, question.on):
            end = draw(st.sampled_from(["completed_on", "advice_issued_on"]))
            entity = changed(entity, Place(trail, "technology", f"prior_consultation.{end}"), question.on)
    return question.about(entity)


def _by(day: object, limit: date) -> bool:
    return isinstance(day, date) and day <= limit


# --- disputes ---------------------------------------------------------------------------------------------------------

PARTIES = Parties({"Tower": "provider", "Beacon": "provider", "Harbour": "authority"}, {"email": "Tower"})


@st.composite
def disputed(draw: st.DrawFn) -> Asked:
    """A question about a profile some of whose facts are the positions of parties, from any standpoint."""
    question = draw(asked(profiles(technologies=draw(st.integers(0, 2))), on_the_record=st.booleans()))
    entity = question.profile
    facts = [place for place in places(entity) if place.spec is not None]
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.sampled_from(facts))
        spec = place.spec
        assert spec is not None
        positions = tuple(
            Position(party, draw(values(spec)), source=draw(st.sampled_from(["", "email"])))
            for party in draw(st.lists(st.sampled_from(list(PARTIES.interests)), unique=True, min_size=1))
        )
        thing = holder(entity, place)
        path = thing.address.fact(place.key).text
        fact = Statement(path, None, "disputed", positions=positions)
        entity = _with_statement(entity, place.trail, place.key, fact)
    standpoint = draw(st.sampled_from([None, *PARTIES.interests]))
    return replace(question, profile=entity, parties=PARTIES, standpoint=standpoint)


def _with_statement(entity: Entity, trail: tuple[tuple[str, int], ...], key: str, fact: Statement) -> Entity:
    if not trail:
        return Entity(entity.address, entity.name, {**entity.statements, key: fact}, entity.lists)
    (name, index), *rest = trail
    known = list(entity.lists[name].known)
    known[index] = _with_statement(known[index], tuple(rest), key, fact)
    items = replace(entity.lists[name], known=tuple(known))
    return Entity(entity.address, entity.name, entity.statements, {**entity.lists, name: items})


# --- profiles as files ------------------------------------------------------------------------------------------------


def writable(entity: Entity) -> Entity:
    """The same profile as a file may state it: no report is published or submitted before its year begins."""
    entity = consistent(entity)
    for place in [place for place in places(entity) if place.item == "report" and place.key.endswith("_on")]:
        facts = {key: fact.value for key, fact in holder(entity, place).statements.items()}
        day, year = facts.get(place.key), facts.get("year")
        if isinstance(day, date) and isinstance(year, int) and day.year < year:
            entity = changed(entity, place, None)
    return entity


def as_data(entity: Entity) -> dict[str, Any]:
    """A profile as the data of a profile file, which read as one gives the same facts."""
    return {"profile": "derogation/profile/1", "name": entity.name, **_data(entity)}


def _data(entity: Entity) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, fact in entity.statements.items():
        if fact.value is not None:
            _put(data, key, _written(fact.value))
    for key, items in entity.lists.items():
        named = {"id": lambda member: {"id": member.name}} if key == "technologies" else {}
        known = [{**(named["id"](member) if named else {}), **_data(member)} for member in items.known]
        _put(data, key, known if items.complete else {"known": known, "complete": False})
    return data


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    *groups, last = key.split(".")
    for group in groups:
        data = data.setdefault(group, {})
    data[last] = value


def _written(value: Stated) -> Any:
    match value:
        case PartialSet(known):
            return {"known": sorted(known), "complete": False}
        case frozenset():
            return sorted(value)
        case date():
            return "never" if value == NEVER else value.isoformat()
        case _:
            return value


def shuffled(data: Any, random: Random) -> Any:
    """The same data with the keys of every map in another order."""
    if isinstance(data, dict):
        keys = list(data)
        random.shuffle(keys)
        return {key: shuffled(data[key], random) for key in keys}
    return [shuffled(member, random) for member in data] if isinstance(data, list) else data
