"""Both engines say the same in every abstract world of each condition, as far as there are few enough of them."""

from __future__ import annotations

from datetime import date
from itertools import islice

from ...engine.answer import machine
from ...engine.law import terms as t
from ...engine.law.rulebook import Rule, Rulebook
from .proof import DEFAULTS, Proof
from .worlds import World, worlds

#: Worlds of one condition above which it is left to sampling; the second engine takes some ten milliseconds for each.
MOST = 600
DAY = date(2023, 3, 1)


def engines_agree(rulebook: Rulebook, most: int = MOST) -> Proof:
    """The evaluator against durable_rules, on every part of each condition and gate."""
    forward = machine(rulebook).second()
    tried, wrong = 0, list[str]()
    whole, left = list[str](), list[str]()
    for rule in rulebook.of_kind("gate", "condition"):
        found = _worlds(rulebook, rule, most)
        if found is None or forward is None:
            left.append(rule.id)
            continue
        whole.append(f"{rule.id} ({len(found)})")
        for world in found:
            tried += 1
            derived = forward.derive(world.case, world.question)
            unit = world.case.items(rulebook.verdicts.units).known[0]
            for part in (rule.applies, rule.holds, rule.relief):
                items = {rulebook.verdicts.unit: unit} if part.about else {}
                ours, theirs = world.truth(part), derived.truth(part, items)
                if ours is not theirs and not wrong:
                    facts = [f"{path}: {value}" for path, value in world.facts.items()]
                    wrong = [f"{part.name} on {world.day}: {ours} against {theirs}", *facts]
    missing = () if forward is not None else ("anything: durable_rules cannot be imported here",)
    return Proof(
        id="engines_agree",
        statement="The evaluator and durable_rules say the same of each condition in all of its abstract worlds.",
        holds=not wrong,
        tried=tried,
        over=f"all worlds that a condition's comparisons tell apart, where these are at most {most}, all facts known",
        readings=DEFAULTS,
        named=tuple(whole),
        not_proved=(
            *missing,
            *(
                (f"gates and conditions with more such worlds, or that rest on lists: {', '.join(left)}",)
                if left
                else ()
            ),
            "worlds in which facts are unknown: of connectives the proof before this one holds there too; whole cases "
            "are left to generated profiles in the tests",
        ),
        witness=tuple(wrong),
    )


def _worlds(rulebook: Rulebook, rule: Rule, most: int) -> list[World] | None:
    """All abstract worlds of a rule; ``None`` where they are too many, or it rests on lists."""
    parts = [rule.applies, rule.holds, rule.relief]
    if any(isinstance(part, t.Each | t.Some) for term in parts for part in t.walk(term)):
        return None
    timed = any(isinstance(c.left, t.AssessedOn) for term in parts for c in t.walk(term) if isinstance(c, t.Compare))
    days = None if timed else [rule.valid_from or DAY]
    try:
        found = list(islice(worlds(rulebook, parts, {}, days), most + 1))
    except IndexError:  # days are compared with one another, and with no day that the law names
        return None
    return found if len(found) <= most else None
