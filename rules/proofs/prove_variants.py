"""Each change of each shipped variant makes a difference: a smallest profile that shows it, and the rule."""

from __future__ import annotations

from msgspec.structs import replace

from ...engine.case.vocabulary import Vocabulary
from ...engine.case.words import plain
from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ..variants.applied import under
from ..variants.model import load_variant, shipped_variants
from .points import Point, answer, load_points
from .proof import Proof, nothing_known, shown
from .prove_conditions import DAY


def variants_differ(rulebook: Rulebook, vocabulary: Vocabulary) -> Proof:
    """For each changed rule a world in which the variant answers otherwise than the act."""
    tried, named, wrong = 0, list[str](), list[str]()
    points = load_points()
    for name in shipped_variants():
        variant = load_variant(name)
        supposed = under(variant, vocabulary)
        for rule, change in variant.changes.items():
            if change.change == "added":
                tried += 1
                found = _added(supposed, rule)
            else:
                asked = [point for point in points if point.ask == rule and not point.on_the_record]
                tried += len(asked)
                found = _smallest(rulebook, supposed, asked, change.change)
            if found:
                named.append(f"{name}, {rule} ({change.change}): {found}")
            else:
                wrong.append(f"{name}, {rule} ({change.change}): no point of law tells it from the act")
    return Proof(
        id="variants_differ",
        statement="Each change of each shipped draft or hypothesis makes a difference.",
        holds=not wrong,
        tried=tried,
        over="the points of law on each changed rule, with every fact left out that does not matter; for an added rule "
        f"all worlds of a case with one technology of which nothing is known, on {DAY}",
        readings="those of the points",
        named=tuple(named),
        not_proved=("that a difference turns the outcome of a real service", "that the drafts were as the files say"),
        witness=tuple(wrong),
    )


#: What the act answers where a change is at its plainest: what is stricter takes away, all else gives.
PLAIN = {"stricter": ("met", "not_applicable", "false")}
GIVES = ("not_met", "true")


def _smallest(act: Rulebook, supposed: Rulebook, asked: list[Point], change: str) -> str:
    """The point with the fewest facts that the two answer differently, as words; "" where there is none."""
    small: list[tuple[bool, int, str]] = []
    for point in asked:
        if answer(act, point) == answer(supposed, point):
            continue
        for path in point.facts:
            less = replace(point, facts={key: value for key, value in point.facts.items() if key != path})
            if (answer(act, less), answer(supposed, less)) == (answer(act, point), answer(supposed, point)):
                point = less
        facts = [f"{path}: {plain(value)}" for path, value in point.facts.items()]
        lists = [f"{path}: {len(rows)} entries" for path, rows in point.lists.items()]
        said = f"{answer(supposed, point)} and not {answer(act, point)} on {point.on}"
        plainly = answer(act, point) in PLAIN.get(change, GIVES)
        words = f"{said} with {'; '.join((*facts, *lists)) or 'nothing more said'}"
        small.append((not plainly, len(facts) + len(lists), words))
    return min(small, default=(True, 0, ""))[2]


def _added(supposed: Rulebook, rule: str) -> str:
    """A world in which an added rule bars, in words; that it stays open is a difference too."""
    derivation = nothing_known(supposed, DAY)
    added = supposed.by_id[rule]
    items = derivation.items(derivation.units[0]) if supposed.about_unit(added) else {}
    bars = added.holds if added.kind == "gate" else t.Not(added.satisfied)
    witness = derivation.worlds.witness(bars, items=items)
    if witness is None:
        return ""
    facts = "; ".join((*shown(witness, 4), *(question for question, _ in witness.opened)))
    return f"{'holds' if added.kind == 'gate' else 'fails'}, where the act has no such rule, with {facts}"
