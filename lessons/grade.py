"""Grades a learner's answer condition by condition: the status, and what it is said to rest on.

Everything is read off the assessment: statuses, proofs, facts. Nothing is worked out anew but the same facts on another
reading, where what a learner says is not so on the default one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from ..engine.answer import Derivation, derive
from ..engine.case.facts import View
from ..engine.law.rulebook import Status
from ..engine.truth.evaluator import Node
from ..engine.why.results import Assessment, RuleResult
from ..engine.why.statuses import status_of
from ..reading.errors import BadInput, Problem
from ..reading.values import did_you_mean
from . import words
from .answer import DONT_KNOW, THE_DAY, ConditionAnswer, LessonAnswer, named_rules
from .cited import Citing, FileFacts, citing, provisions_of
from .outcome import matters, outcome_result
from .reasons import PARTS, asked_facts, covered_by, deciding, limb_of, uncovered
from .result import Kind, LessonResult, Limb, OnReading, Part, PointResult, on_reading

Proofs = tuple[Node, Node, Node]


class Grading(Struct):
    """One assessment against which answers are graded; what other readings make of it is derived when first needed."""

    assessment: Assessment
    named: Mapping[str, str] = field(default_factory=dict[str, str])
    _facts: FileFacts | None = None
    _others: dict[tuple[tuple[str, str], ...], Derivation] = field(
        default_factory=dict[tuple[tuple[str, str], ...], Derivation]
    )

    @property
    def derivation(self) -> Derivation:
        return self.assessment.derivation

    @property
    def facts(self) -> FileFacts:
        if self._facts is None:
            self._facts = FileFacts(self.derivation.case, self.assessment.rulebook)
        return self._facts

    @property
    def results(self) -> tuple[RuleResult, ...]:
        """Every gate and condition with what became of it, in the order in which they are asked.

        What may exist besides the units listed is asked about only where none is listed.
        """
        gates = [each for each in self.assessment.other_rules if each.kind == "gate"]
        every = (*gates, *self.assessment.conditions)
        return tuple(each for each in every if not each.subject.unlisted or not self.assessment.units)

    def unit(self, result: RuleResult) -> View | None:
        """The unit that a result is about; ``None`` where it is about the case."""
        derivation = self.derivation
        units = (*derivation.units, *([derivation.other] if derivation.other else []))
        return next((unit for unit in units if result.subject.unit and unit.name == result.subject.unit), None)

    def on(self, readings: Mapping[str, str]) -> Derivation:
        """The same facts on other readings."""
        key = tuple(sorted(readings.items()))
        if key not in self._others:
            question = self.derivation.question
            for name, choice in key:
                question = question.on_reading(name, choice)
            self._others[key] = derive(self.assessment.rulebook, self.derivation.case, question)
        return self._others[key]


def grade(assessment: Assessment, answer: LessonAnswer) -> LessonResult:
    """Grade an answer against an assessment of the same case on the same day.

    Raises :class:`BadInput` for conditions, technologies, facts and provisions that the case or the law does not have.
    """
    grading = Grading(assessment, answer.readings)
    said = _by_result(grading, answer)
    decisive = matters(assessment)
    points = tuple(
        _point(grading, result, said.get(id(result)), (result.rule.id, result.subject.unit) in decisive)
        for result in grading.results
    )
    outcome = outcome_result(grading.assessment, answer, points)
    return LessonResult(assessment.case, answer.learner, assessment.on, outcome, points)


def _by_result(grading: Grading, answer: LessonAnswer) -> dict[int, ConditionAnswer]:
    """What is said of each result; raises :class:`BadInput`."""
    problems: list[Problem] = []
    found: dict[int, ConditionAnswer] = {}
    units = [unit.entity.name for unit in grading.derivation.units]
    for at, said in enumerate(answer.conditions):
        path = f"conditions[{at}]"
        rules = {rule.id for rule in named_rules(grading.assessment.rulebook, said.condition)}
        here = [each for each in grading.results if each.rule.id in rules]
        if not here:
            known = did_you_mean(said.condition, [each.rule.provision for each in grading.results])
            problems.append(
                Problem(f"{said.condition} is not measured in this case on this day", path=path, hint=known)
            )
            continue
        if said.technology and not any(each.subject.unit for each in here):
            hint = (
                "It is asked once of the provider or the service, and not of each technology: leave `technology` out."
            )
            problems.append(Problem(f"{said.condition} is not asked of a technology", path=path, hint=hint))
            continue
        chosen = [each for each in here if not said.technology or each.subject.unit == said.technology]
        if not chosen:
            hint = f"Technologies in use: {', '.join(dict.fromkeys(each.subject.unit for each in here))}."
            problems.append(Problem(f"no technology {said.technology!r} is in use here", path=path, hint=hint))
        elif len({each.subject.unit for each in chosen}) > 1:
            hint = f"Say of which: `technology:` with one of {', '.join(units)}."
            problems.append(Problem(f"{said.condition} is asked of several technologies", path=path, hint=hint))
        problems += _unknown_places(grading, said, path)
        found |= {id(each): said for each in chosen}
    if problems:
        raise BadInput(*problems)
    return found


def _unknown_places(grading: Grading, said: ConditionAnswer, path: str) -> Iterator[Problem]:
    for number, place in enumerate(said.facts):
        if place != THE_DAY and not grading.facts.named(place):
            hint = did_you_mean(place, grading.facts.uses) or "`derogation teach` lists the facts of a case."
            yield Problem(f"the case has no fact at {place!r}", path=f"{path}.facts[{number}]", hint=hint)
    for number, provision in enumerate(said.provisions):
        try:
            grading.assessment.rulebook.cite(provision)
        except ValueError:
            hint = "Write it as in 3(1)(c), 3(2)(b), rec.31 or EECC 2(5)."
            yield Problem(f"{provision!r} is no provision", path=f"{path}.provisions[{number}]", hint=hint)


# --- one point -------------------------------------------------------------------------------------------------------


def _point(grading: Grading, result: RuleResult, said: ConditionAnswer | None, decisive: bool) -> PointResult:
    rulebook, rule = grading.assessment.rulebook, result.rule
    base = PointResult(
        rule=rule.id,
        kind_of_rule=rule.kind,
        provision=rule.provision,
        title=rule.title,
        subject=str(result.subject),
        technology="" if result.subject.unlisted else result.subject.unit,
        said=said.status if said is not None else "",
        status=result.status,
        kind="not_asked" if said is None else "dont_know",
        matters=decisive,
        sentence="",
        because=result.because,
        rests_on=result.facts,
        hints=said.hints if said is not None else 0,
    )
    if said is None or said.status == DONT_KNOW:
        return replace(base, sentence=words.unanswered(base))
    proofs, status, on_reading = result.proofs, result.status, None
    if status != said.status:
        on_reading = _on_reading(grading, result, said.status)
        if on_reading is not None:
            proofs = _proofs(grading.on({on_reading.reading: on_reading.choice}), result, grading.unit(result))
            status = said.status
    assert proofs is not None
    unit = grading.unit(result)
    address = unit.address if unit is not None else None
    parts = deciding(status, proofs)
    decided = [use for _, node in parts for use in asked_facts(node, rulebook)]
    named = citing(grading.facts, said.facts, rule, address, decided)
    ground = provisions_of(rule, rulebook, (use for _, node in parts for use in asked_facts(node, rulebook)))
    foreign = tuple(each for each in said.provisions if each not in ground)
    if status != said.status:
        parted = _parted(grading, result, said, named)
        wrong = replace(base, kind="wrong", cited=named.cited, foreign=foreign, parted=parted)
        return replace(wrong, sentence=words.wrong(wrong, rulebook))
    overlooked = tuple(_overlooked(grading, result, parts, named))
    found = replace(base, cited=named.cited, foreign=foreign, overlooked=overlooked, on_reading=on_reading)
    found = replace(found, kind=_kind(found))
    return replace(found, sentence=words.right(found, rulebook))


def _kind(point: PointResult) -> Kind:
    """The kind of a point whose status is right, at least on a reading."""
    if any(not each.bears for each in point.cited) or point.foreign:
        return "wrong_reason"
    if point.overlooked:
        return "wrong_reason" if point.cited else "no_reason"
    return "right_on_reading" if point.on_reading is not None else "right"


def _proofs(derivation: Derivation, result: RuleResult, unit: View | None) -> Proofs:
    """The proofs of a rule's three parts in another derivation of the same case."""
    rule = result.rule
    return (
        derivation.node(rule.applies, unit),
        derivation.node(rule.holds, unit),
        derivation.node(rule.relief, unit),
    )


