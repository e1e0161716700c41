"""Admissions and own words: what one party alone says counts where it says it against itself, or of its own conduct.

A party's bare word counts for nothing that helps it; what it says *against* itself counts as fact. Whether a statement
is against its maker is worked out, not typed: of all comparisons on matters whose burden the maker bears, its value
satisfies none and defeats at least one, on the day and the readings of the question. That a condition applies at all
is against its bearer, so what makes it applicable defeats, be that doubtful or not.

Of its own plain conduct (:attr:`FactSpec.own_word`) a party's word also counts where it decides no burden in its
favour, or, for what anybody can check, in any case.

    >>> # "we also use the hits to rank advertising": sole_purpose is false, which no condition needs and one forbids
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..case.address import Address
from ..case.facts import Offer, Standing, Value, View
from ..case.vocabulary import ROOT
from ..law import terms as t
from ..law.bindings import Bindings
from ..law.rulebook import Rulebook
from .comparisons import decide
from .evaluator import Question

#: A comparison on a matter with burden: who bears it, and the truth that helps the bearer.
Weighed = tuple[str, t.Compare, bool]


def admit(case: View, rulebook: Rulebook, question: Question) -> View:
    """The case with what parties say against themselves, or of their own conduct, counted as fact.

    Linear in what is offered: each offered value is put to each comparison that reads the fact.
    """
    told: dict[Address, tuple[Value, Standing]] = {}
    for view in case.walk():
        for key, offer in view.offers.items():
            standing = _counts(view.address.fact(key), offer, case, rulebook, question)
            if standing is not None:
                told[view.address.fact(key)] = (offer.value, standing)
    if not told:
        return case
    counted = case.with_values({address: value for address, (value, _) in told.items()})
    return counted.with_standings({address: standing for address, (_, standing) in told.items()})


def admits_more(case: View, rulebook: Rulebook, question: Question) -> bool:
    """Whether something more would count for this question than counts in the case already, however it came to."""
    return any(
        view.values.get(key) != offer.value
        and _counts(view.address.fact(key), offer, case, rulebook, question) is not None
        for view in case.walk()
        for key, offer in view.offers.items()
    )


def _counts(address: Address, offer: Offer, case: View, rulebook: Rulebook, question: Question) -> Standing | None:
    """How an offered value comes to count; ``None`` where it stays one party's word."""
    spec = rulebook.vocabulary.facts.get(address.generic)
    if spec is None:
        return None
    whole = case.with_values({address: offer.value})
    helps = defeats = False
    for bearer, term, wanted in _weighed(rulebook, question).get(spec.path, ()):
        if bearer == offer.interest:
            for truth in _truths(term, address, whole, rulebook, question):
                helps |= truth is wanted
                defeats |= truth is (not wanted)
    if defeats and not helps:
        return "admitted"
    if spec.own_word == "always" or (spec.own_word == "unless_it_helps" and not helps):
        return "own_word"
    return None


def _truths(term: t.Compare, address: Address, case: View, rulebook: Rulebook, question: Question) -> Iterator[t.Truth]:
    """The truths of a comparison for every way to bind it to the thing at an address."""
    facts = (*t.operand_facts(term.left), *t.operand_facts(term.right))
    about = tuple(dict.fromkeys(fact.scope for fact in facts if fact.scope != ROOT))
    for bound in Bindings(case, rulebook.vocabulary).of(about):
        if all(view.address == address.thing for item, view in bound.items() if item == address.item):
            yield decide(term, {ROOT: case, **bound}, question.assessed_on)


def _weighed(rulebook: Rulebook, question: Question) -> Mapping[str, tuple[Weighed, ...]]:
    """The comparisons on matters with burden in force on the day, by the fact that they read."""
    in_force = tuple(rule.id for rule in rulebook.rules if rule.burden and rule.in_force_on(question.assessed_on))
    return _weighed_by(rulebook, in_force, tuple(sorted(question.readings.items())))


@lru_cache(maxsize=64)
def _weighed_by(
    rulebook: Rulebook, in_force: tuple[str, ...], readings: tuple[tuple[str, str], ...]
) -> Mapping[str, tuple[Weighed, ...]]:
    """The same, kept: many profiles are assessed under one law and one set of readings."""
    chosen, found = dict(readings), dict[str, dict[Weighed, None]]()
    for rule in (rulebook.by_id[name] for name in in_force):
        for part, wanted in ((rule.applies, False), (rule.holds, True), (rule.relief, True)):
            for term, helps in _comparisons(part, wanted, chosen):
                for fact in (*t.operand_facts(term.left), *t.operand_facts(term.right)):
                    found.setdefault(fact.path, {})[rule.burden, term, helps] = None
    return {path: tuple(weighed) for path, weighed in found.items()}


def _comparisons(term: t.Term, wanted: bool, readings: Mapping[str, str]) -> Iterator[tuple[t.Compare, bool]]:
    """The comparisons in a term, each with the truth that helps to give the term the truth wanted."""
    match term:
        case t.Compare():
            yield term, wanted
        case t.Not():
            yield from _comparisons(term.child, not wanted, readings)
        case t.Choose():
            yield from _comparisons(dict(term.branches)[readings[term.reading]], wanted, readings)
        case _:
            for child in t.children(term):
                yield from _comparisons(child, wanted, readings)
