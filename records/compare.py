"""What the changes between two drafts did: for each outcome and status that is another, a smallest set of them.

The old draft is assessed again with some of the changes made (by the evaluator alone), each alone first, then, while
there are few, two together; so a single change or a pair that is found is a smallest set. Else the set of all changes
is reduced, by halves and then one by one, until none can be left out (after delta debugging: A. Zeller and
R. Hildebrandt, Simplifying and isolating failure-inducing input, 2002): a minimal set, and perhaps no smallest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, TypeVar

from msgspec import Struct, field

from ..cases.loader import Case, case_of
from ..engine.case.facts import View
from ..engine.law.rulebook import Rulebook
from ..engine.why.findings import overtaken_between
from ..engine.why.results import Assessment
from ..reading.document import Document
from ..reading.errors import BadInput, EngineDisagreement
from ..showing.diff_record import DiffRecord, Effect, OvertakenFinding
from ..showing.words import clause, open_clause
from .differences import Difference, differences, mixed
from .make import plain

#: Assesses a case by the evaluator alone, on the day that the case has.
Assess = Callable[[Case], Assessment]
#: Derives the outcome alone, which takes a fraction of the time.
Outcome = Callable[[Case], str]
OUTCOME = ("outcome", "")
#: Changes of which two together are tried; drafts whose outcome, and whose statuses, are derived before a search is
#: given up.
MOST_PAIRED, MOST_OUTCOMES, MOST_TRIED = 12, 1200, 80
Target = tuple[str, str]
T = TypeVar("T")


def compared(old: Case, new: Case, assess: Assess, outcome: Outcome, feature: str = "") -> DiffRecord:
    """Two drafts of a case, what changed, and what that did."""
    before, after = plain(old.document.data), plain(new.document.data)
    found = differences(before, after)
    search = _Search(before, after, found, assess, outcome)
    first, last = assess(old), assess(new)
    search.known[frozenset()], search.known[frozenset(range(len(found)))] = state_of(first), state_of(last)
    effects = tuple(_effects(search, first, last))
    changes = tuple(each.change for each in found)
    overtaken = tuple(overtaken_of(first.derivation.case, last.derivation.case, last.rulebook))
    return DiffRecord(feature, new.profile.name, first.outcome, last.outcome, changes, effects, overtaken)


def overtaken_of(before: View, after: View, book: Rulebook) -> Iterator[OvertakenFinding]:
    """The findings that stand as they stood, though facts on which they rest are others."""
    several = len(after.items(book.verdicts.units).known) > 1
    for each in overtaken_between(before, after, book):
        shared = each.path.startswith("every_technology.")
        about = f"{each.unit}: " if each.unit and not shared and several else ""
        facts = book.vocabulary.facts
        yield OvertakenFinding(
            each.path,
            f"{about}{clause(facts[each.fact], each.value)}",
            each.signed.by if each.signed else "",
            each.signed.on if each.signed else None,
            tuple(
                clause(facts[use.fact], use.value)
                if use.value is not None
                else f"{open_clause(facts[use.fact])} is open"
                for use in each.facts
            ),
            tuple(use.path for use in each.facts),
        )


def state_of(result: Assessment) -> dict[Target, str]:
    """The outcome, and each condition's status, by what they are of."""
    found: dict[Target, str] = {OUTCOME: result.outcome}
    for each in result.conditions:
        if not each.subject.unlisted:
            found[each.rule.id, each.subject.unit] = each.status
    return found


class _Search(Struct):
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    differences: Sequence[Difference]
    assess: Assess
    outcome: Outcome
    known: dict[frozenset[int], dict[Target, str]] = field(default_factory=dict[frozenset[int], dict[Target, str]])
    outcomes: dict[frozenset[int], str] = field(default_factory=dict[frozenset[int], str])

    def state(self, made: frozenset[int], target: Target) -> str | None:
        """What a target becomes in the old draft with some changes made; ``None`` where no case can be so."""
        if made in self.known:
            return self.known[made].get(target)
        if target == OUTCOME:
            if made not in self.outcomes:
                self.outcomes[made] = self._of(made, self.outcome, "")
            return self.outcomes[made] or None
        self.known[made] = self._of(made, lambda case: state_of(self.assess(case)), {})
        return self.known[made].get(target)

    def _of(self, made: frozenset[int], ask: Callable[[Case], T], otherwise: T) -> T:
        data = mixed(self.old, self.new, [self.differences[at] for at in sorted(made)])
        try:
            return ask(case_of(Document("<draft>", data, {})))
        except (BadInput, EngineDisagreement):
            return otherwise

    def gave_up(self, target: Target) -> bool:
        """Whether more has been tried than anybody waits for."""
        return len(self.outcomes) > MOST_OUTCOMES if target == OUTCOME else len(self.known) > MOST_TRIED

    def smallest(self, target: Target, wanted: str) -> tuple[tuple[int, ...], bool]:
        """Changes that make a target what it is in the new draft, and whether fewer are known not to."""
        everything = range(len(self.differences))

        def reaches(made: frozenset[int]) -> bool:
            return self.state(made, target) == wanted

        if self.gave_up(target):
            return (), False
        for at in everything:
            if reaches(frozenset({at})):
                return (at,), True
        if len(everything) <= MOST_PAIRED:
            for pair in combinations(everything, 2):
                if reaches(frozenset(pair)):
                    return pair, True
        minimal = self._reduced(frozenset(everything), target, reaches)
        return tuple(sorted(minimal)), len(minimal) == 2

    def _reduced(
        self, made: frozenset[int], target: Target, reaches: Callable[[frozenset[int]], bool]
    ) -> frozenset[int]:
        """A set of which none can be left out; nothing where the search was given up."""
        if not reaches(made):
            return frozenset()
        size = max(1, len(made) // 2)
        while True:
            before = made
            numbers = sorted(made)
            for at in range(0, len(numbers), size):
                fewer = made - frozenset(numbers[at : at + size])
                if self.gave_up(target):
                    return frozenset()
                if fewer != made and reaches(fewer):
                    made = fewer
            if size == 1 and made == before:
                return made
            size = max(1, size // 2)


def _effects(search: _Search, first: Assessment, last: Assessment) -> Iterator[Effect]:
    before, after = state_of(first), state_of(last)
    rules = {rule.id: rule for rule in last.rulebook.rules}
    for target in dict.fromkeys([*after, *before]):
        old, new = before.get(target, ""), after.get(target, "")
        if old == new or not old or not new:  # a technology that one draft lacks is a change, not what it did
            continue
        because, smallest = search.smallest(target, new)
        rule = rules.get(target[0])
        yield Effect(
            what="outcome" if rule is None else "status",
            subject=target[1],
            provision=rule.provision if rule is not None else "",
            title=rule.title if rule is not None else "",
            before=old,
            after=new,
            because=because,
            smallest=smallest,
        )
