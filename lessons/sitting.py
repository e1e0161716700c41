"""One case as a learner has it before him: facts and conditions by number, the solution hidden; nothing is graded."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from ..engine.case.address import Address
from ..engine.why.reasons import FactUse
from ..engine.why.results import Assessment, RuleResult
from ..showing.words import clause, open_clause, topic, worded
from .answer import DONT_KNOW, HINTS, ConditionAnswer, LessonAnswer, Said
from .cited import FileFacts
from .grade import Grading
from .hints import hints


class FileFact(Struct, frozen=True):
    """A fact by its number: its place, what it is about, and what the file says, or that it is silent."""

    number: int
    path: str
    about: str
    text: str
    stated: bool


class Sitting(Struct):
    """A case, its assessment (not shown), and the answer as far as it is given."""

    assessment: Assessment
    answer: LessonAnswer
    facts: tuple[FileFact, ...]
    points: tuple[RuleResult, ...]
    provisions: tuple[str, ...]
    shown: dict[int, int]

    @property
    def stated(self) -> tuple[FileFact, ...]:
        return tuple(fact for fact in self.facts if fact.stated)

    @property
    def silent(self) -> tuple[FileFact, ...]:
        return tuple(fact for fact in self.facts if not fact.stated)

    def say(self, number: int, status: Said, places: Iterable[str], provisions: Iterable[str]) -> None:
        """Keep what is said of a condition."""
        name, technology = self.name(number)
        said = ConditionAnswer(name, status, technology, tuple(provisions), tuple(places), self.shown.get(number, 0))
        self.answer = self.answer.saying(said)

    def said(self, number: int) -> ConditionAnswer | None:
        """What was said of a condition so far."""
        name = self.name(number)
        return next((each for each in self.answer.conditions if (each.condition, each.technology) == name), None)

    def name(self, number: int) -> tuple[str, str]:
        """The rule and the technology of a numbered condition."""
        each = self.points[number - 1]
        return each.rule.id, "" if each.subject.unlisted else each.subject.unit

    def hint(self, number: int) -> str:
        """The next hint for a condition; the last one again when all three were given."""
        given = min(self.shown.get(number, 0) + 1, HINTS)
        self.shown[number] = given
        said = self.said(number)
        if said is not None:
            self.answer = self.answer.saying(replace(said, hints=given))
        hint = hints(self.points[number - 1], self.assessment.rulebook)[given - 1]
        for fact in self.facts:
            hint = hint.replace(f"Look at {fact.path}:", f"Look at fact {fact.number}:")
        return f"{given} of {HINTS}: {hint}"

    def state(self, outcome: str) -> None:
        """Keep the outcome."""
        self.answer = replace(self.answer, outcome=outcome)

    def read(self, reading: str, choice: str) -> None:
        """Keep a reading that the learner names."""
        self.answer = replace(self.answer, readings={**self.answer.readings, reading: choice})


def sitting(assessment: Assessment, case: str = "", learner: str = "") -> Sitting:
    """Begin with a case that was assessed; ``case`` is what the answer calls it."""
    grading, rulebook = Grading(assessment), assessment.rulebook
    uses = FileFacts(assessment.derivation.case, rulebook).uses
    told = [_file_fact(0, thing, use, assessment) for (thing, use), *_ in uses.values()]
    about = list(dict.fromkeys(fact.about for fact in told))
    told.sort(key=lambda fact: (not fact.stated, about.index(fact.about)))
    facts = tuple(replace(fact, number=number) for number, fact in enumerate(told, 1))
    kinds = rulebook.of_kind("relief", "exception", "condition", "gate")
    provisions = dict.fromkeys(each for rule in kinds for each in (rule.provision, *rule.authority))
    answer = LessonAnswer(case=case, learner=learner, on=assessment.on)
    return Sitting(assessment, answer, facts, grading.results, tuple(provisions), {})


def asked_of(sitting: Sitting, rules: Collection[str]) -> Sitting:
    """The sitting with these rules alone asked about; all where none is named."""
    points = tuple(point for point in sitting.points if not rules or point.rule.id in rules)
    return replace(sitting, points=points)


def statuses(result: RuleResult) -> tuple[Said, ...]:
    """What may be said of a gate or of a condition, in the order in which it is offered."""
    if result.kind == "gate":
        return ("met", "not_met", "undetermined", DONT_KNOW)
    return ("met", "not_met", "relieved", "not_applicable", "undetermined", DONT_KNOW)


def _stated(use: FactUse) -> bool:
    return use.value is not None or use.standing in ("disputed", "uncorroborated", "not_disclosed", "does_not_apply")


def _file_fact(number: int, thing: Address, use: FactUse, assessment: Assessment) -> FileFact:
    vocabulary = assessment.rulebook.vocabulary
    spec, stated = vocabulary.facts.get(use.fact), _stated(use)
    about = topic(use.fact)
    if spec is None:
        item = vocabulary.lists[use.fact].item
        about = topic(item if thing.steps else use.fact)
        text = f"listed here: {use.text}" if stated else f"the question “{use.question}”"
    elif use.value is not None:
        text = clause(spec, use.value)
    else:
        text = f"{open_clause(spec)}{f': {use.text}' if stated else ''}"
    disputed = next((each for each in assessment.disputed_facts if each.path == use.path), None)
    if disputed is not None:
        says = (f"{each.by} says {worded(each.value, spec) if spec else each.value}" for each in disputed.positions)
        text += f" ({'; '.join(says)})"
    if use.standing == "entailed":
        text += " (follows from other facts)"
    case = assessment.derivation.case
    if thing.steps and len(case.items(thing.steps[0].list).known) > 1:
        about += f" [{case.at(Address(thing.steps[:1])).name}]"
    return FileFact(number, use.path, about, text, stated)
