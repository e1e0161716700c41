"""Holds the two engines against each other on every named term of a rulebook, for every item that a case has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from derogation.engine.answer import machine, with_unlisted
from derogation.engine.case.facts import View
from derogation.engine.law import terms as t
from derogation.engine.law.bindings import Bindings
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Evaluation, Question
from derogation.engine.truth.forward.chaining import ForwardEngine
from derogation.engine.truth.outcomes import named_terms


@cache
def every_named_term(rulebook: Rulebook) -> dict[str, t.Named]:
    """All terms with a name: definitions, parts of rules, gates, outcomes and what they rest on."""
    found = dict(rulebook.definitions)
    for root in named_terms(rulebook):
        for part in t.walk(root):
            if isinstance(part, t.Named):
                assert found.setdefault(part.name, part) == part, f"two terms are called {part.name}"
    return found


def differences(forward: ForwardEngine, rulebook: Rulebook, case: View, question: Question) -> Iterator[str]:
    """Every named term of which the engines derive different truths."""
    case = with_unlisted(case, rulebook)
    evaluator = machine(rulebook).evaluator
    derived = forward.derive(case, question)
    bindings = Bindings(case, rulebook.vocabulary)
    for name, term in every_named_term(rulebook).items():
        for bound in bindings.of(term.about):
            items = {item: bound[item] for item in term.about}
            ours, theirs = evaluator.ask(term, Evaluation(case, question), **items).truth, derived.truth(term, items)
            if ours is not theirs:
                where = ", ".join(scope.address.text for scope in items.values())
                yield f"{name} ({where}): the evaluator says {ours}, durable_rules says {theirs}"
