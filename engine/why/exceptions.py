"""Exceptions, limb by limb: which reading needs a limb, what the record offers for it, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from ..answer import Derivation, derive
from ..case.facts import CASE
from ..law import terms as t
from ..truth.evaluator import Question
from .results import Assessment, PositionResult, RuleResult


class Limb(Struct, frozen=True):
    """One limb of an exception. ``needed`` says, for each reading choice, whether the exception needs it there."""

    result: RuleResult
    paths: tuple[str, ...]
    needed: dict[str, bool]
    positions: tuple[PositionResult, ...]


class Settling(Struct, frozen=True):
    """What answers to the limbs would lead to: the outcomes left possible."""

    one_fails: tuple[str, ...]
    all_hold: dict[str, tuple[str, ...]]


class ExceptionResult(Struct, frozen=True):
    """An exception that a rule makes out: its limbs, the readings it depends on, and whether it is made out."""

    term: t.Named
    truth: t.Truth
    shown: bool
    reading: str
    limbs: tuple[Limb, ...]
    settling: Settling | None


def exceptions_of(assessment: Assessment) -> Iterator[ExceptionResult]:
    """The exceptions of the rulebook whose limbs have rules of their own, with what became of them."""
    derivation = assessment.derivation
    for exception in _made_out(derivation):
        reading, branches = _limbs_by_choice(exception)
        limbs = tuple(_limbs(assessment, branches))
        if not limbs:
            continue
        truth = derivation.truth(exception)
        yield ExceptionResult(
            exception,
            truth,
            shown=truth is None and derivation.question.on_the_record,
            reading=reading,
            limbs=limbs,
            settling=_settle(derivation, reading, limbs) if truth is None else None,
        )


def _made_out(derivation: Derivation) -> list[t.Named]:
    found: dict[str, t.Named] = {}
    for _, gate in derivation.machine.terms.gates:
        for term in t.walk(gate):
            if isinstance(term, t.Shown) and isinstance(term.child, t.Named) and not term.child.about:
                found[term.child.name] = term.child
    return list(found.values())


def _limbs_by_choice(exception: t.Named) -> tuple[str, dict[str, set[str]]]:
    """The names of what an exception is made of on each choice of the reading it depends on."""
    chooses = [term for term in t.walk(exception) if isinstance(term, t.Choose)]
    if not chooses:
        return "", {"": _names(exception)}
    choose = chooses[0]
    inside = set[str]().union(*(_names(branch) for _, branch in choose.branches))
    always = _names(exception) - inside
    return choose.reading, {choice: always | _names(branch) for choice, branch in choose.branches}


def _names(term: t.Term) -> set[str]:
    return {part.name for part in t.walk(term) if isinstance(part, t.Named)}


def _paths(term: t.Term) -> set[str]:
    return {
        fact.path
        for part in t.walk(term)
        if isinstance(part, t.Compare)
        for fact in (*t.operand_facts(part.left), *t.operand_facts(part.right))
    }


def _limbs(assessment: Assessment, branches: dict[str, set[str]]) -> Iterator[Limb]:
    """The limbs that decide: a limb is a definition under the name of its rule, so none is shown that is not used."""
    disputed = {fact.path: fact.positions for fact in assessment.disputed_facts}
    for result in assessment.other_rules:
        if result.kind != "exception":
            continue
        paths = _paths(result.rule.holds)
        needed = {choice: result.rule.id in names for choice, names in branches.items()}
        if any(needed.values()):
            positions = tuple(position for path in sorted(paths) for position in disputed.get(path, ()))
            yield Limb(result, tuple(sorted(paths)), needed, positions)


def _settle(derivation: Derivation, reading: str, limbs: tuple[Limb, ...]) -> Settling:
    """Derive what one failing limb, and all limbs together, would lead to."""
    question = derivation.question
    chosen = question.readings.get(reading, "")
    first = next((limb for limb in limbs if limb.needed.get(chosen)), limbs[0])
    one_fails = _with(derivation, dict.fromkeys(first.paths, False), question)
    all_hold: dict[str, tuple[str, ...]] = {}
    for choice in limbs[0].needed:
        values = {path: True for limb in limbs if limb.needed[choice] for path in limb.paths}
        readings = {**question.readings, reading: choice} if reading else question.readings
        all_hold[choice] = _with(derivation, values, replace(question, readings=readings))
    return Settling(one_fails, all_hold)


def _with(derivation: Derivation, values: dict[str, bool], question: Question) -> tuple[str, ...]:
    case = derivation.case.with_values({CASE.fact(path): value for path, value in values.items()})
    return derive(derivation.machine.rulebook, case, question).possible
