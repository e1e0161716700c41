"""Timelines under a fictional act on drawbridges; nothing of the real act is needed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from derogation.engine.answer import derive
from derogation.engine.case.facts import CASE, NEVER, Entity, Items, Position, Statement, Value
from derogation.engine.case.standpoint import seen_from
from derogation.engine.case.vocabulary import FactSpec, ListSpec, Vocabulary
from derogation.engine.days.law_period import Era
from derogation.engine.days.timeline import Timeline, state_of, timeline
from derogation.engine.law import terms as t
from derogation.engine.law.loader import rulebook_of
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.comparisons import decide
from derogation.engine.why.assessment import Facts, question_of
from derogation.engine.worlds.critical_days import critical_days
from derogation.engine.worlds.cuts import day_changes
from derogation.reading.document import read_text
from msgspec.structs import replace

DAY = timedelta(days=1)

ACT = """
act: Drawbridge Act
title: Drawbridge Act
verdicts:
  units: bridges
  in_use: raised_this_year
  decided_when: act_known
  passed: lawful
  failed: unlawful
  mixed: partly_lawful
  none: nothing
  open: undecided
  jointly: {together: all}
  outcomes:
    outside: the moat is dry
    lawful: every duty is done
    unlawful: a duty is not done
    partly_lawful: some bridges are lawful
    nothing: no bridge is in use
    undecided: cannot be decided
definitions:
  - define: raised_this_year
    title: The bridge is in use
    is: {some: bridge.seasons, is: {all: [season.opened by assessed_on, season.closed from assessed_on]}}
  - define: act_known
    title: The Act is known
    is: assessed_on before 1405-01-01
  - define: grace
    title: The grace of section 4
    is: {all: [assessed_on by 1402-06-30, bridge.oiled_on before 1402-01-01]}
series:
  fairs:
    title: The fairs
    item: fair
    label: fair of {}
    rows: [{held: 1401-09-01}, {held: 1403-09-01}]
rules:
  - rule: dry
    kind: gate
    provision: DA 1
    title: The moat is dry
    subject: castle
    holds: {any: [{not: castle.moat}, assessed_on before 1401-01-01]}
    outcome: outside
  - rule: toll
    provision: DA 2
    title: The toll is posted for every fair held
    subject: castle
    holds: {each: fairs, is: {any: [not assessed_on after fair.held, castle.posted_on by fair.held]}}
  - rule: oil
    provision: DA 3
    title: The chain has been oiled within 12 months
    subject: bridge
    burden: keeper
    holds: {all: [assessed_on by bridge.oiled_on plus 12 months, bridge.planks]}
    relief: grace
  - rule: survey
    provision: DA 5
    title: The next survey is booked within a month
    subject: bridge
    holds: {any: [bridge.survey_on by assessed_on plus 1 months, bridge.survey_on from assessed_on plus 2 months]}
  - rule: flag
    provision: DA 6
    title: A flag flies
    subject: castle
    valid: {from: 1404-02-29}
    holds: castle.flag
readings:
  - reading: together
    question: Do bridges stand and fall together?
    provisions: [DA 7]
    choices:
      each: {title: each alone, argument: Each has its own chain.}
      all: {title: all together, argument: There is one moat.}
