"""Critical days: the days on which some comparison with the day assessed begins to have another truth.

Between two neighbouring critical days no comparison of the rulebook changes, so nothing that is drawn from them does.
A comparison is monotone in the day assessed and changes on one day only; which one follows from its word (*by D*
changes on the day after D, *from D* on D itself).
"""

from __future__ import annotations

from datetime import date

from ..case.facts import View
from ..case.vocabulary import Vocabulary
from ..law import terms as t
from ..law.rulebook import Rulebook
from ..truth.outcomes import outcome_terms
from .cuts import day_changes


def is_timed(term: t.Term) -> bool:
    """Whether the truth of a term depends, by itself, on the day assessed."""
    return isinstance(term, t.Compare) and t.AssessedOn() in (term.left, term.right, _base(term.right))


def critical_days(rulebook: Rulebook, case: View, *also: date) -> list[date]:
    """Every day on which a comparison may change, for the facts that count in ``case``, in order; and for facts that
    have the days ``also``."""
    known = _days_known(case, rulebook.vocabulary)
    days: set[date] = set()
    for term in timed_comparisons(rulebook):
        for value in _compared_with(term, known).union(also):
            days.update(day_changes(term, value))
    return sorted(days)


def timed_comparisons(rulebook: Rulebook) -> tuple[t.Compare, ...]:
    """Every comparison with the day assessed on which an outcome can rest."""
    terms = outcome_terms(rulebook)
    gates = [gate for _, gate in (*terms.gates, *terms.unit_gates)]
    roots = (*gates, rulebook.verdicts.in_use, terms.common, terms.own)
    parts = [part for root in roots for part in t.walk(root)]
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, t.Compare) and is_timed(part)))


def _compared_with(term: t.Compare, known: dict[tuple[str, str], set[date]]) -> set[date]:
    """The days that stand against the day assessed in a comparison."""
    other = term.right if term.left == t.AssessedOn() else term.left
    other = _base(other)
    if isinstance(other, t.Fact):
        return known.get((other.scope, other.key), set())
    return {other.value} if isinstance(other, t.Literally) and isinstance(other.value, date) else set()


def _base(operand: t.Operand) -> t.Operand:
    return operand.day if isinstance(operand, t.Later) else operand


def _days_known(case: View, vocabulary: Vocabulary) -> dict[tuple[str, str], set[date]]:
    """Every day that counts in a case, by the item and key of its fact."""
    known: dict[tuple[str, str], set[date]] = {}

    for view in case.walk():
        for key, value in view.values.items():
            if isinstance(value, date):
                known.setdefault((view.address.item, key), set()).add(value)
    return _with_bounds(known, vocabulary)


def _with_bounds(known: dict[tuple[str, str], set[date]], vocabulary: Vocabulary) -> dict[tuple[str, str], set[date]]:
    """The days known, and for a day that cannot come before or after another, that other day, which bounds it.

    A period that began on some day lasts until that day at least, so what follows from its end may change there.
    """
    bounded = {fact: set(days) for fact, days in known.items()}
    pairs = [(order.earlier, order.later) for order in (*vocabulary.before, *vocabulary.presumed)]
    for _ in pairs:  # as often as the longest chain of orders can need
        for earlier, later in pairs:  # of whatever things: a day too many costs a look, one too few an answer
            one, other = vocabulary.split(earlier), vocabulary.split(later)
            both = bounded.get(one, set()) | bounded.get(other, set())
            if both:
                bounded[one], bounded[other] = set(both), set(both)
    return bounded
