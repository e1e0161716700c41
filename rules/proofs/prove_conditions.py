"""No condition is dead, and none is implied by the others; reliefs end when they should."""

from __future__ import annotations

from datetime import date, timedelta

from ...engine.law import terms as t
from ...engine.law.rulebook import Rule, Rulebook
from ...engine.truth.outcomes import outcome_terms, satisfied
from .law_days import BEGINS, LAST_DAY, RELIEF_ENDS
from .proof import DEFAULTS, GAVE_UP, Proof, critical_days, nothing_known, shown

#: A day on which everything can be asked: reports have fallen due, reliefs have ended.
DAY = date(2023, 3, 1)
#: What is implied by the others, and why that is meant.
IMPLIED = {
    "annual_report": "whoever has given each of points (1) to (9) has published and submitted the report; the point "
    "stands for itself because what fails first is the report",
}


def no_condition_dead(rulebook: Rulebook) -> Proof:
    """Each condition can be met and fail, and where it says when it applies, or what lifts it, so can that."""
    tried, dead = 0, list[str]()
    for rule in rulebook.of_kind("condition"):
        for status, terms in _statuses(rule).items():
            days = (BEGINS, DAY) if rule.in_force_on(DAY) else (rule.valid_from or DAY,)
            reached = False
            for day in days:
                derivation = nothing_known(rulebook, day)
                tried += 1
                reached = (
                    reached
                    or derivation.worlds.witness(*terms, items=derivation.items(derivation.units[0])) is not None
                )
            if not reached:
                dead.append(f"{rule.id} is never {status}")
    return Proof(
        id="no_condition_dead",
        statement="Each condition can be met and can fail; where it says when it applies it can not apply, and where "
        "something lifts it, it can be relieved.",
        holds=not dead,
        tried=tried,
        over=f"all worlds of a case with one technology of which nothing is known, on {BEGINS} and on {DAY}",
        readings=DEFAULTS,
        not_proved=("that any real provider is in such a world",),
        witness=tuple(dead),
    )


def _statuses(rule: Rule) -> dict[str, tuple[t.Term, ...]]:
    found: dict[str, tuple[t.Term, ...]] = {
        "met": (rule.applies, rule.holds),
        "not met": (t.Not(satisfied(rule)),),
    }
    if not isinstance(rule.applies.child, t.Const):
        found["not applicable"] = (t.Not(rule.applies),)
    if not isinstance(rule.relief.child, t.Const):
        found["relieved"] = (rule.applies, t.Not(rule.holds), rule.relief)
    return found


def none_implied(rulebook: Rulebook) -> Proof:
    """For each condition a world in which it alone fails and every other one is satisfied."""
    derivation = nothing_known(rulebook, DAY)
    worlds, items = derivation.worlds, derivation.items(derivation.units[0])
    conditions = [rule for rule in rulebook.of_kind("condition") if rule.in_force_on(DAY)]
    terms = outcome_terms(rulebook)
    through = [t.Not(gate) for _, gate in (*terms.gates, *terms.unit_gates)]
    implied: list[str] = []
    for rule in conditions:
        others = [satisfied(other) for other in conditions if other is not rule]
        if worlds.witness(*through, rulebook.verdicts.in_use, *others, t.Not(satisfied(rule)), items=items) is None:
            implied.append(rule.id)
    unmeant = [
        f"{name} fails in no world in which every other condition is satisfied"
        for name in implied
        if name not in IMPLIED
    ]
    unmeant += [f"{name} is said to be implied by the others and is not" for name in IMPLIED if name not in implied]
    unmeant += [GAVE_UP] if worlds.gave_up else []
    return Proof(
        id="none_implied",
        statement="No condition is implied by the others: each can be the only one that fails.",
        holds=not unmeant,
        tried=len(conditions),
        over=f"all worlds of a case with one technology of which nothing is known, on {DAY}",
        readings=DEFAULTS,
        named=tuple(f"{name}: {IMPLIED[name]}" for name in implied if name in IMPLIED),
        not_proved=("that a condition is needed on other readings than the default ones",),
        witness=tuple(unmeant),
    )


def reliefs_end(rulebook: Rulebook) -> Proof:
    """Each relief is open on its last day and never after it."""
    tried, wrong = 0, list[str]()
    reliefs = [rule for rule in rulebook.of_kind("condition") if not isinstance(rule.relief.child, t.Const)]
    days = [RELIEF_ENDS, *critical_days(rulebook, RELIEF_ENDS + timedelta(1), LAST_DAY)]
    for rule in reliefs:
        for day in days:
            derivation = nothing_known(rulebook, day)
            witness = derivation.worlds.witness(rule.relief, items=derivation.items(derivation.units[0]))
            tried += 1
            if day == RELIEF_ENDS and witness is None:
                wrong.append(f"{rule.id}: nothing relieves from it on {day}, the last day of the relief")
            elif day > RELIEF_ENDS and witness is not None:
                wrong += [f"{rule.id}: relieved on {day}, after the relief has ended", *shown(witness)]
                break
    return Proof(
        id="reliefs_end",
        statement=f"The reliefs of Article 3(2) and (3) are open on {RELIEF_ENDS} and on no day after it.",
        holds=bool(reliefs) and not wrong,
        tried=tried,
        over=f"all worlds of a case with one technology of which nothing is known, on {len(days)} days to {LAST_DAY}",
        readings=DEFAULTS,
        named=tuple(rule.id for rule in reliefs),
        not_proved=("whether Regulation (EU) 2026/1881 has a relief of its own: that act was not read",),
        witness=tuple(wrong),
    )
