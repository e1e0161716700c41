"""The next case one fact away from a mistake: the same facts with one stated otherwise, so that the status turns.

A neighbour is not reasoned out but tried: values at which a comparison of the fact may change are put in one after the
other, nearest to the boundary first, and the first case that the loader takes and in which the status is another, as
assessed, is given. The near miss is P. H. Winston's (Learning structural descriptions from examples, 1970).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from ..cases.loader import Case
from ..engine.answer import Derivation, derive
from ..engine.case.address import Address
from ..engine.case.facts import NEVER, Value
from ..engine.case.vocabulary import FactSpec
from ..engine.case.words import plain, words
from ..engine.law.rulebook import Rule
from ..engine.why.reasons import FactUse
from ..engine.why.results import Assessment
from ..engine.why.statuses import status_of
from ..engine.worlds.cuts import Cuts
from ..engine.worlds.worlds import groups
from ..reading.errors import BadInput
from ..showing.words import clause
from ..showing.words import sentence as as_sentence
from .cited import FileFacts
from .pool import training
from .result import LessonResult, PointResult
from .tables import pool
from .varied import varied

#: Cases that are tried.
MOST = 200


class Neighbour(Struct, frozen=True):
    """A case one fact away: ``path`` and the values before and after, in words; the rule whose status turns, from
    ``before`` to ``after``. ``sentence`` says what is changed, and not what that does."""

    case: Case
    path: str
    question: str
    old: str
    new: str
    value: Any
    rule: str
    technology: str
    before: str
    after: str
    sentence: str


def mistake(result: LessonResult) -> PointResult | None:
    """The mistake to go on from: the first wrong status, of those on which the outcome rests first, else the first
    wrong reason; ``None`` where there is none."""
    for kind in ("wrong", "wrong_reason"):
        found = [point for point in result.points if point.kind == kind]
        if found:
            return next((point for point in found if point.matters), found[0])
    return None


def neighbour(case: Case, assessment: Assessment, point: PointResult) -> Neighbour | None:
    """A case one fact away in which the status of this point is another: best the one that the learner gave.

    ``None`` where no one fact turns it.
    """
    search = _Search(case, assessment, point)
    found = None
    for use, value in search.candidates():
        status = search.status(use, value)
        if status is None or status == point.status:
            continue
        made = search.made(use, value, status)
        if made is not None and status == point.said:
            return made
        found = found or made
    return found


class _Search:
    def __init__(self, case: Case, assessment: Assessment, point: PointResult) -> None:
        self.case, self.assessment, self.point = case, assessment, point
        self.derivation: Derivation = assessment.derivation
        self.facts = FileFacts(self.derivation.case, assessment.rulebook)
        self.rule: Rule = next(
            each.rule
            for each in (*assessment.other_rules, *assessment.conditions)
            if each.rule.id == point.rule and each.rule.in_force_on(assessment.on)
        )
        self.unit = next((unit for unit in self.derivation.units if unit.name == point.technology), None)
        self.cuts = Cuts(groups(assessment.rulebook), self.derivation.case, assessment.on)

    def candidates(self) -> Iterator[tuple[FactUse, Value | None]]:
        """Facts that bear on the rule, those at which the learner went wrong first, each with values to try."""
        first = [use.path for limb in (self.point.parted, *self.point.overlooked) if limb for use in limb.facts]
        first += [use.path for use in self.point.rests_on]
        places = [path for path in dict.fromkeys((*first, *self.facts.uses)) if path in self.facts.uses]
        unit = self.unit.address if self.unit is not None else None
        number = 0
        for place in places:
            for thing, use in self.facts.uses[place][:1]:
                spec = self.assessment.rulebook.vocabulary.facts.get(use.fact)
                if spec is None or spec.unit == "year" or not self.facts.bears(thing, use, self.rule, unit):
                    continue
                for value in self._values(thing, use, spec):
                    number += 1
                    if number > MOST:
                        return
                    yield use, value

    def _values(self, thing: Address, use: FactUse, spec: FactSpec) -> Iterable[Value | None]:
        """Other values of a fact, the nearest first: of a day those beside which a comparison changes."""
        known = self.derivation.case.at(thing).values.get(thing.fact(self._key(use)).key)
        if spec.type == "bool":
            return [value for value in (True, False) if value is not known]
        if spec.type == "choice":
            return [value for value in spec.choices if value != known]
        if spec.type == "set":
            has = known if isinstance(known, frozenset) else frozenset[str]()
            return [has ^ {member} for member in spec.choices]
        cuts = self.cuts
        if spec.type == "number":
            numbers = (int(value) if value == int(value) else value for value in cuts.numbers(spec.path))
            return [value for value in numbers if value != known]
        if spec.type == "date":
            near = [day for day in cuts.near(spec.path) if day != known and date(1990, 1, 1) < day < date(2090, 1, 1)]
            near.sort(key=lambda day: abs((day - known).days) if isinstance(known, date) and known != NEVER else 0)
            return [*near, *([NEVER] if spec.never and known != NEVER else [])]
        return []

    def _key(self, use: FactUse) -> str:
        return self.assessment.rulebook.vocabulary.split(use.fact)[1]

    def status(self, use: FactUse, value: Value | None) -> str | None:
        """The status with one fact stated otherwise; ``None`` where facts would exclude one another."""
        (thing, _), *others = self.facts.uses[use.path]
        changes = {each.fact(self._key(use)): value for each in (thing, *(other for other, _ in others))}
        try:
            question = self.derivation.question
            found = derive(self.assessment.rulebook, self.derivation.case.with_values(changes), question)
        except BadInput:
            return None
        unit = next((each for each in found.units if self.unit is not None and each.address == self.unit.address), None)
        return status_of(found, self.rule, unit)[0]

    def made(self, use: FactUse, value: Value | None, status: str) -> Neighbour | None:
        """The case with the fact stated otherwise, if a profile can say so."""
        spec = self.assessment.rulebook.vocabulary.facts[use.fact]
        stated = plain(value)
        try:
            case = varied(
                self.case, {use.path: stated}, self.assessment.on, f"{self.case.profile.provider.name}, one fact away"
            )
        except BadInput:
            return None
        new = words(value, spec, "supplied")
        before = "it was left open" if use.value is None else use.text
        said = as_sentence(f"The same case, but now {clause(spec, stated)} (before: {before}; {use.path})")
        point = self.point
        turned = (point.rule, point.technology, point.status, status)
        return Neighbour(case, use.path, use.question, use.text, new, stated, *turned, said)


def shipped_with(point: PointResult) -> str | None:
    """A shipped training case in which the same rule has the status that the learner gave, else any other than here;
    for where no one fact turns it. ``None`` where there is none."""
    found = [
        (status != point.said, len(predictions.units), name)
        for name, predictions in pool().items()
        if name in training()
        for (rule, _), status in predictions.base.items()
        if rule == point.rule and status != point.status
    ]
    return min(found)[2] if found else None