"""

VOCABULARY = Vocabulary(
    {
        spec.path: spec
        for spec in (
            FactSpec("castle.moat", "bool", "Is there water in the moat?"),
            FactSpec("castle.flag", "bool", "Does a flag fly?"),
            FactSpec("castle.posted_on", "date", "When was the toll posted?", never="not posted"),
            FactSpec("bridge.planks", "bool", "Are the planks whole?"),
            FactSpec("bridge.oiled_on", "date", "When was the chain oiled?", never="never oiled"),
            FactSpec("bridge.survey_on", "date", "When is the next survey?", never="none booked"),
            FactSpec("season.opened", "date", "When was the season opened?"),
            FactSpec("season.closed", "date", "When was it closed?", never="still open"),
        )
    },
    {
        "bridges": ListSpec("bridges", "bridge", "Which bridges are there?"),
        "bridge.seasons": ListSpec("bridge.seasons", "season", "In which seasons was it used?"),
    },
)

ERAS = (
    Era(None, date(1400, 12, 31), "no Act", "", in_force=False),
    Era(date(1401, 1, 1), date(1404, 12, 31), "the Act", "The Drawbridge Act begins", in_force=True),
    Era(date(1405, 1, 1), None, "the lost Act", "The lost Act begins", in_force=True, second_hand=True),
)


@cache
def rulebook() -> Rulebook:
    return rulebook_of([read_text(ACT, "drawbridge.yaml")], VOCABULARY)


def entity(path: str, facts: dict[str, Value | None], lists: dict[str, Items] | None = None, name: str = "") -> Entity:
    statements = {
        key: Statement(f"{path}.{key}" if path else key, value, "supplied" if value is not None else "not_asked")
        for key, value in facts.items()
    }
    return Entity(VOCABULARY.address(path) if path else CASE, name or path, statements, lists or {})


def bridge(at: int, facts: dict[str, Value | None], *seasons: tuple[date, date]) -> Entity:
    items = tuple(
        entity(f"bridges[{at}].seasons[{number}]", {"opened": opened, "closed": closed})
        for number, (opened, closed) in enumerate(seasons)
    )
    return entity(f"bridges[{at}]", facts, {"seasons": Items(items)}, f"bridge-{at}")


def castle(facts: dict[str, Value | None], *bridges: Entity, complete: bool = True) -> Facts:
    return Facts("A castle", entity("", facts, {"bridges": Items(bridges, complete)}, "A castle"))


WET: dict[str, Value | None] = {
    "castle.moat": True,
    "castle.flag": True,
    "castle.posted_on": date(1401, 3, 1),
}
SOUND: dict[str, Value | None] = {"planks": True, "oiled_on": date(1401, 8, 31), "survey_on": date(1401, 1, 31)}
ALWAYS = (date(1400, 1, 1), NEVER)


def of(facts: Facts, first: date = date(1400, 1, 1), last: date = date(1406, 12, 31), **options: bool) -> Timeline:
    return timeline(rulebook(), facts, first, last, eras=ERAS, **options)  # pyright: ignore[reportArgumentType]


def daily(facts: Facts, days: list[date], **options: bool) -> list[tuple[date, object]]:
    case = seen_from(facts.entity, facts.parties, None, rulebook().series)
    return [
        (day, state_of(derive(rulebook(), case, question_of(rulebook(), facts, day, **options))))  # pyright: ignore[reportArgumentType]
        for day in days
    ]


def test_intervals_cover_the_span_and_neighbours_differ() -> None:
    """Every day lies in one interval, every boundary changes the answer, and every boundary has a cause."""
    found = of(castle(WET, bridge(0, SOUND, ALWAYS)))
    assert (found.intervals[0].first_day, found.intervals[-1].last_day) == (date(1400, 1, 1), date(1406, 12, 31))
    for before, after in pairwise(found.intervals):
        assert after.first_day == before.last_day + DAY
        assert after.state != before.state
        assert after.causes
    assert not found.intervals[0].causes


def test_causes_are_named_in_words() -> None:
    """The law, the season of a bridge, the months that follow a fact and the end of a relief each give their words."""
    season = (date(1401, 2, 1), date(1404, 10, 31))
    found = of(castle(WET, bridge(0, {**SOUND, "oiled_on": date(1401, 2, 28)}, season)))
    told = [
        (each.first_day.isoformat(), each.state.outcome, [(cause.kind, cause.text) for cause in each.causes])
        for each in found.intervals[1:]
    ]
    assert told == [
        ("1401-01-01", "nothing", [("law", "The Drawbridge Act begins")]),
        ("1401-02-01", "lawful", [("fact", "When was the season opened? 1 February 1401")]),
        ("1402-07-01", "unlawful", [("relief", "30 June 1402 is the last day of the grace of section 4")]),
        ("1404-11-01", "nothing", [("fact", "When was it closed? 31 October 1404; it counts from the day after")]),
    ]
    assert [cause.path for cause in found.intervals[2].causes] == ["bridges[0].seasons[0].opened"]


def test_a_limit_of_months_ends_on_its_last_day() -> None:
    """Oiled on 31 August, the chain is in order until 31 August of the year after, that day included."""
    found = of(castle(WET, bridge(0, {**SOUND, "oiled_on": date(1402, 8, 31)}, ALWAYS)))
    assert found.on(date(1403, 8, 31)).state.outcome == "lawful"
    after = found.on(date(1403, 9, 1))
    assert after.state.outcome == "unlawful"
    assert [(cause.kind, cause.text) for cause in after.causes] == [
        (
            "limit",
            "When was the chain oiled? 31 August 1402; 31 August 1403 is the last day of the 12 months that follow",
        )
    ]


def test_a_day_of_a_series_that_has_passed_is_a_cause() -> None:
    """A toll not posted fails from the day after the fair."""
    found = of(castle({**WET, "castle.posted_on": NEVER}, bridge(0, SOUND, ALWAYS)))
    after = found.on(date(1401, 9, 2))
    assert after.first_day == date(1401, 9, 2)
    assert [(cause.kind, cause.text, cause.provisions) for cause in after.causes] == [
        ("due", "Fair of 1 September 1401: that day has passed", ("DA 2",))
    ]


def test_law_that_begins_later_is_a_cause_without_an_era() -> None:
    """A rule valid from a day changes the answer on that day, though no era begins."""
    lapsed = castle({**WET, "castle.flag": False}, bridge(0, {**SOUND, "oiled_on": date(1404, 1, 1)}, ALWAYS))
    found = of(lapsed)
    after = found.on(date(1404, 2, 29))
    assert (after.first_day, after.state.outcome) == (date(1404, 2, 29), "unlawful")
    assert [cause.kind for cause in after.causes] == ["law"]
    assert after.causes[0].text.startswith("29 February 1404 is the first day on which this holds")


def test_what_rests_on_law_known_second_hand_says_so() -> None:
    """The beginning of an era that is known second-hand is marked."""
    after = of(castle(WET, bridge(0, {**SOUND, "oiled_on": date(1404, 6, 1)}, ALWAYS))).on(date(1405, 1, 1))
    assert after.state.outcome == "undecided"
    assert [(cause.text, cause.second_hand) for cause in after.causes] == [("The lost Act begins", True)]


def test_causes_of_two_units_on_one_day_are_one_where_the_words_are() -> None:
    """The end of a relief is told once, with both units."""
    bridges = [bridge(at, {**SOUND, "oiled_on": date(1401, 2, 28)}, ALWAYS) for at in (0, 1)]
    after = of(castle(WET, *bridges)).on(date(1402, 7, 1))
    assert [(cause.kind, cause.units) for cause in after.causes] == [("relief", ("bridge-0", "bridge-1"))]


def test_a_change_that_does_not_bear_on_the_answer_is_no_boundary() -> None:
    """A limit that runs out while another duty fails anyway changes nothing."""
    broken = of(castle(WET, bridge(0, {**SOUND, "planks": False, "oiled_on": date(1402, 8, 31)}, ALWAYS)))
    assert date(1403, 9, 1) not in {each.first_day for each in broken.intervals}


def test_units_change_though_the_case_does_not() -> None:
    """A second bridge that comes into use is a boundary of its own, with its cause."""
    found = of(castle(WET, bridge(0, SOUND, ALWAYS), bridge(1, SOUND, (date(1401, 5, 1), NEVER))))
    after = found.on(date(1401, 5, 1))
    assert after.first_day == date(1401, 5, 1)
    assert [unit.in_use for unit in after.state.units] == [True, True]
    assert [cause.path for cause in after.causes] == ["bridges[1].seasons[0].opened"]


def test_a_party_sees_its_own_days() -> None:
    """From a party's standpoint the day that it claims is critical; by default the day in dispute is unknown."""
    claimed = (Position("Keeper", date(1402, 8, 31)), Position("Guild", date(1402, 2, 1)))
    unit = bridge(0, SOUND, ALWAYS)
    oiled = Statement("bridges[0].oiled_on", None, "disputed", positions=claimed)
    unit = replace(unit, statements={**unit.statements, "oiled_on": oiled})
    facts = castle(WET, unit)
    ends = {
        party: [
            each.first_day
            for each in timeline(rulebook(), facts, date(1401, 1, 1), date(1404, 1, 1), party, eras=ERAS).intervals
            if each.state.outcome == "unlawful"
        ]
        for party in ("Keeper", "Guild", None)
    }
    assert ends == {"Keeper": [date(1403, 9, 1)], "Guild": [date(1403, 2, 2)], None: []}


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    """There is no timeline of no days."""
    with pytest.raises(ValueError, match=r"ends .* before it begins"):
        of(castle(WET), date(1402, 1, 2), date(1402, 1, 1))


