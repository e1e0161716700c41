"""What would change the answer: what settles an exception, what cures a failing technology, what is still missing."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.why.results import RuleResult
from ...showing.document import Block, Inline, Listing, Paragraph, Span, inline
from ...showing.foreign import said
from ...showing.words import listed, number
from ..dossier import Dossier
from ..grounds import cure, cures
from .exception import short_limb


def change(dossier: Dossier) -> Iterator[Block]:
    """The section, from what weighs most."""
    yield dossier.heading(1, "What would change the answer")
    points = [*_exceptions(dossier), *_cures(dossier), *_open_conditions(dossier), *_readings(dossier)]
    if points:
        yield Listing(tuple(points))
    else:
        yield Paragraph(
            inline(
                "Nothing that is open. Other facts than those on file would, such as a condition that turns out "
                "not to be fulfilled."
            )
        )


def _exceptions(dossier: Dossier) -> Iterator[Inline]:
    for exception in dossier.exceptions:
        settling = exception.settling
        if settling is None:
            continue
        chosen = dossier.assessment.derivation.question.readings.get(exception.reading, "")
        needed = [short_limb(limb.result.rule.title) for limb in exception.limbs if limb.needed.get(chosen)]
        yield inline(
            f"Evidence against any one limb of the exception ({'; '.join(needed)}) takes it away. Then possible: "
            f"{dossier.outcome_words(settling.one_fails)}."
        )
        reading = dossier.assessment.rulebook.readings.get(exception.reading)
        for choice, possible in settling.all_hold.items():
            count = sum(1 for limb in exception.limbs if limb.needed[choice])
            title = next((each.title for each in reading.choices if each.id == choice), "") if reading else ""
            on = f" on the reading “{title}”" if title else ""
            yield inline(
                f"Evidence for all {number(count)} limbs needed{on} leads to: {dossier.outcome_words(possible)}."
            )


def _cures(dossier: Dossier) -> Iterator[Inline]:
    """For every technology that is not covered: the conditions that fail, and what would have to be so."""
    if not dossier.gates_pass:
        return
    conditions = dossier.assessment.conditions
    common = [each for each in conditions if not each.subject.unit and each.status == "not_met"]
    if common:
        yield inline(
            "For every technology, the provider would have to fulfil ",
            dossier.cites(each.rule.provision for each in common),
            ".",
        )
    for unit in dossier.assessment.units:
        failing = [each for each in conditions if each.subject.unit == unit.id and each.status == "not_met"]
        if unit.outcome != "not_eligible" or not failing:
            continue
        needed = list(dict.fromkeys(words for each in failing if (words := cure(dossier, each))))
        found = [(each, known) for each in failing if (known := cures(dossier, each)) is not None]
        past = [each for each, known in found if known.cures and known.is_past]
        without = [each for each, known in found if not known.cures and known.complete]
        yield inline(
            dossier.quoted(unit.id),
            " would have been covered if " if past else " would be covered if ",
            dossier.cites(each.rule.provision for each in failing),
            f" {'were all' if len(failing) > 1 else 'was'} fulfilled",
            f", that is if: {'; '.join(needed)}" if needed else "",
            *_but(dossier, past, "nobody can change that any more for the day assessed"),
            *_but(dossier, without, "no fact would satisfy that on the day assessed"),
            ".",
        )


def _but(dossier: Dossier, results: list[RuleResult], what: str) -> Iterator[Inline | Span | str]:
    """What stands in the way of curing these conditions, if there are any."""
    if results:
        yield inline("; as to ", dossier.cites(each.rule.provision for each in results), f", {what}")


def _open_conditions(dossier: Dossier) -> Iterator[Inline]:
    missing = [fact for fact in dossier.assessment.missing_facts if fact.standing not in ("disputed", "uncorroborated")]
    disputed = [fact for fact in dossier.disputed.values() if fact.decisive]
    if missing:
        yield inline(f"The {number(len(missing))} facts listed under the heading Unknown, as they become known.")
    if disputed:
        who = listed(
            dict.fromkeys(said(position.by, limit=80).text for fact in disputed for position in fact.positions)
        )
        yield inline(
            "Confirmation or refutation of the disputed facts on which the answer may turn "
            f"({len(disputed)}; positions of {who})."
        )


def _readings(dossier: Dossier) -> Iterator[Inline]:
    for reading in dossier.assessment.readings:
        if reading.turns_outcome:
            described = dossier.assessment.rulebook.readings[reading.id]
            others = listed(dict.fromkeys(dossier.outcome_word(outcome) for outcome in reading.others.values()), "or")
            yield inline("Authority for another answer to this question: ", described.question, f" Then: {others}.")
