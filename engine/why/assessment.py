"""The assessment of a case: both engines, then every part of the answer as a view of the one proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct, field

from ...reading.errors import BadInput, Impossible, Problem
from ...reading.values import did_you_mean
from ..answer import ENGINES, Derivation, derive, derive_twice
from ..case.address import Address
from ..case.facts import Entity, Statement, View
from ..case.standpoint import Parties, seen_from
from ..case.words import long_date, plain
from ..law import terms as t
from ..law.rulebook import Kind, Rule, Rulebook
from ..truth.evaluator import Node, Question
from .examples import blocking_of, either_way, subject_of, supposed, witnesses_of
from .findings import findings_of
from .reasons import FactUse, about_series, each_once, facts_read, leaves, open_texts, shown_nodes
from .relevance import Bearing, bearing, readings_met, unknown_facts
from .results import (
    Assessment,
    DisputedFact,
    MissingFact,
    PositionResult,
    ReadingResult,
    RuleResult,
    UnitResult,
    Way,
    own_sentence,
)
from .statuses import ruled, status_of


class Facts(Struct, frozen=True, dict=True):
    """What is assessed: facts, parties, the readings that the author or a party takes, and the days of sources."""

    name: str
    entity: Entity
    parties: Parties = field(default_factory=Parties)
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    party_readings: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    source_days: Mapping[str, date] = field(default_factory=dict[str, date])

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """Everyone who takes a position on a fact; from the standpoint of anybody else the case is what it is by
        default."""
        positions = (position for each in statements(self.entity) for position in self.parties.positions(each))
        return tuple(dict.fromkeys(position.by for position in positions))

    def all_parties(self) -> tuple[str, ...]:
        """Everyone who takes a position on a fact or a reading, or is declared as a party."""
        return tuple(dict.fromkeys((*self.speakers, *self.party_readings, *self.parties.interests)))

    def party(self, name: str) -> str:
        """The party of this name, whatever the case of its letters.

        Raises :class:`BadInput` naming the parties: a misspelt one would get the answer of nobody as its own.
        """
        if name in self.parties.interests:
            return name
        parties = self.all_parties()
        for known in parties:
            if known.casefold() == name.strip().casefold():
                return known
        listed = f"Parties: {', '.join(parties)}." if parties else "No party takes a position in it."
        raise BadInput(
            Problem(f"{name!r} takes no position in this case", hint=f"{did_you_mean(name, parties)} {listed}".strip())
        )


def statements(entity: Entity) -> Iterator[Statement]:
    """Every statement of an entity and of the items of its lists, once where several items share it."""
    yield from (statement for _, statement in _stated(entity).values())


def _stated(entity: Entity) -> dict[str, tuple[Address, Statement]]:
    """Every statement by the place where it is stated, with the address of the first fact that it states."""
    found: dict[str, tuple[Address, Statement]] = {}
    for thing in entity.walk():
        for key, statement in thing.statements.items():
            found.setdefault(statement.path, (thing.address.fact(key), statement))
    return found


def question_of(
    rulebook: Rulebook,
    facts: Facts,
    on: date,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Question:
    """The readings on which a question is answered: the user's choice, else the party's, the author's, the default.

    Raises :class:`BadInput` where ``standpoint`` is not the name of a party, exactly.
    """
    if standpoint is not None and facts.party(standpoint) != standpoint:
        raise BadInput(Problem(f"{standpoint!r} is spelt {facts.party(standpoint)!r} in this case"))
    taken = facts.party_readings.get(standpoint or "", {})
    chosen = {**rulebook.default_readings, **facts.readings, **taken, **(readings or {})}
    return Question(on, chosen, on_the_record)


def assess(
    rulebook: Rulebook,
    facts: Facts,
    on: date,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> Assessment:
    """Assess a case on a day.

    ``standpoint`` takes a party's positions; ``on_the_record`` lets the burden of proof decide what is left open;
    ``readings`` are choices that prevail over all others; ``engines`` may leave the second one out.
    Raises :class:`EngineDisagreement`.
    """

    def asked(party: str | None) -> Question:
        return question_of(rulebook, facts, on, party, on_the_record=on_the_record, readings=readings)

    case = seen_from(facts.entity, facts.parties, standpoint, rulebook.series)
    derivation, ran = derive_twice(rulebook, case, asked(standpoint), engines)
    found = bearing(derivation)
    missing = unknown_facts(found)
    conditions = tuple(_results(found, "condition"))
    others = tuple(_results(found, "gate", "relief", "exception", "purpose", "split", "note"))
    doubts = tuple(result for result in _results(found, "consistency") if result.said)
    by_party: dict[str, str] = {}
    contradicted: dict[str, str] = {}
    for party in facts.all_parties():
        same = party == standpoint or (standpoint is None and party not in facts.speakers)
        if same and asked(party) == derivation.question:
            by_party[party] = derivation.outcome
            continue
        seen = case if same else seen_from(facts.entity, facts.parties, party, rulebook.series)
        try:
            by_party[party] = derive_twice(rulebook, seen, asked(party), engines, outcome_only=True)[0].outcome
        except Impossible as excluded:
            contradicted[party] = excluded.problems[0].message
    in_dispute = missing
    if standpoint is not None:
        default = seen_from(facts.entity, facts.parties, None, rulebook.series)
        in_dispute = unknown_facts(bearing(derive(rulebook, default, asked(None))))
    gates = tuple((outcome, derivation.node(gate)) for outcome, gate in derivation.machine.terms.gates)
    ignored = [unit for unit in derivation.units if derivation.truth(rulebook.verdicts.in_use, unit) is False]
    # before the readings, whose searches go on where these end: what is shown of the case does not hang on them
    possible, units = derivation.possible, tuple(_units(derivation, ignored))
    witnesses, blocking = tuple(witnesses_of(derivation)), tuple(blocking_of(found, conditions))
    return Assessment(
        rulebook=rulebook,
        case=facts.name,
        on=on,
        standpoint=standpoint,
        on_the_record=on_the_record,
        outcome=derivation.outcome,
        possible_outcomes=possible,
        units=units,
        ignored_units=tuple(unit.entity.name for unit in ignored),
        conditions=conditions,
        other_rules=others,
        missing_facts=tuple(_missing(rulebook, missing)),
        disputed_facts=tuple(_disputed(rulebook, facts, derivation.case, set(in_dispute))),
        by_party=by_party,
        contradicted=contradicted,
        readings=tuple(_readings(facts, standpoint, readings or {}, derivation, gates, (*conditions, *others))),
        findings=tuple(findings_of(derivation.case, rulebook, facts.source_days)),
        consistency=doubts,
        notes=tuple(_notes(others, rulebook, derivation, ignored)),
        engines=ran,
        gates=gates,
        derivation=derivation,
        witnesses=witnesses,
        blocking_sets=blocking,
    )


# --- the parts -------------------------------------------------------------------------------------------------------


def _units(derivation: Derivation, ignored: list[View]) -> Iterator[UnitResult]:
    verdicts = derivation.machine.rulebook.verdicts
    for unit, possible in zip(derivation.units, derivation.unit_possible, strict=True):
        if unit not in ignored:
            outcome = possible[0] if len(possible) == 1 else verdicts.open
            yield UnitResult(unit.entity.name, outcome, possible, derivation.truth(verdicts.in_use, unit))


def _results(found: Bearing, *kinds: Kind) -> Iterator[RuleResult]:
    derivation = found.derivation
    units = derivation.units or ((derivation.other,) if derivation.other is not None else ())
    for rule, unit in ruled(derivation, *kinds, units=units):
        yield _result(found, rule, unit)


def _result(found: Bearing, rule: Rule, unit: View | None) -> RuleResult:
    derivation = found.derivation
    rulebook = derivation.machine.rulebook
    proofs = (
        derivation.node(rule.applies, unit),
        derivation.node(rule.holds, unit),
        derivation.node(rule.relief, unit),
    )
    status, worlds = status_of(derivation, rule, unit)
    ways = tuple(Way(way, supposed(world, rulebook.vocabulary)) for way, world in worlds)
    behind = leaves(*(shown_nodes("undetermined" if ways else status, proofs)))
    told = facts_read(behind, rulebook.vocabulary)
    texts = open_texts(behind)
    failing = status == "not_met"
    not_shown = failing and _not_shown(derivation.node(rule.satisfied, unit) if rule.kind == "condition" else proofs[1])
    said = own_sentence(rule, status, not_shown=not_shown)
    decides = rule.kind == "condition" and not derivation.determined and status != "not_applicable"
    return RuleResult(
        rule=rule,
        subject=subject_of(rule, unit, rulebook),
        status=status,
        because=because(said, texts, told, rulebook) if not ways else either_way(ways),
        facts=tuple(each_once(told)),
        readings={reading: derivation.question.readings[reading] for reading in rule.readings},
        decisive=decides and (rule.id, unit.address if unit is not None else None) in found.decisive,
        blocking=failing and rule.kind == "condition" and _bars(found, unit),
        not_shown=not_shown,
        open_texts=tuple(texts),
        proofs=proofs,
        satisfied_by=ways,
    )


def _not_shown(matter: Node) -> bool:
    """Whether a matter fails only because whoever bears the burden left it open."""
    shown = matter.children[0]
    return isinstance(shown.term, t.Shown) and shown.truth is False and shown.children[0].truth is None


def _bars(found: Bearing, unit: View | None) -> bool:
    """Whether a failing condition stands in the way of an outcome that fails."""
    derivation = found.derivation
    fails = derivation.outcome == derivation.machine.rulebook.verdicts.failed
    return fails and found.reached and (unit is None or unit in found.units)


def because(said: str, texts: Sequence[str], told: Sequence[tuple[Node, FactUse]], rulebook: Rulebook) -> str:
    """The reason in words: what the rule itself says, why it is open, then the facts that the proof rests on."""
    sentences = [said] if said else []
    rows: dict[str, dict[str, None]] = {}
    for text in texts:
        rows.setdefault("", {})[text if text.endswith(".") else f"{text}."] = None
    for leaf, use in told:
        if use.question.endswith("?"):
            rows.setdefault(about_series(leaf, rulebook.series), {})[sentence(use)] = None
    for row, facts in rows.items():
        sentences += [f"For the {row}:", *facts] if row else facts
    return " ".join(sentences)


#: How a fact came to count, where that is worth a word beside it.
HOW_IT_COUNTS: dict[str, str] = {
    "assumed": "assumed",
    "claimed": "claimed",
    "agreed": "agreed",
    "admitted": "admitted",
    "own_word": "on its own word",
}


def sentence(use: FactUse) -> str:
    """One fact as question and answer, with its evidence; that of a party's word stands among the positions."""
    standing = f" ({HOW_IT_COUNTS[use.standing]})" if use.standing in HOW_IT_COUNTS else ""
    told = use.note and not (use.standing in ("disputed", "uncorroborated") and use.source)
    evidence = f" [{use.evidence}]" if told else ""
    return f"{use.question} {use.text[:1].upper()}{use.text[1:]}{standing}.{evidence}"


