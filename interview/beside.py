"""The plain facts to look at beside a conclusion: what is on file, which way each points, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.case.facts import View
from ..engine.case.vocabulary import FactSpec
from ..engine.law.rulebook import Rulebook
from ..engine.why.indicators import indications_of, rests_on
from ..engine.why.reasons import fact_use
from .question import Beside


def beside(spec: FactSpec, holder: View, case: View, rulebook: Rulebook) -> Iterator[Beside]:
    """What bears on the conclusion ``spec`` of ``holder``, an item of ``case`` or the case itself; indicators first."""
    _, key = rulebook.vocabulary.split(spec.path)
    found = indications_of(holder, key, spec, case, rulebook)
    yes, no = ({use.path for use in uses} for uses in (found.to_yes, found.to_no))
    for scope, name, each in rests_on(spec, holder, case, rulebook):
        use = fact_use(scope, name, each)
        if use.value is None:
            yield Beside(use, "unknown")
        elif use.path in yes and use.path in no:
            yield Beside(use, "both_ways")
        else:
            yield Beside(use, "to_yes" if use.path in yes else "to_no" if use.path in no else "neither_way")
