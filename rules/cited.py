"""Which authorities bear on an assessment, on which side of what, and which are later than the day assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from ..engine.law.rulebook import Rule, Rulebook
from ..engine.why.results import Assessment, RuleResult
from .authorities import SIDES, Authority, Point, Side, load_authorities, resolve


class Cited(Struct, frozen=True):
    """One point of an authority on one side of one target.

    ``target`` is a reading's choice (``ancillary_test=article``), a rule's id or a fact's path; ``kind`` says which.
    ``later``: the authority is later than the day assessed; ``None`` where its date is not known well enough.
    """

    authority: Authority
    point: Point
    side: Side
    kind: str
    target: str
    later: bool | None


def cited_on(
    targets: Iterable[str], rulebook: Rulebook, day: date, own: tuple[Authority, ...] = ()
) -> tuple[Cited, ...]:
    """The authorities on each target, in the order of the targets; on each for, against, then the rest, and on each
    side in the order of the file, a user's own last."""
    known: dict[tuple[str, Side], list[tuple[Authority, Point]]] = {}
    for authority in (*load_authorities(), *own):
        for point in authority.points:
            for side in SIDES:
                named = (each for target in point.targets[side] for each in resolve(target, rulebook))
                for target in dict.fromkeys(named):
                    known.setdefault((target, side), []).append((authority, point))
    return tuple(
        Cited(authority, point, side, _kind(target), target, authority.later_than(day))
        for target in dict.fromkeys(targets)
        for side in SIDES
        for authority, point in known.get((target, side), ())
    )


def cited_for(rule: Rule, rulebook: Rulebook) -> tuple[Cited, ...]:
    """The authorities on a rule and on the choices of its readings; later than no day, since none is assessed."""
    choices = [f"{name}={choice.id}" for name in rule.readings for choice in rulebook.readings[name].choices]
    return cited_on((rule.id, *choices), rulebook, date.max)


def cited_in(assessment: Assessment, own: tuple[Authority, ...] = ()) -> tuple[Cited, ...]:
    """The authorities on what an assessment turns on: the choices of each reading met, the gates, limbs, conditions and
    notes that have something on file or still to be asked, and the facts on file. A user's own are never left out."""
    book = assessment.rulebook
    targets = tuple(dict.fromkeys(_targets(assessment)))
    chosen = (
        each
        for authority in own
        for point in authority.points
        for side in SIDES
        for target in point.targets[side]
        for each in resolve(target, book)
        if each not in targets
    )
    besides = (each for each in cited_on(chosen, book, assessment.on, own) if each.authority.own)
    return (*cited_on(targets, book, assessment.on, own), *besides)


def _targets(assessment: Assessment) -> Iterator[str]:
    book = assessment.rulebook
    for met in assessment.readings:
        for choice in book.readings[met.id].choices:
            yield f"{met.id}={choice.id}"
    asked = {book.vocabulary.address(missing.path).generic for missing in assessment.missing_facts}
    results = (*assessment.other_rules, *assessment.conditions)
    for result in results:
        if _matters(result, asked):
            yield result.rule.id
    for result in results:
        for use in result.facts:
            if use.value is not None or use.standing in ("disputed", "uncorroborated"):
                yield use.fact
    for finding in book.vocabulary.facts.values():
        for indicator in finding.indicators:
            if assessment.derivation.case.values.get(indicator.fact) is not None:
                yield indicator.fact


def _matters(result: RuleResult, asked: set[str]) -> bool:
    """Whether a rule plays a part: a note that is shown; a gate that is not out of the question, a
    limb or a condition, with a fact on file or asked for."""
    if result.kind in ("split", "note"):
        return result.proofs is not None and result.proofs[1].truth is True
    if result.kind == "gate" and result.proofs is not None and result.proofs[1].truth is False:
        return False
    if result.kind == "condition" and result.status == "not_applicable":
        return False
    return any(
        use.value is not None or use.standing in ("disputed", "uncorroborated") or use.fact in asked
        for use in result.facts
    )


def _kind(target: str) -> str:
    return "reading" if "=" in target else "fact" if "." in target else "rule"
