"""Drafting findings on new technology, consultation and transitional relief: Article 3(1)(c) and (d), 3(2), 3(3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

from ...engine.case.facts import NEVER, Value
from ...engine.law import terms as t
from ...engine.law.rulebook import Rule, Rulebook
from .drafting import DraftingFinding, every, witness
from .law_days import BEGINS, LAST_DAY, RELIEF_ENDS
from .worlds import DAY, Row, World, worlds

FIRST_DEROGATION = (BEGINS, LAST_DAY)
FOR_CSAM: Mapping[str, Value] = {
    "technology.detects.known_material": True,
    "technology.detects.new_material": False,
    "technology.detects.solicitation": False,
}
#: In use since before the Regulation, and still.
IN_USE: Mapping[str, Sequence[Row]] = {"technology.periods_of_use": ({"since": date(2015, 1, 1), "until": NEVER},)}
CONSULTATION = "technology.prior_consultation"
C, D = "impact_assessment_and_consultation", "report_back_on_advice"


def relief_findings(rulebook: Rulebook) -> list[DraftingFinding]:
    """The findings of this module, in the order of the provisions."""
    return [
        advice_relief_for_material(rulebook),
        newness_is_frozen(rulebook),
        no_advice_no_duty(rulebook),
        early_consultation_without_indication(rulebook),
        diligence_is_worse(rulebook),
        relief_lifts_the_assessment_too(rulebook),
        nobody_could_consult_for_the_first_day(rulebook),
    ]


def _terms(rule: Rule) -> list[t.Term]:
    return [rule.applies, rule.holds, rule.relief]


def _without_relief(world: World, rule: Rule) -> t.Truth:
    term = t.Named(f"{rule.id}.unrelieved", rule.title, t.Any((t.Not(rule.applies), rule.holds)), rule.holds.about)
    return world.truth(term)


def advice_relief_for_material(rulebook: Rulebook) -> DraftingFinding:
    rule = rulebook.by_id[D]

    def matters(world: World) -> bool:
        return world.satisfied(D) is True and _without_relief(world, rule) is not True

    def agrees(world: World) -> bool:
        own = world.facts["technology.first_use.by_provider_on"]
        anyone = world.facts["technology.first_use.by_anyone_in_union_on"]
        assert isinstance(own, date)
        assert isinstance(anyone, date)
        return not matters(world) or own < BEGINS <= anyone

    tried = list(worlds(rulebook, _terms(rule), FOR_CSAM, within=FIRST_DEROGATION))
    checked, holds = every(tried, agrees)
    shown = next((world for world in tried if matters(world)), None)
    return DraftingFinding(
        id="advice_relief_for_material",
        statement=(
            "For technology that looks for child sexual abuse material only, the relief of Article 3(3) can change the "
            "result only where the provider used it before 2 August 2021, but on nobody who used a number-independent "
            "service in the Union: used on such users, it would not be new, and point (d) would not apply at all."
        ),
        provisions=("3(3)", "3(1)(d)"),
        method="exhaustive",
        over="all facts on which point (d) and its relief rest, for technology that detects material only",
        witnesses=(witness(shown, "Relieved from point (d), which it would otherwise not satisfy."),) if shown else (),
        checked=checked,
        holds=holds and shown is not None,
    )


def newness_is_frozen(rulebook: Rulebook) -> DraftingFinding:
    term = rulebook.definitions["new_technology"]

    def agrees(world: World) -> bool:
        first = world.facts["technology.first_use.by_anyone_in_union_on"]
        assert isinstance(first, date)
        detects = world.facts["technology.detects.known_material"] or world.facts["technology.detects.new_material"]
        return world.defined("new_technology") is (bool(detects) and first >= BEGINS)

    tried = list(worlds(rulebook, [term], {}, within=FIRST_DEROGATION))
    checked, holds = every(tried, agrees)
    timeless = not any(isinstance(part, t.AssessedOn) for part in _operands(term))
    last = next(world for world in reversed(tried) if world.defined("new_technology"))
    return DraftingFinding(
        id="newness_is_frozen",
        statement=(
            "Technology for material that was first used on users in the Union on or after 2 August 2021 stays new "
            "for as long as the Regulation applies; the amendment of 2024 left that day where it was."
        ),
        provisions=("3(1)(d)",),
        method="exhaustive",
        over="the kinds of material and the days of first use that the definition tells apart; it reads no other day",
        witnesses=(witness(last, "Still new on the last day of the first derogation."),),
        checked=checked,
        holds=holds and timeless,
    )


def _operands(term: t.Term) -> list[t.Operand]:
    compares = [part for part in t.walk(term) if isinstance(part, t.Compare)]
    return [operand for compare in compares for operand in (compare.left, compare.right)]


def no_advice_no_duty(rulebook: Rulebook) -> DraftingFinding:
    rule = rulebook.by_id[D]

    def ended(world: World) -> bool:
        day = world.facts[f"{CONSULTATION}.completed_on"]
        return isinstance(day, date) and day <= world.day

    def agrees(world: World) -> bool:
        return not ended(world) or _without_relief(world, rule) is True

    fixed: dict[str, Value] = {f"{CONSULTATION}.advice_issued_on": NEVER}
    tried = list(worlds(rulebook, [rule.applies, rule.holds], fixed, within=FIRST_DEROGATION))
    checked, holds = every(tried, agrees)
    shown = next(world for world in tried if world.defined("new_technology") and ended(world))
    return DraftingFinding(
        id="no_advice_no_duty",
        statement=(
            "Where the consultation has ended and the authority gave no written advice, point (d) asks nothing of new "
            "technology: the authority's silence leaves it as free as technology in use before."
        ),
        provisions=("3(1)(d)", "GDPR 36(2)"),
        method="exhaustive",
        over="all facts on which point (d) rests, where no advice is ever issued, on the reading advice=if_issued",
        witnesses=(witness(shown, "New, consulted, no advice: point (d) is satisfied."),),
        checked=checked,
        holds=holds,
    )


def early_consultation_without_indication(rulebook: Rulebook) -> DraftingFinding:
    rule = rulebook.by_id[C]
    fixed: dict[str, Value] = {
        f"{CONSULTATION}.completed_on": BEGINS - DAY,
        f"{CONSULTATION}.no_high_risk_or_mitigated": False,
    }
    checked, holds = 0, True
    for choice, when in product(("recital31", "none"), ("processing", "first_use")):
        readings = {"earlier_consultation": choice, "assessment_time": when, "consultation": "always"}
        tried = worlds(rulebook, _terms(rule), fixed, None, IN_USE, readings, within=FIRST_DEROGATION)
        number, agree = every(tried, lambda world: world.satisfied(C) is False)
        checked, holds = checked + number, holds and agree
    shown = World(
        rulebook,
        BEGINS,
        {
            **fixed,
            "technology.impact_assessment.completed_on": date(2021, 3, 1),
            "technology.first_use.by_provider_on": date(2015, 1, 1),
            f"{CONSULTATION}.started_on": date(2021, 4, 1),
            f"{CONSULTATION}.duly_cooperates": True,
        },
    )
    return DraftingFinding(
        id="early_consultation_without_indication",
        statement=(
            "A consultation completed before 2 August 2021, in which the authority gave no indication that the risk is "
            "not high or is mitigated, can be saved by nothing: Article 3(2) helps only those who had not completed "
            "one, and recital 31 only those who had the indication. A new consultation is needed, unless point (c) "
            "asks for one at high risk only, or counts any completed one."
        ),
        provisions=("3(1)(c)", "3(2)(a)", "rec.31"),
        method="exhaustive",
        over="all facts on which point (c) and its relief rest, on every reading but consultation=high_risk and "
        "earlier_consultation=article",
        witnesses=(witness(shown, "Consulted on 1 August 2021, and point (c) fails on the day after."),),
        checked=checked,
        holds=holds,
    )


def diligence_is_worse(rulebook: Rulebook) -> DraftingFinding:
    facts: dict[str, Value] = {
        "technology.impact_assessment.completed_on": date(2021, 3, 1),
        "technology.first_use.by_provider_on": date(2015, 1, 1),
        f"{CONSULTATION}.started_on": date(2021, 4, 1),
        f"{CONSULTATION}.no_high_risk_or_mitigated": False,
        f"{CONSULTATION}.duly_cooperates": True,
    }
    done = World(rulebook, RELIEF_ENDS, {**facts, f"{CONSULTATION}.completed_on": BEGINS - DAY})
    undone = World(rulebook, RELIEF_ENDS, {**facts, f"{CONSULTATION}.completed_on": NEVER})
    return DraftingFinding(
        id="diligence_is_worse",
        statement=(
            "Of two providers alike in all else, the one that completed its consultation on 1 August 2021 without a "
            "favourable indication fails point (c) until it consults anew, while the one that never completed any "
            "is relieved until 3 April 2022: the relief rewards delay."
        ),
        provisions=("3(2)(a)", "3(1)(c)"),
        method="witness",
        over="two worlds that differ in the day of completion only",
        witnesses=(
            witness(done, "Completed the day before: point (c) is not satisfied."),
            witness(undone, "Never completed: relieved, on the last day of the relief."),
        ),
        checked=2,
        holds=done.satisfied(C) is False and undone.satisfied(C) is True,
    )


def relief_lifts_the_assessment_too(rulebook: Rulebook) -> DraftingFinding:
    facts: dict[str, Value] = {
        "technology.impact_assessment.completed_on": NEVER,
        "technology.impact_assessment.high_risk": True,
        "technology.first_use.by_provider_on": date(2015, 1, 1),
        f"{CONSULTATION}.started_on": date(2021, 9, 2),
        f"{CONSULTATION}.completed_on": NEVER,
        f"{CONSULTATION}.duly_cooperates": True,
    }
    last, after = World(rulebook, RELIEF_ENDS, facts), World(rulebook, RELIEF_ENDS + DAY, facts)
    return DraftingFinding(
        id="relief_lifts_the_assessment_too",
        statement=(
            "Article 3(2) lifts the whole of point (c), so until 3 April 2022 not even a data protection impact "
            "assessment is a condition of the derogation, though its limbs speak of the consultation only; the GDPR's "
            "own duty to assess stays."
        ),
        provisions=("3(2)", "3(1)(c)", "GDPR 35"),
        method="witness",
        over="one technology on the last day of the relief and on the day after",
        witnesses=(
            witness(last, "No assessment at all, and point (c) is satisfied by relief."),
            witness(after, "A day later it is not."),
        ),
        checked=2,
        holds=last.satisfied(C) is True and after.satisfied(C) is False,
    )


def nobody_could_consult_for_the_first_day(rulebook: Rulebook) -> DraftingFinding:
    rule = rulebook.by_id[C]

    def agrees(world: World) -> bool:
        relieved = world.truth(rule.relief) is True
        recital = world.defined("earlier_consultation_suffices") is True
        return world.satisfied(C) is not True or relieved or recital

    checked, holds = 0, True
    for choice, when in product(("recital31", "none"), ("processing", "first_use")):
        readings = {"earlier_consultation": choice, "assessment_time": when, "consultation": "always"}
        number, agree = every(worlds(rulebook, _terms(rule), {}, [BEGINS], IN_USE, readings), agrees)
        checked, holds = checked + number, holds and agree
    relieved = World(
        rulebook,
        BEGINS,
        {
            "technology.first_use.by_provider_on": date(2015, 1, 1),
            f"{CONSULTATION}.completed_on": NEVER,
            f"{CONSULTATION}.started_on": date(2021, 7, 1),
            f"{CONSULTATION}.duly_cooperates": True,
        },
        readings={"earlier_consultation": "none"},
    )
    return DraftingFinding(
        id="no_consultation_for_the_first_day",
        statement=(
            "On 2 August 2021 no provider could satisfy point (c) by a consultation under the Regulation, which was "
            "not in force before: only the relief of Article 3(2) or, on the reading that gives it effect, recital 31 "
            "could carry that day."
        ),
        provisions=("3(1)(c)", "3(2)", "rec.31"),
        method="exhaustive",
        over="all facts on which point (c) rests, on 2 August 2021, on every reading but consultation=high_risk and "
        "earlier_consultation=article",
        witnesses=(witness(relieved, "Satisfied on the first day, by relief alone."),),
        checked=checked,
        holds=holds and relieved.satisfied(C) is True,
    )