def _missing(rulebook: Rulebook, missing: Mapping[str, tuple[FactUse, int]]) -> Iterator[MissingFact]:
    vocabulary = rulebook.vocabulary
    for path, (use, _) in missing.items():
        fact = vocabulary.facts.get(use.fact)
        provisions = fact.provisions if fact is not None else vocabulary.lists[use.fact].provisions
        who = fact.who if fact is not None else "provider"
        yield MissingFact(path, use.question, provisions, who, use.standing)


def _disputed(rulebook: Rulebook, facts: Facts, case: View, decisive: set[str]) -> Iterator[DisputedFact]:
    for address, statement in _stated(facts.entity).values():
        positions = tuple(
            PositionResult(p.by, plain(p.value), p.because, p.source, p.inferred)
            for p in facts.parties.positions(statement)
        )
        if positions:
            spec = rulebook.vocabulary.facts.get(address.generic)
            question = spec.question if spec is not None else ""
            standing = case.at(address).standings.get(address.key, "disputed")
            yield DisputedFact(statement.path, question, positions, statement.path in decisive, standing)


def _readings(
    facts: Facts,
    standpoint: str | None,
    given: Mapping[str, str],
    derivation: Derivation,
    gates: tuple[tuple[str, Node], ...],
    results: tuple[RuleResult, ...],
) -> Iterator[ReadingResult]:
    nodes = [
        *(node for _, node in gates),
        *(node for result in results if result.kind == "condition" for node in (result.proofs or ())),
    ]
    taken = facts.party_readings.get(standpoint or "", {})
    for name, others in readings_met(derivation, nodes).items():
        by = (
            "user"
            if name in given
            else standpoint or ""
            if name in taken
            else "case"
            if name in facts.readings
            else "default"
        )
        turns = any(outcome != derivation.outcome for outcome in others.values())
        yield ReadingResult(name, derivation.question.readings[name], by, turns, others)


def _notes(
    others: tuple[RuleResult, ...], rulebook: Rulebook, derivation: Derivation, ignored: list[View]
) -> Iterator[str]:
    if derivation.truth(rulebook.verdicts.decided) is False:
        yield (
            f"The law in force on {long_date(derivation.question.assessed_on)} is not encoded yet; "
            "conditions are shown provisionally and do not decide."
        )
    if not derivation.is_exact:
        yield "The search for completions was given up, so not every outcome listed as possible need be possible."
    for unit in ignored:
        yield f"{unit.entity.name} is not in use on that day and is left out."
    split = [
        text
        for result in others
        if result.kind == "gate" and result.status == "undetermined" and not result.subject.unlisted
        for text in result.open_texts
    ]
    yield from dict.fromkeys(split)
    yield from dict.fromkeys(
        f"{result.rule.title}. {result.rule.note}".strip()
        for result in others
        if result.kind in ("split", "note") and result.said
    )
