"""What gives a rule a status: the fewest facts to change in a case, or to leave out, and the days on which it turns.

The search for the smallest sets is the one that answers ``derogation change``; here it looks for a status of one
condition instead of an outcome, and takes days at the edge of what will do, since it is there that readers go wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, combinations, islice
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ...engine.answer import Derivation
from ...engine.case.facts import NEVER, View
from ...engine.change.found import Found, Option
from ...engine.change.proposals import changed_case, fact_changes
from ...engine.change.search import Search
from ...engine.law import terms as t
from ...engine.law.rulebook import Rule, Rulebook, Status
from ...engine.why.statuses import status_of
from ...engine.worlds.critical_days import critical_days, is_timed

#: Facts to write into a case, by path; ``None`` leaves one out.
Facts = Mapping[str, Any]

#: Smallest sets among which chance chooses.
MOST_SETS = 24
#: The days on which rules are put to see whether they turn on the day.
EVERY_DAY = (date(2020, 12, 1), date(2026, 7, 30))
DAY = timedelta(days=1)


class Kind(Struct, frozen=True):
    """What is wanted of a case: a status of a condition or gate (a gate that is *met* holds and decides), and how hard
    it is to see (1 to 5)."""

    rule: Rule
    status: Status
    difficulty: int = 1


def unit_of(derivation: Derivation, rule: Rule) -> View | None:
    """The first unit, for a rule about units; ``None`` for one about the case."""
    return derivation.units[0] if derivation.machine.rulebook.about_unit(rule) and derivation.units else None


def status_in(derivation: Derivation, rule: Rule) -> Status:
    """The status of a rule, of the first unit where it is about units."""
    return status_of(derivation, rule, unit_of(derivation, rule))[0]


def rests_on(rule: Rule) -> frozenset[str]:
    """The paths of the facts on which the status of a rule can rest."""
    return frozenset(
        fact.path
        for part in t.walk(rule.satisfied)
        if isinstance(part, t.Compare)
        for operand in (part.left, part.right)
        for fact in t.operand_facts(operand)
    )


def ways(derivation: Derivation, rule: Rule, status: Status, random: Random) -> Iterator[Facts]:
    """The facts that give a rule a status, smallest sets first and those of one size as chance has them; of a gate,
    after these, the day assessed; none where nothing can. Nothing has to be changed where the first set is empty."""
    if status_in(derivation, rule) == status:
        yield {}
    elif status == "undetermined":
        yield from _left_out(derivation, rule, random)
    else:
        yield from _changed(derivation, rule, status, random)
        days = turning_days(derivation, rule, *EVERY_DAY) if rule.kind == "gate" else []
        yield from ({"assess_on": day.isoformat()} for day in random.sample(days, len(days)))


# --- facts left out --------------------------------------------------------------------------------------------------


def _left_out(derivation: Derivation, rule: Rule, random: Random) -> Iterator[Facts]:
    """One known fact on which the rule rests, or two, to be left out."""
    series = derivation.machine.rulebook.series
    known = [
        view.address.fact(key).text
        for view in derivation.case.walk()
        if not view.address.steps or view.address.steps[0].list not in series
        for key in view.values
        if view.address.fact(key).generic in rests_on(rule)
    ]
    random.shuffle(known)
    for paths in chain(combinations(known, 1), combinations(known, 2)):
        yield dict.fromkeys(paths)


# --- facts changed ---------------------------------------------------------------------------------------------------


def _changed(derivation: Derivation, rule: Rule, status: Status, random: Random) -> Iterator[Facts]:
    search = Search(derivation, term_of(rule, status, derivation.machine.rulebook), unit=unit_of(derivation, rule))
    found = search.found(everything=True, every_fact=True)
    if found is None:
        return
    sets = list(islice(found.in_order(), MOST_SETS))
    random.shuffle(sets)
    for names in sorted(sets, key=len):
        facts = fact_changes(found.ground, _at_an_edge(found, found.option(names), random))
        lists = derivation.machine.rulebook.vocabulary.lists
        if any(fact.generic in lists for fact in facts) or changed_case(found.ground, facts) is None:
            continue
        yield {fact.path: fact.value for fact in facts}


def term_of(rule: Rule, status: Status, rulebook: Rulebook) -> t.Named:
    """The formula of a status, under a name of its own."""
    formulas: dict[str, t.Term] = {
        "met": t.All((rule.applies, rule.holds)),
        "not_met": t.Not(rule.satisfied),
        "not_applicable": t.Not(rule.applies),
        "relieved": t.All((rule.applies, t.Not(rule.holds), rule.relief)),
    }
    about = (rulebook.verdicts.unit,) if rulebook.about_unit(rule) else ()
    return t.Named(f"{status} of {rule.id}", f"{rule.title}: {status}", formulas[status], about)


def _at_an_edge(found: Found, option: Option, random: Random) -> Option:
    """The set with one value of each day: the first or last of a stretch of days that will do, seldom *never*."""
    masks: list[tuple[int, int]] = []
    for at, mask in option.masks:
        variable = found.ground.variables[at]
        if isinstance(variable.values[0], date):
            places = [place for place in range(len(variable.values)) if mask >> place & 1]
            edges = [
                place
                for place in places
                if variable.values[place] != NEVER and not {place - 1, place + 1} <= set(places)
                and 2000 < variable.values[place].year < 2100
            ]  # fmt: skip
            if edges and random.random() < 0.8:
                mask = 1 << random.choice(edges)
        masks.append((at, mask))
    return replace(option, masks=tuple(masks))


# --- days ------------------------------------------------------------------------------------------------------------


def turning_days(derivation: Derivation, rule: Rule, first: date, last: date) -> list[date]:
    """The days within bounds on which some comparison begins to have another truth, and the days before them; none for
    a rule that does not turn on the day."""
    if not any(is_timed(part) for part in t.walk(rule.satisfied)):
        return []
    found = critical_days(derivation.machine.rulebook, derivation.case)
    return sorted({day for each in found for day in (each - DAY, each) if first <= day <= last})
