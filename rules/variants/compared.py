"""Two laws compared by outcome on one case: side by side, and each difference reduced to the rules that make it.

Between two laws lie all mixtures of them: each changed rule in the one form or in the other. A difference is explained
by the smallest set of rules that, put into the second form, turn the first outcome into the second (found by leaving
out one rule after the other, so none in it can be spared; where one alone suffices, by each such one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct, field

from ...engine.answer import Derivation, derive
from ...engine.case.standpoint import seen_from
from ...engine.case.vocabulary import Vocabulary
from ...engine.law.rulebook import Rulebook
from ...engine.why.assessment import Facts, question_of
from ...engine.why.statuses import kleene_status, ruled
from .answered import Basis, days_of, weakest
from .applied import UNREAD, Form, forms_of, rulebook_with, would_be
from .model import PERIOD, Variant

Law = Variant | None


class Side(Struct, frozen=True):
    """One law's answer: ``in_own_days`` is whether it would have applied on the day by its own terms."""

    law: str
    label: str
    outcome: str
    possible_outcomes: tuple[str, ...]
    in_own_days: bool


class RuleDifference(Struct, frozen=True):
    """A rule whose status differs; *absent* where a law has no such rule."""

    rule: str
    provision: str
    title: str
    subject: str
    before: str
    after: str


class Comparison(Struct, frozen=True):
    """Two laws on one case and day.

    ``because`` explains a difference of outcome: the changed rules, with what is known of each. ``alone`` says that
    each of them suffices by itself; otherwise they are needed together. ``grade`` is the weakest of theirs.
    """

    case: str
    on: date
    a: Side
    b: Side
    same: bool
    because: tuple[Basis, ...]
    alone: bool
    grade: str
    conditions: tuple[RuleDifference, ...]


class Comparer(Struct):
    """Compares two laws on case after case; mixtures of them are made once."""

    a: Law
    b: Law
    vocabulary: Vocabulary
    own_days: bool = False
    mixtures: dict[frozenset[str], Rulebook] = field(default_factory=dict[frozenset[str], Rulebook])

    @property
    def changed(self) -> tuple[str, ...]:
        """The rules that are not the same in both laws, and the period."""
        before, after = forms_of(self.a), forms_of(self.b)
        return tuple(key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key))

    def mixture(self, second: frozenset[str]) -> Rulebook:
        """The rulebook with these rules in the form of the second law, all others in that of the first."""
        if second not in self.mixtures:
            before, after = forms_of(self.a), forms_of(self.b)
            forms: dict[str, Form] = {}
            for key in dict.fromkeys((*before, *after)):
                form = (after if key in second else before).get(key)
                if form is not None:
                    forms[key] = form
            self.mixtures[second] = rulebook_with(forms, self.vocabulary, also_as_long_as_the_act=not self.own_days)
        return self.mixtures[second]

    def compare(
        self,
        facts: Facts,
        on: date,
        standpoint: str | None = None,
        *,
        on_the_record: bool = False,
        readings: Mapping[str, str] | None = None,
    ) -> Comparison:
        """Compare the two laws on a case, by the evaluator alone; raises :class:`Impossible`."""

        def measured(second: frozenset[str]) -> Derivation:
            rulebook = self.mixture(second)
            question = question_of(rulebook, facts, on, standpoint, on_the_record=on_the_record, readings=readings)
            return derive(rulebook, seen_from(facts.entity, facts.parties, standpoint, rulebook.series), question)

        changed = self.changed
        first, second = measured(frozenset()), measured(frozenset(changed))
        different = _differences(first, second)
        because: tuple[str, ...] = ()
        alone = False
        if first.outcome != second.outcome:
            touched = {each.rule for each in different}
            keys = [key for key in changed if key in touched or key == PERIOD]
            target = second.outcome
            if measured(frozenset(keys)).outcome != target:
                keys = list(changed)
            because = tuple(key for key in keys if measured(frozenset({key})).outcome == target)
            alone = bool(because)
            because = because or self._needed(keys, target, measured)
        bases = tuple(self._basis(key) for key in because)
        return Comparison(
            case=facts.name,
            on=on,
            a=_side(self.a, first, on),
            b=_side(self.b, second, on),
            same=first.outcome == second.outcome,
            because=bases,
            alone=alone,
            grade=weakest(basis.grade for basis in bases) if bases else "",
            conditions=tuple(different),
        )

    def _needed(
        self, keys: list[str], target: str, measured: Callable[[frozenset[str]], Derivation]
    ) -> tuple[str, ...]:
        left = frozenset(keys)
        for key in reversed(keys):
            if measured(left - {key}).outcome == target:
                left -= {key}
        return tuple(key for key in keys if key in left)

    def _basis(self, key: str) -> Basis:
        """What is known of a rule's change, from the law that makes it."""
        law = self.b if self.b is not None and key in forms_of(self.b) else self.a
        assert law is not None
        if key == PERIOD:
            provision, title = "", "The days on which it would have applied, and whose rules decide on them"
            gist = days_of(law) if law.kind == "draft" else f"{days_of(law)} {UNREAD['holds']['open']}"
            return Basis(PERIOD, provision, title, PERIOD, law.grade, gist, law.source)
        change, undone = law.changes[key], law is self.a
        rulebook = self.mixture(frozenset() if undone or change.change == "absent" else frozenset(self.changed))
        rule = rulebook.by_id.get(key)
        title = rule.title if rule is not None else key
        cited = rule.provision if rule is not None else ""
        provision = law.short if cited in ("", "draft") else rulebook.cite(cited)
        words = f"{change.change}, undone" if undone else change.change
        return Basis(key, provision, title, words, change.grade, change.gist, change.source)


def law_name(law: Law) -> str:
    """The name of a law in tables: of the act, where it is no variant."""
    return law.id if law is not None else "act"


def _side(law: Law, derivation: Derivation, on: date) -> Side:
    words = would_be if law is not None else str
    return Side(
        law=law_name(law),
        label=law.label if law is not None else "The law as it stands in this program",
        outcome=words(derivation.outcome),
        possible_outcomes=tuple(words(each) for each in derivation.possible),
        in_own_days=law is None or on in law,
    )


def _differences(first: Derivation, second: Derivation) -> list[RuleDifference]:
    """Gates and conditions whose status is not the same, in the order of the rules; *absent* where there is no rule."""
    before, after = _statuses(first), _statuses(second)
    found: list[RuleDifference] = []
    for rule, subject in dict.fromkeys((*before, *after)):
        was, would = before.get((rule, subject), "absent"), after.get((rule, subject), "absent")
        if was != would:
            rulebook = (second if (rule, subject) in after else first).machine.rulebook
            known = rulebook.by_id[rule]
            cited = rulebook.cite(known.provision)
            found.append(RuleDifference(rule, cited, known.title, subject, was, would))
    return found


def _statuses(derivation: Derivation) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for rule, unit in ruled(derivation, "gate", "condition"):
        parts = (derivation.truth(each, unit) for each in (rule.applies, rule.holds, rule.relief, rule.satisfied))
        subject = unit.entity.name if unit is not None else rule.subject
        status = kleene_status(*parts)
        if rule.kind == "gate":
            status = {"met": "holds", "not_met": "does not hold"}.get(status, "open")
        found[(rule.id, subject)] = status
    return found