def _overlooked(grading: Grading, result: RuleResult, parts: list[tuple[Part, Node]], named: Citing) -> Iterator[Limb]:
    """The limbs that nothing named speaks to, each once."""
    rulebook = grading.assessment.rulebook
    seen: set[str] = set()
    for part, node in parts:
        for limb in uncovered(node, covered_by(named.has, rulebook), rulebook):
            found = limb_of(part, limb, result.rule, rulebook)
            if found.title not in seen:
                seen.add(found.title)
                yield found


def _parted(grading: Grading, result: RuleResult, said: ConditionAnswer, named: Citing) -> Limb | None:
    """The step of the proof at which the assessment parts from what was said: the first part of the rule whose truth
    what was said supposes to be another; in it the limb that a fact named speaks to, else the first that decides."""
    rulebook, proofs = grading.assessment.rulebook, result.proofs
    assert proofs is not None
    supposed: dict[str, dict[str, bool]] = {
        "not_applicable": {"applies": False},
        "met": {"applies": True, "holds": True},
        "relieved": {"applies": True, "holds": False, "relief": True},
        "not_met": {"applies": True, "holds": False, "relief": False},
        "undetermined": {},
    }
    parts: list[tuple[Part, Node]] = list(zip(PARTS, proofs, strict=True))
    differing: list[tuple[Part, Node]]
    differing = [(part, node) for part, node in parts if supposed[said.status].get(part, node.truth) is not node.truth]
    if said.status == "undetermined":
        differing = [(part, node) for part, node in deciding(result.status, proofs) if node.truth is not None]
    for part, node in differing:
        limbs = uncovered(node, lambda _: False, rulebook)
        if limbs:
            about = (each for each in limbs if any(named.has(use) for use in asked_facts(each, rulebook)))
            return limb_of(part, next(about, limbs[0]), result.rule, rulebook)
    return None


def _on_reading(grading: Grading, result: RuleResult, said: str) -> OnReading | None:
    """The reading on which a status is what was said: those that the learner names first, then any one other choice."""
    rulebook, unit = grading.assessment.rulebook, grading.unit(result)
    chosen = grading.derivation.question.readings
    named = {name: choice for name, choice in grading.named.items() if chosen.get(name) != choice}
    tries = [named, *({name: choice} for name, choice in named.items())] if named else []
    tries += [
        {name: choice.id}
        for name in result.rule.readings
        for choice in rulebook.readings[name].choices
        if choice.id != chosen[name]
    ]
    for readings in tries:
        status: Status = status_of(grading.on(readings), result.rule, unit)[0]
        if status == said:
            name = next((name for name in readings if name in result.rule.readings), next(iter(readings)))
            return on_reading(rulebook, name, readings[name], named=name in named)
    return None
