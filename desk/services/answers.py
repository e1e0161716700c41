"""The answer on a feature of a document, kept for a while in this process, and what differs between two answers.

Nothing here decides anything: the answer is :func:`~derogation.api.assess`'s, with both engines, and what is kept is
found again by everything that it depends on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from ...api import answer_record, assess
from ...cases.loader import Case
from ...engine.why.answer_record import Answer
from ...engine.why.results import Assessment, RuleResult
from ...reading.errors import BadInput, Problem
from ...showing.answer_page import COVERED
from .documents import cases_of
from .kept import Kept


class Stance(Struct, frozen=True):
    """From where a case is looked at: the day, a party, the record alone, readings; empty for the case's own."""

    on: date | None = None
    party: str | None = None
    on_the_record: bool = False
    readings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def own(self) -> bool:
        """Whether the case is looked at as its author does."""
        return self == Stance()

    @property
    def key(self) -> str:
        day = self.on or date.today()
        return f"{day}|{self.party}|{self.on_the_record}|{sorted(self.readings.items())}"


class Answered(Struct, frozen=True, dict=True):
    """A feature with its answer."""

    feature: str
    case: Case
    assessment: Assessment
    answer: Answer

    @cached_property
    def covered(self) -> str:
        return COVERED[self.answer.covered]


class StatusChange(Struct, frozen=True):
    """A condition whose status is another now: the provision as it is cited, of what, before, now, and why."""

    provision: str
    title: str
    subject: str
    before: str
    after: str
    because: str


class Changes(Struct, frozen=True):
    """What differs between two answers; ``outcome`` is before and after in words, empty where they are the same."""

    outcome: tuple[str, str] | tuple[()]
    statuses: tuple[StatusChange, ...]

    def __bool__(self) -> bool:
        return bool(self.outcome or self.statuses)


#: A change needs the answer before it and makes the one after it: for ten people at work, and some more. An answer has
#: half a megabyte to four, with its proofs and what was searched for it; a case a tenth of that.
LAST = 24
_cases: Kept[str, Mapping[str, Case]] = Kept(LAST)
_answers: Kept[str, Answered] = Kept(LAST)


def cases(
    document: str, name: str, files: Callable[[], AbstractContextManager[Path | None]] = nullcontext, digest: str = ""
) -> Mapping[str, Case]:
    """The features of a document; ``files`` opens the folder of the report files that it may name, whose digests
    ``digest`` tells. Raises :class:`BadInput`."""
    key = hashlib.sha256(f"{digest}\n{name}\n{document}".encode()).hexdigest()
    found = _cases.get(key)
    if found is None:
        with files() as folder:
            found = cases_of(document, name, folder)
        _cases.put(key, found)
    return found


def answered(case: Case, feature: str, stance: Stance | None = None) -> Answered:
    """The answer on a case. Raises :class:`BadInput` for a party or a reading that there is not."""
    stance = stance or Stance()
    key = f"{case.digest}|{case.file}|{feature}|{stance.key}"
    found = _answers.get(key)
    if found is None:
        readings = dict(stance.readings)
        result = assess(case, stance.on, stance.party, on_the_record=stance.on_the_record, readings=readings)
        found = Answered(feature, case, result, answer_record(result))
        _answers.put(key, found)
    return found


def feature_of(found: Mapping[str, Case], feature: str) -> Case:
    """The case of one feature. Raises :class:`BadInput` where there is none of that name."""
    if feature not in found:
        hint = f"Features: {', '.join(found)}." if "" not in found else "This matter has one feature."
        raise BadInput(Problem(f"the matter has no feature {feature!r}", hint=hint))
    return found[feature]


def changes(before: Answered, after: Answered) -> Changes:
    """What differs: the outcome, and each condition whose status is another now, with the reason it has now."""
    was, now = _word(before), _word(after)
    return Changes((was, now) if was != now else (), tuple(_statuses(before, after)))


def _word(found: Answered) -> str:
    return f"covered: {found.covered}; {found.assessment.rulebook.verdicts.titles[found.assessment.outcome]}"


def _statuses(before: Answered, after: Answered) -> Iterator[StatusChange]:
    def by_rule(found: Answered) -> dict[tuple[str, str], RuleResult]:
        return {(each.rule.id, str(each.subject)): each for each in found.assessment.conditions}

    old, new = by_rule(before), by_rule(after)
    cite = after.assessment.rulebook.cite
    for key, result in new.items():
        was = old[key].status if key in old else ""
        if was != result.status:
            subject = "any technology" if result.subject.unlisted else result.subject.unit
            yield StatusChange(
                cite(result.rule.provision), result.rule.title, subject, was, result.status, result.because
            )
    for key, result in old.items():
        if key not in new:
            yield StatusChange(
                cite(result.rule.provision), result.rule.title, result.subject.unit, result.status, "", ""
            )