def test_a_day_outside_the_span_has_no_interval() -> None:
    """Asking for it is an error and not a guess."""
    with pytest.raises(ValueError, match="lies outside"):
        of(castle(WET), date(1402, 1, 1), date(1402, 1, 31)).on(date(1402, 2, 1))


ANY_DAY = t.Fact("", "day")


@pytest.mark.parametrize("op", ["before", "by", "from", "after"])
@pytest.mark.parametrize("months", [0, 1, 12])
@pytest.mark.parametrize("assessed_left", [True, False])
def test_a_comparison_changes_on_its_critical_day_and_on_no_other(op: t.Op, months: int, assessed_left: bool) -> None:
    """Checked day by day around ends of months, leap days and a day that never comes."""
    for value in (date(1404, 2, 29), date(1403, 3, 31), date(1403, 1, 30), date(1403, 2, 28), NEVER):
        if assessed_left:
            term = t.Compare(t.AssessedOn(), op, t.Later(ANY_DAY, months) if months else ANY_DAY)
        else:
            term = t.Compare(ANY_DAY, op, t.Later(t.AssessedOn(), months) if months else t.AssessedOn())
        case = seen_from(Entity(CASE, "", {"day": Statement("day", value, "supplied")}), Facts("", Entity()).parties)
        days = [date(1401, 12, 1) + DAY * number for number in range(1500)]
        truths = [decide(term, {"": case}, day) for day in days]
        turned = [day for day, before, here in zip(days[1:], truths, truths[1:], strict=False) if before is not here]
        assert turned == list(day_changes(term, value))


