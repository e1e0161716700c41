"""A mock hearing: two roles argue one case; for each matter in issue, who has to show it and what the record shows.

Everything is read off assessments of one case: as the file stands, as each role states it, and on the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from ..cases.catalogue import Assess
from ..cases.loader import Case
from ..engine.law.rulebook import Rulebook, Status
from ..engine.why.reasons import FactUse
from ..engine.why.results import Assessment, DisputedFact, RuleResult
from ..reading.errors import BadInput, Problem
from .reasons import deciding, limb_of, uncovered
from .result import Limb

PROVIDER, AUTHORITY = "provider", "authority"
#: Who argues against the provider where the file names nobody.
NOBODY = "The supervisory authority"


class Role(Struct, frozen=True):
    """Whoever argues a side: the name, the interest, whether the file holds statements of its own, and the outcome on
    these."""

    name: str
    interest: str
    speaks: bool
    outcome: str


class IssueFact(Struct, frozen=True):
    """A fact on which an issue rests: its question, what the file makes of it, and what each party says."""

    path: str
    question: str
    text: str
    standing: str
    dispute: DisputedFact | None


class Issue(Struct, frozen=True):
    """A matter in issue. ``burden`` is who has to show it, empty where nobody bears it; ``statuses`` has one for each
    role, in order; ``not_shown``: on the record it fails for want of proof. ``silent``: nothing on file bears on it."""

    result: RuleResult
    burden: str
    statuses: tuple[Status, ...]
    record: Status
    not_shown: bool
    limbs: tuple[Limb, ...]
    facts: tuple[IssueFact, ...]

    @property
    def silent(self) -> bool:
        return all(fact.dispute is None and fact.standing in ("not_asked", "not_disclosed") for fact in self.facts)


class Hearing(Struct, frozen=True):
    """The same case from both sides. ``settled`` are the conditions that are not in issue."""

    case: Case
    assessment: Assessment
    record: Assessment
    roles: tuple[Role, Role]
    issues: tuple[Issue, ...]
    settled: tuple[RuleResult, ...]


def hearing_of(
    case: Case,
    rulebook: Rulebook,
    assess: Assess,
    on: date | None = None,
    names: tuple[str, str] | None = None,
    readings: Mapping[str, str] | None = None,
) -> Hearing:
    """A hearing of a case on a day between two roles: the provider, and the first party of another interest.

    ``names`` are parties of the case, in any case of letters. Raises :class:`BadInput` for one that takes no position,
    and for the same one twice.
    """
    found = assess(case, on, readings=readings)
    record = assess(case, on, on_the_record=True, readings=readings)
    facts = case.engine_facts()
    parties = facts.all_parties()
    if names is not None:
        first, second = (facts.party(name) for name in names)
        if first == second:
            raise BadInput(Problem(f"{first} cannot argue both sides", hint=f"Parties: {', '.join(parties)}."))
    else:
        first, second = _sides(case, parties, facts.parties.interests)
    views = [assess(case, on, name, readings=readings) if name in parties else found for name in (first, second)]
    roles = tuple(
        Role(name, facts.parties.interests.get(name, default) or default, name in parties, view.outcome)
        for name, default, view in zip((first, second), (PROVIDER, AUTHORITY), views, strict=True)
    )
    issues = tuple(_issues(found, record, views, rulebook))
    named = {(issue.result.rule.id, issue.result.subject) for issue in issues}
    settled = tuple(each for each in found.conditions if (each.rule.id, each.subject) not in named)
    return Hearing(case, found, record, (roles[0], roles[1]), issues, settled)


def _sides(case: Case, parties: tuple[str, ...], interests: Mapping[str, str]) -> tuple[str, str]:
    """Who argues for the provider, and who against it."""
    own = case.profile.provider.name or "The provider"
    first = next((name for name in parties if interests.get(name) == PROVIDER), None)
    first = first or next((name for name in parties if name == own), None)
    others = [name for name in parties if name != first]
    opposed = (name for name in others if interests.get(name, "") not in ("", PROVIDER))
    return first or own, next(opposed, others[0] if others else NOBODY)


def _issues(found: Assessment, record: Assessment, views: list[Assessment], rulebook: Rulebook) -> Iterator[Issue]:
    disputes = {fact.path: fact for fact in found.disputed_facts}
    before = [each for each in found.other_rules if each.kind == "gate"]
    limbs = [each for each in found.other_rules if each.kind == "exception"]
    about = {use.path for gate in before if _in_issue(gate, views) for use in gate.facts}
    limbs = [each for each in limbs if _in_issue(each, views) and about & {use.path for use in each.facts}]
    for result in (*before, *limbs, *found.conditions):
        if not _in_issue(result, views):
            continue
        shown = _same(record, result)
        assert result.proofs is not None
        parts = [
            limb_of(part, node, result.rule, rulebook)
            for part, whole in deciding(result.status, result.proofs)
            for node in uncovered(whole, lambda _: False, rulebook)
        ]
        parts = [limb for limb in parts if limb.facts]
        uses = {use.path: use for limb in parts for use in limb.facts}
        yield Issue(
            result=result,
            burden=result.rule.burden,
            statuses=tuple(each.status if (each := _same(view, result)) else result.status for view in views),
            record=shown.status if shown is not None else result.status,
            not_shown=shown is not None and shown.not_shown,
            limbs=tuple({limb.title: limb for limb in parts}.values()),
            facts=tuple(_fact(use, disputes) for use in uses.values()),
        )


def _in_issue(result: RuleResult, views: list[Assessment]) -> bool:
    """Whether a matter is open, fails, or is another from the two sides. Of a gate: open, or another."""
    fails = result.kind == "condition" and result.status == "not_met"
    others = (_same(view, result) for view in views)
    differs = any(other is not None and other.status != result.status for other in others)
    return result.status == "undetermined" or fails or differs


def _same(assessment: Assessment, result: RuleResult) -> RuleResult | None:
    """What became of the same rule for the same subject in another assessment."""
    every = (*assessment.other_rules, *assessment.conditions)
    return next((each for each in every if (each.rule.id, each.subject) == (result.rule.id, result.subject)), None)


def _fact(use: FactUse, disputes: Mapping[str, DisputedFact]) -> IssueFact:
    return IssueFact(use.path, use.question, use.text, use.standing, disputes.get(use.path))