def random_castle(random: Random) -> Facts:
    """A castle with facts known, unknown and on days near each other."""
    days = [date(1401, 1, 1) + DAY * random.randrange(1600) for _ in range(5)] + [NEVER, date(1402, 6, 30)]

    def day() -> Value | None:
        return random.choice([*days, None])

    def flag() -> Value | None:
        return random.choice([True, True, False, None])

    bridges = [
        bridge(
            at,
            {"planks": flag(), "oiled_on": day(), "survey_on": day()},
            *[(random.choice(days[:5]), random.choice(days)) for _ in range(random.randrange(3))],
        )
        for at in range(random.randrange(4))
    ]
    facts = {"castle.moat": flag(), "castle.flag": flag(), "castle.posted_on": day()}
    return castle(facts, *bridges, complete=random.random() < 0.7)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("on_the_record", [False, True])
def test_random_castles_have_the_same_answer_day_by_day(seed: int, on_the_record: bool) -> None:
    """On the first and last day of every interval, and on days drawn at random, a derivation of that day agrees."""
    random = Random(seed)
    facts = random_castle(random)
    found = of(facts, on_the_record=on_the_record)
    edges = [day for each in found.intervals for day in (each.first_day, each.last_day)]
    drawn = [date(1400, 1, 1) + DAY * random.randrange(2557) for _ in range(25)]
    for day, state in daily(facts, [*edges, *drawn], on_the_record=on_the_record):
        assert found.on(day).state == state, day
    assert all(each.causes for each in found.intervals[1:])


def test_days_are_derived_once_for_each_stretch() -> None:
    """As many derivations as critical days within the span, and one for its first day."""
    facts = castle(WET, bridge(0, SOUND, ALWAYS))
    case = seen_from(facts.entity, facts.parties, None, rulebook().series)
    first, last = date(1400, 1, 1), date(1406, 12, 31)
    inside = [day for day in critical_days(rulebook(), case) if first < day <= last]
    assert of(facts, first, last).derived == 1 + len(inside) < 30
